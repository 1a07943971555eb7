"""Asks once more before something is taken away: enter does it, escape leaves everything as it is."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from tutor.messages import N_
from tutor.ui.closing import Modal
from tutor.ui.keybar import KeyBar


class SureScreen(Modal[bool]):
    """One question, yes or no; gives True for yes."""

    help_title = N_("to be sure")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,y", "answer(True)", N_("yes"), key_display="enter", tooltip=N_("yes, do it")),
        Binding(
            "escape,n,q", "answer(False)", N_("no"), key_display="esc", tooltip=N_("no, leave everything as it is")
        ),
    ]

    def __init__(self, title: str, text: str) -> None:
        super().__init__()
        self.title_, self.text = title, text

    def compose(self) -> ComposeResult:
        with Vertical(id="sure") as box:
            box.border_title = Content(self.title_)
            yield Static(Content(self.text))
        yield KeyBar()

    def action_answer(self, yes: bool) -> None:
        self.dismiss(yes)
