"""What the loss does where a run stands, from the last steps alone: no cause is named here."""

from __future__ import annotations

import enum

import numpy as np

from tutor.descent.diagnosis.named import named
from tutor.descent.player import Player
from tutor.descent.problem import Vector
from tutor.descent.run import Step
from tutor.messages import N_, tr

FLAT = 5e-5  # a relative change of the loss that four digits do not show


class Trend(enum.Enum):
    """What the loss does where the run stands."""

    FALLING = N_("still falling")
    RISING = N_("rising")
    SWINGING = N_("swinging up and down")
    CROSSING = N_("unchanged, while {theta} swings from side to side")
    FLAT = N_("flat to 4 digits, {theta} still moves")


def trend_words(player: Player, found: Trend) -> str:
    """What it does, in words."""
    return tr(found.value, theta=named(player.problem).theta)


def trend(player: Player) -> Trend:
    """From the last steps, and for 'flat' from the last tenth of the run too. A step must have been taken."""
    return trend_of(player, player.recent(4))


def trend_of(player: Player, steps: tuple[Step, ...]) -> Trend:
    """The same, where the last steps (two at least) are at hand."""
    rises = np.diff([step.loss for step in steps])
    scale = FLAT * abs(player.loss)
    if len(rises) > 1 and np.all(np.abs(rises) > scale) and np.all(np.sign(rises[1:]) == -np.sign(rises[:-1])):
        return Trend.SWINGING
    earlier = player.trace.loss_before(player.k - max(1, player.k // 10))
    if rises[-1] == 0 or (abs(player.loss - earlier) <= scale and np.all(np.abs(rises) <= scale)):
        return Trend.CROSSING if crossing([step.theta for step in steps]) else Trend.FLAT
    return Trend.RISING if rises[-1] > 0 else Trend.FALLING


def crossing(thetas: list[Vector]) -> bool:
    """Does each step undo most of the one before, and is it long enough to be seen?"""
    moves = np.diff(thetas, axis=0)
    if len(moves) < 2:
        return False
    long_enough = np.linalg.norm(moves, axis=1) > 1e-3 * np.abs(thetas).max()
    back = np.sum(moves[1:] * moves[:-1], axis=1) < -0.5 * np.sum(moves[1:] ** 2, axis=1)
    return bool(long_enough.all() and back.all())
