"""Short texts put in shape: those of a lesson on one line, a few words of the program as a sentence."""

from __future__ import annotations

import re

from tutor.ascii import plain
from tutor.mathtext import render_words

_DISPLAYED = re.compile(r"\$\$\s*(\S.*?)\s*\$\$", re.DOTALL)
ENDS = (".", "!", "?", "…")


def one_line(text: str, *, ascii: bool) -> str:
    """A short text of a lesson on one line: its formulas as terminal mathematics, its Markdown marks left out."""
    inline = _DISPLAYED.sub(r"$\1$", text)
    line = " ".join(render_words(inline, ascii=ascii).replace("`", "").split())
    return plain(line) if ascii else line


def one_code(text: str, *, ascii: bool) -> str:
    """A line that is to be put in order, its indent kept: it is often code."""
    return " " * (len(text) - len(text.lstrip())) + one_line(text, ascii=ascii)


def sentence(words: str) -> str:
    """A few words as a sentence; nothing stays nothing."""
    return words[:1].upper() + words[1:] + ("" if not words or words.endswith(ENDS) else ".")
