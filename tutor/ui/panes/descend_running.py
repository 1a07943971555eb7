"""Takes the steps of a descent without ever holding up a key, and has its panes painted one at a time.

Whatever may take long comes as an iterator: each `next` takes a bounded piece of the way. A short piece is taken here
on the event loop, where it costs no change of thread, and then whatever else is under way, a key above all, comes
first; a long one (large data) is taken in a thread. While a thread has the scene nobody else looks at it: what a key
wants of it then waits for the end of the piece, and so does a painting.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator

from textual.widget import Widget

from tutor.ui.line import Line
from tutor.ui.narrow import NarrowScreen

SLICE = 0.0015  # seconds of a piece that may be taken on the event loop
BLOCK = 0.01  # seconds of a piece in a thread
QUIET = 0.00004  # seconds that a turn of the event loop takes where nobody else wants it
TURNS = 3  # of them, one after the other: a key goes from hand to hand
YIELD = 1e-5  # seconds asked for, about 70 microseconds had: enough for another thread to wake
MOST_TURNS = 50  # of the event loop that a piece waits for others

Pieces = Iterator["float | None"]  # each next: how far it is, 0 to 1; None: a frame is done, and the next may wait


async def others_first() -> None:
    """Until nobody else wants the event loop, or until they have had their share of it.

    The threads that read keys and write the screen come first too: Python hands them its lock at once only where this
    one waits for something, however short; else they would ask for 5 ms, twice a key.
    """
    time.sleep(YIELD)
    still = 0
    for _ in range(MOST_TURNS):
        begun = time.perf_counter()
        await asyncio.sleep(0)
        still = still + 1 if time.perf_counter() - begun < QUIET else 0
        if still == TURNS:
            return


class Adaptive:
    """How many steps make a piece: as many as fit into its time, found out on the way."""

    def __init__(self) -> None:
        self.size = 1

    def took(self, seconds: float, most: int = 1_000_000) -> None:
        """The last piece took so long: the next is up to twice as large, or smaller. Where one step alone takes
        longer than a slice, a piece is for a thread."""
        room = SLICE if seconds < self.size * SLICE else BLOCK
        self.size = max(1, min(int(self.size * min(2.0, 0.8 * room / max(seconds, 1e-7))), most))


class Way:
    """Some pieces that are being taken, until all are taken or it is told to stop."""

    def __init__(self, pieces: Pieces) -> None:
        self.pieces = pieces
        self.stop = False
        self.progress: float | None = None

    def next(self) -> tuple[float, bool]:
        """Takes a piece; the seconds that it took, and whether there was one."""
        begun = time.perf_counter()
        try:
            self.progress = next(self.pieces)
        except StopIteration:
            return time.perf_counter() - begun, False
        return time.perf_counter() - begun, True


class Runner:
    """One way at a time for the scene of one pane. `way` is the one under way, None where all is still."""

    def __init__(self, pane: Widget, repaint: Callable[[], None]) -> None:
        self.way: Way | None = None
        self.scene_free = asyncio.Lock()
        self.frame = False  # is what is to be painted a frame of what moves, and not what a key asked for?
        self._pane, self._repaint = pane, repaint
        self._in_thread = False
        self._heavy = True  # until a piece was measured
        self._line: Line | None = None
        self._waiting: list[Callable[[], object]] = []

    @property
    def going(self) -> bool:
        """Does it move, and will it go on?"""
        return self.way is not None and not self.way.stop

    @property
    def line(self) -> Line:
        """The line to the terminal on which the pane is shown."""
        if self._line is None:
            self._line = getattr(self._pane.app, "line", None) or Line()
        return self._line

    def start(self, pieces: Pieces) -> None:
        """Takes these pieces, instead of those that were under way."""
        self.stop()
        self.way = Way(pieces)
        self._pane.run_worker(self._go(self.way), name="descent", group="descent")

    def stop(self) -> None:
        """After the piece that is being taken, no more."""
        if self.way is not None:
            self.way.stop = True

    def do(self, action: Callable[[], object]) -> None:
        """Now; or, while a thread has the scene, right after that. Then all is painted."""
        if self._in_thread:
            self._waiting.append(action)
        else:
            action()
            self._repaint()

    async def _go(self, way: Way) -> None:
        loop = asyncio.get_running_loop()
        painted = loop.time()
        try:
            while not way.stop and await self._piece(way):
                if way.progress is None:
                    self._next_frame()
                    await asyncio.sleep(max(0.0, painted + self.line.frame - loop.time()))
                    painted = loop.time()
                    continue
                if loop.time() - painted > self.line.frame:
                    painted = loop.time()
                    self._next_frame()
                await others_first()
        finally:
            self._carry_out()
            self._repaint()  # part by part, as long as it counts as under way: a key may have ended it
            if self.way is way:
                self.way = None

    def _next_frame(self) -> None:
        """Paints a frame, unless the line still has the last one under way: then the next will show more steps."""
        if self.line.free:
            self.line.frame_follows()
            self.frame = True
            self._repaint()

    async def _piece(self, way: Way) -> bool:
        """The next piece; False where there is none."""
        async with self.scene_free:
            if way.stop:
                return False
            took, more = await self._in_a_thread(way) if self._heavy else way.next()
        self._heavy = took > 2 * SLICE
        self._carry_out()
        return more

    async def _in_a_thread(self, way: Way) -> tuple[float, bool]:
        self._in_thread = True
        try:
            return await asyncio.to_thread(way.next)
        finally:
            self._in_thread = False

    def _carry_out(self) -> None:
        waiting, self._waiting = self._waiting if self._pane.is_attached else [], []  # nobody sees it, once it was left
        for action in waiting:
            action()
        if waiting:
            self._repaint()


class Painter:
    """Paints the parts of a pane, one in a turn of the event loop, so that a key never waits for all of them; what
    they send goes out together."""

    def __init__(
        self, pane: Widget, parts: Callable[[], tuple[str, ...]], paint: Callable[[str], None], runner: Runner
    ) -> None:
        self._pane, self._parts, self._paint, self._runner = pane, parts, paint, runner
        self._wanted: set[str] = set()
        self._asked = asyncio.Event()

    def want(self, *parts: str) -> None:
        """These parts are no longer true; all, where none is named."""
        self._wanted.update(parts or self._parts())
        self._asked.set()

    def forget(self) -> None:
        """All of them have been painted."""
        self._wanted.clear()

    async def loop(self) -> None:
        """For ever: what is wanted, in the order of the parts."""
        while True:
            await self._asked.wait()
            async with self._runner.scene_free:
                self._asked.clear()
                screen, frame = self._pane.screen, self._runner.frame
                held = screen if frame and isinstance(screen, NarrowScreen) else None
                self._runner.frame = False
                try:
                    if held is not None:
                        held.hold()
                    await self._all_wanted()
                finally:
                    if held is not None:
                        held.let_go()

    async def _all_wanted(self) -> None:
        while self._wanted:
            part = next((each for each in self._parts() if each in self._wanted), None)
            if part is None:
                self._wanted.clear()
                break
            self._wanted.discard(part)
            self._paint(part)
            await others_first()
