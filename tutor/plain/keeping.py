"""What is kept between two starts, for the tutor without a screen: the same store, and what it says of the past.

One thing is done after the other here, so what is read is waited for; writing never is. The screens keep the same
through `tutor.ui.keeping`.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Mapping
from datetime import datetime, tzinfo
from pathlib import Path
from typing import Any

from tutor.lesson.model import Catalogue, Lesson
from tutor.messages import tr
from tutor.progress.review import Past
from tutor.progress.store import Store, open_store
from tutor.review import past_of, reached
from tutor.session import QuestionState
from tutor.verdict import Verdict


class Kept:
    """One learner's store, and the session as it was left."""

    def __init__(self, home: Path | None, catalogue: Catalogue, now: Callable[[], datetime], zone: tzinfo) -> None:
        self.catalogue, self.now, self.zone = catalogue, now, zone
        self.store: Store = open_store(home, now)
        self.session = self.store.load()
        self._file = self.store.file  # where it could be kept when it was opened
        self._told: str | None = None  # the trouble that was told of
        self._since = time.monotonic()  # when the question that stands there was asked

    # --- saving -----------------------------------------------------------------------------------------------------

    def settle(self, lesson: Lesson) -> None:
        self.store.settle(self.session, lesson)

    def position(self, lesson: Lesson) -> None:
        """Where one stands; an answer's time is counted from here."""
        self.asked()
        name, state = lesson.header.id, self.session.lesson(lesson.header.id)
        self.store.save_position(name, state.position, state.furthest, state.finished, self.now(), lesson=lesson)

    def question(self, lesson: str, question: str, state: QuestionState) -> None:
        """How a question stands apart from its answers."""
        self.store.save_question(
            lesson, question, state.draft, state.hints, state.revealed, state.worked, state.variant
        )

    def answer(
        self, lesson: str, question: str, state: QuestionState, text: str, verdict: Verdict, origin: str
    ) -> None:
        """One attempt. It took as long as it is since the step was reached, or since the answer before."""
        now = time.monotonic()
        seconds, self._since = now - self._since, now
        self.store.save_answer(
            lesson, question, text, verdict, state.hints, state.variant, origin=origin, seconds=seconds
        )

    def asked(self) -> None:
        """A question stands there from now on."""
        self._since = time.monotonic()

    def scene(self, lesson: str, scene: str, state: Mapping[str, Any]) -> None:
        self.store.save_scene(lesson, scene, state)

    def scene_kept(self, lesson: str, scene: str) -> dict[str, Any] | None:
        return self.store.scene(lesson, scene)

    # --- looking back -----------------------------------------------------------------------------------------------

    def past(self, besides: Collection[str] = ()) -> Past:
        """What the answers say, with the lessons named `besides` those that were answered in."""
        return past_of(self.catalogue, self.store.history(), self.now(), besides=besides)

    @property
    def reached(self) -> dict[str, int]:
        """The furthest step of each lesson that was started."""
        return reached(self.session, [header.id for header in self.catalogue.lessons()])

    def finished(self, lesson: str) -> bool:
        return self.session.started(lesson) and self.session.lesson(lesson).finished

    # --- trouble ----------------------------------------------------------------------------------------------------

    def news(self) -> str | None:
        """Something cannot be kept, or all of it is kept again: a sentence, once."""
        trouble = self.store.trouble
        if trouble == self._told:
            return None
        self._told = trouble
        return trouble if trouble is not None else tr("All that you did is kept again.")

    def close(self) -> str | None:
        """Gives the file free; that something is not kept, in a sentence, unless that was known from the start."""
        if self.store.close() or self._file is None:
            return None
        return tr("What you did last could not be written to {file}, and is not kept.", file=self._file)
