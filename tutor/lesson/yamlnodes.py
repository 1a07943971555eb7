"""What a lesson's YAML is read into before it is understood: text with its place, nothing converted.

A scalar keeps the characters that were written, so that `1e-3`, `on` and `010` mean what the reader that takes
them says, never what YAML 1.1 would make of them. `tutor.lesson.parse` makes these nodes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class Place(NamedTuple):
    """A place in a file; both count from 1."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Scalar:
    """One value. `inline` says that the text stands as it was written, on one line, after its quote if `quoted`."""

    text: str
    place: Place
    quoted: bool = False
    inline: bool = True

    @property
    def missing(self) -> bool:
        """Nothing was written: `key:` alone, `~` or `null`."""
        return not self.quoted and self.text in ("", "~", "null", "Null", "NULL")


@dataclass(frozen=True, slots=True)
class Sequence:
    items: tuple[YamlNode, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Mapping:
    pairs: tuple[tuple[Scalar, YamlNode], ...]
    place: Place

    def get(self, key: str) -> YamlNode | None:
        return next((value for name, value in self.pairs if name.text == key), None)

    def keys(self) -> tuple[str, ...]:
        return tuple(name.text for name, _ in self.pairs)


YamlNode = Scalar | Sequence | Mapping


def describe(node: YamlNode) -> str:
    """What stands there, for a fault: `the text 'abc'`, `a list`, `settings (a: ..., b: ...)`."""
    match node:
        case Sequence():
            return "a list"
        case Mapping():
            return "settings with names"
        case Scalar() if node.missing:
            return "nothing"
        case Scalar():
            shown = node.text if len(node.text) <= 40 else node.text[:37] + "..."
            return "'" + "".join(c if c.isprintable() else "?" for c in shown) + "'"
