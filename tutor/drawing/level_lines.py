"""Contour lines as polylines: where heights on a grid pass a level, joined from one cell of the grid to the next.

Marching squares (Lorensen and Cline's marching cubes, 1987, in two dimensions): each edge of the grid whose ends lie on
both sides of the level is crossed once, at the place between them; a cell joins its two crossings, or its four in two
pairs, which the height in its middle decides. A cell with a corner that is not finite is left out.
"""

from __future__ import annotations

import numpy as np

from tutor.drawing.strokes import Floats

Edge = tuple[int, int, int]  # row, column, and 0 for the edge to the right, 1 for the one upwards


def level_lines(heights: Floats, xs: Floats, ys: Floats, level: float) -> list[tuple[Floats, Floats]]:
    """The lines (xs, ys) at `level` of heights[i][j] at (xs[j], ys[i]); a closed one ends where it begins."""
    above = heights >= level
    places = _crossings(heights, above, xs, ys, level)
    joined: dict[Edge, list[Edge]] = {}
    for a, b in _pairs(heights, above, level):
        joined.setdefault(a, []).append(b)
        joined.setdefault(b, []).append(a)
    lines = []
    for start in sorted(joined, key=lambda edge: len(joined[edge])):  # open lines from an end, then the closed ones
        while joined[start]:
            line = _walk(joined, start)
            lines.append((np.array([places[e][0] for e in line]), np.array([places[e][1] for e in line])))
    return lines


def _crossings(
    heights: Floats, above: np.ndarray, xs: Floats, ys: Floats, level: float
) -> dict[Edge, tuple[float, float]]:
    found: dict[Edge, tuple[float, float]] = {}
    with np.errstate(all="ignore"):
        for way, (here, there) in enumerate((((slice(None), slice(-1)), (slice(None), slice(1, None))),
                                             ((slice(-1), slice(None)), (slice(1, None), slice(None))))):  # fmt: skip
            low, high = heights[here], heights[there]
            share = np.clip((level - low) / (high - low), 0.0, 1.0)
            for i, j in np.argwhere(above[here] != above[there]).tolist():
                part = float(share[i, j]) if np.isfinite(share[i, j]) else 0.5
                if way == 0:
                    found[i, j, 0] = (float(xs[j] + part * (xs[j + 1] - xs[j])), float(ys[i]))
                else:
                    found[i, j, 1] = (float(xs[j]), float(ys[i] + part * (ys[i + 1] - ys[i])))
    return found


def _pairs(heights: Floats, above: np.ndarray, level: float) -> list[tuple[Edge, Edge]]:
    """The two crossings that each cell joins; twice two at a saddle."""
    corners = above[:-1, :-1], above[:-1, 1:], above[1:, 1:], above[1:, :-1]  # around, from the lower left
    total = sum(each.astype(int) for each in corners)
    known = np.isfinite(heights)
    whole = known[:-1, :-1] & known[:-1, 1:] & known[1:, 1:] & known[1:, :-1]
    found: list[tuple[Edge, Edge]] = []
    for i, j in np.argwhere((total > 0) & (total < 4) & whole).tolist():
        a, b, c, d = (bool(each[i, j]) for each in corners)
        below, right, over, left = (i, j, 0), (i, j + 1, 1), (i + 1, j, 0), (i, j, 1)
        crossed = [e for e, cut in ((below, a != b), (right, b != c), (over, c != d), (left, d != a)) if cut]
        if len(crossed) == 2:
            found.append((crossed[0], crossed[1]))
        else:
            middle = float(heights[i : i + 2, j : j + 2].mean()) >= level
            found += [(below, right), (over, left)] if middle == a else [(below, left), (right, over)]
    return found


def _walk(joined: dict[Edge, list[Edge]], start: Edge) -> list[Edge]:
    """Along one line, whose joints are used up on the way."""
    line = [start]
    while joined[line[-1]]:
        following = joined[line[-1]].pop()
        joined[following].remove(line[-1])
        line.append(following)
    return line
