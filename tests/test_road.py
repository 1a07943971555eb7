"""Every exercise of the road is asked somewhere, takes its right answer, and knows its wrong ones.

`data/road.yaml` holds the answers as they were worked out without the tutor, with the id of the question that asks it.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.apps import LESSONS, read
from tutor.grading import grade, own_answer
from tutor.lesson.questions import Next, Number, Question, Vector
from tutor.verdict import Outcome

ROAD: dict[str, dict[str, dict[str, Any]]] = yaml.safe_load(
    (Path(__file__).parent / "data" / "road.yaml").read_text(encoding="utf-8")
)
EXERCISES = 145  # and one whose wrong programs are spread over the questions of its lesson


@pytest.fixture(scope="module")
def questions() -> dict[str, dict[str, Question]]:
    lessons = [read(file) for file in LESSONS]
    return {lesson.header.id: {each.id: each for each in lesson.questions} for lesson in lessons}


def test_every_exercise_is_asked_by_a_question_of_its_own(questions: dict[str, dict[str, Question]]) -> None:
    asked = [(name, each["question"]) for name, exercises in ROAD.items() for each in exercises.values()]
    assert len(asked) == len(set(asked)) == EXERCISES
    assert not [each for each in asked if each[1] not in questions[each[0]]]


@pytest.mark.parametrize("name", ROAD)
def test_its_answer_is_right_and_its_wrong_ones_are_named(name: str, questions: dict[str, dict[str, Question]]) -> None:
    unnamed = []
    for letter, exercise in ROAD[name].items():
        question = questions[name][exercise["question"]]
        if "answer" not in exercise:
            continue
        assert grade(question, exercise["answer"]).outcome in (Outcome.RIGHT, Outcome.FORM), (letter, exercise)
        for wrong in exercise["wrong"]:
            verdict = grade(question, wrong)
            assert not verdict.right, (letter, wrong)
            if verdict.outcome is not Outcome.MISTAKE:
                unnamed.append((letter, wrong))
    assert not unnamed


def test_who_reads_four_digits_off_the_screen_is_right_or_the_question_says_how_many(
    questions: dict[str, dict[str, Question]],
) -> None:
    """The panes show four digits."""
    tried = 0
    for question in (each for found in questions.values() for each in found.values()):
        own = own_answer(question) if isinstance(question.about, Number | Vector | Next) else ""
        if not re.fullmatch(r"[-\d.e\s,\[\]]+", own):  # a fraction or a root is not read off
            continue
        tried += 1
        shown = re.sub(r"-?\d+\.\d+(?:e-?\d+)?", lambda found: f"{float(found[0]):.4g}", own)
        told = re.search(r"decimal|digit|fraction|exact", question.question)
        assert told or grade(question, shown).right, (question.id, shown)
    assert tried > 30
