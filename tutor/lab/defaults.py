"""A start where the loss has a value, and a rate that descends from there: what the lab takes where none was typed.

The rates are round (1, 2 or 5 times a power of ten), tried out for a few steps; on data plain descent takes the rate
that the curvature allows. Nothing here is random: the same set-up always opens in the same way.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from tutor.descent.methods import Method
from tutor.descent.problem import Function, Problem
from tutor.numeric import scalar
from tutor.tree import Node

Array = NDArray[np.float64]
TRIED = 60  # steps
RATES = tuple(float(f"{digit}e{power}") for power in range(3, -13, -1) for digit in (5, 2, 1))
PATTERNS = (
    *((2.0, 1.0), (1.0, 2.0), (0.5, 1.5), (-1.5, 1.0), (3.0, -2.0), (0.2, 0.1), (-0.3, -0.6), (8.0, 5.0)),
    *((20.0, 30.0), (-20.0, -30.0), (100.0, 200.0), (-100.0, 50.0), (0.01, 0.02)),
)
GIVEN_UP = 6  # smaller rates that end higher: those below them creep
FLAT = 1e-6  # a slope that is hardly one
FARTHEST = 1e6  # a loss that makes no picture
LONGEST = 0.5  # the first step, beside the distance of the start from 0 (and 1)


def start_for(f: Node, names: Sequence[str]) -> tuple[float, ...] | None:
    """A point with a value and a slope; None where none was found."""
    problem = _function(f, names)
    found = None
    for pattern in PATTERNS:
        theta = np.array([pattern[i % 2] * (1 + i // 2 / 4) for i in range(len(names))])
        loss, gradient = problem.look(theta)
        if not (math.isfinite(loss) and np.isfinite(gradient).all()):
            continue
        found = found or tuple(theta.tolist())
        if abs(loss) < FARTHEST and np.abs(gradient).max() > FLAT:
            return tuple(theta.tolist())
    return found


def has_value(f: Node, names: Sequence[str], start: Sequence[float]) -> bool:
    """Is there a finite value at the start?"""
    return math.isfinite(scalar(f, tuple(names))(tuple(start)))


def rate_for_function(f: Node, names: Sequence[str], method: Method, start: Sequence[float]) -> float:
    """A round rate of 1 at most with which the method goes down from the start, in steps that a picture can show."""
    longest = LONGEST * (1 + math.hypot(*start))
    return rate_for(_function(f, names), method, np.array(start, dtype=np.float64), most=1.0, longest=longest)


def rate_for(
    problem: Problem, method: Method, start: Array, *, most: float = math.inf, longest: float = math.inf
) -> float:
    """The round rate, `most` at most, that ends lowest after a few steps, the first no longer than `longest`; for plain
    descent the largest with which every step goes down.
    """
    if method.name == "newton":
        return 1.0
    lowest, best, worse = math.inf, RATES[-1], 0
    for rate in (each for each in RATES if each <= most):
        tried = list(_tried(problem, method, start, rate))
        losses = [problem.loss(start), *(loss for loss, _ in tried)]
        if len(tried) < TRIED or tried[0][1] > longest:
            continue
        if losses[-1] < lowest:
            lowest, best, worse = losses[-1], rate, 0
        else:
            worse += 1
        if method.name == "gd" and losses[-1] < losses[0] and all(b <= a for a, b in pairwise(losses)):
            return rate
        if worse == GIVEN_UP:
            break
    return best


def rate_below(most: float) -> float:
    """The largest 1, 2 or 5 times a power of ten that is at most this; 0.1 where the loss is flat."""
    if not (math.isfinite(most) and most > 0):
        return 0.1
    power = math.floor(math.log10(most)) + 1
    return next(
        (
            rate
            for p in (power, power - 1)
            for digit in (5, 2, 1)
            if (rate := float(f"{digit}e{p}")) <= most * (1 + 1e-12)
        ),
        most,
    )


def _tried(problem: Problem, method: Method, start: Array, rate: float) -> Iterator[tuple[float, float]]:
    """After each step the loss and how far it went, as long as they are numbers."""
    theta, memory = start, method.begin(start)
    for k in range(TRIED):
        with np.errstate(all="ignore"):
            after, memory = method.step(problem, theta, memory, rate, k)
            loss = problem.loss(after) if np.isfinite(after).all() else math.nan
        if not math.isfinite(loss):
            return
        yield loss, math.dist(after, theta)
        theta = after


def _function(f: Node, names: Sequence[str]) -> Function:
    """The function with its slopes by central differences: close enough to try a rate."""
    value = scalar(f, tuple(names))

    def slopes(at: Sequence[float]) -> list[float]:
        found = []
        for i, each in enumerate(at):
            h = 1e-5 * max(1.0, abs(each))
            low, high = [*at], [*at]
            low[i], high[i] = each - h, each + h
            found.append((value(high) - value(low)) / (2 * h))
        return found

    return Function(value, slopes, tuple(names))
