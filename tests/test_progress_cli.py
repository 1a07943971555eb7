"""What was kept, carried and given up from the command line: files of their own, exit codes, sentences."""

import csv
import io
import json
import os
import sys
from argparse import Namespace
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from tests.stores import here, kept, now, saved
from tutor import progress_cli
from tutor.cli import run
from tutor.progress_here import CannotDo, Misused
from tutor.session import Session
from tutor.verdict import Outcome, Verdict

ROOT = Path(__file__).resolve().parent.parent
RIGHT, WRONG = Verdict(Outcome.RIGHT, "Right."), Verdict(Outcome.MISTAKE, "No.", "chain-inner", "sin(2x)", "2x")


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A learner who was at two lessons; the working folder is empty."""
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    learn(tmp_path / "home")
    return tmp_path / "home"


def learn(home: Path, answer: str = "2x") -> None:
    with saved(home) as store:
        session = Session()
        for lesson in ("one", "two"):
            store.save_answer(lesson, "a", answer, WRONG, 1, 0, seconds=20)
            session.lesson(lesson).position = 1
            here(store, session, lesson)
            kept(store, session, lesson, "a")
        store.save_answer("one", "a", f"{answer}+0", RIGHT, 1, 0, seconds=5)
        assert store.flush()


def texts(home: Path) -> list[str]:
    with saved(home) as store:
        assert store.trouble is None
        return [each.text for each in store.history()]


@contextmanager
def answering(monkeypatch, text):
    """A terminal with somebody at it who says this."""
    monkeypatch.setattr(progress_cli, "may_ask", lambda: True)
    monkeypatch.setattr(sys, "stdin", io.StringIO(text))
    yield


class Ran:
    def __init__(self, home, command, *words, **options):
        self.said, self.complaints, out = [], [], io.StringIO()
        given = {"name": None, "yes": False, "for_good": False, "json": False, "csv": False, **options}
        self.code = progress_cli.run(
            Namespace(command=command, words=list(words), **given),
            home,
            [ROOT / "lessons"],
            out,
            self.said.append,
            self.complaints.append,
        )
        self.out = out.getvalue()


def test_an_export_goes_in_elsewhere_once_and_no_more(home, tmp_path):
    there = tmp_path / "there"
    assert "3 answers in 2 lessons" in Ran(home, "export", "me.json").said[0]
    assert "3 answers came in, 0 answers were here" in Ran(there, "import", "me.json").said[0]
    before = (there / "progress.db").read_bytes()
    assert "all of it (3 answers in 2 lessons) was here already" in Ran(there, "import", "me.json").said[0]
    assert (there / "progress.db").read_bytes() == before and texts(there) == texts(home) == ["2x", "2x", "2x+0"]
    assert json.loads(Ran(there, "export", "-").out)["learner"] == json.loads(Path("me.json").read_text())["learner"]
    Ran(home, "export", "me.json", name=" Ann\x1b ")
    assert "0 answers came in, 3 answers were here" in Ran(there, "import", "me.json").said[0]
    assert json.loads(Ran(there, "export", "-").out)["learner"]["name"] == "Ann"
    learn(there, "3x")
    Ran(there, "export", "me.json")  # an earlier export makes way for a later one
    assert "3 answers came in, 3 answers were here" in Ran(home, "import", "me.json").said[0]
    assert sorted(each.name for each in home.iterdir()) == ["progress.before-import.db", "progress.db"]
    assert os.listdir() == ["me.json"]


def test_an_export_harms_no_file_and_an_import_that_cannot_be_changes_nothing(home, tmp_path):
    Path("mine.txt").write_text("mine")
    with pytest.raises(CannotDo, match="already there"):
        Ran(home, "export", "mine.txt")
    with pytest.raises(CannotDo, match="no folder"):
        Ran(home, "export", "nowhere/me.json")
    before = (home / "progress.db").read_bytes()
    for name in ("mine.txt", "absent.json", ".", "a\0b"):
        with pytest.raises(CannotDo):
            Ran(home, "import", name)
    assert Path("mine.txt").read_text() == "mine" and (home / "progress.db").read_bytes() == before
    Ran(home, "export", "me.json")
    (tmp_path / "home2").mkdir()
    (tmp_path / "home2" / "progress.db").write_bytes(b"not a database" * 100)
    with pytest.raises(CannotDo, match="nothing was imported"):
        Ran(tmp_path / "home2", "import", "me.json")
    with pytest.raises(CannotDo, match="damaged"):
        Ran(tmp_path / "home2", "export", "-")
    assert (tmp_path / "home2" / "progress.db").read_bytes() == b"not a database" * 100


def test_where_nothing_was_kept_nothing_is_made(tmp_path):
    home = tmp_path / "home"
    with pytest.raises(CannotDo, match="nothing is kept"):
        Ran(home, "export", "-")
    assert Ran(home, "undo").code == 1 and Ran(home, "forget", "everything", yes=True).code == 0
    assert not home.exists()


def test_somebody_elses_export_is_named_as_such(home, tmp_path):
    learn(tmp_path / "there", "3x")
    Ran(tmp_path / "there", "export", "zed.json", name="Zed")
    assert any("another learner, Zed" in line for line in Ran(home, "import", "zed.json").said)


def test_forgetting_asks_first_and_can_be_undone(home, monkeypatch):
    with pytest.raises(Misused, match="--yes"):
        Ran(home, "forget", "one")
    for said, left in (("n\n", 3), ("", 3), ("y\n", 1)):
        with answering(monkeypatch, said):
            assert Ran(home, "forget", "one").code == (0 if left == 1 else 1)
        assert len(texts(home)) == left
    with saved(home) as store:
        assert not store.load().started("one") and store.load().started("two")
    assert Ran(home, "undo").said == ["Brought back: one, 2 answers."]
    assert texts(home) == ["2x", "2x", "2x+0"] and Ran(home, "undo").code == 1
    assert Ran(home, "forget", "everything", yes=True).code == 0 and texts(home) == []
    learn(home, "3x")
    Ran(home, "undo")
    assert sorted(texts(home)) == ["2x", "2x", "2x+0", "3x", "3x", "3x+0"]
    assert Ran(home, "forget", "three", yes=True).said == ["Nothing is kept of three."]


def test_what_is_forgotten_for_good_is_in_no_file_any_more(home):
    Ran(home, "export", "me.json", name="Quetzalcoatl")
    learn(home, "secretive")
    Ran(home, "import", "me.json")
    learn(home, "7777777x")
    (home / "progress.before-import.db.123").write_bytes((home / "progress.db").read_bytes())  # a kill cut it short
    Ran(home, "forget", "two", yes=True)
    Ran(home, "forget", "everything", yes=True, for_good=True)
    assert Ran(home, "undo").code == 1 and [each.name for each in home.iterdir()] == ["progress.db"]
    content = (home / "progress.db").read_bytes()
    assert not any(word in content for word in (b"7777777x", b"secretive", b"chain-inner", b"Quetzalcoatl"))


def test_a_class_is_gathered_into_one_table_and_what_is_not_ours_is_told_of(home, tmp_path):
    Ran(home, "export", "a.json", name='=HYPERLINK("x")')
    learn(tmp_path / "there", "3x")
    Ran(tmp_path / "there", "export", "b.json", name="Ben")
    Path("c.json").write_text(Path("b.json").read_text().replace('"3x"', '"9x"'))
    Path("d.json").write_text("{}")
    ran = Ran(home, "gather", "*.json", "absent.json")
    assert ran.code == 1 and [line.partition(":")[0] for line in ran.complaints] == [
        "c.json",
        "d.json",
        "absent.json cannot be read",
    ]
    table = list(csv.reader(io.StringIO(ran.out)))
    assert table[0] == ["learner", "lesson", "question", "verdict", "mistake", "tries", "hints", "time"]
    assert table[1:] == [
        ['\'=HYPERLINK("x")', "one", "a", "right", "chain-inner", "2", "1", "25"],
        ['\'=HYPERLINK("x")', "two", "a", "mistake", "chain-inner", "1", "1", "20"],
        ["Ben", "one", "a", "right", "chain-inner", "2", "1", "25"],
        ["Ben", "two", "a", "mistake", "chain-inner", "1", "1", "20"],
    ]


def test_what_is_missing_on_the_command_line_is_said(home):
    for command, words in (("export", []), ("import", ["a", "b"]), ("forget", []), ("gather", [])):
        with pytest.raises(Misused):
            Ran(home, command, *words)
    with pytest.raises(Misused, match="80 letters"):
        Ran(home, "export", "-", name="x" * 81)
    for command in ("progress", "undo"):
        with pytest.raises(Misused, match="too much"):
            Ran(home, command, "x")


# --- the command line itself ------------------------------------------------------------------------------------------


def test_the_command_line_carries_them_out_with_its_exit_codes(home, capsys, monkeypatch):
    monkeypatch.setenv("CALC_TUTOR_HOME", str(home))
    for arguments, code, said, complaint in (
        (["export", "-"], 0, '"format": "calc-tutor progress"', ""),
        (["export", "me.json", "--name", "-Ann"], 0, "me.json: 3 answers in 2 lessons, of -Ann", ""),
        (["gather", "me.json", "--csv"], 0, "'-Ann,one,a,right,chain-inner,2,1,25", ""),
        (["gather", "me.json", "absent.json", "--csv"], 1, "'-Ann,one,a", "absent.json cannot be read"),
        (["--home", "elsewhere", "import", "me.json"], 0, "3 answers came in", ""),
        (["import", "absent.json"], 1, "", "absent.json cannot be read"),
        (["import"], 2, "", "`calc-tutor import --help`"),
        (["forget", "two", "--yes"], 0, "Forgotten: 1 answer in 1 lesson.", ""),
        (["undo"], 0, "Brought back: two, 1 answer.", ""),
        (["undo"], 1, "There is nothing to bring back.", ""),
        (["undo", "--all"], 2, "", "--all"),
        (["progress", "--json", "--csv"], 2, "", "not allowed with"),
        (["review", "x"], 2, "", "takes nothing after it"),
        (["forget", "--help"], 0, "--for-good", ""),
    ):
        assert run(arguments) == code, arguments
        found = capsys.readouterr()
        assert said in found.out and complaint in found.err, arguments
        assert bool(found.err) is bool(complaint), arguments


def test_how_far_one_is_reads_the_same_in_every_form(home, tmp_path, monkeypatch):
    monkeypatch.setattr(progress_cli, "now", lambda: now() + timedelta(days=9))
    asked = (("derivative-function", "derivative-of-cubic"), ("slope-at-a-point", "find-the-slope"))
    with saved(home) as store:
        for lesson, question in asked:
            store.save_position(lesson, 3, 3, lesson == "slope-at-a-point", now())
            store.save_answer(lesson, question, "=2x", WRONG, 0, 0)
            store.save_answer(lesson, question, "3x^2 - 3", RIGHT, 0, 0)
    text = "\n".join(Ran(home, "progress").said)
    assert text.startswith("7 answers so far. ") and "chain inner" in text and text.isascii()
    told = json.loads(Ran(home, "progress", json=True).out)
    lessons = {each["lesson"]: each for each in told["lessons"]}
    assert told["answers"] == 7 and list(told["days"].values()) == [7]
    assert lessons["slope-at-a-point"]["finished"] and lessons["slope-at-a-point"]["right"] == 1
    assert f"1 of {lessons['slope-at-a-point']['questions']} done" in text
    assert {each["mistake"]: each["times"] for each in told["mistakes"]} == {"chain-inner": 1}
    table = list(csv.DictReader(io.StringIO(Ran(home, "progress", csv=True).out)))
    assert {each["name"]: each["right"] for each in table if each["kind"] == "lesson"} == {
        name: str(each["right"]) for name, each in lessons.items()
    }
    assert {each["last"] for each in table if each["kind"] == "mistake"} == {"'=2x"}
    lines = [line for line in Ran(tmp_path, "progress").said[3:] if line.startswith(" ")]
    assert len(lines) >= len(lessons)
    asks = {each["title"]: each["questions"] for each in lessons.values()}
    for line in lines:  # a checkpoint asks what others ask: none of its questions is counted
        title = line[38:].strip()
        assert line.startswith(f"  [....................]  {'0 of ' if asks[title] else 'not begun '}"), line
    with saved(home) as store:
        store.save_position("checkpoint-slopes", 0, 0, True, now())
    assert asks["Checkpoint: slopes, mixed"] == 0
    done = next(line for line in Ran(home, "progress").said if line.endswith("Checkpoint: slopes, mixed"))
    assert done.startswith("  [####################]  done "), done


def test_where_no_folder_can_be_it_is_said_that_nothing_is_kept(tmp_path):
    """As the screens say it; a folder that is not there yet is one that could be made."""
    (tmp_path / "file").write_text("mine")
    for place in ("file", "file/inside"):
        for command in ("progress", "undo", "export"):
            with pytest.raises(CannotDo, match=r"a file is in its way\. What you do now is not kept"):
                Ran(tmp_path / place, command, *(["-"] if command == "export" else []))
    assert Ran(tmp_path / "new" / "inside", "progress").said[0] == "0 answers so far."
    assert os.listdir(tmp_path) == ["file"] and (tmp_path / "file").read_text() == "mine"
