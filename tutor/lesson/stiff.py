"""What of a lesson's words cannot wrap, and is too wide for 80 columns: code, display formulas, tables.

Measured as it is drawn, in Unicode and in ASCII, whichever is wider: `\\frac{a}{b}` takes one column, an ASCII `theta`
five.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from tutor.letters import cells
from tutor.mathtext import displayed, fenced, render_words
from tutor.messages import N_, tr

WIDTH = 73  # cells of a line that cannot wrap: 80 less a question's borders and bar, and the indentation
CODE_TOO_WIDE = N_("line {number} of code has {length} characters and cannot wrap; {width} fit")
FORMULA_TOO_WIDE = N_("the formula in line {number} is {length} characters wide and cannot wrap; {width} fit")
TABLE_TOO_WIDE = N_("the table in line {number} is {length} characters wide and cannot wrap; {width} fit")
INDENTED = "    "
GAP = 2  # columns between two cells of a table
_BAR = re.compile(r"(?<!\\)\|")
_RULE = re.compile(r"[-:| ]+")


def too_wide(words: str) -> Iterator[str]:
    """What there is to say of each line of code, formula and table that is cut off at 80 columns, in their order."""
    lines = words.splitlines()
    at = 0
    while at < len(lines):
        code = fenced(lines, at)
        formula = None if code else displayed(lines, at)
        if code:
            yield from _code(lines, at + 1, code[1])
            at = code[1]
        elif formula:
            both = (formula, displayed(lines, at, ascii=True) or formula)
            yield from _said(FORMULA_TOO_WIDE, at, max(cells(row) for rows, _ in both for row in rows[2:-2]))
            at = formula[1]
        elif lines[at].startswith("|"):
            end = next((i for i in range(at, len(lines)) if not lines[i].startswith("|")), len(lines))
            yield from _said(TABLE_TOO_WIDE, at, _table_width(lines[at:end]))
            at = end
        else:
            yield from _code(lines, at, at + 1) if lines[at].startswith(INDENTED) else ()
            at += 1


def _code(lines: Sequence[str], first: int, end: int) -> Iterator[str]:
    for place in range(first, end):
        yield from _said(CODE_TOO_WIDE, place, cells(lines[place]))


def _said(what: str, place: int, length: int) -> Iterator[str]:
    if length > WIDTH:
        yield tr(what, number=place + 1, length=length, width=WIDTH)


def _table_width(rows: Sequence[str]) -> int:
    """Its columns as wide as their widest cell, with a gap between them."""
    return max(_drawn_width(rows, ascii) for ascii in (False, True))


def _drawn_width(rows: Sequence[str], ascii: bool) -> int:
    table = [_cells(row) for row in render_words("\n".join(rows), ascii).split("\n") if not _RULE.fullmatch(row)]
    count = max((len(row) for row in table), default=0)
    widths = [max(cells(row[i]) for row in table if i < len(row)) for i in range(count)]
    return sum(widths) + GAP * max(0, count - 1)


def _cells(row: str) -> list[str]:
    """The cells of a row as they are drawn: without the marks that only change the look."""
    inside = row.strip().removeprefix("|").removesuffix("|")
    return [re.sub(r"[`*]|\\(?=\|)", "", each).strip() for each in _BAR.split(inside)]
