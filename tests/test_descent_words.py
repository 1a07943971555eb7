"""The sentence under the chart: true in every state, and short enough for two lines of a screen of 80 columns."""

from __future__ import annotations

import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.scene_making import scene
from tutor import scenes
from tutor.descent.curvature import readout
from tutor.descent.methods import Newton
from tutor.descent.player import Player, State
from tutor.descent.problem import Function, LeastSquares
from tutor.descent.problems.network import Network
from tutor.descent.schedules import Written
from tutor.descent.words import Trend, number, sentence, trend

SEED = LeastSquares([[1, 1], [1, 2], [1, 3]], [2, 2.5, 3.5])
CUBIC = Function(lambda t: t[0] * t[0] * t[0] - 5 * t[0] + 7, lambda t: [3 * t[0] * t[0] - 5], ("x",))
BOWL = Function(lambda t: (t[0] - 3) ** 2, lambda t: [2 * (t[0] - 3)], ("x",))
SADDLE = Function(lambda t: t[0] * t[0] - t[1] * t[1], lambda t: [2 * t[0], -2 * t[1]], ("x", "y"))
STEEP = Function(lambda t: t[0] ** 2 * t[0] ** 2, lambda t: [4 * t[0] * t[0] * t[0]], ("x",))
ROOT = Function(
    lambda t: math.sqrt(t[0]) if t[0] >= 0 else math.nan,
    lambda t: [0.5 / math.sqrt(t[0]) if t[0] > 0 else math.nan],
    ("x",),
)
SHALLOW = Function(lambda t: -1e-3 * t[0], lambda t: [-1e-3], ("x",))


@pytest.mark.parametrize(
    ("problem", "start", "rate", "budget", "steps", "said"),
    [
        (SEED, [0.1, 0.1], 0.1, 1000, 0, "loss 2.948 at the start; no step taken yet"),
        (SEED, [0.1, 0.1], 0.1, 1000, 1, "loss 2.948 → 0.6142 in 1 step; still falling"),
        (BOWL, [5], 0.5, 5, 1, "f 4 → 0 in 1 step; the slope is 0 here, to within rounding"),
        (SEED, [0.1, 0.1], 0.1, 1000, 100, "loss 2.948 → 0.009678 in 100 steps; still falling"),
        (
            *(SEED, [0.1, 0.1], 0.1, 1000, 1000),
            "loss 2.948 → 0.006944 in all 1000 steps; flat to 4 digits: a step leaves 0.988 of the error along "
            "(0.92, -0.40), with 9.6e-13 of loss to go",
        ),
        (
            *(SEED, [0.1, 0.1], 0.1, 10_000, 10_000),
            "loss 0.006944; converged at step 2246: theta no longer changes (to 14 digits)",
        ),
        (
            *(SEED, [0.1, 0.1], 0.3606, 1000, 20),
            "loss 2.948 → 2.93 in 20 steps; still falling, but α = 0.3606 is above 2/λmax = 0.36059: the error along "
            "(0.40, 0.92) grows 1.00006 times a step",
        ),
        (
            *(SEED, [0.1, 0.1], 0.3606, 1000, 1000),
            "loss 2.948 → 3.27 in all 1000 steps; α = 0.3606 is above 2/λmax = 0.36059: the error along (0.40, 0.92) "
            "grows 1.00006 times a step",
        ),
        (
            *(SEED, [0.1, 0.1], 0.6, 1000, 1000),
            "diverged at step 407: it grew out of range; α = 0.6 is above 2/λmax = 0.3606: the error along "
            "(0.40, 0.92) grew 2.328 times a step",
        ),
        (
            *(SEED, [0.1, 0.1], 1e200, 1000, 1000),
            "diverged at step 1: it grew out of range; α = 1e+200 is above 2/λmax = 0.3606: the error along "
            "(0.40, 0.92) grew 5.55e+200 times a step",
        ),
        (BOWL, [0], 0.5, 10, 10, "f 0; converged at step 1: the slope is zero, so no step moves x"),
        (
            *(BOWL, [0], 1.0, 10, 7),
            "f 9 → 9 in 7 steps; x swings from side to side; each step is as long as the one before",
        ),
        (
            *(BOWL, [0], 1e-17, 10, 10),
            "f 9 → 9 in all 10 steps; flat to 4 digits: a step moves x by 6e-17 only, though the slope is 6; "
            "α = 1e-17 is small",
        ),
        (
            *(BOWL, [1], 1e-17, 10, 10),
            "stopped at step 0: a step at α = 1e-17 is too small to change x, though the slope is 4",
        ),
        (
            *(CUBIC, [2], 0.26, 1000, 900),
            "f 5 → 2.779 in 900 steps; up and down: x swings from side to side; each step is as long as the one before",
        ),
        (
            *(STEEP, [3], 1e100, 50, 50),
            "diverged at step 1: the next step leaves the range of numbers; α = 1e+100 is above 2/f″ = 0.01852 "
            "at the start; try a smaller rate",
        ),
        (BOWL, [0], 1.0, 10, 0, "f 9 at the start; no step taken yet"),
        (
            *(CUBIC, [-1.3], 0.1, 9, 3),
            "f 11.3 → 11.29 in 3 steps; about 0.0498 from a maximum: f bends down there (f″ = -7.752), the distance "
            "from it grows 1.775 times a step",
        ),
        (
            *(CUBIC, [-1.29], 0.1, 9, 9),
            "f 11.3 → 11.2 in all 9 steps; still falling: f bends down here (f″ = -6.743), and the slope grew 1.696 "
            "times in the last step",
        ),
        (
            *(CUBIC, [-math.sqrt(5 / 3)], 0.1, 9, 9),
            "f 11.3; converged at step 0: at a maximum: f bends down there (f″ = -7.746), but the slope here is "
            "exactly 0",
        ),
        (
            *(BOWL, [0], 1.1, 10, 3),
            "f 9 → 26.87 in 3 steps; α = 1.1 is above 2/f″ = 1 here: the slope grew 1.2 times in the last step",
        ),
        (CUBIC, [-2], 0.1, 50, 50, "diverged at step 11: f falls without end in this direction"),
        (
            *(STEEP, [3], 0.5, 50, 50),
            "diverged at step 4: it grew out of range; α = 0.5 is above 2/f″ = 0.01852 at the start; try a smaller "
            "rate",
        ),
        (
            *(ROOT, [1], 0.3, 50, 50),
            "stopped before step 6: f or its slope gives no number at the next x",
        ),
        (SADDLE, [1, 0], 0.1, 1, 1, "loss 1 → 0.64 in the one step; still falling"),
    ],
)
def test_what_is_said(problem, start, rate, budget, steps, said):
    player = Player(problem, start, rate, budget)
    player.step(steps)
    assert sentence(player) == said
    assert len(said) <= 160
    plain = sentence(player, ascii=True)
    assert plain.isascii() and ("→" in said) == ("->" in plain)


def test_where_the_schedule_has_no_number():
    for value in (math.nan, math.inf):
        schedule = Written(lambda k, value=value: 1.0 if k < 3 else value, "1/(k - 3)")
        player = Player(SEED, [0.1, 0.1], 0.1, 10, schedule=schedule)
        player.step(10)
        assert sentence(player) == "stopped before step 4: the schedule gives α no finite value at k = 3"
        assert ("α now", "no number") in readout(player)


def test_where_newton_has_nothing_to_divide_by_and_where_nothing_moves():
    line = Function(lambda t: t[0], lambda t: [1.0], ("x",))
    player = Player(line, 1, 1, 10, method=Newton())
    player.step()
    assert sentence(player).startswith("stopped before step 1: f does not bend here, and Newton")
    player = Player(SADDLE, [1, 0.5], 1, 10, method=Newton())
    player.step(10)
    assert sentence(player) == (
        "loss 0; converged at step 1: at a saddle; Newton's method seeks any place without slope: along y the loss "
        "bends down (λ = -2)"
    )
    xor = Network([[0, 0], [0, 1], [1, 0], [1, 1]], [0, 1, 1, 0], [2, 2, 1], "tanh", "cross-entropy")
    still = Player(xor, [0] * 9, 1, 5)
    still.step()
    assert "the gradient is zero, so no step moves theta; near ln 2 = 0.6931" in sentence(still)


def test_slow_and_steady_is_falling_not_flat():
    """Each step changes the loss by far less than four digits show; the last tenth of the run does not."""
    player = Player(BOWL, 0, 1e-7, 10**6)
    player.step(5000)
    assert trend(player) is Trend.FALLING


def test_a_loss_below_zero_falls_too():
    player = Player(SHALLOW, 1, 1000, 100)
    player.step(50)
    assert trend(player) is Trend.FALLING


def test_going_back_tells_of_the_steps_that_stand():
    player = Player(SEED, [0.1, 0.1], 0.1, 1000)
    player.step(7)
    then = sentence(player)
    player.step(600)
    player.back(600)
    assert sentence(player) == then
    player.to_start()
    assert player.state is State.READY and "no step" in sentence(player)


@pytest.mark.parametrize(
    ("x", "text"),
    [
        (0.1, "0.1000"), (2.948333, "2.948"), (0.0069444, "0.006944"), (9.99996, "10.00"), (76411, "76411"),
        (-216.6418, "-216.6"), (1.2345e-7, "1.23e-07"), (-3.04e85, "-3.04e+85"), (0.0, "0"), (-0.0, "0"),
        (999_999.7, "1.00e+06"), (math.nan, "undefined"), (math.inf, "infinity"), (-math.inf, "-infinity"),
        (5e-324, "4.94e-324"), (0.00099999, "0.001000"),
    ],
)  # fmt: skip
def test_numbers_of_a_pane(x, text):
    assert number(x) == text


@given(st.floats(-1e99, 1e99).filter(lambda x: abs(x) > 1e-99), st.integers(4, 9))
def test_a_number_keeps_its_digits_within_its_width(x, digits):
    text = number(x, digits)
    assert len(text) <= digits + 5
    assert float(text) == pytest.approx(x, rel=0.5 * 10.0 ** (2 - digits))


def test_all_that_is_told_of_f_of_x_names_x():
    descend = scenes.module("descend")
    made = scene("descend", "{f: x^3 - 5x + 7, start: [-1.29], rate: 0.1, steps: 12, panels: [theta, surface, loss]}")
    while True:
        lines = [
            *descend.told(made),
            *(line for word in ("loss", "theta", "map") for line in descend.act(made, [word])),
        ]
        assert not re.search(r"theta|the loss|λ|along", " ".join(lines)), lines
        if made.player.state.final:
            break
        made.step(1)
