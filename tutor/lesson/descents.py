"""A descent that a lesson takes numbers from, as a teacher writes it: what the scene `descend` takes, and `until`."""

from __future__ import annotations

from dataclasses import dataclass

from tutor.lesson import yamlnodes as y
from tutor.lesson.kinds import At, Bad, Quantity, Struct, Whole, setting
from tutor.lesson.losses import LOSS, POINT, F, Loss, names_of, target
from tutor.lesson.methods import (
    BATCH,
    BATCH_DOC,
    CONSTANT,
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
)
from tutor.lesson.questions import Next
from tutor.lesson.running import MOST_STEPS as MOST_STEPS
from tutor.messages import N_, tr
from tutor.tree import Node


@dataclass(frozen=True, slots=True)
class Descent:
    """A descent, to be looked at after any step: run[10].loss, run[10].theta[0], .gradient[0], .distance, .step."""

    loss: Loss | Node | None = setting(LOSS, N_("what is minimised: {data: ..., model: linear}"), None)
    f: Node | None = setting(F, N_("or a function of the lesson's symbols, or a classic: rosenbrock ..."), None)
    method: MethodNamed = setting(METHOD, METHOD_DOC, GD)
    start: tuple[float, ...] | None = setting(POINT, N_("where theta starts; zeros where it is left out"), None)
    rate: float = setting(Quantity(above=0), N_("the learning rate"), 0.1)
    steps: int = setting(Whole(1, MOST_STEPS), N_("after how many steps it is looked at where none is named"), 1000)
    schedule: Schedule = setting(SCHEDULE, SCHEDULE_DOC, CONSTANT)
    batch: int | None = setting(BATCH, BATCH_DOC, None)
    order: Batches | None = setting(ORDER, ORDER_DOC, None)

    def checked(self, node: y.YamlNode, at: At) -> Next | Bad:
        goal = target(self.loss, self.f, node, at)
        if isinstance(goal, Bad):
            return goal
        names = names_of(goal, at.symbols)
        if not names:
            return at.fault(node, tr("a descent needs a function of one symbol at least"))
        start = self.start if self.start is not None else (0.0,) * len(names)
        about = Next(
            loss=self.loss, f=self.f, method=self.method, start=start, rate=self.rate, steps=self.steps,
            schedule=self.schedule, batch=self.batch, order=self.order,
        )  # fmt: skip
        return about.checked(node, at)


@dataclass(frozen=True, slots=True)
class Until:
    """Where a run first gets: the step at which its loss, or its distance to the best theta, is no more than this."""

    loss: float | None = setting(Quantity(), N_("the loss is no more than this"), None)
    distance: float | None = setting(Quantity(above=0), N_("theta is no further from the best than this"), None)

    def checked(self, node: y.YamlNode, at: At) -> Until | Bad:
        if (self.loss is None) == (self.distance is None):
            return at.fault(node, tr("give `loss` or `distance`: one of the two"))
        return self

    @property
    def what(self) -> tuple[str, float]:
        return ("loss", self.loss) if self.loss is not None else ("distance", self.distance or 0.0)


DESCENT, UNTIL = Struct(Descent), Struct(Until)
