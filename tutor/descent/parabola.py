"""The loss of a line through data is a parabola in theta: its moments, its bottom, and its eigen-directions.

A = X^T X/m, b = X^T y/m and c = y.y/m hold all that full-batch descent needs of the data, however many rows there are
(the normal equations; Gauss 1809). They are added up chunk by chunk, so the data need never be in memory as a whole.
What is added up are the errors at a theta near the best, not y itself: near the bottom the loss then loses no digits to
cancellation.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

import numpy as np
from numpy.typing import NDArray

from tutor.messages import tr

Vector = NDArray[np.float64]

EPSILON = float(np.finfo(np.float64).eps)
ROWS = 4096  # rows of a chunk: within a processor's cache at the usual widths


class Moments:
    """The sums over m rows, as far as they have been added.

    They are kept in coordinates in which the first rows have about the same spread in every direction: sums of squares
    lose no digits then, however unlike the columns are (Cholesky QR done twice; Fukaya et al. 2014).
    """

    def __init__(self, features: int) -> None:
        self.m = 0
        self._frame: Frame | None = None  # of the first rows
        self._squares = np.zeros((features, features))
        self._slope = np.zeros(features)  # Z^T (y - X about), where Z holds the rows in these coordinates
        self._rest = 0.0  # the squares of y - X about

    def add(self, X: Vector, y: Vector) -> None:
        """Count these rows in: X (k, n) and y (k,), finite numbers; the first ones had better be many, and any."""
        frame = self._frame = self._frame or Frame.of(X, y)
        errors = y - X.dot(frame.about)
        rows = X.dot(frame.inward)
        self._squares += rows.T.dot(rows)
        self._slope += rows.T.dot(errors)
        self._rest += float(errors.dot(errors))
        self.m += len(X)

    @property
    def features(self) -> int:
        return len(self._slope)

    @classmethod
    def of(cls, X: Vector, y: Vector) -> Moments:
        """Of data in memory, in chunks."""
        some = slice(None, None, max(1, len(X) // 2048))
        moments = cls(X.shape[1])
        moments._frame = Frame.of(X[some], y[some])
        for first in range(0, len(X), ROWS):
            moments.add(X[first : first + ROWS], y[first : first + ROWS])
        return moments

    @property
    def A(self) -> Vector:
        """X^T X/m, (n, n)."""
        return self.parabola().A

    @property
    def b(self) -> Vector:
        """X^T y/m, (n,)."""
        parabola = self.parabola()
        return cast(Vector, parabola.slope + parabola.A.dot(parabola.about))

    @property
    def c(self) -> float:
        """y.y/m."""
        parabola = self.parabola()
        about, slope = parabola.about, parabola.slope
        return float(parabola.rest + 2 * slope.dot(about) + about.dot(parabola.A.dot(about)))

    def parabola(self) -> Parabola:
        """The loss as these rows give it. ValueError where there are none."""
        if self._frame is None:
            raise ValueError(tr("no rows have been added up."))
        outward, m = self._frame.outward, self.m
        values, turned = np.linalg.eigh(self._squares / m)
        # A = root^T root, and root is small where A is: its singular values keep the digits of the flat directions
        values = np.where(values > 64 * len(values) * EPSILON * values[-1], values, 0.0)  # less is only rounding
        root = np.sqrt(values)[:, None] * turned.T.dot(outward)
        slope = outward.T.dot(self._slope / m)
        A = np.ascontiguousarray(_symmetric(root.T.dot(root)))  # laid out as a table that is typed in would be
        return Parabola(A, self._frame.about, slope, self._rest / m, root)


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """Coordinates for adding up: `about` (n,), a theta near the best; z = x inward and x = z outward, (n, n) both."""

    about: Vector
    inward: Vector
    outward: Vector

    @classmethod
    def of(cls, X: Vector, y: Vector) -> Frame:
        """In which the rows of X have about the same spread in every direction."""
        _, sizes, right = np.linalg.svd(X, full_matrices=len(X) < X.shape[1])
        spread = np.zeros(X.shape[1])
        spread[: len(sizes)] = sizes / np.sqrt(len(X))
        largest = float(spread.max()) or 1.0
        spread = np.where(spread > 1e-7 * largest, spread, largest)  # a direction these rows say nothing of
        return cls(_fit(X, y), right.T / spread, spread[:, None] * right)


class Parabola:
    """J(theta) = 1/2 (d A d - 2 slope.d + rest) with d = theta - about; A is root^T root."""

    __slots__ = ("A", "about", "rest", "root", "slope")

    def __init__(self, A: Vector, about: Vector, slope: Vector, rest: float, root: Vector) -> None:
        self.A, self.about, self.slope, self.rest, self.root = A, about, slope, rest, root
        for each in (A, about, slope, root):
            each.setflags(write=False)

    def look(self, theta: Vector) -> tuple[float, Vector]:
        """The loss and its gradient; never below 0."""
        away = theta - self.about
        rise = self.A.dot(away)
        loss = 0.5 * (float(away.dot(rise)) - 2 * float(self.slope.dot(away)) + self.rest)
        return max(loss, 0.0) if loss == loss else loss, rise - self.slope

    def best(self) -> Vector:
        """Where it is least; the shortest such theta when there are many."""
        spectrum = of_parabola(self)
        return cast(Vector, spectrum.vectors.dot(spectrum.best))


@dataclass(frozen=True, slots=True, eq=False)
class Spectrum:
    """The eigen-directions of the curvature along which the loss is not flat: r of n."""

    values: Vector  # (r,), the eigenvalues, above 0
    vectors: Vector  # (n, r), the directions as columns of length 1
    best: Vector  # (r,), how far along each the loss is least
    floor: float  # the least loss


def of_data(X: Vector, y: Vector) -> Spectrum:
    """From the data themselves, by their singular values: also small eigenvalues to many digits."""
    left, sizes, right = np.linalg.svd(X, full_matrices=False)
    rank = int(np.sum(sizes > max(X.shape) * EPSILON * sizes[0]))
    left, sizes, right = left[:, :rank], sizes[:rank], right[:rank]
    seen = left.T.dot(y)
    rest = y - left.dot(seen)
    floor = float(rest.dot(rest)) / (2 * len(X))
    return Spectrum(sizes * sizes / len(X), np.ascontiguousarray(right.T), seen / sizes, floor)


def of_parabola(parabola: Parabola) -> Spectrum:
    """From the moments, for more rows than one wants to touch again."""
    _, sizes, right = np.linalg.svd(parabola.root)
    rank = int(np.sum(sizes > 8 * len(sizes) * EPSILON * sizes[0]))
    sizes, right = sizes[:rank], right[:rank]
    values, further = sizes * sizes, right.dot(parabola.slope)
    fallen = float(np.sum(further * further / values))  # how far below the loss at `about` the bottom is, twice
    floor = max(0.5 * (parabola.rest - fallen), 0.0)
    return Spectrum(values, np.ascontiguousarray(right.T), right.dot(parabola.about) + further / values, floor)


def _fit(X: Vector, y: Vector) -> Vector:
    """The shortest theta with the least squares of X theta - y."""
    return cast(Vector, np.linalg.lstsq(X, y, rcond=None)[0])


def _symmetric(A: Vector) -> Vector:
    return (A + A.T) / 2
