"""Numbers of a scene: exact where they can be, and written with the digits that are of use.

`exact` follows rational arithmetic as far as it goes, so that a secant over h = 0.001 is 7.006001 and not
7.006000999999479. `shown` never writes 'nan' or 'inf'. Only the standard library.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from fractions import Fraction

from tutor.messages import tr
from tutor.tree import Add, Div, Mul, Neg, Node, Num, Pow, Sym

MAX_BITS = 1_200  # of a numerator or denominator; beyond it floats say enough
MAX_POWER = 400
RATES = (1.0, 1.25, 1.6, 2.0, 2.5, 3.2, 4.0, 5.0, 6.3, 8.0)  # of every power of ten: ten keys are a factor ten
EXACT_DIGITS = 12  # a decimal of at most so many significant digits is written out


def fraction(number: float) -> Fraction:
    """The decimal that is written for this float: 0.1 is 1/10."""
    return Fraction(repr(float(number)))


def exact(node: Node, values: Mapping[str, Fraction]) -> Fraction | None:
    """The tree's value as a fraction; None where it is not rational, not defined, or too long to be kept exact."""
    try:
        return _exact(node, values)
    except (ZeroDivisionError, _Inexact):
        return None


class _Inexact(Exception):
    """The value is not a fraction that is worth keeping."""


def _exact(node: Node, values: Mapping[str, Fraction]) -> Fraction:
    match node:
        case Num(value):
            return value
        case Sym(name):
            return values[name]
        case Neg(arg):
            return -_exact(arg, values)
        case Add(terms):
            return _kept(sum((_exact(term, values) for term in terms), Fraction()))
        case Mul(factors):
            product = Fraction(1)
            for factor in factors:
                product = _kept(product * _exact(factor, values))
            return product
        case Div(top, bottom):
            return _kept(_exact(top, values) / _exact(bottom, values))
        case Pow(base, exponent):
            return _power(_exact(base, values), _exact(exponent, values))
    raise _Inexact


def _power(base: Fraction, exponent: Fraction) -> Fraction:
    bits = max(base.numerator.bit_length(), base.denominator.bit_length())
    if exponent.denominator != 1 or abs(exponent) > MAX_POWER or bits * abs(exponent) > MAX_BITS:
        raise _Inexact
    return Fraction(base ** int(exponent))


def _kept(value: Fraction) -> Fraction:
    if max(value.numerator.bit_length(), value.denominator.bit_length()) > MAX_BITS:
        raise _Inexact
    return value


def as_float(number: float | Fraction | None) -> float:
    """The nearest float; nan for None, infinite past the largest."""
    if number is None:
        return math.nan
    try:
        return float(number)
    except OverflowError:
        return math.inf if number > 0 else -math.inf


def shown(number: float | Fraction | None, ascii: bool = False, digits: int = 7) -> str:
    """A number for people: a short exact decimal as it is, else `digits` significant digits.

    `no value` where there is none.
    """
    text = _written_out(number) if isinstance(number, Fraction) else None
    if text is None:
        value = as_float(number)
        if not math.isfinite(value):
            return tr("no value")
        text = _tidy(f"{value + 0.0:.{digits}g}")
    return text if ascii else text.replace("-", "−")


def _written_out(number: Fraction) -> str | None:
    """The finite decimal, where it has one that is short; 0.000001 and smaller as 1e-6."""
    rest = number.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    if rest != 1:
        return None
    value = as_float(number)
    if not math.isfinite(value) or fraction(value) != number:
        return None
    text = f"{value + 0.0:.{EXACT_DIGITS}g}"
    return _tidy(text) if Fraction(text) == number else None


def _tidy(text: str) -> str:
    """`1e-06` as `1e-6`, `-0` as `0`."""
    mantissa, mark, power = text.partition("e")
    return f"{mantissa}e{int(power)}" if mark else ("0" if text == "-0" else text)


def nice_step(span: float, parts: int) -> float:
    """The 1, 2 or 5 times a power of ten that is nearest to span/parts."""
    raw = span / parts
    if not (math.isfinite(raw) and raw > 0):
        return 0.1
    ten = math.floor(math.log10(raw))
    return min((float(f"{digit}e{ten}") for digit in (1, 2, 5, 10)), key=lambda step: abs(math.log(step / raw)))


def nice_rates(rate: float) -> list[float]:
    """Learning rates to choose from around a rate, in order."""
    power = int(f"{rate:e}".partition("e")[2])
    return [float(f"{digit}e{power + by}") for by in (-1, 0, 1) for digit in RATES]
