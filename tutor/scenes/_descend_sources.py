"""What a descent goes down, as lines of NumPy: the data and the gradient of each model, f and its slopes.

Every line computes as the problem in `tutor.descent` does, in the same order, so that a program reaches the same bits.
Each function here gives parts for `tutor.scenes._python.program`: lists of lines that stand apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tutor.descent.parabola import Spectrum
from tutor.descent.problem import DIFFERENCE, LeastSquares, Problem
from tutor.lesson.losses import Loss
from tutor.scenes._problem import Array, bends_of, data_lines, function_lines, wrapped
from tutor.scenes._python import number
from tutor.tree import Node

Parts = list[list[str]]
NUMPY = ["import numpy as np"]
MOST_WRITTEN = 100_000  # numbers of data that a program holds


@dataclass(frozen=True, slots=True)
class Needs:
    """What the steps of a run ask for, beside the gradient."""

    batches: bool = False  # the gradient over some rows
    curvature: bool = False  # the Hessian
    leaps: bool = False  # least squares, many steps at once
    loops: bool = True  # any gradient at all


def too_large(problem: Problem, needs: Needs) -> str | None:
    """Why no program can hold this run; None where one can."""
    data: Any = problem
    if not hasattr(data, "X") or data.X.size <= MOST_WRITTEN or (through_sums(problem) and not needs.batches):
        return None
    return f"The data have {data.m} rows, too many to stand in a program: a step on batches needs them all."


def through_sums(problem: Problem) -> bool:
    """Does a step over all examples look at their sums alone?"""
    return isinstance(problem, LeastSquares) and problem.through_moments


def sources(goal: Loss | Node, problem: Problem, slopes: Sequence[Node], names: tuple[str, ...], needs: Needs) -> Parts:
    """Imports, data, `gradient(theta)` and what else is needed; `slopes` are the derivatives of an f."""
    if isinstance(goal, Node):
        bends = bends_of(tuple(slopes), names) if needs.curvature else None
        parts = function_lines(goal, slopes, names, bends or ())
        return [*parts, *([_differences()] if needs.curvature and bends is None else [])]
    data = data_lines(goal) if needs.batches or not through_sums(problem) else []
    if through_sums(problem):
        return _sums(problem, data, needs)
    if goal.model == "logistic":
        parts = [NUMPY, ["def chance(z):", *_SIGMOID], [*data, "away = 1.0 - 2.0*y  # -1 for a 1, +1 for a 0"]]
        return [*parts, _of_rows(_LOGISTIC, needs), *([_LOGISTIC_CURVATURE] if needs.curvature else [])]
    if goal.model == "softmax":
        data[-1] = data[-1].replace("dtype=float", "dtype=int")
        parts = [NUMPY, [*data, f"classes = {goal.classes}"], _SLOPES, _of_rows(_SOFTMAX, needs)]
        return [*parts, *([_SOFTMAX_CURVATURE] if needs.curvature else [])]
    parts = [NUMPY, data]
    if needs.loops:
        parts.append(_of_rows(_SQUARES, needs))
    if needs.curvature:
        parts.append(["def curvature(theta):", "    return X.T.dot(X)/len(y)"])
    if needs.leaps:
        parts.append(_DIRECTIONS)
    return parts


def loss_lines(goal: Loss) -> list[str]:
    """`loss(theta)` of a model of chances, below the data of `sources`."""
    if goal.model == "logistic":
        return ["def loss(theta):", "    return np.logaddexp(0.0, away*np.dot(X, theta)).sum()/len(y)"]
    return [
        "def loss(theta):",
        "    scores = X.dot(theta.reshape(-1, classes))",
        "    ahead = scores - scores[np.arange(len(y)), y][:, np.newaxis]",
        "    return np.log(np.exp(ahead).sum(axis=1)).sum()/len(y)",
    ]


def _of_rows(lines: list[str], needs: Needs) -> list[str]:
    """The gradient, over all rows or over some."""
    if needs.batches:
        return ["def gradient(theta, rows=slice(None)):", *(line.replace("[ROWS]", "[rows]") for line in lines)]
    return ["def gradient(theta):", *(line.replace("[ROWS]", "") for line in lines)]


_SQUARES = [
    "    errors = np.dot(X[ROWS], theta) - y[ROWS]",
    "    return (1/len(errors))*np.dot(X[ROWS].T, errors)",
]
_SIGMOID = [
    "    small = np.exp(-np.abs(z))",
    "    return np.where(z >= 0, 1.0, small)/(1.0 + small)",
]
_LOGISTIC = [
    "    wrong = away[ROWS]*np.dot(X[ROWS], theta)  # how far on the wrong side",
    "    return (1/len(wrong))*np.dot(X[ROWS].T, away[ROWS]*chance(wrong))",
]
_LOGISTIC_CURVATURE = [
    "def curvature(theta):",
    "    z = X.dot(theta)",
    "    weights = chance(z)*chance(-z)",
    "    return X.T.dot(weights[:, np.newaxis]*X)/len(y)",
]
_SLOPES = [
    "def slopes(scores, labels):",
    "    every = np.arange(len(labels))",
    "    ahead = scores - scores[every, labels][:, np.newaxis]",
    "    shares = np.exp(ahead - ahead.max(axis=1)[:, np.newaxis])",
    "    own = shares[every, labels]",
    "    shares[every, labels] = 0.0",
    "    others = shares.sum(axis=1)",
    "    errors = shares/(own + others)[:, np.newaxis]  # the chances of the other classes",
    "    errors[every, labels] = -others/(own + others)  # the chance of its own, less 1",
    "    return errors",
]
_SOFTMAX = [
    "    errors = slopes(X[ROWS].dot(theta.reshape(-1, classes)), y[ROWS])",
    "    return ((1/len(errors))*X[ROWS].T.dot(errors)).ravel()",
]
_SOFTMAX_CURVATURE = [
    "def curvature(theta):",
    "    scores = X.dot(theta.reshape(-1, classes))",
    "    p = np.exp(scores - scores.max(axis=1, keepdims=True))",
    "    p = p/p.sum(axis=1, keepdims=True)",
    "    n = X.shape[1]",
    "    hessian = np.zeros((n, classes, n, classes))",
    "    for c in range(classes):",
    "        for d in range(classes):",
    "            weights = p[:, c]*((c == d) - p[:, d])",
    "            hessian[:, c, :, d] = X.T.dot(weights[:, np.newaxis]*X)/len(y)",
    "    return hessian.reshape(n*classes, -1)",
]
_DIRECTIONS = [
    "# The directions in which the loss curves, how much it does, and how far along each the best theta is.",
    "left, sizes, right = np.linalg.svd(X, full_matrices=False)",
    "rank = int(np.sum(sizes > max(X.shape)*np.finfo(float).eps*sizes[0]))",
    "left, sizes, right = left[:, :rank], sizes[:rank], right[:rank]",
    "values, vectors = sizes*sizes/len(X), np.ascontiguousarray(right.T)",
    "best = left.T.dot(y)/sizes",
]
LEAP = [
    "def many_steps(theta, rate, steps):",
    "    # along each direction, a step multiplies the error by 1 - rate*value",
    "    along = vectors.T.dot(theta)",
    "    unmoved = theta - vectors.dot(along) if len(values) < len(theta) else np.zeros_like(theta)",
    "    error, shrink = along - best, rate*values",
    '    with np.errstate(all="ignore"):',
    "        log = np.where(shrink < 1, np.log1p(-np.minimum(shrink, 1)), np.log1p(np.maximum(shrink, 1) - 2))",
    "        powers = steps*log",
    "        size = error*np.exp(powers)",
    "        left = np.where((shrink > 1) & (steps % 2 == 1), -size, size)  # an odd number of swings: the other side",
    "        gone = np.where(shrink > 1, error - left, error*-np.expm1(powers))",
    "    near = np.abs(best) <= np.abs(along)  # counted from the nearer end, no digit is lost",
    "    along = np.where(near, best, along) + np.where(near, left, -gone)",
    "    return unmoved + sum(part*direction for part, direction in zip(along, vectors.T))",
]


def _sums(problem: Any, data: list[str], needs: Needs) -> Parts:
    """Least squares on many rows: what a step over all of them needs are sums, and these are written out."""
    sums = problem.parabola
    lines = [
        f"# The data have {problem.m} rows; what a step over all of them needs are these sums.",
        *_array("A", sums.A, "X^T X/m"),
        *_array("about", sums.about, "a theta near the best"),
        *_array("b", sums.slope, "X^T (y - X about)/m"),
    ]
    parts = [NUMPY, [*data, *lines]]
    whole = "return A.dot(theta - about) - b"
    if needs.batches:
        rows = (line.replace("[ROWS]", "[rows]") for line in _SQUARES)
        parts.append(["def gradient(theta, rows=None):", "    if rows is None:", f"        {whole}", *rows])
    elif needs.loops:
        parts.append(["def gradient(theta):", f"    {whole}"])
    if needs.curvature:
        parts.append(["def curvature(theta):", "    return A"])
    return [*parts, *([_directions(problem.spectrum)] if needs.leaps else [])]


def _directions(spectrum: Spectrum) -> list[str]:
    """What many steps at once need of the sums."""
    return [
        "# The directions in which the loss curves, how much it does, and how far along each the best theta is.",
        *_array("vectors", spectrum.vectors),
        *_array("values", spectrum.values),
        *_array("best", spectrum.best),
    ]


def _array(name: str, values: Array, meaning: str = "") -> list[str]:
    """`name = np.array([...])`, every digit, after a line that says what it is."""
    rows = [number(each) if values.ndim == 1 else f"[{', '.join(map(number, each))}]" for each in values.tolist()]
    return [*([f"# {meaning}"] if meaning else []), *wrapped(f"{name} = np.array([", rows, "])")]


def _differences() -> list[str]:
    """The Hessian of f, from its gradient on both sides: where the rules do not give it at once."""
    return [
        "def curvature(theta):",
        "    columns = []",
        "    for place, size in enumerate(np.maximum(np.abs(theta), 1.0)):",
        "        ahead, behind = theta.copy(), theta.copy()",
        f"        ahead[place] += {number(DIFFERENCE)}*size",
        f"        behind[place] -= {number(DIFFERENCE)}*size",
        "        columns.append((gradient(ahead) - gradient(behind))/(ahead[place] - behind[place]))",
        "    hessian = np.array(columns)",
        "    return (hessian + hessian.T)/2",
    ]
