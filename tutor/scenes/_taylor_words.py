"""A Taylor scene in words: the polynomial as a formula, its error in a sentence, and a table of the degrees."""

from __future__ import annotations

from fractions import Fraction
from math import factorial, isfinite
from typing import TYPE_CHECKING

from tutor.messages import N_, tr
from tutor.scenes._numbers import as_float, shown
from tutor.scenes._problem import shown_names
from tutor.scenes._taylor_line import signed
from tutor.tree import Add, Div, Mul, Neg, Node, Num, Pow, Sym
from tutor.typeset import line, symbol

if TYPE_CHECKING:
    from tutor.scenes._taylor_state import TaylorScene

ERROR_DIGITS = 4
ROUND_DIGITS = 6  # of a coefficient that is no fraction
CALLED = (N_("a constant"), N_("a line"), N_("a parabola"), N_("a cubic"))
LARGEST = 1_000  # above and below the line of a fraction that is worth reading
WHOLE = 10**6  # a derivative up to that size which is a whole number but for rounding is taken for one


def taylor_sentence(made: TaylorScene, ascii: bool) -> str:
    """The degree, the point it is made at, and how near it comes at the probe."""
    name = symbol(made.settings.variable, ascii=ascii)
    said = {
        "degree": made.degree,
        "about": f"{name} = {shown(made.about, ascii)}",
        "probe": f"{name} = {shown(made.probe, ascii)}",
        "value": shown(made.value(), ascii),
        "truth": shown(made.truth, ascii),
    }
    named = made.degree < len(CALLED) and made.derivatives[made.degree]  # sin has no parabola about 0
    which = f", {tr(CALLED[made.degree])}" if named else ""
    lead = tr("degree {degree}{which}, about {about}", which=which, **said)
    if not isfinite(as_float(made.truth)):
        return tr("{lead}: at {probe} P = {value}, but f has no value there", lead=lead, **said)
    words = tr("{lead}: at {probe} P = {value}, f = {truth}", lead=lead, **said)
    words = tr("{words}: P is {error}", words=words, error=off(made.error(), ascii))
    return tr("{words}, and everywhere: there is nothing beyond this degree", words=words) if made.whole else words


def off(error: Fraction | float, ascii: bool) -> str:
    """`0.02372 too low`; `exactly f` where there is no error."""
    if not error:
        return tr("exactly f")
    size = shown(abs(as_float(error)), ascii, ERROR_DIGITS)
    return tr("{size} too high", size=size) if error > 0 else tr("{size} too low", size=size)


def taylor_table(made: TaylorScene, ascii: bool, every: bool = False) -> list[list[str]]:
    """Rows without headings: degree, value, size of the error."""
    return [
        [str(degree), shown(made.value(degree), ascii), shown(abs(as_float(made.error(degree))), ascii, ERROR_DIGITS)]
        for degree in made.settings.degrees
        if every or degree in made.seen
    ]


def where(made: TaylorScene, ascii: bool) -> str:
    """`(x, y) = (1, 2) + t·(6, −8)`: the line that f is taken along; nothing for a function of one symbol."""
    settings = made.settings
    if settings.towards is None:
        return ""
    names = ", ".join(shown_names(settings.names, ascii))
    about, step = (", ".join(shown(each, ascii) for each in values) for values in (settings.about, settings.towards))
    return f"({names}) = ({about}) + {settings.variable}{'*' if ascii else '·'}({step})"


# --- the polynomial as a formula --------------------------------------------------------------------------------------


def polynomial_line(made: TaylorScene, ascii: bool) -> str:
    """Rising powers of (x - a): `5 + 7(x − 2) + 6(x − 2)²`. What is 0 is left out."""
    about = Fraction(shown(made.about, ascii=True))  # as the sentence has it
    away: Node = Sym(made.settings.variable)
    if about:
        away = Add((away, signed(-about)))
    terms: list[Node] = []
    for k, slope in enumerate(made.derivatives[: made.degree + 1]):
        weight = _coefficient(slope, k)
        if weight:
            term = _term(abs(weight), away, k)
            terms.append(Neg(term) if weight < 0 else term)
    if not terms:
        return "0"
    return line(terms[0] if len(terms) == 1 else Add(tuple(terms)), ascii=ascii)


def _coefficient(slope: Fraction | float, k: int) -> Fraction:
    """f^(k)(a)/k!: exact where the derivative is a whole number, or as good as one; else rounded."""
    if isinstance(slope, Fraction):
        return slope / factorial(k)
    near = round(slope) if abs(slope) < WHOLE else 0
    if near and abs(slope - near) < 1e-9:
        return Fraction(near, factorial(k))
    rounded = Fraction(f"{slope / factorial(k):.{ROUND_DIGITS}g}")
    return rounded if abs(rounded) > Fraction(1, 10**12) else Fraction()


def _term(size: Fraction, away: Node, k: int) -> Node:
    """`6(x − 2)²`, `x³/6`, `4x/3`, `0.3x²`."""
    power = None if k == 0 else away if k == 1 else Pow(away, Num(Fraction(k)))
    if not _as_fraction(size, k):
        number = Num(size if size.denominator == 1 else _rounded(size))
        return number if power is None else power if size == 1 else Mul((number, power))
    top: Node = Num(Fraction(size.numerator))
    if power is not None:
        top = power if size.numerator == 1 else Mul((top, power))
    return Div(top, Num(Fraction(size.denominator)))


def _as_fraction(size: Fraction, k: int) -> bool:
    """Is it best read over a line: with what is left of k! below it, or where it has no short decimal?"""
    if size.denominator == 1 or max(size.denominator, size.numerator) > LARGEST:
        return False
    return factorial(k) % size.denominator == 0 or _rounded(size) != size


def _rounded(size: Fraction) -> Fraction:
    return Fraction(f"{as_float(size):.{ROUND_DIGITS}g}")
