"""A value that is a name, alone or with settings of its own: `adam`, `{adam: {beta1: 0.8}}`, `{momentum: 0.5}`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tutor.lesson import yamlnodes as y
from tutor.lesson.at import BAD, At, Bad, Kind
from tutor.lesson.faults import close_to
from tutor.lesson.shapes import unknown
from tutor.messages import tr


@dataclass(frozen=True, slots=True)
class Named:
    """`name`, or `{name: settings}`, or `{name: 0.5}` for the first setting alone: the name and the settings."""

    known: Mapping[str, Mapping[str, Kind]]
    wanted: str

    def read(self, node: y.YamlNode, at: At) -> tuple[str, dict[str, Any]] | Bad:
        match node:
            case y.Scalar() if node.text in self.known:
                return node.text, {}
            case y.Scalar() if not node.missing:
                return at.fault(
                    node,
                    tr(
                        "{written} is none of: {names}{meant}",
                        written=y.describe(node),
                        names=self._names(),
                        meant=close_to(node.text, self.known),
                    ),
                )
            case y.Mapping(pairs=((y.Scalar(text=name), below),)) if name in self.known:
                settings = self._settings(name, below, at.inside(name))
                return settings if isinstance(settings, Bad) else (name, settings)
            case y.Mapping(pairs=((y.Scalar() as key, _),)):
                return unknown(key, at, self.known)
        return at.fault(
            node,
            tr(
                "{written} stands where {wanted} is needed, one of: {names}",
                written=y.describe(node),
                wanted=tr(self.wanted),
                names=self._names(),
            ),
        )

    def _settings(self, name: str, node: y.YamlNode, at: At) -> dict[str, Any] | Bad:
        known = self.known[name]
        if not isinstance(node, y.Mapping):
            if not known:
                return at.fault(node, tr("{name} has no settings; write its name alone", name=name))
            first = next(iter(known))
            value = known[first].read(node, at.inside(first))
            return value if isinstance(value, Bad) else {first: value}
        read = {
            key.text: known[key.text].read(value, at.inside(key.text)) if key.text in known else unknown(key, at, known)
            for key, value in node.pairs
        }
        return BAD if any(isinstance(each, Bad) for each in read.values()) else read

    def _names(self) -> str:
        return ", ".join(self.known)

    def schema(self) -> dict[str, Any]:
        below = {name: _settings_schema(settings) for name, settings in self.known.items() if settings}
        mapping = {
            "type": "object",
            "properties": below,
            "additionalProperties": False,
            "minProperties": 1,
            "maxProperties": 1,
        }
        return {"anyOf": [{"enum": list(self.known)}, mapping]}


def _settings_schema(settings: Mapping[str, Kind]) -> dict[str, Any]:
    properties = {name: kind.schema() for name, kind in settings.items()}
    whole = {"type": "object", "properties": properties, "additionalProperties": False}
    return {"anyOf": [whole, next(iter(properties.values()))]}
