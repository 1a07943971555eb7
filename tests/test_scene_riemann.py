"""The scene `riemann`: sums of strips by four rules, their sign, and the integral that they come to."""

from __future__ import annotations

import contextlib
import io
import math
import re
import textwrap

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.apps import sitting, worker, written
from tests.playing import changes, there_and_back
from tests.scene_making import NO_NUMBER, found, proof, says_only_numbers, scene
from tests.scene_making import settings as settings_of
from tests.test_sizes import Inspection
from tests.trees import trees
from tutor.drawing.areas import Areas, draw_areas
from tutor.drawing.canvas import new_figure
from tutor.drawing.picture import Marks, Role, Series
from tutor.expression import parse
from tutor.letters import cells
from tutor.numeric import function, value
from tutor.scenes import riemann as module
from tutor.scenes._acts import CannotAct
from tutor.scenes._numbers import as_float, shown
from tutor.scenes._riemann_limit import limit_of, quadrature
from tutor.scenes._riemann_sums import MOST, RULES, Strips, added, strips
from tutor.symbolic.integral import antiderivative

__all__ = ["worker"]
SQUARE = "{f: x^2, interval: [0, 2]}"
CHANGE = "{f: x^3 - 5x + 7, of: derivative, interval: [0, 2]}"
ODD = "{f: x^3, interval: [-1, 1], n: 10, antiderivative: true}"


def sums(made):
    return {rule: made.sum(rule).value for rule in RULES}


def curve(text):
    return function(parse(text, ("x",)), ("x",))


# --- the numbers of the lesson ----------------------------------------------------------------------------------------


def test_the_square_from_0_to_2():
    made = scene("riemann", SQUARE)
    assert made.sentence() == (
        "4 rectangles 0.5 wide, heights at the left ends: 1.75; 0.9167 too low: the limit is 8/3 = 2.666667"
    )
    assert made.table() == [
        ["left", "1.75", "0.9167"],
        ["middle", "2.625", "0.04167"],
        ["right", "3.75", "1.083"],
        ["trapezoid", "2.75", "0.08333"],
        ["limit", "2.666667", ""],
    ]
    shown = []
    for _ in range(3):
        shown.append([row[1] for row in made.table()[:3]])
        made.next_n()
    assert shown == [["1.75", "2.625", "3.75"], ["2.28", "2.66", "3.08"], ["2.6268", "2.6666", "2.7068"]]
    assert made.n == 4, "after the last comes the first"


def test_the_area_under_the_slope_is_the_net_change():
    made = scene("riemann", CHANGE)
    assert made.sentence() == (
        "4 rectangles 0.5 wide, left heights: −4.75 (0.875 above, −5.625 below); "
        "2.75 too low: the net change is f(2) − f(0) = 5 − 7 = −2"
    )
    odd = scene("riemann", ODD)
    odd.turn(1)
    assert odd.sentence(ascii=True) == (
        "10 rectangles 0.2 wide, heights in the middle: 0 (0.245 above the axis, -0.245 below); "
        "exactly the limit F(1) - F(-1) = 0.25 - 0.25 = 0"
    )


SIGNS = '{f: "x^3", interval: [-2, 1], n: [6, 100], antiderivative: true, rules: [mid, left, right, trapezoid]}'
WAVE = "{f: sin(x), interval: [-2, 1.5], n: 6, antiderivative: true}"


@pytest.mark.parametrize("text", [SIGNS, WAVE, SQUARE, CHANGE, ODD])
@pytest.mark.parametrize("n", [6, 12, 100, 768, 1536])
def test_what_is_said_takes_two_lines_of_a_small_screen(text, n):
    """A third line is a row of the chart less, where strips that take away are to be told from those that add."""
    made = scene("riemann", text)
    made.choose(n)
    for rule in made.settings.rules:
        made.follow(rule)
        for ascii in (False, True):
            said = made.sentence(ascii)
            assert len(textwrap.wrap(said, 76)) <= 2, said
            numbers = [shown(each, ascii) for each in (made.sum().value, made.sum().above, made.sum().below)]
            assert all(each in said for each in (numbers if made.sum().below else numbers[:1]))


def test_of_long_words_the_numbers_are_kept():
    made = scene("riemann", SIGNS)
    assert made.sentence() == (
        "6 rectangles 0.5 wide, middle heights: −3.65625 (0.21875 above, −3.875 below); "
        "0.09375 too high: the limit is F(1) − F(−2) = 0.25 − 4 = −3.75"
    )
    made.choose(100)
    made.follow("right")
    assert made.sentence() == (
        "100 rectangles 0.03 wide, right heights: −3.615675 (0.265225 above, −3.8809 below); "
        "0.1343 too high: the limit is F(1) − F(−2) = 0.25 − 4 = −3.75"
    )


def test_the_keys_double_and_halve_within_their_bounds():
    made = scene("riemann", SQUARE)
    assert made.multiply(20) and made.n == MOST and not made.multiply(1)
    assert made.multiply(-20) and made.n == 1 and not made.multiply(-1)
    assert made.sentence().startswith("1 rectangle 2 wide, heights at the left ends: 0; 2.667 too low")
    assert [made.rule for _ in range(5) if made.turn(1)] == ["mid", "right", "trapezoid", "left", "mid"]


# --- what holds for any sum -------------------------------------------------------------------------------------------

weights = st.lists(st.integers(-6, 6), min_size=1, max_size=4)


@given(weights, st.integers(-4, 3), st.integers(1, 5), st.integers(1, 40))
@settings(max_examples=15, deadline=None)
def test_the_sums_hold_together(factors, low, length, n):
    f = np.polynomial.Polynomial(factors)
    low, high = float(low), float(low + length)
    left, mid, right, trapezoid = (added(strips(f, low, high, n, rule)) for rule in RULES)
    width, size = length / n, max(1.0, left.size, right.size)
    assert right.value - left.value == pytest.approx(width * (f(high) - f(low)), abs=1e-11 * size)
    assert trapezoid.value == pytest.approx((left.value + right.value) / 2, abs=1e-11 * size)
    halved = added(strips(f, low, high, 2 * n, "left"))
    assert halved.value == pytest.approx((left.value + mid.value) / 2, abs=1e-11 * size)
    truth = f.integ()(high) - f.integ()(low)
    simpson = (2 * mid.value + trapezoid.value) / 3
    assert simpson == pytest.approx(truth, abs=1e-11 * size), "which is exact for a cubic"
    for each in (left, mid, right, trapezoid):
        assert each.above >= 0 >= each.below
        assert each.above + each.below == pytest.approx(each.value, abs=1e-11 * size)


def test_a_slant_that_crosses_the_axis_has_an_area_on_both_sides():
    crossing = added(Strips(np.array([0.0, 1.0]), np.array([-1.0]), np.array([3.0])))
    assert (crossing.value, crossing.above, crossing.below) == (1.0, 9 / 8, -1 / 8)


# --- the limit --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("f", "low", "high", "truth"),
    [
        ("x^2", 0, 2, 8 / 3),
        ("exp(-x^2)", 0, 1, 0.746824132812427),
        ("sin(x)", 0, 2 * math.pi, 0),
        ("1/sqrt(x)", 0, 1, 2),
        ("log(x)", 0, 2, 2 * math.log(2) - 2),
        ("abs(x - 0.3)", -1, 2, (1.3**2 + 1.7**2) / 2),
        ("step(x - 0.3)", -1, 2, 1.7),
        ("sin(x)^2", 0, 40, 20 - math.sin(80) / 4),
        ("abs(sin(200x))", 0, 10, 6.366837297745504),  # 636 arches and a bit
        ("step(sin(50x))*exp(x)", 0, 3, 9.399259541335939),
        ("1/x", -1, 1, math.nan),
        ("1/x^2", -1, 1, math.nan),
        ("tan(x)", 0, 3, math.nan),
        ("sqrt(x)", -1, 1, math.nan),
        ("exp(x^9)", -9, 9, math.nan),
    ],
)
def test_the_limit_is_the_integral_or_said_not_to_be_known(f, low, high, truth):
    tree = parse(f, ("x",))
    limit = limit_of(curve(f), (low, high), antiderivative(tree, "x"), "x")
    assert as_float(limit.value) == pytest.approx(truth, abs=1e-8, nan_ok=True)


def test_an_antiderivative_is_believed_only_where_it_gives_the_area():
    wrong, right = parse("x^2", ("x",)), parse("x^2/2", ("x",))
    believed = limit_of(curve("x"), (0.0, 3.0), right, "x")
    assert (believed.value, believed.ends) == (4.5, (0, 4.5))
    told = limit_of(curve("x"), (0.0, 3.0), wrong, "x")
    assert told.ends is None and as_float(told.value) == pytest.approx(4.5)
    over_a_pole = limit_of(curve("1/x^2"), (-1.0, 1.0), parse("-1/x", ("x",)), "x")
    assert not over_a_pole.known, "-1/x would say -2"


@given(trees(("x",), depth=2))
@settings(max_examples=15, deadline=None)
def test_an_antiderivative_has_f_for_its_slope(tree):
    F = antiderivative(tree, "x")
    if F is None:
        return
    for x in (0.31, 1.17):
        here, before, after = value(tree, x=x), value(F, x=x - 1e-4), value(F, x=x + 1e-4)
        around = [value(tree, x=x + by) for by in (-1e-4, 1e-4)]
        finite = all(map(math.isfinite, (here, before, after, *around)))
        if finite and abs(before) < 1e4 and max(map(abs, around)) < 1e3:
            low, high = sorted(around)
            assert low - 1e-2 * (1 + abs(low)) <= (after - before) / 2e-4 <= high + 1e-2 * (1 + abs(high))


@given(trees(("x",), depth=2), st.sampled_from([1, 3, 50]))
@settings(max_examples=8, deadline=None)
def test_whatever_f_is_only_numbers_are_told(tree, n):
    made = module.Settings(f=tree, interval=(-1.0, 2.0), n=(n,), antiderivative=True)
    standing = module.scene(made, found("riemann", made))
    for _ in RULES:
        says_only_numbers(standing)
        standing.turn(1)
    assert np.isfinite(standing.heights).all()
    if standing.limit.known:
        numbers = quadrature(function(tree, ("x",)), -1.0, 2.0)
        assert numbers is not None and abs(as_float(standing.limit.value)) <= numbers[1] * (1 + 1e-6) + 1e-9


# --- the picture ------------------------------------------------------------------------------------------------------


def drawn(made, width, height, marks):
    xs, ys = made.curve(width)
    each = made.strips()
    picture = Areas((Series("f", xs, ys, role=Role.LINE),), made.window, made.heights,
                    edges=each.edges, lefts=each.left, rights=each.right)  # fmt: skip
    return draw_areas(picture, width, height, marks, new_figure())


def test_what_is_filled_is_as_large_as_the_sum():
    made = scene("riemann", CHANGE)
    for n in (4, 100):
        made.choose(n)
        rows = drawn(made, 120, 60, Marks.BLOCK)
        cells_of = {mark: sum(text.count(mark) for row in rows for text, _ in row) for mark in "░▒"}
        assert cells_of["▒"] / cells_of["░"] == pytest.approx(-made.sum().below / made.sum().above, rel=0.25)


@pytest.mark.parametrize("marks", list(Marks))
@pytest.mark.parametrize("spec", [SQUARE, CHANGE, "{f: 1/x, interval: [-1, 1]}"])
def test_the_picture_keeps_to_its_size(marks, spec):
    made = scene("riemann", spec)
    for n, width, height in ((1, 1, 1), (4, 37, 9), (MOST, 30, 5)):
        made.choose(n)
        rows = drawn(made, width, height, marks)
        texts = ["".join(text for text, _ in row) for row in rows]
        assert len(texts) == height and {len(text) for text in texts} == {width}
        assert "".join(texts).isascii() or marks is not Marks.ASCII


# --- program, plain form, faults --------------------------------------------------------------------------------------


@pytest.mark.parametrize("spec", [SQUARE, CHANGE, ODD, "{f: exp(x)/pi, interval: [0, 1], n: 7}"])
def test_the_program_prints_the_same_numbers(spec):
    made = scene("riemann", spec)
    made.multiply(1)
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(compile(made.program(), "program", "exec"), {"__name__": "__main__"})
    printed = dict(line.split(": ") for line in out.getvalue().splitlines())
    said = sums(made) | ({"limit": as_float(made.limit.value)} if made.limit.ends else {})
    assert {name: float(number) for name, number in printed.items()} == pytest.approx(said, abs=6e-7)
    assert "-0.0" not in printed.values()


@pytest.mark.parametrize("spec", [SQUARE, CHANGE, ODD, "{f: 1/x, interval: [-1, 1]}"])
def test_all_of_it_can_be_told_and_typed(spec):
    for ascii, width in ((False, 80), (True, 24)):
        made = scene("riemann", spec)
        said = []
        for each in module.acts(made):
            typed = [each.name, *(["mid"] if "NAME" in each.usage else [])]
            said += module.act(made, typed, ascii, width)
        for line in (*said, *module.told(made, ascii, width)):
            assert line.isprintable() and cells(line) <= width and not NO_NUMBER.search(line), line
            assert line.isascii() or not ascii
        for typed in (["n", "0"], ["n", "10001"], ["rule", "simpson"], ["more", "99"], ["table", "2"], ["foo"]):
            before = module.told(made)
            with pytest.raises(CannotAct):
                list(module.act(made, typed, ascii, width))
            assert module.told(made) == before
    made = scene("riemann", SQUARE)
    assert next(module.act(made, ["rule", "middle"])).startswith("4 rectangles 0.5 wide, heights in the middle")
    numbers = [line.split()[0] for line in module.act(made, ["sums"])]
    assert numbers[2:] == ["4", "8", "10", "16", "32", "64", "100", "128"]
    assert list(module.act(scene("riemann", ODD), ["limit"], True)) == [
        "F = x^4/4",
        "The limit is F(1) - F(-1) = 0.25 - 0.25 = 0.",
    ]


def test_what_cannot_be_is_said():
    assert proof("riemann", SQUARE) == () == proof("riemann", CHANGE)
    missing = proof("riemann", "{f: 1/x, interval: [0, 1], n: 4, rules: [left, mid]}")
    assert "the left sum with n = 4 has no value" in missing[0] and "no limit is known" in missing[1]
    assert "no antiderivative" in proof("riemann", "{f: abs(x), interval: [-1, 1], antiderivative: true}")[0]
    for text, fault in (
        ("{f: x}", "'interval' is missing"),
        ("{f: x y, interval: [0, 1]}", "this one uses x, y"),
        ("{f: x, interval: [1, 0]}", "the interval is empty"),
        ("{f: x, interval: [0, 1], n: 0}", "1 to 10000 fit here"),
        ("{f: x, interval: [0, 1], rules: simpson}", "left, mid, right, trapezoid"),
        ("{f: x, interval: [0, 1], of: slope}", "f, derivative"),
    ):
        with pytest.raises(AssertionError, match=re.escape(fault)):
            settings_of("riemann", text)


# --- a learner --------------------------------------------------------------------------------------------------------

LESSON = f"""
format: 1
id: areas
title: Areas
course: course
symbols: [x]
steps:
  - say: Take more strips.
    show: {{riemann: {CHANGE}}}
  - show: {{riemann: {SQUARE}}}
    ask: {{id: sum, before: true, question: What is the left sum?, number: {{answer: 1.75}}}}
"""


@pytest.mark.asyncio(loop_scope="session")
async def test_a_learner_takes_more_strips_and_other_rules(worker, tmp_path):
    async with sitting(worker, opening=written(tmp_path, LESSON)) as me:
        inspection = Inspection(me)
        inspection.look("at first")
        assert "adds" in me.picture() and "takes away" in me.picture()
        await there_and_back(me, "up", "down")
        await changes(me, "n", "left")
        assert me.shown(me.pane._sentence).startswith("10 trapezoids 0.2 wide: −1.96")
        me.scene.multiply(20)
        await me.press("up")
        assert me.shown(me.pane._sentence).startswith("n goes from 1 to 10000. 10000 trapezoids")
        await me.resize(60, 18)
        await me.until(lambda: "rule" not in me.picture(), "the small pane")
        inspection.look("small")
        await changes(me, "left")
        await there_and_back(me, "right", "left")
        await changes(me, "t")
        inspection.look("small, the table")
        await me.resize(120, 40)
        await me.until(lambda: "takes away" in me.picture() and "limit" in me.picture(), "both of it")
        inspection.look("large")
        await me.press("pagedown")
        await me.scene_ready()
        assert "Make your prediction first" in me.picture() and "1.75" not in me.picture()
        inspection.look("locked")
        assert not inspection.faults, inspection.faults[0]
