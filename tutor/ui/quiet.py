"""A screen that is not painted again because the focus moved.

Textual keeps the focus in a reactive of the screen and so sends the whole screen whenever it changes, though only the
two widgets that lose and gain it look different, and repaint themselves. For a key that moves to the next line of a
form that was five kilobytes, which is more than a second over a slow line, and is now one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.screen import Screen
from textual.widget import Widget

if TYPE_CHECKING:
    _Mixin = Screen[Any]
else:
    _Mixin = object


class QuietFocus(_Mixin):
    """Stands before `Screen` among the bases of a screen in which the focus moves often."""

    _focusing = False

    def set_focus(self, widget: Widget | None, *arguments: Any, **named: Any) -> None:
        self._focusing = True
        try:
            super().set_focus(widget, *arguments, **named)
        finally:
            self._focusing = False

    def refresh(self, *regions: Any, repaint: bool = True, layout: bool = False, recompose: bool = False) -> Any:
        if self._focusing and not (regions or layout or recompose):
            return self
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)
