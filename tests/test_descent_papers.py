"""The methods against the papers' formulas, written out in plain Python, and against published digits."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.descent.methods import (
    METHODS,
    PLAIN,
    AdaGrad,
    Adam,
    AdamW,
    Momentum,
    Nesterov,
    Newton,
    RMSProp,
    next_theta,
)
from tutor.descent.problem import Function, LeastSquares
from tutor.descent.run import descend
from tutor.descent.schedules import CONSTANT, Inverse, Warmup

SEED = LeastSquares([[1, 1], [1, 2], [1, 3]], [2, 2.5, 3.5])
BEST = np.array([7 / 6, 3 / 4])
RAVINE = Function(lambda t: 0.1 * t[0] ** 2 + 2 * t[1] ** 2, lambda t: [0.2 * t[0], 4 * t[1]], ("x", "y"))
CUBIC = Function(lambda t: t[0] ** 3 - 5 * t[0] + 7, lambda t: [3 * t[0] ** 2 - 5], ("x",), lambda t: [[6 * t[0]]])
CURVED = Function(
    lambda t: t[0] ** 4 / 4 + t[1] ** 2 * (1 + t[0]) + t[1] ** 3 / 3,
    lambda t: [t[0] ** 3 + t[1] ** 2, 2 * t[1] * (1 + t[0]) + t[1] ** 2],
    ("x", "y"),
    lambda t: [[3 * t[0] ** 2, 2 * t[1]], [2 * t[1], 2 * (1 + t[0]) + 2 * t[1]]],
)


def thetas(problem, start, rate, steps, method=PLAIN, **course):
    return [step.theta for step in descend(problem, start, rate, steps, method=method, **course)]


def distances(problem, start, rate, steps, best=BEST, **course):
    return [float(np.linalg.norm(each - best)) for each in thetas(problem, start, rate, steps, **course)]


# The papers' formulas, a component at a time


def gd(own, g, x, rates):  # Cauchy 1847
    for rate in rates:
        x = [a - rate * b for a, b in zip(x, g(x), strict=True)]
    return x


def newton(own, g, x, rates, h):  # x - rate * H^-1 g by Cramer's rule
    for rate in rates:
        (a, b), (c, d), (p, q) = *h(x), g(x)
        x = [x[0] - rate * (p * d - b * q) / (a * d - b * c), x[1] - rate * (a * q - p * c) / (a * d - b * c)]
    return x


def momentum(own, g, x, rates):  # Polyak 1964, in differences: x' = x - rate g + beta (x - x_before) rate/rate_before
    before, rate_before = list(x), rates[0]
    for rate in rates:
        slopes = g(x)
        moved = [x[i] - rate * slopes[i] + own.beta * rate / rate_before * (x[i] - before[i]) for i in range(len(x))]
        before, x, rate_before = x, moved, rate
    return x


def nesterov(own, g, x, rates):  # Sutskever et al. 2013 (3, 4): v = mu v - rate g(x + mu v), v in steps
    v, rate_before = [0.0] * len(x), rates[0]
    for rate in rates:
        v = [rate / rate_before * each for each in v]
        slopes = g([x[i] + own.beta * v[i] for i in range(len(x))])
        v = [own.beta * v[i] - rate * slopes[i] for i in range(len(x))]
        x, rate_before = [x[i] + v[i] for i in range(len(x))], rate
    return x


def adagrad(own, g, x, rates):  # Duchi et al. 2011, figure 1: H = delta I + diag(root of the sum of squares so far)
    seen = []
    for rate in rates:
        seen.append(g(x))
        sizes = [own.epsilon + math.sqrt(sum(slopes[i] ** 2 for slopes in seen)) for i in range(len(x))]
        x = [x[i] - rate * seen[-1][i] / sizes[i] for i in range(len(x))]
    return x


def rmsprop(own, g, x, rates):  # Tieleman & Hinton 2012, slide 29: the mean unrolled
    seen = []
    for rate in rates:
        seen.insert(0, g(x))
        means = [sum((1 - own.rho) * own.rho**age * s[i] ** 2 for age, s in enumerate(seen)) for i in range(len(x))]
        x = [x[i] - rate * seen[0][i] / (math.sqrt(means[i]) + own.epsilon) for i in range(len(x))]
    return x


def adam(own, g, x, rates, decay=0.0):  # Kingma & Ba 2015, algorithm 1; Loshchilov & Hutter 2019, algorithm 2
    m, v = [0.0] * len(x), [0.0] * len(x)
    for t, rate in enumerate(rates, 1):
        slopes, moved = g(x), []
        for i in range(len(x)):
            m[i] = own.beta1 * m[i] + (1 - own.beta1) * slopes[i]
            v[i] = own.beta2 * v[i] + (1 - own.beta2) * slopes[i] ** 2
            step = (m[i] / (1 - own.beta1**t)) / (math.sqrt(v[i] / (1 - own.beta2**t)) + own.epsilon)
            moved.append(x[i] - rate * (step + decay * x[i]))
        x = moved
    return x


def adamw(own, g, x, rates):
    return adam(own, g, x, rates, own.decay)


REFERENCES = {each.__name__: each for each in (gd, newton, momentum, nesterov, adagrad, rmsprop, adam, adamw)}
UNUSUAL = {
    "momentum": Momentum(0.6), "nesterov": Nesterov(0.6), "adagrad": AdaGrad(0.01), "rmsprop": RMSProp(0.7, 0.01),
    "adam": Adam(0.8, 0.95, 0.01), "adamw": AdamW(0.8, 0.95, 0.01, 0.2),
}  # fmt: skip


@settings(max_examples=25, deadline=None)
@given(
    st.sampled_from(sorted(METHODS)),
    st.booleans(),
    st.sampled_from([SEED, RAVINE, CURVED]),
    st.tuples(st.floats(0.2, 3), st.floats(0.2, 3)),
    st.floats(0.001, 0.1),
    st.sampled_from([1, 2, 15]),
    st.sampled_from([CONSTANT, Inverse(0.3), Warmup(5)]),
)
def test_every_method_agrees_with_its_paper(name, usual, problem, start, rate, steps, schedule):
    method = METHODS[name]() if usual else UNUSUAL.get(name, METHODS[name]())
    rates = [rate * schedule.factor(k) for k in range(steps)]
    more = [lambda x: problem.curvature(np.array(x)).tolist()] if name == "newton" else []
    expected = REFERENCES[name](method, lambda x: problem.gradient(np.array(x)).tolist(), list(start), rates, *more)
    found = next_theta(problem, start, rate, steps, method=method, schedule=schedule)
    np.testing.assert_allclose(found, expected, rtol=1e-12, atol=1e-12)
    assert thetas(problem, start, rate, steps, method, schedule=schedule)[-1].tolist() == found.tolist()


def test_a_method_changes_no_array_and_goes_on_from_what_it_handed_back():
    """Any step can be taken again from its theta and memory alone, whichever k it is told; no array is changed."""
    for name, method in METHODS.items():
        theta = np.array([0.3, 0.4])
        memory = method().begin(theta)
        for k in range(4):
            kept = [theta.copy(), *(each.copy() for each in memory)]
            for array in (theta, *memory):
                array.setflags(write=False)
            one, two = (method().step(SEED, theta, memory, 0.1, place) for place in (k, k + 1000))
            assert [a.tolist() for a in (one[0], *one[1])] == [a.tolist() for a in (two[0], *two[1])], name
            assert [a.tolist() for a in (theta, *memory)] == [a.tolist() for a in kept]
            theta, memory = one


# Published digits


@pytest.mark.parametrize(
    ("method", "rate", "printed"),
    [  # d2l.ai, the chapters on momentum, AdaGrad and RMSProp: 0.1 x^2 + 2 y^2 from (-5, -2), 20 steps
        (PLAIN, 0.4, "-0.943467 -0.000073"),
        (PLAIN, 0.6, "-0.387814 -1673.365109"),
        (Momentum(0.5), 0.6, "0.007188 0.002553"),
        (Momentum(0.25), 0.6, "-0.126340 -0.186632"),
        (AdaGrad(1e-6, inside=True), 0.4, "-2.382563 -0.158591"),
        (AdaGrad(1e-6, inside=True), 2, "-0.002295 -0.000000"),
        (RMSProp(0.9, 1e-6, inside=True), 0.4, "-0.010599 0.000000"),
    ],
)
def test_the_ravine_of_dive_into_deep_learning(method, rate, printed):
    x, y = next_theta(RAVINE, [-5, -2], rate, 20, method=method)
    assert f"{x:f} {y:f}" == printed


def test_its_first_examples():
    """The chapter on gradient descent: x^2, x^2 + 2 y^2, x cos(0.15 pi x), also by Newton's method."""
    square = Function(lambda t: t[0] ** 2, lambda t: [2 * t[0]], ("x",))
    for rate, printed in ((0.2, "0.060466"), (0.05, "3.486784"), (1.1, "61.917364")):
        assert f"{next_theta(square, [10], rate, 10)[0]:f}" == printed
    bowl = Function(lambda t: t[0] ** 2 + 2 * t[1] ** 2, lambda t: [2 * t[0], 4 * t[1]], ("x", "y"))
    assert [f"{each:f}" for each in next_theta(bowl, [-5, -2], 0.1, 20)] == ["-0.057646", "-0.000073"]
    c = 0.15 * math.pi
    wave = Function(
        lambda t: t[0] * math.cos(c * t[0]),
        lambda t: [math.cos(c * t[0]) - c * t[0] * math.sin(c * t[0])],
        ("x",),
        lambda t: [[-2 * c * math.sin(c * t[0]) - c * c * t[0] * math.cos(c * t[0])]],
    )
    assert f"{next_theta(wave, [10], 2, 10)[0]:f}" == "-1.528166"
    assert f"{next_theta(wave, [10], 1, 10, method=Newton())[0]:.4f}" == "26.8341"
    assert f"{next_theta(wave, [10], 0.5, 10, method=Newton())[0]:.4f}" == "7.2699"


def test_newton_in_the_lessons():
    """11: from 2 to the minimum, from -2 to the maximum; a parabola in one step; and where there is no inverse, nan."""
    down = [each[0] for each in thetas(CUBIC, [2], 1, 5, Newton())]
    assert down[1:3] == pytest.approx([17 / 12, 529 / 408], rel=1e-15)
    assert down[3:] == pytest.approx([1.291006, 1.2909944488, 1.2909944487], abs=5e-7)
    assert abs(down[4] - math.sqrt(5 / 3)) == pytest.approx(5.6e-11, rel=0.02)
    assert next_theta(CUBIC, [-2], 1, 6, method=Newton()) == pytest.approx([-math.sqrt(5 / 3)])
    assert next_theta(SEED, [0.1, 0.1], 1, method=Newton()) == pytest.approx(BEST, abs=1e-13)
    assert np.isnan(next_theta(CUBIC, [0], 1, method=Newton())).all()
    kink = Function(lambda t: t[0], lambda t: [1.0], ("x",), lambda t: [[math.inf]])
    assert np.isnan(next_theta(kink, [0], 1, method=Newton())).all()
    twins = LeastSquares([[1, 1], [2, 2], [3, 3]], [1, 2, 4])
    assert len(thetas(twins, [0, 0], 1, 5, Newton())) == 1


def test_momentum_in_the_lessons():
    """24: the losses of the first steps, which rises are no divergence, how long each beta takes, where it blows up."""
    near = 1e-6 * float(np.linalg.norm(BEST))
    for rate, beta, taken in (
        (0.1, 0, 1088), (0.1, 0.5, 528), (0.1, 0.8, 130), (0.1, 0.9, 242), (0.1, 0.95, 481), (0.1, 0.99, 2301),
        (6 / 17, 0, 317), (0.547971, 0.552584, 62),
    ):  # fmt: skip
        far = distances(SEED, [0.1, 0.1], rate, taken, method=Momentum(beta))
        assert far[-1] <= near < min(far[:-1]), beta
    run = [step.loss for step in descend(SEED, [0.1, 0.1], 0.1, 50, method=Momentum(0.9))]
    named = {0: 2.948333, 1: 0.614209, 2: 0.298980, 3: 1.922496, 5: 0.4248, 10: 0.1151, 20: 0.3732, 30: 0.016096}
    assert {k: run[k] for k in named} == pytest.approx(named, rel=2e-4) and run[50] == pytest.approx(0.007541, rel=1e-4)
    losses = {
        rate: [s.loss for s in descend(SEED, [0.1, 0.1], rate, 4000, method=Momentum(0.9))] for rate in (0.685, 0.6852)
    }
    assert losses[0.685][-1] < 0.01 and losses[0.6852][-1] > 3
    assert next_theta(SEED, [0.1, 0.1], 0.1, 2, method=Momentum()) == pytest.approx([0.659333, 1.309889], abs=5e-7)
    assert next_theta(RAVINE, [-5, -2], 0.6, 2, method=Momentum(0.5)) == pytest.approx([-3.572, -1.52], abs=1e-12)


def test_adam_and_rmsprop_in_the_lessons():
    """25: Adam's first thetas and losses, blind to the scale of the loss; RMSProp's wobble of rate/sqrt(2)."""
    run = list(descend(SEED, [0.1, 0.1], 0.1, 1000, method=Adam()))
    for k, theta in ((1, [0.2, 0.2]), (2, [0.299420, 0.299404]), (3, [0.397731, 0.397667])):
        assert run[k].theta == pytest.approx(theta, abs=5e-7)
    named = {5: 0.423193, 9: 0.018601, 15: 0.318318, 25: 0.013594}
    assert {k: run[k].loss for k in named} == pytest.approx(named, abs=5e-7)
    far = [float(np.linalg.norm(step.theta - BEST)) for step in run]
    assert far[245] <= 1e-6 * np.linalg.norm(BEST) < min(far[:245]) and far[1000] < 1e-14
    loud = Function(lambda t: 1000 * SEED.loss(np.array(t)), lambda t: 1000 * SEED.gradient(np.array(t)), ("a", "b"))
    assert next_theta(loud, [0.1, 0.1], 0.1, method=Adam()) == pytest.approx([0.2, 0.2], abs=1e-9)
    assert next_theta(loud, [0.1, 0.1], 0.1) == pytest.approx([236.77, 516.77], abs=0.005)
    assert next_theta(SEED, [0.1, 0.1], 0.1, method=RMSProp()) == pytest.approx([0.416228, 0.416228], abs=5e-7)
    for rate, wobble in ((0.1, 0.0707107), (0.01, 0.00707107)):
        *_, before, last = thetas(SEED, [0.1, 0.1], rate, 2000, RMSProp())
        assert np.linalg.norm(last - BEST) == pytest.approx(wobble, rel=1e-5)
        assert (last + before) / 2 == pytest.approx(BEST, abs=1e-6)


def test_saddles_in_the_lessons():
    """26: steps until a slope is found, and how momentum shortens the wait; on the ridge itself nobody gets away."""
    well = Function(
        lambda t: t[0] ** 4 / 4 - t[0] ** 2 / 2 + t[1] ** 2 / 2, lambda t: [t[0] ** 3 - t[0], t[1]], ("x", "y")
    )
    for method, waits in ((PLAIN, (31, 79, 152)), (Momentum(0.9), (24, 33, 52))):
        for off, wait in zip((0.1, 1e-3, 1e-6), waits, strict=True):
            losses = [step.loss for step in descend(well, [off, 1], 0.1, wait, method=method)]
            assert losses[-1] < -0.24 <= min(losses[:-1])
        assert min(step.loss for step in descend(well, [0, 1], 0.1, 500, method=method)) >= 0
