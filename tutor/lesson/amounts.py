"""Numbers that a lesson computes, and how they stand in its words: decimals, powers of ten, fractions.

An amount is a fraction: the value itself where that is rational (`exact`), else what floats make of it, which have
four digits more than are ever shown. Halves are rounded away from zero, as a learner rounds them.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from tutor import numeric
from tutor.messages import tr
from tutor.scenes._numbers import as_float, exact
from tutor.tree import Node

USUAL = 6  # significant digits where none are said
MOST_DIGITS = 12
LONGEST_FRACTION = 10_000  # the largest denominator of a fraction that is read out of floats
LARGEST = 10**15  # what is written without a power of ten
CLOSE = 1e-12  # relative: how near such a fraction must be
_DIGITS = re.compile(r"(?P<decimals>\d{1,2})|e(?P<significant>\d{1,2})|(?P<fraction>frac)")


class NoNumber(Exception):
    """There is no such number; the message says why, and what would do."""


@dataclass(frozen=True, slots=True)
class Amount:
    value: Fraction
    exact: bool = True

    @classmethod
    def near(cls, number: float) -> Amount | None:
        """That of a float which was computed; None where it is not finite."""
        return cls(Fraction(number), False) if math.isfinite(number) else None

    @classmethod
    def within(cls, value: Fraction, exact: bool = True) -> Amount | None:
        """That of a fraction; None where it is beyond the largest float."""
        return cls(value, exact) if math.isfinite(as_float(value)) else None

    @staticmethod
    def sure(found: Amount | None) -> Amount:
        """The amount that was looked for. NoNumber where there is none."""
        if found is None:
            raise NoNumber(tr("it has no finite value"))
        return found


def amount_of(tree: Node, values: Mapping[str, Amount]) -> Amount | None:
    """The value of an expression in these names; None where it has none, or none within the range of floats."""
    whole = exact(tree, {name: amount.value for name, amount in values.items()})
    if whole is None:
        names = tuple(values)
        return Amount.near(numeric.scalar(tree, names)([as_float(values[name].value) for name in names]))
    return Amount.within(whole, all(values[name].exact for name in tree.symbols()))


@dataclass(frozen=True, slots=True)
class Digits:
    """How a number is written: so many decimals, or significant digits and a power of ten, or as a fraction."""

    decimals: int | None = None
    significant: int | None = None
    fraction: bool = False

    @classmethod
    def read(cls, text: str) -> Digits | None:
        """`4`, `e3` or `frac`; None for anything else."""
        found = _DIGITS.fullmatch(text)
        if found is None:
            return None
        decimals, significant = (None if found[each] is None else int(found[each]) for each in (1, 2))
        if (decimals or 0) > MOST_DIGITS or not 1 <= (1 if significant is None else significant) <= MOST_DIGITS:
            return None
        return cls(decimals, significant, found["fraction"] is not None)


def written(amount: Amount, digits: Digits | None, *, formula: bool = False) -> str | None:
    """The amount in a sentence, or between the dollar signs of a `formula`; None where it is no fraction and should be.

    Without digits: whole numbers in full, others to at most USUAL significant digits.
    """
    value = amount.value
    if digits is None:
        return _usual(value, formula)
    if digits.decimals is not None:
        return _decimals(value, digits.decimals) if abs(value) < LARGEST else _usual(value, formula)
    if digits.significant is not None:
        return _scientific(value, digits.significant, formula)
    return _fraction(amount, formula)


def in_full(amount: Amount) -> str:
    """As a setting needs it, nothing rounded off: `7/6`, `0.1`, or a float's every digit."""
    value = amount.value
    if (amount.exact or value.denominator == 1) and max(abs(value.numerator), value.denominator) < LARGEST:
        return str(value)
    return repr(float(value))


def _decimals(value: Fraction, count: int) -> str:
    scaled = abs(value) * 10**count
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    digits = str(whole).rjust(count + 1, "0")
    text = f"{digits[:-count]}.{digits[-count:]}" if count else digits
    return f"-{text}" if value < 0 and whole else text


def _power_of_ten(value: Fraction) -> int:
    """The p for which 10^p <= |value| < 10^(p + 1)."""
    size = abs(value)
    power = len(str(size.numerator)) - len(str(size.denominator))
    return power if size >= Fraction(10) ** power else power - 1


def _rounded(value: Fraction, count: int) -> tuple[str, int]:
    """`count` significant digits as d.ddd, with the sign, and the power of ten."""
    power = _power_of_ten(value)
    text = _decimals(value / Fraction(10) ** power, count - 1)
    if text.lstrip("-").startswith("10"):  # 9.99 rounded up
        power += 1
        text = _decimals(value / Fraction(10) ** power, count - 1)
    return text, power


def _scientific(value: Fraction, count: int, formula: bool) -> str:
    if not value:
        return "0"
    text, power = _rounded(value, count)
    if not formula:
        return f"{text}e{power}"
    return f"{text} \\times 10^{{{power}}}" if text not in ("1", "-1") else f"{text[:-1]}10^{{{power}}}"


def _usual(value: Fraction, formula: bool) -> str:
    if value.denominator == 1 and abs(value) < LARGEST:
        return str(value)
    if not value:
        return "0"
    text, power = _rounded(value, USUAL)
    if -5 < power < 15:
        shown = _decimals(value, max(0, USUAL - 1 - power))
        return shown.rstrip("0").rstrip(".") if "." in shown else shown
    digits = len(text.rstrip("0").rstrip(".").lstrip("-").replace(".", ""))
    return _scientific(value, digits, formula)


def _fraction(amount: Amount, formula: bool) -> str | None:
    value = amount.value
    if not amount.exact:
        near = value.limit_denominator(LONGEST_FRACTION)
        if abs(near - value) > CLOSE * max(abs(value), Fraction(1, 10**6)):
            return None
        value = near
    if max(abs(value.numerator), value.denominator) >= LARGEST:
        return None
    if value.denominator == 1 or not formula:
        return str(value)
    sign = "-" if value < 0 else ""
    return f"{sign}\\frac{{{abs(value.numerator)}}}{{{value.denominator}}}"
