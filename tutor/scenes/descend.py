"""The scene `descend`: gradient descent, streaming theta, gradient, loss and fit; one run, or several side by side."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

from tutor.lesson import yamlnodes as y
from tutor.lesson.kinds import BAD, At, Bad, Expression, ListOf, OneOf, Quantity, Struct, Text, Whole, in_order, setting
from tutor.lesson.losses import LOSS, METHOD, POINT, Loss, names_of, target
from tutor.scenes._descend_state import GEARS, DescendScene, prove, request, scene
from tutor.tree import Node

__all__ = ["GEARS", "PANELS", "DescendScene", "Run", "Settings", "prove", "request", "scene"]

PANELS = ("theta", "loss", "fit", "surface")


@dataclass(frozen=True, slots=True)
class Run:
    """One run of several: what differs from the scene's own settings."""

    rate: float | None = setting(Quantity(above=0), "its learning rate", None)
    start: tuple[float, ...] | None = setting(POINT, "where it starts", None)
    label: str | None = setting(Text(most=24), "what it is called on the screen", None)
    method: str = setting(METHOD, "gd: gradient descent", "gd")


@dataclass(frozen=True, slots=True)
class Settings:
    """A descent: theta moves against the gradient, step by step."""

    LATER: ClassVar = ("batch", "order", "schedule")  # of the format, not yet of this version

    loss: Loss | Node | None = setting(LOSS, "what is minimised: {data: ..., model: linear}", None)
    f: Node | None = setting(Expression(), "or a function of the lesson's symbols", None)
    method: str = setting(METHOD, "gd: gradient descent", "gd")
    start: tuple[float, ...] | None = setting(POINT, "where theta starts; zeros where it is left out", None)
    rate: float = setting(Quantity(above=0), "the learning rate", 0.1)
    steps: int = setting(Whole(1, 100_000_000), "how many steps at most", 1000)
    panels: tuple[str, ...] = setting(
        ListOf(OneOf(PANELS, {"gradient": "theta"}), most=5, or_one=True),
        "which panes; theta, loss and the one that fits where it is left out",
        (),
    )
    pause_at: tuple[int, ...] = setting(
        ListOf(Whole(0, 100_000_000), most=20, or_one=True),
        "the steps at which playing stops to be looked at",
        (),
    )
    runs: tuple[Run, ...] = setting(ListOf(Struct(Run, short="rate"), most=6), "several runs side by side", ())
    names: tuple[str, ...] = ()  # the parameters, once read

    @property
    def goal(self) -> Loss | Node:
        found = self.loss if self.loss is not None else self.f
        assert found is not None
        return found

    def checked(self, node: y.YamlNode, at: At) -> Settings | Bad:
        goal = target(self.loss, self.f, node, at)
        if isinstance(goal, Bad):
            return goal
        names = names_of(goal, at.symbols)
        if not names:
            return at.fault(node, "f has no symbol to move: it is a constant")
        start = in_order(self.start, names) or (0.0,) * len(names)
        if isinstance(start, Bad):
            return BAD
        runs: tuple[Run, ...] = ()
        for run in self.runs or (Run(),):
            begin = in_order(run.start, names) or start
            if isinstance(begin, Bad):
                return BAD
            if len(begin) != len(names):
                what = f"start has {len(begin)} numbers for {len(names)} parameters ({', '.join(names)})"
                return at.fault(node, what)
            runs += (replace(run, rate=run.rate or self.rate, start=begin),)
        panels = tuple(dict.fromkeys(self.panels))
        return replace(self, names=names, start=start, runs=runs, panels=panels)
