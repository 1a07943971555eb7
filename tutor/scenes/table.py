"""The scene `table`: a small table of expressions whose rows are revealed one by one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from tutor.lesson import yamlnodes as y
from tutor.lesson.kinds import (
    BAD,
    At,
    Bad,
    Exact,
    Expression,
    FirstOf,
    ListOf,
    MapOf,
    OneOf,
    OwnKind,
    Text,
    Truth,
    Whole,
    setting,
)
from tutor.lesson.vary import whole_numbers
from tutor.messages import N_, tr
from tutor.scenes._table_state import TableScene, prove, request, scene
from tutor.scenes._table_told import act, acts, told
from tutor.tree import Neg, Node, Num, Sym

__all__ = ["Column", "Settings", "TableScene", "act", "acts", "prove", "request", "scene", "told"]

NAME_OF_VARIABLE = Text(
    most=20, pattern=r"[A-Za-z][A-Za-z0-9_]*", like=N_("a variable is a letter or a short name, such as h")
)


@dataclass(frozen=True, slots=True)
class Column:
    """A column: what is computed, and the heading above it."""

    value: Node
    heading: str | None = None


MAX_ROWS = 60
_VALUES = ListOf(Exact(), most=MAX_ROWS, or_one=True)


def _read_values(node: y.YamlNode, at: At) -> Any:
    """`[1, 0.1]`, a single value, or a range `1..5`."""
    ranged = whole_numbers(node, at, MAX_ROWS)
    if ranged is None or isinstance(ranged, Bad):
        return _VALUES.read(node, at) if ranged is None else BAD
    return tuple(Num(Fraction(each)) if each >= 0 else Neg(Num(Fraction(-each))) for each in ranged)


def _read_columns(node: y.YamlNode, at: At) -> Any:
    """`[expr, ...]`, `[{heading: expr}, ...]` or `{heading: expr, ...}`."""
    expression = Expression()
    if isinstance(node, y.Mapping):
        read = [_column(expression.read(value, at.inside(key.text)), key.text) for key, value in node.pairs]
    elif isinstance(node, y.Sequence) and node.items:
        read = []
        for i, item in enumerate(node.items):
            inner = at.inside(i)
            if isinstance(item, y.Mapping) and len(item.pairs) == 1:
                key, value = item.pairs[0]
                read.append(_column(expression.read(value, inner), key.text))
            elif isinstance(item, y.Mapping):
                return inner.fault(item, tr("a column with a heading is written {heading: expression}, as {slope: 2x}"))
            else:
                read.append(_column(expression.read(item, inner)))
    elif isinstance(node, y.Scalar) and not node.missing:
        read = [_column(expression.read(node, at))]
    else:
        return at.fault(
            node,
            tr(
                "{given} stands where columns are needed: [first, second] or {{heading: expression}}",
                given=y.describe(node),
            ),
        )
    if not 1 <= len(read) <= 6:
        return at.fault(node, tr("there are {count} columns; 1 to 6 fit on a screen", count=len(read)))
    columns = tuple(column for column in read if column is not None)
    return columns if len(columns) == len(read) else BAD


def _column(value: Node | Bad, heading: str | None = None) -> Column | None:
    """None where the fault of its expression was told."""
    return None if isinstance(value, Bad) else Column(value, heading)


_EXPRESSION = Expression().schema()
_NAMED = {"type": "object", "minProperties": 1, "additionalProperties": _EXPRESSION}
_COLUMNS_SCHEMA = {
    "anyOf": [
        {
            "type": "array",
            "minItems": 1,
            "maxItems": 6,
            "items": {"anyOf": [_EXPRESSION, {**_NAMED, "maxProperties": 1}]},
        },
        {**_NAMED, "maxProperties": 6},
        _EXPRESSION,
    ]
}


@dataclass(frozen=True, slots=True)
class Settings:
    """A table: every row takes the next value of each variable; the columns are computed from them."""

    vars: dict[str, tuple[Node, ...]] = setting(
        MapOf(OwnKind(_read_values, {"anyOf": [_VALUES.schema()]}), NAME_OF_VARIABLE, most=4),
        N_('each variable and its values, one a row: {h: [1, 0.1]}, or a range: {n: "1..5"}'),
    )
    columns: tuple[Column, ...] = setting(
        OwnKind(_read_columns, _COLUMNS_SCHEMA), N_("the expressions computed in every row")
    )
    reveal: bool | int | str = setting(
        FirstOf(
            (Truth(), Whole(0, 60), OneOf(("rows", "all"), {"row": "rows"})),
            N_("true, false, rows, all or how many rows stand there at first"),
        ),
        N_("rows appear one by one (true, rows), all at once (false, all), or so many at first"),
        True,
    )

    @classmethod
    def names_below(cls, node: y.Mapping) -> tuple[str, ...]:
        """The variables, which the columns may use beside the lesson's symbols."""
        variables = node.get("vars")
        if isinstance(variables, y.Sequence):  # a slip that is told at `vars`; the columns are not to blame
            return tuple(item.text for item in variables.items if isinstance(item, y.Scalar))
        return variables.keys() if isinstance(variables, y.Mapping) else ()

    def checked(self, node: y.YamlNode, at: At) -> Settings | Bad:
        lengths = {name: len(values) for name, values in self.vars.items()}
        if len(set(lengths.values())) > 1:
            shown = ", ".join(tr("{name} has {count}", name=name, count=count) for name, count in lengths.items())
            return at.fault(node, tr("every variable needs as many values as the others: {counts}", counts=shown))
        used = frozenset().union(*(column.value.symbols() for column in self.columns))
        unknown = sorted(used - set(self.vars))
        if unknown:
            return at.fault(
                node, tr("the columns use {names}, to which vars gives no values", names=", ".join(unknown))
            )
        # The variables stand before the columns anyway: one that is listed as well is not shown twice.
        more = tuple(c for c in self.columns if c.heading is not None or not isinstance(c.value, Sym))
        return replace(self, columns=more or self.columns)
