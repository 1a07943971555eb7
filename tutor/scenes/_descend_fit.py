"""The data beside what the model makes of them, for every model: a line, a chance, a border, classes.

`Fit.kind` says how it is meant to be drawn:

- `line`      points (xs, ys) and a line or curve (line_xs, line_ys): one feature, also the chance of a 1 over it
- `targets`   points (target, prediction) and the diagonal: more features than can be drawn
- `border`    points of two features, `labels` 0 or 1, and the line (line_xs, line_ys) on which the chance is 1/2;
              it is empty where the border is not in the picture
- `classes`   points of two features and their `labels`; `regions` (rows, columns) is the likeliest class over `x`
              and `y`, from the low end of both
- `table`     `rows` of cells: how many of each class are taken for which

`x` and `y` are limits that stand still, where the data give them; None leaves them to the pane.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from tutor.descent.problem import Problem
from tutor.lesson.losses import Loss
from tutor.messages import tr
from tutor.scenes._problem import Array

MOST_POINTS = 400
CELLS = (61, 41)  # of a map of classes
Limits = tuple[float, float]
NONE = np.empty(0)


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """Data and model, at most 400 points. One feature: points (x, y) and the line; several: (target, prediction) and
    the diagonal; the module's docstring has the other kinds."""

    x_name: str
    y_name: str
    xs: Array
    ys: Array
    line_xs: Array
    line_ys: Array
    kind: str = "line"
    labels: Array | None = None  # the class of each point
    regions: Array | None = None
    x: Limits | None = None
    y: Limits | None = None
    rows: tuple[tuple[str, ...], ...] = ()


def fit_of(goal: Loss, problem: Problem, theta: Array) -> Fit:
    """Data and model at this theta."""
    data: Any = problem
    some = slice(None, None, -(-len(data.y) // MOST_POINTS))
    X, y = data.X[some], data.y[some].astype(np.float64)
    features = _features(goal, X)
    if goal.model == "softmax":
        return _softmax(goal, data, theta, X, y, features)
    if len(features) == 1:
        return _curve(goal, data, theta, X, y, features[0])
    if goal.model == "logistic" and len(features) == 2:
        return _border(goal, theta, X, y, features)
    with np.errstate(all="ignore"):
        predictions = data.predictions(theta, X) if goal.model == "logistic" else X.dot(theta)
    if goal.model == "logistic":
        return Fit(
            tr("target"),
            tr("chance of a 1"),
            y,
            predictions,
            np.array([0.0, 1.0]),
            np.array([0.0, 1.0]),
            "targets",
            y=(0.0, 1.0),
        )
    ends = np.array([min(y.min(), predictions.min()), max(y.max(), predictions.max())])
    return Fit(tr("target"), tr("prediction"), y, predictions, ends, ends, "targets")


def _features(goal: Loss, X: Array) -> list[int]:
    """The columns that are no column of ones."""
    return list(range(1 if goal.data.bias and X.shape[1] > 1 else 0, X.shape[1]))


def _name(goal: Loss, column: int, count: int) -> str:
    """The heading of a column; `x`, or `x1` and `x2`, where it has none."""
    columns, width = goal.data.columns, len(goal.data.X[0])
    if len(columns) == width:
        return columns[column]
    bias = width - count
    if len(columns) == count:
        return columns[column - bias]
    return "x" if count == 1 else f"x{column - bias + 1}"


def _ends(column: Array, room: float = 0.05) -> Array:
    ends = np.array([column.min(), column.max()])
    return ends + np.array([-room, room]) * max(float(ends[1] - ends[0]), 1e-9)


def _curve(goal: Loss, data: Any, theta: Array, X: Array, y: Array, feature: int) -> Fit:
    """One feature: the line, or the chance of a 1."""
    name, ends = _name(goal, feature, 1), _ends(data.X[:, feature])
    level = theta[0] if feature else 0.0
    if goal.model == "linear":
        return Fit(name, "y", X[:, feature], y, ends, theta[feature] * ends + level)
    xs = np.linspace(ends[0], ends[1], 2 * CELLS[0] + 1)
    rows = np.column_stack([np.ones_like(xs), xs]) if feature else xs[:, np.newaxis]
    return Fit(name, tr("chance of a 1"), X[:, feature], y, xs, data.predictions(theta, rows), labels=y, y=(0.0, 1.0))


def _border(goal: Loss, theta: Array, X: Array, y: Array, features: list[int]) -> Fit:
    """Two features: where the chance is 1/2, theta0 + theta1 x1 + theta2 x2 = 0, cut to the picture."""
    first, second = features
    x, up = _ends(X[:, first], 0.1), _ends(X[:, second], 0.1)
    level = float(theta[0]) if len(theta) > 2 else 0.0
    xs, ys = _cut(level, float(theta[first]), float(theta[second]), x, up)
    names = _name(goal, first, 2), _name(goal, second, 2)
    limits = (float(x[0]), float(x[1])), (float(up[0]), float(up[1]))
    return Fit(*names, X[:, first], X[:, second], xs, ys, "border", y, None, *limits)


def _cut(level: float, a: float, b: float, x: Array, y: Array) -> tuple[Array, Array]:
    """The two ends of level + a x + b y = 0 within the box; nothing where it does not cross it."""
    found = []
    with np.errstate(all="ignore"):
        for each in x:
            at = np.float64(-(level + a * each)) / b
            found += [(each, at)] if y[0] <= at <= y[1] else []
        for each in y:
            at = np.float64(-(level + b * each)) / a
            found += [(at, each)] if x[0] < at < x[1] else []
    if len(found) < 2:
        return NONE, NONE
    ends = np.array(sorted(found)[:1] + sorted(found)[-1:], dtype=np.float64)
    return ends[:, 0], ends[:, 1]


def _softmax(goal: Loss, data: Any, theta: Array, X: Array, y: Array, features: list[int]) -> Fit:
    """Two features: the likeliest class everywhere; otherwise which class is taken for which."""
    if len(features) != 2:
        return _confusion(goal, data, theta, y)
    first, second = features
    x, up = _ends(X[:, first], 0.1), _ends(X[:, second], 0.1)
    across, along = np.meshgrid(np.linspace(x[0], x[1], CELLS[0]), np.linspace(up[0], up[1], CELLS[1]))
    rows = np.ones((across.size, X.shape[1]))
    rows[:, first], rows[:, second] = across.ravel(), along.ravel()
    regions = data.predictions(theta, rows).argmax(axis=1).reshape(across.shape)
    names = _name(goal, first, 2), _name(goal, second, 2)
    limits = (float(x[0]), float(x[1])), (float(up[0]), float(up[1]))
    return Fit(*names, X[:, first], X[:, second], NONE, NONE, "classes", y, regions, *limits)


def _confusion(goal: Loss, data: Any, theta: Array, y: Array) -> Fit:
    truth, taken = data.y.astype(int), data.predictions(theta).argmax(axis=1)
    rows = [(tr("class"), *(tr("taken for {label}", label=each) for each in range(goal.classes)))]
    for label in range(goal.classes):
        counts = np.bincount(taken[truth == label], minlength=goal.classes)
        rows.append((str(label), *map(str, counts)))
    return Fit(tr("class"), tr("taken for"), y, y, NONE, NONE, "table", rows=tuple(rows))
