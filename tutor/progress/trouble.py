"""What is wrong with a progress file, in a sentence for the learner: what happened, where, what to do."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from tutor.progress import schema

NOT_KEPT = "What you do now is not kept"
ELSEWHERE = "start calc-tutor with --home DIR, a folder that you may write to"


class NotChanged(Exception):
    """A change that was asked for could not be made; why, in a sentence. What was kept is as it was."""


def sentence(file: Path, fault: Exception, patience: float) -> str:
    """What a fault of the file means for the learner, and what to do."""
    code = getattr(fault, "sqlite_errorcode", 0) & 0xFF
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return (
            f"Another program has held {file} for {patience:g} seconds and more. {NOT_KEPT}; to keep it, "
            f"close that program and start calc-tutor again, or {ELSEWHERE}."
        )
    if isinstance(fault, schema.Newer):
        return (
            f"{file} was written by a newer calc-tutor; this one reads what it knows of it and leaves it alone. "
            f"{NOT_KEPT}; to keep it, update calc-tutor or {ELSEWHERE}."
        )
    if is_damage(fault):
        return (
            f"{file} is damaged or no file of calc-tutor ({reason(fault)}); it is left as it is. "
            f"{NOT_KEPT}; to keep it, move that file away or {ELSEWHERE}."
        )
    return f"{file} cannot be used: {reason(fault)}. {NOT_KEPT}; to keep it, {ELSEWHERE}."


def later(file: Path, fault: Exception) -> str:
    """The same of a write that may yet succeed."""
    if getattr(fault, "sqlite_errorcode", 0) == sqlite3.SQLITE_READONLY_DBMOVED:
        return (
            f"{file} is no longer where it was. What you did is not lost while calc-tutor runs: move the file back, "
            "and it is written with the next thing you do."
        )
    return (
        f"{file} cannot be written to just now: {reason(fault)}. What you did is not lost while calc-tutor runs, and "
        "the write is tried again with each thing you do: make room, or close the program that holds the file."
    )


def not_now(file: Path | None, fault: Exception) -> str:
    """The same of a change that was asked for and not made."""
    what = file if file is not None else "What is kept in memory"
    return f"{what} cannot be written to just now: {reason(fault)}. Nothing was changed; try again later."


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
        return "parts of it cannot be read"
    return (fault.strerror if isinstance(fault, OSError) and fault.strerror else str(fault)) or type(fault).__name__
