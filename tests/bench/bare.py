"""The bare Textual apps that others are held against: a line of text that every key changes; or one to type in."""

import sys

from textual.app import App, ComposeResult
from textual.events import Key
from textual.widgets import Input, Static


class Bare(App[None]):
    def compose(self) -> ComposeResult:
        yield Static("bare app is ready", markup=False)

    def on_key(self, event: Key) -> None:
        self.query_one(Static).update(f"{event.key} {self.size}")


class BareInput(App[None]):
    def compose(self) -> ComposeResult:
        yield Static("bare app is ready", markup=False)
        line = Input()
        line.cursor_blink = False  # or it would send bytes that answer no key
        yield line


if __name__ == "__main__":
    (BareInput if "input" in sys.argv else Bare)().run()
