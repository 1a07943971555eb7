"""What the tests of derivatives share: points, central differences, and when two numbers are the same."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator

import sympy

from tutor.numeric import scalar
from tutor.symbolic import CannotDo, to_sympy
from tutor.tree import Node

NAMES = ("x", "y")
# Nothing special about them: no corner or jump of a random expression lies on one.
POINTS = ((0.7315, 1.2847), (1.8391, 0.4123), (2.4177, 3.1931), (-0.6173, 0.8219), (-1.9137, -2.2671))
HUGE = 1e9


def agreeing(a: float, b: float, tolerance: float = 1e-7) -> bool:
    return abs(a - b) <= tolerance * max(1.0, abs(a), abs(b))


def same_value(a: Node, b: Node) -> tuple[int, str]:
    """At how many points the two trees could be compared, and where they differ ('' if nowhere).

    A point counts where both are finite and not huge. Where floats lose too many digits, 60 digits decide.
    """
    first, second = scalar(a, NAMES), scalar(b, NAMES)
    compared = 0
    for point in POINTS:
        here, there = first(point), second(point)
        if not (math.isfinite(here) and math.isfinite(there)) or max(abs(here), abs(there)) > HUGE:
            continue
        compared += 1
        if not agreeing(here, there) and not _same_precisely(a, b, point):
            return compared, f"at {point}: {here} and {there}"
    return compared, ""


def _same_precisely(a: Node, b: Node, point: tuple[float, ...]) -> bool:
    try:
        values = [precise(node, point) for node in (a, b)]
    except CannotDo:
        return False
    return abs(values[0] - values[1]) <= 1e-9 * max(1, abs(values[0]))


def precise(node: Node, point: tuple[float, ...]) -> complex:
    expr = to_sympy(node)
    bound = {symbol: sympy.Rational(str(dict(zip(NAMES, point, strict=True))[symbol.name])) for symbol in
             expr.free_symbols}  # fmt: skip
    return complex(expr.subs(bound).evalf(60))


def central_differences(node: Node, place: int) -> Iterator[tuple[tuple[float, ...], float]]:
    """(point, slope) wherever two step widths agree about the slope, and the slope is not huge."""
    f = scalar(node, NAMES)
    for point in POINTS:
        wide, narrow = (_central(f, point, place, h) for h in (1e-4, 2e-5))
        if math.isfinite(wide) and agreeing(wide, narrow, 1e-6) and abs(f(point)) < 1e5:
            yield point, narrow


def _central(f: Callable[..., float], point: tuple[float, ...], place: int, h: float) -> float:
    left, right = list(point), list(point)
    left[place] -= h
    right[place] += h
    return (f(right) - f(left)) / (2 * h)
