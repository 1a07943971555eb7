"""A sentence while something is being looked for; keys typed meanwhile are held for what comes."""

from __future__ import annotations

from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from tutor.messages import N_
from tutor.ui.keybar import KeyBar
from tutor.ui.narrow import NarrowScreen


class WaitingScreen(NarrowScreen[Any]):
    help_title = N_("one moment")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss", N_("back"), key_display="esc", tooltip=N_("back, without waiting for it")),
    ]

    def __init__(self, words: str) -> None:
        super().__init__()
        self.words = words

    def compose(self) -> ComposeResult:
        yield Static(Content(self.words))
        yield KeyBar()
