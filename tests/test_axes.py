"""Every tick stands in the middle of its cell, and what is drawn agrees with it, from three rows up."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tutor.drawing import axes, raster, terrain
from tutor.drawing.canvas import Window, new_figure
from tutor.drawing.picture import Arrow, Guide, Mark, Marks, Picture, Role, Row, Series, Spot, Stroke, Terrain

FIGURE = new_figure()
quick = settings(max_examples=25, deadline=None)
ends = st.tuples(st.floats(-1e6, 1e6), st.floats(1e-3, 1e6)).map(lambda pair: (pair[0], pair[0] + pair[1]))
heights = st.integers(5, 40)
MINUS = str.maketrans("−", "-")


def text_of(rows: list[Row]) -> list[str]:
    return ["".join(text for text, _ in row) for row in rows]


def labelled_rows(lines: list[str]) -> dict[int, float]:
    """Row -> the number that stands beside the axis there."""
    found = ((row, line.split("┤")[0].strip()) for row, line in enumerate(lines) if "┤" in line)
    return {row: float(label.translate(MINUS)) for row, label in found}


def middles(axis: axes.Axis, cells: int) -> list[float]:
    """Where the ticks fall, in cells from the first."""
    low, high = axis.limits
    return [(at - low) / (high - low) * (cells - 1) for at, _ in axis.ticks]


# --- the axis by itself


@quick
@given(ends, st.integers(3, 120), st.integers(2, 12))
def test_ticks_stand_in_the_middle_of_cells_evenly_and_the_data_are_held(
    data: tuple[float, float], cells: int, apart: int
) -> None:
    axis = axes.fit(*data, cells, apart)
    slack = 1e-9 * (axis.limits[1] - axis.limits[0]) + 1e-9 * max(map(abs, data))
    assert axis.limits[0] - slack <= data[0] <= data[1] <= axis.limits[1] + slack
    at = middles(axis, cells)
    assert len(at) >= 2 and all(abs(each - round(each)) < 1e-5 for each in at)
    assert len({round(each) for each in np.diff(at)}) == 1
    assert len({label for _, label in axis.ticks}) == len(at) or data[1] - data[0] < 1e-4 * max(map(abs, data))
    assert all(len(label) <= axes.WIDE for _, label in axis.ticks)


@quick
@given(ends, st.integers(5, 60))
def test_little_of_an_axis_is_left_empty(data: tuple[float, float], cells: int) -> None:
    low, high = axes.fit(*data, cells).limits
    crossing = 1 / (cells - 3) if data[0] < 0 < data[1] else 0
    assert (data[1] - data[0]) / (high - low) > (0.3 if cells < 9 else 0.45) - crossing


@pytest.mark.parametrize(
    ("asked", "cells", "limits", "ticks"),
    [
        ((-5.0, 15.0), 7, (-8.0, 16.0), ["−8", "0", "8", "16"]),  # steps of 10 would make it -10 to 20
        ((-5.0, 15.0), 4, (-7.5, 15.0), ["0", "15"]),
        ((-0.5, 1.5), 4, (-0.75, 1.5), ["0", "1.5"]),
        ((-5.0, 15.0), 3, (-20.0, 20.0), ["−20", "0", "20"]),
        ((-5.0, 15.0), 9, (-5.0, 15.0), ["−5", "0", "5", "10", "15"]),
        ((0.0, 4.5), 11, (0.0, 5.0), ["0", "2", "4"]),  # a tenth is lost: rounder steps are worth that
    ],
)
def test_a_rarer_step_is_taken_where_a_quarter_of_the_rows_would_be_lost(
    asked: tuple[float, float], cells: int, limits: tuple[float, float], ticks: list[str]
) -> None:
    axis = axes.fit(*asked, cells)
    assert axis.limits == pytest.approx(limits)
    assert [label for _, label in axis.ticks] == ticks
    for at, label in axis.ticks:
        assert float(label.translate(MINUS)) == pytest.approx(at)


@quick
@given(st.floats(0, 1e6), st.floats(1e-3, 1e6), st.integers(4, 40))
def test_what_is_never_negative_has_no_axis_below_zero(low: float, span: float, cells: int) -> None:
    assert axes.fit(low, low + span, cells).limits[0] >= 0
    assert axes.fit(-low - span, -low, cells).limits[1] <= 0


@quick
@given(st.floats(-320, 300), st.floats(0, 300), st.integers(4, 60))
def test_ticks_of_a_log_axis_are_powers_or_1_2_5_each_in_its_cell(low: float, span: float, cells: int) -> None:
    axis = axes.fit_log(low, low + span, cells)
    at = middles(axis, cells)
    assert axis.limits[0] <= low + 1e-6 and low + span <= axis.limits[1] + 1e-6
    assert len(at) >= 2 and all(abs(each - round(each)) < 0.21 for each in at)
    parts = (0.0, math.log10(2), math.log10(5), 1.0)
    assert all(min(abs(place % 1 - part) for part in parts) < 1e-6 for place, _ in axis.ticks)


def test_limits_of_a_growing_run_change_seldom() -> None:
    assert len({axes.fit(0, k, 15).limits for k in range(1, 10_001)}) < 80
    assert len({axes.log_limits(0, math.log10(k)) for k in range(1, 10_001)}) == 13  # 1, 2, 5, 10 ... 10,000


@quick
@given(ends, ends, st.integers(12, 90), st.integers(4, 40))
def test_on_an_even_map_a_column_is_worth_half_a_row(
    x: tuple[float, float], y: tuple[float, float], columns: int, rows: int
) -> None:
    both = axes.fit_even(x, y, columns, rows)
    assume(both is not None)
    assert both is not None
    (left, right), (low, high) = both[0].limits, both[1].limits
    assert math.isclose(2 * (right - left) / (columns - 1), (high - low) / (rows - 1), rel_tol=1e-6)
    slack = 1e-9 * (abs(x[0]) + abs(x[1]) + abs(y[0]) + abs(y[1]))
    assert left - slack <= x[0] and x[1] <= right + slack and low - slack <= y[0] and y[1] <= high + slack
    for axis, cells in zip(both, (columns, rows), strict=True):
        assert all(abs(each - round(each)) < 1e-5 for each in middles(axis, cells))


def test_labels_of_odd_steps_are_exact() -> None:
    assert [axes.label(each, 2.5) for each in (0, 2.5, -5, 7.5)] == ["0", "2.5", "−5.0", "7.5"]
    assert [axes.label(each, 0.25) for each in (0.25, 0.5)] == ["0.25", "0.50"]
    assert axes.label(250000, 250000, True) == "2.5e5"


# --- what is drawn agrees with the axis


@quick
@given(st.integers(-40, 40), st.integers(1, 80), heights)
def test_a_point_on_a_tick_stands_in_the_row_of_its_tick(low: int, span: int, height: int) -> None:
    empty = text_of(raster.draw(Picture((), (0, 1), (low, low + span)), 40, height, Marks.BRAILLE, FIGURE))
    rows = labelled_rows(empty)
    assert len(rows) >= 2 and len(set(np.diff(sorted(rows)))) == 1
    for row, value in rows.items():
        series = (Series("p", [0.5], [value], Stroke.POINTS, mark="●"),)
        lines = text_of(raster.draw(Picture(series, (0, 1), (low, low + span)), 40, height, Marks.BRAILLE, FIGURE))
        assert [i for i, line in enumerate(lines) if "●" in line] == [row]


@quick
@given(st.floats(-5, -0.5), st.floats(0.5, 5), st.integers(5, 24), st.sampled_from(Marks))
def test_the_zero_line_is_in_the_row_where_a_curve_is_zero(low: float, high: float, height: int, marks: Marks) -> None:
    limits = {"x": (-1.0, 1.0), "y": (low, high)}
    guided = text_of(raster.draw(Picture(guides=(Guide(y=0.0),), **limits), 60, height, marks, FIGURE))
    zero = next(row for row, line in enumerate(guided) if line.count("." if marks.ascii else "┄") > 20)
    flat = Picture((Series("s", [-1, 1], [0, 0], mark=" "),), **limits)
    drawn = text_of(raster.draw(flat, 60, height, marks, FIGURE))
    empty = text_of(raster.draw(Picture(**limits), 60, height, marks, FIGURE))
    assert [row for row in range(height) if drawn[row] != empty[row]] == [zero]


def test_a_parabola_does_not_dip_below_its_zero_line() -> None:
    xs = np.linspace(-1, 3, 200)
    picture = Picture((Series("f", xs, xs**2, mark=" "),), (-1, 3), (-0.45, 9.45), guides=(Guide(y=0.0),))
    for height in range(6, 16):
        lines = text_of(raster.draw(picture, 70, height, Marks.BRAILLE, FIGURE))
        zero = next(row for row, line in enumerate(lines) if "┄" in line)
        under = "".join(line[5:] for line in lines[zero + 1 :])
        assert not any("⠀" < mark <= "⣿" for mark in under), lines


def test_points_of_different_height_look_different_in_few_rows() -> None:
    series = (Series("data", [1, 2, 3], [2, 2.5, 3.5], Stroke.POINTS, Role.POINT, "●"),)
    for height in range(4, 12):
        lines = text_of(raster.draw(Picture(series, (0.9, 3.1), (0.2, 3.6)), 24, height, Marks.BRAILLE, FIGURE))
        window = lines if height < 8 else lines[:-1]
        marks = [(row, mark) for row, line in enumerate(window) for mark in line[5:] if mark in "●⠛⠶⣤"]
        order = [(-row, "⣤⠶⠛".find(mark)) for row, mark in sorted(marks)]
        assert len(set(order)) == 3, lines


def test_the_name_of_the_upright_axis_stands_beside_no_tick() -> None:
    for height in range(5, 30):
        land = Terrain(
            lambda x, y: np.add.outer(np.linspace(*y, 30), np.linspace(*x, 30)), (-9, 9), (-10, 10), y_name="y"
        )
        lines = text_of(terrain.draw_map(land, 50, height, Marks.BRAILLE, FIGURE))
        assert any(line.lstrip().startswith("y│") for line in lines) and not any("y┤" in line for line in lines)


# --- marks, letters, arrows


def test_the_words_of_the_last_mark_are_always_there() -> None:
    xs = np.linspace(0, 20, 60)
    marks = (*(Mark(float(k), "α=0.1") for k in range(3, 9)), Mark(9.0, "α=0.25"))
    for width in range(30, 60, 5):
        picture = Picture((Series("loss", xs, np.full(60, 3.0)),), (0, 20), (0, 3), marks=marks)
        for kind in Marks:
            assert (
                "α=0.25".replace("α", "?" if kind.ascii else "α")
                in text_of(raster.draw(picture, width, 9, kind, FIGURE))[0]
            )


def test_letters_of_lines_that_end_together_all_stand() -> None:
    for end in (0, 7, 10):
        xs = np.arange(end + 1)
        series = tuple(Series(str(i), xs, np.full(end + 1, 2.0 + 0.01 * i)) for i in range(5))
        drawn = "\n".join(text_of(raster.draw(Picture(series, (0, 10), (0, 4)), 40, 9, Marks.BRAILLE, FIGURE)))
        assert all(drawn.count(letter) == 1 for letter in "ABCDE"), drawn


@quick
@given(st.floats(-3, 3), st.floats(-3, 3), st.floats(0, 2 * math.pi), st.integers(6, 24))
def test_an_arrow_never_leaves_the_map(x: float, y: float, turn: float, height: int) -> None:
    window = Window((-3, 3), (-3, 3), 40, height, (2, 4))
    arrow = Arrow((x, y), (x + 9 * math.cos(turn), y + 9 * math.sin(turn)))
    inside = terrain._inside(arrow, window)
    assert window.cell(*inside.end) is not None
    ahead = np.subtract(inside.end, inside.start)
    length = math.hypot(*ahead)
    assert length < 1e-6 or math.isclose(np.dot(ahead, (math.cos(turn), math.sin(turn))), length, rel_tol=1e-6)


def test_contours_carry_their_heights_over_a_shade_without_signs() -> None:
    def bowl(x: tuple[float, float], y: tuple[float, float]) -> np.ndarray:
        return np.add.outer(np.linspace(*y, 81) ** 2, np.linspace(*x, 121) ** 2)

    land = Terrain(bowl, (-3, 3), (-3, 3), contours=True, spots=(Spot(0, 0),), even=True)
    for marks in Marks:
        rows = terrain.draw_map(land, 50, 20, marks, FIGURE)
        inner = "".join(line[6:] for line in text_of(rows)[:18])
        assert sum(mark.isdigit() for mark in inner) >= 3
        assert any("heat--5" in role for row in rows for _, role in row)
        assert marks.ascii or not set(inner) & set("·:░▒▓")


@quick
@given(st.floats(-8, 3), st.floats(1, 4), st.integers(3, 8))
def test_a_log_axis_of_few_rows_wastes_few_of_them(low: float, span: float, rows: int) -> None:
    axis = axes.fit_log(low, low + span, rows)
    assert axis.limits[1] - axis.limits[0] <= 2 * span + 2
