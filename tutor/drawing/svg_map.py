"""A `Terrain` as an SVG: shades in runs, contour lines with their heights, the path, arrows and marked places."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from tutor.drawing import axes
from tutor.drawing.canvas import Window
from tutor.drawing.land import contour_levels, resample, shade_levels
from tutor.drawing.level_lines import level_lines
from tutor.drawing.picture import Role, Series, Terrain
from tutor.drawing.strokes import Floats, clip
from tutor.drawing.svg_sheet import (
    CELL,
    COLUMNS,
    LEFT,
    QUIET,
    ROWS,
    Sheet,
    circle,
    colour_of,
    document,
    frame,
    line,
    path,
    text,
)

FINE = (2, 3)  # heights looked up in each cell, across and up
SHADES = ("#ffffff", "#eaf1f8", "#d5e3f0", "#c0d5e9", "#abc7e1", "#97b9da", "#82abd2", "#6e9dca")


def terrain_svg(terrain: Terrain, title: str = "") -> str:
    """The map as a document."""
    upright, level = axes.fit(*terrain.y, ROWS, 2), axes.fit(*terrain.x, COLUMNS, 11)
    even = axes.fit_even(terrain.x, terrain.y, COLUMNS, ROWS) if terrain.even else None
    level, upright = even or (level, upright)
    sheet = Sheet(Window(level.limits, upright.limits, COLUMNS, ROWS, CELL))
    parts = list(_land(sheet, terrain)) + list(frame(sheet, level, upright, terrain.x_name, terrain.y_name))
    if terrain.path is not None:
        xs, ys = (np.asarray(each, float) for each in terrain.path)
        parts += line(sheet, Series("path", xs, ys, role=Role.PATH), xs, ys)
    for arrow in terrain.arrows:
        parts += _arrow(sheet, arrow.start, arrow.end, colour_of(arrow.role))
    for spot in terrain.spots:
        place = sheet.one(spot.x, spot.y)
        if place is not None:
            parts.append(circle(*place, 4, colour_of(spot.role)))
            parts += [text(place[0] + 8, place[1] - 6, spot.mark, bold=True)] if spot.mark.isalnum() else []
    return document(sheet, parts, title, [])


def _arrow(sheet: Sheet, start: tuple[float, float], end: tuple[float, float], colour: str) -> Iterator[str]:
    """A line with two barbs, drawn as far as it is on the map."""
    across, up = sheet.window.to_dots([start[0], end[0]], [start[1], end[1]])
    if not np.isfinite(across + up).all():
        return
    for x, y in clip(across, up, sheet.window.width - 1, sheet.window.height - 1):
        (x0, x1), (y0, y1) = (x[[0, -1]] + LEFT + 0.5).tolist(), (sheet.bottom - 0.5 - y[[0, -1]]).tolist()
        turn = math.atan2(y1 - y0, x1 - x0)
        barbs = "".join(
            f"M{x1:.2f} {y1:.2f}l{-9 * math.cos(a):.2f} {-9 * math.sin(a):.2f}" for a in (turn - 0.5, turn + 0.5)
        )
        yield f'<path d="M{x0:.2f} {y0:.2f}L{x1:.2f} {y1:.2f}{barbs}" fill="none" stroke="{colour}" stroke-width="2"/>'


def _land(sheet: Sheet, terrain: Terrain) -> Iterator[str]:
    """Shades in runs, and the lines between them with their heights."""
    xs, ys = replace(sheet.window, dots=FINE).places(dots=True)
    heights, x, y = terrain.heights, terrain.x, terrain.y
    if callable(heights):
        x, y = (float(xs[0]), float(xs[-1])), (float(ys[0]), float(ys[-1]))
        heights = heights(x, y)
    heights = np.asarray(heights, float)
    if heights.ndim != 2 or min(heights.shape) < 2:
        return
    cells = resample(heights, x, y, xs, ys)
    levels = terrain.levels
    if levels is None:
        shades = len(SHADES)
        levels = contour_levels(cells, shades, 2 * shades) if terrain.contours else shade_levels(cells, shades)
    if terrain.shade:
        yield from _shades(sheet, cells, levels, xs, ys)
    for level in levels if terrain.contours else ():
        lines = level_lines(cells, xs, ys, level)
        pieces = [path(*sheet.at(*line)) for line in lines]
        if pieces:
            yield f'<path d="{"".join(pieces)}" fill="none" stroke="{QUIET}" stroke-width="0.8"/>'
            longest = max(lines, key=lambda line: len(line[0]))
            middle = len(longest[0]) // 2
            place = sheet.one(float(longest[0][middle]), float(longest[1][middle]))
            yield text(*place, axes.short(level), anchor="middle", halo=True) if place else ""


def _shades(sheet: Sheet, cells: Floats, levels: tuple[float, ...], xs: Floats, ys: Floats) -> Iterator[str]:
    bands = np.where(np.isfinite(cells), np.searchsorted(levels, cells, side="right"), -1)
    lefts, lowers = sheet.at(xs, np.full_like(xs, ys[0]))[0], sheet.at(np.full_like(ys, xs[0]), ys)[1]
    wide, high = (lefts[-1] - lefts[0]) / (len(xs) - 1), (lowers[0] - lowers[-1]) / (len(ys) - 1)
    yield '<g shape-rendering="crispEdges">'
    for row, lower in zip(bands, lowers.tolist(), strict=True):
        starts = [0, *(np.flatnonzero(np.diff(row)) + 1).tolist()]
        for start, end in zip(starts, [*starts[1:], len(row)], strict=True):
            if row[start] > 0:
                shade = SHADES[min(int(row[start]) * (len(SHADES) - 1) // max(len(levels), 1), len(SHADES) - 1)]
                left = max(lefts[start] - wide / 2, LEFT)
                width = min(lefts[start] + (end - start - 0.5) * wide, sheet.right) - left
                yield (
                    f'<rect x="{left:.2f}" y="{lower - high / 2:.2f}" width="{width:.2f}" height="{high:.2f}" '
                    f'fill="{shade}"/>'
                )
    yield "</g>"
