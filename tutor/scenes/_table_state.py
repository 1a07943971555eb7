"""What is true of a table: its rows, how many are revealed, and the loop that prints them."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING

from tutor.ascii import plain
from tutor.messages import tr
from tutor.numeric import value
from tutor.scenes._numbers import as_float, exact, shown
from tutor.scenes._python import code, math_needs, program, python_names
from tutor.scenes._scene import Request
from tutor.tree import Node
from tutor.typeset import line, symbol

if TYPE_CHECKING:
    from tutor.scenes.table import Settings


def request(settings: Settings) -> Request | None:
    """Nothing must be worked out before."""
    return None


def scene(settings: Settings, found: None = None) -> TableScene:
    return TableScene(settings, found)


class TableScene:
    """A table on the screen; `revealed` rows of `total` stand there."""

    def __init__(self, settings: Settings, found: None = None) -> None:
        self.settings = settings
        self._numbers = [_computed(settings, row) for row in range(self.total)]
        match settings.reveal:
            case False | "all":
                self.revealed = self.total
            case True | "rows":
                self.revealed = min(1, self.total)
            case count:
                self.revealed = min(int(count), self.total)

    @property
    def total(self) -> int:
        """How many rows there are."""
        return max(map(len, self.settings.vars.values()), default=1)

    @property
    def complete(self) -> bool:
        return self.revealed == self.total

    def reveal_next(self) -> bool:
        """Shows one more row; False when all are there."""
        if self.complete:
            return False
        self.revealed += 1
        return True

    def reveal_all(self) -> None:
        self.revealed = self.total

    def hide_last(self) -> bool:
        """Takes the last row away again; False when none is left."""
        if not self.revealed:
            return False
        self.revealed -= 1
        return True

    def headings(self, ascii: bool = False) -> list[str]:
        """Above each column: the variables, then the columns (the teacher's heading, else the expression)."""
        variables = [symbol(name, ascii=ascii) for name in self.settings.vars]
        return variables + [
            line(column.value, ascii=ascii)
            if column.heading is None
            else (plain(column.heading) if ascii else column.heading)
            for column in self.settings.columns
        ]

    def rows(self, ascii: bool = False, *, every: bool = False) -> list[list[str]]:
        """The rows revealed (or every row), top to bottom; as many cells each as there are headings."""
        count = self.total if every else self.revealed
        return [[shown(number, ascii) for number in row] for row in self._numbers[:count]]

    def table(self, ascii: bool = False) -> list[list[str]]:
        """The headings, and below them the rows."""
        return [self.headings(ascii), *self.rows(ascii)]

    def sentence(self, ascii: bool = False) -> str:
        """`row 2 of 5: h = 0.1, 2 + h = 2.1`."""
        if not self.revealed:
            return tr("a table of {total} rows, none of them revealed yet", total=self.total)
        numbers = zip(self.headings(ascii), self._numbers[self.revealed - 1], strict=True)
        cells = ", ".join(
            f"{heading} = {shown(number, ascii)}" if _finite([number]) else tr("{name} has no value", name=heading)
            for heading, number in numbers
        )
        return tr("row {row} of {total}: {cells}", row=self.revealed, total=self.total, cells=cells)

    def program(self) -> str:
        """A loop over the rows revealed (the first where none is), which prints one line each."""
        variables = self.settings.vars
        rows = [row for row in range(max(1, self.revealed)) if _finite(self._numbers[row])]
        names = python_names(variables)
        columns = [column.value for column in self.settings.columns]
        needs = math_needs([*columns, *(node for nodes in variables.values() for node in nodes)])
        lists = [f"[{', '.join(code(nodes[row], {}) for row in rows)}]" for nodes in variables.values()]
        over = lists[0] if len(lists) == 1 else f"zip({', '.join(lists)})"
        cells = [*names.values(), *(code(node, names) for node in columns)]
        printed = ", ".join(f'f"{{{cell}:.10g}}"' for cell in cells)
        loop = [f"for {', '.join(names.values())} in {over}:", f"    print({printed})"]
        return program(needs, loop)


def _finite(row: list[Fraction | float]) -> bool:
    return all(abs(as_float(number)) < float("inf") for number in row)


def _computed(settings: Settings, row: int) -> list[Fraction | float]:
    """The variables and the columns of one row, exact where they can be."""
    values = {name: _number(nodes[row], {}) for name, nodes in settings.vars.items()}
    return [*values.values(), *(_number(column.value, values) for column in settings.columns)]


def _number(node: Node, values: Mapping[str, Fraction | float]) -> Fraction | float:
    fractions = {name: number for name, number in values.items() if isinstance(number, Fraction)}
    found = exact(node, fractions) if node.symbols() <= fractions.keys() else None
    if found is not None:
        return found
    return value(node, **{name: as_float(number) for name, number in values.items()})


def prove(settings: Settings, found: None = None) -> tuple[str, ...]:
    """A sentence for each column that has no value in any row; where some have one, the gap may be the point."""
    table = TableScene(settings)
    faults = []
    for place, heading in enumerate(table.headings()):
        if not any(_finite([numbers[place]]) for numbers in table._numbers):
            faults.append(
                tr(
                    "{column} has no value in any row; change the column, or the values of its variables",
                    column=heading,
                )
            )
    return tuple(faults)
