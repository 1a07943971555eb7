"""Parts of a step's screen: its words, the line that says where one is, and the line that says what to do next."""

from __future__ import annotations

from typing import ClassVar

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from tutor.messages import N_, tr
from tutor.ui.ask import AskPanel
from tutor.ui.panes.base import ScenePane
from tutor.ui.words import Words


class WordsPane(VerticalScroll, can_focus=False):
    """The step's words; takes the focus only where they do not fit, and says then how to read on."""

    help_title = N_("the words")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "scroll_up", N_("scroll"), key_display="up/down", tooltip=N_("scroll the words up")),
        Binding("down", "scroll_down", "", show=False, tooltip=N_("scroll the words down")),
    ]

    def __init__(self) -> None:
        super().__init__(id="words")
        self.text, self.more = Static(id="words-text"), Static(id="words-more")

    def compose(self) -> ComposeResult:
        yield self.text
        yield self.more

    def on_mount(self) -> None:
        self.more.display = False

    def show(self, words: Words) -> None:
        self.text.update(words)
        self.scroll_home(animate=False)

    def on_resize(self) -> None:
        self.call_after_refresh(self.overflow)

    def watch_virtual_size(self) -> None:
        self.call_after_refresh(self.overflow)  # other words in the same room

    def on_focus(self) -> None:
        self.call_after_refresh(self.overflow)

    def on_blur(self) -> None:
        self.scroll_home(animate=False)
        self.call_after_refresh(self.overflow)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        self.overflow()

    def overflow(self) -> None:
        """Marks that there is more, where there is; the mark itself takes a line."""
        scrolls = self.max_scroll_y > 0
        before, self.can_focus = self.can_focus, scrolls or self.has_focus
        if self.can_focus != before and self.is_attached:
            self.screen.refresh_bindings()  # tab leads here now, or does not any more
        self.more.display = scrolls
        self.more.update(Content(self._how_to_read_on() if scrolls else ""))

    def ends(self, by: int) -> bool:
        """Is there no more of them that way: 1 down, -1 up?"""
        return self.scroll_y >= self.max_scroll_y if by > 0 else self.scroll_y <= 0

    def _how_to_read_on(self) -> str:
        down, up = ("v", "^") if self.app.has_class("-ascii") else ("▾", "▴")
        if self.ends(1):
            return f"{up} {tr('more above: up')}"
        return f"{down} {tr('more below: down') if self.has_focus else tr('more below: tab, then down')}"


def crumb(whole: str, title: str, right: str, width: int, *, ascii: bool) -> Content:
    """Where one is: the course, where it fits, the lesson, and at the right end the step."""
    room = max(1, width - 1 - len(right))
    whole = f"{whole} {'>' if ascii else '›'} " if whole else ""
    left = Content.assemble(whole if cell_len(whole + title) <= room else "", (title, "bold"))
    left = left.truncate(room, ellipsis=True)
    gap = Content(" " * (room - left.cell_length + 1))
    return Content.assemble(left, gap, right)


def what_next(ask: AskPanel | None, pane: ScenePane | None, done: str, width: int, *, ascii: bool) -> str:
    """What to do now, in as many whole phrases as `width` cells hold; `done`: what enter does where the step asks
    nothing more."""
    if ask is None or ask.done:
        return done
    parts = _phrases(ask, pane)
    if ask.waiting_to_reveal and pane and pane.invitation:
        look = tr("{invitation} and watch", invitation=tr(pane.invitation))
        return _in_room([look, *parts], width, ascii=ascii, keep=-1)  # the keys of the scene stand below as well
    return _in_room(parts, width, ascii=ascii)


def _phrases(ask: AskPanel, pane: ScenePane | None) -> list[str]:
    """What can be done about a question that is not done, the most important first."""
    not_now = tr("pgdn: not now")
    if ask.waiting_to_reveal:
        return [tr("enter: how your prediction fared")]
    if not ask.has_focus_within:
        return [tr("enter: to the question"), not_now]
    by_choice = tr("a number answers, or up and down, then enter")
    way = by_choice if ask.is_choice else tr("type your answer, then enter")
    return [tr("predict: {way}", way=way) if ask.question.before and pane else way, not_now]


def _in_room(parts: list[str], width: int, *, ascii: bool, keep: int = 0) -> str:
    """The phrases on one line, or the one to keep where they do not fit."""
    whole = (" - " if ascii else " · ").join(parts)
    return whole if cell_len(whole) <= width else parts[keep]
