"""A program in a pseudo-terminal, driven and timed from outside."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import re
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Callable
from pathlib import Path

import pyte

HERE = Path(__file__).parent
TUTOR = [sys.executable, "-c", "import sys; from tutor.__main__ import main; sys.exit(main())"]  # as `calc-tutor` does
BARE = [sys.executable, str(HERE / "bare.py")]
TYPING, PLAYING, STREAMING = (str(HERE / "lessons" / f"{name}.yaml") for name in ("typing", "playing", "streaming"))
_UNKNOWN = re.compile(rb"\x1b\[[<=>][0-9;]*[a-zA-Z]|\x1b\[\?[0-9;]*\$p")  # what pyte would print as text


class Terminal:
    """Runs `argv` in a terminal of its own, and keeps what came and when; times are in seconds."""

    def __init__(self, argv: list[str], columns: int = 80, rows: int = 24, **environment: str) -> None:
        self.chunks: list[tuple[float, bytes]] = []
        self.screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self.screen)
        self._fed = 0
        self.started = time.perf_counter()
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.environ.update({"TERM": "xterm-256color", "COLORTERM": "truecolor", **environment})
            os.execvp(argv[0], argv)
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def __enter__(self) -> Terminal:
        return self

    def __exit__(self, *_: object) -> None:
        """Ends the program and its helpers, so that nothing runs on beside the next one."""
        for pid in (*children_of(self.pid), self.pid):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self.fd)

    @property
    def bytes(self) -> int:
        return sum(len(data) for _, data in self.chunks)

    def read(self, seconds: float) -> bytes:
        """What arrives within `seconds`, at the first pause; empty when nothing does."""
        ready, _, _ = select.select([self.fd], [], [], seconds)
        if not ready:
            return b""
        try:
            data = os.read(self.fd, 65536)
        except OSError:
            return b""
        self.chunks.append((time.perf_counter(), data))
        return data

    def read_until(self, text: bytes, seconds: float = 30.0) -> float:
        """Seconds since the start until `text` was on its way to the screen."""
        end = time.perf_counter() + seconds
        seen = b""
        while text not in seen:
            if time.perf_counter() > end:
                raise TimeoutError(f"{text!r} did not appear; the last bytes were {seen[-300:]!r}")
            seen += self.read(0.05)
        return time.perf_counter() - self.started

    def read_for(self, seconds: float) -> None:
        end = time.perf_counter() + seconds
        while (left := end - time.perf_counter()) > 0:
            self.read(left)

    def settle(self, quiet: float = 0.3) -> None:
        """Waits until nothing has come for `quiet` seconds."""
        while self.read(quiet):
            pass

    def send(self, keys: str) -> float:
        """When the keys were sent."""
        now = time.perf_counter()
        os.write(self.fd, keys.encode())
        return now

    def press(self, keys: str) -> float:
        """Seconds from a key to the first byte that answers it, on a page that is otherwise still."""
        start = self.send(keys)
        self.read(5.0)
        return time.perf_counter() - start

    # --- afterwards: what stood on the screen -----------------------------------------------------------------------

    def play(self, upto: float | None = None) -> None:
        """Draws what had come until then; costs the program nothing, being done after the fact."""
        while self._fed < len(self.chunks) and (upto is None or self.chunks[self._fed][0] <= upto):
            self._stream.feed(_UNKNOWN.sub(b"", self.chunks[self._fed][1]))
            self._fed += 1

    def seen_after(self, start: float, shown: Callable[[str], bool]) -> float | None:
        """Seconds from `start` until the screen showed it."""
        self.play(start)
        while self._fed < len(self.chunks):
            at = self.chunks[self._fed][0]
            self.play(at)
            if shown("\n".join(self.screen.display)):
                return at - start
        return None


def cpu_of(pid: int) -> float:
    """Seconds of CPU that a process's threads have used."""
    return sum(int(task.read_text().split()[0]) for task in Path(f"/proc/{pid}/task").glob("*/schedstat")) / 1e9


def memory_of(pid: int) -> float:
    """Megabytes that are a process's own, shared pages in part (PSS)."""
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    found = re.search(r"^Pss:\s+(\d+) kB", rollup, re.MULTILINE)
    assert found
    return int(found[1]) / 1024


def children_of(pid: int) -> list[int]:
    return [int(each) for task in Path(f"/proc/{pid}/task").glob("*/children") for each in task.read_text().split()]
