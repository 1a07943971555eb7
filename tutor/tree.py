"""The syntax tree of an expression: what the parser makes, and what everything else reads.

Only the standard library. Nodes are frozen and compare by structure; where in the typed text a node stood
(`span`) does not count in comparison. Trees keep the shape that was written: `a - b` is `Add((a, Neg(b)))`,
`x/2` is `Div`, `2x` is `Mul((2, x))`; nothing is simplified here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction

Span = tuple[int, int]  # [start, end) in the text that was parsed


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    span: Span | None = field(default=None, compare=False, repr=False)

    def children(self) -> tuple[Node, ...]:
        """The sub-expressions, left to right; none for a leaf."""
        return ()

    def walk(self) -> Iterator[Node]:
        """This node and all below it, parents first, left to right."""
        todo: list[Node] = [self]
        while todo:
            node = todo.pop()
            yield node
            todo.extend(reversed(node.children()))

    def symbols(self) -> frozenset[str]:
        """The names of the free symbols."""
        return frozenset(node.name for node in self.walk() if isinstance(node, Sym))


@dataclass(frozen=True, slots=True)
class Num(Node):
    """An exact rational number, never negative as typed; `0.1` is 1/10."""

    value: Fraction


@dataclass(frozen=True, slots=True)
class Const(Node):
    """`pi` or `e`."""

    name: str


@dataclass(frozen=True, slots=True)
class Sym(Node):
    name: str


@dataclass(frozen=True, slots=True)
class Neg(Node):
    arg: Node

    def children(self) -> tuple[Node, ...]:
        return (self.arg,)


@dataclass(frozen=True, slots=True)
class Add(Node):
    """Two terms or more; a subtracted term is a Neg."""

    terms: tuple[Node, ...]

    def children(self) -> tuple[Node, ...]:
        return self.terms


@dataclass(frozen=True, slots=True)
class Mul(Node):
    """Two factors or more."""

    factors: tuple[Node, ...]

    def children(self) -> tuple[Node, ...]:
        return self.factors


@dataclass(frozen=True, slots=True)
class Div(Node):
    top: Node
    bottom: Node

    def children(self) -> tuple[Node, ...]:
        return (self.top, self.bottom)


@dataclass(frozen=True, slots=True)
class Pow(Node):
    base: Node
    exponent: Node

    def children(self) -> tuple[Node, ...]:
        return (self.base, self.exponent)


@dataclass(frozen=True, slots=True)
class Call(Node):
    """A function of FUNCTIONS applied to its arguments. `ln` is kept as `log`, `|x|` as `abs`."""

    name: str
    args: tuple[Node, ...]

    def children(self) -> tuple[Node, ...]:
        return self.args


@dataclass(frozen=True, slots=True)
class Deriv(Node):
    """d/d`wrt` of `arg`, not yet carried out. Never typed: derivations are made of it."""

    arg: Node
    wrt: str

    def children(self) -> tuple[Node, ...]:
        return (self.arg,)


# name -> how many arguments (least, most)
FUNCTIONS: dict[str, tuple[int, int]] = {
    **{name: (1, 1) for name in (
        "exp", "log", "sqrt", "sin", "cos", "tan", "asin", "acos", "atan", "sinh", "cosh", "tanh",
        "sigmoid", "relu", "abs", "sign", "step",
    )},
    "min": (2, 6),
    "max": (2, 6),
}  # fmt: skip
# `sign` and `step` (1 where its argument is above 0, else 0) are what abs and relu leave when differentiated.
