"""What is true of a surface seen from above: where the point stands, the height, the gradient and the slices there."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor, hypot, isfinite
from typing import TYPE_CHECKING

import numpy as np

from tutor.descent.problem import Problem
from tutor.lesson.losses import Loss
from tutor.messages import tr
from tutor.scenes._descend_sources import Needs, loss_lines, sources
from tutor.scenes._numbers import as_float, exact, fraction, nice_step, shown
from tutor.scenes._problem import (
    Array,
    data_lines,
    function_lines,
    gradient_request,
    heights,
    point,
    problem_of,
    shown_names,
)
from tutor.scenes._python import program
from tutor.scenes._sampling import finite
from tutor.scenes._scene import CannotShow, Request
from tutor.tree import Node

if TYPE_CHECKING:
    from tutor.scenes.surface import Settings

PARTS = 24  # steps of the point across the map
REACH = 1 / 6  # of the map: how far an arrow goes
Number = Fraction | float


@dataclass(frozen=True, slots=True, eq=False)
class Slice:
    """The surface cut along one variable through the point: `name` runs over xs, the heights are ys (nan: none)."""

    name: str
    held: str  # the other variable, and its value
    xs: Array
    ys: Array
    at: float
    slope: float


def request(settings: Settings) -> Request | None:
    """The gradient of f; none for data."""
    return gradient_request(settings.goal, settings.names)


def scene(settings: Settings, found: tuple[Node, ...] | None) -> SurfaceScene:
    return SurfaceScene(settings, found)


class SurfaceScene:
    """A surface on the screen."""

    def __init__(self, settings: Settings, found: tuple[Node, ...] | None) -> None:
        self.settings = settings
        self.gradient_trees = found
        try:
            self.problem: Problem = problem_of(settings.goal, settings.names, found)
        except ValueError as fault:
            raise CannotShow(str(fault)) from fault
        self.windows = (settings.x, settings.y)
        self._step = tuple(fraction(nice_step(high - low, PARTS)) for low, high in self.windows)
        begin = settings.cursor or tuple((low + high) / 2 for low, high in self.windows)
        self._begin = tuple(fraction(each) for each in begin)
        self._moves = [0, 0]
        self._heights: dict[object, Array] = {}

    def move(self, right: int, up: int) -> bool:
        """Moves the point by so many grid steps along each variable; False where it stands at the edge."""
        before = list(self._moves)
        for axis, steps in enumerate((right, up)):
            low, high = (fraction(end) for end in self.windows[axis])
            least = ceil((low - self._begin[axis]) / self._step[axis])
            most = floor((high - self._begin[axis]) / self._step[axis])
            self._moves[axis] = max(least, min(most, self._moves[axis] + steps))
        return self._moves != before

    # where it stands

    @property
    def exact_cursor(self) -> tuple[Fraction, Fraction]:
        x, y = (self._begin[axis] + self._moves[axis] * self._step[axis] for axis in (0, 1))
        return x, y

    @property
    def cursor(self) -> tuple[float, float]:
        x, y = map(as_float, self.exact_cursor)
        return x, y

    @property
    def height(self) -> Number:
        """f at the point, or the loss."""
        goal = self.settings.goal
        found = None if isinstance(goal, Loss) else self._exactly(goal)
        return self._look()[0] if found is None else found

    @property
    def gradient(self) -> tuple[Number, Number]:
        """The two partial slopes at the point."""
        slopes = self._look()[1]
        exactly = [self._exactly(tree) for tree in self.gradient_trees or ()] or [None, None]
        x, y = (float(slopes[i]) if found is None else found for i, found in enumerate(exactly))
        return x, y

    @property
    def length(self) -> float:
        """The length of the gradient: the steepest slope."""
        x, y = self.gradient
        return hypot(as_float(x), as_float(y))

    @property
    def direction(self) -> tuple[float, float] | None:
        """The gradient made one long; None where it is zero or has no value."""
        length = self.length
        if not isfinite(length) or length == 0:
            return None
        x, y = (as_float(each) / length for each in self.gradient)
        return x, y

    def _exactly(self, tree: Node) -> Fraction | None:
        return exact(tree, dict(zip(self.settings.names, self.exact_cursor, strict=True)))

    def _look(self) -> tuple[float, Array]:
        with np.errstate(all="ignore"):
            return self.problem.look(np.array(self.cursor))

    # what is drawn

    def heights(
        self, columns: int, rows: int, over: tuple[tuple[float, float], tuple[float, float]] | None = None
    ) -> Array:
        """The heights on a grid, (rows, columns), from low y to high y, over x and y of the scene or over the limits
        that a map shows; nan where there is none."""
        key = (columns, rows, over)
        if key not in self._heights:
            windows = over or self.windows
            axes = (np.linspace(*window, count) for window, count in zip(windows, (columns, rows), strict=True))
            self._heights = {key: heights(self.settings.goal, self.problem, *axes)}
        return self._heights[key]

    def arrow(self, down: bool = False) -> tuple[float, float] | None:
        """Where the arrow of the gradient (or its opposite) ends; None where there is none. May leave the map."""
        direction = self.direction
        if direction is None:
            return None
        wide, tall = (high - low for low, high in self.windows)
        reach = REACH / max(abs(direction[0]) / wide, abs(direction[1]) / tall) * (-1 if down else 1)
        x, y = (place + reach * part for place, part in zip(self.cursor, direction, strict=True))
        return x, y

    def slices(self, columns: int = 80, ascii: bool = False) -> tuple[Slice, Slice]:
        """Along the first variable and along the second, through the point."""
        names, cursor = self.settings.names, self.cursor
        slopes = tuple(map(as_float, self.gradient))
        made = []
        for axis, (low, high) in enumerate(self.windows):
            xs = np.linspace(low, high, 2 * max(2, columns) + 1)
            axes = [np.array([cursor[0]]), np.array([cursor[1]])]
            axes[axis] = xs
            ys = finite(heights(self.settings.goal, self.problem, *axes).ravel())
            held = f"{shown_names(names, ascii)[1 - axis]} = {shown(self.exact_cursor[1 - axis], ascii)}"
            made.append(Slice(names[axis], held, xs, ys, cursor[axis], slopes[axis]))
        return made[0], made[1]

    # in words

    def sentence(self, ascii: bool = False) -> str:
        """`at (x, y) = (1, 2): f = 5, gradient (−6, 8), length 10, unit direction (−0.6, 0.8)`."""
        names = ", ".join(shown_names(self.settings.names, ascii))
        letter = "J" if isinstance(self.settings.goal, Loss) else "f"
        where = tr("at ({names}) = {place}:", names=names, place=_pair(self.exact_cursor, ascii))
        if not isfinite(as_float(self.height)):
            return tr("{where} {letter} has no value", where=where, letter=letter)
        words = f"{where} {letter} = {shown(self.height, ascii)}"
        if not isfinite(self.length):
            return tr("{words}, and no gradient", words=words)
        if not self._on_gradient:
            slopes = (f"{name} = {value}" for name, value in self.table(ascii)[3:5])
            return f"{words}, {', '.join(slopes)}"
        words = tr("{words}, gradient {gradient}", words=words, gradient=_pair(self.gradient, ascii))
        if self.direction is None:
            return tr("{words}: flat here, no direction is uphill", words=words)
        return tr(
            "{words}, length {length}, unit direction {direction}",
            words=words,
            length=shown(self.length, ascii),
            direction=_pair(self.direction, ascii, 4),
        )

    def table(self, ascii: bool = False) -> list[list[str]]:
        """Name and value: the point, the height, the two slopes, the length."""
        letter = "J" if isinstance(self.settings.goal, Loss) else "f"
        names = shown_names(self.settings.names, ascii)
        curl = "d" if ascii else "∂"
        rows = [[name, shown(value, ascii)] for name, value in zip(names, self.exact_cursor, strict=True)]
        rows.append([letter, shown(self.height, ascii)])
        for name, slope in zip(names, self.gradient, strict=True):
            rows.append([f"{curl}{letter}/{curl}{name}", shown(slope, ascii)])
        return [*rows, [tr("length"), shown(self.length, ascii)]] if self._on_gradient else rows

    @property
    def _on_gradient(self) -> bool:
        """Is the gradient the topic? A lesson on the partial slopes comes before it."""
        return bool({"gradient", "descent"} & set(self.settings.show))

    def program(self) -> str:
        """NumPy: the height, the gradient and its length at the point."""
        goal, here = self.settings.goal, [f"theta = {point(self.cursor)}"]
        if isinstance(goal, Loss) and goal.model != "linear":
            parts = sources(goal, self.problem, (), self.settings.names, Needs())
            here += ['print("J =", loss(theta))', "slopes = gradient(theta)"]
            parts.append(loss_lines(goal))
        elif isinstance(goal, Loss):
            parts = [["import numpy as np"], data_lines(goal)]
            here += ["errors = np.dot(X, theta) - y", 'print("J =", np.dot(errors, errors)/(2*len(y)))']
            here += ["slopes = np.dot(X.T, errors)/len(y)"]
        else:
            parts = function_lines(goal, self.gradient_trees or (), self.settings.names)
            here += ['print("f =", f(theta))'] if isfinite(as_float(self.height)) else []
            here += ["slopes = gradient(theta)"]
        tell = ['print("gradient =", slopes)', 'print("length =", np.linalg.norm(slopes))']
        if not isfinite(self.length):
            here, tell = here[:-1], []
        return program(*parts, [*here, *tell])


def _pair(values: tuple[Number, Number], ascii: bool, digits: int = 7) -> str:
    return f"({', '.join(shown(value, ascii, digits) for value in values)})"


def prove(settings: Settings, found: tuple[Node, ...] | None) -> tuple[str, ...]:
    """A sentence where there is nothing to draw, and where the point starts without a height."""
    try:
        surface = SurfaceScene(settings, found)
    except CannotShow as fault:
        return (str(fault),)
    if not np.isfinite(surface.heights(25, 25)).any():
        return (tr("there is no finite height anywhere in x, y: there is nothing to draw"),)
    if not isfinite(as_float(surface.height)):
        return (tr("the point starts at {place}, where there is no height", place=_pair(surface.exact_cursor, False)),)
    return ()
