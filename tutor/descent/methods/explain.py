"""Where a run arrives, and which known mistakes arrive at what somebody answered; silent rather than accuse wrongly."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from tutor.descent.batches import Batches, check_batches, sight
from tutor.descent.methods import adam_mistakes, adaptive, momentum, newton
from tutor.descent.methods.base import PLAIN, Method
from tutor.descent.methods.courses import BATCHES, SCHEDULES
from tutor.descent.methods.mistake import Case, Mistake, mistaken
from tutor.descent.methods.slopes import SLOPES
from tutor.descent.problem import Problem, Vector, checked_rate, starting_point
from tutor.descent.schedules import CONSTANT, Schedule
from tutor.messages import N_

OWN: dict[str, tuple[Mistake, ...]] = {
    "newton": newton.MISTAKES,
    "momentum": momentum.MISTAKES,
    "nesterov": momentum.NESTEROV_MISTAKES,
    "adagrad": adaptive.ADAGRAD_MISTAKES,
    "rmsprop": adaptive.RMSPROP_MISTAKES,
    "adam": adam_mistakes.MISTAKES,
    "adamw": adam_mistakes.DECAY_MISTAKES,
}


@dataclass(frozen=True, slots=True)
class Run:
    """A run as a question asks for it: where it starts and how it goes."""

    problem: Problem
    start: Vector
    rate: float
    method: Method = PLAIN
    schedule: Schedule = CONSTANT
    batches: Batches | None = None

    def theta(self, steps: int, method: Method | None = None) -> Vector:
        """Theta after so many steps; not finite when it leaves the range of numbers on the way."""
        method, theta = method or self.method, self.start
        memory = method.begin(theta)
        for k in range(steps):
            rate = self.rate * self.schedule.factor(k)
            theta, memory = method.step(sight(self.problem, self.batches, k), theta, memory, rate, k)
            if not np.isfinite(theta).all():
                break
        return theta


@dataclass(frozen=True, slots=True)
class LoopMistake:
    """Right updates in a wrong loop: no method, since it shows only in where the loop ends."""

    name: str
    say: str
    result: Callable[[Run, int], Vector]


def _uphill_at_the_end(run: Run, steps: int) -> Vector:
    theta = run.theta(steps - 1)
    return 2 * theta - run.theta(steps)


LOOP_MISTAKES: tuple[LoopMistake, ...] = (
    LoopMistake(
        "one step short",
        N_("That is where theta stands one step before. Count the steps again."),
        lambda run, steps: run.theta(steps - 1),
    ),
    LoopMistake(
        "one step too far",
        N_("That is where theta stands one step later. Count the steps again."),
        lambda run, steps: run.theta(steps + 1),
    ),
    LoopMistake(
        "uphill at the end",
        N_("All is well until the last step, which climbs. Look at its sign."),
        _uphill_at_the_end,
    ),
)
EVERY_MISTAKE: tuple[Mistake | LoopMistake, ...] = (
    *SLOPES,
    *dict.fromkeys(mistake for own in OWN.values() for mistake in own),
    *BATCHES,
    *SCHEDULES,
    *LOOP_MISTAKES,
)


def mistakes_of(
    method: Method, problem: Problem, schedule: Schedule = CONSTANT, batches: Batches | None = None
) -> tuple[Mistake, ...]:
    """The known mistakes that a run of this method on this problem can have, its own first. No name comes twice.

    Those of the schedule and of the batches only where these are told; each is bound to what was told (`mistaken`).
    """
    case = Case(problem, method, schedule, batches)
    every = (*OWN.get(method.name, ()), *BATCHES, *SCHEDULES, *SLOPES)
    found = {each.name: replace(each, case=case) for each in reversed(every) if each.applies(case)}
    return tuple(found.values())[::-1]


def next_theta(
    problem: Problem,
    theta: ArrayLike,
    rate: float,
    steps: int = 1,
    *,
    method: Method = PLAIN,
    schedule: Schedule = CONSTANT,
    batches: Batches | None = None,
) -> Vector:
    """Theta after `steps` updates; not finite when the run leaves the range of numbers on the way.

    ValueError for a theta, a rate or batches that cannot be.
    """
    with np.errstate(all="ignore"):
        return _run(problem, theta, rate, method, schedule, batches).theta(steps)


def explain(
    problem: Problem,
    start: ArrayLike,
    rate: float,
    answer: ArrayLike,
    tol: float,
    steps: int = 1,
    *,
    method: Method = PLAIN,
    schedule: Schedule = CONSTANT,
    batches: Batches | None = None,
) -> tuple[Mistake | LoopMistake, ...]:
    """The mistakes whose theta after `steps` is the answer, each component within `tol` (absolute).

    Empty when the answer is right, when no known mistake gives it, or when it has another shape than theta.
    Several when they cannot be told apart on this problem.
    """
    run = _run(problem, start, rate, method, schedule, batches)
    given = np.atleast_1d(np.array(answer, dtype=np.float64))
    with np.errstate(all="ignore"):
        right = run.theta(steps)
        if given.shape != right.shape or _same(given, right, tol):
            return ()
        updates = mistakes_of(method, problem, schedule, batches)
        found = [each for each in updates if _same(given, run.theta(steps, mistaken(each, method)), tol)]
        loops = [each for each in LOOP_MISTAKES if _same(given, each.result(run, steps), tol)]
    return (*found, *loops)


def _run(
    problem: Problem, start: ArrayLike, rate: float, method: Method, schedule: Schedule, batches: Batches | None
) -> Run:
    check_batches(problem, batches)
    return Run(problem, starting_point(problem, start), checked_rate(rate), method, schedule, batches)


def _same(one: Vector, other: Vector, tol: float) -> bool:
    return bool(np.all(np.abs(one - other) <= tol))  # False where either is nan or inf
