"""The scene `taylor`: polynomials that close on f degree by degree, about any point, and along a line of the plane."""

from __future__ import annotations

import contextlib
import io
import math
import re

import numpy as np
import pytest
import sympy
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.apps import sitting, worker, written
from tests.playing import changes, there_and_back
from tests.scene_making import NO_NUMBER, proof, says_only_numbers, scene
from tests.scene_making import settings as settings_of
from tests.test_sizes import Inspection
from tests.trees import trees
from tutor.expression import parse
from tutor.letters import cells
from tutor.numeric import value
from tutor.scenes import taylor as module
from tutor.scenes._acts import CannotAct
from tutor.scenes._numbers import as_float
from tutor.scenes._scene import CannotShow
from tutor.scenes._taylor_line import along
from tutor.symbolic import CannotDo, to_sympy
from tutor.tasks import TASKS

__all__ = ["worker"]
EXP = "{f: exp(x), about: 0, probe: 0.5, x: [-2, 2]}"
CUBIC = "{f: x^3 - 5x + 7, about: 2, degrees: [0, 1, 2, 3]}"
STEP = "{f: x^2 + 3y^2 - 4x y, about: [1, 2], towards: [6, -8], probe: 0.1, x: [-0.05, 0.2], degrees: [0, 1, 2]}"


# --- the numbers of the lesson ----------------------------------------------------------------------------------------


def test_the_exponential_degree_by_degree():
    made = scene("taylor", EXP)
    assert made.sentence() == "degree 0, a constant, about x = 0: at x = 0.5 P = 1, f = 1.648721: P is 0.6487 too low"
    seen = []
    while made.raise_degree(1):
        seen.append(made.formula())
    assert seen == ["1 + x", "1 + x + x²/2", "1 + x + x²/2 + x³/6", "1 + x + x²/2 + x³/6 + x⁴/24"]
    assert made.table() == [
        ["0", "1", "0.6487"],
        ["1", "1.5", "0.1487"],
        ["2", "1.625", "0.02372"],
        ["3", "1.645833", "0.002888"],
        ["4", "1.648438", "0.0002838"],
    ]
    assert made.sentence().startswith("degree 4, about x = 0:"), "there is no short word for it"
    wave = scene("taylor", "{f: sin(x), about: pi/2, degrees: [0, 2]}")
    wave.raise_degree(1)
    assert wave.formula() == "1 − (x − 1.570796)²/2"
    odd = scene("taylor", "{f: 4x/3 + 0.3x^2 - x^3/7 + 2.5x^4, about: 0, degrees: 4}")
    assert odd.formula() == "4x/3 + 0.3x² − x³/7 + 5x⁴/2"


def test_a_cubic_is_its_own_polynomial_of_degree_three():
    made = scene("taylor", CUBIC)
    made.raise_degree(2)
    assert not made.whole and made.formula() == "5 + 7(x − 2) + 6(x − 2)²"
    made.raise_degree(1)
    assert made.whole and made.formula(ascii=True) == "5 + 7*(x - 2) + 6*(x - 2)^2 + (x - 2)^3"
    assert made.sentence().endswith("P is exactly f, and everywhere: there is nothing beyond this degree")
    for steps in (-7, 31):
        made.move(steps)
        assert made.error() == 0
    assert not made.raise_degree(1) and made.degree == 3
    corner = scene("taylor", "{f: abs(x), about: 1, degrees: 1, x: [-2, 2], probe: -1}")
    assert not corner.whole and corner.sentence().endswith("P = −1, f = 1: P is 2 too low")


def test_the_linear_and_the_quadratic_model_of_a_step():
    made = scene("taylor", STEP)
    said = []
    for _ in made.settings.degrees:
        said.append((as_float(made.value()), as_float(made.truth)))
        made.raise_degree(1)
    assert said == [(5, -0.8), (-5, -0.8), (-0.8, -0.8)]
    assert made.formula() == "5 − 100t + 420t²" and made.whole
    assert "along (x, y) = (1, 2) + t·(6, −8)." in module.told(made)[0]
    whole = scene("taylor", STEP.replace("6, -8", "0.6, -0.8").replace("0.1", "1").replace("-0.05, 0.2", "0, 1.5"))
    assert [as_float(whole.value(k)) for k in (1, 2)] == [-5, -0.8], "t = 1 is the whole step"
    assert scene("taylor", "{f: x y, about: [1, 2], towards: [1, 1]}").probe == 1, "and where the probe is put"


# --- what holds for any function --------------------------------------------------------------------------------------


@given(st.lists(st.integers(-9, 9), min_size=1, max_size=5), st.integers(-15, 15), st.integers(-15, 15))
@settings(max_examples=12, deadline=None)
def test_from_any_point_the_polynomial_of_full_degree_is_the_polynomial_itself(weights, moves, probe):
    text = " + ".join(f"({weight}) x^{k}" for k, weight in enumerate(weights))
    made = scene("taylor", f"{{f: '{text}', degrees: [0, 1, 2, 3, 4], x: [-2, 2]}}")
    made.raise_degree(len(weights) - 1)
    made.move_about(moves)
    made.move(probe)
    assert made.error() == 0 and made.whole
    xs, heights = made.polynomial(20)
    assert heights == pytest.approx(np.polyval(weights[::-1], xs), abs=1e-9)
    x = as_float(made.probe)
    assert value(parse(made.formula(ascii=True), ("x",)), x=x) == pytest.approx(as_float(made.truth), abs=1e-9)


@pytest.mark.parametrize("f", ["exp(x)", "sin(x) + x^2", "log(x + 3)", "sqrt(x + 3)"])
def test_it_is_sympys_series_and_its_error_falls_as_the_next_power(f):
    made = scene("taylor", f"{{f: '{f}', degrees: [1, 2, 3], about: 0.5, probe: 0.5, x: [-1, 2]}}")
    made.raise_degree(2)
    x = sympy.Symbol("x", real=True)
    series = sympy.series(to_sympy(parse(f, ("x",))), x, sympy.Rational(1, 2), 4).removeO()
    made.put(0.9)
    assert as_float(made.value()) == pytest.approx(float(series.subs(x, 0.9)), rel=1e-12)
    errors = []
    for away in (0.04, 0.02):
        made.put(0.5 + away)
        errors.append(abs(as_float(made.error())))
    assert errors[0] / errors[1] == pytest.approx(16, rel=0.1)


@given(trees(depth=2), st.floats(-2, 2))
@settings(max_examples=12, deadline=None)
def test_along_a_line_a_function_of_two_is_one_of_t(tree, t):
    at, step = (0.5, -1.5), (1.0, 0.25)
    curve = along(tree, ("x", "y"), at, step, "t")
    assert curve.symbols() <= {"t"}
    t = round(t, 3)
    here = value(tree, x=at[0] + t * step[0], y=at[1] + t * step[1])
    assert value(curve, t=t) == pytest.approx(here, rel=1e-6, abs=1e-6, nan_ok=True) or abs(here) > 1e6 or corners(tree)


def corners(tree):
    return any(name in str(tree) for name in ("abs", "relu", "sign", "step", "min", "max", "tan", "Pow", "Div"))


@given(trees(("x",), depth=2), st.integers(-3, 3), st.integers(-20, 20))
@settings(max_examples=12, deadline=None)
def test_whatever_f_is_only_numbers_are_told(tree, about, probe):
    made = module.Settings(f=tree, curve=tree, names=("x",), degrees=(0, 1, 2), window=(-1.0, 2.0), start=(0.5, 0.75))
    request = module.request(made)
    try:
        standing = module.scene(made, TASKS[request.task](*request.args))
    except (CannotDo, CannotShow):
        assume(False)
    standing.move_about(about)
    standing.move(probe)
    for _ in made.degrees:
        says_only_numbers(standing)
        assert standing.formula() and np.isfinite(standing.heights).all()
        standing.raise_degree(1)


# --- program, plain form, faults --------------------------------------------------------------------------------------


@pytest.mark.parametrize("spec", [EXP, CUBIC, STEP, "{f: x*abs(x) + 1, about: 1, degrees: 2, probe: -1, x: [-2, 2]}"])
def test_the_program_prints_the_same_numbers(spec):
    made = scene("taylor", spec)
    made.move_about(2)
    made.move(3)
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(compile(made.program(), "program", "exec"), {"__name__": "__main__"})
    first, *lines = out.getvalue().splitlines()
    assert float(first.removeprefix("f = ")) == pytest.approx(as_float(made.truth), rel=1e-12)
    printed = {int(words[1]): (float(words[4]), float(words[6])) for words in map(str.split, lines)}
    assert set(made.settings.degrees) <= set(printed)
    for degree, found in printed.items():
        told = as_float(made.value(degree)), abs(as_float(made.error(degree)))
        assert found == pytest.approx(told, rel=1e-12, abs=1e-13)


@pytest.mark.parametrize("spec", [EXP, STEP, "{f: log(x), about: 1, degrees: [1, 3], x: [-1, 3], probe: -0.5}"])
def test_all_of_it_can_be_told_and_typed(spec):
    for ascii, width in ((False, 80), (True, 24)):
        made = scene("taylor", spec)
        said = []
        for each in module.acts(made):
            behind = {"degree": ["1"], "at": ["0.15"], "about": ["0.1"]}.get(each.name, [])
            said += module.act(made, [each.name, *behind], ascii, width)
        for line in (*said, *module.told(made, ascii, width)):
            assert line.isprintable() and cells(line) <= width and not NO_NUMBER.search(line), line
            assert line.isascii() or not ascii
        for words in ("at 9", "at", "about 9", "shift x", "degree 9", "degree", "up 0", "table 1", "foo"):
            typed, before = words.split(), module.told(made)
            with pytest.raises(CannotAct):
                list(module.act(made, typed, ascii, width))
            assert module.told(made) == before
    made = scene("taylor", EXP)
    lines = list(module.act(made, ["table"], True))
    assert [line.split()[0] for line in lines] == ["degree", "0", "1", "2", "3", "4"]
    assert list(module.act(made, ["at", "x", "=", "1"]))[1].startswith("degree 0, a constant, about x = 0: at x = 1 P")


def test_what_cannot_be_is_said():
    assert proof("taylor", EXP) == () == proof("taylor", STEP)
    assert "no value at 0" in proof("taylor", "{f: log(x), about: 0}")[0]
    assert "no value at 0" in proof("taylor", "{f: x^1.5, about: 0}")[0], "its second derivative has none"
    assert "no value at the probe, -1" in proof("taylor", "{f: log(x), about: 1, probe: -1}")[0].replace("−", "-")
    with pytest.raises(CannotAct, match=r"cannot be made at -0\.5"):
        list(module.act(scene("taylor", "{f: log(x), about: 1, x: [-1, 2]}"), ["about", "-0.5"]))
    edge = scene("taylor", "{f: log(x), about: 0.1, x: [-1, 1], probe: 0.5}")
    assert not edge.move_about(-2) and as_float(edge.about) == edge.settings.start[0] == 0.1
    for text, fault in (
        ("{about: 1}", "'f' is missing"),
        ("{f: x y}", "f is a function of one symbol here, or of two with towards; here they are: x, y"),
        ("{f: x, towards: [1, 2]}", "towards needs an f of two symbols; here they are: x"),
        ("{f: x y, towards: [1, 2]}", "about has 1 numbers for 2 symbols"),
        ("{f: x y, about: [1, 2], towards: [0, 0]}", "points nowhere"),
        ("{f: x, probe: 9}", "9 is outside x: [-2, 2]"),
        ("{f: x, about: 3, x: [0, 1]}", "3 is outside x: [0, 1]"),
        ("{f: x, degrees: 9}", "out of range: 0 to 8"),
    ):
        with pytest.raises(AssertionError, match=re.escape(fault)):
            settings_of("taylor", text)


# --- a learner --------------------------------------------------------------------------------------------------------

LESSON = f"""
format: 1
id: taylors
title: Polynomials
course: course
symbols: [x, y]
steps:
  - say: Raise the degree.
    show: {{taylor: {EXP}}}
  - show: {{taylor: {STEP}}}
    ask: {{id: model, before: true, question: What does the line say?, number: {{answer: -5}}}}
"""


@pytest.mark.asyncio(loop_scope="session")
async def test_a_learner_raises_the_degree_and_moves_the_probe(worker, tmp_path):
    async with sitting(worker, opening=written(tmp_path, LESSON)) as me:
        inspection = Inspection(me)
        inspection.look("at first")
        assert "0.1487" not in me.picture(), "a degree that was not looked at is not told"
        assert ", . about" in me.footer()
        gap = next(each for each in me.pane._gap() if each.name == "gap")
        assert (gap.xs, gap.ys) == ([0.5, 0.5], [pytest.approx(math.exp(0.5)), 1])
        assert me.scene.heights[0] < math.exp(-2) < math.exp(2) < me.scene.heights[1]
        await there_and_back(me, "right", "left")
        await there_and_back(me, "full_stop", "comma")
        await changes(me, "up", "up")
        assert "P is 0.02372 too low" in me.shown(me.pane._sentence) and "P = 1 + x + x²/2" in me.picture()
        await me.burst("up", "up", "up")
        assert me.shown(me.pane._sentence).startswith("That is the highest degree here.")
        await me.resize(60, 18)
        await me.until(lambda: "degree  " not in me.picture(), "the small pane")
        inspection.look("small")
        await changes(me, "full_stop", "comma")
        await there_and_back(me, "t", "t")
        await changes(me, "t")
        assert "0.0002838" in me.picture()
        inspection.look("small, the table")
        await me.resize(120, 40)
        await me.until(lambda: "P = 1 + x" in me.picture() and "0.1487" in me.picture(), "both of it")
        inspection.look("large")
        await me.press("pagedown")
        await me.scene_ready()
        assert "Make your prediction first" in me.picture() and "100t" not in me.picture()
        inspection.look("locked")
        assert not inspection.faults, inspection.faults[0]
