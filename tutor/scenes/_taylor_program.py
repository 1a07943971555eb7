"""A Taylor scene as a Python program: SymPy's derivatives, and the value and the error of every degree."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from tutor.scenes._numbers import fraction
from tutor.scenes._python import Dialect, code, has_corners, program, python_names, sympy_symbols
from tutor.scenes._taylor_line import line_through

if TYPE_CHECKING:
    from tutor.scenes._taylor_state import TaylorScene

OWN_NAMES = ("sp", "f", "a", "at", "k", "P", "truth", "slopes")


def taylor_program(made: TaylorScene) -> str:
    """Prints the degree, the value of P and the error: for every degree up to the highest."""
    settings = made.settings
    names = python_names([settings.variable, *(settings.names if settings.plane else ())], OWN_NAMES)
    own = names[settings.variable]
    define = [*sympy_symbols({settings.variable: own}, [settings.curve]), *_line(made, names)]
    define.append(f"f = {code(settings.f, names, Dialect.SYMPY)}")
    top = settings.degrees[-1]
    slope = f"sp.diff(f, {own}, k)"
    if has_corners(settings.f):  # there SymPy's own derivative says Heaviside or DiracDelta
        trees = ", ".join(code(tree, names, Dialect.SYMPY) for tree in made.orders[: top + 1])
        define.append(f"slopes = [{trees}]")
        slope = "slopes[k]"
    loop = [
        f"a, at = {_rational(made.about)}, {_rational(made.probe)}",
        f"truth = f.subs({own}, at)",
        'print("f =", float(truth))',
        "P = 0",
        f"for k in range({top + 1}):",
        f"    P = P + {slope}.subs({own}, a)/sp.factorial(k)*(at - a)**k",
        '    print("degree", k, "P =", float(P), "error", float(abs(P - truth)))',
    ]
    return program(["import sympy as sp"], define, loop)


def _line(made: TaylorScene, names: dict[str, str]) -> list[str]:
    """`x = 1 + 6*t`: the symbols along the line."""
    settings = made.settings
    if settings.towards is None:
        return []
    ways = zip(settings.names, settings.about, settings.towards, strict=True)
    return [
        f"{names[name]} = {code(line_through(fraction(at), fraction(by), settings.variable), names, Dialect.SYMPY)}"
        for name, at, by in ways
    ]


def _rational(value: Fraction) -> str:
    return str(value.numerator) if value.denominator == 1 else f"sp.Rational({value.numerator}, {value.denominator})"
