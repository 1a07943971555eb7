"""What is kept between two starts, from the screens' side: opened after the first paint, written without a wait.

Without a store (`opener` None, as in most tests) everything lives in the session alone.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from tutor.lesson.model import Lesson
from tutor.session import QuestionState, Session
from tutor.verdict import Verdict

if TYPE_CHECKING:
    from tutor.progress.store import Store

Opener = Callable[[], "Store"]


class Keeping:
    """One learner's store, once it is open; `ready` tells when what was kept before is in the session."""

    def __init__(self, opener: Opener | None) -> None:
        self._opener = opener
        self.store: Store | None = None
        self.ready = asyncio.Event()

    async def open(self) -> Session | None:
        """The session as it was left; None where nothing is kept."""
        try:
            if self._opener is None:
                return None
            self.store = await asyncio.to_thread(self._opener)
            return await asyncio.to_thread(self.store.load)
        finally:
            self.ready.set()

    @property
    def trouble(self) -> str | None:
        """What cannot be kept, and why, in a sentence."""
        return self.store.trouble if self.store is not None else None

    def latest(self) -> str | None:
        return self.store.latest() if self.store is not None else None

    def settle(self, session: Session, lesson: Lesson) -> None:
        if self.store is not None:
            self.store.settle(session, lesson)

    def position(self, session: Session, lesson: Lesson) -> None:
        if self.store is not None:
            state = session.lesson(lesson.header.id)
            now = datetime.now(UTC)
            self.store.save_position(
                lesson.header.id, state.position, state.furthest, state.finished, now, lesson=lesson
            )

    def question(self, lesson_id: str, question_id: str, state: QuestionState) -> None:
        if self.store is not None:
            self.store.save_question(
                lesson_id, question_id, state.draft, state.hints, state.revealed, state.worked, state.variant
            )

    def answer(self, lesson_id: str, question_id: str, state: QuestionState, text: str, verdict: Verdict) -> None:
        if self.store is not None:
            self.store.save_answer(lesson_id, question_id, text, verdict, state.hints, state.variant)

    def close(self) -> None:
        if self.store is not None:
            self.store.close()
