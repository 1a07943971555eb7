"""The lab's core: what is typed becomes a descent that descends, or a sentence at its field."""

from __future__ import annotations

import gc
from dataclasses import fields as fields_of
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import tutor.ui.running
import tutor.worker
from tests.trees import trees
from tutor import cli
from tutor.arguments import joined, parse
from tutor.descent.problem import Function
from tutor.descent.problems.classics import CLASSICS
from tutor.descent.run import descend
from tutor.expression import parse as parse_expression
from tutor.expression import to_text
from tutor.fields import FieldFault
from tutor.lab.csvhead import look
from tutor.lab.defaults import RATES, TRIED, has_value, rate_below, start_for
from tutor.lab.settings import checked, function_of, reading_of, settings_of
from tutor.lab.setup import METHODS, Setup, fields
from tutor.lesson.at import At
from tutor.lesson.methods import SETTINGS as LESSON_METHODS
from tutor.lesson.parse import parse_yaml
from tutor.lesson.shapes import Struct
from tutor.numeric import scalar
from tutor.scenes.descend import DescendScene, Settings
from tutor.symbolic import CannotDo, gradient
from tutor.tree import Node

HOUSES = "city,size,rooms,price\n" + "".join(
    f"Bern,{50 + 7 * i % 60},{1 + i % 4},{300 + 13 * i % 170}\n" for i in range(40)
)


@pytest.fixture
def houses(tmp_path: Path) -> str:
    (tmp_path / "houses.csv").write_text(HOUSES)
    return str(tmp_path / "houses.csv")


def made(setup: Setup) -> Settings:
    """The settings, the file read where there is one."""
    if not setup.is_file:
        return settings_of(setup)
    checked(setup)
    reading = reading_of(setup, look(setup.path))
    assert list(reading)
    return settings_of(setup, reading.table)


# what is typed means what it means in a lesson

SAME: list[tuple[Setup, str]] = [
    (Setup("x^4 - 3x^2 + y^2", rate="0.05", start="2,1", method="adam"),
     "{f: x^4 - 3x^2 + y^2, rate: 0.05, start: [2, 1], method: adam, steps: 10000}"),
    (Setup("x^2 + y^2", rate="1/20", start="y=1, x=2", steps="10,000,000"),
     "{f: x^2 + y^2, rate: 1/20, start: {x: 2, y: 1}, steps: 10000000}"),
    (Setup("x^2 + y^2", rate=".1", start="(2; sqrt(2))", method="momentum", tuning="0.5"),
     "{f: x^2 + y^2, rate: 0.1, start: [2, sqrt(2)], method: {momentum: 0.5}, steps: 10000}"),
    (Setup("rosenbrock", rate="1e-3", start="[0, 0]", method="adam", tuning="beta1=0.8, epsilon: 1e-7", steps="1e5"),
     "{f: rosenbrock, rate: 1e-3, start: [0, 0], method: {adam: {beta1: 0.8, epsilon: 1e-7}}, steps: 100000}"),
    (Setup("x^2 + y", rate="1", start="1,1", schedule="halve 100", steps="20"),
     "{f: x^2 + y, rate: 1, start: [1, 1], schedule: {halve: 100}, steps: 20}"),
    (Setup("x^2 + y", rate="1", start="1,1", schedule="cosine: steps=100, warm_up=5", steps="20"),
     "{f: x^2 + y, rate: 1, start: [1, 1], schedule: {cosine: {steps: 100, warm_up: 5}}, steps: 20}"),
    (Setup("x^2 + y", rate="1", start="1,1", schedule="{inverse: 0.01}", steps="20"),
     "{f: x^2 + y, rate: 1, start: [1, 1], schedule: {inverse: 0.01}, steps: 20}"),
]  # fmt: skip


@pytest.mark.parametrize(("setup", "yaml"), SAME)
def test_what_is_typed_means_what_it_means_in_a_lesson(setup: Setup, yaml: str) -> None:
    node = parse_yaml(yaml).node
    assert node is not None
    at = At([], symbols=("x", "y"))
    assert settings_of(setup) == Struct(Settings).read(node, at) and not at.faults


def test_a_schedule_of_k_and_batches_of_a_file(houses: str) -> None:
    found = made(Setup(houses, schedule="1/(1 + 0.01k)", batch="8", order="shuffled 3"))
    assert found.schedule is not None and found.schedule.factor(100) == 0.5
    assert found.batch == 8 and found.order is not None and found.order.seed == 3
    assert made(Setup(houses, batch="8", order="stride 7")).order.stride == 7  # type: ignore[union-attr]
    assert made(Setup(houses, batch="2", order="3, 1, 2")).order.given == (2, 0, 1)  # type: ignore[union-attr]


WRONG: list[tuple[Setup, str, str]] = [
    (Setup("x^2 +"), "source", "Something is missing after '+'"),
    (Setup("7"), "source", "has no letter to move"),
    (Setup("rosenbrok"), "source", "did you mean 'rosenbrock'?"),
    (Setup("a+b+c+d+g+h+k"), "source", "At most 6 may move"),
    (Setup("gone.csv"), "source", "there is no file gone.csv"),
    (Setup("."), "source", "is a folder"),
    (Setup("x^2", method="adm"), "method", "did you mean 'adam'?"),
    (Setup("x^2", method="adam", tuning="beta3=1"), "tuning", "unknown name 'beta3'"),
    (Setup("x^2", method="adam", tuning="beta1=1.5"), "tuning", "must be below 1"),
    (Setup("x^2", method="adam", tuning="beta1="), "tuning", "is not of the kind name=number"),
    (Setup("x^2", tuning="0.9"), "tuning", "gd has no settings"),
    (Setup("x^2", rate="O.1"), "rate", "'O.1' is not a number (did you mean 0.1?)"),
    (Setup("x^2", rate="-1"), "rate", "must be above 0"),
    (Setup("x^2", rate="1e999"), "rate", "'1e999' is not a number"),
    (Setup("x^2", start="1,2"), "start", "2 numbers for 1 parameter (x)"),
    (Setup("x^2", tuning="beta=1"), "tuning", "unknown name 'beta'; there is nothing to set here"),
    (Setup("x^2", start="y=2"), "start", "there is no 'y' here"),
    (Setup("x^2", start="x=1,x=2"), "start", "x stands there twice"),
    (Setup("x^2", start="one"), "start", "'one' is not a number"),
    (Setup("log(x)", start="-1"), "start", "no value at x=-1"),
    (Setup("log(-x^2)"), "start", "no place was found where it has a value"),
    (Setup("x^2", steps="0"), "steps", "out of range"),
    (Setup("x^2", steps="many"), "steps", "'many' is not a number"),
    (Setup("x^2", schedule="1/k"), "schedule", "no finite value at k = 0"),
    (Setup("x^2", schedule="halve"), "schedule", "needs its setting"),
    (Setup("x^2", method="sgd"), "method", "a function has none: take gd"),
]  # fmt: skip


@pytest.mark.parametrize(("setup", "field", "words"), WRONG)
def test_what_cannot_be_is_told_at_its_field(setup: Setup, field: str, words: str) -> None:
    with pytest.raises(FieldFault) as told:
        checked(setup)
    assert words in str(told.value) and told.value.field == field
    assert field in {each.name for each in fields(setup)}
    assert str(told.value).isprintable()


def test_what_was_typed_for_a_file_does_not_hinder_a_function() -> None:
    left = Setup("x^2", target="price", model="cubic", batch="5", order="shuffled", rows="sample")
    assert settings_of(left) == settings_of(Setup("x^2"))


def test_the_methods_are_those_of_lessons() -> None:
    assert {*METHODS, "sgd"} == set(LESSON_METHODS)


def test_a_function_that_cannot_be_read_shows_the_place() -> None:
    with pytest.raises(FieldFault) as told:
        checked(Setup("x^2 + * y"))
    text, mark = told.value.caret.splitlines()  # type: ignore[attr-defined]
    assert text == "x^2 + * y" and mark.index("^") == 4


@settings(max_examples=25, deadline=None)
@given(st.lists(st.text(st.characters(codec="utf-8"), max_size=12), min_size=6, max_size=6))
@example(["{", "{a: ", "[[", "\x00", "}", "1,,2"])
@example(["x=", "=", ":", "a:b:c", "k", "{}"])
def test_no_text_makes_it_fail_otherwise(texts: list[str]) -> None:
    names = ("rate", "start", "schedule", "batch", "steps", "tuning")
    setup = Setup("x^2 + y^2").filled(dict(zip(names, texts, strict=True)))
    try:
        checked(setup)
    except FieldFault as fault:
        assert fault.field in names and str(fault)


# what is left out


@settings(max_examples=30, deadline=None)
@given(trees(depth=2, functions=("exp", "log", "sqrt", "sin", "tanh", "atan")))
@example(parse_expression("x^2 - y^2", ("x", "y")))
@example(parse_expression("x^2 + 1e6 y^2", ("x", "y")))
@example(parse_expression("sqrt(x - 50)", ("x",)))
@example(parse_expression("1/x", ("x",)))
def test_a_start_has_a_value_and_plain_descent_goes_down_from_there(tree: Node) -> None:
    names = tuple(sorted(tree.symbols()))
    try:
        found, slopes = settings_of(Setup(to_text(tree))), gradient(tree, names)
    except FieldFault as fault:
        assert not names or (fault.field == "start" and start_for(tree, names) is None)
        return
    except CannotDo:
        return
    start = found.runs[0].start
    assert start is not None and has_value(tree, names, start) and found.rate in RATES
    f, df = scalar(tree, names), [scalar(each, names) for each in slopes]
    theta = np.array(start)
    for _ in range(TRIED if found.rate > RATES[-1] else 0):
        theta = theta - found.rate * np.array([each(theta.tolist()) for each in df])
    assert f(theta.tolist()) <= f(start) + 1e-9 * abs(f(start))


@pytest.mark.parametrize("name", ["saddle", "rosenbrock"])
def test_every_method_goes_down_from_where_the_lab_opens(name: str) -> None:
    classic = CLASSICS[name]
    f = parse_expression(classic.text, classic.symbols)
    slopes = [scalar(each, classic.symbols) for each in gradient(f, classic.symbols)]
    problem = Function(scalar(f, classic.symbols), lambda at: [each(at) for each in slopes], classic.symbols)
    for method in METHODS:
        found = settings_of(Setup(name, method=method))
        assert found.runs[0].start == classic.start and found.names == classic.symbols
        assert found.rate == {"gd": classic.rate, "newton": 1}.get(method, found.rate)
        *_, last = descend(problem, classic.start, found.rate, 100, method=found.method.make())
        assert last.loss < problem.loss(np.array(classic.start)) or method == "newton"


def test_the_rate_on_data_is_below_what_the_curvature_allows(houses: str) -> None:
    for standardise in ("yes", "no"):
        for model, target in (("linear", "price"), ("logistic", "big")):
            path = Path(houses)
            rows = HOUSES.splitlines()
            more = [rows[0] + ",big", *(f"{row},{int(i % 3 == 0)}" for i, row in enumerate(rows[1:]))]
            path.write_text("\n".join(more))
            found = made(Setup(houses, target=target, model=model, standardise=standardise, features="size,rooms"))
            X = np.array(found.loss.data.X)  # type: ignore[union-attr]
            steepest = np.linalg.eigvalsh(X.T @ X / len(X))[-1] * (0.25 if model == "logistic" else 1)
            assert 0.04 / steepest < found.rate <= 0.5 / steepest
            assert f"{found.rate:.0e}"[0] in "125"
    adam = made(Setup(houses, target="price", method="adam"))
    assert adam.rate in RATES and adam.rate > 1e-6


def test_the_first_screen_descends(houses: str) -> None:
    tried = [Setup("x^2 + y^2 + z^2")] + [
        Setup(houses, method=method, batch=batch)
        for batch in ("", "4")
        for method in (*METHODS, "sgd")
        if not (batch and method == "newton")  # whose curvature of four rows is next to none
    ]
    for setup in tried:
        found = made(setup)
        descent = DescendScene(found, None if found.f is None else gradient(found.f, found.names))
        assert descent.advance(300)
        share = 0.6 if setup.method == "adamw" else 0.1  # whose decay holds theta back
        assert descent.player.loss < share * descent.player.first_loss, setup


@settings(max_examples=50)
@given(st.floats(1e-300, 1e300))
def test_round_rates_below(most: float) -> None:
    rate = rate_below(most)
    assert most / 2.6 < rate <= most * (1 + 1e-12) and f"{rate:.0e}"[0] in "125"


def test_the_form_offers_what_there_is_and_keeps_what_was_typed(houses: str) -> None:
    head = look(Path(houses))
    shown = {each.name: each for each in fields(Setup(houses), head)}
    assert shown["target"].value == "price" and set(shown["target"].choices) == {"size", "rooms", "price"}
    assert shown["features"].value == "size, rooms" and "batch" in shown
    assert "target" not in {each.name for each in fields(Setup("x^2"))}
    assert {each.name for each in fields(Setup(houses))} == {each.name for each in fields_of(Setup)}
    typed = {each.name: f"<{each.name}>" for each in fields_of(Setup)}
    assert all(getattr(Setup().filled(typed | {"other": "x"}), name) == text for name, text in typed.items())
    for field in fields(Setup(order="stride 7", source=houses), head):
        assert not field.choices or field.value in field.choices


def test_a_function_may_be_a_classic() -> None:
    assert function_of("Styblinski-Tang")[1] == ("x", "y")
    assert function_of("x y")[0] == parse_expression("x*y", ("x", "y"))


# the command line


class _NoWorker:
    def __init__(self, **given: object) -> None:
        pass

    def close(self) -> None:
        pass


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """What the screens are opened with, where there is a terminal."""
    found: list[object] = []
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setattr(tutor.worker, "Worker", _NoWorker)
    monkeypatch.setattr(
        tutor.ui.running, "run", lambda worker, roots, opening, home, _: found.append((opening, home)) or 0
    )
    return found


def test_the_lab_opens_with_what_stands_on_the_command_line(opened: list[object], houses: str) -> None:
    for words, setup in (
        (["lab"], Setup()),
        (["lab", "x^4 - 3x^2 + y^2", "--method", "adam", "--rate", "0.05", "--start", "-2,1"],
         Setup("x^4 - 3x^2 + y^2", method="adam", rate="0.05", start="-2,1")),
        (["lab", "-x^2 + x^4", "--steps", "50"], Setup("-x^2 + x^4", steps="50")),
        (["lab", "--method", "adam"], Setup(method="adam")),
        (["lab", houses, "--target", "price", "--standardise", "--features", "size,rooms", "--batch", "8", "--order",
          "shuffled", "--schedule", "1/(1+0.01k)", "--steps", "500"],
         Setup(houses, target="price", standardise="yes", features="size,rooms", batch="8", order="shuffled",
               schedule="1/(1+0.01k)", steps="500")),
        (["lab", houses, "--no-standardise"], Setup(houses, standardise="no")),
    ):  # fmt: skip
        assert cli.run(["--home", "kept", *words]) == 0
        assert opened.pop() == (setup, Path("kept"))
    gc.enable()


def test_what_cannot_be_opened_is_told_before_any_screen(
    opened: list[object], houses: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for words, told in (
        (["x^2 + "], "x^2 +, from '+' on: Something is missing after '+'"),
        (["x^2", "--rate", "O.1"], "--rate: 'O.1' is not a number (did you mean 0.1?)"),
        (["x^2", "--method", "adm"], "--method: 'adm' is none of"),
        (["x^2", "--target", "y"], "--target is for a file, and there is none called 'x^2'"),
        (["x^2", "y^2"], "'y^2' is too much"),
        (["x^2", "--sped"], "unrecognized arguments: --sped"),
        (["gone.csv"], "there is no file gone.csv"),
        ([houses, "--target", "prize"], "--target: there is no column 'prize' (did you mean 'price'?)"),
        ([houses, "--features", "city"], "--features: city holds text"),
        ([houses, "--start", "1,2"], "--start: start has 2 numbers for 3 parameters"),
        ([houses, "--model", "cubic"], "--model: 'cubic' is none of: linear, logistic"),
    ):
        assert cli.run(["lab", *words]) == 2
        printed = capsys.readouterr()
        assert told in printed.err and printed.err.count("\n") == 1 and not printed.out
    assert not opened


def test_the_command_line_is_understood_wherever_its_words_stand() -> None:
    assert parse(["--lessons", "lab", "derive", "x"]).command == "derive"
    assert parse(["--home", "h", "lab", "-x", "--rate", "-1"]).source == ["-x"]
    assert parse(["lab", "--", "-x"]).source == ["-x"]
    assert parse(["check", "lab"]).what == ["check", "lab"]
    assert joined(["--start", "-2,1", "--answer", "-x"]) == ["--start=-2,1", "--answer=-x"]
    for command in ("lab", "derive"):
        with pytest.raises(SystemExit):
            parse([command, "--help"])
