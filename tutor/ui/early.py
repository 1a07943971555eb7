"""Keys typed while a step is being placed: they are for that step, in their order, as if they came once it stands."""

from __future__ import annotations

from collections.abc import Iterable
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

    def keep(self, key: Key) -> None:
        if self._kept is not None and len(self._kept) < MOST:
            self._kept.append(key)

    async def stand(self) -> None:
        """The step is there, and what was typed for it is carried out."""
        early, self._kept = self._kept or [], None
        self._screen.refresh_bindings()
        await self.typed(early)

    async def typed(self, keys: Iterable[Key]) -> None:
        """Does what Textual does with keys that come."""
        screen = self._screen
        for key in keys:
            if not await screen.app._check_bindings(key.key, priority=True):
                again = Key(key.key, key.character)
                again.set_sender(screen)
                (screen.focused or screen)._forward_event(again)
