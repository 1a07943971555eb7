"""Can a line part the ones from the zeros? Said only where it is certain.

With the rows turned so that a theta is right about an example when row . theta > 0, exactly one of these holds (Gordan
1873, Stiemke 1915; for logistic regression Albert and Anderson 1984):

- some theta has row . theta >= 0 for all rows, and > 0 for one: along it the loss falls for ever, theta has no end;
- some weights w > 0 have sum of w * row = 0: the loss has a finite least value.

A bounded number of Newton steps down the log-loss leads to either proof: a theta that is right about every example by
more than rounding can have cost, or weights above 0 whose sum is made 0 by a change much smaller than they are.
"""

from __future__ import annotations

import enum

import numpy as np

from tutor.descent.problem import Vector
from tutor.descent.problems._labelled import sigmoid

NEWTON_STEPS = 60
WORK = 200_000_000  # multiplications, all steps together; beyond it nothing is tried
ROUNDING = float(np.finfo(np.float64).eps)
WEAKEST = 1e-9  # a smallest singular value, a row, below which columns may or may not depend on each other


class Separable(enum.Enum):
    """Is there a theta that is right about every example?"""

    YES = "yes"
    NO = "no"  # and no theta to which the loss falls for ever: it has a finite least value
    UNKNOWN = "unknown"  # also where examples touch the only line that could part the others


def separable(rows: Vector) -> Separable:
    """For rows (m, n) that are to be on the positive side."""
    rows = rows[:, np.abs(rows).max(axis=0) > 0]
    m, n = rows.shape
    if not n:
        return Separable.NO  # every row is 0: the loss is the same everywhere
    if NEWTON_STEPS * m * n * n > WORK:
        return Separable.UNKNOWN
    # columns of like size, by powers of two: theta changes with them, and no digit of a row
    rows = rows / np.ldexp(1.0, np.frexp(np.abs(rows).max(axis=0))[1])
    weakest = float(np.linalg.svd(rows, compute_uv=False)[n - 1]) if m >= n else 0.0
    theta = np.zeros(n)
    for _ in range(NEWTON_STEPS):
        margins = rows.dot(theta)
        if (margins > 4 * (n + 2) * ROUNDING * np.abs(rows).dot(np.abs(theta))).all():
            return Separable.YES
        weights = sigmoid(-margins)
        if weakest > WEAKEST * m and _balanced(rows, weights, weakest):
            return Separable.NO
        following = _newton(rows, theta, weights)
        if following is None:
            break
        theta = following
    return Separable.UNKNOWN


def _balanced(rows: Vector, weights: Vector, weakest: float) -> bool:
    """Are there weights above 0, near these, with which the rows add up to 0?

    What is left of the sum after the change can be taken away by a change no longer than itself divided by the
    smallest singular value of the rows.
    """
    changed = weights - rows.dot(np.linalg.lstsq(rows.T.dot(rows), rows.T.dot(weights), rcond=None)[0])
    left = np.abs(rows.T.dot(changed)) + len(rows) * ROUNDING * np.abs(rows).T.dot(np.abs(changed))
    return bool((changed > 2 * float(np.linalg.norm(left)) / weakest).all())


def _newton(rows: Vector, theta: Vector, weights: Vector) -> Vector | None:
    """One step of Newton's method down the log-loss, halved until it descends; None where none does."""
    gradient = -rows.T.dot(weights)
    hessian = rows.T.dot((weights * (1 - weights))[:, np.newaxis] * rows)
    step = np.linalg.lstsq(hessian, gradient, rcond=None)[0]
    before = float(np.logaddexp(0.0, -rows.dot(theta)).sum())
    for _ in range(40):
        following: Vector = theta - step
        if float(np.logaddexp(0.0, -rows.dot(following)).sum()) < before:
            return following
        step = step / 2
    return None
