"""What a descent minimises: a loss J of theta and its gradient.

A problem never changes an array that it is handed, and always answers the same theta with the same bits.
Outside the range of numbers a loss or a gradient is nan or inf and nothing is raised: whoever runs the
descent decides what that means. Shapes: m rows of data, n features, theta of n numbers.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any, Protocol, cast

import numpy as np
from numpy.typing import ArrayLike, NDArray

Vector = NDArray[np.float64]


class Problem(Protocol):
    """A loss to bring down."""

    @property
    def names(self) -> tuple[str, ...]:
        """What the components of theta are called where they are shown: `theta0`, `theta1`, or `x`, `y`."""

    def loss(self, theta: Vector) -> float: ...

    def gradient(self, theta: Vector) -> Vector: ...

    def look(self, theta: Vector) -> tuple[float, Vector]:
        """The loss and the gradient at once, for the work that they share; the same bits as each alone."""


class LeastSquares:
    """A line (a plane ...) through data: J(theta) = 1/(2m) * sum of (X theta - y)^2.

    The 1/2 is there so that the 2 of the square cancels: the gradient is (1/m) X^T (X theta - y). A column of
    ones in X makes its theta the intercept. X (m, n) and y (m,) are copied as float64. ValueError, with a
    sentence, when the shapes do not fit or a number is not finite.
    """

    def __init__(self, X: ArrayLike, y: ArrayLike) -> None:
        self.X = _numbers(X, "X")
        self.y = _numbers(y, "y")
        if self.X.ndim != 2 or not self.X.size:
            raise ValueError(f"X must be a table, a row for each example; its shape is {self.X.shape}.")
        if self.y.shape != (self.m,):
            raise ValueError(
                f"y must be a plain list with one number for each of the {self.m} rows of X; "
                f"its shape is {self.y.shape}."
            )

    @property
    def m(self) -> int:
        """How many examples."""
        return int(self.X.shape[0])

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(f"theta{place}" for place in range(self.X.shape[1]))

    def errors(self, theta: Vector) -> Vector:
        """Prediction minus truth for each example, (m,)."""
        return cast(Vector, self.X.dot(theta) - self.y)

    def loss(self, theta: Vector) -> float:
        return self.look(theta)[0]

    def gradient(self, theta: Vector) -> Vector:
        return self.look(theta)[1]

    def look(self, theta: Vector) -> tuple[float, Vector]:
        errors = self.X.dot(theta) - self.y
        m = len(errors)
        return float(errors.dot(errors)) / (2 * m), (1 / m) * self.X.T.dot(errors)

    @cached_property
    def hessian(self) -> Vector:
        """The curvature X^T X / m, (n, n): the same at every theta."""
        return _kept(self.X.T.dot(self.X) / self.m)

    @cached_property
    def eigenvalues(self) -> Vector:
        """Of the Hessian, the smallest first. None is below 0."""
        return _kept(np.maximum(np.linalg.eigvalsh(self.hessian), 0.0))

    @property
    def largest_stable_rate(self) -> float:
        """2/lambda_max: along an eigenvector the error is multiplied by 1 - rate*lambda at each step, so a
        larger rate makes it grow. inf where the loss is flat.
        """
        steepest = float(self.eigenvalues[-1])
        return 2 / steepest if steepest > 0 else math.inf

    @cached_property
    def best_theta(self) -> Vector:
        """Where the loss is least; the shortest such theta when there are many."""
        return _kept(np.linalg.lstsq(self.X, self.y, rcond=None)[0])

    @property
    def best_loss(self) -> float:
        return self.loss(self.best_theta)


class Function:
    """Any f of one or more variables, with its gradient.

    `value` and `gradient` take the components of theta, in the order of `names`, as a sequence of floats.
    Outside the domain they give nan and past the largest float inf, as `tutor.numeric.scalar` does; they do
    not raise.
    """

    def __init__(
        self,
        value: Callable[[Sequence[float]], float],
        gradient: Callable[[Sequence[float]], Sequence[float] | Vector],
        names: Sequence[str],
    ) -> None:
        self._value = value
        self._gradient = gradient
        self.names = tuple(names)

    def loss(self, theta: Vector) -> float:
        return float(self._value(theta.tolist()))

    def gradient(self, theta: Vector) -> Vector:
        return np.array(self._gradient(theta.tolist()), dtype=np.float64)

    def look(self, theta: Vector) -> tuple[float, Vector]:
        return self.loss(theta), self.gradient(theta)


def starting_point(problem: Problem, start: ArrayLike) -> Vector:
    """A float64 copy of `start`; one variable may have a bare number. ValueError if it cannot be one."""
    theta = np.atleast_1d(_numbers(start, "the start"))
    if theta.shape != (len(problem.names),):
        raise ValueError(
            f"the start must be {len(problem.names)} numbers, one each for {', '.join(problem.names)}; "
            f"its shape is {theta.shape}."
        )
    return theta


def checked_rate(rate: float) -> float:
    """The rate as a float. ValueError unless it is finite and above 0."""
    number = float(rate)
    if not (math.isfinite(number) and number > 0):
        raise ValueError(f"the rate must be a number above 0, and {rate} is not.")
    return number


def _numbers(values: Any, what: str) -> Vector:
    try:
        numbers = np.array(values, dtype=np.float64)  # a copy: the caller's array is not ours to change
    except (TypeError, ValueError) as fault:
        raise ValueError(f"{what} must hold numbers only, in rows of equal length: {fault}.") from fault
    if not np.isfinite(numbers).all():
        raise ValueError(f"{what} must hold finite numbers only.")
    return numbers


def _kept(values: Any) -> Vector:
    """A computed array that nobody may change."""
    array = np.asarray(values, dtype=np.float64)
    array.setflags(write=False)
    return array
