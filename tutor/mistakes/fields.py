"""What questions with several components have in common: how one is laid out for the search of its mistakes.

Each is laid out as its right components, the mistakes that touch them together, and for every component the
question about a derivative that it is, so that a single wrong one is explained by the rules.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from tutor.mistakes.asked import Along, Directional, Gradient, Hessian, Jacobian, Slope
from tutor.rules.shape import EVERYDAY, replaced
from tutor.tree import Add, Call, Div, Mul, Neg, Node, Num, Pow, Sym

Trees = tuple[Node, ...]
TWO = Num(Fraction(2))


@dataclass(frozen=True, slots=True)
class Together:
    """A mistake made with all components together, and what they then are; as many as are typed, which may be one."""

    name: str
    say: str
    trees: Trees
    common: int = EVERYDAY
    family: str = ""


@dataclass(frozen=True, slots=True)
class Layout:
    """`slopes` has, for each component, the derivative that it is; None where it is made of several."""

    f: Node
    wrt: str
    names: tuple[str, ...]
    rights: Trees
    slopes: tuple[Slope | None, ...]
    together: tuple[Together, ...]
    at: Trees | None
    tol: float | None


Many = Gradient | Directional | Along | Hessian | Jacobian


def laid(
    asked: Many,
    f: Node,
    names: tuple[str, ...],
    rights: Trees,
    slopes: Sequence[Slope | None],
    together: Iterator[Together],
) -> Layout:
    return Layout(f, names[0], names, rights, tuple(slopes), tuple(together), asked.at, asked.tol)


def put(node: Node, numbers: Mapping[str, Node]) -> Node:
    """The tree with its symbols replaced."""
    return replaced(node, lambda each: numbers.get(each.name) if isinstance(each, Sym) else None)


def dot(one: Sequence[Node], other: Sequence[Node]) -> Node:
    products = tuple(Mul((a, b)) for a, b in zip(one, other, strict=True))
    return products[0] if len(products) == 1 else Add(products)


def length(vector: Sequence[Node]) -> Node:
    return Call("sqrt", (total([Pow(each, TWO) for each in vector]),))


def total(terms: Sequence[Node]) -> Node:
    return terms[0] if len(terms) == 1 else Add(tuple(terms))


def divided(vector: Sequence[Node], number: Node) -> Trees:
    return tuple(Div(each, number) for each in vector)


def negated(vector: Sequence[Node]) -> Trees:
    return tuple(Neg(each) for each in vector)
