"""The loop that learns: `descend`, as a generator, so that whoever watches sets the pace.

It is the lesson's own loop and stays as readable. Everything else that runs a descent is held to its digits.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from tutor.descent.batches import Batches, check_batches, sight
from tutor.descent.methods.base import PLAIN, Method
from tutor.descent.problem import Problem, Vector, checked_rate, starting_point
from tutor.descent.schedules import CONSTANT, Schedule


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """Where a run stands after k updates. The arrays are read-only and its own."""

    k: int
    theta: Vector
    gradient: Vector
    loss: float


def descend(
    problem: Problem,
    start: ArrayLike,
    rate: float,
    steps: int,
    *,
    method: Method = PLAIN,
    schedule: Schedule = CONSTANT,
    batches: Batches | None = None,
) -> Iterator[Step]:
    """Walk down from `start`: yields k = 0 (the start itself), 1, ... `steps`.

    `start` may be integers or a list and is never changed. The loss and the gradient of a Step are over all examples,
    also where the update looks at a batch. The run ends early, and quietly, when a loss, a theta or a gradient leaves
    the range of numbers: what is yielded is always finite. ValueError for a start, a rate or batches that cannot be.
    """
    theta = starting_point(problem, start)
    rate = checked_rate(rate)
    check_batches(problem, batches)
    memory = method.begin(theta)
    for k in range(steps + 1):
        with np.errstate(all="ignore"):
            loss, gradient = problem.look(theta)
        if not (math.isfinite(loss) and np.isfinite(theta).all() and np.isfinite(gradient).all()):
            return
        yield Step(k, read_only(theta), read_only(gradient), loss)
        with np.errstate(all="ignore"):
            seen = sight(problem, batches, k)
            theta, memory = method.step(seen, theta, memory, rate * schedule.factor(k), k)


def read_only(array: Vector) -> Vector:
    """The same array, which nobody can change any more."""
    array.setflags(write=False)
    return array
