"""One operation and its local slope, side by side: all that a computation graph has to know of calculus.

`local(node, place, own)` is the slope of one operation along one of its operands, as a tree in the names that stand
around it; where the operation's own value is in it (sigmoid′ = f(1 − f)) that is `own`, the value stored on the way
forward, as in micrograd's engine.py. `locals_of` gives the edges of a whole node: one an operand where it is a
single operation, one a name where it is several, whose slope `tutor.rules` works out. Only the standard library.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import Enum
from fractions import Fraction

from tutor.messages import N_
from tutor.numeric import value
from tutor.rules.derivation import derive
from tutor.scenes._numbers import MAX_BITS, as_float, exact
from tutor.tidy import tidy
from tutor.tree import Add, Call, Const, Div, Mul, Neg, Node, Num, Pow, Sym

Number = Fraction | float
ZERO, ONE, TWO = (Num(Fraction(n)) for n in (0, 1, 2))
EXACT_CALLS: dict[str, Callable[..., Fraction]] = {
    "abs": abs,
    "relu": lambda x: max(x, Fraction(0)),
    "min": min,
    "max": max,
    "step": lambda x: Fraction(x > 0),
    "sign": lambda x: Fraction((x > 0) - (x < 0)),
}


class Rule(Enum):
    """What an operation does to the gradient that comes back through it, as it is said."""

    SUM = N_("a sum hands on what comes back")
    DIFFERENCE = N_("a sum hands on what comes back, a minus turns its sign")
    MINUS = N_("a minus turns its sign")
    PRODUCT = N_("a product swaps: each gets the other")
    QUOTIENT = N_("the quotient rule")
    POWER = N_("the power rule")
    CHOICE = N_("the one that won gets all of it")
    GATE = N_("relu lets it pass above 0, else stops it")
    FUNCTION = N_("its own slope")
    SEVERAL = N_("several operations, one slope each")


def number_of(node: Node, values: Mapping[str, Number]) -> Number:
    """The tree's value: a fraction where it can be kept exact, else a float, nan or infinite where it has none."""
    fractions = {name: number for name, number in values.items() if isinstance(number, Fraction)}
    if node.symbols() <= fractions.keys():
        if isinstance(node, Call) and node.name in EXACT_CALLS:
            args = [exact(arg, fractions) for arg in node.args]
            if None not in args:
                return EXACT_CALLS[node.name](*args)
        found = exact(node, fractions)
        if found is not None:
            return found
    return value(node, **{name: as_float(number) for name, number in values.items()})


def times(one: Number, other: Number) -> Number:
    """Their product, exact where both are; nothing raises."""
    if isinstance(one, Fraction) and isinstance(other, Fraction):
        return kept(one * other)
    return as_float(one) * as_float(other)


def over(top: Number, bottom: Number) -> Number:
    """The quotient, exact where both are; `bottom` is not 0."""
    if isinstance(top, Fraction) and isinstance(bottom, Fraction):
        return kept(top / bottom)
    return as_float(top) / as_float(bottom)


def total(numbers: Iterable[Number]) -> Number:
    """Their sum, exact where all are; nothing raises."""
    found: Number = Fraction(0)
    for each in numbers:
        if isinstance(found, Fraction) and isinstance(each, Fraction):
            found = kept(found + each)
        else:
            found = as_float(found) + as_float(each)
    return found


def kept(number: Fraction) -> Number:
    """The fraction, or the nearest float once its digits are of no use to anybody."""
    long = max(number.numerator.bit_length(), number.denominator.bit_length()) > MAX_BITS
    return as_float(number) if long else number


def leaf(node: Node) -> bool:
    """A name, or a number however it is written: `x`, `-5`, `1/2`, `sqrt(2)`."""
    return isinstance(node, Sym) or not node.symbols()


def single(node: Node) -> bool:
    """Is it one operation on names and numbers? In a sum a name may have a minus: x - y is one operation."""
    if isinstance(node, Add):
        return all(leaf(term) or (isinstance(term, Neg) and leaf(term.arg)) for term in node.terms)
    return bool(node.symbols() and node.children()) and all(map(leaf, node.children()))


def rule_of(node: Node) -> Rule:
    """What is said of the gradient's way back through it."""
    if not single(node):
        return Rule.SUM if isinstance(node, Sym) else Rule.SEVERAL
    match node:
        case Add(terms):
            return Rule.DIFFERENCE if any(isinstance(e, Neg) and isinstance(e.arg, Sym) for e in terms) else Rule.SUM
        case Neg():
            return Rule.MINUS
        case Mul():
            return Rule.PRODUCT
        case Div():
            return Rule.QUOTIENT
        case Pow():
            return Rule.POWER
        case Call("min" | "max"):
            return Rule.CHOICE
        case Call("relu"):
            return Rule.GATE
    return Rule.FUNCTION


def locals_of(node: Node, own: str) -> Iterator[tuple[str, int, Node]]:
    """(name, place, slope) for every edge into a node: which name it comes from, which operand that is, and the slope
    of the node along it. Raises `tutor.rules.derivation.TooLong`."""
    if not single(node):
        for name in _in_order(node):
            yield name, 0, derive(node, name).result
        return
    for place, operand in enumerate(node.children()):
        minus = isinstance(node, Add) and isinstance(operand, Neg)
        inner = operand.arg if isinstance(operand, Neg) and minus else operand
        if isinstance(inner, Sym):
            yield inner.name, place, Neg(ONE) if minus else local(node, place, Sym(own))


def _in_order(node: Node) -> list[str]:
    """The names, as they stand from left to right, each once."""
    return list(dict.fromkeys(each.name for each in node.walk() if isinstance(each, Sym)))


def local(node: Node, place: int, own: Node) -> Node:
    """The slope of a single operation along its operand at `place`, the others standing still."""
    match node:
        case Neg():
            return Neg(ONE)
        case Add():
            return ONE
        case Mul(factors):
            others = factors[:place] + factors[place + 1 :]
            return others[0] if len(others) == 1 else Mul(others)
        case Div(_, bottom) if place == 0:
            return Div(ONE, bottom)
        case Div(top, bottom):
            return Neg(Div(top, Pow(bottom, TWO)))
        case Pow(base, exponent) if place == 0:
            return tidy(Mul((exponent, Pow(base, Add((exponent, Neg(ONE)))))))
        case Pow(base, _):
            return own if base == Const("e") else Mul((own, Call("log", (base,))))
        case Call("min" | "max", args):
            return _winner(node, args, place)
        case Call(name, (arg,)):
            return LOCAL[name](arg, own)
    raise ValueError(f"{type(node).__name__} is no operation of a graph.")


def _winner(node: Call, args: tuple[Node, ...], place: int) -> Node:
    """1 where this one is chosen, else 0; of equal ones the first is chosen."""
    mine = args[place]
    beaten = [
        Call("step", (_above(node, mine, other),))
        if i < place
        else Add((ONE, Neg(Call("step", (_above(node, other, mine),)))))
        for i, other in enumerate(args)
        if i != place
    ]
    return beaten[0] if len(beaten) == 1 else Mul(tuple(beaten))


def _above(node: Call, one: Node, other: Node) -> Node:
    """Above 0 where `one` is the better of the two."""
    return Add((one, Neg(other))) if node.name == "max" else Add((other, Neg(one)))


def _squared(node: Node) -> Node:
    return Pow(node, TWO)


def _less(node: Node) -> Node:
    return Add((ONE, Neg(node)))


# Each function's slope: of its argument, and of its own value where that is stored already.
LOCAL: dict[str, Callable[[Node, Node], Node]] = {
    "exp": lambda arg, own: own,
    "log": lambda arg, own: Div(ONE, arg),
    "sqrt": lambda arg, own: Div(ONE, Mul((TWO, own))),
    "sin": lambda arg, own: Call("cos", (arg,)),
    "cos": lambda arg, own: Neg(Call("sin", (arg,))),
    "tan": lambda arg, own: Add((ONE, _squared(own))),
    "asin": lambda arg, own: Div(ONE, Call("sqrt", (_less(_squared(arg)),))),
    "acos": lambda arg, own: Neg(Div(ONE, Call("sqrt", (_less(_squared(arg)),)))),
    "atan": lambda arg, own: Div(ONE, Add((ONE, _squared(arg)))),
    "sinh": lambda arg, own: Call("cosh", (arg,)),
    "cosh": lambda arg, own: Call("sinh", (arg,)),
    "tanh": lambda arg, own: _less(_squared(own)),
    "sigmoid": lambda arg, own: Mul((own, _less(own))),
    "relu": lambda arg, own: Call("step", (arg,)),
    "abs": lambda arg, own: Call("sign", (arg,)),
    "sign": lambda arg, own: ZERO,
    "step": lambda arg, own: ZERO,
}
