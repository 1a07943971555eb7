"""`check`: every finding at the place where it can be mended, and none in a lesson that keeps its promises."""

from __future__ import annotations

from pathlib import Path

import pytest

from tutor.lesson.check import check
from tutor.lesson.checking import check_all
from tutor.lesson.load import load_lesson
from tutor.lesson.model import FileFault, Lesson
from tutor.places import shipped_lessons

HERE = Path(__file__).parent / "lessons"
GOOD = sorted((HERE / "good").glob("*.yaml"))
SHIPPED = sorted(file for file in shipped_lessons().glob("*/*.yaml") if file.name != "course.yaml")


@pytest.mark.parametrize("file", [*GOOD, *SHIPPED], ids=lambda file: file.stem)
def test_a_good_lesson_has_no_finding(file: Path) -> None:
    lesson = load_lesson(file)
    assert isinstance(lesson, Lesson)
    assert not list(map(str, check(lesson)))


def test_every_finding_is_told_once_at_its_place() -> None:
    lesson = load_lesson(HERE / "findings" / "findings.yaml")
    assert isinstance(lesson, Lesson)
    told = [str(each).partition("findings.yaml:")[2] for each in check(lesson, known=())]
    expected = (HERE / "findings" / "expected.txt").read_text("utf-8").splitlines()
    assert len(told) == len(expected), "\n".join(told)
    for one, wanted in zip(told, expected, strict=True):
        place, _, words = wanted.partition(" ")
        assert one.startswith(f"{place}: {words.strip()}"), f"{one}\n{wanted}"


def findings(*paths: Path, alone: bool = False) -> list[FileFault]:
    return [fault for _, faults in check_all(paths, alone=alone) for fault in faults]


def test_the_shipped_lessons_and_their_courses_have_no_finding() -> None:
    assert not list(map(str, findings(shipped_lessons())))


def test_lessons_are_counted_once_and_told_apart(tmp_path: Path) -> None:
    text = "format: 1\nid: {}\ntitle: T\nneeds: {}\nsteps: [{{say: x}}]\n"
    one, two, three = (tmp_path / f"{name}.yaml" for name in "abc")
    one.write_text(text.format("one", "[two]"))
    two.write_text(text.format("two", "[one]"))
    three.write_text(text.format("one", "[four]"))
    assert sum(lesson for lesson, _ in check_all([tmp_path, one, one])) == 3
    told = [fault.what for fault in findings(tmp_path)]
    assert len(told) == 2 and "is the id of another lesson too" in told[0] and "no lesson 'four'" in told[1]
    assert not findings(one, alone=True)  # whether lesson two exists cannot be judged
    assert not findings(one)  # it stands beside


def test_a_folder_without_lessons_is_no_finding(tmp_path: Path) -> None:
    assert not findings(tmp_path)
