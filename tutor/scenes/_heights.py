"""The loss over a piece of a plane in the space of theta: theta = centre + u*first + w*second.

Least squares exactly, from its curvature; cross-entropy from a few examples, evenly taken.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from tutor.descent.problem import LeastSquares, Problem
from tutor.descent.problems import Logistic, Softmax
from tutor.numeric import function
from tutor.scenes._sampling import finite
from tutor.tree import Node

Array = NDArray[np.float64]
MOST_ROWS = 200  # of data that a map of cross-entropy looks at


def heights_over(goal: Any, problem: Problem, centre: Array, basis: Array, us: Array, ws: Array) -> Array:
    """The loss over a grid, (len(ws), len(us)): rows follow ws; nan where there is none. `goal` is the expression of a
    function; centre (n,), basis (n, 2).
    """
    with np.errstate(all="ignore"):  # a run that diverges takes its window along
        if isinstance(goal, Node):
            found = _of_function(goal, problem, centre, basis, us, ws)
        elif isinstance(problem, LeastSquares):
            found = _of_squares(problem, centre, basis, us, ws)
        elif isinstance(problem, Logistic):
            found = _of_chances(problem, centre, basis, us, ws)
        elif isinstance(problem, Softmax):
            found = _of_classes(problem, centre, basis, us, ws)
        else:
            found = _one_by_one(problem, centre, basis, us, ws)
    return finite(found)


def _of_function(goal: Node, problem: Problem, centre: Array, basis: Array, us: Array, ws: Array) -> Array:
    u, w = us[np.newaxis, :], ws[:, np.newaxis]
    parts = [c + u * a + w * b for c, (a, b) in zip(centre, basis, strict=True)]
    found = function(goal, problem.names)(*parts)
    return np.broadcast_to(np.asarray(found, dtype=np.float64), (len(ws), len(us)))


def _of_squares(problem: Any, centre: Array, basis: Array, us: Array, ws: Array) -> Array:
    """J(c + B p) = J(c) + g(c) . B p + p^T B^T H B p / 2: a quadratic has no more terms."""
    loss, gradient = problem.look(centre)
    slope = gradient @ basis
    (p, q), (_, r) = basis.T @ problem.curvature(centre) @ basis
    u, w = np.meshgrid(us, ws)
    found: Array = loss + slope[0] * u + slope[1] * w + (p * u * u + 2 * q * u * w + r * w * w) / 2
    return found


def _of_chances(problem: Logistic, centre: Array, basis: Array, us: Array, ws: Array) -> Array:
    """The cross-entropy of a 0 or 1, a row of the map at a time."""
    few = slice(None, None, -(-problem.m // MOST_ROWS))
    X, away = problem.X[few], 1.0 - 2.0 * problem.y[few]
    level, across, along = (away * X.dot(each) for each in (centre, *basis.T))
    rows = [np.logaddexp(0.0, (level + w * along)[:, np.newaxis] + np.outer(across, us)).mean(axis=0) for w in ws]
    return np.array(rows)


def _of_classes(problem: Softmax, centre: Array, basis: Array, us: Array, ws: Array) -> Array:
    """The cross-entropy of classes, a row of the map at a time."""
    few = slice(None, None, -(-problem.m // MOST_ROWS))
    X, labels = problem.X[few], problem.y[few]
    level, across, along = (X.dot(problem.unpack(each)) for each in (centre, *basis.T))  # (m, K) each
    every, found = np.arange(len(labels)), []
    for w in ws:
        scores = (level + w * along) + us[:, np.newaxis, np.newaxis] * across
        top = scores.max(axis=2)
        chances = np.log(np.exp(scores - top[:, :, np.newaxis]).sum(axis=2)) + top
        found.append((chances - scores[:, every, labels]).mean(axis=1))
    return np.array(found)


def _one_by_one(problem: Problem, centre: Array, basis: Array, us: Array, ws: Array) -> Array:
    u, w = np.meshgrid(us, ws)
    thetas = centre + np.column_stack([u.ravel(), w.ravel()]) @ basis.T
    return np.array([problem.loss(theta) for theta in thetas]).reshape(u.shape)
