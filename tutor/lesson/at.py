"""Where a reading is: what may be used there, and where its faults go. Beneath every kind of value."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from tutor.lesson import yamlnodes as y
from tutor.lesson.faults import Fault
from tutor.messages import tr


class Bad:
    """Stands where a value could not be read; the fault has been told."""

    def __repr__(self) -> str:
        return "BAD"


BAD = Bad()


@dataclass(frozen=True)
class At:
    """Where the reading is, what may be used there, and where faults go."""

    faults: list[Fault]
    path: str = ""
    symbols: tuple[str, ...] = ()
    data: Mapping[str, Any] = field(default_factory=dict)  # name -> DataSet or BAD, once the header is read
    numbers: Any = None  # the tutor.lesson.numbers.Numbers that may be used here, once they are read

    def inside(self, name: str | int) -> At:
        """At a setting, or at an item of a list. Called all the time; `replace` would take ten times as long."""
        path = f"{self.path}[{name + 1}]" if isinstance(name, int) else f"{self.path}.{name}" if self.path else name
        return At(self.faults, path, self.symbols, self.data, self.numbers)

    def knowing(self, *names: str) -> At:
        """The same place, where these symbols may be used as well."""
        return replace(self, symbols=tuple(dict.fromkeys((*self.symbols, *names))))

    def fault(self, node: y.YamlNode, what: str, *, offset: int = 0) -> Bad:
        """Tell a fault at `node`, `offset` characters into its text where it is known where these stand."""
        place = node.place_of(offset) if isinstance(node, y.Scalar) else node.place
        self.faults.append(Fault(place, self.path, what))
        return BAD


class Kind(Protocol):
    def read(self, node: y.YamlNode, at: At) -> Any: ...

    def schema(self) -> dict[str, Any]: ...


@dataclass(frozen=True, slots=True)
class OwnKind:
    """A kind made of two functions, for what is particular to one place."""

    reader: Callable[[y.YamlNode, At], Any]
    described: dict[str, Any]

    def read(self, node: y.YamlNode, at: At) -> Any:
        return self.reader(node, at)

    def schema(self) -> dict[str, Any]:
        return self.described


def scalar(node: y.YamlNode, at: At, wanted: str) -> y.Scalar | Bad:
    """The node, where it is one value; else a fault that says what is `wanted`."""
    if isinstance(node, y.Scalar) and not node.missing:
        return node
    return at.fault(
        node,
        tr(
            "{written} stands where {wanted} is needed{advice}",
            written=y.describe(node),
            wanted=tr(wanted),
            advice=_unquoted(node),
        ),
    )


def _unquoted(node: y.YamlNode) -> str:
    """What to do about `{a}` without quotes, which YAML takes for settings with one name and no value."""
    match node:
        case y.Mapping(pairs=((y.Scalar(text=name), y.Scalar(missing=True)),)):
            return tr('; a value that varies is written in quotes: "{{{name}}}"', name=name[:20])
    return ""
