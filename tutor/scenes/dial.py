"""The scene `dial`: a point of a surface, and the slope or the curvature there in every direction that u is turned to.

Where the steepest direction is, is not told at first: the learner turns, marks where it must be, and then sees the
gradient and how far off the mark was.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from tutor.lesson import yamlnodes as yn
from tutor.lesson.kinds import (
    BAD,
    At,
    Bad,
    Expression,
    Interval,
    ListOf,
    OneOf,
    Point,
    Quantity,
    Whole,
    in_order,
    setting,
)
from tutor.lesson.losses import names_of
from tutor.messages import N_, tr
from tutor.scenes._dial_state import DialScene, prove, request, scene
from tutor.scenes._dial_told import act, acts, told
from tutor.tree import Node

__all__ = ["QUANTITIES", "DialScene", "Settings", "act", "acts", "prove", "request", "scene", "told"]

QUANTITIES = ("slope", "curvature")
LEAST_STEP, MOST_STEP = 5, 90  # degrees
REACH = 2.0  # of the map to each side of the point, where nothing is said of it
MOST_DIRECTIONS = 12
_VECTOR = ListOf(Quantity(), least=2, most=2)


@dataclass(frozen=True, slots=True)
class Settings:
    """The slope, or the curvature, of f in every direction at one point."""

    f: Node = setting(Expression(), N_("the function, of two symbols"))
    at: tuple[float, float] = setting(Point(Quantity(), least=2, most=2), N_("the point: [1, 2]"))
    step_deg: int = setting(Whole(LEAST_STEP, MOST_STEP), N_("degrees that one key turns; 360 is a multiple of it"), 15)
    quantity: str = setting(OneOf(QUANTITIES), N_("what is read off: slope, or curvature"), "slope")
    directions: tuple[tuple[float, float], ...] = setting(
        ListOf(_VECTOR, most=MOST_DIRECTIONS), N_("vectors that one key turns to, one after the other: [[3, 4]]"), ()
    )
    x: tuple[float, float] | None = setting(Interval(), N_("the first variable on the map, from where to where"), None)
    y: tuple[float, float] | None = setting(Interval(), N_("the second variable on the map"), None)
    names: tuple[str, ...] = ()  # the two variables, once read

    def checked(self, node: yn.YamlNode, at: At) -> Settings | Bad:
        names = names_of(self.f, at.symbols)
        if len(names) < 2:
            names = tuple(dict.fromkeys((*names, *at.symbols)))[:2]
        if len(names) != 2:
            written = ", ".join(names) or tr("none")
            return at.fault(node, tr("a dial stands over two variables; here they are: {names}", names=written))
        if 360 % self.step_deg:
            what = tr("{step} degrees do not divide the circle of 360; write 10, 15, 30 or 45", step=self.step_deg)
            return at.inside("step_deg").fault(node, what)
        if any(not (a or b) for a, b in self.directions):
            return at.inside("directions").fault(node, tr("[0, 0] points nowhere; a direction has a length"))
        place = in_order(self.at, names)
        if isinstance(place, Bad) or place is None:
            return BAD
        windows = []
        for value, window, which in zip(place, (self.x, self.y), ("x", "y"), strict=True):
            low, high = window or (value - REACH, value + REACH)
            if not low < value < high:
                what = tr("the point's {value:g} is not inside {setting}: [{low:g}, {high:g}]",
                          value=value, setting=which, low=low, high=high)  # fmt: skip
                return at.inside("at").fault(node, what)
            windows.append((low, high))
        return replace(self, names=names, at=(place[0], place[1]), x=windows[0], y=windows[1])
