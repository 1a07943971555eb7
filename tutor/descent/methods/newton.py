"""Newton's method: down to the bottom of the parabola that touches the loss where theta stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from tutor.descent.methods.base import Memory, Method, Sight
from tutor.descent.methods.mistake import (
    Mistake,
    Moment,
    in_one_variable,
    in_several,
    with_place,
    with_rate,
    without_memory,
)
from tutor.descent.problem import Vector
from tutor.messages import N_


@dataclass(frozen=True, slots=True)
class Newton(Method):
    """theta - rate * H^-1 gradient, H the Hessian at theta (Newton 1685, Raphson 1690, for f' = 0).

    A rate of 1 is the method itself, a smaller one damps it. It looks for a flat place, which may be a maximum
    or a saddle. Where H cannot be inverted there is no such place: theta is nan from there on.
    """

    name: ClassVar[str] = "newton"
    title: ClassVar[str] = N_("Newton's method")

    def step(self, loss: Sight, theta: Vector, memory: Memory, rate: float, k: int) -> tuple[Vector, Memory]:
        return theta - rate * solved(loss.curvature(theta), loss.gradient(theta)), memory


def solved(hessian: Vector, gradient: Vector) -> Vector:
    """H^-1 gradient, (n,); nan where there is none, as for a curvature beyond all numbers."""
    if not np.isfinite(hessian).all():
        return np.full_like(gradient, np.nan)
    try:
        return np.asarray(np.linalg.solve(hessian, gradient))
    except np.linalg.LinAlgError:
        return np.full_like(gradient, np.nan)


def _slope(now: Moment) -> Vector:
    return now.rate * now.gradient


def _third(now: Moment) -> Vector:
    """f''' in one variable, from the two sides."""
    h = 1e-4 * (1 + np.abs(now.theta))
    change = now.loss.curvature(now.theta + h) - now.loss.curvature(now.theta - h)
    return np.asarray(change[0] / (2 * h))


# Below: the right method, and the moment (now) of the step. The right change is -rate * H^-1 gradient.
MISTAKES: tuple[Mistake, ...] = (
    Mistake(
        "added",
        N_("Newton's step was added. It is taken away, whichever sign it has."),
        with_place(lambda now, change: now.theta - change),
    ),
    Mistake(
        "plain gradient step",
        N_("That is a step of gradient descent. Newton's step also divides by the curvature."),
        without_memory(lambda right, now: now.theta - _slope(now)),
    ),
    Mistake(
        "f over f'",
        N_("That looks for a zero of f. To find where f is flat, the same is done one derivative further on."),
        without_memory(lambda right, now: now.theta - now.rate * now.problem.loss(now.theta) / now.gradient),
        in_one_variable,
    ),
    Mistake(
        "times the curvature",
        N_("The slope was multiplied by the curvature. Where a parabola is steep its bottom is near: divide."),
        without_memory(lambda right, now: now.theta - now.loss.curvature(now.theta).dot(_slope(now))),
    ),
    Mistake(
        "upside down",
        N_("The fraction stands upside down: the slope belongs above the curvature."),
        without_memory(lambda right, now: now.theta - now.rate * now.loss.curvature(now.theta)[0] / now.gradient),
        in_one_variable,
    ),
    Mistake(
        "curvature at the start",
        N_("The curvature of the start was used again. It is another after a step: take it where theta now is."),
        without_memory(lambda right, now: now.theta - solved(now.loss.curvature(now.start), _slope(now))),
    ),
    Mistake(
        "one derivative too far",
        N_("The slope was divided by a derivative too far on. The curvature is the derivative of the slope."),
        without_memory(lambda right, now: now.theta - _slope(now) / _third(now)),
        in_one_variable,
    ),
    Mistake(
        "mixed terms left out",
        N_(
            "Each slope was divided by its own curvature alone. The mixed terms of the Hessian count too: solve "
            "with all "
            "of it."
        ),
        without_memory(lambda right, now: now.theta - _slope(now) / np.diag(now.loss.curvature(now.theta))),
        in_several,
    ),
    Mistake(
        "no rate",
        N_("The whole of Newton's step was taken. How much of it does the rate allow?"),
        with_rate(lambda now: 1.0),
    ),
)
