"""A bounded record of a run: what a chart needs of it, however long it runs.

The steps are cut into stretches of equal width, and of each stretch the points of least and of greatest loss
are kept, so that a spike or a swing is never thinned away; when there are too many stretches, neighbours are
merged and the width doubles. The first and the last point are always kept. Until the record is full it is
complete.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from copy import copy

import numpy as np
from numpy.typing import NDArray

from tutor.descent.problem import Vector
from tutor.messages import tr

Point = tuple[float, int, Vector]  # loss, k, theta


class Trace:
    """At most `capacity` points (k, theta, loss), in order; what is not finite is left out."""

    def __init__(self, capacity: int = 2048) -> None:
        if capacity < 8:
            raise ValueError(f"a trace needs room for 8 points at least, and {capacity} is less.")
        self._most = (capacity - 2) // 2  # stretches; two places are for the first and the last point
        self.clear()

    def clear(self) -> None:
        self._width = 2  # a stretch of two steps keeps both: its least is one and its greatest the other
        self._stretch = -1  # number of the stretch that is being filled
        self._least: list[Point] = []
        self._greatest: list[Point] = []
        self._first: Point | None = None
        self._last: Point | None = None

    def add(self, k: int, theta: Vector, loss: float) -> None:
        """Record a point. k grows, or is the last k again. The array is kept, not copied."""
        if not math.isfinite(loss):
            return
        self._last = point = (loss, k, theta)
        if k // self._width == self._stretch:
            if loss < self._least[-1][0]:
                self._least[-1] = point
            elif loss >= self._greatest[-1][0]:
                self._greatest[-1] = point
            return
        if self._first is None:
            self._first = point
        if len(self._least) >= self._most:
            self._thin()
        self._stretch = k // self._width
        if self._least and self._least[-1][1] // self._width == self._stretch:
            self.add(k, theta, loss)  # thinning has made room in a stretch that is not yet over
        else:
            self._least.append(point)
            self._greatest.append(point)

    def widen(self, k: int) -> None:
        """Make room for a run that goes on to k, so that no point added on the way is thinned away again."""
        while k // self._width >= self._most:
            self._width *= 2
        self._merge()
        self._stretch = self._least[-1][1] // self._width if self._least else -1

    def gaps(self, after: int, k: int) -> NDArray[np.int64]:
        """Which of after + 1, ... k to add where any can be had at once: the two ends of each stretch, and k."""
        width = self._width
        firsts = np.arange(after // width * width, k + 1, width, dtype=np.int64)
        ks = np.unique(np.concatenate([firsts, firsts + width - 1, [k]]))
        return ks[(ks > after) & (ks <= k)]

    def copy(self) -> Trace:
        """Another record that goes its own way from here; the arrays are shared."""
        twin = copy(self)
        twin._least, twin._greatest = self._least.copy(), self._greatest.copy()
        return twin

    def cut(self, k: int) -> int:
        """Forget every point after k. The point at k itself may be gone too: add it again.

        What comes next is recorded as finely as in a run that has only come to k. Returns up to where the record still
        has the least and the greatest loss of each stretch: k, or less where a stretch was cut through.
        """
        self._width = 2
        while k // self._width >= self._most:
            self._width *= 2
        sure = k
        while self._least and (self._least[-1][1] > k or self._greatest[-1][1] > k):
            low, high = self._least.pop(), self._greatest.pop()
            sure = min(sure, self._last_kept())
            kept = low if low[1] <= k else high if high[1] <= k else None
            if kept is not None:
                self._least.append(kept)
                self._greatest.append(kept)
        if self._least:
            self._last = max(self._least[-1], self._greatest[-1], key=_k)
            self._stretch = self._last[1] // self._width
        else:
            # thinned away or not, the first point stands unless the cut is before it
            self._last = self._first = None if self._first is None or self._first[1] > k else self._first
            self._stretch = -1
        return sure

    def _last_kept(self) -> int:
        """The k of the last point that stands in a stretch."""
        return max(self._least[-1][1], self._greatest[-1][1]) if self._least else -1

    @property
    def thinned(self) -> bool:
        """Has any point been left out?"""
        return self._width > 2

    @property
    def width(self) -> int:
        """How many steps a stretch has."""
        return self._width

    def loss_before(self, k: int) -> float:
        """The loss at a kept point not after k; the first one if there is none. LookupError when empty."""
        if self._first is None:
            raise LookupError(tr("nothing has been recorded yet."))
        place = bisect_right(self._least, k, key=_k)
        return (self._least[place - 1] if place else self._first)[0]

    def where_below(self, loss: float, first: int) -> tuple[int, int] | None:
        """(after, to): the first loss below `loss`, from k = `first` on, lies after the one and not after the other.

        None where there is none. A stretch may hide losses on both sides of its least, hence the stretch before it.
        """
        after = -1
        for low, high in zip(self._least, self._greatest, strict=True):
            to = max(low[1], high[1])
            if low[0] < loss and to >= first:
                return after, to
            after = to
        return None

    def points(self) -> tuple[NDArray[np.int64], Vector, Vector]:
        """k (p,), theta (p, n) and loss (p,) of the points kept; new arrays, everything in them finite."""
        kept: dict[int, Point] = {}
        if self._first is not None and self._last is not None:
            kept[self._first[1]] = self._first
            for low, high in zip(self._least, self._greatest, strict=True):
                for point in (low, high) if low[1] <= high[1] else (high, low):
                    kept[point[1]] = point
            kept[self._last[1]] = self._last
        points = list(kept.values())
        ks = np.array([point[1] for point in points], dtype=np.int64)
        losses = np.array([point[0] for point in points], dtype=np.float64)
        thetas = np.array([point[2] for point in points], dtype=np.float64).reshape(len(points), -1 if points else 0)
        fine = np.isfinite(thetas).all(axis=1)
        return ks[fine], thetas[fine], losses[fine]

    def _thin(self) -> None:
        """Merge the stretches two by two until there is room."""
        while len(self._least) >= self._most:
            self._width *= 2
            self._merge()

    def _merge(self) -> None:
        """Make one of all that lie in the same stretch."""
        least, greatest = self._least, self._greatest
        self._least, self._greatest = [], []
        stretch = -1
        for low, high in zip(least, greatest, strict=True):
            if low[1] // self._width == stretch:
                self._least[-1] = min(self._least[-1], low, key=_loss)
                self._greatest[-1] = max(high, self._greatest[-1], key=_loss)
            else:
                stretch = low[1] // self._width
                self._least.append(low)
                self._greatest.append(high)


def _loss(point: Point) -> float:
    return point[0]


def _k(point: Point) -> int:
    return point[1]
