"""A dial in a sentence and a table: numbers with four decimals, as one reads them off an instrument."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tutor.messages import tr
from tutor.scenes._dial_ways import apart
from tutor.scenes._numbers import as_float, shown

if TYPE_CHECKING:
    from tutor.scenes._dial_state import DialScene

DECIMALS, FEW = 4, 1e-2  # below that size significant digits are counted instead
LARGE = 1e7


def reading(number: float, ascii: bool = False) -> str:
    """`−1.1962`; small and large numbers with five significant digits."""
    if FEW <= abs(number) < LARGE:
        return shown(round(number, DECIMALS), ascii, 12)
    return shown(number, ascii, 5)


def angle(degrees: float, ascii: bool = False) -> str:
    """`126.87°`; in ASCII `126.87 deg`."""
    written = shown(round(degrees, 2) % 360.0, ascii)
    return f"{written} deg" if ascii else f"{written}°"


def pair(values: Sequence[float], ascii: bool = False) -> str:
    return f"({', '.join(reading(each, ascii) for each in values)})"


def dial_sentence(dial: DialScene, ascii: bool) -> str:
    """Before it is shown how the number comes about; afterwards how it depends on the angle to the gradient."""
    words = _shown(dial, ascii) if dial.shown and dial.extremes is not None else _worked(dial, ascii)
    if dial.marked is None:
        return words
    marked = angle(dial.marked.degrees, ascii)
    if not dial.shown:
        return tr("{words}; your mark: {angle}, {value}",
                  words=words, angle=marked, value=reading(dial.at(dial.marked), ascii))  # fmt: skip
    if dial.extremes is None:
        return tr("{words}; it is the same in every direction, so no mark is better than another", words=words)
    assert dial.off is not None
    off = angle(dial.off, ascii)
    words = tr("{words}; you marked {angle}, {off} off", words=words, angle=marked, off=off)
    if dial.off <= dial.nearest_step:
        return tr("{words}: no step of {step} comes nearer", words=words, step=angle(dial.settings.step_deg, ascii))
    return words


def _worked(dial: DialScene, ascii: bool) -> str:
    u, here = pair(dial.way.u, ascii), angle(dial.way.degrees, ascii)
    said = {"u": u, "angle": here, "value": f"{_sum(dial, ascii)} = {reading(dial.value, ascii)}"}
    if dial.bends:
        return tr("u = {u}, at {angle}: curvature {value}, {which}", **said, which=_which(dial))
    return tr("u = {u}, at {angle}: slope {value}, {which}", **said, which=_which(dial))


def _shown(dial: DialScene, ascii: bool) -> str:
    end, here = dial.extremes, angle(dial.way.degrees, ascii)
    assert end is not None
    value = reading(dial.value, ascii)
    if dial.bends:
        return tr(
            "u at {angle}: curvature {value}, {which}; greatest {most} at {top}, least {least} at {bottom}",
            angle=here, value=value, which=_which(dial),
            most=reading(end.greatest, ascii), top=angle(end.top.degrees, ascii),
            least=reading(end.least, ascii), bottom=angle(end.bottom.degrees % 180, ascii),
        )  # fmt: skip
    away = angle(apart(dial.way.degrees, end.top.degrees), ascii)
    dot = "*" if ascii else "·"
    return tr(
        "u at {angle}, {away} from the gradient at {top}: slope {length}{dot}cos({away}) = {value}, {which}",
        angle=here, away=away, top=angle(end.top.degrees, ascii), length=reading(end.greatest, ascii),
        dot=dot, value=value, which=_which(dial),
    )  # fmt: skip


def _which(dial: DialScene) -> str:
    """What the sign means on the hill."""
    if dial.bends:
        words = (tr("like a dome"), tr("straight"), tr("like a bowl"))
    else:
        words = (tr("downhill"), tr("level, along the contour"), tr("uphill"))
    return words[(dial.value > 0) - (dial.value < 0) + 1]


def _sum(dial: DialScene, ascii: bool) -> str:
    """`−6·0.866 + 8·0.5`: the sum that gives the number."""
    x, y = dial.way.u
    slopes = [as_float(each) for each in dial.slopes]
    terms = (
        [(slopes[0], x * x), (slopes[1] + slopes[2], x * y), (slopes[3], y * y)]
        if dial.bends
        else list(zip(slopes, (x, y), strict=True))
    )
    dot, minus = ("*", "-") if ascii else ("·", "−")
    text = ""
    for slope, part in terms:
        factor = reading(part, ascii)
        factor = f"({factor})" if factor.startswith(minus) else factor
        term = f"{reading(slope, ascii)}{dot}{factor}"
        if not text:
            text = term
        else:
            text += f" {minus} {term.removeprefix(minus)}" if term.startswith(minus) else f" + {term}"
    return text


def dial_table(dial: DialScene, ascii: bool) -> list[list[str]]:
    """Rows without headings: angle, u, value."""
    return [
        [angle(each.way.degrees, ascii), pair(each.way.u, ascii), reading(each.value, ascii)]
        for each in dial.readings()
        if each.value is not None
    ]
