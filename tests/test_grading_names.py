"""The mistakes of the rules are named by grading as the engine names them, with no word of an author."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from answers import FOLDER, ask, banks, derivative, expression, gradient, written
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.trees import trees
from tutor.expression import parse, parse_number, to_text
from tutor.grading import grade, own_answer
from tutor.lesson.questions import Formula, Matrix, Number, Question, Vector, Wrong
from tutor.mistakes import Slope
from tutor.mistakes.search import CannotSearch, Search
from tutor.symbolic import CannotDo
from tutor.tree import Node
from tutor.verdict import Outcome

DATA = written(FOLDER / "mistakes.yaml")
COMPUTED = ("derivative_of", "gradient_of", "jacobian_of", "hessian_of", "f", "loss")


def question(item: dict[str, Any]) -> Question:
    """The exercise as a question that knows its function and nothing else."""
    f, wrt = parse(item["f"], _symbols(item)), tuple(item["wrt"])
    at = tuple(map(parse_number, item["at"])) if "at" in item else None
    symbols = " ".join(_symbols(item))
    if item.get("kind") == "gradient":
        return ask(Vector(gradient_of=f, at=at, names=wrt), symbols)
    if at is not None:
        return ask(
            Number(derivative_of=f, wrt=wrt[0], order=len(wrt), at=at, names=tuple(sorted(f.symbols()))), symbols
        )
    return ask(Formula(derivative_of=f, wrt=wrt[0], order=len(wrt), by=wrt), symbols)


def _symbols(item: dict[str, Any]) -> list[str]:
    return sorted({*"xyzwbtmank", *item["wrt"]})


@pytest.mark.parametrize("item", DATA["exercises"] + DATA["rules"], ids=lambda item: f"{item['f']} by {item['wrt']}")
def test_each_mistake_is_named_and_no_wrong_answer_credited(item: dict[str, Any]) -> None:
    asked = question(item)
    if "answer" in item:
        assert grade(asked, item["answer"]).right
    assert grade(asked, own_answer(asked)).right
    for value, name in item["wrong"]:
        verdict = grade(asked, value)
        if name is not None or "id" in item:  # some rows of the rules are right, or two readings meet
            assert verdict.outcome in (Outcome.MISTAKE, Outcome.WRONG), value
        if name is not None:
            assert (verdict.outcome, verdict.mistake) == (Outcome.MISTAKE, name), value
            assert verdict.where and verdict.message


def test_the_authors_word_comes_before_the_engines() -> None:
    asked = replace(derivative("x^3 - 5x + 7"), wrong=(Wrong("3x^2 + 2", "Mine."),))
    assert grade(asked, "3x^2 + 2").message == "Mine."
    assert grade(asked, "3x^3 - 5").mistake == "power-exponent-not-lowered"


def test_a_formula_that_is_only_given_is_not_explained_by_rules() -> None:
    assert grade(expression("3x^2 - 5"), "3x^2 + 2").mistake is None


def test_the_place_is_shown_in_terminal_mathematics() -> None:
    verdict = grade(derivative("x^2 sin(3x)"), "2x sin(3x) + x^2 cos(3x)")
    assert (verdict.mistake, verdict.where) == ("inner-derivative-missing", "sin(3x)")


def test_numbers_gradients_and_directions_at_a_point() -> None:
    f = parse("x^2 + 3y^2 - 4x y", "xy")
    at, way = tuple(map(parse_number, "12")), tuple(map(parse_number, "34"))
    slope = ask(Number(derivative_of=f, at=at, along=way, names=("x", "y")), "x y")
    assert grade(slope, "2.8").right and grade(slope, "14/5").right
    assert grade(slope, "14").mistake == "direction-not-normalised"
    partial = ask(Number(derivative_of=f, wrt="y", at=at, names=("x", "y")), "x y")
    assert grade(partial, "8").right
    assert grade(partial, "-6").mistake == "other-variable"
    assert grade(gradient("x^2 + 3y^2 - 4x y", "1", "2"), "[2, 12]").mistake == "mixed-term-lost"


def test_every_path_of_a_chain_counts() -> None:
    through = (("u", parse("x + y", "xy")), ("v", parse("x y", "xy")))
    f = parse("u^2 + v", "uv")
    asked = ask(Vector(gradient_of=f, through=through, names=("x", "y")), "x y u v")
    assert own_answer(asked) == "[2*x + 3*y, 3*x + 2*y]"
    assert grade(asked, "[2(x + y), 2(x + y)]").mistake == "one-path-only"
    along = (("u", parse("3t", "t")), ("v", parse("t^2", "t")))
    slope = ask(Formula(derivative_of=f, through=along, wrt="t"), "u v t")
    assert grade(slope, "20t").right
    assert grade(slope, "18t").mistake == "one-path-only"


def test_a_rounded_right_number_is_not_taken_for_a_mistake() -> None:
    third = ask(Number(derivative_of=parse("x^2/6", "x"), wrt="x", at=(parse_number("1"),), names=("x",)))
    assert grade(third, "0.333").mistake == "too-few-digits"
    hessian = ask(Matrix(hessian_of=parse("x^3/18", "x"), at=(parse_number("1"),), names=("x",)))
    assert grade(hessian, "[[0.33]]").mistake == "too-few-digits"


# Properties


@given(trees(), st.sampled_from("xy"), st.data())
@settings(max_examples=25, deadline=None)
def test_a_mistake_made_anywhere_is_never_credited(f: Node, wrt: str, data: st.DataObject) -> None:
    try:
        search = Search(Slope(f, (wrt,)))
        asked = ask(Formula(derivative_of=f, wrt=wrt), "x y")
        own_answer(asked)
    except (CannotSearch, CannotDo):
        return
    if not search.singles:
        return
    candidate = data.draw(st.sampled_from(search.singles))
    text = to_text(candidate.tree())
    if len(text) > 900 or search.agrees(search.right, candidate.values):
        return
    verdict = grade(asked, text)
    assert not verdict.right
    assert verdict == grade(asked, text)


def test_nearly_all_wrong_answers_to_what_is_computed_are_named() -> None:
    verdicts = [
        grade(bank.bare, wrong.value)
        for bank in banks()
        if any(getattr(bank.bare.about, name, None) is not None for name in COMPUTED)
        for wrong in bank.question.wrong
    ]
    assert sum(verdict.outcome is Outcome.MISTAKE for verdict in verdicts) >= 0.95 * len(verdicts) > 100
