"""Least squares at once: the closed form against the loop, and moments against the data they were added up from."""

from __future__ import annotations

import math
from itertools import islice

import mpmath
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.descent.batches import Batches
from tutor.descent.moments import Condensed, Moments
from tutor.descent.parabola import of_data
from tutor.descent.past import LOOPED
from tutor.descent.player import Player, State
from tutor.descent.problem import LeastSquares
from tutor.descent.run import descend
from tutor.descent.spectral import Tail

SEED = LeastSquares([[1, 1], [1, 2], [1, 3]], [2, 2.5, 3.5])
TEN_MILLION = 10_000_000


def some_data(random, m, n, flat=False):
    X = np.column_stack([np.ones(m), random.randn(m, n - 1)])
    if flat:
        X[:, -1] = X[:, 0] + X[:, 1 % n]  # a direction along which the loss does not change
    return X, X.dot(random.randn(n)) + random.randn(m)


def readable(problem, start, legs, until):
    """Theta at k by the seed's loop on the data themselves, a rate after the other."""
    theta, rates, rate = np.array(start, dtype=float), {leg.k: leg.rate for leg in legs}, 0.0
    for k in range(until):
        rate = rates.get(k, rate)
        theta = theta - rate * ((1 / problem.m) * np.dot(problem.X.T, np.dot(problem.X, theta) - problem.y))
    return theta


def near(theta, other, scale):
    assert np.abs(theta - other).max() <= 1e-10 * max(np.abs(other).max(), scale)


moves = st.one_of(
    st.tuples(st.sampled_from(["step", "back", "go"]), st.sampled_from([1, 40, 900, 1500, 2500])),
    st.tuples(st.sampled_from(["rate", "fork"]), st.sampled_from([1e-4, 0.05, 0.5, 0.99, 1.001])),
)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**6), st.booleans(), st.booleans(), st.lists(moves, min_size=1, max_size=7))
def test_it_is_where_the_loop_would_be_and_however_it_came_there(seed, flat, large, program):
    random = np.random.RandomState(seed)
    problem = LeastSquares(*some_data(random, 700 if large else 9, 6 if large else 3, flat))
    assert problem.through_moments == large
    start = random.randn(len(problem.names))
    player = Player(problem, start, 0.3 * problem.largest_stable_rate, 6000)
    for move, what in program:
        if move == "rate":
            player.set_rate(what * problem.largest_stable_rate)
        elif move == "fork":
            player = player.fork(rate=what * problem.largest_stable_rate)
        elif move == "go":
            assert list(player.go(what))[-1:] in ([1.0], []) and (player.k == what or player.state.final)
        else:
            getattr(player, move)(what)
    near(player.theta, readable(problem, start, player.legs, player.k), np.abs(start).max())
    assert math.isclose(player.loss, problem.loss(player.theta), rel_tol=1e-9, abs_tol=1e-15)

    twin = Player(problem, start, player.legs[0].rate, 6000)  # the same legs, one step and many at a time
    for leg in (leg for leg in player.legs[1:] if leg.k <= player.k):
        while twin.k < leg.k:
            twin.step(min(leg.k - twin.k, 1 + seed % 997))
        twin.set_rate(leg.rate)
    twin.step(player.k - twin.k)
    assert (twin.k, twin.theta.tolist(), twin.loss) == (player.k, player.theta.tolist(), player.loss)
    assert twin.gradient.tolist() == player.gradient.tolist()
    ks, thetas, losses = player.trace.points()
    assert ks[0] == 0 and ks[-1] == player.k and np.all(np.diff(ks) > 0) and len(ks) <= 2048
    place = seed % len(ks)
    if player.k > ks[place]:
        twin.back(int(player.k - ks[place]))
        assert (twin.theta.tolist(), twin.loss) == (thetas[place].tolist(), losses[place])

    level = float(np.median(losses)) * (1 + 1e-9)
    found = player.first_below(level)
    if found is not None and found > 0:
        twin.go(0)
        losses_at = {step.k: step.loss for step in player.fork()._past.steps(found - 1, found)}
        assert losses_at[found] < level <= losses_at[found - 1]
    assert (found is None) == (losses.min() >= level)


def test_the_first_steps_of_a_leg_have_the_bits_of_the_loop():
    player = Player(SEED, [0.1, 0.1], 0.1, TEN_MILLION, tolerance=0)
    player.step(LOOPED + 5000)
    steps = list(islice(descend(SEED, [0.1, 0.1], 0.1, LOOPED), LOOPED + 1))
    for k in (LOOPED, 613, 1):
        list(player.go(k))
        assert (player.theta.tolist(), player.loss) == (steps[k].theta.tolist(), steps[k].loss)


def test_ten_million_steps_by_the_formula_in_many_digits():
    """Against (1 - rate lambda)^k in 40 digits, on the seed, where the slow direction is only half way."""
    rate, k = 5e-7, TEN_MILLION
    player = Player(SEED, [0.1, 0.1], rate, k)
    assert list(player.go(k)) and player.k == k
    exact = mpmath.matrix(2, 1)
    with mpmath.workdps(40):
        root = mpmath.sqrt(265)
        for value in ((17 - root) / 6, (17 + root) / 6):
            along = mpmath.matrix([2, value - 1])  # (1 - value) u + 2 v = 0
            along /= mpmath.norm(along)
            error = along[0] * (mpmath.mpf(0.1) - mpmath.mpf(7) / 6) + along[1] * (mpmath.mpf(0.1) - mpmath.mpf(3) / 4)
            exact += along * (error * (1 - mpmath.mpf(rate) * value) ** k)
        exact += mpmath.matrix([mpmath.mpf(7) / 6, mpmath.mpf(3) / 4])
    np.testing.assert_allclose(player.theta, [float(each) for each in exact], rtol=1e-12)


@pytest.mark.parametrize("rate", [0.1, 0.36, 0.3606, 0.45, 1e-9, 1e3, 1e300])
def test_a_run_ends_as_the_loop_says(rate):
    """At the very step where it diverges; about where it comes to rest, which is a matter of the last bits."""
    wanted = Player(SEED, [0.1, 0.1], rate, 9000)
    wanted._past.parts[0].looped_to = None  # step by step all the way
    wanted._first = tuple(wanted._past.parts)
    player = Player(SEED, [0.1, 0.1], rate, 9000)
    assert player.step(9000) is wanted.step(9000)
    assert abs(player.k - wanted.k) <= (0.01 * wanted.k if player.state is State.CONVERGED else 0)
    np.testing.assert_allclose(player.theta, wanted.theta, rtol=1e-9)
    ended = player.k, player.state
    player.back(3)
    assert not player.state.final
    for _ in range(4):
        player.step()
    assert (player.k, player.state) == ended and np.isfinite([player.loss, *player.gradient]).all()


def test_far_off_and_nearly_flat_starts_lose_no_digits():
    """A start of 1e120 comes home; a slope of 1e-12 along one direction moves theta no further than it should."""
    far = Player(SEED, [1e120, -1e119], 0.1, TEN_MILLION)
    assert far.step(TEN_MILLION) is State.CONVERGED
    np.testing.assert_allclose(far.theta, SEED.best_theta, rtol=1e-11)
    thin = LeastSquares([[1, 0], [1, 1e-6], [1, -1e-6]], [1, 2, 4])
    player = Player(thin, [0, 0], 1.0, 100_000, tolerance=0)
    player.step(100_000)
    (slope,) = thin.gradient(np.array([7 / 3, 0]))[1:]
    np.testing.assert_allclose(player.theta, [7 / 3, -slope * 100_000], rtol=1e-6)


def test_the_same_k_has_the_same_bits_alone_and_among_many():
    random = np.random.RandomState(2)
    spectrum = of_data(*some_data(random, 40, 7))
    tail = Tail(spectrum, 10, random.randn(7), 0.4)
    ks = np.unique(random.randint(10, 10**6, 300))
    thetas, losses = tail.points(ks)
    for place in (0, 1, 2, 3, 17, 150, len(ks) - 1):
        theta, _, loss = tail.at(int(ks[place]))
        assert theta.tolist() == thetas[place].tolist() and loss == losses[place]


# moments


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 40), st.sampled_from([1, 3, 5]))
def test_moments_do_not_depend_on_the_chunks(seed, chunk, n):
    random = np.random.RandomState(seed)
    X, y = some_data(random, 60, n)
    moments, plain = Moments(n), LeastSquares(X, y)
    for first in range(0, 60, chunk):
        moments.add(X[first : first + chunk], y[first : first + chunk])
    np.testing.assert_allclose(moments.A, X.T @ X / 60, atol=1e-12)
    np.testing.assert_allclose(moments.b, X.T @ y / 60, atol=1e-11)
    assert moments.m == 60 and math.isclose(moments.c, y @ y / 60, rel_tol=1e-10)
    condensed, theta = Condensed(moments, X[:2], y[:2]), random.randn(n)
    np.testing.assert_allclose(condensed.gradient(theta), plain.gradient(theta), atol=1e-11)
    assert math.isclose(condensed.loss(theta), plain.loss(theta), rel_tol=1e-11)
    assert math.isclose(condensed.best_loss, plain.best_loss, rel_tol=1e-9)
    np.testing.assert_allclose(condensed.best_theta, plain.best_theta, atol=1e-9)
    np.testing.assert_allclose(np.sort(condensed.spectrum.values), np.sort(plain.spectrum.values), rtol=1e-9)


def test_a_condensed_problem_is_least_squares_without_rows():
    X, y = some_data(np.random.RandomState(0), 5000, 3)
    problem = Condensed(Moments.of(X, y), X[:10], y[:10])
    assert (problem.m, problem.names, len(problem.X)) == (5000, ("theta0", "theta1", "theta2"), 10)
    player = Player(problem, [0, 0, 0], 0.5, 1000)
    player.step(300)
    near(player.theta, readable(LeastSquares(X, y), [0, 0, 0], player.legs, 300), 1)
    with pytest.raises(ValueError, match="no single examples"):
        Player(problem, [0, 0, 0], 0.5, 1000, batches=Batches(1))
    with pytest.raises(ValueError, match="2 columns"):
        Condensed(Moments.of(X, y), X[:10, :2], y[:10])


def test_a_fit_without_errors_has_a_loss_of_nothing():
    """y - X theta in the sums, not y: the loss near the bottom is no difference of large numbers."""
    X, _ = some_data(np.random.RandomState(1), 3000, 2)
    exact = LeastSquares(X, 1e6 + 1e3 * X[:, 1])
    assert exact.through_moments and 0 <= exact.best_loss < 1e-18
    noisy = LeastSquares(X, 1e6 + 1e-3 * X[:, 1] ** 2)
    by_rows = noisy.errors(noisy.best_theta)
    assert math.isclose(noisy.best_loss, by_rows @ by_rows / 6000, rel_tol=1e-6)


def test_columns_as_unlike_as_in_a_table_of_houses_keep_their_digits():
    """A million times as wide one as the other, a yes-or-no that the first rows all answer alike, one given twice."""
    random = np.random.RandomState(3)
    m = 3000
    wide, narrow, late = random.rand(m) * 3000, 1e-3 * random.randn(m), np.arange(m) >= 2000
    X = np.column_stack([np.ones(m), wide, narrow, late])
    y = X.dot([1, 2, 3, 4]) + random.randn(m)
    moments = Moments(4)
    for first in range(0, m, 500):
        moments.add(X[first : first + 500], y[first : first + 500])
    found, wanted = Condensed(moments, X[:9], y[:9]).spectrum, of_data(X, y)
    np.testing.assert_allclose(np.sort(found.values), np.sort(wanted.values), rtol=1e-8)
    np.testing.assert_allclose(found.vectors.dot(found.best), wanted.vectors.dot(wanted.best), rtol=1e-7)
    assert math.isclose(found.floor, wanted.floor, rel_tol=1e-8)
    twice = LeastSquares(np.column_stack([X, 2 * wide]), y)
    assert twice.through_moments and len(twice.spectrum.values) == 4
    np.testing.assert_allclose(twice.best_theta[4], 2 * twice.best_theta[1], rtol=1e-6)  # the shortest of them
