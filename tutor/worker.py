"""A helper process that does the heavy algebra, so that the screen never waits for it and any of it can be stopped.

`await worker.ask(task, *args)` runs one function of `tutor.tasks` in a niced Python of its own, which the first task
starts: until the first picture stands every core belongs to the screen (on a busy machine a worker that imports SymPy
beside it doubles the time to paint). A task that takes longer than its time is killed with its process and
`TookTooLong` is raised; the next one finds a fresh process. A helper that lost its parent ends by itself. One that
nobody has asked anything for `idle` seconds is let go, with its memory; `wake` has another one ready before it is
asked. Sessions of one user can have helpers that share most of their memory (`worker_link`).
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from contextvars import Context, copy_context
from pathlib import Path
from typing import Any

from tutor.messages import N_, tr
from tutor.worker_link import Link, Links
from tutor.worker_wire import READY, receive, send

STARTUP_SECONDS = 60.0  # a slow disk, a busy host
IDLE_SECONDS = 300.0
NOT_READY = N_("the helper process was not ready after {seconds:g} seconds and was stopped; try that again")
LOST = N_("the helper process ended unexpectedly; try that again")
NONE_BEGUN = N_("no helper process can be started: {why}")


class TaskFailed(Exception):
    """The task itself said no; its message is a sentence for people."""


class TookTooLong(TaskFailed):
    """The task was stopped at its time limit."""


class Helper:
    """One helper process from before it is there until after it is gone; a thread of its own begins it and listens."""

    def __init__(self, worker: Worker, links: Links) -> None:
        self.link: Link | None = None
        self.ready = threading.Event()
        self._worker, self._links = worker, links
        self._dropped = False
        self._change = threading.Lock()
        threading.Thread(target=self._live, name="worker-replies", daemon=True).start()

    def _live(self) -> None:
        try:
            found, ready = self._links.link()
        except OSError as fault:
            self._worker.tell(self._worker.lost, self, NONE_BEGUN, fault.strerror or str(fault))
            return
        with self._change:
            self.link = found
            dropped = self._dropped
        if dropped:
            found.kill()
        if ready:
            self._receive(READY, False, None)
        try:
            while (message := receive(found.reading)) is not None:
                self._receive(*message)
        finally:
            found.kill()
            found.wait()  # its pipe closes a moment before it is gone: who asks next must not find it still there
            self._worker.tell(self._worker.lost, self, LOST)

    def _receive(self, number: int, failed: bool, value: Any) -> None:
        if number == READY:
            self.ready.set()
        self._worker.tell(self._worker.settle, self, number, failed, value)

    def drop(self) -> None:
        """Ends it, also while it starts, without waiting until it is gone."""
        with self._change:
            self._dropped = True
        if self.link is not None:
            self.link.kill()
            self.link.close()

    def kill(self) -> None:
        """Ends it, also while it starts; returns once it is gone, if it was there."""
        self.drop()
        if self.link is not None:
            self.link.wait()

    def let_go(self) -> None:
        """It has nothing to do, and ends by itself."""
        with self._change:
            self._dropped = True
        if self.link is not None:
            self.link.close()

    def forget(self) -> None:
        """It is gone, and nothing more is to be sent to it: the line is given back, on the loop that sends."""
        if self.link is not None:
            self.link.forget()
            self.link = None

    @property
    def gone(self) -> bool:
        return self.link is not None and self.link.gone()


class Worker:
    """One helper at a time. Made before there is an event loop; used from one loop only.

    `idle`: after so many seconds without a task the helper is let go. `meeting` tells where helpers of this user meet
    (`worker_link.meeting_place`), or None where this one is to keep to itself; it is asked in a thread.
    """

    def __init__(self, *, idle: float = IDLE_SECONDS, meeting: Callable[[], Path | None] = lambda: None) -> None:
        self._idle, self._links = idle, Links(meeting)
        self._waiting: dict[int, asyncio.Future[Any]] = {}
        self._number = 0
        self._closed = False
        self._turn = asyncio.Lock()
        self._helper: Helper | None = None
        self._ready: asyncio.Future[None] | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._context: Context | None = None  # of who asks: it has their language, and a helper's thread has not
        self._sleep: asyncio.TimerHandle | None = None

    def _start(self) -> Helper:
        self._helper = Helper(self, self._links)
        return self._helper

    def wake(self) -> None:
        """Somebody may ask soon: begins a helper, beside the keys, where there is none; else it stays for longer."""
        self._loop, self._context = asyncio.get_running_loop(), copy_context()
        if self._closed:
            return
        if self._helper is None or self._helper.gone:
            self._start()
        self._rest()

    def _rest(self) -> None:
        """Counts the seconds without a task anew."""
        assert self._loop is not None
        if self._sleep is not None:
            self._sleep.cancel()
        if not self._closed:
            self._sleep = self._loop.call_later(self._idle, self._let_go)

    def _let_go(self) -> None:
        if self._turn.locked():
            self._rest()
        elif self._helper is not None:
            helper, self._helper = self._helper, None
            helper.let_go()

    def tell(self, handler: Any, *args: Any) -> None:
        """From a helper's thread: calls `handler` on the loop, if there still is one."""
        loop = self._loop
        if loop is not None and not loop.is_closed():
            try:
                loop.call_soon_threadsafe(handler, *args, context=self._context)
            except RuntimeError:
                return  # the loop closed between the two lines: nobody waits any more

    def settle(self, helper: Helper, number: int, failed: bool, value: Any) -> None:
        """A helper has answered."""
        if helper is not self._helper:
            return
        waiting = self._ready if number == READY else self._waiting.pop(number, None)
        if waiting is None or waiting.done():
            return  # a stale answer
        if failed:
            waiting.set_exception(TaskFailed(value))
        else:
            waiting.set_result(value)

    def lost(self, helper: Helper, what: str, why: str | None = None) -> None:
        """A helper is gone. `what` is one of the messages above; `why` stands in it."""
        helper.forget()
        if helper is not self._helper:
            return
        for future in (*self._waiting.values(), *([self._ready] if self._ready else [])):
            if not future.done():
                future.set_exception(TaskFailed(tr(what) if why is None else tr(what, why=why)))
        self._waiting.clear()
        self._helper = None
        if not self._closed and helper.ready.is_set():  # one that died while starting would die again
            self._start()

    async def ask(self, task: str, *args: Any, seconds: float = 2.0) -> Any:
        """The answer of `tutor.tasks.TASKS[task](*args)`; one at a time, in the order asked.

        Raises TaskFailed with a sentence, TookTooLong after `seconds` of work (waiting for the process to warm up
        is not work: it has STARTUP_SECONDS for that).
        """
        async with self._turn:
            self.wake()
            helper = await self._warm()
            if helper.link is None:
                raise TaskFailed(tr(LOST))  # it was ready, and ended before it could be asked
            self._number += 1
            assert self._loop is not None
            answer = self._waiting[self._number] = self._loop.create_future()
            try:
                send(helper.link.writing, (self._number, task, args, seconds))
                return await asyncio.wait_for(answer, seconds)
            except TimeoutError:
                self._waiting.pop(self._number, None)
                self._restart()
                raise TookTooLong(
                    tr("this took longer than {seconds:g} seconds and was stopped", seconds=seconds)
                ) from None
            except OSError as fault:
                raise TaskFailed(tr(LOST)) from fault
            finally:
                self._rest()

    async def _warm(self) -> Helper:
        helper = self._helper
        assert self._loop is not None and helper is not None
        if not helper.ready.is_set():
            self._ready = self._loop.create_future()
            try:
                if not helper.ready.is_set():
                    await asyncio.wait_for(self._ready, STARTUP_SECONDS)
            except TimeoutError:
                helper.drop()
                self._helper = None  # the next task begins another one
                raise TaskFailed(tr(NOT_READY, seconds=STARTUP_SECONDS)) from None
            finally:
                self._ready = None
        return helper

    def _restart(self) -> None:
        if self._helper is not None:
            self._helper.kill()
        self._start()

    def close(self) -> None:
        """Ends the helper. Asking again after this is a mistake."""
        self._closed = True
        if self._sleep is not None:
            self._sleep.cancel()
        if self._helper is not None:
            self._helper.kill()
