"""What a differentiation rule is, and the small words in which the rules are written.

A rule holds its right form: from a node and the variable to the new tree, with `Deriv` standing for what is
still to be differentiated. A mistaken form is of the same type (`Form`), so that it can stand beside the right
one. The words below only leave out what nobody writes (a factor 1, an exponent 1): a rule's result reads like a
line on paper. Standard library only.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from tutor.tidy import ONE, ZERO, number, rational
from tutor.tree import Add, Deriv, Div, Mul, Neg, Node, Num, Pow, Sym

Form = Callable[[Node, str], Node]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of differentiation.

    `applies` says whether it is the rule for d/dwrt of the node, `right` what that becomes, `note` what is done
    in words; `near` names, by id, rules a learner may take it for.
    """

    id: str
    name: str
    formula: str
    why: str
    applies: Callable[[Node, str], bool]
    right: Form
    note: Callable[[Node, str], str]
    near: tuple[str, ...]


def depends(node: Node, wrt: str) -> bool:
    return any(isinstance(each, Sym) and each.name == wrt for each in node.walk())


def whole_number(value: int) -> Num:
    return Num(Fraction(value))


def times(*factors: Node) -> Node:
    """The product, without ones and flat; signs go in front, zero swallows all."""
    flat: list[Node] = []
    negative = False
    for factor in factors:
        if isinstance(factor, Neg):
            negative, factor = not negative, factor.arg
        flat.extend(factor.factors if isinstance(factor, Mul) else (factor,))
    kept = [factor for factor in flat if factor != ONE]
    if ZERO in kept:
        return ZERO
    product = ONE if not kept else kept[0] if len(kept) == 1 else Mul(tuple(kept))
    return Neg(product) if negative else product


def over(top: Node, bottom: Node) -> Node:
    """The quotient, with a sign of the top in front."""
    if bottom == ONE:
        return top
    return Neg(Div(top.arg, bottom)) if isinstance(top, Neg) else Div(top, bottom)


def minus(left: Node, right: Node) -> Add:
    return Add((left, Neg(right)))


def raised(base: Node, exponent: Node) -> Node:
    if exponent == ONE:
        return base
    return ONE if exponent == ZERO else Pow(base, exponent)


def shifted(exponent: Node, by: int) -> Node:
    """exponent + by, worked out when the exponent is a number."""
    value = rational(exponent)
    if value is None:
        return Add((exponent, whole_number(by) if by > 0 else Neg(whole_number(-by))))
    return number(value + by, decimal=isinstance(exponent, Num))


def slope(node: Node, wrt: str) -> Node:
    """What is still to be differentiated."""
    return Deriv(node, wrt)
