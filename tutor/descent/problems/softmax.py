"""Softmax regression: which of K classes? Cross-entropy and gradient that hold at any theta."""

from __future__ import annotations

from typing import cast

import numpy as np
from numpy.typing import ArrayLike

from tutor.descent.batches import Rows
from tutor.descent.problem import Vector, kept
from tutor.descent.problems._labelled import Labels, labels, table
from tutor.messages import tr

MOST_CLASSES = 100


class Softmax:
    """J(theta) = 1/m * sum of logsumexp(z) - z[label], z = x Theta: the cross-entropy of labels 0 ... K - 1.

    Theta (n, K) is flat, row by row: `theta[j,c]` is what feature j speaks for class c. The gradient is
    (1/m) X^T (p - onehot(y)), the Hessian 1/m times the sum of x x^T (diag(p) - p p^T) (Bishop, Pattern Recognition
    and Machine Learning, 4.3.4). A number added to all classes of a feature changes nothing, so the Hessian is
    never of full rank. ValueError, with a sentence, for shapes and labels that do not fit.
    """

    def __init__(self, X: ArrayLike, y: ArrayLike, classes: int) -> None:
        if not 2 <= classes <= MOST_CLASSES:
            raise ValueError(
                tr(
                    "the number of classes must be 2 to {most_classes}, and {classes} is not.",
                    most_classes=MOST_CLASSES,
                    classes=classes,
                )
            )
        self.X = kept(table(X))
        self.classes = int(classes)
        self.y = labels(y, self.m, self.classes)
        self.y.setflags(write=False)
        self._every = np.arange(self.m)

    @property
    def m(self) -> int:
        """How many examples."""
        return int(self.X.shape[0])

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(f"theta[{j},{c}]" for j in range(self.X.shape[1]) for c in range(self.classes))

    def unpack(self, theta: Vector) -> Vector:
        """Theta as a table (n, K), a view."""
        return theta.reshape(-1, self.classes)

    def predictions(self, theta: Vector, X: ArrayLike | None = None) -> Vector:
        """The chance of each class for each row of X (the examples where it is left out), (m, K)."""
        rows = self.X if X is None else np.asarray(X, dtype=np.float64)
        scores = rows.dot(self.unpack(theta))
        shares = np.exp(scores - scores.max(axis=1, keepdims=True))
        return cast(Vector, shares / shares.sum(axis=1, keepdims=True))

    def accuracy(self, theta: Vector) -> float:
        """The part of the examples whose own class is the likeliest; a draw counts as a miss."""
        scores = self.X.dot(self.unpack(theta))
        own = scores[self._every, self.y].copy()
        scores[self._every, self.y] = -np.inf
        return float(np.mean(own > scores.max(axis=1)))

    def loss(self, theta: Vector) -> float:
        return self.look(theta)[0]

    def gradient(self, theta: Vector) -> Vector:
        return self.look(theta)[1]

    def look(self, theta: Vector) -> tuple[float, Vector]:
        losses, errors = cross_entropy(self.X.dot(self.unpack(theta)), self.y, self._every)
        return float(losses.sum()) / self.m, ((1 / self.m) * self.X.T.dot(errors)).ravel()

    def gradient_on(self, theta: Vector, rows: Rows) -> Vector:
        X, y = self.X[rows], self.y[rows]
        _, errors = cross_entropy(X.dot(self.unpack(theta)), y, np.arange(len(y)))
        return cast(Vector, ((1 / len(y)) * X.T.dot(errors)).ravel())

    def curvature(self, theta: Vector) -> Vector:
        p = self.predictions(theta)
        n = self.X.shape[1]
        hessian = np.zeros((n, self.classes, n, self.classes))
        for c in range(self.classes):
            for d in range(self.classes):
                weights = p[:, c] * ((c == d) - p[:, d])
                hessian[:, c, :, d] = self.X.T.dot(weights[:, np.newaxis] * self.X) / self.m
        return hessian.reshape(n * self.classes, -1)


def cross_entropy(scores: Vector, y: Labels, every: Labels) -> tuple[Vector, Vector]:
    """The loss of each row of scores (m, K) and its slope by the scores, (m,) and (m, K); `every` is 0 ... m - 1.

    Scores are taken relative to that of the own class, and the own class is left out of the sum: so a loss next to 0
    keeps its digits, and no exp overflows.
    """
    ahead = scores - scores[every, y][:, np.newaxis]
    top = ahead.max(axis=1)  # 0 or more: the own class is 0 ahead of itself
    shares = np.exp(ahead - top[:, np.newaxis])
    own = shares[every, y]
    shares[every, y] = 0.0
    others = shares.sum(axis=1)
    # log(own + others) + top, with own = exp(-top)
    losses = np.where(top > 0, top + np.log(own + others), np.log1p(others))
    errors = shares / (own + others)[:, np.newaxis]
    errors[every, y] = -others / (own + others)
    return losses, errors
