"""The plot in Python: SymPy finds the derivative, and the numbers of the sentence are printed."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING

from tutor.scenes._numbers import as_float
from tutor.scenes._python import Dialect, code, has_corners, number, program, python_names, sympy_symbols

if TYPE_CHECKING:
    from tutor.scenes._plot_state import PlotScene


WRITTEN = ("f", "df", "d2f")


def plot_program(plot: PlotScene) -> str:
    """Prints f, its derivatives as far as shown, and height and slopes where tangent, secant and chord stand."""
    settings = plot.settings
    names = python_names([settings.variable], ("sp", "f", "df", "d2f", "a", "h", "rise"))
    name = names[settings.variable]
    define = [*sympy_symbols(names, [settings.f]), f"f = {code(settings.f, names, Dialect.SYMPY)}", 'print("f =", f)']
    for order, node in enumerate(plot.orders[1:], start=1):
        by_sympy = f"sp.diff(f, {name})" if order == 1 else f"sp.diff(f, {name}, {order})"
        # at a corner SymPy's own derivative says Heaviside or DiracDelta, so there the slope is written out
        made = code(node, names, Dialect.SYMPY) if has_corners(settings.f) else by_sympy
        define += [f"{WRITTEN[order]} = {made}"]
        define += [f'print("{WRITTEN[order]} =", {WRITTEN[order]})']
    return program(["import sympy as sp"], define, *_parts(plot, name))


def _parts(plot: PlotScene, name: str) -> list[list[str]]:
    parts = []
    if plot.has_tangent and isfinite(as_float(plot.height)):
        tangent = [f"a = {number(as_float(plot.position))}", f'print("f(a) =", float(f.subs({name}, a)))']
        for order in (1, 2):
            if isfinite(as_float(plot.at(plot.position, order))):
                tangent.append(f'print("{WRITTEN[order]}(a) =", float({WRITTEN[order]}.subs({name}, a)))')
        parts.append(tangent)
    if plot.run and isfinite(as_float(plot.secant_slope)):
        h, anchor = number(as_float(plot.run)), number(as_float(plot.anchor))
        parts.append([f"h = {h}", *_slope("secant slope:", name, anchor, f"{anchor} + h", "h")])
    if plot.settings.chord and isfinite(as_float(plot.chord_slope)):
        left, right = map(number, plot.settings.chord)
        parts.append(_slope("chord slope:", name, left, right, f"({right} - {left})"))
    return parts


def _slope(label: str, name: str, left: str, right: str, run: str) -> list[str]:
    return [
        f"rise = f.subs({name}, {right}) - f.subs({name}, {left})",
        f'print("{label}", float(rise/{run}))',
    ]
