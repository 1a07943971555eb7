"""Settings of a descent as YAML that the loader reads back to the same settings.

Numbers are written with every digit, texts always in quotes, data of up to 200 rows where they are used.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
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
MOST_IN_FILE = 20_000  # rows that a lesson reads
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")  # needs no quotes


def block(settings: Settings) -> str:
    """`- show: {descend: ...}`, a setting a line."""
    lines = ["- show:", "    descend:"]
    data = settings.loss.data if isinstance(settings.loss, Loss) else None
    if data is not None and not written_out(data):
        lines[:0] = _of_the_header(data)
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


def _of_the_header(data: DataSet) -> list[str]:
    """What the lesson that takes the step must say of its data."""
    if rows_to_write(data) is None:
        return [f"# The lesson's header must name the data '{data.name}'; there are more rows than a lesson may have."]
    name = flow(data.name)
    file = json.dumps(f"{data.name}-data.csv", ensure_ascii=False)
    return [
        "# The lesson's header must name the data. Take them home too (`w`: data for the lesson), beside the lesson:",
        f"# data: {{{name}: {{csv: {file}, target: {target_name(data)}}}}}",
    ]


def rows_to_write(data: DataSet) -> tuple[Any, Any] | None:
    """X and y of data that are too many for the step itself, and not for a lesson's CSV file: as the descent has
    them, standardised and with the column of ones."""
    if written_out(data):
        return None
    X, y = (data.X, data.y) if data.problem is None else (getattr(data.problem, name, None) for name in ("X", "y"))
    return None if X is None or y is None or len(y) > MOST_IN_FILE or len(X) != len(y) else (X, y)


def data_csv(data: DataSet) -> Iterator[str]:
    """The same as a CSV file that the loader of lessons reads back to the same numbers, a row a line."""
    rows = rows_to_write(data)
    if rows is None:
        return
    width = len(rows[0][0])
    heading = data.columns if len(set(data.columns)) == width else tuple(f"x{place}" for place in range(width))
    yield ",".join('"' + each.replace('"', '""') + '"' for each in (*heading, target_name(data))) + "\n"
    for row, value in zip(*rows, strict=True):
        yield ",".join(repr(float(each)) for each in (*row, value)) + "\n"


def target_name(data: DataSet) -> str:
    """What the column of the target is called: `y`, `y_` where a feature is called so ..."""
    name = "y"
    while name in data.columns:
        name += "_"
    return name


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
