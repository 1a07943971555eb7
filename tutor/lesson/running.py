"""Descents that a lesson's numbers come from: where a run stands after any step, and when it first gets somewhere.

A run is the player's, with gradients by the tutor's own rules, so that nothing here waits for SymPy. What was asked of
it is kept: a lesson is read more often than its runs change.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache
from threading import Lock
from typing import TYPE_CHECKING, Any

from tutor.lesson.amounts import Amount, NoNumber
from tutor.lesson.ledger import Ledger
from tutor.lesson.losses import Loss
from tutor.lesson.questions import Next
from tutor.lesson.reckoning import derivations, derived
from tutor.messages import tr
from tutor.numeric import scalar

if TYPE_CHECKING:
    from tutor.descent.player import Player
    from tutor.descent.problem import Problem

MOST_STEPS = 100_000  # of a run: about a second where no jump is possible
AT_ONCE = 1_000
STEP_WORK = 200  # of one step, beside a number of X for each: about 12 microseconds
MOST_KEPT = 1_000  # places of one run that are kept
Stretch = tuple[int, list[float], list[list[float]]]  # the first step of some, their losses and thetas
PARTS = ("loss", "theta", "gradient", "distance", "step")


@dataclass(frozen=True, slots=True)
class Stand:
    """Where a run is after k steps; `distance` to the best theta, None where nobody has said which that is."""

    step: Amount
    loss: Amount
    theta: tuple[Amount, ...]
    gradient: tuple[Amount, ...]
    distance: Amount | None


@dataclass(frozen=True, slots=True)
class Run:
    """A descent; `step` is where it is looked at when no other step is named."""

    about: Next
    step: int
    course: Course = field(compare=False, repr=False)

    def stand(self, k: int, ledger: Ledger) -> Stand:
        """Where it is after k steps. NoNumber where it leaves the range of numbers before, or where that is too far."""
        if not 0 <= k <= MOST_STEPS:
            raise NoNumber(tr("a run is looked at from step 0 to step {most}", most=MOST_STEPS))
        ledger.walk(self.course, k, self.course.per_step)
        return self.course.stand(k)


@lru_cache(maxsize=32)
def _course(about: Next) -> Course:
    try:
        return Course(about)
    except ValueError as fault:
        raise NoNumber(str(fault).rstrip(".")) from fault


class Course:
    """A run that goes to whatever step is asked for; the same steps for every thread."""

    _problem: Any

    def __init__(self, about: Next) -> None:
        from tutor.descent.player import Player

        self._lock = Lock()
        self._stands: dict[int, Stand] = {}
        self._firsts: dict[tuple[str, float], int] = {}
        self._about, self._problem = about, problem_of(about)
        self._best = _minima(about, self._problem)
        self._player: Player = Player(
            self._problem,
            about.start,
            about.rate,
            MOST_STEPS,
            method=about.method.make(),
            schedule=about.schedule,
            batches=about.batches,
        )
        self._at_once = self._player.at_once
        X = getattr(self._problem, "X", None)
        size = 100 * len(about.names) if X is None else X.size
        self.per_step = 0 if self._at_once else STEP_WORK + size

    def stands(self) -> dict[int, Stand]:
        with self._lock:
            return dict(self._stands)

    def stand(self, k: int) -> Stand:
        with self._lock:
            if k not in self._stands:
                if len(self._stands) >= MOST_KEPT:
                    self._stands.clear()
                self._stands[k] = self._stand(k)
            return self._stands[k]

    def _stand(self, k: int) -> Stand:
        import numpy as np

        player = self._player
        with np.errstate(all="ignore"):
            for _ in player.go(k):
                pass
        self._arrived(k)
        theta = player.theta.tolist()
        return Stand(
            Amount(Fraction(k)),
            _near(player.loss),
            tuple(map(_near, theta)),
            tuple(map(_near, player.gradient.tolist())),
            _near(self._off(theta)) if self._best else None,
        )

    def _off(self, theta: Sequence[float]) -> float:
        """How far it is to the nearest of the best."""
        return min(math.dist(theta, each) for each in self._best)

    def _arrived(self, k: int) -> None:
        """It is at step k, or rests where it has come to."""
        from tutor.descent.ends import State

        if self._player.k < k and self._player.state is not State.CONVERGED:
            raise NoNumber(tr("the run leaves the range of numbers after step {step}", step=self._player.k))

    def first(self, part: str, below: float, ledger: Ledger) -> int:
        """The first step at which its loss, or its distance to the best, is no more than `below`."""
        if part == "distance" and not self._best:
            raise NoNumber(unknown_best())
        with self._lock:
            if (part, below) not in self._firsts:
                most = min(MOST_STEPS, ledger.left // self.per_step) if self.per_step else MOST_STEPS
                self._firsts[part, below] = self._first(part, below, most)
            ledger.walk(self, self._firsts[part, below], self.per_step)
            return self._firsts[part, below]

    def _first(self, part: str, below: float, most: int) -> int:
        stands = self._all_at_once() if self._at_once else self._one_by_one(most)
        for first, losses, thetas in stands:
            values = losses if part == "loss" else map(self._off, thetas)
            k = next((k for k, value in enumerate(values, first) if value <= below), None)
            if k is not None:
                return k
        raise NoNumber(tr("the run never gets there in {most} steps", most=most))

    def _one_by_one(self, most: int) -> Iterator[Stretch]:
        from tutor.descent.run import descend

        about = self._about
        course = descend(
            self._problem,
            about.start,
            about.rate,
            most,
            method=about.method.make(),
            schedule=about.schedule,
            batches=about.batches,
        )
        for step in course:
            yield step.k, [step.loss], [step.theta.tolist()]

    def _all_at_once(self) -> Iterator[Stretch]:
        """In closed form, a thousand steps at a time."""
        import numpy as np

        from tutor.descent.spectral import Tail

        tail = Tail(self._problem.spectrum, 0, np.array(self._about.start), self._about.rate)
        for first in range(0, MOST_STEPS + 1, AT_ONCE):
            with np.errstate(all="ignore"):
                thetas, losses = tail.points(np.arange(first, first + AT_ONCE))
            yield first, losses.tolist(), thetas.tolist()


def _near(number: float) -> Amount:
    return Amount.sure(Amount.near(float(number)))


def unknown_best() -> str:
    return tr("nobody has said where this function is least, so there is no distance to it")


def problem_of(about: Next) -> Problem:
    """What goes down; the gradient, and the Hessian where the method wants one, by the rules."""
    from tutor.descent.problem import Function
    from tutor.scenes._problem import problem_of as on_data

    goal, names = about.goal, about.names
    if isinstance(goal, Loss):
        return on_data(goal, names, None)
    trees = [derived(goal, name) for name in names]
    slopes = [scalar(each, names) for each in trees]
    newton = about.method.name == "newton"
    bends = [[scalar(derived(each, name), names) for name in names] for each in trees] if newton else []
    return Function(
        scalar(goal, names),
        lambda at: [slope(at) for slope in slopes],
        names,
        (lambda at: [[bend(at) for bend in row] for row in bends]) if newton else None,
    )


def _minima(about: Next, problem: Problem) -> list[list[float]]:
    from tutor.scenes._problem import minima_of

    found = minima_of(about.goal, problem, about.names)
    return [] if found is None else [[float(each) for each in place] for place in found]


def run_of(about: Next, step: int | None, until: tuple[str, float] | None, ledger: Ledger) -> Run:
    """The run, looked at after `step` steps, or where it first gets `until`, or after all its steps."""
    ledger.spend(0 if isinstance(about.goal, Loss) else derivations(about.goal, len(about.names)))
    course = _course(about)
    if until is not None:
        step = course.first(*until, ledger)
    return Run(about, about.steps if step is None else step, course)
