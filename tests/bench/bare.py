"""The bare Textual app that others are held against: one line of text, which every key changes."""

from textual.app import App, ComposeResult
from textual.events import Key
from textual.widgets import Static


class Bare(App[None]):
    def compose(self) -> ComposeResult:
        yield Static("bare app is ready", markup=False)

    def on_key(self, event: Key) -> None:
        self.query_one(Static).update(f"{event.key} {self.size}")


if __name__ == "__main__":
    Bare().run()
