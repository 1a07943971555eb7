"""Textual's driver for a browser, made fit for strangers and for slow lines.

As it comes, it writes on the event loop (a browser that does not read would stop the keys), stays when the server is
gone, starts without the focus, and believes any size that is typed as a terminal's report. Here a thread writes, whole
packets under one lock; the end of the input ends the app; and a size comes from the server alone, which bounds it.
"""

from __future__ import annotations

import asyncio
import importlib
import os
import signal
import threading
from typing import Any

from textual.app import App
from textual.drivers._writer_thread import WriterThread
from textual.drivers.web_driver import WebDriver
from textual.events import Resize
from textual.geometry import Size
from textual.message import Message
from textual.messages import ExitApp, InBandWindowResize

from tutor.ui.enduring import Understanding

PRELUDE = b"__GANGLION__\n"  # what textual-serve waits for
START = "\x1b[?1049h\x1b[?25l"  # a screen of its own, no cursor
MOUSE = "\x1b[?1000h\x1b[?1003h\x1b[?1015h\x1b[?1006h"
ASK_SYNC, PASTES = "\x1b[?2026$p", "\x1b[?2004h"


class _Packets:
    """The way to the server as a file of text: each write is a packet."""

    def __init__(self, fileno: int) -> None:
        self._fileno = fileno
        self._lock = threading.Lock()
        self._open = True

    def write(self, text: str) -> None:
        data = text.encode("utf-8", "replace")
        self.send(b"D" + len(data).to_bytes(4, "big") + data)

    def send(self, packet: bytes) -> int:
        """Writes all of it. A server that is gone reads nothing any more: the end of the input will say so."""
        rest = memoryview(packet)
        with self._lock:
            while rest and self._open:
                try:
                    rest = rest[os.write(self._fileno, rest) :]
                except BrokenPipeError:
                    self._open = False
        return len(packet)

    def flush(self) -> None:
        return

    def fileno(self) -> int:
        return self._fileno


class VisitDriver(WebDriver):
    """Between the app and `tutor.serve`, over this process's standard input and output."""

    def __init__(self, app: App[Any], **named: Any) -> None:
        super().__init__(app, **named)
        self._packets = _Packets(self.fileno)
        self._file: Any = self._packets  # may be wrapped, as a terminal's is, by who counts what is written
        self._write = self._packets.send  # type: ignore[assignment]  # packets that are no text: what is downloaded, the end
        self._writer: WriterThread | None = None

    def write(self, data: str) -> None:
        if self._writer is not None:
            self._writer.write(data)

    def start_application_mode(self) -> None:
        loop = asyncio.get_running_loop()
        for each in ("SIGINT", "SIGTERM", "SIGHUP"):
            if hasattr(signal, each) and os.name != "nt":
                loop.add_signal_handler(getattr(signal, each), self._leave)
        self._packets.send(PRELUDE)
        self._writer = WriterThread(self._file)
        self._writer.start()
        self.write(START + (MOUSE if self._mouse else "") + ASK_SYNC + PASTES)
        size = Size(*(self._size or (80, 24)))
        self._app.post_message(Resize(size, size))
        self._key_thread.start()

    def run_input_thread(self) -> None:
        theirs: Any = importlib.import_module("textual.drivers.web_driver")
        theirs.XTermParser = Understanding  # what it cannot understand it lets go; this process has one visitor
        super().run_input_thread()
        if not self.exit_event.is_set():
            self._leave()  # the server is gone, and nobody can be there

    def _leave(self) -> None:
        try:
            self.send_message(ExitApp())
        except RuntimeError:
            return  # its loop has ended just now

    def process_message(self, message: Message) -> None:
        if not isinstance(message, Resize | InBandWindowResize):  # a report that was typed
            super().process_message(message)

    def stop_application_mode(self) -> None:
        if self._writer is not None:
            self._writer.stop()
            self._writer = None
        super().stop_application_mode()
