"""A matrix as people type it: `[[a, b], [c, d]]`, `a, b; c, d`, `[a, b; c, d]`, `[a, b], [c, d]`, NumPy's print.

The rows are told apart here, and each is then read as a vector by `tutor.expression`, in its place in the whole text,
so that a fault in one entry is shown where it stands.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from tutor.expression import MAX_LENGTH, Unreadable, read_vector
from tutor.expression.lexer import fold
from tutor.messages import tr
from tutor.tree import Node

MAX_ROWS = 8
_OPEN, _CLOSE = "([{", ")]}"
_CALLED = re.compile(r"\s*(?:(?:np|numpy|sp|sympy)\s*\.\s*)?(?:array|asarray|[Mm]atrix)\s*(?=\()")
_SPACED = re.compile(r"\s*[+-]?[0-9.][0-9.eE+-]*(?: +[+-]?[0-9.][0-9.eE+-]*)+\s*")  # `1 2`, between semicolons
_ASSIGNED = re.compile(r"\s*[^\W\d][\w()]{0,12}\s*=(?!=)")  # `J =`, `H(f) =`


@dataclass(frozen=True, slots=True)
class MatrixReading:
    """The rows, all of one length, and what was read kindly on the way to them."""

    rows: tuple[tuple[Node, ...], ...]
    remarks: tuple[str, ...] = ()

    @property
    def nodes(self) -> tuple[Node, ...]:
        """Row after row."""
        return tuple(node for row in self.rows for node in row)


def read_matrix(text: str, symbols: Collection[str]) -> MatrixReading:
    """The rows of a matrix; raises `Unreadable`. A single row without rows in it is a matrix of one row."""
    if len(text) > MAX_LENGTH:
        what = tr(
            "This is {count:,} characters long; {most:,} are the most. Shorten it.",
            count=len(text),
            most=MAX_LENGTH,
        )
        raise Unreadable(what, MAX_LENGTH, len(text), text)
    plain = fold(text)
    if not plain.strip():
        raise Unreadable(tr("There is nothing here yet. Type a matrix, such as [[1, 2], [3, 4]]."), 0, 0, text)
    found = _Rows(text, plain).found()
    if len(found) > MAX_ROWS:
        raise Unreadable(
            tr("There are more than {most} rows here. Check the brackets.", most=MAX_ROWS),
            *found[MAX_ROWS],
            text,
        )
    rows: list[tuple[Node, ...]] = []
    remarks: list[str] = []
    for start, end in found:
        if not plain[start:end].strip(" ,()[]{}"):
            raise Unreadable(tr("A row is empty here. Write its entries, or delete the separator."), start, end, text)
        row = text[start:end]
        if _SPACED.fullmatch(plain, start, end):
            row = re.sub(r"\s(?=[+-]?[0-9.])", ",", row)
        try:
            reading = read_vector(" " * start + row, symbols)
        except Unreadable as fault:
            raise Unreadable(fault.what, fault.start, fault.end, text) from fault
        rows.append(reading.nodes)
        remarks += reading.remarks
    _require_even(rows, found, text)
    return MatrixReading(tuple(rows), tuple(dict.fromkeys(remarks)))


def _require_even(rows: list[tuple[Node, ...]], places: list[tuple[int, int]], text: str) -> None:
    for row, place in zip(rows, places, strict=True):
        if len(row) != len(rows[0]):
            what = tr(
                "The first row has {count} entries and this one {count2}. Give each row as many.",
                count=len(rows[0]),
                count2=len(row),
            )
            raise Unreadable(what, *place, text)


@dataclass(frozen=True, slots=True)
class _Rows:
    """Where the rows stand in a folded text."""

    text: str
    plain: str

    def found(self) -> list[tuple[int, int]]:
        start = 0
        for before in (_ASSIGNED, _CALLED):
            match = before.match(self.plain, start)
            start = match.end() if match else start
        self._require_balance(start)
        return self._within(start, len(self.plain))

    def _require_balance(self, start: int) -> None:
        """Brackets that are closed and never opened, or the other way round, are told before rows are looked for."""
        opened: list[int] = []
        for place in range(start, len(self.plain)):
            if self.plain[place] in _OPEN:
                opened.append(place)
            elif self.plain[place] in _CLOSE:
                if not opened:
                    what = tr("This bracket was never opened. Delete it, or open it.")
                    raise Unreadable(what, place, place + 1, self.text)
                opened.pop()
        if opened:
            what = tr("This bracket is never closed. Close it, as in [[1, 2], [3, 4]].")
            raise Unreadable(what, opened[-1], opened[-1] + 1, self.text)

    def _within(self, start: int, end: int) -> list[tuple[int, int]]:
        """The rows of [start, end): separated by semicolons, or bracketed one by one, within brackets or without."""
        start, end = self._trimmed(start, end)
        rows = list(self._split(start, end, ";"))
        if len(rows) > 1:
            return [self._trimmed(*row) for row in rows]
        items = [self._trimmed(*item) for item in self._split(start, end, ",")]
        if len(items) > 1 and items[-1][0] == items[-1][1] and self._is_row(*items[-2]):
            items.pop()  # a comma after the last row, as a pasted list may have
        if len(items) > 1 and all(self._is_row(*item) for item in items):
            return items
        if len(items) == 1 and self._is_bracketed(start, end):
            inside = self._within(start + 1, end - 1)
            # within `[[a, b]]` stands a row; `[a, b]` is one itself
            return inside if len(inside) > 1 or self._is_row(*self._trimmed(start + 1, end - 1)) else [(start, end)]
        return [(start, end)]

    def _trimmed(self, start: int, end: int) -> tuple[int, int]:
        while start < end and self.plain[start] == " ":
            start += 1
        while start < end and self.plain[end - 1] == " ":
            end -= 1
        return start, end

    def _split(self, start: int, end: int, by: str) -> Iterator[tuple[int, int]]:
        """The parts between separators that stand in no bracket; `] [` separates rows as a comma does."""
        depth, first, last = 0, start, ""
        for place in range(start, end):
            char = self.plain[place]
            if depth == 0 and by == "," and char == "[" and last == "]":
                yield first, place
                first = place
            depth += (char in _OPEN) - (char in _CLOSE)
            if depth == 0 and char == by:
                yield first, place
                first = place + 1
            last = char if char != " " else last
        yield first, end

    def _is_bracketed(self, start: int, end: int) -> bool:
        """Does the first bracket close with the last character?"""
        depth = 0
        for place in range(start, end):
            depth += (self.plain[place] in _OPEN) - (self.plain[place] in _CLOSE)
            if depth == 0:
                return place == end - 1 and start < place
        return False

    def _is_row(self, start: int, end: int) -> bool:
        if not self._is_bracketed(start, end):
            return False
        return self.plain[start] == "[" or len(list(self._split(start + 1, end - 1, ","))) > 1
