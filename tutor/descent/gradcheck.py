"""Is a gradient right? It is held against differences of the loss, which need no calculus.

A difference is off in two ways: what its formula leaves out grows with h (forward like h, central like h squared), and
what rounding costs grows with 1/h. So there is a best h, and a relative error says more than an absolute one. The
words for its size are those of Stanford's CS231n (Neural networks 3, Gradient checks).
"""

from __future__ import annotations

import enum
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from tutor.descent.problem import Problem, Vector

USUAL_H = 1e-5


def forward(f: Callable[[float], float], x: float, h: float) -> float:
    """(f(x + h) - f(x))/h: off by about f'' h/2, and by rounding."""
    return (f(x + h) - f(x)) / h


def central(f: Callable[[float], float], x: float, h: float) -> float:
    """(f(x + h) - f(x - h))/(2h): off by about f''' h^2/6, and by rounding."""
    return (f(x + h) - f(x - h)) / (2 * h)


FORMULAS: dict[str, Callable[[Callable[[float], float], float, float], float]] = {
    "forward": forward,
    "central": central,
}


def relative_error(one: float, other: float) -> float:
    """|a - n|/max(|a|, |n|), 0 to 2; 0 where both are 0, nan where one is not a number."""
    difference, largest = abs(one - other), max(abs(one), abs(other))
    return difference / largest if largest else difference


class Reading(enum.Enum):
    """What the size of a relative error says about a gradient."""

    GOOD = "good"  # 1e-7 and less
    FAIR = "fair"  # up to 1e-4: fine where f has kinks, too much where it has none
    DOUBTFUL = "doubtful"  # up to 1e-2
    SUSPECT = "suspect"  # the gradient is probably wrong, unless h is

    @classmethod
    def of(cls, error: float) -> Reading:
        """The reading of a relative error; nan reads as suspect."""
        bands = ((1e-7, cls.GOOD), (1e-4, cls.FAIR), (1e-2, cls.DOUBTFUL))
        return next((reading for end, reading in bands if error <= end), cls.SUSPECT)


@dataclass(frozen=True, slots=True)
class Checked:
    """One component of a gradient beside its difference."""

    name: str
    analytic: float
    numeric: float

    @property
    def error(self) -> float:
        """The relative error."""
        return relative_error(self.analytic, self.numeric)

    @property
    def reading(self) -> Reading:
        return Reading.of(self.error)


def check(problem: Problem, theta: Vector, h: float = USUAL_H, formula: str = "central") -> tuple[Checked, ...]:
    """Each component of the problem's gradient at theta beside a difference of its loss."""
    with np.errstate(all="ignore"):
        slopes = problem.gradient(theta).tolist()
        return tuple(
            Checked(name, slope, FORMULAS[formula](along(problem.loss, theta, place), float(theta[place]), h))
            for place, (name, slope) in enumerate(zip(problem.names, slopes, strict=True))
        )


def along(loss: Callable[[Vector], float], theta: Vector, place: int) -> Callable[[float], float]:
    """The loss as a function of one component alone, the others as in theta."""

    def of_one(value: float) -> float:
        moved = theta.copy()
        moved[place] = value
        return loss(moved)

    return of_one
