"""One sentence where the window is too small for anything else; what lies below waits as it is."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.content import Content
from textual.events import Resize
from textual.screen import ModalScreen
from textual.widgets import Static

LEAST_WIDTH, LEAST_HEIGHT = 60, 18


class SmallScreen(ModalScreen[None]):
    help_title = "a small window"

    def compose(self) -> ComposeResult:
        yield Static(id="small")

    def on_resize(self, event: Resize) -> None:
        width, height = event.size
        text = (
            f"Please make this window {LEAST_WIDTH}x{LEAST_HEIGHT} or larger; it is {width}x{height}. Nothing is lost."
        )
        self.query_one("#small", Static).update(Content(text))
