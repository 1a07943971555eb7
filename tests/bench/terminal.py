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
import tempfile
import termios
import time
from collections.abc import Callable
from pathlib import Path

import pyte

HERE = Path(__file__).parent
TUTOR = [sys.executable, "-c", "import sys; from tutor.__main__ import main; sys.exit(main())"]  # as `calc-tutor` does
BARE = [sys.executable, str(HERE / "bare.py")]
BARE_INPUT = [*BARE, "input"]
THEIRS = [sys.executable, str(HERE / "theirs.py")]  # textual-plotext
UP, DOWN = "\x1b[A", "\x1b[B"
TYPING, PLAYING, STREAMING = (str(HERE / "lessons" / f"{name}.yaml") for name in ("typing", "playing", "streaming"))
PIECES = 50  # a second, in which a slow line passes on what it has
_UNKNOWN = re.compile(rb"\x1b\[6n|\x1b\[[<=>][0-9;]*[a-zA-Z]|\x1b\[\?[0-9;]*\$p")  # what pyte would print as text


class Terminal:
    """Runs `argv` in a terminal of its own, and keeps what came and when; times are in seconds.

    What the tutor keeps goes to a folder of this terminal's own, and where helpers meet is one too, unless
    `environment` says otherwise. `slow`: so many bytes a second pass the line, as they would a modem.
    """

    def __init__(
        self, argv: list[str], columns: int = 80, rows: int = 24, slow: int | None = None, **environment: str
    ) -> None:
        self.chunks: list[tuple[float, bytes]] = []
        self.screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self.screen)
        self._fed = 0
        self._slow, self._line_free = slow, 0.0
        self._own = tempfile.TemporaryDirectory(prefix="calc-tutor-bench-")  # closed to others
        own = {"CALC_TUTOR_HOME": self._own.name, "XDG_RUNTIME_DIR": self._own.name}
        self.started = time.perf_counter()
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.environ.update({"TERM": "xterm-256color", "COLORTERM": "truecolor", **own, **environment})
            os.execvp(argv[0], argv)
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def __enter__(self) -> Terminal:
        return self

    def __exit__(self, *_: object) -> None:
        """Ends the program and its helpers, so that nothing runs on beside the next one."""
        for pid in (*descendants_of(self.pid), self.pid):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self.fd)
        self._own.cleanup()

    @property
    def bytes_sent(self) -> int:
        return sum(len(data) for _, data in self.chunks)

    def read(self, seconds: float) -> bytes:
        """What arrives within `seconds`, at the first pause; empty when nothing does."""
        begun = time.perf_counter()
        if self._slow is not None and self._line_free > begun:
            time.sleep(min(seconds, self._line_free - begun))
            if self._line_free - begun > seconds:
                return b""
        ready, _, _ = select.select([self.fd], [], [], max(0.0, seconds - (time.perf_counter() - begun)))
        if not ready:
            return b""
        try:
            data = os.read(self.fd, 65536 if self._slow is None else max(1, self._slow // PIECES))
        except OSError:
            return b""
        with contextlib.suppress(OSError):  # it says where the cursor is, as every terminal does that is asked
            os.write(self.fd, b"\x1b[1;1R" * data.count(b"\x1b[6n"))
        came = time.perf_counter()
        if self._slow is not None:  # it is there once its last byte is
            came = self._line_free = came + len(data) / self._slow
        self.chunks.append((came, data))
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
        while self.read(0.0):
            pass  # what the last key sent late
        start = self.send(keys)
        self.read(5.0)
        return time.perf_counter() - start

    # --- afterwards: what stood on the screen -----------------------------------------------------------------------

    def play(self, upto: float | None = None) -> None:
        """Draws what had come until then; costs the program nothing, being done after the fact."""
        while self._fed < len(self.chunks) and (upto is None or self.chunks[self._fed][0] <= upto):
            self._stream.feed(_UNKNOWN.sub(b"", self.chunks[self._fed][1]))
            self._fed += 1

    def wait_for(self, text: str, seconds: float = 30.0) -> None:
        """Until the screen shows it."""
        end = time.perf_counter() + seconds
        self.play()
        while not any(text in row for row in self.screen.display):
            if time.perf_counter() > end:
                raise TimeoutError(f"{text!r} never came:\n{chr(10).join(self.screen.display)}")
            self.read(0.1)
            self.play()

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


def descendants_of(pid: int) -> list[int]:
    """The processes that it began, and those that these began."""
    found = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        with contextlib.suppress(OSError):  # it has ended meanwhile
            for child in map(int, task.read_text().split()):
                found += [child, *descendants_of(child)]
    return found
