"""What the screens promise, whatever the lesson: nothing typed is lost, nothing unreadable costs, no key dies."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from textual.widgets import Static

from tests.apps import Learner, flat, sitting, worker
from tests.little_lessons import EVERY_SCENE, TWO_QUESTIONS, descent, lesson
from tutor.descent.methods import METHODS
from tutor.descent.player import Player
from tutor.descent.problem import Vector
from tutor.descent.problems.logistic import Logistic
from tutor.expression import Unreadable, parse
from tutor.ui.screens.code import CodeScreen
from tutor.ui.screens.help import HelpScreen
from tutor.ui.screens.lesson import LessonScreen
from tutor.worker import Worker

pytestmark = pytest.mark.asyncio(loop_scope="session")
__all__ = ["worker"]

# --- help and the way back ----------------------------------------------------------------------------------------


def promised(me: Learner) -> list[str]:
    """What every key does that is shown to the learner where the focus is now."""
    bindings = [active.binding for active in me.app.screen.active_bindings.values()]
    return [
        flat(b.tooltip or b.description) for b in bindings if b.show and not b.system and (b.tooltip or b.description)
    ]


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


UNREADABLE = ["2x + $", "2x + * 3", "(2x", "2x)", "2 $ x + 1 + 2 + 3 + 4 + 5 + 6 + 7 + 8 + 9 + 10"]


async def test_what_cannot_be_read_costs_nothing_and_is_pointed_at(worker: Worker, tmp_path: Path) -> None:
    async with sitting(worker, tmp_path, opening=lesson(tmp_path, TWO_QUESTIONS)) as me:
        for text in UNREADABLE:
            await pointed_at(text, me)


async def pointed_at(text: str, me: Learner) -> None:
    with pytest.raises(Unreadable) as raised:
        parse(text, ("x", "y"))
    await me.replace(text)
    for _ in range(2):  # as it is typed, and when it was handed in
        rows = me.lines()
        place = next(i for i, row in enumerate(rows) if text in row)
        assert rows[place + 1].index("^") == rows[place].index(text) + raised.value.start, me.text()
        await me.press("enter")
        await me.until(lambda: "judging" not in me.text() and me.shown("#feedback"), "the outcome")
    assert "I cannot read this." in me.shown("#feedback")
    assert not me.ask.state.attempts and not me.ask.state.hints and me.line().value == text


async def test_keys_that_are_typed_ahead_keep_their_order(worker: Worker, tmp_path: Path) -> None:
    async with sitting(worker, tmp_path, opening=lesson(tmp_path, TWO_QUESTIONS)) as me:
        await me.type("x^3")
        await me.burst("ctrl+u", "2", "x", "enter")
        await me.until(lambda: me.shown("#feedback") and "judging" not in me.text(), "the verdict")
        assert [attempt.text for attempt in me.ask.state.attempts] == ["2x"], me.text()


class Held:
    """A helper process whose verdicts wait until the test lets them go, in whatever order."""

    def __init__(self, inner: Worker) -> None:
        self.inner, self.gates = inner, dict[str, asyncio.Event]()

    def wake(self) -> None:
        self.inner.wake()

    async def ask(self, task: str, *args: Any, seconds: float = 2.0) -> Any:
        answer = await self.inner.ask(task, *args, seconds=30.0)
        if task == "grade":
            await asyncio.shield(self.gates.setdefault(args[1], asyncio.Event()).wait())
        return answer


PLAYED_EARLY = """format: 1
id: early
title: Early
symbols: [x, y]
steps:
  - say: One.
    show: {descend: {f: "x^2 + y^2", start: [1, 2], rate: 0.1, steps: 50}}
  - say: Two.
"""


class Slow(Held):
    """A helper whose every answer waits until the test lets it go."""

    async def ask(self, task: str, *args: Any, seconds: float = 2.0) -> Any:
        answer = await self.inner.ask(task, *args, seconds=30.0)
        if task not in ("broken", "grade"):
            await asyncio.shield(self.gates.setdefault("scene", asyncio.Event()).wait())
        return answer


async def test_keys_for_a_scene_that_is_still_worked_out_are_carried_out_once_it_is_there(
    worker: Worker, tmp_path: Path
) -> None:
    lesson(tmp_path, PLAYED_EARLY)
    slow = Slow(worker)
    async with sitting(slow, tmp_path) as me:  # type: ignore[arg-type]
        await me.press("enter")
        await me.until(lambda: "working it out" in me.text() and "scene" in slow.gates, "the scene on its way")
        await me.burst("right", "right", "left")
        await me.press("right", "right")
        assert me.pane.scene is None
        slow.gates["scene"].set()
        await me.until(lambda: me.pane.scene is not None and me.scene.k == 3, "the three steps")
        await me.press("pagedown", "pageup")
        await me.scene_ready()
        assert me.scene.k == 3
    slow = Slow(worker)
    async with sitting(slow, tmp_path) as me:  # type: ignore[arg-type]
        await me.press("enter")
        await me.until(lambda: "working it out" in me.text() and "scene" in slow.gates, "the scene on its way")
        await me.press("right", "pagedown")
        assert me.position == 1, "to go on does not wait"
        slow.gates["scene"].set()
        await me.press("pageup")
        await me.scene_ready()
        assert me.scene.k == 0, "what was typed for a scene that was left is let go"


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
        assert me.scene.rate_marks() == [(3, 0.125)] and "α=0.125" in me.shown("#panel-loss"), me.text()
        assert "α = 0.1250" in me.picture()
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
    async with sitting(worker, tmp_path, opening=descent(tmp_path, 1e-7, 3_000_000, "momentum")) as me:
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


async def test_a_frame_on_much_data_looks_at_it_once_more_at_most(monkeypatch: pytest.MonkeyPatch) -> None:
    """A sentence that looked anew at the last steps went nine times through a million examples, at each frame."""
    looks = 0
    look = Logistic.look

    def counted(self: Logistic, theta: Vector) -> tuple[float, Vector]:
        nonlocal looks
        looks += 1
        return look(self, theta)

    monkeypatch.setattr(Logistic, "look", counted)
    data = np.random.default_rng(0).normal(size=(40, 2))
    for method in ("gd", "momentum", "adam"):
        player = Player(Logistic(data, data[:, 0] > data[:, 1] / 3), [0.0, 0.0], 0.1, 1000, method=METHODS[method]())
        fresh = Player(player.problem, [0.0, 0.0], 0.1, 1000, method=METHODS[method]())
        player.step(3)
        player.recent(4)
        for _ in range(20):
            player.step()
            before = looks
            seen = player.recent(4)
            assert looks - before <= 1
            assert np.array_equal(seen[-1].theta, player.theta) and seen[-1].loss == player.loss
        player.back(2)
        player.set_rate(0.2)  # what was seen of the steps that lay ahead is not what they are now
        player.step(2)
        fresh.step(21)
        fresh.set_rate(0.2)
        fresh.step(2)
        now, then = player.recent(4), fresh.recent(4)
        assert [(each.k, each.theta.tolist(), each.gradient.tolist(), each.loss) for each in now] == [
            (each.k, each.theta.tolist(), each.gradient.tolist(), each.loss) for each in then
        ]


async def test_leaving_ends_what_moves(worker: Worker, tmp_path: Path) -> None:
    async with sitting(worker, tmp_path, opening=descent(tmp_path, 1e-7, 3_000_000, "momentum")) as me:
        scene = me.scene
        await me.press("space")
        await me.until(lambda: scene.k > 1, "a step")
        await me.press("escape")
        assert me.in_catalogue and not scene.playing
        k = scene.k
        await me.pilot.pause(0.25)  # longer than two frames
        assert scene.k == k
