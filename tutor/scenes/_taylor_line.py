"""A function of two symbols along a line through a point: a function of one, so that it has a Taylor polynomial."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from fractions import Fraction
from typing import Any

from tutor.scenes._numbers import fraction
from tutor.tree import Add, Mul, Neg, Node, Num, Sym

LETTERS = ("t", "s", "u")


def parameter(names: Sequence[str]) -> str:
    """A letter for the way along the line that is not one of the symbols: t, where it is free."""
    return next(letter for letter in LETTERS if letter not in names)


def along(f: Node, names: Sequence[str], about: Sequence[float], step: Sequence[float], letter: str) -> Node:
    """f with `about + letter * step` in place of its symbols, exactly as these numbers are written."""
    ways = {
        name: line_through(at, by, letter) for name, at, by in zip(names, map(fraction, about), map(fraction, step),
                                                                 strict=True)
    }  # fmt: skip
    return _put(f, ways)


def line_through(at: Fraction, by: Fraction, letter: str) -> Node:
    """at + by * letter, nothing written that is 0 or 1."""
    start = signed(at)
    if not by:
        return start
    size, way = abs(by), Sym(letter)
    part: Node = way if size == 1 else Mul((Num(size), way))
    moved: Node = Neg(part) if by < 0 else part
    return Add((start, moved)) if at else moved


def signed(value: Fraction) -> Node:
    return Neg(Num(-value)) if value < 0 else Num(value)


def _put(node: Node, ways: Mapping[str, Node]) -> Node:
    if isinstance(node, Sym):
        return ways[node.name]
    changed: dict[str, Any] = {}
    for each in fields(node):
        below = getattr(node, each.name)
        if isinstance(below, Node):
            changed[each.name] = _put(below, ways)
        elif isinstance(below, tuple) and below and isinstance(below[0], Node):
            changed[each.name] = tuple(_put(child, ways) for child in below)
    return replace(node, **changed) if changed else node
