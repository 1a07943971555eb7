"""Screens that close themselves, and nothing else.

Keys come faster than screens change: a second escape may have been on its way to a screen that the first one closed.
Textual would then close what stood below it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar

from textual.await_complete import AwaitComplete
from textual.screen import ModalScreen, Screen

if TYPE_CHECKING:
    _Mixin = Screen[Any]
else:
    _Mixin = object

Result = TypeVar("Result")


class Closing(_Mixin):
    """A screen that can be closed while it stands on top, once. It stands before Textual's among the bases."""

    @property
    def stands(self) -> bool:
        """Is it still one of the app's? What was under way when it was closed comes to it nevertheless."""
        return self.is_attached and self in self.app.screen_stack

    @property
    def on_top(self) -> bool:
        """Do keys come to it? Not while another screen stands over it, nor once the tutor is being left."""
        return self.app.screen_stack[-1:] == [self]

    def dismiss(self, result: Any = None) -> AwaitComplete:
        if self.on_top:
            return super().dismiss(result)
        done: AwaitComplete = AwaitComplete.nothing()  # type: ignore[no-untyped-call]
        return done


class Modal(Closing, ModalScreen[Result], Generic[Result]):
    """One over another screen, which can still be seen."""
