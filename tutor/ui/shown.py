"""What stands on the terminal, cell by cell, so that nothing is sent that is there already.

Textual paints a widget whole, and a screen whole whenever another one is opened or the layout changes, however little
of it looks different. `Shown` remembers what each cell was last told to show; `changed` gives the runs of cells that
are to be sent. What it does not know (at the start, after a resize, after something else has written) is sent.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any, NamedTuple
from unicodedata import east_asian_width

from rich.cells import get_character_cell_size
from rich.color import ColorSystem
from rich.segment import Segment
from rich.style import Style

Codes = tuple[str, str, str]  # what a terminal is told: all but colours, foreground, background
Cell = tuple[str, Codes]  # a character of one cell, and how it looks
PLAIN: Codes = ("", "", "")
HARMLESS = {"", "1", "2", "3"}  # bold, dim and italic blanks look like blanks
STEP = 7  # bytes, about, that moving on costs


class Run(NamedTuple):
    """Cells beside each other that are to be sent, from column x of line y on."""

    x: int
    y: int
    cells: list[Cell]


@lru_cache(maxsize=4096)
def codes(style: Style, colours: Any) -> Codes | None:
    """How a terminal is told of a style; None for a link, which is told otherwise. `colours`: Rich's ColorSystem, None
    for a terminal that has none: there bold, underlined and reversed are left."""
    if style.link:
        return None
    bare = Style(bold=style.bold, dim=style.dim, italic=style.italic, underline=style.underline, blink=style.blink,
                 reverse=style.reverse, conceal=style.conceal, strike=style.strike)  # fmt: skip
    parts = [bare, *([Style(color=style.color), Style(bgcolor=style.bgcolor)] if colours is not None else [])]
    first, second, third = (
        *(each.render("|", color_system=colours or ColorSystem.STANDARD).partition("|")[0][2:-1] for each in parts),
        *([""] * (3 - len(parts))),
    )
    return first, second, third


def blank(ground: str) -> Cell:
    """Nothing but a background."""
    return " ", ("", "", ground)


@lru_cache(maxsize=4096)
def harmless(told: str) -> bool:
    """Does a blank told so look like any other of that background?"""
    return HARMLESS.issuperset(told.split(";"))


@lru_cache(maxsize=4096)
def single(text: str) -> bool:
    """Does each character take one cell?"""
    return all(get_character_cell_size(mark) == 1 for mark in text)


@lru_cache(maxsize=4096)
def steady(text: str) -> bool:
    """Do all terminals agree on how wide it is? Of box drawing, Greek and arrows some think otherwise."""
    return text.isascii() or all(east_asian_width(mark) in ("N", "Na", "H") for mark in text)


def cells_of(segments: Iterable[Segment], colours: Any) -> list[Cell] | None:
    """A cell for each character; None where a character takes none or two, and for a link."""
    cells: list[Cell] = []
    for text, style, _ in segments:
        told = PLAIN if style is None else codes(style, colours)
        if told is None or not (text.isascii() or single(text)):
            return None
        if " " in text and harmless(told[0]):
            empty = blank(told[2])
            cells.extend(empty if mark == " " else (mark, told) for mark in text)
        else:
            cells.extend((mark, told) for mark in text)
    return cells


class Shown:
    """One terminal's."""

    def __init__(self) -> None:
        self._rows: list[list[Cell | None]] = []
        self._size = (0, 0)
        self.told = False  # does it know already what is about to be written?
        self.look: Codes | None = None  # how the next character would look, where that is known
        self._unpaid: set[int] = set()  # cells that it was not told for want of room
        self.cut = (0, 0)  # line and column at which the last ones begin

    @property
    def known(self) -> bool:
        """Is anything?"""
        return bool(self._rows)

    def forget(self) -> None:
        """Nothing is known any more: something else has written, or the size is another one."""
        self._rows = []
        self.look = None

    def fit(self, width: int, height: int) -> bool:
        """The screen has this size; with another one, what stood there has moved. Was anything known of it?"""
        known = bool(self._rows) and self._size == (width, height)
        if not known:
            self._size = (width, height)
            if self._unpaid:
                self.owe_all()
            self._rows = [[None] * width for _ in range(height)]
        return known

    def erased(self, cell: Cell) -> None:
        """All cells look like this one."""
        width, height = self._size
        self._rows = [[cell] * width for _ in range(height)]

    def far_from(self, lines: Iterable[tuple[int, int, list[Cell]]]) -> bool:
        """Is more to be wiped away than may stay, so that an empty screen is the better one to begin with?"""
        stays = goes = 0
        for x, y, cells in lines:
            for old, new in zip(self._rows[y][x:], cells, strict=False):
                if new[0] != " ":
                    stays += old == new
                elif old != new:
                    goes += 1
        return goes > stays

    def lost(self, x: int, y: int, count: int) -> None:
        """What these cells show is no longer known."""
        row = self._rows[y]
        row[x : x + count] = [None] * len(row[x : x + count])

    @property
    def owes(self) -> bool:
        """Is there something that it has yet to be told?"""
        return bool(self._unpaid)

    def owe(self, x: int, y: int, count: int) -> None:
        """These cells were not sent."""
        self.lost(x, y, count)
        self._unpaid.update(range(y * self._size[0] + x, y * self._size[0] + x + count))

    def owe_all(self) -> None:
        """Nothing of the screen was sent."""
        self._unpaid = set(range(max(1, self._size[0] * self._size[1])))

    def pay(self, x: int, y: int, count: int) -> None:
        """These cells are told now what is true."""
        if self._unpaid:
            self._unpaid.difference_update(range(y * self._size[0] + x, y * self._size[0] + x + count))

    def changed(self, x: int, y: int, cells: list[Cell]) -> Iterator[Run]:
        """The runs in which `cells`, from column x of line y on, differ from what stands there, where they stand from
        now on. Between two changes a few cells may be sent again, where that costs less than moving on."""
        row = self._rows[y]
        cells = cells[: len(row) - x]
        before, row[x : x + len(cells)] = row[x : x + len(cells)], cells
        if before == cells:
            return
        start = end = -1
        for i, cell in enumerate(cells):
            if cell == before[i]:
                continue
            if start >= 0 and _dearer(cells[end - 1 : i + 1]):
                yield Run(x + start, y, cells[start:end])
                start = i
            start, end = max(start, 0) if start >= 0 else i, i + 1
        yield Run(x + start, y, cells[start:end])


def _dearer(cells: list[Cell]) -> bool:
    """From the first of these to the last: is moving cheaper than sending again what is between?"""
    between = cells[1:-1]
    if len(between) >= STEP:
        return True
    looks, ground = cells[0][1], cells[0][1][2]
    alike = all(told == looks or (mark == " " and told[2] == ground) for mark, told in between)
    return not alike or sum(len(mark.encode()) for mark, _ in between) > (4 if cells[0][0].isascii() else STEP)
