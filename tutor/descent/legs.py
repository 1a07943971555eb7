"""A run is a start and its legs: from step k on, this rate, this method, this schedule, these examples.

Whatever a learner changes on the way, a rate, a method, the place itself, begins a leg; a fork is a copy of a run with
another leg. Hence the start and the legs are all there is to know of a run: a fresh one made of them is the same run.
"""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from tutor.descent.batches import Batches
from tutor.descent.methods.base import GradientDescent, Memory, Method
from tutor.descent.problem import Vector
from tutor.descent.schedules import CONSTANT, Schedule

if TYPE_CHECKING:
    from tutor.descent.spectral import Tail


@dataclass(frozen=True, slots=True, eq=False)
class Leg:
    """How the steps from k on are taken, up to the next leg.

    A method begins anew, with nothing remembered, where another one was in force before or where theta is put by hand.
    """

    k: int
    rate: float
    method: Method = GradientDescent()
    schedule: Schedule = CONSTANT
    batches: Batches | None = None  # None: every step looks at all examples
    theta: Vector | None = None  # where theta was put by hand at k; None: it stays where the run has come to

    def rate_at(self, k: int) -> float:
        """The rate of the step from k."""
        return self.rate * self.schedule.factor(k)

    @property
    def plain(self) -> bool:
        """Is it gradient descent over all examples?"""
        return type(self.method) is GradientDescent and self.batches is None

    @property
    def steady(self) -> bool:
        """Does the rate stay?"""
        return type(self.schedule) is Schedule

    def steps_as(self, other: Leg) -> bool:
        """Is a step of this leg the same as of the other?"""
        return (self.rate, self.method, self.schedule, self.batches) == (
            other.rate,
            other.method,
            other.schedule,
            other.batches,
        )


class Same(enum.Enum):
    """For a setting that may be None: leave it as it is."""

    SAME = enum.auto()


SAME = Same.SAME


@dataclass(frozen=True, slots=True)
class Change:
    """What a leg does otherwise than the one before it; None, or SAME: nothing."""

    rate: float | None = None
    method: Method | None = None
    schedule: Schedule | None = None
    batches: Batches | Same | None = SAME

    def of(self, leg: Leg, k: int) -> Leg:
        """The leg, so changed, from k on."""
        return replace(
            leg,
            k=k,
            rate=leg.rate if self.rate is None else self.rate,
            method=self.method or leg.method,
            schedule=self.schedule or leg.schedule,
            batches=leg.batches if isinstance(self.batches, Same) else self.batches,
        )


@dataclass(slots=True, eq=False)
class Part:
    """A leg of a run as it was walked: with theta and memory where it begins."""

    leg: Leg
    theta: Vector
    memory: Memory
    looped_to: int | None = None  # up to here step by step, then in closed form; None: step by step all the way
    tail: Tail | None = field(default=None, repr=False)  # the closed form from there on, once the run has come so far

    def beyond_loop(self, k: int) -> bool:
        """Is theta at k had in closed form?"""
        return self.looped_to is not None and k > self.looped_to


def evaluations(legs: Sequence[Leg], k: int, m: int) -> int:
    """Gradients of single examples, of m, that the first k steps of these legs look at."""
    total = 0
    for place, leg in enumerate(legs):
        end = min(k, legs[place + 1].k) if place + 1 < len(legs) else k
        if leg.k < end:
            batches = leg.batches
            total += batches.seen(end, m) - batches.seen(leg.k, m) if batches else (end - leg.k) * m
    return total
