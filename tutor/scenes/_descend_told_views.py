"""What the charts of a descent show, in words: what the model makes of the data, and the loss over theta."""

from __future__ import annotations

from typing import Any

import numpy as np

from tutor.descent.words import number
from tutor.lesson.losses import Loss
from tutor.messages import tr
from tutor.scenes._acts import Page, columns, spread
from tutor.scenes._descend_fit import Fit
from tutor.scenes._descend_state import DescendScene
from tutor.scenes._numbers import shown
from tutor.scenes._surface_told import height_table
from tutor.typeset import symbol

MOST_INPUTS = 3  # columns of a table of examples
GRID = (5, 5)  # of heights
PLACES = 7  # on a curve
CLASSES = (9, 5)  # columns and rows of a map of classes
DIGITS, BRIEF = 4, 3


def fit_lines(scene: DescendScene, page: Page, rows: int) -> list[str]:
    """What the model of the run in focus makes of the data: in a line, at so many examples, and where it is worst."""
    fit, goal = scene.fit(), scene.settings.goal
    if fit is None or not isinstance(goal, Loss):
        return [tr("There are no data here, so nothing is fitted.")]
    problem: Any = scene.problem
    theta = scene.player.theta
    with np.errstate(all="ignore"):  # a run that diverges has predictions beyond all numbers
        made = problem.X.dot(theta) if goal.model == "linear" else problem.predictions(theta)
        lines = _of_line(fit, theta, page) if goal.model == "linear" else _of_chances(fit, page)
        lines += _judged(goal, problem.y, made, page)
        lines += _examples(goal, problem, made, page, rows) if rows else []
    return [*lines, *_map_of(fit, page, rows)]


def _of_line(fit: Fit, theta: np.ndarray, page: Page) -> list[str]:
    """`The line: y = 2.333 + 0.5·x`."""
    if fit.kind != "line":
        return []
    level, slope = (_given(theta[0], page), theta[1]) if len(theta) > 1 else ("", theta[0])
    name, times = symbol(fit.x_name, ascii=page.ascii), _given(abs(slope), page)
    sign = ("− " if slope < 0 else "+ ") if level else ("−" if slope < 0 else "")
    return [tr("The line: {equation}.", equation=f"{fit.y_name} = {f'{level} {sign}{times}'.strip()}·{name}")]


def _of_chances(fit: Fit, page: Page) -> list[str]:
    """Where the chance of a 1 is 1/2: at a place of one feature, on a line of two."""
    x, y = symbol(fit.x_name, ascii=page.ascii), symbol(fit.y_name, ascii=page.ascii)
    if fit.kind == "border" and len(fit.line_xs) < 2:
        return [tr("The border, where the chance is 1/2, does not cross the data.")]
    if fit.kind == "border":
        ends = [f"({cell(a, page)}, {cell(b, page)})" for a, b in zip(fit.line_xs, fit.line_ys, strict=True)]
        return [
            tr(
                "The border, where the chance is 1/2, goes from ({x}, {y}) = {begin} to {end}.",
                x=x,
                y=y,
                begin=ends[0],
                end=ends[-1],
            )
        ]
    if fit.kind != "line":
        return []
    over = np.flatnonzero((fit.line_ys[:-1] - 0.5) * (fit.line_ys[1:] - 0.5) <= 0)
    flat = bool((fit.line_ys == fit.line_ys[0]).all())
    if flat or not over.size:
        return [
            tr(
                "The chance of a 1 goes from {begin} to {end}.",
                begin=cell(fit.line_ys[0], page),
                end=cell(fit.line_ys[-1], page),
            )
        ]
    return [
        tr(
            "The chance of a 1 passes 1/2 near {x} = {place}.",
            x=x,
            place=shown(float(fit.line_xs[over[0]]), page.ascii, BRIEF),
        )
    ]


def _judged(goal: Loss, y: np.ndarray, made: np.ndarray, page: Page) -> list[str]:
    """How many are right, of classes; and the example for which the model is worst."""
    if goal.model == "linear":
        place = int(np.abs(made - y).argmax())
        off = cell(abs(float(made[place] - y[place])), page)
        return [
            tr(
                "Worst: example {number}, target {target}, prediction {made}, off by {off}.",
                number=place + 1,
                target=_given(y[place], page),
                made=cell(made[place], page),
                off=off,
            )
        ]
    if goal.model == "logistic":
        right, own = (made > 0.5) == (y == 1), np.where(y == 1, made, 1 - made)
    else:
        own = made[np.arange(len(y)), y.astype(int)]
        right = made.argmax(axis=1) == y.astype(int)
    place = int(own.argmin())
    return [
        tr(
            "{right} of {count} right; worst is example {number}, chance of its own class {chance}.",
            right=int(right.sum()),
            count=len(y),
            number=place + 1,
            chance=cell(own[place], page),
        )
    ]


def _examples(goal: Loss, problem: Any, made: np.ndarray, page: Page, most: int) -> list[str]:
    """A row for each of a few examples: its inputs, its target and what the model says."""
    X, y = problem.X, problem.y
    first = 1 if goal.data.bias and X.shape[1] > 1 else 0
    inputs = range(first, min(X.shape[1], first + MOST_INPUTS))
    heads = [
        tr("example"),
        *(symbol(_input(goal, i, X.shape[1] - first), ascii=page.ascii) for i in inputs),
        tr("target"),
    ]
    heads += {"linear": [tr("prediction"), tr("error")], "logistic": [tr("chance of a 1")]}.get(
        goal.model, [tr("likeliest"), tr("chance")]
    )
    rows = []
    for i in spread(len(y), most):
        given = [_given(each, page) for each in (*(X[i, j] for j in inputs), y[i])]
        if goal.model == "softmax":
            said = [str(int(made[i].argmax())), cell(made[i].max(), page)]
        else:
            said = [cell(made[i], page), *([cell(made[i] - y[i], page)] if goal.model == "linear" else [])]
        rows.append([str(i + 1), *given, *said])
    return columns(heads, rows, page, spare=tuple(range(len(inputs), 0, -1)))


def _input(goal: Loss, column: int, count: int) -> str:
    """The heading of a column of the data as the fit's own axes have it; `x`, or `x1` and `x2`, where it has none."""
    columns_, bias = goal.data.columns, len(goal.data.X[0]) - count
    if len(columns_) in (count, count + bias):
        return columns_[column - (bias if len(columns_) == count else 0)]
    return "x" if count == 1 else f"x{column - bias + 1}"


def _map_of(fit: Fit, page: Page, rows: int) -> list[str]:
    """The classes as a table: which is taken for which, or the likeliest over two features."""
    if not rows:
        return []
    if fit.kind == "table":
        return columns(fit.rows[0], fit.rows[1:], page)
    if fit.kind != "classes" or fit.regions is None or fit.x is None or fit.y is None:
        return []
    tall, wide = fit.regions.shape
    down, across = spread(tall, CLASSES[1]), spread(wide, CLASSES[0])
    xs, ys = (np.linspace(*ends, count) for ends, count in ((fit.x, wide), (fit.y, tall)))
    heads = [symbol(fit.y_name, ascii=page.ascii), *(shown(float(xs[i]), page.ascii, BRIEF) for i in across)]
    cells = [
        [shown(float(ys[j]), page.ascii, BRIEF), *(str(int(fit.regions[j, i])) for i in across)] for j in reversed(down)
    ]
    x = symbol(fit.x_name, ascii=page.ascii)
    return [
        tr("The likeliest class, {across} across and {up} down the side:", across=x, up=heads[0]),
        *columns(heads, cells, page),
    ]


def map_lines(scene: DescendScene, page: Page) -> list[str]:
    """The loss from above: heights, where each run stands among them, and where its next step leads."""
    curve = scene.curve()
    if curve is not None:
        places = spread(len(curve.xs), PLACES)
        rows = [
            [shown(float(curve.xs[i]), page.ascii, BRIEF), shown(float(curve.ys[i]), page.ascii, DIGITS)]
            for i in places
        ]
        heads = [symbol(scene.settings.names[0], ascii=page.ascii), scene.letter]
        return [*columns(heads, rows, page), *_standing(scene, page)]
    names = [symbol(name, ascii=page.ascii) for name in scene.plane_axes]
    cut = len(scene.settings.names) > 2
    first, second = names
    lead = [
        tr(
            "{letter} over {first} and {second}, the others held where they stand.",
            letter=scene.letter,
            first=first,
            second=second,
        )
        if cut
        else tr("{letter} over {first} and {second}.", letter=scene.letter, first=first, second=second)
    ]
    short = [name.partition(" (")[0] for name in names]
    return [*lead, *height_table(scene.heights(*GRID), scene.window(), short, page), *_standing(scene, page)]


def _standing(scene: DescendScene, page: Page) -> list[str]:
    """Where each run stands over the plane, or on the curve."""
    lines = []
    for place, path in enumerate(scene.paths()):
        at = path.thetas[-1] if len(scene.settings.names) == 1 else path.points[-1]
        loss = cell(scene.players[place].loss, page)
        where = ", ".join(cell(each, page) for each in at.tolist())
        stands = f"({where}), {scene.letter} = {loss}"
        lines.append(
            tr("Run {letter} stands at {place}.", letter=scene.letters[place], place=stands)
            if scene.race
            else tr("The run stands at {place}.", place=stands)
        )
    return lines


def _given(value: float, page: Page) -> str:
    """A number of the data, or one that is read in a formula: without zeros at its end."""
    return shown(float(value), page.ascii, DIGITS)


def cell(value: float, page: Page) -> str:
    """A number as the panes print it."""
    text = number(float(value), DIGITS) if np.isfinite(value) else tr("no value")
    return text if page.ascii else text.replace("-", "−")
