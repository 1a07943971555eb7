"""How large the constant parts of a tree are, cheaply, so that `9^9^9^9` is refused before anything computes it.

A symbolic system works out a constant power exactly and at once; that is how a dozen characters can hang it. Here
constants are folded in twelve-digit decimals with a wide exponent: a few microseconds a node, whatever their size.
"""

from __future__ import annotations

import decimal
import math
from collections.abc import Callable
from decimal import Decimal

from tutor.expression.unreadable import Unreadable
from tutor.messages import tr
from tutor.tree import Add, Call, Const, Div, Mul, Neg, Node, Num, Pow

MAX_POWER = 10_000  # the largest constant exponent
MAX_VALUE_DIGITS = 4_000  # of a power of constants

_CONTEXT = decimal.Context(prec=12, Emax=999_999, Emin=-999_999, traps=[])
_CONSTANTS = {"pi": Decimal(repr(math.pi)), "e": Decimal(repr(math.e))}
_GROWING = ("exp", "sinh", "cosh")  # as powers of e


def check_powers(root: Node, text: str) -> None:
    """Raises `Unreadable` where a constant exponent, or a power of constants, is beyond the bounds."""
    order = list(root.walk())
    sizes: dict[int, Decimal | None] = {}
    for node in reversed(order):  # children come after their parents in `walk`
        values = [sizes[id(child)] for child in node.children()]
        _refuse(node, values, text)
        known = [value for value in values if value is not None]
        size = _fold(node, known) if len(known) == len(values) else None
        sizes[id(node)] = size if size is not None and size.is_finite() else None


def _refuse(node: Node, values: list[Decimal | None], text: str) -> None:
    growing = isinstance(node, Call) and node.name in _GROWING
    if not isinstance(node, Pow) and not growing:
        return
    exponent = values[-1]
    if exponent is not None and abs(exponent) > MAX_POWER:
        place = node.children()[-1].span or (0, len(text))
        raise Unreadable(tr("This exponent is beyond {most:,}. Use a smaller one.", most=MAX_POWER), *place, text)
    if isinstance(node, Pow) and exponent is not None and values[0]:
        digits = abs(_CONTEXT.multiply(exponent, _CONTEXT.log10(abs(values[0]))))
        if digits > MAX_VALUE_DIGITS:
            what = tr(
                "This power has more than {most:,} digits. Use smaller numbers.",
                most=MAX_VALUE_DIGITS,
            )
            raise Unreadable(what, *(node.span or (0, len(text))), text)


def _fold(node: Node, values: list[Decimal]) -> Decimal | None:
    """The value of `node` from its children's, to about ten digits; None where it is no constant or not real."""
    match node:
        case Num(value=value):
            return _CONTEXT.divide(Decimal(value.numerator), Decimal(value.denominator))
        case Const(name=name):
            return _CONSTANTS[name]
        case Neg():
            return -values[0]
        case Add():
            return _reduce(_CONTEXT.add, values)
        case Mul():
            return _reduce(_CONTEXT.multiply, values)
        case Div():
            return _CONTEXT.divide(values[0], values[1])
        case Pow():
            return _CONTEXT.power(values[0], values[1])
        case Call(name=name):
            return _call(name, values)
    return None


def _reduce(operation: Callable[[Decimal, Decimal], Decimal], values: list[Decimal]) -> Decimal:
    total = values[0]
    for value in values[1:]:
        total = operation(total, value)
    return total


def _call(name: str, values: list[Decimal]) -> Decimal | None:
    value = values[0]
    match name:
        case "exp":
            return _CONTEXT.exp(value)
        case "sinh" | "cosh":  # within a factor of two is enough to bound it
            return _CONTEXT.exp(abs(value))
        case "log":
            return _CONTEXT.ln(value)
        case "sqrt":
            return _CONTEXT.sqrt(value)
        case "abs":
            return abs(value)
        case "min":
            return min(values)
        case "max":
            return max(values)
        case "relu":
            return max(value, Decimal(0))
    return Decimal(1)  # the rest stay near 1 in size; tan's poles are beyond a bound's duty
