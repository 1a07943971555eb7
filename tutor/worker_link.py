"""The line between a screen and its helper process, which was begun for it, or forked from another session's.

A session's first helper needs half a second of a processor and 60 MB to have SymPy. So helpers of one user meet in a
folder that only this user can enter: the first that comes listens there, and who comes later has a fork of it, in
milliseconds and with most of its memory shared. A fork is as good as a helper of one's own: it can be killed alone,
its session's folder and language are its own, and where no fork can be had, for whatever reason, one begins a helper,
within a second. What the first session asked before is still in a fork's memory, and nothing there reads it: helpers
are for the sessions of one person. Visitors of `tutor.serve` are different people, and theirs never meet.
"""

from __future__ import annotations

import contextlib
import os
import select
import signal
import socket
import stat
import struct
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from tutor.messages import languages_of
from tutor.worker_wire import send

SILENT_SECONDS = 1.0  # what somebody who comes waits for an answer, where nobody is at work on it
STARTING_SECONDS = 30.0  # so old is a helper that may still be importing, where many begin at once on a busy machine
QUIET = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
"""NumPy without pools of threads, each with memory of its own: set before NumPy is imported."""
PROGRAM = "import sys; sys.path.append({root!r}); from tutor.worker_serve import serve; serve(sys.argv[1])"
HELLO = struct.Struct("!8sI")  # what a fork says first, and its process id
NAME = b"calcfork"
_PEER = struct.Struct("3i")  # process, user, group


class NoAnswer(OSError):
    """Somebody sits where helpers meet, and gives no fork."""


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
        self.process = subprocess.Popen(
            # -P: never import from the learner's working folder
            [sys.executable, "-P", "-c", PROGRAM.format(root=root), str(meeting or "")],
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
    """A helper that another session's helper forked. OSError where there is none to be had: NoAnswer where somebody
    else sits there, or does nothing for SILENT_SECONDS."""

    def __init__(self, meeting: Path) -> None:
        self.line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            self.line.settimeout(SILENT_SECONDS)
            self.line.connect(str(meeting))  # at once: it is taken, or there is nobody, or too many wait
            peer, user = peer_of(self.line)
            if user != os.getuid():
                raise NoAnswer(f"{meeting} is another user's")
            send(self.line.fileno(), (os.getcwd(), languages_of()))
            name, self.pid = HELLO.unpack(_first_words(self.line, peer))
            if name != NAME:
                raise NoAnswer(f"{meeting} is another program's")
            self._process = os.pidfd_open(self.pid)  # it is alive: it has just spoken, and waits
            self.line.settimeout(None)
        except BaseException:
            self.line.close()
            raise
        self.reading = self.writing = self.line.fileno()

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


class Links:
    """Where the helpers of one session come from. `place` tells where helpers meet, or None."""

    def __init__(self, place: Callable[[], Path | None]) -> None:
        self._place = place
        self._alone = False  # who sits where helpers meet has kept this session waiting once: that is enough

    def link(self) -> tuple[Link, bool]:
        """A helper, and whether it is ready already: a fork where one can be had, else one of its own."""
        meeting = self._place()
        if meeting is not None and not self._alone:
            try:
                return Fork(meeting), True
            except OSError as fault:
                self._alone = isinstance(fault, NoAnswer)
        return Own(meeting), False


def _first_words(line: socket.socket, peer: int) -> bytes:
    """What the other end says first. NoAnswer once it has done nothing for SILENT_SECONDS, however many bytes come."""
    said, at_work = b"", AtWork(peer)
    end = time.monotonic() + SILENT_SECONDS
    while len(said) < HELLO.size:
        left = end - time.monotonic()
        if left <= 0:
            if not at_work.still():
                raise NoAnswer("the other helper does not answer")
            end += SILENT_SECONDS
            continue
        line.settimeout(left)
        with contextlib.suppress(TimeoutError):
            part = line.recv(HELLO.size - len(said))
            if not part:
                raise ConnectionResetError("the other helper has ended")
            said += part
    return said


class AtWork:
    """Is a process still importing? Asked now and then: many sessions that begin at once are to have one helper."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._used = self._look()[1]

    def still(self) -> bool:
        """It is young, it is not stopped, and it has run since it was asked last, or would if it could."""
        before = self._used
        state, self._used, age = self._look()
        return age < STARTING_SECONDS and (state in "RD" or self._used > before)

    def _look(self) -> tuple[str, int, float]:
        """Its state in a letter, the clock ticks that it ran, its age in seconds (`man 5 proc_pid_stat`)."""
        told = Path(f"/proc/{self._pid}/stat").read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()
        born = int(told[19]) / os.sysconf("SC_CLK_TCK")
        return told[0], int(told[11]) + int(told[12]), time.clock_gettime(time.CLOCK_BOOTTIME) - born


def peer_of(line: socket.socket) -> tuple[int, int]:
    """The process and the user at the other end."""
    process, user, _ = _PEER.unpack(line.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _PEER.size))
    return process, user


def meeting_place(environment: Mapping[str, str] = os.environ) -> Path | None:
    """Where helpers of this user and of this very program meet; None where they cannot.

    The folder is the user's own and closed to others, or it is not used. The name stands for all that two processes
    must have in common so that one can do the other's work: the program and its version, Python, what they see of the
    system.
    """
    import hashlib  # late: the first picture needs none of it

    if not (sys.platform == "linux" and hasattr(os, "pidfd_open") and hasattr(signal, "pidfd_send_signal")):
        return None
    given = environment.get("XDG_RUNTIME_DIR")
    folder = Path(given) if given else Path(environment.get("TMPDIR") or "/tmp") / f"calc-tutor-{os.getuid()}"
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
