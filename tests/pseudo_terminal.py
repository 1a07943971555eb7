"""A program in a pseudo-terminal, driven from outside."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import select
import signal
import struct
import termios

QUESTION, ANSWER = b"\x1b[6n", b"\x1b[1;1R"


class Terminal:
    """Runs `argv` in a terminal of its own; `seen` is all that it has written."""

    def __init__(self, argv: list[str], columns: int = 80, rows: int = 24, **environment: str) -> None:
        self.seen = b""
        self._answered = 0  # up to here
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.environ.update({"TERM": "xterm-256color", "COLORTERM": "truecolor", **environment})
            os.execvp(argv[0], argv)
        self.resize(columns, rows)

    def resize(self, columns: int, rows: int) -> None:
        """Gives the terminal another size; the program is told with SIGWINCH."""
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
        self.seen += data
        self._answer()
        return data

    def _answer(self) -> None:
        """Says where the cursor is, as every terminal does that is asked; nobody minds the place. A question may come
        in two pieces."""
        asked = self.seen.count(QUESTION, self._answered)
        if asked:
            self._answered = self.seen.rindex(QUESTION) + len(QUESTION)
            with contextlib.suppress(OSError):  # whoever asked is gone
                os.write(self.fd, ANSWER * asked)

    def close(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self.fd)
