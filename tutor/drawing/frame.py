"""The frame of a chart or a map: the two axes with their ticks, and the characters they are made of.

The labels stand left of the window and below it; nothing is drawn over them. A name of the upright axis stands in a
row of its own, beside no tick.
"""

from __future__ import annotations

from dataclasses import dataclass

from tutor.drawing import axes
from tutor.drawing.canvas import Canvas, Window
from tutor.drawing.picture import Marks, Role, Row
from tutor.messages import tr

SMALLEST = (16, 3)


@dataclass(frozen=True, slots=True)
class Signs:
    """The characters of a frame."""

    upright: str
    level: str
    corner: str
    tick_left: str
    tick_below: str
    guide_upright: str
    guide_level: str
    mark: str
    dot: str


UNICODE = Signs("│", "─", "└", "┤", "┬", "┊", "┄", "╎", "•")
PLAIN = Signs("|", "-", "+", "+", "+", ":", ".", "!", "o")


def signs(marks: Marks) -> Signs:
    return PLAIN if marks.ascii else UNICODE


def too_small(width: int, height: int) -> list[Row] | None:
    """Rows that say there is no room, or None where there is."""
    if width >= SMALLEST[0] and height >= SMALLEST[1]:
        return None
    canvas = Canvas(width, height)
    canvas.write(0, 0, tr("too small")[:width], Role.AXIS)
    return canvas.to_rows()


def below(height: int) -> int:
    """The rows under the window: a low chart keeps the labels and gives up the line above them; the lowest has none."""
    return 2 if height >= 8 else min(1, height - 3)


def margin(upright: axes.Axis) -> int:
    """The columns left of the window: the labels and the axis itself."""
    return max(5, 1 + max((len(label) for _, label in upright.ticks), default=0))


def columns_apart(columns: int) -> int:
    """The columns there should be between two ticks below the window, at least."""
    return max(6, min(14, columns // 6))


def frame(
    level: axes.Axis, upright: axes.Axis, width: int, height: int, marks: Marks, x_name: str = "", y_name: str = ""
) -> tuple[Canvas, Window]:
    """A canvas with both axes drawn; the window inside them begins at column `margin(upright)`, row 0."""
    sign, canvas, left = signs(marks), Canvas(width, height), margin(upright)
    rows = height - below(height)
    window = Window(level.limits, upright.limits, width - left, rows, marks.value)
    for row in range(rows):
        canvas.put(left - 1, row, sign.upright, Role.AXIS)
    for at, label in upright.ticks:
        cell = window.cell(window.x[0], at)
        if cell:
            canvas.write(left - 1 - len(label), cell[1], label, Role.AXIS)
            canvas.put(left - 1, cell[1], sign.tick_left, Role.AXIS)
    free = next((row for row in range(rows) if canvas.blank(left - 2, row)), 0)  # beside no tick
    if len(y_name) < left:
        canvas.write(left - 1 - len(y_name), free, y_name, Role.AXIS)
    _below(canvas, window, left, level, sign, x_name)
    return canvas, window


def _below(canvas: Canvas, window: Window, left: int, level: axes.Axis, sign: Signs, name: str) -> None:
    """The line under the window and its labels, each centred under its tick, none touching another."""
    row = canvas.rows - 1
    if row < window.rows:
        return
    if row > window.rows:
        canvas.write(left - 1, window.rows, sign.corner + sign.level * window.columns, Role.AXIS)
    free = canvas.columns - len(name) - 1 if name and len(name) < window.columns // 3 else canvas.columns
    if free < canvas.columns:
        canvas.write(canvas.columns - len(name), row, name, Role.AXIS)
    taken = 0
    for at, label in level.ticks:
        cell = window.cell(at, window.y[0])
        if cell is None:
            continue
        start = min(left + cell[0] - len(label) // 2, free - len(label))
        if row > window.rows:
            canvas.put(left + cell[0], window.rows, sign.tick_below, Role.AXIS)
        if start >= taken and start + len(label) > left + cell[0]:
            canvas.write(start, row, label, Role.AXIS)
            taken = start + len(label) + 2
