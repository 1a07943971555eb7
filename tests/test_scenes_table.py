"""The scene `table`: exact rows, revealed one by one."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.scene_making import proof, says_only_numbers, scene

SECANT = "{vars: {h: [1, 0.5, 0.1, 0.01, 0.001]}, columns: {slope: '((1 + h)^2 - 1)/h'}}"


def test_decimals_that_are_exact_are_shown_exactly():
    table = scene("table", SECANT)
    table.reveal_all()
    assert [row[1] for row in table.rows()] == ["3", "2.5", "2.1", "2.01", "2.001"]
    cubic = scene("table", "{vars: {h: [0.001]}, columns: ['((2+h)^3 - 5(2+h) + 7 - 5)/h'], reveal: all}")
    assert cubic.rows() == [["0.001", "7.006001"]]


def test_headings_are_typeset_and_the_teachers_own_stand():
    table = scene("table", "{vars: {theta0: [1]}, columns: [theta0^2, {J − 5: theta0 - 5}], reveal: all}")
    assert table.headings() == ["θ₀", "θ₀²", "J − 5"]
    assert table.headings(ascii=True) == ["theta0", "theta0^2", "J - 5"]
    assert table.rows() == [["1", "1", "−4"]]
    assert table.rows(ascii=True) == [["1", "1", "-4"]]


@pytest.mark.parametrize(("reveal", "count"), [("true", 1), ("rows", 1), ("false", 5), ("all", 5), ("3", 3), ("0", 0)])
def test_reveal_says_how_many_rows_stand_there_at_first(reveal, count):
    table = scene("table", SECANT[:-1] + f", reveal: {reveal}}}")
    assert table.revealed == len(table.rows()) == count


@given(st.lists(st.sampled_from(["reveal_next", "reveal_all", "hide_last"]), max_size=12))
@settings(max_examples=25, deadline=None)
def test_any_keys_leave_a_table_between_no_row_and_all(keys):
    table = scene("table", SECANT)
    for key in keys:
        before = table.revealed
        told = getattr(table, key)()
        if told is not None:
            assert told == (table.revealed != before)
        assert 0 <= table.revealed <= table.total == 5
        says_only_numbers(table)


def test_a_row_without_a_value_says_so_and_a_column_without_any_is_found():
    spec = "{vars: {x: [1, 0, -1]}, columns: [1/x, log(x)], reveal: all}"
    table = scene("table", spec)
    assert table.rows()[1] == ["0", "no value", "no value"]
    assert "has no value" in table.sentence()
    says_only_numbers(table)
    assert proof("table", spec) == proof("table", SECANT) == ()  # 0/0 may be what the lesson is about
    (fault,) = proof("table", "{vars: {x: [-1, -2]}, columns: [1/x, log(x)]}")
    assert fault.startswith("ln(x) has no value in any row")
