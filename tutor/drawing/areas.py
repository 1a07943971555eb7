"""A chart with filled strips between the axis and their heights: areas above the axis and below it, told apart without
colour.

Guarantees what `raster` does: exactly `height` rows of exactly `width` cells, for any numbers, and nothing but ASCII
with `Marks.ASCII`. Strips narrower than two cells have no sides of their own, only their tops.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from tutor.drawing import axes
from tutor.drawing.canvas import Canvas, Window, draw_lines
from tutor.drawing.frame import below, columns_apart, frame, margin, signs, too_small
from tutor.drawing.picture import Marks, Numbers, Picture, Role, Row, Stroke

DOTS = ((0x01, 0x02, 0x04, 0x40), (0x08, 0x10, 0x20, 0x80))  # of a Braille cell, each column from above
ABOVE, BELOW = 0x82, 0xD2  # the dots that fill a strip: few above the axis, lying lines below it
FILLS = {Marks.BLOCK: ("░", "▒"), Marks.ASCII: ("+", "-")}  # where there are no dots, whole cells
SIDES = 2  # cells that a strip must be wide to have sides
TALL = 12  # rows from which on ticks are three rows apart
LINE, OUTLINE = "*", "."  # in ASCII


@dataclass(frozen=True, slots=True, eq=False)
class Areas(Picture):
    """A picture with limits for x and y, and under its series n strips: `edges` (n + 1,), and the heights of each at
    its left and its right edge, (n,)."""

    edges: Numbers = ()
    lefts: Numbers = ()
    rights: Numbers = ()


def draw_areas(picture: Areas, width: int, height: int, marks: Marks, figure: Any) -> list[Row]:
    """The picture as `height` rows of `width` cells; `figure` is a plotext figure nobody else draws with."""
    small = too_small(width, height)
    if small is not None:
        return small
    rows = height - below(height)
    upright = axes.fit(*(picture.y or (0.0, 1.0)), rows, 2 if rows < TALL else 3, marks.ascii)
    left = margin(upright)
    level = axes.fit(*(picture.x or (0.0, 1.0)), width - left, columns_apart(width - left), marks.ascii)
    canvas, window = frame(level, upright, width, height, marks, picture.x_name)
    strips = [np.asarray(each, float) for each in (picture.edges, picture.lefts, picture.rights)]
    lines: list[tuple[Any, Any, Stroke, str, str]] = []
    fill: Any = None
    if len(strips[1]):
        fill = _filled(canvas, window, left, strips, marks)
        lines += [(*each, Stroke.SOLID, str(role), OUTLINE) for each, role in _outlines(window, *strips)]
    _axis(canvas, window, left, marks)
    lines += [(each.xs, each.ys, each.stroke, str(each.role), LINE) for each in picture.series]
    draw_lines(canvas, figure, window, lines, marks, left)
    if fill is not None:
        _join(canvas, left, fill)
    if marks.ascii:
        canvas.only_ascii()
    return canvas.to_rows()


def fills(marks: Marks) -> tuple[str, str]:
    """A cell of an area above the axis, and of one below it."""
    return FILLS[marks] if marks in FILLS else (chr(0x2800 + ABOVE), chr(0x2800 + BELOW))


def _filled(canvas: Canvas, window: Window, left: int, strips: list[Any], marks: Marks) -> Any:
    """Fills what lies between the axis and the strips' heights, dot by dot or cell by cell. The dots of each Braille
    cell, (rows from above, columns); None for cells."""
    dots = marks is Marks.BRAILLE
    across, up = window.places(dots)
    sides = _sides(strips, across, up[::-1])  # from above
    if dots:
        sides = _patterned(sides).reshape(window.rows, 4, window.columns, 2).sum(axis=(1, 3))
    above, below = fills(marks)
    for row, column in np.argwhere(sides != 0).tolist():
        under = sides[row, column] < 0
        mark = chr(0x2800 + abs(sides[row, column])) if dots else below if under else above
        canvas.put(left + column, row, mark, Role.THIRD if under else Role.SECOND)
    return sides if dots else None


def _sides(strips: list[Any], across: Any, up: Any) -> Any:
    """1 where a place lies in an area above the axis, -1 below it, else 0: (places up, places across)."""
    edges, lefts, rights = strips
    place = np.clip(np.searchsorted(edges, across, side="right") - 1, 0, len(lefts) - 1)
    share = (across - edges[place]) / (edges[place + 1] - edges[place])
    within, up = (across >= edges[0]) & (across <= edges[-1]), up[:, np.newaxis]
    with np.errstate(invalid="ignore"):
        tall = np.where(within, lefts[place] + (rights[place] - lefts[place]) * share, 0.0)
        return ((up > 0) & (up <= tall)).astype(int) - ((up < 0) & (up >= tall)).astype(int)


def _patterned(sides: Any) -> Any:
    """For each dot its bit in its cell where it is drawn, else 0; below 0 for what lies below the axis."""
    rows, columns = sides.shape
    bits = np.tile(np.array(DOTS).T, (rows // 4, columns // 2))
    return np.where(sides > 0, bits & ABOVE, 0) - np.where(sides < 0, bits & BELOW, 0)


def _join(canvas: Canvas, left: int, fill: Any) -> None:
    """An outline takes nothing from the area in whose cells it runs: both show their dots."""
    for row, column in np.argwhere(fill != 0).tolist():
        mark, role = canvas.marks[row][left + column], canvas.roles[row][left + column]
        own = Role.THIRD if fill[row, column] < 0 else Role.SECOND
        if role == own and 0x2800 <= ord(mark) <= 0x28FF:
            canvas.put(left + column, row, chr(ord(mark) | abs(fill[row, column])), role)


def _outlines(window: Window, edges: Any, lefts: Any, rights: Any) -> list[tuple[tuple[Any, Any], Role]]:
    """Around each strip down to the axis, those below it apart; of narrow strips the tops alone."""
    columns = (edges[1] - edges[0]) / (window.x[1] - window.x[0]) * (window.columns - 1)
    under = lefts + rights < 0
    parts = [(which, role) for which, role in ((~under, Role.SECOND), (under, Role.THIRD)) if which.any()]
    if columns < SIDES:
        xs, ys = np.column_stack((edges[:-1], edges[1:])), np.column_stack((lefts, rights))
        return [((xs.ravel(), np.where(which[:, np.newaxis], ys, np.nan).ravel()), role) for which, role in parts]
    zero, gap = np.zeros_like(lefts), np.full_like(lefts, np.nan)
    xs = np.column_stack((edges[:-1], edges[:-1], edges[1:], edges[1:], gap))
    ys = np.column_stack((zero, lefts, rights, zero, gap))
    return [((xs[which].ravel(), ys[which].ravel()), role) for which, role in parts]


def _axis(canvas: Canvas, window: Window, left: int, marks: Marks) -> None:
    cell = window.cell(window.x[0], 0.0)
    for column in range(window.columns if cell else 0):
        canvas.under(left + column, cell[1], signs(marks).guide_level, Role.GUIDE)  # type: ignore[index]
