"""What is wrong with a progress file, in a sentence for the learner: what happened, where, what to do."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from tutor.messages import N_, tr
from tutor.progress import schema

NOT_KEPT = N_("What you do now is not kept")
ELSEWHERE = N_("start calc-tutor with --home DIR, a folder that you may write to")


class NotChanged(Exception):
    """A change that was asked for could not be made; why, in a sentence. What was kept is as it was."""


def sentence(file: Path, fault: Exception, patience: float) -> str:
    """What a fault of the file means for the learner, and what to do."""
    code = getattr(fault, "sqlite_errorcode", 0) & 0xFF
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return tr(
            "Another program has held {file} for {patience:g} seconds and more. {not_kept}; to keep "
            "it, close that program and start calc-tutor again, or {elsewhere}.",
            file=file,
            patience=patience,
            not_kept=tr(NOT_KEPT),
            elsewhere=tr(ELSEWHERE),
        )
    if isinstance(fault, schema.Newer):
        return tr(
            "{file} was written by a newer calc-tutor; this one reads what it knows of it and leaves it alone. "
            "{not_kept}; to keep it, update calc-tutor or {elsewhere}.",
            file=file,
            not_kept=tr(NOT_KEPT),
            elsewhere=tr(ELSEWHERE),
        )
    if is_damage(fault):
        return tr(
            "{file} is damaged or no file of calc-tutor ({reason}); it is left as it is. {not_kept}; "
            "to keep it, move that file away or {elsewhere}.",
            file=file,
            reason=reason(fault),
            not_kept=tr(NOT_KEPT),
            elsewhere=tr(ELSEWHERE),
        )
    return tr(
        "{file} cannot be used: {reason}. {not_kept}; to keep it, {elsewhere}.",
        file=file,
        reason=reason(fault),
        not_kept=tr(NOT_KEPT),
        elsewhere=tr(ELSEWHERE),
    )


def later(file: Path, fault: Exception) -> str:
    """The same of a write that may yet succeed."""
    if getattr(fault, "sqlite_errorcode", 0) == sqlite3.SQLITE_READONLY_DBMOVED:
        return tr(
            "{file} is no longer where it was. What you did is not lost while calc-tutor runs: move "
            "the file back, and it is written with the next thing you do.",
            file=file,
        )
    return tr(
        "{file} cannot be written to just now: {reason}. What you did is not lost while "
        "calc-tutor runs, and the write is tried again with each thing you do: make room, or "
        "close the program that holds the file.",
        file=file,
        reason=reason(fault),
    )


def not_now(file: Path | None, fault: Exception) -> str:
    """The same of a change that was asked for and not made."""
    what = file if file is not None else tr("What is kept in memory")
    return tr(
        "{what} cannot be written to just now: {reason}. Nothing was changed; try again later.",
        what=what,
        reason=reason(fault),
    )


def is_damage(fault: Exception) -> bool:
    """Whether the file itself is at fault, so that it must never be written to again."""
    if not isinstance(fault, sqlite3.Error):
        return isinstance(fault, schema.FAULTS)
    code = getattr(fault, "sqlite_errorcode", 0) & 0xFF
    damage = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR, sqlite3.SQLITE_SCHEMA, 0)
    return code in damage


def reason(fault: Exception) -> str:
    """The fault in a few words."""
    if isinstance(fault, UnicodeDecodeError | MemoryError):
        return tr("parts of it cannot be read")
    return (fault.strerror if isinstance(fault, OSError) and fault.strerror else str(fault)) or type(fault).__name__
