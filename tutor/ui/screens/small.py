"""One sentence where the window is too small for anything else; what lies below waits as it is."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.content import Content
from textual.events import Resize
from textual.screen import ModalScreen
from textual.widgets import Static

from tutor.messages import N_, tr

LEAST_WIDTH, LEAST_HEIGHT = 60, 18


class SmallScreen(ModalScreen[None]):
    help_title = N_("a small window")

    def compose(self) -> ComposeResult:
        yield Static(id="small")

    def on_resize(self, event: Resize) -> None:
        width, height = event.size
        text = tr(
            "Please make this window {least_width}x{least_height} or larger; it is {width}x{height}. Nothing is lost.",
            least_width=LEAST_WIDTH,
            least_height=LEAST_HEIGHT,
            width=width,
            height=height,
        )
        self.query_one("#small", Static).update(Content(text))
