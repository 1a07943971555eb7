"""Schedules and batches against the lessons' numbers, and what holds for any order; settings that cannot be."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.descent.batches import BLOCK, Batches, Order, check_batches
from tutor.descent.methods import AdaGrad, Adam, AdamW, Momentum, Nesterov, RMSProp, next_theta
from tutor.descent.problem import Function, LeastSquares
from tutor.descent.run import descend
from tutor.descent.schedules import CONSTANT, Cosine, Exponential, Halving, Inverse, Warmup, Written

SEED = LeastSquares([[1, 1], [1, 2], [1, 3]], [2, 2.5, 3.5])
BEST = np.array([7 / 6, 3 / 4])
CUBIC = Function(lambda t: t[0] ** 3 - 5 * t[0] + 7, lambda t: [3 * t[0] ** 2 - 5], ("x",))


def test_batches_in_the_lessons():
    """22: where cycling settles, and what a pass over 200 points is worth in batches of each size."""
    cycle = [step.theta for step in descend(SEED, [0.1, 0.1], 0.1, 3000, batches=Batches(1))]
    named = [[0.28, 0.28], [0.446, 0.612], [0.5678, 0.9774], [0.61328, 1.02288]]
    assert np.array(cycle[1:5]) == pytest.approx(np.array(named), abs=1e-12)
    assert cycle[-1] == pytest.approx([95 / 88, 71 / 88], abs=1e-9)
    for rate, p, q, r, far in (
        (0.1, 95, 71, 88, 0.104), (0.05, 235, 161, 208, 0.0440), (0.01, 1355, 881, 1168, 0.00784),
    ):  # fmt: skip
        rest = np.array([p, q]) / r
        assert next_theta(SEED, rest, rate, 3, batches=Batches(1)) == pytest.approx(rest, abs=1e-14)
        assert np.linalg.norm(rest - BEST) == pytest.approx(far, rel=2e-3)
    x = 3 * (np.arange(200) + 0.5) / 200
    wave = LeastSquares(np.column_stack([np.ones(200), x]), 1 + 2 * x + 0.5 * np.sin(7 * np.arange(200)))
    assert wave.best_theta == pytest.approx([1.013883, 1.992822], abs=5e-7)
    for size, one, fifty in (
        (200, 3.649, 2.9e-5), (50, 0.2003, 7.3e-5), (20, 3.12e-4, 1.8e-4), (10, 6.06e-4, 4.5e-4), (1, 3.39e-3, 3.5e-3),
    ):  # fmt: skip
        batches = Batches(size, Order.STRIDED, stride=37)
        steps = batches.steps_a_pass(200)
        assert steps == 200 // size
        excess = [
            wave.loss(next_theta(wave, [0, 0], 0.1, n * steps, batches=batches)) - wave.best_loss for n in (1, 50)
        ]
        assert excess[0] == pytest.approx(one, rel=2e-3), size
        if size < 200:
            assert excess[1] == pytest.approx(fifty, rel=0.05), size


def test_schedules_in_the_lessons():
    """23: 6000 cycling updates under seven schedules, and their rates at a step."""
    table = [
        (CONSTANT, 0.1040, 0.1), (Inverse(0.01), 0.00785, 0.05), (Exponential(0.999), 0.00645, 0.09048),
        (Halving(1000), 0.00626, 0.1), (Cosine(6000), 0.0106, 0.09993), (Cosine(6000, warm_up=100), 0.0108, 0.1),
        (Exponential(0.99), 0.1983, 0.0366), (Written(lambda k: 1 / (1 + 0.01 * k), "1/(1 + 0.01k)"), 0.00785, 0.05),
    ]  # fmt: skip
    for schedule, far, rate in table:
        last = next_theta(SEED, [0.1, 0.1], 0.1, 6000, schedule=schedule, batches=Batches(1))
        assert np.linalg.norm(last - BEST) == pytest.approx(far, rel=6e-3), schedule
        assert "k" in schedule.text or schedule is CONSTANT
        assert 0.1 * schedule.factor(100) == pytest.approx(rate, abs=6e-6 if rate > 0.05 else 1e-4)
    assert 0.1 * Cosine(6000).factor(1500) == pytest.approx(0.0854, abs=5e-5)
    assert 0.1 * Halving(1000).factor(2500) == 0.025
    assert 0.1 * Warmup(100).factor(24) == pytest.approx(0.025)
    assert [Cosine(10, 4, 0.2).factor(k) for k in (0, 3, 4, 7, 10, 99)] == pytest.approx([0.25, 1, 1, 0.6, 0.2, 0.2])
    assert Written(lambda k: 1 - k, "1 - k").factor(5) == 0 and math.isnan(Written(lambda k: math.nan).factor(0))


@settings(max_examples=25, deadline=None)
@given(st.integers(1, 30), st.data())
def test_a_pass_looks_at_each_example_once_and_any_step_is_known_at_once(m, data):
    order = data.draw(st.sampled_from([Order.CYCLIC, Order.STRIDED, Order.SHUFFLED]))
    stride = data.draw(st.sampled_from([n for n in range(1, 2 * m + 1) if math.gcd(n, m) == 1]))
    batches = Batches(data.draw(st.integers(1, m)), order, stride, seed=data.draw(st.integers(0, 9)))
    batches.check(m)
    every = np.arange(m)
    a_pass, passes, steps_seen = batches.steps_a_pass(m), [], []
    for number in range(3):
        steps = range(number * a_pass, (number + 1) * a_pass)
        rows = [every[batches.rows(k, m)] for k in steps]
        assert all(len(each) == batches.size for each in rows[:-1]) and 1 <= len(rows[-1]) <= batches.size
        assert [batches.seen(k + 1, m) - batches.seen(k, m) for k in steps] == [len(each) for each in rows]
        steps_seen += [each.tolist() for each in rows]
        passes.append(np.concatenate(rows).tolist())
        assert sorted(passes[-1]) == list(range(m))
    backwards = [every[batches.rows(k, m)].tolist() for k in reversed(range(3 * a_pass))]
    assert backwards[::-1] == steps_seen
    far = 10**7 + data.draw(st.integers(0, 99))
    assert every[batches.rows(far, m)].tolist() == every[Batches(**fields_of(batches)).rows(far, m)].tolist()
    assert batches.seen(far * a_pass, m) == far * m
    if order is Order.STRIDED:
        assert passes[0] == [stride * i % m for i in range(m)]
    if order is Order.SHUFFLED and m > 20:
        assert passes[0] != passes[1] != passes[2]


def fields_of(batches):
    return {name: getattr(batches, name) for name in ("size", "order", "stride", "given", "seed")}


def test_a_shuffled_order_is_the_same_with_every_numpy():
    """RandomState is frozen (NEP 19), so these orders are for ever; each block of passes has a stream of its own."""
    batches = Batches(3, Order.SHUFFLED, seed=4)
    assert [batches.rows(k, 6).tolist() for k in range(4)] == [[3, 1, 4], [2, 0, 5], [5, 1, 0], [2, 4, 3]]
    passes = BLOCK // 6
    keys = np.random.RandomState([4, 1]).random_sample((passes, 6))
    assert [*batches.rows(2 * passes, 6), *batches.rows(2 * passes + 1, 6)] == keys[0].argsort().tolist()
    whole = Batches(6, Order.SHUFFLED)
    first = [tuple(whole.rows(k, 6).tolist()) for k in range(600)]
    assert len(set(first)) > 300  # of 720 orders


def test_a_batch_of_all_is_the_full_gradient_and_its_loss_is_over_all_examples():
    whole = list(descend(SEED, [0.1, 0.1], 0.1, 20))
    batched = list(descend(SEED, [0.1, 0.1], 0.1, 20, batches=Batches(3)))
    assert [s.theta.tolist() for s in whole] == [s.theta.tolist() for s in batched]
    for step in descend(SEED, [0.1, 0.1], 0.1, 5, batches=Batches(1, Order.GIVEN, given=(2, 2, 0))):
        assert (step.loss, step.gradient.tolist()) == (SEED.loss(step.theta), SEED.gradient(step.theta).tolist())


@pytest.mark.parametrize("make", [
    lambda: Batches(0).check(3),
    lambda: Batches(4).check(3),
    lambda: Batches(1, Order.STRIDED, stride=6).check(9),
    lambda: Batches(1, Order.STRIDED, stride=0).check(9),
    lambda: Batches(1, Order.SHUFFLED, seed=-1).check(9),
    lambda: Batches(1, Order.GIVEN).check(9),
    lambda: Batches(3, Order.GIVEN, given=(1, 2)).check(9),
    lambda: Batches(1, Order.GIVEN, given=(0, 9)).check(9),
    lambda: Batches(1, Order.GIVEN, given=(-1,)).check(9),
    lambda: check_batches(CUBIC, Batches(1)),
    lambda: next(descend(CUBIC, [2], 0.1, 1, batches=Batches(1))),
    lambda: Momentum(1), lambda: Nesterov(-0.1), lambda: Momentum(math.nan), lambda: RMSProp(rho=1),
    lambda: AdaGrad(0), lambda: Adam(beta2=1), lambda: Adam(epsilon=math.inf), lambda: AdamW(decay=-1),
    lambda: AdamW(beta1=2), lambda: Inverse(-1), lambda: Exponential(0), lambda: Exponential(1.1), lambda: Halving(0),
    lambda: Halving(10, 2), lambda: Cosine(0), lambda: Cosine(10, 10), lambda: Cosine(10, end=2), lambda: Warmup(0),
    lambda: Cosine(1.5), lambda: Inverse(math.nan), lambda: Warmup(math.inf),
    lambda: Halving(math.nan),
])  # fmt: skip
def test_settings_that_cannot_be_are_refused_in_a_sentence(make):
    with pytest.raises(ValueError, match=r"^[a-z].* .*\.$"):
        make()
