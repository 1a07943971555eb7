"""Rectangles of characters, and how mathematics puts them together: beside, over a bar, raised, in brackets.

A box has rows of equal display width and a base row, on which its neighbours stand. Boxes of one row are plain text, so
that the one-line and the stacked form of a formula are made by the same code.
"""

from __future__ import annotations

from dataclasses import dataclass

from tutor.letters import cells

_TALL = {  # bracket -> top, middle, bottom
    "(": "⎛⎜⎝",
    ")": "⎞⎟⎠",
    "[": "⎡⎢⎣",
    "]": "⎤⎥⎦",
    "{": "⎧⎨⎩",
    "}": "⎫⎬⎭",
}
_TALL_ASCII = {"(": "/|\\", ")": "\\|/"}


@dataclass(frozen=True, slots=True)
class Box:
    rows: tuple[str, ...]
    base: int = 0

    @property
    def width(self) -> int:
        return cells(self.rows[0])

    @property
    def height(self) -> int:
        return len(self.rows)

    @property
    def tall(self) -> bool:
        return len(self.rows) > 1

    @property
    def text(self) -> str:
        """The base row."""
        return self.rows[self.base]


def row(text: str) -> Box:
    return Box((text,))


def beside(*boxes: Box) -> Box:
    """Left to right, base rows level. Empty boxes take no room."""
    boxes = tuple(box for box in boxes if box.tall or box.text)
    if not boxes:
        return row("")
    above = max(box.base for box in boxes)
    below = max(box.height - box.base for box in boxes)
    rows = ["".join(_at(box, line - above) for box in boxes) for line in range(above + below)]
    return Box(tuple(rows), above)


def _at(box: Box, offset: int) -> str:
    """The row of `box` that lies `offset` rows below its base, or blanks."""
    index = box.base + offset
    return box.rows[index] if 0 <= index < box.height else " " * box.width


def centred(box: Box, width: int) -> Box:
    left = (width - box.width) // 2
    right = width - box.width - left
    return Box(tuple(" " * left + each + " " * right for each in box.rows), box.base)


def flush_left(box: Box, width: int) -> Box:
    return Box(tuple(each + " " * (width - box.width) for each in box.rows), box.base)


def fraction(top: Box, bottom: Box, ascii: bool) -> Box:
    """`top` over a bar over `bottom`. A bar that holds other bars is longer than they are."""
    bar = "-" if ascii else "─"
    nested = any(each.count(bar * 3 if ascii else bar) for box in (top, bottom) if box.tall for each in box.rows)
    width = max(top.width, bottom.width, 3 if ascii else 1) + 2 * nested
    rows = (*centred(top, width).rows, bar * width, *centred(bottom, width).rows)
    return Box(rows, top.height)


def raise_over(base: Box, exponent: Box) -> Box:
    """`exponent` right of and above `base`; beside the top row of a tall one."""
    lift = exponent.height - (1 if base.tall else 0)
    height = base.height + lift
    left = [" " * base.width] * lift + list(base.rows)
    right = list(exponent.rows) + [" " * exponent.width] * (height - exponent.height)
    return Box(tuple(a + b for a, b in zip(left, right, strict=True)), base.base + lift)


def stacked(parts: list[Box], base: int) -> Box:
    """One under another, each centred; the base row of `parts[base]` is the base row of all."""
    width = max(part.width for part in parts)
    rows = tuple(each for part in parts for each in centred(part, width).rows)
    return Box(rows, sum(part.height for part in parts[:base]) + parts[base].base)


def bracketed(box: Box, ascii: bool, left: str = "(", right: str = ")") -> Box:
    """Brackets as tall as `box`; `|` for bars, an empty string for no bracket on that side."""
    return beside(_bracket(box, left, ascii), box, _bracket(box, right, ascii))


def _bracket(box: Box, bracket: str, ascii: bool) -> Box:
    if not box.tall or not bracket:
        return Box((bracket,) * box.height, box.base) if bracket else row("")
    pieces = (_TALL_ASCII if ascii else _TALL).get(bracket)
    if pieces is None:
        return Box(("│" if bracket == "|" and not ascii else bracket,) * box.height, box.base)
    middle = box.height - 2
    rows = [pieces[0], *[pieces[1]] * middle, pieces[2]]
    if bracket in "{}" and middle > 1:  # one beak only
        rows[1:-1] = ["⎪"] * middle
        rows[box.height // 2] = pieces[1]
    return Box(tuple(rows), box.base)
