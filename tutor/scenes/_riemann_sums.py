"""The sums: the interval cut into n strips, and the area of each by one of four rules, above the axis and below it."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from tutor.scenes._sampling import Array

RULES = ("left", "mid", "right", "trapezoid")
MOST = 10_000  # strips
ROUNDING = 1e-13  # of the sizes that are added up: a sum or a difference as small as that is 0
Curve = Callable[[Array], Array]


@dataclass(frozen=True, slots=True, eq=False)
class Strips:
    """`edges` (n + 1,), and the height of each strip at its left and at its right edge, (n,): the same but for
    trapezoids. nan or infinite where f has no value."""

    edges: Array
    left: Array
    right: Array


@dataclass(frozen=True, slots=True)
class Sum:
    """A sum with its sign, and its two parts: `above` at least 0, `below` at most 0. nan where it has no value."""

    value: float
    above: float
    below: float

    @property
    def size(self) -> float:
        """The area without its sign."""
        return self.above - self.below


def strips(curve: Curve, low: float, high: float, n: int, rule: str) -> Strips:
    """n strips of one width from low to high; `curve` takes an array."""
    edges = np.linspace(low, high, n + 1)
    if rule == "mid":
        heights = curve((edges[:-1] + edges[1:]) / 2)
        return Strips(edges, heights, heights)
    heights = curve(edges)
    left = heights[1:] if rule == "right" else heights[:-1]
    return Strips(edges, left, heights[1:] if rule == "trapezoid" else left)


def added(made: Strips) -> Sum:
    """The areas of the strips added up."""
    width = (float(made.edges[-1]) - float(made.edges[0])) / len(made.left)
    if not (np.isfinite(made.left).all() and np.isfinite(made.right).all()):
        return Sum(math.nan, math.nan, math.nan)
    over, under = _parts(made.left, made.right)
    above, below = width * math.fsum(over.tolist()), -width * math.fsum(under.tolist())
    whole = width * math.fsum(((made.left + made.right) / 2).tolist())
    rounding = ROUNDING * (above - below)
    return Sum(*(0.0 if abs(each) <= rounding else each for each in (whole, above, below)))


def _parts(left: Array, right: Array) -> tuple[Array, Array]:
    """The area over and under the axis of trapezoids of width 1; where the slant crosses the axis, both."""
    tall, short = np.maximum(left, right), np.minimum(left, right)
    with np.errstate(all="ignore"):
        crossing = (tall > 0) & (short < 0)
        over = np.where(crossing, tall * tall / (2 * (tall - short)), np.maximum((left + right) / 2, 0))
        under = np.where(crossing, short * short / (2 * (tall - short)), np.maximum(-(left + right) / 2, 0))
    return over, under
