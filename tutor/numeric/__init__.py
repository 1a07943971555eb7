"""A tree as numbers: one float, a fast scalar function for descents, a NumPy function for plots.

A tree is turned into nested closures once, so nothing is ever executed from text. `value` and `scalar` need
the standard library alone; NumPy is imported only when `function` is called. Guaranteed, for any tree without
`Deriv` whose depth the parser would accept:

- nothing raises, nothing is printed: outside the domain the value is nan, past the largest float it is inf;
- the rules are IEEE's, the same for floats and arrays: log(0) = -inf, 1/0 = inf, 0/0 = nan, 0^0 = 1;
- step(0) = 0 and sign(0) = 0; a nan argument of min, max, relu, step or sign gives nan;
- a negative base with a fractional exponent is nan, also for x^(1/3): the real odd root is not taken, because
  the power SymPy means is the principal one, which is complex there.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from operator import add, itemgetter
from typing import TYPE_CHECKING, Any

from tutor.numeric.operations import SCALAR, Operations, arrays
from tutor.tree import Add, Call, Const, Div, Mul, Neg, Node, Num, Pow, Sym

if TYPE_CHECKING:
    import numpy as np

# A compiled tree: takes the values of the symbols in order. Values are floats, or arrays for `function`.
Closure = Callable[[Sequence[Any]], Any]
UNROLLED = 6  # a longer sum or product is a loop: its closures must not nest a level a term
CONSTANTS = {"pi": math.pi, "e": math.e}


def value(node: Node, /, **bindings: float) -> float:
    """The tree's value with every symbol bound; nan outside the domain. ValueError if one is not bound."""
    return scalar(node, tuple(bindings))(tuple(bindings.values()))


def scalar(node: Node, names: Sequence[str]) -> Callable[[Sequence[float]], float]:
    """A function of the symbols' values, in the order of `names`, to a float. Built on `math`, for one point.

    ValueError if the tree has a symbol that `names` does not.
    """
    closure = _compile(node, _places(node, names), SCALAR)
    return lambda values: float(closure(values))


def function(node: Node, names: Sequence[str]) -> Callable[..., np.ndarray | float]:
    """A function of the symbols, one argument each in the order of `names`: floats, or arrays that broadcast.

    Gives float64 of the broadcast shape, also for a constant tree; a float when no argument is an array.
    ValueError if the tree has a symbol that `names` does not.
    """
    import numpy as np

    closure = _compile(node, _places(node, names), arrays())

    def call(*arguments: float | np.ndarray) -> np.ndarray | float:
        if len(arguments) != len(names):
            raise ValueError(f"{len(names)} arguments are due, and {len(arguments)} came.")
        arrays = [np.asarray(argument, dtype=np.float64) for argument in arguments]
        shape = np.broadcast_shapes(*(array.shape for array in arrays))
        with np.errstate(all="ignore"):
            result = closure(arrays)
        if not shape:
            return float(result)
        return np.array(np.broadcast_to(result, shape), dtype=np.float64)

    return call


def _places(node: Node, names: Sequence[str]) -> dict[str, int]:
    places = {name: place for place, name in enumerate(names)}
    missing = sorted(node.symbols() - places.keys())
    if missing:
        raise ValueError(f"{', '.join(missing)} has no value here; give it one.")
    return places


@dataclass(frozen=True, slots=True)
class _Known:
    """The closure of a part of the tree without symbols: worked out once, in floats."""

    number: float

    def __call__(self, values: Sequence[Any]) -> float:
        return self.number


def _compile(node: Node, places: Mapping[str, int], do: Operations) -> Closure:
    match node:
        case Num(fraction):
            return _Known(_as_float(fraction))
        case Const(name):
            return _Known(CONSTANTS[name])
        case Sym(name):
            return itemgetter(places[name])
    below = [_compile(child, places, do) for child in node.children()]
    if all(isinstance(each, _Known) for each in below):
        return _Known(_join(node, below, SCALAR)(()))
    return _join(node, below, do)


def _join(node: Node, below: list[Closure], do: Operations) -> Closure:
    """The closure of a node whose children are compiled."""
    match node:
        case Neg():
            (arg,) = below
            return lambda values: -arg(values)
        case Add():
            if len(below) <= UNROLLED:
                return reduce(_plus, below)
            return lambda values: reduce(add, (each(values) for each in below))  # sum() rounds otherwise since 3.12
        case Mul():
            return (
                reduce(_times, below)
                if len(below) <= UNROLLED
                else lambda values: math.prod(each(values) for each in below)
            )
        case Div():
            return _quotient(below[0], below[1], do.divide)
        case Pow():
            return _power(below[0], below[1], do.power)
        case Call(name):
            return _call(do.functions[name], below)
    raise ValueError(f"{type(node).__name__} has no value until it is carried out.")


def _as_float(fraction: Fraction) -> float:
    try:
        return float(fraction)
    except OverflowError:
        return math.inf if fraction > 0 else -math.inf


def _joined(below: list[Closure], two: Callable[[Closure, Closure], Closure], many: Callable[..., Any]) -> Closure:
    if len(below) <= UNROLLED:
        return reduce(two, below)
    return lambda values: many(each(values) for each in below)


# A known operand is taken out of the inner call: descents on f(x, y) spend their time here.


def _plus(a: Closure, b: Closure) -> Closure:
    if isinstance(b, _Known):
        number = b.number
        return lambda values: a(values) + number
    return lambda values: a(values) + b(values)


def _times(a: Closure, b: Closure) -> Closure:
    if isinstance(a, _Known):
        number = a.number
        return lambda values: number * b(values)
    return lambda values: a(values) * b(values)


def _quotient(top: Closure, bottom: Closure, divide: Callable[[Any, Any], Any]) -> Closure:
    if isinstance(bottom, _Known) and bottom.number != 0:
        number = bottom.number
        return lambda values: top(values) / number
    return lambda values: divide(top(values), bottom(values))


def _power(base: Closure, exponent: Closure, power: Callable[[Any, Any], Any]) -> Closure:
    if not isinstance(exponent, _Known):
        return lambda values: power(base(values), exponent(values))
    number = exponent.number
    if number != 2:
        return lambda values: power(base(values), number)

    def square(values: Sequence[Any]) -> Any:
        root = base(values)
        return root * root

    return square


def _call(apply: Callable[..., Any], below: list[Closure]) -> Closure:
    if len(below) == 1:
        (arg,) = below
        return lambda values: apply(arg(values))
    return lambda values: apply(*(arg(values) for arg in below))
