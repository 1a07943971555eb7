"""A point as a teacher writes it: `[1, 2]` in the order of the variables, `1` where there is one, or `{x: 1, y: 2}`.

Which variables there are is known only once the function beside it has been read; so names are kept as they were
written, and `in_order` puts them in order, with the faults at their place.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tutor.lesson import yamlnodes as y
from tutor.lesson.at import At, Bad, Kind
from tutor.lesson.shapes import ListOf, MapOf
from tutor.lesson.values import Text
from tutor.messages import tr

_NAME = Text(most=20)


@dataclass(frozen=True, slots=True)
class ByName:
    """Coordinates under the names of their variables, and where they stand."""

    values: dict[str, Any]
    node: y.Mapping
    at: At


@dataclass(frozen=True, slots=True)
class Point:
    """Coordinates of one kind, `least` to `most` of them: a tuple, or `ByName`."""

    coordinate: Kind
    least: int = 1
    most: int = 12

    def read(self, node: y.YamlNode, at: At) -> tuple[Any, ...] | ByName | Bad:
        if isinstance(node, y.Mapping) and not _is_hole(node):
            values = MapOf(self.coordinate, _NAME, self.most).read(node, at)
            return values if isinstance(values, Bad) else ByName(values, node, at)
        return ListOf(self.coordinate, self.least, self.most, or_one=self.least == 1).read(node, at)

    def schema(self) -> dict[str, Any]:
        listed = ListOf(self.coordinate, self.least, self.most, or_one=self.least == 1).schema()
        return {"anyOf": [listed, MapOf(self.coordinate, _NAME, self.most).schema()]}


def in_order(point: tuple[Any, ...] | ByName | None, names: tuple[str, ...]) -> tuple[Any, ...] | Bad | None:
    """The coordinates in the order of `names`; BAD, and told, where a name is missing or unknown."""
    if not isinstance(point, ByName):
        return point
    known = ", ".join(names)
    for key, _ in point.node.pairs:
        if key.text not in names:
            return point.at.fault(
                key, tr("there is no {written} here; name each of: {known}", written=y.describe(key), known=known)
            )
    missing = [name for name in names if name not in point.values]
    if missing:
        return point.at.fault(
            point.node, tr("'{name}' is missing; name each of: {known}", name=missing[0], known=known)
        )
    return tuple(point.values[name] for name in names)


def _is_hole(node: y.Mapping) -> bool:
    """`{a}` without quotes, which YAML takes for settings with one name and no value."""
    return len(node.pairs) == 1 and isinstance(value := node.pairs[0][1], y.Scalar) and value.missing
