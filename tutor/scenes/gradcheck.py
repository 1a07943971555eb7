"""The scene `gradcheck`: how far differences of f are off its slope, for an h that shrinks; forward and central."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from math import isfinite
from typing import Any, ClassVar

from tutor.lesson import yamlnodes as y
from tutor.lesson.kinds import BAD, At, Bad, Expression, ListOf, OneOf, OwnKind, Quantity, Struct, in_order, setting
from tutor.lesson.losses import LOSS, POINT, F, Loss, names_of, target
from tutor.messages import N_, tr
from tutor.numeric import value
from tutor.scenes._gradcheck_state import GradcheckScene, prove, request, scene
from tutor.scenes._gradcheck_told import act, acts, told
from tutor.scenes._numbers import as_float, fraction
from tutor.tree import Node

__all__ = ["MOST", "GradcheckScene", "Range", "Settings", "act", "acts", "prove", "request", "scene", "told"]

MOST = 60  # values of h
FORMULAS = ("forward", "central")


@dataclass(frozen=True, slots=True)
class Range:
    """Values of h from one to another, each a fixed part of the one before."""

    high: float = setting(Quantity(above=0), N_("the first, largest h"), name="from")
    low: float = setting(Quantity(above=0), N_("the last, smallest h"), name="to")
    by: float = setting(Quantity(above=1), N_("what each is divided by to give the next"), 10.0)

    def checked(self, node: y.YamlNode, at: At) -> Range | Bad:
        if not self.low < self.high:
            return at.fault(node, tr("h shrinks: write {from: 0.1, to: 1e-16}, the larger one first"))
        if len(self.values) > MOST:
            return at.fault(node, tr("that is more than {most} values of h; a larger by: gives fewer", most=MOST))
        return self

    @property
    def values(self) -> tuple[float, ...]:
        """In decimals, so that a tenth of 0.1 is 0.01; at most one more than fit."""
        found: list[float] = []
        h, by = fraction(self.high), fraction(self.by)
        while h >= fraction(self.low) and len(found) <= MOST:
            found.append(as_float(h))
            h = Fraction(h / by)
        return tuple(found)


_LIST, _RANGE = ListOf(Quantity(above=0), most=MOST, or_one=True), Struct(Range)


def _read_h(node: y.YamlNode, at: At) -> Any:
    return (_RANGE if isinstance(node, y.Mapping) else _LIST).read(node, at)


@dataclass(frozen=True, slots=True)
class Settings:
    """Differences of f beside its slope at a point."""

    SHORT: ClassVar = "f"

    f: Node | None = setting(F, N_("the function, or the name of a classic one"), None)
    loss: Loss | Node | None = setting(LOSS, N_("or a loss: {data: ..., model: linear}"), None)
    at: tuple[float, ...] = setting(POINT, N_("where its slope is looked for"), (1.0,))
    h: tuple[float, ...] | Range = setting(
        OwnKind(_read_h, {"anyOf": [_LIST.schema(), _RANGE.schema()]}),
        N_("the values of h, each once, largest first: a list, or {from: ..., to: ..., by: 10}"),
        Range(0.1, 1e-16),
    )
    formulas: tuple[str, ...] = setting(
        ListOf(OneOf(FORMULAS), most=2, or_one=True), N_("the differences: forward, central"), FORMULAS
    )
    claim: tuple[Node, ...] = setting(
        ListOf(Expression(), most=12, or_one=True),
        N_("a gradient that somebody claims, an expression for each variable; differences are then held against it"),
        (),
    )
    names: tuple[str, ...] = ()  # the variables, once read

    @property
    def goal(self) -> Loss | Node:
        found = self.loss if self.loss is not None else self.f
        assert found is not None
        return found

    @property
    def values(self) -> tuple[float, ...]:
        """The values of h, the largest first."""
        return self.h.values if isinstance(self.h, Range) else tuple(sorted(set(self.h), reverse=True))

    def checked(self, node: y.YamlNode, at: At) -> Settings | Bad:
        goal = target(self.loss, self.f, node, at)
        if isinstance(goal, Bad):
            return goal
        names = names_of(goal, at.symbols)
        if not names:
            return at.fault(node, tr("f has no symbol: a constant has no slope to check"))
        point = in_order(self.at, names)
        if isinstance(point, Bad) or point is None:
            return BAD
        if len(point) != len(names):
            return at.fault(
                node,
                tr(
                    "at has {numbers} numbers for {variables} variables ({names})",
                    numbers=len(point),
                    variables=len(names),
                    names=", ".join(names),
                ),
            )
        if len(self.claim) not in (0, len(names)):
            return at.fault(
                node,
                tr(
                    "claim has {expressions} expressions for {variables} variables: {names}",
                    expressions=len(self.claim),
                    variables=len(names),
                    names=", ".join(names),
                ),
            )
        for each in self.claim:
            if each.symbols() - set(names):
                return at.fault(
                    node, tr("claim is in the variables {names} and in nothing else", names=", ".join(names))
                )
            if not isfinite(value(each, **dict(zip(names, point, strict=True)))):
                return at.fault(node, tr("the claimed gradient has no finite value at this point"))
        return replace(self, names=names, at=point, formulas=tuple(dict.fromkeys(self.formulas)))
