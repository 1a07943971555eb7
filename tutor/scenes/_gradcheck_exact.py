"""What a difference of f would be without rounding: exactly, so that its error is known in its two parts.

Rational functions are followed in fractions; the others to a hundred digits. Both take the float at which f is looked
at for what it is, so what is left between this and a float's result is rounding and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

from tutor.scenes._numbers import exact
from tutor.tree import Node

BITS = 384

Difference = Callable[[Callable[[Fraction], Fraction | None], Fraction, Fraction], Fraction | None]


def exactly(node: Node, point: Mapping[str, Fraction]) -> Fraction | None:
    """The tree's value, or one that agrees with it in a hundred digits; None where it has none within reach."""
    found = exact(node, point)
    if found is not None:
        return found
    from tutor.precise import NoValue, value  # mpmath is loaded for those who need it

    try:
        number = value(node, point, BITS)
    except NoValue:
        return None
    mantissa, power = (int(part) for part in number.man_exp)
    size = Fraction(mantissa) * Fraction(2) ** power
    return -size if number < 0 else size


def forward(f: Callable[[Fraction], Fraction | None], x: Fraction, h: Fraction) -> Fraction | None:
    """(f(x + h) - f(x))/h."""
    ahead, here = f(x + h), f(x)
    return None if ahead is None or here is None else (ahead - here) / h


def central(f: Callable[[Fraction], Fraction | None], x: Fraction, h: Fraction) -> Fraction | None:
    """(f(x + h) - f(x - h))/(2h)."""
    ahead, behind = f(x + h), f(x - h)
    return None if ahead is None or behind is None else (ahead - behind) / (2 * h)


EXACTLY: dict[str, Difference] = {"forward": forward, "central": central}
