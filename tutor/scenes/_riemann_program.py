"""A Riemann scene as a Python program: a sum over the strips for each rule, and F(b) - F(a) where F is known."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING

from tutor.scenes._python import code, math_needs, number, program, python_names

if TYPE_CHECKING:
    from tutor.scenes._riemann_state import RiemannScene

OWN_NAMES = ("f", "F", "slope", "a", "b", "n", "h", "i", "left", "mid", "right", "trapezoid")
SUMS = {
    "left": "{f}(a + i*h)",
    "mid": "{f}(a + (i + 0.5)*h)",
    "right": "{f}(a + (i + 1)*h)",
    "trapezoid": "({f}(a + i*h) + {f}(a + (i + 1)*h))/2",
}


def riemann_program(made: RiemannScene) -> str:
    """Prints the sum by every rule that has one, and F(b) - F(a)."""
    settings = made.settings
    names = python_names([settings.variable], OWN_NAMES)
    own = names[settings.variable]
    trees = [made.integrand]
    f, F = ("slope", "f") if settings.slope else ("f", "F")
    defined = [[f"def {f}({own}):", f"    return {code(made.integrand, names)}"]]
    limit: list[str] = []
    if made.limit.ends is not None and made.F is not None:
        trees.append(made.F)
        defined.append([f"def {F}({own}):", f"    return {code(made.F, names)}"])
        limit = [f'print("limit:", round(float({F}(b) - {F}(a)), 6) + 0.0)']
    low, high = settings.interval
    sums = [f"a, b, n = {number(low)}, {number(high)}, {made.n}", "h = (b - a)/n"]
    for rule in settings.rules:
        if isfinite(made.sum(rule).value):
            sums += [f"{rule} = sum({SUMS[rule].format(f=f)} for i in range(n))*h"]
            sums += [f'print("{rule}:", round(float({rule}), 6) + 0.0)']
    return program(math_needs(trees), *defined, [*sums, *limit])
