"""What stands between Textual and the terminal, and counts what goes out.

A driver that is `listening` tells the line what was sent and what the terminal answered, keeps the answer from whoever
waits for keys, and puts the marks of a synchronised update (16 bytes) round large updates only. It stands on one
private name of Textual's `LinuxDriver`: the file that it writes to.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TextIO

from textual.driver import Driver
from textual.events import CursorPosition
from textual.message import Message

from tutor.ui.enduring import enduring
from tutor.ui.line import Line
from tutor.ui.narrow import Wire
from tutor.ui.pen import RESET

if TYPE_CHECKING:
    from textual.drivers.linux_driver import LinuxDriver as _Mixin
else:
    _Mixin = object

_PLACED = re.compile(r"\x1b\[\d+;\d+H")  # how everything begins that shows something
HOME = "\x1b[1;1H"  # where Textual puts the cursor, which is hidden, when nobody types
BEGIN, END = "\x1b[?2026h", "\x1b[?2026l"  # of a synchronised update
AT_ONCE = 1_000  # characters that a terminal reads in one piece: nobody sees half of them


class _Counted:
    """The file that the driver writes to, telling the line how far its thread has come.

    Once the terminal is gone (hung up, a window closed) it takes whatever comes and lets it go: Textual's thread would
    end with the first failure, and whoever writes afterwards, on the way out too, would wait for it for ever.
    """

    def __init__(self, file: TextIO, line: Line) -> None:
        self._file, self._line = file, line
        self._held = 0
        self._gone = False

    def write(self, text: str) -> None:
        self._held += 1
        if not self._gone:
            self._try(lambda: self._file.write(text))

    def flush(self) -> None:
        if not self._gone:
            self._try(self._file.flush)
        self._line.written(self._held)
        self._held = 0

    def _try(self, write: Callable[[], object]) -> None:
        try:
            write()
        except (OSError, ValueError):  # ValueError: it was closed
            self._gone = True

    def fileno(self) -> int:
        return self._file.fileno()


class _Listening(_Mixin):
    """Before a driver among the bases of a driver."""

    wire: Wire
    _opening = ""
    _counts = False  # does somebody tell what was written?

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        file: Any = getattr(self, "_file", None)
        if file is not None:
            counted: Any = _Counted(file, self.wire.line)
            self._file, self._counts = counted, True

    def write(self, data: str) -> None:
        if data == BEGIN:
            self._opening = data
            return
        if data == END and self._opening:
            self._opening = ""
            return
        shown = self.wire.shown
        if shown.told:
            data = data.removesuffix(HOME)
        elif _PLACED.match(data):
            shown.forget()  # this is not from a screen of ours
        shown.told = False
        if not data:
            return
        if self._opening and len(data) > AT_ONCE:
            data, self._opening = self._opening + data, ""
        self.wire.line.sent(data)
        if not self._counts:
            self.wire.line.written(1)
        super().write(data)

    def process_message(self, message: Message) -> None:
        if isinstance(message, CursorPosition):
            self.wire.line.answered()
        else:
            super().process_message(message)

    def start_application_mode(self) -> None:
        self.wire.line.start()
        self.wire.shown.forget()
        super().start_application_mode()  # type: ignore[no-untyped-call]

    def stop_application_mode(self) -> None:
        self.wire.line.leave()
        self.wire.shown.forget()
        self.write(RESET)
        super().stop_application_mode()


def listening(driver: type[Driver], wire: Wire) -> type[Driver]:
    """A driver like that one, which tells `wire` what goes out and what comes in."""
    return type(f"Listening{driver.__name__}", (_Listening, enduring(driver)), {"wire": wire})
