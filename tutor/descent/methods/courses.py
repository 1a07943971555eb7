"""The known mistakes of what goes round a method: which examples a step looks at, and what the schedule makes of the
rate.
"""

from __future__ import annotations

import math
from collections.abc import Callable

from tutor.descent.batches import sight
from tutor.descent.methods.base import Memory, Method
from tutor.descent.methods.mistake import Case, Mistake, Moment, Update, with_rate, with_slope
from tutor.descent.methods.newton import Newton
from tutor.descent.problem import Vector
from tutor.descent.schedules import Schedule
from tutor.messages import N_


def _in_batches(case: Case) -> bool:
    return case.batches is not None


def _scheduled(case: Case) -> bool:
    return type(case.schedule) is not Schedule


def _with_batch(k: Callable[[Moment], int]) -> Update:
    """The right update on the batch of another step."""

    def update(right: Method, now: Moment) -> tuple[Vector, Memory]:
        loss = sight(now.problem, now.case.batches, k(now))
        return right.step(loss, now.theta, now.memory, now.rate, now.k)

    return update


def _with_factor(factor: Callable[[Schedule, int], float]) -> Update:
    """The right update with another factor than the schedule's."""

    def rate(now: Moment) -> float:
        schedule = now.case.schedule
        right = schedule.factor(now.k)
        return now.rate / right * factor(schedule, now.k) if right else math.nan

    return with_rate(rate)


BATCHES: tuple[Mistake, ...] = (
    Mistake(
        "divided by m",
        N_("The sum over the batch was divided by the number of all examples. The mean is over those of the batch."),
        with_slope(lambda now, theta, slope: slope * now.examples / now.problem.m),
        lambda case: _in_batches(case) and not isinstance(case.method, Newton),
    ),
    Mistake(
        "full gradient",
        N_("That step looks at all examples. This one looks at its batch only: which examples are in it?"),
        with_slope(lambda now, theta, slope: now.problem.gradient(theta)),
        _in_batches,
    ),
    Mistake(
        "next batch",
        N_("Those are the examples of the step that comes after. Which batch is the first?"),
        _with_batch(lambda now: now.k + 1),
        _in_batches,
    ),
    Mistake(
        "first batch again",
        N_("Every step took the first batch. Each step takes the one that comes next."),
        _with_batch(lambda now: 0),
        _in_batches,
    ),
)

SCHEDULES: tuple[Mistake, ...] = (
    Mistake(
        "schedule left out",
        N_("The rate stayed as it was. The schedule says by what it is multiplied at each step."),
        _with_factor(lambda schedule, k: 1.0),
        _scheduled,
    ),
    Mistake(
        "k counted from one",
        N_("The rate is that of the step after. Steps are counted from zero: the first step has k = zero."),
        _with_factor(lambda schedule, k: schedule.factor(k + 1)),
        _scheduled,
    ),
    Mistake(
        "schedule twice",
        N_("The rate was multiplied by the schedule's factor twice."),
        _with_factor(lambda schedule, k: schedule.factor(k) ** 2),
        _scheduled,
    ),
)
