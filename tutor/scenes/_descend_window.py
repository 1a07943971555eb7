"""From where to where a map shows: windows that hold what there is to see and change seldom."""

from __future__ import annotations

import numpy as np

from tutor.scenes._problem import Array

Interval = tuple[float, float]


def around(points: Array, room: float) -> tuple[Interval, ...]:
    """An interval a column that holds the points, with so much room on either side, and never empty."""
    low, high = points.min(axis=0), points.max(axis=0)
    spans = high - low
    least = max(float(spans.max()) / 4, 1e-3 * float(np.abs(points).max()), 1e-6)
    spans = np.maximum(spans, least)
    middle = low / 2 + high / 2
    reach = spans * (0.5 + room)
    return tuple((float(m - r), float(m + r)) for m, r in zip(middle, reach, strict=True))


def holds(window: tuple[Interval, ...], points: Array) -> bool:
    low, high = np.array(window).T
    return bool((points >= low).all() and (points <= high).all())


def lost_in(window: tuple[Interval, ...], points: Array) -> bool:
    """Is what there is to see a speck in the window, as after going far back?"""
    low, high = np.array(window).T
    return len(points) > 20 and bool(((points.max(axis=0) - points.min(axis=0)) < (high - low) / 40).all())
