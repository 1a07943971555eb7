"""This learner's store as the commands without a screen use it, and how they say that something cannot be."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO

from tutor.messages import plural, tr
from tutor.progress.gathering import cells
from tutor.progress.kept import KEYS, Kept
from tutor.progress.store import Store, open_store
from tutor.progress.trouble import NotChanged

FINE, FINDINGS = 0, 1
Say = Callable[[str], object]


class Misused(Exception):
    """The command cannot be carried out as it was given; the message says why and what to do."""


class CannotDo(Exception):
    """It was asked for rightly and yet cannot be done; the message says why and what to do."""


def now() -> datetime:
    return datetime.now(UTC)


@contextmanager
def store_at(home: Path | None, *, to_change: bool = False) -> Iterator[Store]:
    """This learner's store, not made where there is none; CannotDo where it cannot be read, or changed if wanted."""
    store = open_store(home, now, make=False)
    try:
        if store.trouble and (to_change or (store.file is None and _empty(store))):
            raise CannotDo(store.trouble)
        yield store
    except NotChanged as why:
        raise CannotDo(str(why)) from None
    finally:
        store.close()


def _empty(store: Store) -> bool:
    kept = store.kept()
    return kept is None or kept.empty


def table(rows: Iterable[Iterable[str | int | None]], out: TextIO) -> None:
    """Rows as CSV, safe for a spreadsheet."""
    csv.writer(out, lineterminator="\n").writerows(cells(row) for row in rows)


def amount(kept: Kept) -> str:
    """How much that is: `12 answers in 3 lessons`."""
    lessons = {row[0] for name in KEYS if name != "answers" for row in kept.table(name).values()}
    lessons |= {row[1] for row in kept.answers.values()}
    among = plural(len(lessons), "{count:,} lesson", "{count:,} lessons")
    return tr("{answers} in {lessons}", answers=answers(len(kept.answers)), lessons=among)


def answers(count: int) -> str:
    """`1 answer`, `1,200 answers`"""
    return plural(count, "{count:,} answer", "{count:,} answers")
