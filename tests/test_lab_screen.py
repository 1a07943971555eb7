"""The lab on the screen, by the keys: set it up, play, fork, take it home, come back; a form that loses no key."""

from __future__ import annotations

import asyncio
import random
import runpy
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, redirect_stdout
from functools import partial
from io import StringIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from textual.app import ComposeResult
from textual.screen import Screen

from tests.apps import Learner, seated, worker
from tutor.fields import Field
from tutor.lab.setup import Setup
from tutor.lesson.catalogue import load_catalogue
from tutor.terminal import Terminal
from tutor.ui.app import TutorApp
from tutor.ui.form import Form
from tutor.ui.lab_words import understood
from tutor.ui.preparing import Preparing
from tutor.ui.screens.lab import LabScreen
from tutor.ui.screens.lab_run import LabRunScreen
from tutor.ui.screens.take import TakeScreen
from tutor.worker import Worker

pytestmark = pytest.mark.asyncio(loop_scope="session")
__all__ = ["worker"]


@asynccontextmanager
async def at_home(
    worker: Worker, folder: Path, setup: Setup | None = None, *, ascii: bool = False
) -> AsyncIterator[Learner]:
    """A learner at 80x24 whose files are in `folder`; with a set-up, as the command line opens it."""
    app = TutorApp(load_catalogue([]), worker, opening=setup, folder=folder, terminal=Terminal(ascii=ascii))
    async with seated(app) as me:
        yield me


async def descending(me: Learner) -> Any:
    """The scene, once the descent stands."""
    await me.until(
        lambda: isinstance(me.app.screen, LabRunScreen) and me.app.screen.is_mounted and me.app.screen.query("#panels"),
        "the descent",
    )
    await me.until(lambda: me.app.screen.pane.has_focus, "the descent's keys")  # type: ignore[attr-defined]
    return me.app.screen.pane.scene  # type: ignore[attr-defined]


def values(me: Learner) -> dict[str, str]:
    return me.app.screen.query_one(Form).values


async def test_a_function_from_the_keys_to_a_program_with_the_same_theta(worker: Worker, tmp_path: Path) -> None:
    async with at_home(worker, tmp_path) as me:
        await me.press("l")
        assert isinstance(me.app.screen, LabScreen) and "F2 rosenbrock" in me.text()
        await me.press("enter")
        assert "Type a function" in me.text() and isinstance(me.app.screen, LabScreen)
        await me.burst(*"x^4 - 3x^2 + y^", "enter")
        await me.until(lambda: "!" in me.text(), "the fault")
        await me.burst("2", "down", "right", "right", "down", "down", *"0.05", "down", *"2,1", "enter")
        scene = await descending(me)
        assert scene.player.rate == 0.05 and scene.player.theta.tolist() == [2.0, 1.0]
        assert "x^4 - 3x^2 + y^2   momentum, α = 0.05, from (2, 1)" in me.text()
        await me.press("right", "right", "right", "f")
        await me.burst("ctrl+u", *"0.01", "enter")
        await me.until(lambda: me.app.screen.pane.scene.race, "the fork")  # type: ignore[attr-defined]
        await me.press("right", "right")
        theta = scene.player.theta.tolist()
        assert scene.player.k == 5 and scene.player.rate == 0.01

        await me.press("w")
        assert isinstance(me.app.screen, TakeScreen) and values(me)["file"] == "x-4-3x-2-y-2.py"
        await me.press("enter")
        program = tmp_path / "x-4-3x-2-y-2.py"
        await me.until(lambda: "Written: " in me.text(), "the program")
        with redirect_stdout(StringIO()) as printed:
            runpy.run_path(str(program))
        told = printed.getvalue()
        assert all(repr(each) in told for each in theta), (theta, told)
        before = program.read_text()
        program.write_text("mine")
        await me.press("enter")  # it is there by now: the next free name is offered, and nothing is lost
        assert "already there" in me.text(), me.text()
        assert values(me)["file"] == "x-4-3x-2-y-2-2.py"
        await me.press("enter")
        await me.until(lambda: "-2-2.py (" in me.text(), "the second program")
        assert (program.read_text(), (tmp_path / "x-4-3x-2-y-2-2.py").read_text()) == ("mine", before)
        await me.press("escape", "e")
        assert isinstance(me.app.screen, LabScreen) and values(me)["start"] == "2,1"
        await me.burst("backspace", "3", "enter", "question_mark")  # help stands over it when the descent is ready
        await me.until(lambda: "keys:" in me.text() and not me.app.screen_stack[1].busy, "help")  # type: ignore[attr-defined]
        assert "the setting below" in me.text()
        await me.press("escape")
        assert (await descending(me)).player.theta.tolist() == [2.0, 3.0]
        await me.press("e")
        await me.press("escape", "l")
        assert values(me)["source"] == "x^4 - 3x^2 + y^2" and values(me)["method"] == "momentum"


async def test_each_thing_to_take_home_is_written_and_says_where(worker: Worker, tmp_path: Path) -> None:
    async with at_home(worker, tmp_path, Setup("rosenbrock", method="adam", rate="0.1"), ascii=True) as me:
        scene = await descending(me)
        assert me.text().isascii()
        await me.press("right", "right")
        await me.until(lambda: "k = 2 " in me.text() and "next step" in me.text(), "the charts")
        await me.press("w")
        assert me.text().isascii()
        count = len(me.app.screen.offers)  # type: ignore[attr-defined]
        for place in range(count):
            await me.press("enter")
            await me.until(lambda: "Written: " in me.text(), f"file {place + 1}")
            await me.press("up", "right")
            assert "Written: " in me.text()
            me.app.screen._say("")  # type: ignore[attr-defined]
        files = {each.name: each.read_text(encoding="utf-8") for each in tmp_path.iterdir()}
        assert len(files) == count and all(name.startswith("rosenbrock") for name in files), files.keys()
        rows = files["rosenbrock-trace.csv"].splitlines()
        assert [float(each) for each in rows[-1].split(",")[1:3]] == scene.player.theta.tolist() and len(rows) == 4
        assert files["rosenbrock-loss.svg"].startswith("<?xml") and files["rosenbrock-loss.txt"].isascii()
        assert "descend:" in files["rosenbrock-step.yaml"]
        await me.burst(
            "ctrl+u", *str(tmp_path / "nowhere" / "a.py")
        )  # the line in focus is the choice: nothing is typed there
        await me.press("down")
        await me.burst("ctrl+u", *str(tmp_path / "nowhere" / "a.py"))
        await me.press("enter")
        assert "There is no folder" in me.text()


async def test_a_table_from_the_wild_and_what_was_wrong_with_it(worker: Worker, tmp_path: Path) -> None:
    rows = [f"{size};{size // 20};{size * 2 + size % 7},5" for size in range(40, 90, 2)]
    rows[3], rows[9] = "n/a;2;80,5", "60;3"
    rows[12] = "\x1b[2J[red];2;3,5"
    table = tmp_path / "houses[b].csv"
    table.write_text("size;rooms;price\n" + "\n".join(rows) + "\n", encoding="utf-8")
    async with at_home(worker, tmp_path) as me:
        await me.press("l")
        await me.until(lambda: "F4" in me.text(), "the table that is here")
        await me.type("gone.csv")
        await me.press("enter")
        await me.until(lambda: "There is no file gone.csv" in me.text(), "the fault")
        await me.press("f4")
        await me.until(lambda: values(me).get("features") == "size, rooms", "its columns")
        assert values(me)["target"] == "price" and "between semicolons" in me.text()
        await me.press("down", "left")  # another target, and the features follow
        await me.until(lambda: values(me)["features"] == "size, price", "the other features")
        await me.press("right", "down")
        await me.until(lambda: values(me)["features"] == "size, rooms", "the features again")
        await me.burst("ctrl+u", *"size, roms")
        await me.press("enter")
        await me.until(lambda: "there is no column 'roms'" in me.text().lower(), "the fault of the features")
        await me.burst("ctrl+u", *"size")
        await me.press("enter")
        scene = await descending(me)
        assert "houses[b].csv: price from size; 22 rows" in me.text() and scene.player.rate > 0
        await me.press("i")
        assert "line 5" in me.text() and "line 11" in me.text() and "22 rows are used; 3 left out" in me.text()
        assert "houses[b].csv" in me.text() and "\x1b" not in me.text()


async def test_reading_stops_when_asked_and_is_not_done_twice(
    worker: Worker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "long.csv"
    numbers = np.random.default_rng(4).normal(size=(8_000, 2))
    file.write_text("a,y\n" + "\n".join(f"{a:.6f},{y:.6f}" for a, y in numbers), encoding="utf-8")
    monkeypatch.setattr("tutor.lab.csvlines.PIECE", 300)  # as slow as a file of a gigabyte
    async with at_home(worker, tmp_path, Setup(str(file))) as me:
        await me.until(lambda: "reading long.csv  " in me.text(), "progress")
        await me.press("down", "escape")
        await me.until(lambda: "Stopped." in me.text(), "the end of it")
        assert isinstance(me.app.screen, LabScreen) and values(me)["source"] == str(file)
    monkeypatch.undo()
    making = Preparing(worker)
    told: list[tuple[str, float | None]] = []
    for rate in ("0.1", "0.2"):
        told.clear()
        prepared = await making.prepare(Setup(str(file), rate=rate), lambda what, done: told.append((what, done)))
        assert prepared.table is not None and prepared.table.m == 8_000 and prepared.scene.player.rate == float(rate)
        parts = [done for _, done in told if done is not None]
        assert parts == sorted(parts) and bool(parts) == (rate == "0.1") and parts[-1:] in ([], [1.0])


async def test_no_key_in_the_form_sends_more_than_a_few_lines(
    worker: Worker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with at_home(worker, tmp_path) as me:
        await me.press("l", "x")  # the first letter makes room for what is understood
        cells: list[int] = []
        real = LabScreen._compositor_refresh

        def counted(screen: LabScreen) -> None:
            cells.append(sum(region.area for region in screen._compositor._dirty_regions))
            real(screen)

        monkeypatch.setattr(LabScreen, "_compositor_refresh", counted)
        for key in ("^", "2", "+", "down", "right", "left", "down", "7", "backspace", "up", "up", "ctrl+u", "y"):
            cells.clear()
            await me.press(key)
            assert 0 < sum(cells) < 6 * 80, (key, cells)
        cells.clear()
        me.app.screen.refresh()
        await me.settle()
        assert sum(cells) >= 80 * 24  # what is counted does happen
    for place in range(0, 90, 2):  # wherever the slip is, it is told in one line, and nothing moves
        for slip in ("foo(x)", "(", "9^9^9^9"):
            told = understood("x+" * (place // 2) + slip, 56, ascii=False)
            assert 0 < len(told) <= 56 and "\n" not in told, told


FIELDS = (
    Field("a", "first"),
    Field("method", "method", "gd", ("gd", "adam", "nesterov", "momentum"), "how theta moves"),
    Field("b", "second", "0.1"),
    Field("yes", "really?", "no", ("no", "yes")),
)


class FormScreen(Screen[None]):
    def compose(self) -> ComposeResult:
        yield Form(FIELDS)

    def on_mount(self) -> None:
        self.done: list[dict[str, str]] = []
        self.query_one(Form).focus()

    def on_form_done(self, event: Form.Done) -> None:
        self.done.append(event.values)


NOTHING = ("ctrl+c", "ctrl+x", "ctrl+v")  # where nothing is selected, and nothing was copied


def modelled(keys: list[str]) -> dict[str, str]:
    """What stands in the fields after these keys, each carried out before the next."""
    values, here, cursor = {each.name: each.value for each in FIELDS}, 0, 0
    for key in keys:
        field = FIELDS[here]
        text = values[field.name]
        if key in NOTHING:
            continue
        if key in ("up", "down", "tab", "shift+tab"):
            here = max(0, min(len(FIELDS) - 1, here + (1 if key in ("down", "tab") else -1)))
            cursor = len(values[FIELDS[here].name])
        elif field.choices and key in ("left", "right", "space"):
            place = field.choices.index(text) + (-1 if key == "left" else 1)
            values[field.name] = field.choices[place % len(field.choices)]
        elif field.choices:
            place = field.choices.index(text) + 1
            around = (*field.choices[place:], *field.choices[:place])
            values[field.name] = next((each for each in around if each.startswith(key)), text)
        elif key in ("left", "right"):
            cursor = max(0, min(len(text), cursor + (1 if key == "right" else -1)))
        else:
            left = text[:cursor] + {"space": " "}.get(key, key)
            left = {"backspace": text[: max(0, cursor - 1)], "ctrl+u": ""}.get(key, left)
            values[field.name] = left + ("" if key == "ctrl+u" else text[cursor:])
            cursor = len(left)
    return values


async def test_a_form_loses_no_key_however_far_one_types_ahead(worker: Worker, tmp_path: Path) -> None:
    draw = random.Random(8)
    known = ["up", "down", "tab", "shift+tab", "left", "right", "space", "backspace", "ctrl+u", *NOTHING, *"gamny[.5"]
    async with at_home(worker, tmp_path) as me:
        for _ in range(3):
            keys = [draw.choice(known) for _ in range(100)]
            screen = FormScreen()
            await me.app.push_screen(screen)
            await me.settle()
            await me.burst(*keys, "enter")
            assert await me.comes(partial(getattr, screen, "done")), me.text()
            assert screen.done == [modelled(keys)], keys
            form = screen.query_one(Form)
            form.fault("b", "The rate [b]must[/b] be above 0.")
            await me.settle()
            assert "! The rate [b]must[/b] be above 0." in me.text() and form.name_in_focus == "b"
            await me.type("7")
            assert "must" not in me.text() and form.values["b"].endswith("7")
            me.app.pop_screen()
            await asyncio.sleep(0)


async def test_a_slip_of_the_keys_loses_nothing(worker: Worker, tmp_path: Path) -> None:
    """Escape puts a table away before it leaves; the way back leads to the same race; another file has other columns;
    and what help there is, and which mistake is lit, can be seen at 80x24."""
    (tmp_path / "a.csv").write_text("size,price\n" + "".join(f"{i},{3 * i + i % 5}\n" for i in range(30)))
    (tmp_path / "b.csv").write_text("age,wage\n" + "".join(f"{i},{7 * i + i % 3}\n" for i in range(30)))
    async with at_home(worker, tmp_path, Setup(source=str(tmp_path / "a.csv"), target="price")) as me:
        scene = await descending(me)
        assert "? help" in me.text(), me.text()
        await me.press("right", "f", "down", "right", "enter", "m", "end")
        assert any("▸" in line for line in me.text().splitlines()), me.text()
        await me.press("escape", "t")
        assert "race by" in me.text()
        await me.press("escape")
        assert "race by" not in me.text() and len(scene.players) == 2
        await me.press("i")
        assert "price = θ₀" in me.text() and "θ₁·" in me.text(), me.text()
        await me.press("escape", "escape")
        assert isinstance(me.app.screen, LabScreen) and "Enter goes on" in me.text()
        await me.press("enter")
        assert await descending(me) is scene
        await me.press("escape", "ctrl+u")
        await me.type(str(tmp_path / "a.csv"))
        await me.until(lambda: values(me).get("features") == "size", "the columns of the first file")
        await me.press("ctrl+u")
        await me.type(str(tmp_path / "b.csv"))
        await me.until(lambda: values(me).get("target") == "wage", "the columns of the second")
        assert values(me)["features"] == "age"
        (tmp_path / "c.csv").write_text(
            "age,bought\n" + "".join(f"{i},{'yes' if i % 3 else 'no'}\n" for i in range(30))
        )
        await me.press("ctrl+u")
        await me.type(str(tmp_path / "c.csv"))
        await me.until(lambda: values(me).get("target") == "age", "the columns of the third")
        await me.press("down", "down", "down", "right")
        await me.until(lambda: values(me)["target"] == "bought", "a target of two classes for logistic regression")
        assert values(me)["features"] == "age"


async def test_the_race_stands_when_the_lab_is_opened_again(worker: Worker, tmp_path: Path) -> None:
    """By the catalogue and back: of a function, and of a file whose columns the form has filled in meanwhile."""
    (tmp_path / "a.csv").write_text("size,price\n" + "".join(f"{i},{3 * i + i % 5}\n" for i in range(30)))
    for source in ("rosenbrock", str(tmp_path / "a.csv")):
        async with at_home(worker, tmp_path, Setup(source=source)) as me:
            scene = await descending(me)
            await me.press("right", "f", "down", "right", "enter")
            await me.until(partial(getattr, scene, "race"), "the fork")
            await me.press("escape", "escape", "l")
            await me.until(lambda: "Enter goes on" in me.text(), "what enter does")
            if Setup(source=source).is_file:
                await me.until(lambda: values(me)["features"] == "size", "the columns")
            await me.press("enter")
            assert await descending(me) is scene and len(scene.players) == 2
            if scene.settings.loss is None:
                await me.press("escape", "escape", "l", *["down"] * 3, *"0.01", "enter")
                assert await descending(me) is not scene


async def test_what_is_typed_while_the_descent_is_made_goes_to_the_descent(worker: Worker, tmp_path: Path) -> None:
    async with at_home(worker, tmp_path) as me:
        await me.burst("l")
        await me.burst(*"rosenbrock", "enter", "right", "right", "right", "left")
        scene = await descending(me)
        await me.until(lambda: scene.k == 2, "the keys typed ahead")
        await me.press("escape")
        assert values(me)["source"] == "rosenbrock"
        await me.type("s")  # the form has its keys again
        assert values(me)["source"] == "rosenbrocks"
    app = TutorApp(load_catalogue([]), worker, opening=Setup(source="rosenbrock"), folder=tmp_path)
    async with seated(app) as me:
        await me.until(lambda: isinstance(app.screen, LabScreen | LabRunScreen) and app.screen.is_mounted, "the lab")
        await me.burst("right", "right", *"tt", "right", "right", "left")
        scene = await descending(me)
        await me.until(lambda: scene.k == 3, "the keys typed ahead")
        await me.press("escape")
        assert values(me)["source"] == "rosenbrock"
