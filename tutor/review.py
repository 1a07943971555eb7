"""A review sitting: what is due asked one by one, each question fresh, over the same states that a lesson uses.

A screen, a checkpoint in a lesson and a tutor without a screen go through it alike: show `sitting.step(lesson)`, hand
`sitting.state` to whoever judges, save each answer with `sitting.origin`, and `go_on()`. It keeps nothing itself: an
answer is saved the moment it is given, so leaving in the middle loses nothing, and the next sitting asks the rest.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, datetime, timedelta, tzinfo

from tutor.lesson.model import Catalogue, Lesson, Step
from tutor.messages import plural, tr
from tutor.progress.history import Answered
from tutor.progress.records import Origin
from tutor.progress.review import Past, Picked, Result, Skills, why
from tutor.progress.reviewing.tries import GIVEN_UP
from tutor.session import QuestionState, Session
from tutor.verdict import Verdict

RESUMED = timedelta(hours=12)  # a checkpoint that was left is gone on with for so long


def past_of(catalogue: Catalogue, history: Sequence[Answered], now: datetime, *, besides: Collection[str] = ()) -> Past:
    """What a history says about the lessons of a catalogue: those that were answered in, and those named `besides`.

    Reads these lessons' files, some milliseconds each; a lesson that is gone or broken asks nothing.
    """
    from tutor.lesson.load import load_lesson  # late: it brings every scene's settings

    wanted = {answer.lesson for answer in history} | set(besides)
    headers = [header for header in catalogue.lessons() if header.id in wanted]
    loaded = [load_lesson(header.file, variants=1) for header in headers]
    return Past(history, Skills.of(each for each in loaded if isinstance(each, Lesson)), now)


def reached(session: Session, lessons: Iterable[str]) -> dict[str, int]:
    """The furthest step of each of these lessons that was started."""
    return {each: session.lesson(each).furthest for each in lessons if session.started(each)}


class ReviewSitting:
    """Questions one by one. `states`: what happened to each; `earlier`: what was done before it was gone on with."""

    def __init__(
        self,
        past: Past,
        plan: Sequence[Picked],
        *,
        origin: Origin = Origin.REVIEW,
        zone: tzinfo = UTC,
        earlier: Sequence[Result] = (),
    ) -> None:
        self.past, self.plan, self.origin, self.zone = past, tuple(plan), origin, zone
        self.earlier = tuple(earlier)
        self.states = [QuestionState() for _ in self.plan]
        self.place = 0
        self._variants: dict[int, int] = {}

    @property
    def current(self) -> Picked | None:
        """The question that stands there; None at the end."""
        return self.plan[self.place] if self.place < len(self.plan) else None

    @property
    def state(self) -> QuestionState:
        """What happened to the current question; IndexError at the end."""
        return self.states[self.place]

    @property
    def names_lesson(self) -> bool:
        """May it be said which lesson a question is of, before it is answered? What is mixed is to be told apart."""
        return self.origin is Origin.REVIEW

    @property
    def crumb(self) -> str:
        """`3 of 7`"""
        total = len(self.earlier) + len(self.plan)
        return tr("{place} of {total}", place=min(len(self.earlier) + self.place + 1, total), total=total)

    @property
    def why(self) -> tuple[str, ...]:
        """Why the current question is asked, a sentence each, mistakes first; nothing in a checkpoint, where to find
        out what a question is about is half of answering it."""
        current = self.current
        if current is None:
            return ()
        dues = sorted(current.dues, key=lambda due: due.topic.mistake is None)
        return tuple(dict.fromkeys(why(due.card, self.past.now, self.zone) for due in dues))

    def step(self, lesson: Lesson) -> Step | None:
        """The step of the current question in a variant not seen lately, given its lesson as it is today.

        None where the lesson no longer asks it: go on then. A question that stands alone comes without what its lesson
        says and shows beside it, which gives away what is to be remembered; with any other, all of it is shown.
        """
        current = self.current
        if current is None:
            return None
        for step in lesson.steps:
            if step.ask is not None and step.ask.id == current.item.question:
                ways = (step, *step.variants)
                if self.place not in self._variants:
                    self._variants[self.place] = self.past.variant(current.item, len(ways))
                    self.state.variant = self._variants[self.place]
                found = ways[self._variants[self.place] % len(ways)]
                return found._replace(say=None, show=None) if step.ask.alone else found
        return None

    def take(self, text: str, verdict: Verdict) -> None:
        """Keeps an answer to the current question in its state, as a session does."""
        Session().judged(self.state, text, verdict)

    def go_on(self) -> Picked | None:
        """To the next question, answered or not; what stands there then."""
        self.place = min(self.place + 1, len(self.plan))
        return self.current

    @property
    def results(self) -> tuple[Result, ...]:
        """What came of each question that was answered, in order."""
        told = (result_of(state) for state in self.states)
        return (*self.earlier, *(each for each in told if each is not None))

    def summary(self) -> str:
        """`5 right, 1 with a hint, 1 again tomorrow`; what was not answered is said to be left."""
        results = self.results
        left = len(self.earlier) + len(self.plan) - len(results)
        right, hinted, again = (results.count(each) for each in (Result.RIGHT, Result.HINTED, Result.AGAIN))
        said = [
            plural(right, "{count} right", "{count} right") if right else "",
            plural(hinted, "{count} with a hint", "{count} with a hint") if hinted else "",
            plural(again, "{count} again tomorrow", "{count} again tomorrow") if again else "",
            plural(left, "{count} left for another time", "{count} left for another time") if left else "",
        ]
        return ", ".join(each for each in said if each) or tr("nothing was asked")


def result_of(state: QuestionState) -> Result | None:
    """What came of a question, as the fold over the log will say it; None where nothing counts yet."""
    if not state.right and not state.misses:
        return None
    if not state.right or state.worked or state.misses >= GIVEN_UP:
        return Result.AGAIN
    return Result.HINTED if state.hints or state.misses else Result.RIGHT


def review(past: Past, zone: tzinfo = UTC, reached: dict[str, int] | None = None) -> ReviewSitting:
    """A sitting over what is due now."""
    return ReviewSitting(past, past.plan(zone, reached), zone=zone)


def checkpoint(
    past: Past, lessons: Sequence[str], items: int, zone: tzinfo = UTC, *, afresh: bool = False
) -> ReviewSitting:
    """A sitting over exactly `items` questions of these lessons, or all there are.

    What was answered right in a checkpoint over them half a day ago or less is not asked again, but counted: one
    that was left is gone on with. `afresh` begins anew.
    """
    among = set(lessons)
    done = {
        one.item.key: one.result
        for one in ([] if afresh else past.tries)
        if one.origin is Origin.CHECKPOINT and one.item.lesson in among and past.now - one.at <= RESUMED
    }
    kept = {key: result for key, result in done.items() if result is not Result.AGAIN}
    kept = dict(list(kept.items())[-items:])
    plan = past.checkpoint(lessons, items - len(kept), without=kept)
    return ReviewSitting(past, plan, origin=Origin.CHECKPOINT, zone=zone, earlier=tuple(kept.values()))
