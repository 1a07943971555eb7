"""The scene `map`: a square and its image, the Jacobian, and the areas that come to |det J|."""

from __future__ import annotations

import contextlib
import io
import math
import re
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.apps import sitting, worker, written
from tests.playing import changes, there_and_back
from tests.scene_making import NO_NUMBER, proof, says_only_numbers, scene
from tests.scene_making import settings as settings_of
from tests.test_sizes import Inspection
from tests.trees import trees
from tutor.letters import cells
from tutor.numeric import value
from tutor.scenes import map as module
from tutor.scenes._acts import CannotAct
from tutor.scenes._map_words import jacobian_lines
from tutor.scenes._numbers import as_float
from tutor.symbolic import CannotDo
from tutor.tasks import TASKS

__all__ = ["worker"]
MAP = "{outputs: [x^2*y, 5*x + sin(y)], at: [1, 0], square: 0.5}"
TOTAL = "(exp(a) + exp(b) + exp(c))"
SOFTMAX = (
    f"{{outputs: [exp(a)/{TOTAL}, exp(b)/{TOTAL}, exp(c)/{TOTAL}], at: {{a: log(0.2), c: log(0.5), b: log(0.3)}}}}"
)
NAMES = ("x", "y", "a", "b", "c")


def printed_by(program):
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(compile(program, "program", "exec"), {"__name__": "__main__"})
    return out.getvalue().splitlines()


def numbers(made):
    return [[as_float(each) for each in row] for row in made.jacobian]


# --- the numbers of the lesson ----------------------------------------------------------------------------------------


def test_the_map_of_the_lesson():
    made = scene("map", MAP)
    assert jacobian_lines(made, True, 80) == [
        "     d/dx    d/dy",
        "f1 [ 2*x*y   x^2   ] = [ 0  1 ]",
        "f2 [   5    cos(y) ]   [ 5  1 ]",
    ]
    assert made.jacobian == ((0, 1), (5, 1)) and made.det == -5 and made.image == (0, 5)
    # the integral of |det J| = 5x^2 - 2xy cos(y) over the square: 5 (1 + side^2/12), as the odd part cancels
    assert made.factor == pytest.approx(-5 * (1 + 0.25 / 12), rel=1e-5)
    assert made.sentence() == (
        "at (x, y) = (1, 0): det J = 0·1 − 1·5 = −5; a square of side 0.5: its area times 5.1042, and turned over"
    )
    assert made.sentence(ascii=True).isascii()
    assert made.move(0, 2) and made.move(0, 2) and made.place == (2, 0)
    assert numbers(made) == [[0, 4], [5, 1]] and made.det == -20


def test_the_softmax_of_the_lesson():
    made = scene("map", SOFTMAX, NAMES)
    assert made.settings.names == ("a", "b", "c") and not made.plane
    assert [as_float(each) for each in made.image] == pytest.approx([0.2, 0.3, 0.5])
    p = np.array([0.2, 0.3, 0.5])
    assert numbers(made) == [pytest.approx(row) for row in np.diag(p) - np.outer(p, p)]
    assert made.rows_cancel and made.sentence().endswith(
        "J has 3 x 3 numbers, a row for each output, a column for each input; each row adds up to 0"
    )
    assert jacobian_lines(made, True, 60)[1:] == [
        "f1 [ 0.16   -0.06  -0.1  ]",
        "f2 [ -0.06  0.21   -0.15 ]",
        "f3 [ -0.1   -0.15  0.25  ]",
    ]
    made.choose(1)
    made.move(made.chosen, -2)
    assert made.place[1] == pytest.approx(math.log(0.3) - 0.5) and made.rows_cancel


def test_any_shape_has_a_row_an_output_and_a_column_an_input():
    for outputs, at, shape in (
        ("[x*y]", "[2, 3]", (1, 2)),
        ("[x, x^2, x^3]", "2", (3, 1)),
        ("[a*b, b*c + x, y*a, x*y]", "[1, 2, 3, 4, 5]", None),
        ("[a*b, b*c]", "[2, 3, 4]", (2, 3)),
    ):
        text = f"{{outputs: {outputs}, at: {at}}}"
        if shape is None:
            with pytest.raises(AssertionError, match="the list has 5 items"):
                settings_of("map", text, NAMES)
            continue
        made = scene("map", text, NAMES)
        assert (len(made.jacobian), len(made.jacobian[0])) == shape and f"J has {shape[0]} x {shape[1]} numbers" in (
            made.sentence()
        )
        assert not made.rows_cancel
    assert numbers(scene("map", "{outputs: [a*b, b*c], at: [2, 3, 4]}", NAMES)) == [[3, 2, 0], [0, 4, 3]]
    held = scene("map", "{outputs: [x^2, 3x], at: [2, 7]}")  # y is an input that nothing depends on
    assert held.settings.names == ("x", "y") and numbers(held) == [[4, 0], [3, 0]] and held.det == 0
    assert "J flattens it" in held.sentence() and "its area times 0" in held.sentence()


# --- what holds for any map -------------------------------------------------------------------------------------------


def test_as_the_square_shrinks_its_image_becomes_the_parallelogram_and_the_quotient_the_determinant():
    made = scene("map", "{outputs: [exp(x) cos(y), exp(x) sin(y) + x^2], at: [0.3, 0.7], square: 1}")
    off, bent = [], []
    for _ in range(8):
        off.append(abs(made.factor - as_float(made.det)))
        outline = made.square(41)
        bent.append(float(np.abs(made.mapped(outline) - made.predicted(outline)).max() / as_float(made.side)))
        assert made.resize(-1)
    for before, after in pairwise(off):
        assert after < before / 3.5 or after < 1e-5, "second order in the side"
    for before, after in pairwise(bent):
        assert after < before / 1.8, "first order in the side"


@given(*[st.integers(-5, 5)] * 4, st.integers(-3, 3), st.integers(-3, 3))
@settings(max_examples=12)
def test_a_linear_map_makes_every_square_times_its_determinant_at_once(a, b, c, d, x, y):
    assume(a or c)
    assume(b or d)
    made = scene("map", f"{{outputs: ['{a}x + ({b})*y + 1', '{c}x + ({d})*y'], at: [{x}, {y}], square: 2}}")
    assert numbers(made) == [[a, b], [c, d]] and made.det == a * d - b * c
    assert made.factor == pytest.approx(a * d - b * c, abs=1e-9) and not made.folded
    assert made.mapped(made.square(5)) == pytest.approx(made.predicted(made.square(5)))
    assert ("turned over" in made.sentence()) == (a * d - b * c < 0)


def test_a_square_that_is_folded_is_said_to_be():
    made = scene("map", "{outputs: [x^2, y], at: [0, 0], square: 1}")
    assert made.folded and "is folded: within it det J changes its sign" in made.sentence()
    made.move(0, 2)
    assert not made.folded and "its area times 2" in made.sentence()


@given(trees(depth=2), trees(depth=2), st.lists(st.tuples(st.integers(0, 1), st.integers(-3, 3)), max_size=3))
@settings(max_examples=15, deadline=None)
def test_the_entries_are_the_slopes_of_the_outputs_wherever_the_point_is(first, second, moves):
    made = module.Settings(outputs=(first, second), at=(0.7, -0.4), square=0.5, names=("x", "y"))
    try:
        standing = module.scene(made, TASKS["jacobian"]((first, second), ("x", "y")))
    except CannotDo:
        assume(False)
    for axis, steps in moves:
        standing.move(axis, steps)
    standing.resize(-3)
    says_only_numbers(standing)
    x, y = standing.place
    h = 1e-5
    corners = any(name in f"{first}{second}" for name in ("abs", "relu", "sign", "step", "min", "max", "tan"))
    for f, row in zip((first, second), numbers(standing), strict=True):
        around = [value(f, x=x + u, y=y + v) for u, v in ((h, 0), (-h, 0), (0, h), (0, -h))]
        if not corners and all(abs(each) < 1e3 for each in (*around, *row)):
            slopes = [(around[0] - around[1]) / (2 * h), (around[2] - around[3]) / (2 * h)]
            assert row == pytest.approx(slopes, abs=1e-3 * (1 + max(map(abs, row))), rel=1e-3)


# --- program, plain form, faults --------------------------------------------------------------------------------------


def test_the_program_prints_the_same_numbers():
    plane, softmax = scene("map", MAP), scene("map", SOFTMAX, NAMES)
    plane.move(1, 1)
    plane.resize(-1)
    for made in (plane, softmax):
        lines = dict(line.split(" =" if " =" in line else ":", 1) for line in printed_by(made.program()))
        told = [float(each) for each in re.findall(r"-?\d[\d.e-]*", lines["J"])]
        assert told == pytest.approx([each for row in numbers(made) for each in row], abs=1e-12)
        if made.plane:
            assert float(lines["det J"]) == pytest.approx(as_float(made.det))
            assert float(lines["area times"]) == pytest.approx(abs(made.factor), abs=5e-7)


@pytest.mark.parametrize("spec", [MAP, SOFTMAX, "{outputs: x^2, at: 3}", "{outputs: [log(x), x/y], at: [0.1, 0.1]}"])
def test_all_of_it_can_be_told_and_typed(spec):
    for ascii, width in ((False, 80), (True, 24)):
        made = scene("map", spec, NAMES)
        said = []
        for each in module.acts(made):
            said += module.act(made, [each.name], ascii, width)
        for line in (*said, *module.told(made, ascii, width)):
            assert line.isprintable() and cells(line) <= width and not NO_NUMBER.search(line), line
            assert line.isascii() or not ascii
        for typed in (["at", "1", "2", "3", "4", "5"], ["at", "z"], ["right", "0"], ["smaller", "x"], ["input", "9"]):
            before = module.told(made)
            with pytest.raises(CannotAct):
                list(module.act(made, typed, ascii, width))
            assert module.told(made) == before


def test_the_areas_and_the_corners_in_words_are_those_of_the_picture():
    made = scene("map", MAP)
    lines = list(module.act(made, ["areas"], True))
    assert lines[0] == "As the square shrinks, the quotient of the areas goes to |det J| = 5:"
    rows = [[float(each) for each in line.split()] for line in lines[2:]]
    assert [row[0] for row in rows] == [0.5 / 2**i for i in range(8)] and made.side == 0.5
    for side, square, image, quotient in rows:
        assert square == pytest.approx(side**2, rel=0.05) and quotient == pytest.approx(5 * (1 + side**2 / 12), 1e-4)
        assert image == pytest.approx(side**2 * quotient, rel=0.02)
    corners = [re.findall(r"\(([^)]*)\)", line) for line in list(module.act(made, ["corners"], True))[1:]]
    for inputs, outputs, predicted in corners:
        x, y = (float(each) for each in inputs.split(", "))
        assert [float(e) for e in outputs.split(", ")] == pytest.approx([x * x * y, 5 * x + math.sin(y)], abs=1e-4)
        assert [float(e) for e in predicted.split(", ")] == pytest.approx([y, 5 + 5 * (x - 1) + y], abs=1e-4)


def test_what_cannot_be_is_said():
    assert proof("map", MAP) == () == proof("map", SOFTMAX, NAMES)
    assert "no value at (0, 1)" in proof("map", "{outputs: [log(x), y], at: [0, 1]}")[0]
    assert "make it smaller" in proof("map", "{outputs: [sqrt(x), y], at: [0.1, 1]}")[0]
    made = scene("map", "{outputs: [log(x), y], at: [0.5, 1], square: 1}")
    made.move(0, -2)
    assert not made.stands and made.sentence().endswith("here the map has no value, or no slope")
    for text, fault in (
        ("{outputs: [x, y]}", "'at' is missing"),
        ("{outputs: [x, y], at: [1]}", "at has 1 numbers for 2 inputs: x, y"),
        ("{outputs: [x, y], at: {x: 1}}", "'y' is missing"),
        ("{outputs: [3], at: [1, 2, 3, 4]}", "at has 4 numbers"),
        ("{outputs: [x, y], at: [1, 2], square: 0}", "must be above 0"),
        ("{outputs: [x, x, x, x, x], at: 1}", "the list has 5 items"),
    ):
        with pytest.raises(AssertionError, match=re.escape(fault)):
            settings_of("map", text)


# --- a learner --------------------------------------------------------------------------------------------------------

LESSON = f"""
format: 1
id: maps
title: Jacobians
course: course
symbols: [x, y, a, b, c]
steps:
  - say: Shrink the square.
    show: {{map: {MAP}}}
  - show: {{map: {SOFTMAX}}}
  - show: {{map: {MAP}}}
    ask: {{id: det, before: true, question: What is the determinant?, number: {{answer: -5}}}}
"""


@pytest.mark.asyncio(loop_scope="session")
async def test_a_learner_moves_the_point_and_shrinks_the_square(worker, tmp_path):
    async with sitting(worker, opening=written(tmp_path, LESSON)) as me:
        inspection = Inspection(me)
        inspection.look("at first")
        await changes(me, "right", "up")
        await me.burst("down", "left")
        await there_and_back(me, "minus", "plus")
        await me.burst("minus", "minus", "minus")
        assert "a square of side 0.0625: its area times 5.0016" in me.shown(me.pane._sentence)
        await me.resize(60, 18)
        await me.until(lambda: "∂/∂x" not in me.picture(), "the small pane")
        inspection.look("small")
        await there_and_back(me, "j", "j")
        await me.press("j")
        await me.until(lambda: "f₂ [  5    cos(y) ]   [ 5  1 ]" in me.text(), "the Jacobian")
        inspection.look("small, the Jacobian")
        await me.resize(120, 40)
        await me.until(lambda: "a square of inputs" in me.picture() and "∂/∂x" in me.picture(), "all of it")
        inspection.look("large")
        await me.press("pagedown")
        await me.scene_ready()
        await changes(me, "down", "right")
        inspection.look("softmax")
        await me.press("pagedown")
        await me.scene_ready()
        assert "Make your prediction first" in me.picture() and "∂/∂x" not in me.picture()
        inspection.look("locked")
        assert not inspection.faults, inspection.faults[0]
