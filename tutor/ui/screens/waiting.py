"""A sentence while something is being looked for; keys typed meanwhile are for what comes, and do nothing here."""

from __future__ import annotations

from typing import Any

from textual.app import ComposeResult
from textual.content import Content
from textual.events import Key
from textual.widgets import Static

from tutor.messages import N_
from tutor.ui.early import MOST
from tutor.ui.keybar import KeyBar
from tutor.ui.narrow import NarrowScreen


class WaitingScreen(NarrowScreen[Any]):
    """`keys` were typed; escape leaves, which `left` says."""

    help_title = N_("one moment")

    def __init__(self, words: str) -> None:
        super().__init__()
        self.words, self.keys, self.left = words, list[Key](), False

    def compose(self) -> ComposeResult:
        yield Static(Content(self.words))
        yield KeyBar()

    def on_key(self, event: Key) -> None:
        event.stop()
        event.prevent_default()
        if event.key == "escape":
            self.left = True
            self.dismiss()
        elif len(self.keys) < MOST:
            self.keys.append(Key(event.key, event.character))
