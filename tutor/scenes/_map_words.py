"""A map in a sentence, a table, and its Jacobian as it is written on paper."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import isfinite
from typing import TYPE_CHECKING

from tutor.letters import cells
from tutor.messages import tr
from tutor.scenes._dial_words import reading
from tutor.scenes._numbers import as_float, shown
from tutor.scenes._problem import shown_names
from tutor.typeset import line, symbol

if TYPE_CHECKING:
    from tutor.scenes._map_state import MapScene

DIGITS = 5


def entry(number: Fraction | float, ascii: bool) -> str:
    """A short decimal exactly, else four decimals."""
    exactly = shown(number, ascii, 12) if isinstance(number, Fraction) else ""
    return exactly if exactly and len(exactly) <= 8 else reading(as_float(number), ascii)


def places(values: Sequence[Fraction | float], ascii: bool) -> str:
    listed = ", ".join(entry(each, ascii) for each in values)
    return f"({listed})" if len(values) > 1 else listed


def map_sentence(made: MapScene, ascii: bool) -> str:
    """Of a plane the determinant and the areas; else the shape of the Jacobian."""
    names = ", ".join(shown_names(made.settings.names, ascii))
    names = f"({names})" if len(made.settings.names) > 1 else names
    where = tr("at {names} = {place}", names=names, place=places(made.exact_place, ascii))
    if not made.stands:
        return tr("{where}: here the map has no value, or no slope", where=where)
    return tr("{where}: {what}", where=where, what=_areas(made, ascii) if made.plane else _shape(made, ascii))


def _shape(made: MapScene, ascii: bool) -> str:
    words = tr(
        "J has {rows} x {columns} numbers, a row for each output, a column for each input",
        rows=len(made.trees),
        columns=len(made.settings.names),
    )
    return tr("{words}; each row adds up to 0", words=words) if made.rows_cancel and len(made.trees[0]) > 1 else words


def _areas(made: MapScene, ascii: bool) -> str:
    dot, minus = ("*", "-") if ascii else ("·", "−")
    (a, b), (c, d) = (tuple(entry(each, ascii) for each in row) for row in made.jacobian)
    second = [f"({each})" if each.startswith(minus) else each for each in (d, b, c)]
    det = f"{a}{dot}{second[0]} {minus} {second[1]}{dot}{second[2]} = {entry(made.det, ascii)}"
    said = {"det": det, "side": shown(made.side, ascii)}
    if not isfinite(made.area):
        return tr("det J = {det}; a square of side {side} reaches where the map has no value", **said)
    if made.folded:
        return tr("det J = {det}; a square of side {side} is folded: within it det J changes its sign", **said)
    words = tr("det J = {det}; a square of side {side}: its area times {factor}",
               **said, factor=reading(abs(made.factor), ascii))  # fmt: skip
    if as_float(made.det) < 0:
        return tr("{words}, and turned over", words=words)
    return words if made.det else tr("{words}: J flattens it", words=words)


def map_table(made: MapScene, ascii: bool) -> list[list[str]]:
    rows = [[symbol(name, ascii), entry(at, ascii)] for name, at in
            zip(made.settings.names, made.exact_place, strict=True)]  # fmt: skip
    rows += [[output_name(made, i, ascii), entry(each, ascii)] for i, each in enumerate(made.image)]
    for i, row in enumerate(made.jacobian):
        rows += [[slope_name(made, i, j, ascii), entry(each, ascii)] for j, each in enumerate(row)]
    if made.plane and made.stands:
        rows.append(["det J", entry(made.det, ascii)])
        rows.append([tr("area of the square"), reading(as_float(made.side) ** 2, ascii)])
        rows.append([tr("area of its image"), reading(abs(made.area), ascii)])
        rows.append([tr("quotient"), reading(abs(made.factor), ascii)])
    return rows


def output_name(made: MapScene, i: int, ascii: bool) -> str:
    """`f₁`; `f` where there is one output."""
    return "f" if len(made.trees) == 1 else symbol(f"f{i + 1}", ascii)


def slope_name(made: MapScene, i: int, j: int, ascii: bool) -> str:
    curl = "d" if ascii else "∂"
    return f"{curl}{output_name(made, i, ascii)}/{curl}{symbol(made.settings.names[j], ascii)}"


# --- the Jacobian -----------------------------------------------------------------------------------------------------


def jacobian_lines(made: MapScene, ascii: bool, width: int) -> list[str]:
    """Formulas and numbers beside each other, or under each other, or the numbers alone, as the width allows."""
    formulas = _matrix(made, [[line(each, ascii=ascii) for each in row] for row in made.trees], ascii)
    entries = [[entry(each, ascii) for each in row] for row in made.jacobian]
    here = _matrix(made, entries, ascii)
    bare = [each[each.index("[") :] for each in _matrix(made, entries, ascii, heads=False)]
    joint = (len(bare) - 1) // 2
    beside = [formulas[0]] + [
        f"{left}{' = ' if place == joint else '   '}{right}"
        for place, (left, right) in enumerate(zip(formulas[1:], bare, strict=True))
    ]
    if _wide(beside) <= width:
        return beside
    return [*formulas, "", *here] if _wide(formulas) <= width else here


def _matrix(made: MapScene, rows: list[list[str]], ascii: bool, heads: bool = True) -> list[str]:
    """A line of what is changed, then a row for each output in brackets, with its name before it."""
    curl = "d" if ascii else "∂"
    above = [f"{curl}/{curl}{symbol(name, ascii)}" for name in made.settings.names]
    names = [output_name(made, i, ascii) for i in range(len(rows))]
    sizes = [max(map(cells, column)) for column in zip(*([above] if heads else []), *rows, strict=True)]
    lead = max(map(cells, names))

    def row(entries: list[str]) -> str:
        return "  ".join(_centred(each, size) for each, size in zip(entries, sizes, strict=True))

    lines = [f"{name.ljust(lead)} [ {row(each)} ]" for name, each in zip(names, rows, strict=True)]
    return [f"{' ' * (lead + 3)}{row(above)}".rstrip(), *lines] if heads else lines


def _centred(text: str, size: int) -> str:
    spare = size - cells(text)
    return " " * (spare // 2) + text + " " * (spare - spare // 2)


def _wide(lines: Sequence[str]) -> int:
    return max(map(cells, lines), default=0)
