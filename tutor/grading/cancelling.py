"""What would cancel or gather in an expression if its brackets were multiplied out: a part of `form: simplified`.

Judged are rational functions of the symbols and of whatever else stands there (functions, roots, powers of e), each
taken as a letter of its own, so that no identity of functions is used.

- In a product, a factor of one part's top that stands in another part's bottom cancels: `x (1 + 1/x)`.
- In a sum, the terms over one bottom gather if, multiplied out, they need fewer terms and hold fewer letters than were
  typed: `x(x + 1) - x`, but not `3(x + 1)^2 + 2(x + 1)`, which is as short as `3x^2 + 8x + 5`.
- A sum whose common bottom does not last is shorter without it: `x/(x + 1) + 1/(x + 1)`.

What is too large is let pass: a right value is never held up by our own limits.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from fractions import Fraction

import sympy

from tutor.residues import exact
from tutor.symbolic import GIVING_UP
from tutor.tree import Add, Div, Mul, Neg, Node, Pow

MAX_NODES = 80  # of what SymPy looks for factors in
MAX_DEGREE = 24  # the sum of the whole powers in it
MAX_MULTIPLIED = 400  # terms of it, multiplied out
Letters = dict[Node, sympy.Symbol]
Ratio = tuple[sympy.Poly, sympy.Poly]  # top and bottom without a common factor, in all letters, whole coefficients


class _NoRatio(Exception):
    """It divides by zero."""


def is_modest(node: Node) -> bool:
    """Is it small enough for SymPy to look for factors in it, multiplied out?"""
    powers = [exact(each.exponent) or Fraction(0) for each in node.walk() if isinstance(each, Pow)]
    small = sum(1 for _ in node.walk()) <= MAX_NODES and sum(map(abs, powers)) <= MAX_DEGREE
    return small and _multiplied_out(node) <= MAX_MULTIPLIED


def _multiplied_out(node: Node) -> int:
    """At most so many terms stand in the node once its products and whole powers are multiplied out."""
    match node:
        case Neg(arg=arg):
            return _multiplied_out(arg)
        case Add(terms=terms):
            return sum(map(_multiplied_out, terms))
        case Mul(factors=factors):
            return math.prod(map(_multiplied_out, factors))
        case Div(top=top, bottom=bottom):
            return _multiplied_out(top) * _multiplied_out(bottom)
        case Pow(base=base, exponent=exponent):
            power, count = abs(exact(exponent) or Fraction(1)), _multiplied_out(base)
            return math.comb(math.ceil(power) + count - 1, count - 1) if power.denominator == 1 else count
    return 1


def product_cancels(node: Mul) -> bool:
    """Does something cancel between the factors of a product?"""
    if not (is_modest(node) and max(_over_one_bar(node)) <= MAX_MULTIPLIED):
        return False
    try:
        ratios = _ratios(node.factors)
        tops, bottoms = (sympy.prod([each[side].as_expr() for each in ratios]) for side in (0, 1))
        common = sympy.gcd(tops, bottoms)
    except (_NoRatio, *GIVING_UP):
        return False
    return common not in (1, -1, 0)


def sum_gathers(node: Add) -> bool:
    """Does a sum become shorter when its brackets are multiplied out?"""
    if not (is_modest(node) and max(_over_one_bar(node)) <= MAX_MULTIPLIED):
        return False
    try:
        ratios = _ratios(node.terms)
        bottoms = list(dict.fromkeys(bottom for _, bottom in ratios))
        for bottom in bottoms:
            alike = [place for place, each in enumerate(ratios) if each[1] == bottom]
            if len(alike) > 1 and _gather([node.terms[at] for at in alike], [ratios[at] for at in alike]):
                return True
        return len(bottoms) > 1 and _bottom_goes(node, ratios)
    except (_NoRatio, *GIVING_UP):
        return False


def _over_one_bar(node: Node) -> tuple[int, int]:
    """At most so many terms stand above and below once the node is one fraction, multiplied out."""
    match node:
        case Neg(arg=arg):
            return _over_one_bar(arg)
        case Add() | Mul():
            parts = [_over_one_bar(each) for each in node.children()]
            below = math.prod(bottom for _, bottom in parts)
            if isinstance(node, Mul):
                return math.prod(top for top, _ in parts), below
            return sum(top * (below // bottom) for top, bottom in parts), below
        case Div(top=top, bottom=bottom):
            (above, under), (below, over) = _over_one_bar(top), _over_one_bar(bottom)
            return above * over, under * below
        case Pow(base=base, exponent=exponent) if _is_whole(exponent):
            power, sizes = int(exact(exponent) or 0), _over_one_bar(base)
            above, below = (math.comb(abs(power) + each - 1, each - 1) for each in sizes)
            return (above, below) if power >= 0 else (below, above)
    return 1, 1


def _gather(terms: list[Node], ratios: list[Ratio]) -> bool:
    top = sum((top for top, _ in ratios[1:]), ratios[0][0])
    whole = _reduced(top, ratios[0][1])
    fewer = _terms(top) < sum(_terms(each) for each, _ in ratios) or whole[1] != ratios[0][1]
    return fewer and _held(whole) < sum(map(_letters_of, terms))


def _bottom_goes(node: Add, ratios: list[Ratio]) -> bool:
    common = ratios[0][1]
    for _, bottom in ratios[1:]:
        common = common.lcm(bottom)
    top = sum((top * common.quo(bottom) for top, bottom in ratios[1:]), ratios[0][0] * common.quo(ratios[0][1]))
    whole = _reduced(top, common)
    return whole[1].total_degree() < common.total_degree() and _held(whole) < _letters_of(node)


def _ratios(parts: Iterable[Node]) -> list[Ratio]:
    """Each part as a reduced fraction, all in the same letters; raises _NoRatio."""
    letters: Letters = {}
    parts = list(parts)
    found = [_value(each, letters) for each in parts]
    names = tuple(letters.values()) or (sympy.Dummy(),)
    made = []
    for each in found:
        top, bottom = sympy.fraction(sympy.cancel(sympy.together(each)))
        if bottom == 0 or each.has(sympy.zoo, sympy.nan):
            raise _NoRatio
        ratio = sympy.Poly(top, *names, domain="QQ"), sympy.Poly(bottom, *names, domain="QQ")
        made.append(_reduced(*ratio))
    return made


def _reduced(top: sympy.Poly, bottom: sympy.Poly) -> Ratio:
    """Without common factors, in whole numbers; the bottom's sign is fixed by its leading coefficient."""
    factor, top, bottom = top.cancel(bottom)
    top, bottom = top.mul_ground(factor.as_numer_denom()[0]), bottom.mul_ground(factor.as_numer_denom()[1])
    return (-top, -bottom) if bottom.LC() < 0 else (top, bottom)


def _value(node: Node, letters: Letters) -> sympy.Expr:
    """The node as a rational function; what is none becomes a letter."""
    number = exact(node)
    if number is not None:
        return sympy.Rational(number.numerator, number.denominator)
    match node:
        case Neg(arg=arg):
            return -_value(arg, letters)
        case Add(terms=terms):
            return sympy.Add(*(_value(each, letters) for each in terms))
        case Mul(factors=factors):
            return sympy.Mul(*(_value(each, letters) for each in factors))
        case Div(top=top, bottom=bottom):
            return _value(top, letters) / _value(bottom, letters)
        case Pow(base=base, exponent=exponent) if _is_whole(exponent):
            return _value(base, letters) ** int(exact(exponent) or 0)
    return letters.setdefault(node, sympy.Dummy())


def _is_whole(exponent: Node) -> bool:
    power = exact(exponent)
    return power is not None and power.denominator == 1


def _terms(top: sympy.Poly) -> int:
    return 0 if top.is_zero else len(top.terms())


def _held(ratio: Ratio) -> int:
    """How many letters stand in it, written as sums of products over one another; a power is one."""
    return sum(sum(1 for power in powers if power) for poly in ratio for powers, _ in poly.terms())


def _letters_of(node: Node) -> int:
    """How many letters were typed, a function with all it holds for one."""
    if exact(node) is not None:
        return 0
    match node:
        case Neg() | Add() | Mul() | Div():
            return sum(map(_letters_of, node.children()))
        case Pow(base=base, exponent=exponent) if _is_whole(exponent):
            return _letters_of(base)
    return 1
