"""A learner plays with a descent by the keys alone: forks, races, goes to a place, runs a mistake, sees the bend."""

from __future__ import annotations

import json
import textwrap
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import scene_making
from tests.apps import Learner, flat, sitting, worker, written
from tests.little_lessons import descent
from tutor.drawing.picture import Row
from tutor.lab.csvhead import look
from tutor.lab.settings import settings_of
from tutor.lab.setup import Setup
from tutor.lab.table import read
from tutor.lesson.load import load_lesson
from tutor.lesson.model import Lesson
from tutor.scenes import module
from tutor.scenes._descend_keep import kept, take_up
from tutor.ui.panes.borders import FRAME, changed_cells, laid
from tutor.ui.panes.descend import Pane
from tutor.ui.panes.descend_beside import BesideScreen
from tutor.ui.panes.descend_theta import runs_that_fit
from tutor.worker import Worker

__all__ = ["worker"]
AT_THE_APP = pytest.mark.asyncio(loop_scope="session")

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
      descend: {f: x^2 + 6y^2, start: [3, 1], rate: 0.000001, steps: 9000000}
    ask:
      id: where
      question: Where is theta after one step?
      next: {f: x^2 + 6y^2, start: [3, 1], rate: 0.1}
      wrong:
        - {value: "[3.6, 2.2]", say: "You climbed."}
      hints: [Against the gradient.]
"""


def place(tmp_path: Path) -> Path:
    return written(tmp_path, LESSON)


@given(st.text("ab ×1", max_size=12), st.text("ab ×1", max_size=12), st.booleans(), st.integers(2, 30))
def test_all_that_changes_on_a_border_is_painted(before: str, after: str, above: bool, width: int) -> None:
    if before == after:
        return
    cells = changed_cells(before, after, (width, 5), above=above)
    assert cells.y == (0 if above else 4) and cells.height == 1
    if max(len(before), len(after)) <= width - FRAME:
        old, new = (laid(text, width, above=above) for text in (before, after))
        assert len(old) == len(new) == width
        assert old[: cells.x] + new[cells.x : cells.right] + old[cells.right :] == new
    else:
        assert (cells.x, cells.width) == (0, width)


async def still(me: Learner) -> None:
    await me.until(lambda: me.pane._sprint is None, "a descent that stands")


async def fork(me: Learner, rate: str) -> None:
    await me.press("f", "ctrl+u")
    await me.type(rate)
    await me.press("enter")


@AT_THE_APP
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
        where, box = me.place("#panel-theta"), me.app.screen.query_one("#panel-theta")
        for y, told, above in ((where.y, box.border_title, True), (where.bottom - 1, box.border_subtitle, False)):
            line = me.lines()[y][where.x : where.right]
            assert line[1:-1] == laid(str(told), where.width, above=above)[1:-1]
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


@AT_THE_APP
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
        await me.press("pagedown")
        await me.scene_ready()
        await me.press("g")
        await me.type("8000000")
        await me.press("enter")
        await me.until(lambda: me.scene.k > 100, "the way there")
        await me.press("escape")  # stops it; the lesson stays
        await still(me)
        assert 100 < me.scene.k < 8_000_000 and me.position == 1 and "paused" in me.picture(), me.text()


@AT_THE_APP
async def test_a_mistake_runs_beside_and_the_curvature_comes_and_goes(
    worker: Worker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with sitting(worker, tmp_path, opening=place(tmp_path), size=(120, 40)) as me:
        before = me.picture()
        await me.press("v")
        assert "5.5465" in me.shown("#panel-curvature") and "θ₀" in me.shown("#panel-theta"), me.text()
        monkeypatch.setattr("tutor.ui.panes.descend_panels.SLOW", -1.0)  # as of a large network
        me.scene.player.step(1)
        me.pane._panels.paint("curvature", me.scene, ascii=False, locked=False, moving=True)
        await me.settle()
        assert "new where theta stops" in me.text(), me.text()
        monkeypatch.undo()
        me.scene.player.back(1)
        await me.press("v")
        assert me.picture() == before, me.text()
        await me.press("m")
        assert "no mean" in me.text(), me.text()
        await me.press("down", "enter")
        assert len(me.scene.players) == 2
        await me.press("right", "right", "right")
        assert me.scene.players[0].k == me.scene.players[1].k == 3
        assert (me.scene.players[0].theta != me.scene.players[1].theta).any()


@AT_THE_APP
async def test_every_choice_of_panels_says_whether_it_plays_and_a_race_has_room_for_its_distances(
    worker: Worker, tmp_path: Path
) -> None:
    shown = "{loss: {data: seed}, start: [0.1, 0.1], rate: 0.1, panels: [PANELS], runs: [{}, {rate: 0.2}]}"
    steps = [f"  - show: {{descend: {shown.replace('PANELS', each)}}}\n" for each in ("race, loss", "loss, surface")]
    file = written(tmp_path, LESSON.partition("  - show:")[0] + "".join(steps))
    async with sitting(worker, tmp_path, opening=file) as me:
        assert "paused ×1" in me.picture(), me.text()
        await me.resize(120, 40)
        assert await me.comes(lambda: "distance" in me.shown("#panel-race") and "paused ×1" in me.picture()), me.text()
        await me.press("pagedown")
        await me.scene_ready()
        for size in ((80, 24), (60, 18)):
            await me.resize(*size)
            assert await me.comes(lambda: me.picture().count("paused ×1") == 1 and "J =" in me.picture()), me.text()


@AT_THE_APP
async def test_a_wrong_step_is_watched_beside_the_right_one(worker: Worker, tmp_path: Path) -> None:
    async with sitting(worker, tmp_path, opening=place(tmp_path)) as me:
        await me.press("pagedown")
        await me.scene_ready()
        await me.to_question()
        await me.answer("[3.6, 2.2]")
        assert "You climbed. ctrl+r: watch it run" in me.shown("#feedback"), me.text()  # in the author's words
        typed = me.line().value
        await me.press("ctrl+r")
        screen = me.app.screen
        assert isinstance(screen, BesideScreen), me.text()
        pane = screen.query_one(Pane)
        await me.until(lambda: pane.scene is not None, "both runs")
        await me.press("right", "right")
        assert [player.k for player in pane.scene.players] == [2, 2] and "right" in me.text()
        await me.press("escape")
        assert me.line().value == typed and me.line().has_focus and "ctrl+r: watch it run" in me.shown("#feedback")


def test_a_mistake_of_a_fork_begins_with_it_and_is_taken_home_and_taken_up() -> None:
    """A run whose method or rate was changed on the way: its mistake is made from there, on the same past."""
    made = scene_making.scene("descend", "{f: rosenbrock, rate: 0.001, start: [-1, 1], steps: 1000}")
    made.player.step(12)
    made.fork({"method": "momentum"})
    made.player.step(7)
    right = made.player
    place = made.run_mistake("velocity forgotten")
    wrong = made.players[place]
    assert wrong.k == 19 and [leg.k for leg in wrong.legs] == [0, 12]
    made.focus = made.players.index(right)
    right.back(7)
    wrong.back(7)
    assert right.theta.tolist() == wrong.theta.tolist()
    right.step(7)
    wrong.step(7)
    assert (right.theta != wrong.theta).any() and made.label(place) != made.label(made.focus)
    again = scene_making.scene("descend", textwrap.dedent(made.lesson_step().split("descend:\n", 1)[1]))
    again.players[place].step(19)
    assert again.players[place].theta.tolist() == wrong.theta.tolist()
    fresh = scene_making.scene("descend", "{f: rosenbrock, rate: 0.001, start: [-1, 1], steps: 1000}")
    for _ in take_up(fresh, json.loads(json.dumps(kept(made)))):
        pass
    assert fresh.players[place].theta.tolist() == wrong.theta.tolist()
    assert fresh.sentence() == made.sentence() and fresh.label(place) == made.label(place)


def test_a_step_on_a_file_names_data_that_are_taken_home_beside_it(tmp_path: Path) -> None:
    """Of data that are too many for the step: the lesson made of both files has the same numbers to the last digit."""
    rows = "\n".join(f"{0.1 * i},{i % 7},{i * i % 13 + 0.3}" for i in range(300))
    (tmp_path / "houses.csv").write_text(f"size,rooms,price\n{rows}\n")
    setup = Setup(source=str(tmp_path / "houses.csv"), standardise="yes")
    head = look(setup.path)
    table = read(head, head.target, head.features_for(head.target))
    made = module("descend").scene(settings_of(setup, table), None)
    made.player.step(5)
    data = made.lesson_data()
    assert data is not None
    (tmp_path / "houses-data.csv").write_text("".join(data))
    step = made.lesson_step()
    heading = next(line[2:] for line in step.splitlines() if line.startswith("# data:"))
    lesson = f"format: 1\nid: taken\ntitle: Taken\n{heading}\nsteps:\n{textwrap.indent(step, '  ')}"
    (tmp_path / "taken.yaml").write_text(lesson)
    loaded = load_lesson(tmp_path / "taken.yaml")
    assert isinstance(loaded, Lesson), loaded
    show = loaded.steps[0].show
    assert show is not None
    again = module("descend").scene(show.settings, None)
    again.player.step(5)
    assert again.player.theta.tolist() == made.player.theta.tolist()


async def test_what_is_typed_into_a_fork_takes_the_place_of_what_stood_there(worker: Worker, tmp_path: Path) -> None:
    async with sitting(worker, tmp_path, opening=descent(tmp_path)) as me:
        await me.press("f")
        await me.type("0.2")
        await me.press("enter")
        await me.until(lambda: len(me.scene.players) == 2, "the fork")
        assert [player.rate for player in me.scene.players] == [0.1, 0.2]


def test_of_runs_that_have_no_room_the_one_in_focus_is_seen_and_the_others_are_counted() -> None:
    table: list[Row] = [((name, ""),) for name in ("heading", *"ABCDE")]
    for height in range(1, 9):
        for focus in range(5):
            seen, hidden = runs_that_fit(table, height, focus)
            assert seen[0] == table[0] and table[1 + focus] in seen and len(seen) + hidden == 6
            assert len(seen) <= max(2, height) and (hidden == 0) == (height >= 6)


@AT_THE_APP
async def test_a_race_has_more_columns_where_there_is_room(worker: Worker, tmp_path: Path) -> None:
    async with sitting(worker, tmp_path, opening=place(tmp_path)) as me:
        for rate in ("0.2", "0.3", "0.36"):
            me.scene.fork({"rate": rate})
        await me.press("right", "t")
        assert "steps to 1e-6" not in me.shown("#panel-race") and "more" not in me.shown("#panel-race"), me.text()
        await me.resize(130, 34)
        await me.until(lambda: "steps to 1e-6" in me.shown("#panel-race"), "a wider table")


@AT_THE_APP
@pytest.mark.parametrize("asks", ["_fork", "_mistake", "action_go_to"])
async def test_what_a_key_asks_for_does_not_come_up_where_the_lesson_was_left_meanwhile(
    asks: str, worker: Worker, tmp_path: Path
) -> None:
    """A key that is pressed while a thread has the descent is carried out when that is done."""
    async with sitting(worker, opening=written(tmp_path, LESSON)) as me:
        pane = me.pane
        await me.press("escape")
        assert me.in_catalogue
        getattr(pane, asks)()
        await me.settle()
        assert me.in_catalogue, me.text()
