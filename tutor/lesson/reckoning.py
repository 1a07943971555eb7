"""The values behind the numbers of a lesson: derivatives at a point, sums, eigenvalues.

Everything is worked out without SymPy, which lives in another process: derivatives by the tutor's own rules, the rest
by NumPy, loaded where a lesson wants it. `tutor.lesson.proving` works each out again in another way.

A `Value` is an amount, a tuple of values (a vector, the rows of a matrix), or a `Run`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from typing import Any

from tutor.lesson.amounts import Amount, NoNumber, amount_of
from tutor.lesson.questions import Matrix, Number, Vector
from tutor.messages import plural, tr
from tutor.numeric import scalar
from tutor.scenes._numbers import as_float
from tutor.tree import Node

NODE_WORK = 3_000  # of one node of a function that is differentiated
TERM_WORK = 100
EXACT_TERMS = 200  # of a sum that is worked out in fractions

Value = Any  # Amount, tuple[Value, ...] or Run


def number_at(tree: Node, values: Mapping[str, Amount]) -> Amount:
    """The value of an expression in these names. NoNumber where it has none."""
    return Amount.sure(amount_of(tree, values))


def derivations(f: Node, count: int) -> int:
    """About how much work it is to differentiate f so many times."""
    return NODE_WORK * count * sum(1 for _ in f.walk())


def work_of(about: Number | Vector | Matrix) -> int:
    """About how much work its answer is."""
    match about:
        case Matrix():
            rounds = len(about.names) ** (2 if about.hessian_of is not None else 1)
            return sum(derivations(f, rounds) for f in about.functions)
        case Vector() | Number() if about.function is not None:
            return derivations(about.function, max(1, len(about.names)))
    return 0


def asked(about: Number | Vector | Matrix) -> Value:
    """The answer of a question, as a value. NoNumber where it is a formula, or has no value."""
    if isinstance(about, Matrix):
        return _matrix(about)
    if isinstance(about, Vector):
        if about.gradient_of is None:
            return tuple(number_at(each, {}) for each in _plain(about.answer or ()))
        at = _there(about.names, about.at)
        return tuple(number_at(derived(about.function, name), at) for name in about.names)
    if about.answer is not None:
        return number_at(about.answer, {})
    return _slope(about)


def _plain(nodes: Iterable[Node]) -> list[Node]:
    found = list(nodes)
    stray = sorted({name for node in found for name in node.symbols()})
    if stray:
        raise NoNumber(tr("{name} has no value here: numbers have no symbols", name=stray[0]))
    return found


def _there(names: Sequence[str], at: Sequence[Node] | None) -> dict[str, Amount]:
    if at is None:
        raise NoNumber(tr("say at: where it is taken; a formula is no number"))
    return {name: number_at(node, {}) for name, node in zip(names, at, strict=True)}


def _slope(about: Number) -> Amount:
    f, at = about.function, _there(about.names, about.at)
    if about.along is None:
        for _ in range(about.order):
            f = derived(f, about.wrt or about.names[0])
        assert f is not None
        return number_at(f, at)
    way = [float(number_at(each, {}).value) for each in about.along]
    slopes = [float(number_at(derived(f, name), at).value) for name in about.names]
    length = math.hypot(*way)
    if not length:
        raise NoNumber(tr("the direction has no length"))
    return _added(a / length * b for a, b in zip(way, slopes, strict=True))


def _matrix(about: Matrix) -> Value:
    if about.answer is not None:
        return tuple(tuple(number_at(each, {}) for each in _plain(row)) for row in about.answer)
    at = _there(about.names, about.at)
    rows = about.functions
    if about.hessian_of is not None:
        rows = tuple(derived(about.hessian_of, name) for name in about.names)
    return tuple(tuple(number_at(derived(row, name), at) for name in about.names) for row in rows)


@lru_cache(maxsize=512)
def derived(f: Node | None, wrt: str) -> Node:
    """The derivative, by the rules."""
    from tutor.rules.derivation import TooLong, derive  # late: most lessons are read without

    assert f is not None
    try:
        return derive(f, wrt).result
    except TooLong as fault:
        raise NoNumber(str(fault).rstrip(".")) from fault


# sums and eigenvalues


def total(tree: Node, values: Mapping[str, Amount], index: str, places: range) -> Amount:
    """The sum of an expression over the whole numbers that its index goes through."""
    if len(places) > EXACT_TERMS:
        names = (*values, index)
        known = [as_float(each.value) for each in values.values()]
        term = scalar(tree, names)
        return _added(_finite(term([*known, float(k)])) for k in places)
    terms = [number_at(tree, {**values, index: Amount(Fraction(k))}) for k in places]
    if all(each.exact for each in terms):
        return Amount.sure(Amount.within(sum((each.value for each in terms), Fraction())))
    return _added(as_float(each.value) for each in terms)


def _added(numbers: Iterable[float]) -> Amount:
    try:
        return Amount.sure(Amount.near(math.fsum(numbers)))
    except OverflowError as fault:
        raise NoNumber(tr("it leaves the range of numbers")) from fault


def _finite(number: float) -> float:
    if not math.isfinite(number):
        raise NoNumber(tr("it has no finite value"))
    return number


def eigenvalues(rows: Value) -> tuple[Amount, ...]:
    """Those of a square matrix with real ones, the largest first."""
    import numpy as np

    square = isinstance(rows, tuple) and all(isinstance(row, tuple) and len(row) == len(rows) for row in rows)
    if not square or not all(isinstance(each, Amount) for row in rows for each in row):
        raise NoNumber(tr("eigenvalues are of a square matrix: [[a, b], [c, d]]"))
    matrix = np.array([[float(each.value) for each in row] for row in rows])
    symmetric = np.array_equal(matrix, matrix.T)
    try:
        with np.errstate(all="ignore"):
            found = np.linalg.eigvalsh(matrix) if symmetric else np.linalg.eigvals(matrix)
    except np.linalg.LinAlgError as fault:
        raise NoNumber(tr("the eigenvalues of this matrix cannot be had")) from fault
    if np.iscomplexobj(found) and np.abs(found.imag).max() > 1e-12 * np.abs(found).max():
        raise NoNumber(tr("the eigenvalues of this matrix are not real"))
    return tuple(Amount.sure(Amount.near(float(each))) for each in sorted(np.real(found), reverse=True))


def described(value: Value) -> str:
    """`a list of 3 numbers`, for a fault."""
    if isinstance(value, Amount):
        return tr("a number")
    if isinstance(value, tuple):
        return plural(len(value), "a list of {count} number", "a list of {count} numbers")
    return tr("a run")
