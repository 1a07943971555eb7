"""What a lesson's YAML is read into before it is understood: text with its place, nothing converted.

A scalar keeps the characters that were written, so that `1e-3`, `on` and `010` mean what the reader that takes
them says, never what YAML 1.1 would make of them. `tutor.lesson.parse` makes these nodes. NamedTuples, because the
catalogue makes them before its first picture: a dataclass takes seven times as long to define.
"""

from __future__ import annotations

from typing import NamedTuple

from tutor.messages import tr


class Place(NamedTuple):
    """A place in a file; both count from 1."""

    line: int
    column: int


class Scalar(NamedTuple):
    """One value. `inline` says that the text stands as it was written, on one line, after its quote if `quoted`.

    `block` is the column in which the lines of a text below `|` begin; 0 where it stands in no such way.
    """

    text: str
    place: Place
    quoted: bool = False
    inline: bool = True
    block: int = 0

    @property
    def missing(self) -> bool:
        """Nothing was written: `key:` alone, `~` or `null`."""
        return not self.quoted and self.text in ("", "~", "null", "Null", "NULL")

    def place_of(self, offset: int) -> Place:
        """Where the character `offset` of the text stands in the file, as near as that is known."""
        if self.inline:
            return Place(self.place.line, self.place.column + offset + (self.quoted and offset > 0))
        if not self.block:
            return self.place
        before = self.text[:offset]
        return Place(self.place.line + 1 + before.count("\n"), self.block + offset - (before.rfind("\n") + 1))


class Sequence(NamedTuple):
    items: tuple[YamlNode, ...]
    place: Place


class Mapping(NamedTuple):
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
            return tr("a list")
        case Mapping():
            return tr("settings with names")
        case Scalar() if node.missing:
            return tr("nothing")
        case Scalar():
            shown = node.text if len(node.text) <= 40 else node.text[:37] + "..."
            return "'" + "".join(c if c.isprintable() else "?" for c in shown) + "'"
