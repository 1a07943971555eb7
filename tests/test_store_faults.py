"""What a disk, a kill and another program can do to the progress file: nothing raises, and nothing kept is lost."""

import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

import platformdirs
import pytest

from tests.stores import now, saved, states, without_sync
from tutor.progress.store import open_store
from tutor.verdict import Outcome, Verdict

pytestmark = pytest.mark.filterwarnings("error::pytest.PytestUnhandledThreadExceptionWarning")
ROOT = Path(__file__).resolve().parent.parent
WRONG = Verdict(Outcome.WRONG, "Not yet: the inner derivative is missing.", "chain-inner", "2*x", "2x")


def learn(store, lesson="one", answers=1):
    for number in range(answers):
        store.save_position(lesson, number, number, False, now())
        store.save_answer(lesson, "a", f"{number}*x", WRONG, 0, 0)
        store.save_question(lesson, "a", f"{number}", 0, False, False, 0)
        store.save_scene(lesson, f"scene {number // 20}", {"k": number})


def answers(store, lesson="one"):
    return [each.text for each in store.load().lesson(lesson).question("a").attempts]


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    """A healthy file of several pages."""
    home = tmp_path_factory.mktemp("sound")
    with saved(home) as store:
        learn(store, answers=60)
    return (home / "progress.db").read_bytes()


def use(home):
    """Opens whatever stands there, does everything, closes: (was the file taken, the trouble at the start)."""
    store = open_store(home, now, patience=0.05)
    taken, trouble = store.file is not None, store.trouble
    assert taken is (trouble is None)
    store.load(), store.latest(), store.history(), store.scene("one", "scene 1"), store.undoable()
    assert store.kept() is not None
    learn(store, "later", 3)
    assert store.flush() in (True, False)
    assert answers(store, "later") == ["0*x", "1*x", "2*x"]
    store.close()
    return taken, trouble


def holds(home, content, name="progress.db"):
    home.mkdir()
    (home / name).write_bytes(content)
    return home / name


# --- damage -----------------------------------------------------------------------------------------------------------


def spoiled(content):
    """The file cut short and with single bits turned, at many places; the header's every byte among them."""
    dice = random.Random(5)
    cuts = [1, 15, 16, 99, 100, 101, 511, 512, 4095, 4096, 4097, len(content) - 1]
    for length in (*cuts, *dice.sample(range(1, len(content)), 12)):
        yield f"cut at {length}", content[:length]
    for place in (*range(100), *dice.sample(range(100, 1200), 25), *dice.sample(range(1200, len(content)), 50)):
        turned = bytearray(content)
        turned[place] ^= 1 << dice.randrange(8)
        yield f"bit turned at {place}", bytes(turned)
    yield "zeros in the middle", content[:4096] + bytes(4096) + content[8192:]
    yield "not SQLite", b"hello\n" * 5000
    yield "all zeros", bytes(8192)


def test_a_damaged_file_never_raises_and_is_never_overwritten(tmp_path, sound, request):
    request.addfinalizer(without_sync().undo)
    left_alone = 0
    for number, (what, content) in enumerate(spoiled(sound)):
        home = tmp_path / str(number)
        file = holds(home, content)
        taken, trouble = use(home)
        if not taken:
            left_alone += 1
            assert file.read_bytes() == content, what
            assert str(file) in trouble and "--home" in trouble
            assert [each.name for each in home.iterdir()] == ["progress.db"], what
        else:  # what the bit did was not to be seen: a letter of a text, or a byte that nothing uses
            with saved(home) as store:
                assert answers(store, "later") == ["0*x", "1*x", "2*x"], what
                assert len(answers(store)) >= 59, what
        shutil.rmtree(home)
    assert left_alone > 80


def test_an_empty_file_is_a_new_one(tmp_path):
    holds(tmp_path / "home", b"")
    assert use(tmp_path / "home") == (True, None)


def test_a_database_of_another_program_is_left_alone(tmp_path):
    file = tmp_path / "progress.db"
    other = sqlite3.connect(file)
    other.execute("CREATE TABLE lessons (lesson TEXT)")
    other.commit()
    other.close()
    before = file.read_bytes()
    taken, trouble = use(tmp_path)
    assert not taken and "calc-tutor" in trouble and file.read_bytes() == before


def test_a_file_damaged_while_it_is_open_is_given_up_and_the_rest_kept_in_memory(tmp_path):
    with saved(tmp_path) as store:
        learn(store, answers=5)
        assert store.flush()
        file = tmp_path / "progress.db"
        file.write_bytes(b"x" * file.stat().st_size)
        learn(store, "later", 2)
        assert not store.flush() and store.trouble
        assert answers(store, "later") == ["0*x", "1*x"]
        learn(store, "last", 1)
        assert not store.flush() and answers(store, "last") == ["0*x"]
    assert set(file.read_bytes()) == {ord("x")}


def test_a_file_taken_away_under_the_tutor_is_noticed(tmp_path):
    home = tmp_path / "home"
    with saved(home) as store:
        learn(store)
        assert store.flush()
        shutil.rmtree(home)
        learn(store, "later", 2)
        assert not store.flush() and "no longer where it was" in store.trouble
        assert answers(store, "later") == ["0*x", "1*x"]
    assert not home.exists()


def test_a_file_that_was_moved_and_comes_back_gets_what_was_done_meanwhile(tmp_path):
    home, away = tmp_path / "home", tmp_path / "away"
    with saved(home) as store:
        learn(store)
        assert store.flush()
        home.rename(away)
        learn(store, "later", 2)
        assert not store.flush() and store.trouble
        away.rename(home)
        learn(store, "last", 1)
        assert store.flush() and store.trouble is None
    with saved(home) as store:
        assert answers(store, "later") == ["0*x", "1*x"] and answers(store, "last") == ["0*x"]


# --- nowhere to write -------------------------------------------------------------------------------------------------


def test_where_no_folder_can_be_made_one_goes_on_without(tmp_path):
    (tmp_path / "file").write_text("mine")
    (tmp_path / "loop").symlink_to("loop")
    (tmp_path / "folder" / "progress.db").mkdir(parents=True)
    for home in ("file", "file/under/it", "loop", "loop/x", "folder", "x" * 300, "a\0b"):
        taken, trouble = use(tmp_path / home)
        assert not taken and trouble.endswith(".") and "--home" in trouble, home
    assert (tmp_path / "file").read_text() == "mine"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_where_the_file_should_be_holds_nobody(tmp_path):
    os.mkfifo(tmp_path / "progress.db")
    taken, trouble = use(tmp_path)
    assert not taken and "not a file" in trouble


def test_a_machine_without_a_home(tmp_path, monkeypatch):
    monkeypatch.setattr(platformdirs, "user_data_path", lambda *_, **__: Path("~/.local/share/calc-tutor"))
    monkeypatch.chdir(tmp_path)
    taken, trouble = use(None)
    assert not taken and "home" in trouble
    assert list(tmp_path.iterdir()) == []


def test_without_a_folder_named_the_platforms_own_is_taken(tmp_path, monkeypatch):
    monkeypatch.setattr(platformdirs, "user_data_path", lambda *_, **__: tmp_path / "share" / "calc-tutor")
    assert use(None) == (True, None)
    assert (tmp_path / "share" / "calc-tutor" / "progress.db").is_file()


NOBODY = """
import os, sys
from pathlib import Path
from tests.test_store_faults import learn, answers
from tests.stores import now
from tutor.progress.store import open_store
if os.getuid() == 0:
    os.setgroups([]), os.setgid(65534), os.setuid(65534)
store = open_store(Path(sys.argv[1]), now)
print(len(answers(store)), store.file, store.trouble)
learn(store, "later", 2)
print(store.flush(), answers(store, "later"))
"""


@pytest.mark.skipif(os.name != "posix", reason="permissions are of another kind here")
@pytest.mark.parametrize("modes", [(0o444, 0o755), (0o644, 0o555), (0o444, 0o555)])
def test_what_a_file_that_may_not_be_written_holds_is_read(sound, modes):
    with tempfile.TemporaryDirectory() as top:
        home = Path(top) / "home"
        file = holds(home, sound)
        if os.getuid() == 0:
            os.chown(file, 65534, 65534), os.chown(home, 65534, 65534)
        for path, mode in zip((Path(top), file, home), (0o755, *modes), strict=True):
            path.chmod(mode)
        run = subprocess.run([sys.executable, "-c", NOBODY, str(home)], cwd=ROOT, capture_output=True, text=True)
        home.chmod(0o755)
        assert run.returncode == 0, run.stderr
        first, second = run.stdout.splitlines()
        assert first.startswith("60 None ") and "may not be written" in first
        assert second == "False ['0*x', '1*x']"
        assert file.read_bytes() == sound


# --- newer files, locks, a full disk ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "found"),
    [("ALTER TABLE answers ADD COLUMN mood REAL", 60), ("ALTER TABLE answers RENAME COLUMN text TO words", 0)],
)
def test_a_newer_file_is_read_and_left_alone(tmp_path, sound, change, found):
    file = holds(tmp_path / "home", sound)
    other = sqlite3.connect(file)
    other.executescript(f"{change}; PRAGMA user_version = 7;")
    other.close()
    before = file.read_bytes()
    with saved(tmp_path / "home") as store:
        assert "newer calc-tutor" in store.trouble and len(answers(store)) == found
        learn(store, "later", 2)
        assert not store.flush() and answers(store, "later") == ["0*x", "1*x"]
    assert file.read_bytes() == before


def test_a_file_that_a_newer_tutor_migrates_meanwhile_is_not_written_to(tmp_path):
    with saved(tmp_path) as store:
        learn(store)
        assert store.flush()
        other = sqlite3.connect(tmp_path / "progress.db")
        other.execute("PRAGMA user_version = 7")
        other.close()
        before = (tmp_path / "progress.db").read_bytes()
        learn(store, "later", 2)
        assert not store.flush() and "newer calc-tutor" in store.trouble
        assert answers(store) == ["0*x"] and answers(store, "later") == ["0*x", "1*x"]
    assert (tmp_path / "progress.db").read_bytes() == before


def test_a_file_that_stays_locked_is_told_of(tmp_path, sound):
    file = holds(tmp_path / "home", sound)
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    taken, trouble = use(tmp_path / "home")
    other.close()
    assert not taken and "Another program" in trouble and file.read_bytes() == sound


def test_a_write_that_met_a_lock_is_made_good(tmp_path):
    with saved(tmp_path, patience=0.05) as store:
        learn(store)
        assert store.flush()
        other = sqlite3.connect(tmp_path / "progress.db", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        learn(store, "later", 2)
        assert not store.flush() and "locked" in store.trouble
        assert answers(store, "later") == ["0*x", "1*x"]
        other.close()
        learn(store, "last")
        assert store.flush() and store.trouble is None
    with saved(tmp_path) as store:
        assert sorted(states(store.load())) == ["last", "later", "one"]


FULL = """
import resource, sys
from pathlib import Path
from tests.test_store_faults import learn, answers
from tests.stores import now, saved
from tutor.progress.store import open_store
from tutor.progress.trouble import NotChanged
home, there = Path(sys.argv[1]), Path(sys.argv[1]) / "there"
with saved(there) as other:
    learn(other, "other", 300)
    more = other.kept()
store = open_store(home, now)
learn(store, answers=20)
assert store.flush()
before = store.kept()
_, most = resource.getrlimit(resource.RLIMIT_FSIZE)
resource.setrlimit(resource.RLIMIT_FSIZE, ((home / "progress.db").stat().st_size, most))
for change in (lambda: store.bring_in(more), lambda: store.forget(None)):
    try:
        change()
        raise AssertionError("there was no room for it")
    except NotChanged as why:
        assert str(why).endswith("Nothing was changed; try again later."), why
    assert store.kept() == before and store.trouble is None
assert not list(home.glob("progress.before-import.db.*")), list(home.iterdir())
learn(store, "later", 300)
assert not store.flush() and store.trouble, store.trouble
assert len(answers(store, "later")) == 300 and len(answers(store)) == 20
resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
learn(store, "last")
assert store.flush() and store.trouble is None
store.close()
"""


@pytest.mark.skipif(os.name != "posix", reason="no limit on a file's size here")
def test_a_disk_that_was_full_for_a_while_loses_nothing(tmp_path):
    run = subprocess.run([sys.executable, "-c", FULL, str(tmp_path)], cwd=ROOT, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    with saved(tmp_path) as store:
        assert [len(answers(store, name)) for name in ("one", "later", "last")] == [20, 300, 1]


# --- kill -9, and several at once -------------------------------------------------------------------------------------


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no processes that are quick to make here")
@pytest.mark.parametrize("what", ["killed", "forgetful", "together"])
def test_writers_that_are_killed_or_share_the_file_lose_nothing(tmp_path, what):
    command = [sys.executable, "-m", "tests.store_writers", what, str(tmp_path)]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    print(run.stdout)
