"""Curvature: the numbers of the lessons, the factors against companion matrices and runs, and no false claim."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.descent.curvature import Curvature, Nature, readout
from tutor.descent.methods import Adam, GradientDescent, Momentum, Nesterov
from tutor.descent.player import Player
from tutor.descent.problem import Function, LeastSquares

SEED = LeastSquares([[1, 1], [1, 2], [1, 3]], [2, 2.5, 3.5])
ROOT = math.sqrt(265)


def quadratic(*bends, names="xyzuvw"):
    """Half the sum of bend * component^2."""
    return Function(
        lambda t: sum(bend * x * x / 2 for bend, x in zip(bends, t, strict=True)),
        lambda t: [bend * x for bend, x in zip(bends, t, strict=True)],
        names[: len(bends)],
    )


def test_the_numbers_of_the_lessons():
    bends = Curvature.of(SEED, np.zeros(2))
    assert bends.everywhere and bends.nature is Nature.BOWL
    assert bends.eigenvalues == pytest.approx([(17 - ROOT) / 6, (17 + ROOT) / 6], rel=1e-12)
    assert np.abs(bends.vectors[:, 1]) == pytest.approx([0.4027, 0.9153], abs=5e-5)
    assert bends.condition == pytest.approx(46.145, abs=5e-4)
    assert bends.largest_stable_rate == pytest.approx((17 - ROOT) / 2, rel=1e-12)
    assert bends.largest_stable_rate == pytest.approx(SEED.largest_stable_rate, rel=1e-12)
    assert bends.best_rate == pytest.approx(6 / 17, rel=1e-12)
    assert bends.factors(0.1) == pytest.approx([0.987980, 0.445353], abs=5e-7)
    assert np.abs(bends.factors(6 / 17)) == pytest.approx([0.957578] * 2, abs=5e-7)
    assert bends.steps_left(0.1) == 1143  # ln(1e-6)/ln(0.98798) = 1142.5
    assert bends.steps_left(0.3606) is None
    assert bends.best_momentum == pytest.approx((0.547971, 0.552584), abs=5e-7)
    rate, beta = bends.best_momentum
    assert bends.factors(rate, Momentum(beta)) == pytest.approx([0.743360] * 2, abs=1e-5)
    assert bends.limit(Momentum(0.9)) == pytest.approx(0.685120, abs=5e-7)
    assert Curvature.of(quadratic(4.0), np.ones(1)).limit(Momentum(0.5)) == pytest.approx(0.75)
    years = LeastSquares([[1, 2001], [1, 2002], [1, 2003]], [1, 2, 4])
    assert Curvature.of(years, np.zeros(2)).condition == pytest.approx(2.4e13, rel=0.05)
    assert Curvature.of(years, np.zeros(2)).nature is Nature.BOWL


@settings(max_examples=25)
@given(st.floats(0.01, 50), st.floats(0.0, 0.99), st.floats(1e-3, 3.0))
def test_a_factor_is_the_larger_root_and_the_limit_is_where_it_reaches_one(bend, beta, part):
    bends = Curvature.of(LeastSquares([[math.sqrt(bend)]], [1]), np.zeros(1))
    a = part * 2
    roots = {
        GradientDescent(): [1 - a],
        Momentum(beta): np.roots([1, -(1 + beta - a), beta]),
        Nesterov(beta): np.roots([1, -(1 + beta) * (1 - a), beta * (1 - a)]),
    }
    for method, each in roots.items():
        assert abs(bends.factors(a / bend, method)[0]) == pytest.approx(np.abs(each).max(), rel=1e-6, abs=1e-7)
        limit = bends.limit(method)
        below, above = (abs(bends.factors(limit * by, method)[0]) for by in (1 - 1e-4, 1 + 1e-4))
        assert below < 1 < above


@pytest.mark.parametrize("method", [GradientDescent(), Momentum(0.8), Nesterov(0.8)])
def test_a_run_grows_and_shrinks_as_its_factor_says(method):
    bends = Curvature.of(SEED, np.zeros(2))
    for part in (0.3, 1.02):
        rate = part * bends.limit(method)
        player = Player(SEED, [0.1, 0.1], rate, 10**6, method=method)
        before, after = (_farthest(player, 60) for _ in range(2))
        slowest = np.abs(bends.factors(rate, method)).max()
        assert (after / before) ** (1 / 60) == pytest.approx(slowest, rel=1e-2)
        assert (bends.steps_left(rate, method=method) is None) == (part > 1)


def _farthest(player, steps):
    """The largest error of the last third of so many steps: with momentum an error swings while it shrinks."""
    player.step(steps)
    return max(np.linalg.norm(step.theta - SEED.best_theta) for step in player.recent(steps // 3))


@pytest.mark.parametrize(
    ("bends", "nature", "condition"),
    [
        ((2.0, 20.0), Nature.BOWL, 10),
        ((0.0, 3.0), Nature.TROUGH, math.inf),
        ((0.0, 0.0), Nature.FLAT, None),
        ((-0.5, 8.0), Nature.SADDLE, None),
        ((-2.0, -1.0), Nature.DOME, None),
        ((-2.0, 0.0), Nature.SHOULDER, None),
    ],
)
def test_no_rate_is_called_stable_where_the_loss_bends_down_or_not_at_all(bends, nature, condition):
    here = Curvature.of(quadratic(*bends), np.array([0.3, -0.7]))
    assert not here.everywhere
    assert here.nature is nature
    assert here.condition == (None if condition is None else pytest.approx(condition, rel=1e-8))
    stable = nature in (Nature.BOWL, Nature.TROUGH)
    assert (here.largest_stable_rate is None) == (here.best_rate is None) == (not stable)
    assert (here.best_momentum is None) == (not stable)
    assert here.limit(Adam()) is None
    with pytest.raises(ValueError, match="Adam"):
        here.factors(0.1, Adam())


def test_what_cannot_be_looked_at_is_said():
    many = Function(lambda t: 0.0, lambda t: [0.0] * len(t), [f"w{i}" for i in range(401)])
    with pytest.raises(ValueError, match="up to 400 parameters, and there are 401"):
        Curvature.of(many, np.zeros(401))
    nowhere = Function(lambda t: math.nan, lambda t: [math.nan], ("x",))
    with pytest.raises(ValueError, match="no finite value"):
        Curvature.of(nowhere, np.zeros(1))


def test_the_read_out_of_the_seed():
    player = Player(SEED, [0.1, 0.1], 0.1, 1000)
    rows = dict(readout(player))
    assert rows["largest stable α"] == "0.36059" and rows["α now"] == "0.1, below it"
    assert rows["λmax/λmin"] == "46.145" and rows["best constant α"] == "0.35294"
    assert rows["steps to error × 1e-6"] == "1143"
    player.set_rate(0.3606)
    assert dict(readout(player))["largest stable α"] == "0.36059"
    assert dict(readout(player))["α now"] == "0.3606, above it"
    assert dict(readout(player))["steps to error × 1e-6"] == "never"


@settings(max_examples=30)
@given(
    st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=6),
    st.sampled_from([GradientDescent(), Momentum(0.99), Nesterov(0.5), Adam()]),
    st.floats(1e-9, 1e3),
    st.booleans(),
)
def test_the_read_out_fits_its_pane(bends, method, rate, ascii):
    problem = quadratic(*bends, names=("theta10", "theta11", "theta12", "w1[10,10]", "w", "z"))
    rows = readout(Player(problem, [1.0] * len(bends), rate, 10, method=method), ascii)
    assert rows
    for what, much in rows:
        assert len(what) + 1 + len(much) <= 36, (what, much)
        assert not ascii or (what + much).isascii()
