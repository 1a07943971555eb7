"""Does the nudge of a difference reach across a corner of f? Then what it leaves out are no terms of a series.

A corner is looked for where the slope changes most, in halves, until two places are left that are next to equal: of a
smooth f nothing is left of the change there, at a corner all of it. f itself must not jump: a pole is no corner.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from tutor.descent.gradcheck import along
from tutor.descent.problem import Problem
from tutor.scenes._gradcheck_estimate import Estimate
from tutor.scenes._problem import Array

Along = Callable[[float], float]
LOOKS, HALVES = 32, 40
NEAR = 1e-6  # of what f and its slope are: a jump of f, a jump of the slope that could be rounding
MOSTLY = 0.5  # of what the difference leaves out: it is the corner's doing


def crosses_corner(problem: Problem, theta: Array, component: int, each: Estimate) -> bool:
    """Is most of what the difference is off without rounding due to a corner of f within its reach?"""

    def slope(at: float) -> float:
        there = theta.copy()
        there[component] = at
        return float(problem.gradient(there)[component])

    x, h, left_out = float(theta[component]), each.h, abs(each.truncation or 0.0)
    low, high = x if each.formula == "forward" else x - h, x + h
    if not left_out or not low < high:
        return False
    with np.errstate(all="ignore"):
        found = _corner(along(problem.loss, theta, component), slope, low, high)
    if found is None:
        return False
    place, jump = found
    beyond = high - place if place >= x else place - low
    return jump * beyond / (high - low) > MOSTLY * left_out


def _corner(f: Along, slope: Along, low: float, high: float) -> tuple[float, float] | None:
    """Where the slope jumps and by how much; None where it does not."""
    places = [low + (high - low) * i / LOOKS for i in range(LOOKS + 1)]
    slopes = [slope(each) for each in places]
    if not all(map(math.isfinite, slopes)):
        return None
    at = max(range(LOOKS), key=lambda i: abs(slopes[i + 1] - slopes[i]))
    (left, before), (right, after) = (places[at], slopes[at]), (places[at + 1], slopes[at + 1])
    for _ in range(HALVES):
        middle = (left + right) / 2
        here = slope(middle)
        if not left < middle < right or not math.isfinite(here):
            break
        if abs(here - before) > abs(after - here):
            right, after = middle, here
        else:
            left, before = middle, here
    jump, heights = abs(after - before), (f(left), f(right))
    steady = abs(heights[1] - heights[0]) <= NEAR * (1 + abs(heights[0]))
    return (left, jump) if steady and jump > NEAR * (abs(before) + abs(after)) else None
