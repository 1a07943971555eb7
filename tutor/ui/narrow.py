"""Updates of the screen that send only the cells that look different now, and do not wait for the next frame.

Textual 8 cuts a partial update at its right end only: from the left edge of the widget up to the change everything is
sent again, border, axis and all; each piece brings its colours (36 bytes) and a reset, however alike its neighbour; a
screen that is opened is sent whole, blanks and all; and an update waits for the next sixtieth of a second, a key's too.
Here a screen sends each changed cell alone, colours only where they change, the cursor by the shortest way, blanks by
erasing, and at once. It stands on private names of Textual (`Screen._compositor`, `_update_timer`, `_on_timer_update`,
`ChopsUpdate` and `LayoutUpdate`), and a test holds it to showing the same cells.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple, TypeVar

from rich.console import Console, ConsoleOptions, RenderResult
from rich.segment import Segment
from textual._compositor import ChopsUpdate, Compositor, CompositorUpdate, LayoutUpdate
from textual.screen import Screen
from textual.strip import Strip
from textual.timer import Timer

from tutor.ui.closing import Closing
from tutor.ui.line import NEVER, Line
from tutor.ui.pen import Pen
from tutor.ui.shown import Run, Shown, cells_of

Result = TypeVar("Result")
SOONEST = 1 / 240  # seconds between two updates of the screen: one that a key asked for must not wait for a frame


class Wire(NamedTuple):
    """What all screens of an app share: what is known of the line, what stands at its other end, and whether what is
    erased there takes the background that is set."""

    line: Line
    shown: Shown
    erases: bool = False


class Piece(NamedTuple):
    """Part of a line that may have changed."""

    x: int
    y: int
    strip: Strip


class NarrowUpdate(CompositorUpdate):
    """Some pieces of a screen of this size, of which what has changed is sent. `whole`: they are the whole screen."""

    def __init__(self, pieces: Iterable[Piece], size: tuple[int, int], wire: Wire | None, *, whole: bool) -> None:
        self.pieces = pieces
        self.size = size
        self.wire = wire
        self.whole = whole

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """All of it, a line each: for a picture in a file, which is no terminal."""
        for piece in self.pieces:
            yield from piece.strip
            yield Segment.line()

    def render_segments(self, console: Console) -> str:
        shown = Shown() if self.wire is None else self.wire.shown
        known = shown.fit(*self.size)
        pen = Pen(console, self.size[0], look=shown.look, erases=self.wire is not None and self.wire.erases)
        pieces = [(piece, cells_of(piece.strip, pen.colours)) for piece in self.pieces]
        if self.whole and pen.erases:
            lines = [(piece.x, piece.y, cells) for piece, cells in pieces if cells is not None]
            if not known or shown.far_from(lines):
                shown.erased(pen.erase_all([cells for _, _, cells in lines]))
        for piece, _ in pieces:
            shown.pay(piece.x, piece.y, piece.strip.cell_length)
        parts: list[Run | Piece] = []
        for piece, cells in pieces:
            if cells is None:
                shown.lost(piece.x, piece.y, piece.strip.cell_length)
                parts.append(piece)
            else:
                parts.extend(shown.changed(piece.x, piece.y, cells))
        room = NEVER if self.wire is None else self.wire.line.room
        parts = parts if self.whole else sorted(parts, key=_column_by_column)
        if room < NEVER:
            parts = _from(shown.cut, parts)
        left = _send(parts, pen, room)
        if self.wire is None:
            pen.lift()
            return "".join(pen.sent)
        shown.told, shown.look = True, pen.look
        for part in left:
            shown.owe(part.x, part.y, len(part.cells) if isinstance(part, Run) else part.strip.cell_length)
        shown.cut = (left[0].y, left[0].x) if left else (0, 0)
        sent = "".join(pen.sent)
        return sent + self.wire.line.question(len(sent), cut=bool(left))


def _column_by_column(part: Run | Piece) -> tuple[int, int]:
    """Digits change below each other: from one to the next the cursor's way is shortest so."""
    return part.x, part.y


def _from(start: tuple[int, int], parts: list[Run | Piece]) -> list[Run | Piece]:
    """Line by line from there on, and then what is before it: each comes to its turn."""
    return sorted(parts, key=lambda part: ((part.y, part.x) < start, part.y, part.x))


def _send(parts: list[Run | Piece], pen: Pen, room: float) -> list[Run | Piece]:
    """Gives those for which there is no room."""
    counted = said = 0
    for i, part in enumerate(parts):
        if room < NEVER:
            counted, said = counted + sum(len(each.encode()) for each in pen.sent[said:]), len(pen.sent)
            if counted >= room:
                return parts[i:]
        pen.move(part.x, part.y)
        if isinstance(part, Run):
            pen.cells(part.x, part.cells)
        else:
            pen.wipe(part.strip)
            pen.strip(part.strip)
    return []


def _spans(update: ChopsUpdate) -> Iterator[Piece]:
    """Each changed piece with its place."""
    for y, first, last in update.spans:
        for end, (x, strip) in zip(update.chop_ends[y], update.chops[y].items(), strict=False):
            start, stop = max(x, first), min(end, last)
            if strip is not None and start < stop:
                yield Piece(start, y, strip.crop(start - x, stop - x))


def _lines(update: LayoutUpdate) -> Iterator[Piece]:
    """All of a screen, line by line."""
    for y, strips in enumerate(update.strips, update.region.y):
        yield Piece(update.region.x, y, Strip.join(strips))


class NarrowCompositor(Compositor):
    """A compositor whose updates are narrow; `wire` is the app's."""

    wire: Wire | None = None

    def render_partial_update(self) -> Any:
        """Nothing outside of this size: a window may be smaller already, or not yet larger, than the layout."""
        here = self.size.region
        self._dirty_regions = {inside for region in self._dirty_regions if (inside := region.intersection(here))}
        update = super().render_partial_update()
        if update is None:
            return None
        return NarrowUpdate(_spans(update), (self.size.width, self.size.height), self.wire, whole=False)

    def render_full_update(self, simplify: bool = False) -> Any:
        update = super().render_full_update(simplify)
        if simplify:  # for a picture in a file
            return update
        return NarrowUpdate(_lines(update), (self.size.width, self.size.height), self.wire, whole=True)


def narrowed(screen: Screen[Any], wire: Wire) -> None:
    """From now on this screen, whoever made it, sends only what changed."""
    if not isinstance(screen._compositor, NarrowCompositor):
        screen._compositor = NarrowCompositor()
    screen._compositor.wire = wire


class NarrowScreen(Closing, Screen[Result]):
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

    def _on_timer_update(self) -> None:
        if self._held:
            self._update_timer.pause()
        else:
            if self._wire is not None and self._wire.shown.owes and self._wire.line.room < NEVER:
                self._compositor._dirty_regions.add(self.size.region)  # what was left out is among what follows
            super()._on_timer_update()

    @property
    def _wire(self) -> Wire | None:
        return self._compositor.wire if isinstance(self._compositor, NarrowCompositor) else None

    def key_came(self) -> None:
        """What a key does must not wait for the rest of a frame, this one or the next."""
        self._keyed = True
        if self._wire is not None:
            self._wire.line.key_came()
        self.let_go()

    def hold(self) -> None:
        """Sends nothing until `let_go` or a key: what changes until then goes out together, as one frame."""
        self._held, self._keyed = not self._keyed, False

    def let_go(self) -> None:
        if self._held:
            self._held = False
            self._update_timer.resume()
