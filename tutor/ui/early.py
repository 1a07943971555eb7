"""Keys typed while a step is being placed: they are for that step, in their order, as if they came once it stands."""

from __future__ import annotations

from typing import Any

from textual.events import Key
from textual.screen import Screen

MOST = 200  # keys that are kept


class EarlyKeys:
    """Those of one screen. It begins with none of its steps placed."""

    def __init__(self, screen: Screen[Any]) -> None:
        self._screen = screen
        self._kept: list[Key] | None = []  # None while a step stands

    @property
    def waiting(self) -> bool:
        """Is a step being placed?"""
        return self._kept is not None

    def wait(self) -> None:
        """What is typed from now on is for the step that is being placed."""
        self._kept = self._kept or []

    def keep(self, *keys: Key) -> None:
        if self._kept is not None:
            self._kept += keys[: MOST - len(self._kept)]

    async def stand(self) -> None:
        """The step is there; does with what was typed for it what Textual does with keys that come."""
        early, self._kept = self._kept or [], None
        screen = self._screen
        screen.refresh_bindings()
        for key in early:
            if not await screen.app._check_bindings(key.key, priority=True):
                again = Key(key.key, key.character)
                again.set_sender(screen)
                (screen.focused or screen)._forward_event(again)
