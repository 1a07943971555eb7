"""A comma in a number means what it means where the learner is."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.apps import sitting, worker, written  # noqa: F401 - worker is a fixture
from tutor.decimal_comma import has_decimal_comma, with_points
from tutor.expression import Unreadable, parse_number
from tutor.terminal import Terminal
from tutor.tree import Num

LESSON = """
format: 1
id: comma
title: Comma
steps:
  - ask: {id: a, question: What is 617/500?, number: {answer: "1.234"}}
"""
ONE = """
format: 1
id: one
title: One
symbols: [x]
steps:
  - ask: {id: a, question: What is x after the step?, next: {f: "(x - 3)^2", start: [0], rate: 0.2}}
"""


@pytest.mark.parametrize(
    ("environment", "comma"),
    [
        ({"LANG": "de_DE.UTF-8"}, True),
        ({"LANG": "de_CH.UTF-8"}, False),
        ({"LANG": "en_GB.UTF-8"}, False),
        ({"LANG": "es_ES@euro"}, True),
        ({"LANG": "es_MX.UTF-8"}, False),
        ({"LANG": "en_US.UTF-8", "LC_NUMERIC": "fr_FR.UTF-8"}, True),
        ({"LANG": "fr_FR.UTF-8", "LC_ALL": "C"}, False),
        ({"LANG": "C.UTF-8"}, False),
        ({}, False),
    ],
)
def test_the_environment_says_what_a_comma_is(environment: dict[str, str], comma: bool) -> None:
    assert has_decimal_comma(environment) is comma is Terminal.of(environment).decimal_comma


@given(st.integers(0, 10**9), st.integers(0, 10**6))
def test_a_number_typed_with_a_comma_is_the_number(whole: int, rest: int) -> None:
    assert parse_number(with_points(f"{whole},{rest}")) == Num(Fraction(f"{whole}.{rest}"))


def test_values_in_brackets_stay_apart() -> None:
    assert with_points("max(1,5) + 0,25") == "max(1,5) + 0.25"
    assert with_points("max(sqrt(4),1,5)") == "max(sqrt(4),1,5)" and with_points("Max (2,(1,5))") == "Max (2,(1.5))"
    assert with_points("2^(1,5)") == "2^(1.5)" and with_points("(1,5+2)*sqrt(0,25)") == "(1.5+2)*sqrt(0.25)"
    assert with_points(")1,5(,") == ")1.5(,"
    assert with_points("1, 5") == "1, 5"
    with pytest.raises(Unreadable):
        parse_number("1,234")  # it could mean two things where nobody says which


@pytest.mark.asyncio(loop_scope="session")
async def test_one_number_is_asked_for_and_read_where_theta_is_one(worker, tmp_path) -> None:  # noqa: F811
    terminal = Terminal(decimal_comma=True)
    async with sitting(worker, opening=written(tmp_path, ONE), terminal=terminal) as learner:
        assert "x, such as 0.5" in learner.text()
        await learner.type("+1,20")
        assert "= 1.2" in learner.text()
        await learner.press("enter")
        await learner.until(lambda: "Right" in learner.text(), "the verdict")


@pytest.mark.asyncio(loop_scope="session")
async def test_the_number_is_right_where_it_is_written_so(worker, tmp_path) -> None:  # noqa: F811
    terminal = Terminal(decimal_comma=True)
    async with sitting(worker, opening=written(tmp_path, LESSON), terminal=terminal) as learner:
        await learner.press("1", ",", "2", "3", "4", "enter")
        await learner.until(lambda: "Right" in learner.text(), "the verdict")
