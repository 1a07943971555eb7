"""What is kept between two starts, from the screens' side: opened after the first paint, written without a wait.

Without a store (`opener` None, as in most tests) everything lives in the session alone.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tutor.lesson.model import Lesson
from tutor.session import QuestionState, Session
from tutor.verdict import Verdict

if TYPE_CHECKING:
    from tutor.progress.store import Store

Opener = Callable[[], "Store"]
LOOKS = 5  # times that it is looked whether what was saved could be written; a locked file is waited for
APART = 1.0  # seconds between two


class Keeping:
    """One learner's store, once it is open; `ready` tells when what was kept before is in the session."""

    def __init__(self, opener: Opener | None, now: Callable[[], datetime]) -> None:
        self._opener, self._now = opener, now
        self.store: Store | None = None
        self.ready = asyncio.Event()
        self.tell: Callable[[str | None], object] = lambda trouble: None  # a trouble that came, or (None) that went
        self._since: float | None = None  # when the question that stands there was asked
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

    def settle(self, session: Session, lesson: Lesson) -> None:
        if self.store is not None:
            self.store.settle(session, lesson)

    def position(self, session: Session, lesson: Lesson) -> None:
        self.asked()
        if self.store is not None:
            state = session.lesson(lesson.header.id)
            now = self._now()
            self.store.save_position(
                lesson.header.id, state.position, state.furthest, state.finished, now, lesson=lesson
            )
            self._look_soon()

    def question(self, lesson_id: str, question_id: str, state: QuestionState) -> None:
        if self.store is not None:
            self.store.save_question(
                lesson_id, question_id, state.draft, state.hints, state.revealed, state.worked, state.variant
            )
            self._look_soon()

    def answer(
        self,
        lesson_id: str,
        question_id: str,
        state: QuestionState,
        text: str,
        verdict: Verdict,
        origin: str = "lesson",
    ) -> None:
        """One attempt. It took as long as it is since the step was reached, or since the answer before."""
        now = time.monotonic()
        seconds, self._since = (now - self._since if self._since is not None else None), now
        if self.store is not None:
            self.store.save_answer(
                lesson_id, question_id, text, verdict, state.hints, state.variant, origin=origin, seconds=seconds
            )
            self._look_soon()

    def asked(self) -> None:
        """A question stands on the screen from now on: its answer's time is counted from here."""
        self._since = time.monotonic()

    def scene(self, lesson_id: str, scene: str, state: Mapping[str, Any]) -> None:
        """How a scene stands, so that the next start stands there too."""
        if self.store is not None:
            self.store.save_scene(lesson_id, scene, state)

    def scene_kept(self, lesson_id: str, scene: str) -> dict[str, Any] | None:
        """How a scene stood; None where nothing of it was kept."""
        return self.store.scene(lesson_id, scene) if self.store is not None else None

    def _look_soon(self) -> None:
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
        return f"what you did last could not be written to {self._file}, and is not kept"
