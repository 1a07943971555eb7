"""A `Picture` as an SVG that stands alone: real lines, axes, letters and line styles.

It is one well-formed XML document, without script, styles from outside or fonts to fetch; words are escaped, and what
no XML may hold is left out. Each line keeps its letter and its dashes, so the drawing reads without colours, and its
size depends on the size of the drawing, not on how long the run was: a line has at most two points a pixel. The axes
are those of `axes`, so their ticks are the screen's.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator

import numpy as np

from tutor.drawing import axes
from tutor.drawing.canvas import Window
from tutor.drawing.picture import Picture, Series, Stroke
from tutor.drawing.strokes import Floats
from tutor.drawing.svg_sheet import (
    CELL,
    COLUMNS,
    LEFT,
    QUIET,
    ROWS,
    TOP,
    Sheet,
    circle,
    colour_of,
    document,
    frame,
    line,
    text,
)


def picture_svg(picture: Picture, title: str = "") -> str:
    """The chart as a document."""
    data = [_arrays(series, picture.log) for series in picture.series]
    x = axes.shown_limits(*(_given(picture.x) or _extent(xs for xs, _ in data)))
    y = _upright(picture, data, x)
    upright = axes.fit_log(*y, ROWS) if picture.log else axes.fit(*y, ROWS, 3)
    level = axes.fit(*x, COLUMNS, 11)
    sheet = Sheet(Window(level.limits, upright.limits, COLUMNS, ROWS, CELL))
    letters = iter(picture.letters())
    parts = [*frame(sheet, level, upright, picture.x_name, ""), *_faint(sheet, picture)]
    ends: list[tuple[float, float]] = []
    legend: list[tuple[str, Series]] = []
    for series, (xs, ys) in zip(picture.series, data, strict=True):
        if series.stroke is Stroke.POINTS:
            parts += _points(sheet, series, xs, ys)
            continue
        letter = next(letters)[0]
        parts += line(sheet, series, xs, ys)
        parts += _letter(sheet, letter, series, xs, ys, ends)
        legend.append((letter, series))
    return document(sheet, parts, title, legend if len(legend) > 1 else [])


def _arrays(series: Series, log: bool) -> tuple[Floats, Floats]:
    xs, ys = np.asarray(series.xs, float).ravel(), np.asarray(series.ys, float).ravel()
    if log:
        with np.errstate(all="ignore"):
            ys = np.where(ys > 0, np.log10(ys), np.nan)
    return xs, ys


def _given(limits: tuple[float, float] | None, positive: bool = False) -> tuple[float, float] | None:
    usable = limits is not None and all(map(math.isfinite, limits)) and (not positive or min(limits) > 0)
    return limits if usable else None


def _extent(arrays: Iterable[Floats]) -> tuple[float, float]:
    every = np.concatenate([*arrays, np.empty(0)])
    every = every[np.isfinite(every)]
    return (float(every.min()), float(every.max())) if len(every) else (0.0, 1.0)


def _upright(picture: Picture, data: list[tuple[Floats, Floats]], x: tuple[float, float]) -> tuple[float, float]:
    given = _given(picture.y, picture.log)
    if given is not None:
        return (math.log10(min(given)), math.log10(max(given))) if picture.log else given
    y = _extent(np.where((xs >= x[0]) & (xs <= x[1]), ys, np.nan) for xs, ys in data)
    return axes.log_limits(*y) if picture.log else y


def _faint(sheet: Sheet, picture: Picture) -> Iterator[str]:
    """Guides, and the upright lines with a few words where something happened."""
    for guide in picture.guides:
        if guide.y is not None and not (picture.log and guide.y <= 0):
            place = sheet.one(sheet.window.x[0], math.log10(guide.y) if picture.log else guide.y)
            yield f'<path d="M{LEFT} {place[1]:.2f}H{sheet.right}" stroke="#c9ccd0"/>' if place else ""
        if guide.x is not None:
            place = sheet.one(guide.x, sheet.window.y[0])
            yield f'<path d="M{place[0]:.2f} {TOP}V{sheet.bottom}" stroke="#c9ccd0"/>' if place else ""
    for mark in picture.marks:
        place = sheet.one(mark.x, sheet.window.y[0])
        if place is not None:
            yield f'<path d="M{place[0]:.2f} {TOP}V{sheet.bottom}" stroke="{QUIET}" stroke-dasharray="3 3"/>'
            yield text(place[0] + 4, TOP + 12, mark.label) if mark.label else ""


def _points(sheet: Sheet, series: Series, xs: Floats, ys: Floats) -> Iterator[str]:
    """A circle a point, none twice on one pixel."""
    across, down = sheet.at(xs, ys)
    with np.errstate(all="ignore"):
        seen = (across >= LEFT) & (across <= sheet.right) & (down >= TOP) & (down <= sheet.bottom)
    places = np.unique(np.round(np.stack((across[seen], down[seen]), axis=1)), axis=0)
    for x, y in places.tolist():
        yield circle(x, y, 3, colour_of(series.role))


def _letter(
    sheet: Sheet, letter: str, series: Series, xs: Floats, ys: Floats, ends: list[tuple[float, float]]
) -> Iterator[str]:
    """The letter of a line at the last of its points that is seen, above those that stand there already."""
    places = [place for x, y in zip(xs[-50:].tolist(), ys[-50:].tolist(), strict=True) if (place := sheet.one(x, y))]
    if not letter or not places:
        return
    x, y = min(places[-1][0] + 4, sheet.right - 10), places[-1][1] - 5
    while any(abs(x - a) < 12 and abs(y - b) < 14 for a, b in ends):
        y -= 14
    ends.append((x, y))
    yield text(x, y, letter, colour=colour_of(series.role), bold=True)
