"""Rows and their labels, read once for all problems that have them; and the logistic function where it is safe.

What is wrong with a table is said in one sentence, as a ValueError.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tutor.descent.problem import Vector, numbers
from tutor.messages import tr

Labels = NDArray[np.intp]


def table(X: ArrayLike) -> Vector:
    """The rows as float64 (m, n), a copy."""
    rows = numbers(X, "X")
    if rows.ndim != 2 or not rows.size:
        raise ValueError(tr("X must be a table, a row for each example; its shape is {shape}.", shape=rows.shape))
    return rows


def labels(y: ArrayLike, m: int, classes: int) -> Labels:
    """One of 0 ... classes - 1 for each of the m rows, (m,)."""
    found = column(y, m)
    wrong = np.flatnonzero((found != np.floor(found)) | (found < 0) | (found >= classes))
    if wrong.size:
        what = "0 or 1" if classes == 2 else tr("a whole number from 0 to {value}", value=classes - 1)
        row = int(wrong[0])
        raise ValueError(
            tr(
                "a label must be {what}; the one of row {value} is {found:g}.",
                what=what,
                value=row + 1,
                found=found[row],
            )
        )
    return found.astype(np.intp)


def column(y: ArrayLike, m: int) -> Vector:
    """One number for each of the m rows, (m,)."""
    found = numbers(y, "y")
    if found.shape != (m,):
        raise ValueError(
            tr(
                "y must be a plain list with one number for each of the {m} rows of X; its shape is {shape}.",
                m=m,
                shape=found.shape,
            )
        )
    return found


def sigmoid(z: Any) -> Any:
    """1/(1 + exp(-z)), to the last digits also where it is next to 0; exp never overflows."""
    small = np.exp(-np.abs(z))
    return np.where(z >= 0, 1.0, small) / (1.0 + small)
