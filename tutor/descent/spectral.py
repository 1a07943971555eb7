"""Gradient descent on least squares, any number of steps at once.

Along an eigenvector of X^T X/m with eigenvalue lambda, a step at a rate multiplies the error of theta by
1 - rate*lambda; so k steps multiply it by (1 - rate*lambda)^k (Goh 2017, "Why momentum really works", part 1). What is
left of the error then costs one power, whether k is 1 or 10^9. Nothing is lost to cancellation: along a direction,
theta is the best and what is left of the error, or, where the best lies further off than the start, the start less what
is gone of the error, by expm1; the loss is the least loss and a sum of squares.

The same k always gives the same bits, alone or among many.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tutor.descent.ends import State, still, within
from tutor.descent.parabola import Spectrum, Vector


@dataclass(frozen=True, slots=True)
class End:
    """Where a run ends: at k, before the step from there."""

    k: int
    state: State


class Tail:
    """The steps of one leg from k0 on, where theta is `theta`."""

    def __init__(self, spectrum: Spectrum, k0: int, theta: Vector, rate: float) -> None:
        self.k0, self._rate, self._spectrum = k0, rate, spectrum
        along = spectrum.vectors.T.dot(theta)
        flat = len(spectrum.values) < len(theta)
        self._flat = theta - spectrum.vectors.dot(along) if flat else np.zeros_like(theta)  # this part never moves
        self._error = along - spectrum.best
        self._from_best = np.abs(spectrum.best) <= np.abs(along)
        self._from = np.where(self._from_best, spectrum.best, along)
        shrink = rate * spectrum.values  # the factor of a step is 1 - shrink
        with np.errstate(all="ignore"):
            self._log = np.where(shrink < 1, np.log1p(-np.minimum(shrink, 1)), np.log1p(np.maximum(shrink, 1) - 2))
        self._swings = shrink > 1
        self._ends: dict[tuple[float, int], End | None] = {}

    def points(self, ks: NDArray[np.int64]) -> tuple[Vector, Vector]:
        """Theta (p, n) and loss (p,) at each of the ks, none before k0; not finite where out of range."""
        along, left = self._parts(ks)
        return self._flat + _along(along, self._spectrum.vectors), self._losses(left)

    def at(self, k: int) -> tuple[Vector, Vector, float]:
        """Theta, gradient and loss at one k."""
        along, left = self._parts(np.array([k]))
        vectors = self._spectrum.vectors
        theta = (self._flat + _along(along, vectors))[0]
        gradient = _along(left * self._spectrum.values, vectors)[0]
        return theta, gradient, float(self._losses(left)[0])

    def _parts(self, ks: NDArray[np.int64]) -> tuple[Vector, Vector]:
        """How far along each direction theta has come, and what is left of the error there: (p, r) each."""
        steps = (ks - self.k0).astype(np.float64)[:, None]
        error = np.broadcast_to(self._error, (len(ks), len(self._error)))
        with np.errstate(all="ignore"):
            powers = np.where(steps == 0, 0.0, steps * self._log)
            back = self._swings & (steps % 2 == 1)  # an odd number of swings: on the other side
            size = np.where(powers < 600, error * np.exp(powers), _signed_exp(powers, error))
            left = np.where(back, -size, size)
            gone = np.where(self._swings, error - left, error * -np.expm1(powers))
            along = self._from + np.where(self._from_best, left, -gone)
        return along, left

    def _losses(self, left: Vector) -> Vector:
        with np.errstate(all="ignore"):
            return self._spectrum.floor + 0.5 * _total(left * left * self._spectrum.values)

    def first_below(self, loss: float, first: int, last: int) -> int | None:
        """The first k from `first` to `last` with a loss below `loss`."""

        def below(k: int) -> bool:
            return self.at(k)[2] < loss

        valley = self._turn(self._spectrum.values, first, last)
        bottom = next((k for k in (valley, valley - 1) if first <= k and below(k)), None)
        return None if bottom is None else _first(first, bottom, below)

    def end(self, tolerance: float, last: int) -> End | None:
        """Where the run ends before `last`, by the rules of the loop."""
        key = (tolerance, last)
        if key not in self._ends:
            self._ends[key] = self._find_end(tolerance, last)
        return self._ends[key]

    def _find_end(self, tolerance: float, last: int) -> End | None:
        with np.errstate(all="ignore"):
            rest = self._rest_from(tolerance, last)
            grows = bool(np.any((self._log > 0) & (self._error != 0)))
            limit = last if rest is None else rest
            if grows and not within(*self.at(limit)):
                return End(_first(self.k0, limit, lambda k: not within(*self.at(k + 1))), State.DIVERGED)
        return None if rest is None or rest >= last else End(rest, State.CONVERGED)

    def _rest_from(self, tolerance: float, last: int) -> int | None:
        """The first k from which a step no longer changes theta."""

        def resting(k: int) -> bool:
            theta, gradient, _ = self.at(k)
            return bool(np.isfinite(theta).all()) and still(theta, self._rate * gradient, tolerance)

        shortest = self._turn(self._spectrum.values**2, self.k0, last)
        rest = next((k for k in (shortest, shortest - 1) if k >= self.k0 and resting(k)), None)
        return None if rest is None else _first(self.k0, rest, resting)

    def _turn(self, weights: Vector, first: int, last: int) -> int:
        """The first k from which the sum of weights * left^2 grows; `last` if it falls all the way.

        It is a sum of powers, so it has one valley; the slope says on which side of it k is.
        """

        def grows(k: int) -> bool:
            left = self._parts(np.array([k]))[1][0]
            with np.errstate(all="ignore"):
                slope = np.where(left == 0, 0.0, weights * left * left * self._log)
            return not float(slope.sum()) < 0

        return _first(first, last, grows)


def _first(low: int, high: int, so: Callable[[int], bool]) -> int:
    """The first k in low..high from which on it is so; `high` if it is not so before."""
    while low < high:
        middle = (low + high) // 2
        if so(middle):
            high = middle
        else:
            low = middle + 1
    return low


def _signed_exp(powers: Vector, error: Vector) -> Vector:
    """error * exp(powers) where that product is a number though the exponential is none."""
    return np.asarray(np.sign(error) * np.exp(powers + np.log(np.abs(error))))


def _along(parts: Vector, vectors: Vector) -> Vector:
    """parts (p, r) put together along the columns of vectors (n, r): (p, n).

    Column by column: a matrix product would sum in another order for one row than for many, and give other bits.
    """
    total = np.zeros((len(parts), len(vectors)))
    for place in range(parts.shape[1]):
        total += parts[:, place, None] * vectors[:, place]
    return total


def _total(parts: Vector) -> Vector:
    """The sum of each row, (p,), in the same order for one row as for many."""
    total = np.zeros(len(parts))
    for place in range(parts.shape[1]):
        total += parts[:, place]
    return total
