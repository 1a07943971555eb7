"""What is kept between two starts, from the screens' side: opened after the first paint, written without a wait.

Without a store (`opener` None, as in most tests) everything lives in the session alone.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from tutor.messages import tr
from tutor.saving import Saving
from tutor.session import Session

if TYPE_CHECKING:
    from tutor.progress.store import Store

Opener = Callable[[], "Store"]
LOOKS = 5  # times that it is looked whether what was saved could be written; a locked file is waited for
APART = 1.0  # seconds between two


class Keeping(Saving):
    """One learner's store, once it is open; `ready` tells when what was kept before is in the session."""

    def __init__(self, opener: Opener | None, now: Callable[[], datetime]) -> None:
        super().__init__(now)
        self._opener = opener
        self.ready = asyncio.Event()
        self.tell: Callable[[str | None], object] = lambda trouble: None  # a trouble that came, or (None) that went
        self._told: str | None = None  # the trouble that was told of
        self._looks = 0  # that are still to come
        self._file: Path | None = None  # where it could be kept when it was opened
        self.instead = ""  # said of every trouble to whom the files of this machine are no business

    async def open(self) -> Session | None:
        """The session as it was left; None where nothing is kept."""
        try:
            if self._opener is None:
                return None
            self.store = await asyncio.to_thread(self._opener)
            session = await asyncio.to_thread(self.store.load)
            self._file, self._told = self.store.file, self.trouble
            return session
        finally:
            self.ready.set()

    @property
    def trouble(self) -> str | None:
        """What cannot be kept, and why, in a sentence."""
        trouble = self.store.trouble if self.store is not None else None
        return self.instead or trouble if trouble is not None else None

    def latest(self) -> str | None:
        return self.store.latest() if self.store is not None else None

    def saved(self) -> None:
        """A write fails after it was handed in: looks a few times whether this one did."""
        waiting, self._looks = self._looks > 0, LOOKS
        if not waiting:
            self._look_later()

    def _look_later(self) -> None:
        asyncio.get_running_loop().call_later(APART, self._look)

    def _look(self) -> None:
        if self.trouble != self._told:
            self._told = self.trouble
            self.tell(self._told)
        self._looks -= 1
        if self._looks > 0:
            self._look_later()

    def close(self) -> str | None:
        """Gives the file free; that something is not kept, in a sentence, unless that was known from the start."""
        if self.store is None or self.store.close() or self._file is None:
            return None
        return tr("what you did last could not be written to {file}, and is not kept", file=self._file)
