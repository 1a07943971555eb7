"""What is kept, as values that write themselves, and a Session made of them again.

Two sessions may write the same lesson. Answers are only ever added. Of a question and of a lesson what has been
reached is never taken back (hints opened, a prediction revealed, the furthest step, a later variant), and what can
change freely (a draft, where one stands) is as the last writer left it.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, ClassVar

from tutor.progress import uids
from tutor.progress.anchor import Anchor
from tutor.progress.schema import MOST
from tutor.session import Attempt, Session
from tutor.verdict import Outcome, Verdict

Value = str | int | None
_FARTHEST = 2**31  # of a position; only so that a wild number cannot stop a write
LONGEST = 3600  # seconds that an answer took: who came back later was away
LONGEST_STATE = 1 << 18  # characters


class Origin(StrEnum):
    """Where an answer was given."""

    LESSON = "lesson"
    REVIEW = "review"
    CHECKPOINT = "checkpoint"
    PLACEMENT = "placement"


@dataclass(frozen=True, slots=True)
class Record:
    """Something that happened, ready to be written: one statement and its values."""

    sql: ClassVar[str]
    values: tuple[Value, ...]


class PositionRecord(Record):
    sql = f"""
        INSERT INTO lessons (lesson, position, furthest, finished, visited_at, anchor, after, visit)
        VALUES (?, ?, ?, ?, ?, ?, ?, 
                min({uids.LAST}, max(?, (SELECT coalesce(max(visit), 0) + 1 FROM lessons))))
        ON CONFLICT (lesson) DO UPDATE SET
            position = excluded.position,
            furthest = max(furthest, excluded.furthest),
            finished = max(finished, excluded.finished),
            visited_at = excluded.visited_at, visit = excluded.visit,
            anchor = excluded.anchor, after = excluded.after"""


class AnswerRecord(Record):  # a write that failed at its very end and is tried again adds nothing twice
    sql = """
        INSERT OR IGNORE INTO answers (uid, lesson, question, variant, text, outcome, message, mistake, spot,
                                       understood, hints, answered_at, origin, seconds)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""


class QuestionRecord(Record):
    sql = """
        INSERT INTO questions (lesson, question, draft, hints, revealed, worked, variant, changed_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (lesson, question) DO UPDATE SET
            draft = CASE WHEN excluded.variant < variant THEN draft ELSE excluded.draft END,
            hints = CASE WHEN excluded.variant > variant THEN excluded.hints
                         WHEN excluded.variant < variant THEN hints ELSE max(hints, excluded.hints) END,
            worked = CASE WHEN excluded.variant > variant THEN excluded.worked
                          WHEN excluded.variant < variant THEN worked ELSE max(worked, excluded.worked) END,
            revealed = max(revealed, excluded.revealed),
            variant = max(variant, excluded.variant),
            changed_at = max(changed_at, excluded.changed_at)"""


class SceneRecord(Record):
    sql = """
        INSERT INTO scenes (lesson, scene, state, changed_at) VALUES (?, ?, ?, ?)
        ON CONFLICT (lesson, scene) DO UPDATE SET
            state = excluded.state,
            changed_at = max(changed_at, excluded.changed_at)"""


def position_record(
    lesson: str, position: int, furthest: int, finished: bool, visited_at: datetime, anchor: Anchor | None
) -> Record:
    place = (_text(anchor.question), anchor.after) if anchor is not None else (None, None)
    where = (_count(position, _FARTHEST), _count(furthest, _FARTHEST), int(bool(finished)))
    return PositionRecord((_text(lesson), *where, _utc(visited_at), *place, uids.stamp_of(visited_at)))


def answer_record(
    uid: str,
    lesson: str,
    question: str,
    text: str,
    verdict: Verdict,
    hints: int,
    variant: int,
    at: datetime,
    origin: Origin,
    seconds: float | None,
) -> Record:
    told = (_text(verdict.message), _text(verdict.mistake), _text(verdict.where), _text(verdict.understood))
    what = (_text(lesson), _text(question), _count(variant), _text(text), verdict.outcome.value)
    took = None if seconds is None or seconds != seconds else _count(round(max(0.0, min(seconds, LONGEST))))
    return AnswerRecord((uid, *what, *told, _count(hints), _utc(at), origin.value, took))


def question_record(
    lesson: str, question: str, draft: str, hints: int, revealed: bool, worked: bool, variant: int, at: datetime
) -> Record:
    flags = (int(bool(revealed)), int(bool(worked)))
    return QuestionRecord(
        (_text(lesson), _text(question), _text(draft), _count(hints), *flags, _count(variant), _utc(at))
    )


def scene_record(lesson: str, scene: str, state: Mapping[str, Any], at: datetime) -> Record | None:
    """The state of a scene; None where it is longer than anything that a scene has to keep."""
    written = json.dumps(state, separators=(",", ":"))  # also NaN and Infinity, where a descent may stand
    return SceneRecord((_text(lesson), _text(scene), written, _utc(at))) if len(written) <= LONGEST_STATE else None


def write(connection: sqlite3.Connection, records: Iterable[Record]) -> None:
    """Writes all of them, in order, into the transaction that is open."""
    for record in records:
        connection.execute(record.sql, record.values)


# --- reading ----------------------------------------------------------------------------------------------------------

COLUMNS = {
    "lessons": "lesson, position, furthest, finished, visited_at, visit, anchor, after",
    "questions": "lesson, question, draft, hints, revealed, worked, variant, changed_at",
    "answers": "uid, lesson, question, variant, text, outcome, message, mistake, spot, understood, hints,"
    " answered_at, origin, seconds",
    "scenes": "lesson, scene, state, changed_at",
    "learner": "one, id, name",
    "undone": "number, what, payload, at",
}


def copy_known(source: sqlite3.Connection, target: sqlite3.Connection) -> None:
    """Copies what this version knows of a newer file. sqlite3.Error where even that is not there."""
    for table, columns in COLUMNS.items():
        rows = source.execute(f"SELECT {columns} FROM {table}").fetchall()
        marks = ", ".join("?" for _ in columns.split(","))
        target.execute(f"DELETE FROM {table}")
        target.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", rows)


def read_session(connection: sqlite3.Connection) -> Session:
    """The session as it stood after the last record. An answer with an outcome that is not known here is left out."""
    session = Session()
    for lesson, position, furthest, finished in connection.execute(
        "SELECT lesson, position, furthest, finished FROM lessons ORDER BY visit"
    ):
        state = session.lesson(lesson)
        state.position, state.furthest, state.finished = position, furthest, bool(finished)
    for lesson, name, draft, hints, revealed, worked, variant in connection.execute(
        "SELECT lesson, question, draft, hints, revealed, worked, variant FROM questions ORDER BY lesson, question"
    ):
        question = session.lesson(lesson).question(name)
        question.draft, question.hints, question.variant = draft, hints, variant
        question.revealed, question.worked = bool(revealed), bool(worked)
        question.past = [[] for _ in range(variant)]
    _replay(session, _answers(connection))
    return session


def _replay(session: Session, answers: Iterable[tuple[str, str, int, int, str, Verdict]]) -> None:
    """Answers as `Session.judged` took them then, an earlier variant's to the past; each looked at once."""
    tried: dict[tuple[str, str, int], dict[tuple[str, ...], Attempt]] = {}
    for lesson, name, variant, hints, text, verdict in answers:
        state = session.lesson(lesson).question(name)
        while state.variant < variant:  # answered before the question itself was kept
            session.sibling(state)
        if variant == state.variant:
            state.hints = max(state.hints, hints)
        if verdict.outcome is not Outcome.UNREADABLE:
            same, attempts = tuple(text.split()), tried.setdefault((lesson, name, variant), {})
            attempts.pop(same, None)  # the same again takes the place of the one before
            attempts[same] = Attempt(text, verdict)
    for (lesson, name, variant), attempts in tried.items():
        state = session.lesson(lesson).question(name)
        told = list(attempts.values())
        if variant == state.variant:
            state.attempts = told
        else:
            state.past[variant] = told


def _answers(connection: sqlite3.Connection) -> Iterator[tuple[str, str, int, int, str, Verdict]]:
    """Those given in the lesson itself: what a review asks changes nothing there."""
    known = {outcome.value: outcome for outcome in Outcome}
    for lesson, question, variant, hints, text, outcome, *told in connection.execute(
        "SELECT lesson, question, variant, hints, text, outcome, message, mistake, spot, understood"
        " FROM answers WHERE origin = ? ORDER BY uid",
        (Origin.LESSON.value,),
    ):
        if outcome in known:
            yield lesson, question, variant, hints, text, Verdict(known[outcome], *told)


def read_anchors(connection: sqlite3.Connection) -> dict[str, Anchor]:
    """Where one stood in each lesson, by question."""
    rows = connection.execute("SELECT lesson, anchor, after FROM lessons WHERE after IS NOT NULL")
    return {lesson: Anchor(anchor, after) for lesson, anchor, after in rows}


def read_latest(connection: sqlite3.Connection) -> str | None:
    """The lesson visited last."""
    row = connection.execute("SELECT lesson FROM lessons WHERE visit > 0 ORDER BY visit DESC LIMIT 1").fetchone()
    return row[0] if row else None


def read_scene(connection: sqlite3.Connection, lesson: str, scene: str) -> dict[str, Any] | None:
    """How a scene stood; None where it was not kept, or is no longer to be read."""
    row = connection.execute("SELECT state FROM scenes WHERE lesson = ? AND scene = ?", (lesson, scene)).fetchone()
    try:
        state = json.loads(row[0]) if row else None
    except (ValueError, RecursionError):
        return None
    return state if isinstance(state, dict) else None


def read_last_stamp(connection: sqlite3.Connection) -> int:
    """The stamp of the last answer in the log; 0 before the first."""
    uid = connection.execute("SELECT max(uid) FROM answers").fetchone()[0]
    return uids.stamp_in(uid) if uid else 0


def _count(number: int, most: int = MOST) -> int:
    return max(0, min(int(number), most))


def _text(text: str | None) -> str | None:
    """Text as SQLite can hold it: half a surrogate pair, which is no letter, becomes a question mark."""
    return None if text is None else text.encode("utf-8", "replace").decode("utf-8")


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
