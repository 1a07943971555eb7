"""Numbers and directions as panes and sentences show them: short, and never rounded into a false statement."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from tutor.descent.problem import Vector
from tutor.messages import N_, plural, tr

MANY_NAMED = N_("one direction")
SHOWN = 3  # a direction of more components than these is called by what it is


def number(x: float, digits: int = 4) -> str:
    """A number for a pane: `digits` significant digits in at most digits + 5 columns, up to 1e99.

    2.948, 0.006944, 76411, 1.23e-07; what is no number as a word.
    """
    if math.isnan(x):
        return "undefined"
    if math.isinf(x):
        return "infinity" if x > 0 else "-infinity"
    if x == 0:
        return "0"
    exponent = int(f"{x:.{digits - 1}e}".partition("e")[2])  # after rounding: 9.9996 is 10.00
    if -3 <= exponent < 6:
        return f"{x:.{max(0, digits - 1 - exponent)}f}"
    return f"{x:.{max(0, digits - 2)}e}"


def short(x: float, digits: int = 4) -> str:
    """A number within a sentence, without the zeros that keep columns in line."""
    text = number(x, digits)
    mantissa, mark, exponent = text.partition("e")
    if "." in mantissa:
        mantissa = mantissa.rstrip("0").rstrip(".")
    return mantissa + mark + exponent


def at_most(x: float) -> str:
    """x, with three digits or as many more as keep the text from being less."""
    texts = (short(x, digits) for digits in range(3, 18))
    return next((text for text in texts if float(text) >= x), repr(x))


def apart(x: float, other: float) -> str:
    """x with as many digits, from 4 on, as tell how far it is from `other`, which is another number: 1.00005 and 1."""
    texts = (short(x, digits) for digits in range(4, 18))
    return next((text for text in texts if abs(float(text) - x) <= 0.1 * abs(x - other)), repr(x))


def between(x: float, other: float) -> tuple[str, str]:
    """Two numbers that are not equal, each rounded so that the texts stand in the same order: 0.3606 and 0.36059."""
    for digits in range(4, 18):
        texts = short(x, max(4, digits - 3)), short(other, digits)
        if (float(texts[0]) - float(texts[1])) * (x - other) > 0:
            return texts
    return repr(x), repr(other)


def direction(vector: Vector, names: Sequence[str]) -> str:
    """`x`, where it runs along an axis; `(0.40, 0.92)` up to three components; `one direction` for more.

    A direction has no sign: the largest component is shown positive.
    """
    largest = int(np.argmax(np.abs(vector)))
    if abs(vector[largest]) > 0.99995:
        return names[largest]
    if len(vector) > SHOWN:
        return tr(MANY_NAMED)
    turned = vector * np.sign(vector[largest])
    return f"({', '.join(f'{part + 0.0:.2f}' for part in np.where(np.abs(turned) < 0.005, 0.0, turned))})"


def steps(count: int) -> str:
    return plural(count, "1 step", "{count} steps")


def spelt(text: str) -> str:
    """The text without any character beyond ASCII."""
    for fancy, plain in _SPELT:
        text = text.replace(fancy, plain)
    return text


_SPELT = (
    ("→", "->"), ("α·", "rate*"), ("α", "rate"), ("λmax", "lambda_max"), ("λmin", "lambda_min"), ("λ", "lambda"),
    ("f″", "f''"),
    ("β", "beta"), ("√", "sqrt"), ("−", "-"), ("·", "*"), ("×", "*"), ("²", "^2"), ("≤", "<="), ("≈", "~"),
)  # fmt: skip
