"""The cells of a drawing, and the lines plotext draws into them.

A `Canvas` is a rectangle of cells, each one character and one role. Curves come from plotext, one figure for each owner
of a canvas and handed in: nothing is shared between two charts. Whatever the curves hold, a drawing costs what the
pane is wide, not what the run is long (see `strokes`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from tutor.drawing.picture import Marks, Role, Row, Stroke
from tutor.drawing.strokes import Floats, to_strokes

PLOTEXT_MARKERS = {Marks.BRAILLE: "braille", Marks.BLOCK: "hd"}


def new_figure() -> Any:
    """A plotext figure of one's own. plotext is imported here, at the first drawing, and not before."""
    from plotext._figure import _figure_class

    figure = _figure_class()
    figure._limit_size(False, False)  # a pane's size is Textual's business, not the terminal's
    for axes in (figure.xaxes, figure.yaxes):
        axes(False, False)
    figure.xticks([])
    figure.yticks([])
    figure.theme("clear")
    return figure


@dataclass(frozen=True, slots=True)
class Window:
    """What is seen: `x` and `y` limits (low < high) in the middle of the outermost of `columns` x `rows` cells, each
    of `dots` (across, down). So half a cell more than the limits is seen on every side."""

    x: tuple[float, float]
    y: tuple[float, float]
    columns: int
    rows: int
    dots: tuple[int, int]

    @property
    def width(self) -> int:
        return self.columns * self.dots[0]

    @property
    def height(self) -> int:
        return self.rows * self.dots[1]

    def to_dots(self, xs: Any, ys: Any) -> tuple[Floats, Floats]:
        """Where points fall, in dots from the left and from below, whole numbers in the middle of a dot."""
        (x0, x1), (y0, y1), (wide, high) = self.x, self.y, self.dots
        with np.errstate(all="ignore"):
            across = (np.asarray(xs, float) - x0) / (x1 - x0) * ((self.columns - 1) * wide) + (wide - 1) / 2
            up = (np.asarray(ys, float) - y0) / (y1 - y0) * ((self.rows - 1) * high) + (high - 1) / 2
        return across, up

    def places(self, dots: bool = False) -> tuple[Floats, Floats]:
        """The x of each column and the y of each row from below, or of each dot of them."""
        found = []
        for (low, high), cells, each in zip((self.x, self.y), (self.columns, self.rows), self.dots, strict=True):
            at = (np.arange(cells * each) - (each - 1) / 2) / each if dots else np.arange(float(cells))
            found.append(low + at * ((high - low) / max(cells - 1, 1)))
        return found[0], found[1]

    def cell(self, x: float, y: float) -> tuple[int, int] | None:
        """(column, row from the top) of the cell that holds a point; None outside the window or if not
        finite."""
        return next(iter(self.cells([x], [y])), None)

    def cells(self, xs: Any, ys: Any) -> list[tuple[int, int]]:
        """The cells that hold the points which are seen, in their order."""
        across, up = (np.floor(each + 0.5) for each in self.to_dots(xs, ys))
        seen = (across >= 0) & (across < self.width) & (up >= 0) & (up < self.height)
        columns, rows = across[seen].astype(int) // self.dots[0], up[seen].astype(int) // self.dots[1]
        return list(zip(columns.tolist(), (self.rows - 1 - rows).tolist(), strict=True))


class Canvas:
    """Cells to draw on, row 0 at the top; what lies outside is not drawn and never an error."""

    def __init__(self, columns: int, rows: int) -> None:
        self.columns, self.rows = columns, rows
        self.marks = [[" "] * columns for _ in range(rows)]
        self.roles: list[list[str]] = [[Role.PLAIN] * columns for _ in range(rows)]

    def put(self, column: int, row: int, mark: str, role: str) -> None:
        if 0 <= column < self.columns and 0 <= row < self.rows:
            self.marks[row][column], self.roles[row][column] = mark, role

    def under(self, column: int, row: int, mark: str, role: str) -> None:
        """Draws only where nothing stands yet."""
        if self.blank(column, row):
            self.put(column, row, mark, role)

    def blank(self, column: int, row: int) -> bool:
        return 0 <= column < self.columns and 0 <= row < self.rows and self.marks[row][column] == " "

    def write(self, column: int, row: int, text: str, role: str) -> None:
        for i, mark in enumerate(text):
            self.put(column + i, row, mark, role)

    def copy(self) -> Canvas:
        """The same cells, to be drawn over."""
        canvas = Canvas(0, 0)
        canvas.columns, canvas.rows = self.columns, self.rows
        canvas.marks, canvas.roles = [row[:] for row in self.marks], [row[:] for row in self.roles]
        return canvas

    def only_ascii(self) -> None:
        """Puts a question mark where some word handed in is not ASCII, so that nothing else ever reaches the
        screen."""
        for marks in self.marks:
            marks[:] = [mark if mark.isascii() else "?" for mark in marks]

    def to_rows(self) -> list[Row]:
        """The cells as rows of runs, each run one role; spaces join the run before them."""
        return [_runs(marks, roles) for marks, roles in zip(self.marks, self.roles, strict=True)]


def _runs(marks: list[str], roles: list[str]) -> Row:
    runs: list[tuple[str, str]] = []
    text, role = "", str(roles[0]) if roles else ""
    for mark, here in zip(marks, roles, strict=True):
        if here == role or (mark == " " and here == Role.PLAIN and "heat" not in role):
            text += mark
            continue
        if text:
            runs.append((text, role))
        text, role = mark, str(here)
    return (*runs, (text, role)) if text else tuple(runs)


def draw_lines(
    canvas: Canvas,
    figure: Any,
    window: Window,
    lines: Iterable[tuple[Any, Any, Stroke, str, str]],
    marks: Marks,
    left: int = 0,
    top: int = 0,
) -> None:
    """Draws (xs, ys, stroke, role, ascii mark) lines over the window, whose corner lies at (left, top) of
    the canvas."""
    figure.clear_data()
    figure.plot_size(window.columns, window.rows)
    figure.xlim(0, max(window.width - 1, 1))
    figure.ylim(0, max(window.height - 1, 1))
    drawn: list[tuple[Stroke, str]] = []
    for xs, ys, stroke, role, mark in lines:
        for dots in to_strokes(*window.to_dots(xs, ys), window.width - 1, window.height - 1):
            figure.plot(*dots, marker=PLOTEXT_MARKERS.get(marks, mark), color=len(drawn) + 1)
        drawn.append((stroke, role))
    if not figure.monitor.signals:
        return
    figure.monitor.build_plot()
    matrix = figure.monitor.matrix
    for row in range(window.rows):
        for column, mark in enumerate(matrix.marker[row]):
            if mark != " ":
                stroke, role = drawn[matrix.fullground[row][column] - 1]
                if not _gap(stroke, column, row):
                    canvas.put(left + column, top + window.rows - 1 - row, mark, role)


def _gap(stroke: Stroke, column: int, row: int) -> bool:
    """Gaps of dashed and dotted lines belong to the cell, not to the line: they stay put while the line
    streams.

    One step right, up, or along either diagonal changes the phase by 1, 2, 3 or 4 modulo 5: no straight line
    of cells is all gap, and none of a dashed or dotted line is without one.
    """
    phase = (column + 2 * row) % 5
    if stroke is Stroke.DASHED:
        return phase == 4
    return stroke is Stroke.DOTTED and phase % 2 == 1
