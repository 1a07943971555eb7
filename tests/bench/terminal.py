"""A program in a pseudo-terminal, driven and timed from outside."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import termios
import time


class Terminal:
    """Runs `argv` in a terminal of its own; `read_until` and `press` tell how long things took, in seconds."""

    def __init__(self, argv: list[str], columns: int = 80, rows: int = 24, **environment: str) -> None:
        self.bytes = 0
        self.seen = b""
        self.started = time.perf_counter()
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.environ.update({"TERM": "xterm-256color", "COLORTERM": "truecolor", **environment})
            os.execvp(argv[0], argv)
        self.resize(columns, rows)

    def resize(self, columns: int, rows: int) -> None:
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def read(self, seconds: float) -> bytes:
        """What arrives within `seconds`, at the first pause; empty when nothing does."""
        ready, _, _ = select.select([self.fd], [], [], seconds)
        if not ready:
            return b""
        try:
            data = os.read(self.fd, 65536)
        except OSError:
            return b""
        self.bytes += len(data)
        self.seen += data
        return data

    def read_until(self, text: bytes, seconds: float = 20.0) -> float:
        """Seconds since the start until `text` was on its way to the screen."""
        end = time.perf_counter() + seconds
        while text not in self.seen:
            if time.perf_counter() > end:
                raise TimeoutError(f"{text!r} did not appear; the last bytes were {self.seen[-300:]!r}")
            self.read(0.05)
        return time.perf_counter() - self.started

    def settle(self, quiet: float = 0.3) -> None:
        """Waits until nothing has come for `quiet` seconds."""
        while self.read(quiet):
            pass

    def press(self, keys: str) -> float:
        """Seconds from a key to the first byte that answers it."""
        start = time.perf_counter()
        os.write(self.fd, keys.encode())
        self.read(5.0)
        return time.perf_counter() - start

    def close(self) -> None:
        try:
            os.kill(self.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        os.waitpid(self.pid, 0)
        os.close(self.fd)
