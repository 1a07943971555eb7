"""The rate that the lab takes on data where none was typed: round, and within what the curvature allows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from tutor.descent.problem import LeastSquares
from tutor.descent.problems.logistic import Logistic
from tutor.lab.defaults import rate_below, rate_for
from tutor.lesson.losses import DataSet

if TYPE_CHECKING:
    from tutor.scenes.descend import Settings

BY_CURVATURE = ("gd", "sgd", "momentum", "nesterov")


def rate_for_data(data: DataSet, model: str, settings: Settings) -> float:
    """At most 1/(2 lambda_max) for plain descent and its kin, a quarter of the limit 2/lambda_max.

    For logistic regression the Hessian is nowhere more than X^T X/(4m). For single rows it is 1 over the longest row's
    square, so that each step shrinks its own error. The other methods are tried out on the rows that are drawn.
    """
    X, y = np.array(data.X), np.array(data.y)
    quarter = 0.25 if model == "logistic" else 1.0
    method = settings.method.name
    if method in BY_CURVATURE:
        if settings.batch is not None or method == "sgd":
            gently = 0.1 if method in ("momentum", "nesterov") else 1.0  # they add up what single rows say
            return rate_below(gently / (quarter * float((X * X).sum(axis=1).max())))
        whole: Any = data.problem
        A = whole.hessian if model == "linear" and whole is not None else X.T.dot(X) / len(X)
        return rate_below(0.5 / (quarter * float(np.linalg.eigvalsh(A)[-1])))
    if method == "newton" and settings.batch is not None:
        return 0.1  # a few rows say little of the curvature
    small = LeastSquares(X, y) if model == "linear" else Logistic(X, y)
    start = np.array(settings.runs[0].start or (), dtype=np.float64)
    return rate_for(small, settings.method.make(), start)
