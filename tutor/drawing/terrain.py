"""Heights seen from above, drawn as rows of characters: shades, contour lines with their heights, a path, arrows and
marked places.

Without contours a shade is a character *and* a colour, so the map reads without colours: the higher, the denser. With
contours the shade is a quiet colour alone, and the lines carry their heights. Like `raster.draw`, `draw_map` gives
exactly the rows and cells it was asked for, whatever the numbers. What is not finite is left blank.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from tutor.drawing import axes
from tutor.drawing.canvas import Canvas, Window, draw_lines
from tutor.drawing.frame import below, columns_apart, frame, margin, signs, too_small
from tutor.drawing.land import contour_levels, contours, over, resample, shade, shade_count, shade_levels, write_heights
from tutor.drawing.picture import Arrow, Marks, Role, Row, Spot, Stroke, Terrain
from tutor.drawing.strokes import Floats

NO_LAND = np.full((2, 2), np.nan)
HEADS = "→↗↑↖←↙↓↘"
ASCII_HEADS = ">/^\\</v\\"


@dataclass(frozen=True, slots=True)
class Ground:
    """A map without what moves on it: its frame, its shades and its contours. `key`: what it was drawn from."""

    key: tuple[Any, ...]
    heights: Floats
    canvas: Canvas
    window: Window
    left: int
    levels: tuple[float, ...]
    cells: Floats  # (rows, columns) heights in the middle of each cell, from below


class Mapper:
    """Draws the maps of one widget. While the land stays as it is, only what moves on it is drawn anew."""

    def __init__(self) -> None:
        self._ground: Ground | None = None

    def draw(self, terrain: Terrain, width: int, height: int, marks: Marks, figure: Any) -> list[Row]:
        """As `draw_map` does."""
        small = too_small(width, height)
        if small is not None:
            return small
        self._ground = ground = _ground(terrain, width, height, marks, self._ground)
        return _over(ground, terrain, marks, figure)


def draw_map(terrain: Terrain, width: int, height: int, marks: Marks, figure: Any) -> list[Row]:
    """The map as `height` rows of `width` cells; `figure` is a plotext figure nobody else draws with."""
    return Mapper().draw(terrain, width, height, marks, figure)


def _ground(terrain: Terrain, width: int, height: int, marks: Marks, before: Ground | None) -> Ground:
    """The one `before` where it is this. Heights are compared as objects: whoever draws the same land hands in the
    same array, or a function that gives it."""
    level, upright = _axes(terrain, width, height, marks)
    look = (terrain.levels, terrain.shade, terrain.contours, terrain.x_name, terrain.y_name)
    over = None if callable(terrain.heights) else (terrain.x, terrain.y)
    key = (width, height, marks, level, upright, look, over)
    if before is not None and before.key == key and _heights(terrain, before.window)[0] is before.heights:
        return before
    canvas, window = frame(level, upright, width, height, marks, terrain.x_name, terrain.y_name)
    left = margin(upright)
    heights, x, y = _heights(terrain, window)
    (xs, ys), (cell_xs, cell_ys) = window.places(dots=True), window.places()
    dots, cells = resample(heights, x, y, xs, ys), resample(heights, x, y, cell_xs, cell_ys)
    levels = terrain.levels
    if levels is None:
        shades = shade_count(marks)
        few, most = min(shades, max(4, window.rows // 2)), max(6, 2 * window.rows // 3)
        levels = contour_levels(cells, few, most) if terrain.contours else shade_levels(cells, shades)
    shade(canvas, left, terrain, cells, levels, marks)
    if terrain.contours and not marks.ascii:
        contours(canvas, window, left, dots, levels, marks)
    return Ground(key, heights, canvas, window, left, levels, cells)


def _over(ground: Ground, terrain: Terrain, marks: Marks, figure: Any) -> list[Row]:
    """What moves, over the ground."""
    canvas, window, left = ground.canvas.copy(), ground.window, ground.left
    if terrain.contours:
        write_heights(canvas, left, ground.cells, ground.levels, _busy(window, terrain), marks)
    _path(canvas, window, left, terrain, marks, figure)
    for spot in terrain.spots:
        _spot(canvas, window, left, spot, marks)
    if marks.ascii:
        canvas.only_ascii()
    return canvas.to_rows()


def _axes(terrain: Terrain, width: int, height: int, marks: Marks) -> tuple[axes.Axis, axes.Axis]:
    """The level one and the upright one."""
    rows = height - below(height)
    upright = axes.fit(*terrain.y, rows, 2, marks.ascii)
    columns = width - margin(upright)
    level = axes.fit(*terrain.x, columns, columns_apart(columns), marks.ascii)
    even = axes.fit_even(terrain.x, terrain.y, columns, rows, marks.ascii) if terrain.even else None
    if even is not None and margin(even[1]) == margin(upright):
        level, upright = even
    return level, upright


def _heights(terrain: Terrain, window: Window) -> tuple[Floats, axes.Limits, axes.Limits]:
    """The heights, at least 2 by 2, nan where there is no land, and the limits of x and of y that they are over."""
    heights, x, y = terrain.heights, terrain.x, terrain.y
    if callable(heights):
        xs, ys = window.places(dots=True)
        x, y = (float(xs[0]), float(xs[-1])), (float(ys[0]), float(ys[-1]))
        heights = heights(x, y)
    heights = np.asarray(heights, float)
    return (heights if heights.ndim == 2 and min(heights.shape) >= 2 else NO_LAND), x, y


def _path(canvas: Canvas, window: Window, left: int, terrain: Terrain, marks: Marks, figure: Any) -> None:
    sheet = Canvas(window.columns, window.rows)
    lines: list[tuple[Any, Any, Stroke, str, str]] = []
    if terrain.path is not None:
        lines.append((*terrain.path, Stroke.SOLID, Role.PATH, "o"))
    arrows = [_inside(arrow, window) for arrow in terrain.arrows]
    for arrow in arrows:
        xs, ys = zip(arrow.start, arrow.end, strict=True)
        lines.append((xs, ys, Stroke.SOLID, str(arrow.role), "'"))
    draw_lines(sheet, figure, window, lines, marks)
    for row in range(window.rows):
        for column in range(window.columns):
            if not sheet.blank(column, row):
                over(canvas, left + column, row, sheet.marks[row][column], sheet.roles[row][column])
    for arrow in arrows:
        _head(canvas, window, left, arrow, marks)


def _inside(arrow: Arrow, window: Window) -> Arrow:
    """The arrow, shortened so that its head is on the map."""
    share = 1.0
    for begin, end, (low, high) in zip(arrow.start, arrow.end, (window.x, window.y), strict=True):
        if low <= begin <= high and math.isfinite(end) and not low <= end <= high:
            share = min(share, ((high if end > high else low) - begin) / (end - begin))
    if share == 1.0:
        return arrow
    x, y = (begin + share * (end - begin) for begin, end in zip(arrow.start, arrow.end, strict=True))
    return replace(arrow, end=(x, y))


def _head(canvas: Canvas, window: Window, left: int, arrow: Arrow, marks: Marks) -> None:
    """The head, turned as the arrow is *on the screen* (a cell is about twice as high as wide)."""
    (x0, x1), (y0, y1) = (ends.tolist() for ends in window.to_dots(*zip(arrow.start, arrow.end, strict=True)))
    cell = window.cell(*arrow.end)
    across, up = (x1 - x0) / window.dots[0], 2 * (y1 - y0) / window.dots[1]
    if cell is None or not math.isfinite(across + up) or across == up == 0:
        return
    heads = ASCII_HEADS if marks.ascii else HEADS
    turn = round(math.atan2(up, across) / (math.pi / 4)) % 8
    over(canvas, left + cell[0], cell[1], heads[turn], str(arrow.role))


def _spot(canvas: Canvas, window: Window, left: int, spot: Spot, marks: Marks) -> None:
    cell = window.cell(spot.x, spot.y)
    if cell is None:
        return
    column, row = cell
    if spot.cross:
        sign = signs(marks)
        for beside, above, mark in (
            (-1, 0, sign.level),
            (1, 0, sign.level),
            (0, -1, sign.upright),
            (0, 1, sign.upright),
        ):
            if 0 <= column + beside < window.columns and 0 <= row + above < window.rows:
                over(canvas, left + column + beside, row + above, mark, str(spot.role))
    over(canvas, left + column, row, (spot.ascii if marks.ascii else spot.mark)[:1], str(spot.role))


def _busy(window: Window, terrain: Terrain) -> set[tuple[int, int]]:
    """The cells where something is marked, with some room around."""
    places: list[tuple[float, float]] = [(spot.x, spot.y) for spot in terrain.spots]
    for arrow in terrain.arrows:
        (x0, y0), (x1, y1) = arrow.start, arrow.end
        places += [(x0 + share * (x1 - x0), y0 + share * (y1 - y0)) for share in (0.25, 0.5, 0.75, 1.0)]
    found = set(window.cells(*np.array(places, float).reshape(-1, 2).T))
    if terrain.path is not None:
        found.update(window.cells(*terrain.path))
    return {(column + by, row + down) for column, row in found for by in (-1, 0, 1) for down in (-1, 0, 1)}
