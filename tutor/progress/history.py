"""The log of answers as frozen values: what mastery, review and every figure are folded from."""

from __future__ import annotations

import sqlite3
from datetime import datetime
from typing import NamedTuple

from tutor.progress import uids
from tutor.progress.records import COLUMNS, Origin
from tutor.verdict import Outcome


class Answered(NamedTuple):
    """One answer, as it was given and judged then. A NamedTuple: there are tens of thousands of them to make."""

    uid: str  # 32 hexadecimal digits; sorting by it is the order of the log
    lesson: str
    question: str
    variant: int
    text: str
    outcome: Outcome
    message: str
    mistake: str | None
    where: str | None
    understood: str | None
    hints: int  # how many were open
    answered_at: datetime  # UTC, as the clock said then: it may have gone back since the answer before
    origin: Origin
    seconds: int | None  # how long it took, where that is known; an hour at most


def read_history(connection: sqlite3.Connection) -> tuple[Answered, ...]:
    """Every answer, in the order they were given. One with an outcome that is not known here is left out."""
    outcomes = {each.value: each for each in Outcome}
    origins = {each.value: each for each in Origin}
    found = []
    for row in connection.execute(f"SELECT {COLUMNS['answers']} FROM answers ORDER BY uid"):
        uid, lesson, question, variant, text, outcome, message, mistake, spot, understood, hints, at, origin, took = row
        if outcome in outcomes:
            moment = uids.parsed(at) or uids.moment_of(uid)
            where = origins.get(origin, Origin.LESSON)
            what = (uid, lesson, question, variant, text, outcomes[outcome], message, mistake, spot, understood)
            found.append(Answered(*what, hints, moment, where, took))
    return tuple(found)
