"""One roll: the draws of one seed, added up as they come. Of any number of draws only a few marks are kept.

The numbers are added one after the other in the order of their stream, so that a mean is the same to the last bit
however many draws were asked for at a time, and the same as a plain loop makes it.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from tutor.numeric import function
from tutor.scenes._montecarlo_law import draws
from tutor.tree import Node

MOST = 10_000_000  # draws
CHUNK = 20_000  # draws that are held at a time
A_DECADE = 24  # marks on each tenfold stretch of n
GRID = sorted({round(10 ** (k / A_DECADE)) for k in range(7 * A_DECADE + 1)})


@dataclass(slots=True)
class Roll:
    """`kept` holds the mean at each mark that was passed: those of the grid, and the stops of the lesson."""

    seed: int
    estimate: Node
    name: str
    law: str
    stops: Sequence[int]
    n: int = 0
    total: float = 0.0
    kept: dict[int, float] = field(default_factory=dict)
    _draw: Any = None
    _marks: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._draw = draws(self.seed, self.law)
        self._marks = sorted({*GRID, *self.stops})

    @property
    def mean(self) -> float:
        """Of all draws so far; nan before the first."""
        return self.total / self.n if self.n else math.nan

    def at(self, n: int) -> float | None:
        """The mean of the first n draws; None where it was not kept, or so many were not drawn."""
        return self.mean if n == self.n and n else self.kept.get(n)

    def drawing(self, n: int) -> Iterator[float]:
        """Draws until there are n in all, in pieces; yields how much of it is done, 0 to 1. Nothing where there are."""
        begun, goal, f = self.n, min(n, MOST), function(self.estimate, (self.name,))
        while self.n < goal:
            count = min(CHUNK, goal - self.n)
            values = np.asarray(f(self._draw(count)), dtype=np.float64)
            with np.errstate(all="ignore"):
                sums = np.cumsum(np.concatenate(([self.total], values)))
            for mark in self._marks[bisect_right(self._marks, self.n) : bisect_right(self._marks, self.n + count)]:
                self.kept[mark] = float(sums[mark - self.n]) / mark
            self.n, self.total = self.n + count, float(sums[-1])
            yield (self.n - begun) / (goal - begun)

    def curve(self, since: int) -> tuple[list[float], list[float]]:
        """log10 n and the mean there, from n = `since` on, the last of them where it stands now."""
        ns = [n for n in self.kept if n >= since]
        xs, ys = [math.log10(n) for n in ns], [self.kept[n] for n in ns]
        if self.n and self.n not in self.kept and self.n >= since:
            xs, ys = [*xs, math.log10(self.n)], [*ys, self.mean]
        return xs, ys
