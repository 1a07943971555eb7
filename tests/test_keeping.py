"""Closed and started again: the tutor stands where it stood, and nothing that was answered is lost."""

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.apps import LESSONS, flat, read, seated, worker  # noqa: F401 - worker is a fixture
from tutor.lesson.catalogue import load_catalogue
from tutor.lesson.single import Formula
from tutor.places import shipped_lessons
from tutor.progress.store import open_store
from tutor.ui import keeping
from tutor.ui.app import TutorApp
from tutor.ui.screens.catalogue import CatalogueScreen
from tutor.worker import Worker

pytestmark = pytest.mark.asyncio(loop_scope="session")
DERIVATIVES = next(file for file in LESSONS if file.stem.startswith("02"))


def app_with(home: Path, helper: Worker) -> TutorApp:
    return TutorApp(
        load_catalogue([shipped_lessons()]), helper, opener=lambda: open_store(home, lambda: datetime.now(UTC))
    )


async def test_a_start_stands_where_the_last_one_stood(worker: Worker, tmp_path: Path) -> None:  # noqa: F811
    steps = read(DERIVATIVES).steps
    place = next(i for i, step in enumerate(steps) if step.ask and isinstance(step.ask.about, Formula))
    app = app_with(tmp_path, worker)
    async with seated(app) as me:
        await me.until(lambda: app.keeping.ready.is_set(), "the store")
        await me.open(DERIVATIVES)
        for _ in range(place):
            await me.press("pagedown")
        await me.to_question()
        await me.type("qq")
        await me.press("enter")
        await me.until(lambda: "I cannot read this" in me.text(), "the mark")
        await me.replace("3x^2+2")
        await me.press("enter")
        await me.until(lambda: bool(me.ask.state.attempts), "the verdict")
        await me.press("ctrl+g")
        await me.replace("3x^2 -")
        said = me.ask.state.attempts[-1].verdict.message
        await me.settle()
    app.keeping.close()

    app = app_with(tmp_path, worker)
    async with seated(app) as me:
        await me.press("enter")  # also before it is known where one stood
        await me.until(lambda: f"step {place + 1}/" in me.text(), "the step")
        state = me.ask.state
        assert (state.draft, state.hints) == ("3x^2 -", 1)
        assert [(a.text, a.verdict.message) for a in state.attempts] == [("3x^2+2", said)]
        assert me.line().value == "3x^2 -"
        unread, answer = app.keeping.store.history()
        assert (unread.text, unread.outcome.value) == ("qq", "unreadable")
        assert (answer.text, answer.origin.value) == ("3x^2+2", "lesson") and 0 <= answer.seconds < 60
        await me.settle()
    app.keeping.close()


async def test_a_store_that_cannot_be_kept_is_told_of_and_the_tutor_still_teaches(
    worker: Worker,  # noqa: F811
    tmp_path: Path,
) -> None:
    home = tmp_path / "a file"
    home.write_text("in the way")
    app = app_with(home, worker)
    async with seated(app) as me:
        await me.until(lambda: app.keeping.ready.is_set() and app.keeping.trouble is not None, "the trouble")
        await me.settle()
        assert isinstance(app.screen, CatalogueScreen)
        await me.open(DERIVATIVES)
        assert "step 1/" in me.text() and "is not kept" in flat(me.text()), "also to whom no catalogue has told it"
    app.keeping.close()
    assert home.read_text() == "in the way"


async def test_what_cannot_be_kept_any_more_is_said_while_one_learns_and_at_the_end(
    worker: Worker,  # noqa: F811
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(keeping, "APART", 0.02)
    app = TutorApp(
        load_catalogue([shipped_lessons()]),
        worker,
        opener=lambda: open_store(tmp_path, lambda: datetime.now(UTC), patience=0.01),
    )
    async with seated(app) as me:
        await me.until(lambda: app.keeping.ready.is_set(), "the store")
        await me.open(DERIVATIVES)
        assert app.keeping.store.flush()
        other = sqlite3.connect(tmp_path / "progress.db", isolation_level=None)
        other.execute("BEGIN EXCLUSIVE")
        await me.press("pagedown")
        await me.until(lambda: "cannot be written to just now" in me.text(), "the sentence above the step")
        other.execute("ROLLBACK")
        await me.press("pagedown")
        await me.until(lambda: app.keeping.trouble is None, "the write that is made good")
        assert "cannot be written" not in me.text()
        await me.press("escape")
        await me.until(lambda: "kept again" in me.text(), "that all is well")
        other.execute("BEGIN EXCLUSIVE")
        app.keeping.scene("any", "any", {})
        await me.settle()
    assert str(tmp_path / "progress.db") in app.keeping.close()
    other.close()
