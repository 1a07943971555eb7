"""What was saved comes back: exactly, in a lesson that changed, after two writers, and whatever the clock does."""

import random
import sqlite3
import tempfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.stores import LESSONS, answered, here, kept, lesson_of, now, saved, states, without_sync
from tutor.progress import schema
from tutor.progress.anchor import anchor_of, position_of
from tutor.progress.changes import What
from tutor.progress.store import open_store
from tutor.progress.trouble import NotChanged
from tutor.session import Session
from tutor.verdict import Outcome, Verdict

pytestmark = pytest.mark.filterwarnings("error::pytest.PytestUnhandledThreadExceptionWarning")

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
VERDICTS = st.builds(
    Verdict,
    st.sampled_from(Outcome),
    TEXTS,
    mistake=st.none() | st.just("chain-inner"),
    where=st.none() | TEXTS,
    understood=st.none() | TEXTS,
)
RIGHT = Verdict(Outcome.RIGHT, "yes")
SAFETY = {"synchronous": 3, "journal_mode": "delete", "busy_timeout": 3000}  # 3: EXTRA
EVENTS = st.tuples(
    st.sampled_from(["go", "draft", "answer", "hint", "reveal", "worked", "sibling", "reopen"]),
    st.sampled_from(sorted(LESSONS)),
    st.sampled_from(["a", "b"]),
    st.integers(0, 7),
    st.sampled_from(["2x", "2 x", "3*x^2"]) | TEXTS,
    VERDICTS,
)


@contextmanager
def quick():
    patch = without_sync()
    yield
    patch.undo()


def play(session, store, what, lesson, question, number, text, verdict):
    """One thing a learner does, kept as a screen would keep it."""
    if what == "go":
        session.go(LESSONS[lesson], number)
        here(store, session, lesson)
        return
    state = session.lesson(lesson).question(question)
    if what == "draft":
        state.draft = text
    elif what == "answer":
        session.judged(state, text, verdict)
        answered(store, session, lesson, question, text, verdict)
    elif what == "hint":
        session.hint(state, 3)
    elif what == "reveal":
        state.revealed = True
    elif what == "worked":
        state.worked = True
    elif what == "sibling":
        session.sibling(state)
    kept(store, session, lesson, question)


@settings(max_examples=25, deadline=None)
@given(st.lists(EVENTS, max_size=25), st.integers())
def test_a_session_comes_back_as_it_was_whatever_the_clock_does(events, seed):
    dice = random.Random(seed)

    def clock():
        return now() + timedelta(days=dice.choice([0, 0, 0, 1, -1, 400, -400]))

    with tempfile.TemporaryDirectory() as home, quick():
        session, store = Session(), open_store(Path(home), clock)
        for what, *rest in events:
            if what == "reopen":
                assert store.close()
                store = open_store(Path(home), clock)
                assert states(store.load()) == states(session)
            else:
                play(session, store, what, *rest)
        assert store.close() and store.trouble is None
        store = open_store(Path(home), clock)
        assert states(store.load()) == states(session)
        answers = [event for event in events if event[0] == "answer"]
        assert [each.text for each in store.history()] == [text for *_, text, _ in answers]
        assert [each.outcome for each in store.history()] == [verdict.outcome for *_, verdict in answers]
        store.close()


def test_answers_alone_bring_a_question_back(tmp_path):
    with saved(tmp_path) as store:
        store.save_answer("one", "a", "2x", Verdict(Outcome.WRONG, "no"), 1, 0)
        store.save_answer("one", "a", "3x", Verdict(Outcome.RIGHT, "yes"), 2, 1)
        question = store.load().lesson("one").question("a")
        assert (question.variant, question.hints, question.right) == (1, 2, True)
        assert [[each.text for each in attempts] for attempts in question.past] == [["2x"]]


def test_every_attempt_is_in_the_file_also_one_that_does_not_count(tmp_path):
    with saved(tmp_path) as store:
        texts, outcomes = ("2x", "3x", " 2x", "2x+"), (Outcome.WRONG, Outcome.FORM, Outcome.WRONG, Outcome.UNREADABLE)
        for text, outcome in zip(texts, outcomes, strict=True):
            store.save_answer("one", "a", text, Verdict(outcome, "..."), 0, 0)
        assert [each.text for each in store.load().lesson("one").question("a").attempts] == ["3x", " 2x"]
        rows = store._writer.ask(lambda file: file.execute("SELECT text, answered_at FROM answers").fetchall())
    assert rows == [(text, "2026-01-02T03:04:05.000006+00:00") for text in texts]


def test_what_is_acknowledged_was_forced_to_the_disk(tmp_path):
    with saved(tmp_path) as store:
        asked = [store._writer.ask(lambda file, of=of: file.execute(f"PRAGMA {of}").fetchone()[0]) for of in SAFETY]
    assert dict(zip(SAFETY, asked, strict=True)) == SAFETY


def test_times_are_kept_in_utc(tmp_path):
    east = timezone(timedelta(hours=5, minutes=30))
    with saved(tmp_path, lambda: datetime(2026, 1, 1, 1, 0, tzinfo=east)) as store:
        store.save_answer("one", "a", "2x", Verdict(Outcome.WRONG, "no"), 0, 0)
        found = store._writer.ask(lambda file: file.execute("SELECT answered_at FROM answers").fetchone())
    assert found == ("2025-12-31T19:30:00.000000+00:00",)


def test_the_lesson_visited_last_is_known_although_the_clock_went_back(tmp_path):
    with saved(tmp_path) as store:
        assert store.latest() is None
        store.save_position("one", 1, 1, False, datetime(2026, 5, 5, tzinfo=UTC))
        store.save_position("two", 1, 1, False, datetime(1970, 1, 1, tzinfo=UTC))
        assert store.latest() == "two"
    with saved(tmp_path) as store:
        assert store.latest() == "two"
        store.save_position("one", 0, 0, False, datetime(1969, 1, 1, tzinfo=UTC))
        assert store.latest() == "one"


def test_what_was_reached_is_not_taken_back_by_a_session_that_lags_behind(tmp_path):
    with saved(tmp_path) as ahead, saved(tmp_path) as behind:
        ahead.save_position("one", 5, 5, True, now())
        ahead.save_question("one", "a", "new", 2, True, True, 3)
        assert ahead.flush()
        behind.save_position("one", 1, 1, False, now())
        behind.save_question("one", "a", "old", 0, False, False, 2)
        behind.save_answer("one", "a", "2x", Verdict(Outcome.WRONG, "no"), 3, 2)
        state = behind.load().lesson("one")
        question = state.questions["a"]
    assert (state.position, state.furthest, state.finished) == (1, 5, True)
    assert (question.draft, question.hints, question.variant) == ("new", 2, 3)
    assert question.revealed and question.worked
    assert [len(attempts) for attempts in question.past] == [0, 0, 1]


def test_text_that_is_no_text_is_kept_as_well_as_it_can_be(tmp_path):
    with saved(tmp_path) as store:
        store.save_question("one", "a", "2\ud800x\0y", 10**30, False, False, -5)
        question = store.load().lesson("one").question("a")
        assert store.flush() and store.trouble is None
    assert (question.draft, question.hints, question.variant) == ("2?x\0y", schema.MOST, 0)


def test_saving_never_waits_for_the_disk(tmp_path):
    with saved(tmp_path, patience=60.0) as store:
        assert store.flush()
        other = sqlite3.connect(tmp_path / "progress.db", isolation_level=None)
        other.execute("BEGIN EXCLUSIVE")  # a save that waited would wait for the next line but one
        for number in range(50):
            store.save_question("one", "a", "x" * number, 0, False, False, 0)
        other.close()
        assert store.flush() and store.trouble is None
        assert store.load().lesson("one").question("a").draft == "x" * 49


def test_where_an_answer_was_given_and_how_long_it_took_is_kept(tmp_path):
    with saved(tmp_path) as store:
        for origin, seconds in (("lesson", None), ("review", 12.6), ("checkpoint", 10**6), ("review", -3.0)):
            store.save_answer("one", "a", "2x", RIGHT, 1, 2, origin=origin, seconds=seconds)
        store.save_answer("one", "a", "2x", RIGHT, 1, 2, seconds=float("nan"))
        with pytest.raises(ValueError):
            store.save_answer("one", "a", "2x", RIGHT, 0, 0, origin="elsewhere")
        found = store.history()
    assert [(each.origin.value, each.seconds) for each in found] == [
        *[("lesson", None), ("review", 13), ("checkpoint", 3600), ("review", 0), ("lesson", None)]
    ]
    assert {(each.answered_at, each.variant, each.hints) for each in found} == {(now(), 2, 1)}
    assert len({each.uid for each in found}) == 5


def test_a_scene_stands_as_it_stood(tmp_path):
    state = {"k": 7, "theta": [0.1 + 0.2, -0.0, 1e-320, float("inf")], "legs": [{"rate": "0.1"}]}
    with saved(tmp_path) as store:
        store.save_scene("one", "descend", {"k": 3})
        store.save_scene("one", "descend", state)
        store.save_scene("one", "long", {"k": "x" * 10**6})
    with saved(tmp_path) as store:
        assert repr(store.scene("one", "descend")) == repr(state)
        assert store.scene("one", "long") is store.scene("two", "descend") is None
        for odd in ("{", "[1]", "[" * 5000):
            store._writer.change(lambda file, odd=odd: file.execute("UPDATE scenes SET state = ?", (odd,)))
            assert store.scene("one", "descend") is None


# --- taken away and brought back --------------------------------------------------------------------------------------


@settings(max_examples=25, deadline=None)
@given(st.lists(EVENTS, max_size=15), st.sampled_from(["one", None]))
def test_what_is_forgotten_is_gone_and_the_rest_as_it_was_until_it_is_undone(events, lesson):
    with tempfile.TemporaryDirectory() as home, quick(), saved(Path(home)) as store:
        session = Session()
        for what, *rest in events:
            if what != "reopen":
                play(session, store, what, *rest)
        before, whole = store.load(), store.kept()
        done = store.forget(lesson)
        gone = {lesson} if lesson else set(LESSONS)
        assert states(store.load()) == {name: each for name, each in states(before).items() if name not in gone}
        assert (done is None) is (not gone & set(states(before)))
        if done is not None:
            assert store.undoable() == done == store.undo() and store.kept() == whole
        assert store.undo() is store.undoable() is None and store.trouble is None


def test_a_lesson_that_is_skipped_is_finished_and_no_more_until_it_is_undone(tmp_path):
    with saved(tmp_path) as store:
        store.save_position("one", 2, 3, False, now())
        for lesson in ("one", "two"):
            before = store.kept()
            assert store.skip(lesson) and store.load().lesson(lesson).finished and store.latest() == "one"
            assert store.skip(lesson) is None
            assert store.undo().what is What.SKIP and store.kept() == before
    with saved(tmp_path) as store:
        store.skip("two")
        store.save_position("two", 1, 1, False, now())  # went there after all: that is not taken back
        store.undo()
        state = store.load().lesson("two")
        assert (state.position, state.finished, store.latest()) == (1, False, "two")


def test_a_change_that_cannot_be_made_changes_nothing_and_says_so(tmp_path):
    with saved(tmp_path, patience=0.05) as store:
        store.save_position("one", 2, 3, False, now())
        kept_before = store.kept()
        other = sqlite3.connect(tmp_path / "progress.db", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        for change in (lambda: store.forget(None), lambda: store.skip("one"), lambda: store.rename("Ann")):
            with pytest.raises(NotChanged, match="locked"):
                change()
        store.save_position("one", 4, 4, False, now())
        with pytest.raises(NotChanged, match="not lost"):  # what came before it is still waiting
            store.forget(None)
        other.execute("COMMIT")
        assert store.flush() and store.trouble is None
        assert store.load().lesson("one").furthest == 4 and kept_before.lessons
        store._writer.change(lambda file: file.execute("INSERT INTO undone VALUES (1, 'forget', '{}', '2026-01-01')"))
        for payload in ("{", "[]", '{"lesson": 5}', '{"lesson": null}', '{"lesson": null, "kept": "{}"}'):
            store._writer.change(lambda file, each=payload: file.execute("UPDATE undone SET payload = ?", (each,)))
            with pytest.raises(NotChanged, match="no longer be read"):
                store.undo()
            assert store.trouble is None


# --- lessons that changed ---------------------------------------------------------------------------------------------

SHAPES = st.lists(st.none() | st.sampled_from("abcdef"), min_size=1, max_size=9).map(
    lambda ids: [each for n, each in enumerate(ids) if each is None or each not in ids[:n]]
)


@given(SHAPES.filter(bool), st.integers(0, 8))
def test_in_an_unchanged_lesson_a_place_is_itself(shape, position):
    lesson = lesson_of("one", *shape)
    position = min(position, len(shape) - 1)
    assert position_of(lesson, anchor_of(lesson, position), 0) == position


@given(SHAPES.filter(bool), SHAPES.filter(bool), st.integers(0, 8))
def test_in_a_changed_lesson_a_place_stays_with_its_question(old, new, position):
    position = min(position, len(old) - 1)
    anchor = anchor_of(lesson_of("one", *old), position)
    found = position_of(lesson_of("one", *new), anchor, position)
    assert 0 <= found < len(new)
    if anchor.question in new and anchor.question is not None:
        start = new.index(anchor.question)
        assert start <= found
        assert sum(each is not None for each in new[start + 1 : found]) == 0  # no other question was jumped over
    elif anchor.question is not None:
        assert found == min(position, len(new) - 1)


def test_a_lesson_that_changed_between_two_starts(tmp_path):
    before, after = lesson_of("one", None, "a", None, "b"), lesson_of("one", "new", None, None, "a", None, "b")
    with saved(tmp_path) as store:
        store.save_position("one", 2, 9, False, now(), before)
        store.save_position("gone", 7, 7, False, now())
    with saved(tmp_path) as store:
        session = store.load()
        store.settle(session, after)
        store.settle(session, lesson_of("gone", "a", None))
        store.settle(session, lesson_of("never", None))
        assert (session.lesson("one").position, session.lesson("one").furthest) == (4, 5)
        assert (session.lesson("gone").position, session.lesson("gone").furthest) == (1, 1)
        assert not session.started("never")


# --- older files ------------------------------------------------------------------------------------------------------


def test_an_older_file_is_brought_forward_and_a_copy_of_it_kept(tmp_path, monkeypatch):
    with saved(tmp_path) as store:
        store.save_answer("one", "a", "2x", Verdict(Outcome.RIGHT, "yes"), 0, 0)
    monkeypatch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, ("ALTER TABLE answers ADD COLUMN mood REAL",)))
    with saved(tmp_path) as store:
        assert store.trouble is None
        store.save_answer("one", "b", "2x", Verdict(Outcome.RIGHT, "yes"), 0, 0)
        assert set(store.load().lesson("one").questions) == {"a", "b"}
    assert sorted(each.name for each in tmp_path.iterdir()) == ["progress.db", "progress.v2.db"]
    monkeypatch.undo()
    (tmp_path / "progress.v2.db").replace(tmp_path / "progress.db")
    with saved(tmp_path) as store:
        assert store.trouble is None
        assert set(store.load().lesson("one").questions) == {"a"}


def test_a_migration_that_fails_leaves_the_file_as_it_was(tmp_path, monkeypatch):
    with saved(tmp_path) as store:
        for text in ("2x", "3x"):
            store.save_answer("one", "a", text, Verdict(Outcome.RIGHT, "yes"), 0, 0)
    before = (tmp_path / "progress.db").read_bytes()
    worse = ("ALTER TABLE answers ADD COLUMN mood REAL", "CREATE UNIQUE INDEX one_each ON answers (question)")
    monkeypatch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, worse))
    with saved(tmp_path) as store:
        assert store.trouble
        store.save_position("one", 1, 1, False, now())
        assert not store.flush()
    assert (tmp_path / "progress.db").read_bytes() == before


def test_two_that_make_the_file_at_once_make_one_file(tmp_path):
    with ThreadPoolExecutor(6) as pool:
        stores = list(pool.map(lambda _: open_store(tmp_path, now), range(6)))
    for number, store in enumerate(stores):
        assert store.trouble is None
        store.save_position(f"l{number}", 1, 1, False, now())
    assert all([store.flush() for store in stores])
    assert all(len(states(store.load())) == 6 for store in stores)
    assert all([store.close() for store in stores])


def test_closing_twice_and_saving_late_do_no_harm(tmp_path):
    store = open_store(tmp_path, now)
    assert store.close()
    assert not store.close()
    store.save_position("one", 1, 1, False, now())
    assert not store.flush()
