"""Numbers from a CSV file that a lesson names: bounded, inside the lesson's folder, faults with the CSV's lines."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from tutor.lesson.faults import close_to
from tutor.lesson.parse import Parsed, read_text
from tutor.messages import plural, tr

MAX_BYTES = 5_000_000
MAX_ROWS = 20_000
MAX_COLUMNS = 100
MAX_FAULTS = 5
Rows = tuple[tuple[float, ...], ...]


class Reader(Protocol):
    """What `csv.reader` gives: the cells of each row, and the line of the file it has reached."""

    line_num: int

    def __iter__(self) -> Iterator[list[str]]: ...


class CsvTrouble(Exception):
    """The file cannot be used; `faults` are the sentences that say why, a few at most."""

    def __init__(self, *faults: str) -> None:
        self.faults = faults
        super().__init__(*faults)


def read_csv(
    folder: Path, name: str, target: str, chosen: tuple[str, ...] = ()
) -> tuple[tuple[str, ...], Rows, tuple[float, ...]]:
    """The names of the columns, their rows, and the target's values; raises `CsvTrouble`."""
    path = _inside(folder, name)
    text = read_text(path, most=MAX_BYTES)
    if isinstance(text, Parsed):
        raise CsvTrouble(f"{name}: {text.faults[0].what}")
    reader = csv.reader(text.splitlines(keepends=True), skipinitialspace=True)
    try:
        heading = [column.strip() for column in next(reader, [])]
        columns = _columns(name, heading, target, chosen)
        return _rows(name, reader, heading, columns, target)
    except csv.Error as problem:
        raise CsvTrouble(
            tr("{name}:{line}: this is not CSV: {problem}", name=name, line=reader.line_num, problem=problem)
        ) from None


def _inside(folder: Path, name: str) -> Path:
    base = folder.resolve()
    try:
        path = (base / name).resolve()
    except (OSError, ValueError, RuntimeError):
        raise CsvTrouble(tr("'{name}' is no file's name", name=name)) from None
    if not path.is_relative_to(base):
        raise CsvTrouble(tr("{name} lies outside the lesson's folder; put the file beside the lesson", name=name))
    return path


def _columns(name: str, heading: list[str], target: str, chosen: tuple[str, ...]) -> tuple[str, ...]:
    if not any(heading):
        raise CsvTrouble(tr("{name}:1: the first line must name the columns", name=name))
    if len(heading) == 1 and (other := next((mark for mark in ";\t|" if mark in heading[0]), None)):
        called = tr("tabs") if other == "\t" else f"'{other}'"
        raise CsvTrouble(
            tr(
                "{name}:1: the columns stand between {called} here; save the file with commas between them",
                name=name,
                called=called,
            )
        )
    hidden = next((column for column in heading if not column.isprintable()), None)
    if hidden is not None:
        raise CsvTrouble(
            tr(
                "{name}:1: a column's name has a character that nobody can see: {hidden!a:.60}; remove it",
                name=name,
                hidden=hidden,
            )
        )
    twice = next((column for column in heading if heading.count(column) > 1), None)
    if twice is not None:
        raise CsvTrouble(
            tr("{name}:1: two columns are called '{twice}'; give each its own name", name=name, twice=twice)
        )
    for column in (target, *chosen):
        if column not in heading:
            known = ", ".join(heading[:20])
            raise CsvTrouble(
                tr(
                    "{name}:1: there is no column '{column}'{meant}; known: {known}",
                    name=name,
                    column=column,
                    meant=close_to(column, heading),
                    known=known,
                )
            )
    columns = chosen or tuple(column for column in heading if column != target)
    if not columns:
        raise CsvTrouble(
            tr("{name}:1: there is no column beside '{target}'; a feature is needed", name=name, target=target)
        )
    if len(columns) > MAX_COLUMNS:
        raise CsvTrouble(
            plural(
                len(columns),
                "{name}:1: there is {count} column; {most} at most are read: choose with `columns`",
                "{name}:1: there are {count} columns; {most} at most are read: choose with `columns`",
                name=name,
                most=MAX_COLUMNS,
            )
        )
    return columns


def _rows(
    name: str, reader: Reader, heading: list[str], columns: tuple[str, ...], target: str
) -> tuple[tuple[str, ...], Rows, tuple[float, ...]]:
    places = [heading.index(column) for column in (*columns, target)]
    rows: list[tuple[float, ...]] = []
    faults: list[str] = []
    for cells in reader:
        if not any(cell.strip() for cell in cells):
            continue
        where = f"{name}:{reader.line_num}"
        if len(cells) != len(heading):
            faults.append(
                tr(
                    "{where}: this line has {values} values for {columns} columns",
                    where=where,
                    values=len(cells),
                    columns=len(heading),
                )
            )
        else:
            rows.append(tuple(_number(cells[i], where, heading[i], faults) for i in places))
        if len(faults) >= MAX_FAULTS:
            raise CsvTrouble(*faults[:MAX_FAULTS])
        if len(rows) > MAX_ROWS:
            raise CsvTrouble(
                tr("{where}: there are more than {most:,} rows; shorten the file", where=where, most=MAX_ROWS)
            )
    if faults:
        raise CsvTrouble(*faults)
    if not rows:
        raise CsvTrouble(tr("{name}: there are no rows below the names of the columns", name=name))
    return columns, tuple(row[:-1] for row in rows), tuple(row[-1] for row in rows)


def _number(cell: str, where: str, column: str, faults: list[str]) -> float:
    text = cell.strip()
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        shown = "".join(c if c.isprintable() else "?" for c in text[:40])
        what = (
            tr("'{shown}' in column '{column}' is not a number", shown=shown, column=column)
            if text
            else tr("column '{column}' has no value", column=column)
        )
        faults.append(f"{where}: {what}")
    return value
