"""What a diagnosis looks at: the last steps that were taken in one way, and the curvature here. Bounded work.

A screen asks anew at each frame. So the curvature is looked at only where that is cheap: for a Hessian that is the same
everywhere up to MANY parameters; for any other up to FEW while the loss falls, to SOME where it does not, and to MANY
once the run has ended; and of MUCH data not before that.
"""

from __future__ import annotations

from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from tutor.descent.curvature import Curvature
from tutor.descent.diagnosis.named import Named, named
from tutor.descent.diagnosis.trends import Trend, trend_of
from tutor.descent.legs import Leg
from tutor.descent.methods import Method
from tutor.descent.player import Player, State
from tutor.descent.problem import Problem, Vector
from tutor.descent.run import Step

FEW, SOME, MANY = 6, 12, 60
LOOKED_AT = 4  # steps
MUCH = 2_000_000  # numbers in the data: where so many are gone through at each look, two steps must do
NEAR = 0.1  # of the slope: less must be left where the Newton step leads, or the curvature here tells nothing of it


class Evidence:
    """Of a run that has taken a step of its leg, or has ended. What is costly is looked at when asked for, and once."""

    def __init__(self, player: Player) -> None:
        self.player = player
        self.problem: Problem = player.problem
        # a run that has ended was ended by the step that it does not take, any other stands where one has led
        self.next = player.state in (State.CONVERGED, State.DIVERGED)
        self.leg: Leg = player.leg if self.next else leg_before(player)

    @cached_property
    def named(self) -> Named:
        return named(self.problem)

    @property
    def method(self) -> Method:
        return self.leg.method

    @property
    def rate(self) -> float:
        """Of the last step; where the run has ended, of the step that ended it."""
        return self.leg.rate_at(self.player.k if self.next else self.player.k - 1)

    @property
    def steady_rate(self) -> bool:
        """Had the steps that are looked at all the same rate?"""
        return all(self.leg.rate_at(step.k) == self.rate for step in self.steps[:-1])

    @property
    def full_batch(self) -> bool:
        return self.leg.batches is None

    @property
    def to_stay(self) -> bool:
        """Will every step to come be taken at this rate, in this way?"""
        return self.leg.steady and self.leg is self.player.legs[-1]

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """The last steps of this leg, the oldest first; the last is where the run stands."""
        return self.player.recent(min(2 if self.large else LOOKED_AT, self.player.k - self.leg.k + 1))

    @property
    def large(self) -> bool:
        """Does every look go through so many numbers that there must be few?"""
        return not hasattr(self.problem, "hessian") and self.player.theta.size * getattr(self.problem, "m", 1) > MUCH

    @cached_property
    def moves(self) -> list[Vector]:
        """What each of them did to theta."""
        return [after.theta - before.theta for before, after in pairwise(self.steps)]

    @cached_property
    def trend(self) -> Trend:
        return trend_of(self.player, self.steps)

    @cached_property
    def recorded(self) -> tuple[NDArray[np.int64], Vector, Vector]:
        """What the trace keeps: k, theta, loss."""
        ks, thetas, losses = self.player.trace.points()
        return ks, thetas, losses

    @property
    def slope(self) -> float:
        """How long the gradient is."""
        return float(np.linalg.norm(self.player.gradient))

    @cached_property
    def first(self) -> Step:
        """The start of the run."""
        theta = self.recorded[1][0]
        return Step(0, theta, self.problem.gradient(theta), self.player.first_loss)

    @cached_property
    def curvature(self) -> Curvature | None:
        """Where the run stands; None where it has none or looking would take too long."""
        return self.bends(self.player.theta)

    def bends(self, theta: Vector) -> Curvature | None:
        most = MANY
        if not (hasattr(self.problem, "hessian") or self.player.state.final):
            most = FEW if self.moves and self.trend is Trend.FALLING else SOME
        if len(theta) > most or (self.large and not self.player.state.final):  # a key would wait for it
            return None
        try:
            return Curvature.of(self.problem, theta)
        except (ValueError, np.linalg.LinAlgError):
            return None  # not finite: there is nothing to say

    @cached_property
    def flat_place(self) -> Vector | None:
        """From here to the nearest place without slope, (n,), as the curvature here tells it.

        None unless almost no slope is left there: only then does the curvature here hold as far as that.
        """
        bends = self.curvature
        if bends is None:
            return None
        move = newton_move(bends, self.player.gradient)
        left = self.problem.gradient(self.player.theta + move)
        # where the slope is next to rounding, so is what is left of it
        rounding = 1e-11 * float(np.abs(bends.eigenvalues).max()) * (1 + float(np.linalg.norm(self.player.theta)))
        scale = max(self.slope, rounding)
        return move if np.isfinite(left).all() and float(np.linalg.norm(left)) <= NEAR * scale else None

    def share(self, vector: Vector) -> float:
        """How much of the last move runs along a direction, 0 to 1."""
        length = float(np.linalg.norm(self.moves[-1]))
        return abs(float(vector @ self.moves[-1])) / length if length else 0.0

    def ratio(self, vector: Vector) -> float | None:
        """What the slope along a direction was multiplied by in the last step; None where it is within rounding."""
        if len(self.steps) < 2:
            return None
        before, after = (float(vector @ step.gradient) for step in self.steps[-2:])
        rounding = 1e-10 * float(np.linalg.norm(self.steps[-2].gradient))
        return after / before if abs(before) > rounding else None


def newton_move(bends: Curvature, slope: Vector) -> Vector:
    """To where the parabola that has this curvature and this slope is flat; nowhere along directions without a bend."""
    felt = np.abs(bends.eigenvalues) > bends.zero
    along = bends.vectors[:, felt]
    return np.asarray(-along @ ((along.T @ slope) / bends.eigenvalues[felt]))


def leg_before(player: Player) -> Leg:
    """How the last step was taken."""
    return next((leg for leg in reversed(player.legs) if leg.k < player.k), player.legs[0])
