"""Why a descent does what it does: each situation and its near misses, and no sentence that the run does not bear out.

The oracle of a claim is the run itself, taken further or looked at again, and brute force; never the diagnosis's own
arithmetic.
"""

from __future__ import annotations

import math
import re

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tutor.descent.batches import Batches, Order
from tutor.descent.diagnosis.diagnose import diagnose
from tutor.descent.diagnosis.figures import apart, between, direction
from tutor.descent.diagnosis.finding import Kind
from tutor.descent.methods import (
    AdaGrad,
    Adam,
    AdamW,
    GradientDescent,
    Momentum,
    Nesterov,
    Newton,
    RMSProp,
)
from tutor.descent.player import Player, State
from tutor.descent.problem import Function, LeastSquares
from tutor.descent.problems.logistic import Logistic
from tutor.descent.problems.network import Network
from tutor.descent.problems.softmax import Softmax
from tutor.descent.schedules import Cosine, Exponential, Halving, Inverse, Schedule, Written
from tutor.descent.words import sentence

SEED = LeastSquares([[1, 1], [1, 2], [1, 3]], [2, 2.5, 3.5])
LIMIT = (17 - math.sqrt(265)) / 2
S = [0.1, 0.1]
HOUSES = LeastSquares([[1, 50], [1, 80], [1, 100], [1, 120]], [150, 210, 260, 300])
INDEX = np.arange(200)
RIPPLES = LeastSquares(
    np.c_[np.ones(200), 3 * (INDEX + 0.5) / 200], 1 + 6 * (INDEX + 0.5) / 200 + 0.5 * np.sin(7 * INDEX)
)
EXACT = LeastSquares([[1, 1], [1, 2], [1, 3]], [2, 3, 4])  # a line fits without error: batches agree in the end
WIDE = LeastSquares(np.sin(np.arange(80 * 64) ** 1.5).reshape(80, 64), np.cos(np.arange(80)))  # too many to look into
HOURS = [[1, hour] for hour in (0.5, 1, 1.5, 2, 2.5, 3)]
PASSED = Logistic(HOURS, [0, 0, 1, 0, 1, 1])
PARTED = Logistic(HOURS, [0, 0, 0, 1, 1, 1])
NEARLY = Logistic([*HOURS, [1, 1.74], [1, 1.76]], [0, 0, 0, 1, 1, 1, 1, 0])
THREE = Softmax(HOURS, [0, 0, 1, 1, 2, 2], 3)
ENDS = Written(lambda k: 1.0 if k < 20 else -1.0, "1 - 2(k // 20)")
XOR = Network([[0, 0], [0, 1], [1, 0], [1, 1]], [0, 1, 1, 0], [2, 2, 1], "tanh", "cross-entropy")
THROUGH = Network([[-1], [0], [1]], [1, 2, 1], [1, 2, 1], "tanh", "squared")  # has nothing left over in the end
XOR_START = [0.5, -0.3, -0.4, 0.6, 0, 0, 0.2, -0.5, 0]


def of(value, gradient, names="xy"):
    """A function of such names; infinite where Python's powers overflow."""

    def guarded(function, instead):
        def at(theta):
            try:
                return function(*theta)
            except OverflowError:
                return instead

        return at

    return Function(guarded(value, math.inf), guarded(gradient, [math.inf] * len(names)), tuple(names))


TEN = of(lambda x, y: x * x + 10 * y * y, lambda x, y: [2 * x, 20 * y])
D2L = of(lambda x, y: 0.1 * x * x + 2 * y * y, lambda x, y: [0.2 * x, 4 * y])
WELL = of(lambda x, y: x**4 / 4 - x * x / 2 + y * y / 2, lambda x, y: [x**3 - x, y])
PASS = of(lambda x, y: x * x - y * y, lambda x, y: [2 * x, -2 * y])
TILTED = of(lambda x, y: x * x + 3 * y * y - 4 * x * y, lambda x, y: [2 * x - 4 * y, 6 * y - 4 * x])
BOWL = of(lambda x: (x - 3) * (x - 3), lambda x: [2 * (x - 3)], "x")
CUBIC = of(lambda x: x * x * x - 5 * x + 7, lambda x: [3 * x * x - 5], "x")
HILL = of(lambda x, y: -x * x - 2 * y * y, lambda x, y: [-2 * x, -4 * y])
FOURTH = of(lambda x: x * x * x * x, lambda x: [4 * x * x * x], "x")
MONKEY = of(lambda x, y: x**3 - 3 * x * y * y, lambda x, y: [3 * x * x - 3 * y * y, -6 * x * y])
POLE = of(lambda x: 1 / x, lambda x: [-1 / (x * x)], "x")
LINE = of(lambda x: x, lambda x: [1.0], "x")


def _far(x):
    return 1 / (1 + math.exp(-x))


SATURATED = of(lambda x: (_far(x) - 1) ** 2, lambda x: [2 * (_far(x) - 1) * _far(x) * (1 - _far(x))], "x")

SITUATIONS = [
    # what, problem, start, rate, steps, settings of the run, what is found; a near miss has what is not the matter
    ("blow-up", SEED, S, 0.37, 20, {}, Kind.BLOW_UP),
    ("blow-up, falling yet", SEED, S, 0.3606, 20, {}, Kind.BLOW_UP),
    ("blow-up of a typed bowl", TEN, [10, 1], 0.11, 3, {}, Kind.BLOW_UP),
    ("blow-up with momentum", SEED, S, 0.6852, 30, {"method": Momentum(0.9)}, Kind.BLOW_UP),
    ("just below the limit with momentum", SEED, S, 0.685, 300, {"method": Momentum(0.9)}, {None, Kind.MOMENTUM_RISE}),
    ("blow-up of many parameters", WIDE, np.ones(64), 3.0, 30, {}, Kind.BLOW_UP),
    ("momentum tamed it", D2L, [-5, -2], 0.6, 20, {"method": Momentum(0.5)}, {None}),
    ("plain does not", D2L, [-5, -2], 0.6, 20, {}, Kind.BLOW_UP),
    ("just below the limit", SEED, S, 0.3605, 1000, {}, Kind.OSCILLATION),
    ("swings and shrinks", SEED, S, 0.36, 50, {}, Kind.OSCILLATION),
    ("swings for ever", BOWL, [0], 1.0, 7, {}, Kind.OSCILLATION),
    ("zigzag beside a long way", TEN, [10, 1], 0.09, 4, {}, Kind.OSCILLATION),
    ("no swing", TEN, [10, 1], 0.04, 4, {}, {None}),
    ("overshoot", CUBIC, [2], 0.26, 1, {}, Kind.OVERSHOOT),
    ("past the valley and lower all the same", BOWL, [0], 0.9, 1, {}, {None}),
    ("momentum rise", SEED, S, 0.1, 3, {"method": Momentum(0.9)}, Kind.MOMENTUM_RISE),
    ("momentum fall", SEED, S, 0.1, 6, {"method": Momentum(0.9)}, {None}),
    ("saddle near by", WELL, [1e-3, 1], 0.1, 30, {}, Kind.SADDLE),
    ("on the ridge", WELL, [0, 1], 0.1, 79, {}, Kind.SADDLE),
    ("saddle seen too early", WELL, [1e-3, 1], 0.1, 5, {}, {None}),
    ("left the saddle", WELL, [1e-3, 1], 0.1, 79, {}, {None}),
    ("at the seed's saddle", TILTED, [(1 - math.sqrt(5)) / 2, 1], 0.1, 60, {}, Kind.SADDLE),
    ("Newton at a saddle", PASS, [1, 0.5], 1.0, 1, {"method": Newton()}, Kind.SADDLE),
    ("Newton at a maximum", CUBIC, [-2], 1.0, 4, {"method": Newton()}, Kind.MAXIMUM),
    ("Newton at the minimum", CUBIC, [2], 1.0, 4, {"method": Newton()}, {None}),
    ("a top, exactly", HILL, [0, 0], 0.1, 5, {}, Kind.MAXIMUM),
    ("no saddle beside the bottom of a bent valley", THROUGH, np.cos(np.arange(7)), 0.1, 300, {"method": Adam()},
     {None}),
    ("far beyond the limit with Nesterov", LeastSquares([[1, 2, 3]], [3]), [0, 0, 0], 0.1, 1200,
     {"method": Nesterov()}, Kind.BLOW_UP),
    ("with momentum at a rate without end", LeastSquares([[1, 2, 3]], [3]), [0, 0, 0], 1e300, 5,
     {"method": Momentum()}, Kind.BLOW_UP),
    ("runaway", TILTED, [1, 2], 0.1, 30, {}, Kind.RUNAWAY),
    ("separable", PARTED, [0, 0], 1.0, 100, {}, Kind.SEPARABLE),
    ("separable, theta not yet right", PARTED, [0, 0], 1.0, 3, {}, {None, Kind.GUESSING}),
    ("separable, by batches", PARTED, [0, 0], 0.5, 500, {"batches": Batches(1, Order.SHUFFLED)}, Kind.SEPARABLE),
    ("not separable", PASSED, [0, 0], 1.0, 2000, {}, {None, Kind.VALLEY}),
    ("nearly separable", NEARLY, [0, 0], 1.0, 2000, {}, {None, Kind.VALLEY}),
    ("three classes parted", THREE, np.zeros(6), 1.0, 2000, {}, Kind.SEPARABLE),
    ("a network that has learnt", XOR, XOR_START, 0.5, 2000, {}, Kind.SEPARABLE),
    ("a network that guesses", XOR, XOR_START, 0.5, 10, {}, Kind.GUESSING),
    ("guesses no more", XOR, XOR_START, 0.5, 100, {}, {None}),
    ("plateau", SATURATED, [-20], 0.1, 50, {}, Kind.PLATEAU),
    ("flat bottom, no plateau, by Newton", of(lambda x: x**4 + 1, lambda x: [4 * x**3], "x"), [1], 1.0, 30,
     {"method": Newton()}, {None}),
    ("a local minimum, with lower ground beyond a rise", CUBIC, [2], 0.1, 5, {}, Kind.MINIMUM),
    ("and by momentum", CUBIC, [2], 0.1, 150, {"method": Momentum(0.8)}, Kind.MINIMUM),
    ("not yet at it", CUBIC, [2], 0.1, 1, {}, {None}),
    ("a slope above lower ground, and no rise before it", SATURATED, [-8], 0.001, 5, {}, Kind.PLATEAU),
    ("flat bottom, no plateau", FOURTH, [1], 0.01, 5000, {}, {None}),
    ("slow and honest", BOWL, [0], 1e-7, 5000, {}, {None}),
    ("tiny rate", BOWL, [0], 1e-9, 50, {}, Kind.TINY_RATE),
    ("a monkey saddle claims nothing", MONKEY, [1, 0], 0.01, 1000, {}, {None}),
    ("narrow valley", HOUSES, [0, 0], 2e-4, 1000, {}, Kind.VALLEY),
    ("down to four digits", SEED, S, 0.1, 1000, {}, Kind.VALLEY),
    ("falling as it should", SEED, S, 0.1, 100, {}, {None}),
    ("rates that end too soon", SEED, S, 0.1, 500, {"schedule": Exponential(0.99)}, Kind.VANISHING),
    ("and by batches", SEED, S, 0.1, 600, {"schedule": Exponential(0.99), "batches": Batches(1)}, Kind.VANISHING),
    ("rates that last", SEED, S, 0.1, 500, {"schedule": Inverse(0.01)}, {None}),
    ("halved, but seldom", SEED, S, 0.1, 500, {"schedule": Halving(1000)}, {None}),
    ("a cosine that has arrived", SEED, S, 0.35, 990, {"schedule": Cosine(1000), "budget": 1000}, {None}),
    ("rates gone on a slope", LINE, [1], 0.01, 200, {"schedule": Exponential(0.9)}, Kind.VANISHING),
    ("a schedule that has come to 0", SEED, S, 0.1, 50, {"method": Momentum(), "schedule": ENDS}, Kind.VANISHING),
    ("and by batches", SEED, S, 0.1, 50, {"batches": Batches(1), "schedule": ENDS}, Kind.VANISHING),
    ("AdaGrad died", of(lambda x: abs(x), lambda x: [math.copysign(1, x)], "x"), [1e3], 0.1, 20_000,
     {"method": AdaGrad()}, Kind.VANISHING),
    ("AdaGrad lives", SEED, S, 0.1, 25, {"method": AdaGrad()}, {None}),
    ("wobble", SEED, S, 0.1, 300, {"method": RMSProp()}, Kind.WOBBLE),
    ("no wobble", SEED, S, 0.1, 1000, {"method": Adam()}, {None}),
    ("noise floor", SEED, S, 0.1, 1000, {"batches": Batches(1)}, Kind.NOISE_FLOOR),
    ("noise floor, shuffled", RIPPLES, [0, 0], 0.05, 4000, {"batches": Batches(20, Order.SHUFFLED)}, Kind.NOISE_FLOOR),
    ("noise that still falls", RIPPLES, [0, 0], 0.001, 1000, {"batches": Batches(1, Order.STRIDED, 37)}, {None}),
    ("noise that hides a slow way down", LeastSquares([[1, 0], [1, 0], [0, 0.01]], [1, -1, 1]), [0, 0], 0.1, 1000,
     {"batches": Batches(1, Order.SHUFFLED)}, {None}),
    ("batches that agree in the end", EXACT, S, 0.1, 4000, {"batches": Batches(1)}, {None}),
    ("Newton above 2", TEN, [10, 1], 6.3, 3, {"method": Newton()}, Kind.NEWTON),
    ("Newton above 2 on data", SEED, S, 2.1, 30, {"method": Newton()}, Kind.NEWTON),
    ("Newton above 2 until the numbers end", SEED, S, 6.3, 5000, {"method": Newton()}, Kind.NEWTON),
    ("Newton just below 2", TEN, [10, 1], 1.99, 3, {"method": Newton()}, {None}),
    ("Newton above 2, and falling all the same", FOURTH, [1], 3.5, 5, {"method": Newton()}, {None}),
    ("a decay above 2", SEED, S, 30.0, 5, {"method": AdamW(decay=0.1)}, Kind.DECAY),
    ("by batches", SEED, S, 30.0, 5, {"method": AdamW(decay=0.1), "batches": Batches(1)}, Kind.DECAY),
    ("a decay below 2 of a high rate", SEED, S, 19.0, 5, {"method": AdamW(decay=0.1)}, {None, Kind.WOBBLE}),
    ("over a pole", POLE, [-1], 1.5, 1, {}, Kind.LEAP),
    ("just behind a pole", POLE, [-1], 1.5, 3, {}, Kind.LEAP),
    ("far behind a pole", POLE, [-1], 1.5, 30, {}, {None}),
    ("beside a pole", POLE, [1], 0.5, 3, {}, {None}),
    ("from hill to hill", of(lambda x: -x / 10 + 3 * math.sin(2 * x), lambda x: [-0.1 + 6 * math.cos(2 * x)], "x"),
     [1.2], 0.62, 1, {}, Kind.LEAP),
    ("noise, but the rate falls", SEED, S, 0.1, 2000, {"batches": Batches(1), "schedule": Inverse(0.01)}, {None}),
]  # fmt: skip


SAID_OF_A_MINIMUM = r"about (\S+) from a local", r"f is (\S+)", r"the lowest place: (\S+) further on"


@pytest.mark.parametrize(
    ("problem", "start", "rate", "steps", "options", "expected"),
    [each[1:] for each in SITUATIONS],
    ids=[each[0] for each in SITUATIONS],
)
def test_each_situation_is_recognised_and_its_near_miss_is_not(problem, start, rate, steps, options, expected):
    options = {"budget": 50_000, **options}
    player = Player(problem, start, rate, options.pop("budget"), **options)
    player.step(steps)
    found = diagnose(player)
    assert (found and found.kind) in (expected if isinstance(expected, set) else {expected}), sentence(player)
    said = sentence(player)
    assert len(said) <= 160
    assert found is None or found.text in said or len(f"{said}{found.text}") > 240  # it is cut where it is too long
    assert "inf" not in said.split()
    assert (plain := sentence(player, ascii=True)).isascii() and len(plain) <= 160
    if problem.names == ("x",):  # f of x, as it was typed: who reads it need not have heard of theta
        assert not re.search(r"theta|loss|λ|lambda|along|direction", f"{said} {plain} {found and found.text}")


def test_a_local_minimum_is_where_the_run_ends_and_not_a_plateau():
    player = Player(CUBIC, [2], 0.1, 1000)
    player.step(5)
    found = diagnose(player)
    far, lower, at = (float(re.search(pattern, found.text)[1].replace("−", "-")) for pattern in SAID_OF_A_MINIMUM)
    here = float(player.theta[0])
    player.step(900)
    assert player.state is State.CONVERGED
    assert abs(here - player.theta[0]) == pytest.approx(far, rel=0.05)
    assert CUBIC.loss(np.array([here - at])) == pytest.approx(lower, rel=0.01)


def _along(problem, theta):
    """The error along the steepest direction of a least-squares problem."""
    values, vectors = np.linalg.eigh(problem.X.T @ problem.X / problem.m)
    return float(vectors[:, -1] @ (theta - problem.best_theta)), values


tables = st.integers(2, 3).flatmap(
    lambda n: st.lists(st.lists(st.integers(-4, 4), min_size=n, max_size=n), min_size=n + 1, max_size=6)
)


@settings(max_examples=25)
@given(
    tables,
    st.floats(0.02, 1.25),
    st.integers(1, 60),
    st.sampled_from([GradientDescent(), Momentum(0.5), Momentum(0.9), Nesterov(0.7)]),
)
def test_on_least_squares_the_limit_is_named_when_and_only_when_it_is_passed(X, part, steps, method):
    problem = LeastSquares(X, [math.sin(3 * i) for i in range(len(X))])
    eigenvalues = problem.eigenvalues
    assume(eigenvalues[-1] > 0.1)
    beta = getattr(method, "beta", 0)
    span = 2 * (1 + beta) / (1 + 2 * beta if isinstance(method, Nesterov) else 1)
    player = Player(problem, [0.1] * len(X[0]), part * span / eigenvalues[-1], 10**6, method=method)
    start = abs(_along(problem, player.theta)[0])
    assume(start > 1e-3 and abs(part - 1) > 1e-3)
    player.step(steps)
    assume(not player.state.final)
    found = diagnose(player)
    assert (found is not None and found.kind is Kind.BLOW_UP) == (part > 1)
    if found is None:
        return
    if found.kind is Kind.BLOW_UP:
        says = re.search(r"grows (\S+) times", found.text)
        assert says
        before, after = (_largest_error(player, problem, 150) for _ in range(2))
        assert (after / before) ** (1 / 150) == pytest.approx(float(says[1]), rel=0.03)
    if found.kind is Kind.MOMENTUM_RISE:
        assert player.recent(2)[1].loss > player.recent(2)[0].loss
        if "settles" in found.text:
            now = player.loss
            player.step(20_000)
            assert player.loss < now
    if found.kind is Kind.VALLEY:
        to_go = float(re.search(r"with (\S+) of loss", found.text)[1])
        assert to_go == pytest.approx(player.loss - problem.best_loss, rel=0.06, abs=1e-12 * player.first_loss)


def _largest_error(player, problem, steps):
    player.step(steps)
    assume(player.state is State.RUNNING)
    return max(abs(_along(problem, step.theta)[0]) for step in player.recent(40))


@settings(max_examples=25)
@given(
    st.tuples(*[st.integers(-3, 3)] * 7),
    st.floats(-1.5, 1.5),
    st.floats(-1.5, 1.5),
    st.sampled_from([1, 3, 10, 40, 200]),
    st.sampled_from([0.01, 0.1, 0.3]),
    st.sampled_from([GradientDescent(), Newton(), Momentum(0.9), RMSProp(), AdamW()]),
)
def test_what_is_said_of_any_surface_is_true_of_it(c, x, y, steps, rate, method):
    """Saddles and tops are really near, with a way down; who overshot is higher; who swings turns round."""
    a, b, d, e, f, g, h = c
    surface = of(
        lambda x, y: (
            0.2 * (x**4 + y**4) + a * x**3 + b * x * x * y + d * y**3 + e * x * x + f * x * y + g * y * y + h * x
        ),
        lambda x, y: [
            0.8 * x**3 + 3 * a * x * x + 2 * b * x * y + 2 * e * x + f * y + h,
            0.8 * y**3 + b * x * x + 3 * d * y * y + f * x + 2 * g * y,
        ],
    )
    player = Player(surface, [x, y], rate, 10**6, method=method)
    player.step(steps)
    said = sentence(player)
    assert len(said) <= 170
    found = diagnose(player)
    if found is None:
        return
    assert found.text in said or player.state.final
    if found.kind in (Kind.SADDLE, Kind.MAXIMUM):
        _check_no_minimum(surface, player, found)
    steps_ = player.recent(4)
    moves = np.diff([step.theta for step in steps_], axis=0)
    if found.kind is Kind.OVERSHOOT:
        assert steps_[-1].loss > steps_[-2].loss
        between_ = [surface.loss(steps_[-2].theta + t * moves[-1]) for t in np.geomspace(1e-15, 1, 400)]
        assert min(between_) < min(steps_[-1].loss, steps_[-2].loss)
    if found.kind is Kind.RUNAWAY:
        assert steps_[-1].loss < steps_[-2].loss or "rising" in found.text or "swinging" in found.text
    if found.kind is Kind.WOBBLE:
        assert np.sum(moves[-1] * moves[-2]) < 0
    if found.kind is Kind.OSCILLATION and "zigzags" not in found.text:
        assert np.sum(moves[-1] * moves[-2]) < 0 and np.sum(moves[-2] * moves[-3]) < 0
        lengths = np.linalg.norm(moves, axis=1)
        if "each step is" in found.text and len(lengths) == 3:
            assert lengths[1] / lengths[0] == pytest.approx(lengths[2] / lengths[1], rel=0.1)


def _check_no_minimum(surface, player, found):
    """Newton's iteration from here finds the place without slope at the distance that is said; some way goes down."""
    place = player.theta.copy()
    for _ in range(30):
        place = place - np.linalg.solve(surface.curvature(place), surface.gradient(place))
    far = float(np.linalg.norm(place - player.theta))
    said = re.search(r"about (\S+) from", found.text)
    assert far == pytest.approx(float(said[1]), rel=0.3) if said else far < 1e-5 * (1 + np.linalg.norm(place))
    ring = [surface.loss(place + 1e-3 * np.array([math.cos(t), math.sin(t)])) for t in np.linspace(0, 2 * math.pi, 400)]
    here = surface.loss(place)
    assert min(ring) < here
    assert (max(ring) <= here) == (found.kind is Kind.MAXIMUM)


@settings(max_examples=25)
@given(
    st.lists(st.tuples(st.integers(-5, 5), st.booleans()), min_size=2, max_size=7),
    st.integers(1, 300),
    st.sampled_from([GradientDescent(), Adam(), Momentum(0.9)]),
)
def test_no_theta_is_called_best_only_where_a_longer_one_is_better(examples, steps, method):
    problem = Logistic([[1, x] for x, _ in examples], [int(label) for _, label in examples])
    player = Player(problem, [0.01, 0.02], 0.5, 1000, method=method)
    player.step(steps)
    ones = [x for x, label in examples if label]
    zeros = [x for x, label in examples if not label]
    parted = not (ones and zeros) or max(zeros) < min(ones) or max(ones) < min(zeros)
    found = diagnose(player)
    if found is not None and found.kind is Kind.SEPARABLE:
        assert parted
        losses = [problem.loss(by * player.theta) for by in (1, 2, 1000)]
        assert losses[0] > losses[1] > losses[2]
    if found is not None and found.kind is Kind.GUESSING:
        assert np.abs(problem.predictions(player.theta) - 0.5).max() < 0.1


def test_the_sentence_of_the_issue_and_others_with_their_numbers():
    def said(problem, start, rate, steps, **options):
        player = Player(problem, start, rate, 10_000, **options)
        player.step(steps)
        return sentence(player).partition("; ")[2]

    assert said(SEED, S, 0.37, 20) == (
        "α = 0.37 is above 2/λmax = 0.3606: the error along (0.40, 0.92) grows 1.052 times a step"
    )
    assert said(SEED, S, 0.1, 3, method=Momentum(0.9)) == (
        "rising: momentum carries theta uphill; α = 0.1 is below 2(1 + β)/λmax = 0.6851, "
        "so this is overshoot and settles"
    )
    assert said(PASS, [1, 1e-6], 0.1, 40) == (
        "about 0.00148 from a saddle: along y the loss bends down (λ = -2), an error there grows 1.2 times a step"
    )
    assert said(PARTED, [0, 0], 1.0, 1000) == (
        "every example is on its right side, so no theta is best: |theta| = 15.45 and grows for ever, "
        "in the end like ln k"
    )
    assert said(SEED, S, 0.1, 6000, batches=Batches(1)) == (
        "hovers between 0.008372 and 0.01033 for 1500 steps, 0.104 from the best theta: "
        "batches of 1 pull different ways"
    )


def test_a_rise_with_momentum_is_said_to_settle_only_where_the_rate_is_to_stay():
    for schedule, settles in ((Schedule(), True), (Inverse(0.001), False)):
        player = Player(SEED, S, 0.1, 1000, method=Momentum(0.9), schedule=schedule)
        player.step(3)
        assert diagnose(player).kind is Kind.MOMENTUM_RISE and ("settles" in diagnose(player).text) is settles

    player = Player(SEED, S, 0.1, 1000, method=Momentum(0.9))
    player.step(10)
    player.set_rate(5)
    player.back(7)
    assert "settles" not in diagnose(player).text  # another rate lies ahead
    player = Player(D2L, [0, 1], 0.1, 1000, method=Momentum(0.9))
    player.step(8)
    assert diagnose(player).text.endswith("= 0.95 here")  # a formula: nothing is known of it elsewhere


def test_adam_leaves_the_minimum_when_its_mean_of_squares_has_faded():
    """It is said before it shows: from there on the error grows by far. A rise at first is another thing."""
    player = Player(SEED, S, 0.1, 10_000, method=Adam(beta2=0.98))
    told = []
    while player.k < 900 and not player.state.final:
        player.step()
        found = diagnose(player)
        if found is not None and found.kind is Kind.STALE_MEAN:
            told.append(player.k)
    assert told and told[0] > 100
    player.back(player.k - told[0])
    before = np.linalg.norm(player.theta - SEED.best_theta)
    player.step(40)
    assert np.linalg.norm(player.theta - SEED.best_theta) > 5 * before


def test_rates_that_cannot_arrive_do_not():
    """What is said of the steps left is held against the steps left."""
    for options in ({}, {"batches": Batches(1)}):
        player = Player(SEED, S, 0.1, 3000, schedule=Exponential(0.98), **options)
        player.step(400)
        found = diagnose(player)
        whats = ("add up to at most", "moves by at most", "minimum is")
        left, most, far = (float(re.search(rf"{what} ([^ :]+)", found.text)[1]) for what in whats)
        assert left / 1.1 < sum(player.leg.rate_at(k) for k in range(400, 3000)) <= left
        before = player.theta
        assert far == pytest.approx(np.linalg.norm(before - SEED.best_theta), rel=1e-3)
        player.step(2600)
        assert np.linalg.norm(player.theta - before) <= most
        assert np.linalg.norm(player.theta - SEED.best_theta) > far / 2


def test_nothing_is_explained_by_a_rate_that_has_not_been_used_yet():
    player = Player(SEED, S, 0.4, 1000)
    player.step(10)
    assert diagnose(player).kind is Kind.BLOW_UP
    player.set_rate(0.1)
    assert diagnose(player) is None and "α" not in sentence(player)
    player.step(1)
    assert diagnose(player) is None or "0.4" not in diagnose(player).text
    player.change(theta=[5, 5])
    assert sentence(player).endswith("theta was put here by hand")
    player.to_start()
    assert diagnose(player) is None


@settings(max_examples=25)
@given(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6))
def test_numbers_are_not_rounded_into_a_false_statement(x, other):
    assume(x != other)
    one, two = (float(text) for text in between(x, other))
    assert (one < two) == (x < other) and (one > two) == (x > other)
    shown = float(apart(x, other))
    assert (shown < other) == (x < other)


def test_a_direction_has_no_sign_and_axes_have_names():
    assert direction(np.array([0.0, -1.0]), ("x", "y")) == "y"
    assert direction(np.array([-0.4027, -0.9153]), ("x", "y")) == "(0.40, 0.92)"
    assert direction(np.array([0.9153, -0.4027]), ("x", "y")) == "(0.92, -0.40)"
    assert direction(np.ones(4) / 2, "wxyz") == "one direction"
