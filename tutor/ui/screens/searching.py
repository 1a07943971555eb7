"""A line to type in, a list of what holds those words, and all that is told of the lit one: the glossary, the search of
the lessons and that of your answers are screens of this kind.

Each letter looks anew; what takes longer than a moment goes on between the keys, and only the latest words are looked
for. A key that asks for the lit one before the list stands waits for it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from rich.cells import cell_len, set_cell_size
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.events import Paste
from textual.visual import VisualType
from textual.widgets import Input, Static

from tutor.ascii import plain
from tutor.lookup import LONGEST, words_of
from tutor.messages import N_, tr
from tutor.printable import printable
from tutor.ui.keybar import KeyBar
from tutor.ui.narrow import NarrowScreen
from tutor.ui.windowed import Chooser, Scroll

if TYPE_CHECKING:
    from tutor.drawing.picture import Row
    from tutor.ui.app import TutorApp

AT_ONCE = 0.002  # seconds of looking between two looks at the keys


class SearchLine(Input):
    """What to look for. Arrows move in the list all the while; `?` keeps its meaning."""

    help_title = N_("the search")
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

    def on_resize(self) -> None:
        self.call_after_refresh(self.overflow)

    def overflow(self) -> None:
        """Says where more of it is, and can be reached where there is more."""
        self.can_focus = self.max_scroll_y > 0
        self.border_subtitle = Content(tr("more below: tab leads here") if self.can_focus else "")

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "scroll_up", "", show=False, tooltip=N_("scroll up")),
        Binding("down", "scroll_down", "", show=False, tooltip=N_("scroll down")),
    ]


class Found(Chooser):
    help_title = N_("what was found")


class SearchingScreen(NarrowScreen[Any]):
    """To be filled in: what is looked through, how a line of it is shown, what is told, and what enter does."""

    CSS_PATH = Path(__file__).parent.parent / "progress.tcss"
    invitation = ""  # what stands in the empty line
    opens = True  # does enter open the lit one?
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", N_("back"), key_display="esc", tooltip=N_("empty the search; then back")),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.found: list[Any] = []
        self.words: tuple[str, ...] = ()  # what `found` holds
        self._hunt: Iterator[Any] = iter(())
        self._gathered: list[Any] = []
        self._hunting = self._keeps = False  # is it still looking? does the lit one stay lit?
        self._ahead: list[Callable[[], None]] = []  # what was asked for before the list stood

    # --- what a screen of this kind must say of itself ----------------------------------------------------------------

    def hunt(self, words: tuple[str, ...]) -> Iterator[Any]:
        """What holds all the words, one by one; None for a moment to look at the keys."""
        raise NotImplementedError

    def line(self, found: Any, width: int) -> Row:
        """One line of the list."""
        raise NotImplementedError

    def told(self, found: Any) -> VisualType:
        """All there is to say of the lit one."""
        raise NotImplementedError

    def nothing(self) -> str:
        """What to say where nothing was found."""
        raise NotImplementedError

    def headline(self) -> tuple[str, str]:
        """What is looked through, and how many of how many there are."""
        raise NotImplementedError

    def open(self, found: Any) -> None:
        """Enter, on the lit one."""

    # --- on the screen ------------------------------------------------------------------------------------------------

    @property
    def tutor(self) -> TutorApp:
        return self.app  # type: ignore[return-value]

    @property
    def ascii(self) -> bool:
        return self.tutor.terminal.ascii

    def compose(self) -> ComposeResult:
        yield Static(id="progress-title")
        yield SearchLine(self.invitation)
        yield Found(id="found", mark=">" if self.ascii else "▸")
        with Told(id="told"):
            yield Static(id="told-text")
        yield KeyBar()

    def on_mount(self) -> None:
        self.query_one(SearchLine).focus()
        self.look()

    @on(Input.Changed, "#search")
    def typed(self, event: Input.Changed) -> None:
        event.stop()
        self.look()

    def look(self, *, keeps: bool = False) -> None:
        """Looks anew for what is typed. `keeps`: there is more to look through, and the lit one stays lit."""
        self.words = words_of(self.query_one(SearchLine).value)
        self._hunt, self._gathered = self.hunt(self.words), []
        self._keeps = keeps and (self._keeps or not self._hunting)
        if not self._hunting:
            self._go_on()

    def _go_on(self) -> None:
        end = time.perf_counter() + AT_ONCE
        self._hunting = True
        for each in self._hunt:
            if each is not None:
                self._gathered.append(each)
            elif time.perf_counter() >= end:
                self.call_later(self._go_on)
                return
        self._hunting = False
        if self.is_attached:
            self._stands()

    def _stands(self) -> None:
        """All was looked through: shows what was found, and does what was asked for meanwhile."""
        listed = self.query_one(Found)
        lit = self.found[listed.lit] if self._keeps and listed.lit < len(self.found) else None
        self.found, self._gathered = self._gathered, []
        place = next((i for i, each in enumerate(self.found) if each is lit), 0) if lit is not None else 0
        listed.refill(len(self.found), self._line, place)
        self.say()
        ahead, self._ahead = self._ahead, []
        for act in ahead:
            act()

    def say(self) -> None:
        """The line above: what is looked through."""
        title, counted = self.headline()
        self.query_one("#progress-title", Static).update(
            Content.assemble((title, "bold"), f"   {counted}"), layout=False
        )

    def _line(self, place: int) -> Row:
        return self.line(self.found[place], max(20, self.query_one(Found).size.width - 2))

    @on(Scroll.Moved)
    def lit(self) -> None:
        told, listed = self.query_one(Told), self.query_one(Found)
        one = self.found[listed.lit] if listed.lit < len(self.found) else None
        self.query_one("#told-text", Static).update(self.told(one) if one is not None else Content(self.nothing()))
        told.scroll_home(animate=False)
        told.call_after_refresh(told.overflow)

    def shown(self, text: str) -> str:
        """One line that is shown as it is; in ASCII where there is nothing else."""
        return plain(text) if self.ascii else text

    # --- keys ---------------------------------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return self.opens if action == "choose" else True

    def action_move(self, by: int) -> None:
        self._in_turn(lambda: self.query_one(Found).action_move(by))

    def action_page(self, by: int) -> None:
        self._in_turn(lambda: self.query_one(Found).action_page(by))

    def action_choose(self) -> None:
        self._in_turn(self._choose)

    def _choose(self) -> None:
        lit = self.query_one(Found).lit
        if lit < len(self.found):
            self.open(self.found[lit])

    def _in_turn(self, act: Callable[[], None]) -> None:
        if not self._hunting:
            act()
        elif len(self._ahead) < LONGEST:
            self._ahead.append(act)

    def action_leave(self) -> None:
        line = self.query_one(SearchLine)
        if line.value:
            line.value = ""
        else:
            self.app.pop_screen()


def cut(words: str, room: int) -> str:
    """Exactly so many cells."""
    words = words if cell_len(words) <= room else set_cell_size(words, max(0, room - 3)) + "..."
    return set_cell_size(words, max(0, room))
