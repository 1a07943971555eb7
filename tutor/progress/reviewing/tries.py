"""The log as tries: one question put once, and what came of it, however many answers that took.

A first answer that is right and had no hint is right. Right after a miss or with a hint is HINTED. Everything else is
AGAIN: a wrong answer left standing, and what was right only after three misses, when the worked derivation was on
offer. Unreadable answers and the right value in another form count for nothing; predictions are not graded.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import Enum
from typing import NamedTuple

from tutor.progress.history import Answered
from tutor.progress.records import Origin
from tutor.progress.reviewing.skills import Item, Skills
from tutor.verdict import Outcome

ANOTHER_TIME = timedelta(hours=4)  # after so long the same question is a new one to the memory
GIVEN_UP = 3  # misses; then the worked derivation is offered
AUTHOR = "author"  # the name of every mistake that a lesson's author explains
NO_MISTAKES = frozenset({"too-few-digits", "lines-missing"})  # named, and yet nothing that was misunderstood
_NOTHING = frozenset({Outcome.UNREADABLE, Outcome.FORM})


class Result(Enum):
    RIGHT = "right"
    HINTED = "with a hint"
    AGAIN = "again"


class Try(NamedTuple):
    """One question put once. `slips` are the named mistakes in it, each once, with the answer that had it last."""

    item: Item
    variant: int
    origin: Origin
    at: datetime
    result: Result
    slips: tuple[tuple[str, Answered], ...]
    seconds: int | None


class _Open:
    """A try while its answers come in."""

    __slots__ = ("at", "done", "hinted", "item", "last", "misses", "origin", "seconds", "slips", "variant")

    def __init__(self, item: Item, answer: Answered, at: datetime) -> None:
        self.item, self.variant, self.origin = item, answer.variant, answer.origin
        self.at = self.last = at
        self.misses: set[str] = set()  # the same wrong answer twice is one miss
        self.slips: dict[str, Answered] = {}
        self.seconds: int | None = None
        self.done = self.hinted = False

    def continues(self, answer: Answered, at: datetime) -> bool:
        """Whether this answer belongs to the same try."""
        same = self.variant == answer.variant and self.origin is answer.origin
        return same and at - self.last < ANOTHER_TIME

    def take(self, answer: Answered, at: datetime) -> None:
        if self.done:  # it is answered: what is typed after that is play
            return
        self.last = at
        if answer.seconds is not None:
            self.seconds = (self.seconds or 0) + answer.seconds
        if answer.outcome is Outcome.RIGHT:
            self.done, self.hinted = True, answer.hints > 0
            return
        self.misses.add(" ".join(answer.text.split()))
        for name in slips_in(answer):
            self.slips[name] = answer

    def closed(self) -> Try:
        result = Result.AGAIN
        if self.done and len(self.misses) < GIVEN_UP:
            result = Result.HINTED if self.hinted or self.misses else Result.RIGHT
        slips = tuple(self.slips.items())
        return Try(self.item, self.variant, self.origin, self.at, result, slips, self.seconds)


def slips_in(answer: Answered) -> tuple[str, ...]:
    """The mistakes made in an answer; one that only its author knows is named after its question."""
    names = (answer.mistake or "").split("+")  # all of these were made
    own = (f"{AUTHOR}:{answer.question}" if name == AUTHOR else name for name in names)
    return tuple(name for name in own if name and name not in NO_MISTAKES)


def tries(history: Sequence[Answered], times: Sequence[datetime], skills: Skills) -> tuple[Try, ...]:
    """Every graded try at a question that is still in a lesson, in the order in which they began.

    In a lesson, a question once answered right stays answered: its solution stands there. In review it is put anew,
    but not before so much time has passed that the answer is no longer in the head.
    """
    found: list[_Open] = []
    current: dict[tuple[str, str], _Open] = {}
    solved: set[tuple[str, str, int]] = set()
    for answer, at in zip(history, times, strict=True):
        item = skills.items.get((answer.lesson, answer.question))
        if item is None or not item.graded or answer.outcome in _NOTHING:
            continue
        if answer.origin is Origin.PLACEMENT and answer.outcome is not Outcome.RIGHT:
            continue  # asked before the lesson was taken: not knowing it is nothing forgotten
        in_lesson = answer.origin is Origin.LESSON
        if in_lesson and (*item.key, answer.variant) in solved:
            continue
        one = current.get(item.key)
        if one is None or not one.continues(answer, at):
            one = current[item.key] = _Open(item, answer, at)
            found.append(one)
        one.take(answer, at)
        if one.done and in_lesson:
            solved.add((*item.key, answer.variant))
    return tuple(one.closed() for one in found)
