"""Files that older calc-tutors wrote are brought forward, a copy of each kept beside them, and nothing in them lost.

`tests/data/progress-vN.sql` was made by the calc-tutor of version N itself, and is never edited.
"""

import sqlite3
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.stores import now, saved
from tutor.progress import schema, uids
from tutor.progress.kept import merged
from tutor.progress.opening import in_memory_copy
from tutor.verdict import Outcome, Verdict

DATA = Path(__file__).parent / "data"
VERSIONS = range(1, schema.latest())
RIGHT = Verdict(Outcome.RIGHT, "Right.")


def file_of(version: int, home: Path) -> Path:
    home.mkdir(exist_ok=True)
    old = sqlite3.connect(home / "progress.db")
    old.executescript((DATA / f"progress-v{version}.sql").read_text(encoding="utf-8"))
    old.close()
    return home / "progress.db"


def dump(file: Path) -> list[str]:
    """All that a file holds, as statements of SQL."""
    source = sqlite3.connect(file)
    lines = list(source.iterdump())
    source.close()
    return lines


def texts(store):
    session = store.load()
    return {
        (lesson, name): [[each.text for each in attempts] for attempts in (*state.past, state.attempts)]
        for lesson in ("one", "two")
        for name, state in session.lesson(lesson).questions.items()
    }


@pytest.mark.parametrize("version", VERSIONS)
def test_every_past_version_is_brought_forward_and_a_copy_of_it_kept(tmp_path, version):
    before = dump(file_of(version, tmp_path))
    with saved(tmp_path) as store:
        assert store.trouble is None
        history = store.history()
        assert [each.text for each in history] == ["cos(2x)", "2cos(2x)", "7", "7", "7+", "θ = 'é'"]
        assert [each.uid for each in history] == sorted({each.uid for each in history})
        assert [(each.mistake, each.where, each.hints) for each in history][:2] == [
            ("chain-inner", "sin(2x)", 0),
            (None, None, 1),
        ]
        assert {(each.origin.value, each.seconds) for each in history} == {("lesson", None)}
        assert texts(store) == {
            ("one", "a"): [["cos(2x)", "2cos(2x)"]],
            ("one", "b"): [["7"]],
            ("two", "a"): [[], ["θ = 'é'"]],
        }
        state = store.load().lesson("two")
        assert (state.position, state.finished, state.question("a").hints) == (1, True, 2)
        assert store.load().lesson("one").question("b").draft == "8"
        assert store.latest() == "two"  # although the clock had gone back a year
        store.save_answer("one", "b", "8", RIGHT, 0, 0)
        assert store.flush() and store.history()[-1].text == "8"
    assert dump(tmp_path / f"progress.v{version}.db") == before != dump(tmp_path / "progress.db")


def test_a_uid_made_of_an_old_row_is_the_same_on_any_machine_for_ever(tmp_path):
    file_of(1, tmp_path)
    with saved(tmp_path) as store:
        found = [each.uid for each in store.history()]
    assert found == [
        "0006475ef64cf3465e15c9a98226456a",
        "0006475ef9e07a46583b1e54fdcaeb6a",
        "0006475ef9e07a471a3ee48353719654",
        "0006475ef9e07a48a56d9cdfe40b06ed",
        "0006475efd740146c948c35dd32b9055",
        "0006475efd740147d27319b5867ef39c",
    ]


def test_two_copies_of_an_old_file_that_went_on_apart_count_what_they_share_once(tmp_path):
    kept = []
    for name in ("here", "there"):
        file_of(1, tmp_path / name)
        with saved(tmp_path / name) as store:
            store.save_answer("one", "b", name, RIGHT, 0, 0)
            kept.append(store.kept())
    assert len(merged(*kept).answers) == 6 + 2


def test_an_old_file_that_may_not_be_written_is_read_as_todays(tmp_path):
    old = sqlite3.connect(file_of(1, tmp_path))
    copy = in_memory_copy(old)
    assert copy.execute("SELECT count(*), count(DISTINCT uid) FROM answers").fetchone() == (6, 6)
    assert old.execute("PRAGMA user_version").fetchone() == (1,)
    copy.close(), old.close()


@pytest.mark.parametrize("place", range(len(schema.MIGRATIONS[1]) + 1))
def test_an_old_file_is_as_it_was_wherever_its_migration_fails(tmp_path, monkeypatch, place):
    before = file_of(1, tmp_path).read_bytes()
    changes = schema.MIGRATIONS[1]
    broken = (*changes[:place], "INSERT INTO nowhere VALUES (1)", *changes[place:])
    monkeypatch.setattr(schema, "MIGRATIONS", (schema.MIGRATIONS[0], broken))
    monkeypatch.setattr(schema, "in_memory", lambda version=None, made=schema.in_memory: made(version or 1))
    file = sqlite3.connect(tmp_path / "progress.db", isolation_level=None)
    with pytest.raises(sqlite3.OperationalError):
        schema.migrate(file)
    file.close()
    assert (tmp_path / "progress.db").read_bytes() == before


ROWS = st.lists(
    st.tuples(st.sampled_from(["2x", "7"]), st.sampled_from([now().isoformat(), "2025-12-31T00:00:00+00:00", "soon"])),
    max_size=8,
)


@given(ROWS, ROWS)
def test_derived_uids_grow_differ_and_agree_where_two_logs_begin_alike(begin, rest):
    known, more = list(uids.derived(begin, 1)), list(uids.derived(begin + rest, 1))
    assert more[: len(known)] == known
    assert more == sorted(set(more)) and len(more) == len(begin + rest)


@given(st.lists(st.integers(-(10**15), 10**15), max_size=9))
def test_stamps_grow_whatever_the_clock_does(moments):
    last = 0
    for each in moments:
        stamp = uids.after(last, max(0, each))
        assert last < stamp <= max(last + 1, each)
        last = stamp
    assert uids.after(uids.LAST, uids.LAST) == uids.LAST
