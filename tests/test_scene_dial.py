"""The scene `dial`: the slope and the curvature in every direction, the mark, and how far off it was."""

from __future__ import annotations

import contextlib
import io
import math

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.apps import flat, sitting, worker, written
from tests.playing import changes, there_and_back
from tests.scene_making import NO_NUMBER, proof, says_only_numbers, scene
from tests.scene_making import settings as settings_of
from tests.test_sizes import Inspection
from tests.trees import trees
from tutor.letters import cells
from tutor.numeric import value
from tutor.scenes import dial as module
from tutor.scenes._acts import CannotAct
from tutor.scenes._dial_ways import along, apart, at_degrees, extreme_curvatures, turned
from tutor.scenes._scene import CannotShow
from tutor.symbolic import CannotDo
from tutor.tasks import TASKS
from tutor.ui.panes.dial_bars import dial_rows

__all__ = ["worker"]
SADDLE = "f: x^2 + 3y^2 - 4x y"
SLOPES = f"{{{SADDLE}, at: [1, 2], step_deg: 30, directions: [[3, 4], [4, 3]]}}"
BENDS = f"{{{SADDLE}, at: [1, 2], quantity: curvature, directions: [[2, 1]]}}"


def read_off(dial):
    return {round(each.way.degrees, 2): each.value for each in dial.readings()}


# --- the numbers of the lesson ----------------------------------------------------------------------------------------


def test_the_slope_all_round_on_the_saddle():
    dial = scene("dial", SLOPES)
    assert dial.sentence() == "u = (1, 0), at 0°: slope −6·1 + 8·0 = −6, downhill"
    assert dial.sentence(ascii=True) == "u = (1, 0), at 0 deg: slope -6*1 + 8*0 = -6, downhill"
    said = {}
    for turn in range(12):
        said[30 * turn] = round(dial.value, 4)
        dial.turn(1)
    assert said == {
        0: -6, 30: -1.1962, 60: 3.9282, 90: 8, 120: 9.9282, 150: 9.1962,
        180: 6, 210: 1.1962, 240: -3.9282, 270: -8, 300: -9.9282, 330: -9.1962,
    }  # fmt: skip
    assert dial.way.degrees == 0, "all the way round"
    dial.turn(1)
    assert "slope −6·0.866 + 8·0.5 = −1.1962, downhill" in dial.sentence()
    end = dial.extremes
    assert (round(end.top.degrees, 2), end.greatest) == (126.87, 10)
    assert (round(end.bottom.degrees, 2), end.least) == (306.87, -10)
    assert [round(way.degrees, 2) for way in end.level] == [36.87, 216.87]
    dial.next_direction()
    assert dial.sentence() == "u = (0.6, 0.8), at 53.13°: slope −6·0.6 + 8·0.8 = 2.8, uphill"
    dial.next_direction()
    assert dial.value == 0 and dial.sentence().endswith("= 0, level, along the contour")


def test_the_curvature_all_round_on_the_saddle():
    dial = scene("dial", BENDS)
    found = []
    for vector in ((1, 0), (0, 1), (1, 1), (2, 1)):
        dial.point_along(*vector)
        found.append(dial.value)
    assert found == pytest.approx([2, 6, 0, -0.4]) and found[2] == 0, "0 is 0, not what rounding leaves of it"
    assert dial.sentence() == "u = (0.8944, 0.4472), at 26.57°: curvature 2·0.8 − 8·0.4 + 6·0.2 = −0.4, like a dome"
    assert [dial.extremes.greatest, dial.extremes.least] == pytest.approx([4 + 2 * 5**0.5, 4 - 2 * 5**0.5])
    dial.mark()
    dial.show()
    assert "greatest 8.4721 at 121.72°, least −0.4721 at 31.72°" in dial.sentence()


# --- predict, observe, explain ----------------------------------------------------------------------------------------


def test_nothing_is_shown_before_the_learner_has_marked_a_direction():
    dial = scene("dial", SLOPES)
    dial.turn(3)
    seen = {angle for angle, value in read_off(dial).items() if value is not None}
    assert seen == {0, 90} and dial.off is None
    assert not dial.show() and not dial.shown and "126" not in dial.sentence() + str(dial.table())
    assert dial.mark() and dial.sentence().endswith("; your mark: 90°, 8")
    dial.turn(1)
    assert dial.mark(), "a mark can be moved"
    dial.turn(-1)
    assert dial.show() and dial.off == pytest.approx(6.8699, abs=1e-4)
    assert dial.sentence() == (
        "u at 90°, 36.87° from the gradient at 126.87°: slope 10·cos(36.87°) = 8, uphill; "
        "you marked 120°, 6.87° off: no step of 30° comes nearer"
    )
    assert not dial.mark() and dial.marked.degrees == 120, "afterwards it stays where it was"
    every = read_off(dial)
    assert set(every) == {*range(0, 360, 30), 36.87, 126.87, 216.87, 306.87} and None not in every.values()
    assert [each.way.degrees for each in dial.readings() if each.here] == [90]
    assert [round(each.way.degrees, 2) for each in dial.readings() if each.top] == [126.87]


def test_for_a_curvature_u_and_its_opposite_are_one():
    dial = scene("dial", BENDS)
    dial.turn_to(301)
    dial.mark()
    dial.show()
    assert dial.off == pytest.approx(0.7175, abs=1e-3) and "no step of 15° comes nearer" in dial.sentence()


@pytest.mark.parametrize("spec", ["{f: x^2 + y^2, at: [0, 0]}", "{f: x^2 + y^2, at: [1, 2], quantity: curvature}"])
def test_where_every_direction_is_alike_no_mark_is_better(spec):
    dial = scene("dial", spec)
    dial.mark()
    assert dial.show() and dial.extremes is None and dial.off is None
    assert "the same in every direction" in dial.sentence()
    says_only_numbers(dial)


# --- what holds for any function --------------------------------------------------------------------------------------


@given(st.floats(0, 359.99), st.integers(-50, 50), st.sampled_from([1, 5, 15, 30, 90]))
def test_turning_meets_the_multiples_of_the_step_and_undoes_itself(start, steps, step):
    angle = turned(start, steps, step)
    if steps:
        assert apart(angle / step, round(angle / step), 360 / step) < 1e-6
        way = (angle - start) % 360.0 if steps > 0 else (start - angle) % 360.0
        assert -1e-6 < (abs(steps) * step - way + 1e-6) % 360.0 <= step + 1e-5
    assert apart(turned(turned(angle, 1, step), -1, step), round(angle / step) * step) < 1e-6 or not steps


@given(st.floats(-1e3, 1e3), st.floats(-1e3, 1e3))
def test_a_way_has_length_one_and_points_where_its_angle_says(x, y):
    assume(x or y)
    way = along(x, y)
    assert math.hypot(*way.u) == pytest.approx(1)
    assert way.u == pytest.approx(at_degrees(way.degrees).u, abs=1e-9)
    assert way.u[0] * y == pytest.approx(way.u[1] * x, abs=1e-9 * max(abs(x), abs(y)))


@given(*[st.floats(-50, 50).map(lambda each: round(each, 3))] * 3)
@settings(max_examples=25)
def test_the_extremes_of_a_curvature_are_the_eigenvalues_and_eigenvectors(a, b, c):
    H = np.array([[a, b], [b, c]])
    end = extreme_curvatures(a, b, c)
    low, high = np.linalg.eigvalsh(H)
    size = max(abs(low), abs(high))
    if end is None:
        assert high - low <= 1e-9 * size
        return
    assert [end.least, end.greatest] == pytest.approx([low, high], abs=1e-9 * size)
    for way, number in ((end.top, end.greatest), (end.bottom, end.least)):
        assert H @ way.u == pytest.approx(number * np.array(way.u), abs=1e-7 * size)
    assert len(end.level) == (4 if low * high <= 0 else 0)
    for way in end.level:
        assert np.array(way.u) @ H @ way.u == pytest.approx(0, abs=1e-6 * size)


@given(trees(depth=2), st.sampled_from(["slope", "curvature"]), st.floats(0, 359))
@settings(max_examples=20, deadline=None)
def test_the_number_is_the_derivative_of_f_along_u_and_never_above_the_greatest(tree, quantity, angle):
    at = (0.7, -0.4)
    made = module.Settings(f=tree, at=at, quantity=quantity, names=("x", "y"), x=(-1.3, 2.7), y=(-2.4, 1.6))
    request = module.request(made)
    try:
        dial = module.scene(made, TASKS[request.task](*request.args))
    except (CannotDo, CannotShow):
        assume(False)
    dial.turn_to(angle)
    (x, y), (u, v) = at, dial.way.u
    h = 1e-3
    before, here, after = (value(tree, x=x + k * h * u, y=y + k * h * v) for k in (-1, 0, 1))
    differences = {"slope": (after - before) / (2 * h), "curvature": (after - 2 * here + before) / (h * h)}
    corners = any(name in str(tree) for name in ("abs", "relu", "sign", "step", "min", "max", "tan"))
    if not corners and all(abs(each) < 1e3 for each in (before, here, after, dial.value)) and dial.most < 100:
        assert differences[quantity] == pytest.approx(dial.value, abs=0.02 * (1 + dial.most + abs(here)))
    end = dial.extremes
    if end is not None:
        assert end.least - 1e-9 * dial.most <= dial.value <= end.greatest + 1e-9 * dial.most
        assert dial.at(end.top) == pytest.approx(end.greatest) and dial.at(end.bottom) == pytest.approx(end.least)
        assert all(abs(dial.at(way)) <= 1e-6 * dial.most for way in end.level)
    dial.mark()
    for _ in range(2):
        says_only_numbers(dial)
        for ascii, width, height in ((False, 40, 9), (True, 12, 40)):
            for row in dial_rows(dial, width, height, ascii):
                text = "".join(part for part, _ in row)
                assert len(text) <= max(width, 10) and (text.isascii() or not ascii)
        dial.show()


def test_a_bar_is_as_long_as_its_number_is_large_and_on_its_side_of_zero():
    dial = scene("dial", SLOPES)
    dial.mark()
    dial.show()
    rows = ["".join(part for part, _ in row) for row in dial_rows(dial, 60, 40, True)]
    assert len(rows) == 16 and rows[0].startswith(">m")
    for row, each in zip(rows, dial.readings(), strict=True):
        left, right = row.rsplit("|", 1)
        bars = left.count("="), right.count("=")
        assert (bars[0] > 0) == (each.value <= -1) and (bars[1] > 0) == (each.value >= 1), row
        longest = next(text.count("=") for text in rows if " 126.87 " in text.replace("g", " "))
        assert sum(bars) == pytest.approx(abs(each.value) / 10 * longest, abs=1.01)
    assert any(row.startswith(">") for row in ("".join(p for p, _ in r) for r in dial_rows(dial, 30, 3, True)))


# --- program, plain form, faults --------------------------------------------------------------------------------------


def test_the_program_prints_the_same_numbers():
    slopes, bends = scene("dial", SLOPES), scene("dial", BENDS)
    for dial in (slopes, bends):
        dial.next_direction()
        dial.mark()
        dial.show()
    for dial, extremes in ((slopes, ("length 10.0 at 126.87 degrees",)), (bends, ("-0.47213595", "8.47213595"))):
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            exec(compile(dial.program(), "program", "exec"), {"__name__": "__main__"})
        first, *lines = [line for line in out.getvalue().splitlines() if not line.startswith("f =")]
        assert "-0.0" not in out.getvalue().split()
        assert float(first.rpartition(":")[2]) == round(dial.value, 4)
        told = {float(line.split()[0]): float(line.split()[2]) for line in lines if line[0].isdigit()}
        assert told == {a: pytest.approx(v, abs=6e-5) for a, v in read_off(dial).items() if a in told}
        assert len(told) == 360 // dial.settings.step_deg
        assert all(number in out.getvalue() for number in extremes)


@pytest.mark.parametrize("spec", [SLOPES, BENDS, "{f: sin(a) b, at: {a: 1, b: -1}, x: [0, 3]}"])
def test_all_of_it_can_be_told_and_typed(spec):
    for ascii, width in ((False, 80), (True, 24)):
        dial = scene("dial", spec, ("a", "b") if "b:" in spec else ("x", "y"))
        with pytest.raises(CannotAct, match="type mark"):
            list(module.act(dial, ["g"], ascii, width))
        sentences = []
        for _ in range(2):
            for each in module.acts(dial):
                typed = [each.name, *(["30"] if "X" in each.usage else [])]
                sentences += module.act(dial, typed, ascii, width)
        assert not dial.bends or not any("gradient" in f"{each.usage} {each.say}" for each in module.acts(dial))
        for line in (*sentences, *module.told(dial, ascii, width)):
            assert line.isprintable() and cells(line) <= width and not NO_NUMBER.search(line)
            assert line.isascii() or not ascii
        assert dial.shown and not {"mark"} & {each.name for each in module.acts(dial)}
        for typed in (["at", "0", "0"], ["at"], ["at", "x"], ["mark"], ["left", "-1"], ["right", "9999"], ["foo"]):
            before = module.told(dial)
            with pytest.raises(CannotAct):
                list(module.act(dial, typed, ascii, width))
            assert module.told(dial) == before
    dial = scene("dial", SLOPES)
    list(module.act(dial, ["at", "3", "4"]))
    assert round(dial.value, 9) == 2.8
    list(module.act(dial, ["at", "126.87°"]))
    assert round(dial.value, 6) == 10


def test_what_cannot_be_is_said():
    assert proof("dial", SLOPES) == () == proof("dial", BENDS)
    assert "no slope at (0, 1)" in proof("dial", "{f: log(x) y, at: [0, 1]}")[0]
    assert "no curvature" in proof("dial", "{f: sqrt(x) y, at: [0, 1], quantity: curvature}")[0]
    for text, fault in (
        ("{f: x y}", "'at' is missing"),
        ("{f: x y, at: [1, 2, 3]}", "the list has 3 items"),
        ("{f: x y z, at: [1, 2]}", "a dial stands over two variables; here they are: x, y, z"),
        ("{f: x y, at: [1, 2], step_deg: 25}", "25 degrees do not divide"),
        ("{f: x y, at: [1, 2], step_deg: 1}", "out of range"),
        ("{f: x y, at: [1, 2], directions: [[0, 0]]}", "points nowhere"),
        ("{f: x y, at: [1, 2], y: [3, 4]}", "the point's 2 is not inside y"),
        ("{f: x y, at: [1, 2], quantity: height}", "slope, curvature"),
    ):
        with pytest.raises(AssertionError, match=fault.replace("[", r"\[")):
            settings_of("dial", text, ("x", "y", "z"))


# --- a learner --------------------------------------------------------------------------------------------------------

LESSON = f"""
format: 1
id: dials
title: Directions
course: course
symbols: [x, y]
steps:
  - say: Turn u to where f climbs most steeply, and mark it.
    show: {{dial: {SLOPES}}}
  - show: {{dial: {BENDS}}}
    ask: {{id: bend, before: true, question: How does f bend along the first axis?, number: {{answer: 2}}}}
"""


@pytest.mark.asyncio(loop_scope="session")
async def test_a_learner_predicts_sees_and_is_told_how_far_off(worker, tmp_path):
    async with sitting(worker, opening=written(tmp_path, LESSON)) as me:
        inspection = Inspection(me)
        inspection.look("at first")
        assert "1 of 12 seen" in me.picture() and "126" not in me.picture()
        await changes(me, "right", "left")
        await there_and_back(me, "right", "left")
        await me.burst("right", "shift+right", "shift+left", "down", "down", "down")
        assert "at 120°" in me.picture()
        await me.press("g")
        assert "First turn u to where you believe it climbs most steeply" in me.picture() and "126" not in me.picture()
        await changes(me, "m", "right", "g")
        assert "you marked 120°, 6.87° off" in me.shown(me.pane._sentence) and "g126.87°" in me.picture()
        assert not {"m mark", "g gradient"} & set(me.footer())
        await changes(me, "n")
        inspection.look("after all")
        await me.resize(60, 18)
        inspection.look("small")
        await me.resize(120, 40)
        inspection.look("large")
        await me.press("pagedown")
        await me.scene_ready()
        assert "Make your prediction first" in me.picture() and "curvature" in me.picture()
        inspection.look("locked")
        await me.answer("2")
        await me.press("right")
        assert "g greatest, least" in me.footer() and "g gradient" not in me.footer()
        await me.press("question_mark")
        assert "greatest and the least curvature" in flat(me.text()) and "gradient" not in flat(me.text())
        await me.press("escape")
        await changes(me, "m", "g")
        assert "greatest 8.4721 at 121.72°, least −0.4721" in flat(me.picture())
        assert not {"m mark", "g greatest, least"} & set(me.footer())
        assert not inspection.faults, inspection.faults[0]
