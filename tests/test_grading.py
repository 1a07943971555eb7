"""Grading: right answers are never refused, wrong ones never credited, and what is said of them is true."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

import pytest
import sympy
from answers import Bank, ask, banks, derivative, expression, gradient, number, step
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tutor.expression import parse, parse_vector, to_text
from tutor.grading import grade, own_answer
from tutor.grading.remarks import values
from tutor.lesson.questions import Choice, Formula, Next, Option, Question, Vector, Wrong
from tutor.lesson.several import FORMS
from tutor.symbolic import CannotDo, from_sympy, to_sympy
from tutor.verdict import Outcome, Verdict

BANKS = tuple(banks())
EACH = pytest.mark.parametrize("bank", BANKS, ids=str)


@EACH
def test_the_answer_of_the_bank_and_the_questions_own_answer_are_right(bank: Bank) -> None:
    for text in (bank.answer, own_answer(bank.question)):
        assert grade(bank.question, text).outcome is Outcome.RIGHT, text


@EACH
def test_the_authors_word_is_said_to_each_wrong_answer(bank: Bank) -> None:
    for wrong in bank.question.wrong:
        verdict = grade(bank.question, wrong.value)
        named = (
            grade(replace(bank.question, wrong=()), wrong.value).mistake
            if isinstance(bank.question.about, Next)
            else ""
        )
        assert verdict.outcome is Outcome.MISTAKE and verdict.mistake in ("author", named), wrong.value
        assert verdict.message == wrong.say


@EACH
def test_without_the_author_a_wrong_answer_is_rejected_and_named_and_the_right_one_not_shown(
    bank: Bank,
) -> None:
    hidden = bank.answer if len(bank.answer) >= 3 and not isinstance(bank.question.about, Choice) else None
    for wrong in bank.question.wrong:
        verdict = grade(bank.bare, wrong.value)
        assert verdict.outcome in (Outcome.WRONG, Outcome.MISTAKE), wrong.value
        expected = bank.named.get(wrong.value)
        if expected:
            assert verdict.mistake == expected, wrong.value
        assert hidden is None or hidden not in verdict.message


# Numbers

NUMBERS = [
    # right, tol, typed, outcome, mistake
    ("1/3", None, "1/3", Outcome.RIGHT, None),
    ("1/3", None, "2/6", Outcome.RIGHT, None),
    ("1/3", None, "0.333333", Outcome.RIGHT, None),
    ("1/3", None, "0.3333333333", Outcome.RIGHT, None),
    ("1/3", None, "0.333", Outcome.MISTAKE, "too-few-digits"),
    ("2/3", None, "0.66", Outcome.MISTAKE, "too-few-digits"),
    ("2/3", None, "0.67", Outcome.MISTAKE, "too-few-digits"),
    ("2/3", None, "0.68", Outcome.WRONG, None),
    ("64/3", None, "21 1/3", Outcome.RIGHT, None),
    ("-64/3", None, "-21 1/3", Outcome.RIGHT, None),
    ("7", None, "21 1/3", Outcome.WRONG, None),
    ("-0.325", None, "-0.33", Outcome.MISTAKE, "too-few-digits"),
    ("-0.325", None, "-0.32", Outcome.MISTAKE, "too-few-digits"),
    ("1/3", None, "333333/1000000", Outcome.WRONG, None),
    ("1/3", None, "3", Outcome.WRONG, None),
    ("1/3", None, "-1/3", Outcome.MISTAKE, "negated"),
    ("2.1", None, "2,1", Outcome.RIGHT, None),
    ("2.1", None, "21/10", Outcome.RIGHT, None),
    ("2.1", None, "2.1e0", Outcome.RIGHT, None),
    ("2.1", None, "0.21", Outcome.WRONG, None),
    ("2.1", None, "2", Outcome.WRONG, None),
    ("sqrt(5/3)", None, "sqrt(15)/3", Outcome.RIGHT, None),
    ("sqrt(5/3)", None, "1.2909944", Outcome.RIGHT, None),
    ("sqrt(5/3)", None, "1.291", Outcome.MISTAKE, "too-few-digits"),
    ("sqrt(5/3)", None, "5/3", Outcome.WRONG, None),
    ("10", None, "100", Outcome.WRONG, None),
    ("7", None, "49", Outcome.WRONG, None),
    ("49", None, "7", Outcome.WRONG, None),
    ("7", None, "14", Outcome.WRONG, None),
    ("0", None, "0", Outcome.RIGHT, None),
    ("0", None, "0.0000001", Outcome.WRONG, None),
    ("0.3606", 0.0003, "0.3603", Outcome.RIGHT, None),
    ("0.3606", 0.0003, "0.3602", Outcome.WRONG, None),
    ("0.3606", 0.0003, "0.36", Outcome.MISTAKE, "too-few-digits"),
    ("0.3606", 0.0003, "6/17", Outcome.WRONG, None),
    ("1e-6", None, "0.000001", Outcome.RIGHT, None),
    ("1e-6", None, "0", Outcome.WRONG, None),
    ("1000000", None, "1000001", Outcome.WRONG, None),  # whole numbers are not rounded
    ("1", None, "1/0", Outcome.UNREADABLE, None),
    ("1", None, "ln(-1)", Outcome.UNREADABLE, None),
    ("1", None, "x", Outcome.UNREADABLE, None),
    ("1", None, "1.", Outcome.RIGHT, None),
    ("1", None, "9^9^9^9", Outcome.UNREADABLE, None),
    ("1", None, "2^9000", Outcome.WRONG, None),
]


@pytest.mark.parametrize("right, tol, typed, outcome, mistake", NUMBERS)
def test_numbers(right: str, tol: float | None, typed: str, outcome: Outcome, mistake: str | None) -> None:
    verdict = grade(number(right, tol), typed)
    assert (verdict.outcome, verdict.mistake) == (outcome, mistake), verdict.message


@pytest.mark.parametrize(
    "right, typed, said",
    [
        ("1/3", "3", "wrong way up"),
        ("2.1", "0.21", "decimal point"),
        ("7", "49", "square root forgotten"),
        ("49", "7", "square forgotten"),
        ("7", "14", "factor of 2"),
        ("10", "100", "Or:"),  # a root forgotten or a slipped point: not to be told apart
        ("7", "15", "Check each step"),
    ],
)
def test_a_guess_about_a_number_is_offered_as_one(right: str, typed: str, said: str) -> None:
    assert said in grade(number(right), typed).message


def wrong_number(right: str, tol: float | None, *values: str) -> Question:
    return ask(number(right, tol).about, "", tuple(Wrong(value, f"said of {value}") for value in values))


@pytest.mark.parametrize(
    "right, tol, wrongs, typed, said",
    [
        ("0.3606", 0.0003, ("0.1803", "0.3529"), "0.18", "said of 0.1803"),  # rounded further
        ("0.3606", 0.0003, ("0.1803", "0.3529"), "0.18029", "said of 0.1803"),
        ("0.3606", 0.0003, ("0.1803", "0.3529"), "6/17", "said of 0.3529"),
        ("1", 0.5, ("1.4", "1.8"), "1.7", "said of 1.8"),  # the nearest of those within tol
        ("1", 0.5, ("1.4",), "1.4", None),  # within tol of the right answer is right
        ("2.948333", 0.0001, ("17.69",), "17.690000", "said of 17.69"),
        ("2.948333", 0.0001, ("5.896667",), "5.9", "said of 5.896667"),
        ("2.948333", 0.0001, ("5.896667",), "6", None),
    ],
)
def test_an_authors_wrong_number_is_met_within_reason(
    right: str, tol: float, wrongs: tuple[str, ...], typed: str, said: str | None
) -> None:
    verdict = grade(wrong_number(right, tol, *wrongs), typed)
    assert verdict.message == said if said else verdict.mistake != "author"


@given(st.fractions(min_value=-1000, max_value=1000, max_denominator=60), st.integers(1, 12))
@settings(max_examples=25, deadline=None)
def test_a_number_is_right_and_right_plus_something_never(right: Fraction, off: int) -> None:
    question = number(f"({right})")
    assert grade(question, str(right)).right
    assert grade(question, f"{right.numerator}/{right.denominator}").right
    for typed in (f"{right} + {off}", f"{right} - 1/{off}", f"-({right}) - {off}e-3" if right >= 0 else "9999"):
        assert not grade(question, typed).right


# Expressions

FORMULAS = [
    (derivative("x^3 - 5x + 7"), "3x^2 - 5", Outcome.RIGHT, None),
    (derivative("x^3 - 5x + 7"), "y' = 3x^2 - 5", Outcome.UNREADABLE, None),
    (derivative("x^3 - 5x + 7"), "6x", Outcome.MISTAKE, "differentiated-again"),
    (derivative("x^3 - 5x + 7", order=2), "3x^2-5", Outcome.MISTAKE, "stopped-too-early"),
    (derivative("x^3 - 5x + 7"), "x^3 - 5x + 7", Outcome.MISTAKE, "function-handed-back"),
    (derivative("x^3 - 5x + 7"), "x^4/4 - 5x^2/2 + 7x + 3", Outcome.MISTAKE, "integrated"),
    (derivative("x^3 - 5x + 7"), "5 - 3x^2", Outcome.MISTAKE, "negated"),
    (derivative("x^3 - 5x + 7"), "9x^2 - 15", Outcome.WRONG, None),
    (derivative("x^2 y^3"), "3x^2 y^2", Outcome.MISTAKE, "other-variable"),
    (derivative("e^x"), "exp(x)", Outcome.RIGHT, None),
    (derivative("e^x"), "x e^(x-1)", Outcome.MISTAKE, "power-rule-on-an-exponential"),
    (derivative("ln x"), "1/|x|", Outcome.RIGHT, None),  # on the domain of ln x
    (derivative("ln(x^2)"), "2/x", Outcome.RIGHT, None),
    (derivative("|x|"), "x/|x|", Outcome.RIGHT, None),
    (derivative("|x|"), "sign(x)", Outcome.RIGHT, None),
    (derivative("|x|"), "1", Outcome.MISTAKE, "abs-one-everywhere"),
    (derivative("sigmoid(x)"), "sigmoid(x)(1 - sigmoid(x))", Outcome.RIGHT, None),
    (derivative("sigmoid(x)"), "e^x/(1 + e^x)^2", Outcome.RIGHT, None),
    (derivative("relu(x)"), "(1 + sign(x))/2", Outcome.RIGHT, None),
    (derivative("x^x"), "x^x (ln x + 1)", Outcome.RIGHT, None),
    (derivative("x^x"), "x x^(x-1)", Outcome.MISTAKE, "power-rule-on-a-changing-exponent"),
    (derivative("x^(1/3)"), "1/(3 x^(2/3))", Outcome.RIGHT, None),
    (derivative("7", symbols="x"), "0", Outcome.RIGHT, None),
    (derivative("7", symbols="x"), "7", Outcome.MISTAKE, "constant-kept"),
    (expression("x^2/3"), "0.333 x^2", Outcome.MISTAKE, "rounded"),
    (expression("|x|"), "x", Outcome.WRONG, None),
    (expression("x"), "sqrt(x^2)", Outcome.WRONG, None),
    (expression("1/(x-1)"), "1/0", Outcome.WRONG, None),
    (expression("s (1-s)", "s"), "s - s^2", Outcome.RIGHT, None),
    (expression("x"), "e^(i x)", Outcome.UNREADABLE, None),
]


@pytest.mark.parametrize("question, typed, outcome, mistake", FORMULAS)
def test_formulas(question: Question, typed: str, outcome: Outcome, mistake: str | None) -> None:
    verdict = grade(question, typed)
    if typed.startswith("y'"):  # a pasted left side is the parser's to accept or refuse
        assert verdict.outcome in (Outcome.RIGHT, Outcome.UNREADABLE)
        return
    assert (verdict.outcome, verdict.mistake) == (outcome, mistake), verdict.message


def test_a_factor_is_named_and_a_constant_noticed() -> None:
    question = derivative("x^3 - 5x + 7")
    assert "3 times" in grade(question, "9x^2 - 15").message
    assert "half" in grade(question, "1.5x^2 - 2.5").message
    assert "constant factor" in grade(question, "pi (3x^2 - 5)").message
    assert "off by a constant" in grade(question, "3x^2 + 3/7").message
    assert "some places" in grade(expression("|x|"), "x").message


ATOMS = (
    *("x", "3x", "(x^2 + 1)", "sin(x)", "cos(2x)", "e^x", "e^(-x^2)", "ln(x)", "sqrt(x)", "1/x", "sigmoid(x)"),
    *("x^(2/3)", "tan(x)", "asin(x)", "|x|", "relu(2x - 3)", "x y", "2^x", "tanh(x)", "(x - y)^5"),
)
OUTER = ("{}", "sin({})", "e^({})", "({})^3", "sqrt({})", "ln({})", "1/({})")
TWO = ("({}) + ({})", "({}) ({})", "({})/({})", "({}) - ({})")
LESSON_LIKE = st.builds(
    lambda pair, outer, one, two: outer.format(pair.format(one, two)),
    st.sampled_from(TWO), st.sampled_from(OUTER), st.sampled_from(ATOMS), st.sampled_from(ATOMS),
)  # fmt: skip
REWRITES = st.sampled_from([sympy.expand, sympy.factor, sympy.together, sympy.cancel, sympy.trigsimp])


@given(LESSON_LIKE, REWRITES)
@settings(max_examples=25, deadline=None)
def test_the_right_derivative_is_right_in_any_form(f: str, rewrite: Callable[[sympy.Expr], sympy.Expr]) -> None:
    question = derivative(f)
    try:
        right = own_answer(question)
        assume(len(right) < 900)
        node = parse(right, "xy")
        assume(values(node, node, parse(f, "xy")))  # else f is real nowhere
        other = to_text(from_sympy(rewrite(to_sympy(parse(right, "xy")))))
    except CannotDo:
        return
    assume(len(other) < 900)
    verdict = grade(question, other)
    assert verdict.right, verdict.message


@given(LESSON_LIKE, st.sampled_from(["({}) + 1", "2 ({})", "-({})", "1.0001 ({})", "({}) + x", "({}) (1 + x^2)"]))
@settings(max_examples=25, deadline=None)
def test_what_is_not_the_derivative_is_never_right(f: str, spoilt: str) -> None:
    question = derivative(f)
    try:
        right = own_answer(question)
    except CannotDo:
        return
    assume(len(right) < 900)
    if not grade(question, "0").right or "+" in spoilt.replace("1 + x", ""):
        assert not grade(question, spoilt.format(right)).right


# Vectors and steps

F = "x^2 + 3y^2 - 4x y"
SLOPES = gradient(F)
THERE = gradient(F, "1", "2")
VECTORS = [
    (SLOPES, "[2x-4y, 6y-4x]", Outcome.RIGHT, None),
    (SLOPES, "2x-4y, 6y-4x", Outcome.RIGHT, None),
    (SLOPES, "(2(x-2y), -4x+6y)", Outcome.RIGHT, None),
    (SLOPES, "[4y-2x, 4x-6y]", Outcome.MISTAKE, "negated"),
    (SLOPES, "[6y-4x, 2x-4y]", Outcome.MISTAKE, "components-swapped"),
    (SLOPES, "2y - 2x", Outcome.MISTAKE, "components-summed"),
    (SLOPES, "[2x-4y, 6y]", Outcome.MISTAKE, "mixed-term-lost"),
    (SLOPES, "[2x-4y, 6y-4x, 0]", Outcome.WRONG, None),
    (THERE, "[-6, 8]", Outcome.RIGHT, None),
    (THERE, "[-6.0, 16/2]", Outcome.RIGHT, None),
    (THERE, "[2x-4y, 6y-4x]", Outcome.MISTAKE, "not-evaluated"),
    (THERE, "[-0.6, 0.8]", Outcome.MISTAKE, "normalised"),
    (THERE, "[1/0, 8]", Outcome.UNREADABLE, None),
    (THERE, "[,]", Outcome.UNREADABLE, None),
]


@pytest.mark.parametrize("question, typed, outcome, mistake", VECTORS)
def test_vectors(question: Question, typed: str, outcome: Outcome, mistake: str | None) -> None:
    verdict = grade(question, typed)
    assert (verdict.outcome, verdict.mistake) == (outcome, mistake), verdict.message


@pytest.mark.parametrize(
    ("typed", "tol", "said"),
    [
        ("[0.4721, 8.4721]", 0.0005, True),
        ("[0.4721, 8.4721]", None, True),
        ("[0.47, 8.47]", 0.0005, True),
        ("[sqrt(20) - 4, 8.4721]", 0.0005, True),
        ("[0.4721, 8.49]", 0.0005, False),
        ("[-0.47, 8.47]", 0.0005, False),
    ],
)
def test_a_component_that_is_right_does_not_hide_the_one_that_an_author_knows(
    typed: str, tol: float | None, said: bool
) -> None:
    about = Vector(answer=parse_vector("[4 - sqrt(20), 4 + sqrt(20)]", ()), tol=tol)
    verdict = grade(ask(about, "", (Wrong("[sqrt(20) - 4, 4 + sqrt(20)]", "A minus was lost."),)), typed)
    assert not verdict.right and ("A minus was lost." in verdict.message) == said, verdict


def test_what_is_said_of_a_vector() -> None:
    assert grade(SLOPES, "[2x-4y, 6y + 41]").message == "The first component is right, the second component is not."
    assert "2 components are due, and this has 3" in grade(SLOPES, "[1, 2, 3]").message
    assert "direction is right" in grade(THERE, "[-1.5, 2]").message
    assert "A gradient keeps them apart" in grade(SLOPES, "2y - 2x").message
    place, far = (ask(Vector(parse_vector(each, ()))) for each in ("[1, 0]", "[0.4, 0.5]"))
    assert "2 components are due, and this has 1" in grade(place, "1").message, "one of them was left out"
    assert grade(far, "0.9").mistake == "components-summed" and "gradient" not in grade(far, "0.9").message
    three = ask(Vector(tuple(parse(each, "x") for each in ("x", "2x", "3x"))))
    said = grade(three, "[x, 2x, x]").message
    assert said == "The first and second components are right, the third component is not."


@pytest.mark.parametrize(
    "right, typed, direction",
    [
        ("[2, 2]", "[1, 1]", False),  # such as [value, slope]: a list that is no arrow
        ("[1, 2, 3]", "[2, 4, 6]", False),
        ("[3/5, -4/5]", "[3, -4]", True),
        ("[sqrt(2)/2, sqrt(2)/2]", "[1, 1]", True),
        ("[3/5, -4/5]", "[3, 4]", False),
    ],
)
def test_only_what_is_an_arrow_has_a_direction(right: str, typed: str, direction: bool) -> None:
    said = grade(ask(Vector(parse_vector(right, ()))), typed).message
    assert ("The direction is right" in said) == direction, said


@pytest.mark.parametrize(
    "right, typed, mistake, said",
    [
        ("[-0.325, 2]", "[-0.33, 2]", "too-few-digits", "In the first component: too few digits"),
        ("[-0.325, x]", "[-0.33, x]", "too-few-digits", "In the first component: too few digits"),
        ("[0.3679, 0.3679, 1]", "[0.37, 0.36, 1]", "too-few-digits", "In the first and second components: cut off"),
        ("[1/3, 2/3]", "[0.33, 0.67]", "too-few-digits", "Too few digits: it is right as far as it goes."),
        ("[1/3, 2]", "[0.33, 3]", None, "The first component is right, the second component is not. In the first"),
        ("[1/3, 2]", "[0.3, 2]", None, "The second component is right, the first component is not."),
    ],
)
def test_a_component_with_too_few_digits_is_named(right: str, typed: str, mistake: str | None, said: str) -> None:
    verdict = grade(ask(Vector(parse_vector(right, "x"))), typed)
    assert (verdict.mistake, verdict.message[: len(said)]) == (mistake, said)


@pytest.mark.parametrize("typed, cut", [("0.36", True), ("0.37", False), ("0.367", True), ("0.368", False)])
def test_what_was_cut_off_is_not_called_right_as_far_as_it_goes(typed: str, cut: bool) -> None:
    verdict = grade(number("0.36788", 0.00005), typed)
    assert verdict.mistake == "too-few-digits"
    assert verdict.message.startswith("Cut off, not rounded") == cut != ("as far as it goes" in verdict.message)


def test_the_next_theta() -> None:
    question = step("(x-3)^2", (0.0,), 0.1, symbols="x")
    assert grade(question, "0.6").right and grade(question, "[3/5]").right
    assert grade(question, "6").mistake == "no-rate"
    assert grade(question, "0").mistake == "start-handed-back"
    assert grade(question, "[0.6, 0]").outcome is Outcome.WRONG
    assert grade(question, "[0.6, 0]").message == "One number is due, and this has 2."
    assert grade(question, "[0.6]").understood == grade(question, "0.6").understood == "0.6"
    assert own_answer(question) == "0.6"
    said = {
        "0": "That is x before the step.",
        "1.08": "That is where x stands one step later.",
        "0.777": "Not this x.",
        "-6": "The question is where x stands after the step.",
    }
    for typed, words in said.items():
        message = grade(question, typed).message
        assert words in message and "theta" not in message, message
    assert "where theta stands one step later" in grade(step("x^2 + y^2", (1.0, 2.0), 0.1), "[0.64, 1.28]").message
    away = step("x^2", (1e200,), 1e200, steps=5, symbols="x")
    assert grade(away, "1").outcome is Outcome.UNREADABLE


def test_a_rounded_theta_needs_more_digits() -> None:
    bank = next(each for each in BANKS if str(each) == "13d")
    assert grade(bank.bare, "[0.34, 0.62]").mistake == "too-few-digits"
    assert grade(bank.bare, "[0.3367, 0.6167]").right


# Choices

COLOURS = ask(Choice((Option("red", say="No."), Option("a 2 b", ok=True), Option("2", say="Not two."))))


@pytest.mark.parametrize("typed", ["2)", "b", "B", " a  2 B ", "(b)", "b."])
def test_a_choice_is_a_number_a_letter_or_its_text(typed: str) -> None:
    verdict = grade(COLOURS, typed)
    assert verdict.right is (typed != "2)")  # an option called 2 is meant by its text first


def test_a_wrong_choice_explains_itself_and_no_choice_costs_nothing() -> None:
    assert grade(COLOURS, "1").message == "No."
    assert grade(COLOURS, "2").message == "Not two."
    assert grade(COLOURS, "4").outcome is Outcome.UNREADABLE


# Whatever is typed

BY_KIND = {type(bank.question.about): bank.question for bank in BANKS}
FORMED = tuple(ask(Formula(answer=parse("(x + 1)/x", "x"), form=form), "x y") for form in FORMS)
QUESTIONS = (*BY_KIND.values(), *(bank.question for bank in BANKS[::5]), *FORMED, COLOURS, SLOPES, THERE)
PIECES = st.sampled_from(
    [*"0123456789.,()[]|+-*/^ xyeE'=_", "**", "sin", "ln ", "sqrt", "θ", "²", "−", "1/0", "\x1b[31m"]
)
TYPED = st.one_of(st.text(max_size=40), st.lists(PIECES, max_size=25).map("".join))


@given(st.sampled_from(QUESTIONS), TYPED)
@settings(max_examples=25, deadline=None)
def test_any_text_gets_a_verdict_in_printable_words(question: Question, text: str) -> None:
    verdict = grade(question, text)
    assert isinstance(verdict, Verdict) and verdict.message
    for shown in (verdict.message, verdict.understood or ""):
        assert not [each for each in shown if unicodedata.category(each) in ("Cc", "Cs") and each != "\n"]
    assert grade(question, text) == verdict


@pytest.mark.parametrize("typed", ["", "   ", "\n"])
def test_nothing_typed_costs_nothing(typed: str) -> None:
    for question in QUESTIONS:
        assert grade(question, typed).outcome is Outcome.UNREADABLE


def test_a_fault_is_shown_its_place() -> None:
    verdict = grade(derivative("x^2"), "2x + )")
    assert verdict.outcome is Outcome.UNREADABLE
    assert verdict.message.splitlines()[-1].strip().startswith("^")


def test_what_was_read_kindly_is_said() -> None:
    verdict = grade(derivative("sin(x)", symbols="x"), "y = cos x")
    assert verdict.right and verdict.understood
    assert len(verdict.message) > len("Right.")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("1.3", "1.3"), ("1.30", "1.3"), ("1.25", None), ("1.299", None), ("1.31", None), ("0.18029", "0.1803")],
)
def test_an_authors_wrong_number_with_few_digits_is_no_rounding_of_another(typed: str, meant: str | None) -> None:
    """1.3 is meant so; 0.1803, with four digits, stands for whatever it is rounded from."""
    verdict = grade(wrong_number("17/12", 0.0005, "1.3", "0.1803"), typed)
    assert (verdict.outcome is Outcome.MISTAKE) == (meant is not None), verdict
