"""Keys typed while a step is being placed: they are for that step, in their order, as if they came once it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.events import Key

if TYPE_CHECKING:
    from tutor.ui.screens.stepping import Stepping

MOST = 200  # keys that are kept


class EarlyKeys:
    """Those of one screen. It begins with none of its steps placed."""

    def __init__(self, screen: Stepping) -> None:
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

    def stand(self) -> None:
        """The step is there; what was typed for it comes before all that is typed from now on."""
        early, self._kept = self._kept or [], None
        self._screen.refresh_bindings()
        if early:
            self._screen.tutor.take_first(early)
