"""What is true of a plot: where the tangent and the secant stand, their slopes, and the curves to draw.

Positions and, for rational functions, heights and slopes are exact: the tangent that is moved from 2 by 0.1 stands at
1.3 after seven keys, and a secant over 0.001 has the slope 7.006001.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor, isfinite
from typing import TYPE_CHECKING

import numpy as np

from tutor.messages import tr
from tutor.numeric import value
from tutor.scenes._numbers import as_float, exact, fraction, nice_step, shown
from tutor.scenes._plot_program import plot_program
from tutor.scenes._plot_words import plot_sentence, plot_table, tangent_line
from tutor.scenes._sampling import Array, height_window, sample
from tutor.scenes._scene import Request
from tutor.tree import Node
from tutor.typeset import line

if TYPE_CHECKING:
    from tutor.scenes.plot import Settings

Number = Fraction | float
PANELS = {"f": 0, "derivative": 1, "df": 1, "f'": 1, "second": 2, "f''": 2}
PANEL_NAMES = ("f", "f′", "f″")


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """A line to draw. `role` is 'curve', 'extra', 'tangent', 'secant' or 'chord'; ys hold nan where it breaks."""

    name: str
    role: str
    xs: Array
    ys: Array


@dataclass(frozen=True, slots=True)
class Dot:
    """A point to mark. `role` is 'tangent', 'secant' or 'chord'."""

    role: str
    x: float
    y: float


def request(settings: Settings) -> Request | None:
    """f′ and f″, as far as they are shown: a tuple of trees, f′ first."""
    panels = {PANELS[name] for name in settings.show}
    order = max(panels | ({1} if settings.tangent or settings.secant else set()))
    return Request("derivatives", (settings.f, settings.variable, order)) if order else None


def scene(settings: Settings, found: tuple[Node, ...] | None) -> PlotScene:
    return PlotScene(settings, found)


class PlotScene:
    """A plot on the screen."""

    def __init__(self, settings: Settings, found: tuple[Node, ...] | None) -> None:
        self.settings = settings
        self.orders = (settings.f, *(found or ()))  # f, f′, f″ as far as they are needed
        self.panels = tuple(sorted({PANELS[name] for name in settings.show}))
        self._low, self._high = (fraction(end) for end in settings.x)
        self._begin, self._step = self._tangent_settings()
        self._moves = 0
        self._secant = 0  # which run h
        self._sampled: dict[tuple[int, int], list[Curve]] = {}

    def _tangent_settings(self) -> tuple[Fraction, Fraction]:
        tangent = self.settings.tangent
        if not isinstance(tangent, bool):
            return fraction(tangent.at), fraction(tangent.step)
        step = fraction(nice_step(as_float(self._high - self._low), 60))
        return round((self._low + self._high) / 2 / step) * step, step

    # what the keys do

    def move(self, steps: int) -> bool:
        """Moves the tangent so many steps to the right; False where it already stands at the end."""
        before = self._moves
        least = ceil((self._low - self._begin) / self._step)
        most = floor((self._high - self._begin) / self._step)
        self._moves = max(least, min(most, before + steps))
        return self._moves != before

    def shrink(self) -> bool:
        """The next run h of the secant; False at the last."""
        return self._choose_run(self._secant + 1)

    def widen(self) -> bool:
        """The run h before; False at the first."""
        return self._choose_run(self._secant - 1)

    def _choose_run(self, place: int) -> bool:
        secant = self.settings.secant
        if secant is None or not 0 <= place < len(secant.h):
            return False
        self._secant = place
        return True

    # where it stands

    @property
    def has_tangent(self) -> bool:
        return bool(self.settings.tangent)

    @property
    def has_secant(self) -> bool:
        return self.settings.secant is not None

    @property
    def position(self) -> Fraction:
        """The x of the tangent."""
        return self._begin + self._moves * self._step

    @property
    def height(self) -> Number:
        """f at the tangent's x."""
        return self.at(self.position)

    @property
    def slope(self) -> Number:
        """f′ at the tangent's x; nan where it was not asked for."""
        return self.at(self.position, 1)

    @property
    def run(self) -> Fraction | None:
        """h of the secant that is shown."""
        secant = self.settings.secant
        return fraction(secant.h[self._secant]) if secant else None

    @property
    def anchor(self) -> Fraction:
        """The x that the secant starts from."""
        secant = self.settings.secant
        return fraction(secant.at) if secant and secant.at is not None else self.position

    @property
    def secant_slope(self) -> Number:
        """(f(a + h) - f(a)) / h; nan without a secant."""
        return self._between(self.anchor, self.anchor + self.run) if self.run else float("nan")

    @property
    def chord_slope(self) -> Number:
        """The slope of the chord; nan without one."""
        chord = self.settings.chord
        return self._between(*map(fraction, chord)) if chord else float("nan")

    def at(self, x: Fraction, order: int = 0) -> Number:
        """f (0), f′ (1) or f″ (2) at x."""
        if order >= len(self.orders):
            return float("nan")
        node, name = self.orders[order], self.settings.variable
        found = exact(node, {name: x})
        return found if found is not None else value(node, **{name: as_float(x)})

    def _between(self, left: Fraction, right: Fraction) -> Number:
        low, high = self.at(left), self.at(right)
        if isinstance(low, Fraction) and isinstance(high, Fraction):
            return (high - low) / (right - left)
        return (as_float(high) - as_float(low)) / as_float(right - left)

    # what is drawn

    def curves(self, panel: int = 0, columns: int = 80) -> list[Curve]:
        """The lines of a panel (0: f, 1: f′, 2: f″) for a chart of so many columns: its curve first."""
        key = (panel, columns)
        if key not in self._sampled:
            nodes = [self.orders[panel], *(self.settings.extra if panel == 0 else ())]
            self._sampled[key] = [
                Curve(
                    PANEL_NAMES[panel] if i == 0 else line(node),
                    "curve" if i == 0 else "extra",
                    *sample(node, self.settings.variable, *self.settings.x, columns),
                )
                for i, node in enumerate(nodes)
            ]
        return self._sampled[key] + (self._straight_lines() if panel == 0 else [])

    def window(self, panel: int = 0) -> tuple[float, float, float, float]:
        """x from, x to, y from, y to of a panel; the same wherever the tangent stands."""
        if panel == 0 and self.settings.y is not None:
            return *self.settings.x, *self.settings.y
        curves = [each.ys for each in self.curves(panel) if each.role in ("curve", "extra")]
        return *self.settings.x, *height_window(curves)

    def dots(self, panel: int = 0) -> list[Dot]:
        """The points to mark in a panel, those with a height."""
        places = [("tangent", self.position)] if self.has_tangent else []
        if panel == 0 and self.run:
            places += [("secant", self.anchor), ("secant", self.anchor + self.run)]
        if panel == 0 and self.settings.chord:
            places += [("chord", fraction(end)) for end in self.settings.chord]
        dots = [Dot(role, as_float(x), as_float(self.at(x, panel))) for role, x in places]
        return [dot for dot in dots if isfinite(dot.y)]

    def _straight_lines(self) -> list[Curve]:
        lines = [("tangent", self.position, self.slope)] if self.has_tangent else []
        if self.run:
            lines.append(("secant", self.anchor, self.secant_slope))
        if self.settings.chord:
            lines.append(("chord", fraction(self.settings.chord[0]), self.chord_slope))
        drawn = [self._through(name, x, as_float(self.at(x)), as_float(slope)) for name, x, slope in lines]
        return [each for each in drawn if each is not None]

    def _through(self, name: str, x: Fraction, y: float, slope: float) -> Curve | None:
        if not (isfinite(y) and isfinite(slope)):
            return None
        ends = self.settings.chord if name == "chord" and self.settings.chord else self.settings.x
        xs = np.array(ends)
        with np.errstate(all="ignore"):  # a warning would be printed across the screen
            ys = y + slope * (xs - as_float(x))
        return Curve(name, name, xs, ys) if all(map(isfinite, ys)) else None

    # in words

    def tangent_line(self, ascii: bool = False) -> str | None:
        """`y = 7x − 9`, the tangent as an equation; None where it has none."""
        return tangent_line(self, ascii)

    def sentence(self, ascii: bool = False) -> str:
        """`at x = 2: f = 5, slope f′(2) = 7; secant with h = 0.1: 7.61`."""
        return plot_sentence(self, ascii)

    def table(self, ascii: bool = False) -> list[list[str]]:
        """Name and value: x, f, the slopes shown, the secant's run and slope, the chord's slope."""
        return plot_table(self, ascii)

    def program(self) -> str:
        """SymPy: f, its derivative, and the numbers of the sentence."""
        return plot_program(self)


def prove(settings: Settings, found: tuple[Node, ...] | None) -> tuple[str, ...]:
    """A sentence for each curve that has no value anywhere, and for a start without one."""
    plot = PlotScene(settings, found)
    faults = []
    for panel in plot.panels:
        for curve in plot.curves(panel):
            if curve.role in ("curve", "extra") and not any(map(isfinite, curve.ys)):
                name = line(plot.orders[panel]) if curve.role == "curve" else curve.name
                low, high = (shown(end) for end in settings.x)
                faults.append(
                    tr(
                        "{curve} has no finite value between {low} and {high}: there is nothing to draw",
                        curve=name,
                        low=low,
                        high=high,
                    )
                )
    if plot.has_tangent and not isfinite(as_float(plot.height)):
        faults.append(tr("the tangent starts at {x}, where f has no value", x=shown(plot.position)))
    for place in range(len(settings.secant.h) if settings.secant else 0):
        plot._choose_run(place)
        if not isfinite(as_float(plot.secant_slope)):
            faults.append(
                tr("the secant with h = {h} has no slope: f has no value at one of its ends", h=shown(plot.run))
            )
    if settings.chord and not isfinite(as_float(plot.chord_slope)):
        faults.append(tr("the chord has no slope: f has no value at one of its ends"))
    return tuple(faults)
