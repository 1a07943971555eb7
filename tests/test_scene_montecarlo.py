"""The scene `montecarlo`: means of random draws closing on the true mean, as fast as is predicted."""

from __future__ import annotations

import contextlib
import io
import math
import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.apps import sitting, worker, written
from tests.playing import changes
from tests.scene_making import NO_NUMBER, proof, says_only_numbers, scene
from tests.scene_making import settings as settings_of
from tests.test_sizes import Inspection
from tutor.letters import cells
from tutor.scenes import montecarlo as module
from tutor.scenes._acts import CannotAct
from tutor.scenes._montecarlo_roll import MOST
from tutor.scenes._montecarlo_state import MOST_ROLLS

__all__ = ["worker"]
LESSON_21 = "{estimate: u^2, variable: u, n: [10, 100, 1000, 10000, 100000], truth: 1/3, seed: 0}"


def all_of(pieces):
    return list(pieces)


def printed_by(program):
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(compile(program, "program", "exec"), {"__name__": "__main__"})
    return out.getvalue().splitlines()


# --- the numbers of the lesson ----------------------------------------------------------------------------------------


def test_the_estimates_of_the_lesson():
    made = scene("montecarlo", LESSON_21, ())
    assert "nothing is drawn yet" in made.sentence() and made.table() == [["n", "estimate", "error", "predicted"]]
    for _ in range(5):
        all_of(made.draw())
    assert made.at_end and not all_of(made.draw())
    assert made.table(ascii=True)[1:] == [
        ["10", "0.413199", "0.0799", "0.0943"],
        ["100", "0.306652", "-0.0267", "0.0298"],
        ["1000", "0.330386", "-0.00295", "0.00943"],
        ["10000", "0.330334", "-0.003", "0.00298"],
        ["100000", "0.333042", "-0.000291", "0.000943"],
    ]
    assert made.spread.sd == pytest.approx(math.sqrt(4 / 45), abs=1e-14)
    assert made.sentence() == (
        "100000 draws: the mean of u² is 0.333042, off by −0.000291 from 1/3; predicted error 0.000943: "
        "it is within that"
    )


@pytest.mark.parametrize(
    ("estimate", "variable", "mean", "variance"),
    [
        ("3u - 1", "u", 0.5, 0.75),
        ("step(u - 0.3)", "u", 0.7, 0.21),
        ("4*sqrt(1 - u^2)", "u", math.pi, 32 / 3 - math.pi**2),
        ("log(u)", "u", -1, 1),
        ("z^2", "{z: normal}", 1, 2),
        ("exp(z)", "{z: normal}", math.exp(0.5), math.exp(2) - math.e),
        ("z", "{z: normal}", 0, 1),
    ],
)
def test_mean_and_spread_are_those_of_the_integral(estimate, variable, mean, variance):
    made = scene("montecarlo", f"{{estimate: '{estimate}', variable: {variable}}}", ())
    assert made.truth == pytest.approx(mean, abs=2e-4) and made.spread.sd**2 == pytest.approx(variance, rel=2e-3)


# --- what holds for any draws -----------------------------------------------------------------------------------------


@given(st.integers(0, 2**32 - 200), st.sampled_from(["u", "{u: normal}"]), st.lists(st.integers(1, 25_000), max_size=3))
@settings(max_examples=5, deadline=None)
def test_a_mean_is_that_of_the_stream_however_many_are_drawn_at_a_time(seed, variable, counts):
    made = scene("montecarlo", f"{{estimate: u^3 + u, variable: {variable}, n: [7, 500], seed: {seed}}}", ())
    for count in counts:
        assert all_of(made.draw(count))[-1] == 1.0
    stream = np.random.RandomState(seed)
    drawn = stream.random_sample(sum(counts)) if variable == "u" else stream.standard_normal(sum(counts))
    assert made.n == sum(counts) and len(made.roll.kept) < 200
    if counts:
        assert made.roll.mean == pytest.approx(float(np.mean(drawn**3 + drawn)), rel=1e-9, abs=1e-12)
        for n, mean in made.rows():
            assert mean == pytest.approx(float(np.mean((drawn**3 + drawn)[:n])), rel=1e-9, abs=1e-12)
    at_once = scene("montecarlo", f"{{estimate: u^3 + u, variable: {variable}, n: [7, 500], seed: {seed}}}", ())
    all_of(at_once.draw_to(sum(counts)))
    assert (at_once.roll.total, at_once.roll.kept) == (made.roll.total, made.roll.kept), "to the last bit"


def test_about_two_of_three_rolls_are_within_the_predicted_error_and_it_falls_as_one_over_the_root():
    made = scene("montecarlo", LESSON_21, ())
    all_of(made.draw_to(400))
    while (pieces := made.another()) is not None:
        all_of(pieces)
    inside, rolls = made.inside(400)
    assert rolls == MOST_ROLLS and 55 <= inside <= 80
    offs = np.array([each.at(100) - made.truth for each in made.rolls])
    assert np.sqrt(np.mean(offs**2)) == pytest.approx(made.spread.error(100), rel=0.2)
    assert made.spread.error(10_000) == pytest.approx(made.spread.error(100) / 10)
    made.reset()
    assert (len(made.rolls), made.n, made.roll.seed) == (1, 0, 0)


def test_rolls_come_in_the_same_order_and_each_is_drawn_as_far_as_the_one_before():
    made = scene("montecarlo", "{estimate: u^2, n: [10, 100], seed: 5}", ())
    all_of(made.draw())
    all_of(made.draw(3))
    for seed in (6, 7):
        all_of(made.another())
        assert made.roll.seed == seed and made.n == 13
        assert made.roll.mean == pytest.approx(np.mean(np.random.RandomState(seed).random_sample(13) ** 2))
    assert "of 3 rolls" in made.sentence()
    says_only_numbers(made)


def test_memory_is_bounded_however_many_are_drawn():
    made = scene("montecarlo", f"{{estimate: u, n: {MOST}}}", ())
    pieces = made.draw()
    sizes = [next(pieces) for _ in range(5)]
    assert sizes == sorted(sizes) and sizes[-1] < 0.05 and made.n == round(sizes[-1] * MOST)
    assert len(made.roll.kept) < 200


# --- program, plain form, faults --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "spec", [LESSON_21, "{estimate: exp(z) + sigmoid(z), variable: {z: normal}, n: [10, 50], truth: sqrt(e) + 1/2}"]
)
def test_the_program_prints_the_same_numbers(spec):
    made = scene("montecarlo", spec, ())
    all_of(made.another())
    for count in (10, 40, 3):
        all_of(made.draw(count))
    rows = [line.replace("error", "").replace("predicted", "").split() for line in printed_by(made.program())]
    told = [[cell.replace("−", "-") for cell in row] for row in made.table()[1:]]
    assert len(rows) == len(told) == len(made.rows())
    for row, expected in zip(rows, told, strict=True):
        assert row[:2] == expected[:2] and [float(e) for e in row[2:]] == pytest.approx(
            [float(e) for e in expected[2:]], rel=1e-2
        )
    compile(scene("montecarlo", "{estimate: n^2, variable: n}", ()).program(), "program", "exec")


@pytest.mark.parametrize("spec", [LESSON_21, "{estimate: -z, variable: {z: normal}, n: 1}"])
def test_all_of_it_can_be_told_and_typed(spec):
    for ascii, width in ((False, 80), (True, 24)):
        made = scene("montecarlo", spec, ())
        said = list(module.told(made, ascii, width))
        for each in module.acts(made):
            said += module.act(made, [each.name, *(["30"] if each.usage.endswith(" N") else [])], ascii, width)
        for line in (*said, *module.told(made, ascii, width)):
            assert line.isprintable() and cells(line) <= width and not NO_NUMBER.search(line), line
            assert line.isascii() or not ascii
        all_of(made.draw_to(40))
        for typed in (["draw", "0"], ["draw", "x"], ["to", "3"], ["to"], ["roll", "9"], ["to", "99999999999"]):
            before = module.told(made)
            with pytest.raises(CannotAct):
                list(module.act(made, typed, ascii, width))
            assert module.told(made) == before
    made = scene("montecarlo", LESSON_21, ())
    assert "".join(module.act(made, ["to", "100"], True, 200)) == f"{made.sentence(ascii=True)}."
    list(module.act(made, ["roll"]))
    assert [row.split()[0] for row in list(module.act(made, ["rolls"], True, 200))[2:]] == ["0", "1"]


def test_what_cannot_be_is_said():
    assert proof("montecarlo", LESSON_21, ()) == ()
    for estimate, variable, fault in (
        ("1/sqrt(u)", "u", "no finite mean or no finite variance"),
        ("exp(z^2/4)", "{z: normal}", "no finite mean or no finite variance"),
        ("sqrt(u - 0.5)", "u", "no value for some u"),
        ("u - u + 2", "u", "the same for every u"),
        ("u^2 ", "u", "the truth is said to be 0.5, and the integral gives 0.333333"),
    ):
        assert fault in proof("montecarlo", f"{{estimate: '{estimate}', variable: {variable}, truth: 1/2}}", ())[0]
    for text, fault in (
        ("{variable: u}", "'estimate' is missing"),
        ("{estimate: x + u}", "an expression in u and in nothing else"),
        ("{estimate: 3}", "an expression in u and in nothing else"),
        ("{estimate: u, variable: sin}", "is no name for a variable"),
        ("{estimate: u, variable: {u: gamma}}", "'gamma' is none of: uniform, normal"),
        ("{estimate: u, n: [0]}", "out of range"),
        ("{estimate: u, seed: -1}", "out of range"),
        ("{estimate: u, seed: 4294967295}", "out of range"),
    ):
        with pytest.raises(AssertionError, match=re.escape(fault)):
            settings_of("montecarlo", text, ("x",))


# --- a learner --------------------------------------------------------------------------------------------------------

LESSON = f"""
format: 1
id: draws
title: Draws
course: course
symbols: [x]
steps:
  - say: Draw.
    show: {{montecarlo: {LESSON_21}}}
  - show: {{montecarlo: {LESSON_21}}}
    ask: {{id: mean, before: true, question: What is the mean?, number: {{answer: 1/3}}}}
  - show: {{montecarlo: {{estimate: exp(z), variable: {{z: normal}}, n: {MOST}}}}}
"""


@pytest.mark.asyncio(loop_scope="session")
async def test_a_learner_draws_rolls_again_and_halts_a_long_draw(worker, tmp_path):
    async with sitting(worker, opening=written(tmp_path, LESSON)) as me:
        inspection = Inspection(me)
        inspection.look("at first")
        await changes(me, "space")
        assert "10  0.413199  0.0799" in me.picture()
        await changes(me, "l")
        await me.burst("l", "space", "n", "up", "up", "space")
        assert "110 draws: the mean of u² is" in me.shown(me.pane._sentence)
        inspection.look("two rolls")
        await me.resize(60, 18)
        await me.until(lambda: "after n draws" not in me.picture() and "t table" in me.text(), "small")
        inspection.look("small")
        await me.press("t")
        await me.until(lambda: "0.322750" in me.text(), "the table")
        await me.resize(120, 40)
        await me.until(lambda: "truth ± sd/√n" in me.picture() and "predicted = sd/√n" in me.picture(), "all of it")
        inspection.look("large")
        await me.press("r")
        assert "nothing is drawn yet" in me.shown(me.pane._sentence)
        await me.press("pagedown")
        await me.scene_ready()
        assert "Make your prediction first" in me.picture() and "draw" not in " ".join(me.footer())
        await me.press("space")
        assert me.scene.n == 0
        inspection.look("locked")
        assert not inspection.faults, inspection.faults[0]
        await me.press("pagedown")
        await me.scene_ready()
        await me.press("space")
        assert me.pane.moving and 0 < me.scene.n < MOST, "a long draw leaves the keys alive"
        await me.press("space")
        halted = me.scene.n
        assert not me.pane.moving and 0 < halted < MOST and "Halted" in me.shown(me.pane._sentence)
        await me.burst("space", "r")
        assert me.scene.n == 0 and not me.pane.moving
