"""When garbage is collected: in a pause, and not under a finger.

Python looks through all that lives whenever enough has come and gone. Of an open lesson that takes some 20 ms, every
quarter of a minute while a descent plays, and a key that meets it waits five times as long as others. Here it is done
when nobody has pressed a key for a moment; where no such moment comes, Python does it all the same, later. On a still
page nothing comes and goes, and nothing is looked for.
"""

from __future__ import annotations

import asyncio
import gc

PAUSE = 1.0  # seconds without a key
AGAIN = 10.0  # seconds until the next look, where something moves
DUE = 10  # collections of what is young, after which all is looked through: Python's own figure
AT_LAST = 100  # after so many it is not put off any longer


class Collector:
    """Of one app. Before it has begun Python collects as it likes, or not at all."""

    def __init__(self) -> None:
        self._begun = False
        self._next: asyncio.TimerHandle | None = None
        self._seen: tuple[int, ...] = ()

    def begin(self) -> None:
        """What was loaded stays loaded, and need never be looked through."""
        gc.freeze()
        gc.set_threshold(*gc.get_threshold()[:2], AT_LAST)
        gc.enable()
        self._begun = True

    def key_came(self) -> None:
        if self._begun:
            self._look_in(PAUSE)

    def _look_in(self, seconds: float) -> None:
        if self._next is not None:
            self._next.cancel()
        self._next = asyncio.get_running_loop().call_later(seconds, self._look)

    def _look(self) -> None:
        self._next = None
        seen = gc.get_count()[1:]
        if seen[-1] >= DUE:
            gc.collect()
        if seen != self._seen:
            self._look_in(AGAIN)
        self._seen = gc.get_count()[1:]
