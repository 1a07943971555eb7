"""The playhead of a descent: forward, back, another rate, all from the keyboard of a screen.

It has no clock and no thread: a screen asks for a few steps at a time, at its own pace. Guaranteed:

- a theta has the same bits however one came there: step by step, in one go, or back from further on;
- theta, gradient and loss are finite always; a run that leaves the range of numbers stops at its last finite
  step, in the state DIVERGED;
- memory grows with the logarithm of the run only.
"""

from __future__ import annotations

import enum
import math
from bisect import bisect_right
from collections.abc import Iterator
from operator import itemgetter

import numpy as np
from numpy.typing import ArrayLike

from tutor.descent.history import History
from tutor.descent.problem import Problem, Vector, checked_rate, starting_point
from tutor.descent.run import Step, read_only
from tutor.descent.trace import Trace

# Losses and squared lengths beyond this count as out of range. It leaves whoever draws them room to multiply.
LARGEST = 1e300
# Back within so many steps of the start, a trace that a long run has thinned is made anew in full.
SHORT = 2000


class State(enum.Enum):
    READY = "ready"  # at the start
    RUNNING = "running"
    CONVERGED = "converged"  # a step no longer changes theta
    DIVERGED = "diverged"  # the next step is not within the range of numbers
    FINISHED = "finished"  # the budget of steps is spent

    @property
    def final(self) -> bool:
        """Is there no going on from here?"""
        return self in (State.CONVERGED, State.DIVERGED, State.FINISHED)


class Player:
    """A run of gradient descent that can be moved about in.

    `tolerance`: a run has converged when a step changes theta by no more than this part of its length. The
    default is where float64 ends: below it the last bits only go round. ValueError for a start, rate, budget
    or tolerance that cannot be, and where the loss at the start is not finite.
    """

    k: int
    theta: Vector
    gradient: Vector
    loss: float
    state: State
    no_number: bool  # where it DIVERGED: did f give no number at all, rather than one too large?
    rate_changes: list[tuple[int, float]]  # (k, the rate of the steps from k on)

    def __init__(
        self, problem: Problem, start: ArrayLike, rate: float, budget: int, *, tolerance: float = 1e-14
    ) -> None:
        self.problem = problem
        self.budget = int(budget)
        if self.budget < 1:
            raise ValueError(f"the number of steps must be 1 or more, and {budget} is not.")
        self.tolerance = float(tolerance)
        if not 0 <= self.tolerance < 1:
            raise ValueError(f"the tolerance must be 0 or more and below 1, and {tolerance} is not.")
        self.trace = Trace()
        self._start = read_only(starting_point(problem, start))
        self._start_rate = checked_rate(rate)
        with np.errstate(all="ignore"):
            loss, gradient = problem.look(self._start)
            stands = gradient.shape == self._start.shape and _within(self._start, gradient, loss)
        if gradient.shape != self._start.shape:
            raise ValueError(f"the gradient has shape {gradient.shape}, and theta has {self._start.shape}.")
        if not stands:
            raise ValueError(f"the loss or its slope has no finite value at the start, {self._start.tolist()}.")
        self.first_loss = loss
        self.reset()

    def reset(self) -> None:
        """Back to the first start and rate, everything since forgotten."""
        self.rate_changes = []
        self._history = History(self._start)
        self.trace.clear()
        self._stand(0, self._start)

    # where it stands

    @property
    def rate(self) -> float:
        """The rate of the next step."""
        return self._rate_at(self.k)[0]

    @property
    def progress(self) -> float:
        """The part of the budget that is spent, 0 to 1; 1 also where the run has ended sooner."""
        return 1.0 if self.state.final else self.k / self.budget

    def recent(self, n: int) -> tuple[Step, ...]:
        """The last n steps up to where it stands, the oldest first; fewer near the start."""
        return tuple(self._replay(max(0, self.k - n + 1), self.k))

    # moving

    def step(self, n: int = 1) -> State:
        """Take at most n steps, fewer where the run ends."""
        until = min(self.k + n, self.budget)
        with np.errstate(all="ignore"):
            while self.k < until and not self.state.final:
                rate, change = self._rate_at(self.k)
                self._run(until if change is None else min(until, change), rate)
        return self.state

    def to_end(self, batch: int = 1000) -> Iterator[float]:
        """Run until it ends, `batch` steps at a time; yields the progress after each batch."""
        while not self.state.final:
            self.step(batch)
            yield self.progress

    def back(self, n: int = 1) -> State:
        """Go back n steps, or to the start; the run is then open again. Changes of the rate that lie ahead
        stay in force there until another rate is set.
        """
        if n < 1:
            return self.state
        target = max(0, self.k - n)
        k, theta = self._history.before(target)
        self._history.cut(target)
        with np.errstate(all="ignore"):
            while k < target:
                theta = theta - self._rate_at(k)[0] * self.problem.gradient(theta)
                k += 1
                self._history.add(k, theta)
        if self.trace.thinned and target < SHORT:
            self.trace.clear()
            for step in self._replay(0, target):
                self.trace.add(step.k, step.theta, step.loss)
        self._stand(k, theta)
        return self.state

    def to_start(self) -> State:
        return self.back(max(1, self.k))

    def set_rate(self, rate: float) -> None:
        """From here on, step with this rate. Changes further ahead are forgotten; the rate in force is none.

        ValueError unless it is finite and above 0.
        """
        rate = checked_rate(rate)
        if rate == self.rate:
            return
        self.rate_changes = [change for change in self.rate_changes if change[0] < self.k]
        if rate != self.rate:
            self.rate_changes.append((self.k, rate))
        self._reopen()

    # how

    def _run(self, until: int, rate: float) -> None:
        """Step to `until` with one rate, or to an end. Plain locals, since millions of steps pass here."""
        look, add, keep = self.problem.look, self.trace.add, self._history.add
        k, theta, gradient, loss = self.k, self.theta, self.gradient, self.loss
        # squares underflow, so this only says when to look closely
        nearly_still = (4 * self.tolerance / rate) * (4 * self.tolerance / rate)
        theta_size, gradient_size = float(theta.dot(theta)), float(gradient.dot(gradient))
        state = State.RUNNING
        while k < until:
            if gradient_size <= nearly_still * theta_size and self._still(theta, gradient, rate):
                state = State.CONVERGED
                break
            following = theta - rate * gradient
            next_loss, next_gradient = look(following)
            theta_size = float(following.dot(following))
            gradient_size = float(next_gradient.dot(next_gradient))
            # as _within, spelt out for speed; nan fails it too
            if not (theta_size < LARGEST and gradient_size < LARGEST and -LARGEST < next_loss < LARGEST):
                state = State.DIVERGED
                undefined = math.isnan(next_loss) or not np.isfinite(next_gradient).all()
                self.no_number = theta_size < LARGEST and undefined and not math.isinf(next_loss)
                break
            k, theta, gradient, loss = k + 1, following, next_gradient, next_loss
            keep(k, theta)
            add(k, theta, loss)
        if k == self.budget:
            state = State.FINISHED
        self.k, self.loss, self.state = k, loss, state
        self.theta, self.gradient = read_only(theta), read_only(gradient)

    def _still(self, theta: Vector, gradient: Vector, rate: float) -> bool:
        """Does a step change theta by no more than `tolerance` of its length?"""
        change = rate * gradient
        scale = max(float(np.abs(theta).max()), float(np.abs(change).max()))  # so that no square underflows
        if scale == 0:
            return True
        return float(np.linalg.norm(change / scale)) <= self.tolerance * float(np.linalg.norm(theta / scale))

    def _stand(self, k: int, theta: Vector) -> None:
        """Stand at a theta of the past."""
        with np.errstate(all="ignore"):
            loss, gradient = self.problem.look(theta)
        self.k, self.theta, self.gradient, self.loss = k, read_only(theta), read_only(gradient), loss
        self.trace.cut(k)
        self.trace.add(k, theta, loss)
        self._reopen()

    def _reopen(self) -> None:
        """An end is undone by going back or by another rate, except the end of the budget."""
        self.no_number = False
        if self.k == 0:
            self.state = State.READY
        elif self.k == self.budget:
            self.state = State.FINISHED
        else:
            self.state = State.RUNNING

    def _rate_at(self, k: int) -> tuple[float, int | None]:
        """The rate of the step from k, and the k of the next change of it."""
        place = bisect_right(self.rate_changes, k, key=itemgetter(0))
        rate = self.rate_changes[place - 1][1] if place else self._start_rate
        return rate, self.rate_changes[place][0] if place < len(self.rate_changes) else None

    def _replay(self, first: int, last: int) -> Iterator[Step]:
        """The steps first..last again, from the nearest theta kept."""
        k, theta = self._history.before(first)
        with np.errstate(all="ignore"):
            for _ in range(first - k):
                theta = theta - self._rate_at(k)[0] * self.problem.gradient(theta)
                k += 1
        while True:
            with np.errstate(all="ignore"):
                loss, gradient = self.problem.look(theta)
            yield Step(k, read_only(theta), read_only(gradient), loss)
            if k == last:
                return
            with np.errstate(all="ignore"):
                theta = theta - self._rate_at(k)[0] * gradient
            k += 1


def _within(theta: Vector, gradient: Vector, loss: float) -> bool:
    return bool(theta.dot(theta) < LARGEST and gradient.dot(gradient) < LARGEST and -LARGEST < loss < LARGEST)
