"""All that one progress file holds, as values, and how two of them become one.

`merged` takes the greater of two in an order (the least upper bound of a semilattice): which one comes first, how
often, and in what company changes nothing, nothing of either is lost, and nothing is counted twice. Answers are a
union by uid. Of a lesson and of a question what was reached is the furthest, and what changes freely (where one
stands, a draft) is as it was left last.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from tutor.progress import uids
from tutor.progress.records import COLUMNS, Value
from tutor.verdict import Outcome

Row = tuple[Value, ...]
Key = tuple[str, ...]
Table = Mapping[Key, Row]
_OUTCOME, _ANSWERED_AT = (COLUMNS["answers"].split(", ").index(name) for name in ("outcome", "answered_at"))
_OUTCOMES = frozenset(each.value for each in Outcome)
KEYS = {"answers": 1, "lessons": 1, "questions": 2, "scenes": 2}  # how many columns of a row name it


class Learner(NamedTuple):
    """An id that says nothing of the person, and a name where one was given."""

    id: str
    name: str | None = None

    @property
    def called(self) -> str:
        return self.name or self.id[:8]


@dataclass(frozen=True, slots=True)
class Kept:
    """Rows by their key, as `records.COLUMNS` orders them."""

    learner: Learner
    answers: Table = field(default_factory=dict)
    lessons: Table = field(default_factory=dict)
    questions: Table = field(default_factory=dict)
    scenes: Table = field(default_factory=dict)

    def table(self, name: str) -> Table:
        found: Table = getattr(self, name)
        return found

    def of_lesson(self, lesson: str) -> Kept:
        """What of it belongs to one lesson."""
        place = {name: COLUMNS[name].split(", ").index("lesson") for name in KEYS}
        return Kept(
            self.learner,
            **{
                name: {key: row for key, row in self.table(name).items() if row[place[name]] == lesson} for name in KEYS
            },
        )

    @property
    def empty(self) -> bool:
        return not any(self.table(name) for name in KEYS)


def read_kept(connection: sqlite3.Connection) -> Kept:
    """All that a store holds, but for what can be undone."""
    row = connection.execute("SELECT id, name FROM learner").fetchone()
    tables = {
        name: {each[:size]: each for each in connection.execute(f"SELECT {COLUMNS[name]} FROM {name}")}
        for name, size in KEYS.items()
    }
    return Kept(Learner(*row) if row else Learner("0" * 32), **tables)


def write_kept(connection: sqlite3.Connection, before: Kept, after: Kept) -> None:
    """Makes a store that holds `before` hold `after`; to be called within a transaction."""
    for name, size in KEYS.items():
        columns, old, new = COLUMNS[name].split(", "), before.table(name), after.table(name)
        named = " AND ".join(f"{column} = ?" for column in columns[:size])
        connection.executemany(f"DELETE FROM {name} WHERE {named}", [key for key in old if key not in new])
        connection.executemany(
            f"INSERT OR REPLACE INTO {name} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})",
            [row for key, row in new.items() if old.get(key) != row],
        )
    connection.execute("INSERT OR REPLACE INTO learner (one, id, name) VALUES (1, ?, ?)", after.learner)


# --- merging ----------------------------------------------------------------------------------------------------------


def merged(one: Kept, other: Kept) -> Kept:
    """What both hold together."""
    return Kept(
        _learner(one, other),
        **{name: _union(one.table(name), other.table(name), MERGING[name]) for name in KEYS},
    )


def _union(one: Table, other: Table, merge: Callable[[Row, Row], Row]) -> Table:
    found = dict(one)
    for key, row in other.items():
        mine = found.get(key)
        found[key] = row if mine is None or mine == row else merge(mine, row)
    return found


def _learner(one: Kept, other: Kept) -> Learner:
    """Whoever did something; of two who did whoever has a name; else, the same one from either side, the lesser id."""
    sides = ((each.empty, each.learner.name is None, each.learner) for each in (one, other))
    return min(sides, key=lambda side: (*side[:2], side[2].id, side[2].name or ""))[2]


def _order(row: Row) -> tuple[tuple[int, int, str], ...]:
    """Any two rows in an order: nothing before numbers before text."""
    return tuple(
        (0, 0, "") if value is None else (1, value, "") if isinstance(value, int) else (2, 0, value) for value in row
    )


def _sounder(one: Row, other: Row) -> Row:
    """Of two answers of one uid the one that can be read as an answer: the other was damaged, or altered by hand."""
    return max(one, other, key=lambda row: (_reads(row), _order(row)))


def _reads(row: Row) -> tuple[bool, bool]:
    return row[_OUTCOME] in _OUTCOMES, uids.parsed(str(row[_ANSWERED_AT])) is not None


def _later(one: Row, other: Row) -> Row:
    """The one that was changed last; that moment stands last in the row."""
    return max(one, other, key=lambda row: _order((row[-1], *row)))


def _lesson(one: Row, other: Row) -> Row:
    """Where one stands is as the later visit left it; what was reached is the furthest."""
    name, position, furthest, finished, visited_at, visit, anchor, after = zip(one, other, strict=True)
    last = max((0, 1), key=lambda at: _order((visit[at], visited_at[at], position[at], anchor[at], after[at])))
    return (
        name[0],
        position[last],
        _most(furthest),
        _most(finished),
        visited_at[last],
        visit[last],
        anchor[last],
        after[last],
    )


def _question(one: Row, other: Row) -> Row:
    """Of the later variant; of one variant what was reached, and the draft as it was left last."""
    lesson, name, draft, hints, revealed, worked, variant, changed_at = zip(one, other, strict=True)
    last = max((0, 1), key=lambda at: _order((variant[at], changed_at[at], draft[at])))
    same = variant[0] == variant[1]
    return (
        lesson[0],
        name[0],
        draft[last],
        _most(hints) if same else hints[last],
        _most(revealed),
        _most(worked) if same else worked[last],
        variant[last],
        changed_at[last],
    )


def _most(values: tuple[Value, ...]) -> Value:
    return max(values, key=lambda value: _order((value,)))


MERGING: dict[str, Callable[[Row, Row], Row]] = {
    "answers": _sounder,  # two of one uid are the same answer, unless a file was damaged
    "lessons": _lesson,
    "questions": _question,
    "scenes": _later,
}
