"""A learner plays with a descent by the keys alone: forks, races, goes to a place, runs a mistake, sees the bend."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.apps import Learner, flat, sitting, worker, written
from tutor.ui.panes.descend_beside import BesideScreen
from tutor.worker import Worker

pytestmark = pytest.mark.asyncio(loop_scope="session")
__all__ = ["worker"]

LESSON = """
format: 1
id: lab
title: A lab
symbols: [x, y]
data:
  seed: {X: [[1, 1], [1, 2], [1, 3]], y: [2, 2.5, 3.5]}
steps:
  - show:
      descend: {loss: {data: seed}, start: [0.1, 0.1], rate: 0.1, steps: 100000}
  - show:
      descend: {f: x^2 + 6y^2, start: [3, 1], rate: 0.1, steps: 500}
    ask:
      id: where
      question: Where is theta after one step?
      next: {f: x^2 + 6y^2, start: [3, 1], rate: 0.1}
      hints: [Against the gradient.]
"""


def place(tmp_path: Path) -> Path:
    return written(tmp_path, LESSON)


async def still(me: Learner) -> None:
    await me.until(lambda: me.pane._sprint is None, "a descent that stands")


async def fork(me: Learner, rate: str) -> None:
    await me.press("f", "ctrl+u")
    await me.type(rate)
    await me.press("enter")


async def test_forks_race_in_the_same_panes_and_are_dropped_again(worker: Worker, tmp_path: Path) -> None:
    async with sitting(worker, tmp_path, opening=place(tmp_path)) as me:
        await me.press("right", "right", "right", "f")
        assert "fork at k = 3" in me.text() and "enter" in " ".join(me.footer()), me.text()
        await me.press("ctrl+u")
        await me.type("-1")
        await me.press("enter")
        assert "fork at k = 3" in me.text() and "! " in me.text(), me.text()  # the fault stands under its field
        await me.press("escape")
        assert len(me.scene.players) == 1
        await fork(me, "0.3")
        assert len(me.scene.players) == 2 and me.scene.focus == 1 and "2 runs" in me.picture(), me.text()
        await me.press("right", "right", "t")
        assert {player.k for player in me.scene.players} == {5}
        shown = me.shown("#panel-race")
        assert "▸B" in shown and flat(me.scene.leader()) in shown, me.text()
        await me.press("t", "left", "left", "left", "left")
        assert [player.k for player in me.scene.players] == [1, 1]  # back through the fork: one past
        assert (me.scene.players[0].theta == me.scene.players[1].theta).all()
        for rate in ("0.01", "0.02", "0.03", "0.04"):
            me.scene.fork({"rate": rate})
        await me.press("right", "f")
        assert "6 runs" in me.shown(me.pane._sentence) and "6 runs" in me.picture().splitlines()[0], me.text()
        assert set("ABCDEF") <= set(me.shown("#panel-theta")) & set(me.shown("#panel-loss"))
        await me.press(*"xxxxxx")
        assert len(me.scene.players) == 1


async def test_a_learner_goes_where_the_line_says(worker: Worker, tmp_path: Path) -> None:
    async with sitting(worker, tmp_path, opening=place(tmp_path), ascii=True) as me:
        for typed, k in (("2000", 2000), ("start", 0), ("loss < 0.1", 3), ("end", None)):
            await me.press("g")
            await me.type(typed)
            await me.press("enter")
            await still(me)
            assert me.scene.k == k if k is not None else me.scene.finished, me.text()
        assert me.text().isascii()
        await me.press("g")
        await me.type("yesterday")
        await me.press("enter")
        assert "! " in me.text() and "5000" in me.text(), me.text()
        await me.press("escape", "home", "g")
        await me.type("loss < 1e-9")
        await me.press("enter")
        await still(me)
        assert "never fell below" in me.shown(me.pane._sentence), me.text()
        await me.press("left")
        assert "never" not in me.shown(me.pane._sentence)


async def test_a_mistake_runs_beside_and_the_curvature_comes_and_goes(worker: Worker, tmp_path: Path) -> None:
    async with sitting(worker, tmp_path, opening=place(tmp_path), size=(120, 40)) as me:
        before = me.picture()
        await me.press("v")
        assert "5.5465" in me.shown("#panel-curvature") and "θ₀" in me.shown("#panel-theta"), me.text()
        await me.press("v")
        assert me.picture() == before, me.text()
        await me.press("m")
        assert "no mean" in me.text(), me.text()
        await me.press("down", "enter")
        assert len(me.scene.players) == 2
        await me.press("right", "right", "right")
        assert me.scene.players[0].k == me.scene.players[1].k == 3
        assert (me.scene.players[0].theta != me.scene.players[1].theta).any()


async def test_a_wrong_step_is_watched_beside_the_right_one(worker: Worker, tmp_path: Path) -> None:
    async with sitting(worker, tmp_path, opening=place(tmp_path)) as me:
        await me.press("pagedown")
        await me.scene_ready()
        await me.to_question()
        await me.answer("[3.6, 2.2]")
        assert "ctrl+r: watch it run" in me.shown("#feedback"), me.text()
        typed = me.line().value
        await me.press("ctrl+r")
        screen = me.app.screen
        assert isinstance(screen, BesideScreen), me.text()
        pane = screen.query_one("Pane")
        await me.until(lambda: pane.scene is not None, "both runs")
        await me.press("right", "right")
        assert [player.k for player in pane.scene.players] == [2, 2] and "right" in me.text()
        await me.press("escape")
        assert me.line().value == typed and me.line().has_focus and "ctrl+r: watch it run" in me.shown("#feedback")
