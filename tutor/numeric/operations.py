"""What each operation of the tree means, on floats and on arrays.

`math` raises where IEEE arithmetic has an answer; here nothing raises, and `SCALAR` and `arrays()` agree to
the last few digits on every float, nan and the infinities included. `tutor.numeric` compiles trees with them.
NumPy is imported only by `arrays()`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, partial
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np


@dataclass(frozen=True, slots=True)
class Operations:
    """What floats and arrays do differently."""

    divide: Callable[[Any, Any], Any]
    power: Callable[[Any, Any], Any]
    functions: Mapping[str, Callable[..., Any]]


def _divide(top: float, bottom: float) -> float:
    try:
        return top / bottom
    except ZeroDivisionError:
        if top == 0 or math.isnan(top):
            return math.nan
        return math.copysign(math.inf, top) * math.copysign(1.0, bottom)


def _raise_to(base: float, exponent: float) -> float:
    try:
        return math.pow(base, exponent)
    except OverflowError:
        odd = base < 0 and math.fmod(exponent, 2) in (1.0, -1.0)
        return -math.inf if odd else math.inf
    except ValueError:
        if base != 0:
            return math.nan
        odd = math.fmod(exponent, 2) in (1.0, -1.0)
        return math.copysign(math.inf, base) if odd else math.inf


def _guarded(raw: Callable[[float], float], number: float) -> float:
    """`raw`, with nan where `math` says 'domain' and inf, with the argument's sign, where it says 'range'."""
    try:
        return raw(number)
    except ValueError:
        return math.nan
    except OverflowError:
        return math.copysign(math.inf, number)


def _exp(number: float) -> float:
    try:
        return math.exp(number)
    except OverflowError:
        return math.inf


def _log(number: float) -> float:
    if number > 0:
        return math.log(number)
    return -math.inf if number == 0 else math.nan


def _sigmoid(number: float) -> float:
    """1/(1 + exp(-x)), written so that exp never overflows."""
    small = math.exp(-abs(number))
    return 1 / (1 + small) if number >= 0 else small / (1 + small)


def _sign(number: float) -> float:
    return number if number == 0 or math.isnan(number) else math.copysign(1.0, number)


def _extreme(pick: Callable[..., float], *numbers: float) -> float:
    return math.nan if any(map(math.isnan, numbers)) else pick(numbers)


SCALAR = Operations(
    _divide,
    _raise_to,
    {
        "exp": _exp,
        "log": _log,
        "sqrt": lambda x: math.sqrt(x) if x >= 0 else math.nan,
        **{
            name: partial(_guarded, getattr(math, name))
            for name in ("sin", "cos", "tan", "asin", "acos", "atan", "sinh", "tanh")
        },
        "cosh": lambda x: _guarded(math.cosh, abs(x)),
        "sigmoid": _sigmoid,
        "relu": lambda x: 0.0 if x <= 0 else x,
        "abs": abs,
        "sign": _sign,
        "step": lambda x: x if math.isnan(x) else float(x > 0),
        "min": partial(_extreme, min),
        "max": partial(_extreme, max),
    },
)


@cache
def arrays() -> Operations:
    import numpy as np

    def sigmoid(x: np.ndarray) -> Any:
        small = np.exp(-np.abs(x))
        return np.where(x < 0, small, 1.0) / (1 + small)

    def extreme(pick: Callable[[Any, Any], Any], first: Any, *rest: Any) -> Any:
        for each in rest:
            first = pick(first, each)
        return first

    plain = ("exp", "log", "sqrt", "sin", "cos", "tan", "sinh", "cosh", "tanh", "abs", "sign")
    return Operations(
        np.divide,
        np.power,
        {
            **{name: getattr(np, name) for name in plain},
            "asin": np.arcsin,
            "acos": np.arccos,
            "atan": np.arctan,
            "sigmoid": sigmoid,
            "relu": lambda x: np.maximum(x, 0.0),
            "step": lambda x: np.heaviside(x, 0.0),
            "min": partial(extreme, np.minimum),
            "max": partial(extreme, np.maximum),
        },
    )
