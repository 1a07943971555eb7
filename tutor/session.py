"""Where the learner is: the only mutable object outside the UI. No clock, file or thread of its own.

No dataclasses, because the catalogue loads this before its first picture: they take many times as long to define.
"""

from __future__ import annotations

from typing import NamedTuple

from tutor.lesson.model import Lesson, Step
from tutor.verdict import Outcome, Verdict


class Attempt(NamedTuple):
    text: str
    verdict: Verdict


class _State:
    """Equal to another of its kind with the same values."""

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and vars(self) == vars(other)

    __hash__ = None  # type: ignore[assignment]  # its values change

    def __repr__(self) -> str:
        return f"{type(self).__name__}({vars(self)})"


class QuestionState(_State):
    """What happened to one question so far."""

    def __init__(self, *, draft: str = "", worked: bool = False) -> None:
        self.attempts: list[Attempt] = []
        self.hints = 0  # how many are open
        self.draft = draft  # typed and not yet handed in
        self.revealed = False  # a prediction that has been held against what happened
        self.worked = worked  # the worked derivation was looked at: the item no longer counts
        self.variant = 0  # which of the question's variants stands there
        self.past: list[list[Attempt]] = []  # the attempts at earlier variants

    @property
    def right(self) -> bool:
        return any(attempt.verdict.right for attempt in self.attempts)

    @property
    def last(self) -> Verdict | None:
        return self.attempts[-1].verdict if self.attempts else None

    @property
    def misses(self) -> int:
        """Wrong answers so far, equal ones counted once; the right value in another form is none."""
        return sum(attempt.verdict.outcome in (Outcome.MISTAKE, Outcome.WRONG) for attempt in self.attempts)

    @property
    def unexplained(self) -> int:
        """Misses in a row that no mistake explained."""
        count = 0
        for attempt in reversed(self.attempts):
            if attempt.verdict.outcome is not Outcome.WRONG:
                break
            count += 1
        return count


class LessonState(_State):
    def __init__(self) -> None:
        self.position = 0
        self.furthest = 0
        self.finished = False
        self.questions: dict[str, QuestionState] = {}

    def question(self, identity: str) -> QuestionState:
        return self.questions.setdefault(identity, QuestionState())


def _open(state: QuestionState | None, before: bool) -> bool:
    """Is a question still to be answered? A prediction (`before`) is answered however it turned out."""
    return state is None or not (state.attempts if before else state.right or state.worked)


class Session:
    """The learner's way through the lessons, by lesson id."""

    def __init__(self) -> None:
        self._lessons: dict[str, LessonState] = {}
        # of each lesson whose last step was stood at: its questions' ids, and whether each is a prediction
        self.asks: dict[str, tuple[tuple[str, bool], ...]] = {}

    def lesson(self, identity: str) -> LessonState:
        return self._lessons.setdefault(identity, LessonState())

    @property
    def begun(self) -> bool:
        """Was any lesson started?"""
        return bool(self._lessons)

    def started(self, identity: str) -> bool:
        return identity in self._lessons

    def go(self, lesson: Lesson, position: int) -> Step:
        """Stands at a step, the nearest that there is; reaching past the last step finishes the lesson."""
        state = self.lesson(lesson.header.id)
        state.finished |= position >= len(lesson.steps)
        state.position = max(0, min(position, len(lesson.steps) - 1))
        state.furthest = max(state.furthest, state.position)
        if state.furthest + 1 == len(lesson.steps):
            self.asks[lesson.header.id] = tuple((each.id, each.before) for each in lesson.questions)
        return lesson.steps[state.position]

    def left_open(self, identity: str) -> int:
        """How many questions of a finished lesson are open; 0 too where it was not gone through, or not since the
        start."""
        state = self._lessons.get(identity)
        if state is None or not state.finished:
            return 0
        return sum(_open(state.questions.get(name), before) for name, before in self.asks.get(identity, ()))

    def begins_at(self, lesson: Lesson) -> int:
        """The step to open a lesson at: where it was left, or, once one has been through all of it, the first question
        that is open, if there is one."""
        state = self.lesson(lesson.header.id)
        if not state.finished or state.furthest + 1 < len(lesson.steps):  # a skipped one may never have been seen
            return state.position
        found = (
            place
            for place, step in enumerate(lesson.steps)
            if step.ask is not None and _open(state.questions.get(step.ask.id), step.ask.before)
        )
        return next(found, state.position)

    def variant(self, lesson: Lesson, position: int) -> int:
        """Which of a step's variants the learner has now; 0 is the step as it is written."""
        step = lesson.steps[position]
        if step.ask is None or not step.variants:
            return 0
        return self.lesson(lesson.header.id).question(step.ask.id).variant % (1 + len(step.variants))

    def step(self, lesson: Lesson) -> Step:
        """The step one stands at, in the variant that is this learner's now."""
        position = self.lesson(lesson.header.id).position
        step = lesson.steps[position]
        return (step, *step.variants)[self.variant(lesson, position)]

    def asked(self, lesson: Lesson) -> QuestionState | None:
        """How the question of the step one stands at stands; None where it has none."""
        state = self.lesson(lesson.header.id)
        ask = lesson.steps[state.position].ask
        return state.question(ask.id) if ask is not None else None

    def judged(self, state: QuestionState, text: str, verdict: Verdict) -> None:
        """Keeps an answer. An unreadable one, and the same wrong one again, do not count."""
        if verdict.outcome is Outcome.UNREADABLE:
            return
        same = [attempt for attempt in state.attempts if attempt.text.split() == text.split()]
        for attempt in same:
            state.attempts.remove(attempt)
        state.attempts.append(Attempt(text, verdict))

    def sibling(self, state: QuestionState) -> None:
        """The next variant of a question; what was answered before is kept."""
        state.past.append(state.attempts)
        state.attempts, state.hints, state.draft, state.worked = [], 0, "", False
        state.variant += 1

    def hint(self, state: QuestionState, available: int) -> bool:
        """Opens the next hint; False when all are open."""
        if state.hints >= available:
            return False
        state.hints += 1
        return True
