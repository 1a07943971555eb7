"""A line to type in, a list of what holds those words, and all that is told of the lit one: the glossary, the search of
the lessons and that of your answers are screens of this kind.

Each letter looks anew; what takes longer than a moment goes on between the keys, and only the latest words are looked
for. A key that asks for the lit one before the list stands waits for it.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from rich.cells import cell_len, set_cell_size
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.visual import VisualType
from textual.widgets import Input, Static

from tutor.ascii import plain
from tutor.lookup import LONGEST, words_of
from tutor.messages import N_
from tutor.ui.keybar import KeyBar
from tutor.ui.narrow import NarrowScreen
from tutor.ui.search_line import Found, SearchLine, Told
from tutor.ui.windowed import Scroll

if TYPE_CHECKING:
    from tutor.drawing.picture import Row
    from tutor.lesson.model import Header
    from tutor.ui.app import TutorApp

PARTS = ("#search", "#found", "#progress-title", "#told", "#told-text")  # all stand, or the screen is going
AT_ONCE = 0.002  # seconds of looking between two looks at the keys


class SearchingScreen(NarrowScreen[Any]):
    """To be filled in: what is looked through, how a line of it is shown, what is told, and what enter does."""

    CSS_PATH = Path(__file__).parent.parent / "progress.tcss"
    invitation = ""  # what stands in the empty line
    opens = True  # does enter open the lit one?
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose", N_("open"), key_display="enter", tooltip=N_("open the lit one")),
        Binding("escape", "leave", N_("back"), key_display="esc", tooltip=N_("empty the search; then back")),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.found: list[Any] = []
        self.words: tuple[str, ...] = ()  # what `found` holds
        self._hunt: Iterator[list[Any]] = iter(())
        self._gathered: list[Any] = []
        self._hunting = self._looking_on = False  # is it still looking? does that go on beside the keys?
        self._keeps = self._moved = False  # does the lit one stay lit? was it moved to?
        self._ahead: list[Callable[[], None]] = []  # what was asked for before the list stood
        self._told_of: Any = None

    # --- what a screen of this kind must say of itself ----------------------------------------------------------------

    def hunt(self, words: tuple[str, ...]) -> Iterator[list[Any]]:
        """What holds all the words, some at a time: between them is a moment to look at the keys."""
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

    def open_lesson(self, lesson: Header, step: int | None = None) -> None:
        """Opens a lesson, at a step if one is named; over that very lesson it only closes, so that a scene which plays
        there goes on, and leads to the step."""
        from tutor.ui.screens.lesson import LessonScreen  # late: the catalogue's search needs none of it

        below = self.app.screen_stack[-2] if self.is_current else None
        if not (isinstance(below, LessonScreen) and below.lesson_id == lesson.id):
            self.tutor.open_lesson(lesson.file, step)
            return
        self.dismiss()
        if step is not None:
            below.call_later(below.go_to, step)

    @property
    def settled(self) -> bool:
        """Is all there to be looked through, so that the first of the list is the first?"""
        return True

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
        for line in self.query(SearchLine):
            line.focus()
        self.look()

    @property
    def _is_there(self) -> bool:
        """Does it stand? A lesson that opens closes what is over the catalogue, also what is just being put there."""
        return self.is_attached and all(self.query(each) for each in PARTS)

    @on(Input.Changed, "#search")
    def typed(self, event: Input.Changed) -> None:
        event.stop()
        self.look()

    def look(self, *, keeps: bool = False) -> None:
        """Looks anew for what is typed. `keeps`: there is more to look through, and the lit one stays lit, if it was
        chosen or looked for."""
        if not self._is_there:
            return
        words, self.words = self.words, words_of(self.query_one(SearchLine).value)
        self._moved = self._moved and words == self.words
        keeps = keeps and (self._moved or bool(words))
        self._hunt, self._gathered = self.hunt(self.words), []
        self._keeps = keeps and (self._keeps or not self._hunting)
        self._hunting = True
        self.call_after_refresh(self._begin)  # first the letter

    def _begin(self) -> None:
        """Unless that was begun, or done, already: letters come together, and a screen may come between."""
        if self._is_there and self._hunting and not self._looking_on and not self._hunted():
            self._looking_on = True
            self.run_worker(self._look_on(), name="look on")

    def on_screen_resume(self) -> None:
        self._begin()
        self.lit()

    def _hunted(self) -> bool:
        """Looks for a moment; says whether that was all."""
        end = time.perf_counter() + AT_ONCE
        for some in self._hunt:
            self._gathered += some
            if time.perf_counter() >= end:
                return False
        self._hunting = False
        self._stands()
        return True

    async def _look_on(self) -> None:
        """What takes longer, beside the keys; where other words come, these are looked for instead."""
        try:
            while self._is_there and self._hunting and not self._hunted():
                await asyncio.sleep(0)
        finally:
            self._looking_on = False

    def _stands(self) -> None:
        """All was looked through: shows what was found, and does what was asked for meanwhile."""
        listed = self.query_one(Found)
        lit = self.found[listed.lit] if self._keeps and listed.lit < len(self.found) else None
        self.found, self._gathered = self._gathered, []
        place = next((i for i, each in enumerate(self.found) if each is lit), 0) if lit is not None else 0
        listed.refill(len(self.found), self._line, place)
        self.say()
        if self.settled:
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
        self.call_after_refresh(self._tell_of_lit)  # first the line that the key has lit, then all of it

    def _tell_of_lit(self) -> None:
        if not self._is_there:
            return
        listed = self.query_one(Found)
        one = self.found[listed.lit] if listed.lit < len(self.found) else None
        if one is not None and one is self._told_of:
            return
        self._told_of = one
        self.query_one("#told-text", Static).update(self.told(one) if one is not None else Content(self.nothing()))
        self.query_one(Told).scroll_home(animate=False)

    def shown(self, text: str) -> str:
        """One line that is shown as it is; in ASCII where there is nothing else."""
        return plain(text) if self.ascii else text

    # --- keys ---------------------------------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return self.opens if action == "choose" else True

    def action_move(self, by: int) -> None:
        self._in_turn(lambda: self._move(lambda found: found.action_move(by)))

    def action_page(self, by: int) -> None:
        self._in_turn(lambda: self._move(lambda found: found.action_page(by)))

    def _move(self, way: Callable[[Found], None]) -> None:
        self._moved = True
        way(self.query_one(Found))

    def action_choose(self) -> None:
        self._in_turn(self._choose)

    def _choose(self) -> None:
        lit = self.query_one(Found).lit
        if lit < len(self.found):
            self.open(self.found[lit])

    def _in_turn(self, act: Callable[[], None]) -> None:
        line = next(iter(self.query(SearchLine)), None)
        if line is not None and words_of(line.value) != self.words:
            self.look()  # typed just now: it has not come here by itself yet
        if not self._hunting and self.settled:
            act()
        elif len(self._ahead) < LONGEST:
            self._ahead.append(act)

    def action_leave(self) -> None:
        line = self.query_one(SearchLine)
        if line.value:
            line.value = ""
        else:
            self.dismiss()


def cut(words: str, room: int) -> str:
    """Exactly so many cells."""
    words = words if cell_len(words) <= room else set_cell_size(words, max(0, room - 3)) + "..."
    return set_cell_size(words, max(0, room))
