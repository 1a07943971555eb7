"""What is written down of an elementary function: its rule, and mistaken derivatives beside the right one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tutor.messages import N_
from tutor.rules.shape import EVERYDAY, minus, raised, whole_number
from tutor.tidy import ONE
from tutor.tree import Add, Call, Const, Div, Mul, Node

TWO = whole_number(2)


def squared(node: Node) -> Node:
    return raised(node, TWO)


def root(node: Node) -> Node:
    return Call("sqrt", (node,))


def one_minus_square(u: Node) -> Node:
    return minus(ONE, squared(u))


def one_plus_square(u: Node) -> Node:
    return Add((ONE, squared(u)))


def degrees(node: Node) -> Node:
    return Div(Mul((Const("pi"), node)), whole_number(180))


def one_over(bottom: Node) -> Node:
    return Div(ONE, bottom)


@dataclass(frozen=True, slots=True)
class Slip:
    """A mistaken derivative of a function: in `say` `{f}` is its name, `{other}` that of the one it was taken for."""

    name: str
    say: str
    form: Callable[[Node], Node]
    common: int = EVERYDAY
    family: str = "function"
    other: str = ""


@dataclass(frozen=True, slots=True)
class Elementary:
    name: str
    formula: str
    why: str
    right: Callable[[Node], Node]
    slips: tuple[Slip, ...]


def wrong_sign(
    of: Callable[[Node], Node], say: str = N_("The sign of the derivative of {f} is the other one.")
) -> Slip:
    return Slip("derivative-sign", say, of, EVERYDAY, "sign")


def partner(of: Callable[[Node], Node], name: str) -> Slip:
    return Slip("wrong-partner", N_("{other} belongs to another function, not to {f}."), of, other=name)


def call(name: str) -> Callable[[Node], Node]:
    return lambda u: Call(name, (u,))
