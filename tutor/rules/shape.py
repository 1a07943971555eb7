"""What a differentiation rule is, what a mistake in it is, and the small words in which both are written.

A rule holds its right form: from a node and the variable to the new tree, with `Deriv` standing for what is
still to be differentiated. Beside it stand its known mistaken forms, each a tree of the same kind, so that a
mistake can be made at any place of any derivation and the rest of it carried out rightly. The words below only
leave out what nobody writes (a factor 1, an exponent 1): a rule's result reads like a line on paper. Standard
library only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from tutor.messages import N_, tr
from tutor.tidy import ONE, ZERO, number, rational
from tutor.tree import Add, Call, Deriv, Div, Mul, Neg, Node, Num, Pow, Sym

Form = Callable[[Node, str], Node]


@dataclass(frozen=True, slots=True)
class About:
    """A mistaken form that is about one part of the node, such as one term of a sum."""

    form: Node
    node: Node


Forms = Callable[[Node, str], Iterable[Node | About]]  # none where the mistake cannot be made, or one for each way

EVERYDAY, SEEN, RARE = 1, 2, 3  # how common a mistake is


@dataclass(frozen=True, slots=True)
class Mistake:
    """One known way to get a rule wrong.

    `forms` gives what d/dwrt of the node then becomes. `say` is what the learner did, with `{x}` for the variable, and
    for one function's mistakes `{f}` for its name and `{other}` for the one it was taken for. `family`: what it has in
    common with other mistakes that may give the same answer (`FAMILIES`).
    """

    name: str
    say: str
    forms: Forms
    common: int = SEEN
    family: str = ""
    function: str = ""
    other: str = ""

    def told(self) -> str:
        """`say` in the learner's language, with the functions' names."""
        return tr(self.say).replace("{f}", tr(self.function)).replace("{other}", self.other)


@dataclass(frozen=True, slots=True)
class Both:
    """Two mistakes made at one place, where making the one after the other does not give what both give."""

    first: Mistake
    second: Mistake
    forms: Forms


def ways(made: Mistake | Both, node: Node, wrt: str) -> Iterator[About]:
    """The ways to make a mistake with d/dwrt of the node, each with the sub-expression that it is about."""
    for form in made.forms(node, wrt):
        yield form if isinstance(form, About) else About(form, node)


LEFT = Mistake(
    "left-undifferentiated",
    N_("This was copied down, and had to be differentiated."),
    lambda node, wrt: (node,),
    EVERYDAY,
    "undifferentiated",
)

FAMILIES: dict[str, str] = {
    "sign": N_("A sign is the wrong way round."),
    "undifferentiated": N_("Something was copied where it had to be differentiated."),
    "inner": N_("The derivative of the inside was not multiplied in as it should be."),
    "coefficient": N_("A constant factor was not kept as it was."),
    "power": N_("The power rule went wrong: the exponent comes down as a factor, and is lowered by 1."),
    "exponential": N_("The exponential rule went wrong: the power stays as it is, times ln of its base."),
    "function": N_("The derivative of this function is another one."),
    "product": N_("The product rule went wrong: one factor is differentiated at a time, the others stay."),
    "quotient": N_("The quotient rule went wrong: (f/g)′ = (f′ g − f g′)/g²."),
    "variables": N_("Another variable than {x} was treated as if it changed, or lost."),
    "lost": N_("A term is missing."),
}


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of differentiation.

    `applies` says whether it is the rule for d/dwrt of the node, `right` what that becomes, `note` what is done
    in words; `near` names, by id, rules a learner may take it for. `mistakes` are the ways to get it wrong, the
    everyday ones first, `both` pairs of them at one place; `letters` says what the letters of the formula are on
    this node, and `formula_for`, where the formula itself depends on the node, writes it.
    """

    id: str
    name: str
    formula: str
    why: str
    applies: Callable[[Node, str], bool]
    right: Form
    note: Callable[[Node, str], str]
    near: tuple[str, ...]
    mistakes: tuple[Mistake, ...] = ()
    both: tuple[Both, ...] = ()
    letters: Callable[[Node, str], dict[str, Node]] = lambda node, wrt: {}
    formula_for: Callable[[Node, str], str] | None = None


PARTS: dict[type[Node], Callable[[Any], tuple[Node, ...]]] = {
    Neg: lambda node: (node.arg,),
    Add: lambda node: node.terms,
    Mul: lambda node: node.factors,
    Div: lambda node: (node.top, node.bottom),
    Pow: lambda node: (node.base, node.exponent),
    Call: lambda node: node.args,
    Deriv: lambda node: (node.arg,),
}


def holds(node: Node, what: Callable[[Node], bool]) -> bool:
    """Is there such a part in the tree? Asked at every step of every derivation, hence not by `walk`."""
    waiting = [node]
    while waiting:
        each = waiting.pop()
        if what(each):
            return True
        below = PARTS.get(type(each))
        if below is not None:
            waiting.extend(below(each))
    return False


def depends(node: Node, wrt: str) -> bool:
    return holds(node, lambda each: isinstance(each, Sym) and each.name == wrt)


def others(node: Node, wrt: str) -> list[str]:
    """The other symbols of the node, in order."""
    return sorted(node.symbols() - {wrt})


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


def replaced(node: Node, by: Callable[[Node], Node | None]) -> Node:
    """The tree in which every part that `by` has something for is that; parents are asked first."""
    new = by(node)
    if new is not None:
        return new
    match node:
        case Neg(arg):
            return Neg(replaced(arg, by))
        case Add(terms):
            return Add(tuple(replaced(term, by) for term in terms))
        case Mul(factors):
            return Mul(tuple(replaced(factor, by) for factor in factors))
        case Div(top, bottom):
            return Div(replaced(top, by), replaced(bottom, by))
        case Pow(base, exponent):
            return Pow(replaced(base, by), replaced(exponent, by))
        case Call(name, args):
            return Call(name, tuple(replaced(arg, by) for arg in args))
    return node
