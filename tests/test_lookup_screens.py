"""The glossary and the search on the screen: typed, read, opened where it stands, and back where one was."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from textual.events import Paste

from tests.apps import Learner, flat, sitting
from tests.foreign import Here
from tests.test_lookup import ONE, TWO
from tutor.lookup import LONGEST, hits, words_of
from tutor.ui.commands import Palette
from tutor.ui.screens.glossary import GlossaryScreen
from tutor.ui.screens.lesson import LessonScreen
from tutor.ui.screens.search import SearchScreen
from tutor.ui.search_line import Found, SearchLine, Told
from tutor.worker import TaskFailed

pytestmark = pytest.mark.asyncio(loop_scope="session")
HERE: Any = Here()
GRADIENT = "All slopes at once."
LETTER = """format: 1
id: letters
title: Letters
symbols: [g, h]
steps:
  - say: Words.
    show: {plot: {f: "g^2", x: [-2, 3]}}
    ask: {id: g1, question: "What is the derivative?", derivative_of: "g^2", wrt: g}
"""


@pytest.fixture(scope="module")
def lessons(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("lookup")
    (folder / "course").mkdir()
    for name, text in (("1", ONE), ("2", TWO), ("4", LETTER)):
        (folder / "course" / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder


class Finder(Learner):
    """Who looks something up."""

    def shown_lines(self, widget: Found) -> list[str]:
        return [line for line in self._cut(self.place(widget)).split("\n") if line.strip()]

    @property
    def lit(self) -> str:
        """The lit line, its runs of spaces as one."""
        listed = self.app.screen.query_one(Found)
        return next((flat(each)[2:] for each in self.shown_lines(listed) if each.strip()[:1] in "▸>"), "")

    async def look_up(self, key: str) -> None:
        """To the glossary or the search, once all is read."""
        await self.press(key)
        kind = GlossaryScreen if key == "g" else SearchScreen
        await self.until(
            lambda: isinstance(self.app.screen, kind) and not re.search("looked through", self.text()), "all of it"
        )
        assert self.app.screen.found

    async def command(self, typed: str) -> None:
        """By the command palette."""
        await self.press("ctrl+p")
        await self.type(typed)
        await self.until(lambda: self.app.screen._answered, "the list")  # type: ignore[attr-defined]
        await self.press("enter")
        await self.until(lambda: not isinstance(self.app.screen, Palette), "what it opens")

    @property
    def line_typed(self) -> str:
        return self.app.screen.query_one(SearchLine).value


def finder(me: Learner) -> Finder:
    return Finder(me.app, me.pilot)


async def test_a_term_is_looked_up_read_and_its_lesson_opened(lessons: Path) -> None:
    async with sitting(HERE, lessons) as seat:
        me = finder(seat)
        assert len(me.footer()) <= 6
        await me.press("question_mark")
        assert "the glossary: every term and symbol" in flat(me.text()) and "search the lessons" in flat(me.text())
        await me.press("escape")
        await me.look_up("g")
        assert "5 terms" in me.text() and me.lit.startswith("β"), me.text()
        await me.type("grad")
        await me.comes(lambda: GRADIENT in me.text())
        assert "1 of 5" in me.text() and me.lit == "gradient [b] ∇f The slope", me.text()
        assert GRADIENT in me.text() and "introduced in: The slope" in me.text()
        assert [key.split()[-1] for key in me.footer()] == ["scroll", "open", "back", "help"]
        await me.press("escape")
        assert me.line_typed == "" and "5 terms" in me.text()
        await me.press("escape")
        assert me.in_catalogue
        await me.look_up("g")
        await me.burst(*"gradient", "enter")  # all typed ahead
        await me.until(lambda: isinstance(me.app.screen, LessonScreen), "the lesson")
        assert me.screen.lesson_id == "one" and len(me.app.screen_stack) == 2


@pytest.mark.parametrize("key", ["g", "slash"])
async def test_nothing_that_is_typed_is_more_than_letters(lessons: Path, key: str) -> None:
    async with sitting(HERE, lessons, ascii=True) as seat:
        me = finder(seat)
        await me.look_up(key)
        for typed in ("\\", ".*", "(x|y)", "[/b]", "$", "slope nowhere"):
            await me.type(typed)
            nothing = "Nothing has all these words; fewer or shorter words find more."
            assert await me.comes(lambda nothing=nothing: nothing in flat(me.text())), typed
            await me.press("enter", "down", "pagedown", "up")
            assert me.app.screen.found == [] and me.text().isascii()
            await me.press("ctrl+u")
            assert me.app.screen.found
        for pasted in ("[" * 10_000, "a\x1b[2Jb\x00" * 3_000, "slope\nof", ""):
            me.app.screen.query_one(SearchLine).post_message(Paste(pasted))
            await me.settle()
            assert len(me.line_typed) <= LONGEST and me.line_typed.isprintable()
            await me.press("ctrl+u")
        me.app.screen.query_one(SearchLine).post_message(Paste("x" * 199))
        await me.type("yz")
        assert me.line_typed == "x" * 199 + "y"
        await me.press("question_mark")
        assert "Every word that you type must stand in" in flat(me.text())


async def test_from_a_lesson_the_glossary_leads_back_to_the_step_as_it_was(lessons: Path) -> None:
    async with sitting(HERE, lessons, opening=lessons / "course" / "1.yaml") as seat:
        me = finder(seat)
        await me.press("enter", "enter")
        await me.type("2x + g")
        assert me.position == 1 and me.line().value == "2x + g", "in an answer it is a letter"
        lesson = me.app.screen
        await me.command("glossary")
        await me.until(lambda: isinstance(me.app.screen, GlossaryScreen) and me.app.screen.found, "the terms")
        await me.type("slope")
        await me.command("search")
        assert isinstance(me.app.screen, SearchScreen) and len(me.app.screen_stack) == 3, "one of them at a time"
        await me.press("escape")
        assert me.app.screen is lesson and me.line().value == "2x + g" and me.ask.has_focus_within
        await me.press("backspace", "backspace", "backspace", "enter")
        await me.until(lambda: me.ask.done, "the verdict")
        await me.press("enter")
        assert me.position == 2
        await me.look_up("g")  # beside choices it is no letter
        await me.press("escape")
        assert me.app.screen is lesson and me.position == 2


async def test_where_a_letter_may_be_an_answer_it_is_one(lessons: Path) -> None:
    async with sitting(HERE, lessons, opening=lessons / "course" / "4.yaml") as seat:
        me = finder(seat)
        assert me.app.screen.focused is me.pane
        await me.press("g")
        assert me.line().value == "g" and isinstance(me.app.screen, LessonScreen)


async def test_a_hit_opens_its_lesson_at_that_step_and_what_was_done_there_stands(lessons: Path) -> None:
    async with sitting(HERE, lessons) as seat:
        me = finder(seat)
        await me.look_up("slash")
        assert [each.kind for each in me.app.screen.found] == ["title"] * 3 and "All about slope" in me.text()
        await me.type("steep ")
        assert "found in 2 places" in me.text() and me.lit.startswith("term"), me.text()
        await me.press("down")
        assert me.lit == "step 2 The slope ... slope of x² at θ₀ is steep.", me.text()
        assert await me.comes(lambda: "│ The slope of x² at θ₀ is steep." in me.text()), me.text()
        await me.press("enter")
        await me.until(lambda: isinstance(me.app.screen, LessonScreen) and "step 2/3" in me.text(), "the step")
        await me.answer("2x")
        await me.press("enter")
        assert me.position == 2
        await me.command("search")
        await me.until(lambda: len(me.app.screen.found) == 3, "the lessons")
        await me.burst(*"is the slope", "enter")
        await me.until(lambda: isinstance(me.app.screen, LessonScreen) and "step 2/3" in me.text(), "the step")
        assert me.ask.done and me.screen.state.furthest == 2 and len(me.app.screen_stack) == 2
        await me.press("escape")
        await me.look_up("slash")
        await me.type("one that")  # words in any order, of another lesson that was never opened
        await me.press("escape")
        await me.type("another")
        await me.press("enter")
        await me.until(lambda: isinstance(me.app.screen, LessonScreen) and "step 1/2" in me.text(), "its first step")


@pytest.mark.parametrize("kind", [GlossaryScreen, Palette])
async def test_what_is_just_being_opened_is_closed_once_it_stands(lessons: Path, kind: type) -> None:
    """A lesson that comes up closes what a key has put over the catalogue meanwhile."""
    async with sitting(HERE, lessons) as me:
        screen = kind()
        me.app.push_screen(screen)
        assert not screen.is_mounted
        await me.app._standing()
        assert screen.is_mounted
        me.app.to_catalogue()
        await me.settle()
        assert me.in_catalogue


async def test_letter_by_letter_it_finds_what_it_finds_at_once(lessons: Path) -> None:
    async with sitting(HERE, lessons) as seat:
        me = finder(seat)
        await me.look_up("slash")
        screen = me.app.screen
        assert isinstance(screen, SearchScreen)
        for key in (*"the slo", "backspace", "backspace", *"op", "home", *"a ", "ctrl+u", *"o"):
            await me.press("space" if key == " " else key)
            words = words_of(me.line_typed)
            assert screen.found == hits(screen.library.passages(), words), me.line_typed
        await me.burst(*"ne that", "down", "pagedown", *("backspace",) * 30)
        assert screen.found == hits(screen.library.passages(), ()) and me.lit == "lesson The slope"


class Slow(Here):
    """A helper that answers when it is told to."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[Any] = []
        self.fails = False

    async def ask(self, task: str, *args: Any, seconds: float = 2.0) -> Any:
        if task == "passages":
            self.asked.append(args[0])
            if self.fails:
                raise TaskFailed("the helper process ended unexpectedly; try that again")
        return await super().ask(task, *args, seconds=seconds)


async def test_while_it_is_read_it_says_how_far_and_what_is_lit_stays_lit(lessons: Path) -> None:
    slow: Any = Slow()
    slow.fails = True
    async with sitting(slow, lessons) as seat:
        me = finder(seat)
        await me.press("slash")
        await me.until(lambda: slow.asked, "the reading")
        await me.type("another")
        assert "looked through 0 of 3 lessons" in me.text() and me.lit == "lesson Another lesson", me.text()
        await me.press("ctrl+u")
        await me.type("second")
        assert await me.comes(lambda: "Nothing has all these words" in flat(me.text())), "the helper has failed"
        await me.press("enter")
        assert isinstance(me.app.screen, SearchScreen)
        await me.press("escape", "escape")
        slow.fails = False
        await me.press("slash")
        await me.type("slope")
        await me.until(lambda: "found in" in me.text(), "all of it")
        assert me.lit == "lesson The slope"
        asked = len(slow.asked)
        await me.press("escape", "escape")
        await me.look_up("slash")
        assert len(slow.asked) == asked, "what was read is kept"


async def test_from_a_lesson_a_stroke_searches_unless_it_may_be_part_of_an_answer(lessons: Path) -> None:
    async with sitting(HERE, lessons) as seat:
        me = finder(seat)
        await me.open(lessons / "course" / "1.yaml")
        searched = []
        for _ in me.screen.lesson.steps:
            ask = me.screen.ask
            await me.press("slash")
            searched.append(isinstance(me.app.screen, SearchScreen))
            assert searched[-1] == (ask is None or ask.is_choice), me.text()
            await me.press("escape" if searched[-1] else "ctrl+u")
            await me.press("pagedown")
        assert any(searched)


async def test_a_word_that_is_mistyped_is_offered_as_it_was_meant(lessons: Path) -> None:
    async with sitting(HERE, lessons) as seat:
        me = finder(seat)
        for key in ("g", "slash"):
            await me.look_up(key)
            await me.type("sloppe")
            assert await me.comes(lambda: "Did you mean" in me.text() and " slope?" in me.text()), me.text()
            await me.press("escape", "escape")


async def test_nothing_is_cut_off_unsaid(lessons: Path) -> None:
    async with sitting(HERE, lessons, size=(60, 18), ascii=True) as seat:
        me = finder(seat)
        for key, *sizes in (("g", (60, 18), (80, 24), (120, 40)), ("slash", (120, 40), (80, 24), (60, 18))):
            await me.look_up(key)
            await me.type("s")
            for size in sizes:
                await me.resize(*size)
                assert await me.comes(lambda size=size: max(map(len, me.lines())) == size[0]), me.text()
                told = me.app.screen.query_one(Told)
                for way in ("down", "down", "down", "pagedown", "pageup"):
                    assert me.lit and me.text().isascii() and len(me.footer()) == 4, me.text()
                    assert await me.comes(
                        lambda told=told: (told.max_scroll_y > 0) == ("more below: tab leads here" in me.text())
                    ), me.text()
                    assert me.app.screen.query_one("#told-text").size.height
                    await me.press(way)
            await me.press("escape", "escape")
            assert me.in_catalogue


async def test_a_screen_that_is_being_taken_down_looks_for_nothing_more(lessons: Path) -> None:
    """Its parts go one by one; what was to be looked for once it is painted may come between."""
    async with sitting(HERE, lessons) as seat:
        me = finder(seat)
        await me.look_up("g")
        screen: Any = me.app.screen
        screen._hunting = True
        await screen.query_one("#found").remove()
        screen._begin()
        screen.lit()
        await me.press("escape")
        await me.until(lambda: me.in_catalogue, "the catalogue")
