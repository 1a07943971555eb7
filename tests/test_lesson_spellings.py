"""A setting may be spelled in every way that the lesson format's text suggests; each means what the plain one means."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from tutor.lesson.load import read_lesson
from tutor.lesson.model import Broken, Lesson
from tutor.lesson.parse import parse_yaml
from tutor.lesson.schema import schema

HEAD = """format: 1
id: spelled
title: T
symbols: [x, y]
data:
  seed: {X: [[1, 1], [1, 2], [1, 3]], y: [2, 2.5, 3.5]}
"""
ONES = "  ones: {X: [[1], [2], [3]], y: [2, 2.5, 3.5], bias: true}\n"
LOSS = "loss: {data: seed, model: linear}, start: [0.1, 0.1]"


def lesson_of(step: str, more: str = "") -> Lesson | Broken:
    return read_lesson(parse_yaml(f"{HEAD}{more}steps:\n  - {step}\n"), Path("lesson.yaml"))


def shown(setting: str) -> Any:
    lesson = lesson_of(f"{{show: {{{setting}}}}}")
    assert isinstance(lesson, Lesson), lesson.faults
    assert lesson.steps[0].show is not None
    return lesson.steps[0].show.settings


def asked(setting: str) -> Any:
    lesson = lesson_of(f"{{ask: {{id: a, question: Q, {setting}}}}}")
    assert isinstance(lesson, Lesson), lesson.faults
    return lesson.steps[0].ask.about


SAME_SCENE = [
    ("plot: {f: x^2, secant: {at: 1, h: 0.5}}", "plot: {f: x^2, secant: {at: 1, h: [0.5]}}"),
    ("plot: {f: x^2, secant: true}", "plot: {f: x^2, secant: {h: [1, 0.5, 0.1, 0.01]}}"),
    ("plot: {f: x^2, secant: {at: 1}}", "plot: {f: x^2, secant: {at: 1, h: [1, 0.5, 0.1, 0.01]}}"),
    ("plot: {f: x^2, secant: false}", "plot: {f: x^2}"),
    ("plot: x^2", "plot: {f: x^2}"),
    ("surface: x*y", "surface: {f: x*y}"),
    ("surface: {f: x*y, cursor: {y: 2, x: 1}}", "surface: {f: x*y, cursor: [1, 2]}"),
    ("surface: {f: x*y, show: heatmap}", "surface: {f: x*y, show: [heat]}"),
    ("surface: {f: x*y, show: [heat map, contour, slice]}", "surface: {f: x*y, show: [heat, contours, slices]}"),
    ('table: {vars: {x: "1..4"}, columns: [x^2]}', "table: {vars: {x: [1, 2, 3, 4]}, columns: [x^2]}"),
    ("table: {vars: {x: 3}, columns: x^2}", "table: {vars: {x: [3]}, columns: [x^2]}"),
    ("table: {vars: {x: [1, 2]}, columns: [x], reveal: row}", "table: {vars: {x: [1, 2]}, columns: [x], reveal: rows}"),
    ("table: {vars: {x: [1, 2]}, columns: [x, x^2]}", "table: {vars: {x: [1, 2]}, columns: [x^2]}"),
    (f"descend: {{{LOSS}, runs: [0.1, 0.5]}}", f"descend: {{{LOSS}, runs: [{{rate: 0.1}}, {{rate: 0.5}}]}}"),
    ("descend: {f: x^2 + y^2, start: {x: 1, y: 2}}", "descend: {f: x^2 + y^2, start: [1, 2]}"),
    ("descend: {loss: {data: seed}, start: {theta1: 2, theta0: 1}}", "descend: {loss: {data: seed}, start: [1, 2]}"),
    (f"descend: {{{LOSS}, panels: [theta, gradient, loss]}}", f"descend: {{{LOSS}, panels: [theta, loss]}}"),
    ("derive: x^2", "derive: {f: x^2}"),
]


@pytest.mark.parametrize(("spelled", "plain"), SAME_SCENE, ids=[each[0] for each in SAME_SCENE])
def test_a_scene_spelled_otherwise_is_the_same_scene(spelled: str, plain: str) -> None:
    assert shown(spelled) == shown(plain)


SAME_QUESTION = [
    ("vector: {gradient_of: x*y, at: {y: 2, x: 1}}", "vector: {gradient_of: x*y, at: [1, 2]}"),
    ("next: {f: x^2 + y^2, start: {y: 2, x: 1}, rate: 0.1}", "next: {f: x^2 + y^2, start: [1, 2], rate: 0.1}"),
]


@pytest.mark.parametrize(("spelled", "plain"), SAME_QUESTION, ids=[each[0] for each in SAME_QUESTION])
def test_a_question_spelled_otherwise_is_the_same_question(spelled: str, plain: str) -> None:
    assert asked(spelled) == asked(plain)


def test_bias_puts_the_ones_before_rows_that_are_written_out() -> None:
    lesson = lesson_of("{say: x}", ONES)
    assert isinstance(lesson, Lesson), lesson.faults
    assert lesson.data["ones"].X == lesson.data["seed"].X and lesson.data["ones"].bias


@pytest.mark.parametrize(("spelled", "plain"), [("standardize", "standardise"), ("centre", "center")])
def test_both_spellings_of_a_transform(spelled: str, plain: str) -> None:
    sets = "".join(f"  {name}: {{from: seed, transform: {name}}}\n" for name in (spelled, plain))
    lesson = lesson_of("{say: x}", sets)
    assert isinstance(lesson, Lesson), lesson.faults
    assert replace(lesson.data[spelled], name="") == replace(lesson.data[plain], name="")


def test_the_published_schema_allows_every_spelling() -> None:
    validator = jsonschema.Draft202012Validator(json.loads(json.dumps(schema())))
    steps = [f"{{show: {{{each}}}}}" for each, _ in SAME_SCENE]
    steps += [f"{{ask: {{id: a{i}, question: Q, {each}}}}}" for i, (each, _) in enumerate(SAME_QUESTION)]
    text = f"{HEAD}{ONES}  s: {{from: seed, transform: standardize}}\nsteps:\n" + "".join(f"  - {s}\n" for s in steps)
    assert isinstance(read_lesson(parse_yaml(text), Path("lesson.yaml")), Lesson)
    errors = [f"{e.json_path}: {e.message[:200]}" for e in validator.iter_errors(yaml.safe_load(text))]
    assert not errors


FAULTS = [
    ("{show: {descend: {f: x^2, method: sgd}}}", "method", "a batch is of examples"),
    ("{show: {surface: {f: x*y, cursor: {x: 1}}}}", "cursor", "'y' is missing; name each of: x, y"),
    ("{show: {surface: {f: x*y, cursor: {x: 1, z: 1}}}}", "cursor", "there is no 'z' here; name each of: x, y"),
    ("{ask: {id: a, question: Q, vector: {gradient_of: x*y, at: {x: 1}}}}", "at", "'y' is missing"),
    ("{ask: {id: a, question: Q, next: {f: x^2, start: {z: 1}, rate: 1}}}", "start", "there is no 'z'"),
    ("{show: {table: {vars: {x: [1]}, columns: [{title: T, value: x}]}}}", "columns[1]", "{heading: expression}"),
    ("{show: {plot: {f: '{a}*x', tangent: {at: {a}}}}, vary: {a: [1, 2]}}", "tangent.at", 'in quotes: "{a}"'),
]


@pytest.mark.parametrize(("step", "path", "words"), FAULTS, ids=[each[0] for each in FAULTS])
def test_a_slip_in_a_spelling_is_told_at_its_place(step: str, path: str, words: str) -> None:
    lesson = lesson_of(step)
    assert isinstance(lesson, Broken)
    assert len(lesson.faults) == 1, lesson.faults
    assert lesson.faults[0].path.endswith(path) and words in lesson.faults[0].what, lesson.faults


def test_a_broken_data_set_is_told_once_and_not_at_every_scene_that_uses_it() -> None:
    lesson = lesson_of("{show: {descend: {loss: {data: bad, model: linear}}}}", "  bad: {X: [[1]], y: [O.5]}\n")
    assert isinstance(lesson, Broken)
    assert [fault.path for fault in lesson.faults] == ["data.bad.y[1]"]
