"""What was read of a file, as the data set of a loss: a column of ones, features as they are or standardised.

A small table becomes a data set like any lesson's. A larger one brings its loss with it, made once of all rows, or of
what they add up to; the data set then holds some rows to draw.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tutor.descent.problem import LeastSquares, Problem
from tutor.fields import FieldFault
from tutor.lab.gathered import Gathered
from tutor.lab.setup import Setup
from tutor.lab.table import Table
from tutor.lesson.losses import DataSet
from tutor.messages import N_, tr

Array = NDArray[np.float64]
WRITTEN_OUT = 2_000  # rows that a data set holds as a lesson's does, and that are drawn of more
LOGISTIC_NEEDS_ROWS = N_(
    "logistic regression looks at single rows, and these {rows:,} are too many to be kept; "
    "choose sample, which takes {sample:,} of them, evenly spaced"
)
BATCHES_NEED_ROWS = N_(
    "a batch looks at single rows, and these {rows:,} are too many to be kept; "
    "choose sample, which takes {sample:,} of them, evenly spaced"
)
UNEVEN = 100.0  # the condition number from which `auto` standardises


def data_of(setup: Setup, table: Table) -> DataSet:
    """The data set, its first column all ones. FieldFault where the rows cannot be what the set-up wants."""
    rows = _rows(setup, table)
    target = _labels(setup, table, rows) if setup.model == "logistic" else None
    shift, scale = _scales(setup, table)
    columns = ("1", *table.features)
    drawn = _evenly(table.sample if rows is None else rows)
    X, y = _split(drawn, shift, scale)
    if target is not None:
        y = np.asarray(target.map(y))
    if rows is not None and len(rows) <= WRITTEN_OUT:
        problem = None
    elif rows is None:
        problem = _condensed(table, shift, scale, X, y)
    else:
        whole_X, whole_y = _split(rows, shift, scale)
        problem = LeastSquares(whole_X, whole_y) if target is None else _logistic(whole_X, target.map(whole_y))
    return DataSet(
        table.head.path.stem[:40] or "table", tuple(map(tuple, X.tolist())), tuple(y.tolist()), columns, problem
    )


def is_standardised(setup: Setup, table: Table) -> bool:
    """Are the features less their means and over their spreads? With `auto`, where descent would creep otherwise."""
    if setup.standardise in ("yes", "no"):
        return setup.standardise == "yes"
    A = table.gathered.products()[0]
    values = np.linalg.eigvalsh(A)
    return bool(values[-1] > UNEVEN * max(values[0], 0.0))


def remarks(setup: Setup, table: Table) -> tuple[str, ...]:
    """What there is to say of the table, a sentence each: what was left out, what was done to it."""
    said = [*table.notes]
    if is_standardised(setup, table):
        said.append(tr("standardised: each feature less its mean, over its spread, so one rate suits all"))
    if setup.model == "logistic" and len(table.classes) == 2:  # one alone is told as a fault
        zero, one = sorted(table.classes)
        said.append(
            tr("{target}: 0 stands for '{zero}', 1 for '{one}'", target=table.target, zero=zero[:24], one=one[:24])
        )
    return tuple(said)


def _scales(setup: Setup, table: Table) -> tuple[Array, Array]:
    """What is taken from each column and what it is divided by, the target's 0 and 1."""
    n = len(table.features)
    shift, scale = np.zeros(n + 1), np.ones(n + 1)
    if is_standardised(setup, table):
        shift[:n], scale[:n] = table.gathered.mean[:n], table.gathered.spread[:n]
    return shift, scale


def _rows(setup: Setup, table: Table) -> Array | None:
    """The rows to descend on; None where what they add up to is enough, and all there is."""
    if setup.rows == "sample":
        return table.sample
    if table.rows is not None:
        return table.rows
    if setup.model != "logistic" and not setup.batch.strip() and setup.method != "sgd":
        return None
    said = LOGISTIC_NEEDS_ROWS if setup.model == "logistic" else BATCHES_NEED_ROWS
    raise FieldFault("rows", tr(said, rows=table.m, sample=len(table.sample)))


class _Two:
    """Two values of a target, and the classes 0 and 1 that they stand for."""

    def __init__(self, one: float) -> None:
        self.one = one

    def map(self, values: Array) -> Array:
        return np.asarray(values == self.one, dtype=np.float64)


def _labels(setup: Setup, table: Table, rows: Array | None) -> _Two:
    """The larger of two numbers, or the later of two words by the alphabet, is 1: `no` is 0, `yes` is 1."""
    assert rows is not None  # logistic regression has rows
    values = rows[:, -1]
    low, high = float(values.min()), float(values.max())
    others = values[(values != low) & (values != high)]
    if len(others):
        what = tr(
            "{target} has more than two values ({low:g}, {between:g}, {high:g} ...); "
            "logistic regression tells two classes apart: choose linear, or another target",
            target=table.target,
            low=low,
            between=others[0],
            high=high,
        )
        raise FieldFault("model", what)
    if low == high:
        shown = f"'{table.classes[0][:24]}'" if table.classes else f"{low:g}"
        raise FieldFault(
            "target",
            tr(
                "{target} is {shown} in every row; logistic regression needs two classes",
                target=table.target,
                shown=shown,
            ),
        )
    return _Two(low if table.classes and table.classes[0] > table.classes[1] else high)


def _split(rows: Array, shift: Array, scale: Array) -> tuple[Array, Array]:
    scaled = (rows - shift) / scale
    y = scaled[:, -1].copy()
    scaled[:, 1:] = scaled[:, :-1].copy()
    scaled[:, 0] = 1.0
    return scaled, y


def _evenly(rows: Array) -> Array:
    """At most WRITTEN_OUT of the rows, evenly spaced."""
    return rows[:: max(1, -(-len(rows) // WRITTEN_OUT))]


def _condensed(table: Table, shift: Array, scale: Array, X: Array, y: Array) -> Problem:
    """The loss of all rows. As many rows as columns, made so that their sums are those of all, are added up in their
    place: sqrt(m) times the mean, and the scatter's eigenvectors times the roots of its eigenvalues.
    """
    from tutor.descent.moments import Condensed, Moments

    gathered: Gathered = table.gathered.rescaled(shift, scale)
    values, vectors = np.linalg.eigh(gathered.scatter)
    mean = np.sqrt(table.m) * np.concatenate([[1.0], gathered.mean])
    around = np.sqrt(np.maximum(values, 0.0)) * vectors
    rows = np.vstack([mean, np.hstack([np.zeros((len(values), 1)), around.T])])
    moments = Moments(rows.shape[1] - 1)
    moments.add(rows[:, :-1], rows[:, -1])
    moments.m = table.m
    return Condensed(moments, X, y)


def _logistic(X: Array, y: Array) -> Problem:
    from tutor.descent.problems.logistic import Logistic

    return Logistic(X, y)
