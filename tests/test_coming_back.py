"""Back in the catalogue: on the lesson just left, with nothing said that is no longer so, and with the questions that
were left for later."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.apps import Learner, flat, read, seated, written
from tests.foreign import Here
from tutor.lesson.catalogue import load_catalogue
from tutor.plain.streams import speak
from tutor.progress.store import open_store
from tutor.session import Attempt, Session
from tutor.ui.app import TutorApp
from tutor.ui.screens.catalogue import CatalogueScreen
from tutor.ui.screens.lesson import LessonScreen
from tutor.ui.screens.searching import SearchingScreen
from tutor.verdict import Outcome, Verdict

asynchronous = pytest.mark.asyncio(loop_scope="session")
HERE: Any = Here()
TEXT = """format: 1
id: l{n}
title: Lesson {n}
symbols: [x]
terms: [{{term: word {n}, means: What it means.}}]
steps:
  - say: Look.
    show: {{plot: {{f: "x^2", x: [-1, 3]}}}}
  - show: {{table: {{vars: {{h: [1, 2]}}, columns: {{a: "h^2"}}}}}}
    ask:
      id: guess
      question: Does it fall?
      before: true
      choices: [{{text: "no", ok: true}}, {{text: "yes", say: It rises.}}]
  - ask: {{id: one, question: "What is 1 + 1?", answer: 2}}
  - say: The step called here, in lesson {n}.
  - ask: {{id: two, question: "What is 1 + 2?", answer: 3}}
  - say: The end.
"""


@pytest.fixture
def lessons(tmp_path: Path) -> Path:
    for n in range(1, 30):
        written(tmp_path, TEXT.format(n=n), f"{n:02}.yaml")
    return tmp_path


def file(lessons: Path, n: int) -> Path:
    return lessons / "course" / f"{n:02}.yaml"


def app_at(lessons: Path, opening: Path | None = None) -> TutorApp:
    return TutorApp(
        load_catalogue([lessons]),
        HERE,
        opening=opening,
        opener=lambda: open_store(lessons / "home", lambda: datetime.now(UTC)),
    )


async def leave(me: Learner) -> str:
    """Back to the catalogue; the title that is lit there, which can be seen."""
    await me.press("escape")
    await me.until(lambda: me.in_catalogue, "the catalogue")
    screen = me.app.screen
    assert isinstance(screen, CatalogueScreen)
    lit = screen.lit_lesson()
    assert lit is not None and "▸" in me.text() and f"─ {lit.title} ─" in me.text(), me.text()
    return lit.title


async def standing(me: Learner, words: str) -> None:
    await me.until(lambda: isinstance(me.app.screen, LessonScreen) and words in me.text(), words)
    await me.scene_ready()


async def look_up(me: Learner, words: str) -> None:
    """Opens the lesson that explains a term."""
    await me.press("g")
    await choose(me, words)


async def search(me: Learner, words: str) -> None:
    """Opens the one step that has these words."""
    await me.press("ctrl+p")
    await me.type("search")
    await me.until(lambda: getattr(me.app.screen, "_answered", None), "the list")
    await me.press("enter")
    await choose(me, words)


async def choose(me: Learner, words: str) -> None:
    await me.until(lambda: isinstance(me.app.screen, SearchingScreen), "the screen")
    screen: Any = me.app.screen
    await me.type(words)
    await me.until(lambda: "looked through" not in me.text() and len(screen.found) == 1, words)
    await me.press("enter")


@asynchronous
async def test_who_comes_back_finds_the_lesson_just_left_lit_and_in_view(lessons: Path) -> None:
    app = app_at(lessons, file(lessons, 25))
    async with seated(app) as me:
        await standing(me, "Lesson 25")
        assert await leave(me) == "Lesson 25"
        await me.light(file(lessons, 2))
        await me.press("enter")
        await standing(me, "Lesson 2")
        await look_up(me, "word 27")
        await standing(me, "Lesson 27")
        assert await leave(me) == "Lesson 27"
        await me.press("enter")
        await standing(me, "Lesson 27")
        await search(me, "called 14")
        await standing(me, "step 4/6")
        app.session.lesson("l14").finished = True
        assert await leave(me) == "Lesson 14", "also one that is done"
    app.keeping.close()


@asynchronous
async def test_in_the_lesson_that_one_is_in_nothing_begins_anew(lessons: Path) -> None:
    async with seated(app_at(lessons, file(lessons, 24))) as me:
        await standing(me, "step 1/6")
        screen, pane = me.screen, me.pane
        await look_up(me, "word 24")
        await me.until(lambda: me.app.screen is screen, "the lesson")
        assert me.pane is pane and me.position == 0
        await search(me, "called lesson 24.")
        await standing(me, "step 4/6")
        assert me.app.screen is screen and len(me.app.screen_stack) == 2


@asynchronous
async def test_where_enter_leads_is_true_or_gone(lessons: Path) -> None:
    app = app_at(lessons)
    async with seated(app) as me:
        await me.until(app.keeping.ready.is_set, "the store")
        await me.open(file(lessons, 4))
        await me.press("pagedown", "pagedown")
    app.keeping.close()
    app = app_at(lessons)
    async with seated(app) as me:
        await me.until(lambda: "Welcome back. enter goes on: Lesson 4, step 3." in me.text(), "the welcome")
        await me.press("enter")
        await standing(me, "step 3/6")
        await me.press("pagedown")
        assert await leave(me) == "Lesson 4"
        assert "(at step 4)" in me.text() and "step 3" not in me.text() and "Welcome" not in me.text()
    app.keeping.close()


@asynchronous
async def test_what_was_left_for_later_is_kept_for_later(lessons: Path) -> None:
    app = app_at(lessons)
    async with seated(app) as me:
        await me.until(app.keeping.ready.is_set, "the store")
        await me.open(file(lessons, 1))
        await me.press("pagedown")
        await me.answer("yes")  # wrong, and yet it was predicted
        await me.press("enter", "pagedown", "pagedown", "pagedown", "pagedown")
        assert "The end." in me.text()
        await me.press("enter")
        await me.until(lambda: me.in_catalogue, "the catalogue")
        said = "Done: Lesson 1. 2 questions were left open: enter leads to the first of them."
        assert said in flat(me.text()), me.text()
        assert await me.comes(lambda: "2 questions are open" in me.shown("#about")), me.text()
        await me.press("down", "up")
        assert "left open" not in me.text() and await me.comes(lambda: "2 questions are open" in me.shown("#about"))
        await me.press("enter")
        await standing(me, "step 3/6")
        await me.answer("2")
        assert await leave(me) == "Lesson 1"
        assert await me.comes(lambda: "1 question is open" in me.shown("#about")), me.text()
        await me.press("s", "enter")  # a skip reads anew what was kept
        await me.until(lambda: "done already" in flat(me.text()), "the answer")
        await me.light(file(lessons, 1))
        assert await me.comes(lambda: "1 question is open" in me.shown("#about")), me.text()
    app.keeping.close()
    app = app_at(lessons)
    async with seated(app) as me:
        await me.until(lambda: "✓" in me.text(), "what was kept")
        assert app.screen.lit_lesson().title == "Lesson 2", "the next to take"  # type: ignore[attr-defined]
        await me.press("up", "enter")
        await standing(me, "step 5/6")
        await me.answer("3")
        await me.press("enter", "enter")
        await me.until(lambda: me.in_catalogue, "the catalogue")
        assert "Done: Lesson 1. Next: Lesson 2; enter opens it." in me.text() and "open:" not in me.shown("#about")
        await me.press("up", "enter")
        await standing(me, "step 6/6")
    app.keeping.close()


def test_in_lines_it_is_said_too_and_leads_there(lessons: Path) -> None:
    out = io.StringIO()
    speak([lessons], None, lessons / "home", io.StringIO("1\n" + "next\n" * 6 + "l1\n"), out, environment={})
    told = flat(out.getvalue())
    assert "Done: Lesson 1. Next: Lesson 2;" in told
    assert told.rindex("Lesson 1, step 2 of 6.") > told.index(
        "3 questions were left open; l1 leads to the first of them."
    )


def test_which_questions_are_open(lessons: Path) -> None:
    lesson, session = read(file(lessons, 1)), Session()
    right, wrong = (Attempt("2", Verdict(outcome, "")) for outcome in (Outcome.RIGHT, Outcome.WRONG))
    state = session.lesson("l1")
    state.finished = True  # skipped
    assert session.begins_at(lesson) == 0 and session.left_open("l1") == 0, "nothing of it was seen yet"
    session.go(lesson, 2)
    assert session.begins_at(lesson) == 2 and session.left_open("l1") == 0, "one goes on where it was left"
    session.go(lesson, 6)
    assert session.begins_at(lesson) == 1 and session.left_open("l1") == 3
    state.question("guess").attempts.append(wrong)
    state.question("one").attempts.append(wrong)
    assert session.begins_at(lesson) == 2 and session.left_open("l1") == 2
    state.question("one").worked = True
    assert session.begins_at(lesson) == 4 and session.left_open("l1") == 1
    state.question("two").attempts.append(right)
    assert session.begins_at(lesson) == 5 and session.left_open("l1") == 0
    assert session.left_open("l2") == 0
