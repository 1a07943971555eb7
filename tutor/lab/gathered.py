"""Mean and scatter of columns, added up chunk by chunk: all that least squares needs of any number of rows.

Each chunk is centred on its own mean and the two are merged, so a column that hardly varies around a large number
(years, prices in cents) keeps its digits: Chan, Golub and LeVeque,
"Algorithms for computing the sample variance" (1983).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Gathered:
    """m rows of p columns: their mean (p,), and scatter (p, p), the sum of (row - mean)(row - mean)^T."""

    m: int
    mean: Array
    scatter: Array
    least: Array
    most: Array

    @staticmethod
    def of(rows: Array) -> Gathered:
        """Of the rows (m, p), m at least 1."""
        with np.errstate(all="ignore"):  # numbers too large for it are told at the end
            mean = rows.mean(axis=0)
            off = rows - mean
            return Gathered(len(rows), mean, off.T.dot(off), rows.min(axis=0), rows.max(axis=0))

    def and_of(self, rows: Array) -> Gathered:
        """With these rows as well."""
        more = Gathered.of(rows)
        m = self.m + more.m
        with np.errstate(all="ignore"):
            apart = more.mean - self.mean
            mean = self.mean + apart * (more.m / m)
            scatter = self.scatter + more.scatter + np.outer(apart, apart) * (self.m * more.m / m)
        return Gathered(m, mean, scatter, np.minimum(self.least, more.least), np.maximum(self.most, more.most))

    @property
    def farthest(self) -> Array:
        """The largest size of a number in each column, (p,)."""
        return np.maximum(np.abs(self.least), np.abs(self.most))

    @property
    def spread(self) -> Array:
        """The standard deviations (of the rows, ddof 0), (p,)."""
        return np.sqrt(np.maximum(np.diag(self.scatter), 0.0) / self.m)

    @property
    def constant(self) -> NDArray[np.bool_]:
        """Which columns have one value only, but for rounding."""
        return np.asarray((self.least == self.most) | (self.spread <= 1e-12 * self.farthest))

    def rescaled(self, shift: Array, scale: Array) -> Gathered:
        """As gathered from (rows - shift)/scale, (p,) each; no scale is 0 or below."""
        return Gathered(
            self.m,
            (self.mean - shift) / scale,
            self.scatter / np.outer(scale, scale),
            (self.least - shift) / scale,
            (self.most - shift) / scale,
        )

    def products(self) -> tuple[Array, Array, float]:
        """A = X^T X/m, b = X^T y/m and c = y.y/m, where y is the last column and X a column of ones and the others."""
        second = self.scatter / self.m + np.outer(self.mean, self.mean)
        with_ones = np.block([[np.ones((1, 1)), self.mean[np.newaxis]], [self.mean[:, np.newaxis], second]])
        return with_ones[:-1, :-1].copy(), with_ones[:-1, -1].copy(), float(with_ones[-1, -1])
