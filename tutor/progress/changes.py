"""What is taken away on purpose, and brought back: a lesson skipped, a lesson or everything forgotten, and the undo.

Each is one transaction of the writer. The last of them, and no more, can be undone: what it took away stays in the
file until the next one takes its place.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from tutor.messages import N_, tr
from tutor.progress import uids
from tutor.progress.kept import Kept, Learner, merged, read_kept, write_kept
from tutor.progress.transfer import NotAnExport, parsed, written
from tutor.progress.trouble import NotChanged

UNREADABLE = N_("What was taken away last can no longer be read. Nothing was changed.")


class What(StrEnum):
    """What was done."""

    FORGET = "forget"
    SKIP = "skip"


@dataclass(frozen=True, slots=True)
class Done:
    """Something that was taken away, or brought back: of one lesson, or (`lesson` None) of all."""

    what: What
    lesson: str | None
    answers: int  # how many were in it
    at: datetime  # when it was taken away
    more: int = 0  # lessons beside this one, which were skipped with it


def forget(connection: sqlite3.Connection, lesson: str | None, at: datetime, *, for_good: bool = False) -> Done | None:
    """Takes away all that is kept of a lesson, or (None) everything and the learner's name; None where that is nothing.

    `for_good`: it cannot be undone, nor what was taken away before it, and its place in the file is overwritten.
    """
    before = read_kept(connection)
    gone = before if lesson is None else before.of_lesson(lesson)
    if for_good:
        connection.execute("PRAGMA secure_delete = ON")
        connection.execute("DELETE FROM undone")
    if gone.empty and (lesson is not None or before.learner.name is None):
        return None
    if lesson is None:
        after = Kept(Learner(before.learner.id))
    else:
        after = replace(
            before,
            answers={key: row for key, row in before.answers.items() if key not in gone.answers},
            lessons={key: row for key, row in before.lessons.items() if key not in gone.lessons},
            questions={key: row for key, row in before.questions.items() if key not in gone.questions},
            scenes={key: row for key, row in before.scenes.items() if key not in gone.scenes},
        )
    if not for_good:
        _remember(connection, What.FORGET, _payload(lesson, gone, at), at)
    write_kept(connection, before, after)
    return Done(What.FORGET, lesson, len(gone.answers), at)


def skip(connection: sqlite3.Connection, lessons: Iterable[str], at: datetime) -> Done | None:
    """Counts lessons as finished, where one stands in each as it was; None where all of them were finished already."""
    skipped: list[dict[str, Any]] = []
    for lesson in dict.fromkeys(lessons):
        row = connection.execute("SELECT finished FROM lessons WHERE lesson = ?", (lesson,)).fetchone()
        if row is None or not row[0]:
            skipped.append({"lesson": lesson, "started": row is not None})
    if not skipped:
        return None
    _remember(connection, What.SKIP, {**skipped[0], "more": skipped[1:]}, at)
    connection.executemany(
        "INSERT INTO lessons (lesson, position, furthest, finished, visited_at, visit) VALUES (?, 0, 0, 1, ?, 0)"
        " ON CONFLICT (lesson) DO UPDATE SET finished = 1",  # visit 0: it was not visited
        [(each["lesson"], _written(at)) for each in skipped],
    )
    return Done(What.SKIP, skipped[0]["lesson"], 0, at, more=len(skipped) - 1)


def undo(connection: sqlite3.Connection) -> Done | None:
    """Brings back what was taken away last; None where nothing is to be brought back. What was done since stays."""
    found = _last(connection)
    if found is None:
        return None
    number, done, payload = found
    if done.what is What.SKIP:
        for each in (payload, *payload.get("more", ())):
            if not each.get("started"):
                connection.execute("DELETE FROM lessons WHERE lesson = ? AND visit = 0", (each["lesson"],))
            connection.execute("UPDATE lessons SET finished = 0 WHERE lesson = ?", (each["lesson"],))
    else:
        before = read_kept(connection)
        write_kept(connection, before, merged(before, _taken(payload)))
    connection.execute("DELETE FROM undone WHERE number = ?", (number,))
    return done


def undoable(connection: sqlite3.Connection) -> Done | None:
    """What `undo` would bring back."""
    try:
        found = _last(connection)
    except NotChanged:
        return None
    return found[1] if found else None


def bring_in(connection: sqlite3.Connection, other: Kept) -> None:
    """Merges what another history holds into this one."""
    before = read_kept(connection)
    write_kept(connection, before, merged(before, other))


def rename(connection: sqlite3.Connection, name: str | None) -> None:
    """Gives the learner a name, or none."""
    connection.execute("UPDATE learner SET name = ?", (name,))


def _remember(connection: sqlite3.Connection, what: What, payload: dict[str, Any], at: datetime) -> None:
    connection.execute("DELETE FROM undone")
    connection.execute(
        "INSERT INTO undone (what, payload, at) VALUES (?, ?, ?)", (what.value, json.dumps(payload), _written(at))
    )


def _last(connection: sqlite3.Connection) -> tuple[int, Done, dict[str, Any]] | None:
    """What was taken away last, its number and its payload. NotChanged where a damaged file makes no sense."""
    row = connection.execute("SELECT number, what, payload, at FROM undone ORDER BY number DESC LIMIT 1").fetchone()
    if row is None:
        return None
    try:
        payload = json.loads(row[2])
        what, lesson, at = What(row[1]), payload["lesson"], uids.parsed(row[3])
        answers, more = payload.get("answers", 0), payload.get("more", [])
        named = all(isinstance(each["lesson"], str) for each in more)
    except (ValueError, KeyError, TypeError, RecursionError) as fault:
        raise NotChanged(tr(UNREADABLE)) from fault
    if at is None or not isinstance(answers, int) or not (named and (lesson is None or isinstance(lesson, str))):
        raise NotChanged(tr(UNREADABLE))
    return row[0], Done(what, lesson, answers, at, len(more)), payload


def _payload(lesson: str | None, gone: Kept, at: datetime) -> dict[str, Any]:
    return {"lesson": lesson, "answers": len(gone.answers), "kept": written(gone, at)}


def _taken(payload: dict[str, Any]) -> Kept:
    try:
        return parsed(payload["kept"].encode("utf-8"), own=True)
    except (NotAnExport, KeyError, AttributeError) as fault:
        raise NotChanged(tr(UNREADABLE)) from fault


def _written(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")
