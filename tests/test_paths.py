"""A path through lessons of other folders: opened from there one goes on along it, and what is done is done in both."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from tests.apps import sitting, worker
from tutor.plain.streams import speak
from tutor.ui.screens.catalogue import CatalogueScreen
from tutor.worker import Worker

__all__ = ["worker"]
HEAD = "format: 1\nid: {id}\ntitle: Lesson {id}\nsteps:\n  - say: Hello.\n"


@pytest.fixture
def lessons(tmp_path: Path) -> Path:
    for course, ids in (("1-a", ("a1", "a2")), ("2-b", ("b1", "b2")), ("day", ("d0",))):
        (tmp_path / course).mkdir()
        for each in ids:
            (tmp_path / course / f"{each}.yaml").write_text(HEAD.format(id=each), "utf-8")
    (tmp_path / "day" / "course.yaml").write_text("title: The day\npath: [d0, a1, b2]\n", "utf-8")
    return tmp_path


def test_in_lines_of_text_one_goes_on_along_it_too(lessons: Path) -> None:
    out = io.StringIO()
    speak([lessons], None, lessons / "home", io.StringIO("6\nnext\n\nnext\n"), out, environment={})
    told = " ".join(out.getvalue().split())
    assert told.index("Done: Lesson a1. Next: Lesson b2;") < told.index("Done: Lesson b2. Next: Lesson a2;")


@pytest.mark.asyncio(loop_scope="session")
async def test_opened_from_a_path_a_lesson_goes_on_along_it(lessons: Path, worker: Worker) -> None:
    async with sitting(worker, lessons) as me:
        screen = me.app.screen
        assert isinstance(screen, CatalogueScreen)
        await me.press("end", "up", "enter")
        await me.until(lambda: "Hello" in me.text(), "the lesson")
        assert "Lesson a1" in me.text()
        await me.press("enter")
        await me.until(lambda: me.in_catalogue, "back")
        assert "Next: Lesson b2" in me.text(), me.text()
        assert me.text().count("✓") == 2 and screen.lit_lesson().id == "b2"
        await me.press("enter")
        await me.until(lambda: "Hello" in me.text(), "the next lesson")
        await me.press("enter")
        await me.until(lambda: me.in_catalogue and "Done: Lesson b2" in me.text(), "back")
        assert "Next: Lesson a2" in me.text(), me.text()
