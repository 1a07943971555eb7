"""What stands between Textual and the terminal: forgiving in what comes in, counting what goes out.

Bytes from the keyboard that are no UTF-8 (a paste, an `é` from an old terminal) become a mark, never an end: Textual
decodes its input strictly, in a thread whose failure ends the app without restoring the terminal.

A driver that is `listening` tells the line what was sent and what the terminal answered, keeps the answer from whoever
waits for keys, and puts the marks of a synchronised update (16 bytes) round large updates only. It stands on one
private name of Textual's `LinuxDriver`: the file that it writes to.
"""

from __future__ import annotations

import codecs
import importlib
import re
import sys
from typing import TYPE_CHECKING, Any, TextIO

from textual.driver import Driver
from textual.events import CursorPosition
from textual.message import Message

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


def _forgiving(encoding: str) -> Any:
    """As codecs.getincrementaldecoder, but what cannot be decoded becomes U+FFFD."""
    decoder = codecs.getincrementaldecoder(encoding)
    return lambda: decoder(errors="replace")


def forgive_bytes() -> None:
    """Lets Textual's reader of the terminal decode forgivingly; the same however often it is called."""
    if sys.platform != "win32":
        module: Any = importlib.import_module("textual.drivers.linux_driver")
        module.getincrementaldecoder = _forgiving


class _Counted:
    """The file that the driver writes to, telling the line how far its thread has come."""

    def __init__(self, file: TextIO, line: Line) -> None:
        self._file, self._line = file, line
        self._held = 0

    def write(self, text: str) -> None:
        self._file.write(text)
        self._held += 1

    def flush(self) -> None:
        self._file.flush()
        self._line.written(self._held)
        self._held = 0

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
        self.wire.shown.forget()
        super().start_application_mode()  # type: ignore[no-untyped-call]

    def stop_application_mode(self) -> None:
        self.wire.line.leave()
        self.wire.shown.forget()
        self.write(RESET)
        super().stop_application_mode()


def listening(driver: type[Driver], wire: Wire) -> type[Driver]:
    """A driver like that one, which tells `wire` what goes out and what comes in."""
    return type(f"Listening{driver.__name__}", (_Listening, driver), {"wire": wire})
