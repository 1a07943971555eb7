"""A review or a checkpoint in lines: one question after the other, each with why it is asked.

What is asked, and in which order, is `tutor.review`'s; each answer is kept the moment it is judged, with its origin.
"""

from __future__ import annotations

from typing import Any

from tutor.lesson.model import Lesson, Scene, Step
from tutor.messages import N_, tr
from tutor.plain.asking import Asking
from tutor.plain.prose import sentence
from tutor.plain.scene import ShownScene
from tutor.plain.step import StepTalk
from tutor.plain.stepping import Stepping
from tutor.plain.tutoring import Tutor, Way
from tutor.progress.review import Result, coming, named
from tutor.review import ReviewSitting, checkpoint, result_of, review

WORDS = {Result.RIGHT: N_("right"), Result.HINTED: N_("right, with a hint"), Result.AGAIN: N_("again")}


class SittingTalk(Stepping):
    """One sitting, from its first question; `title` says what it is."""

    goes_back = False
    has_another = False

    def __init__(self, tutor: Tutor, sitting: ReviewSitting, lessons: dict[str, Lesson], title: str) -> None:
        self.tutor, self.sitting, self.lessons, self.title = tutor, sitting, lessons, title
        self.origin = sitting.origin.value

    def through(self) -> Way:
        """All questions, and how it went. NEXT: it came to its end; LIST, REVIEW, QUIT: it was left."""
        while (current := self.sitting.current) is not None:
            lesson = self.lessons.get(current.item.lesson)
            step = self.sitting.step(lesson) if lesson is not None else None
            if step is not None:
                way = self._ask(step)
                if way is not Way.NEXT:
                    return way
            self.sitting.go_on()
        self._tell_how_it_went()
        return Way.NEXT

    def _ask(self, step: Step) -> Way:
        self._take_up()
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
        return tr("{sitting}: {title}, {place}.", sitting=self.title, title=title, place=self.sitting.crumb)

    @property
    def above(self) -> str:
        return sentence(next(iter(self.sitting.why), ""))

    @property
    def on_done(self) -> str:
        last = self.sitting.place + 1 == len(self.sitting.plan)
        return tr("An empty line says how it went.") if last else tr("An empty line goes to the next question.")

    def scene(self, spec: Scene) -> ShownScene:
        return ShownScene(self.tutor, spec)

    # --- what was left half done ------------------------------------------------------------------------------------

    @property
    def _times(self) -> int:
        """How often the question that stands there was put before this sitting."""
        current = self.sitting.current
        return sum(current is not None and one.item.key == current.item.key for one in self.sitting.past.tries)

    def _take_up(self) -> None:
        """What was typed here the last time and not handed in, and the hints that were open; only of the very same
        question, and not where it was answered since."""
        current, state = self.sitting.current, self.sitting.state
        assert current is not None
        kept = self.tutor.kept.scene_kept(current.item.lesson, draft_name(current.item.question))
        if kept is None or state.attempts or (kept.get("variant"), kept.get("times")) != (state.variant, self._times):
            return
        draft, hints = kept.get("draft"), kept.get("hints")
        state.draft = draft if isinstance(draft, str) else ""
        state.hints = hints if isinstance(hints, int) and not isinstance(hints, bool) and hints > 0 else 0

    def changed(self, asking: Asking) -> None:
        """Kept beside the lesson's own state of the question, which a review does not touch."""
        state, done = asking.state, asking.state.right
        kept: dict[str, Any] = {
            "variant": state.variant,
            "times": self._times,
            "draft": "" if done else state.draft,
            "hints": 0 if done else state.hints,
        }
        self.tutor.kept.scene(self.lesson_id, draft_name(asking.question.id), kept)

    # --- the end ----------------------------------------------------------------------------------------------------

    def _tell_how_it_went(self) -> None:
        console = self.tutor.console
        console.lines([""])
        console.say(sentence(f"{self.title}: {self.sitting.summary()}"))
        for picked, state in zip(self.sitting.plan, self.sitting.states, strict=True):
            result = result_of(state)
            if result is not None:
                lesson = self.lessons.get(picked.item.lesson)
                title = lesson.header.title if lesson is not None else picked.item.lesson
                console.say(f"{title}: {named(picked.item.skills[0])}, {tr(WORDS[result])}", lead="- ")
        following = self._following()
        if following:
            console.say(following)

    def _following(self) -> str:
        """When something is due again, once the answers just given are counted."""
        kept = self.tutor.kept
        past = kept.past()
        headline, following = past.headline(kept.zone, kept.reached), past.next_due()
        if headline is not None:
            return tr("Still {headline}: review goes on with them.", headline=headline)
        if following is not None:
            return tr("The next question is due {when}.", when=coming(following, past.now, kept.zone))
        return ""


def draft_name(question: str) -> str:
    """What a half-typed answer of a review is called where it is kept."""
    return f"review:{question}"


def open_review(tutor: Tutor) -> SittingTalk | str:
    """What is due, or what to say where nothing is."""
    kept = tutor.kept
    past = kept.past()
    sitting = review(past, kept.zone, kept.reached)
    if sitting.plan:
        return _talk(tutor, sitting, tr("Review"))
    following = past.next_due()
    if following is None:
        return tr("Nothing to review yet: what you answer comes back here some days later.")
    when = coming(following, past.now, kept.zone)
    return tr("Nothing is due now; the next question is due {when}.", when=when)


def open_checkpoint(tutor: Tutor, wanted: Any) -> SittingTalk | str:
    """A checkpoint, or what to say where its lessons have no questions. One that was left lately is gone on with; one
    that was gone through lately begins anew."""
    kept = tutor.kept
    past = kept.past(wanted.lessons)
    sitting = checkpoint(past, wanted.lessons, wanted.items, kept.zone)
    if not sitting.plan:
        sitting = checkpoint(past, wanted.lessons, wanted.items, kept.zone, afresh=True)
    if not sitting.plan:
        return tr("The lessons of this checkpoint have no questions to ask; next goes on.")
    return _talk(tutor, sitting, tr("Checkpoint"))


def _talk(tutor: Tutor, sitting: ReviewSitting, title: str) -> SittingTalk:
    from tutor.lesson.load import load_lesson

    lessons: dict[str, Lesson] = {}
    for name in {picked.item.lesson for picked in sitting.plan}:
        header = tutor.catalogue.find(name)
        lesson = load_lesson(header.file) if header is not None else None
        if isinstance(lesson, Lesson):
            lessons[name] = lesson
    return SittingTalk(tutor, sitting, lessons, title)
