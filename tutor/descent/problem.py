"""What a descent minimises: a loss J of theta and its gradient.

A problem never changes an array that it is handed, and always answers the same theta with the same bits.
Outside the range of numbers a loss or a gradient is nan or inf and nothing is raised: whoever runs the
descent decides what that means. Shapes: m rows of data, n features, theta of n numbers.
The problems themselves: a line through data and any function stand here, the others in `tutor.descent.problems`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any, Protocol, cast, runtime_checkable

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tutor.descent.batches import Rows
from tutor.descent.parabola import Moments, Parabola, Spectrum, of_data, of_parabola
from tutor.messages import tr

Vector = NDArray[np.float64]

MANY = 4096  # numbers in X: beyond it, least squares are looked at through their moments
DIFFERENCE = float(np.finfo(np.float64).eps) ** (1 / 3)


class Problem(Protocol):
    """A loss to bring down."""

    @property
    def names(self) -> tuple[str, ...]:
        """What the components of theta are called where they are shown: `theta0`, `theta1`, or `x`, `y`."""

    def loss(self, theta: Vector) -> float: ...

    def gradient(self, theta: Vector) -> Vector: ...

    def look(self, theta: Vector) -> tuple[float, Vector]:
        """The loss and the gradient at once, for the work that they share; the same bits as each alone."""

    def curvature(self, theta: Vector) -> Vector:
        """The Hessian at theta, (n, n) and symmetric: how the gradient changes."""


@runtime_checkable
class OnExamples(Problem, Protocol):
    """A problem whose loss is a mean over examples, so that a step may look at some of them only."""

    @property
    def m(self) -> int:
        """How many examples."""

    def gradient_on(self, theta: Vector, rows: Rows) -> Vector:
        """The gradient of the mean over these examples alone; over all of them that of `gradient`, up to rounding."""


class LeastSquares:
    """A line (a plane ...) through data: J(theta) = 1/(2m) * sum of (X theta - y)^2.

    The 1/2 is there so that the 2 of the square cancels: the gradient is (1/m) X^T (X theta - y). A column of
    ones in X makes its theta the intercept. X (m, n) and y (m,) are copied as float64. ValueError, with a
    sentence, when the shapes do not fit or a number is not finite. More than MANY numbers are looked at through their
    moments, which touches them once; the same theta to about 1e-13 after any number of steps.
    """

    def __init__(self, X: ArrayLike, y: ArrayLike) -> None:
        self.X = numbers(X, "X")
        self.y = numbers(y, "y")
        if self.X.ndim != 2 or not self.X.size:
            raise ValueError(tr("X must be a table, a row for each example; its shape is {shape}.", shape=self.X.shape))
        if self.y.shape != self.X.shape[:1]:
            raise ValueError(
                tr(
                    "y must be a plain list with one number for each of the {count} rows of X; its shape is {shape}.",
                    count=len(self.X),
                    shape=self.y.shape,
                )
            )
        self.through_moments = self.X.size > MANY
        self._turned, self._share = self.X.T, np.array(1 / len(self.X))

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
        if self.through_moments:
            return self.parabola.look(theta)[0]
        errors = self.X.dot(theta) - self.y
        return float(errors.dot(errors)) / (2 * len(errors))

    def gradient(self, theta: Vector) -> Vector:
        return self.look(theta)[1]

    def look(self, theta: Vector) -> tuple[float, Vector]:
        if self.through_moments:
            return self.parabola.look(theta)
        errors = self.X.dot(theta) - self.y
        return float(errors.dot(errors)) / (2 * len(errors)), self._share * self._turned.dot(errors)

    def gradient_on(self, theta: Vector, rows: Rows) -> Vector:
        X = self.X[rows]
        errors = X.dot(theta) - self.y[rows]
        return cast(Vector, (1 / len(errors)) * X.T.dot(errors))

    def curvature(self, theta: Vector) -> Vector:
        """The same everywhere: `hessian`."""
        return self.hessian

    @cached_property
    def hessian(self) -> Vector:
        """The curvature X^T X / m, (n, n): the same at every theta."""
        return self.parabola.A if self.through_moments else kept(self.X.T.dot(self.X) / self.m)

    @cached_property
    def parabola(self) -> Parabola:
        """The same loss from its moments: the data are touched once, in chunks."""
        return Moments.of(self.X, self.y).parabola()

    @cached_property
    def spectrum(self) -> Spectrum:
        """The eigen-directions of the loss, for many steps at once."""
        return of_parabola(self.parabola) if self.through_moments else of_data(self.X, self.y)

    @cached_property
    def eigenvalues(self) -> Vector:
        """Of the Hessian, the smallest first. None is below 0."""
        return kept(np.maximum(np.linalg.eigvalsh(self.hessian), 0.0))

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
        if self.through_moments:
            return kept(self.parabola.best())
        return kept(np.linalg.lstsq(self.X, self.y, rcond=None)[0])

    @property
    def best_loss(self) -> float:
        return self.loss(self.best_theta)


class Function:
    """Any f of one or more variables, with its gradient.

    `value` and `gradient` take the components of theta, in the order of `names`, as a sequence of floats.
    Outside the domain they give nan and past the largest float inf, as `tutor.numeric.scalar` does; they do
    not raise. `curvature` takes the same and gives the Hessian in rows; without it, central differences of the
    gradient stand in.
    """

    def __init__(
        self,
        value: Callable[[Sequence[float]], float],
        gradient: Callable[[Sequence[float]], Sequence[float] | Vector],
        names: Sequence[str],
        curvature: Callable[[Sequence[float]], Sequence[Sequence[float]] | Vector] | None = None,
    ) -> None:
        self._value = value
        self._gradient = gradient
        self._curvature = curvature
        self.names = tuple(names)

    def loss(self, theta: Vector) -> float:
        return float(self._value(theta.tolist()))

    def gradient(self, theta: Vector) -> Vector:
        return np.array(self._gradient(theta.tolist()), dtype=np.float64)

    def look(self, theta: Vector) -> tuple[float, Vector]:
        point = theta.tolist()
        return float(self._value(point)), np.array(self._gradient(point), dtype=np.float64)

    def curvature(self, theta: Vector) -> Vector:
        if self._curvature is None:
            return differenced(self.gradient, theta)
        return np.array(self._curvature(theta.tolist()), dtype=np.float64)


def differenced(gradient: Callable[[Vector], Vector], theta: Vector) -> Vector:
    """The Hessian from a gradient by central differences, made symmetric: good to about ten digits.

    The step is the cube root of the distance between floats, where what the difference leaves out (h squared) and
    what rounding costs (1/h) are about level (Nocedal and Wright, Numerical Optimization, 8.1).
    """
    columns = []
    for place, size in enumerate(np.maximum(np.abs(theta), 1.0)):
        ahead, behind = theta.copy(), theta.copy()
        ahead[place] += DIFFERENCE * size
        behind[place] -= DIFFERENCE * size
        # divided by the distance that the rounded places really have
        columns.append((gradient(ahead) - gradient(behind)) / (ahead[place] - behind[place]))
    hessian = np.array(columns)
    return cast(Vector, (hessian + hessian.T) / 2)


def starting_point(problem: Problem, start: ArrayLike) -> Vector:
    """A float64 copy of `start`; one variable may have a bare number. ValueError if it cannot be one."""
    theta = np.atleast_1d(numbers(start, tr("the start")))
    if theta.shape != (len(problem.names),):
        raise ValueError(
            tr(
                "the start must be {count} numbers, one each for {names}; its shape is {shape}.",
                count=len(problem.names),
                names=", ".join(problem.names),
                shape=theta.shape,
            )
        )
    return theta


def checked_rate(rate: float) -> float:
    """The rate as a float. ValueError unless it is finite and above 0."""
    number = float(rate)
    if not (math.isfinite(number) and number > 0):
        raise ValueError(tr("the rate must be a number above 0, and {rate} is not.", rate=rate))
    return number


def numbers(values: Any, what: str) -> Vector:
    """A float64 copy. ValueError, with a sentence that calls it `what`, unless all are finite numbers."""
    try:
        copy = np.array(values, dtype=np.float64)  # a copy: the caller's array is not ours to change
    except (TypeError, ValueError) as fault:
        raise ValueError(
            tr("{what} must hold numbers only, in rows of equal length: {fault}.", what=what, fault=fault)
        ) from fault
    if not np.isfinite(copy).all():
        raise ValueError(tr("{what} must hold finite numbers only.", what=what))
    return copy


def kept(values: Any) -> Vector:
    """A computed array that nobody may change."""
    array = np.asarray(values, dtype=np.float64)
    array.setflags(write=False)
    return array
