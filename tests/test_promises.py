"""What the screens promise a learner, whatever the lesson: nothing typed is lost, nothing unreadable costs, no key dies."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
from textual.content import Content
from textual.events import Paste
from textual.widgets import Static

from tests.apps import LESSONS, Learner, flat, sitting, worker, written
from tutor.ui.screens.broken import BrokenScreen
from tutor.ui.screens.code import CodeScreen
from tutor.ui.screens.help import HelpScreen
from tutor.ui.screens.lesson import LessonScreen
from tutor.ui.screens.small import SmallScreen
from tutor.worker import Worker

pytestmark = pytest.mark.asyncio(loop_scope="session")
__all__ = ["worker"]

HEAD = "format: 1\nid: mine\ntitle: A lesson of mine\nsymbols: [x]\n"
SEED = "data: {seed: {X: [[1, 1], [1, 2], [1, 3]], y: [2, 2.5, 3.5]}}\n"
TWO_QUESTIONS = HEAD + """\
steps:
  - ask: {id: one, question: "What is the derivative of $x^2$?", derivative_of: "x^2", hints: ["The power rule."]}
  - ask: {id: two, question: "And of $x^3$?", derivative_of: "x^3"}
"""
DESCENT = HEAD + SEED + """\
steps:
  - show: {descend: {loss: {data: seed, model: linear}, start: [0.1, 0.1], rate: RATE, steps: STEPS}}
"""
EVERY_SCENE = HEAD + SEED + """\
steps:
  - show: {plot: {f: "x^2", x: [-1, 3], tangent: {at: 1, step: 0.1}, secant: {h: [1, 0.5], at: 1}}}
  - show: {table: {vars: {h: [1, 2]}, columns: {a: "h^2"}}}
  - show: {derive: {f: "x^2 + 1", wrt: x, ask_rule: true}}
  - show: {surface: {f: "a^2 + b^2", x: [-1, 1], y: [-1, 1], cursor: [0, 0]}}
  - show: {descend: {loss: {data: seed, model: linear}, start: [0.1, 0.1], rate: 0.1, steps: 10}}
  - ask: {id: line, question: "1 + 1?", answer: 2}
  - ask: {id: pick, question: Which?, choices: [{text: a, ok: true}, {text: b, say: no}]}
""".replace('"a^2 + b^2"', '"x^2 + y^2"')


def lesson(folder: Path, text: str) -> Path:
    return written(folder, text.replace("symbols: [x]", "symbols: [x, y]"))


def descent(folder: Path, rate: float = 0.1, steps: int = 1000) -> Path:
    return lesson(folder, DESCENT.replace("RATE", str(rate)).replace("STEPS", str(steps)))


# --- help and the way back ----------------------------------------------------------------------------------------


def promised(me: Learner) -> list[str]:
    """What every key does that is shown to the learner where the focus is now."""
    bindings = [active.binding for active in me.app.screen.active_bindings.values()]
    return [flat(b.tooltip or b.description) for b in bindings if b.show and not b.system and (b.tooltip or b.description)]


async def helped(me: Learner) -> None:
    """`?` opens help with a line for each of these keys; escape leads back to where one was."""
    wanted, focus, screen = promised(me), me.app.focused, me.app.screen
    await me.press("question_mark")
    assert isinstance(me.app.screen, HelpScreen), me.text()
    told = flat(" ".join(str(each.content) for each in me.app.screen.query(Static)))
    assert not [sentence for sentence in wanted if sentence not in told], (wanted, told)
    assert wanted and wanted[0][:20] in flat(me.text())
    await me.press("escape")
    assert me.app.screen is screen and me.app.focused is focus


async def test_help_tells_every_key_wherever_one_is(worker: Worker, tmp_path: Path) -> None:
    file = lesson(tmp_path, EVERY_SCENE)
    async with sitting(worker, tmp_path) as me:
        await helped(me)
        made = await me.open(file)
        for _ in made.steps:
            await me.scene_ready()
            await helped(me)
            assert len(me.footer()) <= 6
            if me.screen.pane is not None:
                await me.press("c")
                await helped(me)
                assert isinstance(me.app.screen, CodeScreen) and len(me.footer()) <= 6
                await me.press("escape")
            await me.press("pagedown")
        assert me.in_catalogue


async def test_the_question_mark_asks_for_help_also_where_one_types(worker: Worker, tmp_path: Path) -> None:
    async with sitting(worker, tmp_path, opening=lesson(tmp_path, TWO_QUESTIONS)) as me:
        await me.type("2x?")
        assert isinstance(me.app.screen, HelpScreen)
        await me.press("question_mark")
        assert isinstance(me.app.screen, LessonScreen) and me.line().value == "2x"


# --- answers ------------------------------------------------------------------------------------------------------


async def test_what_is_typed_survives_leaving_and_coming_back(worker: Worker, tmp_path: Path) -> None:
    file = lesson(tmp_path, TWO_QUESTIONS)
    async with sitting(worker, tmp_path) as me:
        await me.open(file)
        await me.type("2x +")
        await me.press("pagedown", "pageup")
        assert me.line().value == "2x +"
        await me.press("escape")
        assert me.in_catalogue and "at step 1" in me.shown("#lessons")
        await me.press("enter")
        await me.until(lambda: isinstance(me.app.screen, LessonScreen) and "2x +" in me.text(), "the lesson again")
        assert me.line().has_focus
        await me.type(" 3")
        assert me.line().value == "2x + 3"


@pytest.mark.parametrize("text", ["2x + $", "2x + * 3", "(2x", "2x)", "2 $ x + 1 + 2 + 3 + 4 + 5 + 6 + 7 + 8 + 9 + 10"])
async def test_what_cannot_be_read_costs_nothing_and_is_pointed_at(text: str, worker: Worker, tmp_path: Path) -> None:
    from tutor.expression import Unreadable, parse

    with pytest.raises(Unreadable) as raised:
        parse(text, ("x", "y"))
    async with sitting(worker, tmp_path, opening=lesson(tmp_path, TWO_QUESTIONS)) as me:
        await me.type(text)
        for _ in range(2):  # as it is typed, and when it was handed in
            rows = me.lines()
            place = next(i for i, row in enumerate(rows) if text in row)
            assert rows[place + 1].index("^") == rows[place].index(text) + raised.value.start, me.text()
            await me.press("enter")
            await me.until(lambda: "judging" not in me.text() and me.shown("#feedback"), "the outcome")
        assert "I cannot read this." in me.shown("#feedback")
        assert not me.ask.state.attempts and not me.ask.state.hints and me.line().value == text


class Held:
    """A helper process whose verdicts wait until the test lets them go, in whatever order."""

    def __init__(self, inner: Worker) -> None:
        self.inner, self.gates = inner, dict[str, asyncio.Event]()

    async def ask(self, task: str, *args: Any, seconds: float = 2.0) -> Any:
        answer = await self.inner.ask(task, *args, seconds=30.0)
        if task == "grade":
            await asyncio.shield(self.gates.setdefault(args[1], asyncio.Event()).wait())
        return answer


async def test_a_verdict_that_comes_too_late_is_dropped(worker: Worker, tmp_path: Path) -> None:
    held = Held(worker)
    async with sitting(held, tmp_path, opening=lesson(tmp_path, TWO_QUESTIONS)) as me:  # type: ignore[arg-type]
        await me.type("x^3")
        await me.press("enter")
        await me.until(lambda: "x^3" in held.gates, "the first answer at the judge")
        await me.replace("2x")
        await me.press("enter")
        await me.until(lambda: "2x" in held.gates, "the second answer at the judge")
        held.gates["2x"].set()
        await me.until(lambda: me.ask.done, "the verdict on the second")
        held.gates["x^3"].set()
        await me.settle()
        assert [attempt.text for attempt in me.ask.state.attempts] == ["2x"]
        assert me.shown("#feedback").startswith("✓ Right.")


async def test_a_verdict_on_a_question_that_was_left_does_not_touch_the_next(worker: Worker, tmp_path: Path) -> None:
    held = Held(worker)
    async with sitting(held, tmp_path, opening=lesson(tmp_path, TWO_QUESTIONS)) as me:  # type: ignore[arg-type]
        await me.type("2x")
        await me.press("enter")
        await me.until(lambda: "2x" in held.gates, "the answer at the judge")
        await me.press("pagedown")
        await me.type("x")
        held.gates["2x"].set()
        await me.settle()
        assert me.position == 1 and me.line().has_focus and me.line().value == "x" and not me.shown("#feedback")


# --- a descent ----------------------------------------------------------------------------------------------------


async def test_the_keys_of_a_descent(worker: Worker, tmp_path: Path) -> None:
    async with sitting(worker, tmp_path, opening=descent(tmp_path)) as me:
        start, theta = me.picture(), me.shown("#panel-theta")
        await me.press("right", "right", "right")
        there = me.shown("#panel-theta")
        await me.press("right", "right", "left", "left")
        assert me.shown("#panel-theta") == there != theta
        await me.press("plus", "right")
        assert me.scene.rate_marks() == [(3, 0.2)] and "α=0.2" in me.shown("#panel-loss").replace("000", ""), me.text()
        assert "α = 0.2" in me.picture()
        await me.press("l")
        assert "log" in me.picture()
        await me.press("l", "home")
        assert me.scene.k == 0
        await me.press("r")
        assert me.picture() == start
        seen = set()
        for _ in me.scene.panels:
            await me.press("z")
            seen.add(tuple(name for name in me.scene.panels if me.place(f"#panel-{name}")))
        assert seen == {(name,) for name in me.scene.panels}
        await me.press("z")
        assert me.picture() == start
        await me.press("end")
        await me.until(lambda: me.scene.finished and me.pane._sprint is None, "the end")
        assert "1.167" in me.shown("#panel-theta") and "1000" in me.shown("#panel-theta")
        await me.press("home")
        assert me.picture() == start


async def test_full_speed_answers_every_key_and_keeps_a_bounded_trace(worker: Worker, tmp_path: Path) -> None:
    async with sitting(worker, tmp_path, opening=descent(tmp_path, 1e-7, 3_000_000)) as me:
        scene, pane = me.scene, me.pane
        await me.press(*["up"] * 7, "space")
        await me.until(lambda: scene.k > 20_000, "20,000 steps")
        assert "full speed" in me.picture()
        await me.press("l")
        await me.until(lambda: scene.log, "the other scale while it runs")
        await me.press("plus")
        await me.until(lambda: scene.player.rate > 1e-7, "another rate while it runs")
        await me.press("space")
        await me.until(lambda: pane._sprint is None, "the pause")
        assert not scene.playing and not scene.finished and "paused" in me.picture()
        k = scene.k
        await me.press("end")
        await me.until(lambda: scene.k > k + 20_000, "the way to the end")
        await me.press("left")
        await me.until(lambda: pane._sprint is None, "one step back, which stops it")
        assert not scene.finished and f"k = {scene.k} " in me.picture() + " "
        ks, thetas, losses = scene.player.trace.points()
        assert len(ks) == len(thetas) == len(losses) <= 2048 and ks[-1] == scene.k
        await me.press("pagedown")
        assert me.in_catalogue


async def test_leaving_ends_what_moves(worker: Worker, tmp_path: Path) -> None:
    async with sitting(worker, tmp_path, opening=descent(tmp_path, 1e-7, 3_000_000)) as me:
        scene = me.scene
        await me.press("space")
        await me.until(lambda: scene.k > 1, "a step")
        await me.press("escape")
        assert me.in_catalogue and not scene.playing
        k = scene.k
        await me.pilot.pause(0.25)  # longer than two frames
        assert scene.k == k


# --- the window ---------------------------------------------------------------------------------------------------

STORM = [(20, 5), (1, 1), (120, 40), (59, 24), (60, 18), (80, 17), (200, 60), (1, 1), (80, 24)]


@pytest.mark.parametrize("typing", [True, False])
async def test_a_storm_of_sizes_keeps_the_place(typing: bool, worker: Worker) -> None:
    file = next(each for each in LESSONS if each.stem == "01-slope-at-a-point")
    async with sitting(worker, opening=file) as me:
        for _ in range(6):
            await me.press("pagedown")
        await me.scene_ready()
        if typing:
            await me.to_question()
            await me.type("7.6")
        before, focus = me.text(), me.app.focused
        for size in STORM:
            await me.resize(*size)
            small = size[0] < 60 or size[1] < 18
            assert isinstance(me.app.screen, SmallScreen) == small, (size, me.text())
        assert me.app.focused is focus and me.text() == before
        await me.type("1") if typing else await me.press("right")
        assert (me.line().value == "7.61") if typing else (me.picture() not in before)


async def test_a_window_that_starts_too_small_is_fine_once_it_grows(worker: Worker, tmp_path: Path) -> None:
    file = lesson(tmp_path, TWO_QUESTIONS)
    async with sitting(worker, tmp_path, size=(20, 5)) as me:
        assert "Please make this" in flat(me.text())
        me.app.open_lesson(file)
        await me.until(lambda: any(isinstance(each, LessonScreen) for each in me.app.screen_stack), "the lesson")
        await me.resize(80, 24)
        assert isinstance(me.app.screen, LessonScreen), me.text()
        await me.press("escape")
        assert me.in_catalogue, me.text()


async def test_help_and_code_survive_a_small_window(worker: Worker, tmp_path: Path) -> None:
    async with sitting(worker, tmp_path, opening=descent(tmp_path)) as me:
        for key, screen in (("question_mark", HelpScreen), ("c", CodeScreen)):
            await me.press(key)
            await me.resize(20, 5)
            assert isinstance(me.app.screen, SmallScreen)
            await me.resize(80, 24)
            assert isinstance(me.app.screen, screen)
            await me.press("escape")
            assert isinstance(me.app.screen, LessonScreen)


# --- lessons that are broken or hostile -----------------------------------------------------------------------------


async def test_a_broken_lesson_shows_as_broken_and_leaves_the_others_usable(worker: Worker, tmp_path: Path) -> None:
    good = lesson(tmp_path, TWO_QUESTIONS)
    bad = written(tmp_path, TWO_QUESTIONS.replace("id: mine", "id: bad").replace("x^3", "x^^3").replace(
        "A lesson of mine", "A bad one"), "a-bad.yaml")  # fmt: skip
    written(tmp_path, "format: 1\n  id: [", "b-worse.yaml")
    async with sitting(worker, tmp_path) as me:
        await me.until(lambda: me.shown("#lessons").count("(broken)") == 2, "both broken lessons found")
        assert "A bad one (broken)" in me.shown("#lessons")
        lessons = me.app.screen.query_one("#lessons")
        place = next(i for i in range(lessons.option_count) if lessons.get_option_at_index(i).id == str(bad))
        while lessons.highlighted != place:
            await me.press("up" if lessons.highlighted > place else "down")
        assert "cannot be opened" in me.shown("#about")
        await me.press("enter")
        await me.until(lambda: isinstance(me.app.screen, BrokenScreen), "the faults")
        assert "line 7" in flat(me.text()) and len(me.footer()) <= 6
        await me.press("escape")
        await me.open(good)
        await me.answer("2x")
        assert me.ask.done


NASTY = "[/b] [red]x $(x) {0} %s"
HOSTILE = f"""\
format: 1
id: hostile
title: "{NASTY}"
about: "{NASTY}"
goals: ["{NASTY}"]
symbols: [x]
steps:
  - say: "{NASTY}"
    ask:
      id: pick
      question: "{NASTY}"
      choices: [{{text: "{NASTY} 1", ok: true, say: "{NASTY} 2"}}, {{text: "{NASTY} 3", say: "{NASTY} 4"}}]
      hints: ["{NASTY} 5"]
  - ask:
      id: type
      question: "{NASTY}"
      expression: {{answer: "2x"}}
      wrong: [{{value: "x", say: "{NASTY} 6"}}]
"""


async def test_hostile_text_in_a_lesson_is_shown_as_it_is(worker: Worker, tmp_path: Path) -> None:
    file = written(tmp_path, HOSTILE)
    async with sitting(worker, tmp_path) as me:
        assert me.shown("#lessons").count(NASTY) == 1 and me.shown("#about").count(NASTY) == 2
        await me.open(file)
        assert NASTY[:20] in me.shown("#crumb") and NASTY in me.shown("#words") and NASTY in me.shown("#question")
        await me.press("h")
        await me.answer("2")
        shown = me.shown(me.ask)
        for number in (1, 3, 4, 5):
            assert f"{NASTY} {number}" in shown, me.text()
        await me.press("pagedown")
        await me.answer("x")
        assert f"{NASTY} 6" in me.shown("#feedback")


@pytest.mark.parametrize("text", ["[/b]", "[red]x[/red]", "$(x)", "`id`", "\x1b[31mx", "x\x07", "‮x", "{0}", "\u200bx"])
async def test_hostile_answers_are_shown_as_they_are(text: str, worker: Worker, tmp_path: Path) -> None:
    async with sitting(worker, tmp_path, opening=lesson(tmp_path, TWO_QUESTIONS)) as me:
        driver = me.app._driver
        assert driver is not None
        driver.send_message(Paste(text))
        await me.settle()
        await me.press("enter")
        await me.until(lambda: "judging" not in me.text() and me.shown("#feedback"), "the outcome")
        if text.isprintable():
            assert text in me.text()
        assert not any(c in me.text() for c in "\x1b\x07\u202e")
        assert not me.ask.state.attempts


@pytest.mark.parametrize("escape", [r"\e[31m", r"\x07", r"\u202e"])
async def test_a_lesson_cannot_send_anything_to_the_terminal(escape: str, worker: Worker, tmp_path: Path) -> None:
    hostile = TWO_QUESTIONS.replace("The power rule.", f"The {escape}rule.").replace("A lesson of mine", f'"A {escape}lesson"')
    hostile = hostile.replace("And of", f"And {escape} of")
    file = written(tmp_path, hostile)
    async with sitting(worker, tmp_path) as me:
        await me.press("enter")
        await me.until(lambda: not me.in_catalogue or "(broken)" in me.text(), "the lesson, or why not")
        for _ in range(3):
            assert not any(c in me.text() for c in "\x1b\x07\u202e"), file
            await me.press("ctrl+g", "pagedown")


def test_content_is_what_the_tests_think() -> None:
    assert str(Content("[/b]")) == "[/b]"
