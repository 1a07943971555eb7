"""The line between a screen and its helper process, which was begun for it, or forked from another session's.

A session's first helper needs half a second of a processor and 60 MB to have SymPy. So helpers of one user meet in a
folder that only this user can enter: the first that comes listens there, and who comes later has a fork of it, in
milliseconds and with most of its memory shared. A fork is as good as a helper of one's own: it can be killed alone,
nothing of one session is seen by another, and where no fork can be had, for whatever reason, one begins a helper.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import select
import signal
import socket
import stat
import struct
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from tutor.messages import languages_of

READY = -1  # the id under which a helper says that it has finished importing, and its process id
FORK_SECONDS = 30.0  # a helper that forks may be importing, on a busy machine
QUIET = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
"""NumPy without pools of threads, each with memory of its own: set before NumPy is imported."""
_SIZE = struct.Struct("!I")
_PEER = struct.Struct("3i")  # process, user, group


class Link:
    """One helper process that is there: `pid`, and the two ends to talk to it by.

    `kill`, `close` and `wait` may be called from any thread, and more than once; after `forget` nothing may.
    """

    pid: int
    reading: int
    writing: int

    def kill(self) -> None:
        raise NotImplementedError

    def wait(self) -> None:
        """Returns once the process is gone."""
        raise NotImplementedError

    def gone(self) -> bool:
        raise NotImplementedError

    def close(self) -> None:
        """Says no more: a helper that has nothing to do ends by itself."""
        raise NotImplementedError

    def forget(self) -> None:
        """The process is gone: gives back what belongs to the line."""
        raise NotImplementedError


class Own(Link):
    """A helper begun for this session alone; others may have forks of it, if there is a `meeting`."""

    def __init__(self, meeting: Path | None) -> None:
        root = str(Path(__file__).resolve().parent.parent)
        code = f"import sys; sys.path.append({root!r}); from tutor.worker_serve import serve; serve(sys.argv[1])"
        self.process = subprocess.Popen(
            # -P: never import from the learner's working folder
            [sys.executable, "-P", "-c", code, str(meeting or "")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, **QUIET},
            start_new_session=True,  # ctrl+c and a hang-up are for the screen; the helper sees its pipe close
        )
        assert self.process.stdin is not None and self.process.stdout is not None
        self.pid = self.process.pid
        self.reading, self.writing = self.process.stdout.fileno(), self.process.stdin.fileno()

    def kill(self) -> None:
        self.process.kill()

    def wait(self) -> None:
        self.process.wait()

    def close(self) -> None:
        with contextlib.suppress(OSError):  # what was not written went with the process
            if self.process.stdin is not None:
                self.process.stdin.close()

    def gone(self) -> bool:
        return self.process.poll() is not None

    def forget(self) -> None:
        self.close()
        if self.process.stdout is not None:
            self.process.stdout.close()


class Fork(Link):
    """A helper that another session's helper forked. OSError where there is none to be had."""

    def __init__(self, meeting: Path) -> None:
        self.line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            self.line.connect(str(meeting))  # at once: it is taken, or there is nobody
            if peer_of(self.line) != os.getuid():
                raise PermissionError(f"{meeting} is another user's")
            self.reading = self.writing = self.line.fileno()
            send(self.writing, (os.getcwd(), languages_of()))
            if not select.select([self.reading], [], [], FORK_SECONDS)[0]:
                raise TimeoutError("the other helper does not answer")
            told = receive(self.reading)
            if told is None:
                raise ConnectionResetError("the other helper has ended")
            self.pid = told[2]
            self._process = os.pidfd_open(self.pid)  # it is alive: it has just spoken, and waits
        except BaseException:
            self.line.close()
            raise

    def kill(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            signal.pidfd_send_signal(self._process, signal.SIGKILL)

    def wait(self) -> None:
        select.select([self._process], [], [])

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self.line.shutdown(socket.SHUT_WR)

    def gone(self) -> bool:
        return bool(select.select([self._process], [], [], 0)[0])

    def forget(self) -> None:
        self.line.close()
        os.close(self._process)


def link(place: Callable[[], Path | None]) -> tuple[Link, bool]:
    """A helper, and whether it is ready already: a fork where one can be had, else one of its own."""
    meeting = place()
    if meeting is not None:
        with contextlib.suppress(OSError):
            return Fork(meeting), True
    return Own(meeting), False


def peer_of(line: socket.socket) -> int:
    """The user at the other end."""
    return int(_PEER.unpack(line.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _PEER.size))[1])


def meeting_place(environment: Mapping[str, str] = os.environ) -> Path | None:
    """Where helpers of this user and of this very program meet; None where they cannot.

    The folder is the user's own and closed to others, or it is not used. The name stands for all that two processes
    must have in common so that one can do the other's work: the program and its version, Python, what they see of the
    system.
    """
    import hashlib  # late: the first picture needs neither
    import tempfile

    if not (sys.platform == "linux" and hasattr(os, "pidfd_open") and hasattr(signal, "pidfd_send_signal")):
        return None
    given = environment.get("XDG_RUNTIME_DIR")
    folder = Path(given) if given else Path(tempfile.gettempdir()) / f"calc-tutor-{os.getuid()}"
    try:
        if not given:
            folder.mkdir(mode=0o700, exist_ok=True)
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid() or found.st_mode & 0o077:
            return None
        here = Path(__file__).resolve().parent
        code = here.stat()
        spaces = [os.readlink(f"/proc/self/ns/{name}") for name in ("mnt", "pid", "user")]
    except OSError:
        return None
    common = [str(here), code.st_ino, code.st_mtime_ns, sys.executable, sys.version, spaces]
    place = folder / f"calc-tutor-{hashlib.sha256(repr(common).encode()).hexdigest()[:16]}"
    return place if len(os.fsencode(place)) < 100 else None  # the system bounds the name of a socket


def send(end: int, message: Any) -> None:
    """Writes one message. OSError where nobody reads any more."""
    packed = pickle.dumps(message, protocol=pickle.HIGHEST_PROTOCOL)
    rest = memoryview(_SIZE.pack(len(packed)) + packed)
    while rest:
        rest = rest[os.write(end, rest) :]


def receive(end: int) -> Any:
    """The next message, or None at the end. Both ends are this program: nothing from outside is unpickled."""
    head = _exactly(end, _SIZE.size)
    body = _exactly(end, *_SIZE.unpack(head)) if head is not None else None
    return pickle.loads(body) if body is not None else None


def _exactly(end: int, count: int) -> bytes | None:
    parts = []
    while count:
        try:
            part = os.read(end, min(count, 1 << 20))
        except ConnectionResetError:  # the other end was killed with something unread
            return None
        if not part:
            return None
        parts.append(part)
        count -= len(part)
    return b"".join(parts)
