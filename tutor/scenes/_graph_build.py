"""A computation graph: its nodes in the order in which they are worked out, the edges between them, their values.

A node's formula is in the names of nodes before it. The last node is the result. An edge is one use of one node by
another, with the local slope of that use: x*x has two edges from x. Guaranteed: every edge leads from an earlier node
to a later one, so that one walk forward gives every value and one walk backward every gradient.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import isfinite

from tutor.messages import tr
from tutor.scenes._graph_rules import Number, leaf, locals_of, number_of, single, times, total
from tutor.scenes._numbers import as_float
from tutor.tree import Add, Call, Div, Mul, Neg, Node, Num, Pow, Sym


@dataclass(frozen=True, slots=True)
class Vertex:
    """A node of the graph: an input where it has no formula."""

    name: str
    formula: Node | None = None


@dataclass(frozen=True, slots=True)
class Edge:
    """One use of the node `source` by the node `target`, as its operand at `place`; `slope` is the local slope."""

    source: int
    target: int
    place: int
    slope: Node


@dataclass(frozen=True)
class Graph:
    """Nodes, inputs first, and edges in the order in which gradients go back over them."""

    vertices: tuple[Vertex, ...]
    edges: tuple[Edge, ...]

    @cached_property
    def inputs(self) -> tuple[int, ...]:
        """The nodes that are given."""
        return tuple(i for i, each in enumerate(self.vertices) if each.formula is None)

    @cached_property
    def inner(self) -> tuple[int, ...]:
        """The nodes that are worked out, in order; the last is the result."""
        return tuple(i for i, each in enumerate(self.vertices) if each.formula is not None)

    @cached_property
    def result(self) -> int:
        """The last node: what gradients are gradients of."""
        return len(self.vertices) - 1

    def several(self, place: int) -> bool:
        """Is the node made by several operations at once?"""
        formula = self.vertices[place].formula
        return formula is not None and not single(formula)

    def into(self, target: int) -> tuple[Edge, ...]:
        """The uses that this node makes of others, in the order of its operands."""
        return tuple(edge for edge in self.edges if edge.target == target)

    def out_of(self, source: int) -> tuple[Edge, ...]:
        """The uses that others make of this node."""
        return tuple(edge for edge in self.edges if edge.source == source)

    def values(self, inputs: Mapping[str, Number]) -> dict[str, Number]:
        """Every node's value, by name. Nothing raises: what has no value is nan."""
        known = dict(inputs)
        for vertex in self.vertices:
            if vertex.formula is not None:
                used = {name: known[name] for name in vertex.formula.symbols()}
                known[vertex.name] = number_of(vertex.formula, used)
        return known

    def slopes(self, values: Mapping[str, Number]) -> tuple[Number, ...]:
        """The local slope of every edge at these values."""
        return tuple(number_of(edge.slope, {n: values[n] for n in edge.slope.symbols()}) for edge in self.edges)

    def gap(self, values: Mapping[str, Number], slopes: tuple[Number, ...]) -> str:
        """A sentence for the first node without a value, or without a slope along one that it uses; else empty."""
        for name, number in values.items():
            if not isfinite(as_float(number)):
                return tr("{name} has no value at these inputs", name=name)
        for edge, slope in zip(self.edges, slopes, strict=True):
            if not isfinite(as_float(slope)):
                source, target = (self.vertices[i].name for i in (edge.source, edge.target))
                return tr("{target} has no slope along {source} at these inputs", target=target, source=source)
        return ""

    def forward(self, slopes: tuple[Number, ...], start: str) -> dict[str, Number]:
        """d node / d `start` of every node, carried along with the values: the dual parts."""
        moved: list[Number] = [Fraction(int(each.name == start)) for each in self.vertices]
        for i in self.inner:
            moved[i] = total(
                times(moved[edge.source], slope)
                for edge, slope in zip(self.edges, slopes, strict=True)
                if edge.target == i
            )
        return dict(zip((each.name for each in self.vertices), moved, strict=True))

    def paths(self, source: int) -> Iterator[tuple[int, ...]]:
        """Every way from a node to the result, as the numbers of its edges; the first formula's ways first."""
        if source == self.result:
            yield ()
            return
        for number, edge in sorted(enumerate(self.edges), key=lambda pair: (pair[1].target, pair[1].place)):
            if edge.source == source:
                yield from ((number, *rest) for rest in self.paths(edge.target))

    def count_paths(self, source: int) -> int:
        """How many ways there are, counted without walking them."""
        ways = [0] * len(self.vertices)
        ways[self.result] = 1
        for edge in self.edges:  # targets from last to first: a target's ways are complete before its sources'
            ways[edge.source] += ways[edge.target]
        return ways[source]


def build(inputs: tuple[str, ...], nodes: Mapping[str, Node], split: bool = False) -> Graph:
    """The graph of these nodes; with `split` every formula of several operations becomes a node an operation."""
    vertices = [Vertex(name) for name in inputs]
    taken = {*inputs, *nodes}
    for name, formula in nodes.items():
        if split and not single(formula):
            formula = _split(formula, vertices, taken)
        vertices.append(Vertex(name, formula))
    places = {vertex.name: i for i, vertex in enumerate(vertices)}
    edges = []
    for target in reversed(range(len(vertices))):
        vertex = vertices[target]
        if vertex.formula is not None:
            edges += [
                Edge(places[name], target, place, slope)
                for name, place, slope in locals_of(vertex.formula, vertex.name)
            ]
    return Graph(tuple(vertices), tuple(edges))


def _split(formula: Node, vertices: list[Vertex], taken: set[str]) -> Node:
    """What is left of a formula when each of its parts has become a node of its own: one operation."""

    def named(part: Node, in_sum: bool = False) -> Node:
        if leaf(part):
            return part
        if in_sum and isinstance(part, Neg) and leaf(part.arg):
            return part
        if in_sum and isinstance(part, Neg) and not _has_number_first(part.arg):
            return Neg(named(part.arg))
        part = _signed(part)
        made = _split(part, vertices, taken)
        name = _free(taken)
        vertices.append(Vertex(name, made))
        return Sym(name)

    match formula:
        case Add(terms):
            return Add(tuple(named(term, in_sum=True) for term in terms))
        case Mul(factors) if len(factors) > 2:
            return Mul((named(Mul(factors[:-1])), named(factors[-1])))
        case Mul(factors):
            return Mul(tuple(map(named, factors)))
    return _with(formula, tuple(map(named, formula.children())))


def _signed(part: Node) -> Node:
    """-(5x) as (-5)x: the term -5x of a sum is one product."""
    if isinstance(part, Neg) and _has_number_first(part.arg):
        assert isinstance(part.arg, Mul)
        first, *rest = part.arg.factors
        return Mul((Neg(first), *rest))
    return part


def _has_number_first(node: Node) -> bool:
    return isinstance(node, Mul) and isinstance(node.factors[0], Num)


def _with(node: Node, children: tuple[Node, ...]) -> Node:
    """The node with other children."""
    match node:
        case Neg():
            return Neg(*children)
        case Div():
            return Div(*children)
        case Pow():
            return Pow(*children)
        case Call(name):
            return Call(name, children)
    return node


def _free(taken: set[str]) -> str:
    """v1, v2 ..., none of them twice."""
    number = 1
    while f"v{number}" in taken:
        number += 1
    taken.add(f"v{number}")
    return f"v{number}"
