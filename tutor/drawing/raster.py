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
TALL = 12  # rows from which on ticks are three rows apart, and a log axis grows in steps of 1, 2, 5
SPECKS = (0x40 | 0x80 | 0x04 | 0x20, 0x04 | 0x20 | 0x02 | 0x10, 0x02 | 0x10 | 0x01 | 0x08)  # low, middle, high
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
    canvas, window, left = _framed(picture, data, width, height, marks)
    _guides(canvas, window, left, picture, signs(marks))
    _mark_lines(canvas, window, left, picture, signs(marks))
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
        _points(canvas, window, left, series, xs, ys, marks)
    _letters(canvas, window, left, [(letter, role, *data[i]) for letter, role, i in ends if letter])
    _mark_words(canvas, window, left, picture)
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


def _framed(
    picture: Picture, data: list[tuple[Any, Any]], width: int, height: int, marks: Marks
) -> tuple[Canvas, Window, int]:
    """The canvas with axes for limits asked for, or for the data, where these are left out."""
    x = picture.x if picture.x is not None and _usable(picture.x) else _extent([xs for xs, _ in data])
    low, high = x = axes.shown_limits(*x)
    rows = height - below(height)
    if picture.y is not None and _usable(picture.y, positive=picture.log):
        y = (math.log10(min(picture.y)), math.log10(max(picture.y))) if picture.log else picture.y
    else:
        y = _extent([np.where((xs >= low) & (xs <= high), ys, np.nan) for xs, ys in data])
        if picture.log and rows >= TALL:
            y = axes.log_limits(*y)
    find = axes.fit_log if picture.log else axes.fit
    upright = find(*y, rows, ascii=marks.ascii) if picture.log else axes.fit(*y, rows, 2 if rows < TALL else 3, marks.ascii)
    left = margin(upright)
    level = axes.fit(*x, width - left, max(6, min(14, (width - left) // 6)), marks.ascii)
    canvas, window = frame(level, upright, width, height, marks, picture.x_name)
    return canvas, window, left


def _usable(limits: tuple[float, float], positive: bool = False) -> bool:
    return bool(np.isfinite(limits).all()) and (not positive or min(limits) > 0)


def _extent(arrays: list[Any]) -> tuple[float, float]:
    """The lowest and the highest finite number; (0, 1) where there is none."""
    every = np.concatenate(arrays) if arrays else np.empty(0)
    every = every[np.isfinite(every)]
    return (float(every.min()), float(every.max())) if len(every) else (0.0, 1.0)


def below(height: int) -> int:
    """The rows under the window: a low chart keeps the labels and gives up the line above them."""
    return 2 if height >= 8 else 1


def margin(upright: axes.Axis) -> int:
    """The columns left of the window: the labels and the axis itself."""
    return max(5, 1 + max((len(label) for _, label in upright.ticks), default=0))


def frame(
    level: axes.Axis, upright: axes.Axis, width: int, height: int, marks: Marks, x_name: str = "", y_name: str = ""
) -> tuple[Canvas, Window]:
    """A canvas with both axes drawn; the window inside them begins at column `margin(upright)`, row 0."""
    sign, canvas, left = signs(marks), Canvas(width, height), margin(upright)
    rows = height - below(height)
    window = Window(level.limits, upright.limits, width - left, rows, marks.value)
    for row in range(rows):
        canvas.put(left - 1, row, sign.upright, Role.AXIS)
    for at, label in upright.ticks:
        cell = window.cell(window.x[0], at)
        if cell:
            canvas.write(left - 1 - len(label), cell[1], label, Role.AXIS)
            canvas.put(left - 1, cell[1], sign.tick_left, Role.AXIS)
    free = next((row for row in range(rows) if canvas.blank(left - 2, row)), 0)  # beside no tick
    if len(y_name) < left:
        canvas.write(left - 1 - len(y_name), free, y_name, Role.AXIS)
    _below(canvas, window, left, level, sign, x_name)
    return canvas, window


def _below(canvas: Canvas, window: Window, left: int, level: axes.Axis, sign: Signs, name: str) -> None:
    """The line under the window and its labels, each centred under its tick, none touching another."""
    row = canvas.rows - 1
    if row > window.rows:
        canvas.write(left - 1, window.rows, sign.corner + sign.level * window.columns, Role.AXIS)
    free = canvas.columns - len(name) - 1 if name and len(name) < window.columns // 3 else canvas.columns
    if free < canvas.columns:
        canvas.write(canvas.columns - len(name), row, name, Role.AXIS)
    taken = 0
    for at, label in level.ticks:
        cell = window.cell(at, window.y[0])
        if cell is None:
            continue
        start = min(left + cell[0] - len(label) // 2, free - len(label))
        if row > window.rows:
            canvas.put(left + cell[0], window.rows, sign.tick_below, Role.AXIS)
        if start >= taken and start + len(label) > left + cell[0]:
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


def _mark_lines(canvas: Canvas, window: Window, left: int, picture: Picture, sign: Signs) -> None:
    for mark in picture.marks:
        cell = window.cell(mark.x, window.y[0])
        for row in range(window.rows if cell else 0):
            canvas.put(left + cell[0], row, sign.mark, Role.MARK)  # type: ignore[index]


def _mark_words(canvas: Canvas, window: Window, left: int, picture: Picture) -> None:
    """The words of the marks, drawn over everything: the last one's first of all, the others where it leaves room."""
    taken: set[int] = set()
    for mark in reversed(picture.marks):
        cell = window.cell(mark.x, window.y[0])
        if cell is None or not mark.label:
            continue
        column = left + cell[0]
        start = column + 1 if column + 1 + len(mark.label) <= canvas.columns else max(left, column - len(mark.label))
        cells = set(range(start - 1, start + len(mark.label) + 1))
        if not cells & taken:
            canvas.write(start, 0, mark.label, Role.MARK)
            taken |= cells


def _points(canvas: Canvas, window: Window, left: int, series: Series, xs: Any, ys: Any, marks: Marks) -> None:
    across, up = window.to_dots(xs, ys)
    with np.errstate(all="ignore"):
        columns, rows = np.floor(across + 0.5) // window.dots[0], np.floor(up + 0.5) // window.dots[1]
        seen = (columns >= 0) & (columns < window.columns) & (rows >= 0) & (rows < window.rows)
    cells = np.stack((columns[seen], rows[seen]), axis=1).astype(int)
    if marks is Marks.BRAILLE and series.mark == "●" and _hides(cells[:, 1], up[seen]):
        _specks(canvas, window, left, series, cells, up[seen])
        return
    mark = series.mark[:1] if series.mark[:1].isascii() or not marks.ascii else ""
    for column, row in np.unique(cells, axis=0).tolist():
        canvas.put(left + column, window.rows - 1 - row, mark or signs(marks).dot, str(series.role))


def _hides(rows: Any, up: Any) -> bool:
    """Does some row hold points so far apart that one mark a cell would say they are equally high?"""
    order = np.argsort(rows, kind="stable")
    return bool(np.any((np.diff(rows[order]) == 0) & (np.abs(np.diff(up[order])) > 1)))


def _specks(canvas: Canvas, window: Window, left: int, series: Series, cells: Any, up: Any) -> None:
    """Points as two dots by two within their cells, so that several heights show in one row."""
    found: dict[tuple[int, int], int] = {}
    for (column, row), dot in zip(cells.tolist(), up.tolist(), strict=True):
        place = min(max(int(dot) - 4 * row, 0), 2)
        found[column, row] = found.get((column, row), 0) | SPECKS[place]
    for (column, row), dots in found.items():
        canvas.put(left + column, window.rows - 1 - row, chr(0x2800 + dots), str(series.role))


def _letters(canvas: Canvas, window: Window, left: int, ends: list[tuple[str, Role, Any, Any]]) -> None:
    """The letter of each line at the last of its points that is seen; where two fall on one cell, the later one
    beside it, or else a row above or below."""
    taken: set[tuple[int, int]] = set()
    for letter, role, xs, ys in ends:
        across, up = window.to_dots(xs, ys)
        with np.errstate(all="ignore"):
            seen = (across >= -0.5) & (across < window.width - 0.5) & (up >= -0.5) & (up < window.height - 0.5)
        last = np.flatnonzero(seen)
        cell = window.cell(float(xs[last[-1]]), float(ys[last[-1]])) if len(last) else None
        if cell is None:
            continue
        near = [(by, 0) for by in range(8)] + [(0, by) for away in range(1, 4) for by in (-away, away)]
        places = [(cell[0] + right, cell[1] + down) for right, down in near]
        free = (at for at in places if at not in taken and at[0] < window.columns and 0 <= at[1] < window.rows)
        column, row = next(free, cell)
        taken.add((column, row))
        canvas.put(left + column, row, letter, str(role))
