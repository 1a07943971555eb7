"""Kinds of single values: text, truth, numbers, expressions, one of several words."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tutor.expression import Unreadable, parse
from tutor.lesson import yamlnodes as y
from tutor.lesson.at import At, Bad, scalar
from tutor.lesson.faults import close_to
from tutor.lesson.model import ID, ID_LIKE
from tutor.messages import N_, plural, tr
from tutor.numeric import value
from tutor.tree import Node


@dataclass(frozen=True, slots=True)
class Text:
    """Text of 1 to `most` characters, not blank; `pattern` restricts it, `like` says how it should look."""

    most: int = 400
    pattern: str | None = None
    like: str = ""

    def read(self, node: y.YamlNode, at: At) -> str | Bad:
        found = scalar(node, at, N_("a text"))
        if isinstance(found, Bad):
            return found
        if not found.text.strip():
            return at.fault(node, tr("the text is empty; write some, or leave the name out"))
        if len(found.text) > self.most:
            return at.fault(
                node,
                plural(
                    len(found.text),
                    "the text has {count} character; {most} at most fit here",
                    "the text has {count} characters; {most} at most fit here",
                    most=self.most,
                ),
            )
        if self.pattern and not re.fullmatch(self.pattern, found.text):
            return at.fault(node, tr("{written} does not fit: {like}", written=y.describe(node), like=tr(self.like)))
        return found.text

    def schema(self) -> dict[str, Any]:
        pattern = f"^(?:{self.pattern})$" if self.pattern else r"\S"
        return {"type": ["string", "number", "boolean"], "maxLength": self.most, "pattern": pattern}


A_NUMBER = N_("a number")  # what is wanted, where an expression without symbols is
WORDS = Text(most=8_000)  # Markdown
IDENTITY = Text(most=64, pattern=ID, like=ID_LIKE)


@dataclass(frozen=True, slots=True)
class Truth:
    """`true` or `false`, and no other spelling."""

    def read(self, node: y.YamlNode, at: At) -> bool | Bad:
        if isinstance(node, y.Scalar) and node.text in ("true", "false") and not node.quoted:
            return node.text == "true"
        return at.fault(
            node,
            tr(
                "{written} is neither true nor false; write one of these two words, without quotes",
                written=y.describe(node),
            ),
        )

    def schema(self) -> dict[str, Any]:
        return {"type": "boolean"}


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number from `least` to `most`; `1000`, `1_000` and `1e6` are read."""

    least: int = 0
    most: int = 1_000_000_000

    def read(self, node: y.YamlNode, at: At) -> int | Bad:
        value = Quantity().read(node, at)
        if isinstance(value, Bad):
            return value
        if value != int(value):
            return at.fault(node, tr("{written} is not a whole number", written=y.describe(node)))
        if not self.least <= value <= self.most:
            return at.fault(
                node,
                tr(
                    "{written} is out of range: {least} to {most} fit here",
                    written=y.describe(node),
                    least=self.least,
                    most=self.most,
                ),
            )
        return int(value)

    def schema(self) -> dict[str, Any]:
        return {"anyOf": [{"type": "integer", "minimum": self.least, "maximum": self.most}, {"type": "string"}]}


@dataclass(frozen=True, slots=True)
class Exact:
    """A number written as an expression without symbols, kept exact: `6/17`, `sqrt(5/3)`, `1e-6`."""

    def read(self, node: y.YamlNode, at: At) -> Node | Bad:
        return read_expression(node, at, (), A_NUMBER)

    def schema(self) -> dict[str, Any]:
        return {"type": ["number", "string"]}


_NUMBER = re.compile(r"-?\d*\.?\d+(e-?\d+)?")
_PLAIN = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,15})?")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as a float: `0.1`, `1e-6`, `6/17`, `sqrt(5/3)`; finite, and above `above` / from `least` where given."""

    above: float | None = None
    least: float | None = None

    def read(self, node: y.YamlNode, at: At) -> float | Bad:
        if isinstance(node, y.Scalar) and _PLAIN.fullmatch(node.text):
            return self._bounded(float(node.text), node, at)  # the same value, sooner: data sets are long
        written = read_expression(node, at, (), A_NUMBER)
        if isinstance(written, Bad):
            return written
        return self._bounded(value(written), node, at)

    def _bounded(self, found: float, node: y.YamlNode, at: At) -> float | Bad:
        if not math.isfinite(found):
            return at.fault(node, tr("{written} has no finite value", written=y.describe(node)))
        if self.above is not None and not found > self.above:
            return at.fault(node, tr("{written} must be above {above:g}", written=y.describe(node), above=self.above))
        if self.least is not None and not found >= self.least:
            return at.fault(node, tr("{written} must be {least:g} or more", written=y.describe(node), least=self.least))
        return found

    def schema(self) -> dict[str, Any]:
        number: dict[str, Any] = {"type": "number"}
        if self.above is not None:
            number["exclusiveMinimum"] = self.above
        if self.least is not None:
            number["minimum"] = self.least
        return {"anyOf": [number, {"type": "string"}]}


@dataclass(frozen=True, slots=True)
class Expression:
    """An expression in the lesson's symbols, beside those of `extra`."""

    extra: tuple[str, ...] = ()

    def read(self, node: y.YamlNode, at: At) -> Node | Bad:
        return read_expression(node, at, (*at.symbols, *self.extra), N_("an expression"))

    def schema(self) -> dict[str, Any]:
        return {"type": ["string", "number"], "maxLength": 1000}


def read_expression(node: y.YamlNode, at: At, symbols: tuple[str, ...], wanted: str) -> Node | Bad:
    """The tree of what stands at `node`, in these symbols; `wanted` is `a number` or what else was looked for."""
    found = scalar(node, at, wanted)
    if isinstance(found, Bad):
        return found
    text = found.text.replace("_", "") if re.fullmatch(r"-?\d+(_\d{3})+", found.text) else found.text
    try:
        return parse(text, symbols)
    except Unreadable as fault:
        if wanted == A_NUMBER:
            meant = _meant(text)
            if meant:
                return at.fault(node, tr("{written} is not a number{meant}", written=y.describe(node), meant=meant))
            return at.fault(node, tr("{written} is not a number: {why}", written=y.describe(node), why=fault.what))
        what = tr("{written} cannot be read: {why}", written=y.describe(node), why=fault.what)
        return at.fault(node, what, offset=fault.start)


def _meant(text: str) -> str:
    """` (did you mean 0.1?)` for `O.1`, `l.5`, `0,1` and their like."""
    repaired = text.translate(str.maketrans("OolI,", "0011."))
    return (
        tr(" (did you mean {repaired}?)", repaired=repaired) if repaired != text and _NUMBER.fullmatch(repaired) else ""
    )


@dataclass(frozen=True, slots=True)
class OneOf:
    """One of these words; `also` holds other spellings and the word that each stands for."""

    words: tuple[str, ...]
    also: Mapping[str, str] = field(default_factory=dict)
    later: tuple[str, ...] = ()  # the format has them, this version not yet

    def read(self, node: y.YamlNode, at: At) -> str | Bad:
        if isinstance(node, y.Scalar) and node.text in self.words:
            return node.text
        if isinstance(node, y.Scalar) and node.text in self.also:
            return self.also[node.text]
        known = ", ".join(self.words)
        if isinstance(node, y.Scalar) and node.text in self.later:
            return at.fault(
                node, tr("{written} is not in this version; it has: {known}", written=y.describe(node), known=known)
            )
        mean = close_to(node.text, self.words) if isinstance(node, y.Scalar) else ""
        return at.fault(
            node, tr("{written} is none of: {known}{meant}", written=y.describe(node), known=known, meant=mean)
        )

    def schema(self) -> dict[str, Any]:
        return {"enum": [*self.words, *self.also]}
