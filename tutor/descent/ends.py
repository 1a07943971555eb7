"""How a run comes to an end: where it stands still, and where it leaves the range of numbers.

A claim is made of what is so from here on, not of one step: a theta that rests while the memory of its method still
moves has not converged, and a step that a schedule has made short is judged by the length it was made from.
"""

from __future__ import annotations

import enum
import math

import numpy as np

from tutor.descent.methods import Adam, Memory, Method, Momentum, Nesterov
from tutor.descent.problem import Vector
from tutor.messages import N_

# Losses and squared lengths beyond this count as out of range. It leaves whoever draws them room to multiply.
LARGEST = 1e300


class State(enum.Enum):
    READY = N_("ready")  # at the start
    RUNNING = N_("running")
    CONVERGED = N_("converged")  # a step no longer changes theta
    DIVERGED = N_("diverged")  # the next step is not within the range of numbers
    FINISHED = N_("finished")  # the budget of steps is spent

    @property
    def final(self) -> bool:
        """Is there no going on from here?"""
        return self in (State.CONVERGED, State.DIVERGED, State.FINISHED)


def within(theta: Vector, gradient: Vector, loss: float) -> bool:
    """Are these numbers, and none too large to go on with? Raises no warning under `np.errstate`; nan fails."""
    return bool(theta.dot(theta) < LARGEST and gradient.dot(gradient) < LARGEST and -LARGEST < loss < LARGEST)


def no_number(theta: Vector, gradient: Vector, loss: float) -> bool:
    """Of a place that is not `within`: does f give no number at all there, rather than one too large?"""
    undefined = math.isnan(loss) or not np.isfinite(gradient).all()
    return bool(theta.dot(theta) < LARGEST) and undefined and not math.isinf(loss)


def still(theta: Vector, change: Vector, tolerance: float) -> bool:
    """Is the change no more than `tolerance` of theta's length?"""
    scale = max(float(np.abs(theta).max()), float(np.abs(change).max()))  # so that no square underflows
    if scale == 0:
        return True
    return float(np.linalg.norm(change / scale)) <= tolerance * float(np.linalg.norm(theta / scale))


def at_rest(method: Method, theta: Vector, memory: Memory, after: Memory, rate: float, tolerance: float) -> bool:
    """Will what the method remembers move theta no more? `memory` before a step that left theta still, `after` it.

    A velocity fades: all of it that is yet to come adds up to rate * v/(1 - beta). Whatever else is remembered must be
    the same after the step as before it. So Adam may sit at a minimum for thousands of steps and is not said to have
    converged there: its mean of squares still shrinks, and one day throws it out.
    """
    if isinstance(method, Momentum | Nesterov):
        return still(theta, rate / (1 - method.beta) * np.maximum(np.abs(memory[0]), np.abs(after[0])), tolerance)
    kept = slice(0, 2) if isinstance(method, Adam) else slice(None)  # Adam counts its steps beside
    return all(still(new, new - old, tolerance) for old, new in zip(memory[kept], after[kept], strict=True))
