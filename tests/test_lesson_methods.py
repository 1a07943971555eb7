"""`method`, `schedule`, `batch` and `order` as a lesson writes them: read, written back, refused, and graded."""

from __future__ import annotations

import json
from dataclasses import fields
from pathlib import Path

import jsonschema
import pytest
import yaml

from tutor.descent.batches import Batches, Order
from tutor.descent.methods import METHODS, AdaGrad, Adam, GradientDescent, Momentum
from tutor.descent.schedules import CONSTANT, Cosine, Exponential, Halving, Inverse, Schedule, Warmup
from tutor.expression import Unreadable
from tutor.grading import grade
from tutor.lesson.at import At, Bad
from tutor.lesson.load import read_lesson
from tutor.lesson.methods import (
    METHOD,
    ORDER,
    SCHEDULE,
    SETTINGS,
    method_named,
    method_yaml,
    order_yaml,
    schedule_written,
    schedule_yaml,
)
from tutor.lesson.model import Broken
from tutor.lesson.parse import parse_yaml
from tutor.lesson.questions import Question
from tutor.verdict import Outcome

HEAD = """\
format: 1
id: mine
title: Mine
symbols: [x, y]
data:
  seed: {X: [[1, 1], [1, 2], [1, 3]], y: [2, 2.5, 3.5]}
  hours: {bias: true, X: [0.5, 1, 1.5, 2, 2.5, 3], y: [0, 0, 1, 0, 1, 1]}
steps:
  - ask:
      id: q
      question: Where next?
      next: {"""
SEED = "loss: {data: seed}, start: [0.1, 0.1], rate: 0.1"


def lesson(settings: str):
    return read_lesson(parse_yaml(f"{HEAD}{settings}}}\n"), Path("lesson.yaml"))


def question(settings: str) -> Question:
    found = lesson(settings)
    assert not isinstance(found, Broken), found.faults
    return found.steps[0].ask


def faults(settings: str) -> list[str]:
    found = lesson(settings)
    return [f"{fault.path}: {fault.what}" for fault in found.faults] if isinstance(found, Broken) else []


def read(kind, text):
    """What the kind makes of the YAML, which its own schema lets pass."""
    told = []
    found = kind.read(parse_yaml(text).node, At(told, symbols=("x", "k")))
    assert isinstance(found, Bad) == bool(told)
    if not told:
        jsonschema.validate(yaml.safe_load(text), kind.schema())
    return found if not told else [fault.what for fault in told]


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("gd", GradientDescent()),
        ("{momentum: 0.5}", Momentum(0.5)),
        ("{momentum: 1/2}", Momentum(0.5)),
        ("{momentum: {}}", Momentum()),
        ("{adam: {beta1: 0.8, epsilon: 1e-6}}", Adam(0.8, epsilon=1e-6)),
        ("{adagrad: {epsilon: 1e-6, inside: true}}", AdaGrad(1e-6, inside=True)),
        *((name, method()) for name, method in METHODS.items()),
    ],
)
def test_a_method_is_read_and_written_back(text, made):
    named = read(METHOD, text)
    assert named.make() == made and method_named(made).make() == made
    again = read(METHOD, json.dumps(method_yaml(method_named(made))))
    assert again.make() == made


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("constant", CONSTANT),
        ("{inverse: 0.01}", Inverse(0.01)),
        ("{inverse: {decay: 1/100}}", Inverse(0.01)),
        ("{exponential: 0.999}", Exponential(0.999)),
        ("{halve: 1000}", Halving(1000)),
        ("{halve: {every: 1_000, keep: 0.1}}", Halving(1000, 0.1)),
        ("{cosine: {steps: 6000, warm_up: 100}}", Cosine(6000, 100)),
        ("{cosine: 6000}", Cosine(6000)),
        ("{warm_up: 100}", Warmup(100)),
        ("1/(1 + 0.01k)", Inverse(0.01)),
        ('"0.5^(k/10)"', Exponential(0.5**0.1)),
        ('"1"', CONSTANT),
    ],
)
def test_a_schedule_is_read_and_written_back(text, made):
    read_one = read(SCHEDULE, text)
    again = read(SCHEDULE, json.dumps(schedule_yaml(read_one)))
    assert again == read_one and isinstance(read_one, Schedule)
    for k in (0, 1, 50, 7000):
        assert again.factor(k) == read_one.factor(k) == pytest.approx(made.factor(k), rel=1e-12)


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("cyclic", Batches(1)),
        ("shuffled", Batches(1, Order.SHUFFLED)),
        ("{shuffled: 3}", Batches(1, Order.SHUFFLED, seed=3)),
        ("{stride: 37}", Batches(1, Order.STRIDED, stride=37)),
        ("[3, 1, 2]", Batches(1, Order.GIVEN, given=(2, 0, 1))),
    ],
)
def test_an_order_is_read_and_written_back(text, made):
    assert read(ORDER, text) == read(ORDER, json.dumps(order_yaml(made))) == made


@pytest.mark.parametrize(
    ("kind", "text", "said"),
    [
        (METHOD, "adan", "'adan' is none of: gd, sgd, newton, momentum, nesterov, adagrad, rmsprop, adam, adamw (did"),
        (METHOD, "{adan: 1}", "unknown name 'adan' (did you mean 'adam'?)"),
        (METHOD, "{adam: {beta: 1}}", "known: beta1, beta2, epsilon"),
        (METHOD, "{gd: 0.5}", "gd has no settings; write its name alone"),
        (METHOD, "[adam]", "a list stands where a method is needed, one of: gd, sgd"),
        (METHOD, "{adam: {}, gd: {}}", "settings with names stands where a method is needed"),
        (METHOD, "{momentum: 1}", "'1' must be below 1"),
        (METHOD, "{momentum: -0.1}", "'-0.1' must be 0 or more"),
        (METHOD, "{adam: {epsilon: 0}}", "'0' must be above 0"),
        (METHOD, "", "nothing stands where"),
        (SCHEDULE, "inverse", "inverse needs its setting: {inverse: ...}, its decay"),
        (SCHEDULE, "{cosine: {}}", "cosine needs its setting: {cosine: ...}, its steps"),
        (SCHEDULE, "{cosine: {steps: 10, warm_up: 10}}", "a warm-up of 10 steps must end before the 10 steps do"),
        (SCHEDULE, "{exponential: 1.5}", "the base must be above 0 and at most 1, and 1.5 is not"),
        (SCHEDULE, "1/k", "'1/k' has no finite value at k = 0, where the steps begin"),
        (SCHEDULE, "1/(1 + t)", "cannot be read"),
        (SCHEDULE, "1/(1 + x)", "cannot be read"),
        (ORDER, "[0, 1]", "'0' is out of range: 1 to"),
        (ORDER, "stride", "stride needs its number: {stride: 37}"),
        (ORDER, "random", "'random' is none of: cyclic, shuffled, stride"),
    ],
)
def test_what_cannot_be_is_told(kind, text, said):
    found = read(kind, f"{text}\n") if text else [f.what for f in _of_nothing(kind)]
    assert isinstance(found, list) and len(found) == 1 and said in found[0]


def _of_nothing(kind):
    told = []
    kind.read(parse_yaml("a:\n").node.pairs[0][1], At(told))
    return told


def test_the_lessons_settings_are_those_of_the_methods():
    for name, method in METHODS.items():
        assert set(SETTINGS[name]) == {each.name for each in fields(method)}
    assert set(SETTINGS) - set(METHODS) == {"sgd"}


def test_a_typed_schedule():
    assert schedule_written(" 1/(1 + k) ").factor(3) == 0.25
    assert schedule_written("") is schedule_written("1") is CONSTANT
    with pytest.raises(ValueError, match=r"no finite value at k = 0"):
        schedule_written("ln(k)")
    with pytest.raises(Unreadable):
        schedule_written("1/(1 + n)")


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        (f"{SEED}, batch: 4", "next.batch: a batch of 4 is more than the 3 examples there are"),
        (f"{SEED}, batch: 1, order: {{stride: 6}}", "next.order: a stride of 6 does not reach each of the 3 examples"),
        (f"{SEED}, batch: 1, order: [1, 4]", "next.order: the order lists example 4, and there are 3; the first is 1"),
        (f"{SEED}, batch: 3, order: [1, 2]", "a batch of 3 is more than the 2 examples that are listed"),
        (
            f"{SEED}, order: shuffled",
            "next.order: an order is of batches: say beside it how many examples a step looks at",
        ),
        ("f: x^2, start: 1, rate: 0.1, batch: 1", "a batch is of examples: it needs loss: {data: ...}"),
        ("f: x^2, start: 1, rate: 0.1, method: sgd", "next.method: a batch is of examples: it needs loss: {data: ...}"),
        (f"{SEED}, method: newtom", "'newtom' is none of"),
        (f"{SEED}, schedule: [1]", "a list stands where a schedule is needed"),
    ],
)
def test_a_question_that_cannot_be_is_told_at_its_place(settings, said):
    (told,) = faults(settings)
    assert said in told


@pytest.mark.parametrize(
    ("settings", "right", "wrong"),
    [
        (f"{SEED}, method: momentum, steps: 2", "[0.6593, 1.3099]", {"[0.4463, 0.8449]": "velocity-forgotten"}),
        (
            f"{SEED}, method: adam",
            "[0.2, 0.2]",
            {
                "[0.3367, 0.6167]": "plain-gradient-step",
                "[0.4162, 0.4162]": "no-bias-correction",
                "[0, 0]": "uphill",
            },
        ),
        (
            "f: x^3 - 5x + 7, start: 2, rate: 1, method: newton",
            "17/12",
            {"2.5833": "added", "1.2857": "f-over-f'", "0.8333": "one-derivative-too-far"},
        ),
        ("f: x^2 y + y^2, start: [1, 2], rate: 1, method: newton", "[1.5, -1]", {"[0.5, 5]": "added"}),
        (
            f"{SEED}, method: sgd, order: [3]",
            "[0.41, 1.03]",
            {
                "[-0.21, -0.83]": "uphill",
                "[0.2033, 0.41]": "divided-by-m",
                "[0.3367, 0.6167]": "full-gradient",
            },
        ),
        (f"{SEED}, batch: 2, order: [1, 3]", "[0.345, 0.655]", {"[0.2633, 0.47]": "divided-by-m"}),
        (
            "f: (x - 3)^2, start: 0, rate: 0.1, steps: 2, schedule: 1/(1 + k)",
            "0.84",
            {"1.08": "schedule-left-out", "0.72": "schedule-twice"},
        ),
        (
            "loss: {data: hours, model: logistic}, start: [0, 0], rate: 0.5",
            "[0, 7/48]",
            {"[0, -0.1458]": "uphill", "[0, 0.875]": "no-mean", "[0.1458, 0]": "components-swapped"},
        ),
        ("f: 0.1 x^2 + 2 y^2, start: [-5, -2], rate: 0.6, method: {momentum: 0.5}, steps: 2", "[-3.572, -1.52]", {}),
    ],
)
def test_the_next_theta_of_any_course_is_judged_and_its_mistakes_named(settings, right, wrong):
    asked = question(settings)
    assert grade(asked, right).right
    assert {typed: grade(asked, typed).mistake for typed in wrong} == wrong


def test_where_there_is_no_next_theta_nothing_is_judged():
    assert grade(question("f: x^3, start: 0, rate: 1, method: newton"), "1").outcome is Outcome.UNREADABLE
