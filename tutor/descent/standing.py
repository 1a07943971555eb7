"""Where a run stands, and what there is to see of it from there."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from tutor.descent.ends import State
from tutor.descent.glance import Stand
from tutor.descent.legs import Leg, Part, evaluations
from tutor.descent.methods.base import Memory
from tutor.descent.past import Past
from tutor.descent.problem import Problem, Vector
from tutor.descent.run import Step, read_only
from tutor.descent.trace import Trace


class Standing:
    """What can be read of a Player. Nothing here moves it."""

    problem: Problem
    budget: int
    tolerance: float
    first_loss: float
    k: int
    theta: Vector
    memory: Memory  # what the method carries to the next step
    gradient: Vector  # over all examples, at theta
    loss: float
    state: State
    no_number: bool  # where it DIVERGED: did f give no number at all, rather than one too large?
    _past: Past
    _first: tuple[Part, ...]

    @property
    def trace(self) -> Trace:
        """The run so far, for a chart."""
        return self._past.trace

    @property
    def legs(self) -> tuple[Leg, ...]:
        """All that the run is made of, also what lies ahead after going back."""
        return tuple(part.leg for part in self._past.parts)

    @property
    def leg(self) -> Leg:
        """How the next step is taken."""
        return self._past.part(self.k).leg

    @property
    def rate(self) -> float:
        """The rate of the next step."""
        return self.leg.rate_at(self.k)

    @property
    def rate_changes(self) -> list[tuple[int, float]]:
        """(k, the rate of the steps from k on), schedules apart."""
        rates = [(-1, self._first[0].leg.rate), *((leg.k, leg.rate) for leg in self.legs)]
        return [after for before, after in pairwise(rates) if after[1] != before[1]]

    @property
    def progress(self) -> float:
        """The part of the budget that is spent, 0 to 1; 1 also where the run has ended sooner."""
        return 1.0 if self.state.final else self.k / self.budget

    @property
    def at_once(self) -> bool:
        """Can any k of this leg be had at once?"""
        return self._past.part(self.k).looped_to is not None

    @property
    def evaluations(self) -> int:
        """Gradients of single examples looked at so far; a step on a function counts 1."""
        return evaluations(self.legs, self.k, int(getattr(self.problem, "m", 1)))

    def recent(self, n: int) -> tuple[Step, ...]:
        """The last n steps up to where it stands, the oldest first; fewer near the start."""
        return tuple(self._past.steps(max(0, self.k - n + 1), self.k))

    def first_below(self, loss: float) -> int | None:
        """The first k of those walked so far whose loss is below `loss`; None where there is none.

        Where batches are small beside the data, it is the first within the stretch where a look at all of them said so.
        """
        return self._past.first_below(loss, self.k)

    def next_theta(self) -> Vector | None:
        """Theta after the next step, before it is taken; None where there is none, or none within the numbers."""
        if self.state.final:
            return None
        with np.errstate(all="ignore"):
            theta = read_only(self._past.following(self._now()))
        return theta if np.isfinite(theta).all() else None

    def _now(self) -> Stand:
        return Stand(self.k, self.theta, self.memory, self.gradient, self.loss)
