"""What a screen that one searches in is made of: the line to type in, the list, and all that is told of the lit one."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.events import Paste
from textual.geometry import Size
from textual.reactive import Reactive
from textual.widgets import Input

from tutor.lookup import LONGEST
from tutor.messages import N_, tr
from tutor.printable import printable
from tutor.ui.windowed import Chooser


class SearchLine(Input):
    """What to look for. Arrows move in the list all the while; `?` keeps its meaning."""

    help_title = N_("the search")
    virtual_size = Reactive(Size(0, 0))  # Textual lays out the whole screen at every key, though the line stays one
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "screen.move(1)", N_("scroll"), key_display="↑ ↓", tooltip=N_("the one below")),
        Binding("up", "screen.move(-1)", "", show=False, tooltip=N_("the one above")),
        Binding("enter", "screen.choose", N_("open"), key_display="enter", tooltip=N_("open the lit one")),
        Binding("pagedown", "screen.page(1)", "", show=False, tooltip=N_("a screenful down")),
        Binding("pageup", "screen.page(-1)", "", show=False, tooltip=N_("a screenful up")),
        Binding("ctrl+u", "clear", "", show=False, tooltip=N_("empty the search")),
    ]

    def __init__(self, invitation: str) -> None:
        super().__init__(id="search", compact=True, max_length=LONGEST, placeholder=tr(invitation))
        self.cursor_blink = False  # a blinking cursor sends bytes for ever

    def check_consume_key(self, key: str, character: str | None) -> bool:
        return key != "question_mark" and super().check_consume_key(key, character)

    def restricted(self) -> None:
        """A key past the end is left out without a bell for each."""

    def on_paste(self, event: Paste) -> None:
        """As much of the first line as there is room for."""
        event.stop()
        event.prevent_default()
        start, end = sorted(self.selection)
        line = printable(next(iter(event.text.splitlines()), ""))
        self.replace(line[: LONGEST - len(self.value) + end - start], start, end)

    def action_clear(self) -> None:
        self.value = ""


class Told(VerticalScroll):
    """All that is to be said of the lit one; tab leads here where it does not fit."""

    help_title = N_("all of it")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "scroll_up", "", show=False, tooltip=N_("scroll up")),
        Binding("down", "scroll_down", "", show=False, tooltip=N_("scroll down")),
    ]

    def on_resize(self) -> None:
        self.call_after_refresh(self.overflow)

    def watch_virtual_size(self) -> None:
        self.call_after_refresh(self.overflow)  # other words in the same room

    def overflow(self) -> None:
        """Says where more of it is, and can be reached where there is more."""
        self.can_focus = self.max_scroll_y > 0
        self.border_subtitle = Content(tr("more below: tab leads here") if self.can_focus else "")


class Found(Chooser, can_focus=False):
    """What was found; the keys come from the line above."""
