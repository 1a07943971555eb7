"""The glossary and the search without a screen: in the lines of the tutor, and on the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.plain_talks import helper, talk
from tests.test_cli import tutor
from tests.test_lookup import lessons
from tutor.plain.helper import Helper
from tutor.plain.looking import MOST

__all__ = ["helper", "lessons"]
NOTHING = "Nothing has all these words; fewer or shorter words find more."
GRADIENT = "gradient [b], ∇f: All slopes at once. Introduced in: The slope (one)."
ROOF = "slope: Of a roof. Introduced in: Another lesson (two)."
STEEP = "The slope (one), step 2: ... slope of x² at θ₀ is steep."


def test_in_the_catalogue_and_in_a_lesson(helper: Helper, lessons: Path, tmp_path: Path) -> None:
    typed = ["g", "glossary roof", "/ steep", "find", "find nowhere [", "help", "one", "find θ₀", "glossary alpha"]
    done = talk(helper, tmp_path, [*typed, "help", "next", "find is this", "2x"], roots=[lessons])
    parts = done.flat.split("> ")[1:]
    answers = {each: next(part for part in parts if part.startswith(each)) for each in typed}
    assert GRADIENT in answers["g"] and ROOF in answers["g"] and "β: The share" in answers["g"]
    assert ROOF in answers["glossary roof"] and "gradient" not in answers["glossary roof"]
    assert "The slope (one), term: slope (f′(x)): How steep: ∂f/∂x." in answers["/ steep"], answers["/ steep"]
    assert STEEP in answers["/ steep"]
    assert "find takes the words to look for: find chain rule" in answers["find"]
    assert NOTHING in answers["find nowhere ["]
    for part in parts:
        if part.startswith("help"):
            assert "glossary: every term and what it means" in part and "find: where the words behind it" in part
    assert (
        STEEP.replace("...", "The") in answers["find θ₀"]
        and "learning rate, α: How far a step goes." in answers["glossary alpha"]
    )
    assert NOTHING in done.flat.rpartition("find is this")[2], "it is no answer"
    assert "Right." in done.flat.rpartition("2x")[2] or "right" in done.tail.lower()


def test_on_the_command_line(lessons: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tutor.cli.shipped_lessons", lambda: lessons)
    whole = tutor("glossary")
    flat = " ".join(whole.stdout.split())
    assert whole.returncode == 0 and ROOF in flat and GRADIENT in flat and not whole.stderr
    assert all(len(line) <= 80 for line in whole.stdout.splitlines())
    for words in (["--ascii", "glossary", "nabla", "once"], ["glossary", "NABLA once", "--ascii"]):
        told = tutor(*words)
        assert "gradient [b], grad f: All slopes at once." in told.stdout and told.stdout.isascii()
    found = tutor("find", "steep")
    assert found.returncode == 0 and STEEP in " ".join(found.stdout.split())
    for words in (["glossary", "no such [term"], ["find", "\\", "\x1b[2J"], ["find", "x" * 10_000 + "y"]):
        told = tutor(*words)
        assert (told.returncode, told.stdout.strip()) == (1, NOTHING), words
    nothing = tutor("find")
    assert nothing.returncode == 2 and "calc-tutor find chain rule" in nothing.stderr


def test_of_many_places_those_that_tell_most_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tutor.cli.shipped_lessons", lambda: tmp_path)
    (tmp_path / "course").mkdir()
    steps = "".join(f"  - say: The word zebra, {i}.\n" for i in range(MOST + 2))
    text = f"format: 1\nid: zoo\ntitle: Zebra\nsteps:\n{steps}"
    (tmp_path / "course" / "zoo.yaml").write_text(text, encoding="utf-8")
    told = tutor("find", "zebra").stdout.splitlines()
    assert told[0] == "Zebra (zoo)" and told[1] == "Zebra (zoo), step 1: The word zebra, 0."
    assert len(told) == MOST + 1 and told[-1] == "And 3 places more. More words find fewer."


@pytest.mark.parametrize("wrong", [["glossary", "--question", "q"], ["find", "x", "--answer", "2"]])
def test_options_of_grade_belong_to_grade(wrong: list[str]) -> None:
    assert tutor(*wrong).returncode == 2
