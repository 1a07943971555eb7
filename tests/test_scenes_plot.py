"""The scene `plot`: tangent, secants, chord and curves."""

import math

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.scene_making import proof, says_only_numbers, scene
from tests.scene_making import settings as plot_settings
from tests.trees import trees
from tutor.expression.totext import to_text
from tutor.numeric import value
from tutor.scenes import plot as module
from tutor.scenes._numbers import as_float
from tutor.symbolic import CannotDo
from tutor.tasks import TASKS
from tutor.ui.panes.plot import Pane

CUBIC = (
    "{f: x^3 - 5x + 7, x: [-4.5, 3], tangent: {at: 2, step: 0.1}, secant: [1, 0.5, 0.1, 0.01, 0.001], "
    "show: [f, derivative]}"
)


def test_the_cubic_of_the_seed():
    plot = scene("plot", CUBIC)
    assert plot.sentence() == "at x = 2: f = 5, slope f′(2) = 7; secant with h = 1: 14"
    assert plot.sentence(ascii=True) == "at x = 2: f = 5, slope f'(2) = 7; secant with h = 1: 14"
    slopes = [plot.secant_slope]
    while plot.shrink():
        slopes.append(plot.secant_slope)
    assert list(map(str, map(float, slopes))) == ["14.0", "10.25", "7.61", "7.0601", "7.006001"]
    assert plot.tangent_line() == "y = 7x − 9"
    assert not plot.shrink() and plot.widen()


@pytest.mark.parametrize(
    ("f", "at", "equation"),
    [("x^2", 3, "y = 6x − 9"), ("x^2", 0, "y = 0"), ("x + 2", 1, "y = x + 2"), ("-x", 1, "y = −x"), ("5", 1, "y = 5"),
     ("-x^2", 0.5, "y = −x + 0.25"), ("exp(x)", 0, "y = x + 1")],
)  # fmt: skip
def test_the_tangent_as_an_equation(f, at, equation):
    assert scene("plot", f"{{f: {f}, tangent: {at}}}").tangent_line() == equation


def test_positions_stay_clean_and_within_the_picture():
    plot = scene("plot", CUBIC)
    places = []
    while plot.move(-1):
        places.append(float(plot.position))
    assert places[6] == 1.3 and places[-1] == -4.5 and -1.3 in places
    assert not plot.move(-5)
    assert plot.move(1000) and float(plot.position) == 3.0
    assert plot.window() == scene("plot", CUBIC).window()  # it does not swim with the tangent


def test_the_lines_touch_the_curve():
    plot = scene("plot", CUBIC[:-1] + ", chord: [-1, 2], extra: [x]}")
    curves = {curve.role: curve for curve in plot.curves(0, 40)}
    assert set(curves) == {"curve", "extra", "tangent", "secant", "chord"}
    assert np.interp(2.0, curves["tangent"].xs, curves["tangent"].ys) == pytest.approx(5)
    for x in (2, 3):
        height = np.interp(x, curves["secant"].xs, curves["secant"].ys)
        assert height == pytest.approx(as_float(plot.at(x)))
    assert list(curves["chord"].xs) == [-1, 2]
    assert [curve.role for curve in plot.curves(1, 40)] == ["curve"]


@pytest.mark.parametrize("f", ["1/x", "tan(x)", "sign(x)", "step(x - 1)"])
def test_a_pole_or_a_jump_breaks_the_line(f):
    plot = scene("plot", f"{{f: {f}, x: [-3, 3]}}")
    assert np.isnan(plot.curves(0, 80)[0].ys).any()


@pytest.mark.parametrize("f", ["x^3 - 5x + 7", "1000x^3", "exp(x^2)", "abs(x)", "relu(x)", "sin(40x)"])
def test_a_steep_curve_is_not_broken(f):
    plot = scene("plot", f"{{f: {f}, x: [-3, 3]}}")
    assert np.isfinite(plot.curves(0, 80)[0].ys).all()


def test_a_pole_does_not_flatten_the_rest():
    _, _, low, high = scene("plot", "{f: 1/x, x: [-3, 3]}").window()
    assert -10 < low < -1 and 1 < high < 10
    *_, low, high = scene("plot", "{f: 5, x: [-3, 3]}").window()
    assert low < 5 < high


def test_without_tangent_and_secant_the_sentence_names_the_curve():
    assert scene("plot", "{f: x^2}").sentence() == "f(x) = x² for x from −3 to 3"
    assert scene("plot", "{f: x^2, chord: [1, 2]}").sentence() == "chord from 1 to 2: slope 3"


def test_check_finds_what_cannot_be_drawn():
    assert "nothing to draw" in proof("plot", "{f: log(x), x: [-3, -1]}")[0]
    assert "no value" in proof("plot", "{f: 1/x, tangent: 0}")[0]
    assert "h = 1" in proof("plot", "{f: 1/x, secant: {h: [1, 0.5], at: -1}}")[0]
    assert "chord" in proof("plot", "{f: 1/x, chord: [0, 1]}")[0]
    assert proof("plot", CUBIC) == ()


def random_plot(tree, more=""):
    spec = f"{{f: '{to_text(tree)}', x: [-2.3, 3.1], tangent: {{at: 0.7, step: 0.3}}, secant: [1, 0.1]{more}}}"
    made = plot_settings("plot", spec, ("x",))
    request = module.request(made)
    try:
        found = TASKS[request.task](*request.args)
    except CannotDo:
        assume(False)
    return module.scene(made, found)


@given(trees(symbols=("x",), depth=2), st.integers(-9, 9))
@settings(max_examples=25, deadline=None)
def test_the_slope_is_the_limit_of_central_differences(tree, steps):
    plot = random_plot(tree)
    plot.move(steps)
    x, h, slope = as_float(plot.position), 1e-5, as_float(plot.slope)
    near = [value(tree, x=x + side * h) for side in (-2, -1, 0, 1, 2)]
    assume(all(map(math.isfinite, [*near, slope])) and max(map(abs, near)) < 1e6)
    fine, coarse = (near[3] - near[1]) / (2 * h), (near[4] - near[0]) / (4 * h)
    assume(abs(fine - coarse) < 1e-4 * (1 + abs(fine)))  # smooth here, as far as differences can tell
    one_sided = abs((near[3] - near[2]) - (near[2] - near[1])) / h
    assume(one_sided < 1e-2 * (1 + abs(fine)))
    assert slope == pytest.approx(fine, rel=1e-3, abs=1e-3)


@given(
    trees(symbols=("x",), depth=2),
    st.lists(st.sampled_from(["left", "right", "far", "shrink", "widen"]), max_size=6),
)
@settings(max_examples=25, deadline=None)
def test_any_function_and_any_keys_leave_a_plot_that_can_be_told_and_drawn(tree, keys):
    plot = random_plot(tree, ", chord: [-1, 1], show: [f, derivative, second]")
    for key in keys:
        {"left": lambda: plot.move(-1), "right": lambda: plot.move(1), "far": lambda: plot.move(99)}.get(
            key, getattr(plot, key, None)
        )()
    says_only_numbers(plot)
    plot.tangent_line()
    for panel in plot.panels:
        x0, x1, y0, y1 = plot.window(panel)
        assert x0 < x1 and y0 < y1 and all(map(math.isfinite, (x0, x1, y0, y1)))
        for curve in plot.curves(panel, 30):
            assert len(curve.xs) == len(curve.ys) and np.isfinite(curve.xs).all()
            assert not np.isinf(curve.ys).any() and (np.diff(curve.xs) > 0).all()
        assert all(math.isfinite(dot.x) and math.isfinite(dot.y) for dot in plot.dots(panel))


def test_what_a_plot_asks_for_after_a_prediction_is_a_key_that_does_something():
    asks = {text: Pane(plot_settings("plot", text)).invitation for text in (
        "{f: x^2, x: [-1, 3], secant: {h: [1, 1/2], at: 1}}",
        "{f: x^2, x: [-1, 3], tangent: {at: 1}}",
        "{f: x^2, x: [-1, 3], chord: [0, 2]}",
    )}  # fmt: skip
    assert list(asks.values()) == ["press space", "press the arrow keys", ""]
