"""A gradient check in words: one sentence, the table, and the lines that say which error rules and where it is best."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from tutor.descent.gradcheck import Reading
from tutor.messages import N_, tr
from tutor.scenes._gradcheck_estimate import Ruler
from tutor.scenes._numbers import shown

if TYPE_CHECKING:
    from tutor.scenes._gradcheck_estimate import Estimate
    from tutor.scenes._gradcheck_state import GradcheckScene

RULES = {
    "truncation": N_("truncation"),
    "rounding": N_("rounding"),
    "both": N_("both errors"),
    "claim": N_("no h helps"),
    "neither": N_("right to the last digit"),
    "unknown": "",
}
READINGS = {
    Reading.GOOD: N_("good"),
    Reading.FAIR: N_("fair"),
    Reading.DOUBTFUL: N_("doubtful"),
    Reading.SUSPECT: N_("far too large"),
}


def gradcheck_sentence(check: GradcheckScene, ascii: bool) -> str:
    """`h = 0.001: forward 7.006001, off by 0.006 (truncation); ... The slope is 7.`"""
    corner = {each: check.corner(each) for each in check.settings.formulas}
    told = "; ".join(_told(check, each, corner[each.formula], ascii) for each in check.here())
    end = f"{_slope_name(check, ascii)} = {shown(check.slope, ascii)}"
    if check.settings.claim:
        end = tr("claimed: {slope}", slope=end)
    if any(each.ruler is Ruler.CLAIM for each in check.here()):
        end = tr("{slope}, not the true slope", slope=end)
    if check.lost:
        name, x = check.component_name(ascii), shown(check.settings.at[check.component], ascii)
        end = tr("{name} + h is {x} itself in float64; {slope}", name=name, x=x, slope=end)
    return f"h = {shown(check.h, ascii)}: {told}; {end}"


def _told(check: GradcheckScene, each: Estimate, corner: bool, ascii: bool) -> str:
    if math.isnan(each.error):
        return tr("{formula} has no value here", formula=each.formula)
    given = f"{each.formula} {shown(each.value, ascii)}"
    if each.error == 0:
        return tr("{difference} is right to the last digit", difference=given)
    rules = RULES[each.ruler.value]
    why = rules and tr(rules)
    if corner:
        why = tr("f bends sharply here: no h helps")
    elif check.crosses_corner(each):
        why = tr("the nudge crosses a corner of f")
    if each.ruler is Ruler.CLAIM:
        return tr(
            "{difference}, relative error {error} ({why})",
            difference=given,
            error=_error(each.relative, ascii),
            why=why,
        )
    off = _error(each.error, ascii)
    if not why:
        return tr("{difference} is off by {error}", difference=given, error=off)
    return tr("{difference} is off by {error} ({why})", difference=given, error=off, why=why)


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
        return tr("no value")
    return shown(size, ascii, 2)


WIDEST = 36  # columns of the pane beside the chart at 80x24


def details(check: GradcheckScene, ascii: bool) -> list[str]:
    """Both errors of each formula at this h, the relative error, and where each formula is best of this list; then
    what the errors are. 36 columns at most for errors of two digits."""
    lines = []
    for each in check.here():
        lines += [each.formula] if each.ruler is Ruler.CLAIM else _best(check, each.formula, ascii)
        if math.isnan(each.error):
            lines.append(f" {tr('at {h} no value', h=shown(each.h, ascii))}")
            continue
        if each.truncation is not None and each.rounding is not None:
            left_out, rounded = (_error(abs(size), ascii) for size in (each.truncation, each.rounding))
            errors = {"left_out": left_out, "rounded": rounded}
            both = (
                tr("corner {left_out} rounding {rounded}", **errors)
                if check.crosses_corner(each)
                else tr("truncation {left_out} rounding {rounded}", **errors)
            )
            lines.append(f" {both}")
        reading = tr(READINGS[each.reading])
        relative = tr("relative error {error}: {reading}", error=_error(each.relative, ascii), reading=reading)
        lines.append(f" {relative}")
    return [*lines, *_errors_explained(check)]


def _best(check: GradcheckScene, formula: str, ascii: bool) -> list[str]:
    """At which h of the list a formula is best, and how far off there; where several are not off at all, which."""
    best = check.best(formula)
    if best is None:
        return [formula]
    h, off = shown(best.h, ascii), _error(best.error, ascii)
    exact = [each.error == 0 for each in check.estimates(formula)]
    if all(exact):
        return [tr("{formula}: no error at any h", formula=formula)]
    if sum(exact) > 1 and all(exact[exact.index(True) :]):
        return [tr("{formula}: no error from h {h} on", formula=formula, h=h)]
    if sum(exact) > 1:
        return [tr("{formula}: no error at {n} of {m} h", formula=formula, n=sum(exact), m=len(exact))]
    whole = tr("{formula}: best h {h}, off by {error}", formula=formula, h=h, error=off)
    parts = [tr("{formula}: best h {h}", formula=formula, h=h), f" {tr('off by {error}', error=off)}"]
    return [whole] if len(whole) <= WIDEST else parts


def _errors_explained(check: GradcheckScene) -> list[str]:
    """What the two errors are, and where each rules, where that is so of every formula here."""
    if all(each.truncation is None for each in check.here()):
        return []
    across = any(check.crosses_corner(check.estimates(each)[0]) for each in check.settings.formulas)
    if across:
        return [tr("large h: beyond a corner of f"), tr("small h: rounding (lost digits)")]
    if all(map(check.parted, check.settings.formulas)):
        return [tr("large h: truncation (left-out terms)"), tr("small h: rounding (lost digits)")]
    return [tr("truncation: terms that are left out"), tr("rounding: digits that are lost")]


def gradcheck_table(check: GradcheckScene, ascii: bool, values: bool) -> list[list[str]]:
    """Headings, then a row for each h, the largest first."""
    off = tr("off by")
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
