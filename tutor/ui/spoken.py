"""What a terminal is told: only what it understands, and at the end a clean screen.

Textual asks every terminal for the kitty keyboard, in-band sizes, synchronised updates and the shape of the pointer.
Most pass over what they do not know; a VT100, an older Linux console and what imitates them write it on the screen. A
terminal without a second screen to come back to (the console, GNU screen as it is shipped) would keep our last picture
under the shell's prompt, so that is wiped away first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.driver import Driver

from tutor.terminal import Terminal

if TYPE_CHECKING:
    from textual.drivers.linux_driver import LinuxDriver

    _Mixin = LinuxDriver
else:
    _Mixin = object

POINTER = "\x1b]22;"  # the shape of the mouse pointer
KEYBOARD = ("\x1b[>", "\x1b[<u")
SECOND_SCREEN_ENDS = "\x1b[?1049l"
WIPED = "\x1b[m\x1b[H\x1b[2J"


class _Spoken(_Mixin):
    """Before a driver among the bases of a driver."""

    terminal: Terminal

    def write(self, data: str) -> None:
        if data == SECOND_SCREEN_ENDS:
            super().write(WIPED)
        if not self._is_strange(data):
            super().write(data)

    def _is_strange(self, data: str) -> bool:
        """Would the terminal show this, or has it no use for it? Textual writes each of these by itself."""
        if data.startswith(POINTER):
            return self.terminal.old or not self.terminal.mouse
        return self.terminal.old and (data.startswith(KEYBOARD) or data.endswith("$p"))


def spoken(driver: type[Driver], terminal: Terminal) -> type[Driver]:
    """A driver like that one, which tells `terminal` no more than it understands."""
    return type(f"Spoken{driver.__name__}", (_Spoken, driver), {"terminal": terminal})
