"""Text on its way to the terminal, with no more words about colours and places than are needed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from rich.console import Console
from rich.control import Control
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from tutor.ui.shown import PLAIN, Cell, Codes, blank, codes, harmless, steady

RESET = "\x1b[0m"
OFF = {"1": "22", "2": "22", "3": "23", "4": "24", "7": "27", "9": "29"}  # what ends bold, dim, ...
DEFAULT = ("", "49")  # backgrounds that whatever is erased has everywhere
WORTH = 10  # blanks in the middle of a line that are cheaper to erase than to send


class Pen:
    """Writes into `sent`. `look`: how the terminal was told to write before, None where that is not known. `erases`:
    what is erased takes the background that is set."""

    def __init__(self, console: Console, width: int, *, look: Codes | None = None, erases: bool = False) -> None:
        self.colours = console._color_system
        self.erases = erases
        self._width = width
        self._now: Codes = PLAIN if look is None else look
        self._at: tuple[int, int] | None = None  # the cursor, as long as every terminal agrees on where it is
        self.sent: list[str] = [] if look is not None else [RESET]

    @property
    def look(self) -> Codes:
        """How the terminal would write the next character."""
        return self._now

    # --- where

    def move(self, x: int, y: int) -> None:
        self.sent.append(self._shortest(x, y))
        self._at = (x, y)

    def _shortest(self, x: int, y: int) -> str:
        """Along the line, or to the cell below the last one, in fewer bytes than naming the place takes."""
        if self._at is not None and self._at[0] < self._width:  # at the right edge terminals differ
            right, down = x - self._at[0], y - self._at[1]
            if down == 0 and right >= 0:
                return "" if right == 0 else f"\x1b[{_many(right)}C"
            if down > 0 and right in (-1, 0):
                return f"\x1b[{_many(down)}B" + "\b" * -right
        return Control.move_to(x, y).segment.text

    # --- what

    def cells(self, x: int, cells: list[Cell]) -> None:
        """These, from column x of the line on in which the pen stands."""
        i = 0
        while i < len(cells):
            first, end = cells[i], i + 1
            if first[0] == " " and not first[1][0] and not first[1][1]:
                while end < len(cells) and cells[end] == first:
                    end += 1
                self._blanks(first[1][2], end - i, last=x + end == self._width, more=end < len(cells))
            else:
                while end < len(cells) and cells[end][1] == first[1]:
                    end += 1
                self._text("".join(mark for mark, _ in cells[i:end]), first[1])
            i = end

    def wipe(self, strip: Strip) -> None:
        """Empties the cells that it will take: a terminal may show it in fewer, and what stood there would stay."""
        last = codes(strip._segments[-1].style or Style(), self.colours) if self.erases and strip._segments else None
        self._look(PLAIN if last is None else ("", "", last[2]))
        self.sent.append(f"\x1b[{strip.cell_length}X")

    def strip(self, segments: Iterable[Segment]) -> None:
        """These, whose characters may be of any width; a link is told as Rich tells it."""
        for text, style, _ in segments:
            told = PLAIN if style is None else codes(style, self.colours)
            if told is not None:
                self._text(text, told)
            elif style is not None:
                self.lift()
                self.sent.append(style.render(text, color_system=self.colours))
                self._at = None

    def erase_all(self, rows: list[list[Cell]]) -> Cell:
        """Empties the screen in the colour of most of what is blank in `rows`; gives that blank."""
        grounds = Counter(told[2] for cells in rows for mark, told in cells if mark == " " and told[0] == told[1] == "")
        ground = grounds.most_common(1)[0][0] if grounds else ""
        self._look(("", "", ground))
        self.sent.append("\x1b[2J")
        return blank(ground)

    def _blanks(self, ground: str, count: int, *, last: bool, more: bool) -> None:
        """Blanks look the same whatever colour letters have: only the background is told, if it is another one."""
        self._look((self._now[0], self._now[1], ground) if harmless(self._now[0]) else ("", "", ground))
        erases = self.erases or ground in DEFAULT
        if erases and last and count > 3:
            self.sent.append("\x1b[K")
        elif erases and not more and count > 5:
            self.sent.append(f"\x1b[{count}X")
        elif erases and count > WORTH:
            self.sent.append(f"\x1b[{count}X\x1b[{count}C")
            self._at = None if self._at is None else (self._at[0] + count, self._at[1])
        else:
            self._text(" " * count, self._now)

    def _text(self, text: str, told: Codes) -> None:
        # a terminal may take another view of how wide a character beyond ASCII is: after one, places are named again
        self._at = (self._at[0] + len(text), self._at[1]) if self._at is not None and steady(text) else None
        self._look(told)
        self.sent.append(text)

    # --- how

    def _look(self, told: Codes) -> None:
        if told != self._now:
            self.sent.append(self._change(told))
            self._now = told

    def _change(self, told: Codes) -> str:
        """From what is in force to this: what differs, or all from the start, whichever is shorter."""
        anew = ";".join(["0", *filter(None, told)])
        if self.colours is None:  # a terminal as old as that may know no other way to end bold
            return f"\x1b[{anew}m"
        had, has = (set(filter(None, each.split(";"))) for each in (self._now[0], told[0]))
        ended = {OFF.get(each, anew) for each in had - has}
        parts = [*sorted(ended), *sorted(has if ended else has - had)]
        sides = zip(self._now[1:], told[1:], ("39", "49"), strict=True)
        parts += [new or none for old, new, none in sides if old != new]
        return f"\x1b[{min(';'.join(parts), anew, key=len)}m"

    def lift(self) -> None:
        """Back to no colour."""
        if any(self._now):
            self.sent.append(RESET)
            self._now = PLAIN


def _many(count: int) -> str:
    """A terminal takes none for one."""
    return str(count) if count > 1 else ""
