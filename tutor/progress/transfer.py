"""A learner's progress as one JSON document, to be carried to another machine or handed to a teacher.

The document says what it is, and a checksum over all of it says that it is whole: it finds a file that was cut short
or altered, by accident or by hand. It is no secret and no proof of who wrote it. What is read may come from anywhere:
its size, its depth and each of its values are bounded, and whatever is wrong with it is a sentence.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO, NoReturn

from tutor.messages import N_, tr
from tutor.progress import uids
from tutor.progress.kept import KEYS, Kept, Learner, Row, Table
from tutor.progress.records import COLUMNS, LONGEST, Value
from tutor.progress.schema import MOST, latest

FORMAT = "calc-tutor progress"
LARGEST = 64 << 20  # bytes: many years of many answers a day
MOST_PARTS = 4_000_000  # values that a document may hold, near enough
NO_EXPORT = N_("it is no export of calc-tutor; `calc-tutor export FILE` makes one")
MOST_VARIANTS = 200_000  # of all questions together
LONGEST_NAME = 80
_FAR = 2**31
_UID = re.compile(r"[0-9a-f]{32}")
_UNSEEN = {code: None for code in (*range(32), *range(127, 160)) if chr(code) not in "\n\t"}


class NotAnExport(Exception):
    """A document that cannot be taken; why, in a sentence without the file's name."""


def written(kept: Kept, made_at: datetime) -> str:
    """The document: an object of JSON, a row a line, its keys always in the same order."""
    head = {
        "format": FORMAT,
        "version": latest(),
        "learner": {"id": kept.learner.id, "name": kept.learner.name},
        "made_at": made_at.astimezone(UTC).isoformat(timespec="seconds"),
    }
    tables: dict[str, list[dict[str, Any]]] = {name: _objects(name, kept.table(name)) for name in KEYS}
    parts = [f" {json.dumps(key)}: {json.dumps(value)}" for key, value in head.items()]
    for name, rows in tables.items():
        lines = ",\n".join("  " + json.dumps(row) for row in rows)
        parts.append(f" {json.dumps(name)}: [\n{lines}\n ]" if rows else f" {json.dumps(name)}: []")
    parts.append(f' "checksum": "{checksum({**head, **tables})}"')
    return "{\n" + ",\n".join(parts) + "\n}\n"


def checksum(document: dict[str, Any]) -> str:
    """Over the document without its own checksum, whatever its spaces and the order of its keys."""
    body = {key: value for key, value in document.items() if key != "checksum"}
    canonical = json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return "sha256:" + hashlib.sha256(canonical.encode("ascii")).hexdigest()


def _objects(name: str, table: Table) -> list[dict[str, Any]]:
    columns = COLUMNS[name].split(", ")
    keys = [key for key in sorted(table) if name != "answers" or _is_uid(key[0])]
    return [
        {column: _bounded(column, value) for column, value in zip(columns, table[key], strict=True)} for key in keys
    ]


def _bounded(column: str, value: Value) -> Value:
    """A number that a damaged byte made wild says nothing any more: what is exported can always be imported."""
    kind = _KINDS.get(column, _is_text)
    return value if kind(value) else None if kind(None) else 0


# --- reading ----------------------------------------------------------------------------------------------------------


def read(file: Path) -> Kept:
    """What a file holds. NotAnExport says why it cannot be taken, OSError why it cannot be read."""
    with file.open("rb") as source:
        return parsed(read_bounded(source))


def read_bounded(source: BinaryIO) -> bytes:
    """All of it; NotAnExport where there is more than any export has."""
    content = source.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise NotAnExport(tr("it is larger than {most} MB, more than any export of calc-tutor", most=LARGEST >> 20))
    return content


def parsed(content: bytes, *, own: bool = False) -> Kept:
    """A document read back, and held against its checksum. NotAnExport says what is wrong.

    What moves a cursor is taken out of its texts, but of one's `own` that never left the file.
    """
    try:
        return _kept(_document(content), _as_it_is if own else _seen)
    except RecursionError:  # hundreds of brackets in each other
        raise NotAnExport(tr(NO_EXPORT)) from None


def _kept(document: Any, clean: Callable[[str], str]) -> Kept:
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise NotAnExport(tr(NO_EXPORT))
    version = document.get("version")
    if type(version) is int and version > latest():
        raise NotAnExport(tr("it was made by a newer calc-tutor; update calc-tutor to read it"))
    if document.get("checksum") != checksum(document):
        raise NotAnExport(tr("it was altered since calc-tutor wrote it, or is not whole; export it again"))
    if type(version) is not int or version < 2:
        raise NotAnExport(tr("it has no version that calc-tutor knows"))
    learner = document.get("learner")
    if not isinstance(learner, dict):
        raise NotAnExport(tr("it does not say whose it is"))
    identity, name = learner.get("id"), learner.get("name")
    if not isinstance(identity, str) or not _UID.fullmatch(identity) or not _is_name(name):
        raise NotAnExport(tr("it does not say whose it is"))
    tables = {each: _table(each, document.get(each), clean) for each in KEYS}
    if sum(_variants(tables).values()) > MOST_VARIANTS:
        raise NotAnExport(tr("it tells of more variants of questions than anybody has seen"))
    return Kept(Learner(identity, clean(name)[:LONGEST_NAME] if name else None), **tables)


def _variants(tables: Mapping[str, Table]) -> dict[tuple[Any, Any], int]:
    """How many variants of each question were seen; a session has a place for each."""
    found: dict[tuple[Any, Any], int] = {}
    for name in ("answers", "questions"):
        lesson, question, variant = (COLUMNS[name].split(", ").index(of) for of in ("lesson", "question", "variant"))
        for row in tables[name].values():
            key, count = (row[lesson], row[question]), row[variant]
            found[key] = max(found.get(key, 0), count if isinstance(count, int) else 0)
    return found


def _document(content: bytes) -> Any:
    if sum(content.count(mark) for mark in (b"[", b"{", b",")) > MOST_PARTS:
        raise NotAnExport(tr("it has more parts than any export of calc-tutor"))
    try:
        return json.loads(content.decode("utf-8-sig"), parse_float=_no_number, parse_constant=_no_number)
    except NotAnExport:
        raise
    except json.JSONDecodeError as fault:
        where = tr("line {line}, column {column}", line=fault.lineno, column=fault.colno)
        raise NotAnExport(
            tr("it is no JSON from {where} on: it was cut short, or is no export of calc-tutor", where=where)
        ) from None
    except ValueError:  # no UTF-8, or a number of thousands of digits
        raise NotAnExport(tr(NO_EXPORT)) from None


def _no_number(text: str) -> NoReturn:
    raise NotAnExport(
        tr("it is no export of calc-tutor: it says {text} where only whole numbers stand", text=text[:20])
    )


def _table(name: str, rows: Any, clean: Callable[[str], str]) -> dict[tuple[str, ...], Row]:
    columns, size = COLUMNS[name].split(", "), KEYS[name]
    if not isinstance(rows, list):
        raise NotAnExport(tr("its {name} are no list", name=name))
    found: dict[tuple[str, ...], Row] = {}
    for place, each in enumerate(rows, 1):
        if not isinstance(each, dict):
            raise NotAnExport(tr("entry {place} of its {name} is not as calc-tutor writes it", place=place, name=name))
        row: list[Any] = []
        for column in columns:
            value = each.get(column)
            if not _KINDS.get(column, _is_text)(value):
                raise NotAnExport(
                    tr(
                        "'{column}' in entry {place} of its {name} is not as calc-tutor writes it",
                        column=column,
                        place=place,
                        name=name,
                    )
                )
            row.append(clean(value) if isinstance(value, str) else value)
        key = tuple(row[:size])
        if key in found:
            raise NotAnExport(tr("entry {place} of its {name} is there twice", place=place, name=name))
        found[key] = tuple(row)
    return found


def _as_it_is(text: str) -> str:
    return text


def _seen(text: str) -> str:
    """Text without what moves a cursor or changes a colour."""
    return text.translate(_UNSEEN)


# --- what each value may be -------------------------------------------------------------------------------------------


def _is_text(value: Any) -> bool:
    if not isinstance(value, str):
        return False
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:  # half a surrogate pair
        return False
    return True


def _is_name(value: Any) -> bool:
    return value is None or _is_text(value)


def _between(low: int, high: int) -> Callable[[Any], bool]:
    return lambda value: type(value) is int and low <= value <= high


def _or_nothing(kind: Callable[[Any], bool]) -> Callable[[Any], bool]:
    return lambda value: value is None or kind(value)


def _is_uid(value: Any) -> bool:
    return isinstance(value, str) and _UID.fullmatch(value) is not None and uids.stamp_in(value) <= uids.LAST


_FEW, _FLAG = _between(0, MOST), _between(0, 1)
_KINDS: dict[str, Callable[[Any], bool]] = {
    "uid": _is_uid,
    "variant": _FEW,
    "hints": _FEW,
    "position": _between(0, _FAR),
    "furthest": _between(0, _FAR),
    "visit": _between(0, uids.LAST),
    "after": _or_nothing(_between(-_FAR, _FAR)),
    "seconds": _or_nothing(_between(0, LONGEST)),
    "finished": _FLAG,
    "revealed": _FLAG,
    "worked": _FLAG,
    "mistake": _is_name,
    "spot": _is_name,
    "understood": _is_name,
    "anchor": _is_name,
}
