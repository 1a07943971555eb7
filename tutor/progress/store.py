"""Keeps what the learner did, the moment it happens, so that nothing is lost between two starts of the tutor.

`open_store(home, now)` gives a Store whatever the disk is like. Saving only puts a record in a queue: one thread
writes them in order, each batch one transaction, so no key ever waits for the disk. Once `flush()` says True, what
was saved before it survives a kill, a power cut and another session on the same file.

Nothing here raises for what a disk can do. `trouble` is the sentence to show, once, when something is not kept; the
store then goes on in memory. A write that failed for want of room or of a lock is kept and tried again with each later
one; when it succeeds, `trouble` is None again.
"""

from __future__ import annotations

import atexit
import contextlib
import queue
import sqlite3
import threading
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from tutor.lesson.model import Lesson
from tutor.progress import records, schema
from tutor.progress.anchor import Anchor, anchor_of, position_of
from tutor.progress.opening import Opened, in_memory_copy, open_progress
from tutor.progress.trouble import is_damage, later, sentence
from tutor.session import Session
from tutor.verdict import Verdict

PATIENCE = 3.0  # seconds to wait for another program that holds the file
LEAVING = 15.0  # seconds that closing may take: a disk that hangs must not hold the learner


def open_store(home: Path | None, now: Callable[[], datetime], *, patience: float = PATIENCE) -> Store:
    """The store in the folder `home` (None: the platform's own), made where there is none; never raises.

    Reads the whole file once, so it takes as long as that: a few milliseconds for a year of answers.
    """
    return Store(open_progress(home, patience), now, patience)


class Store:
    """One learner's progress. Any thread may call it; close it at the end."""

    def __init__(self, opened: Opened, now: Callable[[], datetime], patience: float) -> None:
        self.file = opened.file  # None: in memory only
        self.trouble = opened.trouble
        self._connection = opened.connection
        self._now, self._patience = now, patience
        self._anchors: dict[str, Anchor] = {}
        self._pending: list[records.Record] = []  # the thread's: taken from the queue, not yet in the file
        self._queue: queue.SimpleQueue[records.Record | _Request] = queue.SimpleQueue()
        self._closing = threading.Lock()
        self._closed = False
        self._thread = threading.Thread(target=self._serve, name="progress", daemon=True)
        self._thread.start()
        atexit.register(self.close)  # a daemon thread would leave its queue behind

    # --- saving -------------------------------------------------------------------------------------------------------

    def save_position(
        self,
        lesson_id: str,
        position: int,
        furthest: int,
        finished: bool,
        visited_at: datetime,
        lesson: Lesson | None = None,
    ) -> None:
        """Where one stands. Given the lesson too, the place is also kept by question, for a lesson that changes."""
        anchor = anchor_of(lesson, position) if lesson is not None else None
        if anchor is None:
            self._anchors.pop(lesson_id, None)
        else:
            self._anchors[lesson_id] = anchor
        self._queue.put(records.position_record(lesson_id, position, furthest, finished, visited_at, anchor))

    def save_answer(
        self, lesson_id: str, question_id: str, text: str, verdict: Verdict, hints: int, variant: int
    ) -> None:
        """One attempt, at this moment; also one that does not count. `hints`: how many were open."""
        at = self._now()
        self._queue.put(records.answer_record(lesson_id, question_id, text, verdict, hints, variant, at))

    def save_question(
        self,
        lesson_id: str,
        question_id: str,
        draft: str,
        hints: int,
        revealed: bool,
        worked: bool,
        variant: int,
    ) -> None:
        """How a question stands apart from its answers. An earlier variant than was kept already changes nothing."""
        at = self._now()
        self._queue.put(records.question_record(lesson_id, question_id, draft, hints, revealed, worked, variant, at))

    # --- reading ------------------------------------------------------------------------------------------------------

    def load(self) -> Session:
        """The session as everything saved so far leaves it, by this store and by others on the same file."""
        session, self._anchors = self._ask(_read) or (Session(), self._anchors)
        return session

    def latest(self) -> str | None:
        """The id of the lesson visited last; None before the first."""
        found: str | None = self._ask(records.read_latest)
        return found

    def settle(self, session: Session, lesson: Lesson) -> None:
        """Moves a loaded position to where its step is in the lesson as it is now. Call before standing there."""
        anchor, name = self._anchors.get(lesson.header.id), lesson.header.id
        if session.started(name):
            state, last = session.lesson(name), len(lesson.steps) - 1
            if anchor is not None:
                state.position = position_of(lesson, anchor, state.position)
            state.position = max(0, min(state.position, last))
            state.furthest = max(state.position, min(state.furthest, last))

    # --- waiting ------------------------------------------------------------------------------------------------------

    def flush(self) -> bool:
        """Waits until what was saved is written; True when all of it is safely in the file."""
        return bool(self._ask(None))

    def close(self) -> bool:
        """Flushes, and gives the file free; says what `flush` says. What is saved after this is not kept."""
        with self._closing:
            if self._closed:
                return False
            self._closed = True
        kept = self._ask(None, last=True)
        self._thread.join(1.0)  # all is written: only the file is still to be closed
        atexit.unregister(self.close)
        return bool(kept)

    def _ask(self, work: Callable[[sqlite3.Connection], Any] | None, *, last: bool = False) -> Any:
        """What `work` gives once everything before it is written; None when there is no answer to be had.

        Without work: whether everything is in the file.
        """
        request = _Request(work, last)
        self._queue.put(request)
        seconds = LEAVING + 2 * self._patience
        while not request.done.wait(0.1) and self._thread.is_alive() and seconds > 0:
            seconds -= 0.1
        return request.answer

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
        taken = [self._queue.get()]
        with contextlib.suppress(queue.Empty):
            while True:
                taken.append(self._queue.get_nowait())
        return taken

    def _write(self) -> None:
        if not self._pending:
            return
        try:
            self._transact()
        except schema.FAULTS as fault:
            self._failed(fault)
        else:
            self._pending.clear()
            if self.file is not None:
                self.trouble = None

    def _transact(self) -> None:
        """All that is pending, or nothing of it."""
        connection = self._connection
        connection.execute("BEGIN IMMEDIATE")
        try:
            if connection.execute("PRAGMA user_version").fetchone()[0] != schema.latest():
                raise schema.Newer  # it was migrated while we had it open
            records.write(connection, self._pending)
            connection.execute("COMMIT")
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
            if request.work is None:
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

    def _spare(self) -> sqlite3.Connection:
        """In memory, what the file has if it can still be read, else nothing."""
        try:
            return in_memory_copy(self._connection)
        except schema.FAULTS:
            return schema.in_memory()


class _Request:
    """Something to be done between two writes, and a place for what came of it."""

    def __init__(self, work: Callable[[sqlite3.Connection], Any] | None, last: bool) -> None:
        self.work, self.last = work, last
        self.answer: Any = None
        self.done = threading.Event()


def _read(connection: sqlite3.Connection) -> tuple[Session, dict[str, Anchor]]:
    return records.read_session(connection), records.read_anchors(connection)
