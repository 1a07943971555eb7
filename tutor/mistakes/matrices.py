"""Hessians and Jacobians, row after row: what is done to their entries together."""

from __future__ import annotations

from collections.abc import Iterator

from tutor.messages import tr
from tutor.mistakes.asked import Hessian, Jacobian, Slope
from tutor.mistakes.fields import TWO, Layout, Together, Trees, laid, negated, total
from tutor.mistakes.whole import slope
from tutor.rules.shape import EVERYDAY, SEEN, depends
from tutor.tidy import ONE, ZERO
from tutor.tree import Add, Div, Mul, Neg, Node


def hessian(asked: Hessian) -> Layout:
    f, names = asked.f, asked.names
    rights = tuple(slope(f, (one, other)) for one in names for other in names)
    slopes = [Slope(f, (one, other), names, asked.at, asked.tol) for one in names for other in names]
    return laid(asked, f, names, rights, slopes, _hessian_together(f, names, rights))


HALF = Div(ONE, TWO)


def _hessian_together(f: Node, names: tuple[str, ...], rights: Trees) -> Iterator[Together]:
    size = len(names)
    if size > 1:
        yield from _mixed(rights, size)
    yield from _diagonal_halved(rights, size)
    firsts = [slope(f, (name,)) for name in names]
    say = tr("The first derivatives were multiplied; each entry is a derivative of a derivative.")
    yield Together("product-of-the-partials", say, tuple(Mul((a, b)) for a in firsts for b in firsts), SEEN)
    yield Together("negated", tr("Every sign is the other way round."), negated(rights), EVERYDAY, "sign")
    say = tr("That is the gradient; each of its components is differentiated again.")
    yield Together("gradient-instead", say, tuple(firsts))
    if size == 2:
        yield _determinant(rights)
    say = tr("Only the pure second derivatives are here; the Hessian has the mixed ones too.")
    yield Together("diagonal-only", say, rights[:: size + 1])


def _mixed(rights: Trees, size: int) -> Iterator[Together]:
    """What goes wrong with the entries off the diagonal, or with their places."""
    say = tr("The mixed second derivatives are missing.")
    yield Together("mixed-entries-lost", say, _changed(rights, size, False, ZERO))
    say = tr("The mixed entries were halved, as in the matrix of a quadratic form; a Hessian holds them whole.")
    yield Together("mixed-entries-halved", say, _changed(rights, size, False, HALF))
    yield Together("mixed-entries-doubled", tr("The mixed entries were doubled."), _changed(rights, size, False, TWO))
    say = tr("The mixed entries have the wrong sign.")
    yield Together("mixed-entries-sign", say, _changed(rights, size, False, Neg(ONE)), SEEN, "sign")
    say = tr("The pure second derivatives stand in each other's places.")
    yield Together("diagonal-swapped", say, _diagonal_reversed(rights, size), SEEN)
    say = tr("The diagonal is missing: the pure second derivatives.")
    yield Together("diagonal-lost", say, _changed(rights, size, True, ZERO), SEEN)
    say = tr("The rows are in the wrong order: the pure second derivatives stand on the diagonal.")
    yield Together("rows-swapped", say, _rows_reversed(rights, size), SEEN)
    say = tr("The columns are in the wrong order: the pure second derivatives stand on the diagonal.")
    yield Together("columns-swapped", say, _columns_reversed(rights, size), SEEN)


def _diagonal_halved(rights: Trees, size: int) -> Iterator[Together]:
    say = tr("The diagonal is only half of what it is: x² has the second derivative 2.")
    yield Together("diagonal-not-doubled", say, _changed(rights, size, True, HALF))
    say = tr("One entry of the diagonal is only half of what it is: x² has the second derivative 2.")
    for place in range(0, size * size, size + 1):
        one = tuple(Mul((HALF, each)) if i == place else each for i, each in enumerate(rights))
        yield Together("diagonal-not-doubled", say, one)


def _changed(rights: Trees, size: int, on_diagonal: bool, factor: Node) -> Trees:
    """The entries, those on the diagonal or those off it multiplied; as many as there are."""
    return tuple(
        (ZERO if factor == ZERO else Mul((factor, each))) if (place % (size + 1) == 0) == on_diagonal else each
        for place, each in enumerate(rights)
    )


def _determinant(rights: Trees) -> Together:
    determinant = Add((Mul((rights[0], rights[3])), Neg(Mul((rights[1], rights[2])))))
    say = tr("That is the determinant; the matrix itself is asked for.")
    return Together("determinant-instead", say, (determinant,), SEEN)


def _diagonal_reversed(rights: Trees, size: int) -> Trees:
    pure = list(rights[:: size + 1])
    return tuple(pure.pop() if place % (size + 1) == 0 else each for place, each in enumerate(rights))


def _rows_reversed(entries: Trees, width: int) -> Trees:
    rows = [entries[start : start + width] for start in range(0, len(entries), width)]
    return tuple(each for row in reversed(rows) for each in row)


def _columns_reversed(entries: Trees, width: int) -> Trees:
    rows = [entries[start : start + width] for start in range(0, len(entries), width)]
    return tuple(each for row in rows for each in reversed(row))


def jacobian(asked: Jacobian) -> Layout:
    fs, names = asked.fs, asked.names
    rights = tuple(slope(f, (name,)) for f in fs for name in names)
    slopes = [Slope(f, (name,), names, asked.at, asked.tol) for f in fs for name in names]
    return laid(asked, fs[0], names, rights, slopes, _jacobian_together(fs, names, rights))


def _jacobian_together(fs: Trees, names: tuple[str, ...], rights: Trees) -> Iterator[Together]:
    width = len(names)
    say = tr("Rows and columns are exchanged: a Jacobian has one row for each output.")
    turned = tuple(rights[row * width + column] for column in range(width) for row in range(len(fs)))
    yield Together("transposed", say, turned)
    if len(fs) > 1:
        say = tr("The rows are in the wrong order: one for each output, in the order of the outputs.")
        yield Together("rows-swapped", say, _rows_reversed(rights, width), SEEN, "order")
    if width > 1:
        columns = _columns_reversed(rights, width)
        say = tr("The columns are in the wrong order: one for each variable, in their order.")
        yield Together("columns-swapped", say, columns, SEEN, "order")
    yield Together("negated", tr("Every sign is the other way round."), negated(rights), EVERYDAY, "sign")
    if len(fs) == width > 1:
        only = tuple(each if place % (width + 1) == 0 else ZERO for place, each in enumerate(rights))
        say = tr("The entries off the diagonal are missing: every output may depend on every variable.")
        yield Together("mixed-entries-lost", say, only)
    if len(fs) == width == 2:
        yield _determinant(rights)
    gradients_added = tuple(total([rights[row * width + column] for row in range(len(fs))]) for column in range(width))
    yield Together("rows-summed", tr("The rows were added up; each output keeps its own."), gradients_added, SEEN)
    kept = tuple(each if depends(f, name) else f for f in fs for name in names for each in (slope(f, (name,)),))
    yield Together("constant-kept", tr("An output without the variable was kept; its derivative is 0."), kept, SEEN)
