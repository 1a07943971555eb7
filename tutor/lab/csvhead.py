"""The first look at a table: how it is written, what its columns are called, which of them hold numbers.

Only the start of the file is read, so this is quick for a file of any size; what it finds is what a form offers and
what the whole reading goes by. Everything is guessed from how the lines agree, and said in one line (`Head.about`).
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from tutor.lab.csvcells import Rows, Style, fault, in_thousands, is_missing, number
from tutor.lab.csvlines import HEAD_BYTES, Unusable, encoding_of, opened, pieces, size_of
from tutor.messages import N_, plural, tr

LOOKED_AT = 200  # rows
MAX_COLUMNS = 1_000
MAX_FEATURES = 100
LONGEST_NAME = 40
WANTED = ("price", "target", "y", "label", "class", "outcome")  # what targets are often called
COUNTERS = ("id", "index", "row", "no", "nr", "unnamed: 0")  # columns that only count the rows
LINES_ABOVE = 20  # titles and remarks that may stand above a table
_SEPARATOR = re.compile(r'"?sep=(.)"?')
_DELIMITERS = ("\t", ";", "|", ",", " ")
_CALLED = {"\t": N_("tabs"), " ": N_("spaces"), ",": N_("commas"), ";": N_("semicolons"), "|": N_("bars")}


@dataclass(frozen=True, slots=True)
class Head:
    """What the start of a file tells."""

    path: Path
    size: int  # bytes
    encoding: str
    style: Style
    heading: bool  # does the first row name the columns?
    names: tuple[str, ...]
    numeric: tuple[bool, ...]  # which columns hold numbers
    classes: tuple[bool, ...]  # which columns hold two different values, as logistic regression wants
    first: int = 1  # the line on which the table begins
    odd: tuple[
        tuple[int, str], ...
    ] = ()  # of each column that is no numbers, a line and what stands there; else (0, "")

    @property
    def choices(self) -> tuple[str, ...]:
        """The columns that can be predicted: numbers, and texts of two kinds."""
        both = zip(self.names, self.numeric, self.classes, strict=True)
        return tuple(name for name, numeric, classes in both if numeric or classes)

    @property
    def target(self) -> str:
        """The column to predict where nobody says: one with a telling name, else the last with numbers."""
        return _likely(self._numbers() or self.choices)

    def target_for(self, model: str) -> str:
        """The same for a model: logistic regression wants two classes."""
        two = [name for name, classes in zip(self.names, self.classes, strict=True) if classes]
        return _likely(two) if model == "logistic" and two else self.target

    def texts(self, most: int = 3) -> str:
        """Why the columns that hold no numbers do not: `line 2: price is '$1', no number`; at most so many of them."""
        told = [
            tr("line {line:,}: {name} {what}", line=line, name=name, what=what)
            for name, (line, what) in zip(self.names, self.odd, strict=False)
            if line
        ]
        return "; ".join(told[:most])

    def features_for(self, target: str) -> tuple[str, ...]:
        """The columns to predict from where nobody says: the other numbers, but for those that count rows."""
        others = [name for name in self._numbers() if name != target]
        telling = [name for name in others if name.casefold() not in COUNTERS]
        return tuple((telling or others)[:MAX_FEATURES])

    @property
    def about(self) -> str:
        """One line: `5 columns between commas, named in the first row; not numbers: city`."""
        style = plural(
            len(self.names),
            "{count} columns between {called}",
            "{count} columns between {called}",
            called=_called(self.style.delimiter),
        )
        named = tr("named in the first row") if self.heading else tr("without names, so they are c1, c2 ...")
        decimals = tr("; decimals behind a comma") if self.style.comma else ""
        odd = self.odd or ((0, ""),) * len(self.names)
        each = zip(self.names, self.numeric, odd, strict=True)
        texts = [
            tr("{name} (line {line:,})", name=name, line=line) if line else name
            for name, numeric, (line, _) in each
            if not numeric
        ]
        shown = ", ".join(texts[:5]) + (
            plural(len(texts) - 5, " and {count} more", " and {count} more") if len(texts) > 5 else ""
        )
        above = tr("; it begins on line {first}", first=self.first) if self.first > 1 else ""
        return f"{style}, {named}{decimals}{above}" + (tr("; not numbers: {shown}", shown=shown) if texts else "")

    def _numbers(self) -> tuple[str, ...]:
        return tuple(name for name, numeric in zip(self.names, self.numeric, strict=True) if numeric)


def _likely(names: Sequence[str]) -> str:
    telling = [name for wanted in WANTED for name in names if name.casefold() == wanted]
    return (telling or list(reversed(names)) or [""])[0]


def look(path: Path) -> Head:
    """The head of the file; raises Unusable, with a sentence, where it is no table."""
    name = path.name or str(path)
    with opened(path) as stream:
        start = stream.read(HEAD_BYTES)
        encoding = encoding_of(start, name)
        stream.seek(0)
        size = size_of(stream)
        lines, whole = _first_lines(stream, encoding, name)
    rows = [line for line in lines[: LOOKED_AT + 1] if line.strip()]
    if not rows:
        raise Unusable(tr("{name} has no rows: all its lines are blank", name=name))
    told = _SEPARATOR.fullmatch(rows[0].strip())  # Excel's own first line, `sep=;`
    rows = (rows if whole or len(rows) < 3 else rows[:-1])[bool(told) :]
    style = _style(rows, told[1] if told else "")
    read = list(Rows(style).rows(lines[:LOOKED_AT], last=True))[bool(told) :]
    table = [(line, cells) for line, cells in read if isinstance(cells, list)]
    if not table:
        raise Unusable(tr("{name} has no rows that can be read", name=name))
    return _named(path, size, encoding, style, table)


def _first_lines(stream: object, encoding: str, name: str) -> tuple[list[str], bool]:
    """Lines of the start, and whether they are the whole file."""
    found: list[str] = []
    for lines, _ in pieces(stream, encoding, name):  # type: ignore[arg-type]
        found += lines
        if len(found) > LOOKED_AT:
            return found, False
    return found, True


def _style(lines: Sequence[str], told: str) -> Style:
    """The delimiter that the file tells, else the one by which most lines have as many cells, most of them numbers."""
    best, most = Style(), (0.0, 0.0)
    for delimiter in (told,) if told and told in _DELIMITERS else _DELIMITERS:
        for comma in (False, True) if delimiter != "," else (False,):
            style = Style(delimiter, comma)
            rows = [cells for _, cells in Rows(style).rows(lines, last=True) if isinstance(cells, list)]
            widths = Counter(map(len, rows))
            width, count = widths.most_common(1)[0] if widths else (1, 0)
            if width < 2 and delimiter != ",":
                continue
            cells = [cell for row in rows if len(row) == width for cell in row]
            numbers = sum(_is_number(cell, style) or is_missing(cell) or in_thousands(cell) for cell in cells)
            agreed = round(count / max(1, len(lines)), 1) if width > 1 else 0.0
            score = (agreed + numbers / max(1, len(cells)), agreed)
            if score > most:
                best, most = style, score
    return best


def _named(path: Path, size: int, encoding: str, style: Style, table: list[tuple[int, list[str]]]) -> Head:
    table = _without_ends(table)
    width = Counter(len(cells) for _, cells in table).most_common(1)[0][0]
    begin = _beginning([cells for _, cells in table], width, style)
    line, first = table[begin]
    below = table[begin + 1 :]
    rest = [cells for _, cells in below]
    heading = _is_heading(first, rest, style)
    if heading and not rest:
        raise Unusable(tr("{name} has nothing below the names of its columns", name=path.name))
    if heading and len(first) == width - 1:
        first = ["row", *first]  # as R writes it: a name for each row, and none for their column
    width = len(first) if heading else width
    if width > MAX_COLUMNS:
        raise Unusable(
            tr("{name} has {width:,} columns; {most:,} at most are read", name=path.name, width=width, most=MAX_COLUMNS)
        )
    if heading and not first[0].strip("# "):
        first = ["row", *first[1:]]  # as pandas writes it
    body = [(at, row) for at, row in (below if heading else [(line, first), *below]) if len(row) == width]
    columns = [[row[i] for _, row in body if not is_missing(row[i])] for i in range(width)]
    numeric = tuple(sum(map(lambda cell: _is_number(cell, style), each)) * 2 >= max(1, len(each)) for each in columns)
    classes = tuple(len({cell.strip() for cell in each}) == 2 for each in columns)
    names = _names([first[0].lstrip("# "), *first[1:]] if heading else [""] * width)
    odd = tuple((0, "") if numeric[i] else _odd(body, i, style) for i in range(width))
    return Head(path, size, encoding, style, heading, names, numeric, classes, line, odd)


def _without_ends(table: list[tuple[int, list[str]]]) -> list[tuple[int, list[str]]]:
    """Without the delimiter at the end of each line, where the names do not have it too."""
    width = Counter(len(cells) for _, cells in table).most_common(1)[0][0]
    closed = [not cells[-1].strip() for _, cells in table if len(cells) == width > 1]
    if not all(closed) or not any(len(cells) == width - 1 for _, cells in table[:LINES_ABOVE]):
        return table
    return [(line, cells[:-1] if len(cells) == width > 1 else cells) for line, cells in table]


def _odd(body: list[tuple[int, list[str]]], place: int, style: Style) -> tuple[int, str]:
    """The first line on which this column holds no number, and what is wrong with it."""
    every = ((line, row[place]) for line, row in body if not _is_number(row[place], style))
    first = next(every, (0, ""))
    line, cell = next(((at, each) for at, each in (first, *every) if not is_missing(each)), first)
    return line, fault(cell, style) if line else ""


def _beginning(table: list[list[str]], width: int, style: Style) -> int:
    """Which row the table begins with: titles and remarks may stand above it."""
    for i, (row, below) in enumerate(pairwise(table[:LINES_ABOVE])):
        words = [not _is_number(cell, style) for cell in row]
        remark = row[:1] and row[0].lstrip().startswith("#")
        if len(row) == width and not (remark and (below[0].lstrip().startswith("#") or not all(words))):
            return i
        if len(row) == width - 1 == len(below) - 1 and width > 2 and all(words) and not remark:
            return i
    return 0


def _is_number(cell: str, style: Style) -> bool:
    return not math.isnan(number(cell, style))


def _is_heading(first: list[str], rest: list[list[str]], style: Style) -> bool:
    """Names stand above numbers; where no column has numbers, or all have, the first row decides by itself."""
    words = [bool(cell.strip()) and not is_missing(cell) and not _is_number(cell, style) for cell in first]
    if not any(words):
        return False
    if not rest or all(words):
        return True
    below = [row for row in rest if len(row) == len(first)]
    for i, word in enumerate(words):
        cells = [row[i] for row in below if not is_missing(row[i])]
        if word and cells and sum(_is_number(cell, style) for cell in cells) * 2 > len(cells):
            return True
    return False


def _names(written: Sequence[str]) -> tuple[str, ...]:
    """Each column's name: visible, short, and no other's."""
    found: list[str] = []
    for i, cell in enumerate(written, 1):
        shown = "".join(c if c.isprintable() else " " for c in cell.strip())
        name = " ".join(shown.replace(",", " ").split())[:LONGEST_NAME] or f"c{i}"
        twice = 2
        base = name
        while name in found:
            name, twice = f"{base} ({twice})", twice + 1
        found.append(name)
    return tuple(found)


def _called(delimiter: str) -> str:
    return tr(_CALLED[delimiter])
