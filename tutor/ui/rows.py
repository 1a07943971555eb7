"""Rows of text that repaint only where they changed: the base of charts, tables and menus.

`set_rows` compares with the rows before and asks for a repaint of the changed cells of the changed lines only, because
Textual itself compares nothing: a plain refresh sends the whole widget, which over a slow line is the difference
between 0.01 s and 12 s for a key.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.css.styles import RenderStyles
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.widget import Widget

if TYPE_CHECKING:
    from tutor.drawing.picture import Row

APART = 4  # unchanged cells between two changed ones that are cheaper to skip than to send again


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


class Look(NamedTuple):
    """What a class says of colours; None where it says nothing."""

    ground: Color | None
    ink: Color | None
    text_style: Style | None

    @classmethod
    def of(cls, styles: RenderStyles) -> Look:
        return cls(
            styles.background if styles.has_rule("background") else None,
            styles.color if styles.has_rule("color") else None,
            styles.text_style if styles.has_rule("text_style") else None,
        )


class Rows(Widget):
    """Runs (text, role) line by line, painted with the line API; a role names classes (component classes, unless
    `look` finds them elsewhere), the later over the earlier. Rows shorter than the widget are filled, longer ones
    cut."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._rows: tuple[Row, ...] = ()
        self._styles_of: dict[str, Style] = {}
        self._fitted = Size(0, 0)  # the size that the rows were last made for

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

    def refit(self) -> None:
        """Makes the rows anew, where they depend on the size."""

    def on_resize(self) -> None:
        self._fitted = self.size
        self.refit()

    def render_line(self, y: int) -> Strip:
        size = self.size
        if size != self._fitted:  # it is painted before it was told of its size: that may come late, or never
            self.on_resize()
        base = self._style("")
        segments = [Segment(text, self._style(role)) for text, role in _at(self._rows, y)]
        return Strip(segments).adjust_cell_length(size.width, base)

    def _style(self, role: str) -> Style:
        """The style of a role: its component classes over the widget's own colours, worked out once a theme."""
        style = self._styles_of.get(role)
        if style is None:
            style = self._styles_of[role] = self._work_out(role)
        return style

    def look(self, name: str) -> Look:
        """Of one class."""
        return Look.of(self.get_component_styles(name))

    def _work_out(self, role: str) -> Style:
        """Backgrounds first, each laid over what is under it; then the topmost colour over that ground."""
        _, _, ground, ink = self.colors
        text_style = Style()
        for name in role.split():
            over = self.look(name)
            ground = ground if over.ground is None else ground + over.ground
            ink = ink if over.ink is None else over.ink
            text_style = text_style if over.text_style is None else over.text_style
        return Style(color=(ground + ink).rich_color, bgcolor=ground.rich_color) + text_style

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._styles_of.clear()


def _at(rows: Sequence[Row], y: int) -> Row:
    return rows[y] if y < len(rows) else ()
