"""The scene `surface`: f of two variables as a map of heights, a moving point, the gradient there, and both slices."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

from tutor.lesson import yamlnodes as yn
from tutor.lesson.kinds import At, Bad, Expression, Interval, ListOf, OneOf, Point, Quantity, in_order, setting
from tutor.lesson.losses import LOSS, Loss, names_of, target
from tutor.messages import N_, tr
from tutor.scenes._surface_state import SurfaceScene, prove, request, scene
from tutor.scenes._surface_told import act, acts, told
from tutor.tree import Node

__all__ = ["PARTS", "Settings", "SurfaceScene", "act", "acts", "prove", "request", "scene", "told"]

PARTS = ("heat", "contours", "gradient", "descent", "slices", "point")
ALSO = {"heatmap": "heat", "heat map": "heat", "contour": "contours", "slice": "slices", "arrow": "gradient"}


@dataclass(frozen=True, slots=True)
class Settings:
    """A surface over two variables, seen from above."""

    SHORT: ClassVar = "f"

    f: Node | None = setting(Expression(), N_("the function, of two symbols"), None)
    loss: Loss | Node | None = setting(LOSS, N_("or a loss of two parameters"), None)
    x: tuple[float, float] = setting(Interval(), N_("the first variable, from where to where"), (-3.0, 3.0))
    y: tuple[float, float] = setting(Interval(), N_("the second variable, from where to where"), (-3.0, 3.0))
    cursor: tuple[float, float] | None = setting(
        Point(Quantity(), least=2, most=2), N_("where the point starts; the middle where it is left out"), None
    )
    show: tuple[str, ...] = setting(
        ListOf(OneOf(PARTS, ALSO), most=len(PARTS), or_one=True),
        N_("what is drawn beside the heights"),
        ("heat", "gradient"),
    )
    names: tuple[str, ...] = ()  # the two variables, once read

    @property
    def goal(self) -> Loss | Node:
        found = self.loss if self.loss is not None else self.f
        assert found is not None
        return found

    def checked(self, node: yn.YamlNode, at: At) -> Settings | Bad:
        goal = target(self.loss, self.f, node, at)
        if isinstance(goal, Bad):
            return goal
        names = names_of(goal, at.symbols)
        if isinstance(goal, Node) and len(names) < 2:
            names = tuple(dict.fromkeys((*names, *at.symbols)))[:2]
        if len(names) != 2:
            shown = ", ".join(names) or tr("none")
            return at.fault(node, tr("a surface stands over two variables; here they are: {names}", names=shown))
        cursor = in_order(self.cursor, names)
        if isinstance(cursor, Bad):
            return cursor
        cursor = cursor or (sum(self.x) / 2, sum(self.y) / 2)
        for value, (low, high), which in zip(cursor, (self.x, self.y), ("x", "y"), strict=True):
            if not low <= value <= high:
                return at.fault(
                    node,
                    tr(
                        "the cursor's {value:g} is outside {setting}: [{low:g}, {high:g}]",
                        value=value,
                        setting=which,
                        low=low,
                        high=high,
                    ),
                )
        return replace(self, names=names, cursor=cursor, show=tuple(dict.fromkeys(self.show)))
