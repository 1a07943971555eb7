"""A curve's points made ready for plotext: unbroken, inside the window, and no more of them than can be seen.

plotext cannot do without these three: one number that is not finite stops its drawing, a line costs it by its length,
seen or not, and a point costs the same whether or not it lights a dot of its own. All lengths are in dots.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Point = tuple[float, float]


def to_strokes(across: Floats, up: Floats, right: float, upper: float) -> Iterator[tuple[list[int], list[int]]]:
    """The unbroken pieces of a line inside [0, right] x [0, upper] dots, in whole dots, no two neighbours the same."""
    for start, end in finite_spans(across, up):
        for x, y in clip(*decimate(across[start:end], up[start:end], right), right, upper):
            dots = np.floor(np.stack((x, y)) + 0.5).astype(int)
            new = np.any(np.diff(dots, axis=1) != 0, axis=0)
            kept = dots[:, np.concatenate(([True], new))]
            yield kept[0].tolist(), kept[1].tolist()


def finite_spans(xs: Floats, ys: Floats) -> list[tuple[int, int]]:
    """[start, end) of each longest piece where both are finite."""
    good = np.isfinite(xs) & np.isfinite(ys)
    edges = np.flatnonzero(np.diff(np.concatenate(([False], good, [False])).astype(np.int8)))
    return [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]


def decimate(xs: Floats, ys: Floats, right: float) -> tuple[Floats, Floats]:
    """At most two points for each visit to a column of dots: its lowest and highest.

    `xs` are finite and in dots; all that lies left of -1/2 or right of `right` + 1/2 counts as one column,
    of which the first and last point are kept instead, so that a line comes into the window at its own
    slope. The first and the last point stay first and last. Within a visit the point nearer to where the
    line comes from is drawn first: the same dots are lit, without a second stroke across a filled column.
    """
    columns = np.clip(np.floor(xs + 0.5), -1, np.floor(right + 0.5) + 1)
    starts = np.concatenate(([0], np.flatnonzero(np.diff(columns)) + 1))
    if len(xs) < 3 or len(starts) * 2 >= len(xs):
        return xs, ys
    ends = np.append(starts[1:], len(xs)) - 1
    order = np.lexsort((ys, np.repeat(np.arange(len(starts)), ends - starts + 1)))  # each visit from low to high
    outside = (columns[starts] < 0) | (columns[starts] > right + 0.5)
    lows, highs = order[starts].tolist(), order[ends].tolist()
    kept = [0]
    for i, (low, high) in enumerate(zip(lows, highs, strict=True)):
        if outside[i]:
            kept += [int(starts[i]), int(ends[i])]
            continue
        here = ys[kept[-1]]
        kept += [low, high] if abs(ys[low] - here) <= abs(ys[high] - here) else [high, low]
    kept.append(len(xs) - 1)
    return xs[kept], ys[kept]


def clip(xs: Floats, ys: Floats, right: float, upper: float) -> Iterator[tuple[Floats, Floats]]:
    """The pieces of a polyline within half a dot of [0, right] x [0, upper]."""
    low, high_x, high_y = -0.499, right + 0.499, upper + 0.499
    inside = (xs >= low) & (xs <= high_x) & (ys >= low) & (ys <= high_y)
    if inside.all():
        yield xs, ys
        return
    piece: list[Point] = []
    for i in range(len(xs) - 1):
        a, b = (float(xs[i]), float(ys[i])), (float(xs[i + 1]), float(ys[i + 1]))
        part = (a, b) if inside[i] and inside[i + 1] else clip_one(a, b, (low, low), (high_x, high_y))
        if part is None:
            continue
        if not piece or piece[-1] != part[0]:
            if piece:
                yield _columns(piece)
            piece = [part[0]]
        piece.append(part[1])
    if piece:
        yield _columns(piece)


def _columns(points: list[Point]) -> tuple[Floats, Floats]:
    table = np.array(points, float)
    return table[:, 0], table[:, 1]


def clip_one(a: Point, b: Point, low: Point, high: Point) -> tuple[Point, Point] | None:
    """The part of the segment from a to b inside the box, if any (Liang and Barsky, 1984). Never outside the
    box, even where the ends are so far away that rounding would put it there."""
    enter, leave = 0.0, 1.0
    steps = b[0] - a[0], b[1] - a[1]
    for axis, step in enumerate(steps):
        if step == 0:
            if not low[axis] <= a[axis] <= high[axis]:
                return None
            continue
        bounds = (low[axis] - a[axis]) / step, (high[axis] - a[axis]) / step
        enter, leave = max(enter, min(bounds)), min(leave, max(bounds))
    if enter > leave:
        return None
    ends = []
    for point, share in ((a, enter), (b, leave)):
        raw = point if share in (0.0, 1.0) else (a[0] + share * steps[0], a[1] + share * steps[1])
        ends.append((min(max(raw[0], low[0]), high[0]), min(max(raw[1], low[1]), high[1])))
    return ends[0], ends[1]
