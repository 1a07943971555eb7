"""A Riemann scene in words: the sum and what it lacks, the limit and how it is known, and a table of the rules."""

from __future__ import annotations

from fractions import Fraction
from math import isfinite
from typing import TYPE_CHECKING

from tutor.messages import N_, plural, tr
from tutor.scenes._numbers import as_float, shown
from tutor.typeset import line

if TYPE_CHECKING:
    from tutor.scenes._riemann_state import RiemannScene

DIGITS, ERROR_DIGITS = 7, 4
TWO_LINES = 146  # characters that two lines of a small screen hold wherever the first is broken
MOST_BRIEF = 3
LARGEST = 10_000  # a denominator of a fraction that is worth reading
NAMED = {"left": N_("left"), "mid": N_("middle"), "right": N_("right"), "trapezoid": N_("trapezoid")}


def riemann_sentence(made: RiemannScene, ascii: bool) -> str:
    """How many strips, their sum, the part that counts against it, and how far off the limit it is: in two lines of a
    small screen, if need be with fewer words, at last without the ends of the antiderivative."""
    ways = (_said(made, ascii, brief) for brief in range(MOST_BRIEF))
    return next((words for words in ways if len(words) <= TWO_LINES), _said(made, ascii, MOST_BRIEF))


def _said(made: RiemannScene, ascii: bool, brief: int) -> str:
    """`brief` from 0 on: fewer words for the rule and the parts, then for the limit; at MOST_BRIEF no ends."""
    found = made.sum()
    words = tr("{strips}: {sum}", strips=strips_words(made, ascii, brief > 0), sum=shown(found.value, ascii))
    if not isfinite(found.value):
        return tr("{words}, for {f} has none at one of these places", words=words, f=named(made, ascii))
    if found.below:
        parts = {"words": words, "above": shown(found.above, ascii), "below": shown(found.below, ascii)}
        words = (
            tr("{words} ({above} above, {below} below)", **parts)
            if brief > 0
            else tr("{words} ({above} above the axis, {below} below)", **parts)
        )
    if not made.limit.known:
        return tr("{words}; what it comes to is not known here", words=words)
    limit = quantity(made.limit.value, ascii) if brief == MOST_BRIEF and made.limit.ends else limit_words(made, ascii)
    said = {"words": words, "limit": limit}
    change = made.settings.slope and made.limit.ends is not None
    if not made.error() and made.limit.ends is not None:
        if change:
            return tr("{words}; exactly the net change {limit}", **said)
        return tr("{words}; exactly the limit {limit}", **said)
    said["off"] = off(made.error(), ascii)
    if brief > 1:
        return (
            tr("{words}; {off}: net change {limit}", **said) if change else tr("{words}; {off}: limit {limit}", **said)
        )
    if change:
        return tr("{words}; {off}: the net change is {limit}", **said)
    return tr("{words}; {off}: the limit is {limit}", **said)


def strips_words(made: RiemannScene, ascii: bool, brief: bool = False) -> str:
    """`4 rectangles 0.5 wide, heights at the left ends`; `brief`: `4 rectangles 0.5 wide, left heights`."""
    wide = shown(made.width, ascii, 5)
    if made.rule == "trapezoid":
        return plural(made.n, "{count} trapezoid {wide} wide", "{count} trapezoids {wide} wide", wide=wide)
    what = plural(made.n, "{count} rectangle {wide} wide", "{count} rectangles {wide} wide", wide=wide)
    if brief:
        ends = {
            "left": tr("{what}, left heights", what=what),
            "mid": tr("{what}, middle heights", what=what),
            "right": tr("{what}, right heights", what=what),
        }
    else:
        ends = {
            "left": tr("{what}, heights at the left ends", what=what),
            "mid": tr("{what}, heights in the middle", what=what),
            "right": tr("{what}, heights at the right ends", what=what),
        }
    return ends[made.rule]


def off(error: float, ascii: bool) -> str:
    """`0.9167 too low`; where there is none the limit is known by numbers alone, and so is that."""
    if not error:
        return tr("no error can be seen")
    size = shown(abs(error), ascii, ERROR_DIGITS)
    return tr("{size} too high", size=size) if error > 0 else tr("{size} too low", size=size)


def named(made: RiemannScene, ascii: bool) -> str:
    """`f`, or `f′`: what the area is under."""
    return ("f'" if ascii else "f′") if made.settings.slope else "f"


def limit_words(made: RiemannScene, ascii: bool) -> str:
    """`8/3 = 2.666667`; with an antiderivative `F(2) − F(0) = ...`; else that it was found by numbers alone."""
    limit = made.limit
    if limit.ends is None:
        return tr("{value}, found by numbers alone", value=quantity(limit.value, ascii))
    if not (made.settings.slope or made.settings.antiderivative):
        return quantity(limit.value, ascii)
    F, minus = "f" if made.settings.slope else "F", "-" if ascii else "−"
    low, high = (shown(end, ascii) for end in made.settings.interval)
    first, last = (short(each, ascii) for each in limit.ends)
    first = f"({first})" if first.startswith(minus) else first
    return f"{F}({high}) {minus} {F}({low}) = {last} {minus} {first} = {quantity(limit.value, ascii)}"


def quantity(number: Fraction | float, ascii: bool) -> str:
    """`8/3 = 2.666667`: a fraction that no decimal ends, and the decimal."""
    text = shown(number, ascii, DIGITS)
    brief = short(number, ascii)
    return text if brief == text else f"{brief} = {text}"


def short(number: Fraction | float, ascii: bool) -> str:
    """`8/3`, where it is a fraction worth reading and no decimal ends it; else the decimal."""
    text = shown(number, ascii, DIGITS)
    if not isinstance(number, Fraction) or number.denominator > LARGEST or abs(number.numerator) > LARGEST:
        return text
    if Fraction(text.replace("−", "-")) == number:
        return text
    return str(number) if ascii else str(number).replace("-", "−")


def riemann_table(made: RiemannScene, ascii: bool) -> list[list[str]]:
    """Rows without headings: rule, sum, size of the error; the last is the limit."""
    rows = [
        [tr(NAMED[rule]), shown(made.sum(rule).value, ascii), error_text(made.error(rule), ascii)]
        for rule in made.settings.rules
    ]
    limit = shown(made.limit.value, ascii) if made.limit.known else tr("not known")
    return [*rows, [tr("limit"), limit, ""]]


def error_text(error: float, ascii: bool) -> str:
    return shown(abs(as_float(error)), ascii, ERROR_DIGITS) if isfinite(error) else ""


def antiderivative_line(made: RiemannScene, ascii: bool) -> str | None:
    """`F = x³/3`; None where none is known, or where it is f."""
    if made.F is None or made.settings.slope or made.limit.ends is None:
        return None
    return f"F = {line(made.F, ascii=ascii)}"
