"""A whole table in bounded memory: read in pieces, with progress, as long as somebody asks for the next one.

However long the file is, what is kept is the mean and scatter of its rows, which is all that least squares needs, and
a sample of rows to draw; the rows themselves only while they fit `MOST_BYTES`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tutor.fields import FieldFault
from tutor.lab.csvhead import MAX_FEATURES, Head
from tutor.lab.csvlines import Unusable, opened, pieces
from tutor.lab.csvrows import Pieces
from tutor.lab.gathered import Gathered
from tutor.lesson.faults import close_to
from tutor.messages import plural, tr

Array = NDArray[np.float64]
MOST_BYTES = 64 * 2**20  # of rows that are kept as they are
FARTHEST = 1e100  # of the numbers in a table
SAMPLE = 2_000  # rows to draw, at least, where there are as many


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """What was read: n features and the target, its last column, of m rows.

    `rows` (m, n + 1) are all of them, or None where they are too many; `sample` are some, evenly spaced, or all.
    `classes` are the two words of a target in words, for 0 and for 1.
    """

    head: Head
    features: tuple[str, ...]
    target: str
    gathered: Gathered
    rows: Array | None
    sample: Array
    classes: tuple[str, ...]
    left_out: int
    notes: tuple[str, ...]  # sentences: what was left out, and why

    @property
    def m(self) -> int:
        return self.gathered.m


class Reading:
    """Reads a file: iterate over it for progress, 0 to 1; then `table` is there. To stop, iterate no further.

    `classes`: the target may be two words. Raises Unusable at once for columns that cannot be; on the way Unusable for
    a file, and FieldFault for columns, that turn out to be of no use.
    """

    def __init__(self, head: Head, target: str, features: Sequence[str], *, classes: bool = False) -> None:
        self.head = head
        self.target = column_of(head, target, text=classes)
        self.features = tuple(dict.fromkeys(column_of(head, each) for each in features))
        _check(head, self.target, self.features)
        self.table: Table | None = None
        self._classes = classes

    def __iter__(self) -> Iterator[float]:
        head, name = self.head, self.head.path.name
        reader = Pieces(head, (*self.features, self.target), self._classes)
        keeping = _Keeping()
        with opened(head.path) as stream:
            for lines, done in pieces(stream, head.encoding, name):
                keeping.take(reader.read(lines))
                yield min(0.999, done / max(1, head.size))
            keeping.take(reader.read([], last=True))
        self.table = _table(self, keeping, reader)
        yield 1.0


def read(head: Head, target: str, features: Sequence[str], *, classes: bool = False) -> Table:
    """The table at once, where nobody waits."""
    reading = Reading(head, target, features, classes=classes)
    for _ in reading:
        pass
    assert reading.table is not None
    return reading.table


def column_of(head: Head, name: str, *, text: bool = False) -> str:
    """The column of that name, whatever its capitals; Unusable where there is none, or no numbers are in it."""
    wanted = " ".join(name.split())
    exact = [each for each in head.names if each == wanted]
    found = exact or [each for each in head.names if each.casefold() == wanted.casefold()]
    if not found:
        known = ", ".join(head.names[:20]) + (" ..." if len(head.names) > 20 else "")
        raise Unusable(
            tr(
                "there is no column '{wanted}'{meant}; known: {known}",
                wanted=wanted[:40],
                meant=close_to(wanted, head.names),
                known=known,
            )
        )
    place = head.names.index(found[0])
    if not head.numeric[place] and not text:
        line, what = head.odd[place] if head.odd else (0, "")
        where = tr(" (line {line:,}: it {what})", line=line, what=what) if line else ""
        raise Unusable(
            tr(
                "{column} holds text{where}, and a column of numbers is needed: {columns}",
                column=found[0],
                where=where,
                columns=", ".join(_numbers(head)),
            )
        )
    return found[0]


def _numbers(head: Head) -> list[str]:
    known = [name for name, numeric in zip(head.names, head.numeric, strict=True) if numeric]
    return known[:20] or [tr("there is none")]


def _check(head: Head, target: str, features: tuple[str, ...]) -> None:
    if target in features:
        raise Unusable(
            tr("{target} is the target and cannot predict itself; take it out of the features", target=target)
        )
    if not features:
        texts = head.texts()
        raise Unusable(
            tr("a feature is needed: a column of numbers beside {target}", target=target) + (texts and f" ({texts})")
        )
    if len(features) > MAX_FEATURES:
        raise Unusable(
            plural(
                len(features),
                "this is {count} feature; {most} at most are taken: choose among them",
                "these are {count} features; {most} at most are taken: choose among them",
                most=MAX_FEATURES,
            )
        )


class _Keeping:
    """What is kept of the rows while they come."""

    def __init__(self) -> None:
        self.gathered: Gathered | None = None
        self._rows: list[Array] | None = []
        self._bytes = 0
        self._sample: list[Array] = []
        self._every, self._seen = 1, 0

    def take(self, rows: Array) -> None:
        if not len(rows):
            return
        self.gathered = Gathered.of(rows) if self.gathered is None else self.gathered.and_of(rows)
        first = -self._seen % self._every
        self._sample.append(rows[first :: self._every].copy())
        self._seen += len(rows)
        while sum(map(len, self._sample)) > 2 * SAMPLE:
            self._sample = [np.concatenate(self._sample)[::2]]
            self._every *= 2
        if self._rows is not None:
            self._rows.append(rows)
            self._bytes += rows.nbytes
            if self._bytes > MOST_BYTES:
                self._rows = None

    @property
    def rows(self) -> Array | None:
        return None if self._rows is None else np.concatenate(self._rows)

    @property
    def sample(self) -> Array:
        return np.concatenate(self._sample)


def _table(reading: Reading, keeping: _Keeping, reader: Pieces) -> Table:
    name, troubles = reading.head.path.name, reader.troubles
    told = troubles.sentences()
    gathered = keeping.gathered
    if gathered is None:
        why = "; ".join(told[:3]) or tr("there is nothing below the names of the columns")
        raise Unusable(tr("{name} has no row that can be used: {why}", name=name, why=why))
    columns = (*reading.features, reading.target)
    for each, far in zip(columns, gathered.farthest, strict=True):
        if far > FARTHEST:
            raise Unusable(
                tr(
                    "{column} holds {far:g}, and numbers beyond {farthest:.0e} cannot be squared and added up",
                    column=each,
                    far=far,
                    farthest=FARTHEST,
                )
            )
    flat = [(i, _flat(gathered, i, each)) for i, each in enumerate(columns) if gathered.constant[i]]
    kept = [i for i in range(len(columns)) if i == len(columns) - 1 or not gathered.constant[i]]
    if len(kept) == 1:
        raise FieldFault(
            "features",
            tr("there is nothing to predict from: {reasons}", reasons="; ".join(what for _, what in flat[:3])),
        )
    notes = [*told, *(tr("{what}: it is left out of the features", what=what) for i, what in flat if i not in kept)]
    notes += [tr("{what}: there is nothing to learn", what=what) for i, what in flat if i in kept]
    rows = keeping.rows
    if rows is None:
        notes.append(
            tr(
                "the rows are too many to be kept ({rows:,}): the descent uses what they add up to, and "
                "{drawn:,} of them are drawn",
                rows=gathered.m,
                drawn=len(keeping.sample),
            )
        )
    return Table(
        reading.head,
        tuple(reading.features[i] for i in kept[:-1]),
        reading.target,
        gathered if len(kept) == len(columns) else _of_columns(gathered, kept),
        rows if rows is None or len(kept) == len(columns) else np.ascontiguousarray(rows[:, kept]),
        keeping.sample[:, kept],
        tuple(reader.words),
        troubles.left_out,
        tuple(notes),
    )


def _flat(gathered: Gathered, place: int, name: str) -> str:
    """How a column does not vary."""
    if gathered.m == 1:
        return tr("{name} stands in one row only", name=name)
    least, most = gathered.least[place], gathered.most[place]
    return (
        tr("{name} has the same value in every row", name=name)
        if least == most
        else tr("{name} hardly varies at all", name=name)
    )


def _of_columns(gathered: Gathered, kept: list[int]) -> Gathered:
    return Gathered(
        gathered.m, gathered.mean[kept], gathered.scatter[np.ix_(kept, kept)], gathered.least[kept], gathered.most[kept]
    )
