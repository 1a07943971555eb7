"""The scene `descend`: theta goes down, step by step, by any method; one run, or up to six side by side.

descend: {loss: {data: seed}, method: adam, rate: 0.1}
descend: {f: rosenbrock, runs: [{method: gd, rate: 0.001}, {method: {momentum: 0.9}, rate: 0.001}]}
descend: {loss: {data: hours, model: logistic}, batch: 8, order: shuffled, schedule: {inverse: 0.01}}
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from tutor.lesson import yamlnodes as y
from tutor.lesson.kinds import (
    BAD,
    At,
    Bad,
    ListOf,
    OneOf,
    OwnKind,
    Quantity,
    Struct,
    Text,
    Whole,
    in_order,
    setting,
)
from tutor.lesson.losses import LOSS, POINT, F, Loss, names_of, target
from tutor.lesson.methods import (
    BATCH,
    BATCH_DOC,
    GD,
    METHOD,
    METHOD_DOC,
    ORDER,
    ORDER_DOC,
    SCHEDULE,
    SCHEDULE_DOC,
    Batches,
    MethodNamed,
    Schedule,
    settled,
)
from tutor.messages import N_, plural, tr
from tutor.scenes._descend_acts import act, acts
from tutor.scenes._descend_beside import beside
from tutor.scenes._descend_home import LATEST
from tutor.scenes._descend_state import GEARS, DescendScene, prove, request, scene
from tutor.scenes._descend_told import told
from tutor.tree import Node

__all__ = [
    "GEARS",
    "PANELS",
    "Change",
    "DescendScene",
    "Report",
    "Run",
    "Settings",
    "act",
    "acts",
    "beside",
    "prove",
    "request",
    "scene",
    "told",
]

PANELS = ("theta", "loss", "fit", "surface", "curvature", "race")
MOST_RUNS = 6
MOST_STEPS = 100_000_000
ALL = 0  # a batch of all examples, where the scene's own is smaller


def _read_batch(node: y.YamlNode, at: At) -> int | Bad:
    return ALL if isinstance(node, y.Scalar) and node.text == "all" else BATCH.read(node, at)


BATCH_OR_ALL = OwnKind(_read_batch, {"anyOf": [BATCH.schema(), {"const": "all"}]})


@dataclass(frozen=True, slots=True)
class Change:
    """What is different from a step on."""

    at: int = setting(Whole(0, LATEST), N_("from which step on"))
    rate: float | None = setting(Quantity(above=0), N_("the learning rate from there"), None)
    method: MethodNamed | None = setting(METHOD, METHOD_DOC, None)
    schedule: Schedule | None = setting(SCHEDULE, SCHEDULE_DOC, None)
    batch: int | None = setting(BATCH_OR_ALL, BATCH_DOC, None)
    order: Batches | None = setting(ORDER, ORDER_DOC, None)
    theta: tuple[float, ...] | None = setting(POINT, N_("where theta is put there"), None)
    mistake: str | None = setting(Text(most=60), N_("a known mistake that it makes from there: its name"), None)


@dataclass(frozen=True, slots=True)
class Run:
    """One run of several: what differs from the scene's own settings."""

    rate: float | None = setting(Quantity(above=0), N_("its learning rate"), None)
    start: tuple[float, ...] | None = setting(POINT, N_("where it starts"), None)
    label: str | None = setting(Text(most=24), N_("what it is called on the screen"), None)
    method: MethodNamed | None = setting(METHOD, METHOD_DOC, None)
    schedule: Schedule | None = setting(SCHEDULE, SCHEDULE_DOC, None)
    batch: int | None = setting(BATCH_OR_ALL, BATCH_DOC, None)
    order: Batches | None = setting(ORDER, ORDER_DOC, None)
    mistake: str | None = setting(Text(most=60), N_("a known mistake that it makes: its name"), None)
    then: tuple[Change, ...] = setting(
        ListOf(Struct(Change), most=20, or_one=True), N_("what changes on the way: [{at: 50, rate: 0.01}]"), ()
    )


@dataclass(frozen=True, slots=True)
class Report:
    """What the table of a race compares."""

    at: tuple[int, ...] = setting(
        ListOf(Whole(0, MOST_STEPS), most=6, or_one=True), N_("the steps at which the losses stand side by side"), ()
    )
    tolerance: float = setting(
        Quantity(above=0), N_("how near to the best theta counts as there, as a part of its length"), 1e-6
    )


@dataclass(frozen=True, slots=True)
class Settings:
    """A descent: theta moves down, step by step."""

    loss: Loss | Node | None = setting(LOSS, N_("what is minimised: {data: ..., model: linear}"), None)
    f: Node | None = setting(
        F, N_("or a function of the lesson's symbols, or a classic: rosenbrock, himmelblau ..."), None
    )
    method: MethodNamed = setting(METHOD, METHOD_DOC, GD)
    start: tuple[float, ...] | None = setting(POINT, N_("where theta starts; zeros where it is left out"), None)
    rate: float = setting(Quantity(above=0), N_("the learning rate"), 0.1)
    steps: int = setting(Whole(1, MOST_STEPS), N_("how many steps at most"), 1000)
    schedule: Schedule | None = setting(SCHEDULE, SCHEDULE_DOC, None)
    batch: int | None = setting(BATCH_OR_ALL, BATCH_DOC, None)
    order: Batches | None = setting(ORDER, ORDER_DOC, None)
    panels: tuple[str, ...] = setting(
        ListOf(OneOf(PANELS, {"gradient": "theta"}), most=6, or_one=True),
        N_("which panes; theta, loss and the one that fits where it is left out"),
        (),
    )
    pause_at: tuple[int, ...] = setting(
        ListOf(Whole(0, MOST_STEPS), most=20, or_one=True),
        N_("the steps at which playing stops to be looked at"),
        (),
    )
    align: str = setting(
        OneOf(("steps", "evaluations")),
        N_("several runs side by side by steps, or by example gradients looked at"),
        "steps",
    )
    report: Report = setting(Struct(Report, short="at"), N_("what the table of a race compares"), Report())
    runs: tuple[Run, ...] = setting(
        ListOf(Struct(Run, short="rate"), most=MOST_RUNS), N_("several runs side by side"), ()
    )
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
            return at.fault(node, tr("f has no symbol to move: it is a constant"))
        start = in_order(self.start, names) or (0.0,) * len(names)
        if isinstance(start, Bad):
            return BAD
        begun = replace(self, names=names, start=start, panels=tuple(dict.fromkeys(self.panels)))
        runs = tuple(begun._run(run, node, at) for run in self.runs or (Run(),))
        if any(isinstance(run, Bad) for run in runs):
            return BAD
        return replace(begun, runs=tuple(run for run in runs if isinstance(run, Run)))

    def _run(self, run: Run, node: y.YamlNode, at: At) -> Run | Bad:
        """With its rate and start filled in; the fault of settings that do not go together."""
        then = tuple(self._change(each, node, at) for each in run.then)
        start = self._point(run.start, node, at) or self.start
        kept = tuple(each for each in then if isinstance(each, Change))
        if isinstance(start, Bad) or len(kept) < len(then):
            return BAD
        if [each.at for each in kept] != sorted({each.at for each in kept}):
            return at.fault(node, tr("the changes of a run stand in order, each at a step of its own"))
        if isinstance(self.how(run, node, at), Bad):
            return BAD
        if len(start or ()) != len(self.names):
            return at.fault(node, self._misfit("start", len(start or ())))
        return replace(run, rate=run.rate or self.rate, start=start, then=kept)

    def _change(self, change: Change, node: y.YamlNode, at: At) -> Change | Bad:
        theta = self._point(change.theta, node, at)
        return theta if isinstance(theta, Bad) else replace(change, theta=theta)

    def _point(self, given: tuple[float, ...] | None, node: y.YamlNode, at: At) -> tuple[float, ...] | Bad | None:
        found = in_order(given, self.names)
        if found is not None and not isinstance(found, Bad) and len(found) != len(self.names):
            return at.fault(node, self._misfit("start", len(found)))
        return found

    def _misfit(self, what: str, count: int) -> str:
        return tr(
            "{setting} has {numbers} for {parameters} ({names})",
            setting=what,
            numbers=plural(count, "{count} number", "{count} numbers"),
            parameters=plural(len(self.names), "{count} parameter", "{count} parameters"),
            names=", ".join(self.names),
        )

    def how(self, run: Run | Change, node: y.YamlNode, at: At) -> tuple[MethodNamed, Batches | None] | Bad:
        """The method and the batches of a run, where it has none of its own the scene's; faults are told."""
        goal = self.goal
        batch = self.batch if run.batch is None else run.batch
        order = None if batch == ALL else run.order or self.order
        m = examples_of(goal)
        return settled(run.method or self.method, batch or None, order, m, node, at)


def examples_of(goal: Loss | Node) -> int | None:
    """How many examples the data have; None for a function."""
    if not isinstance(goal, Loss):
        return None
    return len(goal.data.y) if goal.data.problem is None else int(goal.data.problem.m)
