"""Parts of a step's screen: its words, the line that says where one is, and the line that says what to do next."""

from __future__ import annotations

from typing import ClassVar

from rich.cells import cell_len
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content

from tutor.ui.ask import AskPanel
from tutor.ui.panes.base import ScenePane


class WordsPane(VerticalScroll, can_focus=False):
    """The step's words; takes the focus only where they do not fit."""

    help_title = "the words"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "scroll_up", "scroll", key_display="up/down", tooltip="scroll the words up"),
        Binding("down", "scroll_down", "", show=False, tooltip="scroll the words down"),
    ]

    def on_resize(self) -> None:
        self.call_after_refresh(self.overflow)

    def overflow(self) -> None:
        more = self.max_scroll_y > 0
        self.can_focus = more
        self.border_subtitle = Content("more below: tab, then down") if more else ""


def crumb(whole: str, title: str, right: str, width: int, *, ascii: bool) -> Content:
    """Where one is: the course, where it fits, the lesson, and at the right end the step."""
    room = max(1, width - 1 - len(right))
    whole = f"{whole} {'>' if ascii else '›'} " if whole else ""
    left = Content.assemble(whole if cell_len(whole + title) <= room else "", (title, "bold"))
    left = left.truncate(room, ellipsis=True)
    gap = Content(" " * (room - left.cell_length + 1))
    return Content.assemble(left, gap, right)


def what_next(ask: AskPanel | None, pane: ScenePane | None, done: str, *, ascii: bool) -> str:
    """What to do now; `done`: what enter does where the step asks nothing more."""
    if ask is None or ask.done:
        return done
    dot = " - " if ascii else " · "
    if ask.waiting_to_reveal:
        look = f"{pane.invitation} and watch{dot}" if pane is not None and pane.invitation else ""
        return f"{look}enter: how your prediction fared"
    if not ask.has_focus_within:
        return f"enter: to the question{dot}pgdn: not now"
    verb = "choose with up and down or by number, then enter" if ask.is_choice else "type your answer, then enter"
    return f"{'predict: ' if ask.question.before and pane else ''}{verb}{dot}pgdn: not now"
