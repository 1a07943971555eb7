"""Partial updates that begin where the change begins, say a colour once, and do not wait for the next frame.

Textual 8 cuts a partial update at its right end only: from the left edge of the widget up to the change everything is
sent again, border, axis and all; each piece brings its colours (36 bytes) and a reset, however alike its neighbour; and
an update waits for the next sixtieth of a second, a key's too. `NarrowScreen` sends each changed span alone, colours
only where they change, the cursor by the shortest way, and at once. It stands on private names of Textual
(`Screen._compositor`, `_update_timer`, `_on_timer_update` and `ChopsUpdate`), and a test holds it to
showing the same cells.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any, TypeVar

from rich.console import Console
from rich.control import Control
from rich.style import Style
from textual._compositor import ChopsUpdate, Compositor
from textual.screen import Screen
from textual.strip import Strip
from textual.timer import Timer

Result = TypeVar("Result")
SOONEST = 1 / 240  # seconds between two updates of the screen: one that a key asked for must not wait for a frame
RESET = "\x1b[0m"


@lru_cache(maxsize=4096)
def _codes(style: Style, colours: Any) -> tuple[str, str, str] | None:
    """(all but colours, foreground, background) as the terminal is told; None for a link, which is told otherwise."""
    if style.link:
        return None
    bare = Style(bold=style.bold, dim=style.dim, italic=style.italic, underline=style.underline, blink=style.blink,
                 reverse=style.reverse, conceal=style.conceal, strike=style.strike)  # fmt: skip
    sides = (bare, Style(color=style.color), Style(bgcolor=style.bgcolor))
    first, second, third = (each.render("|", color_system=colours).partition("|")[0][2:-1] for each in sides)
    return first, second, third


class Pen:
    """Text on its way to the terminal, with no more words about its colours than are needed."""

    def __init__(self, console: Console, width: int) -> None:
        self._colours = console._color_system
        self._width = width
        self._now: tuple[str, str, str] = ("", "", "")
        self._at: tuple[int, int] | None = None  # the cursor, as long as every terminal agrees on where it is
        self.sent: list[str] = []

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

    def write(self, text: str, style: Style | None) -> None:
        # a terminal may take another view of how wide a character beyond ASCII is: after one, places are named again
        self._at = (self._at[0] + len(text), self._at[1]) if self._at is not None and text.isascii() else None
        codes = ("", "", "") if style is None else _codes(style, self._colours)
        if codes is None:
            self.lift()
            self.sent.append(style.render(text, color_system=self._colours))  # type: ignore[union-attr]
            return
        if codes != self._now:
            self.sent.append(self._change(codes))
            self._now = codes
        self.sent.append(text)

    def _change(self, codes: tuple[str, str, str]) -> str:
        """From the codes now in force to these: the colours that differ, or all, where something must be undone."""
        undone = codes[0] != self._now[0] or any(old and not new for old, new in zip(self._now, codes, strict=True))
        told = codes if undone else [new for old, new in zip(self._now, codes, strict=True) if old != new]
        return f"\x1b[{';'.join([*(['0'] if undone else []), *filter(None, told)])}m"

    def lift(self) -> None:
        """Back to no colour."""
        if any(self._now):
            self.sent.append(RESET)
            self._now = ("", "", "")


def _many(count: int) -> str:
    """A terminal takes none for one."""
    return str(count) if count > 1 else ""


class NarrowUpdate(ChopsUpdate):
    """The changed spans of a screen, each sent from its first cell to its last; `sender` counts the bytes."""

    sender: NarrowCompositor | None = None

    def render_segments(self, console: Console) -> str:
        pen = Pen(console, self.chop_ends[0][-1] if self.chop_ends and self.chop_ends[0] else 0)
        for x, y, strip in sorted(self._pieces(), key=_column_by_column):
            pen.move(x, y)
            for text, style, _ in strip:
                pen.write(text, style)
        pen.lift()
        sent = "".join(pen.sent)
        if self.sender is not None:
            self.sender.bytes_sent += len(sent.encode())
        return sent

    def _pieces(self) -> Iterator[tuple[int, int, Strip]]:
        """Each changed piece with its place."""
        for y, first, last in self.spans:
            for end, (x, strip) in zip(self.chop_ends[y], self.chops[y].items(), strict=False):
                start, stop = max(x, first), min(end, last)
                if strip is not None and start < stop:
                    yield start, y, strip.crop(start - x, stop - x)


def _column_by_column(piece: tuple[int, int, Strip]) -> tuple[int, int]:
    """Digits change below each other: from one to the next the cursor's way is shortest so."""
    return piece[0], piece[1]


class NarrowCompositor(Compositor):
    """A compositor whose partial updates are narrow."""

    bytes_sent = 0  # by partial updates, since the screen was made

    def render_partial_update(self) -> ChopsUpdate | None:
        update = super().render_partial_update()
        if update is None:
            return None
        narrow = NarrowUpdate(update.chops, update.spans, update.chop_ends)
        narrow.sender = self
        return narrow


class NarrowScreen(Screen[Result]):
    """A screen that sends no more of a line than what changed in it, and soon."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._compositor = NarrowCompositor()
        self._soon: Timer | None = None
        self._held = False
        self._keyed = False  # has a key come since the last frame?

    @property
    def _update_timer(self) -> Timer:
        """Textual's own, at a faster beat."""
        if self._soon is None:
            self._soon = self.set_interval(SOONEST, self._on_timer_update, name="screen_update", pause=True)
        return self._soon

    @property
    def bytes_sent(self) -> int:
        """How much went to the terminal in partial updates."""
        return self._compositor.bytes_sent if isinstance(self._compositor, NarrowCompositor) else 0

    def _on_timer_update(self) -> None:
        if self._held:
            self._update_timer.pause()
        else:
            super()._on_timer_update()

    def key_came(self) -> None:
        """What a key does must not wait for the rest of a frame, this one or the next."""
        self._keyed = True
        self.let_go()

    def hold(self) -> None:
        """Sends nothing until `let_go` or a key: what changes until then goes out together, as one frame."""
        self._held, self._keyed = not self._keyed, False

    def let_go(self) -> None:
        if self._held:
            self._held = False
            self._update_timer.resume()
