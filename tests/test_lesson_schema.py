"""The published JSON Schema and the loader agree: on good lessons, and on what is structurally wrong."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, ClassVar

import jsonschema
import pytest
import yaml

from tutor import scenes
from tutor.lesson.header import HEADER
from tutor.lesson.load import load_lesson, read_lesson
from tutor.lesson.model import Broken, Lesson
from tutor.lesson.parse import parse_yaml
from tutor.lesson.questions import KINDS
from tutor.lesson.schema import schema
from tutor.places import shipped_lessons

HERE = Path(__file__).parent / "lessons"
GOOD = sorted((HERE / "good").glob("*.yaml"))
SHIPPED = sorted(file for file in shipped_lessons().glob("*/*.yaml") if file.name != "course.yaml")


class Yaml12(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Safe loading with the plain scalars of YAML 1.2's core schema, as editors read them."""

    yaml_implicit_resolvers: ClassVar[dict[str, Any]] = {}


for tag, pattern, first in (
    ("bool", r"true|false", "tf"),
    ("null", r"~|null|", "~n\0"),
    ("int", r"[-+]?[0-9]+", "-+0123456789"),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", "-+.0123456789"),
):
    Yaml12.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(f"^(?:{pattern})$"), list(first))


def loaded(text: str) -> Any:
    return yaml.load(text, Loader=Yaml12)


@pytest.fixture(scope="module")
def validator() -> jsonschema.Draft202012Validator:
    made = json.loads(json.dumps(schema()))  # as it is published
    jsonschema.Draft202012Validator.check_schema(made)
    return jsonschema.Draft202012Validator(made)


@pytest.mark.parametrize("file", [*GOOD, *SHIPPED], ids=lambda file: file.stem)
def test_what_loads_is_valid(file: Path, validator: jsonschema.Draft202012Validator) -> None:
    assert isinstance(load_lesson(file), Lesson)
    errors = [f"{e.json_path}: {e.message[:200]}" for e in validator.iter_errors(loaded(file.read_text("utf-8")))]
    assert not errors


HEAD = "format: 1\nid: a\ntitle: T\nsymbols: [x, y]\ndata: {seed: {X: [[1, 1], [1, 2]], y: [1, 2]}}\n"
ASK = "steps: [{ask: {id: a, question: Q, %s}}]\n"
SHOW = "steps: [{show: {%s}}]\n"
BROKEN = {
    "no steps": HEAD,
    "empty steps": HEAD + "steps: []\n",
    "no id": HEAD.replace("id: a\n", "") + "steps: [{say: x}]\n",
    "format 2": HEAD.replace("1\n", "2\n", 1) + "steps: [{say: x}]\n",
    "an unknown name": HEAD + "stepz: 1\nsteps: [{say: x}]\n",
    "an id with capitals": HEAD.replace("id: a", "id: A") + "steps: [{say: x}]\n",
    "a title that is a list": HEAD.replace("title: T", "title: [T]") + "steps: [{say: x}]\n",
    "goals with settings": HEAD + "goals: {a: b}\nsteps: [{say: x}]\n",
    "minutes as a word": HEAD + "minutes: ten\nsteps: [{say: x}]\n",
    "a symbol that is a number": HEAD + "symbols: [2]\nsteps: [{say: x}]\n".replace("symbols", "x"),
    "an empty step": HEAD + "steps: [{}]\n",
    "a step that is a text": HEAD + "steps: [say]\n",
    "an unknown slot": HEAD + "steps: [{say: x, tell: y}]\n",
    "say as a list": HEAD + "steps: [{say: [x]}]\n",
    "two scenes": HEAD + SHOW % "plot: {f: x}, derive: {f: x}",
    "no scene": HEAD + SHOW % "",
    "an unknown scene": HEAD + SHOW % "plto: {f: x}",
    "a scene without its settings": HEAD + SHOW % "plot: {}",
    "an unknown setting": HEAD + SHOW % "plot: {f: x, colour: red}",
    "an interval of three": HEAD + SHOW % "plot: {f: x, x: [1, 2, 3]}",
    "a word that is none": HEAD + SHOW % "plot: {f: x, show: [g]}",
    "a truth that is a word": HEAD + SHOW % "derive: {f: x, ask_rule: maybe}",
    "a rate of 0": HEAD + SHOW % "descend: {f: x^2, rate: 0}",
    "half a step": HEAD + SHOW % "descend: {f: x^2, steps: 0.5}",
    "no answer": HEAD + ASK % "hints: [x]",
    "no question": HEAD + "steps: [{ask: {id: a, answer: 1}}]\n",
    "no id of the question": HEAD + "steps: [{ask: {question: Q, answer: 1}}]\n",
    "one choice": HEAD + ASK % "choices: [{text: a, ok: true}]",
    "an unknown setting of a question": HEAD + ASK % "answer: 1, tolerance: 2",
    "an unknown setting of a kind": HEAD + ASK % "number: {answer: 1, tolerance: 2}",
    "an unknown kind": HEAD + ASK % "kind: guess, answer: 1",
    "a kind of a later version": HEAD + ASK % "code: [[1]]",
    "too many hints": HEAD + ASK % "answer: 1, hints: [a, b, c, d]",
    "a wrong answer that says nothing": HEAD + ASK % "answer: 1, wrong: [{value: 2}]",
    "a negative tolerance": HEAD + ASK % "answer: 1, tol: -1",
    "order 9": HEAD + ASK % "derivative_of: x^2, order: 9",
    "no rate": HEAD + ASK % "next: {f: x^2, start: [1]}",
    "a data set of nothing": HEAD.replace("{seed: {X: [[1, 1], [1, 2]], y: [1, 2]}}", "{seed: {}}")
    + "steps: [{say: x}]",
    "a transform that is none": HEAD.replace("}}\n", "}, b: {from: seed, transform: square}}\n") + "steps: [{say: x}]",
    "a number that nothing makes": HEAD + "numbers: {a: {numbr: 3}}\nsteps: [{say: x}]",
    "a number with a name that is none": HEAD + "numbers: {a-b: 3}\nsteps: [{say: x}]",
    "a descent without its rate's number": HEAD + "numbers: {a: {descend: {f: x^2, rate: 0}}}\nsteps: [{say: x}]",
    "vary as a list": HEAD + ASK % "question: '{a}', answer: 1, vary: [a]".replace("question: '{a}', ", ""),
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_structurally_wrong_is_refused_by_both(name: str, validator: jsonschema.Draft202012Validator) -> None:
    text = BROKEN[name]
    assert isinstance(read_lesson(parse_yaml(text), HERE / "lesson.yaml"), Broken)
    assert not validator.is_valid(loaded(text))


def test_the_schema_tells_every_name_and_what_it_means() -> None:
    made = schema()
    assert set(made["properties"]) == set(HEADER)
    assert set(made["$defs"]["show"]["properties"]) == set(scenes.names())
    assert set(KINDS) <= set(made["$defs"]["ask"]["properties"])
    assert all(each["description"] for each in made["properties"].values())
    for name, scene in made["$defs"]["show"]["properties"].items():
        whole = scene if "properties" in scene else scene["anyOf"][0]  # beside it: the setting that may stand alone
        for setting, described in whole["properties"].items():
            assert described["description"], f"{name}.{setting}"
