"""Axes of a chart: limits that change in nice steps, and a few short tick labels.

Only `math`. A chart that streams must not redraw itself because its data grew a little, so limits move along
1-2-5 numbers; labels are at most seven characters wide, and every tick lies inside the limits. All functions
take finite numbers.
"""

from __future__ import annotations

import math

Limits = tuple[float, float]
Tick = tuple[float, str]  # where on the axis (log10 of the value on a log axis), and its label

POWERS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
LARGEST = 1e300  # beyond it the width of an axis would no longer be a number


def nice_step(span: float, intervals: int) -> float:
    """The smallest of 1, 2, 5 times a power of ten that covers `span` in at most `intervals` steps."""
    rough = max(span, 1e-300) / max(intervals, 1)
    power = 10.0 ** math.floor(math.log10(rough))
    return next((m * power for m in (1, 2, 5) if m * power >= rough * (1 - 1e-9)), 10 * power)


def nice_limits(low: float, high: float, intervals: int = 4) -> Limits:
    """Limits that hold [low, high], rounded outwards to ticks; [0, high] goes to the next 1, 2 or 5 alone."""
    low, high = _apart(low, high)
    if low == 0.0:
        return 0.0, nice_step(high, 1)
    step = nice_step(high - low, intervals)
    return max(math.floor(low / step + 1e-9) * step, -LARGEST), min(math.ceil(high / step - 1e-9) * step, LARGEST)


def log_limits(low: float, high: float) -> Limits:
    """Limits of a log axis for data from 10^low to 10^high, rounded outwards to 1, 2 or 5 times a power of
    ten."""
    lower, upper = _round_log(low, down=True), _round_log(high, down=False)
    return (lower, upper) if upper - lower > 0.25 else (lower - 0.31, upper + 0.31)


def shown_limits(low: float, high: float) -> Limits:
    """Limits somebody asked for, made fit to divide by: in order, apart, not too large; [0, 1] if not finite."""
    if not (math.isfinite(low) and math.isfinite(high)):
        return 0.0, 1.0
    return _apart(min(low, high), max(low, high))


def _apart(low: float, high: float) -> Limits:
    low, high = (min(max(end, -LARGEST), LARGEST) for end in (low, high))
    margin = 1e-9 * max(abs(low), abs(high), 1e-290)
    if high - low > margin:
        return low, high
    middle = (low + high) / 2
    reach = abs(middle) / 2 if abs(middle) > 1e-290 else 1.0
    return middle - reach, middle + reach


def _round_log(value: float, down: bool) -> float:
    whole = math.floor(value)
    steps = [whole + math.log10(m) for m in (1, 2, 5, 10)]
    if down:
        return max(step for step in steps if step <= value + 1e-9)
    return min(step for step in steps if step >= value - 1e-9)


def ticks(limits: Limits, most: int, ascii: bool = False) -> list[Tick]:
    """Ticks of a linear axis at multiples of a 1-2-5 step: about `most`, never fewer than two."""
    low, high = limits
    for wanted in range(max(most, 1), most + 9):
        step = nice_step(high - low, wanted)
        first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
        if last > first:
            break
    return [(i * step, label(i * step, step, ascii)) for i in range(first, last + 1)]


def log_ticks(limits: Limits, most: int, ascii: bool = False) -> list[Tick]:
    """At most `most` + 1 ticks on a log10 axis: whole powers, or 1-2-5 numbers where fewer than two powers
    are seen."""
    low, high = limits
    first, last = math.ceil(low - 1e-9), math.floor(high + 1e-9)
    if last - first < 1:
        found = [(power + math.log10(m), m * 10.0**power) for power in range(first - 1, last + 2) for m in (1, 2, 5)]
        inside = [(at, value) for at, value in found if low - 1e-9 <= at <= high + 1e-9]
        return [(at, label(value, value, ascii)) for at, value in inside[: most + 1]]
    for stride in range(1, last - first + 1):
        powers = range(math.ceil(first / stride) * stride, last + 1, stride)
        if len(powers) <= most + 1:
            break
    return [(float(power), power_label(power, ascii)) for power in powers]


def power_label(power: int, ascii: bool) -> str:
    return f"1e{power}" if ascii else "10" + str(power).translate(POWERS)


def label(value: float, step: float, ascii: bool = False) -> str:
    """`value` with the decimals `step` asks for: 0.25, 1500, 2e5; never wider than seven characters."""
    if abs(value) < step * 1e-6:
        return "0"
    decimals = max(0, -math.floor(math.log10(step) + 1e-9))
    plain = abs(value) < 1e5 and decimals <= 4
    text = f"{value:.{decimals}f}" if plain else _scientific(value, step)
    return text if ascii else text.replace("-", "−", 1) if value < 0 else text


def _scientific(value: float, step: float) -> str:
    digits = max(0, math.floor(math.log10(abs(value)) + 1e-9) - math.floor(math.log10(step) + 1e-9))
    for precision in range(min(digits, 3), -1, -1):
        mantissa, power = f"{value:.{precision}e}".split("e")
        mantissa = mantissa.rstrip("0").rstrip(".") if "." in mantissa else mantissa
        text = f"{mantissa}e{int(power)}"
        if len(text) <= 7:
            return text
    return text[:7]
