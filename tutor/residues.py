"""Rational functions compared exactly, whatever their degree: by their values modulo one large prime.

Two rational functions that differ agree at a random point with a chance of about their degree in P, one in 10^150;
two that are equal agree everywhere. So `(a - x)^6000` costs a few microseconds and no cancellation can deceive.
"""

from __future__ import annotations

import math
import random
from fractions import Fraction

from tutor.tree import Add, Div, Mul, Neg, Node, Num, Pow, Sym

P = 2**521 - 1  # a Mersenne prime, beyond any number that fits an expression
MAX_EXPONENT = 1_000_000
MAX_FOLDED = 64  # the highest power that is multiplied out to learn a constant


class NotRational(Exception):
    """The tree is no rational function, or cannot be divided at this point."""


def exact(node: Node) -> Fraction | None:
    """The exact value of a tree made of numbers and + - * / and small powers; None for any other."""
    match node:
        case Num(value=number):
            return number
        case Neg(arg=arg):
            inner = exact(arg)
            return None if inner is None else -inner
        case Div(top=top, bottom=bottom):
            above, below = exact(top), exact(bottom)
            return above / below if above is not None and below else None
        case Pow(base=base, exponent=exponent):
            root, times = exact(base), exact(exponent)
            if root is None or times is None or times.denominator != 1 or abs(times) > MAX_FOLDED:
                return None
            return None if root == 0 and times < 0 else root ** int(times)
        case Add() | Mul():
            parts = [exact(child) for child in node.children()]
            known = [part for part in parts if part is not None]
            if len(known) < len(parts):
                return None
            return sum(known, Fraction(0)) if isinstance(node, Add) else math.prod(known, start=Fraction(1))
    return None


def residue(node: Node, at: dict[str, int]) -> int:
    """The tree's value modulo P; raises NotRational."""
    match node:
        case Num(value=number):
            return number.numerator * _inverse(number.denominator) % P
        case Sym(name=name):
            return at[name]
        case Neg(arg=arg):
            return -residue(arg, at) % P
        case Add(terms=terms):
            return sum(residue(term, at) for term in terms) % P
        case Mul(factors=factors):
            product = 1
            for factor in factors:
                product = product * residue(factor, at) % P
            return product
        case Div(top=top, bottom=bottom):
            return residue(top, at) * _inverse(residue(bottom, at)) % P
        case Pow(base=base, exponent=exponent):
            times = exact(exponent)
            if times is None or times.denominator != 1 or abs(times) > MAX_EXPONENT:
                raise NotRational
            root = residue(base, at)
            return pow(root if times >= 0 else _inverse(root), abs(int(times)), P)
    raise NotRational


def _inverse(number: int) -> int:
    if number % P == 0:
        raise NotRational
    return pow(number, -1, P)


def agree(a: Node, b: Node, rng: random.Random) -> bool | None:
    """Are two rational functions equal? None if one is none, or divides by nothing but zero."""
    names = sorted(a.symbols() | b.symbols())
    for _ in range(3):  # a second chance, should the first point be a pole
        at = {name: rng.randrange(2, P) for name in names}
        try:
            return residue(a, at) == residue(b, at)
        except NotRational:
            continue
    return None
