"""What a surface stands over and a descent goes down: the lesson's data or expression as a `Problem`."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from tutor.descent.problem import Function, LeastSquares, Problem
from tutor.descent.problems import CLASSICS, Classic, Logistic, Separable, Softmax
from tutor.expression import parse
from tutor.lesson.losses import Loss
from tutor.numeric import scalar
from tutor.scenes._heights import heights_over
from tutor.scenes._python import code, math_needs, number, python_names
from tutor.scenes._scene import Request
from tutor.tree import Node
from tutor.typeset import symbol

Array = NDArray[np.float64]
FEW = 100_000  # multiplications of a Newton step that nobody waits for
NEWTON_STEPS = 60
BENDS_WORK = 300  # nodes of slopes to differentiate, counted once for each derivative
ROW_WIDTH = 88  # of data written out in a program
OWN_NAMES = ("np", "f", "gradient", "theta", "rate", "k")  # of the programs


def gradient_request(goal: Loss | Node, names: tuple[str, ...]) -> Request | None:
    """The gradient by SymPy; for data it is known."""
    return None if isinstance(goal, Loss) else Request("gradient", (goal, names))


def problem_of(goal: Loss | Node, names: tuple[str, ...], gradient: Sequence[Node] | None) -> Problem:
    """The problem; `gradient` is the answer to `gradient_request`."""
    if isinstance(goal, Loss):
        return _on_data(goal)
    slopes = [scalar(each, names) for each in gradient or ()]
    bends = bends_of(tuple(gradient or ()), names)
    rows = [[scalar(each, names) for each in row] for row in bends or ()]
    return Function(
        scalar(goal, names),
        lambda theta: [slope(theta) for slope in slopes],
        names,
        (lambda theta: [[bend(theta) for bend in row] for row in rows]) if rows else None,
    )


@lru_cache(maxsize=32)
def bends_of(gradient: tuple[Node, ...], names: tuple[str, ...]) -> tuple[tuple[Node, ...], ...] | None:
    """The rows of the Hessian by the tutor's own rules, symmetric; None where that is more than a moment's work.

    No helper is asked: the rules take milliseconds for what BENDS_WORK lets through. What it does not let through, or
    the rules cannot do, is had by differences of the gradient (`tutor.descent.problem.differenced`).
    """
    from tutor.rules.derivation import TooLong, derive  # late: a descent on data needs none

    n = len(names)
    if sum((n - i) * sum(1 for _ in each.walk()) for i, each in enumerate(gradient)) > BENDS_WORK:
        return None
    try:
        upper = {(i, j): derive(gradient[i], names[j]).result for i in range(len(gradient)) for j in range(i, n)}
    except (TooLong, ValueError):  # a ValueError: a derivative that SymPy has left standing
        return None
    return tuple(tuple(upper[min(i, j), max(i, j)] for j in range(n)) for i in range(len(gradient)))


def _on_data(loss: Loss) -> Problem:
    if loss.data.problem is not None:
        made: Problem = loss.data.problem
        return made
    if loss.model == "logistic":
        return Logistic(loss.data.X, loss.data.y)
    if loss.model == "softmax":
        return Softmax(loss.data.X, loss.data.y, loss.classes)
    return LeastSquares(loss.data.X, loss.data.y)


@cache
def _classics() -> dict[Node, Classic]:
    return {parse(each.text, each.symbols): each for each in CLASSICS.values()}


def classic_of(goal: Loss | Node) -> Classic | None:
    """The classic function that this expression is."""
    return _classics().get(goal) if isinstance(goal, Node) else None


def minima_of(goal: Loss | Node, problem: Problem, names: tuple[str, ...]) -> Array | None:
    """Where the loss is known to be least, (p, n); None where nobody has said."""
    classic = classic_of(goal)
    if classic is not None:
        places = [dict(zip(classic.symbols, place, strict=True)) for place in classic.minima]
        return np.array([[place[name] for name in names] for place in places]) if places else None
    best = _least_chance(problem) if isinstance(problem, Logistic) else getattr(problem, "best_theta", None)
    return None if best is None else np.array(best)[np.newaxis]


def _least_chance(problem: Logistic) -> Array | None:
    """Where the cross-entropy is least, by Newton's method, where data are few and cannot be parted; else None."""
    m, n = problem.X.shape
    if m * n * n > FEW or problem.separable is not Separable.NO:
        return None
    theta = np.zeros(n)
    with np.errstate(all="ignore"):
        for _ in range(NEWTON_STEPS):
            loss, slope = problem.look(theta)
            change = np.linalg.lstsq(problem.curvature(theta), slope, rcond=None)[0]
            while not problem.loss(theta - change) <= loss and np.abs(change).max() > 0:
                change = change / 2  # a whole step may pass the valley
            if np.array_equal(theta - change, theta):
                break
            theta = theta - change
        settled = np.linalg.norm(problem.gradient(theta)) <= 1e-12 * np.linalg.norm(problem.gradient(np.zeros(n)))
    return theta if settled else None


def heights(goal: Loss | Node, problem: Problem, xs: Array, ys: Array) -> Array:
    """The height over every point of a grid of two parameters, (len(ys), len(xs)): rows follow ys. nan where there is
    none."""
    return heights_over(goal, problem, np.zeros(2), np.eye(2), xs, ys)


def shown_names(names: Sequence[str], ascii: bool = False) -> list[str]:
    """`θ₀`, `x`."""
    return [symbol(name, ascii=ascii) for name in names]


# as Python


def data_lines(loss: Loss) -> list[str]:
    """`X = ...` and `y = ...`, every number of the data."""
    rows = [f"[{', '.join(map(_short, row))}]" for row in loss.data.X]
    return [
        *wrapped("X = np.array([", rows, "], dtype=float)"),
        *wrapped("y = np.array([", list(map(_short, loss.data.y)), "], dtype=float)"),
    ]


def function_lines(
    goal: Node, gradient: Sequence[Node], names: tuple[str, ...], bends: Sequence[Sequence[Node]] = ()
) -> list[list[str]]:
    """The imports, `f(theta)` and `gradient(theta)`, written out; `curvature(theta)` where its rows are given."""
    own = python_names(names, OWN_NAMES)
    unpack = f"    {', '.join(own.values())}{',' if len(own) == 1 else ''} = theta"
    slopes = ", ".join(code(each, own, exact=True) for each in gradient)
    rows = [f"[{', '.join(code(each, own, exact=True) for each in row)}]" for row in bends]
    bent = ["def curvature(theta):", unpack, *(f"    {line}" for line in wrapped("return np.array([", rows, "])"))]
    return [
        [*math_needs([goal, *gradient, *(each for row in bends for each in row)]), "import numpy as np"],
        ["def f(theta):", unpack, f"    return {code(goal, own)}"],
        ["def gradient(theta):", unpack, f"    return np.array([{slopes}])"],
        *([bent] if bends else []),
    ]


def point(values: Sequence[float]) -> str:
    """`np.array([0.1, 0.1])`."""
    return f"np.array([{', '.join(map(number, values))}])"


def _short(value: float) -> str:
    return repr(int(value)) if value == int(value) and abs(value) < 1e15 else number(value)


def wrapped(head: str, items: list[str], tail: str) -> list[str]:
    one = head + ", ".join(items) + tail
    if len(one) <= ROW_WIDTH:
        return [one]
    lines, line = [head], "   "
    for item in items:
        if len(line) + len(item) + 2 > ROW_WIDTH and line.strip():
            lines.append(line)
            line = "   "
        line += f" {item},"
    return [*lines, line, tail]
