"""Review, checkpoints and progress on the screen: journeys by the keys, and lines that fit whatever the history."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from tests.apps import Learner, seated, worker, written
from tests.histories import NOW, histories, items
from tutor.lesson.catalogue import load_catalogue
from tutor.lesson.model import Catalogue, Course, Header
from tutor.progress.history import Answered
from tutor.progress.review import Past
from tutor.progress.store import open_store
from tutor.session import Session
from tutor.ui.app import REVIEW, TutorApp
from tutor.ui.progress_lines import sections
from tutor.ui.screens.catalogue import CatalogueScreen
from tutor.ui.screens.help import HelpScreen
from tutor.ui.screens.history import HistoryScreen
from tutor.ui.screens.lesson import LessonScreen
from tutor.ui.screens.review import ReviewScreen
from tutor.ui.windowed import Scroll
from tutor.verdict import Outcome, Verdict
from tutor.worker import Worker

__all__ = ["worker"]
asynchronous = pytest.mark.asyncio(loop_scope="session")

CUBES = """format: 1
id: cubes
title: Cubes
symbols: [x]
skills: [power-rule]
steps:
  - ask: {id: cube, question: "What is the derivative of $x^3$?", derivative_of: "x^3", hints: ["The power rule."]}
  - say: The end.
"""
CHAINS = """format: 1
id: chains
title: Chains
symbols: [x]
skills: [chain-rule]
steps:
  - ask: {id: sine, question: "What is the derivative of $sin(2x)$?", derivative_of: "sin(2x)"}
  - checkpoint: {lessons: [cubes], items: 3}
  - say: Well done.
"""
FORGOT = Verdict(Outcome.MISTAKE, "The inner derivative is missing.", "inner-derivative-missing")
THEN = datetime(2026, 3, 3, 12, tzinfo=UTC)  # a Tuesday


def begun(tmp_path: Path, days: int = 2) -> Path:
    """Two lessons, and a learner who answered both some days ago, one with a mistake; gives the home."""
    written(tmp_path, CUBES, "1-cubes.yaml")
    written(tmp_path, CHAINS, "2-chains.yaml")
    home = tmp_path / "home"
    store = open_store(home, lambda: THEN)
    store.save_position("chains", 0, 0, False, THEN)
    store.save_position("cubes", 0, 0, False, THEN)
    store.save_answer("chains", "sine", "cos(2x)", FORGOT, 0, 0, seconds=40)
    store.save_answer("cubes", "cube", "x^2", Verdict(Outcome.WRONG, "Not this."), 0, 0)
    store.close()
    return home


@asynccontextmanager
async def sitting(
    worker: Worker,
    tmp_path: Path,
    home: Path,
    *,
    opening: str | Path | None = None,
    size: tuple[int, int] = (80, 24),
    after: timedelta = timedelta(days=3),
) -> AsyncIterator[Learner]:
    app = TutorApp(
        load_catalogue([tmp_path / "course"]),
        worker,
        opening=opening,
        opener=lambda: open_store(home, lambda: THEN + after),
        now=lambda: THEN + after,
        zone=UTC,
    )
    async with seated(app, size) as me:
        await me.until(lambda: app.keeping.ready.is_set(), "the store")
        yield me
    app.keeping.close()


async def reviewing(me: Learner) -> ReviewScreen:
    await me.until(lambda: isinstance(me.app.screen, ReviewScreen) and me.app.screen.ask is not None, "the review")
    assert isinstance(me.app.screen, ReviewScreen)
    return me.app.screen


async def hand_in(me: Learner, text: str) -> None:
    screen = await reviewing(me)
    ask = screen.ask
    assert ask is not None and ask.has_focus_within, me.text()
    before = len(ask.state.attempts)
    await me.press("ctrl+u")
    await me.type(text)
    await me.press("enter")
    await me.until(lambda: len(ask.state.attempts) > before, f"the verdict on {text}")


@asynchronous
async def test_what_is_due_is_asked_and_told_of(worker: Worker, tmp_path: Path) -> None:
    home = begun(tmp_path)
    async with sitting(worker, tmp_path, home) as me:
        await me.until(lambda: "2 due, about 2 minutes: press r" in me.text(), "what is due")
        assert "Welcome back. enter goes on: Cubes, step 1." in me.text()
        await me.press("r")
        screen = await reviewing(me)
        assert "You forgot the inner derivative on Tuesday." in me.text() and "1 of 2" in me.text()
        assert "What is the derivative of" in me.text()
        await hand_in(me, "cos(2x)")
        assert "Not yet." in me.text() and screen.ask is not None and not screen.ask.done
        await hand_in(me, "2cos(2x)")
        assert "enter: next question" in me.text()
        await me.press("enter")
        assert "2 of 2" in me.text() and "Cubes" in me.text()
        await me.type("3x^")
        await me.press("escape")  # in the middle of an answer
        left = "1 due, about 1 minute: press r"
        await me.until(lambda: me.in_catalogue and left in me.text(), "the one that is left")

    async with sitting(worker, tmp_path, home, opening=REVIEW) as me:
        await reviewing(me)
        assert "1 of 1" in me.text() and "3x^" in me.shown("#answer"), me.text()
        await hand_in(me, "3x^2")
        await me.press("enter")
        await me.until(lambda: "The next question is due" in me.text(), "the end")
        assert "1 right." in me.text() and "✓ Cubes: power rule" in me.text()
        await me.press("enter")
        await me.until(lambda: me.in_catalogue and "press r" not in me.text(), "the catalogue")
        await me.press("r")
        await me.until(lambda: "Nothing is due now; the next question is due" in me.text(), "nothing due")

    store = open_store(home, lambda: THEN)
    origins = [(each.question, each.text, each.origin.value) for each in store.history()]
    assert origins[2:] == [("sine", "cos(2x)", "review"), ("sine", "2cos(2x)", "review"), ("cube", "3x^2", "review")]
    own = store.load().lesson("cubes").question("cube")
    assert [each.text for each in own.attempts] == ["x^2"] and own.draft == "", "a review is not the lesson"
    store.close()


@asynchronous
async def test_a_checkpoint_stands_in_its_lesson(worker: Worker, tmp_path: Path) -> None:
    home = begun(tmp_path)
    file = tmp_path / "course" / "2-chains.yaml"
    async with sitting(worker, tmp_path, home, opening=file) as me:
        await me.until(lambda: isinstance(me.app.screen, LessonScreen) and "step 1/3" in me.text(), "the lesson")
        await me.press("pagedown")
        assert "Up to 3 questions, mixed, from: Cubes." in me.text() and "enter: begin the checkpoint" in me.text()
        await me.press("enter")
        await reviewing(me)
        assert "Checkpoint" in me.text() and "1 of 1" in me.text()
        told = HelpScreen.for_screen(me.app.screen)
        assert "mixed" in told.more and "back to the lesson" in told.more and "you are about to forget" not in told.more
        assert ("esc", "back to the lesson that the checkpoint is in") in told.rows
        assert not any("catalogue" in does for keys, does in told.rows if "esc" in keys)
        await me.press("pagedown", "enter")
        assert "enter: begin the checkpoint" in me.text(), "nothing was answered yet"
        await me.press("enter")
        await hand_in(me, "3x^2")
        await me.press("enter")
        await me.until(lambda: "1 right." in me.text(), "how it went")
        await me.press("enter")
        assert isinstance(me.app.screen, LessonScreen) and "The checkpoint is done: 1 right." in me.text(), me.text()
        await me.press("enter")
        assert "Well done." in me.text() and "step 3/3" in me.text()
    store = open_store(home, lambda: THEN)
    assert [each.origin.value for each in store.history()][2:] == ["checkpoint"]
    store.close()


@asynchronous
async def test_skip_reset_and_the_undo_of_each(worker: Worker, tmp_path: Path) -> None:
    home = begun(tmp_path)

    def told(me: Learner, words: str) -> bool:
        return isinstance(me.app.screen, CatalogueScreen) and words in me.text()

    async with sitting(worker, tmp_path, home) as me:
        await me.until(lambda: "Welcome back" in me.text(), "the welcome")
        await me.press("s", "escape")
        assert "(done)" not in me.text(), "asked first"
        await me.press("s", "enter")
        await me.until(lambda: told(me, "Skipped: Cubes.") and "✓ Cubes" in me.text(), "the skip")
        await me.press("u")
        await me.until(lambda: told(me, "Brought back: Cubes.") and "✓" not in me.text(), "the undo")
        await me.light(tmp_path / "course" / "1-cubes.yaml")
        await me.press("x", "enter")
        await me.until(lambda: told(me, "Reset: Cubes."), "the reset")
        assert me.text().count("at step") == 1
        await me.press("u")
        await me.until(lambda: told(me, "Brought back: Cubes.") and me.text().count("at step") == 2, "the undo")
        await me.press("u")
        await me.until(lambda: told(me, "There is nothing to undo."), "nothing")
        assert me.app.session.lesson("cubes").question("cube").attempts


@asynchronous
async def test_a_question_asked_anew_is_new_and_what_was_said_of_a_lesson_goes_with_it(
    worker: Worker, tmp_path: Path
) -> None:
    home = begun(tmp_path)
    async with sitting(worker, tmp_path, home, opening=REVIEW) as me:
        screen = await reviewing(me)
        if "Cubes" not in me.text():
            await me.press("pagedown")
        await me.press("ctrl+g")
        assert "The power rule." in me.text()
        await me.type("7x")
        await me.press("escape")  # not handed in: it is there again, with its hint
        await me.until(lambda: me.in_catalogue, "the catalogue")
        assert "Welcome back. enter goes on: Cubes" in me.text()
        await me.press("down")
        assert "the calculus behind machine learning" in me.text(), "another one is lit now"
        await me.press("x")
        assert "reset this lesson?" in me.text()
        await me.press("escape", "r")
        screen = await reviewing(me)
        if "Cubes" not in me.text():
            await me.press("pagedown")
        assert "7x" in me.shown("#answer") and "The power rule." in me.text()
        await hand_in(me, "7x")
        await me.press("escape")
        await me.until(lambda: me.in_catalogue, "the catalogue")
    async with sitting(worker, tmp_path, home, opening=REVIEW, after=timedelta(days=9)) as me:
        screen = await reviewing(me)
        if "Cubes" not in me.text():
            await me.press("pagedown")
        assert "Cubes" in me.text() and screen.ask is not None
        assert "7x" not in me.text() and "The power rule." not in me.text(), me.text()


MANY = "format: 1\nid: many\ntitle: Many\nsymbols: [x]\nskills: [power-rule]\nsteps:\n" + "".join(
    f"  - show: {{plot: {{f: 'x^2', x: [-1, 3]}}}}\n    ask: {{id: p{i}, question: P{i}, derivative_of: x^{i}}}\n"
    f"  - ask: {{id: q{i}, question: Q{i}, derivative_of: x^{i}}}\n"
    for i in (2, 3)
)


@asynchronous
async def test_an_answer_typed_in_one_go_with_the_key_that_brings_its_question_is_all_there(
    worker: Worker, tmp_path: Path
) -> None:
    """As a line that was stuck for a moment delivers it: the key, the whole answer and enter, all at once."""
    file = written(tmp_path, MANY)
    async with sitting(worker, tmp_path, tmp_path / "home", opening=file) as me:
        await me.until(lambda: "step 1/4" in me.text(), "the lesson")
        states = me.screen.state.questions
        for i, (name, answer) in enumerate((("p2", "2x"), ("q2", "2x"), ("p3", "3x^2"), ("q3", "3x^2"))):
            await me.burst(*(["enter"] if i else []), *answer, "enter")
            await me.until(lambda name=name: name in states and states[name].attempts, f"the verdict on {name}")
            assert me.position == i and [each.text for each in states[name].attempts] == [answer], me.text()


@asynchronous
async def test_progress_and_every_answer(worker: Worker, tmp_path: Path) -> None:
    home = begun(tmp_path)
    store = open_store(home, lambda: THEN)
    for i in range(3000):
        store.save_answer("cubes", "cube", f"{i}x^2", Verdict(Outcome.WRONG, f"Not this: {i} is no 3."), 0, 0)
    store.close()
    async with sitting(worker, tmp_path, home) as me:
        await me.press("p")
        await me.until(lambda: "power rule" in me.text(), "the progress")
        assert "0 of 2 lessons done" in me.text() and "missed" in me.text() and "due now" in me.text()
        await me.press("tab", "tab")
        assert "answers a day" in me.text() and "3002 answers on 1 day in 26 weeks" in me.text(), me.text()
        await me.press("end")
        assert "you forgot the inner derivative (chain rule)" in me.text() and "once" in me.text()
        assert "on Tuesday in Chains you answered: cos(2x)" in me.text()
        await me.press("/")
        await me.until(lambda: isinstance(me.app.screen, HistoryScreen) and "3002 answers" in me.text(), "the answers")
        listed = me.app.screen.query_one("#found", Scroll)
        assert len(listed.rows) <= 24 and "Not this: 2999 is no 3." in me.text()
        await me.press("down")
        assert "Not this: 2998 is no 3." in me.text()
        await me.type("inner chains")
        await me.until(lambda: "1 of 3002" in me.text(), "what was found")
        assert "you answered: cos(2x)" in me.text() and "The inner derivative is missing." in me.text()
        await me.type(" nowhere")
        assert "Nothing that you answered has all these words in it." in me.text()
        await me.resize(20, 5)
        assert "Please make this" in me.text()
        await me.resize(60, 18)
        await me.press("escape", "escape", "escape")
        await me.until(lambda: me.in_catalogue, "the catalogue")


# --- lines that fit, whatever the history -----------------------------------------------------------------------------

SKILLS = items(slopes=3, chains=2)
HEADERS = tuple(
    Header(Path(f"{name}.yaml"), name, f"A title of ∂{name}/∂θ₀ that is rather long for a line", "day")
    for name in ("slopes", "chains", "unknown")
)
CATALOGUE = Catalogue((Course(Path("day"), "day", "A day of θ", "", HEADERS),))


@settings(max_examples=12)
@given(histories(SKILLS, honest=False), st.integers(56, 200), st.booleans())
def test_every_line_of_the_progress_fits(history: tuple[Answered, ...], width: int, ascii: bool) -> None:
    past = Past(history, SKILLS, NOW)
    found = list(sections(past, CATALOGUE, Session(), UTC, width, ascii=ascii))
    assert [section.title for section in found] == ["lessons", "skills", "days", "your most frequent mistakes"]
    for row in (row for section in found for row in section.rows):
        text = "".join(run for run, _ in row)
        assert cell_len(text) <= width and text.isprintable(), (width, text)
        assert not ascii or text.isascii(), text
