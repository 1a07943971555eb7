"""Charts and maps as Textual widgets that send only what changed.

`Lines` is the base: rows of runs (text, role), painted with the line API. `set_rows` compares with the rows
before and asks for a repaint of the changed cells of the changed lines only, because Textual itself compares
nothing: a plain refresh sends the whole widget, which over a slow line is the difference between 0.01 s and
12 s for a key. `Chart` draws a `Picture`, `HeatMap` a `Terrain`; both redraw when their size changes. There
are no timers and no animation here, and NumPy and plotext are imported when the first picture is drawn, not
when this module is.

Colours are component classes (`chart--line`, `heat--3`, ...), so the stylesheet and the theme decide them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar, cast

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.widget import Widget

from tutor.drawing.picture import Marks, Picture, Role, Row, Terrain

APART = 20  # unchanged cells between two changed ones that are cheaper to skip than to send again


def changed_spans(before: Row, after: Row, width: int) -> list[tuple[int, int]]:
    """[start, end) of the cells that differ between two rows; the whole line where a cell is not one
    character."""
    if before == after:
        return []
    old, new = _cells(before, width), _cells(after, width)
    if old is None or new is None:
        return [(0, width)]
    spans: list[tuple[int, int]] = []
    for i in range(width):
        if old[i] == new[i]:
            continue
        if spans and i - spans[-1][1] < APART:
            spans[-1] = (spans[-1][0], i + 1)
        else:
            spans.append((i, i + 1))
    return spans


def _cells(row: Row, width: int) -> list[tuple[str, str]] | None:
    """Each cell as (character, role), `width` of them; None if some character is not one cell wide."""
    cells: list[tuple[str, str]] = []
    for text, role in row:
        if cell_len(text) != len(text):
            return None
        cells.extend((mark, role) for mark in text)
    return (cells + [(" ", "")] * width)[:width]


class Lines(Widget):
    """Rows of text that repaint only where they changed. Rows shorter than the widget are filled, longer
    ones cut."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {str(role) for role in Role if role} | {f"heat--{i}" for i in range(6)}
    DEFAULT_CSS = """
    Lines {
        .chart--axis { color: $foreground 50%; }
        .chart--guide { color: $foreground 22%; }
        .chart--line { color: $text-accent; }
        .chart--line-2 { color: $text-primary; }
        .chart--line-3 { color: $text-success; }
        .chart--line-4 { color: $text-secondary; }
        .chart--point { color: $foreground; text-style: bold; }
        .chart--mark { color: $foreground 70%; }
        .chart--path { color: $foreground; text-style: bold; }
        .chart--cursor { color: $text-accent; text-style: bold; }
        .chart--contour { color: $foreground 45%; }
        .heat--0 { color: $primary 48%; background: $primary 0%; }
        .heat--1 { color: $primary 48%; background: $primary 7%; }
        .heat--2 { color: $primary 50%; background: $primary 14%; }
        .heat--3 { color: $primary 54%; background: $primary 21%; }
        .heat--4 { color: $primary 58%; background: $primary 28%; }
        .heat--5 { color: $primary 64%; background: $primary 36%; }
    }
    """

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._rows: tuple[Row, ...] = ()
        self._styles_of: dict[str, Style] = {}

    @property
    def rows(self) -> tuple[Row, ...]:
        """What is shown, line by line."""
        return self._rows

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Shows `rows`; only cells that differ from the rows before are painted again."""
        before, self._rows = self._rows, tuple(rows)
        width, height = self.size
        regions = [
            Region(start, y, end - start, 1)
            for y in range(min(max(len(before), len(self._rows)), height))
            for start, end in changed_spans(_at(before, y), _at(self._rows, y), width)
        ]
        if len(before) != len(self._rows) and self.styles.auto_dimensions:
            self.refresh(layout=True)
        elif regions:
            self.refresh(*regions)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as there are rows, where the stylesheet leaves the height open."""
        return len(self._rows)

    def get_content_width(self, container: Size, viewport: Size) -> int:
        """As wide as the widest row, where the stylesheet leaves the width open."""
        return max((sum(cell_len(text) for text, _ in row) for row in self._rows), default=0)

    def plain(self) -> str:
        """The rows as text without colours."""
        return "\n".join("".join(text for text, _ in row) for row in self._rows)

    def render_line(self, y: int) -> Strip:
        base = self._style("")
        segments = [Segment(text, self._style(role)) for text, role in _at(self._rows, y)]
        return Strip(segments).adjust_cell_length(self.size.width, base)

    def _style(self, role: str) -> Style:
        """The style of a role: its component classes over the widget's own colours, worked out once a theme."""
        style = self._styles_of.get(role)
        if style is None:
            style = self._styles_of[role] = self._work_out(role)
        return style

    def _work_out(self, role: str) -> Style:
        """Backgrounds first, each laid over what is under it; then the topmost colour over that ground."""
        _, _, ground, ink = self.colors
        text_style = Style()
        for name in role.split():
            over = self.get_component_styles(name)
            if over.has_rule("background"):
                ground = ground + over.background
            if over.has_rule("color"):
                ink = over.color
            if over.has_rule("text_style"):
                text_style = over.text_style
        return Style(color=(ground + ink).rich_color, bgcolor=ground.rich_color) + text_style

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._styles_of.clear()


def _at(rows: Sequence[Row], y: int) -> Row:
    return rows[y] if y < len(rows) else ()


class _Drawing(Lines):
    """Lines drawn from a value, again whenever the size or the characters allowed change."""

    DEFAULT_CSS = "_Drawing { height: 1fr; }"

    def __init__(self, *, marks: Marks | None = None, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._marks = marks
        self._subject: Any = None
        self._figure: Any = None  # plotext's, this widget's own; made at the first drawing

    @property
    def marks(self) -> Marks:
        """The characters this drawing may use: those it was given, else what the app's class `-ascii` allows."""
        if self._marks is not None:
            return self._marks
        return Marks.ASCII if self.app.has_class("-ascii") else Marks.BRAILLE

    @marks.setter
    def marks(self, marks: Marks) -> None:
        if marks is not self._marks:
            self._marks = marks
            self._draw()

    def on_resize(self, event: events.Resize) -> None:
        self._draw()

    def _show(self, subject: Any) -> None:
        self._subject = subject
        self._draw()

    def _draw(self) -> None:
        if self._subject is None or self.size.width < 1 or self.size.height < 1:
            self.set_rows(())
            return
        if self._figure is None:
            from tutor.drawing.canvas import new_figure

            self._figure = new_figure()
        self.set_rows(self._draw_rows(*self.size))

    def _draw_rows(self, width: int, height: int) -> list[Row]:
        raise NotImplementedError


class Chart(_Drawing):
    """Curves over two axes."""

    @property
    def picture(self) -> Picture | None:
        """What is drawn."""
        return cast("Picture | None", self._subject)

    def show(self, picture: Picture | None) -> None:
        """Draws `picture` (None: nothing), repainting only the cells that changed."""
        self._show(picture)

    def _draw_rows(self, width: int, height: int) -> list[Row]:
        from tutor.drawing.raster import draw

        return draw(self._subject, width, height, self.marks, self._figure)


class HeatMap(_Drawing):
    """Heights seen from above, with a path, arrows and marked places."""

    @property
    def terrain(self) -> Terrain | None:
        """What is drawn."""
        return cast("Terrain | None", self._subject)

    def show(self, terrain: Terrain | None) -> None:
        """Draws `terrain` (None: nothing), repainting only the cells that changed."""
        self._show(terrain)

    def _draw_rows(self, width: int, height: int) -> list[Row]:
        from tutor.drawing.terrain import draw_map

        return draw_map(self._subject, width, height, self.marks, self._figure)
