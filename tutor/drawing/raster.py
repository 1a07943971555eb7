"""A `Picture` drawn as rows of characters: curves by plotext, axes and marks around them by us.

Guarantees: `draw` gives exactly `height` rows of exactly `width` cells, for any size from 1 by 1 and any
numbers, and with `Marks.ASCII` nothing but ASCII (as far as the picture's own words are ASCII). Below
`SMALLEST` it says so instead.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from tutor.drawing import axes
from tutor.drawing.canvas import Canvas, Window, draw_lines
from tutor.drawing.picture import Marks, Picture, Role, Row, Series, Stroke

SMALLEST = (20, 5)
ASCII_LINES = "*ox+#%&="  # each series its own, so that colour is never needed


@dataclass(frozen=True, slots=True)
class Signs:
    """The characters of a frame."""

    upright: str
    level: str
    corner: str
    tick_left: str
    tick_below: str
    guide_upright: str
    guide_level: str
    mark: str
    dot: str


UNICODE = Signs("│", "─", "└", "┤", "┬", "┊", "┄", "╎", "•")
PLAIN = Signs("|", "-", "+", "+", "+", ":", ".", "!", "o")


def signs(marks: Marks) -> Signs:
    return PLAIN if marks.ascii else UNICODE


def too_small(width: int, height: int) -> list[Row] | None:
    """Rows that say there is no room, or None where there is."""
    if width >= SMALLEST[0] and height >= SMALLEST[1]:
        return None
    canvas = Canvas(width, height)
    canvas.write(0, 0, "too small"[:width], Role.AXIS)
    return canvas.to_rows()


def draw(picture: Picture, width: int, height: int, marks: Marks, figure: Any) -> list[Row]:
    """The picture as `height` rows of `width` cells; `figure` is a plotext figure nobody else draws with."""
    small = too_small(width, height)
    if small is not None:
        return small
    data = [_arrays(series, picture.log) for series in picture.series]
    x, y = _limits(picture, data)
    canvas, window, left = frame(x, y, width, height, marks, picture.log, picture.x_name)
    _guides(canvas, window, left, picture, signs(marks))
    _marks(canvas, window, left, picture, signs(marks))
    letters = iter(picture.letters())
    lines: list[tuple[Any, Any, Stroke, str, str]] = []
    points, ends = [], []
    for i, (series, (xs, ys)) in enumerate(zip(picture.series, data, strict=True)):
        if series.stroke is Stroke.POINTS:
            points.append((series, xs, ys))
            continue
        own = ASCII_LINES[len(lines) % len(ASCII_LINES)]
        lines.append((xs, ys, series.stroke, str(series.role), own))
        ends.append((next(letters)[0], series.role, i))
    lines.sort(key=lambda line: line[2] is Stroke.SOLID)  # the gaps of a dashed line must not cut a solid one
    draw_lines(canvas, figure, window, lines, marks, left)
    for series, xs, ys in points:
        _points(canvas, window, left, series, xs, ys, signs(marks))
    for letter, role, i in ends:
        if letter:
            _letter(canvas, window, left, letter, role, *data[i])
    if marks.ascii:
        canvas.only_ascii()
    return canvas.to_rows()


def _arrays(series: Series, log: bool) -> tuple[Any, Any]:
    xs, ys = np.asarray(series.xs, float).ravel(), np.asarray(series.ys, float).ravel()
    if len(xs) != len(ys):
        raise ValueError(f"series {series.name!r} has {len(xs)} x and {len(ys)} y; they must be as many")
    if log:
        with np.errstate(all="ignore"):
            ys = np.where(ys > 0, np.log10(ys), np.nan)
    return xs, ys


def _limits(picture: Picture, data: list[tuple[Any, Any]]) -> tuple[axes.Limits, axes.Limits]:
    if picture.x is not None and _usable(picture.x):
        x = axes.shown_limits(*picture.x)
    else:
        x = axes.nice_limits(*_extent([xs for xs, _ in data]))
    if picture.y is not None and _usable(picture.y, positive=picture.log):
        low, high = (math.log10(end) for end in picture.y) if picture.log else picture.y
        return x, axes.shown_limits(low, high)
    low, high = _extent([np.where((xs >= x[0]) & (xs <= x[1]), ys, np.nan) for xs, ys in data])
    y = axes.log_limits(low, high) if picture.log else axes.nice_limits(low, high)
    return x, y


def _usable(limits: tuple[float, float], positive: bool = False) -> bool:
    return bool(np.isfinite(limits).all()) and (not positive or min(limits) > 0)


def _extent(arrays: list[Any]) -> tuple[float, float]:
    """The lowest and the highest finite number; (0, 1) where there is none."""
    every = np.concatenate(arrays) if arrays else np.empty(0)
    every = every[np.isfinite(every)]
    return (float(every.min()), float(every.max())) if len(every) else (0.0, 1.0)


def frame(
    x: axes.Limits, y: axes.Limits, width: int, height: int, marks: Marks, log: bool = False, x_name: str = ""
) -> tuple[Canvas, Window, int]:
    """A canvas with both axes drawn; the window inside them begins at column `left`, row 0."""
    sign, canvas = signs(marks), Canvas(width, height)
    below = 2 if height >= 8 else 1  # a low chart keeps the labels and gives up the line above them
    rows = height - below
    find = axes.log_ticks if log else axes.ticks
    upright = find(y, max(rows // 4, 3 if rows > 5 else 2), marks.ascii)
    left = max(5, 1 + max((len(label) for _, label in upright), default=0))
    window = Window(x, y, width - left, rows, marks.value)
    for row in range(rows):
        canvas.put(left - 1, row, sign.upright, Role.AXIS)
    for at, label in upright:
        cell = window.cell(x[0], at)
        if cell:
            canvas.write(left - 1 - len(label), cell[1], label, Role.AXIS)
            canvas.put(left - 1, cell[1], sign.tick_left, Role.AXIS)
    _below(canvas, window, left, below, sign, x_name, marks.ascii)
    return canvas, window, left


def _below(canvas: Canvas, window: Window, left: int, below: int, sign: Signs, name: str, ascii: bool) -> None:
    """The line under the window and its labels, each centred under its tick, none touching another."""
    if below == 2:
        canvas.write(left - 1, window.rows, sign.corner + sign.level * window.columns, Role.AXIS)
    row = window.rows + below - 1
    free = canvas.columns - len(name) - 2 if name and len(name) < window.columns // 3 else canvas.columns
    if free < canvas.columns:
        canvas.write(canvas.columns - len(name), row, name, Role.AXIS)
    taken = 0
    for at, label in axes.ticks(window.x, max(window.columns // 14, 3), ascii):
        cell = window.cell(at, window.y[0])
        if cell is None:
            continue
        start = min(left + cell[0] - len(label) // 2, canvas.columns - len(label))
        if below == 2:
            canvas.put(left + cell[0], window.rows, sign.tick_below, Role.AXIS)
        if start >= taken and start + len(label) <= free:
            canvas.write(start, row, label, Role.AXIS)
            taken = start + len(label) + 2


def _guides(canvas: Canvas, window: Window, left: int, picture: Picture, sign: Signs) -> None:
    for guide in picture.guides:
        if guide.y is not None:
            at = np.log10(guide.y) if picture.log and guide.y > 0 else guide.y
            cell = window.cell(window.x[0], at)
            for column in range(window.columns if cell else 0):
                canvas.under(left + column, cell[1], sign.guide_level, Role.GUIDE)  # type: ignore[index]
        if guide.x is not None:
            cell = window.cell(guide.x, window.y[0])
            for row in range(window.rows if cell else 0):
                canvas.under(left + cell[0], row, sign.guide_upright, Role.GUIDE)  # type: ignore[index]


def _marks(canvas: Canvas, window: Window, left: int, picture: Picture, sign: Signs) -> None:
    for mark in picture.marks:
        cell = window.cell(mark.x, window.y[0])
        if cell is None:
            continue
        column = left + cell[0]
        for row in range(window.rows):
            canvas.put(column, row, sign.mark, Role.MARK)
        room = canvas.columns - column - 1
        start = column + 1 if len(mark.label) <= room else column - len(mark.label)
        if start >= left and all(canvas.blank(start + i, 0) for i in range(len(mark.label))):
            canvas.write(start, 0, mark.label, Role.MARK)


def _points(canvas: Canvas, window: Window, left: int, series: Series, xs: Any, ys: Any, sign: Signs) -> None:
    across, up = window.to_dots(xs, ys)
    with np.errstate(all="ignore"):
        columns, rows = np.floor(across + 0.5) // window.dots[0], np.floor(up + 0.5) // window.dots[1]
        seen = (columns >= 0) & (columns < window.columns) & (rows >= 0) & (rows < window.rows)
    mark = series.mark[:1] if series.mark[:1].isascii() or sign is UNICODE else ""
    for column, row in np.unique(np.stack((columns[seen], rows[seen]), axis=1).astype(int), axis=0).tolist():
        canvas.put(left + column, window.rows - 1 - row, mark or sign.dot, str(series.role))


def _letter(canvas: Canvas, window: Window, left: int, letter: str, role: Role, xs: Any, ys: Any) -> None:
    """The letter of a line at the last of its points that is seen."""
    across, up = window.to_dots(xs, ys)
    with np.errstate(all="ignore"):
        seen = (across >= -0.5) & (across < window.width - 0.5) & (up >= -0.5) & (up < window.height - 0.5)
    last = np.flatnonzero(seen)
    if len(last):
        cell = window.cell(float(xs[last[-1]]), float(ys[last[-1]]))
        if cell:
            canvas.put(left + cell[0], cell[1], letter, str(role))
