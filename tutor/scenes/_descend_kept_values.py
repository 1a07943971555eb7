"""Values of a kept descent, read as carefully as a lesson: each is what it should be, or there is a ValueError."""

from __future__ import annotations

import math
from typing import Any

from tutor.lesson import yamlnodes as y
from tutor.lesson.kinds import At, Bad, Kind
from tutor.scenes._descend_runs import LETTERS

NOWHERE = y.Place(1, 1)


def read(kind: Kind, value: Any) -> Any:
    """By a reader of lessons; ValueError with its fault."""
    faults: list[Any] = []
    found = kind.read(node(value), At(faults))
    if isinstance(found, Bad):
        raise ValueError(faults[0].what)
    return found


def node(value: Any, depth: int = 0) -> y.YamlNode:
    """A value of JSON as the readers of lessons take it."""
    if depth > 3:
        raise ValueError("too deep")
    match value:
        case dict():
            pairs = tuple((y.Scalar(str(name), NOWHERE), node(each, depth + 1)) for name, each in value.items())
            return y.Mapping(pairs, NOWHERE)
        case list():
            return y.Sequence(tuple(node(each, depth + 1) for each in value), NOWHERE)
        case bool():
            return y.Scalar("true" if value else "false", NOWHERE)
        case int() | float():
            return y.Scalar(repr(value), NOWHERE)
        case str():
            return y.Scalar(value, NOWHERE)
    raise ValueError("no value of a lesson")


def few(value: Any, most: int) -> list[Any]:
    """A list of 1 to `most` things."""
    if not isinstance(value, list) or not 1 <= len(value) <= most:
        raise ValueError("no such list")
    return value


def whole(value: Any, most: int) -> int:
    """A whole number from 0 to `most`."""
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= most:
        raise ValueError("no such number")
    return value


def number(value: Any) -> float:
    """A finite number."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise ValueError("no number")
    return float(value)


def letter_of(value: Any) -> str:
    if not (isinstance(value, str) and len(value) == 1 and value in LETTERS):
        raise ValueError("no letter of a run")
    return value
