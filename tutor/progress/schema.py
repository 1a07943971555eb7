"""The shape of the progress file, and how an older one becomes today's.

`MIGRATIONS[n]` takes a file from version n to n + 1, by statements of SQL and by functions where SQL cannot say it; a
released entry is never edited, only followed by another. The version stands in the file itself (`user_version`), and
`APPLICATION` says that the file is ours. No table has an index beside itself, so that SQLite's `quick_check` reads
everything there is, and every column's type is a CHECK, so that it also reads what a damaged byte made of a value.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable

from tutor.messages import tr
from tutor.progress import uids

APPLICATION = 0x63616C63  # "calc"
MOST = 9999  # of a variant or a hint: what is beyond is damage, not a learner

_TEXT = "TEXT NOT NULL CHECK (typeof({0}) = 'text')"
_NAME = "TEXT CHECK (typeof({0}) IN ('text', 'null'))"
_COUNT = "INTEGER NOT NULL CHECK (typeof({0}) = 'integer' AND {0} >= 0)"
_FEW = f"INTEGER NOT NULL CHECK (typeof({{0}}) = 'integer' AND {{0}} BETWEEN 0 AND {MOST})"
_FLAG = "INTEGER NOT NULL CHECK ({0} IN (0, 1))"


def _columns(**kinds: str) -> str:
    return ", ".join(f"{name} {kind.format(name)}" for name, kind in kinds.items())


_LESSONS = _columns(
    lesson=_TEXT,
    position=_COUNT,
    furthest=_COUNT,
    finished=_FLAG,
    visited_at=_TEXT,
    visit=_COUNT,  # grows with every visit, whatever the clock does
    anchor=_NAME,  # the question at or before the position: it outlives a lesson that is rewritten
    after="INTEGER CHECK (typeof(after) IN ('integer', 'null'))",
)
_ANSWERS = _columns(
    lesson=_TEXT,
    question=_TEXT,
    variant=_FEW,
    text=_TEXT,
    outcome=_TEXT,
    message=_TEXT,
    mistake=_NAME,
    spot=_NAME,  # Verdict.where, which SQL has taken
    understood=_NAME,
    hints=_FEW,
    answered_at=_TEXT,
)
_QUESTIONS = _columns(
    lesson=_TEXT,
    question=_TEXT,
    draft=_TEXT,
    hints=_FEW,
    revealed=_FLAG,
    worked=_FLAG,
    variant=_FEW,
    changed_at=_TEXT,
)

_SECOND_ANSWERS = _columns(
    uid="TEXT NOT NULL PRIMARY KEY CHECK (typeof({0}) = 'text' AND length({0}) = 32 AND NOT {0} GLOB '*[^0-9a-f]*')",
    lesson=_TEXT,
    question=_TEXT,
    variant=_FEW,
    text=_TEXT,
    outcome=_TEXT,
    message=_TEXT,
    mistake=_NAME,
    spot=_NAME,
    understood=_NAME,
    hints=_FEW,
    answered_at=_TEXT,
    origin=_TEXT,  # lesson, review, checkpoint or placement
    seconds="INTEGER CHECK (typeof({0}) IN ('integer', 'null'))",  # how long it took, where that is known
)
_SCENES = _columns(lesson=_TEXT, scene=_TEXT, state=_TEXT, changed_at=_TEXT)
_LEARNER = _columns(one="INTEGER PRIMARY KEY CHECK ({0} = 1)", id=_TEXT, name=_NAME)
_UNDONE = _columns(what=_TEXT, payload=_TEXT, at=_TEXT)


def _with_uids(connection: sqlite3.Connection) -> None:
    """From 1 to 2: answers by uid, in place of a number that means nothing on another machine."""
    columns = "lesson, question, variant, text, outcome, message, mistake, spot, understood, hints, answered_at"
    rows = connection.execute(f"SELECT {columns} FROM answers ORDER BY number").fetchall()
    connection.execute("DROP TABLE answers")
    connection.execute(f"CREATE TABLE answers ({_SECOND_ANSWERS}) WITHOUT ROWID")
    connection.executemany(
        f"INSERT INTO answers (uid, {columns}, origin) VALUES ({', '.join('?' * 12)}, 'lesson')",
        ((uid, *row) for uid, row in zip(uids.derived(rows, 10), rows, strict=True)),
    )


def _with_stamped_visits(connection: sqlite3.Connection) -> None:
    """From 1 to 2: a visit's number becomes a stamp (see `uids`), so that visits on two machines have an order."""
    rows = connection.execute("SELECT lesson, visited_at FROM lessons ORDER BY visit").fetchall()
    visits = zip(uids.stamps(at for _, at in rows), (lesson for lesson, _ in rows), strict=True)
    connection.executemany("UPDATE lessons SET visit = ? WHERE lesson = ?", list(visits))


def _with_a_learner(connection: sqlite3.Connection) -> None:
    """From 1 to 2: a learner has an id that says nothing of the person, and a name once one was given."""
    connection.execute("INSERT INTO learner (one, id) VALUES (1, ?)", (os.urandom(16).hex(),))


Change = str | Callable[[sqlite3.Connection], None]
MIGRATIONS: tuple[tuple[Change, ...], ...] = (
    (
        f"CREATE TABLE lessons ({_LESSONS}, PRIMARY KEY (lesson)) WITHOUT ROWID",
        f"CREATE TABLE answers (number INTEGER PRIMARY KEY, {_ANSWERS})",
        f"CREATE TABLE questions ({_QUESTIONS}, PRIMARY KEY (lesson, question)) WITHOUT ROWID",
    ),
    (
        _with_uids,
        _with_stamped_visits,
        f"CREATE TABLE scenes ({_SCENES}, PRIMARY KEY (lesson, scene)) WITHOUT ROWID",
        f"CREATE TABLE learner ({_LEARNER})",
        _with_a_learner,
        f"CREATE TABLE undone (number INTEGER PRIMARY KEY, {_UNDONE})",
    ),
)


class NotOurs(Exception):
    """The file is sound for SQLite and yet no progress file that any calc-tutor wrote."""


class Newer(NotOurs):
    """A newer calc-tutor made the file what it is: to be read, not to be written."""


# What reading or writing a file can raise. SQLite's own messages quote the file, so a damaged one may not be text;
# and a damaged length may ask for more memory than there is.
FAULTS = (sqlite3.Error, NotOurs, UnicodeDecodeError, MemoryError)


def latest() -> int:
    """The version this calc-tutor writes."""
    return len(MIGRATIONS)


def version_of(connection: sqlite3.Connection) -> int:
    """The version of an open file; 0 for one without any table. NotOurs where it is not a progress file.

    Of today's and of older versions every table must read exactly as it was made: a damaged byte in a table's
    definition is no fault for SQLite, and would be one at the first write.
    """
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    tables = _tables(connection)
    if not tables and version == 0:
        return 0
    if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION or version < 1:
        raise NotOurs(tr("it does not say that it is one of calc-tutor's"))
    if version <= latest():
        wanted = _tables(in_memory(version))
        if any(tables.get(name) != sql for name, sql in wanted.items()):
            raise NotOurs(tr("its tables are not as calc-tutor made them"))
    return version


def migrate(connection: sqlite3.Connection, goal: int | None = None) -> int:
    """Brings a file forward to `goal`, today's version unless named, in one transaction; gives the version it has then.

    A file that has it already, or is newer, is not written to. sqlite3.Error leaves the file as it was.
    """
    goal = latest() if goal is None else goal
    if _version(connection) >= goal:
        return _version(connection)
    connection.execute("BEGIN IMMEDIATE")
    try:
        # read again under the lock: another calc-tutor may have been quicker
        for statements in MIGRATIONS[_version(connection) : goal]:
            for change in statements:
                connection.execute(change) if isinstance(change, str) else change(connection)
        connection.execute(f"PRAGMA application_id = {APPLICATION}")
        connection.execute(f"PRAGMA user_version = {max(goal, _version(connection))}")
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
    return _version(connection)


def in_memory(version: int | None = None) -> sqlite3.Connection:
    """An empty store that lives in memory, of today's version unless another is named."""
    connection = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    connection.text_factory = readable
    migrate(connection, version)
    return connection


def readable(text: bytes) -> str:
    """Text from a file; a damaged letter becomes a mark instead of an error."""
    return text.decode("utf-8", "replace")


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _tables(connection: sqlite3.Connection) -> dict[str, str]:
    return dict(connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'"))
