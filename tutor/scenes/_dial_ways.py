"""Directions in the plane of the inputs, in degrees from the first axis, and which of them are extreme.

Angles grow anticlockwise, from the first variable towards the second, and lie in [0, 360). Only the standard library.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import acos, atan2, cos, degrees, floor, hypot, radians, sin

TINY = 1e-12  # of what it is compared with: that much is rounding
SAME = 1e-7  # degrees


@dataclass(frozen=True, slots=True)
class Way:
    """A direction: its angle, and the vector of length 1 that points there."""

    degrees: float
    u: tuple[float, float]

    def is_at(self, other: Way) -> bool:
        return apart(self.degrees, other.degrees) < SAME


@dataclass(frozen=True, slots=True)
class Extremes:
    """Where the quantity is greatest and least, and where it is 0 (none, or every such direction)."""

    top: Way
    greatest: float
    bottom: Way
    least: float
    level: tuple[Way, ...]


def at_degrees(angle: float) -> Way:
    """The direction at an angle; multiples of 30 degrees have the halves that belong to them."""
    angle = angle % 360.0
    turn = radians(angle)
    return Way(angle, (round(cos(turn), 15) + 0.0, round(sin(turn), 15) + 0.0))


def along(x: float, y: float) -> Way:
    """The direction of a vector that is not 0."""
    scale = max(abs(x), abs(y))  # so that no length over- or underflows
    x, y = x / scale, y / scale
    length = hypot(x, y)
    return Way(degrees(atan2(y, x)) % 360.0, (x / length + 0.0, y / length + 0.0))


def apart(one: float, other: float, around: float = 360.0) -> float:
    """Degrees from one angle to the other, the shorter way round; `around` 180 where u and -u are the same."""
    away = (one - other) % around
    return min(away, around - away)


def turned(angle: float, steps: int, step: float) -> float:
    """The angle so many steps on among the multiples of `step`; from between two of them the next one comes first."""
    place = angle / step
    near = round(place)
    if abs(place - near) < SAME:
        return (near + steps) * step % 360.0
    return (floor(place) + steps + (steps < 0)) * step % 360.0


def extreme_slopes(x: float, y: float) -> Extremes | None:
    """Of grad . u for the gradient (x, y): its length along it, minus that against it, 0 across; None where it is 0."""
    length = hypot(x, y)
    if length == 0:
        return None
    top = along(x, y)
    return Extremes(top, length, _turn(top, 180), -length, (_turn(top, -90), _turn(top, 90)))


def extreme_curvatures(a: float, b: float, c: float) -> Extremes | None:
    """Of u^T H u for H = [[a, b], [b, c]]: mean + half cos(2(angle - top)), whose ends are H's eigenvalues; None where
    it is the same in every direction."""
    mean, half = (a + c) / 2, hypot((a - c) / 2, b)
    if half <= TINY * abs(mean) or half == 0:
        return None
    top = at_degrees(degrees(atan2(2 * b, a - c)) / 2 % 180)
    level: tuple[Way, ...] = ()
    if abs(mean) <= half * (1 + TINY):
        away = degrees(acos(max(-1.0, min(1.0, -mean / half)))) / 2
        level = tuple(_turn(top, sign * away + half_turn) for sign in (1, -1) for half_turn in (0, 180))
    return Extremes(top, mean + half, _turn(top, 90), mean - half, level)


def _turn(way: Way, by: float) -> Way:
    return at_degrees(way.degrees + by)
