"""The scene `taylor`: a function and its Taylor polynomials, degree by degree, with the error at a probe as a gap.

A function of two symbols is taken along a line through a point, which makes it one of t: so the linear and the
quadratic model of a step are held against the truth.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from tutor.lesson import yamlnodes as yn
from tutor.lesson.kinds import BAD, At, Bad, Expression, Interval, ListOf, Point, Quantity, Whole, in_order, setting
from tutor.lesson.losses import names_of
from tutor.messages import N_, tr
from tutor.scenes._numbers import fraction
from tutor.scenes._taylor_line import along, parameter
from tutor.scenes._taylor_state import TaylorScene, prove, request, scene
from tutor.scenes._taylor_told import act, acts, told
from tutor.tree import Node, Num

__all__ = ["MOST_DEGREE", "Settings", "TaylorScene", "act", "acts", "prove", "request", "scene", "told"]

MOST_DEGREE = 8
REACH = 2.0  # to each side of the point, where nothing is said of x
LINE_REACH = (-0.5, 1.5)  # of t, where nothing is said of it: a little back, and past the whole step
AWAY = 4  # parts of the way from the point to the right end: there the probe stands, or at t = 1, the whole step


@dataclass(frozen=True, slots=True)
class Settings:
    """f and its Taylor polynomials about a point."""

    f: Node = setting(Expression(), N_("the function, of one symbol, or of two with towards"))
    about: tuple[float, ...] = setting(
        Point(Quantity(), most=2), N_("the point they are made at: 0, or [1, 2]"), (0.0,)
    )
    degrees: tuple[int, ...] = setting(
        ListOf(Whole(0, MOST_DEGREE), most=MOST_DEGREE + 1, or_one=True),
        N_("the degrees, one after the other"),
        (0, 1, 2, 3, 4),
    )
    probe: float | None = setting(Quantity(), N_("where the error is read off, at first"), None)
    x: tuple[float, float] | None = setting(Interval(), N_("from where to where; for two symbols of t"), None)
    y: tuple[float, float] | None = setting(Interval(), N_("the height shown; fitted to f where it is left out"), None)
    towards: tuple[float, float] | None = setting(
        ListOf(Quantity(), least=2, most=2),
        N_("for two symbols the step: f is shown along about + t*towards, t = 1 being the whole of it"),
        None,
    )
    names: tuple[str, ...] = ()  # the symbols of f, once read
    variable: str = "x"  # of the curve: the symbol of f, or t
    curve: Node = Num(Fraction())  # f, or f along the line
    window: tuple[float, float] = (0.0, 1.0)
    start: tuple[float, float] = (0.0, 0.0)  # where the polynomials are made and where the probe stands, at first

    @property
    def plane(self) -> bool:
        """Is it a function of two symbols, along a line?"""
        return self.towards is not None

    def checked(self, node: yn.YamlNode, at: At) -> Settings | Bad:
        names = names_of(self.f, at.symbols)
        if not names and not self.plane:
            names = tuple(at.symbols)[:1] or ("x",)
        if len(names) != (2 if self.plane else 1):
            written = ", ".join(names) or tr("none")
            return at.fault(node, self._wanted(written))
        place = in_order(self.about, names)
        if isinstance(place, Bad) or place is None:
            return BAD
        if len(place) != len(names):
            what = tr("about has {numbers} numbers for {count} symbols: {names}",
                      numbers=len(place), count=len(names), names=", ".join(names))  # fmt: skip
            return at.inside("about").fault(node, what)
        if self.towards is not None and not any(self.towards):
            return at.inside("towards").fault(node, tr("[0, 0] points nowhere; a step has a length"))
        made = replace(self, about=place, names=names, degrees=tuple(sorted(set(self.degrees))))
        return made._placed(node, at)

    def _wanted(self, written: str) -> str:
        if self.plane:
            return tr("towards needs an f of two symbols; here they are: {names}", names=written)
        return tr("f is a function of one symbol here, or of two with towards; here they are: {names}", names=written)

    def _placed(self, node: yn.YamlNode, at: At) -> Settings | Bad:
        """With the curve, and what is left out filled in."""
        begin = 0.0 if self.plane else self.about[0]
        low, high = self.x or (LINE_REACH if self.plane else (begin - REACH, begin + REACH))
        probe = self.probe
        if probe is None:
            quarter = float(fraction(begin) + (fraction(high) - fraction(begin)) / AWAY)
            probe = 1.0 if self.plane and low <= 1 <= high else quarter
        for value, which in ((begin, "about"), (probe, "probe")):
            if not low <= value <= high:
                what = tr("{value:g} is outside x: [{low:g}, {high:g}]", value=value, low=low, high=high)
                return at.inside(which).fault(node, what)
        curve, variable = self.f, self.names[0]
        if self.towards is not None:
            variable = parameter(self.names)
            curve = along(self.f, self.names, self.about, self.towards, variable)
        return replace(self, curve=curve, variable=variable, window=(low, high), start=(begin, probe))
