"""Forms of a right answer: judged on what was typed, never costing anything, never crediting what is wrong."""

from __future__ import annotations

from dataclasses import replace

import pytest
from answers import ask, derivative, expression, gradient, number
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.trees import trees
from tutor.expression import parse, to_text
from tutor.grading import grade, own_answer
from tutor.grading.form import RULES, in_form, misfit
from tutor.lesson.questions import Formula, Number, Question, Vector
from tutor.lesson.several import FORMS
from tutor.sameness import same
from tutor.tree import Node
from tutor.verdict import Outcome

SYMBOLS = ("x", "y", "n", "a")
FITTING = {
    "simplified": [
        *("5x", "(x+1)^2", "x^2 + 2x + 1", "3/2", "x/2", "2x/3", "1/3 x^2", "-3/x^2", "-3x^(-2)", "1/(2 sqrt(x))", "0"),
        *("e^x (x-1)/x^2", "-2x e^(-x^2)", "n x^(n-1)", "2^x ln(2)", "cos(x)/sin(x)", "(x+y)/(x-y)", "sqrt(2)", "0.5x"),
        *("(x-1)(x+1)", "3(x+1)^2 + 2(x+1)", "(x+1)^2 + 1", "x(x+2) + 1", "1/(x-1) - 1/(x+1)", "x - (y + n)"),
        *("e^(-x)/(1 + e^(-x))^2", "1 - x/(x+1)", "-y/x + (1-y)/(1-x)", "1/x + 1/y", "-(x-y)", "x(1-x) a^2 + n"),
        *("(1-x)(n-y)", "2(x+1) + x y", "n x^(n-1) (x+1) + x^n", "1/3 (x+1)", "e^x (1 + 1/x)", "0.5 (x - 1)^2"),
        *("6y - 4x", "x - y + 1", "sin(x)^2 + cos(x)^2", "x^(1/2)/2", "-6", "15(3x+1)^4", "|x|/x", "2 ln(2)"),
    ],
    "expanded": [
        *(
            "x^2 + 2x + 1",
            "x/2 + 1/2",
            "(x+1)/(x+2)",
            "sin(2(x+1))",
            "(2x)^2",
            "x^2 + x + x",
            "1/(x+1)^2",
            "e^(2(x+1))",
        ),
        *("7", "x y", "-x - 1", "sqrt(x+1)", "x sin(x) + 2"),
    ],
    "factored": [
        *(
            "(x+1)^2",
            "x (x+1)",
            "2 (x+1)",
            "x^2 + 1",
            "e^x (x+2)",
            "(x-1)(x+1)/x^2",
            "-(x-1)(x+1)",
            "6",
            "x^3",
            "x + 1",
        ),
        *("(x/2 + 1)^2", "x^2 - 2", "x sin(x)", "(x + y)(x - y)"),
    ],
    "single fraction": [
        *("(x+y)/(x y)", "(x^2+1)/x", "-(x+1)/x", "x^2", "2x/3", "e^(-x)/(1 + e^(-x))^2", "e^(x/2)/x", "(x^2-1)/(x-1)"),
    ],
    "exact": ["1/2", "sqrt(2)/2", "pi", "3", "2 ln(3)", "x/3"],
}
OTHER = {
    "simplified": [
        *("2x + 3x", "2*3*x", "6/4", "x*x", "x/x", "2x/4", "(x^2-1)/(x-1)", "e^x e^x", "-(-x)", "x^1", "1x", "x + 0"),
        *("(x/2)/3", "1/(1/x)", "sqrt(4)", "ln(1)", "2^3 x", "x/sqrt(x)", "sin(2*3x)", "x y + y x", "(x+1)(x+1)"),
        *(
            "x - y + 2 - 1",
            "x^2/x",
            "x (1/x)",
            "0x",
            "x + x^2 - x",
            "e^0",
            "(x^3)^2",
            "(2x + 4)/2",
            "1/2 + 1/3",
            "x*1/2",
        ),
        *("x(1-x)(-y/x + (1-y)/(1-x))", "-y(1-x) + (1-y)x", "1 - (1-x)", "2(x+1) + 3", "2(x+1) - 3(x-1)"),
        *("x(x+1) - x", "(x-1)(x+1) + 1", "x (1 + 1/x)", "x/(x+1) + 1/(x+1)", "(x+1) (n/(x^2-1))", "2 (x/2 + 1)"),
        *("x^2 - (x-1)(x+1)", "e^x (x+1) + x e^x", "x (sin(x)+1) - x", "sin(x(x+1) - x)", "(x+1)/2 + (x-1)/2"),
    ],
    "expanded": ["(x+1)^2", "x (x+1)", "2 (x+1)", "-(x+1)", "(x+1)/2", "x - (x+1)", "x^2 (x (x+1))^2", "(1/2)(x+1)"],
    "factored": [
        "x^2 + 2x + 1",
        "x^2 + x",
        "2x + 2",
        "(x^2-1)(x+2)",
        "x e^x + 2e^x",
        "1/x + 1/x^2",
        "(2x+2)^2",
        "x^4 + 4",
    ],
    "single fraction": ["1/x + 1/y", "x + 1/x", "1/(1 + 1/x)", "x^(-1)", "2/3 x", "(1/2) x/(x+1)", "x^-1 + 1"],
    "exact": ["0.5", "sqrt(0.25)", "1.5x", "2e-3"],
}


def read(text: str) -> Node:
    return parse(text, SYMBOLS)


def rows(table: dict[str, list[str]]) -> list[tuple[str, str]]:
    return [(form, text) for form, texts in table.items() for text in texts]


@pytest.mark.parametrize("form, text", rows(FITTING))
def test_what_has_the_form(form: str, text: str) -> None:
    assert misfit(form, read(text)) is None


@pytest.mark.parametrize("form, text", rows(OTHER))
def test_what_has_another_form_is_told_what_is_left_to_do(form: str, text: str) -> None:
    said = misfit(form, read(text))
    assert said and said.endswith(".")


@pytest.mark.parametrize("form, text", rows(OTHER))
def test_the_value_is_right_the_form_another_and_the_own_answer_has_it(form: str, text: str) -> None:
    asked = ask(Formula(answer=read(text), form=form), " ".join(SYMBOLS))
    verdict = grade(asked, text)
    assert (verdict.outcome, verdict.mistake) == (Outcome.FORM, None)
    assert verdict.message.startswith("Right value, another form is asked. ")
    assert grade(asked, own_answer(asked)).right
    assert grade(asked, f"({text}) + 1").outcome is not Outcome.FORM


def test_every_form_that_a_teacher_may_write_has_its_rule() -> None:
    assert set(RULES) == set(FORMS) == set(FITTING) == set(OTHER)


def formed(question: Question, form: str) -> Question:
    assert isinstance(question.about, Formula | Number | Vector)
    return replace(question, about=replace(question.about, form=form))


def test_a_derivative_in_a_form() -> None:
    asked = formed(derivative("(x+1)^3"), "expanded")
    assert grade(asked, "3(x+1)^2").outcome is Outcome.FORM
    assert grade(asked, "3x^2 + 6x + 3").right
    assert grade(asked, "(x+1)^2").outcome is Outcome.MISTAKE
    assert grade(formed(derivative("(x+1)^3"), "factored"), own_answer(asked)).outcome is Outcome.FORM


def test_exact_numbers() -> None:
    third = formed(number("1/3"), "exact")
    assert grade(third, "1/3").right and grade(third, "2/6").right
    assert grade(third, "0.3333333").outcome is Outcome.FORM
    assert grade(third, "0.333").mistake == "too-few-digits"
    near = formed(number("sqrt(2)", 0.01), "exact")
    assert grade(near, "sqrt(2)").right
    assert grade(near, "1.414").outcome is Outcome.FORM
    assert grade(near, "141/100").outcome is Outcome.FORM
    assert grade(formed(number("3/2"), "simplified"), "6/4").outcome is Outcome.FORM


def test_each_component_of_a_vector_has_the_form() -> None:
    asked = formed(gradient("x^2 + 3y^2 - 4x y"), "factored")
    assert grade(asked, "[2x - 4y, 2(3y - 2x)]").outcome is Outcome.FORM
    assert grade(asked, "[2(x - 2y), 2(3y - 2x)]").right
    assert grade(asked, own_answer(asked)).right


def test_no_form_is_asked_for_unless_it_is_said() -> None:
    assert grade(expression("2x"), "x + x").right


@given(trees(), st.sampled_from(FORMS))
@settings(max_examples=25, deadline=None)
def test_any_tree_is_judged_and_rewritten_to_the_same_value(f: Node, form: str) -> None:
    assert misfit(form, f) == misfit(form, f)
    made = in_form(form, f)
    if len(to_text(made)) < 400 and misfit(form, f) is not None:
        assert made == f or same(f, made).answer.value != "different"
