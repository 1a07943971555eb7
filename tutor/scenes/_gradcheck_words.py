"""A gradient check in words: one sentence, the table, and the lines that say which error rules and where it is best."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from tutor.descent.gradcheck import Reading
from tutor.scenes._gradcheck_estimate import Ruler
from tutor.scenes._numbers import shown

if TYPE_CHECKING:
    from tutor.scenes._gradcheck_estimate import Estimate
    from tutor.scenes._gradcheck_state import GradcheckScene

RULES = {
    "truncation": "truncation",
    "rounding": "rounding",
    "both": "both errors",
    "claim": "no h helps",
    "neither": "right to the last digit",
    "unknown": "",
}
READINGS = {
    Reading.GOOD: "good",
    Reading.FAIR: "fair",
    Reading.DOUBTFUL: "doubtful",
    Reading.SUSPECT: "far too large",
}


def gradcheck_sentence(check: GradcheckScene, ascii: bool) -> str:
    """`h = 0.001: forward 7.006001, off by 0.006 (truncation); ... The slope is 7.`"""
    corner = {each: check.corner(each) for each in check.settings.formulas}
    told = "; ".join(f"{each.formula} {_told(each, corner[each.formula], ascii)}" for each in check.here())
    claimed = "claimed: " if check.settings.claim else ""
    false = ", not the true slope" if any(each.ruler is Ruler.CLAIM for each in check.here()) else ""
    end = f"{claimed}{_slope_name(check, ascii)} = {shown(check.slope, ascii)}{false}"
    if check.lost:
        name, x = check.component_name(ascii), shown(check.settings.at[check.component], ascii)
        end = f"{name} + h is {x} itself in float64; {end}"
    return f"h = {shown(check.h, ascii)}: {told}; {end}"


def _told(each: Estimate, corner: bool, ascii: bool) -> str:
    if math.isnan(each.error):
        return "has no value here"
    if each.error == 0:
        return f"{shown(each.value, ascii)} is right to the last digit"
    why = "f bends sharply here: no h helps" if corner else RULES[each.ruler.value]
    if each.ruler is Ruler.CLAIM:
        return f"{shown(each.value, ascii)}, relative error {_error(each.relative, ascii)} ({why})"
    return f"{shown(each.value, ascii)} is off by {_error(each.error, ascii)}" + (f" ({why})" if why else "")


def _slope_name(check: GradcheckScene, ascii: bool) -> str:
    """`f′(2)`, `∂J/∂θ₁`."""
    letter, name = check.letter, check.component_name(ascii)
    if len(check.settings.names) == 1:
        return f"{letter}{chr(39) if ascii else '′'}({shown(check.settings.at[0], ascii)})"
    curl = "d" if ascii else "∂"
    return f"{curl}{letter}/{curl}{name}"


def _error(size: float, ascii: bool) -> str:
    """`0.006`, `1.3e−7`: two digits say enough."""
    if math.isnan(size):
        return "no value"
    return shown(size, ascii, 2)


def details(check: GradcheckScene, ascii: bool) -> list[str]:
    """Both errors of each formula at this h, the relative error, and where each formula is best of this list; then
    what the errors are. 36 columns at most for errors of two digits."""
    lines = []
    for each in check.here():
        best = None if each.ruler is Ruler.CLAIM else check.best(each.formula)
        where = "" if best is None else f": best h {shown(best.h, ascii)}, off by {_error(best.error, ascii)}"
        lines.append(f"{each.formula}{where}")
        if math.isnan(each.error):
            lines.append(f" at {shown(each.h, ascii)} no value")
            continue
        if each.truncation is not None and each.rounding is not None:
            left_out, rounded = (_error(abs(size), ascii) for size in (each.truncation, each.rounding))
            lines.append(f" truncation {left_out} rounding {rounded}")
        lines.append(f" relative error {_error(each.relative, ascii)}: {READINGS[each.reading]}")
    return [*lines, *_errors_explained(check)]


def _errors_explained(check: GradcheckScene) -> list[str]:
    """What the two errors are, and where each rules, where that is so of every formula here."""
    if all(each.truncation is None for each in check.here()):
        return []
    if all(map(check.parted, check.settings.formulas)):
        return ["large h: truncation (left-out terms)", "small h: rounding (lost digits)"]
    return ["truncation: terms that are left out", "rounding: digits that are lost"]


def gradcheck_table(check: GradcheckScene, ascii: bool, values: bool) -> list[list[str]]:
    """Headings, then a row for each h, the largest first."""
    off = "off by"
    head = ["h"]
    for formula in check.settings.formulas:
        head += [formula, off] if values else [formula]
    rows = [head]
    for place, h in enumerate(check.hs):
        cells = [shown(h, ascii)]
        for formula in check.settings.formulas:
            each = check.estimates(formula)[place]
            error = _error(each.error, ascii)
            cells += [shown(each.value, ascii, 7), error] if values else [error]
        rows.append(cells)
    return rows
