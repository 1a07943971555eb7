"""A descent that is left comes back where it stood: its runs, its forks, every digit of theta."""

from __future__ import annotations

import json
import os
import re
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import scene_making
from tests.apps import seated, worker
from tests.little_lessons import DESCENT, descent, lesson
from tests.scene_making import scene
from tests.test_terminal import PAGE_DOWN, Sitting, left_sane, sitting
from tutor.fields import FieldFault
from tutor.lesson.catalogue import load_catalogue
from tutor.lesson.model import Scene
from tutor.progress.store import open_store
from tutor.scenes._descend_keep import NotTakenUp, kept, take_up
from tutor.ui import scene_keeping
from tutor.ui.app import TutorApp
from tutor.worker import Worker

__all__ = ["worker"]
asynchronous = pytest.mark.asyncio(loop_scope="session")

SPECS = (
    "{loss: {data: seed}, start: [0.1, 0.1], rate: 0.1, steps: 3000}",
    "{loss: {data: wide}, rate: 0.05, batch: 4, order: {shuffled: 2}, runs: [{}, {batch: all, method: adam}]}",
    "{f: rosenbrock, start: [-1.2, 1], rate: 0.001, schedule: 1/(1 + 0.001k), runs: [{then: {at: 9, rate: 0.002}}]}",
)
ACTIONS = st.one_of(
    st.tuples(st.just("step"), st.integers(1, 1500)),
    st.tuples(st.just("back"), st.integers(1, 700)),
    st.tuples(st.just("set_rate"), st.sampled_from((0.0123456789, 1 / 3, 1e-9))),
    st.tuples(
        st.just("fork"),
        st.sampled_from(({"rate": "0.003"}, {"method": "momentum", "tuning": "beta=0.7"}, {"start": "1, 0.1"})),
    ),
    st.tuples(st.just("mistake"), st.integers(0, 3)),
    st.tuples(st.sampled_from(("focus_next", "drop", "toggle_align", "toggle_log", "faster", "next_plane")), st.none()),
)


def act(standing: Any, name: str, how: Any) -> None:
    """What a key does; where it cannot be done, nothing."""
    try:
        if name == "mistake":
            standing.run_mistake(standing.mistakes()[how][0])
        elif how is None:
            getattr(standing, name)()
        else:
            getattr(standing, name)(how)
    except (FieldFault, ValueError, IndexError):
        pass


def stands(standing: Any) -> Any:
    """All that can be seen of it, to the last digit."""
    runs = [(p.k, p.theta.tolist(), p.loss, p.state, p.rate, p.budget) for p in standing.players]
    return runs, standing.letters, standing.focus, standing.gear, standing.align, standing.sentence(), standing.race


def up_again(spec: str, state: Any) -> Any:
    """A fresh scene that stands as `state` says, by way of JSON as a file has it."""
    fresh = scene("descend", spec)
    for _ in take_up(fresh, json.loads(json.dumps(state))):
        pass
    return fresh


@settings(max_examples=25)
@given(st.sampled_from(SPECS), st.lists(ACTIONS, max_size=7))
def test_a_descent_that_is_taken_up_stands_and_goes_on_as_it_did(spec, actions):
    before = scene("descend", spec)
    for action in actions:
        act(before, *action)
    after = up_again(spec, kept(before))
    assert stands(after) == stands(before)
    assert kept(after) == kept(before)
    for standing in (before, after):
        standing.step(40)
    assert stands(after) == stands(before)
    for standing in (before, after):
        standing.back(60)
    assert [p.theta.tolist() for p in after.players] == [p.theta.tolist() for p in before.players]


def test_of_another_descent_nothing_is_taken_up():
    before = scene("descend", SPECS[0])
    before.step(9)
    with pytest.raises(NotTakenUp):
        up_again(SPECS[0].replace("0.1, 0.1", "0.1, 0.2"), kept(before))
    with pytest.raises(NotTakenUp):
        up_again(SPECS[1], kept(before))


DAMAGE = st.sampled_from((None, True, -1, 10**30, float("nan"), float("inf"), "", "A", [], [[[[[]]]]], {}, {"k": 1}))


@settings(max_examples=25)
@given(st.data())
def test_a_damaged_state_is_refused_and_breaks_nothing(data):
    before = scene("descend", SPECS[1])
    before.step(3)
    before.set_rate(0.01)
    state: Any = json.loads(json.dumps(kept(before)))
    place: Any = state
    while True:
        key = data.draw(st.sampled_from(list(place) if isinstance(place, dict) else range(len(place))))
        inside = isinstance(place[key], dict | list) and place[key] and data.draw(st.booleans())
        if not inside:
            place[key] = data.draw(DAMAGE)
            break
        place = place[key]
    fresh = scene("descend", SPECS[1])
    try:
        for _, _ in zip(take_up(fresh, state), range(200), strict=False):
            pass
    except NotTakenUp:
        assert stands(fresh) == stands(scene("descend", SPECS[1]))
    fresh.step(2)
    assert fresh.sentence()


class Pane:
    """What a keeper needs of a pane."""

    def __init__(self) -> None:
        self.scene: Any = None
        self.way: Any = None
        self.moving = False
        self.said = ""

    def start(self, standing: Any) -> None:
        self.scene = standing

    def go(self, way: Any) -> None:
        self.way = way

    def note(self, words: str) -> None:
        self.said = words

    def refresh_bindings(self) -> None: ...

    def call_later(self, action: Any) -> None:
        action()


def test_a_long_way_back_is_gone_before_ones_eyes_and_what_was_kept_stays_until_it_is_gone(monkeypatch) -> None:
    monkeypatch.setattr(scene_keeping, "AT_ONCE", -1.0)
    spec = SPECS[2].replace("rate: 0.001,", "rate: 0.001, steps: 5000,")
    before = scene("descend", spec)
    before.step(4500)
    pane, saved = Pane(), []
    keeper = scene_keeping.SceneKeeper({"+0": kept(before)}, lambda name, state: saved.append((name, state)))
    fresh = scene("descend", spec)
    keeper.begin(pane, fresh, Scene("descend", fresh.settings), "+0")
    assert pane.way is not None and pane.said and fresh.k == 0
    keeper.look()
    next(pane.way)
    keeper.leave()
    assert saved == [], "stopped on the way, nothing of it is kept"
    keeper.begin(pane, fresh, Scene("descend", fresh.settings), "+0")
    for _ in pane.way:
        pass
    keeper.look()
    assert stands(fresh) == stands(before) and saved == [] and pane.said == ""
    fresh.step(1)
    pane.moving = True
    keeper.look()
    assert saved == [], "not at each frame"
    keeper.leave()
    assert [state["runs"][0]["k"] for _, state in saved] == [before.k + 1]


def test_runs_that_were_kept_in_the_middle_of_a_step_are_level_again() -> None:
    before = scene("descend", SPECS[1])
    before.step(20)
    before.players[0].step(5)  # as where a thread is halfway through a piece
    assert [player.k for player in up_again(SPECS[1], kept(before)).players] == [25, 20]
    assert [player.k for player in up_again(SPECS[1], kept(before, moving=True)).players] == [25, 25]


# --- on the screen ----------------------------------------------------------------------------------------------------


def app_at(home: Path, lessons: Path, helper: Worker) -> TutorApp:
    return TutorApp(load_catalogue([lessons]), helper, opener=lambda: open_store(home, lambda: datetime.now(UTC)))


@asynchronous
async def test_the_next_start_stands_in_the_middle_of_the_descent(worker: Worker, tmp_path: Path) -> None:
    file = descent(tmp_path, rate=0.1, steps=50_000)
    app = app_at(tmp_path / "home", tmp_path, worker)
    async with seated(app) as me:
        await me.until(lambda: app.keeping.ready.is_set(), "the store")
        await me.open(file)
        await me.scene_ready()
        await me.press("right", "right", "right", "plus", "right")
        await me.press("f")
        await me.press("ctrl+u")
        await me.type("0.01")
        await me.press("enter")
        await me.press("right", "space")  # and it plays when the line is cut
        await me.until(lambda: me.scene.k > 5, "some steps")
        app.leaving()  # what a hang-up has kept
        before = stands(me.scene)
    app.keeping.close()

    app = app_at(tmp_path / "home", tmp_path, worker)
    async with seated(app) as me:
        await me.until(lambda: "Welcome back" in me.text(), "the welcome")
        await me.press("enter")
        await me.until(lambda: "step 1/" in me.text(), "the step")
        await me.scene_ready()
        after = stands(me.scene)
        assert [run[0] for run in after[0]] >= [run[0] for run in before[0]]
        assert after[1:5] == before[1:5]
        oracle = scene_making.scene("descend", "{loss: {data: seed}, start: [0.1, 0.1], rate: 0.1, steps: 50000}")
        oracle.step(3)
        oracle.rate_up()
        oracle.step(1)
        oracle.fork({"rate": "0.01"})
        oracle.step(after[0][0][0] - 4)
        assert [run[1] for run in after[0]] == [player.theta.tolist() for player in oracle.players]
    app.keeping.close()


# --- in a real terminal -----------------------------------------------------------------------------------------------


@contextmanager
def terminal(home: Path, lessons: Path) -> Iterator[Sitting]:
    with sitting("--home", str(home), "--lessons", str(lessons)) as me:
        yield me


def stopped(me: Sitting) -> None:
    """It has stopped, as the shell sees it, and given the screen back before."""
    found, status = os.waitpid(me.terminal.pid, os.WUNTRACED)
    assert found == me.terminal.pid and os.WIFSTOPPED(status)
    while me.terminal.read(0.05):
        pass
    assert me.terminal.seen.rfind(b"\x1b[?1049l") > me.terminal.seen.rfind(b"\x1b[?1049h")


def test_cut_off_in_the_middle_of_an_answer_and_of_a_running_descent(tmp_path: Path) -> None:
    home = tmp_path / "home"
    text = DESCENT.replace("RATE", "0.001").replace("STEPS", "50000")
    question = '  - ask: {id: line, question: "What is the derivative of $x^3$?", derivative_of: "x^3"}\n'
    lesson(tmp_path, text + question)
    with terminal(home, tmp_path) as me:
        me.until("enter open")
        me.until(lambda text: "A lesson of mine" in text or me.press("\x1b[F"))  # the last lesson, once all are read
        me.press("\r")
        me.until("step 1/2")
        me.press(" ")
        me.until(lambda text: "playing" in text and steps(text) > 10)
        me.press("\x1a")
        stopped(me)
        os.kill(me.terminal.pid, signal.SIGCONT)
        at = steps(me.text())
        me.until(lambda text: "A lesson of mine" in text and steps(text) > at)
        before = steps(me.text())
        os.kill(me.terminal.pid, signal.SIGHUP)
        assert me.ended() == 128 + signal.SIGHUP
    with terminal(home, tmp_path) as me:
        me.until("Welcome back. enter goes on: A lesson of mine, step 1.")
        me.press("\r")
        me.until(lambda text: "paused" in text and steps(text) >= before)
        me.press(PAGE_DOWN)
        me.until("type your answer")
        me.press("3x^2 -")
        me.until("3x^2 -")
        me.press("\x7f")
        me.until(lambda text: "3x²" in text and "3x^2 -" not in text)  # the echo: what was typed has been taken
        os.kill(me.terminal.pid, signal.SIGTERM)
        assert me.ended() == 128 + signal.SIGTERM
        left_sane(me.terminal.seen)
    store = open_store(home, lambda: datetime.now(UTC))
    state = store.load().lesson("mine")
    assert (state.position, state.question("line").draft) == (1, "3x^2 ")
    store.close()


def steps(text: str) -> int:
    """Where the descent stands, as the sentence under it says."""
    found = re.findall(r"k = (\d+)", text)
    return int(found[-1]) if found else -1
