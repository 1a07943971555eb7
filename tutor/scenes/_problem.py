"""What a surface stands over and a descent goes down: the lesson's data or expression as a `Problem`."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from tutor.descent.problem import Function, LeastSquares, Problem
from tutor.lesson.losses import Loss
from tutor.numeric import function, scalar
from tutor.scenes._python import code, math_needs, number, python_names
from tutor.scenes._sampling import finite
from tutor.scenes._scene import Request
from tutor.tree import Node
from tutor.typeset import symbol

Array = NDArray[np.float64]
ROW_WIDTH = 88  # of data written out in a program
OWN_NAMES = ("np", "f", "gradient", "theta", "rate", "k")  # of the programs


def gradient_request(goal: Loss | Node, names: tuple[str, ...]) -> Request | None:
    """The gradient by SymPy; for data it is known."""
    return None if isinstance(goal, Loss) else Request("gradient", (goal, names))


def problem_of(goal: Loss | Node, names: tuple[str, ...], gradient: Sequence[Node] | None) -> Problem:
    """The problem; `gradient` is the answer to `gradient_request`."""
    if isinstance(goal, Loss):
        return LeastSquares(goal.data.X, goal.data.y)
    slopes = [scalar(each, names) for each in gradient or ()]
    return Function(scalar(goal, names), lambda theta: [slope(theta) for slope in slopes], names)


def heights(goal: Loss | Node, problem: Problem, xs: Array, ys: Array) -> Array:
    """The height over every point of a grid, (len(ys), len(xs)): rows follow ys. nan where there is none."""
    if isinstance(problem, LeastSquares):
        with np.errstate(all="ignore"):  # a run that diverges takes its window along
            slope, level = problem.X.T.dot(problem.y) / problem.m, problem.y.dot(problem.y) / problem.m
            a, b = np.meshgrid(xs, ys)
            (p, q), (_, r) = problem.hessian
            return finite((p * a * a + 2 * q * a * b + r * b * b) / 2 - slope[0] * a - slope[1] * b + level / 2)
    assert isinstance(goal, Node)
    found = function(goal, problem.names)(xs[np.newaxis, :], ys[:, np.newaxis])
    return finite(np.broadcast_to(found, (len(ys), len(xs))))


def shown_names(names: Sequence[str], ascii: bool = False) -> list[str]:
    """`θ₀`, `x`."""
    return [symbol(name, ascii=ascii) for name in names]


# as Python


def data_lines(loss: Loss) -> list[str]:
    """`X = ...` and `y = ...`, every number of the data."""
    rows = [f"[{', '.join(map(_short, row))}]" for row in loss.data.X]
    return [
        *_wrapped("X = np.array([", rows, "], dtype=float)"),
        *_wrapped("y = np.array([", list(map(_short, loss.data.y)), "], dtype=float)"),
    ]


def function_lines(goal: Node, gradient: Sequence[Node], names: tuple[str, ...]) -> list[list[str]]:
    """The imports, `f(theta)` and `gradient(theta)`, written out."""
    own = python_names(names, OWN_NAMES)
    unpack = f"    {', '.join(own.values())}{',' if len(own) == 1 else ''} = theta"
    slopes = ", ".join(code(each, own, exact=True) for each in gradient)
    return [
        [*math_needs([goal, *gradient]), "import numpy as np"],
        ["def f(theta):", unpack, f"    return {code(goal, own)}"],
        ["def gradient(theta):", unpack, f"    return np.array([{slopes}])"],
    ]


def point(values: Sequence[float]) -> str:
    """`np.array([0.1, 0.1])`."""
    return f"np.array([{', '.join(map(number, values))}])"


def _short(value: float) -> str:
    return repr(int(value)) if value == int(value) and abs(value) < 1e15 else number(value)


def _wrapped(head: str, items: list[str], tail: str) -> list[str]:
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
