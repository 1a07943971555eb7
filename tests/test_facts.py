"""The facts that the lessons stand on, worked out again: the three programs of Day 3, their regression, their traps.

Plain Python, fractions, NumPy and SymPy; no module of the tutor takes part: the facts stand by themselves. Digits that
amplify rounding differ from machine to machine, so of those the effect is asserted.
"""

from __future__ import annotations

import itertools
import math
import subprocess
import sys
import textwrap
from fractions import Fraction as F

import numpy as np
import pytest
import sympy as sp

X = np.array([[1.0, 1], [1, 2], [1, 3]])
Y = np.array([2, 2.5, 3.5])
START = np.array([0.1, 0.1])
BEST = np.array([7 / 6, 3 / 4])
x, y, h, t, t0, t1 = sp.symbols("x y h t theta0 theta1", real=True)
CUBIC = x**3 - 5 * x + 7
SADDLE = x**2 + 3 * y**2 - 4 * x * y


def loss(theta, m=3):
    return float(np.sum((X @ theta - Y) ** 2) / (2 * m))


def gradient(theta):
    return X.T @ (X @ theta - Y) / 3


def descend(grad, start, rate, steps):
    theta = np.array(start, dtype=float)
    for _ in range(steps):
        theta = theta - rate * grad(theta)
    return theta


def fitted(steps, rate=0.1):
    return descend(gradient, START, rate, steps)


# --- the three programs -----------------------------------------------------------------------------------------------

PROGRAMS = {
    "derivative": (
        """
        import sympy as sp
        x = sp.symbols("x")
        f = x**3 - 5*x + 7
        print("Function: ", f)
        print("Derivative: ", sp.diff(f, x))
        """,
        "Function:  x**3 - 5*x + 7\nDerivative:  3*x**2 - 5\n",
    ),
    "gradient": (
        """
        import sympy as sp
        x, y = sp.symbols("x y")
        f = x**2 + 3*y**2 - 4*x*y
        print("Gradients:")
        print("Grad X:", sp.diff(f, x))
        print("Grad Y:", sp.diff(f, y))
        """,
        "Gradients:\nGrad X: 2*x - 4*y\nGrad Y: -4*x + 6*y\n",
    ),
    "descent": (
        """
        import numpy as np
        def gradient_descent(X, y, theta, learning_rate, iterations):
            m = len(y)
            for _ in range(iterations):
                predictions = X @ theta
                errors = predictions - y
                gradients = (1/m) * X.T @ errors
                theta -= learning_rate * gradients
            return theta
        X = np.array([[1, 1], [1, 2], [1, 3]])
        y = np.array([2, 2.5, 3.5])
        theta = np.array([0.1, 0.1])
        best = gradient_descent(X, y, theta, 0.1, 1000)
        print("Optimized Parameters: ", best)
        assert theta is best
        """,
        "Optimized Parameters:  [1.166663   0.75000161]\n",
    ),
}


@pytest.mark.parametrize("name", PROGRAMS)
def test_the_three_programs_print_what_the_lessons_say(name):
    program, printed = PROGRAMS[name]
    command = [sys.executable, "-c", textwrap.dedent(program)]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    assert ran.stdout == printed


def test_sympy_orders_a_sum_its_own_way_and_compares_forms_not_values():
    assert str(SADDLE) == "x**2 - 4*x*y + 3*y**2"
    product = sp.diff(x**2 * sp.exp(x), x)
    assert str(product) == "x**2*exp(x) + 2*x*exp(x)" and str(sp.factor(product)) == "x*(x + 2)*exp(x)"
    assert product != sp.factor(product) and sp.simplify(product - sp.factor(product)) == 0
    assert str(sp.diff(sp.sqrt(x), x)) == "1/(2*sqrt(x))"
    assert str(sp.diff(1 / (1 + sp.exp(-x)), x)) == "exp(-x)/(1 + exp(-x))**2"


# --- the regression ---------------------------------------------------------------------------------------------------


def exactly(theta):
    """Errors, gradient and loss at a theta of fractions."""
    errors = [theta[0] + theta[1] * k - F(str(value)) for k, value in zip((1, 2, 3), ("2", "2.5", "3.5"), strict=True)]
    slope = [sum(errors) / 3, sum(e * k for e, k in zip(errors, (1, 2, 3), strict=True)) / 3]
    return errors, slope, sum(e * e for e in errors) / 6


def test_the_first_two_steps_as_fractions():
    theta = [F(1, 10), F(1, 10)]
    errors, slope, height = exactly(theta)
    assert errors == [F(-9, 5), F(-11, 5), F(-31, 10)] and slope == [F(-71, 30), F(-31, 6)]
    assert height == F(1769, 600)
    theta = [t - F(1, 10) * s for t, s in zip(theta, slope, strict=True)]
    assert theta == [F(101, 300), F(37, 60)] and exactly(theta)[2] == F(331673, 540000)
    theta = [t - F(1, 10) * s for t, s in zip(theta, exactly(theta)[1], strict=True)]
    assert theta == [F(1339, 3000), F(1901, 2250)] and exactly(theta)[2] == F(73235507, 486000000)


def test_the_best_line():
    errors, slope, height = exactly([F(7, 6), F(3, 4)])
    assert errors == [F(-1, 12), F(1, 6), F(-1, 12)] and slope == [0, 0] and height == F(1, 144)
    assert np.allclose(np.linalg.lstsq(X, Y, rcond=None)[0], BEST)


LAMBDA = sp.Matrix([[1, 2], [2, sp.Rational(14, 3)]])


def test_the_curvature_and_the_rates_it_sets():
    small, large = sorted(LAMBDA.eigenvals(), key=float)
    assert sp.Matrix(3, 2, [1, 1, 1, 2, 1, 3]).T * sp.Matrix(3, 2, [1, 1, 1, 2, 1, 3]) / 3 == LAMBDA
    assert LAMBDA.trace() == sp.Rational(17, 3) and LAMBDA.det() == sp.Rational(2, 3)
    assert sp.simplify(large - (17 + sp.sqrt(265)) / 6) == 0 and sp.simplify(small - (17 - sp.sqrt(265)) / 6) == 0
    assert sp.simplify(2 / large - (17 - sp.sqrt(265)) / 2) == 0
    assert sp.simplify(2 / (large + small) - sp.Rational(6, 17)) == 0
    told = {large: 5.546470, small: 0.120197, large / small: 46.145, 2 / large: 0.360590, 1 / large: 0.180295,
            2 / (3 * large): 0.120197, 1 - small * sp.Rational(6, 17): 0.957578,
            1 - large / 10: 0.445353, 1 - small / 10: 0.987980}  # fmt: skip
    for fact, figure in told.items():
        assert float(fact) == pytest.approx(figure, abs=6e-7 if figure < 40 else 6e-4)
    values, vectors = np.linalg.eigh(np.array(LAMBDA, dtype=float))
    fast, slow = vectors[:, np.argmax(values)], vectors[:, np.argmin(values)]
    assert np.allclose(fast * np.sign(fast[0]), [0.4027, 0.9153], atol=5e-5)
    assert np.allclose(slow * np.sign(slow[1]), [-0.9153, 0.4027], atol=5e-5)


RUN = {
    0: (2.948333333333, 0.1, 0.1),
    1: (0.614209259259, 0.33666667, 0.61666667),
    10: (0.031043948000, 0.58690202, 1.00469593),
    100: (0.009677810997, 0.97145569, 0.83587364),
    1000: (0.006944444445, 1.16666300, 0.75000161),
    10000: (0.006944444444, 1.16666667, 0.75000000),
}


def test_loss_by_iteration_falls_at_every_step():
    for k, (height, *theta) in RUN.items():
        assert loss(fitted(k)) == pytest.approx(height, abs=6e-13)
        assert np.allclose(fitted(k), theta, atol=6e-9)
    losses = [loss(fitted(k)) for k in range(300)]
    assert all(later < now for now, later in itertools.pairwise(losses))


def steps_until(holds, rate=0.1, most=30_000):
    theta = START
    for k in range(most + 1):
        if holds(theta):
            return k
        theta = theta - rate * gradient(theta)
    return None


def test_how_many_steps_it_takes_to_be_right():
    near = 1e-6 * np.linalg.norm(BEST)
    assert steps_until(lambda t: np.linalg.norm(t - BEST) <= near) == 1088
    assert steps_until(lambda t: np.linalg.norm(t - BEST) <= 1e-6 * np.linalg.norm(START - BEST)) == 1097
    assert steps_until(lambda t: np.all(np.abs(t - BEST) <= 1e-6 * BEST)) == 1095
    assert steps_until(lambda t: loss(t) - 1 / 144 <= 1e-6 / 144) == 633
    relative = np.abs(fitted(1000) - BEST) / BEST
    assert np.linalg.norm(fitted(1000) - BEST) / np.linalg.norm(BEST) == pytest.approx(2.89e-6, rel=2e-3)
    assert relative == pytest.approx([3.14e-6, 2.15e-6], rel=3e-3)


COUNTS = {0.01: 10936, 0.03: 3641, 0.2: 541, 0.3: 359, 0.34: 316, 6 / 17: 317, 0.355: 430, 0.36: 4125, 0.3605: 27153}


def test_how_many_steps_at_other_rates():
    near = 1e-6 * np.linalg.norm(BEST)
    found = {rate: steps_until(lambda t: np.linalg.norm(t - BEST) <= near, rate) for rate in COUNTS}
    assert found == COUNTS
    assert steps_until(lambda t: np.linalg.norm(t - BEST) <= near, 0.3606, 5000) is None


def test_too_large_a_rate_leaves_the_numbers():
    with np.errstate(all="ignore"):
        assert 1e240 < np.abs(fitted(1000, 0.5)).max() < 1e256 and math.isinf(loss(fitted(1000, 0.5)))
        assert steps_until(lambda t: np.isnan(t).any(), 0.6) == pytest.approx(838, abs=2)
        assert steps_until(lambda t: np.isnan(t).any(), 1.0) == pytest.approx(468, abs=2)


# --- the traps --------------------------------------------------------------------------------------------------------


def shared(theta, rate=0.1, steps=1000):
    """The program's loop, which changes the array that it was handed."""
    for _ in range(steps):
        theta -= rate * (1 / 3) * X.T @ (X @ theta - Y)
    return theta


def test_in_place_changes_the_callers_array():
    mine = START.copy()
    assert shared(mine) is mine and np.allclose(mine, [1.166663, 0.75000161])
    again = shared(mine)
    assert np.linalg.norm(again - BEST) < 1e-10
    mine = START.copy()
    finals = [shared(mine, rate, 50) for rate in (0.01, 0.1, 0.3)]
    assert finals[0] is finals[1] is finals[2], "three rates, one array"
    history, theta = [], START.copy()
    for _ in range(3):
        theta -= 0.1 * gradient(theta)
        history.append(theta)
    assert all(each is theta for each in history)
    listed = [0.1, 0.1]
    shared(listed, steps=1)
    assert listed == [0.1, 0.1], "a list is not changed: list - array makes a new array"


def test_whole_numbers_and_small_floats():
    with pytest.raises(TypeError, match="same_kind"):
        shared(np.array([0, 0]), steps=1)
    theta = np.array([0, 0])
    theta = theta - 0.1 * gradient(theta)
    assert theta.dtype == float
    small = np.array([0.1, 0.1], dtype=np.float32)
    X32, Y32, seen = X.astype(np.float32), Y.astype(np.float32), []
    for _ in range(1500):
        small = small - np.float32(0.1) * (X32.T @ (X32 @ small - Y32) / np.float32(3))
        seen.append(small)
    assert np.array_equal(seen[-1], seen[-300]), "it stands still"
    assert not np.allclose(seen[-1], BEST, rtol=0, atol=1e-6) and np.allclose(seen[-1], BEST, atol=1e-4)


def test_the_silent_bias_column_and_shapes():
    column = X[:, 1:]
    through = np.linalg.lstsq(column, Y, rcond=None)[0]
    assert through == pytest.approx([1.25])
    height = float(np.sum((column @ through - Y) ** 2) / 6)
    assert height == pytest.approx(0.104167, abs=5e-7) and height * 144 == pytest.approx(15)
    tall = Y.reshape(3, 1)
    assert (X @ START - tall).shape == (3, 3)
    with pytest.raises(ValueError, match="broadcast"):
        START.copy().__isub__(0.1 * X.T @ (X @ START - tall) / 3)
    wide = START.reshape(2, 1) - 0.1 * X.T @ (X @ START.reshape(2, 1) - Y) / 3
    assert wide.shape == (2, 3), "silently a matrix"


def no_mean(theta):
    return 3 * gradient(theta)


def doubled(theta):
    return 2 * gradient(theta)


def halved(theta):
    return 1.5 * gradient(theta)  # divided by n = 2 and not by m = 3


def one_after_the_other(theta, rate):
    theta = theta.copy()
    for j in range(2):
        theta[j] -= rate * gradient(theta)[j]
    return theta


def test_wrong_programs_that_end_where_the_right_one_does():
    answer = [1.166663, 0.75000161]
    turned = START
    for _ in range(1000):
        turned = one_after_the_other(turned, 0.1)
    wrong = [*(descend(grad, START, 0.1, 1000) for grad in (no_mean, doubled, halved)), turned]
    assert all(np.allclose(each, answer) for each in wrong), "NumPy's own closeness sees none of the four"
    assert all(np.linalg.norm(each - BEST) < np.linalg.norm(fitted(1000) - BEST) for each in wrong[:3])
    steps = [*(descend(grad, START, 0.1, 1) for grad in (no_mean, doubled, halved)), one_after_the_other(START, 0.1)]
    assert not any(np.allclose(each, fitted(1), rtol=0, atol=1e-6) for each in steps), "one step sees them all"
    assert np.allclose(steps[3], [0.336667, 0.569333], atol=5e-7)
    assert np.allclose(fitted(200, 0.2), [1.16163005, 0.75221561], atol=6e-9)
    blown = [descend(grad, START, 0.2, 200) for grad in (doubled, no_mean)]
    assert np.abs(blown[0]).max() > 1e16 and np.abs(blown[1]).max() > 1e72


def test_what_the_first_two_functions_hide():
    curvatures = sorted(map(float, sp.hessian(SADDLE, (x, y)).eigenvals()))
    assert curvatures == pytest.approx([-0.4721, 8.4721], abs=5e-5)
    assert sp.simplify(curvatures[0] - float(4 - 2 * sp.sqrt(5))) == pytest.approx(0, abs=1e-12)

    def grad(p):
        return np.array([2 * p[0] - 4 * p[1], 6 * p[1] - 4 * p[0]])

    def height(p):
        return p[0] ** 2 + 3 * p[1] ** 2 - 4 * p[0] * p[1]

    assert height(descend(grad, (1, 2), 0.1, 60)) == pytest.approx(-216.64, abs=5e-3)
    assert height(descend(grad, (1, 2), 0.1, 20)) == pytest.approx(-5.406555, abs=5e-7)
    point = descend(grad, (1, 2), 0.1, 60)
    assert point[0] / point[1] == pytest.approx((1 + math.sqrt(5)) / 2, abs=1e-6), "the golden ratio is the way out"
    for start in (-1.3, -2.0):
        away = start
        for _ in range(60):
            away = away - 0.1 * (3 * away**2 - 5)
            if away < -100:
                break
        assert away < -100, "the cubic has no lowest point"
    assert sp.diff(CUBIC, x).subs(x, 1) == -2 and math.isclose(1 - 0.05 * -2, 1.1), "slope below 0: step right"


def test_the_first_descents_do_what_the_lessons_say():
    slopes = [fitted(k)[1] for k in range(200)]
    assert int(np.argmax(slopes)) == 7, "theta1 overshoots, and turns at step 7"
    heights = [fitted(k)[0] for k in range(200)]
    assert heights == sorted(heights), "theta0 only climbs"
    wild = [loss(fitted(k, 0.37)) for k in range(40)]
    assert wild == sorted(wild), "0.37 rises at every step"
    race = {rate: loss(fitted(100, rate)) for rate in (0.01, 0.1, 6 / 17, 0.36, 0.37)}
    assert min(race, key=lambda rate: race[rate]) == 6 / 17


# --- what is said without decimals ------------------------------------------------------------------------------------

# claim -> expressions that are all 0 when it is true
CLAIMS = {
    "(2b + 3)^2 by b: 4 (2b + 3) = 8b + 12": [
        sp.diff((2 * x + 3) ** 2, x) - 4 * (2 * x + 3), (2 * x + 3) ** 2 - (4 * x**2 + 12 * x + 9),
        4 * (2 * x + 3) - (8 * x + 12), sp.diff(x**2 / 2, x) - x,
    ],
    "the small matrix: trace 4, determinant 3, eigenvalues 3 and 1": [
        sp.Matrix([[2, 1], [1, 2]]).trace() - 4, sp.Matrix([[2, 1], [1, 2]]).det() - 3,
        (x - 3) * (x - 1) - (x**2 - 4 * x + 3), sp.Matrix([[2, 1], [1, 2]]).charpoly(x).as_expr(x) - (x - 3) * (x - 1),
    ],
    "our matrix: trace 17/3, determinant 2/3": [
        sp.Matrix([[1, 2], [2, sp.Rational(14, 3)]]).charpoly(x).as_expr(x)
        - (x**2 - sp.Rational(17, 3) * x + sp.Rational(2, 3)),
        *(sp.Matrix(3, 2, [1, 1, 1, 2, 1, 3]).T * sp.Matrix(3, 2, [1, 1, 1, 2, 1, 3]) / 3
          - sp.Matrix([[1, 2], [2, sp.Rational(14, 3)]])),
    ],
    "the tangent meets the cubic again at (-4, -37)": [CUBIC.subs(x, -4) + 37, 7 * -4 - 9 + 37],
    "the best level line, and the best through (0, 0)": [
        (sp.Rational(2) + sp.Rational(5, 2) + sp.Rational(7, 2)) / 3 - sp.Rational(8, 3),
        sp.Rational(35, 2) / 14 - sp.Rational(5, 4),
    ],
    "x^2 from -1: slope -2 + h": [((-1 + h) ** 2 - 1) / h - (-2 + h)],
    "x^2 from 1: slope 2 + h": [((1 + h) ** 2 - 1) / h - (2 + h)],
    "the cubic from 2: slope 7 + 6h + h^2": [(CUBIC.subs(x, 2 + h) - 5) / h - (7 + 6 * h + h**2)],
    "the cubic's slopes 7, -2, -5, -2, 7": [
        sp.diff(CUBIC, x).subs(x, at) - slope for at, slope in ((-2, 7), (-1, -2), (0, -5), (1, -2), (2, 7))
    ],
    "the cubic is steepest down at 0": [sp.diff(CUBIC, x, 2).subs(x, 0)],
    "its tangent at 2 is 7x - 9, and meets it at -4": [
        CUBIC - (7 * x - 9) - (x - 2) ** 2 * (x + 4), (x - 2) ** 2 * (x + 4) - (x**3 - 12 * x + 16),
    ],
    "1 - 0.05 (-2) = 1.1": [sp.Rational(1, 20) * 2 + 1 - sp.Rational(11, 10)],
    "the tangent to x^2 at 3": [9 + 6 * (x - 3) - (6 * x - 9)],
    "2x^3 + 4x - 1": [sp.diff(2 * x**3 + 4 * x - 1, x) - (6 * x**2 + 4)],
    "1/x^2": [sp.diff(1 / x**2, x) + 2 / x**3],
    "slices of the saddle through (1, 1)": [
        SADDLE.subs(y, 1) - (x**2 - 4 * x + 3), SADDLE.subs(x, 1) - (3 * y**2 - 4 * y + 1), SADDLE.subs({x: 1, y: 1}),
    ],
    "it falls along x = 2y": [SADDLE.subs(x, 2 * y) + y**2],
    "its diagonal is level": [SADDLE.subs({x: t, y: t})],
    "its partials at (1, 1), (2, 1), (1, 2), (0, 1)": [
        sp.diff(SADDLE, v).subs({x: p, y: q}) - slope
        for v, p, q, slope in ((x, 1, 1, -2), (y, 1, 1, 2), (x, 2, 1, 0), (y, 2, 1, -2), (x, 1, 2, -6), (y, 1, 2, 8),
                               (x, 0, 1, -4), (y, 0, 1, 6))
    ],
    "5 x^2 y + y^3": [
        sp.diff(5 * x**2 * y + y**3, x) - 10 * x * y, sp.diff(5 * x**2 * y + y**3, y) - (5 * x**2 + 3 * y**2),
    ],
    "x^2 + 5 y^2 at (3, 1)": [sp.diff(x**2 + 5 * y**2, v).subs({x: 3, y: 1}) - g for v, g in ((x, 6), (y, 10))],
    "level along (0.8, 0.6)": [-6 * 8 + 8 * 6],
    "the step on x^2 + y^2 from (3, -1)": [
        3 - sp.Rational(1, 4) * 6 - sp.Rational(3, 2), -1 + sp.Rational(1, 4) * 2 + sp.Rational(1, 2),
        (x**2 + y**2).subs({x: sp.Rational(3, 2), y: -sp.Rational(1, 2)}) - sp.Rational(5, 2),
    ],
    "the first step on the saddle: 5 to -0.8, promised -5": [
        SADDLE.subs({x: 1, y: 2}) - 5, SADDLE.subs({x: sp.Rational(8, 5), y: sp.Rational(6, 5)}) + sp.Rational(4, 5),
        5 - 10 + sp.Rational(21, 5) + sp.Rational(4, 5),
    ],
    "the best line": [3 * t0 + 6 * t1 - 8, 6 * t0 + 14 * t1 - sp.Rational(35, 2)],
    "factors 0.6, -0.6, -1, -1.4": [10 - 4 - 6, 10 - 16 + 6, 10 - 20 + 10, 10 - 24 + 14],
}  # fmt: skip


@pytest.mark.parametrize("claim", CLAIMS)
def test_every_claim_is_true(claim):
    best = {t0: sp.Rational(7, 6), t1: sp.Rational(3, 4)}
    assert all(sp.simplify(sp.sympify(zero).subs(best)) == 0 for zero in CLAIMS[claim])
