"""A SymPy expression read back into our tree, in the order and the shapes in which SymPy prints it.

A subtracted term is a Neg, a rational a Div, x**-1 is 1/x, a power of 1/2 is sqrt: `-x/2 + 1` comes back as
it reads. What the tree has no words for (complex numbers, infinities, Piecewise) raises `NotReal`.
"""

from __future__ import annotations

from fractions import Fraction
from functools import reduce
from typing import Any

import sympy

from tutor.messages import tr
from tutor.symbolic.kept import Kept, sigmoid
from tutor.tree import FUNCTIONS, Add, Call, Const, Div, Mul, Neg, Node, Num, Pow, Sym

ONE = Num(Fraction(1))
# SymPy's class -> our name, where they differ.
NAMES = {"Abs": "abs", "Max": "max", "Min": "min", "Heaviside": "step"}
# Reciprocal functions, which only simplifying brings in: name -> (1 over which, or which over which).
RECIPROCALS = {
    "sec": (None, "cos"),
    "csc": (None, "sin"),
    "cot": ("cos", "sin"),
    "sech": (None, "cosh"),
    "csch": (None, "sinh"),
    "coth": ("cosh", "sinh"),
}


class CannotDo(Exception):
    """SymPy cannot, or must not, do what is asked; the message is a sentence for the learner."""


class TooBig(CannotDo):
    """It would take too long or fill the screen."""


class NotReal(CannotDo):
    """It has no real value, or none that our expressions can say."""


def has_decimals(node: Node) -> bool:
    """Does the tree hold a number typed with a point? Then answers read better with decimals as well."""
    return any(isinstance(each, Num) and each.value.denominator != 1 for each in node.walk())


def from_sympy(expr: sympy.Expr, *, decimals: bool = False) -> Node:
    """The tree of an expression. With `decimals`, 1/5 is the number 0.2 and not a fraction, where it ends."""
    if expr.is_Rational:
        return _signed(Fraction(expr.p, expr.q), decimals)
    if expr.is_Float:
        return _signed(Fraction(str(expr)), True)
    if expr is sympy.pi or expr is sympy.E:
        return Const("pi" if expr is sympy.pi else "e")
    if expr.is_Symbol:
        return Sym(expr.name)
    if expr.is_Add:
        return Add(tuple(from_sympy(term, decimals=decimals) for term in expr.as_ordered_terms()))
    if expr.is_Mul:
        return _product(expr, decimals)
    if expr.is_Pow:
        return _power(expr.base, expr.exp, decimals)
    return _function(expr, decimals)


def _signed(value: Fraction, decimals: bool) -> Node:
    if value < 0:
        return Neg(_signed(-value, decimals))
    if value.denominator == 1 or (decimals and _ends(value)):
        return Num(value)
    return Div(Num(Fraction(value.numerator)), Num(Fraction(value.denominator)))


def _ends(value: Fraction) -> bool:
    """Has the fraction a short decimal form?"""
    return (value * 10**12).denominator == 1


def _product(expr: sympy.Expr, decimals: bool) -> Node:
    coefficient, rest = expr.as_coeff_Mul()
    if coefficient < 0:
        return Neg(from_sympy(-expr, decimals=decimals))
    top: list[Node] = []
    bottom: list[Node] = []
    if coefficient != 1:
        number = _signed(Fraction(coefficient.p, coefficient.q), decimals)
        if isinstance(number, Div):
            top.extend([number.top] if number.top != ONE else [])
            bottom.append(number.bottom)
        else:
            top.append(number)
    # sigmoid(x)*(1 - sigmoid(x)) reads better that way round than as SymPy orders it.
    for factor in sorted(rest.as_ordered_factors(), key=lambda each: each.is_Add and each.has(sigmoid)):
        if factor.is_Pow and factor.exp.as_coeff_Mul()[0].is_negative:
            bottom.append(_power(factor.base, -factor.exp, decimals))
        else:
            top.append(from_sympy(factor, decimals=decimals))
    return Div(_multiplied(top), _multiplied(bottom)) if bottom else _multiplied(top)


def _multiplied(factors: list[Node]) -> Node:
    if not factors:
        return ONE
    return factors[0] if len(factors) == 1 else Mul(tuple(factors))


def _power(base: sympy.Expr, exponent: sympy.Expr, decimals: bool) -> Node:
    if exponent.is_Rational and exponent < 0:
        return Div(ONE, _power(base, -exponent, decimals))
    node = from_sympy(base, decimals=decimals)
    if exponent == 1:
        return node
    if exponent == sympy.Rational(1, 2):
        return Call("sqrt", (node,))
    return Pow(node, from_sympy(exponent, decimals=decimals))


def _function(expr: Any, decimals: bool) -> Node:
    written = type(expr).__name__
    name = NAMES.get(written, written)
    args = tuple(from_sympy(arg, decimals=decimals) for arg in expr.args) if expr.is_Function else ()
    if name == "step" and not isinstance(expr, Kept):
        args = args[:1]  # Heaviside's second argument is its value at the jump
    if args and name in RECIPROCALS:
        above, below = RECIPROCALS[name]
        return Div(Call(above, args) if above else ONE, Call(below, args))
    if not args or name not in FUNCTIONS:
        raise NotReal(_why_not(expr))
    most = FUNCTIONS[name][1]
    if len(args) > most:  # SymPy flattens max(max(a, b), c) without bound
        return reduce(lambda left, right: Call(name, (left, right)), args)
    return Call(name, args)


def _why_not(expr: Any) -> str:
    if expr is sympy.I:
        return tr("This has no real value: a root or a logarithm of a negative number stands in it.")
    if expr in (sympy.oo, -sympy.oo, sympy.zoo, sympy.nan):
        return tr("This has no value: somewhere it divides by zero.")
    return tr("The result needs {name}, which is not among the functions of these lessons.", name=type(expr).__name__)
