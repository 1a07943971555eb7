"""The one question that is asked of all this: why does this run do what it does?"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from tutor.descent.diagnosis.adaptive import decay_too_large, newton_too_far, stale_mean, wobble
from tutor.descent.diagnosis.endless import guessing, separable
from tutor.descent.diagnosis.evidence import Evidence
from tutor.descent.diagnosis.finding import Finding
from tutor.descent.diagnosis.noise import noise_floor
from tutor.descent.diagnosis.rates import blow_up, leap, momentum_rise, oscillation, overshoot
from tutor.descent.diagnosis.shrinking import adagrad, halted, scheduled
from tutor.descent.diagnosis.stalls import no_minimum, plateau, runaway, tiny_rate, valley
from tutor.descent.player import Player, State

Look = Callable[[Evidence], Finding | None]

# The first that is true of the run is said.
FULL: tuple[Look, ...] = (
    *(
        blow_up,
        newton_too_far,
        decay_too_large,
        leap,
        momentum_rise,
        stale_mean,
        no_minimum,
        runaway,
        separable,
        oscillation,
        overshoot,
    ),
    *(wobble, guessing, scheduled, halted, adagrad, tiny_rate, plateau, valley),
)
ENDED: dict[State, tuple[Look, ...]] = {
    State.CONVERGED: (no_minimum, separable, scheduled),
    State.DIVERGED: (blow_up, newton_too_far, decay_too_large),
}
BATCHED: tuple[Look, ...] = (decay_too_large, scheduled, halted, separable, guessing, noise_floor)


def diagnose(player: Player) -> Finding | None:
    """What explains where the run stands; None where nothing is certain.

    Nor is anything said where another rate or method is to begin: no step has been taken yet with it.
    """
    if not player.state.final and player.k == player.leg.k:
        return None
    with np.errstate(all="ignore"):
        return explained(Evidence(player))


def explained(seen: Evidence) -> Finding | None:
    """The same, of evidence that is at hand: of a run that has ended or has taken a step of its leg."""
    looks = ENDED.get(seen.player.state, FULL if seen.full_batch else BATCHED)
    return next((found for look in looks if (found := look(seen))), None)
