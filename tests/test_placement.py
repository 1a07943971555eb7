"""Where to begin: held against learners whose knowledge is known, on the shipped road and on roads at random."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.apps import seated, worker, written
from tests.plain_talks import helper, talk
from tutor.lesson.catalogue import load_catalogue
from tutor.lesson.model import Header
from tutor.placement import MOST, Placed, Placement, Road, placement
from tutor.places import shipped_lessons
from tutor.progress.records import Origin
from tutor.progress.review import Item
from tutor.progress.store import open_store
from tutor.review import past_of
from tutor.session import Attempt
from tutor.ui.answers import AnswerLine
from tutor.ui.app import TutorApp
from tutor.ui.screens.lesson import LessonScreen
from tutor.verdict import Outcome, Verdict

__all__ = ["helper", "worker"]


def road_of(needs: dict[str, tuple[str, ...]], silent: frozenset[str] = frozenset()) -> Road:
    """A road of lessons with these needs; the silent ones have no question."""
    headers = [Header(Path(f"{name}.yaml"), name, name.upper(), "c", needs=below) for name, below in needs.items()]
    return Road(headers, {name: Item(name, "q", (name,), False, True, 0, True) for name in needs if name not in silent})


def place(road: Road, knows: frozenset[str]) -> Placed:
    """Asks a learner who answers by what they know."""
    placed = Placed(road)
    while (stop := placed.next()) is not None:
        assert stop.id not in placed.asked
        placed.answered(stop.id, stop.id in knows)
    assert len(placed.asked) <= MOST
    return placed


@st.composite
def roads(draw: st.DrawFn) -> dict[str, tuple[str, ...]]:
    names = [f"l{i:02}" for i in range(draw(st.integers(1, 30)))]
    return {
        name: tuple(draw(st.lists(st.sampled_from(names[max(0, i - 4) : i]), max_size=3, unique=True)) if i else ())
        for i, name in enumerate(names)
    }


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_nothing_is_passed_over_that_somebody_does_not_know(data: st.DataObject) -> None:
    road = road_of(data.draw(roads()))
    chosen = data.draw(st.sets(st.sampled_from(sorted(road.stops))))
    knows = frozenset(chosen | {each for name in chosen for each in road.stops[name].before})
    placed = place(road, knows)
    assert {header.id for header in placed.passed} <= knows and placed.known <= knows
    if placed.begin is not None:
        assert placed.begin.id not in placed.known
        assert not {header.id for header in placed.passed} & {placed.begin.id}


@pytest.mark.parametrize("count", [1, 2, 9, 27, 30])
def test_on_a_straight_road_the_first_lesson_not_known_is_found_exactly(count: int) -> None:
    names = [f"l{i:02}" for i in range(count)]
    road = road_of({name: tuple(names[i - 1 : i]) for i, name in enumerate(names)})
    for known in range(count + 1):
        placed = place(road, frozenset(names[:known]))
        assert (placed.begin.id if placed.begin else None) == (names[known] if known < count else None)
        assert [header.id for header in placed.passed] == names[:known]


def test_what_was_only_inferred_and_the_suggestion_needs_is_asked_itself() -> None:
    """Who guessed a question right higher up is asked about what lies below it, and the answer counts."""
    road = road_of({"a": (), "b": ("a",), "c": ("b",), "d": ("c",)})
    placed = Placed(road)
    placed.answered("c", True)
    placed.answered("d", False)
    assert placed.begin is not None and placed.begin.id == "d" and placed.next() is None  # c was asked itself
    placed = Placed(road_of({"a": (), "b": ("a",), "c": ("b",), "d": ("b",)}))
    placed.answered("c", True)
    placed.answered("d", False)
    asked = placed.next()
    assert asked is not None and asked.id == "b"
    placed.answered("b", False)
    assert placed.begin is not None and placed.begin.id == "b" and "c" in placed.known


def test_lessons_without_a_question_are_passed_over_with_what_they_need() -> None:
    needs = {"look": (), "a": (), "b": ("a",), "check": ("b",), "c": ("b",)}
    road = road_of(needs, frozenset({"look", "check"}))
    assert [each.id for each in place(road, frozenset("ab")).passed] == ["look", "a", "b", "check"]
    placed = place(road, frozenset())
    assert placed.begin is not None and placed.begin.id == "look" and not placed.passed


def test_lessons_that_need_each_other_or_nobody_knows_are_no_reason_to_stop() -> None:
    road = road_of({"a": ("b", "gone"), "b": ("a",)})
    assert road.stops["a"].before == {"b"} and place(road, frozenset("ab")).begin is None


# --- the lessons that are shipped -------------------------------------------------------------------------------------


def shipped() -> Road:
    catalogue = load_catalogue([shipped_lessons()])
    past = past_of(catalogue, (), datetime.now(UTC), besides=[header.id for header in catalogue.lessons()])
    return Road.of(catalogue, past)


def test_every_learner_who_stopped_somewhere_on_the_shipped_road_is_placed_there_or_a_little_before() -> None:
    """Ten questions cannot ask after each lesson that no other needs: one never asked about does not count as done."""
    road = shipped()
    order, asking = list(road.stops), [stop.id for stop in road.asking]
    assert len(asking) >= 20
    exact = 0
    for known in range(len(asking) + 1):
        placed = place(road, frozenset(asking[:known]))
        first = asking[known] if known < len(asking) else None
        begin = placed.begin.id if placed.begin else None
        exact += begin == first or not known
        if begin is not None and first is not None:
            assert order.index(begin) <= order.index(first), (known, placed.asked)
        assert {header.id for header in placed.passed} & set(asking) <= set(asking[:known])
    assert exact >= len(asking) * 2 / 3


def answered(sitting: Placement, text: str = "1", outcome: Outcome = Outcome.RIGHT, hints: int = 0) -> None:
    sitting.state.attempts.append(Attempt(text, Verdict(outcome, "")))
    sitting.state.hints = hints


def test_the_sitting_grows_by_a_question_at_a_time_and_hints_do_not_count_as_knowing() -> None:
    catalogue = load_catalogue([shipped_lessons()])
    past = past_of(catalogue, (), datetime.now(UTC), besides=[header.id for header in catalogue.lessons()])
    made = placement(catalogue, past, [])
    assert isinstance(made, Placement) and len(made.plan) == 1 and made.origin is Origin.PLACEMENT
    first = made.plan[0].item.lesson
    answered(made, hints=1)
    made.go_on()
    assert made.placed.asked == {first: False}
    while made.current is not None:
        made.go_on()
    assert made.placed.begin is not None and not made.placed.passed and len(made.plan) <= MOST
    everything = [header.id for header in catalogue.lessons()]
    assert isinstance(placement(catalogue, past, everything), str)


# --- as a learner -----------------------------------------------------------------------------------------------------

LESSON = """format: 1
id: {id}
title: Lesson {id}
needs: [{needs}]
symbols: [x]
steps:
  - say: This gives it away.
    ask: {{id: q, question: "What is the question of {id}?", answer: 2, placement: true, hints: [Two.]}}
"""


def course(folder: Path) -> Path:
    for i, name in enumerate("abc"):
        needs = "abc"[i - 1] if i else ""
        file = written(folder, LESSON.format(id=name, needs=needs), f"{i}.yaml")
    return file.parent


@pytest.mark.asyncio(loop_scope="session")
async def test_a_learner_is_placed_begins_there_and_takes_it_back(worker, tmp_path):
    lessons, home = load_catalogue([course(tmp_path)]), tmp_path / "home"
    app = TutorApp(lessons, worker, opener=lambda: open_store(home, lambda: datetime.now(UTC)))
    async with seated(app) as me:
        await me.until(lambda: me.app.keeping.store is not None, "what was kept")
        await me.press("b")
        await me.until(lambda: "Where to begin" in me.text() and "What is the question" in me.text(), "a question")
        assert "gives it away" not in me.text()
        for _ in range(MOST):
            if "Begin with" in me.text():
                break
            if "question of c" in me.text():
                await me.press("pagedown")
            else:
                await me.type("2")
                await me.press("enter")
                await me.until(lambda: me.app.screen.ask is None or me.app.screen.ask.done, "the verdict")
                await me.press("enter")
            await me.until(lambda: me.app.screen.ask is None or not me.app.screen.ask.done, "what comes next")
        assert "Begin with: Lesson c" in me.text() and "2 lessons before it" in me.text()
        await me.press("enter")
        await me.until(lambda: isinstance(app.screen, LessonScreen), "the lesson")
        assert me.screen.lesson_id == "c"
        await me.press("escape")
        await me.until(lambda: me.in_catalogue, "the catalogue")
        assert me.text().count("(done)") == 2
        await me.press("u")
        await me.until(lambda: "(done)" not in me.text(), "them back")


def test_in_lines_of_text_too(helper, tmp_path):
    script = ["placement", *["2", ""] * 2, "next", "", "list", "quit"]
    told = talk(helper, tmp_path / "home", script, roots=[course(tmp_path)]).flat
    assert "Begin with: Lesson c" in told and "gives it away" not in told.partition("Begin with")[0]
    assert told.count(", done") == 2


def test_leaving_it_in_lines_says_that_it_begins_anew(helper, tmp_path):
    """Its answers are kept; where it stood is not."""
    for script in (["placement", "2", "", "quit"], ["placement", "2", ""]):
        told = talk(helper, tmp_path / "home", script, roots=[course(tmp_path)]).flat
        assert told.endswith("Your answers are kept, and no lesson was passed over; placement begins anew."), told[
            -200:
        ]


@pytest.mark.asyncio(loop_scope="session")
async def test_what_is_typed_while_the_first_question_is_looked_for_is_for_that(worker, tmp_path):
    """And does nothing in the catalogue, where q would end the tutor."""
    lessons, home = load_catalogue([course(tmp_path)]), tmp_path / "home"
    app = TutorApp(lessons, worker, opener=lambda: open_store(home, lambda: datetime.now(UTC)))
    async with seated(app) as me:
        me._send("b")
        await me.until(lambda: app.screen.is_running and not me.in_catalogue, "a screen over the catalogue")
        await me.burst("1", "q", "2")
        await me.until(lambda: "What is the question" in me.text(), "a question")
        await me.until(lambda: app.screen.query_one(AnswerLine).value == "1q2", "what was typed")
        await me.press("escape")
        await me.until(lambda: me.in_catalogue, "the catalogue")
        for keys in (("b", "escape"), ("b", "escape", "escape"), ("b", "pagedown", "escape")):
            await me.burst(*keys)
            await me.press("escape")
            await me.until(lambda: me.in_catalogue, "the catalogue")


async def test_who_leaves_while_something_is_looked_for_leaves_in_peace(worker, tmp_path, monkeypatch):
    """It comes when no screen is there any more."""
    from tutor.ui import reviewing
    from tutor.ui.screens import placement

    found = asyncio.Event()

    async def late(app):
        await found.wait()
        return "nothing"

    monkeypatch.setattr(placement, "placement_screen", late)
    monkeypatch.setattr(reviewing, "review_screen", late)
    for opens in (TutorApp.open_placement, TutorApp.open_review):
        found.clear()
        app = TutorApp(load_catalogue([course(tmp_path)]), worker)
        async with seated(app) as me:
            await me.until(app.all_loaded.is_set, "all that lessons need")
            opens(app)
            await me.settle()
            stack = app._screen_stacks["_default"]
            held, stack[:] = list(stack), []
            found.set()
            for _ in range(30):
                await asyncio.sleep(0)
            stack[:] = held
            await me.settle()
