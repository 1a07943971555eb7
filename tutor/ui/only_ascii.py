"""The last gate before a terminal that has only ASCII: whatever gets here, no other character passes.

The tutor writes in ASCII there by itself, since that reads better (`theta0`, `3x^2`). What it has not written, such as
an `é` that the learner typed and the ornaments of Textual's own widgets, goes cell by cell through here.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from rich.cells import cell_len
from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

from tutor.ascii import plain

LINES = str.maketrans(
    dict.fromkeys("─━═▔▁▂▄▀╌┄", "-") | dict.fromkeys("│┃║▏▕▎▊▌▐╎", "|") | {"█": "#", "•": "-", "…": "."}
)
CORNERS = ("\u2500", "\u257f")  # the rest of the lines that make boxes


class OnlyAscii(LineFilter):
    """Each character in ASCII, in as many cells as before."""

    def apply(self, segments: Sequence[Segment], background: Color) -> list[Segment]:
        """As Textual asks: the same cells in other characters."""
        return [
            each if each.text.isascii() else Segment(in_ascii(each.text), each.style, each.control) for each in segments
        ]


@lru_cache(maxsize=2048)
def in_ascii(text: str) -> str:
    """The text in ASCII, cell for cell: `é` as `e`, `─` as `-`, what has no likeness as `?`."""
    return "".join(char if char.isascii() else _likeness(char) for char in text)


def _likeness(char: str) -> str:
    cells = cell_len(char)
    if cells != 1:
        return (" " if unicodedata.category(char) == "So" else "?") * cells  # a pictogram says nothing of its own
    known = char.translate(LINES)
    if known.isascii():
        return known
    if CORNERS[0] <= char <= CORNERS[1]:
        return "+"
    if unicodedata.category(char) == "Zs":
        return " "
    alike = plain(char)
    return alike if len(alike) == 1 else "?"
