"""What is true of a map at a point: its value, its Jacobian, and what becomes of a small square around it.

Where the point stands and how large the square is, is exact; the Jacobian too, where it is rational.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from math import isfinite
from typing import TYPE_CHECKING

import numpy as np

from tutor.messages import tr
from tutor.numeric import function, value
from tutor.scenes._map_program import map_program
from tutor.scenes._map_words import map_sentence, map_table, places
from tutor.scenes._numbers import as_float, exact, fraction
from tutor.scenes._sampling import Array
from tutor.scenes._scene import Request
from tutor.tree import Node

if TYPE_CHECKING:
    from tutor.scenes.map import Settings

Number = Fraction | float
FARTHEST = 40  # moves from where it began
SMALLEST, LARGEST = -12, 2  # halvings and doublings of the square
EDGE = 1_000  # points of one side of the square, when its image is measured
NEGLIGIBLE = 1e-12  # of what an area is the difference of: that much is rounding
TINY = 1e-13  # of the largest entry: that much is rounding
CORNERS = ((-1, -1), (1, -1), (1, 1), (-1, 1))  # anticlockwise, from the lower left one


def request(settings: Settings) -> Request:
    """The partial derivatives, a row for each output."""
    return Request("jacobian", (settings.outputs, settings.names))


def scene(settings: Settings, found: tuple[tuple[Node, ...], ...]) -> MapScene:
    return MapScene(settings, found)


class MapScene:
    """A map on the screen."""

    def __init__(self, settings: Settings, found: tuple[tuple[Node, ...], ...]) -> None:
        self.settings = settings
        self.trees = found  # m rows of n partial derivatives
        self._begin = tuple(fraction(each) for each in settings.at)
        self._side = fraction(settings.square)
        self._moves = [0] * len(self._begin)
        self._size = 0  # halvings of the square, negative, or doublings
        self.chosen = 0  # the input that the keys change, where there is no plane

    @property
    def plane(self) -> bool:
        """Two inputs and two outputs: there is a square and its image."""
        return self.settings.plane

    # what the learner does

    def move(self, axis: int, steps: int) -> bool:
        """Moves the point by so many half squares (of the first size) along one input; False at the end of its way."""
        before = self._moves[axis]
        self._moves[axis] = max(-FARTHEST, min(FARTHEST, before + steps))
        return self._moves[axis] != before

    def choose(self, by: int) -> None:
        """Another input for the keys to change."""
        self.chosen = (self.chosen + by) % len(self._moves)

    def resize(self, by: int) -> bool:
        """Doubles the square so many times, or halves it; False at the ends."""
        before = self._size
        self._size = max(SMALLEST, min(LARGEST, before + by))
        return self._size != before

    def put(self, place: tuple[float, ...]) -> None:
        """Puts the point there, and lets it move from there."""
        self._begin = tuple(fraction(each) for each in place)
        self._moves = [0] * len(place)

    # where it stands

    @property
    def exact_place(self) -> tuple[Fraction, ...]:
        return tuple(at + moves * self._side / 2 for at, moves in zip(self._begin, self._moves, strict=True))

    @property
    def place(self) -> tuple[float, ...]:
        return tuple(map(as_float, self.exact_place))

    @property
    def side(self) -> Fraction:
        return self._side * Fraction(2) ** self._size

    @property
    def image(self) -> tuple[Number, ...]:
        """The outputs at the point."""
        return tuple(map(self._look, self.settings.outputs))

    @property
    def jacobian(self) -> tuple[tuple[Number, ...], ...]:
        """The numbers at the point: a row for each output, a column for each input. 0 where it is 0 but for
        rounding."""
        found = [[self._look(tree) for tree in row] for row in self.trees]
        size = max((abs(as_float(each)) for row in found for each in row if isfinite(as_float(each))), default=0.0)
        return tuple(tuple(Fraction() if abs(as_float(each)) <= TINY * size else each for each in row) for row in found)

    def _look(self, tree: Node) -> Number:
        place = dict(zip(self.settings.names, self.exact_place, strict=True))
        found = exact(tree, place)
        return value(tree, **{name: as_float(at) for name, at in place.items()}) if found is None else found

    @property
    def stands(self) -> bool:
        """Have the outputs and all their slopes a value at the point?"""
        numbers = [*self.image, *(each for row in self.jacobian for each in row)]
        return all(isfinite(as_float(each)) for each in numbers)

    @property
    def det(self) -> Number:
        """Of the Jacobian of a plane: ad - bc."""
        (a, b), (c, d) = self.jacobian
        found = a * d - b * c
        return Fraction() if abs(as_float(found)) <= TINY * (abs(as_float(a * d)) + abs(as_float(b * c))) else found

    @property
    def rows_cancel(self) -> bool:
        """Do the entries of every row add up to 0, and not for being 0 themselves? As for softmax: what one output
        wins the others lose."""
        rows = [[as_float(each) for each in row] for row in self.jacobian]
        return all(any(row) and abs(sum(row)) <= 1e-12 * max(map(abs, row)) for row in rows)

    # the square and its image

    def square(self, count: int = 2) -> Array:
        """(4 * (count - 1) + 1, 2) points around the square's edge, from its lower left corner, anticlockwise."""
        steps = np.linspace(0.0, 1.0, count)[:-1, np.newaxis]
        corners = np.array([*CORNERS, CORNERS[0]], dtype=float) * as_float(self.side) / 2
        edges = [start + steps * (end - start) for start, end in pairwise(corners)]
        return np.concatenate([*edges, corners[:1]])

    def lines(self, cells: int, count: int) -> list[Array]:
        """The lines that part the square into `cells` by `cells`, (count, 2) points each, as steps from the point."""
        half = as_float(self.side) / 2
        along = np.linspace(-half, half, count)
        found = []
        for held in np.linspace(-half, half, cells + 1)[1:-1]:
            across = np.full(count, held)
            found += [np.column_stack((across, along)), np.column_stack((along, across))]
        return found

    def mapped(self, steps: Array) -> Array:
        """The images of point + steps, (n, 2) -> (n, 2), nan where there is none."""
        x, y = (at + steps[:, axis] for axis, at in enumerate(self.place))
        columns = [function(each, self.settings.names)(x, y) for each in self.settings.outputs]
        found = np.column_stack([np.broadcast_to(np.asarray(each, dtype=np.float64), len(x)) for each in columns])
        return np.where(np.isfinite(found), found, np.nan)

    def predicted(self, steps: Array) -> Array:
        """Where the Jacobian says they go: image + J step."""
        matrix = np.array([[as_float(each) for each in row] for row in self.jacobian])
        with np.errstate(all="ignore"):
            found: Array = np.array([as_float(each) for each in self.image]) + steps @ matrix.T
        return found

    @property
    def area(self) -> float:
        """Of the square's image, by its outline; below 0 where it is turned over, nan where it is not whole."""
        outline = self.mapped(self.square(EDGE + 1))
        with np.errstate(all="ignore"):
            x, y = (outline - outline[0]).T
            found = float(np.dot(x[:-1], y[1:]) - np.dot(x[1:], y[:-1])) / 2
            wide, high = np.ptp(x), np.ptp(y)
            rounding = NEGLIGIBLE * (wide * high + np.abs(outline).max() * (wide + high))
        return 0.0 if abs(found) <= rounding else found

    @property
    def factor(self) -> float:
        """How many times the square's area its image has, with the sign of the area."""
        return self.area / as_float(self.side) ** 2

    @property
    def folded(self) -> bool:
        """Is one part of the square turned over and another not? Then their areas count against each other."""
        half = as_float(self.side) / 2
        along = np.linspace(-half, half, 13)
        x, y = (at + each for at, each in zip(self.place, np.meshgrid(along, along), strict=True))
        (a, b), (c, d) = ([function(tree, self.settings.names)(x, y) for tree in row] for row in self.trees)
        with np.errstate(all="ignore"):
            dets = np.asarray(a) * d - np.asarray(b) * c
            largest = np.nanmax(np.abs(dets), initial=0.0)
            return bool((dets > 1e-9 * largest).any() and (dets < -1e-9 * largest).any())

    # in words

    def sentence(self, ascii: bool = False) -> str:
        """`at (x, y) = (1, 0): det J = 0·1 − 1·5 = −5; a square of side 0.5: its area times 5.1042, and turned
        over`."""
        return map_sentence(self, ascii)

    def table(self, ascii: bool = False) -> list[list[str]]:
        """Name and value: the inputs, the outputs, the partial derivatives, for a plane the areas."""
        return map_table(self, ascii)

    def program(self) -> str:
        """NumPy: the map, its Jacobian, and the areas."""
        return map_program(self)


def prove(settings: Settings, found: tuple[tuple[Node, ...], ...]) -> tuple[str, ...]:
    """A sentence where the map or its Jacobian has no value at the point, and where the square has no whole image."""
    made = MapScene(settings, found)
    if not made.stands:
        return (tr("the map or one of its slopes has no value at {place}", place=places(made.exact_place, False)),)
    if made.plane and not isfinite(made.area):
        return (tr("the square reaches where the map has no value; make it smaller"),)
    return ()
