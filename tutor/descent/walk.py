"""Step after step: the loops that a player walks with, and walks again to find an old theta.

They give the bits of the readable loop in run.py. Each is written out for speed, since millions of steps pass here:
plain locals, no array beyond those that the update makes, one look at the loss for a step. `reach` bounds the length of
theta from above by the steps it has taken, so that the length itself is worked out only where it matters.

Where looking at every example would cost far more than the batch that a step is made from, a loop looks at the loss at
every `look_every`-th k only, and where it stops; if it finds the loss out of range, it walks back to its last look and
from there looks at every step.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from typing import Any, cast

import numpy as np

from tutor.descent.batches import Batches
from tutor.descent.ends import LARGEST, State, at_rest, no_number, still, within
from tutor.descent.glance import SHORT, Glance, GlanceOnRows, Stand, measures
from tutor.descent.history import History
from tutor.descent.legs import Leg
from tutor.descent.methods import Memory, Momentum, Nesterov
from tutor.descent.problem import OnExamples, Problem, Vector
from tutor.descent.trace import Trace

FAR = math.sqrt(LARGEST)  # the length beyond which a vector is out of range
NOTHING = 1e-290  # a slope next to the smallest floats, where a part of a length is rounded to 0
EVERY = 8  # of so many thetas the history keeps one


def forward(
    problem: Problem, leg: Leg, at: Stand, until: int, tolerance: float, trace: Trace, history: History
) -> Stand:
    """From `at` to `until`, or to an end on the way. The trace gets what was looked at, the history some thetas."""
    if leg.batches is not None:
        return _by_batches(cast(OnExamples, problem), leg, leg.batches, at, until, trace, history)
    if leg.plain:
        return _downhill(problem, leg, at, until, tolerance, trace, history)
    return _by_method(problem, leg, at, until, tolerance, trace, history)


def again(
    problem: Problem, leg: Leg, k: int, theta: Vector, memory: Memory, until: int, history: History | None = None
) -> tuple[Vector, Memory]:
    """Theta and memory at `until`, from those at k: the same steps, without a look at the loss."""
    if leg.batches is not None:
        return _again_by_batches(cast(OnExamples, problem), leg, leg.batches, k, theta, memory, until, history)
    step, rate = leg.method.step, leg.rate
    factor = None if leg.steady else leg.schedule.factor
    while k < until:
        theta, memory = step(problem, theta, memory, rate if factor is None else rate * factor(k), k)
        k += 1
        if history is not None:
            history.add(k, theta, memory)
    return theta, memory


def once(problem: Problem, leg: Leg, at: Stand) -> tuple[Vector, Memory]:
    """Theta and memory after the step from `at`."""
    if leg.batches is not None:
        return again(problem, leg, at.k, at.theta, at.memory, at.k + 1)
    glance = Glance(problem)
    glance.here, glance.slope = at.theta, at.gradient
    return leg.method.step(glance, at.theta, at.memory, leg.rate_at(at.k), at.k)


def _downhill(
    problem: Problem, leg: Leg, at: Stand, until: int, tolerance: float, trace: Trace, history: History
) -> Stand:
    """Gradient descent over all examples."""
    look, add, keep, base, memory = problem.look, trace.add, history.add, leg.rate, at.memory
    factor = None if leg.steady else leg.schedule.factor
    theta, gradient, loss, far, largest = at.theta, at.gradient, at.loss, FAR, LARGEST
    rate: float | Vector = np.array(base)  # the same number; NumPy takes it sooner than a float
    pace = base
    size, _ = measures(theta)
    reach, slope, nearly_still = size(theta), size(gradient), 2 * tolerance / base
    for k in range(at.k, until):
        if slope <= nearly_still * reach + NOTHING:
            reach = size(theta)
            if slope <= nearly_still * reach + NOTHING and still(theta, base * gradient, tolerance):
                return Stand(k, theta, memory, gradient, loss, State.CONVERGED)
        if factor is not None:
            rate = pace = base * factor(k)
        following = theta - rate * gradient
        next_loss, next_gradient = look(following)
        reach += pace * slope
        slope = size(next_gradient)
        if not (reach < far and slope < far and -largest < next_loss < largest):  # nan fails it too
            if not within(following, next_gradient, next_loss):
                return _lost(problem, Stand(k, theta, memory, gradient, loss), following)
            reach = size(following)
        theta, gradient, loss = following, next_gradient, next_loss
        add(k + 1, theta, loss)
        if not (k + 1) % EVERY:
            keep(k + 1, theta, memory)
    return Stand(until, theta, memory, gradient, loss)


def _by_method(
    problem: Problem, leg: Leg, at: Stand, until: int, tolerance: float, trace: Trace, history: History
) -> Stand:
    """Any method, over all examples."""
    step, add, keep, base = leg.method.step, trace.add, history.add, leg.rate
    ahead = isinstance(leg.method, Nesterov) and hasattr(problem, "gradient_on")  # needs no slope where theta stands
    look = _loss_alone(problem) if ahead else problem.look
    factor = None if leg.steady else leg.schedule.factor
    k, theta, memory, gradient, loss = at.k, at.theta, at.memory, at.gradient, at.loss
    swift = type(leg.method) is Momentum  # which multiplies an array by the rate, and does nothing else with it
    rate: Any = np.array(base) if swift else base  # the same number, which NumPy takes sooner than a float
    size, apart = measures(theta)
    short, here, hypot, dist = theta.size <= SHORT, theta.tolist(), math.hypot, math.dist
    glance, reach, nearly_still = Glance(problem), size(theta), 2 * tolerance
    for k in range(at.k, until):
        if factor is not None:
            rate = base * factor(k)
        if not ahead:
            glance.here = theta
            glance.slope = gradient
        following, after = step(glance, theta, memory, rate, k)
        next_loss, next_gradient = look(following)
        if short:  # as `apart` and `size`, without the calls
            there = following.tolist()
            move, slope, here = dist(there, here), hypot(*next_gradient.tolist()), there
        else:
            move, slope = apart(following, theta), size(next_gradient)
        reach += move
        if not (reach + slope < FAR and -LARGEST < next_loss < LARGEST):  # nan fails it too
            if not within(following, next_gradient, next_loss):
                gradient = problem.gradient(theta) if ahead else gradient
                return _lost(problem, Stand(k, theta, memory, gradient, loss), following)
            reach = size(following)
        if move <= nearly_still * reach:
            reach = size(following)
            if move <= nearly_still * reach and _settled(leg, rate, theta, following - theta, memory, after, tolerance):
                gradient = problem.gradient(theta) if ahead else gradient
                return Stand(k, theta, memory, gradient, loss, State.CONVERGED)
        theta = following
        memory = after
        gradient = next_gradient
        loss = next_loss
        add(k + 1, theta, loss)
        if not (k + 1) % EVERY:
            keep(k + 1, theta, memory)
    gradient = problem.gradient(theta) if ahead else gradient
    return Stand(until, theta, memory, gradient, loss)


def _by_batches(
    problem: OnExamples, leg: Leg, batches: Batches, at: Stand, until: int, trace: Trace, history: History
) -> Stand:
    """A step from a batch. It is never said to have converged: the next batch may move theta again."""
    step, look, rows, add, keep = leg.method.step, problem.loss, batches.rows, trace.add, history.add
    m, rate, every, glance = problem.m, leg.rate, look_every(problem, batches), GlanceOnRows(problem)
    factor, (size, _) = None if leg.steady else leg.schedule.factor, measures(at.theta)
    k, theta, memory, loss = last = at.k, at.theta, at.memory, at.loss
    while k < until:
        glance.rows = rows(k, m)
        theta, memory = step(glance, theta, memory, rate if factor is None else rate * factor(k), k)
        k += 1
        if not k % EVERY:
            keep(k, theta, memory)
        if k % every and k < until:
            continue
        loss = look(theta)
        if -LARGEST < loss < LARGEST and size(theta) < FAR:
            add(k, theta, loss)
            last = k, theta, memory, loss
            continue
        history.cut(last[0])
        lost, one_step = theta, k == last[0] + 1
        k, theta, memory, loss = last
        if one_step:
            return _lost(problem, Stand(k, theta, memory, problem.gradient(theta), loss), lost)
        every = 1  # somewhere on the way: where, says a look at each step
    return Stand(k, theta, memory, problem.gradient(theta), loss)


def _again_by_batches(
    problem: OnExamples,
    leg: Leg,
    batches: Batches,
    k: int,
    theta: Vector,
    memory: Memory,
    until: int,
    history: History | None,
) -> tuple[Vector, Memory]:
    step, m, glance, rows = leg.method.step, problem.m, GlanceOnRows(problem), batches.rows
    while k < until:
        glance.rows = rows(k, m)
        theta, memory = step(glance, theta, memory, leg.rate_at(k), k)
        k += 1
        if history is not None and not k % EVERY:
            history.add(k, theta, memory)
    return theta, memory


def _loss_alone(problem: Problem) -> Callable[[Vector], tuple[float, Vector]]:
    """A look that leaves the gradient out: zeros stand in for it."""
    loss, nothing = problem.loss, np.zeros(len(problem.names))
    return lambda theta: (loss(theta), nothing)


def _lost(problem: Problem, at: Stand, following: Vector) -> Stand:
    """The end of a run whose next theta is out of range."""
    loss, gradient = problem.look(following)
    return replace(at, state=State.DIVERGED, no_number=no_number(following, gradient, loss))


def _settled(
    leg: Leg, rate: float, theta: Vector, move: Vector, memory: Memory, after: Memory, tolerance: float
) -> bool:
    """Has theta come to rest, and not only because a schedule made this step short?"""
    if not rate > 0:
        return False
    full = max(1.0, leg.rate / rate)
    return still(theta, full * move, tolerance) and at_rest(leg.method, theta, memory, after, rate * full, tolerance)


def look_every(problem: Problem, batches: Batches | None) -> int:
    """How many steps one look at every example is spread over: 1 where it costs little beside a step."""
    if batches is None:
        return 1
    n = len(problem.names)
    return 1 + int(getattr(problem, "m", 1)) * n // (4096 + 4 * batches.size * n)
