"""Numbers: when one is near enough to another.

With a `tol` (absolute) whatever is that near is right. Without one, a fraction or a root must be exact, and a decimal
within a millionth of the right number. What has fewer digits than are asked for: `tutor.grading.short`.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from tutor.messages import N_
from tutor.precise import constant
from tutor.residues import exact
from tutor.sameness import same
from tutor.tree import Node, Num

Real = Any
NEAR = Fraction(1, 1_000_000)  # of the right number, for decimals
SLACK = 1 + 1e-9  # so that 0.1 + 0.0001 is within 0.0001 of 0.1
TYPED, AUTHORED = 2, 4  # digits at least of a number that may be another one rounded: as typed, as an author wrote it
LONG = 7  # a whole number of so many digits may be a rounded one
TOO_FEW = "too-few-digits"
NO_VALUE = N_("This has no real value: it divides by zero, or leaves the real numbers. Type a number.")


def is_decimal(node: Node) -> bool:
    """Was it typed with a decimal point, or as a whole number so long that it is likely rounded?"""
    if isinstance(node, Num) and node.value >= 10 ** (LONG - 1):
        return True
    return any(isinstance(each, Num) and each.value.denominator != 1 for each in node.walk())


def near(right: Node, theirs: Node, tol: float | None) -> bool:
    """Is a number the right one? Both are trees without symbols."""
    if tol is None and (not is_decimal(theirs) or (_is_whole(right) and _is_whole(theirs))):
        return bool(same(right, theirs))
    one, other = constant(right), constant(theirs)
    if one is None or other is None:
        return False
    allowed = NEAR * Fraction(SLACK) * abs(as_fraction(one)) if tol is None else _bound(tol)
    return bool(abs(as_fraction(one) - as_fraction(other)) <= allowed)


def _is_whole(node: Node) -> bool:
    known = exact(node)
    return known is not None and known.denominator == 1


def as_known(node: Node) -> Fraction | None:
    """A number as a fraction: exactly where it is one, so that -0.325 is half-way between its neighbours."""
    known = exact(node)
    if known is not None:
        return known
    found = constant(node)
    return None if found is None else as_fraction(found)


def distance(right: Node, theirs: Node, wrong: Node, tol: float | None) -> float | None:
    """How far an answer is from an author's wrong number, None if it is another number.

    They are the same within `tol` or a millionth, or where one is the other rounded to the digits it has; never
    when the answer is as near to the right number, unless that is the author's too: one component of a wrong vector.
    What an author wrote with few digits is meant so: 1.3 is not 1.28.
    """
    given, meant, truth = (as_known(node) for node in (theirs, wrong, right))
    if given is None or meant is None or truth is None:
        return None
    gap = abs(given - meant)
    if gap >= abs(given - truth) and abs(meant - truth) > NEAR * abs(meant):
        return None
    if gap <= max(NEAR * abs(meant), _bound(tol or 0.0)):
        return float(gap)
    written = (exact(theirs), meant, TYPED), (exact(wrong), given, AUTHORED)
    if any(few is not None and enough_digits(few, least) and is_rounded(few, full) for few, full, least in written):
        return float(gap)
    return None


def as_fraction(value: Real) -> Fraction:
    """An mpf as the fraction it is; one too large or small to matter as a fraction of a thousand digits."""
    sign, mantissa, power, _ = value._mpf_
    power = max(-4000, min(4000, power))
    number = int(mantissa) * Fraction(2) ** int(power)
    return -number if sign else number


def _bound(tol: float) -> Fraction:
    return Fraction(tol * SLACK)


def _places(number: Fraction) -> int | None:
    """Digits after the decimal point; None for a number that has no end."""
    rest, twos, fives = number.denominator, 0, 0
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    return max(twos, fives) if rest == 1 else None


def enough_digits(number: Fraction, least: int = TYPED) -> bool:
    """So many digits or more: fewer are too easily met by chance."""
    places = _places(number)
    return places is not None and abs(number) * 10**places >= 10 ** (least - 1)


def is_rounded(few: Fraction, full: Fraction, cut: bool = False) -> bool:
    """Is `few` the number `full`, rounded (or, with `cut`, cut off) to the digits of `few`?"""
    places = _places(few)
    if places is None or few == full:
        return False
    gap = abs(few - full) * 10**places
    return gap * 2 <= 1 or (cut and gap < 1 and abs(few) < abs(full))
