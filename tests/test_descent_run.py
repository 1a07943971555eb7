"""The readable loop and what it minimises, held against the seed's own program and closed forms."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.descent.methods import next_theta
from tutor.descent.problem import Function, LeastSquares
from tutor.descent.run import descend

X = [[1, 1], [1, 2], [1, 3]]
Y = [2, 2.5, 3.5]
CUBIC = Function(lambda t: t[0] * t[0] * t[0] - 5 * t[0] + 7, lambda t: [3 * t[0] * t[0] - 5], ("x",))


def the_lesson(X, y, theta, learning_rate, iterations):
    """day3_ex3.py as it is printed, but for its in-place update of a copy."""
    theta = np.array(theta, dtype=float)
    m = len(y)
    for _ in range(iterations):
        predictions = np.dot(X, theta)
        errors = predictions - y
        gradients = (1 / m) * np.dot(X.T, errors)
        theta -= learning_rate * gradients
    return theta


def run(problem, start, rate, steps):
    return list(descend(problem, start, rate, steps))


@pytest.mark.parametrize("steps", [0, 1, 2, 10, 100, 1000])
@pytest.mark.parametrize("rate", [0.01, 0.1, 6 / 17, 0.36, 0.37])
def test_the_same_digits_as_the_lesson(rate, steps):
    last = run(LeastSquares(X, Y), [0.1, 0.1], rate, steps)[-1]
    assert last.k == steps
    assert last.theta.tolist() == the_lesson(np.array(X), np.array(Y), [0.1, 0.1], rate, steps).tolist()


def test_the_numbers_the_lesson_names():
    steps = run(LeastSquares(X, Y), [0.1, 0.1], 0.1, 1000)
    assert steps[1000].theta.tolist() == [1.1666630024779183, 0.7500016118829195]
    assert str(steps[1000].theta) == "[1.166663   0.75000161]"
    np.testing.assert_allclose(steps[0].gradient, [-71 / 30, -31 / 6], rtol=1e-15)
    np.testing.assert_allclose(steps[1].theta, [101 / 300, 37 / 60], rtol=1e-15)
    np.testing.assert_allclose(steps[2].theta, [1339 / 3000, 1901 / 2250], rtol=1e-15)
    for k, loss in ((0, 1769 / 600), (1, 331673 / 540000), (2, 73235507 / 486000000), (10, 0.031043948000)):
        assert steps[k].loss == pytest.approx(loss, rel=1e-11)
    assert steps[1000].loss - 1 / 144 == pytest.approx(9.630e-13, rel=1e-3)


@pytest.mark.parametrize(
    ("rate", "losses"),
    [
        (0.01, {5: 1.682, 10: 0.9666, 100: 0.03111}),
        (0.1, {5: 0.03503, 10: 0.03104, 100: 0.009678}),
        (6 / 17, {5: 1.914, 10: 1.243, 100: 0.007450}),
        (0.36, {5: 2.844, 10: 2.746, 100: 1.519}),
        (0.37, {5: 4.868, 10: 8.071, 100: 76411}),
        (0.3606, {20: 2.9295, 1000: 3.27}),
        (0.4, {1: 4.357, 2: 6.4505, 3: 9.5608, 4: 14.1808, 5: 21.0425}),
    ],
)
def test_losses_at_the_rates_of_the_lesson(rate, losses):
    steps = run(LeastSquares(X, Y), [0.1, 0.1], rate, max(losses))
    for k, loss in losses.items():
        assert steps[k].loss == pytest.approx(loss, rel=1e-3)


@pytest.mark.parametrize("rate", [0.5, 0.6, 1.0])
def test_a_run_that_overflows_ends_quietly_and_finite(rate):
    with np.errstate(all="raise"):
        steps = run(LeastSquares(X, Y), [0.1, 0.1], rate, 1000)
    assert 100 < len(steps) < 900
    assert all(math.isfinite(step.loss) and np.isfinite(step.theta).all() for step in steps)


def test_the_callers_arrays_are_never_changed_and_a_start_may_be_whole_numbers():
    data, y, start = np.array(X), np.array(Y), np.array([0, 0])
    problem = LeastSquares(data, y)
    first = run(problem, start, 0.1, 50)
    assert (data.tolist(), y.tolist(), start.tolist()) == (X, Y, [0, 0])
    data[:] = 7
    y[:] = 7
    assert [s.theta.tolist() for s in run(problem, [0, 0], 0.1, 50)] == [s.theta.tolist() for s in first]
    with pytest.raises(ValueError, match="read-only"):
        first[3].theta[0] = 5
    assert not any(np.shares_memory(a.theta, b.theta) for a, b in pairwise(first))


def test_one_variable():
    """Lesson 05: the hill's foot is sqrt(5/3), and left of the hill it runs away."""
    assert [step.theta[0] for step in descend(CUBIC, 2, 0.1, 3)] == pytest.approx([2, 1.3, 1.293, 1.291445], abs=1e-6)
    runaway = run(CUBIC, -2, 0.1, 40)
    assert [step.theta[0] for step in runaway[:4]] == pytest.approx([-2, -2.7, -4.387, -9.660731], abs=1e-6)
    assert len(runaway) < 20 and runaway[-1].loss < -1e100
    bowl = Function(lambda t: (t[0] - 3) ** 2, lambda t: [2 * (t[0] - 3)], ["x"])
    assert [step.theta[0] for step in descend(bowl, [0], 1.0, 3)] == [0, 6, 0, 6]


matrices = st.integers(1, 4).flatmap(
    lambda n: st.tuples(
        st.lists(st.lists(st.integers(-5, 5), min_size=n, max_size=n), min_size=1, max_size=6),
        st.lists(st.floats(-5, 5), min_size=n, max_size=n),
    )
)


@settings(max_examples=25, deadline=None)
@given(matrices, st.randoms(use_true_random=False))
def test_the_gradient_is_the_slope_of_the_loss(case, random):
    rows, theta = case
    problem = LeastSquares(rows, [random.uniform(-5, 5) for _ in rows])
    theta = np.array(theta)
    loss, gradient = problem.look(theta)
    assert loss == problem.loss(theta) and gradient.tolist() == problem.gradient(theta).tolist()
    for place, slope in enumerate(gradient):
        nudge = np.zeros_like(theta)
        nudge[place] = 1e-3
        rise = problem.loss(theta + nudge) - problem.loss(theta - nudge)  # exact for a quadratic, but for digits
        assert rise / 2e-3 == pytest.approx(slope, abs=1e-8 * (1 + abs(loss) + abs(slope)))
    assert problem.best_loss <= loss + 1e-9
    assert np.abs(problem.gradient(problem.best_theta)).max() < 1e-8


def test_what_the_seed_can_reach():
    problem = LeastSquares(X, Y)
    np.testing.assert_allclose(problem.hessian, [[1, 2], [2, 14 / 3]], rtol=1e-15)
    root = math.sqrt(265)
    np.testing.assert_allclose(problem.eigenvalues, [(17 - root) / 6, (17 + root) / 6], rtol=1e-12)
    assert problem.largest_stable_rate == pytest.approx((17 - root) / 2)
    np.testing.assert_allclose(problem.best_theta, [7 / 6, 3 / 4])
    assert problem.best_loss == pytest.approx(1 / 144)
    assert problem.names == ("theta0", "theta1")
    assert LeastSquares([[0.0]], [1]).largest_stable_rate == math.inf


@pytest.mark.parametrize("rate", [0.9, 1.1])
def test_the_limit_of_the_rate_divides_settling_from_running_away(rate):
    problem = LeastSquares(X, Y)
    losses = [s.loss for s in descend(problem, [0.1, 0.1], rate * problem.largest_stable_rate, 400)]
    assert (losses[-1] < losses[0]) == (rate < 1)


@pytest.mark.parametrize("make", [
    lambda: LeastSquares([1, 2], [1, 2]),
    lambda: LeastSquares([[1, 2], [1]], [1, 2]),
    lambda: LeastSquares([[1], [2]], [[1], [2]]),
    lambda: LeastSquares([[1], [2]], [1, 2, 3]),
    lambda: LeastSquares([[1], [math.nan]], [1, 2]),
    lambda: LeastSquares([["a"]], [1]),
    lambda: LeastSquares([], []),
    lambda: next(descend(LeastSquares(X, Y), [0.1], 0.1, 1)),
    lambda: next(descend(LeastSquares(X, Y), [0.1, math.inf], 0.1, 1)),
    lambda: next(descend(LeastSquares(X, Y), [0.1, 0.1], 0, 1)),
    lambda: next(descend(LeastSquares(X, Y), [0.1, 0.1], -0.1, 1)),
    lambda: next(descend(LeastSquares(X, Y), [0.1, 0.1], math.nan, 1)),
])  # fmt: skip
def test_what_cannot_be_is_refused_in_a_sentence(make):
    with pytest.raises(ValueError, match=r" .*\.$"):
        make()


@pytest.mark.parametrize("steps", [0, 1, 5])
def test_next_theta_is_where_the_run_arrives(steps):
    problem = LeastSquares(X, Y)
    assert next_theta(problem, [0, 1], 0.1, steps).tolist() == run(problem, [0, 1], 0.1, steps)[-1].theta.tolist()
