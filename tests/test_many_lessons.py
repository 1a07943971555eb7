"""A catalogue of any size: read in pieces it is the same, nothing that stands moves, and only what is seen is drawn."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.content import Content
from textual.geometry import Size

from tests.apps import seated, sitting, worker
from tutor.lesson.catalogue import Reading, find_lesson, load_catalogue
from tutor.lesson.model import Catalogue
from tutor.ui.app import TutorApp
from tutor.ui.menu import Item, Menu
from tutor.ui.screens.catalogue import CatalogueScreen, LessonList
from tutor.worker import Worker

__all__ = ["worker"]
asynchronous = pytest.mark.asyncio(loop_scope="session")
HEAD = "format: 1\nid: {id}\ntitle: Lesson {id}\nsteps:\n  - say: Hello.\n"


def made(folder: Path, courses: int, each: int) -> Path:
    """So many courses of so many lessons; every third has its lessons ordered from the last to the first."""
    for i in range(courses):
        course = folder / f"course-{i:02}"
        course.mkdir(parents=True)
        ids = [f"c{i}-{j}" for j in range(each)]
        for identity in ids:
            (course / f"{identity}.yaml").write_text(HEAD.format(id=identity), encoding="utf-8")
        if i % 3 == 2:
            (course / "course.yaml").write_text(f"title: Turned\nlessons: [{', '.join(reversed(ids))}]\n", "utf-8")
    return folder


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Courses with all that can be wrong: an id twice, a broken lesson, an id that only PyYAML can read."""
    folder = made(tmp_path_factory.mktemp("odd"), 5, 4)
    (folder / "course-03" / "b.yaml").write_text(HEAD.format(id="c0-1"), encoding="utf-8")
    (folder / "course-01" / "a.yaml").write_text("format: 1\nid: [", encoding="utf-8")
    (folder / "course-00" / "course.yaml").write_text("path: [c4-1, c0-2, c1-0]\n", encoding="utf-8")
    (folder / "top.yaml").write_text(HEAD.format(id='"t\\x6fp"'), encoding="utf-8")
    return folder


def listed(catalogue: Catalogue) -> list[str]:
    """What the catalogue shows, line by line."""
    return [
        line for course in catalogue.courses for line in (course.title, *(str(each.file) for each in course.lessons))
    ]


def test_reading_in_pieces_only_ever_adds_and_ends_with_all(odd: Path) -> None:
    whole, reading = load_catalogue([odd, odd]), Reading([odd, odd])
    before: list[str] = []
    for lines in range(1, 40):
        reading.read(lines=lines)
        now = listed(reading.catalogue)
        assert now[: len(before)] == before and listed(whole)[: len(now)] == now
        assert reading.done or len(now) >= lines
        before = now
    assert reading.done and reading.catalogue == whole and len(whole.lessons()) == 21
    slowly = Reading([odd])
    while not slowly.done:
        slowly.read(seconds=0)
    assert slowly.catalogue == whole


def test_a_lesson_is_found_by_its_id_as_the_whole_catalogue_would_find_it(odd: Path) -> None:
    whole = load_catalogue([odd])
    for header in whole.lessons():
        assert find_lesson([odd], header.id) == (header.file if header.id != "top" else None)
    assert find_lesson([odd], "c0") is None and find_lesson([odd / "none"], "c0-1") is None


def naively(items: list[Item], lit: int | None, top: int, width: int, height: int) -> tuple[int, list[str]]:
    """Every line of every item, and of these the ones that can be seen: the slow way."""
    lines = [
        (i, ("" if item.title else "  ") + line.plain)
        for i, item in enumerate(items)
        for line in Content(item.text).wrap(max(1, width - (0 if item.title else 2))) or [Content("")]
    ]
    mine = [y for y, (i, _) in enumerate(lines) if i == lit]
    if mine:
        first = max(0, mine[0] - 1) if lit == next(i for i, item in enumerate(items) if not item.title) else mine[0]
        top = max(min(top, first), mine[-1] - height + 1)
    top = max(0, min(top, len(lines) - height))
    shown = [("▸" + text[1:] if mine and y == mine[0] else text) for y, (_, text) in enumerate(lines)]
    return top, shown[top : top + height]


ITEMS = st.lists(
    st.builds(Item, st.text("ab \té漢", max_size=30), st.just("x"), st.sampled_from([False, False, False, True])),
    min_size=1,
    max_size=30,
)
MOVES = st.lists(st.sampled_from([1, -1, 3, -3, 10_000, -10_000]), max_size=12)


@settings(max_examples=25)
@given(items=ITEMS, moves=MOVES, width=st.integers(3, 20), height=st.integers(1, 12))
def test_a_menu_shows_what_one_would_that_draws_everything(
    items: list[Item], moves: list[int], width: int, height: int
) -> None:
    class Sized(Menu):
        size = Size(width, height)

    menu, top = Sized(items), 0
    for by in (0, *moves):
        if by:
            menu.action_move(by)
        top, expected = naively(items, menu.lit, top, width, height)
        rows = ["".join(text for text, _ in row) for row in menu._look()]
        assert [row.rstrip() for row in rows] == [line.rstrip() for line in expected]
        assert all(cell_len(row) <= width or width < 4 for row in rows)


@asynchronous
async def test_the_rest_is_read_beside_the_keys_and_nothing_that_stands_moves(worker: Worker, tmp_path: Path) -> None:
    reading = Reading([made(tmp_path, 9, 12)])
    reading.read(lines=20)
    app = TutorApp(reading.catalogue, worker, rest=reading)
    assert len(app.catalogue.lessons()) == 18
    async with seated(TutorApp(reading.catalogue, worker)) as me:
        first = me.text()
    async with seated(app) as me:
        await me.until(app.whole.is_set, "all lessons")
        lessons = app.screen.query_one("#lessons", LessonList)
        assert me.text() == first and "Course 01" in first
        assert len(app.catalogue.lessons()) == len(lessons.items) - 9 == 108
        assert len(lessons._wrapped) <= 45, "only what is seen is drawn"
        await me.press("end")
        assert "─ Lesson c8-0 ─" in me.text(), "the last course is turned round"
        assert len(lessons._wrapped) < 80
        screen = app.screen
        assert isinstance(screen, CatalogueScreen) and screen.lit_lesson() == app.catalogue.lessons()[-1]


@asynchronous
async def test_what_is_due_moves_nothing_and_fits(worker: Worker, tmp_path: Path) -> None:
    made(tmp_path, 1, 3)
    async with sitting(worker, tmp_path) as me:
        screen = me.app.screen
        assert isinstance(screen, CatalogueScreen)
        await me.until(lambda: me.app.whole.is_set() and me.app.all_loaded.is_set(), "all lessons, and what they need")
        for width, told in ((80, "12 due, about 14 minutes: press r"), (60, "12 due, about 14 minutes"), (80, "")):
            await me.resize(width, 24)
            where = screen.query_one("#lessons").region
            screen._due = "12 due, about 14 minutes" if told else None
            screen._show_due()
            await me.settle()
            assert screen.query_one("#lessons").region == where
            assert told in me.text() and ("due" in me.text()) == bool(told), me.text()
            assert [key.split()[0] for key in me.footer()] == ["enter", "r", "p", "l", "q", "?"], "none is dropped"
