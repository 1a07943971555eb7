"""The scene `plot`: a curve, its tangent moved with the arrow keys, secants that close on it, its derivative below."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

from tutor.lesson.kinds import (
    At,
    Bad,
    Expression,
    FirstOf,
    Interval,
    ListOf,
    OneOf,
    Quantity,
    Struct,
    Truth,
    setting,
)
from tutor.lesson.yamlnodes import YamlNode
from tutor.messages import N_, tr
from tutor.scenes._plot_state import PlotScene, prove, request, scene
from tutor.scenes._plot_told import act, acts, told
from tutor.tree import Node

__all__ = ["PlotScene", "Secant", "Settings", "Tangent", "act", "acts", "prove", "request", "scene", "told"]


@dataclass(frozen=True, slots=True)
class Tangent:
    """The tangent: where it starts, and how far an arrow key moves it."""

    at: float = setting(Quantity(), N_("the x where the tangent starts"))
    step: float = setting(Quantity(above=0), N_("how far one arrow key moves it"), 0.1)


@dataclass(frozen=True, slots=True)
class Secant:
    """Secants from one point, the run h shrinking key by key."""

    h: tuple[float, ...] = setting(
        ListOf(Quantity(), most=30, or_one=True), N_("the runs, from wide to narrow"), (1.0, 0.5, 0.1, 0.01)
    )
    at: float | None = setting(Quantity(), N_("the x they start from; the tangent's where it is left out"), None)


@dataclass(frozen=True, slots=True)
class Settings:
    """A curve y = f(x) and what is drawn with it."""

    SHORT: ClassVar = "f"

    f: Node = setting(Expression(), N_("the function drawn, of one symbol"))
    x: tuple[float, float] = setting(Interval(), N_("from where to where"), (-3.0, 3.0))
    y: tuple[float, float] | None = setting(Interval(), N_("the height shown; fitted to f where it is left out"), None)
    tangent: Tangent | bool = setting(
        FirstOf((Truth(), Struct(Tangent, short="at")), N_("true, a number or {at: ..., step: ...}")),
        N_("a tangent to move"),
        False,
    )
    secant: Secant | None = setting(
        FirstOf((Truth(), Struct(Secant, short="h")), N_("true, the runs or {at: ..., h: [...]}")),
        N_("secants that close on the tangent"),
        None,
    )
    chord: tuple[float, float] | None = setting(Interval(), N_("a chord from one x to another"), None)
    show: tuple[str, ...] = setting(
        ListOf(OneOf(("f", "derivative", "df", "f'", "second", "f''")), most=3, or_one=True),
        N_("the curves, stacked: f, derivative (or df), second"),
        ("f",),
    )
    extra: tuple[Node, ...] = setting(
        ListOf(Expression(), most=4, or_one=True), N_("further curves in the same picture"), ()
    )

    @property
    def variable(self) -> str:
        return next(iter(sorted(self.f.symbols())), "x")

    def checked(self, node: YamlNode, at: At) -> Settings | Bad:
        if isinstance(self.secant, bool):
            return replace(self, secant=Secant() if self.secant else None).checked(node, at)
        for curve in (self.f, *self.extra):
            if len(curve.symbols() | {self.variable}) > 1:
                names = ", ".join(sorted(curve.symbols()))
                return at.fault(
                    node,
                    tr(
                        "a curve is a function of one symbol ({variable}); this one uses {names}",
                        variable=self.variable,
                        names=names,
                    ),
                )
        starts = [self.tangent.at] if isinstance(self.tangent, Tangent) else []
        starts += [self.secant.at] if self.secant and self.secant.at is not None else []
        for start in starts:
            if not self.x[0] <= start <= self.x[1]:
                return at.fault(
                    node, tr("{start:g} is outside x: [{low:g}, {high:g}]", start=start, low=self.x[0], high=self.x[1])
                )
        if self.secant and 0.0 in self.secant.h:
            return at.fault(node, tr("a secant with h = 0 has no slope; let h come close to 0 instead"))
        return self
