"""A function of functions: `through: {x: "t^2", y: "3t"}` says what the symbols of f stand for, for the chain rule."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any

from tutor.lesson import yamlnodes as y
from tutor.lesson.kinds import At, Bad, Expression, MapOf, OwnKind, Text
from tutor.messages import N_, tr
from tutor.tree import Node, Sym

Through = tuple[tuple[str, Node], ...]
_MAP = MapOf(Expression(), Text(most=20), most=6)
THROUGH_DOC = N_("what symbols of the function stand for, each a function of others: the chain rule over every path")


def _read(node: y.YamlNode, at: At) -> Through | Bad:
    read = _MAP.read(node, at)
    if isinstance(read, Bad):
        return read
    if not read:
        return at.fault(node, tr("nothing stands here; name a symbol and what it stands for, or leave it out"))
    unknown = [name for name in read if name not in at.symbols]
    if unknown:
        return at.fault(
            node,
            tr(
                "'{name}' is none of the lesson's symbols ({symbols})",
                name=unknown[0],
                symbols=", ".join(at.symbols),
            ),
        )
    return tuple(read.items())


THROUGH = OwnKind(_read, {**_MAP.schema(), "minProperties": 1})


def put(node: Node, values: Mapping[str, Node]) -> Node:
    """The tree with its symbols replaced, all at once."""
    if isinstance(node, Sym):
        return values.get(node.name, node)
    changes: dict[str, Any] = {}
    for each in fields(node):
        inside = getattr(node, each.name)
        if isinstance(inside, Node):
            changes[each.name] = put(inside, values)
        elif isinstance(inside, tuple) and inside and isinstance(inside[0], Node):
            changes[each.name] = tuple(put(item, values) for item in inside)
    return replace(node, **changes)


def composed(f: Node | None, through: Through | None) -> Node | None:
    """f with what its symbols stand for in their places."""
    return f if f is None or not through else put(f, dict(through))
