"""The known mistakes of an update: each found where the curriculum has it, none charged wrongly."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tutor.descent.batches import Batches, Order
from tutor.descent.methods import (
    EVERY_MISTAKE,
    METHODS,
    PLAIN,
    AdaGrad,
    Adam,
    AdamW,
    Momentum,
    Nesterov,
    Newton,
    RMSProp,
    explain,
    mistaken,
    mistakes_of,
    next_theta,
)
from tutor.descent.methods.explain import OWN
from tutor.descent.player import Player
from tutor.descent.problem import Function, LeastSquares
from tutor.descent.problems.logistic import Logistic
from tutor.descent.run import descend
from tutor.descent.schedules import CONSTANT, Inverse

SEED = LeastSquares([[1, 1], [1, 2], [1, 3]], [2, 2.5, 3.5])
SURFACE = Function(
    lambda t: t[0] * t[0] + 3 * t[1] * t[1] - 4 * t[0] * t[1],
    lambda t: [2 * t[0] - 4 * t[1], 6 * t[1] - 4 * t[0]],
    ("x", "y"),
    lambda t: [[2, -4], [-4, 6]],
)
CUBIC = Function(
    lambda t: t[0] * t[0] * t[0] - 5 * t[0] + 7, lambda t: [3 * t[0] * t[0] - 5], ("x",), lambda t: [[6 * t[0]]]
)
BOWL = Function(lambda t: (t[0] - 3) ** 2, lambda t: [2 * (t[0] - 3)], ("x",), lambda t: [[2]])
RAVINE = Function(lambda t: 0.1 * t[0] ** 2 + 2 * t[1] ** 2, lambda t: [0.2 * t[0], 4 * t[1]], ("x", "y"))
SLOPE = Function(lambda t: 5 * t[0], lambda t: [5.0], ("x",))
CURVED = Function(
    lambda t: t[0] ** 4 / 4 + t[1] ** 2 * (1 + t[0]) + t[1] ** 3 / 3,
    lambda t: [t[0] ** 3 + t[1] ** 2, 2 * t[1] * (1 + t[0]) + t[1] ** 2],
    ("x", "y"),
    lambda t: [[3 * t[0] ** 2, 2 * t[1]], [2 * t[1], 2 * (1 + t[0]) + 2 * t[1]]],
)
HOURS = Logistic([[1, x] for x in (0.5, 1, 1.5, 2, 2.5, 3)], [0, 0, 1, 0, 1, 1])
FROM = {SEED: [0.1, 0.1], SURFACE: [1, 2], CUBIC: [2], BOWL: [0], RAVINE: [-5, -2], SLOPE: [0], HOURS: [0, 0]}
THIRD = Batches(1, Order.GIVEN, given=(2,))
OUTER = Batches(2, Order.GIVEN, given=(0, 2))


def names(problem, answer, steps=1, tol=1e-4, rate=0.1, **course):
    return [mistake.name for mistake in explain(problem, FROM[problem], rate, answer, tol, steps, **course)]


@pytest.mark.parametrize(
    ("problem", "steps", "answer", "name"),
    [
        (SEED, 1, [-0.136667, -0.416667], "uphill"),
        (SEED, 1, [2.466667, 5.266667], "no rate"),
        (SEED, 1, [0.81, 1.65], "no mean"),
        (SEED, 1, [0.573333, 1.133333], "2/m"),
        (SEED, 1, [0.336667, 0.569333], "one after the other"),
        (SEED, 1, [0.336667, 0.336667], "X left out"),
        (SEED, 1, [0.1 + 0.71 / 2, 0.1 + 1.55 / 2], "per feature"),
        (SEED, 2, [0.573333, 1.133333], "first gradient again"),
        (SEED, 2, [0.336667, 0.616667], "one step short"),
        (SEED, 2, [0.227, 0.388444], "uphill at the end"),
        (SURFACE, 1, [0.4, 2.8], "uphill"),
        (SURFACE, 1, [7, -6], "no rate"),
        (SURFACE, 1, [1.06, 1.92], "unit gradient"),
        (CUBIC, 2, [1.3], "one step short"),
        (CUBIC, 2, [0.6], "first gradient again"),
        (CUBIC, 2, [1.307], "uphill at the end"),
        (BOWL, 1, [-0.6], "uphill"),
        (BOWL, 1, [0.3], "half the gradient"),
        (BOWL, 1, [6], "no rate"),
        (BOWL, 1, [-0.9], "loss for gradient"),
    ],
)
def test_the_curriculums_wrong_answers_are_named(problem, steps, answer, name):
    assert name in names(problem, answer, steps)


@pytest.mark.parametrize(
    ("problem", "method", "rate", "steps", "answer", "name"),
    [  # lessons 11, 17, 24 and 25
        (CUBIC, Newton(), 1, 1, [2.583333], "added"),
        (CUBIC, Newton(), 1, 1, [1.285714], "f over f'"),
        (CUBIC, Newton(), 1, 1, [0.833333], "one derivative too far"),
        (CUBIC, Newton(), 0.1, 1, [1.3], "plain gradient step"),
        (SEED, Momentum(), 0.1, 2, [0.446333, 0.844889], "velocity forgotten"),
        (SEED, Momentum(), 0.1, 2, [0.549667, 1.081667], "new gradient left out"),
        (SEED, Momentum(), 0.1, 2, [0.167402, 0.246850], "averaged"),
        (RAVINE, Momentum(0.5), 0.6, 2, [-3.872, -3.92], "velocity forgotten"),
        (RAVINE, Momentum(0.5), 0.6, 2, [-4.4, 2.8], "one step short"),
        (RAVINE, Momentum(0.5), 0.6, 2, [-4.1, 5.2], "new gradient left out"),
        (SEED, Adam(), 0.1, 1, [0.336667, 0.616667], "plain gradient step"),
        (SEED, Adam(), 0.1, 1, [0.416228, 0.416228], "no bias correction"),
        (SEED, Adam(), 0.1, 1, [0, 0], "uphill"),
        (SLOPE, RMSProp(), 0.1, 1, [-0.1], "bias corrected"),
        (SLOPE, RMSProp(), 0.1, 1, [-0.1 * 5 / 2.5], "root forgotten"),
        (HOURS, PLAIN, 1, 1, [0, -0.291667], "uphill"),
        (HOURS, PLAIN, 1, 1, [0, 1.75], "no mean"),
        (HOURS, PLAIN, 1, 1, [0, 0.072917], "sigmoid' kept"),
        (HOURS, PLAIN, 1, 1, [0.5, 1.166667], "sigmoid left out"),
    ],
)
def test_so_are_those_of_the_other_methods(problem, method, rate, steps, answer, name):
    assert name in names(problem, answer, steps, rate=rate, method=method)


@pytest.mark.parametrize(
    ("batches", "answer", "name"),
    [  # lesson 22
        (THIRD, [-0.21, -0.83], "uphill"),
        (THIRD, [0.203333, 0.41], "divided by m"),
        (THIRD, [0.336667, 0.616667], "full gradient"),
        (OUTER, [0.1 + 0.49, 0.1 + 1.11], "no mean"),
        (OUTER, [0.1 + 0.163333, 0.1 + 0.37], "divided by m"),
        (OUTER, [0.336667, 0.616667], "full gradient"),
        (Batches(1), [0.1 + 0.22, 0.1 + 0.44], "next batch"),
    ],
)
def test_so_are_those_of_a_batch(batches, answer, name):
    assert name in names(SEED, answer, batches=batches)
    assert names(SEED, next_theta(SEED, [0.1, 0.1], 0.1, batches=batches), batches=batches) == []


def test_so_are_those_of_a_schedule():
    half = Inverse(1)  # factors 1, 1/2, 1/3: from 0 at rate 0.1 down (x - 3)^2
    assert next_theta(BOWL, [0], 0.1, 2, schedule=half) == pytest.approx([0.84])
    assert names(BOWL, [1.08], 2, schedule=half) == ["schedule left out"]
    assert names(BOWL, [0.3 + 0.2 / 3 * 2.7], 2, schedule=half) == ["k counted from one"]
    assert names(BOWL, [0.72], 2, schedule=half) == ["schedule twice"]


@pytest.mark.parametrize("method", METHODS.values(), ids=METHODS)
def test_the_right_answer_is_no_mistake_nor_is_another_shape_or_an_unknown_one(method):
    for problem in (SEED, SURFACE, CUBIC, BOWL, HOURS):
        for steps in (1, 3):
            course = {"method": method(), "schedule": Inverse(0.1)}
            right = next_theta(problem, FROM[problem], 0.1, steps, **course)
            for answer in (right, right + 9e-5, [*right, 1], right + 17.3, right * np.nan):
                assert names(problem, answer, steps, **course) == []


METHOD = st.sampled_from([
    PLAIN, Newton(), Momentum(0.7), Nesterov(0.7), AdaGrad(), RMSProp(), Adam(), AdamW(decay=0.3),
])  # fmt: skip


@settings(max_examples=25, deadline=None)
@given(
    METHOD,
    st.sampled_from([SEED, HOURS, SURFACE, CURVED]),
    st.tuples(st.floats(-3, 3), st.floats(-3, 3)),
    st.floats(0.01, 0.5),
    st.integers(1, 4),
    st.sampled_from([CONSTANT, Inverse(0.5)]),
    st.sampled_from([None, Batches(1), Batches(2, Order.SHUFFLED)]),
    st.data(),
)
def test_a_mistake_is_found_wherever_its_result_is_not_the_right_one(
    method, problem, start, rate, steps, schedule, batches, data
):
    batches = batches if hasattr(problem, "m") else None
    mistake = data.draw(st.sampled_from(mistakes_of(method, problem, schedule, batches)))
    course = {"schedule": schedule, "batches": batches}
    wrong = next_theta(problem, start, rate, steps, method=mistaken(mistake, method), **course)
    right = next_theta(problem, start, rate, steps, method=method, **course)
    assume(np.isfinite(wrong).all() and np.isfinite(right).all())
    found = explain(problem, start, rate, wrong, 1e-9, steps, method=method, **course)
    if np.all(np.abs(wrong - right) <= 1e-9):
        assert found == ()
    else:
        assert mistake in found


LOUD = {
    "adagrad": AdaGrad(0.1),
    "rmsprop": RMSProp(epsilon=0.1),
    "adam": Adam(epsilon=0.1),
    "adamw": AdamW(epsilon=0.1),
}
ONE = Function(lambda t: t[0] ** 4 + 1, lambda t: [4 * t[0] ** 3], ("x",), lambda t: [[12 * t[0] ** 2]])


@pytest.mark.parametrize("name", METHODS)
def test_no_mistake_is_the_right_update_nor_another_mistake_in_disguise(name):
    """Three steps over a curved surface tell all of them apart, where epsilon is large enough to be seen."""
    method = LOUD.get(name) or METHODS[name]()
    seen = {}
    for problem, start in ((CURVED, [1.3, 0.6]), (ONE, [1.2]), (SEED, [0.1, 0.2]), (HOURS, [0.3, 0.1])):
        batches = Batches(2) if problem is HOURS else None
        course = {"schedule": Inverse(0.5), "batches": batches}
        right = next_theta(problem, start, 0.05, 3, method=method, **course)
        for mistake in mistakes_of(method, problem, Inverse(0.5), batches):
            wrong = next_theta(problem, start, 0.05, 3, method=mistaken(mistake, method), **course)
            told_apart = np.abs(wrong - right).max() > 1e-7 and np.isfinite(wrong).all()
            if told_apart:
                twins = explain(problem, start, 0.05, wrong, 1e-10, 3, method=method, **course)
                told_apart = [each.name for each in twins] == [mistake.name]
            seen[mistake.name] = seen.get(mistake.name, False) or told_apart
    never = {mistake for mistake, apart in seen.items() if not apart}
    assert never <= {"t from zero"}  # its first step divides by zero


def test_a_mistake_that_divides_by_zero_ends_its_run_and_accuses_nobody():
    late = next(each for each in mistakes_of(Adam(), SEED) if each.name == "t from zero")
    assert len(list(descend(SEED, [0.1, 0.1], 0.1, 5, method=mistaken(late, Adam())))) == 1
    assert names(SEED, [0.05, 0.07], method=Adam()) == []


def test_a_mistaken_method_runs_like_any_other():
    """The same run twice gives the same bits; what is remembered keeps its shape, and no array is changed."""
    for name, method in METHODS.items():
        for mistake in mistakes_of(method(), SEED):
            wrong = mistaken(mistake, method())
            first, second = ([s.theta.tolist() for s in descend(SEED, [0.1, 0.1], 0.05, 6, method=wrong)] for _ in "ab")
            assert first == second, (name, mistake.name)
            theta = np.array([0.1, 0.1])
            memory = wrong.begin(theta)
            for array in (theta, *memory):
                array.setflags(write=False)
            with np.errstate(all="ignore"):
                _, after = wrong.step(SEED, theta, memory, 0.05, 0)
            assert [each.shape for each in after] == [each.shape for each in memory], (name, mistake.name)


def test_what_is_said_names_no_number_of_the_answer_and_reads_as_sentences():
    for mistake in EVERY_MISTAKE:
        assert mistake.say.endswith((".", "?")) and mistake.say[0].isupper()
        assert not any(character.isdigit() for character in mistake.say.replace("1/2", "").replace(" 2 ", " "))


def test_every_method_has_mistakes_of_its_own_and_no_name_stands_for_two():
    for name, method in METHODS.items():
        for problem in (SEED, SURFACE, CUBIC, HOURS):
            found = [each.name for each in mistakes_of(method(), problem, Inverse(), Batches(1))]
            assert len(set(found)) == len(found) and "k counted from one" in found and "full gradient" in found
            if name != "gd":
                assert found[0] in {each.name for each in OWN[name]}
    with pytest.raises(ValueError, match=r"no run yet.*\.$"):
        mistaken(OWN["adam"][0], Adam())


def test_a_start_at_rest_accuses_nobody_of_what_changes_nothing():
    """At a flat place most mistakes give the right theta; a division by a length of zero must stay silent too."""
    assert explain(BOWL, [3], 0.1, [3], 1e-6) == ()
    assert explain(BOWL, [3], 0.1, [0], 1e-6) != ()


def test_a_mistaken_run_is_played_as_it_is_graded():
    """In a player, which looks at the loss in its own way, each mistake arrives where `explain` looks for it."""
    for name, method in METHODS.items():
        for problem, batches in ((SEED, Batches(2)), (CURVED, None), (HOURS, None)):
            course = {"schedule": Inverse(0.5), "batches": batches}
            for mistake in mistakes_of(method(), problem, **course):
                wrong = mistaken(mistake, method())
                expected = next_theta(problem, [0.3, 0.1], 0.05, 4, method=wrong, **course)
                player = Player(problem, [0.3, 0.1], 0.05, 4, method=wrong, **course)
                player.step(4)
                if np.isfinite(expected).all():
                    assert player.theta.tolist() == expected.tolist(), (name, mistake.name)
                    player.back(2)
                    player.step(2)
                    assert player.theta.tolist() == expected.tolist(), (name, mistake.name)
