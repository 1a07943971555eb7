"""The fit of a descent: the data beside what the model makes of them, as its `kind` wants to be drawn."""

from __future__ import annotations

import math
from typing import Any

from textual.widget import Widget

from tutor.drawing.picture import Guide, Picture, Role, Series, Spot, Stroke, Terrain
from tutor.messages import N_, tr
from tutor.typeset import symbol
from tutor.ui.chart import Chart, HeatMap
from tutor.ui.panes.borders import Box, that_fits
from tutor.ui.panes.descend_readout import aligned
from tutor.ui.panes.descend_theta import StepRows

CLASS_MARKS, ASCII_MARKS = "○●▲■◆", "ox^#+"
TITLES = {
    "line": (N_("fit: data and line"), N_("data, line"), N_("fit")),
    "targets": (N_("target and prediction"), N_("prediction"), N_("fit")),
    "border": (N_("fit: the border"), N_("border"), N_("fit")),
    "classes": (N_("fit: the likeliest class"), N_("likeliest class"), N_("fit")),
    "table": (N_("which is taken for which"), N_("taken for"), N_("fit")),
}


def fit_widget(scene: Any) -> Widget:
    """A chart, a map of classes, or rows."""
    kind = scene.fit().kind
    return HeatMap() if kind == "classes" else StepRows() if kind == "table" else Chart()


def _fit(scene: Any, box: Box, drawing: Any, ascii: bool, locked: bool) -> None:
    fit = scene.fit()
    box.tell(title=that_fits(box, *map(tr, TITLES[fit.kind])))
    if fit.kind == "table":
        drawing.set_rows(aligned([list(row) for row in fit.rows], drawing.size[0]))
    elif fit.kind == "classes":
        drawing.show(_classes(fit, ascii))
    else:
        drawing.show(_picture(scene, fit, ascii))


def _picture(scene: Any, fit: Any, ascii: bool) -> Picture:
    line = Series("line", fit.line_xs, fit.line_ys, mark=" ")
    x, y = (fit.x, fit.y) if fit.x is not None else _held(scene, fit)
    y = fit.y if fit.y is not None else y
    guides = (Guide(y=0.0),) if y[0] < 0 < y[1] else ()
    return Picture((line, *_points(fit, ascii)), x, y, guides=guides, x_name=symbol(fit.x_name, ascii=ascii))


def _points(fit: Any, ascii: bool) -> list[Series]:
    """The data; where they have classes, a mark for each."""
    if fit.labels is None:
        return [Series("data", fit.xs, fit.ys, Stroke.POINTS, Role.POINT, "o" if ascii else "●")]
    found = []
    for label in sorted({int(each) for each in fit.labels}):
        own = fit.labels == label
        mark = (ASCII_MARKS if ascii else CLASS_MARKS)[label % len(CLASS_MARKS)]
        found.append(Series(str(label), fit.xs[own], fit.ys[own], Stroke.POINTS, Role.POINT, mark))
    return found


def _classes(fit: Any, ascii: bool) -> Terrain:
    """The likeliest class everywhere as a shade, and the data with a mark for each class."""
    marks = ASCII_MARKS if ascii else CLASS_MARKS
    spots = [
        Spot(float(x), float(y), marks[int(label) % len(marks)], marks[int(label) % len(marks)], Role.POINT)
        for x, y, label in zip(fit.xs, fit.ys, fit.labels, strict=True)
    ]
    levels = tuple(each + 0.5 for each in range(int(fit.regions.max())))
    names = (symbol(name, ascii=ascii) for name in (fit.x_name, fit.y_name))
    x_name, y_name = names
    return Terrain(fit.regions, fit.x, fit.y, levels=levels, spots=tuple(spots), x_name=x_name, y_name=y_name)


def _held(scene: Any, fit: Any) -> tuple[tuple[float, float], tuple[float, float]]:
    """Limits that do not move while the line does: they hold the data, the first line and the best one.

    Only a line that has left them by more than their height is given room, ten times as much each time.
    """
    if not hasattr(scene.problem, "best_theta"):
        return _around(fit)
    first = scene.paths()[scene.focus].thetas[0]
    thetas = [first, scene.problem.best_theta]
    if fit.kind == "targets":
        ends = [scene.problem.X.dot(first), fit.xs]
        x = y = min(map(min, ends)), max(map(max, ends))
        now = (*fit.ys, *x)
    else:
        x = float(fit.line_xs[0]), float(fit.line_xs[-1])
        lines = [theta[-1] * end + (theta[0] if len(theta) > 1 else 0.0) for theta in thetas for end in x]
        y = float(min(*lines, *fit.ys)), float(max(*lines, *fit.ys))
        now = fit.line_ys
    middle, reach = (y[0] + y[1]) / 2, (y[1] - y[0]) / 2
    away = max(abs(float(each) - middle) for each in now)
    if reach > 0 and away > 3 * reach:
        more = min(10.0 ** math.ceil(math.log10(away / reach)) * reach, 1e299)
        y = middle - more, middle + more
        x = y if fit.kind == "targets" else x
    return x, y


def _around(fit: Any) -> tuple[tuple[float, float], tuple[float, float]]:
    """Limits that hold the data and the line."""
    x = float(min(*fit.xs, *fit.line_xs)), float(max(*fit.xs, *fit.line_xs))
    return x, (float(min(*fit.ys, *fit.line_ys)), float(max(*fit.ys, *fit.line_ys)))
