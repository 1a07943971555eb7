"""The data sets of a lesson's header: rows given, generated, transformed or read from a CSV file.

    seed: {X: [[1, 1], [1, 2]], y: [2, 2.5]}                     wave: {n: 200, bias: true, x: "i/200", y: "1 + 2*x"}
    scaled: {from: seed, transform: standardise}                 houses: {csv: houses.csv, target: price, bias: true}

Every number of a `DataSet` is finite and every row as long as the others.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tutor.lesson import yamlnodes as yn
from tutor.lesson.csvfile import CsvTrouble, read_csv
from tutor.lesson.kinds import (
    BAD,
    At,
    Bad,
    Expression,
    ListOf,
    OneOf,
    Quantity,
    Struct,
    Text,
    Truth,
    Whole,
    close_to,
    setting,
)
from tutor.lesson.losses import DataSet
from tutor.messages import N_, tr
from tutor.numeric import scalar
from tutor.tree import Node

MAX_ROWS = 20_000
MAX_COLUMNS = 100
NAME = Text(
    most=40, pattern=r"[A-Za-z_]\w*(?:-\w+)*", like=N_("the name of a data set is a word, such as seed or houses")
)
COLUMN = Text(most=80)


@dataclass(frozen=True, slots=True)
class Given:
    """Rows and targets written out."""

    X: tuple[tuple[float, ...], ...] = setting(
        ListOf(ListOf(Quantity(), most=MAX_COLUMNS, or_one=True), most=MAX_ROWS),
        N_("the rows: [[1, 1], [1, 2]]; write the column of ones where one is meant, or bias: true"),
    )
    y: tuple[float, ...] = setting(ListOf(Quantity(), most=MAX_ROWS), N_("the targets, one a row"))
    bias: bool = setting(Truth(), N_("true puts a column of ones first"), False)

    def checked(self, node: yn.YamlNode, at: At) -> Given | Bad:
        width = len(self.X[0])
        for i, row in enumerate(self.X, 1):
            if len(row) != width:
                return at.fault(
                    node,
                    tr(
                        "row {i} of X has {numbers} numbers and the first row {width}; rows are equally long",
                        i=i,
                        numbers=len(row),
                        width=width,
                    ),
                )
        if len(self.y) != len(self.X):
            return at.fault(
                node,
                tr(
                    "y has {numbers} numbers for {rows} rows of X; each row needs one",
                    numbers=len(self.y),
                    rows=len(self.X),
                ),
            )
        if self.bias and all(row[0] == 1 for row in self.X):
            return at.fault(node, tr("X has its column of ones already: remove bias, or the column"))
        return self


@dataclass(frozen=True, slots=True)
class Derived:
    """Another data set, its columns shifted to mean 0 (center) and divided by their spread (standardise)."""

    source: str = setting(Text(most=40), N_("the data set it is made of, written above it"), name="from")
    transform: str = setting(
        OneOf(("center", "standardise"), {"centre": "center", "standardize": "standardise"}),
        N_(
            "center: each column less its mean; standardise: also divided by its standard deviation (of the rows, "
            "ddof 0)"
        ),
    )


@dataclass(frozen=True, slots=True)
class Generated:
    """n rows computed from their number i = 0, 1, ..., n - 1."""

    n: int = setting(Whole(1, MAX_ROWS), N_("how many rows"))
    x: Node = setting(Expression(("i",)), N_("the feature, from the row's number i"))
    y: Node = setting(Expression(("x", "i")), N_("the target, from x and i"))
    bias: bool = setting(Truth(), N_("true puts a column of ones first"), False)


@dataclass(frozen=True, slots=True)
class FromCsv:
    """A CSV file beside the lesson; its first row names the columns."""

    csv: str = setting(Text(most=200), N_("the file, beside the lesson or in a folder below it"))
    target: str = setting(COLUMN, N_("the column that is predicted"))
    bias: bool = setting(Truth(), N_("true puts a column of ones first"), False)
    columns: tuple[str, ...] = setting(
        ListOf(COLUMN, most=MAX_COLUMNS, or_one=True),
        N_("the columns that predict; all others where it is left out"),
        (),
    )


WAYS: dict[str, Struct] = {
    "from": Struct(Derived),
    "csv": Struct(FromCsv),
    "n": Struct(Generated),
    "X": Struct(Given),
}  # the name that tells which way it is


def schema() -> dict[str, Any]:
    return {
        "type": "object",
        "propertyNames": {"pattern": NAME.schema()["pattern"]},
        "additionalProperties": {"anyOf": [way.schema() for way in WAYS.values()]},
    }


def read_data(node: yn.YamlNode | None, at: At, folder: Path) -> dict[str, DataSet | Bad]:
    """Each data set by name; BAD where its faults were told. `folder` is the lesson's own."""
    if node is None:
        return {}
    if not isinstance(node, yn.Mapping):
        at.fault(
            node,
            tr("{written} stands where data sets are needed: {{seed: {{X: ..., y: ...}}}}", written=yn.describe(node)),
        )
        return {}
    read: dict[str, DataSet | Bad] = {}
    for key, value in node.pairs:
        inner = at.inside(key.text[:40])
        if not isinstance(NAME.read(key, inner), Bad):
            read[key.text] = _read_set(key.text, value, inner, read, folder)
    return read


def _read_set(name: str, node: yn.YamlNode, at: At, above: Mapping[str, DataSet | Bad], folder: Path) -> DataSet | Bad:
    if not isinstance(node, yn.Mapping):
        return at.fault(
            node,
            tr(
                "{written} stands where a data set is needed: {{X: [[1, 1], [1, 2]], y: [2, 3]}}",
                written=yn.describe(node),
            ),
        )
    way = next((struct for word, struct in WAYS.items() if node.get(word) is not None), WAYS["X"])
    # A generated set has symbols of its own: the lesson's would only hide a slip.
    settings = way.read(node, At(at.faults, at.path) if way is WAYS["n"] else at)
    match settings:
        case Given():
            rows = tuple((1.0, *row) for row in settings.X) if settings.bias else settings.X
            return _finite(DataSet(name, rows, settings.y), node, at)
        case Derived():
            return _derive(name, settings, node, at, above)
        case Generated():
            return _generate(name, settings, node, at)
        case FromCsv():
            return _from_csv(name, settings, node, at, folder)
    return BAD


def _finite(data: DataSet, node: yn.YamlNode, at: At) -> DataSet | Bad:
    for i, row in enumerate(data.X, 1):
        if not all(map(math.isfinite, (*row, data.y[i - 1]))):
            return at.fault(node, tr("row {i} has a value that is not finite", i=i))
    return data


def _derive(
    name: str, settings: Derived, node: yn.Mapping, at: At, above: Mapping[str, DataSet | Bad]
) -> DataSet | Bad:
    if settings.source not in above:
        known = ", ".join(above) or tr("none stands above it")
        what = tr(
            "there is no data set '{source}' above{meant}; known: {known}",
            source=settings.source,
            meant=close_to(settings.source, above),
            known=known,
        )
        return at.inside("from").fault(node.get("from") or node, what)
    source = above[settings.source]
    if isinstance(source, Bad):
        return BAD
    columns = list(zip(*source.X, strict=True))
    for i, column in enumerate(columns):
        if source.bias and i == 0:
            continue
        mean = math.fsum(column) / len(column)
        shifted = tuple(each - mean for each in column)
        spread = math.sqrt(math.fsum(each * each for each in shifted) / len(column))
        if not spread > 1e-12 * max(map(abs, column)):
            label = source.columns[i] if source.columns else f"{i + 1}"
            return at.fault(
                node,
                tr(
                    "column {label} of '{source}' is constant: nothing is left to {transform}",
                    label=label,
                    source=settings.source,
                    transform=settings.transform,
                ),
            )
        columns[i] = shifted if settings.transform == "center" else tuple(each / spread for each in shifted)
    return _finite(DataSet(name, tuple(zip(*columns, strict=True)), source.y, source.columns), node, at)


def _generate(name: str, settings: Generated, node: yn.Mapping, at: At) -> DataSet | Bad:
    feature, target = scalar(settings.x, ("i",)), scalar(settings.y, ("x", "i"))
    rows, targets = [], []
    for i in range(settings.n):
        x = feature((float(i),))
        wanted = target((x, float(i)))
        for value, which in ((x, "x"), (wanted, "y")):
            if not math.isfinite(value):
                return at.inside(which).fault(
                    node.get(which) or node, tr("{which} has no finite value at i = {i}", which=which, i=i)
                )
        rows.append((1.0, x) if settings.bias else (x,))
        targets.append(wanted)
    return DataSet(name, tuple(rows), tuple(targets), ("1", "x") if settings.bias else ("x",))


def _from_csv(name: str, settings: FromCsv, node: yn.Mapping, at: At, folder: Path) -> DataSet | Bad:
    where = at.inside("csv")
    place = node.get("csv") or node
    try:
        columns, rows, targets = read_csv(folder, settings.csv, settings.target, settings.columns)
    except CsvTrouble as trouble:
        for what in trouble.faults:
            where.fault(place, what)
        return BAD
    if settings.bias:
        columns, rows = ("1", *columns), tuple((1.0, *row) for row in rows)
    return DataSet(name, rows, targets, columns)
