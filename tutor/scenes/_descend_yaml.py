"""Settings of a descent as YAML that the loader reads back to the same settings.

Numbers are written with every digit, texts always in quotes, data of up to 200 rows where they are used.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import MISSING, fields
from typing import TYPE_CHECKING, Any

from tutor.descent.batches import Batches
from tutor.descent.schedules import Schedule
from tutor.expression import to_text
from tutor.lesson.losses import DataSet, Loss
from tutor.lesson.methods import MethodNamed, method_yaml, order_yaml, schedule_yaml
from tutor.tree import Node

if TYPE_CHECKING:
    from tutor.scenes.descend import Settings

MOST_ROWS = 200  # of data that are written out
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")  # needs no quotes


def block(settings: Settings) -> str:
    """`- show: {descend: ...}`, a setting a line."""
    lines = ["- show:", "    descend:"]
    data = settings.loss.data if isinstance(settings.loss, Loss) else None
    if data is not None and not written_out(data):
        lines.insert(0, f"# The lesson's header must name the data: data: {{{data.name}: {{csv: ..., target: ...}}}}")
    if settings.loss is None:
        lines.insert(0, f"# The lesson's header must have symbols: [{', '.join(settings.names)}]")
    for name, value in _said(settings).items():
        if name == "runs":
            lines.append("      runs:")
            lines += [f"        - {flow(run)}" for run in value]
        else:
            lines.append(f"      {name}: {flow(value)}")
    return "\n".join(lines) + "\n"


def written_out(data: DataSet) -> bool:
    """Are the rows few enough to stand in the step itself?"""
    return data.problem is None and len(data.y) <= MOST_ROWS


def _said(settings: Settings) -> dict[str, Any]:
    """What is not left to its default, by the names that a teacher writes."""
    said = _values(settings)
    said["start"] = list(settings.start or ())
    if len(settings.runs) == 1 and _plain(settings):
        said.pop("runs", None)
    return said


def _plain(settings: Settings) -> bool:
    """Is the one run no more than the settings say already?"""
    only = _values(settings.runs[0])
    return (
        only.keys() <= {"rate", "start"}
        and settings.runs[0].rate == settings.rate
        and settings.runs[0].start == settings.start
    )


def _values(made: Any) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for each in fields(made):
        value = getattr(made, each.name)
        if "kind" in each.metadata and (each.default is MISSING or value != each.default):
            found[each.metadata["name"] or each.name] = _plainly(each.name, value)
    return found


def _plainly(name: str, value: Any) -> Any:
    match value:
        case Loss():
            return {"data": _data(value.data), "model": value.model}
        case Node():
            return to_text(value)
        case MethodNamed():
            return method_yaml(value)
        case Schedule():
            return schedule_yaml(value)
        case Batches():
            return order_yaml(value)
        case tuple():
            return [_plainly(name, each) for each in value]
        case bool() | int() | float() | str():
            return "all" if name == "batch" and value == 0 else value
    return _values(value)


def _data(data: DataSet) -> Any:
    if not written_out(data):
        return data.name
    columns = {"columns": list(data.columns)} if data.columns else {}
    return {"name": data.name, "X": [list(row) for row in data.X], "y": list(data.y), **columns}


def flow(value: Any) -> str:
    """On one line, as YAML writes it."""
    match value:
        case Mapping():
            return "{" + ", ".join(f"{name}: {flow(each)}" for name, each in value.items()) + "}"
        case list() | tuple():
            return "[" + ", ".join(map(flow, value)) + "]"
        case str() if _WORD.fullmatch(value) and value.lower() != "null":
            return value
        case str():
            return json.dumps(value, ensure_ascii=False)
        case float():
            return repr(int(value)) if value == int(value) and abs(value) < 1e15 else repr(value)
    return str(value)
