"""Curves as points to draw: gaps where there is no value, breaks at poles and jumps, heights worth showing.

Guaranteed: xs are finite and grow; ys are finite or nan, and nan means 'do not join'. A window is finite and not
empty.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np
from numpy.typing import NDArray

from tutor.numeric import function, scalar
from tutor.tree import Node

Array = NDArray[np.float64]
HALVINGS = 40  # of the gap in which a jump is looked for
LARGEST = 1e100  # heights beyond it are not drawn


def sample(node: Node, name: str, low: float, high: float, columns: int) -> tuple[Array, Array]:
    """`node` as a function of `name`, two points a column and more at breaks: xs and ys, both (n,)."""
    xs = np.linspace(low, high, 2 * max(2, columns) + 1)
    ys = finite(np.asarray(function(node, (name,))(xs), dtype=np.float64))
    curve = scalar(node, (name,))
    span = height_window([ys])
    steps = np.abs(np.diff(ys))
    steep = np.flatnonzero(steps > (span[1] - span[0]) / 5)
    breaks = [i for i in steep if _jumps(lambda x: curve((x,)), xs[i], xs[i + 1])]
    middles = [(xs[i] + xs[i + 1]) / 2 for i in breaks]
    return np.insert(xs, [i + 1 for i in breaks], middles), np.insert(ys, [i + 1 for i in breaks], np.nan)


def _jumps(curve: Callable[[float], float], left: float, right: float) -> bool:
    """Does most of the rise between two places stay, however near to each other they come?"""
    first, last = curve(left), curve(right)
    rise = abs(last - first)
    for _ in range(HALVINGS):
        middle = (left + right) / 2
        if middle in (left, right):
            break
        between = curve(middle)
        if not np.isfinite(between):
            return True
        if abs(between - first) >= abs(last - between):
            right, last = middle, between
        else:
            left, first = middle, between
    return bool(abs(last - first) > rise / 2)


def finite(values: Array) -> Array:
    """The same values, with nan for all that is not worth drawing."""
    with np.errstate(invalid="ignore"):
        return np.where(np.abs(values) < LARGEST, values, np.nan)


def height_window(curves: Iterable[Array]) -> tuple[float, float]:
    """From where to where heights are shown, with a little room. A pole does not flatten the rest of the curve."""
    values = np.concatenate([np.asarray(curve)[np.isfinite(curve)] for curve in curves] or [np.zeros(0)])
    if not values.size:
        return -1.0, 1.0
    low, high = float(values.min()), float(values.max())
    inner_low, inner_high = (float(each) for each in np.quantile(values, [0.06, 0.94]))
    room = inner_high - inner_low
    if room > 0 and high - low > 4 * room:
        low, high = max(low, inner_low - room / 4), min(high, inner_high + room / 4)
    flat = high - low <= 1e-12 * max(abs(low), abs(high))
    margin = max(1.0, abs(low) / 2) if flat else (high - low) * 0.05
    return low - margin, high + margin
