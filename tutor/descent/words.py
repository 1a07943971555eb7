"""What a descent has done, in one line that is true: for the line under a chart, and for a screen reader.

A sentence fits 80 columns in runs of up to 100,000 steps. Nothing is claimed that was not looked at: a limit
of the rate is named only where it exists and is passed, and a smaller rate is advised only where it would
help.
"""

from __future__ import annotations

import enum
import math

import numpy as np

from tutor.descent.player import Player, State
from tutor.descent.problem import LeastSquares, Vector

FLAT = 5e-5  # a relative change of the loss that four digits do not show


class Trend(enum.Enum):
    """What the loss does where the run stands."""

    FALLING = "still falling"
    RISING = "rising"
    SWINGING = "swinging up and down"
    CROSSING = "unchanged, while theta swings from side to side"
    FLAT = "flat to 4 digits, theta still moves"


def sentence(player: Player, ascii: bool = False) -> str:
    """Where the run stands and how it came to that. `ascii`: no characters beyond ASCII."""
    text = _SENTENCES[player.state](player)
    if ascii:
        for fancy, plain in (("→", "->"), ("λmax", "lambda_max"), ("α", "rate"), ("−", "-")):
            text = text.replace(fancy, plain)
    return text


def trend(player: Player) -> Trend:
    """From the last steps, and for 'flat' from the last tenth of the run too. A step must have been taken."""
    steps = player.recent(4)
    rises = np.diff([step.loss for step in steps])
    scale = FLAT * abs(player.loss)
    if len(rises) > 1 and np.all(np.abs(rises) > scale) and np.all(np.sign(rises[1:]) == -np.sign(rises[:-1])):
        return Trend.SWINGING
    earlier = player.trace.loss_before(player.k - max(1, player.k // 10))
    if rises[-1] == 0 or (abs(player.loss - earlier) <= scale and np.all(np.abs(rises) <= scale)):
        return Trend.CROSSING if _crossing([step.theta for step in steps]) else Trend.FLAT
    return Trend.RISING if rises[-1] > 0 else Trend.FALLING


def number(x: float, digits: int = 4) -> str:
    """A number for a pane: `digits` significant digits in at most digits + 5 columns, up to 1e99.

    2.948, 0.006944, 76411, 1.23e-07; what is no number as a word.
    """
    if math.isnan(x):
        return "undefined"
    if math.isinf(x):
        return "infinity" if x > 0 else "-infinity"
    if x == 0:
        return "0"
    exponent = int(f"{x:.{digits - 1}e}".partition("e")[2])  # after rounding: 9.9996 is 10.00
    if -3 <= exponent < 6:
        return f"{x:.{max(0, digits - 1 - exponent)}f}"
    return f"{x:.{max(0, digits - 2)}e}"


def _short(x: float) -> str:
    """A number within a sentence, without the zeros that keep columns in line."""
    text = number(x)
    mantissa, mark, exponent = text.partition("e")
    if "." in mantissa:
        mantissa = mantissa.rstrip("0").rstrip(".")
    return mantissa + mark + exponent


def _so_far(player: Player) -> str:
    steps = "1 step" if player.k == 1 else f"{player.k} steps"
    if player.state is State.FINISHED:
        steps = "the one step" if player.k == 1 else f"all {player.k} steps"
    return f"loss {_short(player.first_loss)} → {_short(player.loss)} in {steps}"


def _ready(player: Player) -> str:
    return f"loss {_short(player.loss)} at the start; no step taken yet"


def _running(player: Player) -> str:
    now = trend(player)
    limit = _passed_limit(player) if now is Trend.RISING else ""
    why = f": α is above 2/λmax = {limit}" if limit else ""
    return f"{_so_far(player)}; {now.value}{why}"


def _converged(player: Player) -> str:
    stood = f"loss {_short(player.loss)}; converged at step {player.k}: "
    if not player.gradient.any():
        return stood + "the gradient is zero, so no step moves theta"
    if np.abs(player.gradient).max() > 1e-6 * np.abs(player.theta).max():
        return f"stopped at step {player.k}: a step at α = {_short(player.rate)} is too small to change theta"
    digits = math.floor(-math.log10(player.tolerance)) if player.tolerance else 16
    return f"{stood}theta no longer changes (to {digits} digits)"


def _diverged(player: Player) -> str:
    at = f"diverged at step {player.k + 1}: "
    if player.no_number:
        return f"stopped before step {player.k + 1}: f or its slope gives no number at the next theta"
    if player.loss < -1e6 * (1 + abs(player.first_loss)):
        return at + "the loss falls without end in this direction"
    limit = _passed_limit(player)
    if limit:
        return f"{at}it grew out of range; α = {_short(player.rate)} is above 2/λmax = {limit}"
    if player.loss > player.first_loss:
        return at + "it grew out of range; try a smaller rate"
    return at + "the next step leaves the range of numbers"


def _passed_limit(player: Player) -> str:
    """2/lambda_max, with digits enough to tell it from a rate that is above it; "" if the rate is not."""
    if not isinstance(player.problem, LeastSquares):
        return ""
    limit = player.problem.largest_stable_rate
    if not player.rate > limit:
        return ""
    return next((text for text in (number(limit, digits) for digits in range(4, 17)) if float(text) < player.rate), "")


def _crossing(thetas: list[Vector]) -> bool:
    """Does each step undo most of the one before, and is it long enough to be seen?"""
    moves = np.diff(thetas, axis=0)
    if len(moves) < 2:
        return False
    long_enough = np.linalg.norm(moves, axis=1) > 1e-3 * np.abs(thetas).max()
    back = np.sum(moves[1:] * moves[:-1], axis=1) < -0.5 * np.sum(moves[1:] ** 2, axis=1)
    return bool(long_enough.all() and back.all())


_SENTENCES = {
    State.READY: _ready,
    State.RUNNING: _running,
    State.CONVERGED: _converged,
    State.DIVERGED: _diverged,
    State.FINISHED: _running,
}
