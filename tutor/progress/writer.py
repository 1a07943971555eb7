"""The one thread that writes a progress file: records in order, each batch one transaction.

Nobody who hands in a record waits for the disk. A write that failed for want of room or of a lock is kept and tried
again with each later one; a file that turns out to be damaged is never written to again, and one goes on in memory.
"""

from __future__ import annotations

import contextlib
import queue
import sqlite3
import threading
from collections.abc import Callable
from contextvars import copy_context
from pathlib import Path
from typing import Any

from tutor.messages import tr
from tutor.progress import records, schema
from tutor.progress.opening import Opened, back_up, in_memory_copy
from tutor.progress.trouble import NotChanged, is_damage, later, not_now, sentence

LEAVING = 15.0  # seconds that closing may take: a disk that hangs must not hold the learner
Work = Callable[[sqlite3.Connection], Any]


class Writer:
    """Takes records and questions from any thread. `file` is None where there is only memory; `trouble` says why."""

    def __init__(self, opened: Opened, patience: float) -> None:
        self.file, self.trouble = opened.file, opened.trouble
        self._connection = opened.connection
        self._patience = patience
        self._pending: list[records.Record] = []  # the thread's: taken from the queue, not yet in the file
        self._queue: queue.SimpleQueue[records.Record | _Request] = queue.SimpleQueue()
        self._thread = threading.Thread(target=copy_context().run, args=(self._serve,), name="progress", daemon=True)
        self._thread.start()

    def put(self, record: records.Record) -> None:
        """To be written, soon and after all that was put before it."""
        self._queue.put(record)

    def ask(self, work: Work | None) -> Any:
        """What `work` gives once everything before it is written; None when there is no answer to be had.

        Without work: whether everything is in the file.
        """
        return self._wait(_Request(work)).answer

    def change(self, work: Work, copy: Path | None = None) -> Any:
        """What `work` gives, which may write: all it does is one transaction, after everything before it was written.

        `copy`: where a copy of the file is put first. NotChanged, with a sentence, where it could not be done.
        """
        request = self._wait(_Request(work, changes=True, copy=copy))
        if request.refused is None and not request.done.is_set():
            request.refused = tr("The progress file does not answer. Nothing is known to have changed.")
        if request.refused is not None:
            raise NotChanged(request.refused)
        return request.answer

    def close(self) -> bool:
        """Writes what there is, gives the file free, ends the thread; whether everything is in the file."""
        kept = self._wait(_Request(None, last=True)).answer
        self._thread.join(1.0)  # all is written: only the file is still to be closed
        return bool(kept)

    def _wait(self, request: _Request) -> _Request:
        self._queue.put(request)
        seconds = LEAVING + 2 * self._patience
        while not request.done.wait(0.1) and self._thread.is_alive() and seconds > 0:
            seconds -= 0.1
        return request

    # --- the thread ---------------------------------------------------------------------------------------------------

    def _serve(self) -> None:
        """Takes what has come, writes it as one transaction, answers who waits; until it is told to end."""
        while True:
            requests = []
            for item in self._taken():
                if isinstance(item, _Request):
                    requests.append(item)
                else:
                    self._pending.append(item)
            self._write()
            for request in requests:
                self._answer(request)
            if any(request.last for request in requests):
                self._connection.close()
                return

    def _taken(self) -> list[records.Record | _Request]:
        """What has come, up to the first request that changes something: what was put after it is written after it."""
        taken = [self._queue.get()]
        with contextlib.suppress(queue.Empty):
            while not (isinstance(taken[-1], _Request) and taken[-1].changes):
                taken.append(self._queue.get_nowait())
        return taken

    def _write(self) -> None:
        if not self._pending:
            return
        try:
            self._transact(lambda connection: records.write(connection, self._pending))
        except schema.FAULTS as fault:
            self._failed(fault)
        else:
            self._pending.clear()
            if self.file is not None:
                self.trouble = None

    def _transact(self, work: Work) -> Any:
        """All that `work` does, or nothing of it."""
        connection = self._connection
        connection.execute("BEGIN IMMEDIATE")
        try:
            if connection.execute("PRAGMA user_version").fetchone()[0] != schema.latest():
                raise schema.Newer  # it was migrated while we had it open
            given = work(connection)
            connection.execute("COMMIT")
            return given
        finally:
            if connection.in_transaction:
                connection.execute("ROLLBACK")

    def _failed(self, fault: Exception) -> None:
        """Says so; goes on in memory where the file must not be written any more."""
        if self.file is None:
            return
        self.trouble = later(self.file, fault)
        if is_damage(fault):
            self.trouble = sentence(self.file, fault, self._patience)
            self.file = None
            damaged, self._connection = self._connection, self._spare()
            with contextlib.suppress(sqlite3.Error):  # it is given up
                damaged.close()
            self._write()

    def _answer(self, request: _Request) -> None:
        try:
            if request.changes:
                self._change(request)
            elif request.work is None:
                request.answer = self.file is not None and not self._pending
            elif self._pending and self.file is not None:
                spare = self._spare()  # what could not be written is part of the answer
                records.write(spare, self._pending)
                request.answer = request.work(spare)
                spare.close()
            else:
                request.answer = request.work(self._connection)
        except schema.FAULTS as fault:
            self._failed(fault)
        finally:
            request.done.set()

    def _change(self, request: _Request) -> None:
        if request.work is None:
            return
        if self._pending and self.file is not None:  # it would be done before what the learner did before it
            request.refused = self.trouble
            return
        try:
            if request.copy is not None:
                back_up(self._connection, request.copy)
            request.answer = self._transact(request.work)
        except NotChanged as why:
            request.refused = str(why)
        except (*schema.FAULTS, OSError) as fault:
            request.refused = not_now(self.file, fault)
            if not isinstance(fault, OSError) and is_damage(fault):
                self._failed(fault)

    def _spare(self) -> sqlite3.Connection:
        """In memory, what the file has if it can still be read, else nothing."""
        try:
            return in_memory_copy(self._connection)
        except schema.FAULTS:
            return schema.in_memory()


class _Request:
    """Something to be done between two writes, and a place for what came of it."""

    def __init__(
        self, work: Work | None, *, last: bool = False, changes: bool = False, copy: Path | None = None
    ) -> None:
        self.work, self.last, self.changes, self.copy = work, last, changes, copy
        self.answer: Any = None
        self.refused: str | None = None  # why nothing was changed
        self.done = threading.Event()
