"""`calc-tutor grade` as a program meets it: a line of JSON for each answer, and an exit code."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest

from tutor.arguments import joined
from tutor.grade_cli import Misused, run
from tutor.lesson.load import read_lesson
from tutor.lesson.model import Lesson
from tutor.lesson.parse import parse_yaml

TEXT = """\
format: 1
id: mine
title: Mine
symbols: [x, y]
steps:
  - ask: {id: d, question: Q, derivative_of: "x^3 - 5x + 7"}
  - ask: {id: n, question: Q, answer: 2.1}
  - ask: {id: f, question: Q, answer: 1/2, form: exact}
  - ask: {id: v, question: Q, answer: [1, 2.5]}
  - ask: {id: m, question: Q, answer: [[1, 2], [3, 4]]}
  - ask: {id: c, question: Q, choices: [{text: "yes", ok: true}, {text: "no", say: Because.}]}
  - ask: {id: o, question: Q, lines: [one, two, three], wrong: [{value: B A C, say: One is first.}]}
"""
KEYS = {"question", "answer", "verdict", "mistake", "where", "message"}


@pytest.fixture(scope="module")
def lesson() -> Lesson:
    found = read_lesson(parse_yaml(TEXT), Path("mine.yaml"))
    assert isinstance(found, Lesson)
    return found


def judged(lesson: Lesson, *lines: Any) -> tuple[int, list[dict[str, Any]]]:
    out = io.StringIO()
    code = run(lesson, None, None, [each if isinstance(each, str) else json.dumps(each) for each in lines], out)
    told = [json.loads(line) for line in out.getvalue().splitlines()]
    assert all(set(each) == KEYS for each in told)
    return code, told


@pytest.mark.parametrize(
    "question, answer, verdict, mistake",
    [
        ("d", "3x^2 - 5", "right", None),
        ("d", "3x^2 + 2", "mistake", "constant-kept"),
        ("d", "3x^2 +", "unreadable", None),
        ("d", "x^9", "wrong", None),
        ("n", 2.1, "right", None),
        ("n", "21/10", "right", None),
        ("f", 0.5, "form", None),
        ("v", [1, 2.5], "right", None),
        ("v", ["1", "5/2"], "right", None),
        ("m", [[1, 2], [3, 4]], "right", None),
        ("m", [[1, 3], [2, 4]], "mistake", "transposed"),
        ("c", "yes", "right", None),
        ("c", 2, "mistake", "author"),
        ("o", "A B C", "right", None),
        ("o", ["A", "B", "C"], "right", None),
        ("o", ["one", "two", "three"], "right", None),
        ("o", "B A C", "mistake", "author"),
        ("o", "C B A", "mistake", "reversed"),
    ],
)
def test_an_answer_is_judged(lesson: Lesson, question: str, answer: Any, verdict: str, mistake: str | None) -> None:
    code, (told,) = judged(lesson, {"question": question, "answer": answer})
    assert code == 0
    assert (told["question"], told["answer"]) == (question, answer)
    assert (told["verdict"], told["mistake"]) == (verdict, mistake)
    assert told["message"]


def test_where_it_went_wrong_is_told(lesson: Lesson) -> None:
    _, (told,) = judged(lesson, {"question": "d", "answer": "3x^2 + 2"})
    assert told["where"] == "7"


def test_one_question_by_options(lesson: Lesson) -> None:
    out = io.StringIO()
    assert run(lesson, "d", "3x^2 - 5", None, out) == 0
    assert json.loads(out.getvalue())["verdict"] == "right"


@pytest.mark.parametrize("question, answer", [("e", "1"), ("d", None), (None, "1")])
def test_misuse_says_what_to_do(lesson: Lesson, question: str | None, answer: str | None) -> None:
    with pytest.raises(Misused) as misused:
        run(lesson, question, answer, None, io.StringIO())
    assert str(misused.value)


def test_what_cannot_be_understood_is_told_in_its_line_and_the_rest_is_judged(lesson: Lesson) -> None:
    lines = [
        "{",
        "[1]",
        '{"question": "z", "answer": "1"}',
        '{"question": "d", "answer": {}}',
        "",
        "[" * 9000,
        "9" * 9000,
    ]
    code, told = judged(lesson, *lines, '{"question": "d"}', '{"question": "n", "answer": 2.10}')
    assert code == 1
    assert [each["verdict"] for each in told] == ["unreadable"] * 7 + ["right"]
    assert all(each["message"] for each in told)


@pytest.mark.parametrize(
    "answer", ["NaN", "1e999", "-Infinity", '"\\u0000\\ud800"', '"' + "9" * 20_000 + '"', "1" * 400]
)
def test_odd_answers_give_valid_json(lesson: Lesson, answer: str) -> None:
    out = io.StringIO()
    run(lesson, None, None, [f'{{"question": "n", "answer": {answer}}}'], out)
    told = json.loads(out.getvalue(), parse_constant=pytest.fail)
    assert told["verdict"] in ("unreadable", "wrong")
    assert out.getvalue().isascii()


def test_lines_are_told_as_they_come(lesson: Lesson) -> None:
    out = io.StringIO()

    def asking() -> Any:
        for count in range(3):
            assert len(out.getvalue().splitlines()) == count
            yield '{"question": "n", "answer": "1"}'

    run(lesson, None, None, asking(), out)


def test_an_answer_with_a_minus_is_no_option() -> None:
    assert joined(["grade", "a", "--question", "d", "--answer", "-2x"])[-1] == "--answer=-2x"
    assert joined(["grade", "a", "--answer=1", "b"]) == ["grade", "a", "--answer=1", "b"]
