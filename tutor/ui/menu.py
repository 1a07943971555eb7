"""A list to choose from that repaints only the lines that change: moving in it costs two lines, not the whole list.

The lit item carries a mark as well as a colour. Texts are wrapped, never parsed as markup.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip

from tutor.ui.rows import Rows

if TYPE_CHECKING:
    from tutor.drawing.picture import Row


class Item(NamedTuple):
    """One entry; a `title` stands above others and cannot be lit."""

    text: str
    id: str = ""
    title: bool = False


class Menu(Rows, can_focus=True):
    """Items, one of them lit; `up` and `down` move, a message says what was lit or chosen."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"menu--lit", "menu--title"}
    DEFAULT_CSS = """
    Menu {
        width: 1fr;
        height: auto;
        .menu--lit { background: $foreground 12%; text-style: bold; }
        .menu--title { text-style: bold; color: $foreground 65%; }
        &:focus .menu--lit { background: $accent 25%; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", "", show=False, tooltip="the one above"),
        Binding("down", "move(1)", "", show=False, tooltip="the one below"),
        Binding("home", "move(-10000)", "", show=False, tooltip="the first"),
        Binding("end", "move(10000)", "", show=False, tooltip="the last"),
    ]

    class Lit(Message):
        """Another item is lit."""

        def __init__(self, menu: Menu, index: int) -> None:
            super().__init__()
            self.menu, self.index = menu, index

        @property
        def control(self) -> Menu:
            return self.menu

        @property
        def item(self) -> Item:
            return self.menu.items[self.index]

    class Chosen(Lit):
        """The lit item was chosen."""

    def __init__(self, items: Sequence[Item] = (), *, mark: str = "▸", id: str | None = None, lit: bool = True) -> None:
        super().__init__(id=id)
        self.items: tuple[Item, ...] = tuple(items)
        self.mark = mark
        self.lit: int | None = None
        self._top = 0
        self._seen_at = Size(0, 0)
        self._wrapped: tuple[int, list[tuple[int, str]]] | None = None  # (width, [(item, line)])
        if lit:
            self.light(self._next(-1, 1))

    def fill(self, items: Sequence[Item], lit: int | None) -> None:
        """Other items, and which of them is lit."""
        if (tuple(items), lit) == (self.items, self.lit):
            return
        self.items, self.lit, self._wrapped = tuple(items), None, None
        self.light(lit)
        if self.styles.auto_dimensions:
            self.refresh(layout=True)

    def light(self, index: int | None) -> None:
        """Lights one item and scrolls to it."""
        if index is not None and not (0 <= index < len(self.items) and not self.items[index].title):
            return
        changed, self.lit = index != self.lit, index
        self._paint()
        if changed and index is not None and self.is_attached:
            self.post_message(self.Lit(self, index))

    def choose(self) -> None:
        if self.lit is not None:
            self.post_message(self.Chosen(self, self.lit))

    def action_move(self, by: int) -> None:
        step = 1 if by > 0 else -1
        index = self.lit if self.lit is not None else (-1 if by > 0 else len(self.items))
        for _ in range(min(abs(by), len(self.items))):
            following = self._next(index, step)
            if following is None:
                break
            index = following
        self.light(index)

    def action_choose(self) -> None:
        self.choose()

    def _next(self, index: int, step: int) -> int | None:
        places = range(index + step, len(self.items) if step > 0 else -1, step)
        return next((i for i in places if not self.items[i].title), None)

    # --- how it looks ---------------------------------------------------------------------------------------------

    def _lines(self, width: int) -> list[tuple[int, str]]:
        """Every line with the item it belongs to, wrapped to the width."""
        if self._wrapped is None or self._wrapped[0] != width:
            lines: list[tuple[int, str]] = []
            for i, item in enumerate(self.items):
                indent = "" if item.title else "  "
                room = max(1, width - len(indent))
                lines += [(i, indent + line.plain) for line in Content(item.text).wrap(room) or [Content("")]]
            self._wrapped = (width, lines)
        return self._wrapped[1]

    def _paint(self) -> None:
        self.set_rows(self._look())

    def render_line(self, y: int) -> Strip:
        if self._seen_at != self.size:  # painted before it was told of its size
            self._rows = self._look()
        return super().render_line(y)

    def _look(self) -> tuple[Row, ...]:
        """The lines that can be seen, the lit one among them."""
        self._seen_at = self.size
        width, height = self.size
        if not width or not height:
            return ()
        lines = self._lines(width)
        mine = [y for y, (i, _) in enumerate(lines) if i == self.lit]
        if mine:
            first = max(0, mine[0] - 1) if self.lit == self._next(-1, 1) else mine[0]  # a title above the first
            self._top = max(min(self._top, first), mine[-1] - height + 1)
        self._top = max(0, min(self._top, len(lines) - height))
        return tuple(self._row(y, *line, width) for y, line in enumerate(lines))[self._top : self._top + height]

    def _row(self, y: int, index: int, text: str, width: int) -> Row:
        if index != self.lit:
            return ((text, "menu--title" if self.items[index].title else ""),)
        lines = self._lines(width)
        begins = y == 0 or lines[y - 1][0] != index
        line = (self.mark + text[1:]) if begins else text
        return ((line + " " * max(0, width - Content(line).cell_length), "menu--lit"),)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self._lines(max(1, width)))

    def on_resize(self) -> None:
        self._paint()

    def on_click(self, event: events.Click) -> None:
        place = event.get_content_offset(self)
        lines = self._lines(max(1, self.size.width))
        if place is not None and self._top + place.y < len(lines):
            index = lines[self._top + place.y][0]
            if index == self.lit:
                self.choose()
            else:
                self.light(index)
