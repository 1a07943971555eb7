"""Kinds made of other kinds: lists, intervals, mappings, alternatives, and settings read into a dataclass."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import MISSING, Field, dataclass, field, fields, replace
from typing import Any

from tutor.lesson import yamlnodes as y
from tutor.lesson.at import BAD, At, Bad, Kind
from tutor.lesson.faults import Fault, unknown_name
from tutor.lesson.values import IDENTITY, Quantity, Text
from tutor.messages import plural, tr


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list; with `or_one`, a single value counts as a list of one."""

    kind: Kind
    least: int = 1
    most: int = 1_000
    or_one: bool = False

    def read(self, node: y.YamlNode, at: At) -> tuple[Any, ...] | Bad:
        if not isinstance(node, y.Sequence):
            if not self.or_one:
                return at.fault(
                    node,
                    tr("{written} stands where a list is needed: [first, second, ...]", written=y.describe(node)),
                )
            one = self.kind.read(node, at)
            return one if isinstance(one, Bad) else (one,)
        if not self.least <= len(node.items) <= self.most:
            return at.fault(
                node,
                plural(
                    len(node.items),
                    "the list has {count} items; {least} to {most} fit here",
                    "the list has {count} items; {least} to {most} fit here",
                    least=self.least,
                    most=self.most,
                ),
            )
        values = tuple(self.kind.read(item, at.inside(i)) for i, item in enumerate(node.items))
        return BAD if any(isinstance(value, Bad) for value in values) else values

    def schema(self) -> dict[str, Any]:
        item = self.kind.schema()
        whole = {"type": "array", "items": item, "minItems": self.least, "maxItems": self.most}
        return {"anyOf": [whole, item]} if self.or_one else whole


FARTHEST = 1e100  # an interval's ends; farther out, differences and squares leave the floats


@dataclass(frozen=True, slots=True)
class Interval:
    """`[low, high]`, low below high, read as two floats."""

    def read(self, node: y.YamlNode, at: At) -> tuple[float, float] | Bad:
        ends = ListOf(Quantity(), least=2, most=2).read(node, at)
        if isinstance(ends, Bad):
            return ends
        if not ends[0] < ends[1]:
            return at.fault(node, tr("the interval is empty: write [low, high] with low below high"))
        if max(map(abs, ends)) > FARTHEST:
            return at.fault(
                node, tr("the interval reaches beyond {farthest:.0e}, where nothing can be drawn", farthest=FARTHEST)
            )
        return ends[0], ends[1]

    def schema(self) -> dict[str, Any]:
        return ListOf(Quantity(), least=2, most=2).schema()


@dataclass(frozen=True, slots=True)
class MapOf:
    """Names and values: `{a: ..., b: ...}`; the names are checked by `name`."""

    kind: Kind
    name: Text = IDENTITY
    most: int = 100

    def read(self, node: y.YamlNode, at: At) -> dict[str, Any] | Bad:
        if not isinstance(node, y.Mapping):
            return at.fault(
                node,
                tr("{written} stands where names with values are needed: {{name: value}}", written=y.describe(node)),
            )
        if len(node.pairs) > self.most:
            return at.fault(
                node,
                plural(
                    len(node.pairs),
                    "there is {count} name; {most} at most fit here",
                    "there are {count} names; {most} at most fit here",
                    most=self.most,
                ),
            )
        read: dict[str, Any] = {}
        bad = False
        for key, value in node.pairs:
            inner = at.inside(key.text)
            bad |= isinstance(self.name.read(key, inner), Bad)
            read[key.text] = self.kind.read(value, inner)
            bad |= isinstance(read[key.text], Bad)
        return BAD if bad else read

    def schema(self) -> dict[str, Any]:
        return {"type": "object", "additionalProperties": self.kind.schema(), "maxProperties": self.most}


@dataclass(frozen=True, slots=True)
class FirstOf:
    """The first of several kinds that fits; `wanted` names them all in the fault."""

    kinds: tuple[Kind, ...]
    wanted: str

    def read(self, node: y.YamlNode, at: At) -> Any:
        nearest: list[Fault] | None = None
        for kind in self.kinds:
            trial = replace(at, faults=[])
            value = kind.read(node, trial)
            if not isinstance(value, Bad):
                return value
            if not trial.faults:
                return BAD  # it was this kind, and its fault was told elsewhere, as that of a data set
            deeper = [fault for fault in trial.faults if fault.path != at.path]
            nearest = nearest or deeper
        if nearest:
            at.faults.extend(nearest)
            return BAD
        return at.fault(
            node, tr("{written} stands where {wanted} is needed", written=y.describe(node), wanted=tr(self.wanted))
        )

    def schema(self) -> dict[str, Any]:
        return {"anyOf": [kind.schema() for kind in self.kinds]}


def unknown(key: y.Scalar, at: At, known: Iterable[str], *, later: tuple[str, ...] = ()) -> Bad:
    """The fault of a name that is not among the known ones; `later`: the format has it, this version not yet."""
    if key.text in later:
        what = tr("'{name}' is not in this version; it has: {known}", name=key.text, known=", ".join(known))
        return at.inside(key.text).fault(key, what)
    glued = key.text.partition(":")[0]
    if glued != key.text and glued in known:
        return at.fault(key, tr("a space is missing after the colon in {written}", written=y.describe(key)))
    if known:
        what = unknown_name(key, known)
    else:
        what = tr("unknown name {written}; there is nothing to set here", written=y.describe(key))
    return at.inside(key.text[:40]).fault(key, what)


def setting(kind: Kind, doc: str, default: Any = MISSING, *, name: str | None = None) -> Any:
    """A field of a settings dataclass: how it is read, what it means to a teacher, its default (else it is needed).

    `name` is what the teacher writes, where Python does not let the field be called so (`from`).
    """
    return field(default=default, metadata={"kind": kind, "doc": doc, "name": name})


@dataclass(frozen=True, slots=True)
class Struct:
    """A mapping read into `cls`, a frozen dataclass of `setting` fields.

    Unknown and missing names are faults; names in `cls.LATER`, where it exists, are told to belong to a later version.
    `cls.checked(self, node, at)`, where it exists, has the last word: it may
    tell faults that concern several settings at once and returns itself or BAD.
    `short`, or `cls.SHORT` where it exists, is the setting that a value written without names stands for.
    """

    cls: type
    short: str | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "short", self.short or getattr(self.cls, "SHORT", None))

    def settings(self) -> dict[str, Field[Any]]:
        """The settings, by the names that a teacher writes."""
        return {e.metadata["name"] or e.name: e for e in fields(self.cls) if "kind" in e.metadata}

    def read(self, node: y.YamlNode, at: At) -> Any:
        known = self.settings()
        if not isinstance(node, y.Mapping):
            if self.short is None or (isinstance(node, y.Scalar) and node.missing):
                example = next(iter(known), "name")
                return at.fault(
                    node,
                    tr(
                        "{written} stands where settings are needed: {{{example}: ...}}",
                        written=y.describe(node),
                        example=example,
                    ),
                )
            value = known[self.short].metadata["kind"].read(node, at.inside(self.short))
            return BAD if isinstance(value, Bad) else self._made({self.short: value}, node, at)
        values: dict[str, Any] = {}
        for key, value in node.pairs:
            if key.text not in known:
                values["?"] = unknown(key, at, known, later=getattr(self.cls, "LATER", ()))
            else:
                values[key.text] = known[key.text].metadata["kind"].read(value, at.inside(key.text))
        for name, each in known.items():
            if name not in values and each.default is MISSING:
                at.fault(node, tr("'{name}' is missing: {meaning}", name=name, meaning=tr(each.metadata["doc"])))
                values[name] = BAD
        if any(isinstance(value, Bad) for value in values.values()):
            return BAD
        return self._made(values, node, at)

    def _made(self, values: dict[str, Any], node: y.YamlNode, at: At) -> Any:
        known = self.settings()
        missing = [name for name, each in known.items() if each.default is MISSING and name not in values]
        if missing:
            return at.fault(
                node,
                tr("'{name}' is missing: {meaning}", name=missing[0], meaning=tr(known[missing[0]].metadata["doc"])),
            )
        made = self.cls(**{known[name].name: value for name, value in values.items()})
        checked = getattr(made, "checked", None)
        return checked(node, at) if checked else made

    def schema(self) -> dict[str, Any]:
        known = self.settings()
        whole = {
            "type": "object",
            "description": " ".join((self.cls.__doc__ or "").split()),
            "properties": {
                n: {**e.metadata["kind"].schema(), "description": e.metadata["doc"]} for n, e in known.items()
            },
            "required": [n for n, e in known.items() if e.default is MISSING],
            "additionalProperties": False,
        }
        if self.short is None:
            return whole
        return {"anyOf": [whole, known[self.short].metadata["kind"].schema()]}
