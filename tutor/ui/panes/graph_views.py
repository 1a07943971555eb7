"""The rows of a computation graph: drawn from left to right where there is room, else as a list; paths below it."""

from __future__ import annotations

from typing import Any

from tutor.drawing.picture import Role, Row
from tutor.scenes._graph_drawing import Cell, Ink
from tutor.scenes._graph_picture import drawn
from tutor.scenes._graph_rows import label, path_table

MOST_PATHS = 6  # rows of them that a drawing leaves room for, at least
ROLES = {Ink.BLANK: Role.PLAIN, Ink.TEXT: Role.PLAIN, Ink.HERE: Role.POINT, Ink.WIRE: Role.AXIS, Ink.SLOPE: Role.LINE}


def rows_of(scene: Any, width: int, height: int, ascii: bool, bare: bool = False) -> list[Row]:
    """What fits of the graph in so many cells; under the drawing the paths, or the last steps as on paper. `bare`: the
    machines with their formulas and no number, while a prediction is to be made."""
    paths = _table(path_table(scene, ascii), scene.place - 1, width, ascii) if scene.mode == "paths" else []
    # as many rows for the paths as there are in the end: the drawing stands still while they come
    room = height - (1 + min(scene.total + 2, MOST_PATHS) if paths else 0)
    picture = drawn(scene, width, room, ascii, bare) if room > 1 else None
    if bare:
        return list(map(_runs, picture)) if picture is not None else _formulas(scene, width, height, ascii)
    if picture is None:
        if paths:
            return _window(paths, len(paths) - 1, height)
        here = scene.looking if scene.looking is not None else scene.current
        listed = _window(_table(scene.table(ascii), here, width, ascii), 1 + here, height)
        return [*listed, *_steps(scene, width, height - len(listed) - 1, ascii)]
    rows = list(map(_runs, picture))
    left = height - len(rows) - 1
    return [*rows, *([(), *_window(paths, len(paths) - 1, left)] if paths else _steps(scene, width, left, ascii))]


def _formulas(scene: Any, width: int, height: int, ascii: bool) -> list[Row]:
    """The nodes as a list, each by what it is made of."""
    labels = [label(scene, i, ascii) for i in range(len(scene.graph.vertices))]
    return [((f"  {_cut(each, width - 2, ascii)}", Role.PLAIN.value),) for each in labels[:height]]


def _steps(scene: Any, width: int, room: int, ascii: bool) -> list[Row]:
    """The last steps that are done, the newest last and bold, under a blank row."""
    if room < 1:
        return []
    lines = [_cut(line, width - 2, ascii) for line in scene.ledger(ascii)[-room:]]
    return [
        (),
        *(((f"  {line}", (Role.POINT if i == len(lines) - 1 else Role.AXIS).value),) for i, line in enumerate(lines)),
    ]


def _runs(cells: list[Cell]) -> Row:
    """Cells of one ink become one run."""
    runs: list[tuple[str, str]] = []
    for char, ink in cells:
        role = ROLES[ink].value
        if runs and runs[-1][1] == role:
            runs[-1] = (runs[-1][0] + char, role)
        else:
            runs.append((char, role))
    return tuple(runs)


def _table(table: list[list[str]], here: int, width: int, ascii: bool) -> list[Row]:
    """The headings and the rows, the one that is spoken of marked; narrower gaps where it is wide."""
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    gap = "  " if 2 + sum(widths) + 2 * (len(widths) - 1) <= width else " "

    room = max(4, width - 2 - sum(widths[1:]) - len(gap) * (len(widths) - 1))
    widths[0] = min(widths[0], room)

    def row(cells: list[str], mark: str, role: Role) -> Row:
        first, *rest = cells
        numbers = [cell.rjust(size) for cell, size in zip(rest, widths[1:], strict=True)]
        return ((f"{mark} {gap.join([_cut(first, room, ascii).ljust(widths[0]), *numbers])}", role.value),)

    heads, *body = table
    mark = ">" if ascii else "▸"
    shown = [
        row(each, mark if i == here else " ", Role.POINT if i == here else Role.PLAIN) for i, each in enumerate(body)
    ]
    return [row(heads, " ", Role.AXIS), *shown]


def _cut(text: str, width: int, ascii: bool) -> str:
    more = "..." if ascii else "…"
    return text if len(text) <= width else text[: max(0, width - len(more))] + more


def _window(rows: list[Row], here: int, height: int) -> list[Row]:
    """The heading, and so many rows around the one at `here`."""
    room = max(1, height - 1)
    first = max(1, min(here - room // 2, len(rows) - room))
    return [rows[0], *rows[first : first + room]]
