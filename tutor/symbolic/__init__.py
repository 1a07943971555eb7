"""Trees through SymPy: derivatives, gradients, Hessians, and what `print` would show of them.

SymPy never sees text: a tree is built into a SymPy expression node by node, and read back likewise. Every
symbol is real, so that sqrt(x^2) is |x|. Guaranteed: numbers stay exact; a power of numbers that would not
fit a page is refused (`TooBig`) before SymPy works it out; what has no real value is refused too (`NotReal`).

Derivatives are taken with functions of our own (`tutor.symbolic.kept`) where SymPy would answer with Heaviside,
DiracDelta or a dozen terms: sigmoid' = sigmoid (1 - sigmoid), |u|' = sign(u) u', relu' = step, and step and
sign are flat away from their jump. What is *printed* is SymPy's own, the same that a program shows.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import cache, wraps
from typing import ParamSpec, TypeVar

import sympy
from sympy.polys.polyerrors import BasePolynomialError

from tutor.messages import tr
from tutor.symbolic.back import CannotDo, NotReal, TooBig, from_sympy, has_decimals
from tutor.symbolic.kept import KEPT, PLAIN
from tutor.tree import Add, Call, Const, Div, Mul, Neg, Node, Num, Pow, Sym

__all__ = [
    "CannotDo",
    "NotReal",
    "TooBig",
    "derivative",
    "derivative_printed",
    "factored",
    "from_sympy",
    "gradient",
    "hessian",
    "printed",
    "simplified",
    "to_sympy",
]

MAX_DIGITS = 1_000  # of one number
MAX_NODES = 4_000  # of a tree handed to SymPy
MAX_DEPTH = 150  # SymPy recurses several frames a level
MAX_EXPANDED = 60  # the highest power that simplifying and factoring may multiply out
MAX_ORDER = 8
ALL_KEPT = frozenset(KEPT)
# Kept while simplifying; the others SymPy knows how to simplify.
READABLE = frozenset({"sigmoid", "relu", "step"})

# What SymPy raises of its own accord, on complex numbers in places where it compares, or on odd polynomials.
GIVING_UP = (ArithmeticError, NotImplementedError, ValueError, BasePolynomialError)

P = ParamSpec("P")
R = TypeVar("R")


def _bounded(work: Callable[P, R]) -> Callable[P, R]:
    """The same work, where SymPy giving up, or running out of stack, is a sentence too."""

    @wraps(work)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return work(*args, **kwargs)
        except RecursionError:
            raise TooBig(tr("This is nested too deeply to be worked out; write it more simply.")) from None
        except GIVING_UP as fault:
            told = str(fault).partition("\n")[0][:80]
            raise CannotDo(tr("SymPy cannot work this out; it says: {told}", told=told)) from fault

    return guarded


@cache
def symbol(name: str) -> sympy.Symbol:
    """The one real SymPy symbol of that name; `E`, `I`, `S`, `beta` are plain symbols like any other."""
    return sympy.Symbol(name, real=True)


@_bounded
def to_sympy(node: Node, keep: frozenset[str] = frozenset()) -> sympy.Expr:
    """The tree as a SymPy expression of real symbols, numbers exact.

    Functions named in `keep` (of sigmoid, relu, step, sign, abs, min, max) stay functions of our own; the
    others become what a program would write: 1/(1 + exp(-x)), Max(0, x), Heaviside(x, 0).
    Raises TooBig, NotReal.
    """
    size, depth = _measure(node)
    if size > MAX_NODES or depth > MAX_DEPTH:
        raise TooBig(
            tr(
                "This has {size} parts, {depth} deep; {most} parts, {deepest} deep, are the most.",
                size=size,
                depth=depth,
                most=MAX_NODES,
                deepest=MAX_DEPTH,
            )
        )
    result = _build(node, keep)
    _require_modest(result)
    if result.has(sympy.zoo, sympy.nan, sympy.oo, -sympy.oo):
        raise NotReal(tr("This has no value: somewhere it divides by zero."))
    return result


@_bounded
def derivative(node: Node, wrt: str, order: int = 1) -> Node:
    """d^order/d wrt^order of the tree, as SymPy writes it."""
    return _differentiated(node, [wrt] * order)


def gradient(node: Node, names: Sequence[str]) -> tuple[Node, ...]:
    """The partial derivatives in the order of `names`."""
    return tuple(derivative(node, name) for name in names)


@_bounded
def hessian(node: Node, names: Sequence[str]) -> tuple[tuple[Node, ...], ...]:
    """Rows of second partials: entry (i, j) is d/d names[j] of d/d names[i]."""
    return tuple(tuple(_differentiated(node, [row, column]) for column in names) for row in names)


@_bounded
def printed(node: Node) -> str:
    """What `print` shows of the expression in SymPy: `x**2 - 4*x*y + 3*y**2`."""
    return str(to_sympy(node))


@_bounded
def derivative_printed(node: Node, wrt: str, order: int = 1) -> str:
    """What `print(sympy.diff(f, wrt, order))` shows: `3*x**2 - 5`."""
    _require_order(order)
    return str(_modest(sympy.diff(to_sympy(node), symbol(wrt), order)))


@_bounded
def simplified(node: Node) -> Node:
    """The expression as SymPy simplifies it; as it stands when the simpler form has no words of ours."""
    return _reshaped(node, sympy.simplify)


@_bounded
def factored(node: Node) -> Node:
    """The expression in factors over the rationals; as it stands when it has none."""
    return _reshaped(node, sympy.factor)


def _differentiated(node: Node, wrts: Sequence[str]) -> Node:
    _require_order(len(wrts))
    expr = to_sympy(node, ALL_KEPT)
    for wrt in wrts:
        expr = _modest(sympy.diff(expr, symbol(wrt)))
    return from_sympy(expr, decimals=has_decimals(node))


def _require_order(order: int) -> None:
    if not 0 <= order <= MAX_ORDER:
        raise TooBig(
            tr(
                "A derivative of order {order} is not shown; orders up to {most} are.",
                order=order,
                most=MAX_ORDER,
            )
        )


def _reshaped(node: Node, reshape: Callable[[sympy.Expr], sympy.Expr]) -> Node:
    expr = to_sympy(node, READABLE)
    for power in expr.atoms(sympy.Pow):
        if power.base.is_Add and power.exp.is_Rational and abs(power.exp) > MAX_EXPANDED:
            raise TooBig(
                tr(
                    "The power {exp} is too high to multiply out; {most} is the most.",
                    exp=power.exp,
                    most=MAX_EXPANDED,
                )
            )
    decimals = has_decimals(node)
    try:
        return from_sympy(reshape(expr), decimals=decimals)
    except NotReal:
        return from_sympy(expr, decimals=decimals)


def _build(node: Node, keep: frozenset[str]) -> sympy.Expr:
    below = [_build(child, keep) for child in node.children()]
    match node:
        case Num(value):
            return sympy.Rational(value.numerator, value.denominator)
        case Const(name):
            return sympy.pi if name == "pi" else sympy.E
        case Sym(name):
            return symbol(name)
        case Neg():
            return -below[0]
        case Add():
            return sympy.Add(*below)
        case Mul():
            return sympy.Mul(*below)
        case Div():
            return below[0] / below[1]
        case Pow():
            return _power(*below)
        case Call(name):
            return _call(name, below, keep)
    raise CannotDo(tr("{name} cannot be handed to SymPy before it is carried out.", name=type(node).__name__))


def _call(name: str, below: list[sympy.Expr], keep: frozenset[str]) -> sympy.Expr:
    if name == "exp":
        _require_tame(below[0])
    if name in keep:
        return KEPT[name](*below)
    try:
        return PLAIN[name](*below)
    except ValueError:  # SymPy's "argument is not comparable": min or max of a complex number
        raise NotReal(tr("{name} compares real numbers, and one of these is not real.", name=name)) from None


def _power(base: sympy.Expr, exponent: sympy.Expr) -> sympy.Expr:
    """base**exponent, refused before SymPy multiplies it out into a number of thousands of digits."""
    if base is sympy.E:
        _require_tame(exponent)
    if exponent.is_Rational:
        counted = base.atoms(sympy.Rational) if base.is_number else {base.as_coeff_Mul()[0]}
        digits = sum(_digits(number) for number in counted if number.is_Rational)
        if digits * abs(exponent) > MAX_DIGITS:
            raise TooBig(tr("A power here has more than {most} digits; choose smaller numbers.", most=MAX_DIGITS))
    return base**exponent


def _require_tame(exponent: sympy.Expr) -> None:
    """SymPy turns exp(n log 2) into the number 2**n at once, however large n is."""
    if exponent.has(sympy.log) and any(abs(n) > MAX_DIGITS for n in exponent.atoms(sympy.Rational)):
        raise TooBig(tr("A power here has more than {most} digits; choose smaller numbers.", most=MAX_DIGITS))


def _digits(number: sympy.Rational) -> float:
    return max(math.log10(max(abs(number.p), 1)), math.log10(number.q))


def _require_modest(expr: sympy.Expr) -> None:
    if any(_digits(number) > MAX_DIGITS for number in expr.atoms(sympy.Rational)):
        raise TooBig(tr("A number here has more than {most} digits; choose smaller numbers.", most=MAX_DIGITS))


def _modest(expr: sympy.Expr) -> sympy.Expr:
    _require_modest(expr)
    return expr


def _measure(node: Node) -> tuple[int, int]:
    """How many nodes, how deep; no recursion, so that any depth is measured. Stops when past the bounds."""
    size = deepest = 0
    waiting = [(node, 1)]
    while waiting and size <= MAX_NODES:
        each, depth = waiting.pop()
        size, deepest = size + 1, max(deepest, depth)
        waiting.extend((child, depth + 1) for child in each.children())
    return size, deepest
