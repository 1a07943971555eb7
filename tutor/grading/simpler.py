"""What is left to simplify in an expression as it was typed: the meaning of `form: simplified`.

Simplified is an expression in which, everywhere, also inside functions and exponents:

- no like terms can be gathered (`2x + 3x`, `1 - (1 - x)`, `x(x + 1) - x`), and no term is 0;
- no equal factors can be gathered (`x*x^2`, `e^x e^x`, `x * 1/x`), and no factor or divisor is 1;
- nothing cancels between the factors of a product (`x(1 + 1/x)`): `tutor.grading.cancelling` says when;
- no arithmetic of numbers is left (`2*3`, `1 + 1`, `2^3`, `6/4`, `sqrt(4)`, `ln(1)`, `e^0`, `x^1`, `-(-x)`);
- no fraction stands within a fraction;
- top and bottom of a fraction have no common factor (as polynomials, as far as SymPy finds one within bounds).

It need not be expanded or factored: `(x + 1)^2` and `x^2 + 2x + 1` are both simplified, and no identity of functions
is asked for: `sin(x)^2 + cos(x)^2` stands.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations

import sympy

from tutor.grading.cancelling import is_modest, product_cancels, sum_gathers
from tutor.messages import tr
from tutor.residues import exact
from tutor.symbolic import GIVING_UP, CannotDo, to_sympy
from tutor.tidy import tidy
from tutor.tree import Add, Call, Const, Div, Mul, Neg, Node, Num, Pow
from tutor.typeset import line

MAX_TERMS = 24  # of a sum, compared in pairs
LONG = 40
KNOWN = {  # values that a table or a moment's thought gives
    "log": (Fraction(1),),
    "exp": (Fraction(0),),
    **{name: (Fraction(0),) for name in ("sin", "cos", "tan", "asin", "atan", "sinh", "cosh", "tanh")},
}


def left_to_do(node: Node) -> str | None:
    """The first thing that is left to simplify, as a sentence; None if there is none."""
    return next((said for each in node.walk() for said in _at(each)), None)


def over(node: Node) -> Node:
    """Without its sign."""
    return over(node.arg) if isinstance(node, Neg) else node


def product_parts(node: Node, power: Fraction = Fraction(1)) -> Iterator[tuple[Node, Fraction]]:
    """The bases of a product with their powers; products, quotients and whole powers are opened."""
    match node:
        case Neg(arg=arg):
            yield from product_parts(arg, power)
        case Mul(factors=factors):
            for factor in factors:
                yield from product_parts(factor, power)
        case Div(top=top, bottom=bottom):
            yield from product_parts(top, power)
            yield from product_parts(bottom, -power)
        case Pow(base=base, exponent=exponent):
            times = exact(exponent)
            if times is None:
                yield (base if base == Const("e") else node), power
            elif times.denominator == 1:
                yield from product_parts(base, power * times)
            else:
                yield base, power * times
        case Call(name="exp"):
            yield Const("e"), power
        case Call(name="sqrt", args=(arg,)):
            yield arg, power / 2
        case _:
            yield node, power


def _shown(node: Node) -> str:
    text = line(node)
    return text if len(text) <= LONG else tr("a part of it")


def _at(node: Node) -> Iterator[str]:
    """What is left to do at this very node."""
    match node:
        case Neg(arg=arg):
            if isinstance(arg, Neg) or exact(arg) == 0:
                yield (
                    tr("Two signs are left: {shown}.", shown=_shown(node))
                    if isinstance(arg, Neg)
                    else tr("0 needs no sign.")
                )
        case Add():
            yield from _in_sum(node)
        case Mul():
            yield from _in_product(node)
        case Div():
            yield from _in_fraction(node)
        case Pow():
            yield from _in_power(node)
        case Call(name=name, args=args):
            if exact(args[0]) in KNOWN.get(name, ()) or (name == "log" and args[0] == Const("e")):
                yield tr("{shown} has a plain value.", shown=_shown(node))
            if name == "sqrt" and (root := exact(args[0])) is not None and root >= 0 and _is_square(root):
                yield tr("The root {shown} can be taken.", shown=_shown(node))


def _is_square(number: Fraction) -> bool:
    return all(math.isqrt(part) ** 2 == part for part in (number.numerator, number.denominator))


def _in_sum(node: Add) -> Iterator[str]:
    terms = [each for term in node.terms for each in _opened(term)]
    if any(exact(term) == 0 for term in terms):
        yield tr("A term that is 0 can go.")
    for one, other in combinations(terms[:MAX_TERMS], 2):
        gathered = tidy(Add((one, other)))
        if exact(one) is not None and exact(other) is not None:
            yield tr("There is arithmetic left to do: {shown}.", shown=_shown(Add((one, other))))
        elif not (isinstance(gathered, Add) and len(gathered.terms) > 1):
            yield tr("There are like terms to gather: {shown}.", shown=_shown(Add((one, other))))
    if sum_gathers(node):
        yield tr("Multiply out {shown}: some terms cancel or can be gathered.", shown=_shown(node))


def _opened(term: Node) -> Iterator[Node]:
    """The terms of a sum in brackets, each with the sign and the number before them; any other term as it is."""
    match term:
        case Add(terms=terms):
            for each in terms:
                yield from _opened(each)
        case Neg(arg=arg) if isinstance(over(arg), Add | Mul | Div):
            yield from (tidy(Neg(each)) for each in _opened(arg))
        case Mul(factors=(number, Add() as inside)) if exact(number) is not None:
            yield from (tidy(Mul((number, each))) for each in _opened(inside))
        case Div(top=Add() as top, bottom=bottom) if exact(bottom) not in (None, 0):
            yield from (tidy(Div(each, bottom)) for each in _opened(top))
        case _:
            yield term


def _in_product(node: Mul) -> Iterator[str]:
    numbers = [factor for factor in node.factors if exact(factor) is not None]
    if any(exact(number) in (0, 1, -1) for number in numbers):
        yield tr(
            "A factor of {shown} need not be written.",
            shown=_shown(next(n for n in numbers if exact(n) in (0, 1, -1))),
        )
    if len(numbers) > 1:
        yield tr("There is arithmetic left to do: {shown}.", shown=_shown(Mul(tuple(numbers))))
    yield from _repeated(node)
    if product_cancels(node):
        yield tr("Something still cancels in {shown}.", shown=_shown(node))


def _repeated(node: Node) -> Iterator[str]:
    seen: list[Node] = []
    for base, _ in product_parts(node):
        if exact(base) is not None:
            continue
        if base in seen:
            what = "e" if base == Const("e") else _shown(base)
            yield tr("Powers of {what} can be gathered in {shown}.", what=what, shown=_shown(node))
        seen.append(base)


def _in_fraction(node: Div) -> Iterator[str]:
    top, bottom = exact(node.top), exact(node.bottom)
    if bottom in (1, -1) or top == 0:
        yield tr("The division {shown} is not needed.", shown=_shown(node))
    elif top is not None and bottom is not None:
        if not _is_plain(node.top) or not _is_plain(node.bottom):
            yield tr("There is arithmetic left to do: {shown}.", shown=_shown(node))
        elif math.gcd(abs(int(top)), abs(int(bottom))) > 1:
            yield tr("The fraction {shown} can be reduced.", shown=_shown(node))
    elif any(isinstance(over(each), Div) or _holds_fraction(each) for each in (node.top, node.bottom)):
        yield tr("There is a fraction within a fraction: {shown}.", shown=_shown(node))
    else:
        yield from _repeated(node)
        if _share_a_factor(node):
            yield tr("Top and bottom of {shown} have a common factor.", shown=_shown(node))


def _is_plain(node: Node) -> bool:
    """A whole number as it stands."""
    inner = over(node)
    return isinstance(inner, Num) and inner.value.denominator == 1


def _holds_fraction(node: Node) -> bool:
    """A division within, outside functions and exponents."""
    match node:
        case Div():
            return True
        case Call() | Num():
            return False
        case Pow(base=base):
            return _holds_fraction(base)
    return any(map(_holds_fraction, node.children()))


def _share_a_factor(node: Div) -> bool:
    if not is_modest(node):
        return False
    try:
        common = sympy.gcd(to_sympy(node.top), to_sympy(node.bottom))
    except (CannotDo, *GIVING_UP):
        return False
    return not common.is_Rational or (common.is_Integer and common not in (1, -1, 0))


def _in_power(node: Pow) -> Iterator[str]:
    base, power = exact(node.base), exact(node.exponent)
    if power in (0, 1):
        yield tr("The power {shown} need not be written.", shown=_shown(node))
    elif base in (0, 1) or (base is not None and exact(node) is not None):
        yield tr("There is arithmetic left to do: {shown}.", shown=_shown(node))
    elif power is not None and _is_power_of_power(node, power):
        yield tr("The power of a power {shown} can be written as one.", shown=_shown(node))


def _is_power_of_power(node: Pow, power: Fraction) -> bool:
    """(x^3)^2, but not (x^2)^(1/2), which is |x|."""
    inner = exact(node.base.exponent) if isinstance(node.base, Pow) else None
    return inner is not None and (inner.numerator % 2 == 1 or power.denominator == 1)
