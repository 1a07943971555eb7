"""`check`: every finding at the place where it can be mended, and none in a lesson that keeps its promises."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from rich.console import Console

from tutor.lesson.catalogue import load_catalogue
from tutor.lesson.check import check
from tutor.lesson.checking import check_all
from tutor.lesson.load import load_lesson
from tutor.lesson.model import FileFault, Lesson
from tutor.lesson.stiff import too_wide
from tutor.places import shipped_lessons
from tutor.ui.words import Words

HERE = Path(__file__).parent / "lessons"
GOOD = sorted((HERE / "good").glob("*.yaml"))
SHIPPED = sorted(file for file in shipped_lessons().glob("*/*.yaml") if file.name != "course.yaml")


@pytest.mark.parametrize("file", [*GOOD, *SHIPPED], ids=lambda file: file.stem)
def test_a_good_lesson_has_no_finding(file: Path) -> None:
    lesson = load_lesson(file)
    assert isinstance(lesson, Lesson)
    known = {header.id for header in load_catalogue([shipped_lessons()]).lessons()} if file in SHIPPED else None
    assert not list(map(str, check(lesson, known)))


def test_every_finding_is_told_once_at_its_place() -> None:
    lesson = load_lesson(HERE / "findings" / "findings.yaml")
    assert isinstance(lesson, Lesson)
    told = [str(each).partition("findings.yaml:")[2] for each in check(lesson, known=())]
    expected = (HERE / "findings" / "expected.txt").read_text("utf-8").splitlines()
    assert len(told) == len(expected), "\n".join(told)
    for one, wanted in zip(told, expected, strict=True):
        place, _, words = wanted.partition(" ")
        assert one.startswith(f"{place}: {words.strip()}"), f"{one}\n{wanted}"


SUM = " + ".join(rf"\frac{{a_{i}}}{{b_{i}}}" for i in range(12))  # 12 fractions of 3 columns, and 11 signs of 3


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (f"$${SUM}$$", None),
        ("$$\n" + SUM + "\n$$", None),
        (f"$$a = \n{SUM} + {SUM}$$", "the formula in line 1 is 145 characters wide"),
        (f"Here:\n\n$${' + '.join(['theta'] * 12)}$$", "the formula in line 3 is 93 characters wide"),  # in ASCII
        (f"| $\\mathbf{{{'x' * 30}}}$ | {'y' * 30} |\n|---|---|\n| 1 | {'-' * 30} |", None),
        (f"A.\n\n| $x$ | {'y' * 10} |\n|---|---|\n| {'z' * 70} | 2 |", "the table in line 3 is 82 characters wide"),
        (f"```text\n{'x' * 73}\n{'y' * 74}\n```", "line 3 of code has 74 characters"),
    ],
)
def test_what_cannot_wrap_is_measured_as_it_is_drawn(words: str, said: str | None) -> None:
    found = list(too_wide(words))
    assert len(found) == (said is not None) and all(each.startswith(f"{said} ") for each in found), found
    shown = Console(width=75, file=io.StringIO())
    shown.print(Words(words, ascii=True))
    if said is None:
        assert "..." not in shown.file.getvalue() and "…" not in shown.file.getvalue()


PRODUCT = "*".join(f"(x+{i})" for i in range(60))


def findings(*paths: Path, alone: bool = False) -> list[FileFault]:
    return [fault for _, faults in check_all(paths, alone=alone) for fault in faults]


def test_the_shipped_courses_have_no_finding() -> None:
    catalogue = load_catalogue([shipped_lessons()])
    assert not list(map(str, catalogue.faults))
    assert {header.file for header in catalogue.lessons()} == set(SHIPPED)


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


@pytest.mark.parametrize(
    ("step", "words"),
    [
        (f"show: {{derive: {{f: {PRODUCT}}}}}", "cannot be worked out"),
        ("ask: {id: q, question: Q, next: {f: x^4, start: 1e100, rate: 1e100, steps: 1000}}", "is not finite"),
    ],
)  # fmt: skip
def test_what_grows_out_of_all_bounds_is_a_finding(step: str, words: str, tmp_path: Path) -> None:
    file = tmp_path / "big.yaml"
    file.write_text(f"format: 1\nid: big\ntitle: T\nsymbols: [x]\nsteps:\n  - {step}\n")
    (finding,) = findings(file, alone=True)
    assert words in finding.what and len(finding.what) < 300


def test_an_interval_that_leaves_the_floats_is_a_fault(tmp_path: Path) -> None:
    file = tmp_path / "wide.yaml"
    file.write_text("format: 1\nid: w\ntitle: T\nsteps:\n  - show: {plot: {f: x, x: [-1e308, 1e308]}}\n")
    (fault,) = findings(file, alone=True)
    assert fault.path == "show.plot.x" and "beyond 1e+100" in fault.what
