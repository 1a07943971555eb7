"""What a learner does, handed to the store: where they stand, how a question stands, each answer with its time, scenes.

The screens and the lines save through this alike. Nothing here waits for the disk, except `scene_kept`.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from tutor.lesson.model import Lesson
from tutor.outcomes import reason
from tutor.session import QuestionState, Session
from tutor.verdict import Verdict

if TYPE_CHECKING:
    from tutor.progress.store import Store


class Saving:
    """Without a store (yet, or as in most tests) everything lives in the session alone."""

    store: Store | None = None

    def __init__(self, now: Callable[[], datetime]) -> None:
        self.now = now
        self._since: float | None = None  # when the question that stands there was asked

    def saved(self) -> None:
        """Something was handed to the store."""

    def settle(self, session: Session, lesson: Lesson) -> None:
        """Moves a loaded position to where its step is in the lesson as it is now. Call before standing there."""
        if self.store is not None:
            self.store.settle(session, lesson)

    def position(self, session: Session, lesson: Lesson) -> None:
        """Where one stands; an answer's time is counted from here."""
        self.asked()
        if self.store is not None:
            name, state = lesson.header.id, session.lesson(lesson.header.id)
            self.store.save_position(name, state.position, state.furthest, state.finished, self.now(), lesson=lesson)
            self.saved()

    def question(self, lesson: str, question: str, state: QuestionState) -> None:
        """How a question stands apart from its answers."""
        if self.store is not None:
            self.store.save_question(
                lesson, question, state.draft, state.hints, state.revealed, state.worked, state.variant
            )
            self.saved()

    def answer(
        self, lesson: str, question: str, state: QuestionState, text: str, verdict: Verdict, origin: str
    ) -> None:
        """One attempt. It took as long as it is since the step was reached, or since the answer before.

        Kept is why, not `Right.`: who shows it says that, in the language that is spoken then.
        """
        now = time.monotonic()
        seconds, self._since = (now - self._since if self._since is not None else None), now
        if self.store is not None:
            verdict = verdict._replace(message=reason(verdict.outcome, verdict.message))
            self.store.save_answer(
                lesson, question, text, verdict, state.hints, state.variant, origin=origin, seconds=seconds
            )
            self.saved()

    def asked(self) -> None:
        """A question stands there from now on: its answer's time is counted from here."""
        self._since = time.monotonic()

    def scene(self, lesson: str, scene: str, state: Mapping[str, Any]) -> None:
        """How a scene stands, so that the next start stands there too."""
        if self.store is not None:
            self.store.save_scene(lesson, scene, state)

    def scene_kept(self, lesson: str, scene: str) -> dict[str, Any] | None:
        """How a scene stood; None where nothing of it was kept."""
        return self.store.scene(lesson, scene) if self.store is not None else None
