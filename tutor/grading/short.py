"""The right number with too few digits: rounded, or cut off, after those that were typed, and what is said to that.

Of several components each is told by name that has too few, beside those that are right and those that are wrong.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

from tutor.grading.numbers import as_known, enough_digits, is_rounded, near
from tutor.messages import tr
from tutor.residues import exact
from tutor.tree import Neg, Node, Num


class Short(Enum):
    """How the right number lost its last digits."""

    ROUNDED = 1
    CUT = 2  # where rounding would have given another last digit


def shortened(right: Node, theirs: Node) -> Short | None:
    """Is it the right number rounded, or cut off, after the digits that were typed?"""
    plain = theirs.arg if isinstance(theirs, Neg) else theirs
    typed, one = exact(theirs), as_known(right)
    if not isinstance(plain, Num) or typed is None or one is None or not enough_digits(typed):
        return None
    if is_rounded(typed, one):
        return Short.ROUNDED
    return Short.CUT if is_rounded(typed, one, cut=True) else None


def only_short(found: Sequence[object], shorts: Sequence[Short | None]) -> bool:
    """Are they the right components, some with too few digits?"""
    return any(shorts) and all(right or short for right, short in zip(found, shorts, strict=True))


def told_short(shorts: Sequence[Short | None], places: str, tol: float | None) -> str:
    """What is said of components with too few digits: of all of them together, else by name."""
    found = [short for short in shorts if short]
    if len(found) == len(shorts):
        return few_digits(Short.CUT if Short.CUT in found else Short.ROUNDED, tol)
    return few_digits_at(places, found, tol)


def few_digits(how: Short, tol: float | None, exact_only: bool = False) -> str:
    """What is said to a number with too few digits."""
    much = how_much(tol, exact_only)
    if how is Short.CUT:
        return tr("Cut off, not rounded, and with too few digits. Give the number {much}.", much=much)
    return tr("Too few digits: it is right as far as it goes. Give the number {much}.", much=much)


def how_much(tol: float | None, exact_only: bool = False) -> str:
    """How exactly a number is due."""
    if exact_only:
        return tr("exactly, as a fraction or a root")
    return tr("to within {tol:g}", tol=tol) if tol else tr("exactly, or as a decimal of at least six digits")


def shortest(rights: Sequence[Node], nodes: Sequence[Node], tol: float | None) -> tuple[Short | None, ...]:
    """Of each component: how it was shortened; None where it is right, wrong, or no number."""
    return tuple(
        None if one.symbols() or two.symbols() or near(one, two, tol) else shortened(one, two)
        for one, two in zip(rights, nodes, strict=True)
    )


def few_digits_at(places: str, found: Sequence[Short | None], tol: float | None) -> str:
    """What is said where components have too few digits; `places` names them, one or several."""
    much = how_much(tol)
    if Short.CUT in found:
        return tr(
            "In {places}: cut off, not rounded, and with too few digits. Give it {much}.", places=places, much=much
        )
    return tr("In {places}: too few digits, right as far as it goes. Give it {much}.", places=places, much=much)
