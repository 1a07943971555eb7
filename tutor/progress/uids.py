"""The names of answers: one for ever and on any machine, so that two histories are merged by union.

An answer's uid is 32 hexadecimal digits: sixteen of its stamp and sixteen that no other answer has. A stamp is the
moment in microseconds, or one more than the stamp before where the clock has not moved on or was put back: in one
learner's log the uids grow, whatever the clock does, and sorting by uid is the order in which the answers were given.
It is the hybrid clock of Kulkarni et al. (2014, "Logical Physical Clocks") with its two parts in one number.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
LAST = (1 << 60) - 1  # no stamp is greater: far beyond the last year that a datetime has
DIGITS = 16


def stamp_of(moment: datetime) -> int:
    """A moment in whole microseconds since 1970; 0 for all before it."""
    return max(0, (moment - _EPOCH) // timedelta(microseconds=1))


def after(previous: int, stamp: int) -> int:
    """The stamp of what comes after `previous` and wants `stamp`."""
    return min(LAST, max(stamp, previous + 1))


def fresh(stamp: int) -> str:
    """A uid with this stamp that no other answer has."""
    return f"{stamp:0{DIGITS}x}{os.urandom(DIGITS // 2).hex()}"


def stamp_in(uid: str) -> int:
    """The stamp that a uid begins with; 0 where it is none."""
    try:
        return int(uid[:DIGITS], 16)
    except ValueError:
        return 0


def moment_of(uid: str) -> datetime:
    """The moment that a uid was made for, as near as it says."""
    try:
        return _EPOCH + timedelta(microseconds=stamp_in(uid))
    except OverflowError:
        return datetime.max.replace(tzinfo=UTC)


def parsed(written: str) -> datetime | None:
    """A moment as it was written, in UTC; None where a damaged or foreign file says something else."""
    try:
        moment = datetime.fromisoformat(written)
        return (moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def stamps(moments: Iterable[str]) -> Iterator[int]:
    """A growing stamp for each written moment, in the order of a log."""
    previous = 0
    for written in moments:
        moment = parsed(written)
        previous = after(previous, stamp_of(moment) if moment is not None else 0)
        yield previous


def derived(rows: Iterable[tuple[object, ...]], moment_at: int) -> Iterator[str]:
    """A uid for each row of a log that had none, from the row itself and from how many equal ones came before it.

    Two copies of one log, and two logs that share a beginning, give the same row the same uid on any machine.
    `moment_at` is the place in a row where its moment is written.
    """
    seen: Counter[tuple[object, ...]] = Counter()
    rows = list(rows)
    for row, stamp in zip(rows, stamps(str(row[moment_at]) for row in rows), strict=True):
        told = json.dumps([*row, seen[row]], ensure_ascii=True)
        seen[row] += 1
        yield f"{stamp:0{DIGITS}x}{hashlib.sha256(told.encode('ascii')).hexdigest()[:DIGITS]}"
