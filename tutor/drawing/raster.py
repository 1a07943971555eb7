"""A `Picture` drawn as rows of characters: curves by plotext, axes and marks around them by us.

Guarantees: `draw` gives exactly `height` rows of exactly `width` cells, for any size from 1 by 1 and any
numbers, and with `Marks.ASCII` nothing but ASCII (as far as the picture's own words are ASCII). Below
`frame.SMALLEST` it says so instead.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from tutor.drawing import axes
from tutor.drawing.canvas import Canvas, Window, draw_lines
from tutor.drawing.frame import Signs, below, columns_apart, frame, margin, signs, too_small
from tutor.drawing.picture import Marks, Picture, Role, Row, Series, Stroke

TALL = 12  # rows from which on ticks are three rows apart, and a log axis grows in steps of 1, 2, 5
SPECKS = (0x40 | 0x80 | 0x04 | 0x20, 0x04 | 0x20 | 0x02 | 0x10, 0x02 | 0x10 | 0x01 | 0x08)  # low, middle, high
ASCII_LINES = "*ox+#%&="  # each series its own, so that colour is never needed


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
    apart = 2 if rows < TALL else 3
    upright = axes.fit_log(*y, rows, marks.ascii) if picture.log else axes.fit(*y, rows, apart, marks.ascii)
    left = margin(upright)
    level = axes.fit(*x, width - left, columns_apart(width - left), marks.ascii)
    canvas, window = frame(level, upright, width, height, marks, picture.x_name)
    return canvas, window, left


def _usable(limits: tuple[float, float], positive: bool = False) -> bool:
    return bool(np.isfinite(limits).all()) and (not positive or min(limits) > 0)


def _extent(arrays: list[Any]) -> tuple[float, float]:
    """The lowest and the highest finite number; (0, 1) where there is none."""
    every = np.concatenate(arrays) if arrays else np.empty(0)
    every = every[np.isfinite(every)]
    return (float(every.min()), float(every.max())) if len(every) else (0.0, 1.0)


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
    return bool(np.any((np.diff(rows[order]) == 0) & (np.abs(np.diff(up[order])) > 0.5)))


def _specks(canvas: Canvas, window: Window, left: int, series: Series, cells: Any, up: Any) -> None:
    """Points as two dots by two within their cells, so that several heights show in one row."""
    found: dict[tuple[int, int], int] = {}
    for (column, row), dot in zip(cells.tolist(), up.tolist(), strict=True):
        place = min(max(round(dot - 4 * row - 0.5), 0), 2)
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
