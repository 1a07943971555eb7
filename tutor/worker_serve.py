"""The helper process: imports SymPy, says that it is ready, answers until its session hangs up.

The first helper of a user also listens where helpers meet, and forks itself, between two of its own tasks, for each
session that comes: what both have imported is then in memory once. It stops listening when its own session ends; the
forks go on, and the next helper that begins takes its place.
"""

from __future__ import annotations

import contextlib
import gc
import os
import select
import signal
import socket
from pathlib import Path
from typing import Any

from tutor.messages import languages_of, speak
from tutor.worker_link import HELLO, NAME, peer_of
from tutor.worker_wire import READY, receive, send

QUIET_SECONDS = 0.3  # without a task, before it does of itself what makes the next ones faster
ASKED_SECONDS = 5.0  # a fork that nobody tells whose it is ends
SPARE_SECONDS = 1.0  # after which a task that is over its time ends by itself, where nobody has ended it


class Meeting:
    """Where others can have a fork of this process; held by one process at a time, for as long as it lives."""

    def __init__(self, place: Path) -> None:
        """OSError where another process holds it."""
        import fcntl  # not on every system; no meeting is held there

        self._lock = os.open(place.with_suffix(".lock"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)  # the system lets go of it, however one ends
            place.unlink(missing_ok=True)
            self.door = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            self.door.bind(str(place))
            self.door.listen(128)  # who comes while SymPy is being imported waits here
            signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # forks that have ended are not waited for
        except OSError:
            os.close(self._lock)
            raise

    def close(self) -> None:
        self.door.close()
        os.close(self._lock)

    def fork(self) -> socket.socket | None:
        """In the fork its line to the session that asked; in this process None. OSError where there can be no more."""
        line, _ = self.door.accept()
        with line:
            if peer_of(line)[1] != os.getuid() or os.fork():
                return None
            self.close()
            return line.dup()


def serve(place: str) -> None:
    """The life of a helper. `place`: where helpers meet; empty where they do not."""
    speak(languages_of())  # the session's own environment; a fork is told its session's
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(os, "nice"):
        os.nice(5)
    reading, writing = os.dup(0), os.dup(1)
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)  # for as long as the process lives: no print may reach the pipe
    meeting = None
    if place:
        with contextlib.suppress(OSError):
            meeting = Meeting(Path(place))
    from tutor.tasks import warm_up  # SymPy and all

    send(writing, (READY, False, os.getpid()))
    warm = False
    ends = [reading] if meeting is None else [reading, meeting.door.fileno()]
    while True:
        ready = select.select(ends, [], [], None if warm else QUIET_SECONDS)[0]
        if reading in ready:
            if not _answer(reading, writing):
                return
            continue
        if not warm:
            warm = True
            warm_up()
            gc.collect()
            gc.freeze()  # what was loaded stays loaded: no collector writes on the pages that forks share
        if not ready or meeting is None:
            continue
        try:
            line = meeting.fork()
        except OSError:  # no more processes, no more files: its own session is served all the same
            meeting.close()
            meeting, ends = None, [reading]
            continue
        if line is not None:
            os.close(reading)
            os.close(writing)
            _serve_fork(line.fileno())


def _serve_fork(line: int) -> None:
    """The life of a fork; it ends with the session that asked for it, and never returns."""
    try:
        signal.setitimer(signal.ITIMER_REAL, ASKED_SECONDS)
        told = receive(line)
        signal.setitimer(signal.ITIMER_REAL, 0)
        if told is None:
            os._exit(1)
        folder, languages = told
        speak(languages)
        os.chdir(folder)  # names of lessons are as seen from there
        os.write(line, HELLO.pack(NAME, os.getpid()))
        while _answer(line, line):
            pass
    except OSError:
        os._exit(1)  # the session is gone, or its folder cannot be entered
    os._exit(0)


def _answer(reading: int, writing: int) -> bool:
    """Takes one task and sends its outcome; False where no more will come."""
    message: Any = receive(reading)
    if message is None:
        return False
    from tutor.tasks import TASKS

    number, task, args, seconds = message
    if hasattr(signal, "setitimer"):
        signal.setitimer(
            signal.ITIMER_REAL, seconds + SPARE_SECONDS
        )  # ends this process, should its parent be gone by then
    try:
        reply = (number, False, TASKS[task](*args))
    except Exception as fault:  # told to the asker, who says it to the learner
        reply = (number, True, str(fault) or type(fault).__name__)
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, 0)
    send(writing, reply)
    return True
