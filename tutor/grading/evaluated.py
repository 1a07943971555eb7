"""Formulas at a point: the numbers put in for the symbols, and the result as one would type it."""

from __future__ import annotations

from tutor.lesson.through import put
from tutor.residues import exact
from tutor.symbolic import CannotDo, simplified
from tutor.tidy import number
from tutor.tree import Node


def plainer(node: Node) -> Node:
    """A number as one would type it: -6, not 2*1 - 4*2."""
    known = exact(node)
    if known is not None:
        return number(known)
    try:
        return simplified(node)
    except CannotDo:
        return node


def evaluated(nodes: tuple[Node, ...], names: tuple[str, ...], at: tuple[Node, ...] | None) -> tuple[Node, ...]:
    """The formulas where `names` have the values `at`; as they are where there is no point."""
    if at is None:
        return nodes
    numbers = dict(zip(names, at, strict=True))
    return tuple(plainer(put(node, numbers)) for node in nodes)
