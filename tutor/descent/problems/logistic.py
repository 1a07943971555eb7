"""Logistic regression: how likely is 1? Log-loss and gradient that hold at any theta.

The textbook's log(sigmoid(z)) is -inf long before theta is unreasonable. Here each loss is log(1 + exp(t)), t being
how far an example is on the wrong side, which `logaddexp` gives without overflow, and to the last digits also where
the loss is next to 0.
"""

from __future__ import annotations

from functools import cached_property
from typing import cast

import numpy as np
from numpy.typing import ArrayLike

from tutor.descent.batches import Rows
from tutor.descent.problem import Vector, kept
from tutor.descent.problems._labelled import labels, sigmoid, table
from tutor.descent.problems.separation import Separable, separable


class Logistic:
    """J(theta) = 1/m * sum of log(1 + exp(z)) - y z, z = X theta: the cross-entropy of labels y, 0 or 1.

    The gradient is (1/m) X^T (sigmoid(z) - y), the Hessian (1/m) X^T diag(p (1 - p)) X (Cox 1958; Bishop, Pattern
    Recognition and Machine Learning, 4.3). X (m, n) and y (m,) are copied. ValueError, with a sentence, for shapes
    that do not fit, numbers that are not finite and labels other than 0 and 1.
    """

    def __init__(self, X: ArrayLike, y: ArrayLike) -> None:
        self.X = kept(table(X))
        self.y = kept(labels(y, self.m, 2))
        self._away = kept(1.0 - 2.0 * self.y)  # -1 for a 1, +1 for a 0: times z, how far on the wrong side

    @property
    def m(self) -> int:
        """How many examples."""
        return int(self.X.shape[0])

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(f"theta{place}" for place in range(self.X.shape[1]))

    def predictions(self, theta: Vector, X: ArrayLike | None = None) -> Vector:
        """The chance of a 1 for each row of X (the examples where it is left out), (m,)."""
        rows = self.X if X is None else np.asarray(X, dtype=np.float64)
        return cast(Vector, sigmoid(rows.dot(theta)))

    def accuracy(self, theta: Vector) -> float:
        """The part of the examples on their own side of one half; one that is on the line counts as a miss."""
        return float(np.mean(self._away * self.X.dot(theta) < 0))

    def loss(self, theta: Vector) -> float:
        return self.look(theta)[0]

    def gradient(self, theta: Vector) -> Vector:
        return self.look(theta)[1]

    def look(self, theta: Vector) -> tuple[float, Vector]:
        wrong = self._away * self.X.dot(theta)
        loss = float(np.logaddexp(0.0, wrong).sum()) / self.m
        return loss, (1 / self.m) * self.X.T.dot(self._away * sigmoid(wrong))

    def gradient_on(self, theta: Vector, rows: Rows) -> Vector:
        X, away = self.X[rows], self._away[rows]
        # away * sigmoid(away * z) is sigmoid(z) - y, without the digits that taking 1 from it would cost
        return cast(Vector, (1 / len(X)) * X.T.dot(away * sigmoid(away * X.dot(theta))))

    def curvature(self, theta: Vector) -> Vector:
        z = self.X.dot(theta)
        weights = sigmoid(z) * sigmoid(-z)
        return cast(Vector, self.X.T.dot(weights[:, np.newaxis] * self.X) / self.m)

    @cached_property
    def separable(self) -> Separable:
        """Does some theta put every example on its own side? Then the loss has no least value and theta no end."""
        return separable(-self._away[:, np.newaxis] * self.X)
