"""The known mistakes of an update: each found where the curriculum has it, none charged wrongly."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.descent.methods import EVERY_MISTAKE, explain, next_theta
from tutor.descent.problem import Function, LeastSquares

SEED = LeastSquares([[1, 1], [1, 2], [1, 3]], [2, 2.5, 3.5])
SURFACE = Function(
    lambda t: t[0] * t[0] + 3 * t[1] * t[1] - 4 * t[0] * t[1],
    lambda t: [2 * t[0] - 4 * t[1], 6 * t[1] - 4 * t[0]],
    ("x", "y"),
)
CUBIC = Function(lambda t: t[0] * t[0] * t[0] - 5 * t[0] + 7, lambda t: [3 * t[0] * t[0] - 5], ("x",))
BOWL = Function(lambda t: (t[0] - 3) ** 2, lambda t: [2 * (t[0] - 3)], ("x",))
FROM = {SEED: [0.1, 0.1], SURFACE: [1, 2], CUBIC: [2], BOWL: [0]}


def names(problem, answer, steps=1, tol=1e-4, rate=0.1):
    return [mistake.name for mistake in explain(problem, FROM[problem], rate, answer, tol, steps)]


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


@pytest.mark.parametrize("problem", FROM)
@pytest.mark.parametrize("steps", [1, 2, 3])
def test_the_right_answer_is_no_mistake_nor_is_another_shape_or_an_unknown_one(problem, steps):
    right = next_theta(problem, FROM[problem], 0.1, steps)
    assert names(problem, right, steps) == names(problem, right + 9e-5, steps) == []
    assert names(problem, [*right, 1], steps) == []
    assert names(problem, right + 17.3, steps) == []
    assert names(problem, right * np.nan, steps) == []


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(EVERY_MISTAKE),
    st.sampled_from([SEED, SURFACE]),
    st.tuples(st.floats(-3, 3), st.floats(-3, 3)),
    st.floats(0.01, 0.5),
    st.integers(1, 4),
)
def test_a_mistake_is_found_wherever_its_result_is_not_the_right_one(mistake, problem, start, rate, steps):
    if not mistake.applies(problem):
        return
    with np.errstate(all="ignore"):
        wrong = mistake.result(problem, np.array(start), rate, steps)
    right = next_theta(problem, start, rate, steps)
    found = explain(problem, start, rate, wrong, 1e-9, steps)
    if np.all(np.abs(wrong - right) <= 1e-9) or not np.isfinite(wrong).all():
        assert found == ()
    else:
        assert mistake in found


def test_what_is_said_names_no_number_of_the_answer_and_reads_as_sentences():
    for mistake in EVERY_MISTAKE:
        assert mistake.say.endswith((".", "?")) and mistake.say[0].isupper()
        assert not any(character.isdigit() for character in mistake.say.replace("1/2", "").replace(" 2 ", " "))


def test_a_start_at_rest_accuses_nobody_of_what_changes_nothing():
    """At a flat place most mistakes give the right theta; a division by a length of zero must stay silent too."""
    assert explain(BOWL, [3], 0.1, [3], 1e-6) == ()
    assert explain(BOWL, [3], 0.1, [0], 1e-6) != ()
