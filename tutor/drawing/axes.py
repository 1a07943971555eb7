"""Axes of a chart: limits chosen from the number of cells, so that every tick stands in the middle of its cell.

Only `math`. The limits of an axis lie in the middle of its outermost cells, and each cell is worth an even part of
the step between two ticks. So ticks are evenly spaced, a point on a tick stands in the tick's own row, and a curve
meets a guide where it should, in a chart of six rows as in one of sixty. Labels are at most `WIDE` characters wide.
All functions take finite numbers.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

Limits = tuple[float, float]
Tick = tuple[float, str]  # where on the axis (log10 of the value on a log axis), and its label

POWERS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
KEPT = 64  # axes: while a chart streams, most of its frames have the axes of the one before
LARGEST = 1e300  # beyond it the width of an axis would no longer be a number
ROUND = (1.0, 2.0, 5.0)  # steps, times a power of ten
STEPS = (1.0, 2.0, 2.5, 3.0, 4.0, 5.0)  # and those that are taken where they save much room
RARE = (1.5, 6.0, 8.0)  # and those that are taken only where all others leave more than LOST of the cells empty
LOST = 0.25
STRIDES = tuple(m * 10**power for power in range(4) for m in (1, 2, 5))  # of powers of ten on a log axis
DECADES = tuple(s for s in range(7, 80) if all(abs(s * math.log10(m) - round(s * math.log10(m))) < 0.2 for m in (2, 5)))
MOST = 8  # ticks wanted on an axis, at most about so many
WIDE = 9  # characters of a label
LOW = 6  # rows below which a log axis may have a tick in each
FEW = 1.3  # an axis may be so many times as long, if it then has three ticks and not two
ROUNDED = 1.6  # times the cell that is needed: rounder it may not get on a map of even scale
WIDEST = 2.6  # times the land asked for that a map of even scale may show
ODD = {1.0: 1.0, 2.0: 1.0, 5.0: 1.0, 2.5: 1.06, 3.0: 1.15, 4.0: 1.15,  # and so many, if its step is then a round one
       **dict.fromkeys(RARE, 1.2)}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Axis:
    """An axis laid over so many cells: `limits` (low < high) in the middle of the outermost ones, and its ticks."""

    limits: Limits
    ticks: tuple[Tick, ...]


@dataclass(frozen=True, slots=True)
class _Scale:
    """A way to lay out an axis: a cell is worth `step` / `every`; cell i has a tick where `every` divides it."""

    step: float
    every: int

    @property
    def cell(self) -> float:
        return self.step / self.every

    def span(self, low: float, high: float) -> tuple[int, int]:
        """The cells that hold [low, high], counted from the cell of 0."""
        return math.floor(low / self.cell + 1e-9), math.ceil(high / self.cell - 1e-9)

    def begin(self, low: float, high: float, cells: int) -> int:
        """The first of `cells` cells with [low, high] in their middle; never past zero for room alone."""
        first, last = self.span(low, high)
        spare = cells - 1 - (last - first)
        begin = first - spare // 2
        if first >= 0:
            return max(begin, 0)
        return min(begin, 1 - cells) if last <= 0 else begin

    def places(self, begin: int, cells: int) -> range:
        return range(math.ceil(begin / self.every) * self.every, begin + cells, self.every)

    def value(self, i: int) -> float:
        """Of cell i: a multiple of the step exactly where there is a tick."""
        return i // self.every * self.step if i % self.every == 0 else i * self.cell

    def axis(self, begin: int, cells: int, ascii: bool) -> Axis:
        ticks = [(self.value(i), label(self.value(i), self.step, ascii)) for i in self.places(begin, cells)]
        return Axis((self.value(begin), self.value(begin + cells - 1)), tuple(ticks))


@lru_cache(KEPT)
def fit(low: float, high: float, cells: int, apart: int = 2, ascii: bool = False) -> Axis:
    """The tightest axis for [low, high] over `cells` >= 3 cells with ticks at least `apart` cells from each other."""
    low, high = shown_limits(low, high)
    tight, goals = (high - low) / (cells - 1), [(low, high, cells, 1)]
    scales = _scales(_spacings(cells, apart), tight, goals)
    scale = min(scales, key=lambda each: _length(each, low, high, cells))
    if cells > 3 and tight < (1 - LOST) * scale.cell:  # in three rows longer labels would meet the axis's name
        scales = [scale, *(_smallest(every, tight, goals, RARE) for every in _spacings(cells, apart))]
        scale = min(scales, key=lambda each: _length(each, low, high, cells))
    return scale.axis(scale.begin(low, high, cells), cells, ascii)


@lru_cache(KEPT)
def fit_even(x: Limits, y: Limits, columns: int, rows: int, ascii: bool = False) -> tuple[Axis, Axis] | None:
    """Both axes of a map on which a column is worth half a row, for cells twice as high as wide.

    The land is held, with as much more around it as that takes. None where that is more than `WIDEST` times what
    there is of either: x and y are then of different kinds, or the room has not their shape.
    """
    (x0, x1), (y0, y1) = shown_limits(*x), shown_limits(*y)
    cell = max((y1 - y0) / (rows - 1), 2 * (x1 - x0) / (columns - 1))
    if cell * max((rows - 1) / (y1 - y0), (columns - 1) / 2 / (x1 - x0)) > WIDEST:
        return None
    goals = [(y0, y1, rows, 1), (x0, x1, columns, 2)]
    scales = _scales(_spacings(min(rows, columns // 2), 2), cell, goals)
    up = min(scales, key=lambda each: _length(each, y0, y1, rows))
    if up.cell > cell * ROUNDED:
        return None
    across = _Scale(up.step, 2 * up.every)
    return (
        across.axis(across.begin(x0, x1, columns), columns, ascii),
        up.axis(up.begin(y0, y1, rows), rows, ascii),
    )


def _spacings(cells: int, apart: int) -> range:
    """How many cells there may be between two ticks, so that there are always two ticks, and not too many."""
    most = max(cells // 2, 1)
    return range(min(max(apart, -(-(cells - 1) // MOST)), most), most + 1)


def _scales(spacings: range, cell: float, goals: list[tuple[float, float, int, int]]) -> list[_Scale]:
    """For each spacing the scales of smallest step and of smallest round step, a cell worth `cell` at least, that hold
    each goal (low, high, cells, finer)."""
    return [_smallest(every, cell, goals, steps) for every in spacings for steps in (STEPS, ROUND)]


def _smallest(every: int, cell: float, goals: list[tuple[float, float, int, int]], steps: tuple[float, ...]) -> _Scale:
    step = nice_step(cell * every, steps)
    while True:
        spans = [(_Scale(step, every * finer).span(low, high), cells) for low, high, cells, finer in goals]
        if all(last - first < cells for (first, last), cells in spans):
            return _Scale(step, every)
        step = nice_step(step * 1.01, steps)


def _length(scale: _Scale, low: float, high: float, cells: int) -> tuple[float, int]:
    """How long an axis is, made longer for what is less good to read; of two as long the one with fewer ticks, if
    these are three."""
    ticks = len(scale.places(scale.begin(low, high, cells), cells))
    odd = ODD[round(scale.step / 10.0 ** math.floor(math.log10(scale.step) + 1e-9), 3)]
    return float(f"{scale.cell * odd * (FEW if ticks < 3 else 1):.9g}"), ticks


def nice_step(least: float, steps: tuple[float, ...] = STEPS) -> float:
    """The smallest of `steps` times a power of ten that is not below `least` > 0."""
    power = math.floor(math.log10(max(least, 1e-306)))
    found = next((m for m in steps if m * 10.0**power >= least * (1 - 1e-9)), 10.0)
    return float(f"{found}e{power}")  # 0.3 rather than 0.30000000000000004


def log_limits(low: float, high: float) -> Limits:
    """Limits of a log axis for data from 10^low to 10^high, rounded outwards to 1, 2 or 5 times a power of ten: they
    move seldom while the data do."""
    return _round_log(low, down=True), _round_log(high, down=False)


def _round_log(value: float, down: bool) -> float:
    whole = math.floor(value)
    steps = [whole + math.log10(m) for m in (1, 2, 5, 10)]
    if down:
        return max(step for step in steps if step <= value + 1e-9)
    return min(step for step in steps if step >= value - 1e-9)


@lru_cache(KEPT)
def fit_log(low: float, high: float, cells: int, ascii: bool = False) -> Axis:
    """An axis for data from 10^low to 10^high over `cells` >= 3 cells: ticks at powers of ten, or at 1, 2 and 5 times
    them where few powers are seen."""
    spacings = range(1 if cells < LOW else 2, max(cells // 2, 1) + 1)
    kinds = [(_Scale(1.0, every), True, 0) for every in DECADES if -300 < low <= high < 300]
    kinds += [
        (_Scale(float(stride), every), False, first)  # 1, 100, 10,000, or 10 and 1000: where every second power is seen
        for stride in STRIDES
        for every in spacings
        for first in range(stride if stride <= STRIDES[2] else 1)
    ]
    best: tuple[float, _Scale, bool, int, int] | None = None
    for scale, parts, shift in sorted(kinds, key=lambda kind: kind[0].cell):
        if best is not None and scale.cell >= best[0]:
            break
        first, last = scale.span(low - shift, high - shift)
        spare = cells - 1 - (last - first)
        begins = sorted(range(first - spare, first + 1), key=lambda begin: abs(first - spare // 2 - begin))
        for begin in begins[:6]:
            count = len(_log_places(scale, parts, begin, cells))
            length = scale.cell * (FEW if count < 3 else 1)
            if 2 <= count <= max(MOST, cells // 2) and (best is None or length < best[0]):
                best = length, scale, parts, begin, shift
    assert best is not None  # a stride of 1000 powers holds every number there is
    _, scale, parts, begin, shift = best
    ticks = [(at + shift, _log_label(at + shift, parts, ascii)) for at in _log_places(scale, parts, begin, cells)]
    return Axis((scale.value(begin) + shift, scale.value(begin + cells - 1) + shift), tuple(ticks))


def _log_places(scale: _Scale, parts: bool, begin: int, cells: int) -> list[float]:
    """The ticks; with `parts` at 1, 2 and 5 times the powers of ten, each within a fifth of its cell's middle."""
    if not parts:
        return [scale.value(i) for i in scale.places(begin, cells)]
    powers = range(begin // scale.every, (begin + cells) // scale.every + 1)
    places = [
        (power, m, power * scale.every + round(math.log10(m) * scale.every)) for power in powers for m in (1, 2, 5)
    ]
    return [power + math.log10(m) for power, m, cell in places if begin <= cell < begin + cells]


def _log_label(at: float, parts: bool, ascii: bool) -> str:
    if not parts:
        return power_label(round(at), ascii)
    value = float(f"{10.0**at:.0e}")
    return label(value, value, ascii)


def shown_limits(low: float, high: float) -> Limits:
    """Limits made fit to divide by: in order, apart, not too large; [0, 1] if not finite."""
    if not (math.isfinite(low) and math.isfinite(high)):
        return 0.0, 1.0
    low, high = (min(max(end, -LARGEST), LARGEST) for end in (min(low, high), max(low, high)))
    margin = 1e-9 * max(abs(low), abs(high), 1e-290)
    if high - low > margin:
        return low, high
    middle = (low + high) / 2
    reach = abs(middle) / 2 if abs(middle) > 1e-290 else 1.0
    return middle - reach, middle + reach


def power_label(power: int, ascii: bool) -> str:
    return f"1e{power}" if ascii else "10" + str(power).translate(POWERS)


def label(value: float, step: float, ascii: bool = False) -> str:
    """`value` with the digits that its step asks for: 0.25, 7.5, 1500, 2e5; never wider than `WIDE` characters."""
    if abs(value) < step * 1e-6:
        return "0"
    power = math.floor(math.log10(step) + 1e-9)
    power -= round(step / 10.0**power, 3) in (1.5, 2.5)
    plain = f"{value:.{max(0, -power)}f}" if abs(value) < (1e5 if power >= 0 else 1e7) and power >= -4 else ""
    text = plain if 0 < len(plain) <= WIDE else _scientific(value, power)
    return text if ascii else text.replace("-", "−", 1) if value < 0 else text


def short(value: float, ascii: bool = False) -> str:
    """A rounded number by itself, without the digits it has not: 12, 0.5, 2e6."""
    text = f"{value + 0.0:.3g}"
    mantissa, mark, power = text.partition("e")
    text = f"{mantissa}e{int(power)}" if mark else text
    return text if ascii else text.replace("-", "−")


def _scientific(value: float, power: int) -> str:
    digits = max(0, math.floor(math.log10(abs(value)) + 1e-9) - power)
    for precision in range(min(digits, WIDE), -1, -1):
        mantissa, power_of_ten = f"{value:.{precision}e}".split("e")
        mantissa = mantissa.rstrip("0").rstrip(".") if "." in mantissa else mantissa
        text = f"{mantissa}e{int(power_of_ten)}"
        if len(text) <= WIDE:
            return text
    return text[:WIDE]
