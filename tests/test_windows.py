"""A window of any size, and lessons and answers that mean harm: the place is kept, and nothing is drawn as code."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from textual.events import Paste
from textual.geometry import Size

from tests.apps import LESSONS, Learner, flat, seated, sitting, worker, written
from tests.little_lessons import TWO_QUESTIONS, descent, lesson
from tests.monkey import Watched
from tutor.lesson.catalogue import load_catalogue
from tutor.ui.screens.broken import BrokenScreen
from tutor.ui.screens.code import CodeScreen
from tutor.ui.screens.help import HelpScreen
from tutor.ui.screens.lesson import LessonScreen
from tutor.ui.screens.small import SmallScreen
from tutor.worker import Worker

pytestmark = pytest.mark.asyncio(loop_scope="session")
__all__ = ["worker"]

# --- the window ---------------------------------------------------------------------------------------------------

STORM = [(20, 5), (1, 1), (120, 40), (59, 24), (60, 18), (80, 17), (200, 60), (1, 1), (80, 24)]


@pytest.mark.parametrize("typing", [True])
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


async def test_a_window_that_is_another_size_for_a_moment_is_painted_again(worker: Worker, tmp_path: Path) -> None:
    """The terminal has cut off what stood there, and Textual finds the size that it knows."""
    lesson(tmp_path, TWO_QUESTIONS)
    app = Watched(load_catalogue([tmp_path]), worker)
    async with seated(app, drawn=True) as me:
        await me.until(app.all_loaded.is_set, "all that lessons need")
        await app.seen_right()
        for _ in range(3):
            app.resized(Size(40, 10))
            app.resized(Size(80, 24))
            await app.seen_right()
            assert "Course" in "\n".join(app.emulator.display)


async def calm(me: Learner) -> str:
    """What is shown once it changes no more."""
    shown, same = "", 0
    while same < 4:
        await asyncio.sleep(0.01)
        await me.settle()
        same = same + 1 if me.text() == shown else 0
        shown = me.text()
    return shown


async def test_keys_typed_at_once_are_for_the_screen_that_comes(worker: Worker, tmp_path: Path) -> None:
    async with sitting(worker) as me:
        await me.until(me.app.whole.is_set, "all lessons")
        for keys in (("g", "down", "down"), ("p", "end")):
            await me.burst(*keys)
            at_once = await calm(me)
            await me.press(*["escape"] * 3)
            assert me.in_catalogue
            for key in keys:
                await me.press(key)
                await calm(me)
            assert await calm(me) == at_once, keys
            await me.press(*["escape"] * 3)


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


async def test_a_program_cannot_be_written_anywhere_it_says_why(worker: Worker, tmp_path: Path) -> None:
    async with sitting(worker, tmp_path, opening=descent(tmp_path)) as me:
        me.app.folder = tmp_path
        await me.press("c", "w")
        for typed, said in (
            ("a" * 280, "The name has 280 bytes"),
            ("~nobody-of-that-name/a.py", "home folder"),
            ("nowhere/a.py", "There is no folder"),
            ("course", "is a folder"),
            ("a.py", "Written to"),
        ):
            await me.press("ctrl+u")
            await me.type(typed)
            await me.press("enter")
            assert said in flat(me.text()), (typed, me.text())
        assert "theta" in (tmp_path / "a.py").read_text()


# --- lessons that are broken or hostile -----------------------------------------------------------------------------


async def test_a_broken_lesson_shows_as_broken_and_leaves_the_others_usable(worker: Worker, tmp_path: Path) -> None:
    good = lesson(tmp_path, TWO_QUESTIONS)
    bad = written(tmp_path, TWO_QUESTIONS.replace("id: mine", "id: bad").replace("x^3", "x^^3").replace(
        "A lesson of mine", "A bad one"), "a-bad.yaml")  # fmt: skip
    written(tmp_path, "format: 1\n  id: [", "b-worse.yaml")
    async with sitting(worker, tmp_path) as me:
        await me.until(lambda: me.shown("#lessons").count("(broken)") == 2, "both broken lessons found")
        assert "A bad one (broken)" in me.shown("#lessons")
        await me.light(bad)
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


async def test_hostile_answers_are_shown_as_they_are(worker: Worker, tmp_path: Path) -> None:
    async with sitting(worker, tmp_path, opening=lesson(tmp_path, TWO_QUESTIONS)) as me:
        driver = me.app._driver
        assert driver is not None
        for text in ("[/b]", "[red]x[/red]", "$(x)", "`id`", "\x1b[31mx", "x\x07", "\u202ex", "{0}", "\u200bx"):
            driver.send_message(Paste(text))
            await me.settle()
            assert (text in me.text()) == text.isprintable(), (text, me.text())
            await me.press("enter")
            await me.until(lambda: "judging" not in me.text() and me.shown("#feedback"), "the outcome")
            assert not any(c in me.text() for c in "\x1b\x07\u202e\u200b"), (text, me.text())
            await me.press("ctrl+u")


@pytest.mark.parametrize("escape", [r"\e[31m", r"\x07", r"\u202e"])
async def test_a_lesson_cannot_send_anything_to_the_terminal(escape: str, worker: Worker, tmp_path: Path) -> None:
    hostile = TWO_QUESTIONS.replace("The power rule.", f"The {escape}rule.").replace(
        "A lesson of mine", f'"A {escape}lesson"'
    )
    hostile = hostile.replace("And of", f"And {escape} of")
    file = written(tmp_path, hostile)
    async with sitting(worker, tmp_path) as me:
        await me.press("enter")
        await me.until(lambda: not me.in_catalogue or "(broken)" in me.text(), "the lesson, or why not")
        for _ in range(3):
            assert not any(c in me.text() for c in "\x1b\x07\u202e"), file
            await me.press("ctrl+g", "pagedown")
