"""Opens the progress file, or says in a sentence why what is done now cannot be kept.

Nothing is written to a file before it has been read through and found to be ours. A file that is damaged, foreign,
newer or not to be written is left exactly as it is; what can be read of it is taken into memory.

The file uses SQLite's rollback journal, not its write-ahead log: between two writes there is one file and nothing
beside it, it needs no shared memory (so a home on a network works where it has locks), and a file that was moved away
under the running tutor is noticed at the next write. `synchronous = EXTRA` is FULL and also syncs the folder when the
journal goes, so that a power cut cannot bring an undone journal back.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import stat
from dataclasses import dataclass
from pathlib import Path

from tutor.messages import tr
from tutor.progress import schema
from tutor.progress.records import copy_known
from tutor.progress.trouble import ELSEWHERE, NOT_KEPT, reason, sentence

NAME = "progress.db"
SETTINGS = ("synchronous = EXTRA", "fullfsync = ON", "cell_size_check = ON", "trusted_schema = OFF")
LEAST = 512  # bytes: no SQLite file is smaller


@dataclass(frozen=True, slots=True)
class Opened:
    """A connection to write to: the file, or (`file` is None) memory, and then the sentence that says why."""

    connection: sqlite3.Connection
    file: Path | None
    trouble: str | None


class CannotKeep(Exception):
    """Why nothing can be kept, in a sentence; `read` has what could be read of the file, where that is anything."""

    def __init__(self, sentence: str, read: sqlite3.Connection | None = None) -> None:
        super().__init__(sentence)
        self.read = read


def open_progress(home: Path | None, patience: float, *, make: bool = True) -> Opened:
    """Opens `home`/progress.db, made where it is not; never raises.

    `home` None means the platform's folder for data of a person. `patience` is how many seconds to wait for another
    program that holds the file. Without `make` no file and no folder is made: an empty store in memory stands for one
    that is not there.
    """
    try:
        file = _folder(home, make) / NAME
        if not make and not os.path.lexists(file):
            return Opened(schema.in_memory(), None, None)
        return Opened(_open(file, patience), file, None)
    except CannotKeep as trouble:
        return Opened(trouble.read or schema.in_memory(), None, str(trouble))


def _folder(home: Path | None, make: bool) -> Path:
    """The folder; made where it is not there, if that is wanted."""
    if home is None:
        import platformdirs  # here, because --home needs none of it

        home = Path(platformdirs.user_data_path("calc-tutor", appauthor=False))
        if not home.is_absolute():  # no HOME and no entry for this user: "~" stays as it is
            raise CannotKeep(
                tr(
                    "This machine names no home folder for you. {not_kept}; to keep it, {elsewhere}.",
                    not_kept=tr(NOT_KEPT),
                    elsewhere=tr(ELSEWHERE),
                )
            )
    try:
        home = home.absolute()
        if make:
            home.mkdir(mode=0o700, parents=True, exist_ok=True)
        elif not next(each for each in (home, *home.parents) if each.exists()).is_dir():
            raise NotADirectoryError  # no folder could ever be made there
    except (OSError, ValueError) as fault:  # ValueError: a path no file system could have
        why = tr("a file is in its way") if isinstance(fault, FileExistsError | NotADirectoryError) else reason(fault)
        raise CannotKeep(
            tr(
                "The folder {home} cannot be made: {why}. {not_kept}; to keep it, {elsewhere}.",
                home=home,
                why=why,
                not_kept=tr(NOT_KEPT),
                elsewhere=tr(ELSEWHERE),
            )
        ) from fault
    return home


def _open(file: Path, patience: float) -> sqlite3.Connection:
    new = _is_new(file)
    if new and not os.access(file.parent, os.W_OK):
        raise CannotKeep(
            tr(
                "The folder {parent} may not be written to. {not_kept}; to keep it, {elsewhere}.",
                parent=file.parent,
                not_kept=tr(NOT_KEPT),
                elsewhere=tr(ELSEWHERE),
            )
        )
    connection = None
    try:
        connection = connect(file, patience, new=new)
        version = _checked(connection)
        _writable(file, connection, version)
        _bring_forward(file, connection, version)
        return connection
    except (*schema.FAULTS, OSError) as fault:
        _close(connection)
        raise CannotKeep(sentence(file, fault, patience)) from fault
    except CannotKeep:
        _close(connection)
        raise


def _is_new(file: Path) -> bool:
    """Whether there is no such file yet. Never opens it: closing it again would give up SQLite's locks."""
    try:
        found = os.stat(file)
    except FileNotFoundError:
        return True
    except (OSError, ValueError) as fault:
        raise CannotKeep(
            tr(
                "{file} cannot be opened: {reason}. {not_kept}; to keep it, {elsewhere}.",
                file=file,
                reason=reason(fault),
                not_kept=tr(NOT_KEPT),
                elsewhere=tr(ELSEWHERE),
            )
        ) from fault
    if not stat.S_ISREG(found.st_mode):
        raise CannotKeep(
            tr(
                "{file} is not a file. {not_kept}; to keep it, move that away or {elsewhere}.",
                file=file,
                not_kept=tr(NOT_KEPT),
                elsewhere=tr(ELSEWHERE),
            )
        )
    if 0 < found.st_size < LEAST and not file.with_name(f"{NAME}-journal").exists():
        # SQLite would take it for empty; with a journal beside it, it is a first write cut short, which SQLite undoes
        raise CannotKeep(sentence(file, schema.NotOurs(tr("all but its beginning is missing")), 0))
    return False


def connect(file: Path, patience: float, *, new: bool = False) -> sqlite3.Connection:
    """A connection with everything set that safety asks for. sqlite3.Error where there can be none."""
    connection = sqlite3.connect(
        f"{file.as_uri()}?mode={'rwc' if new else 'rw'}",
        uri=True,
        timeout=patience,
        isolation_level=None,
        check_same_thread=False,  # made by whoever opens the store, used by its one thread
    )
    connection.text_factory = schema.readable
    for setting in SETTINGS:
        connection.execute(f"PRAGMA {setting}")
    return connection


def _checked(connection: sqlite3.Connection) -> int:
    """The version of a file that was read through and is sound and ours; NotOurs or sqlite3.Error if it is not."""
    connection.execute("BEGIN")  # one look: another calc-tutor may be making the file this moment
    try:
        said = connection.execute("PRAGMA quick_check(1)").fetchone()
        if said is None or said[0] != "ok":
            raise schema.NotOurs(tr("parts of it do not fit together"))
        return schema.version_of(connection)
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")


def _writable(file: Path, connection: sqlite3.Connection, version: int) -> None:
    """CannotKeep, with what could be read, where the file is not to be written."""
    if version > schema.latest():
        raise CannotKeep(sentence(file, schema.Newer(), 0), in_memory_copy(connection))
    if not _takes_writes(connection):
        raise CannotKeep(
            tr(
                "{file} or its folder may not be written to; what was kept before is here. {not_kept}; "
                "to keep it, {elsewhere}.",
                file=file,
                not_kept=tr(NOT_KEPT),
                elsewhere=tr(ELSEWHERE),
            ),
            in_memory_copy(connection),
        )


def _takes_writes(connection: sqlite3.Connection) -> bool:
    """Whether SQLite may write there: begins a write, with the journal that it needs, and takes it back.

    A full disk is no answer to that: room may be made, and each write is tried again.
    """
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    try:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(f"PRAGMA user_version = {version}")
    except sqlite3.OperationalError as fault:
        code = fault.sqlite_errorcode & 0xFF
        if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise
        return code not in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM)
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
    return True


def in_memory_copy(connection: sqlite3.Connection) -> sqlite3.Connection:
    """What a file holds, in memory and at today's version; of a newer file what is known of it.

    Row by row, so that nothing of a damaged header comes along. sqlite3.Error where it cannot be read.
    """
    copy, source = schema.in_memory(), connection
    version = schema.version_of(connection)
    if version < schema.latest():
        source = sqlite3.connect(":memory:", isolation_level=None)
        source.text_factory = schema.readable
        connection.backup(source)
        schema.migrate(source)
    try:
        copy_known(source, copy)
    except schema.FAULTS:
        if version <= schema.latest():
            raise
        return schema.in_memory()  # a newer version keeps it in another way
    return copy


def _bring_forward(file: Path, connection: sqlite3.Connection, version: int) -> None:
    """Makes the tables, or migrates an older file after a copy of it was put beside it."""
    if 0 < version < schema.latest():
        back_up(connection, file.with_name(f"progress.v{version}.db"))
    if connection.execute("PRAGMA journal_mode").fetchone()[0] != "delete":
        connection.execute("PRAGMA journal_mode = DELETE")
    if schema.migrate(connection) > schema.latest():
        raise schema.Newer  # this very moment


def back_up(connection: sqlite3.Connection, goal: Path) -> None:
    """A whole copy or none: it gets its name once it is complete. sqlite3.Error or OSError where it cannot be made."""
    part = goal.with_name(f"{goal.name}.{os.getpid()}")
    try:
        copy = sqlite3.connect(part, isolation_level=None)
        try:
            connection.backup(copy)
        finally:
            copy.close()
        os.replace(part, goal)
    finally:
        part.unlink(missing_ok=True)


def _close(connection: sqlite3.Connection | None) -> None:
    if connection is not None:
        with contextlib.suppress(sqlite3.Error):  # it is given up: nothing of ours stands in it
            connection.close()
