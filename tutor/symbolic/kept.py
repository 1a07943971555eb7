"""The tree's functions in SymPy: what a program would write (`PLAIN`), and forms that are kept (`KEPT`).

A kept function is carried along whole, so that a derivative stays readable; each states its slope. At a jump
or a corner, where there is no derivative, it is the one that machine learning uses: step(0) = sign(0) = 0.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sympy


class Kept(sympy.Function):  # type: ignore[misc]
    """A real function that SymPy carries along; worked out only where the value is a rational number."""

    @classmethod
    def eval(cls, *args: Any) -> Any:
        if all(arg.is_Rational for arg in args):
            value = PLAIN[cls.__name__](*args)
            if value.is_Rational:
                return value
        return None

    def _eval_is_extended_real(self) -> bool:
        return True


class sigmoid(Kept):
    def fdiff(self, argindex: int = 1) -> Any:
        return self * (1 - self)


class relu(Kept):
    def fdiff(self, argindex: int = 1) -> Any:
        return step(self.args[0])


class abs_(Kept):
    def fdiff(self, argindex: int = 1) -> Any:
        return sign(self.args[0])


class sign(Kept):
    def fdiff(self, argindex: int = 1) -> Any:
        return sympy.Integer(0)


class step(Kept):
    def fdiff(self, argindex: int = 1) -> Any:
        return sympy.Integer(0)


class max_(Kept):
    def _eval_derivative(self, s: Any) -> Any:
        return _switched(self, s, +1)


class min_(Kept):
    def _eval_derivative(self, s: Any) -> Any:
        return _switched(self, s, -1)


def _switched(extreme: Kept, s: Any, sign_of_lead: int) -> Any:
    """The first argument's slope where it wins, else the others'; right also where they are equal for a stretch.

    Arguments without `s` come last, so that max(0, x) has the slope step(x).
    """
    first, *others = sorted(extreme.args, key=lambda arg: not arg.has(s))
    rest = others[0] if len(others) == 1 else type(extreme)(*others)
    lead = step(sign_of_lead * (first - rest))
    return lead * first.diff(s) + (1 - lead) * rest.diff(s)


KEPT: dict[str, type[Kept]] = {
    "sigmoid": sigmoid,
    "relu": relu,
    "abs": abs_,
    "sign": sign,
    "step": step,
    "max": max_,
    "min": min_,
}
for _name, _class in KEPT.items():
    _class.__name__ = _name

PLAIN: dict[str, Callable[..., Any]] = {
    "exp": sympy.exp,
    "log": sympy.log,
    "sqrt": sympy.sqrt,
    "sin": sympy.sin,
    "cos": sympy.cos,
    "tan": sympy.tan,
    "asin": sympy.asin,
    "acos": sympy.acos,
    "atan": sympy.atan,
    "sinh": sympy.sinh,
    "cosh": sympy.cosh,
    "tanh": sympy.tanh,
    "sigmoid": lambda u: 1 / (1 + sympy.exp(-u)),
    "relu": lambda u: sympy.Max(0, u),
    "abs": sympy.Abs,
    "sign": sympy.sign,
    "step": lambda u: sympy.Heaviside(u, 0),
    "max": sympy.Max,
    "min": sympy.Min,
}
