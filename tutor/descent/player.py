"""The playhead of a descent: forward, back, another rate, a fork, all from the keyboard of a screen.

It has no clock and no thread: a screen asks for a few steps at a time, at its own pace. Guaranteed:

- theta at k depends on the start and the legs alone: it has the same bits however one came there, step by step, in one
  go, or back from further on;
- theta, gradient and loss are finite always; a run that leaves the range of numbers stops at its last finite
  step, in the state DIVERGED;
- memory grows with the logarithm of the run only.

Full-batch gradient descent on least squares goes step by step for the first LOOPED steps of a leg, in the bits of the
readable loop; from there any k is had at once (spectral.py), to about 1e-13 of what the loop would say.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import copy
from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike

from tutor.descent.batches import Batches, check_batches
from tutor.descent.ends import LARGEST as LARGEST
from tutor.descent.ends import State as State
from tutor.descent.glance import Stand, look_at
from tutor.descent.legs import SAME, Change, Leg, Part, Same
from tutor.descent.methods.base import PLAIN, Method
from tutor.descent.past import Past, walked
from tutor.descent.problem import Problem, checked_rate, starting_point
from tutor.descent.run import read_only
from tutor.descent.schedules import CONSTANT, Schedule
from tutor.descent.standing import Standing
from tutor.descent.walk import forward
from tutor.messages import tr


class Player(Standing):
    """A run that can be moved about in.

    `tolerance`: a run has converged when a step changes theta by no more than this part of its length and nothing that
    the method remembers will move it further. The default is where float64 ends: below it the last bits only go round.
    Steps made from batches are never said to have converged. ValueError for a start, rate, budget, tolerance or batches
    that cannot be, and where the loss at the start is not finite.
    """

    def __init__(
        self,
        problem: Problem,
        start: ArrayLike,
        rate: float,
        budget: int,
        *,
        method: Method = PLAIN,
        schedule: Schedule = CONSTANT,
        batches: Batches | None = None,
        tolerance: float = 1e-14,
    ) -> None:
        self.problem = problem
        self.budget = int(budget)
        if self.budget < 1:
            raise ValueError(tr("the number of steps must be 1 or more, and {budget} is not.", budget=budget))
        self.tolerance = float(tolerance)
        if not 0 <= self.tolerance < 1:
            raise ValueError(
                tr("the tolerance must be 0 or more and below 1, and {tolerance} is not.", tolerance=tolerance)
            )
        check_batches(problem, batches)
        theta = read_only(starting_point(problem, start))
        leg = Leg(0, checked_rate(rate), method, schedule, batches)
        memory = method.begin(theta)
        look_at(problem, 0, theta, memory, tr("at the start"))
        self._first = (walked(problem, leg, theta, memory),)
        self.reset()

    def reset(self) -> None:
        """Back to the first start and leg, everything since forgotten; a fork goes back to what it was forked with."""
        self._past = Past(self.problem, self._first)
        at = look_at(self.problem, 0, self._first[0].theta, self._first[0].memory)
        self.first_loss = at.loss
        self._stand(at)

    # moving

    def step(self, n: int = 1) -> State:
        """Take at most n steps, fewer where the run ends."""
        until = min(self.k + n, self.budget)
        with np.errstate(all="ignore"):
            while self.k < until and not self.state.final:
                self._walk(self._past.part(self.k), min(until, self._leg_end()))
        return self.state

    def to_end(self, batch: int = 1000) -> Iterator[float]:
        """Run until it ends, `batch` steps at a time; yields the progress after each batch."""
        while not self.state.final:
            self.step(batch)
            yield self.progress

    def go(self, k: int, batch: int = 1000) -> Iterator[float]:
        """To step k, either way, or to an end before it; yields the part of the way that is done, 0 to 1.

        It goes in pieces of `batch` steps, or at once where that can be. Whoever stops asking on the way forward
        stands where it has come to, and on the way back where it began.
        """
        begun, target = self.k, min(max(0, k), self.budget)
        while begun <= self.k < target and not self.state.final:
            self.step(min(self._leg_end(), target) - self.k if self.at_once else min(batch, target - self.k))
            yield (self.k - begun) / (target - begun) if not self.state.final else 1.0
        if target < begun:
            yield from self._return(target, batch)

    def back(self, n: int = 1) -> State:
        """Go back n steps, or to the start; the run is then open again. Legs that lie ahead stay in force there until
        something is changed.
        """
        if n >= 1:
            for _ in self._return(max(0, self.k - n), self.budget):
                pass
        return self.state

    def to_start(self) -> State:
        return self.back(max(1, self.k))

    # changing

    def set_rate(self, rate: float) -> None:
        """From here on, step with this rate; as `change`."""
        self.change(rate=rate)

    def change(
        self,
        *,
        rate: float | None = None,
        method: Method | None = None,
        schedule: Schedule | None = None,
        batches: Batches | Same | None = SAME,
        theta: ArrayLike | None = None,
    ) -> None:
        """From here on, step otherwise: begins a leg, and forgets those further ahead. What is in force is no change.

        ValueError, in a sentence, for what cannot be; nothing has changed then.
        """
        if not isinstance(batches, Same):
            check_batches(self.problem, batches)
        change = Change(None if rate is None else checked_rate(rate), method, schedule, batches)
        here = self._past.part(self.k)
        leg = change.of(here.leg, self.k)
        if theta is None and leg.steps_as(here.leg):
            return
        placed = here.leg.theta if here.leg.k == self.k else None
        if theta is not None:
            placed = read_only(starting_point(self.problem, theta))
        at = self._past.begin(leg, placed, self._now())
        if at.k == 0:
            self.first_loss = at.loss
        self._stand(at)

    def fork(
        self,
        *,
        rate: float | None = None,
        method: Method | None = None,
        schedule: Schedule | None = None,
        batches: Batches | Same | None = SAME,
        theta: ArrayLike | None = None,
    ) -> Player:
        """Another run with this one's past that goes its own way from here; changes as in `change`."""
        twin = copy(self)
        twin._past = self._past.copy()
        twin.change(rate=rate, method=method, schedule=schedule, batches=batches, theta=theta)
        twin._first = tuple(twin._past.parts)
        return twin

    # how

    def _walk(self, part: Part, until: int) -> None:
        """Step to `until` within one leg, or to an end; where its closed form begins, it may stop before."""
        at = self._now()
        if part.looped_to is not None and self.k >= part.looped_to:
            at = self._past.leap(part, at, until, self.tolerance, self.budget)
        else:
            until = until if part.looped_to is None else min(until, part.looped_to)
            at = forward(self.problem, part.leg, at, until, self.tolerance, self.trace, self._past.history)
        if at.state is State.RUNNING and at.k == self.budget:
            at.state = State.FINISHED
        self._here(at)
        self._enter()

    def _enter(self) -> None:
        """Where a leg begins, what it begins with."""
        part = self._past.part(self.k)
        if part.leg.k < self.k or self.state in (State.CONVERGED, State.DIVERGED):
            return
        at = replace(look_at(self.problem, self.k, part.theta, part.memory), state=self.state)
        if at.theta is self.theta and at.loss == self.loss:
            self._here(at)
        else:
            self._past.cut(self.k - 1)
            self._stand(at)

    def _return(self, target: int, batch: int) -> Iterator[float]:
        """Back to `target`, in pieces of `batch` replayed steps."""
        for found in self._past.returning(target, batch):
            if isinstance(found, Stand):
                self._past.rewind(target)
                self._stand(found)
            yield 1.0 if isinstance(found, Stand) else found

    def _stand(self, at: Stand) -> None:
        """Stand at a theta that was looked at, with the run open again."""
        self._past.cut(at.k)
        self.trace.add(at.k, at.theta, at.loss)
        if at.k == 0:
            at.state = State.READY
        elif at.k == self.budget:
            at.state = State.FINISHED
        self._here(at)

    def _here(self, at: Stand) -> None:
        self.k, self.theta, self.memory, self.gradient = at.k, read_only(at.theta), at.memory, read_only(at.gradient)
        self.loss, self.state, self.no_number = at.loss, at.state, at.no_number

    def _leg_end(self) -> int:
        """Where the leg of the next step ends; past the budget for the last one."""
        return self._past.leg_end(self.k) or self.budget + 1
