"""What a known mistake of an update is, and how it becomes a method that runs.

A mistake is a rule, not a list of wrong numbers: it works on any problem, start and rate. `mistakes_of` (in explain.py)
binds it to the case at hand, and `mistaken` makes a method of it, so that it runs beside the right one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from tutor.descent.batches import Batches, Rows
from tutor.descent.methods.base import Memory, Method, Sight
from tutor.descent.problem import Problem, Vector
from tutor.descent.schedules import CONSTANT, Schedule
from tutor.messages import N_


@dataclass(frozen=True, slots=True)
class Case:
    """What a run goes down, and how."""

    problem: Problem
    method: Method
    schedule: Schedule = CONSTANT
    batches: Batches | None = None

    @property
    def on_data(self) -> bool:
        return hasattr(self.problem, "m")


@dataclass(frozen=True, slots=True, eq=False)
class Moment:
    """What is at hand for the step from k."""

    loss: Sight
    theta: Vector
    memory: Memory  # of the right method
    rate: float  # of this step
    k: int
    start: Vector  # where the run began
    count: int  # steps of the run before this one, for a mistake that is `counted`
    case: Case

    @property
    def gradient(self) -> Vector:
        return self.loss.gradient(self.theta)

    @property
    def problem(self) -> Any:
        """What is minimised, over all examples."""
        return self.case.problem

    @property
    def rows(self) -> Rows:
        """The examples that this step looks at."""
        return slice(None) if self.case.batches is None else self.case.batches.rows(self.k, self.problem.m)

    @property
    def examples(self) -> int:
        """How many they are."""
        m, batches = int(self.problem.m), self.case.batches
        return m if batches is None else batches.seen(self.k + 1, m) - batches.seen(self.k, m)


def anywhere(case: Case) -> bool:
    return True


def in_one_variable(case: Case) -> bool:
    return len(case.problem.names) == 1


def in_several(case: Case) -> bool:
    return len(case.problem.names) > 1


def _as_it_should(right: Method, theta: Vector) -> Memory:
    return right.begin(theta)


Update = Callable[[Any, Moment], tuple[Vector, Memory]]  # the right method, the moment -> theta and its memory after


@dataclass(frozen=True, slots=True)
class Mistake:
    """A wrong update, made at every step."""

    name: str
    say: str  # to the learner: what went wrong, without the right answer
    update: Update
    applies: Callable[[Case], bool] = anywhere
    counted: bool = False  # does the update ask for `count`?
    begin: Callable[[Method, Vector], Memory] = _as_it_should  # what is remembered before the first step
    case: Case | None = None  # what it is a mistake in, once `mistakes_of` has named it


@dataclass(frozen=True, slots=True)
class Mistaken(Method):
    """The method with the mistake in it. It remembers the start, where it needs to how many steps it took, and then
    what the right method does.
    """

    name: ClassVar[str] = "mistaken"
    title: ClassVar[str] = N_("a mistaken update")
    mistake: Mistake
    right: Method
    case: Case

    def begin(self, theta: Vector) -> Memory:
        beside = (theta, np.zeros(1)) if self.mistake.counted else (theta,)
        return (*beside, *self.mistake.begin(self.right, theta))

    def own(self, memory: Memory) -> Memory:
        """The part of what is remembered that the update itself hands on."""
        return memory[2:] if self.mistake.counted else memory[1:]

    def step(self, loss: Sight, theta: Vector, memory: Memory, rate: float, k: int) -> tuple[Vector, Memory]:
        start, count = memory[0], int(memory[1][0]) if self.mistake.counted else 0
        moment = Moment(loss, theta, self.own(memory), rate, k, start, count, self.case)
        theta, after = self.mistake.update(self.right, moment)
        beside = (start, np.array([count + 1.0])) if self.mistake.counted else (start,)
        return theta, (*beside, *after)


def mistaken(mistake: Mistake, right: Method) -> Method:
    """The method that makes this mistake at every step, on the problem that `mistakes_of` was asked about.

    ValueError for a mistake that does not come from there.
    """
    if mistake.case is None:
        raise ValueError(f"the mistake '{mistake.name}' is of no run yet: mistakes_of knows those of a run.")
    return Mistaken(mistake, right, mistake.case)


@dataclass(frozen=True, slots=True)
class Changed:
    """A loss whose slope is taken wrongly."""

    loss: Sight
    change: Callable[[Vector, Vector], Vector]  # theta, the right slope there -> the wrong one

    def gradient(self, theta: Vector) -> Vector:
        return self.change(theta, self.loss.gradient(theta))

    def curvature(self, theta: Vector) -> Vector:
        return self.loss.curvature(theta)


def with_slope(slope: Callable[[Moment, Vector, Vector], Vector]) -> Update:
    """The right update with a wrong slope: `slope(moment, theta, the right slope)`."""

    def update(right: Method, now: Moment) -> tuple[Vector, Memory]:
        seen = Changed(now.loss, lambda theta, gradient: slope(now, theta, gradient))
        return right.step(seen, now.theta, now.memory, now.rate, now.k)

    return update


def with_rate(rate: Callable[[Moment], float]) -> Update:
    """The right update with a wrong rate."""

    def update(right: Method, now: Moment) -> tuple[Vector, Memory]:
        return right.step(now.loss, now.theta, now.memory, rate(now), now.k)

    return update


def with_place(place: Callable[[Moment, Vector], Vector]) -> Update:
    """The right update, and theta put wrongly: `place(moment, the change of theta)`."""

    def update(right: Method, now: Moment) -> tuple[Vector, Memory]:
        theta, memory = right.step(now.loss, now.theta, now.memory, now.rate, now.k)
        return place(now, theta - now.theta), memory

    return update


def without_memory(place: Callable[[Any, Moment], Vector]) -> Update:
    """A theta made of the moment alone; what is remembered stays as it is."""
    return lambda right, now: (place(right, now), now.memory)
