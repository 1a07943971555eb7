"""Checkpoints in lessons: written, refused, published, and asked over the lessons that they name."""

from __future__ import annotations

import re
from datetime import UTC, timedelta
from itertools import pairwise
from pathlib import Path

import jsonschema
import pytest
import yaml

from tests.histories import NOW, answer, items, log
from tutor.lesson.catalogue import load_catalogue
from tutor.lesson.check import check
from tutor.lesson.checkpoint import Checkpoint
from tutor.lesson.load import load_lesson, read_lesson
from tutor.lesson.model import Broken, Lesson
from tutor.lesson.parse import parse_yaml
from tutor.lesson.schema import schema
from tutor.places import shipped_lessons
from tutor.progress.records import Origin
from tutor.progress.review import Past, Picked, Result, Skills
from tutor.review import ReviewSitting, checkpoint, past_of
from tutor.sitting import checkpoint_of
from tutor.verdict import Outcome

HEAD = "format: 1\nid: test\ntitle: T\nsteps:\n"


def read(step: str) -> Lesson | Broken:
    return read_lesson(parse_yaml(HEAD + f"  - {step}\n"), Path("test.yaml"))


def test_a_checkpoint_is_read_with_its_words_and_its_number() -> None:
    lesson = read('{say: "Look back.", checkpoint: {lessons: [slopes, gradients], items: 12}}')
    assert isinstance(lesson, Lesson)
    assert lesson.steps[0].checkpoint == Checkpoint(("slopes", "gradients"), 12)
    assert lesson.steps[0].say == "Look back." and lesson.questions == ()
    usual = read("{checkpoint: {lessons: slopes}}")
    assert isinstance(usual, Lesson) and usual.steps[0].checkpoint == Checkpoint(("slopes",), 8)


REFUSED = {
    "{checkpoint: {items: 3}}": r"5:\d+: checkpoint: 'lessons' is missing",
    "{checkpoint: {lessons: [], items: 3}}": r"checkpoint.lessons: the list has 0 items",
    "{checkpoint: {lessons: [a], items: 51}}": r"5:40: checkpoint.items: '51' is out of range: 1 to 50",
    "{checkpoint: {lessons: [a], itmes: 3}}": r"unknown name 'itmes' \(did you mean 'items'\?\)",
    "{checkpoint: {lessons: [A b]}}": r"checkpoint.lessons\[1\]: 'A b' does not fit",
    "{checkpoint: [a, b]}": r"checkpoint: .* stands where",
    "{checkpont: {lessons: [a]}}": r"unknown name 'checkpont' \(did you mean 'checkpoint'\?\)",
    "{checkpoint: {lessons: [a]}, show: {plot: {f: x}}}": r"5:34: show: 'show' stands beside a checkpoint",
    '{checkpoint: {lessons: [a]}, ask: {id: b, question: "?", answer: 1}}': r"ask: 'ask' stands beside a checkpoint",
}


@pytest.fixture(scope="module")
def published() -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(schema())


def test_what_is_wrong_with_a_checkpoint_is_told_where_it_stands_and_the_schema_refuses_it_too(
    published: jsonschema.Draft202012Validator,
) -> None:
    for step, told in REFUSED.items():
        lesson = read(step)
        assert isinstance(lesson, Broken) and len(lesson.faults) == 1, step
        assert re.search(told, str(lesson.faults[0])), lesson.faults[0]
        assert not published.is_valid(yaml.safe_load(HEAD + f"  - {step}\n")), step
    assert published.is_valid(yaml.safe_load(HEAD + "  - {say: x, checkpoint: {lessons: [a], items: 3}}\n"))
    assert published.is_valid(yaml.safe_load(HEAD + "  - {checkpoint: {lessons: a}}\n"))
    twice = read("{checkpoint: {lessons: [a, a]}}")
    assert isinstance(twice, Broken) and "named twice" in str(twice.faults[0])


def test_check_tells_a_lesson_that_is_not_there_and_the_lesson_itself(tmp_path: Path) -> None:
    file = tmp_path / "test.yaml"
    file.write_text(HEAD + "  - say: x\n  - checkpoint:\n      lessons: [slopes, slope, test]\n", encoding="utf-8")
    lesson = read_lesson(parse_yaml(file.read_text(encoding="utf-8")), file)
    assert isinstance(lesson, Lesson)
    stray, itself = check(lesson, {"slopes", "test"})
    assert (stray.place, stray.path) == ((7, 25), "checkpoint.lessons[2]") and "no lesson 'slope'" in stray.what
    assert (itself.place.column, itself.path) == (32, "checkpoint.lessons[3]") and "earlier lessons" in itself.what
    assert len(check(lesson, None)) == 1, "a file checked alone cannot tell which lessons there are"


SKILLS = items(a=5, b=3, c=2, d=4)


def test_a_checkpoint_asks_exactly_so_many_or_all_there_are_and_only_of_its_lessons() -> None:
    past = Past((), SKILLS, NOW)
    for count in range(1, 14):
        keys = [picked.item.key for picked in checkpoint(past, ["a", "b", "c", "nowhere"], count).plan]
        assert len(keys) == len(set(keys)) == min(count, 10)
        assert {lesson for lesson, _ in keys} <= {"a", "b", "c"}
        assert all(one[0] != other[0] for one, other in pairwise(keys))


def test_a_checkpoint_that_was_left_is_gone_on_with_and_counts_what_was_done() -> None:
    past = Past((), SKILLS, NOW)
    first = checkpoint(past, ["a", "b"], 6)
    asked = [picked.item for picked in first.plan]
    history = log(
        answer(asked[0], NOW, origin=Origin.CHECKPOINT),
        answer(asked[1], NOW, origin=Origin.CHECKPOINT, hints=1),
        answer(asked[2], NOW, Outcome.WRONG, origin=Origin.CHECKPOINT),
        answer(SKILLS.in_lesson("d")[0], NOW, origin=Origin.CHECKPOINT),
    )
    again = checkpoint(Past(history, SKILLS, NOW + timedelta(hours=1)), ["a", "b"], 6)
    assert again.earlier == (Result.RIGHT, Result.HINTED) and again.crumb == "3 of 6"
    assert len(again.plan) == 4 and not {asked[0], asked[1]} & {picked.item for picked in again.plan}
    assert again.summary() == "1 right, 1 with a hint, 4 left for another time"
    later = Past(history, SKILLS, NOW + timedelta(days=1))
    assert len(checkpoint(later, ["a", "b"], 6).plan) == 6
    assert len(checkpoint(Past(history, SKILLS, NOW), ["a", "b"], 6, afresh=True).plan) == 6


def test_what_is_least_remembered_is_asked_first_and_what_was_never_asked_before_that() -> None:
    a, b = SKILLS.in_lesson("a")[:2]
    history = log(answer(b, NOW - timedelta(days=30)), answer(a, NOW))
    plan = checkpoint(Past(history, SKILLS, NOW), ["a"], 5).plan
    assert [picked.item for picked in plan][-2:] == [b, a]


# --- questions that stand alone -------------------------------------------------------------------------------------

ASKED = """format: 1
id: test
title: T
symbols: [x]
steps:
  - say: "It gives it away."
    show: {plot: {f: x, x: [0, 1]}}
    ask: {id: a, question: "1 + 1?", answer: 2, alone: true}
  - {say: "It gives it away.", ask: {id: b, question: "2 + 2?", answer: 4}}
  - {say: "It gives it away.", ask: {id: c, question: "3 + 3?", answer: 6, placement: true}}
"""


def test_a_question_for_the_placement_stands_alone_and_a_prediction_never_does(
    published: jsonschema.Draft202012Validator,
) -> None:
    lesson = read_lesson(parse_yaml(ASKED), Path("test.yaml"))
    assert isinstance(lesson, Lesson) and published.is_valid(yaml.safe_load(ASKED))
    assert [ask.alone for ask in lesson.questions] == [True, False, True]
    scene = "show: {plot: {f: x, x: [0, 1]}}"
    predicted = read(f'{{{scene}, ask: {{id: a, question: "?", before: true, number: {{answer: 1, alone: true}}}}}}')
    assert isinstance(predicted, Broken) and len(predicted.faults) == 1
    told = predicted.faults[0]
    assert told.path == "ask.alone" and told.place[0] == 5, told
    assert "a prediction is about what its scene will do" in told.what
    wrong = "{ask: {id: a, question: '?', answer: 1, alone: maybe}}"
    assert isinstance(read(wrong), Broken) and not published.is_valid(yaml.safe_load(HEAD + f"  - {wrong}\n"))


def test_what_stands_alone_is_asked_without_the_words_of_its_step() -> None:
    lesson = read_lesson(parse_yaml(ASKED), Path("test.yaml"))
    assert isinstance(lesson, Lesson)
    past = Past((), Skills.of([lesson]), NOW)
    sitting = checkpoint(past, ["test"], 8)
    assert [picked.item.question for picked in sitting.plan] == ["c", "a"], "the one for the placement first, b never"
    for _ in sitting.plan:
        step = sitting.step(lesson)
        assert step is not None and step.ask is not None and (step.say, step.show) == (None, None)
        sitting.go_on()


def test_a_review_hides_the_words_of_a_question_that_stands_alone_and_keeps_all_others() -> None:
    lesson = read_lesson(parse_yaml(ASKED), Path("test.yaml"))
    assert isinstance(lesson, Lesson)
    found = Skills.of([lesson])
    history = log(*(answer(each, NOW - timedelta(days=30), Outcome.WRONG) for each in found.items.values()))
    due = found.in_lesson("test")
    sitting = ReviewSitting(Past(history, found, NOW), [Picked(item) for item in due])
    said = []
    for _ in due:
        step = sitting.step(lesson)
        assert step is not None
        said.append(step.say)
        sitting.go_on()
    assert said == [None, "It gives it away.", None]


def test_of_a_lesson_that_marks_none_any_question_may_be_asked() -> None:
    marked = [each._replace(alone=each.question in ("q1", "q3")) for each in items(a=5).items.values()]
    found = Skills([*marked, *items(b=3).items.values()])
    plan = checkpoint(Past((), found, NOW), ["a", "b"], 8).plan
    assert {picked.item.key for picked in plan} == {("a", "q1"), ("a", "q3"), ("b", "q0"), ("b", "q1"), ("b", "q2")}


@pytest.mark.parametrize("file", sorted(shipped_lessons().glob("*/checkpoint.yaml")), ids=lambda file: file.parent.name)
def test_a_shipped_checkpoint_mixes_its_lessons(file):
    """As many questions as it says, of lessons that are there, no two neighbours of one."""
    (wanted,) = (step.checkpoint for step in load_lesson(file).steps if step.checkpoint is not None)
    past = past_of(load_catalogue([shipped_lessons()]), (), NOW, besides=wanted.lessons)
    sitting = checkpoint_of(past, wanted, UTC)
    assert sitting is not None and len(sitting.plan) == wanted.items
    asked = [picked.item.lesson for picked in sitting.plan]
    assert all(one != other for one, other in pairwise(asked)) and set(asked) <= set(wanted.lessons)
    assert len(set(asked)) >= 3
    assert all(picked.item.alone for picked in sitting.plan)
