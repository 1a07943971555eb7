"""Keys typed while a descent is made ready: they are meant for it, and neither end up in the form nor are lost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.events import Key
from textual.screen import Screen

from tutor.ui.form import Form

if TYPE_CHECKING:
    _Mixin = Screen[Any]
else:
    _Mixin = object

NOW = ("escape", "ctrl+c")  # keys that are for the set-up also meanwhile


class SetupForm(Form):
    """What is typed behind enter is for what enter opens, also before anybody has heard of the enter."""

    def hand_in(self) -> None:
        super().hand_in()
        self.waiting = True


class TypedAhead(_Mixin):
    """The part of the set-up's screen that keeps such keys; it stands before `Screen` among the bases."""

    _ahead: list[Key]

    def wait(self, waiting: bool) -> None:
        """Keys are meant for the descent from now on, or for the form again."""
        self.query_one(SetupForm).waiting = waiting
        if not waiting:
            self._ahead = []

    def on_key(self, event: Key) -> None:
        if self.query_one(SetupForm).waiting and event.key not in NOW:
            event.stop()
            self._ahead.append(Key(event.key, event.character))
