"""A short text of a lesson on one line: its formulas as terminal mathematics, its Markdown marks left out."""

from __future__ import annotations

from tutor.ascii import plain
from tutor.mathtext import render_words


def plain_line(text: str, ascii: bool) -> str:
    line = " ".join(render_words(text, ascii=ascii).replace("`", "").split())
    return plain(line) if ascii else line
