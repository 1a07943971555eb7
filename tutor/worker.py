"""A helper process that does the heavy algebra, so that the screen never waits for it and any of it can be stopped.

`await worker.ask(task, *args)` runs one function of `tutor.tasks` in a niced Python of its own, which the first task
starts: until the first picture stands every core belongs to the screen (on a busy machine a worker that imports SymPy
beside it doubles the time to paint). A task that takes longer than its time is killed with its process and
`TookTooLong` is raised; the next one finds a fresh process. A worker that lost its parent ends by itself.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import pickle
import signal
import struct
import subprocess
import sys
import threading
from pathlib import Path
from typing import IO, Any

READY = -1  # the id under which a worker says that it has finished importing
STARTUP_SECONDS = 60.0  # a slow disk, a busy host
_SIZE = struct.Struct("!I")


class TaskFailed(Exception):
    """The task itself said no; its message is a sentence for people."""


class TookTooLong(TaskFailed):
    """The task was stopped at its time limit."""


class Worker:
    """One helper process. Made before there is an event loop; used from one loop only."""

    def __init__(self) -> None:
        self._waiting: dict[int, asyncio.Future[Any]] = {}
        self._number = 0
        self._closed = False
        self._turn = asyncio.Lock()
        self._process: subprocess.Popen[bytes] | None = None

    def _start(self) -> None:
        root = str(Path(__file__).resolve().parent.parent)
        code = f"import sys; sys.path.append({root!r}); from tutor.worker import serve; serve()"
        quiet = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-c", code],  # -P: never import from the learner's working folder
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, **quiet},
            start_new_session=True,  # ctrl+c and a hang-up are for the screen; the worker sees its pipe close
        )
        self._ready: asyncio.Future[None] | None = None
        self._is_ready = threading.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        threading.Thread(target=self._listen, args=(self._process,), name="worker-replies", daemon=True).start()

    def _listen(self, process: subprocess.Popen[bytes]) -> None:
        assert process.stdout is not None
        while (message := _receive(process.stdout)) is not None:
            number, failed, value = message
            if number == READY:
                self._is_ready.set()
            self._tell(self._settle, number, failed, value)
        process.stdout.close()
        process.kill()
        process.wait()  # its pipe closes a moment before it is gone: who asks next must not find it still there
        self._tell(self._lost, process)

    def _tell(self, handler: Any, *args: Any) -> None:
        loop = self._loop
        if loop is not None and not loop.is_closed():
            try:
                loop.call_soon_threadsafe(handler, *args)
            except RuntimeError:
                return  # the loop closed between the two lines: nobody waits any more

    def _settle(self, number: int, failed: bool, value: Any) -> None:
        waiting = self._ready if number == READY else self._waiting.pop(number, None)
        if waiting is None or waiting.done():
            return  # a stale answer
        if failed:
            waiting.set_exception(TaskFailed(value))
        else:
            waiting.set_result(value)

    def _lost(self, process: subprocess.Popen[bytes]) -> None:
        if process is not self._process:
            return
        failure = TaskFailed("the helper process ended unexpectedly; try that again")
        for future in (*self._waiting.values(), *([self._ready] if self._ready else [])):
            if not future.done():
                future.set_exception(failure)
        self._waiting.clear()
        if not self._closed and self._is_ready.is_set():  # one that died while starting would die again
            self._start()

    async def ask(self, task: str, *args: Any, seconds: float = 2.0) -> Any:
        """The answer of `tutor.tasks.TASKS[task](*args)`; one at a time, in the order asked.

        Raises TaskFailed with a sentence, TookTooLong after `seconds` of work (waiting for the process to warm up
        is not work).
        """
        async with self._turn:
            if self._process is None or self._process.poll() is not None:
                self._start()
            self._loop = asyncio.get_running_loop()
            await self._warm()
            self._number += 1
            answer = self._waiting[self._number] = self._loop.create_future()
            try:
                assert self._process is not None and self._process.stdin is not None
                _send(self._process.stdin, (self._number, task, args, seconds))
                return await asyncio.wait_for(answer, seconds)
            except TimeoutError:
                self._waiting.pop(self._number, None)
                self._restart()
                raise TookTooLong(f"this took longer than {seconds:g} seconds and was stopped") from None
            except OSError as fault:
                raise TaskFailed("the helper process ended unexpectedly; try that again") from fault

    async def _warm(self) -> None:
        assert self._loop is not None
        if not self._is_ready.is_set():
            self._ready = self._loop.create_future()
            if not self._is_ready.is_set():
                await asyncio.wait_for(self._ready, STARTUP_SECONDS)
        self._ready = None

    def _restart(self) -> None:
        self._end()
        self._start()

    def _end(self) -> None:
        process = self._process
        if process is None:
            return
        process.kill()
        with contextlib.suppress(OSError):  # what was not written went with the process
            if process.stdin is not None:
                process.stdin.close()
        process.wait()

    def close(self) -> None:
        """Ends the process. Asking again after this is a mistake."""
        self._closed = True
        self._end()


def _send(stream: IO[bytes], message: Any) -> None:
    packed = pickle.dumps(message, protocol=pickle.HIGHEST_PROTOCOL)
    stream.write(_SIZE.pack(len(packed)) + packed)
    stream.flush()


def _receive(stream: IO[bytes]) -> Any:
    """The next message, or None at the end. Both ends are this program: nothing from outside is unpickled."""
    head = stream.read(_SIZE.size)
    if len(head) < _SIZE.size:
        return None
    body = stream.read(*_SIZE.unpack(head))
    return pickle.loads(body) if len(body) == _SIZE.unpack(head)[0] else None


def serve() -> None:
    """The worker's side: import, say ready, answer until the pipe closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(os, "nice"):
        os.nice(5)
    stdin, stdout = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = open(os.devnull, "w")  # noqa: SIM115 - for as long as the process lives: no print may reach the pipe
    from tutor.tasks import TASKS

    _send(stdout, (READY, False, None))
    while (message := _receive(stdin)) is not None:
        number, task, args, seconds = message
        if hasattr(signal, "setitimer"):
            signal.setitimer(signal.ITIMER_REAL, seconds + 1)  # ends this process, should its parent be gone by then
        try:
            reply = (number, False, TASKS[task](*args))
        except Exception as fault:  # told to the asker, who says it to the learner
            reply = (number, True, str(fault) or type(fault).__name__)
        if hasattr(signal, "setitimer"):
            signal.setitimer(signal.ITIMER_REAL, 0)
        _send(stdout, reply)
