"""One piece of a table after the other: lines in, rows of numbers out, and what is wrong with which line.

A piece without quotes, gaps and oddities goes through NumPy's own reader; any other is read cell by cell, with the
same result: what the quick way reads differently it does not read at all.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from tutor.fields import FieldFault
from tutor.lab.csvcells import Rows, fault, is_missing, number
from tutor.lab.csvhead import Head
from tutor.lab.troubles import Troubles
from tutor.messages import listed, plural, tr

Array = NDArray[np.float64]
BLOCK = 64  # lines that are read cell by cell for one among them that has to be


class Pieces:
    """Reads the chosen columns of a file, piece by piece, in the order of the columns named."""

    def __init__(self, head: Head, columns: Sequence[str], classes: bool = False) -> None:
        self.head = head
        self.columns = tuple(columns)
        self.troubles = Troubles()
        self.words: dict[str, float] = {}  # of a target in words: which number each stands for
        self._places = [head.names.index(name) for name in columns]
        self._in_words = classes and not head.numeric[self._places[-1]]
        self._rows = Rows(head.style)
        mark = re.escape(head.style.delimiter)
        self._in_quotes = re.compile(rf'(^|{mark})"([^"\n{mark}]*)"(?={mark}|$)', re.MULTILINE)
        self._heading = head.heading
        self._width = len(head.names)

    def read(self, lines: list[str], last: bool = False) -> Array:
        """The good rows of these lines, (rows, columns); with `last` also of a row whose quote never closed."""
        above = self._heading or self._rows.line < self.head.first
        hindered = above or self._rows.waiting or self._in_words
        quick = None if hindered else self._quick(lines)
        if quick is not None:
            self._rows.line += len(lines)
            return quick
        if len(lines) <= BLOCK or self._in_words:
            return self._slow(lines, last)
        blocks = [self.read(lines[first : first + BLOCK]) for first in range(0, len(lines), BLOCK)]
        return np.concatenate([*blocks, self._slow([], last)])

    def _quick(self, lines: list[str]) -> Array | None:
        """All these lines at once, where each is plain numbers as a program would write them."""
        delimiter, comma = self.head.style.delimiter, self.head.style.comma
        if not lines:
            return None
        text = "\n".join(lines)
        quoted = '"' in text
        if quoted:
            text = self._in_quotes.sub(r"\1\2", text)
        if '"' in text or (comma and "." in text):
            return None
        if quoted or comma:
            lines = (text.replace(",", ".") if comma else text).split("\n")
        spaces = delimiter == " "
        widths = (len(line.split()) for line in lines) if spaces else (line.count(delimiter) + 1 for line in lines)
        if not all(width == self._width for width in widths):
            return None
        between = None if spaces else delimiter
        try:
            found = np.loadtxt(lines, delimiter=between, usecols=self._places, comments=None, ndmin=2)
        except ValueError:
            return None
        return found if np.isfinite(found).all() and len(found) == len(lines) else None

    def _slow(self, lines: list[str], last: bool) -> Array:
        found: list[list[float]] = []
        for line, cells in self._rows.rows(lines, last):
            if line < self.head.first:
                continue  # a title, a remark
            if self._heading:
                self._heading = False
            elif isinstance(cells, str):
                self.troubles.tell(line, "", cells, tr("this line {trouble}", trouble=cells))
            elif (row := self._row(line, cells)) is not None:
                found.append(row)
        return np.array(found, dtype=np.float64).reshape(len(found), len(self.columns))

    def _row(self, line: int, cells: list[str]) -> list[float] | None:
        while len(cells) > self._width and not cells[-1].strip():
            cells.pop()
        if len(cells) != self._width:
            if not any(map(str.strip, cells)):
                return None  # `;;;`: a blank line as spreadsheets write it
            what = plural(
                len(cells),
                "this line has {count} value for {columns} columns",
                "this line has {count} values for {columns} columns",
                columns=self._width,
            )
            self.troubles.tell(line, "", "width", what)
            return None
        row = []
        for place, name in zip(self._places, self.columns, strict=True):
            cell = cells[place]
            value = self._word(line, cell) if self._in_words and place == self._places[-1] else self._number(cell)
            if math.isnan(value):
                if not any(map(str.strip, cells)):
                    return None
                kind = "missing" if is_missing(cell) else "text"
                self.troubles.tell(line, name, kind, f"{name} {fault(cell, self.head.style)}")
                return None
            row.append(value)
        return row

    def _number(self, cell: str) -> float:
        return number(cell, self.head.style)

    def _word(self, line: int, cell: str) -> float:
        """0 for the first of two words, 1 for the other; FieldFault where there is a third."""
        if is_missing(cell):
            return math.nan
        word = cell.strip()
        if word not in self.words and len(self.words) == 2:
            known = listed([f"'{each[:24]}'" for each in self.words])
            raise FieldFault(
                "target",
                tr(
                    "line {line:,}: {column} is '{word}', and before it {known}; logistic regression tells "
                    "two classes apart",
                    line=line,
                    column=self.columns[-1],
                    word=word[:24],
                    known=known,
                ),
            )
        return self.words.setdefault(word, float(len(self.words)))
