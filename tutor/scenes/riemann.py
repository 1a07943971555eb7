"""The scene `riemann`: thin rectangles under a function, their sum with its sign, and the integral that it comes to.

With `of: derivative` the area is that under f′: the rectangles add up to the net change of f.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from tutor.lesson import yamlnodes as yn
from tutor.lesson.kinds import At, Bad, Expression, Interval, ListOf, OneOf, Truth, Whole, setting
from tutor.messages import N_, tr
from tutor.scenes._riemann_state import RiemannScene, prove, request, scene
from tutor.scenes._riemann_sums import MOST, RULES
from tutor.scenes._riemann_told import act, acts, told
from tutor.tree import Node

__all__ = ["RiemannScene", "Settings", "act", "acts", "prove", "request", "scene", "told"]


@dataclass(frozen=True, slots=True)
class Settings:
    """Rectangles under a function."""

    f: Node = setting(Expression(), N_("the function, of one symbol"))
    interval: tuple[float, float] = setting(Interval(), N_("from where to where the area goes"))
    n: tuple[int, ...] = setting(
        ListOf(Whole(1, MOST), most=12, or_one=True), N_("how many rectangles, one after the other"), (4, 10, 100)
    )
    rules: tuple[str, ...] = setting(
        ListOf(OneOf(RULES), most=len(RULES), or_one=True),
        N_("how high they are: left, mid, right, trapezoid"),
        RULES,
    )
    of: str = setting(OneOf(("f", "derivative"), {"f'": "derivative", "df": "derivative"}),
                      N_("the area under f, or under its derivative"), "f")  # fmt: skip
    antiderivative: bool = setting(Truth(), N_("show F(b) - F(a), with an antiderivative F of f"), False)

    @property
    def variable(self) -> str:
        return next(iter(sorted(self.f.symbols())), "x")

    @property
    def slope(self) -> bool:
        """Is the area that under the derivative?"""
        return self.of == "derivative"

    def checked(self, node: yn.YamlNode, at: At) -> Settings | Bad:
        names = sorted(self.f.symbols())
        if len(names) > 1:
            what = tr("an area lies under a function of one symbol; this one uses {names}", names=", ".join(names))
            return at.inside("f").fault(node, what)
        return replace(self, rules=tuple(dict.fromkeys(self.rules)), n=tuple(dict.fromkeys(self.n)))
