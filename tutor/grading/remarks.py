"""What is true of a wrong expression, by computation alone: negated, off by a factor, integrated ...

Nothing is guessed. Each remark was found at several points to forty digits, or by `same`; none shows the answer.
"""

from __future__ import annotations

import random
from fractions import Fraction
from itertools import islice
from typing import Any

from tutor import points
from tutor.grading.numbers import is_decimal
from tutor.messages import tr
from tutor.precise import BITS, NoValue, value
from tutor.sameness import Answer, Sameness, same
from tutor.symbolic import CannotDo, derivative
from tutor.tree import Mul, Neg, Node, Num

Real = Any
Fact = tuple[str | None, str]  # a mistake's name, where it has one, and what to say
ENOUGH = 4  # points at which a remark must hold
TIGHT = 2 ** (-BITS * 2 // 3)
SIMPLE = 360  # the largest denominator of a factor that is named
MAX_DIFFERENTIATED = 150  # nodes of an answer that is differentiated to see whether it was integrated


def relation(right: Node, theirs: Node, domain: Node | None) -> Fact | None:
    """How a wrong expression stands to the right one; None when nothing is known."""
    if same(Neg(right), theirs, domain=domain):
        return "negated", tr("Every sign is the other way round: this is the right expression, negated.")
    met = values(right, theirs, domain)
    if len(met) < ENOUGH or not (right.symbols() | theirs.symbols()):
        return None
    if is_decimal(theirs) and all(abs(other - one) <= abs(one) / 90 for one, other in met):
        return "rounded", tr("That is near, but not equal. Write its numbers exactly, such as 1/3 for 0.333.")
    if right.symbols():
        ratios = [other / one for one, other in met if one]
        if len(ratios) >= ENOUGH and _all_one(ratios) and ratios[0]:
            return None, _factor(ratios[0], right, theirs, domain)
        gaps = [other - one for one, other in met]
        if theirs.symbols() and _all_one(gaps):
            return None, tr("It is off by a constant: a term without a variable is too many, or missing.")
    return None


def partly(right: Node, theirs: Node, found: Sameness, domain: Node | None) -> str | None:
    """Where the answer fails, if it is right in other places, or has no value there."""
    if found.answer is not Answer.DIFFERENT:
        return None
    if found.undefined:
        return tr("Not this: {reason}.", reason=found.reason)
    met = values(right, theirs, domain, wanted=12)
    equal = sum(abs(other - one) <= TIGHT * abs(one) for one, other in met)
    if ENOUGH <= equal < len(met):
        return tr("It is right in some places, not in all: {reason}.", reason=found.reason)
    return None


def values(right: Node, theirs: Node, domain: Node | None, wanted: int = 6) -> list[tuple[Real, Real]]:
    """The two at several points where both have one."""
    names = sorted(right.symbols() | theirs.symbols() | (domain.symbols() if domain else frozenset()))
    met: list[tuple[Real, Real]] = []
    for point in islice(points.generic(names, random.Random(repr(right))), 60 if names else 1):
        try:
            if domain is not None:
                value(domain, point)
            met.append((value(right, point), value(theirs, point, odd_roots=True)))
        except NoValue:
            continue
        if len(met) >= wanted:
            break
    return met


def integrated(f: Node, wrt: str, theirs: Node) -> bool:
    """Is the derivative of the answer f? By differences first, which rule nearly everything out, then by SymPy."""
    if wrt not in theirs.symbols() or not _slopes_agree(f, wrt, theirs):
        return False
    if sum(1 for _ in theirs.walk()) > MAX_DIFFERENTIATED:
        return False
    try:
        return bool(same(f, derivative(theirs, wrt)))
    except CannotDo:
        return False


def _slopes_agree(f: Node, wrt: str, theirs: Node) -> bool:
    names = sorted(f.symbols() | theirs.symbols())
    step = Fraction(1, 2**40)
    met = 0
    for point in islice(points.generic(names, random.Random(repr(f))), 40):
        try:
            height = value(f, point)
            above, below = (value(theirs, {**point, wrt: point[wrt] + side * step}) for side in (1, -1))
        except NoValue:
            continue
        slope = (above - below) * 2**39
        if abs(slope - height) > (abs(height) + 1) / 10**9:
            return False
        met += 1
        if met >= ENOUGH:
            return True
    return False


def _all_one(numbers: list[Real]) -> bool:
    first = numbers[0]
    return all(abs(number - first) <= TIGHT * abs(first) for number in numbers)


def _factor(ratio: Real, right: Node, theirs: Node, domain: Node | None) -> str:
    number = Fraction(str(float(ratio))).limit_denominator(SIMPLE)
    simple = bool(number) and bool(same(Mul((Num(number), right)), theirs, domain=domain))
    if not simple:
        return tr("The form is right, but it is off by a constant factor.")
    return tr("The form is right, but it is off by a constant factor: {times} the right one.", times=_times(number))


def _times(number: Fraction) -> str:
    if number == 2:
        return tr("it is twice")
    if number == Fraction(1, 2):
        return tr("it is half")
    shown = f"({number})" if number < 0 or number.denominator != 1 else f"{number}"
    return tr("it is {shown} times", shown=shown)
