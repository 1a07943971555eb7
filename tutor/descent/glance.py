"""What a step sees: where the run stands, and the loss from there, over all examples or over a few."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from tutor.descent.batches import Rows
from tutor.descent.ends import State, within
from tutor.descent.methods.base import Memory
from tutor.descent.problem import OnExamples, Problem, Vector
from tutor.messages import tr

SHORT = 32  # numbers in a vector that Python adds up sooner than NumPy


@dataclass(slots=True, eq=False)
class Stand:
    """Where a run stands: after k updates, the loss and its gradient over all examples."""

    k: int
    theta: Vector
    memory: Memory
    gradient: Vector
    loss: float
    state: State = State.RUNNING
    no_number: bool = False  # where it DIVERGED: does f give no number at all, rather than one too large?

    @property
    def within(self) -> bool:
        return within(self.theta, self.gradient, self.loss)


class Glance:
    """The loss over all examples, that knows the gradient where theta stands already."""

    __slots__ = ("_gradient", "curvature", "here", "slope")

    def __init__(self, problem: Problem) -> None:
        self._gradient = problem.gradient
        self.curvature = problem.curvature
        self.here: Vector | None = None
        self.slope: Vector | None = None

    def gradient(self, theta: Vector) -> Vector:
        if theta is self.here and self.slope is not None:
            return self.slope
        return self._gradient(theta)


class GlanceOnRows:
    """The loss over the examples of one step; its curvature is that of all."""

    __slots__ = ("_gradient", "curvature", "rows")

    def __init__(self, problem: OnExamples) -> None:
        self._gradient = problem.gradient_on
        self.curvature = problem.curvature
        self.rows: Rows = slice(None)

    def gradient(self, theta: Vector) -> Vector:
        return self._gradient(theta, self.rows)


def look_at(problem: Problem, k: int, theta: Vector, memory: Memory, where: str = "") -> Stand:
    """What there is to see at a theta. ValueError where it is no place to stand; `where` is for its sentence."""
    with np.errstate(all="ignore"):
        loss, gradient = problem.look(theta)
        stand = Stand(k, theta, memory, gradient, loss)
        if gradient.shape != theta.shape:
            raise ValueError(
                tr("the gradient has shape {shape}, and theta has {shape2}.", shape=gradient.shape, shape2=theta.shape)
            )
        if where and not stand.within:
            raise ValueError(
                tr("the loss or its slope has no finite value {where}, {tolist}.", where=where, tolist=theta.tolist())
            )
    return stand


def measures(theta: Vector) -> tuple[Callable[[Vector], float], Callable[[Vector, Vector], float]]:
    """The length of a vector as long as theta, and the distance of two: whichever way is the faster."""
    if theta.size <= SHORT:
        return _short_size, _short_distance
    return _long_size, _long_distance


def _short_size(vector: Vector) -> float:
    return math.hypot(*vector.tolist())


def _short_distance(one: Vector, other: Vector) -> float:
    return math.dist(one.tolist(), other.tolist())


def _long_size(vector: Vector) -> float:
    return math.sqrt(vector.dot(vector))


def _long_distance(one: Vector, other: Vector) -> float:
    return _long_size(one - other)
