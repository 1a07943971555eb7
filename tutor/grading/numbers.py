"""Numbers: when one is near enough to another, and the questions whose answer is one.

With a `tol` (absolute) whatever is that near is right. Without one, a fraction or a root must be exact, and a decimal
within a millionth of the right number. What was rounded to fewer digits than are asked for is told so.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from tutor.expression import read_number, to_text
from tutor.grading.given import TRY_AGAIN, Given, Judge
from tutor.lesson.questions import Number, Question
from tutor.precise import constant
from tutor.residues import exact
from tutor.sameness import same
from tutor.tree import Neg, Node, Num
from tutor.typeset import line
from tutor.verdict import Verdict

Real = Any
NEAR = Fraction(1, 1_000_000)  # of the right number, for decimals
SLACK = 1 + 1e-9  # so that 0.1 + 0.0001 is within 0.0001 of 0.1
LONG = 7  # a whole number of so many digits may be a rounded one
TOO_FEW = "too few digits"
NO_VALUE = "This has no real value: it divides by zero, or leaves the real numbers. Type a number."


def is_decimal(node: Node) -> bool:
    """Was it typed with a decimal point, or as a whole number so long that it is likely rounded?"""
    if isinstance(node, Num) and node.value >= 10 ** (LONG - 1):
        return True
    return any(isinstance(each, Num) and each.value.denominator != 1 for each in node.walk())


def near(right: Node, theirs: Node, tol: float | None) -> bool:
    """Is a number the right one? Both are trees without symbols."""
    if tol is None and not is_decimal(theirs):
        return bool(same(right, theirs))
    one, other = constant(right), constant(theirs)
    if one is None or other is None:
        return False
    allowed = NEAR * Fraction(SLACK) * abs(_fraction(one)) if tol is None else _bound(tol)
    return bool(abs(_fraction(one) - _fraction(other)) <= allowed)


def too_few_digits(right: Node, theirs: Node) -> bool:
    """Is it the right number rounded, or cut off, after the digits that were typed?"""
    plain = theirs.arg if isinstance(theirs, Neg) else theirs
    typed, one = exact(theirs), constant(right)
    if not isinstance(plain, Num) or typed is None or one is None or not _enough_digits(typed):
        return False
    return _rounded(typed, _fraction(one), cut=True)


def distance(right: Node, theirs: Node, wrong: Node, tol: float | None) -> float | None:
    """How far an answer is from an author's wrong number, None if it is another number.

    They are the same within `tol` or a millionth, or where one is the other rounded to the digits it has; never
    when the answer is as near to the right number.
    """
    values = [constant(node) for node in (theirs, wrong, right)]
    if any(value is None for value in values):
        return None
    given, meant, truth = (_fraction(value) for value in values)
    gap = abs(given - meant)
    if gap >= abs(given - truth):
        return None
    if gap <= max(NEAR * abs(meant), _bound(tol or 0.0)):
        return float(gap)
    written = (exact(theirs), meant), (exact(wrong), given)
    if any(few is not None and _enough_digits(few) and _rounded(few, full) for few, full in written):
        return float(gap)
    return None


def _fraction(value: Real) -> Fraction:
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


def _enough_digits(number: Fraction) -> bool:
    """Two digits or more: a single one is too easily met by chance."""
    places = _places(number)
    return places is not None and abs(number) * 10**places >= 10


def _rounded(few: Fraction, full: Fraction, cut: bool = False) -> bool:
    """Is `few` the number `full`, rounded (or, with `cut`, cut off) to the digits of `few`?"""
    places = _places(few)
    if places is None or few == full:
        return False
    gap = abs(few - full) * 10**places
    return gap * 2 <= 1 or (cut and gap < 1 and abs(few) < abs(full))


def read(question: Question, text: str) -> Given:
    reading = read_number(text)
    return Given(text, line(reading.node), (reading.node,), remarks=reading.remarks)


def right(question: Question, given: Given) -> Verdict | None:
    about = _about(question)
    (theirs,) = given.nodes
    if constant(theirs) is None:
        return given.uncounted(NO_VALUE)
    return given.right() if near(about.answer, theirs, about.tol) else None


def nearness(question: Question, given: Given, wrong: Given) -> float | None:
    about = _about(question)
    return distance(about.answer, given.nodes[0], wrong.nodes[0], about.tol)


def remark(question: Question, given: Given) -> Verdict:
    about = _about(question)
    (theirs,) = given.nodes
    if too_few_digits(about.answer, theirs):
        return given.mistaken(TOO_FEW, few_digits(about.tol))
    if near(Neg(about.answer), theirs, about.tol):
        return given.mistaken("negated", "The size is right, the sign is not.")
    hints = " Or: ".join(guesses(about.answer, theirs)) or TRY_AGAIN
    return given.wrong(f"Not this number. {hints}")


def few_digits(tol: float | None) -> str:
    much = f"to within {tol:g}" if tol else "exactly, or as a decimal of at least six digits"
    return f"Too few digits: it is right as far as it goes. Give the number {much}."


def guesses(right: Node, theirs: Node) -> list[str]:
    """What a wrong number may have to do with the right one. Guesses, so none of them is a named mistake."""
    one, other = constant(right), constant(theirs)
    if not one or not other:
        return []
    a, b = _fraction(one), _fraction(other)
    decimal = is_decimal(theirs) or is_decimal(right)

    def equal(expected: Fraction, given: Fraction = b) -> bool:
        return abs(expected - given) <= (NEAR if decimal else Fraction(1, 10**40)) * abs(given)

    fits = {
        "Is it the wrong way up?": equal(1 / a),
        "Was a square root forgotten?": a > 0 and equal(a * a),
        "Was a square forgotten, or a root taken that does not belong?": equal(a, b * b),
        "Look at the decimal point.": any(equal(a * Fraction(10) ** shift) for shift in (-3, -2, -1, 1, 2, 3)),
        "It is off by a factor of 2.": equal(2 * a) or equal(a / 2),
    }
    return [said for said, holds in fits.items() if holds]


def own(question: Question) -> str:
    return to_text(_about(question).answer)


def _about(question: Question) -> Number:
    assert isinstance(question.about, Number)
    return question.about


JUDGE = Judge(read, right, nearness, remark, own)
