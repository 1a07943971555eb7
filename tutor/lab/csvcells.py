"""The cells of a table's rows, and which of them are numbers, in the spelling of the file's own country."""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tutor.messages import N_, tr

MISSING = frozenset({"", "na", "n/a", "#n/a", "nan", "null", "none", "nil", "?", "-", "--", ".", "missing"})
JOINED = 20  # lines that one quoted cell may go over
UNCLOSED = 3  # quotes that never close, before lines are no longer joined in search of their ends
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)
_UNITS = "%‰°$€£¥ \u00a0\u202f"
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(?:([,.'\u2019 \u00a0\u202f])\d{3})(?:\1\d{3})*(?:[.,]\d+)?", re.ASCII)
WITH_A_POINT = N_("is {shown}, with a point: the decimals stand behind a comma in this file")
WITH_A_COMMA = N_("is {shown}, with a comma: the decimals stand behind a point in this file")


@dataclass(frozen=True, slots=True)
class Style:
    """How the file writes: what stands between cells, and before the decimals."""

    delimiter: str = ","
    comma: bool = False  # 1,5 is one and a half


def is_missing(cell: str) -> bool:
    return cell.strip().casefold() in MISSING


def number(cell: str, style: Style) -> float:
    """The finite number of a cell; nan where it is none."""
    text = cell.strip().replace("\u2212", "-")
    if style.comma:
        text = text.replace(".", "?").replace(",", ".", 1)
    if not _NUMBER.fullmatch(text):
        return math.nan
    value = float(text)
    return value if math.isfinite(value) else math.nan


def in_thousands(cell: str) -> bool:
    """Is it a number as people write it, with a sign between the thousands? `1.234,5` is one."""
    return bool(_THOUSANDS.fullmatch(cell.strip()))


def fault(cell: str, style: Style) -> str:
    """What is wrong with a cell that holds no number, as the end of a sentence: `is 'n/a', no number`."""
    text = cell.strip()
    if not text:
        return tr("has no value")
    shown = "'" + "".join(c if c.isprintable() else "?" for c in text[:24]) + ("...'" if len(text) > 24 else "'")
    if is_missing(text):
        return tr("has no value ({shown})", shown=shown)
    if _THOUSANDS.fullmatch(text):
        return tr("is {shown}: write it without a sign between the thousands", shown=shown)
    if _NUMBER.fullmatch(text.replace(",", ".")):
        if ("." if style.comma else ",") in text:
            return tr(WITH_A_POINT if style.comma else WITH_A_COMMA, shown=shown)
        return tr("is {shown}, which is too large", shown=shown)
    if _NUMBER.fullmatch(text.strip(_UNITS).replace(",", ".")):
        return tr("is {shown}: write the number alone", shown=shown)
    if text.lstrip("+-").casefold() in ("inf", "infinity"):
        return tr("is {shown}, which is not finite", shown=shown)
    return tr("is {shown}, no number", shown=shown)


def split(line: str, style: Style) -> list[str]:
    """The cells of one line that has no quotes in it, or whose quotes are not to be trusted."""
    if style.delimiter == " ":
        return line.split()
    return line.split(style.delimiter)


class Rows:
    """Rows of cells from lines; a quoted cell may go over several lines, within bounds, and over pieces of the file.

    Gives (line, cells); cells is a sentence instead where the line is none.
    """

    def __init__(self, style: Style, line: int = 1) -> None:
        self.style = style
        self.line = line  # the number of the next line
        self._waiting: list[str] = []  # lines of a row whose quote is still open
        self._unclosed = 0

    def rows(self, lines: Sequence[str], last: bool = False) -> Iterator[tuple[int, list[str] | str]]:
        """The rows that these lines complete; with `last` also what is still waiting for its quote."""
        for line in lines:
            yield from self._take(line)
        while last and self._waiting:
            yield from self._give_up()

    @property
    def waiting(self) -> bool:
        return bool(self._waiting)

    def _take(self, line: str) -> Iterator[tuple[int, list[str] | str]]:
        at = self.line
        if not self._waiting and '"' not in line:
            self.line += 1
            if line.strip():
                yield at, split(line, self.style)
            return
        self._waiting.append(line)
        self.line += 1
        at -= len(self._waiting) - 1
        cells = _quoted("\n".join(self._waiting), self.style)
        if cells is not None:
            self._waiting = []
            yield at, cells
        elif len(self._waiting) > JOINED or self._unclosed >= UNCLOSED:
            yield from self._give_up()

    def _give_up(self) -> Iterator[tuple[int, list[str] | str]]:
        """The line with the open quote is left out, those after it are read again."""
        lines, self._waiting = self._waiting, []
        self.line -= len(lines)
        self._unclosed += 1
        yield self.line, tr("opens a quote and never closes it")
        self.line += 1
        for line in lines[1:]:
            yield from self._take(line)


def _quoted(text: str, style: Style) -> list[str] | None:
    """The cells of a row with quotes; None where one is still open at the end."""
    strip = style.delimiter == " "
    given = text.strip() if strip else text
    for strict in (True, False):
        reader = csv.reader(
            given.split("\n") if strict else [given.replace("\n", " ")],
            delimiter=style.delimiter,
            skipinitialspace=True,
            strict=strict,
        )
        try:
            return next(reader, [])
        except csv.Error as problem:
            if strict and "unexpected end of data" in str(problem):
                return None
    return split(given, style)
