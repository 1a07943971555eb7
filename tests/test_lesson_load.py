"""Loading: good lessons load; broken ones tell every fault at its place, and nothing else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.expression.names import ALIASES
from tutor.lesson.header import read_header
from tutor.lesson.load import load_lesson, read_lesson
from tutor.lesson.model import Broken, Header, Lesson
from tutor.lesson.parse import MAX_FAULTS, parse_yaml

HERE = Path(__file__).parent / "lessons"
GOOD = sorted((HERE / "good").glob("*.yaml"))
BROKEN = sorted((HERE / "broken").glob("*.yaml"))
EXPECTED = re.compile(r"^#! (\d+):(\d+) (\S*): (.*)$", re.MULTILINE)


def told(lesson: Lesson | Broken) -> str:
    return "\n".join(map(str, lesson.faults)) if isinstance(lesson, Broken) else "no fault"


@pytest.mark.parametrize("file", GOOD, ids=lambda file: file.stem)
def test_a_good_lesson_loads_and_its_header_alone_is_the_same(file: Path) -> None:
    lesson = load_lesson(file)
    assert isinstance(lesson, Lesson), told(lesson)
    assert lesson.header.id == file.stem
    assert read_header(file) == lesson.header


@pytest.mark.parametrize("file", BROKEN, ids=lambda file: file.stem)
def test_a_broken_lesson_tells_every_fault_at_its_place_and_no_other(file: Path) -> None:
    lesson = load_lesson(file)
    assert isinstance(lesson, Broken)
    expected = [(int(m[1]), int(m[2]), m[3], m[4]) for m in EXPECTED.finditer(file.read_text("utf-8"))]
    places = [(each.place.line, each.place.column, each.path) for each in lesson.faults]
    assert sorted(places) == sorted(each[:3] for each in expected), told(lesson)
    for line, column, path, words in expected:
        assert any(
            (each.place.line, each.place.column, each.path) == (line, column, path) and words in each.what
            for each in lesson.faults
        ), f"{line}:{column} {path}: {words}\n{told(lesson)}"


def test_a_fault_is_told_as_file_line_column_path() -> None:
    file = HERE / "broken" / "rate.yaml"
    (fault,) = load_lesson(file).faults  # type: ignore[union-attr]
    assert str(fault) == f"{file}:14:15: ask.next.rate: 'O.1' is not a number (did you mean 0.1?)"


def test_the_header_of_a_lesson_with_broken_steps_can_still_be_read() -> None:
    assert isinstance(read_header(HERE / "broken" / "rate.yaml"), Header)


def test_all_ways_to_write_a_question_are_the_same_question(tmp_path: Path) -> None:
    ways = [
        "{id: q, question: How much?, answer: 1/2, tol: 0.01, hints: [Halve.]}",
        "{id: q, question: How much?, kind: number, answer: 1/2, tol: 0.01, hints: [Halve.]}",
        "{id: q, question: How much?, number: {answer: 1/2, tol: 0.01}, hints: [Halve.]}",
        "{id: q, question: How much?, number: 1/2, tol: 0.01, hints: [Halve.]}",
        "{number: {id: q, question: How much?, answer: 1/2, tol: 0.01, hints: [Halve.]}}",
    ]
    found = set()
    for way in ways:
        lesson = read_lesson(parse_yaml(f"format: 1\nid: l\ntitle: T\nsteps: [{{ask: {way}}}]"), tmp_path / "l.yaml")
        assert isinstance(lesson, Lesson), told(lesson)
        found.add(lesson.steps[0].ask)
    assert len(found) == 1


TEXT = (HERE / "good" / "everything.yaml").read_text("utf-8")
VARIED = (HERE / "good" / "varied.yaml").read_text("utf-8")
SIGNS = ("", ":", ": ", "-", "- ", "{", "}", "[", "]", "*", "&a ", "!", "'", '"', "\n", "  ", "\t", "#", "|", "\\")
pieces = st.sampled_from([*SIGNS, "1e", "é", "\x00", "~", "{a}"])


@settings(max_examples=25, deadline=None)
@given(
    st.sampled_from([TEXT, VARIED]),
    st.lists(st.tuples(st.floats(0, 1), st.integers(0, 12), pieces), min_size=1, max_size=4),
)
def test_whatever_is_done_to_a_lesson_it_loads_or_tells_why_not(text: str, edits: list[tuple[float, int, str]]) -> None:
    for where, length, piece in edits:
        start = int(where * len(text))
        text = text[:start] + piece + text[start + length :]
    lesson = read_lesson(parse_yaml(text), HERE / "good" / "mutated.yaml")
    if isinstance(lesson, Broken):
        assert 0 < len(lesson.faults) <= 2 * MAX_FAULTS
        lines = text.splitlines() or [""]
        for fault in lesson.faults:
            assert fault.what and "\n" not in str(fault).strip()
            assert 1 <= fault.place.line <= len(lines) + 1
            assert fault.place.column >= 1


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=200))
def test_any_text_at_all_loads_or_tells_why_not(text: str) -> None:
    lesson = read_lesson(parse_yaml(text), HERE / "any.yaml")
    assert isinstance(lesson, Broken) and lesson.faults


def test_no_name_that_expressions_know_can_be_a_symbol() -> None:
    names = [*ALIASES, "pi", "e"]
    for name in names:
        text = f"format: 1\nid: a\ntitle: T\nsymbols: [x, {name}]\nsteps: [{{say: x}}]"
        lesson = read_lesson(parse_yaml(text), HERE / "a.yaml")
        assert isinstance(lesson, Broken) and f"'{name}' is " in lesson.faults[0].what
