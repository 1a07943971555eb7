"""The command palette: any lesson by a few letters, and what else there is to do, from anywhere.

Of a thousand lessons those that fit best are offered, no key waits while they are looked for, and of what is pasted as
much is read as a name has letters. A still palette does nothing; Textual's draws a hidden sign sixteen times a second.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from textual import on, work
from textual.app import ComposeResult
from textual.command import (
    CommandInput,
    CommandList,
    CommandPalette,
    DiscoveryHit,
    Hit,
    Hits,
    Matcher,
    Provider,
    SearchIcon,
)
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.events import Event, Key, Paste
from textual.geometry import Size
from textual.widgets import Input, LoadingIndicator

from tutor.messages import tr
from tutor.ui.closing import Closing

if TYPE_CHECKING:
    from tutor.lesson.model import Header
    from tutor.ui.app import TutorApp


MOST = 40  # lessons that are offered: nobody reads further, and the palette makes all it is given
AT_ONCE = 50  # lessons that are compared between two looks at the keys
NARROWEST = 20  # columns of the list; fewer are shown in no window
LONGEST = 100  # letters that are looked for: no name has more
TOGETHER = 0.03  # seconds: letters that come faster than this, as a paste does, are looked for once


def _name(lesson: Header) -> str:
    return tr("open {title}", title=lesson.title)


class LessonCommands(Provider):
    """`open Slope at a point`: any lesson, from anywhere. A title is shown as it is written, whatever is in it."""

    @property
    def _tutor(self) -> TutorApp:
        app = self.app
        return app  # type: ignore[return-value]

    async def discover(self) -> Hits:
        for header in self._tutor.catalogue.lessons()[:MOST]:
            yield DiscoveryHit(Content(_name(header)), self._opens(header), help=_about(header))

    async def search(self, query: str) -> Hits:
        matcher = self.matcher(query)
        found = []
        for i, header in enumerate(self._tutor.catalogue.lessons()):
            if i % AT_ONCE == 0:
                await asyncio.sleep(0)
            score, places = matcher.fuzzy_search.match(query, _name(header))
            if score > 0:
                found.append((score, places, header))
        found.sort(key=lambda each: -each[0])
        for score, places, header in found[:MOST]:
            yield Hit(score, _lit(_name(header), places, matcher), self._opens(header), help=_about(header))

    def _opens(self, header: Header) -> partial[None]:
        return partial(self._tutor.open_lesson, header.file)


def _about(header: Header) -> str:
    """Textual would read a string as markup, and takes this as it is."""
    return Content(header.about)  # type: ignore[return-value]


def _lit(name: str, places: Sequence[int], matcher: Matcher) -> Content:
    """The name with the letters that were looked for; Textual's own would read it as markup."""
    lit = Content(name)
    for place in places:
        if not name[place].isspace():
            lit = lit.stylize(matcher.match_style, place, place + 1)
    return lit


class PaletteLine(CommandInput):
    """Takes LONGEST letters, of a paste too; what is more is let go of before anybody looks at it."""

    def __init__(self) -> None:
        super().__init__(placeholder=tr("Search for commands ..."), select_on_focus=False, max_length=LONGEST)

    def _forward_event(self, event: Event) -> None:
        if not (isinstance(event, Key) and event.is_printable and len(self.value) >= LONGEST):
            super()._forward_event(event)

    async def _on_key(self, event: Key) -> None:
        """Enter and backspace act in the order in which they were typed, as letters do, however far one types ahead."""
        if event.key in ("enter", "backspace"):
            event.stop()
            event.prevent_default()
            if event.key == "enter":
                await self.action_submit()
            else:
                self.action_delete_left()

    def on_paste(self, event: Paste) -> None:
        event.stop()
        event.prevent_default()  # Textual would take all of the first line or nothing
        start, end = sorted(self.selection)
        line = next(iter(event.text.splitlines()), "")
        self.replace(line[: LONGEST - len(self.value) + end - start], start, end)


class PaletteList(CommandList):
    """Textual's breaks its lines at no column at all in a window that is too narrow for its borders."""

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return super().get_content_height(container, viewport, max(NARROWEST, width))

    def _update_lines(self) -> None:
        if self.scrollable_content_region.width >= NARROWEST:
            super()._update_lines()


class Palette(Closing, CommandPalette):
    """Textual's, where a key that comes before the list stands waits for it, and letters that come together are looked
    for once. It stands on some private names of Textual's."""

    def __init__(self) -> None:
        super().__init__()
        self._answered = False  # does the list show what fits the letters that stand?
        self._ahead: list[Callable[[], None]] = []  # what was asked of it before it did

    def compose(self) -> ComposeResult:
        with Vertical(id="--container"):
            with Horizontal(id="--input"):
                yield SearchIcon()
                yield PaletteLine()
            with Vertical(id="--results"):
                yield PaletteList()
                yield LoadingIndicator()

    def on_mount(self) -> None:
        for sign in self.query(LoadingIndicator):  # none where a lesson opens just now, which closes it again
            sign.auto_refresh = None  # it would be drawn 16 times a second, seen or not
        for line in self.query(PaletteLine):
            line.cursor_blink = False

    @on(Input.Changed)
    def letters_came(self) -> None:
        self._answered = False
        self._ahead.clear()

    @on(Input.Submitted)
    def entered(self, event: Input.Submitted) -> None:
        event.stop()
        event.prevent_default()
        self._in_turn(self._select_or_command)

    def _action_cursor_down(self) -> None:
        self._in_turn(super()._action_cursor_down)

    def _action_command_list(self, action: str) -> None:
        self._in_turn(partial(self._in_list, action))

    def _in_list(self, action: str) -> None:
        if self.query_one(CommandList)._lines:  # no page is turned of what has not been laid out
            super()._action_command_list(action)

    def _in_turn(self, act: Callable[[], None]) -> None:
        if not self.stands:  # the key before this one has closed it
            return
        if self._answered:
            act()
        elif len(self._ahead) < LONGEST:
            self._ahead.append(act)

    @work(exclusive=True, group=CommandPalette._GATHER_COMMANDS_GROUP)
    async def _gather_commands(self, search_value: str) -> None:
        if search_value:
            await asyncio.sleep(TOGETHER)
        if not self.query(CommandList):  # closed meanwhile
            return
        await CommandPalette._gather_commands.__wrapped__(self, search_value)  # type: ignore[attr-defined]
        self.call_after_refresh(self._stands, search_value)

    def _stands(self, search_value: str) -> None:
        if self.stands and self.query_one(PaletteLine).value.strip() == search_value:
            self._answered = True
            ahead, self._ahead = self._ahead, []
            for act in ahead:
                self._in_turn(act)
