"""A list to choose from that repaints only the lines that change: moving in it costs two lines, not the whole list.

Only what can be seen is ever wrapped and drawn, so that a thousand items cost no more than ten. The lit item carries a
mark as well as a colour. Texts are wrapped, never parsed as markup.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from rich.cells import cell_len
from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip

from tutor.messages import N_
from tutor.ui.rows import Rows

if TYPE_CHECKING:
    from tutor.drawing.picture import Row


class Item(NamedTuple):
    """One entry; a `title` stands above others and cannot be lit."""

    text: str
    id: str = ""
    title: bool = False


Spot = tuple[int, int]  # an item, and one of its lines


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
        Binding("up", "move(-1)", "", show=False, tooltip=N_("the one above")),
        Binding("down", "move(1)", "", show=False, tooltip=N_("the one below")),
        Binding("home", "move(-10000)", "", show=False, tooltip=N_("the first")),
        Binding("end", "move(10000)", "", show=False, tooltip=N_("the last")),
    ]

    class Lit(Message):
        """Another item is lit."""

        def __init__(self, menu: Menu, index: int) -> None:
            super().__init__()
            self.menu, self.index = menu, index
            self.item = menu.items[index]  # when it is heard there may be others

        @property
        def control(self) -> Menu:
            return self.menu

    class Chosen(Lit):
        """The lit item was chosen."""

    def __init__(self, items: Sequence[Item] = (), *, mark: str = "▸", id: str | None = None, lit: bool = True) -> None:
        super().__init__(id=id)
        self.items: tuple[Item, ...] = tuple(items)
        self.mark = mark
        self.lit: int | None = None
        self._top: Spot = (0, 0)  # what stands in the first line
        self._seen: tuple[Spot, ...] = ()  # what stands in each line
        self._seen_at = Size(0, 0)
        self._wrapped: dict[int, tuple[str, ...]] = {}  # the lines of an item, at the width `_wrapped_to`
        self._wrapped_to = 0
        if lit:
            self.light(self._next(-1, 1))

    def fill(self, items: Sequence[Item], lit: int | None) -> None:
        """Other items, and which of them is lit."""
        if (tuple(items), lit) == (self.items, self.lit):
            return
        self.items, self.lit, self._wrapped = tuple(items), None, {}
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

    def _lines(self, index: int, width: int) -> tuple[str, ...]:
        """The lines of one item, wrapped to the width."""
        if self._wrapped_to != width:
            self._wrapped, self._wrapped_to = {}, width
        lines = self._wrapped.get(index)
        if lines is None:
            item = self.items[index]
            indent = "" if item.title else "  "
            room = max(1, width - len(indent))
            if item.text.isascii() and item.text.isprintable() and len(item.text) <= room:
                lines = (indent + item.text,)
            else:
                lines = tuple(indent + line.plain for line in Content(item.text).wrap(room)) or (indent,)
            self._wrapped[index] = lines
        return lines

    def _above(self, spot: Spot, count: int, width: int) -> Spot:
        """So many lines further up, or the first line there is."""
        index, line = spot
        while count > line and index > 0:
            count -= line + 1
            index -= 1
            line = len(self._lines(index, width)) - 1
        return index, max(0, line - count)

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
        if not width or not height or not self.items:
            return ()
        index, line = self._top  # where it stood, in lines as wide as then and among as many
        self._top = (index, min(line, len(self._lines(index, width)) - 1)) if index < len(self.items) else (0, 0)
        if self.lit is not None:
            title = int(self.lit == self._next(-1, 1))  # the one above the first
            first = self._above((self.lit, 0), title, width)
            last = (self.lit, len(self._lines(self.lit, width)) - 1)
            self._top = max(min(self._top, first), self._above(last, height - 1, width))
        end = len(self.items) - 1
        self._top = min(self._top, self._above((end, len(self._lines(end, width)) - 1), height - 1, width))
        seen: list[Spot] = []
        index, line = self._top
        while len(seen) < height and index < len(self.items):
            seen += [(index, i) for i in range(line, len(self._lines(index, width)))]
            index, line = index + 1, 0
        self._seen = tuple(seen[:height])
        return tuple(self._row(*spot, width) for spot in self._seen)

    def _row(self, index: int, line: int, width: int) -> Row:
        text = self._lines(index, width)[line]
        if index != self.lit:
            return ((text, "menu--title" if self.items[index].title else ""),)
        text = (self.mark + text[1:]) if line == 0 else text
        return ((text + " " * max(0, width - cell_len(text)), "menu--lit"),)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return sum(len(self._lines(i, max(1, width))) for i in range(len(self.items)))

    def on_resize(self) -> None:
        self._paint()

    def on_click(self, event: events.Click) -> None:
        place = event.get_content_offset(self)
        if place is not None and place.y < len(self._seen):
            index = self._seen[place.y][0]
            if index == self.lit:
                self.choose()
            else:
                self.light(index)
