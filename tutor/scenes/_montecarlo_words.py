"""An estimate by drawing in a sentence and a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.messages import plural, tr
from tutor.scenes._montecarlo_law import LAWS
from tutor.scenes._numbers import shown
from tutor.typeset import line, symbol

if TYPE_CHECKING:
    from tutor.scenes._montecarlo_state import MonteCarloScene

DECIMALS, LARGE = 6, 1e4  # of an estimate; larger ones have as many significant digits
ERROR_DIGITS, SD_DIGITS = 3, 5


def number(value: float, ascii: bool) -> str:
    """An estimate: `0.413199`, with zeros at the end, so that columns stand straight."""
    if not abs(value) < LARGE:  # nan too
        return shown(value, ascii)
    text = f"{round(value, DECIMALS) + 0.0:.{DECIMALS}f}"
    return text if ascii else text.replace("-", "−")


def error(value: float, ascii: bool) -> str:
    """`−0.0267`: three digits say enough."""
    return shown(value, ascii, ERROR_DIGITS)


def averaged(scene: MonteCarloScene, ascii: bool) -> str:
    return line(scene.settings.estimate, ascii=ascii)


def truth(scene: MonteCarloScene, ascii: bool) -> str:
    """As the lesson writes it, `1/3`; else the number."""
    written = scene.settings.truth
    return line(written, ascii=ascii) if written is not None else shown(scene.truth, ascii, 6)


def law(scene: MonteCarloScene, ascii: bool) -> str:
    """`u is uniform between 0 and 1`"""
    name = symbol(scene.settings.name, ascii=ascii)
    return tr("{name} is {law}", name=name, law=tr(LAWS[scene.settings.law]))


def montecarlo_sentence(scene: MonteCarloScene, ascii: bool) -> str:
    what, n = averaged(scene, ascii), scene.n
    if not n:
        return tr("nothing is drawn yet: {law}, and the true mean of {what} is {truth}",
                  law=law(scene, ascii), what=what, truth=truth(scene, ascii))  # fmt: skip
    inside, rolls = scene.inside(n)
    expected, off = scene.spread.error(n), scene.off
    words = plural(
        n,
        "{count} draw: the mean of {what} is {mean}, off by {off} from {truth}; predicted error {expected}",
        "{count} draws: the mean of {what} is {mean}, off by {off} from {truth}; predicted error {expected}",
        what=what, mean=number(scene.roll.mean, ascii), off=error(off, ascii),
        truth=truth(scene, ascii), expected=error(expected, ascii),
    )  # fmt: skip
    if rolls > 1:
        return tr("{words}; of {rolls} rolls {inside} are within it", words=words, rolls=rolls, inside=inside)
    if abs(off) <= expected:
        return tr("{words}: it is within that", words=words)
    times = shown(abs(off) / expected, ascii, ERROR_DIGITS)
    return tr("{words}: it is {times} times that", words=words, times=times)


def montecarlo_table(scene: MonteCarloScene, ascii: bool) -> list[list[str]]:
    """Headings, then a row for each stop that was reached."""
    rows = [["n", tr("estimate"), tr("error"), tr("predicted")]]
    for n, mean in scene.rows():
        expected = scene.spread.error(n)
        rows.append([str(n), number(mean, ascii), error(mean - scene.truth, ascii), error(expected, ascii)])
    return rows


def rolls_table(scene: MonteCarloScene, ascii: bool) -> list[list[str]]:
    """Headings, then the seed, the estimate and the error of each roll at the n of the last one."""
    rows = [[tr("seed"), tr("estimate"), tr("error"), ""]]
    for each in scene.rolls:
        mean = each.at(scene.n)
        if mean is not None:
            off = mean - scene.truth
            inside = tr("within") if abs(off) <= scene.spread.error(scene.n) else tr("outside")
            rows.append([str(each.seed), number(mean, ascii), error(off, ascii), inside])
    return rows


def beside_table(scene: MonteCarloScene, ascii: bool, width: int, height: int) -> list[str]:
    """Lines that explain the table where there is room: where the prediction comes from, and the last rolls."""
    sd = shown(scene.spread.sd, ascii, SD_DIGITS)
    root = "sqrt(n)" if ascii else "√n"
    lines = ["", tr("predicted = sd/{root}, sd = {sd}", root=root, sd=sd)]
    rolls, room = rolls_table(scene, ascii)[1:], height - len(lines) - 2
    if len(rolls) > 1 and room > 1:
        rolls = rolls[-room:]
        sizes = [max(map(len, column)) for column in zip(*rolls, strict=True)]
        columns = (0, 1, 2, 3) if sum(sizes) + 6 <= width else (0, 2, 3)  # a large seed needs the room
        lines += ["", tr("rolls at n = {n}, by their seed", n=scene.n)]
        lines += ["  ".join(row[i].rjust(sizes[i]) for i in columns) for row in rolls]
    return lines if height >= len(lines) and all(len(each) <= width for each in lines) else []
