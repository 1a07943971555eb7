"""What a descent goes down: every gradient against another way to it, and every sentence about a problem proved."""

from __future__ import annotations

import cmath
import math
from itertools import pairwise

import numpy as np
import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.descent.player import Player, State
from tutor.descent.problem import Function, LeastSquares, OnExamples, differenced
from tutor.descent.problems import CLASSICS, Logistic, Network, Separable, Softmax
from tutor.expression import parse
from tutor.numeric import scalar
from tutor.symbolic import gradient, to_sympy

XOR = ([[0, 0], [0, 1], [1, 0], [1, 1]], [0, 1, 1, 0])
HOURS = [[1, 0.5], [1, 1], [1, 1.5], [1, 2], [1, 2.5], [1, 3]]
ACTIVATE = {
    "tanh": cmath.tanh,
    "sigmoid": lambda z: 1 / (1 + cmath.exp(-z)),
    "relu": lambda z: z if z.real > 0 else 0 * z,
}


def by_hand(problem, theta):
    """The loss as the textbook writes it, in loops and complex numbers; an independent form of every problem here."""
    total = 0
    for row, label in zip(problem.X.tolist(), problem.y.tolist(), strict=True):
        if isinstance(problem, LeastSquares):
            total += (sum(a * b for a, b in zip(row, theta, strict=True)) - label) ** 2 / 2
            continue
        if isinstance(problem, Logistic):
            scores = [sum(a * b for a, b in zip(row, theta, strict=True))]
        elif isinstance(problem, Softmax):
            K = problem.classes
            scores = [sum(row[j] * theta[j * K + c] for j in range(len(row))) for c in range(K)]
        else:
            scores = through_the_layers(problem, row, list(theta))
            if problem.judged_by == "squared":
                total += sum((z - y) ** 2 for z, y in zip(scores, label, strict=True)) / 2
                continue
        if len(scores) == 1:
            p = 1 / (1 + cmath.exp(-scores[0]))
            total -= cmath.log(p if label == 1 else 1 - p)
        else:
            total -= cmath.log(cmath.exp(scores[label]) / sum(map(cmath.exp, scores)))
    return total / problem.m


def through_the_layers(problem, h, theta):
    for place, (inputs, units) in enumerate(pairwise(problem.layers)):
        weights, theta = theta[: units * inputs], theta[units * inputs :]
        biases, theta = theta[:units], theta[units:]
        h = [sum(weights[u * inputs + i] * h[i] for i in range(inputs)) + biases[u] for u in range(units)]
        if place < len(problem.layers) - 2:
            h = [ACTIVATE[problem.activation](z) for z in h]
    return h


def complex_step(problem, theta):
    """The gradient without a difference: Im J(theta + i h) / h (Squire and Trapp 1998)."""
    return np.array([by_hand(problem, theta + 1e-30j * unit).imag / 1e-30 for unit in np.eye(len(theta))])


@st.composite
def problems(draw):
    """A problem of any kind on random data, and a theta that is no accident of it."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    m, n = draw(st.integers(1, 7)), draw(st.integers(1, 4))
    X = rng.normal(size=(m, n)) * draw(st.sampled_from([0.1, 1.0, 3.0]))
    layers = [n, *draw(st.lists(st.integers(1, 4), max_size=2)), draw(st.integers(1, 3))]
    classes = max(2, layers[-1])
    activation = draw(st.sampled_from(sorted(ACTIVATE)))
    labels = rng.integers(0, classes, m)
    problem = draw(
        st.sampled_from(
            [
                lambda: LeastSquares(X, rng.normal(size=m)),
                lambda: Logistic(X, rng.integers(0, 2, m)),
                lambda: Softmax(X, labels, classes),
                lambda: Network(X, rng.normal(size=(m, layers[-1])), layers, activation, "squared"),
                lambda: Network(X, labels, layers, activation, "cross-entropy"),
            ]
        )
    )()
    return problem, rng.normal(size=len(problem.names))


@settings(max_examples=25)
@given(problems())
def test_every_gradient_is_that_of_its_loss(found):
    problem, theta = found
    kept = theta.copy()
    loss, slopes = problem.look(theta)
    assert loss == pytest.approx(by_hand(problem, theta).real, rel=1e-11, abs=1e-13)
    np.testing.assert_allclose(slopes, complex_step(problem, theta), rtol=1e-9, atol=1e-11)
    h = 1e-6
    if getattr(problem, "activation", "") != "relu":  # a difference may step over its corner
        central = [(problem.loss(theta + h * e) - problem.loss(theta - h * e)) / (2 * h) for e in np.eye(len(theta))]
        np.testing.assert_allclose(slopes, central, rtol=1e-5, atol=1e-7)
        np.testing.assert_allclose(problem.curvature(theta), differenced(problem.gradient, theta), rtol=1e-6, atol=1e-8)
    # the same bits each time and each way, nothing changed, and examples add up to the whole
    assert loss == problem.loss(theta) and np.array_equal(slopes, problem.gradient(theta))
    assert np.array_equal(slopes, problem.gradient_on(theta, slice(None))) and np.array_equal(theta, kept)
    assert isinstance(problem, OnExamples)
    each = [problem.gradient_on(theta, np.array([row])) for row in range(problem.m)]
    np.testing.assert_allclose(np.mean(each, axis=0), slopes, rtol=1e-9, atol=1e-12)


def test_losses_hold_where_the_textbook_formula_ends():
    rows, theta = [[1.0], [-1.0]], np.array([1e4])
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        for problem, far in (
            (Logistic(rows, [0, 1]), theta),
            (Softmax(rows, [0, 1], 2), np.array([0.0, 1e4])),
            (Network(rows, [0, 1], [1, 1], loss="cross-entropy"), np.array([1e4, 0.0])),
            (Network(rows, [0, 1], [1, 2], loss="cross-entropy"), np.array([0.0, 1e4, 0.0, 0.0])),
        ):
            assert problem.loss(far) == 1e4  # wholly wrong, and said so
            assert problem.loss(-far) == 0.0 and not problem.gradient(-far).any()
        assert Logistic([[1]], [0]).loss(np.array([800.0])) == 800.0
        # next to 0 a loss and its slope keep their digits
        for problem, far in (
            (Logistic(rows, [1, 0]), np.array([50.0])),
            (Softmax(rows, [1, 0], 2), np.array([0.0, 50.0])),
            (Network(rows, [1, 0], [1, 1], loss="cross-entropy"), np.array([50.0, 0.0])),
        ):
            assert problem.loss(far) == pytest.approx(math.exp(-50), rel=1e-12)
            assert abs(problem.gradient(far)).max() == pytest.approx(math.exp(-50), rel=1e-12)


def test_two_classes_of_a_softmax_are_a_logistic_regression():
    rng = np.random.default_rng(3)
    X, y = rng.normal(size=(20, 3)), rng.integers(0, 2, 20)
    theta = rng.normal(size=(3, 2))
    flat = theta[:, 1] - theta[:, 0]
    assert Softmax(X, y, 2).loss(theta.ravel()) == pytest.approx(Logistic(X, y).loss(flat), rel=1e-13)
    np.testing.assert_allclose(Softmax(X, y, 2).predictions(theta.ravel())[:, 1], Logistic(X, y).predictions(flat))
    net = Network(X, y, [3, 1], loss="cross-entropy")
    assert net.loss(np.append(flat, 0.0)) == Logistic(X, y).loss(flat)
    assert Softmax(X, y, 2).accuracy(theta.ravel()) == Logistic(X, y).accuracy(flat)
    assert net.accuracy(np.append(flat, 0.0)) == Logistic(X, y).accuracy(flat)
    assert Logistic(X, y).accuracy(np.zeros(3)) == 0  # on the line is on no side


def test_the_numbers_of_the_logistic_lesson():
    player = Player(Logistic(HOURS, [0, 0, 1, 0, 1, 1]), [0, 0], 1.0, 100_000)
    losses = []
    for k in (0, 1, 2, 10, 100, 1000):
        player.step(k - player.k)
        losses.append(round(player.loss, 6))
    assert losses == [0.693147, 0.647539, 0.63243, 0.547985, 0.417667, 0.412998]
    player.step(5000)
    assert player.theta.round(6).tolist() == [-4.249097, 2.428055]
    assert player.problem.predictions(player.theta).round(4).tolist() == [
        0.0459,
        0.1393,
        0.3527,
        0.6473,
        0.8607,
        0.9541,
    ]
    assert player.problem.accuracy(player.theta) == 4 / 6
    # labels that a line parts: theta grows like log k, for ever
    player, lengths = Player(Logistic(HOURS, [0, 0, 0, 1, 1, 1]), [0, 0], 1.0, 10_000), []
    for k in (1, 10, 100, 1000):
        player.step(k - player.k)
        lengths.append(round(float(np.linalg.norm(player.theta)), 3))
    assert lengths == pytest.approx([0.375, 1.43, 6.09, 15.45], abs=0.006)


# --- is it separable? ---------------------------------------------------------------------------------------------


def can_be_parted(X, y):
    """Exactly, for small whole numbers and two columns: some direction of a fine fan has every row on its side."""
    rows = [(a, b) if label else (-a, -b) for (a, b), label in zip(X, y, strict=True)]
    # a best direction, if there is one, lies between two rows' perpendiculars: try each, and their sums
    edges = [(-b, a) for a, b in rows] + [(b, -a) for a, b in rows]
    tries = rows + edges + [(p + r, q + s) for p, q in edges for r, s in edges]
    return any(all(a * p + b * q > 0 for a, b in rows) for p, q in tries)


@settings(max_examples=25)
@given(
    st.lists(st.tuples(st.integers(-4, 4), st.integers(-4, 4)).filter(any), min_size=1, max_size=6),
    st.integers(0, 63),
)
def test_separable_is_said_only_where_it_is_so(X, bits):
    y = [bits >> i & 1 for i in range(len(X))]
    said = Logistic(X, y).separable
    assert (said is Separable.YES) == can_be_parted(X, y)
    if said is Separable.NO:  # then the loss has a least value: no direction lowers it for ever
        rows = np.array(X) * (2 * np.array(y) - 1)[:, np.newaxis]
        fan = np.array([(p, q) for a, b in rows for p, q in ((-b, a), (b, -a), (a, b))]).T
        assert not ((rows @ fan >= 0).all(axis=0) & (rows @ fan > 0).any(axis=0)).any()


def test_separable_data_are_told_apart():
    assert Logistic(HOURS, [0, 0, 0, 1, 1, 1]).separable is Separable.YES
    assert Logistic(HOURS, [0, 0, 1, 0, 1, 1]).separable is Separable.NO
    assert Logistic(HOURS, [0, 0, 0, 0, 0, 0]).separable is Separable.YES  # one class: the bias alone will do
    assert Logistic([[1, x] for x in (1, 2, 3, 3, 4)], [0, 0, 0, 1, 1]).separable is Separable.UNKNOWN  # touching
    rng = np.random.default_rng(5)
    X = np.column_stack([np.ones(400), rng.normal(size=(400, 6)) * [1, 1e-6, 1e6, 1, 1, 1]])
    sure = X.dot([0.3, 1, 1e6, 1e-6, -1, 0.5, 2]) > 0
    assert Logistic(X, sure).separable is Separable.YES
    assert Logistic(X, sure ^ (rng.random(400) < 0.05)).separable is Separable.NO
    assert Logistic(np.ones((2_000, 60)), np.zeros(2_000)).separable is Separable.UNKNOWN  # too much work


# --- the network --------------------------------------------------------------------------------------------------


def test_the_numbers_of_the_backpropagation_lesson():
    net = Network([[1, 2]], [1], [2, 2, 1], "relu", "squared")
    player = Player(net, [0.1, 0.2, 0.3, -0.4, 0, 0, 0.5, -0.6, 0.1], 0.1, 20)
    first, last = net.forward(player.theta)
    assert first.z.tolist() == [[0.5, -0.5]] and first.outputs.tolist() == [[0.5, 0.0]]
    assert last.outputs[0, 0] == pytest.approx(0.35) and player.loss == pytest.approx(0.21125)
    slopes = dict(zip(net.names, player.gradient.round(12).tolist(), strict=True))
    assert [slopes[name] for name in ("w1[0,0]", "w1[0,1]", "w1[1,0]", "w1[1,1]")] == [-0.325, -0.65, 0.0, 0.0]
    assert [slopes[name] for name in ("w2[0,0]", "w2[0,1]", "b1[0]", "b1[1]", "b2[0]")] == [-0.325, 0, -0.325, 0, -0.65]
    said = []
    for _ in range(3):
        player.step()
        said.append(round(float(net.predictions(player.theta)[0, 0]), 6))
    assert said == [0.535088, 0.687932, 0.80386]
    player.step(7)
    assert player.loss == pytest.approx(4.67e-6, rel=1e-3)
    assert player.theta[2:4].tolist() == [0.3, -0.4]  # unit 2 is dead


# weights (a row for each unit), then J at k = 0, 10, 50, 100, 200, 2000 with rate 0.5
XOR_RUNS = {
    "solved": ([0.5, -0.4, -0.3, 0.6, 0, 0, 0.2, -0.5, 0], [0.696688, 0.693311, 0.681556, 0.585364, 0.10465, 0.003386]),
    "zeros": ([0] * 9, [0.693147] * 6),
    "stuck": ([0.5, 0.3, -0.5, 0.8, 0, 0, 0.5, 0.5, 0], [None] * 5 + [0.348076]),
    "twins": ([0.5] * 4 + [0, 0] + [0.5, 0.5, 0], [None] * 5 + [0.4796]),
}


@pytest.mark.parametrize("name", XOR_RUNS)
def test_the_numbers_of_the_xor_lesson(name):
    start, expected = XOR_RUNS[name]
    player = Player(Network(*XOR, [2, 2, 1], "tanh", "cross-entropy"), start, 0.5, 2000)
    for k, loss in zip((0, 10, 50, 100, 200, 2000), expected, strict=True):
        player.step(k - player.k)
        assert loss is None or player.loss == pytest.approx(loss, abs=5e-5 if name == "twins" else 6e-7)
    if name == "twins":
        assert np.array_equal(player.theta[:2], player.theta[2:4])


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: Logistic([[1], [2]], [0, 2]), "a label must be 0 or 1; the one of row 2 is 2"),
        (lambda: Logistic([1, 2], [0, 1]), "X must be a table"),
        (lambda: Logistic([[1], [2]], [0]), "one number for each of the 2 rows"),
        (lambda: Softmax([[1]], [0.5], 3), "a whole number from 0 to 2; the one of row 1 is 0.5"),
        (lambda: Softmax([[1]], [0], 1), "the number of classes must be 2 to 100, and 1 is not"),
        (lambda: Network([[1]], [1], [2, 1]), "the first layer has 2 units for the 1 columns"),
        (lambda: Network([[1, 1]], [1], [2, 2]), "y must have 2 for each of the 1 rows"),
        (lambda: Network([[1, 1]], [1], [2]), "layers must be 2 to 8 whole numbers"),
        (lambda: Network([[1, 1]], [1], [2, 200, 1]), "801 weights and biases, and 500 are the most"),
        (lambda: Network([[1, 1]], [1], [2, 1], "swish"), "the activation must be one of tanh, relu, sigmoid"),
        (lambda: Network([[1, 1]], [3], [2, 1], loss="cross-entropy"), "a label must be 0 or 1"),
        (lambda: Network([[1, math.nan]], [3], [2, 1]), "X must hold finite numbers only"),
    ],
)
def test_what_cannot_be_is_said_in_a_sentence(make, said):
    with pytest.raises(ValueError, match=said.replace("(", r"\(")) as fault:
        make()
    assert str(fault.value).endswith(".")


# --- functions ----------------------------------------------------------------------------------------------------


def as_function(classic):
    tree = parse(classic.text, classic.symbols)
    slopes = [scalar(each, classic.symbols) for each in gradient(tree, classic.symbols)]
    return Function(scalar(tree, classic.symbols), lambda theta: [slope(theta) for slope in slopes], classic.symbols)


@pytest.mark.parametrize("name", CLASSICS)
def test_each_classic_is_least_where_it_is_said_to_be(name):
    classic = CLASSICS[name]
    assert classic.name == name and (classic.least is None) == (not classic.minima)
    f, symbols = to_sympy(parse(classic.text, classic.symbols)), sympy.symbols("x y", real=True)
    f = f.subs({s: r for s in f.free_symbols for r in symbols if s.name == r.name})
    hessian = sympy.hessian(f, symbols)
    for minimum in classic.minima:
        at = {s: sympy.Float(repr(v), 20) for s, v in zip(symbols, minimum, strict=True)}
        assert max(abs(f.diff(s).subs(at).evalf()) for s in symbols) < 1e-12
        assert all(value > 0 for value in map(sympy.re, hessian.subs(at).evalf().eigenvals()))
        assert f.subs(at).evalf() == pytest.approx(classic.least, abs=1e-12)
        assert all(low <= v <= high for v, (low, high) in zip(minimum, classic.window, strict=True))
    problem = as_function(classic)
    if classic.least is not None:  # nowhere in the window is it lower
        grid = [np.linspace(*ends, 41) for ends in classic.window]
        assert min(problem.loss(np.array([x, y])) for x in grid[0] for y in grid[1]) > classic.least - 1e-9
    rng = np.random.default_rng(7)
    for theta in rng.uniform(*np.array(classic.window).T, size=(20, 2)):
        central = [(problem.loss(theta + e) - problem.loss(theta - e)) / 2e-6 for e in 1e-6 * np.eye(2)]
        size = np.abs(central).max() + abs(problem.loss(theta)) + 1
        np.testing.assert_allclose(problem.gradient(theta), central, rtol=1e-6, atol=1e-7 * size)
    assert all(low <= v <= high for v, (low, high) in zip(classic.start, classic.window, strict=True))
    player = Player(problem, classic.start, classic.rate, 20_000)
    player.step(20_000)
    if name == "saddle":
        assert player.state is State.DIVERGED and abs(player.theta[1]) > 1e100
    else:  # its start and rate lead to a place without slope
        assert np.abs(player.gradient).max() < 1e-3 and player.loss < player.first_loss


def test_the_curvature_of_a_function_is_the_one_given_or_found():
    problem = as_function(CLASSICS["rosenbrock"])
    theta = np.array([-1.2, 1.0])
    exact = np.array([[1330.0, 480.0], [480.0, 200.0]])
    np.testing.assert_allclose(problem.curvature(theta), exact, rtol=1e-9)
    given_ = Function(problem.loss, problem.gradient, ("x", "y"), lambda theta: [[1, 2], [2, theta[0]]])
    assert given_.curvature(theta).tolist() == [[1, 2], [2, -1.2]]
    line = LeastSquares([[1, 1], [1, 2], [1, 3]], [2, 2.5, 3.5])
    assert line.curvature(theta) is line.hessian
