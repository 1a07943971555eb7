"""A review or a checkpoint in lines: one question after the other, each with why it is asked.

What is asked, and in which order, is `tutor.review`'s; each answer is kept the moment it is judged, with its origin.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from tutor.kept_names import draft_name
from tutor.lesson.model import Lesson, Scene, Step
from tutor.messages import N_, tr
from tutor.phrases import sentence
from tutor.placement import Placement, placement, told
from tutor.plain.asking import Asking
from tutor.plain.scene import ShownScene
from tutor.plain.step import StepTalk
from tutor.plain.stepping import Stepping
from tutor.plain.tutoring import Tutor, Way
from tutor.progress.records import Origin
from tutor.progress.review import Result, named
from tutor.review import ReviewSitting, result_of, review
from tutor.sitting import (
    AsAsked,
    checkpoint_of,
    half_done,
    lessons_of,
    next_step,
    nothing_due,
    take_up,
    title_of,
    what_follows,
)

if TYPE_CHECKING:
    from tutor.lesson.checkpoint import Checkpoint

WORDS = {Result.RIGHT: N_("right"), Result.HINTED: N_("right, with a hint"), Result.AGAIN: N_("again")}


class SittingTalk(Stepping):
    """One sitting, from its first question; `title` says what it is."""

    goes_back = False
    has_another = False

    def __init__(self, tutor: Tutor, sitting: ReviewSitting, lessons: Mapping[str, Lesson], title: str) -> None:
        self.tutor, self.sitting, self.lessons, self.title = tutor, sitting, lessons, title
        self.origin = sitting.origin.value

    def through(self) -> Way:
        """All questions, and how it went. NEXT: it came to its end; LIST, REVIEW, QUIT: it was left."""
        while (step := next_step(self.sitting, self.lessons)) is not None:
            way = self._ask(step)
            if way is not Way.NEXT:
                return way
            self.sitting.go_on()
        self._tell_how_it_went()
        return Way.NEXT

    def _ask(self, step: Step) -> Way:
        current = self.sitting.current
        assert current is not None
        take_up(self.sitting, self.tutor.kept.scene_kept(current.item.lesson, draft_name(current.item.question)))
        self.tutor.kept.asked()
        return StepTalk(self.tutor, self, step, self.sitting.state).through()

    # --- where one stands -------------------------------------------------------------------------------------------

    @property
    def lesson_id(self) -> str:
        current = self.sitting.current
        return current.item.lesson if current is not None else "review"

    @property
    def where(self) -> str:
        lesson = self.lessons.get(self.lesson_id)
        title = lesson.header.title if lesson is not None else self.lesson_id
        if not self.sitting.names_lesson:
            return tr("{sitting}, {place}.", sitting=self.title, place=self.sitting.crumb)
        return tr("{sitting}: {title}, {place}.", sitting=self.title, title=title, place=self.sitting.crumb)

    @property
    def above(self) -> str:
        return sentence(next(iter(self.sitting.why), ""))

    @property
    def on_done(self) -> str:
        last = self.sitting.place + 1 == len(self.sitting.plan)
        return tr("An empty line says how it went.") if last else tr("An empty line goes to the next question.")

    @property
    def on_leaving(self) -> str:
        if self.origin == Origin.CHECKPOINT.value:
            return super().on_leaving
        return tr("Your answers are kept; review asks what is left.")

    def scene(self, spec: Scene) -> ShownScene:
        return ShownScene(self.tutor, spec)

    def changed(self, asking: Asking) -> None:
        """Kept beside the lesson's own state of the question, which a review does not touch."""
        half = half_done(self.sitting, asking.state)
        self.tutor.kept.scene(self.lesson_id, draft_name(asking.question.id), half)

    # --- the end ----------------------------------------------------------------------------------------------------

    def _tell_how_it_went(self) -> None:
        console = self.tutor.console
        console.lines([""])
        console.say(sentence(f"{self.title}: {self.sitting.summary()}"))
        for picked, state in zip(self.sitting.plan, self.sitting.states, strict=True):
            result = result_of(state)
            if result is not None:
                console.say(
                    f"{title_of(picked, self.lessons)}: {named(picked.item.skills[0])}, {tr(WORDS[result])}", lead="- "
                )
        kept = self.tutor.kept
        following = what_follows(
            kept.past(), kept.zone, kept.reached, N_("Still {headline}: review goes on with them.")
        )
        if following:
            console.say(following)


class PlacementTalk(SittingTalk):
    """Where to begin; `begins` says whether the learner wants to begin where it leads."""

    sitting: Placement

    def __init__(self, tutor: Tutor, sitting: Placement) -> None:
        super().__init__(tutor, sitting, AsAsked(tutor.catalogue), tr("Where to begin"))
        self.begins = False

    @property
    def on_done(self) -> str:
        return tr("An empty line goes to the next question.")

    @property
    def on_leaving(self) -> str:
        return tr("Your answers are kept, and no lesson was passed over; placement begins anew.")

    def _tell_how_it_went(self) -> None:
        console, placed = self.tutor.console, self.sitting.placed
        console.lines([""])
        for words in told(placed, self.tutor.catalogue):
            console.say(words.replace("**", ""))
        if placed.begin is not None:
            console.say(tr("An empty line begins there; anything else leaves it all as it is."))
            self.begins = not self.tutor.ask(tr("begin"))


def open_placement(tutor: Tutor) -> PlacementTalk | str:
    """Where to begin, or what to say where there is nothing to ask."""
    headers, kept = tutor.catalogue.lessons(), tutor.kept
    done = [header.id for header in headers if kept.finished(header.id)]
    found = placement(tutor.catalogue, kept.past([header.id for header in headers]), done, kept.zone)
    return found if isinstance(found, str) else PlacementTalk(tutor, found)


def open_review(tutor: Tutor) -> SittingTalk | str:
    """What is due, or what to say where nothing is."""
    kept = tutor.kept
    past = kept.past()
    sitting = review(past, kept.zone, kept.reached)
    if sitting.plan:
        return SittingTalk(tutor, sitting, lessons_of(sitting, tutor.catalogue), tr("Review"))
    return nothing_due(past, kept.zone)


def open_checkpoint(tutor: Tutor, wanted: Checkpoint) -> SittingTalk | str:
    """A checkpoint, or what to say where its lessons have no questions."""
    sitting = checkpoint_of(tutor.kept.past(wanted.lessons), wanted, tutor.kept.zone)
    if sitting is None:
        return tr("The lessons of this checkpoint have no questions to ask; next goes on.")
    return SittingTalk(tutor, sitting, lessons_of(sitting, tutor.catalogue), tr("Checkpoint"))
