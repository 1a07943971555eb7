"""The panes of a descent that are only words and numbers: the race as a table, and how the loss bends here."""

from __future__ import annotations

from typing import Any

from rich.cells import cell_len
from textual.content import Content

from tutor.drawing.picture import Role, Row
from tutor.messages import tr
from tutor.ui.panes.borders import Box, that_fits
from tutor.ui.panes.descend_theta import runs_that_fit

GAP = "  "
LEAST_NAME = 8  # cells of the name of a run


def draw_race(scene: Any, box: Box, drawing: Any, ascii: bool, locked: bool) -> None:
    """A row a run, as many columns as fit, a mark before the run in focus; under them who leads."""
    by = tr("gradients worked out") if scene.align == "evaluations" else tr("steps")
    width, height = drawing.size
    rows = scene.race_table(ascii)
    mark = ">" if ascii else "▸"
    table = [[("", mark)[place - 1 == scene.focus].ljust(1) + row[0], *row[1:]] for place, row in enumerate(rows)]
    every = aligned(_names_cut(table, width, "..." if ascii else "…"), width, scene.focus)
    lines, hidden = runs_that_fit(every, height, scene.focus)
    told = [
        tr("race by {what} (n: next, x: drop, a: align)", what=by),
        tr("race by {what} (a: align)", what=by),
        tr("race by {what}", what=by),
        tr("race"),
    ]
    if hidden:
        told = [
            tr("race by {what}, {hidden} more (z: large)", what=by, hidden=hidden),
            tr("race, {hidden} more (z: large)", hidden=hidden),
            tr("{hidden} more: z", hidden=hidden),
        ]
    box.tell(title=that_fits(box, *told))
    said = [line.plain for line in Content(scene.leader(ascii)).wrap(max(1, width))]
    room = max(0, height - len(lines) - 1)
    drawing.set_rows([*lines, *([()] if room else []), *(((line, ""),) for line in said[:room])])


def _names_cut(table: list[list[str]], width: int, mark: str) -> list[list[str]]:
    """The same with long names cut, where the loss and the steps would else have no room."""
    others = sum(max(cell_len(row[place]) for row in table) + len(GAP) for place in (0, 2, 3))
    room = max(LEAST_NAME, width - others)
    return [[row[0], _cut(row[1], room, mark), *row[2:]] for row in table]


def _cut(name: str, room: int, mark: str) -> str:
    return name if cell_len(name) <= room else name[: room - len(mark)].rstrip() + mark


def aligned(table: list[list[str]], width: int, focus: int | None = None) -> list[Row]:
    """A table, its headings first, as rows: the columns that fit, the first two from the left."""
    columns = _that_fit(table, width)
    widths = [max(cell_len(row[i]) for row in table) for i in columns]
    return [
        (
            (
                GAP.join(_set(row[i], wide, left=i < 2) for i, wide in zip(columns, widths, strict=True)),
                _role(place, focus),
            ),
        )
        for place, row in enumerate(table)
    ]


def _role(place: int, focus: int | None) -> str:
    return (Role.AXIS if place == 0 else Role.PATH if focus is not None and place - 1 == focus else Role.PLAIN).value


def _set(cell: str, width: int, *, left: bool) -> str:
    blanks = " " * (width - cell_len(cell))
    return cell + blanks if left else blanks + cell


def _that_fit(table: list[list[str]], width: int) -> list[int]:
    """Which columns have room: of the first, the letter, all; the others as they come."""
    columns: list[int] = []
    used = 0
    for place in range(len(table[0])):
        needs = max(cell_len(row[place]) for row in table) + (len(GAP) if columns else 0)
        if used + needs <= width or not columns:
            columns.append(place)
            used += needs
    return columns


def draw_curvature(scene: Any, box: Box, drawing: Any, ascii: bool, locked: bool) -> None:
    """What it is and its number, row by row; a long number below its words."""
    box.tell(title=that_fits(box, tr("curvature here (v: away)"), tr("curvature (v)"), tr("curvature")))
    width, height = drawing.size
    if locked:
        drawing.set_rows(())
        return
    rows = scene.curvature_rows(ascii)
    wide = max((cell_len(name) for name, _ in rows), default=0)
    lines: list[Row] = []
    for name, value in rows:
        if wide + len(GAP) + max(cell_len(each) for _, each in rows) <= width:
            lines.append(((name.ljust(wide) + GAP, Role.AXIS.value), (value, "")))
        elif cell_len(name) + len(GAP) + cell_len(value) <= width:
            blanks = " " * (width - cell_len(name) - cell_len(value))
            lines.append(((name + blanks, Role.AXIS.value), (value, "")))
        else:
            wrapped = [line.plain for line in Content(value).wrap(max(1, width - 2))]
            lines += [((name, Role.AXIS.value),), *(((f"  {line}", ""),) for line in wrapped)]
    if len(lines) > height > 0:
        lines = [*lines[: height - 1], ((tr("... more: z, until this pane is large")[:width], Role.AXIS.value),)]
    drawing.set_rows(lines)
