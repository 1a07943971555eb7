"""The scene `derive`: a derivative carried out one rule a key press; the learner may name each rule first."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

from tutor.lesson import yamlnodes as y
from tutor.lesson.kinds import At, Bad, Expression, ListOf, Text, Truth, setting
from tutor.messages import N_, tr
from tutor.scenes._derivation import derivation
from tutor.scenes._derive_state import DeriveScene, prove, request, scene
from tutor.scenes._derive_told import act, acts, told
from tutor.tree import Node

__all__ = ["DeriveScene", "Settings", "act", "acts", "derivation", "prove", "request", "scene", "told"]


@dataclass(frozen=True, slots=True)
class Settings:
    """A derivative, rule by rule."""

    SHORT: ClassVar = "f"

    f: Node = setting(Expression(), N_("the function to differentiate"))
    wrt: tuple[str, ...] = setting(
        ListOf(Text(most=20), most=6, or_one=True),
        N_("with respect to which symbol, or several in turn; f's own where it has one"),
        (),
    )
    ask_rule: bool = setting(Truth(), N_("the learner names each rule before it is shown"), False)

    def checked(self, node: y.YamlNode, at: At) -> Settings | Bad:
        unknown = [name for name in self.wrt if name not in at.symbols]
        if unknown:
            return at.fault(
                node, tr("wrt names {names}, which the lesson's symbols do not have", names=", ".join(unknown))
            )
        if self.wrt:
            return self
        if len(self.f.symbols()) > 1:
            return at.fault(
                node,
                tr("f has several symbols ({names}): say wrt: which one", names=", ".join(sorted(self.f.symbols()))),
            )
        return replace(self, wrt=(next(iter(self.f.symbols()), "x"),))
