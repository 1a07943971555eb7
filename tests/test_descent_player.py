"""The playhead: wherever one goes and however, it stands where the plain loop would, and on finite numbers."""

from __future__ import annotations

import math
from itertools import islice

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.descent.history import History
from tutor.descent.player import Player, State
from tutor.descent.problem import Function, LeastSquares
from tutor.descent.run import descend
from tutor.descent.words import sentence

SEED = LeastSquares([[1, 1], [1, 2], [1, 3]], [2, 2.5, 3.5])
CUBIC = Function(lambda t: t[0] * t[0] * t[0] - 5 * t[0] + 7, lambda t: [3 * t[0] * t[0] - 5], ("x",))
BOWL = Function(lambda t: (t[0] - 3) ** 2, lambda t: [2 * (t[0] - 3)], ("x",))
SADDLE = Function(lambda t: t[0] * t[0] - t[1] * t[1], lambda t: [2 * t[0], -2 * t[1]], ("x", "y"))
ROOT = Function(
    lambda t: math.sqrt(t[0]) if t[0] >= 0 else math.nan,
    lambda t: [0.5 / math.sqrt(t[0]) if t[0] > 0 else math.nan],
    ("x",),
)


def seed(rate=0.1, budget=1000, **more):
    return Player(SEED, [0.1, 0.1], rate, budget, **more)


def plainly(problem, start, first_rate, changes, until):
    """Theta at 0, 1, ... `until` by the plain loop, each step with the rate in force; None once out of range."""
    theta, rate, thetas = np.array(start, dtype=float), first_rate, []
    with np.errstate(all="ignore"):
        for k in range(until + 1):
            rate = changes.get(k, rate)
            thetas.append(theta)
            theta = theta - rate * problem.gradient(theta)
    return thetas


moves = st.one_of(
    st.tuples(st.just("step"), st.integers(0, 400)),
    st.tuples(st.just("back"), st.integers(0, 300)),
    st.tuples(st.just("rate"), st.sampled_from([0.05, 0.1, 0.3, 0.4, 1.5])),
    st.tuples(st.just("start"), st.none()),
    st.tuples(st.just("reset"), st.none()),
)


@settings(max_examples=25, deadline=None)
@given(st.sampled_from([(SEED, (0.1, 0.1)), (SADDLE, (1.0, 1e-9)), (CUBIC, (-1.0,))]), st.lists(moves, max_size=12))
def test_however_one_moves_one_stands_where_the_plain_loop_would(case, program):
    problem, start = case
    player = Player(problem, start, 0.1, 900)
    changes: dict[int, float] = {}
    for move, amount in program:
        k = player.k
        if move == "step":
            player.step(amount)
            assert player.k == min(k + amount, 900) or player.state in (State.CONVERGED, State.DIVERGED)
        elif move == "back":
            player.back(amount)
            assert player.k == max(0, k - amount)
            assert amount == 0 or not player.state.final
        elif move == "rate":
            if player.rate != amount:
                changes = {at: rate for at, rate in changes.items() if at < k} | {k: amount}
            player.set_rate(amount)
            assert player.rate == amount and player.k == k
        elif move == "start":
            player.to_start()
            assert (player.k, player.state) == (0, State.READY)
        else:
            player.reset()
            changes = {}
        check(player, plainly(problem, start, 0.1, changes, player.k))


def check(player, thetas):
    assert player.theta.tolist() == thetas[player.k].tolist()
    assert player.loss == player.problem.loss(player.theta)
    assert player.gradient.tolist() == player.problem.gradient(player.theta).tolist()
    assert np.isfinite([*player.theta, *player.gradient, player.loss]).all()
    for k, theta, loss in zip(*player.trace.points(), strict=True):
        assert theta.tolist() == thetas[k].tolist() and loss == player.problem.loss(theta)
    ks = player.trace.points()[0].tolist()
    assert ks == list(range(player.k + 1))  # short runs are recorded whole
    recent = player.recent(5)
    assert [step.k for step in recent] == list(range(max(0, player.k - 4), player.k + 1))
    assert [step.theta.tolist() for step in recent] == [theta.tolist() for theta in thetas[-5:]]
    assert 0 <= player.progress <= 1
    assert player.state is not State.FINISHED or player.k == player.budget


@pytest.mark.parametrize("batch", [1, 7, 1000])
@pytest.mark.parametrize("rate", [0.1, 0.37])
def test_it_walks_with_the_readable_loop(batch, rate):
    player = seed(rate)
    progress = list(player.to_end(batch))
    last = list(descend(SEED, [0.1, 0.1], rate, 1000))[-1]
    assert player.state is State.FINISHED and progress[-1] == 1 and progress == sorted(progress)
    assert (player.k, player.theta.tolist(), player.loss) == (1000, last.theta.tolist(), last.loss)


def test_a_thousand_steps_of_the_seed_have_not_converged_but_more_do():
    player = seed(budget=100_000)
    assert player.step(1000) is State.RUNNING
    assert player.theta.tolist() == [1.1666630024779183, 0.7500016118829195]
    assert player.step(100_000) is State.CONVERGED
    assert 2000 < player.k < 3000
    np.testing.assert_allclose(player.theta, SEED.best_theta, rtol=1e-11)
    k = player.k
    assert player.step(5) is State.CONVERGED and player.k == k
    assert player.back() is State.RUNNING and player.k == k - 1
    player.step(9)
    assert (player.state, player.k) == (State.CONVERGED, k)


def test_swinging_between_two_places_is_no_convergence():
    player = Player(BOWL, 0, 1.0, 501)
    assert player.step(501) is State.FINISHED
    assert player.theta.tolist() == [6]


def test_a_place_without_slope_is_the_end_whatever_it_is():
    for problem, start in ((BOWL, [3]), (SADDLE, [0, 0])):
        player = Player(problem, start, 0.1, 10)
        assert player.state is State.READY
        assert player.step() is State.CONVERGED and player.k == 0


def test_on_its_way_to_zero_it_is_still_going():
    """x^2 shrinks to numbers whose squares are 0: that alone must not end the run."""
    square = Function(lambda t: t[0] * t[0], lambda t: [2 * t[0]], ("x",))
    player = Player(square, 1, 0.1, 3000)
    assert player.step(3000) is State.FINISHED
    assert 0 < player.theta[0] < 1e-280
    player = Player(square, 1, 0.2, 10**5)  # among the smallest floats a step rounds to nothing: there it does end
    assert player.step(10**5) is State.CONVERGED and player.k < 2000
    assert sentence(player).endswith("x no longer changes (to 14 digits)")


@pytest.mark.parametrize(
    ("problem", "start", "rate"),
    [
        (SEED, [0.1, 0.1], 0.4),
        (SEED, [0.1, 0.1], 0.6),
        (SEED, [0.1, 0.1], 1.0),
        (SEED, [0.1, 0.1], 1e300),
        (CUBIC, [-2], 0.1),
        (CUBIC, [-1.3], 0.1),
        (SADDLE, [1, 2], 0.4),
        (ROOT, [1], 0.3),
    ],
)
def test_divergence_is_a_state_and_every_number_stays_finite(problem, start, rate):
    with np.errstate(all="raise"):
        player = Player(problem, start, rate, 10_000)
        assert player.step(10_000) is State.DIVERGED
        numbers = [player.loss, *player.theta, *player.gradient, *np.ravel(player.trace.points()[1])]
        numbers += [value for step in player.recent(9) for value in (step.loss, *step.theta, *step.gradient)]
        assert np.isfinite(numbers).all() and np.isfinite(player.trace.points()[2]).all()
        assert player.progress == 1
        k = player.k
        assert player.step() is State.DIVERGED and player.k == k
        if k:
            assert player.back() is State.RUNNING and player.k == k - 1
        player.to_start()
        assert player.theta.tolist() == np.array(start, dtype=float).tolist()


def test_growth_can_be_watched_for_as_long_as_the_lesson_does():
    player = seed(0.4)
    assert player.step(1000) is State.FINISHED
    np.testing.assert_allclose(player.theta, [-3.0e85, -6.7e85], rtol=0.02)


def test_a_smaller_rate_rescues_a_run_that_diverged():
    player = seed(0.6, 60_000)
    player.step(60_000)
    at = player.k
    player.set_rate(0.1)
    assert player.state is State.RUNNING
    assert player.step(60_000) is State.CONVERGED
    assert player.rate_changes == [(at, 0.1)]
    np.testing.assert_allclose(player.theta, SEED.best_theta, rtol=1e-11)


def test_rate_changes_are_recorded_where_they_happen_and_stay_ahead_until_another():
    player = seed()
    player.step(10)
    player.set_rate(0.1)
    assert player.rate_changes == []
    player.set_rate(0.2)
    player.step(10)
    player.set_rate(0.3)
    assert player.rate_changes == [(10, 0.2), (20, 0.3)]
    there = player.step(5), player.theta.tolist()
    player.back(20)
    assert player.rate == 0.1 and len(player.rate_changes) == 2
    assert (player.step(20), player.theta.tolist()) == there
    player.back(12)
    player.set_rate(0.15)
    player.set_rate(0.25)
    assert player.rate_changes == [(10, 0.2), (13, 0.25)]
    player.set_rate(0.2)
    assert player.rate_changes == [(10, 0.2)]
    for bad in (0, -1, math.nan, math.inf):
        with pytest.raises(ValueError, match="above 0"):
            player.set_rate(bad)


def test_nobody_elses_array_is_changed_and_none_of_its_own_can_be():
    start = np.array([0.1, 0.1])
    player = Player(SEED, start, 0.1, 100)
    player.step(50)
    start[:] = 9
    player.to_start()
    assert player.theta.tolist() == [0.1, 0.1]
    for array in (player.theta, player.gradient, player.recent(1)[0].theta):
        with pytest.raises(ValueError, match="read-only"):
            array += 1


@pytest.mark.parametrize("make", [
    lambda: seed(budget=0),
    lambda: seed(rate=0),
    lambda: seed(tolerance=-1),
    lambda: Player(SEED, [0.1], 0.1, 10),
    lambda: Player(ROOT, -1, 0.1, 10),
    lambda: Player(ROOT, 0, 0.1, 10),
    lambda: Player(Function(lambda t: 0.0, lambda t: [1, 2], ("x",)), 1, 0.1, 10),
])  # fmt: skip
def test_what_cannot_start_is_refused_in_a_sentence(make):
    with pytest.raises(ValueError, match=r" .*\.$"):
        make()


def test_far_back_is_near_and_what_is_kept_hardly_grows():
    """A look into the past replays about n/64 steps, and 10^6 steps keep little more than 10^4 do."""
    kept = {}
    history = History(np.zeros(1))
    for k in range(1, 10**6 + 1):
        history.add(k, np.zeros(0))
        if k in (10**4, 10**6):
            kept[k] = len(history)
    assert kept[10**6] < 1.9 * kept[10**4] < 2000
    for back in (1, 10, 1000, 10**5, 999_999):
        k, _, _ = history.before(10**6 - back)
        assert 0 <= 10**6 - back - k <= 2 + back / 32


def test_back_from_a_long_run_is_exact_and_the_chart_is_whole_again():
    player = seed(budget=10**6, tolerance=0)
    player.step(30_000)
    fresh = next(islice(descend(SEED, [0.1, 0.1], 0.1, 30_000), 1000, None))
    player.back(29_000)
    assert player.theta.tolist() == fresh.theta.tolist()
    assert player.trace.points()[0].tolist() == list(range(1001))
