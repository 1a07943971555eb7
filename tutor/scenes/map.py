"""The scene `map`: a small square in the plane of the inputs, its image in the plane of the outputs, and the Jacobian.

The smaller the square, the more its image is the parallelogram that the Jacobian draws, and the nearer the quotient of
the two areas comes to |det J|. For another number of inputs or outputs the Jacobian stands alone, as a table.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from tutor.lesson import yamlnodes as yn
from tutor.lesson.kinds import BAD, At, Bad, Expression, ListOf, Point, Quantity, in_order, setting
from tutor.messages import N_, tr
from tutor.scenes._map_state import MapScene, prove, request, scene
from tutor.scenes._map_told import act, acts, told
from tutor.tree import Node

__all__ = ["MapScene", "Settings", "act", "acts", "prove", "request", "scene", "told"]

MOST = 4  # inputs, and outputs


@dataclass(frozen=True, slots=True)
class Settings:
    """A map from some inputs to some outputs, and its Jacobian at a point."""

    outputs: tuple[Node, ...] = setting(
        ListOf(Expression(), most=MOST, or_one=True),
        N_("what the map gives, one expression each: [x^2*y, 5*x + sin(y)]"),
    )
    at: tuple[float, ...] = setting(
        Point(Quantity(), most=MOST), N_("the point, a number for each symbol of the outputs in the lesson's order")
    )
    square: float = setting(Quantity(above=0), N_("the side of the square around it, at first"), 0.5)
    names: tuple[str, ...] = ()  # the inputs, once read

    @property
    def plane(self) -> bool:
        """Two inputs and two outputs: then there is a picture."""
        return len(self.names) == len(self.outputs) == 2

    def checked(self, node: yn.YamlNode, at: At) -> Settings | Bad:
        used = {name for each in self.outputs for name in each.symbols()}
        names = tuple(name for name in at.symbols if name in used)
        count = len(self.at.values) if hasattr(self.at, "values") else len(self.at)
        if len(names) < count <= len(at.symbols):  # an input that no output depends on
            names = tuple(at.symbols)[:count] if used <= set(at.symbols[:count]) else names
        place = in_order(self.at, names)
        if isinstance(place, Bad) or place is None:
            return BAD
        if len(place) != len(names) or not names:
            what = tr("at has {numbers} numbers for {count} inputs: {names}",
                      numbers=len(place), count=len(names), names=", ".join(names) or tr("none"))  # fmt: skip
            return at.inside("at").fault(node, what)
        return replace(self, names=names, at=tuple(place))
