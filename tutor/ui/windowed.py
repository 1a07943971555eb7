"""Long lists of lines: only those that can be seen are ever made, so that 20,000 of them cost no more than twenty.

A `Scroll` is read, line by line; a `Chooser` has one line lit, which a message tells. Moving sends the lines that have
changed and no more.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len, set_cell_size
from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message

from tutor.messages import N_, tr
from tutor.ui.rows import Rows

if TYPE_CHECKING:
    from tutor.drawing.picture import Row

FAR = 10**9


class Scroll(Rows, can_focus=True):
    """Lines to read. `line(i)` gives the runs of the i-th, for 0 <= i < count."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"list--title", "list--faint", "list--good", "list--warn", "list--lit"}
    DEFAULT_CSS = """
    Scroll {
        width: 1fr;
        height: 1fr;
        .list--title { text-style: bold; color: $text-accent; }
        .list--faint { color: $foreground 65%; }
        .list--good { color: $text-success; }
        .list--warn { color: $text-warning; }
        .list--lit { background: $accent 25%; text-style: bold; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "move(1)", N_("scroll"), key_display="↑ ↓", tooltip=N_("down")),
        Binding("up", "move(-1)", "", show=False, tooltip=N_("up")),
        Binding("pagedown,space", "page(1)", "", show=False, tooltip=N_("a screenful down")),
        Binding("pageup", "page(-1)", "", show=False, tooltip=N_("a screenful up")),
        Binding("home", f"move({-FAR})", "", show=False, tooltip=N_("to the beginning")),
        Binding("end", f"move({FAR})", "", show=False, tooltip=N_("to the end")),
    ]

    class Moved(Message):
        """Other lines can be seen, or another one is lit."""

        def __init__(self, scroll: Scroll) -> None:
            super().__init__()
            self.scroll = scroll

        @property
        def control(self) -> Scroll:
            return self.scroll

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.count = 0
        self.line: Callable[[int], Row] = lambda i: ()
        self.top = 0

    def fill(self, count: int, line: Callable[[int], Row], *, top: int = 0) -> None:
        """Other lines."""
        self.count, self.line, self.top = count, line, top
        self.move_to(top)

    def move_to(self, top: int) -> None:
        """That line is the first that can be seen, as nearly as can be."""
        self.top = max(0, min(top, self.count - self.size.height))
        self.look_again()

    def look_again(self) -> None:
        last = min(self.count, self.top + max(1, self.size.height))
        self.set_rows([self.row(i) for i in range(self.top, last)])
        self.post_message(self.Moved(self))

    def row(self, i: int) -> Row:
        return self.line(i)

    @property
    def more(self) -> str:
        """Which part of it can be seen: `1-20 of 412`; nothing where that is all."""
        height = self.size.height
        if self.count <= height:
            return ""
        last = min(self.count, self.top + height)
        return tr("{first}-{last} of {count}", first=self.top + 1, last=last, count=self.count)

    def action_move(self, by: int) -> None:
        self.move_to(self.top + by)

    def action_page(self, by: int) -> None:
        self.action_move(by * max(1, self.size.height - 1))

    def on_resize(self) -> None:
        self.move_to(self.top)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        self.action_move(3)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        self.action_move(-3)


class Chooser(Scroll):
    """Lines of which one is lit: it carries a mark as well as a colour."""

    def __init__(self, *, mark: str = "▸", id: str | None = None) -> None:
        super().__init__(id=id)
        self.mark = mark
        self.lit = 0

    def fill(self, count: int, line: Callable[[int], Row], *, top: int = 0) -> None:
        self.lit = top
        super().fill(count, line, top=top)

    def refill(self, count: int, line: Callable[[int], Row], lit: int) -> None:
        """Other lines, of which this one is lit, where the lit one stood if it can be."""
        top = self.top + lit - self.lit if lit else 0
        self.count, self.line, self.lit, self.top = count, line, lit, max(0, top)
        self.action_move(0)

    def row(self, i: int) -> Row:
        if i != self.lit:
            return (("  ", ""), *self.line(i))
        text = f"{self.mark} " + "".join(each for each, _ in self.line(i))
        return ((set_cell_size(text, max(self.size.width, cell_len(text))), "list--lit"),)

    def action_move(self, by: int) -> None:
        self.lit = max(0, min(self.lit + by, self.count - 1))
        height = max(1, self.size.height)
        self.move_to(min(max(self.top, self.lit - height + 1), self.lit))

    def on_resize(self) -> None:
        self.action_move(0)

    def on_click(self, event: events.Click) -> None:
        place = event.get_content_offset(self)
        if place is not None and self.top + place.y < self.count:
            self.action_move(self.top + place.y - self.lit)
