"""The scene `gradcheck`: differences, their two errors, and what is said of them."""

from __future__ import annotations

import math
import re
import subprocess
import sys
from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.scene_making import DATA, proof, says_only_numbers, scene
from tests.scene_making import settings as gradcheck_settings
from tutor.descent.gradcheck import Reading, check, relative_error
from tutor.descent.problem import Function
from tutor.lesson.losses import DataSet
from tutor.numeric import scalar
from tutor.scenes import gradcheck
from tutor.scenes._gradcheck_estimate import Ruler

CUBIC = "{f: x^3 - 5x + 7, at: 2}"
DATA["labels"] = DataSet("labels", ((1.0, 0.5), (1.0, 1.0), (1.0, 1.5), (1.0, 2.0)), (0.0, 1.0, 0.0, 1.0))


def test_the_cubic_of_the_seed():
    check_ = scene("gradcheck", CUBIC)
    told = {each.formula: [f"{one.value:.7g}" for one in check_.estimates(each.formula)[:3]] for each in check_.here()}
    assert told == {"forward": ["7.61", "7.0601", "7.006001"], "central": ["7.01", "7.0001", "7.000001"]}
    assert check_.sentence() == (
        "h = 0.1: forward 7.61 is off by 0.61 (truncation); central 7.01 is off by 0.01 (truncation); f′(2) = 7"
    )
    best = {each: check_.best(each) for each in ("forward", "central")}
    assert best["forward"].h == 1e-8 and best["forward"].error == pytest.approx(1.3e-7, rel=0.1)
    assert best["central"].h == 1e-6 and best["central"].error == pytest.approx(9e-11, rel=0.1)
    assert check_.parted("forward")
    while check_.shrink():
        pass
    assert check_.h == 1e-16 and [each.error for each in check_.here()] == [7, 7]
    assert "x + h is 2 itself in float64" in check_.sentence()
    assert check_.widen() and check_.h == 1e-15 and not check_.lost


def test_the_loss_of_the_seed_along_each_theta():
    check_ = scene("gradcheck", "{loss: {data: seed}, at: [0.1, 0.1], h: [1e-5]}")
    numeric = [check_.here()[1].value]
    assert check_.next_component()
    numeric.append(check_.here()[1].value)
    assert [round(each, 6) for each in numeric] == [-2.366667, -5.166667]
    assert check_.here()[1].relative < 1e-10 and check_.here()[1].reading is Reading.GOOD
    # a parabola: the central difference leaves nothing out, the forward one half its bend times h
    assert check_.here()[1].truncation == 0
    assert check_.here()[0].truncation == pytest.approx(14 / 3 / 2 * 1e-5)


@settings(max_examples=25)
@given(
    st.sampled_from(
        ["x^3 - 5x + 7", "sin(3x) + x", "exp(x)/(1 + x^2)", "sqrt(x^2 + 1/3)", "log(x + 9) x", "sigmoid(x)"]
    ),
    st.floats(-3, 3).map(lambda x: round(x, 3)),
)
def test_both_errors_are_what_they_are_said_to_be(f, at):
    """Truncation follows its Taylor term where h is small, rounding stays within what floats can cost, and the two
    together are what the difference is off."""
    check_ = scene("gradcheck", f"{{f: {f}, at: {at}}}")
    value = scalar(check_.settings.f, ("x",))
    for formula, order in (("forward", 1), ("central", 2)):
        found = check_.estimates(formula)
        for each in found:
            assert Fraction(each.error) == pytest.approx(abs(each.truncation + each.rounding), rel=1e-9, abs=1e-18)
            nearby = max(abs(value((at + d,))) for d in (-each.h, 0.0, each.h)) + abs(at) * 30 + 1
            assert abs(each.rounding) <= 8 * 2.3e-16 * nearby / each.h
        small = [each.truncation for each in found if 1e-9 <= each.h <= 1e-5]
        for one, other in pairwise(small):
            if abs(one) > 1e-30 and abs(other) > 1e-30:  # more where the next derivative happens to vanish
                assert one / other >= 0.95 * 10**order
        best = check_.best(formula)
        assert all(each.error >= best.error for each in found)
        for each in found:  # what is said to rule does
            if each.ruler is Ruler.TRUNCATION:
                assert abs(each.truncation) > 10 * abs(each.rounding)
            if each.ruler is Ruler.ROUNDING:
                assert abs(each.rounding) > 10 * abs(each.truncation)
    says_only_numbers(check_)


def test_a_wrong_gradient_is_caught_whatever_h():
    """The planted bugs of the lesson: no 1/m, 2/m, the wrong sign, no X^T, on the loss of the seed."""
    right = (-71 / 30, -31 / 6)
    for factor, relative in ((3, 2 / 3), (2, 0.5), (-1, 2.0)):
        claim = f"[{factor}*({right[0]!r}), {factor}*({right[1]!r})]"
        check_ = scene("gradcheck", f"{{loss: {{data: seed}}, at: [0.1, 0.1], h: [1e-5, 1e-6], claim: {claim}}}")
        for _ in range(2):
            for each in check_.here():
                assert each.relative == pytest.approx(relative, rel=1e-4) and each.reading is Reading.SUSPECT
                assert each.ruler is Ruler.CLAIM
            check_.next_component()
        assert "no h helps" in check_.sentence() and "claimed: ∂J/∂θ₀" in check_.sentence()
    check_ = scene("gradcheck", "{loss: {data: seed}, at: [0.1, 0.1], h: [1e-5], claim: [-71/30, -71/30]}")
    assert check_.here()[1].reading is Reading.GOOD and check_.here()[1].ruler is Ruler.ROUNDING
    check_.next_component()
    assert check_.here()[1].relative == pytest.approx(0.54, abs=0.005)
    true = scene("gradcheck", "{f: x^3 - 5x + 7, at: 2, claim: 3x^2 - 5}")
    assert true.sentence().replace("claimed: ", "") == scene("gradcheck", CUBIC).sentence()
    says_only_numbers(check_)


def test_a_corner_is_told_from_a_poor_h():
    at_corner = scene("gradcheck", "{f: relu(x), at: 0}")
    assert at_corner.here()[1].value == 0.5 and at_corner.corner("central") and at_corner.corner("forward")
    assert "f bends sharply here: no h helps" in at_corner.sentence()
    assert not any(map(at_corner.crosses_corner, at_corner.here()))  # it stands on it
    for near in ("{f: relu(x), at: 0.05}", CUBIC, "{f: relu(x)^2, at: 0}"):
        smooth = scene("gradcheck", near)
        assert not smooth.corner("central") and not smooth.corner("forward")


def test_a_nudge_that_crosses_a_corner_leaves_no_terms_out():
    check_ = scene("gradcheck", "{f: relu(x), at: 0.005, h: {from: 0.1, to: 1e-8}, formulas: central}")
    told = []
    while True:
        told.append(check_.crosses_corner(check_.here()[0]))
        assert told[-1] == (check_.h > 0.005)
        assert ("the nudge crosses a corner of f" in check_.sentence()) == told[-1]
        assert "truncation" not in check_.sentence()
        assert any("corner 0." in line for line in check_.details()) == told[-1]
        if not check_.shrink():
            break
    assert told.count(True) == 2
    check_.widen()
    assert "large h: beyond a corner of f" in check_.details()


@pytest.mark.parametrize(
    ("f", "at", "forward", "central"),
    [
        ("abs(x)", 0.02, False, True),
        ("abs(x)", -0.02, True, True),
        ("max(x, x^2)", 0.95, True, True),
        ("relu(x - y)", 0.01, False, True),
        ("relu(x)^2", -0.02, False, False),  # the slope has a corner, f has none
        ("x^3 + relu(x)/1000", -0.05, False, False),  # it has one, which is not what the difference is off by
        ("1/x", 0.03, False, False),  # a pole
        ("tanh(1000 x)", 0.01, False, False),  # steep, and smooth
        ("sqrt(x)", 0.03, False, False),  # no value beyond
        ("x^3 - 5x + 7", 0.0, False, False),
        ("sin(9x)", 1.0, False, False),
    ],
)
def test_only_a_corner_is_called_one(f, at, forward, central):
    at_both = f"[{at}, 0]" if "y" in f else f"{at}"
    check_ = scene("gradcheck", f"{{f: '{f}', at: {at_both}, h: [0.1]}}")
    assert [check_.crosses_corner(each) for each in check_.here()] == [forward, central]


@pytest.mark.parametrize(
    "spec",
    [
        CUBIC,
        "{f: 'x^2 y + sin(y)', at: {x: 2, y: 3}, h: {from: 1, to: 1e-12, by: 100}}",
        "{f: sqrt(x), at: 0.05}",
        "{loss: {data: seed}, at: [0.1, 0.1]}",
        "{loss: {data: labels, model: logistic}, at: [0.1, -0.3], formulas: central}",
        "{loss: {data: labels, model: softmax}, at: [0.1, -0.3, 0.2, 0.5]}",
    ],
)
def test_the_program_prints_the_same_floats(spec):
    check_ = scene("gradcheck", spec)
    check_.next_component()
    run = subprocess.run([sys.executable, "-c", check_.program()], capture_output=True, text=True, timeout=30)
    assert run.returncode == 0 and not run.stderr, run.stderr
    columns = list(zip(*(check_.estimates(each) for each in check_.settings.formulas), strict=True))
    shown = [row for row in columns if all(math.isfinite(each.value) for each in row)]
    assert len(run.stdout.splitlines()) == len(shown) > 3
    for line, row in zip(run.stdout.splitlines(), shown, strict=True):
        for each in row:
            told = re.search(rf"h = (\S+) .*{each.formula} (\S+) off by", line)
            assert told and float(told[1]) == each.h and float(told[2]) == each.value
    says_only_numbers(check_)


def test_what_cannot_be_is_said():
    assert "slope has no value at this point" in proof("gradcheck", "{f: log(x), at: -1}")[0]
    alone = proof("gradcheck", "{f: sqrt(x), at: 0.01, h: [1, 0.1], formulas: central}")
    assert alone == ("the central difference has no value at any h: f is not defined beside this point",)
    assert proof("gradcheck", CUBIC) == ()
    for text, fault in (
        ("{f: 3, at: 1}", "f has no symbol"),
        ("{f: x y, at: 1}", "at has 1 numbers for 2 variables"),
        ("{f: x, at: 1, h: {from: 1, to: 2}}", "h shrinks"),
        ("{f: x, at: 1, h: {from: 1, to: 1e-9, by: 1.01}}", "more than 60 values of h"),
        ("{f: x, at: 1, h: [0.1, 0]}", "must be above 0"),
        ("{f: x, at: 1, claim: [1, 2]}", "claim has 2 expressions for 1 variables"),
        ("{f: x, at: 1, claim: log(x - 1)}", "no finite value"),
        ("{at: 1}", "give what to go down once"),
    ):
        with pytest.raises(AssertionError, match=fault):
            gradcheck_settings("gradcheck", text)
    assert gradcheck.Range(0.1, 1e-4).values == (0.1, 0.01, 0.001, 0.0001)


def test_a_gradient_is_checked_component_by_component():
    right = Function(lambda t: t[0] ** 2 * t[1], lambda t: [2 * t[0] * t[1], t[0] ** 2], ("x", "y"))
    wrong = Function(lambda t: t[0] ** 2 * t[1], lambda t: [4 * t[0] * t[1], t[0] ** 2], ("x", "y"))
    at = np.array([2.0, 3.0])
    assert [each.reading for each in check(right, at)] == [Reading.GOOD, Reading.GOOD]
    first, second = check(wrong, at)
    assert first.error == pytest.approx(0.5) and first.reading is Reading.SUSPECT and second.reading is Reading.GOOD
    assert relative_error(-1, 1) == 2 and relative_error(0, 0) == 0
    bands = {
        1e-9: Reading.GOOD,
        1e-5: Reading.FAIR,
        1e-3: Reading.DOUBTFUL,
        0.1: Reading.SUSPECT,
        math.nan: Reading.SUSPECT,
    }
    assert {error: Reading.of(error) for error in bands} == bands


def test_where_no_digit_is_lost_no_single_h_is_called_the_best():
    hs = "h: [1, 0.5, 0.25, 0.125]"
    beside, everywhere = (scene("gradcheck", f"{{f: relu(x), at: {x}, {hs}}}") for x in ("0.375", "4"))
    assert [each.error == 0 for each in beside.estimates("central")] == [False, False, True, True]
    assert "central: no error from h 0.25 on" in beside.details()
    assert {"forward: no error at any h", "central: no error at any h"} <= set(everywhere.details())
    cubic = scene("gradcheck", "{f: x^3 - 5x + 7, at: 2}")
    assert sum(each.error == 0 for each in cubic.estimates("central")) < 2 and "best h" in "".join(cubic.details())


def test_its_details_fit_the_pane_however_long_the_numbers_are():
    made = scene("gradcheck", "{f: x^3 - 5x + 7, at: 2, h: {from: 0.8, to: 0.004, by: 2}}")
    assert max(map(len, made.details())) <= 36
    assert {"central: best h 0.00625", " off by 3.9e−5"} <= set(made.details())
