"""An app whose screens, its own and Textual's, share one wire: the line as it is known, and what stands there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.app import App
from textual.driver import Driver
from textual.screen import Screen

from tutor.terminal import Terminal
from tutor.ui.driver import listening
from tutor.ui.line import NEVER, Line
from tutor.ui.narrow import NarrowUpdate, Wire, narrowed
from tutor.ui.shown import Shown

BEAT = 0.03  # seconds between two looks at whether the line has room

if TYPE_CHECKING:
    _Mixin = App[Any]
else:
    _Mixin = object


class Wired(_Mixin):
    """Stands before `App` among the bases of an app, which sets `wire` before all else: its driver listens there."""

    wire: Wire
    _pays = False  # is it about to send what was left out?

    @staticmethod
    def wire_to(terminal: Terminal) -> Wire:
        """A wire to this terminal, at whose end nothing is known to stand."""
        return Wire(Line(terminal.fps, relayed=terminal.relayed), Shown(), terminal.erases)

    @property
    def line(self) -> Line:
        return self.wire.line

    def get_driver_class(self) -> type[Driver]:
        return listening(super().get_driver_class(), self.wire)

    def push_screen(self, screen: Any, *arguments: Any, **named: Any) -> Any:
        if isinstance(screen, Screen):
            narrowed(screen, self.wire)
        return super().push_screen(screen, *arguments, **named)

    def _display(self, screen: Screen[Any], renderable: Any) -> None:
        """Nothing is sent to a line that has too much under way: once it takes more, it is told what is true then."""
        if isinstance(renderable, NarrowUpdate) and self.line.jammed:
            self.wire.shown.owe_all()
        else:
            super()._display(screen, renderable)
        if self.wire.shown.owes and not self._pays:
            self._pays = True
            self.set_timer(BEAT, self._pay)

    def _pay(self) -> None:
        """Sends what was left out, once there is room for it."""
        self._pays = False
        if not self.wire.shown.owes or not self.screen_stack:
            return
        if self.line.jammed or (self.line.room < NEVER and not self.line.free):
            self._pays = True
            self.set_timer(BEAT, self._pay)
        else:
            self.screen._compositor._dirty_regions.add(self.screen.size.region)
            self.screen._compositor_refresh()

    def forget_what_stands(self) -> None:
        """The terminal may show something else than it was told: the next update tells it all again."""
        self.wire.shown.forget()

    def action_paint_again(self) -> None:
        """The whole screen, whatever stands there: another program may have written on it."""
        self.forget_what_stands()
        self.screen.refresh()
