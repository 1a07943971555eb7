"""The helper process, asked by somebody who waits: a task is killed at its time limit, and ctrl+c stops it.

The tutor without a screen does one thing after the other, so its event loop runs only while a task is under way.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from tutor.worker import TaskFailed, Worker

PATIENCE = 1.0  # seconds after which somebody who waits is told that work is going on


class Stopped(Exception):
    """ctrl+c was pressed while something was worked out; nothing came of it."""


class Helper:
    """One helper process and the loop it is asked on. `close` ends both."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._worker = Worker()
        self._warming: asyncio.Task[Any] | None = None

    def warm(self) -> None:
        """Starts it, without waiting: the first answer then waits less."""
        if self._warming is None:
            self._warming = self._loop.create_task(self._worker.ask("broken", (), seconds=60.0))
            self._loop.run_until_complete(asyncio.sleep(0))

    def ask(self, task: str, *args: Any, seconds: float = 2.0, waiting: Callable[[], None] | None = None) -> Any:
        """As `Worker.ask`, but waited for; `waiting` is called once where it takes long. Raises Stopped on ctrl+c."""
        asked = self._loop.create_task(self._worker.ask(task, *args, seconds=seconds))
        try:
            if waiting is not None:
                self._loop.run_until_complete(asyncio.wait({asked}, timeout=PATIENCE))
                if not asked.done():
                    waiting()
            return self._loop.run_until_complete(asked)
        except KeyboardInterrupt:
            self._begin_anew(asked)
            raise Stopped from None

    def _begin_anew(self, *tasks: asyncio.Task[Any]) -> None:
        """What was under way ends with its process."""
        self._let_go(*tasks)
        self._worker.close()
        self._worker = Worker()

    def _let_go(self, *tasks: asyncio.Task[Any]) -> None:
        under_way = [*tasks, *([self._warming] if self._warming is not None else [])]
        self._warming = None
        for task in under_way:
            task.cancel()
            with suppress(asyncio.CancelledError, TaskFailed, TimeoutError, OSError):  # nobody asks for it any more
                self._loop.run_until_complete(task)

    def close(self) -> None:
        """Ends the process; what was under way is not waited for."""
        self._let_go()
        self._worker.close()
        self._loop.close()
