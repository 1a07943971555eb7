"""A plot in words and numbers: where the tangent, the secant and the chord stand."""

from __future__ import annotations

from fractions import Fraction
from math import isfinite
from typing import TYPE_CHECKING

from tutor.messages import N_, tr
from tutor.scenes._numbers import as_float, fraction, shown
from tutor.typeset import line, symbol

if TYPE_CHECKING:
    from tutor.scenes._plot_state import PlotScene

PRIMES = ("", "′", "″")
NO_SLOPE = N_("none, f has no value at an end")


def plot_sentence(plot: PlotScene, ascii: bool) -> str:
    """`at x = 2: f = 5, slope f′(2) = 7; secant with h = 0.1: 7.61`."""
    parts = [_tangent_words(plot, ascii)] if plot.has_tangent else []
    if plot.run:
        h, slope = shown(plot.run, ascii), _slope(plot.secant_slope, ascii)
        parts.append(
            tr("secant with h = {h}: {slope}", h=h, slope=slope)
            if plot.has_tangent and plot.anchor == plot.position
            else tr("secant from {a} with h = {h}: {slope}", a=shown(plot.anchor, ascii), h=h, slope=slope)
        )
    if plot.settings.chord:
        low, high = (shown(fraction(end), ascii) for end in plot.settings.chord)
        slope = _slope(plot.chord_slope, ascii)
        parts.append(tr("chord from {low} to {high}: slope {slope}", low=low, high=high, slope=slope))
    if not parts:
        name = symbol(plot.settings.variable, ascii=ascii)
        low, high = (shown(fraction(end), ascii) for end in plot.settings.x)
        f = f"f({name}) = {line(plot.settings.f, ascii=ascii)}"
        parts.append(tr("{f} for {name} from {low} to {high}", f=f, name=name, low=low, high=high))
    return "; ".join(parts)


def _tangent_words(plot: PlotScene, ascii: bool) -> str:
    a = shown(plot.position, ascii)
    where = tr("at {name} = {a}:", name=symbol(plot.settings.variable, ascii=ascii), a=a)
    if not isfinite(as_float(plot.height)):
        return tr("{where} f has no value", where=where)
    words = f"{where} f = {shown(plot.height, ascii)}"
    if not isfinite(as_float(plot.slope)):
        return tr("{words}, and no slope", words=words)
    slope = f"{_order(1, ascii)}({a}) = {shown(plot.slope, ascii)}"
    words = tr("{words}, slope {slope}", words=words, slope=slope)
    bend = plot.at(plot.position, 2)
    if 2 in plot.panels and isfinite(as_float(bend)):
        words += f", {_order(2, ascii)}({a}) = {shown(bend, ascii)}"
    return words


def _order(order: int, ascii: bool) -> str:
    return "f" + ("'" * order if ascii else PRIMES[order])


def _slope(slope: Fraction | float, ascii: bool) -> str:
    return shown(slope, ascii) if isfinite(as_float(slope)) else tr(NO_SLOPE)


def plot_table(plot: PlotScene, ascii: bool) -> list[list[str]]:
    """Name and value of all that the sentence tells."""
    rows = []
    if plot.has_tangent:
        rows.append([symbol(plot.settings.variable, ascii=ascii), shown(plot.position, ascii)])
        for order in range(1 + max(1, *plot.panels)):
            rows.append([_order(order, ascii), shown(plot.at(plot.position, order), ascii)])
    if plot.run:
        rows += [["h", shown(plot.run, ascii)], [tr("secant slope"), shown(plot.secant_slope, ascii)]]
    if plot.settings.chord:
        rows.append([tr("chord slope"), shown(plot.chord_slope, ascii)])
    return rows


def tangent_line(plot: PlotScene, ascii: bool) -> str | None:
    """`y = 7x − 9`; None where there is no tangent."""
    height, slope = plot.height, plot.slope
    if not (isfinite(as_float(height)) and isfinite(as_float(slope))):
        return None
    if isinstance(height, Fraction) and isinstance(slope, Fraction):
        offset: Fraction | float = height - slope * plot.position
    else:
        offset = as_float(height) - as_float(slope) * as_float(plot.position)
    name, minus = symbol(plot.settings.variable, ascii=ascii), "-" if ascii else "−"
    times = shown(slope, ascii)
    if times == "0":
        return f"y = {shown(offset, ascii)}"
    rising = {"1": name, f"{minus}1": f"{minus}{name}"}.get(times, times + name)
    rest = shown(-offset if offset < 0 else offset, ascii)
    return f"y = {rising}" if rest == "0" else f"y = {rising} {minus if offset < 0 else '+'} {rest}"
