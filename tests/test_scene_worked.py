"""The scene `worked`: an example whose lines fade, and the reason of a line that is left out named by the learner."""

from __future__ import annotations

import contextlib
import io
import re
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.apps import sitting, worker, written
from tests.little_lessons import HEAD
from tests.playing import changes, there_and_back
from tests.scene_making import NO_NUMBER, proof, says_only_numbers, scene
from tests.scene_making import settings as settings_of
from tests.test_sizes import Inspection
from tutor.lesson.load import load_lesson
from tutor.letters import cells
from tutor.scenes import worked as module
from tutor.scenes._acts import CannotAct
from tutor.scenes._worked_words import in_line
from tutor.ui.panes.worked_rows import worked_rows

__all__ = ["worker"]
SLOPE = (
    "{lines: [{show: 'Slope of $f(x) = {a}x^2 + 3x$ at $x = {p}$?'}, "
    "{show: '$f''(x) = {b}x + 3$', why: 'power rule, **term by term**'}, "
    "{show: '$f''({p}) = {b} \\cdot {p} + 3$', why: put the point in}, "
    "{show: '$= {slope}$', why: arithmetic, instead: [{show: '$= {wrong}$', say: 'that forgot the 3'}]}], "
    "fade: [[3], [2, 4]], distractors: [{why: chain rule, say: nothing is inside anything}, quotient rule], "
    "examples: [{a: 2, p: 3}, {a: 5, p: -1}, {a: 4, p: 1/2}], "
    "numbers: {b: 2*a, slope: 'b*p + 3', wrong: 'b*p'}}"
)
CODE = (
    "{lines: ['`for k in range(n):`', {show: '`    errors = predictions - y`', why: how far off}, "
    "{show: '`    theta = theta - lr*gradients`', why: downhill, instead: "
    "[{show: '`    theta = theta + lr*gradients`', say: 'that goes uphill'}]}], fade: [[3]]}"
)
BARE = "{lines: [a, {show: b, why: c}]}"
ALL = [SLOPE, CODE, BARE]


def right(made):
    (choice,) = (i for i, entry in enumerate(made.menu) if entry.right)
    return choice


def to_blank(made):
    while not made.waiting:
        assert made.next()


# --- what stands there ------------------------------------------------------------------------------------------------


def test_the_first_pass_shows_every_line_and_the_later_ones_leave_lines_out():
    made = scene("worked", SLOPE)
    assert [row[1] for row in made.table()] == ["Slope of f(x) = 2x² + 3x at x = 3?"]
    for shown in (2, 3, 4):
        assert made.next() and made.shown == shown
    assert made.table(ascii=True)[1:] == [
        ["2", "f'(x) = 4x + 3", "power rule, term by term"],
        ["3", "f'(3) = 4*3 + 3", "put the point in"],
        ["4", "= 15", "arithmetic"],
    ]
    assert made.done and not made.complete and "the next example has lines left out" in made.sentence()
    assert made.next() and made.waiting and made.shown == 2 and not made.next()
    assert [row[1] for row in made.table()] == ["Slope of f(x) = 5x² + 3x at x = −1?", "f′(x) = 10x + 3", ""]
    assert made.sentence() == "example 2 of 3, line 3 of 4 is left out: what is done there?"
    said = {entry.text: made.name(choice) for choice, entry in enumerate(made.menu) if not entry.right}
    assert {key: told for key, (_, told) in said.items()} == {
        "chain rule": "Not “chain rule”: nothing is inside anything.",
        "quotient rule": "Not “quotient rule”: it does not lead from line 2 to the next.",
        "arithmetic": "Not “arithmetic”: that is the reason of line 4.",
        "power rule, **term by term**": "Not “power rule, term by term”: that is the reason of line 2.",
    }
    assert made.shown == 2 and len(made.tried) == 4
    assert made.name(right(made)) == (True, "Yes: put the point in.")
    assert made.table(ascii=True)[2][1] == "f'(-1) = 10*(-1) + 3" and made.next() and made.table()[3][1] == "= −7"


def test_a_line_that_is_left_out_can_be_picked_among_wrong_ones_and_firsts_are_counted():
    made = scene("worked", SLOPE)
    for _ in range(2):
        made.all()
        made.next()
    assert made.place == 2 and made.waiting and made.shown == 1
    made.name(right(made))
    assert made.next() and made.waiting and made.shown == 3
    assert sorted(entry.shown() for entry in made.menu) == ["= 4", "= 7"]
    wrong = next(i for i, entry in enumerate(made.menu) if entry.shown() == "= 4")
    assert made.name(wrong) == (False, "Not “= 4”: that forgot the 3.")
    made.name(right(made))
    assert made.complete and not made.next()
    assert made.sentence().endswith("done, 1 of 2 lines named at the first try")


def test_going_back_asks_nothing_twice_and_a_line_can_be_skipped():
    made = scene("worked", SLOPE)
    made.all()
    made.next()
    assert made.skip() and not made.skip() and made.shown == 3 and made.asked_in_all == 0
    assert made.back() and not made.waiting and made.shown == 2 and made.next() and made.done
    for _ in range(3):
        made.back()
    assert made.shown == 1 and made.back() and made.place == 0 and made.done
    for _ in range(3):
        made.back()
    assert not made.back() and (made.place, made.shown) == (0, 1)
    made.stand_whole()
    assert made.complete and len(made.table()) == 4 and "you have mastered this" in made.sentence()
    assert not (made.next() or made.back() or made.all() or made.skip())
    made.restart()
    assert (made.place, made.shown) == (0, 1)


@given(st.sampled_from(ALL), st.lists(st.sampled_from(["next", "back", "skip", "all", *"01234"]), max_size=20))
@settings(max_examples=12, deadline=None)
def test_whatever_is_pressed_it_stands_and_a_blank_hides_its_line(spec, keys):
    made = scene("worked", spec)
    for key in keys:
        if key.isdigit():
            if int(key) < len(made.menu):
                entry = made.menu[int(key)]
                assert made.name(int(key))[0] == entry.right
        else:
            getattr(made, key)()
        assert 1 <= made.shown <= len(made.lines) and made.waiting == bool(made.menu)
        says_only_numbers(made)
        for width, height in ((40, 6), (76, 12)):
            rows = ["".join(text for text, _ in row) for row in worked_rows(made, width, height, True)]
            assert len(rows) <= height and all(len(row) <= width for row in rows)
            for i, entry in enumerate(made.menu, 1):
                assert any(f"{i} " in row for row in rows), (entry, rows)
        if made.waiting:
            assert made.rows()[-1].blank and made.asked.show not in str(made.table())
            assert sum(entry.right for entry in made.menu) == 1 and made.menu == made.menu
            assert 2 <= len(made.menu) <= 5 and len({entry.shown() for entry in made.menu}) == len(made.menu)


# --- program, plain form, faults --------------------------------------------------------------------------------------


def test_the_program_computes_the_numbers_of_the_pass():
    made = scene("worked", SLOPE)
    made.all()
    made.next()
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(compile(made.program(), "program", "exec"), {"__name__": "__main__"})
    lines = out.getvalue().splitlines()
    assert lines[:3] == ["b = 10", "slope = -7", "wrong = -10"]
    assert lines[3:] == ["1  Slope of f(x) = 5x^2 + 3x at x = -1?", "2  f'(x) = 10x + 3   (power rule, term by term)"]


@pytest.mark.parametrize("spec", ALL)
def test_all_of_it_can_be_told_and_typed(spec):
    for ascii, width in ((False, 80), (True, 24)):
        made = scene("worked", spec)
        said = list(module.told(made, ascii, width))
        for _ in range(3):
            for typed in ("step 9", "why", "why 1", "why 2", "undo", "step", "skip", "all", "step 2"):
                if typed.split()[0] in {each.name for each in module.acts(made)}:
                    with contextlib.suppress(CannotAct):  # why 2, once why 1 was right
                        said += module.act(made, typed.split(), ascii, width)
            said += module.told(made, ascii, width)
        assert made.complete
        for line in said:
            assert line.isprintable() and cells(line) <= width and not NO_NUMBER.search(line), line
            assert line.isascii() or not ascii
        for typed in (["step", "0"], ["step", "x"], ["undo", "-1"], ["all", "9"], ["why", "1"], ["skip", "1"], ["foo"]):
            before = module.told(made)
            with pytest.raises(CannotAct):
                list(module.act(made, typed, ascii, width))
            assert module.told(made) == before


def test_a_line_is_named_by_its_words_and_none_is_skipped_by_going_on():
    made = scene("worked", SLOPE)
    lines = list(module.act(made, ["step", "100"], True, 200))
    assert "Name the line first, or type skip." in lines and made.waiting and "3. (left out)" in lines
    with pytest.raises(CannotAct, match="none of the entries 1 to 5"):
        list(module.act(made, ["why", "p"], True, 200))
    lines = list(module.act(made, ["why", "put", "the"], True, 200))
    assert lines == ["Yes: put the point in.", "3. f'(-1) = 10*(-1) + 3   (put the point in)"]


def test_words_formulas_and_code_stand_in_one_line():
    assert in_line("**So** $x^2$ is `a**b**c`, \\$5", True) == "So x^2 is a**b**c, $5"
    assert in_line("`    theta = 1`") == "    theta = 1"
    assert in_line("[/b] [red]x[/] \x1b[31m") == "[/b] [red]x[/]  [31m"


def test_what_cannot_be_is_said():
    assert [proof("worked", each) for each in ALL] == [(), (), ()]
    twins = "{lines: [a, {show: b, why: c}, {show: d, why: '`c`'}], fade: [[2]]}"
    assert proof("worked", twins) == ("line 2 of pass 2: two entries of its menu look alike",)
    for text, fault in (
        ("{lines: [a]}", "the list has 1 items; 2 to 14 fit here"),
        ("{lines: [a, b], fade: [[2]]}", "line 2 is left out in a pass, so it needs why"),
        ("{lines: [a, {show: b, why: c}], fade: [[2], [3]]}", "fade names line 3, and there are 2"),
        ("{lines: [{show: a, why: c}, b], fade: [[1]]}", "line 1 is the problem: it always stands there"),
        ("{lines: [a, {show: b, why: c}], fade: [[2]]}", "is the only one there is; add distractors"),
        ("{lines: [a, {show: b, why: c}], distractors: [c]}", "the distractor 'c' is the reason of a line"),
        ("{lines: [a, {show: b, instead: [{show: b, say: c}]}], fade: [[2]]}", "is the line itself"),
        ("{lines: [a, b], examples: [{a: 1}, {a: 2}]}", "there are 2 examples for 1 passes"),
        ("{lines: ['{a}', b], examples: [{a: [1, 2]}]}", "a has one value in each example"),
        ("{lines: [a, b], examples: [{a: 1}]}", "no line uses {a}; remove it"),
        ("{lines: ['{a} $x^{n} \\sqrt{k}$ `{k}`', 'to {h0}'], examples: [{a: 1}]}", "there is no {h0}; known: a"),
        ("{lines: ['{a}', {show: b, why: 'so ${hight} = 1$'}], examples: [{a: 1, height: 2}]}", "mean 'height'"),
        ("{lines: ['{a}', {show: b, instead: [{show: c, say: '{b}'}]}], examples: [{a: 1}]}", "there is no {b}"),
        ("{lines: ['{a}', b], examples: [{a: 1}], distractors: ['{b}']}", "there is no {b}"),
        ("{lines: ['{c}', b], examples: [{a: 1}], numbers: {c: a/0}}", "'a/0' has no such value"),
        ("{lines: ['{c}', b], examples: [{a: 1}], numbers: {c: a/z}}", "'a/z' cannot be read"),
        ("{lines: ['{c}', b], examples: [{a: 1}], numbers: {c: 'a/3 : x'}}", "behind the colon stand digits"),
        ("{lines: ['{a}', b], examples: [{a: 1}], numbers: {a: 2}}", "a stands in examples and in numbers"),
        (
            "{lines: ['{a}', {show: b, why: c}, {show: d, why: e}], fade: [[2]], examples: [{a: 1}, {b: 1}]}",
            "same names",
        ),
    ):
        with pytest.raises(AssertionError, match=re.escape(fault)):
            settings_of("worked", text)


def test_a_hole_that_nothing_fills_is_told_with_its_place(tmp_path):
    spec = "show: {worked: {lines: ['{a}', {show: b,\n    why: 'so {h0}'}], examples: [{a: 1}]}}"
    faults = load_lesson(written(tmp_path, f"{HEAD}steps:\n- {spec}\n")).faults
    assert [(each.place.line, each.place.column, each.path) for each in faults] == [
        (HEAD.count("\n") + 3, 14, "show.worked.lines[2].why")
    ], faults


def test_numbers_stand_as_a_person_writes_them():
    lines = "['{d} {f} $x^{a}$ - $2 \\cdot {m} + \\frac{a}{5} + \\mathbf{a} + {b}$', '$\\sqrt{k}$']"
    examples, numbers = "[{a: 12, m: -3, n: 4}]", "{d: 'a/7 : 4', f: 'a/9 : frac', b: 2n}"
    made = scene("worked", f"{{lines: {lines}, examples: {examples}, numbers: {numbers}}}")
    assert made.rows()[0].text == "1.7143 4/3 x¹² - 2·(−3) + 12/5 + a + 8"
    assert made.next() and "k" in made.rows()[1].text


# --- a learner --------------------------------------------------------------------------------------------------------

LESSON = f"""
format: 1
id: example
title: Example
course: course
skills: [slopes]
symbols: [x, y]
steps:
  - say: Follow it.
    show:
      worked: {SLOPE}
  - show:
      worked: {CODE}
    ask: {{id: det, before: true, question: What is 1 + 1?, number: {{answer: 2}}}}
  - show:
      worked: {CODE[:-1]}, skip_if_mastered: slopes}}
"""


@pytest.mark.asyncio(loop_scope="session")
async def test_a_learner_names_the_lines_and_who_has_mastered_it_is_asked_nothing(worker, tmp_path):
    async with sitting(worker, opening=written(tmp_path, LESSON)) as me:
        inspection = Inspection(me)
        inspection.look("at first")
        await there_and_back(me, "space", "left")
        await changes(me, "space", "space", "space", "space")
        assert "a worked example, 2 of 3" in me.picture() and "What is done in the line" in me.picture()
        inspection.look("a menu")
        await me.press("space")
        assert "Name the line first" in me.shown(me.pane._sentence) and "s show it" in me.footer()
        wrong = 1 + (right(me.scene) + 1) % 5
        await changes(me, str(wrong))
        assert me.shown(me.pane._sentence).startswith("Not “") and "x " in me.picture()
        await me.resize(60, 18)
        await me.until(lambda: me.pane.size.width <= 60, "the small pane")
        inspection.look("small")
        await changes(me, str(1 + right(me.scene)))
        assert "10·(−1) + 3" in me.picture() and "s show it" not in me.footer()
        await me.resize(120, 40)
        await me.until(lambda: me.pane.size.height > 20, "the large pane")
        await changes(me, "space", "space", "s", "space", "s")
        assert "done, 0 of 1 lines named at the first try" in me.shown(me.pane._sentence)
        inspection.look("the end")
        await me.press("home", "pagedown")
        await me.scene_ready()
        assert "Make your prediction first" in me.picture() and "range(n)" not in me.picture()
        inspection.look("locked")
        assert not inspection.faults, inspection.faults[0]

        async def past(besides=()):
            return SimpleNamespace(mastery={"slopes": SimpleNamespace(mastered=True)})

        me.app.looking_back.past = past
        await me.press("pagedown")
        await me.scene_ready()
        await me.until(lambda: "mastered" in me.shown(me.pane._sentence), "the whole example")
        assert "theta - lr*gradients" in me.picture() and me.scene.complete
        await me.press("home")
        assert me.scene.shown == 1 and "theta - lr" not in me.picture()
