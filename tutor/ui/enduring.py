"""A driver that outlives what may happen to a terminal: it is hung up, stops the app, is full, or talks nonsense.

Textual's own ends its reading thread with the first key that it cannot make sense of, and the app with it; it takes
every SIGCONT for the way back from ctrl+z, so that `kill -CONT`, and a hang-up too, start a second one on top; it reads
a terminal that is gone again and again, as fast as it can; whoever writes waits for a terminal that takes nothing, and
for one that is gone for ever; and it writes to the standard error, which may be a file or closed.

Here what cannot be understood is dropped, and what comes after it is not; a terminal that is gone ends the app in
order, everything kept; signals only say what the event loop is to do; writing never waits. It stands on private names
of Textual 8: of `LinuxDriver` (`_file`, `_writer_thread`, `_must_signal_resume` and what answers the two signals), of
its writing thread the queue, and of `Parser` the four names that start it anew.
"""

from __future__ import annotations

import codecs
import os
import select
import selectors
import signal
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from textual._xterm_parser import XTermParser
from textual.driver import Driver
from textual.events import Key, Resize
from textual.message import Message

if sys.platform != "win32":
    import termios

if TYPE_CHECKING:
    from textual.drivers.linux_driver import LinuxDriver as _Mixin
else:
    _Mixin = object

NONSENSE = (ValueError, ArithmeticError, LookupError, TypeError, RuntimeError)  # the parser's answers to some bytes
WIDEST = 5_000  # cells: what claims to be larger than that is no terminal
AT_MOST = 4_096  # bytes read at once
BEAT = 0.1  # seconds between two looks at whether to go on
STUCK = 4.0  # seconds without a piece taken, after which the end does not wait for the terminal
HUNG_UP = 129  # the exit code of a program that a hang-up has ended


class Understanding(XTermParser):
    """Passes over what Textual's parser cannot make sense of, and begins anew after it."""

    def feed(self, data: str) -> Iterator[Message]:
        """Letter by letter: what a fault ends is then known to end with that letter."""
        for letter in data or [""]:
            yield from self._sound(super().feed(letter))

    def tick(self) -> Iterator[Message]:
        yield from self._sound(super().tick())

    def _sound(self, messages: Iterable[Message]) -> Iterator[Message]:
        try:
            yield from filter(_possible, messages)
        except NONSENSE:
            self._tokens.clear()
            self._timeout_time = None
            self._gen = self.parse(self._tokens.append)
            self._awaiting = next(self._gen)


def _possible(message: Message) -> bool:
    """Half a character, which nothing can write, and a terminal as large as a town are slips of whoever sent them."""
    if isinstance(message, Key):
        return not any("\ud800" <= each <= "\udfff" for each in message.character or "")
    return not isinstance(message, Resize) or (0 < message.size.width <= WIDEST and 0 < message.size.height <= WIDEST)


class Sink:
    """The terminal as a file to write to. It holds no lock: an end that leaves a writer behind waits for none."""

    def __init__(self, fileno: int, encoding: str) -> None:
        self._fileno, self._encoding = fileno, encoding
        self._held: list[str] = []

    def write(self, text: str) -> None:
        self._held.append(text)

    def flush(self) -> None:
        """Raises OSError where the terminal is gone."""
        left = "".join(self._held).encode(self._encoding, "replace")
        self._held.clear()
        while left:
            try:
                left = left[os.write(self._fileno, left) :]
            except BlockingIOError:  # another program has set it so
                select.select([], [self._fileno], [])

    def fileno(self) -> int:
        return self._fileno


class Enduring(_Mixin):
    """Before `LinuxDriver` among the bases of a driver."""

    _raw: Any = None  # the attributes of the terminal while the app has it

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        if sys.__stdout__ is not None:
            file: Any = Sink(sys.__stdout__.fileno(), sys.__stdout__.encoding)
            self._file = file

    # --- what goes out

    def start_application_mode(self) -> None:
        super().start_application_mode()  # type: ignore[no-untyped-call]
        if self._writer_thread is not None:
            self._writer_thread._queue.maxsize = 0  # the line holds back what would queue, and no key waits here
        self._raw = self._attributes()

    def write(self, data: str) -> None:
        """Lets it go where nobody writes any more: between ctrl+z and `fg`, and after the end."""
        if self._writer_thread is not None and self._writer_thread.is_alive():
            self._writer_thread.write(data)

    def close(self) -> None:
        """Waits until all is written, as long as the terminal takes any of it."""
        thread = self._writer_thread
        if thread is None:
            return
        thread._queue.put(None)
        left = -1
        while thread.is_alive() and thread._queue.qsize() != left:
            left = thread._queue.qsize()
            thread.join(STUCK)

    # --- what comes in

    def run_input_thread(self) -> None:
        parser = Understanding(self._debug)
        decode = codecs.getincrementaldecoder("utf-8")("replace").decode
        with selectors.SelectSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                if selector.select(BEAT):
                    data = self._read()
                    if not data:
                        self._soon(lambda: self._app.exit(HUNG_UP))
                        break
                    if text := decode(data):
                        self._process(parser.feed(text))
                self._process(parser.tick())

    def _process(self, messages: Iterable[Message]) -> None:
        for message in messages:
            self.process_message(message)

    def _read(self) -> bytes:
        """Nothing where the terminal is gone."""
        try:
            return os.read(self.fileno, AT_MOST)
        except OSError:
            return b""

    # --- signals

    def _sigtstp_application(self, *_: object) -> None:
        if not self._soon(self._stop):
            os.kill(os.getpid(), signal.SIGSTOP)

    def _sigcont_application(self, *_: object) -> None:
        self._soon(self._go_on)

    def _soon(self, act: Callable[[], object]) -> bool:
        """On the event loop, where nothing else is half done; False where there is none."""
        if self._loop.is_closed():
            return False
        self._loop.call_soon_threadsafe(act)
        return True

    def _stop(self) -> None:
        if self._auto_restart and not self._must_signal_resume:
            self.suspend_application_mode()
            self._must_signal_resume = True
        os.kill(os.getpid(), signal.SIGSTOP)

    def _go_on(self) -> None:
        """After ctrl+z all begins again. After a stop that came untold, another program may have had the terminal."""
        if self._must_signal_resume:
            self.resume_application_mode()
        elif self._raw is not None and self._in_front():
            self._enable_bracketed_paste()
            self._app.call_later(self._app.action_paint_again)  # type: ignore[attr-defined]

    def _in_front(self) -> bool:
        """Is the terminal ours, and there? Then it has its attributes back."""
        try:
            ours = os.tcgetpgrp(self.fileno) == os.getpgrp()
            if ours:
                termios.tcsetattr(self.fileno, termios.TCSANOW, self._raw)
        except (OSError, termios.error):
            return False
        return ours

    def _attributes(self) -> Any:
        try:
            return termios.tcgetattr(self.fileno)
        except termios.error:
            return None


def enduring(driver: type[Driver]) -> type[Driver]:
    """A driver like that one, which endures; the same one where it has no terminal of this kind."""
    if sys.platform == "win32":
        return driver
    from textual.drivers.linux_driver import LinuxDriver

    return type(f"Enduring{driver.__name__}", (Enduring, driver), {}) if driver is LinuxDriver else driver
