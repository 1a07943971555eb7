"""A descent in Python: the seed's loop for data, the same loop around f and its gradient otherwise.

The program takes the same steps in the same arithmetic, so it prints the theta that stands on the screen, digit
by digit.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tutor.descent.player import Player
from tutor.lesson.losses import Loss
from tutor.scenes._problem import data_lines, function_lines, point
from tutor.scenes._python import number, program
from tutor.tree import Node

if TYPE_CHECKING:
    from tutor.scenes.descend import Run, Settings

LOOP = [
    "def gradient_descent(X, y, theta, learning_rate, iterations):",
    "    m = len(y)",
    "    for _ in range(iterations):",
    "        predictions = np.dot(X, theta)",
    "        errors = predictions - y",
    "        gradients = (1/m)*np.dot(X.T, errors)",
    "        theta = theta - learning_rate*gradients  # a new array: the caller keeps its own",
    "    return theta",
]
LOOP_ON_F = [
    "def gradient_descent(theta, rate, steps):",
    "    for _ in range(steps):",
    "        theta = theta - rate*gradient(theta)",
    "    return theta",
]


def descend_program(settings: Settings, run: Run, player: Player, gradient: Sequence[Node] | None) -> str:
    """Prints theta after exactly the steps that `player` has taken, rounded as NumPy does and in full."""
    goal = settings.goal
    start = [f"theta = {point(run.start or ())}"]
    if isinstance(goal, Loss):
        calls = [f"theta = gradient_descent(X, y, theta, {rate}, {steps})" for rate, steps in _segments(run, player)]
        tell = ['print("Optimized Parameters: ", theta)', 'print("in full:", theta.tolist())']
        return program(["import numpy as np"], LOOP, [*data_lines(goal), *start], calls, tell)
    calls = [f"theta = gradient_descent(theta, {rate}, {steps})" for rate, steps in _segments(run, player)]
    tell = ['print("theta:", theta.tolist())', 'print("f:", f(theta))']
    return program(*function_lines(goal, gradient or (), settings.names), LOOP_ON_F, start, calls, tell)


def _segments(run: Run, player: Player) -> list[tuple[str, int]]:
    """(rate, how many steps with it), in order; one of 0 steps where none was taken."""
    assert run.rate is not None  # `Settings.checked` filled it in
    rate, begun = run.rate, 0
    found: list[tuple[float, int]] = []
    for k, following in player.rate_changes:
        if k > player.k:
            break
        found.append((rate, k - begun))
        rate, begun = following, k
    found.append((rate, player.k - begun))
    taken = [(number(each), steps) for each, steps in found if steps]
    return taken or [(number(rate), 0)]
