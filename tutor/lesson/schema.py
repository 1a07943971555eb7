"""The lesson format as a JSON Schema (2020-12), made of the very kinds that read a lesson.

What only reading can tell (that an expression makes sense, that an answer is right) is not in it; what is in it, the
loader agrees with: a lesson that loads is valid, and what is structurally wrong is refused by both.
"""

from __future__ import annotations

from typing import Any

from tutor import scenes
from tutor.lesson import data, naming
from tutor.lesson.ask import COMMON
from tutor.lesson.checkpoint import CHECKPOINT
from tutor.lesson.header import HEADER, NEEDED
from tutor.lesson.kinds import WORDS, Struct
from tutor.lesson.load import MAX_STEPS
from tutor.lesson.questions import KINDS
from tutor.lesson.terms import TERMS
from tutor.lesson.vary import VARY
from tutor.messages import N_, tr

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema() -> dict[str, Any]:
    """The schema of a lesson's file; what it says to a person in the language of whoever asks."""
    made: dict[str, Any] = _said(_schema())
    return made


def _said(part: Any) -> Any:
    """The same, its titles and descriptions as `tr` says them. (A setting of that name has no text for its value.)"""
    if isinstance(part, list):
        return [_said(each) for each in part]
    if not isinstance(part, dict):
        return part
    told = {name: tr(part[name]) for name in ("title", "description") if part.get(name) and isinstance(part[name], str)}
    return {name: told.get(name) or _said(value) for name, value in part.items()}


def _schema() -> dict[str, Any]:
    properties = {name: {**described, "description": doc} for name, (doc, described) in HEADER.items()}
    properties["terms"] |= TERMS.schema()
    properties["data"] |= data.schema()
    properties["numbers"] |= naming.schema()
    properties["steps"] |= {
        "type": "array",
        "minItems": 1,
        "maxItems": MAX_STEPS,
        "items": {"$ref": "#/$defs/step"},
    }
    return {
        "$schema": DIALECT,
        "title": N_("A lesson of calc-tutor"),
        "type": "object",
        "properties": properties,
        "required": list(NEEDED),
        "additionalProperties": False,
        "$defs": {"step": _step(), "show": _show(), "ask": _ask()},
    }


def _step() -> dict[str, Any]:
    slots = ("say", "show", "ask")
    return {
        "type": "object",
        "description": N_("one step: it may say, show and ask, one of each at most"),
        "properties": {
            "say": {**WORDS.schema(), "description": N_("Markdown; formulas stand in $...$")},
            "show": {"$ref": "#/$defs/show"},
            "ask": {"$ref": "#/$defs/ask"},
            "vary": {**VARY.schema(), "description": N_("what {name} stands for in this step")},
            "numbers": {**naming.schema(), "description": N_("numbers by name, for this step alone")},
            "checkpoint": CHECKPOINT.schema(),
        },
        "additionalProperties": False,
        "anyOf": [{"required": [slot]} for slot in (*slots, "checkpoint")],
        "dependentSchemas": {"checkpoint": {"properties": dict.fromkeys(("show", "ask", "vary"), False)}},
    }


def _show() -> dict[str, Any]:
    modules = {name: scenes.module(name) for name in scenes.names()}
    return {
        "type": "object",
        "description": N_("one scene"),
        "properties": {name: Struct(module.Settings).schema() for name, module in modules.items()},
        "minProperties": 1,
        "maxProperties": 1,
        "additionalProperties": False,
    }


def _ask() -> dict[str, Any]:
    """Every setting of every kind, named or beside the question; at least what one kind needs."""
    common = COMMON.schema()
    properties: dict[str, Any] = {
        **common["properties"],
        "vary": {**VARY.schema(), "description": N_("what {name} stands for in this step")},
        "kind": {"enum": list(KINDS), "description": N_("which kind the settings beside it are of")},
    }
    own: dict[str, list[dict[str, Any]]] = {}
    for struct in KINDS.values():
        for name, described in _own(struct).items():
            if described not in own.setdefault(name, []):
                own[name].append(described)
    properties |= {name: ways[0] if len(ways) == 1 else {"anyOf": ways} for name, ways in own.items()}
    for kind, struct in KINDS.items():
        named = {
            "type": "object",
            "description": " ".join((struct.cls.__doc__ or "").split()),
            "properties": {**common["properties"], **_own(struct)},
            "additionalProperties": False,
        }
        ways = [named] if struct.short is None else [named, _own(struct)[struct.short]]
        properties[kind] = ways[0] if len(ways) == 1 else {"anyOf": ways}
    told = ("choices", "answer", "derivative_of", "gradient_of", "jacobian_of", "hessian_of", "lines", "kind")
    return {
        "type": "object",
        "description": N_("one question"),
        "properties": properties,
        "additionalProperties": False,
        "allOf": [
            {"anyOf": [{"required": [name]} for name in (*KINDS, *told)]},
            *({"anyOf": [{"required": [name]}, *_inside(name)]} for name in common["required"]),
            *(_needs(kind, name) for kind, struct in KINDS.items() for name in _whole(struct)["required"]),
        ],
    }


def _whole(struct: Struct) -> dict[str, Any]:
    """The schema of a kind's settings with names, without its short form."""
    made = struct.schema()
    whole: dict[str, Any] = made if "properties" in made else made["anyOf"][0]
    return whole


def _own(struct: Struct) -> dict[str, Any]:
    settings: dict[str, Any] = _whole(struct)["properties"]
    return settings


def _needs(kind: str, name: str) -> dict[str, Any]:
    """A setting that this kind cannot do without stands within it or beside `question`."""
    inside = {"properties": {kind: {"required": [name]}}}
    return {
        "if": {"required": [kind], "properties": {kind: {"type": "object"}}},
        "then": {"anyOf": [{"required": [name]}, inside]},
    }


def _inside(name: str) -> list[dict[str, Any]]:
    """A common setting may stand within the kind as well."""
    return [{"required": [kind], "properties": {kind: {"type": "object", "required": [name]}}} for kind in KINDS]
