"""What a screen of steps must say of itself: where it stands, whose state a question has, what comes next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tutor.lesson.model import Step
from tutor.session import QuestionState
from tutor.ui.ask import AskPanel
from tutor.ui.narrow import NarrowScreen

if TYPE_CHECKING:
    from tutor.ui.app import TutorApp


class Stepping(NarrowScreen[Any]):
    """To be filled in by a lesson, a review, a checkpoint."""

    origin: str = "lesson"  # of the answers that are given here
    worry: str = ""  # what cannot be kept just now; it stands above the step until the next one comes

    @property
    def step(self) -> Step:
        """The step one stands at, in the variant that is this learner's now."""
        raise NotImplementedError

    @property
    def position(self) -> int:
        """Its place, from 0."""
        raise NotImplementedError

    @property
    def asked(self) -> QuestionState | None:
        """How the step's question stands; None where it has none."""
        raise NotImplementedError

    @property
    def lesson_id(self) -> str:
        """The lesson that the step is of."""
        raise NotImplementedError

    @property
    def where(self) -> tuple[str, str, str]:
        """What stands on top: the whole that this is a part of, where it fits; its own title; the place in it."""
        raise NotImplementedError

    @property
    def on_words(self) -> str:
        """What enter does once the step is done."""
        raise NotImplementedError

    @property
    def above(self) -> str:
        """A line of its own above the step; empty for none."""
        return ""

    @property
    def scene_name(self) -> str:
        """What its scene is called where it is kept."""
        return ""

    def say_worry(self, worry: str) -> None:
        """Something cannot be kept just now, or (empty) all of it is kept again."""
        raise NotImplementedError

    async def action_next_step(self) -> None:
        raise NotImplementedError

    async def action_previous_step(self) -> None:
        raise NotImplementedError

    async def after_worked(self, ask: AskPanel) -> None:
        """The worked derivation of the question was looked at."""

    @property
    def name_to_take(self) -> str:
        """What files are called that are taken home from here."""
        return self.lesson_id

    @property
    def tutor(self) -> TutorApp:
        return self.app  # type: ignore[return-value]
