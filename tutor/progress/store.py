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
import sqlite3
import threading
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from tutor.lesson.model import Lesson
from tutor.messages import tr
from tutor.progress import changes, records, schema, uids
from tutor.progress.anchor import Anchor, anchor_of, position_of
from tutor.progress.changes import Done
from tutor.progress.history import Answered, read_history
from tutor.progress.kept import Kept, merged, read_kept
from tutor.progress.opening import Opened, open_progress
from tutor.progress.records import Origin
from tutor.progress.trouble import NotChanged
from tutor.progress.writer import Writer
from tutor.session import Session
from tutor.verdict import Verdict

BEFORE_IMPORT = "progress.before-import.db"
PATIENCE = 3.0  # seconds to wait for another program that holds the file


def open_store(
    home: Path | None, now: Callable[[], datetime], *, patience: float = PATIENCE, make: bool = True
) -> Store:
    """The store in the folder `home` (None: the platform's own), made where there is none; never raises.

    Reads the whole file once, so it takes as long as that: a few milliseconds for a year of answers. Without `make`
    a store that is not there is an empty one in memory.
    """
    return Store(open_progress(home, patience, make=make), now, patience)


class Store:
    """One learner's progress. Any thread may call it; close it at the end."""

    def __init__(self, opened: Opened, now: Callable[[], datetime], patience: float) -> None:
        self._now = now
        self._anchors: dict[str, Anchor] = {}
        self._naming = threading.Lock()
        self._stamp = _last_stamp(opened.connection)  # of the last answer's uid
        self._closing = threading.Lock()
        self._closed = False
        self._writer = Writer(opened, patience)
        atexit.register(self.close)  # the writer's thread is a daemon: it would leave its queue behind

    @property
    def file(self) -> Path | None:
        """Where it is kept; None: in memory only."""
        return self._writer.file

    @property
    def trouble(self) -> str | None:
        """What is not kept, and why, in a sentence."""
        return self._writer.trouble

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
        self._writer.put(records.position_record(lesson_id, position, furthest, finished, visited_at, anchor))

    def save_answer(
        self,
        lesson_id: str,
        question_id: str,
        text: str,
        verdict: Verdict,
        hints: int,
        variant: int,
        *,
        origin: str = Origin.LESSON,
        seconds: float | None = None,
    ) -> None:
        """One attempt, at this moment; also one that does not count. `hints`: how many were open; `seconds`: how long
        it took, where that is known."""
        at = self._now()
        with self._naming:
            self._stamp = uids.after(self._stamp, uids.stamp_of(at))
            uid = uids.fresh(self._stamp)
        self._writer.put(
            records.answer_record(
                uid, lesson_id, question_id, text, verdict, hints, variant, at, Origin(origin), seconds
            )
        )

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
        self._writer.put(records.question_record(lesson_id, question_id, draft, hints, revealed, worked, variant, at))

    def save_scene(self, lesson_id: str, scene: str, state: Mapping[str, Any]) -> None:
        """How a scene of a lesson stands, as JSON can say it; one longer than any scene's is not kept."""
        record = records.scene_record(lesson_id, scene, state, self._now())
        if record is not None:
            self._writer.put(record)

    # --- reading ------------------------------------------------------------------------------------------------------

    def load(self) -> Session:
        """The session as everything saved so far leaves it, by this store and by others on the same file."""
        session, self._anchors = self._writer.ask(_read) or (Session(), self._anchors)
        return session

    def history(self) -> tuple[Answered, ...]:
        """Every answer, in the order they were given."""
        return self._writer.ask(read_history) or ()

    def scene(self, lesson_id: str, scene: str) -> dict[str, Any] | None:
        """How a scene stood when it was saved last; None where it was not, or cannot be read."""
        found: dict[str, Any] | None = self._writer.ask(lambda file: records.read_scene(file, lesson_id, scene))
        return found

    def latest(self) -> str | None:
        """The id of the lesson visited last; None before the first."""
        found: str | None = self._writer.ask(records.read_latest)
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

    # --- changing what is kept: waits until it is done; NotChanged, with a sentence, where it cannot be --------------

    def forget(self, lesson_id: str | None, *, for_good: bool = False) -> Done | None:
        """Takes away all of a lesson, or (None) everything; None where nothing was kept. See `changes.forget`."""
        at = self._now()
        done: Done | None = self._writer.change(lambda file: changes.forget(file, lesson_id, at, for_good=for_good))
        return done

    def skip(self, *lesson_ids: str) -> Done | None:
        """Counts lessons as finished; None where they were."""
        at = self._now()
        done: Done | None = self._writer.change(lambda file: changes.skip(file, lesson_ids, at))
        return done

    def undo(self) -> Done | None:
        """Brings back what was skipped or forgotten last; None where there is nothing."""
        done: Done | None = self._writer.change(changes.undo)
        return done

    def undoable(self) -> Done | None:
        """What `undo` would bring back."""
        done: Done | None = self._writer.ask(changes.undoable)
        return done

    def kept(self) -> Kept | None:
        """All that is kept, as values; None where it cannot be read."""
        kept: Kept | None = self._writer.ask(read_kept)
        return kept

    def bring_in(self, other: Kept) -> tuple[Kept, Kept]:
        """Merges another history into this one, after a copy of the file was put beside it; what was, and what is.

        Where nothing is new, nothing is written.
        """
        before = self.kept()
        if before is None:
            raise NotChanged(tr("What is kept here cannot be read. Nothing was changed."))
        after = merged(before, other)
        if after != before:
            copy = self.file.with_name(BEFORE_IMPORT) if self.file is not None else None
            self._writer.change(lambda file: changes.bring_in(file, other), copy)
            with self._naming:
                self._stamp = max(self._stamp, *(uids.stamp_in(uid) for (uid,) in after.answers))
        return before, after

    def rename(self, name: str | None) -> None:
        """Gives the learner a name, or none."""
        self._writer.change(lambda file: changes.rename(file, name))

    # --- waiting ------------------------------------------------------------------------------------------------------

    def flush(self) -> bool:
        """Waits until what was saved is written; True when all of it is safely in the file."""
        return bool(self._writer.ask(None))

    def close(self) -> bool:
        """Flushes, and gives the file free; says what `flush` says. What is saved after this is not kept."""
        with self._closing:
            if self._closed:
                return False
            self._closed = True
        kept = self._writer.close()
        atexit.unregister(self.close)
        return kept


def _last_stamp(connection: sqlite3.Connection) -> int:
    try:
        return records.read_last_stamp(connection)
    except schema.FAULTS:  # the first write will say so
        return 0


def _read(connection: sqlite3.Connection) -> tuple[Session, dict[str, Anchor]]:
    return records.read_session(connection), records.read_anchors(connection)
