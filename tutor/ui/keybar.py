"""The keys that matter here, on one line.

One widget, where Textual's Footer mounts one for each key again at every change of focus.
"""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static

from tutor.messages import tr

PLAIN = str.maketrans({"←": "left", "→": "right", "↑": "up", "↓": "down", "−": "-", "⏎": "enter"})
GAPS = (Content("   "), Content("  "))  # between two keys: the wider one where all of them fit so
MOST = 6  # keys; the rest is in `?`


class KeyBar(Static):
    """Shows the bindings that are active and want to be shown, at most six."""

    DEFAULT_CSS = "KeyBar { dock: bottom; height: 1; padding: 0 1; color: $text-muted; }"

    def on_mount(self) -> None:
        self._shown = ""
        self.screen.bindings_updated_signal.subscribe(self, self._bindings_changed)
        self._bindings_changed()

    def on_resize(self) -> None:
        self._bindings_changed()

    def _bindings_changed(self, _: object = None) -> None:
        """While another screen stands over this one its keys do nothing, and what they would do cannot be asked."""
        if (
            self.is_attached
            and self.app.screen_stack[-1:] == [self.screen]
            and (line := self.line()).plain != self._shown
        ):
            self._shown = line.plain
            self.update(line, layout=False)  # one line, whatever it says

    def line(self) -> Content:
        """The keys as they stand beside each other: further apart where there is room."""
        keys = self.keys()
        return self._gap(keys).join(keys)

    def keys(self) -> list[Content]:
        """A key and what it does, in the order in which they are declared."""
        shown: dict[str, Content] = {}
        for active in self.screen.active_bindings.values():
            binding = active.binding
            if binding.show and binding.description and active.enabled:
                key = self.app.get_key_display(binding)
                key = key.translate(PLAIN) if self.app.has_class("-ascii") else key
                shown.setdefault(binding.action, Content.assemble((key, "bold $accent"), f" {tr(binding.description)}"))
        keys = list(shown.values())
        keys = keys[: MOST - 1] + keys[-1:] if len(keys) > MOST else keys  # the last one is help
        while len(keys) > 2 and not self._fit(keys, GAPS[-1]):
            keys.pop(-2)
        return keys

    def _fit(self, keys: list[Content], gap: Content) -> bool:
        return gap.join(keys).cell_length <= self.screen.size.width - 2

    def _gap(self, keys: list[Content]) -> Content:
        return next((gap for gap in GAPS if self._fit(keys, gap)), GAPS[-1])
