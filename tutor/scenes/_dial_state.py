"""What is true of a dial: which way u points, the slope or curvature there, what was seen, marked and shown."""

from __future__ import annotations

from fractions import Fraction
from math import hypot, isfinite
from typing import TYPE_CHECKING

import numpy as np

from tutor.messages import tr
from tutor.numeric import function, value
from tutor.scenes._dial_program import dial_program
from tutor.scenes._dial_readings import Reading, readings
from tutor.scenes._dial_ways import (
    SAME,
    TINY,
    Extremes,
    Way,
    along,
    apart,
    at_degrees,
    extreme_curvatures,
    extreme_slopes,
    turned,
)
from tutor.scenes._dial_words import dial_sentence, dial_table, pair
from tutor.scenes._numbers import as_float, exact, fraction
from tutor.scenes._sampling import Array, finite
from tutor.scenes._scene import CannotShow, Request
from tutor.tree import Node

if TYPE_CHECKING:
    from tutor.scenes.dial import Settings

LENGTH = 0.3  # of the map's smaller side: how long u is drawn
Number = Fraction | float


def request(settings: Settings) -> Request:
    """The gradient, or for curvatures the Hessian."""
    return Request("hessian" if settings.quantity == "curvature" else "gradient", (settings.f, settings.names))


def scene(settings: Settings, found: tuple[object, ...]) -> DialScene:
    return DialScene(settings, found)


class DialScene:
    """A dial on the screen. It begins with u along the first variable."""

    def __init__(self, settings: Settings, found: tuple[object, ...]) -> None:
        self.settings = settings
        flat: list[Node] = []
        for each in found:
            flat += each if isinstance(each, tuple) else [each]  # type: ignore[list-item]
        self.trees = tuple(flat)  # two slopes, or the four entries of the Hessian, row by row
        self.place = {name: fraction(at) for name, at in zip(settings.names, settings.at, strict=True)}
        self.height = self._look(settings.f)
        self.slopes = tuple(map(self._look, self.trees))
        if not all(isfinite(as_float(each)) for each in (self.height, *self.slopes)):
            place = pair(settings.at)
            raise CannotShow(
                tr("f has no curvature at {place}", place=place)
                if self.bends
                else tr("f has no slope at {place}", place=place)
            )
        numbers = [as_float(each) for each in self.slopes]
        self._size = max(map(abs, numbers))
        self.extremes: Extremes | None = (
            extreme_curvatures(numbers[0], (numbers[1] + numbers[2]) / 2, numbers[3])
            if self.bends
            else extreme_slopes(*numbers)
        )
        self.way = at_degrees(0)
        self.marked: Way | None = None
        self.shown = False
        self.seen = [self.way]
        self._heights: dict[object, Array] = {}
        self._named = -1  # which of the lesson's directions was turned to last

    @property
    def bends(self) -> bool:
        """Is it the curvature that is read off?"""
        return self.settings.quantity == "curvature"

    def _look(self, tree: Node) -> Number:
        found = exact(tree, self.place)
        return value(tree, **{name: as_float(at) for name, at in self.place.items()}) if found is None else found

    # what the learner does

    def turn(self, steps: int, fine: bool = False) -> None:
        """Turns u by so many steps, or by degrees; from between two steps to the next one first."""
        self._to(at_degrees(turned(self.way.degrees, steps, 1 if fine else self.settings.step_deg)))

    def turn_to(self, degrees: float) -> None:
        self._to(at_degrees(degrees))

    def point_along(self, x: float, y: float) -> None:
        """Turns u along a vector that is not 0."""
        self._to(along(x, y))

    def next_direction(self) -> bool:
        """Turns u along the next of the lesson's directions; False where it names none."""
        if not self.settings.directions:
            return False
        self._named = (self._named + 1) % len(self.settings.directions)
        self.point_along(*self.settings.directions[self._named])
        return True

    def mark(self) -> bool:
        """Where the learner believes the quantity is greatest: here. False once it has been shown where it is."""
        if self.shown:
            return False
        self.marked = self.way
        return True

    def show(self) -> bool:
        """Shows where it is greatest; False as long as nothing is marked: first comes the prediction."""
        self.shown = self.shown or self.marked is not None
        return self.shown

    def _to(self, way: Way) -> None:
        self.way = way
        if not self.was_seen(way):
            self.seen.append(way)

    def was_seen(self, way: Way) -> bool:
        """Was u ever turned there?"""
        return any(way.is_at(each) for each in self.seen)

    # what is read off

    def at(self, way: Way) -> float:
        """grad . u, or u^T H u; exactly 0 where it is 0 but for rounding."""
        x, y = way.u
        parts = (x * x, x * y, y * x, y * y) if self.bends else way.u
        found = sum(as_float(slope) * part for slope, part in zip(self.slopes, parts, strict=True))
        return 0.0 if abs(found) <= TINY * self._size else found

    @property
    def value(self) -> float:
        return self.at(self.way)

    @property
    def length(self) -> float:
        """Of the gradient: the steepest slope. For curvatures without meaning."""
        return hypot(*(as_float(each) for each in self.slopes[:2]))

    @property
    def off(self) -> float | None:
        """Degrees from the mark to where the quantity is greatest; None without a mark, or where it is everywhere."""
        if self.marked is None or self.extremes is None:
            return None
        return apart(self.marked.degrees, self.extremes.top.degrees, 180.0 if self.bends else 360.0)

    @property
    def nearest_step(self) -> float:
        """Degrees from where the quantity is greatest to the nearest step of the dial; 0 where it is everywhere."""
        if self.extremes is None:
            return 0.0
        top, step = self.extremes.top.degrees, self.settings.step_deg
        return apart(top, round(top / step) * step) + SAME

    def readings(self) -> list[Reading]:
        """The directions of the dial by their angle: every step, where u points, the mark, and once it is shown where
        the quantity is greatest, least and 0."""
        return readings(self)

    @property
    def most(self) -> float:
        """The greatest size of the quantity in any direction: the length of a full bar."""
        if self.extremes is None:
            return abs(self.value)
        return max(abs(self.extremes.greatest), abs(self.extremes.least))

    # what is drawn

    @property
    def windows(self) -> tuple[tuple[float, float], tuple[float, float]]:
        assert self.settings.x is not None and self.settings.y is not None
        return self.settings.x, self.settings.y

    def heights(self, columns: int, rows: int, over: tuple[tuple[float, float], tuple[float, float]]) -> Array:
        """f on a grid, (rows, columns), from low to high of both variables; nan where there is none."""
        key = (columns, rows, over)
        if key not in self._heights:
            xs, ys = (np.linspace(*window, count) for window, count in zip(over, (columns, rows), strict=True))
            found = function(self.settings.f, self.settings.names)(xs[np.newaxis, :], ys[:, np.newaxis])
            self._heights = {key: finite(np.broadcast_to(np.asarray(found, dtype=np.float64), (rows, columns)))}
        return self._heights[key]

    def end(self, way: Way, share: float = 1.0) -> tuple[float, float]:
        """Where an arrow that way ends on the map; `share` of the length of u."""
        reach = LENGTH * min(high - low for low, high in self.windows) * share
        return self.settings.at[0] + reach * way.u[0], self.settings.at[1] + reach * way.u[1]

    # in words

    def sentence(self, ascii: bool = False) -> str:
        """`u = (0.866, 0.5), at 30°: slope −6·0.866 + 8·0.5 = −1.1962, downhill`."""
        return dial_sentence(self, ascii)

    def table(self, ascii: bool = False) -> list[list[str]]:
        """Angle, u and value: the directions that were turned to, or all once it is shown."""
        return dial_table(self, ascii)

    def program(self) -> str:
        """NumPy: the quantity where u points, and all round in the steps of the dial."""
        return dial_program(self)


def prove(settings: Settings, found: tuple[object, ...]) -> tuple[str, ...]:
    """A sentence where there is no slope at the point, and where nothing can be drawn around it."""
    try:
        dial = DialScene(settings, found)
    except CannotShow as fault:
        return (str(fault),)
    if not np.isfinite(dial.heights(25, 25, dial.windows)).any():
        return (tr("there is no finite height anywhere in x, y: there is nothing to draw"),)
    return ()
