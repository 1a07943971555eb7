"""Questions for a matrix and for an order: read as people write them, judged part by part."""

from __future__ import annotations

import string
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest
import yaml
from answers import ask
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.expression import Unreadable, parse, parse_number
from tutor.expression.matrix import read_matrix
from tutor.grading import grade, own_answer
from tutor.lesson.load import read_lesson
from tutor.lesson.model import Broken, Lesson
from tutor.lesson.ordering import Distractor, Order, as_shown, lettered, shuffled
from tutor.lesson.parse import parse_yaml
from tutor.lesson.questions import Matrix, Number, Question, Vector, Wrong, shown_lines
from tutor.lesson.schema import schema
from tutor.understood import understood
from tutor.verdict import Outcome

HEAD = "format: 1\nid: a\ntitle: T\nsymbols: [x, y]\nsteps:\n  - ask: {id: a, question: Q, %s}\n"


def lesson(settings: str) -> Lesson | Broken:
    return read_lesson(parse_yaml(HEAD % settings), Path("lesson.yaml"))


def asked(settings: str) -> Question:
    found = lesson(settings)
    assert isinstance(found, Lesson), found
    question = found.steps[0].ask
    assert isinstance(question, Question)
    return question


def faults(settings: str) -> str:
    found = lesson(settings)
    assert isinstance(found, Broken)
    return "\n".join(map(str, found.faults))


# Reading a matrix


@pytest.mark.parametrize(
    "text",
    [
        *("[[1, 2], [3, 4]]", "1, 2; 3, 4", "[1, 2; 3, 4]", "[1, 2], [3, 4]", "((1, 2), (3, 4))", "{{1, 2}, {3, 4}}"),
        *("[[1 2]\n [3 4]]", "[1 2; 3 4]", "1 2; 3 4", "np.array([[1, 2], [3, 4]])", "Matrix([[1, 2], [3, 4]])"),
        *(
            "J = [[1, 2], [3, 4]]",
            "[[1,2],[3,4],]",
            " [ [ 1 , 2 ] , [ 3 , 4 ] ] ",
            "[1, 2]; [3, 4]",
            "[[1. 2.] [3. 4.]]",
        ),
    ],
)
def test_a_matrix_is_read_as_people_write_it(text: str) -> None:
    rows = read_matrix(text, ()).rows
    assert [[int(node.value) for node in row] for row in rows] == [[1, 2], [3, 4]]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "text, shape", [("[1, 2]", (1, 2)), ("[[1, 2]]", (1, 2)), ("[[1], [2]]", (2, 1)), ("7", (1, 1))]
)
def test_a_matrix_of_one_row_or_column(text: str, shape: tuple[int, int]) -> None:
    rows = read_matrix(text, ()).rows
    assert (len(rows), len(rows[0])) == shape


def test_entries_may_hold_commas_and_brackets_of_their_own() -> None:
    rows = read_matrix("max(x, y), (x + 1)(y); 2, min(x, 3)", "xy").rows
    assert [len(row) for row in rows] == [2, 2]
    assert rows[0][0] == parse("max(x, y)", "xy")


@pytest.mark.parametrize(
    "text, place",
    [
        *[("", 0), ("[[1, 2], [3]]", 9), ("[[1, 2], [3, 4]", 0), ("[[1, 2]], 3]", 11), ("[[1, 2], [3, $]]", 13)],
        *[("[[], []]", 1), (";", 0), ("[[1, x], [3, 4]]", 5), ("1, 2; ; 3, 4", 6)],
    ],
)
def test_what_is_no_matrix_is_shown_its_place(text: str, place: int) -> None:
    with pytest.raises(Unreadable) as fault:
        read_matrix(text, ())
    assert fault.value.start == place


@given(st.text(alphabet="[](){},; 12x/-=.\n", max_size=40))
@settings(max_examples=50, deadline=None)
def test_any_text_is_a_matrix_or_has_a_place_at_fault(text: str) -> None:
    try:
        rows = read_matrix(text, "x").rows
    except Unreadable as fault:
        assert 0 <= fault.start <= fault.end <= len(text) and fault.what
    else:
        assert len({len(row) for row in rows}) == 1


# Judging a matrix

JACOBIAN = 'jacobian_of: ["x^2*y", "5*x + sin(y)"], at: [2, 0]'
HESSIAN = 'hessian_of: "x^2 + 3*y^2 - 4*x*y"'
CASES = [
    (JACOBIAN, "[[0, 4], [5, 1]]", Outcome.RIGHT, None, ""),
    (JACOBIAN, "0, 4; 5, cos(0)", Outcome.RIGHT, None, ""),
    (JACOBIAN, "[[0, 5], [4, 1]]", Outcome.MISTAKE, "transposed", "Rows and columns"),
    (JACOBIAN, "[[0, -4], [-5, -1]]", Outcome.MISTAKE, "negated", ""),
    (JACOBIAN, "[[2x*y, x^2], [5, cos(y)]]", Outcome.MISTAKE, "not-evaluated", "numbers of the point"),
    (JACOBIAN, "[[0, 4], [5, 0.37]]", Outcome.WRONG, None, "row 2, column 2"),
    (JACOBIAN, "[[0, 4, 1], [5, 1, 1]]", Outcome.WRONG, None, "2 by 2 (rows by columns), and this is 2 by 3"),
    (JACOBIAN, "[[0, 1/0], [5, 1]]", Outcome.UNREADABLE, None, "divides by zero"),
    (HESSIAN, "[[2, -4], [-4, 6]]", Outcome.RIGHT, None, ""),
    (HESSIAN, "[[2, 0], [0, 6]]", Outcome.MISTAKE, "mixed-entries-lost", ""),
    (HESSIAN, "[[2, -2], [-2, 6]]", Outcome.MISTAKE, "mixed-entries-halved", ""),
    (HESSIAN, "[2x - 4y, 6y - 4x]", Outcome.MISTAKE, "gradient-instead", ""),
    (HESSIAN, "-4", Outcome.MISTAKE, "determinant-instead", ""),
    (HESSIAN, "[[2, 41], [42, 6]]", Outcome.WRONG, None, "row 1, column 2 and row 2, column 1"),
    ("answer: [[1, 2], [3, 4]]", "[[1, 3], [2, 4]]", Outcome.MISTAKE, "transposed", ""),
    ("answer: [[x, 2]]", "[x; 2]", Outcome.MISTAKE, "transposed", ""),
    ("matrix: [[1/3, 2]]", "[[0.33, 2]]", Outcome.MISTAKE, "too-few-digits", ""),
    ("matrix: [[-0.325, 2]]", "[[-0.33, 2]]", Outcome.MISTAKE, "too-few-digits", "In row 1, column 1: too few digits"),
    ("matrix: [[-0.325, x]]", "[[-0.33, x]]", Outcome.MISTAKE, "too-few-digits", "In row 1, column 1: too few"),
    (
        "matrix: [[-0.325, 2, 1]]",
        "[[-0.33, 3, 1]]",
        Outcome.WRONG,
        None,
        "column 2 is not right; the others are. In row",
    ),
    ("matrix: {answer: [[0.5, 2]], tol: 0.1}", "[[0.55, 2]]", Outcome.RIGHT, None, ""),
]


@pytest.mark.parametrize("settings, typed, outcome, mistake, said", CASES)
def test_a_matrix_is_judged_entry_by_entry(
    settings: str, typed: str, outcome: Outcome, mistake: str | None, said: str
) -> None:
    question = asked(settings)
    verdict = grade(question, typed)
    assert (verdict.outcome, verdict.mistake) == (outcome, mistake), verdict.message
    assert said in verdict.message
    assert grade(question, own_answer(question)).right


def test_the_engine_speaks_of_rows_and_columns() -> None:
    said = grade(asked(JACOBIAN.partition(", at")[0]), "[[2x*y, x^2], [5, -cos(y)]]").message
    assert said.startswith("In row 2, column 2:")


def test_an_author_s_wrong_matrix_is_met_however_it_is_typed() -> None:
    question = asked('answer: [[1, 2], [3, 4]], wrong: [{value: [[1, 2], [3, "2*2 + 1"]], say: Five.}]')
    assert grade(question, "1, 2; 3, 5").message == "Five."
    assert grade(question, "1, 2; 3, 6").mistake is None


def test_wrt_gives_the_order_of_the_variables() -> None:
    assert own_answer(asked('hessian_of: "x^2*y", wrt: [y, x]')) == "[[0, 2*x], [2*x, 2*y]]"
    assert own_answer(asked('gradient_of: "x^2*y", wrt: [y, x]')) == "[x**2, 2*x*y]"
    assert grade(asked('derivative_of: "x^2*y^3", wrt: [x, y]'), "6x*y^2").right
    assert own_answer(asked('derivative_of: "x^3", at: 2')) == "12"
    assert own_answer(asked('derivative_of: "x*y", wrt: y, at: {x: 3, y: 4}')) == "3"
    assert own_answer(asked('derivative_of: "x*y", at: [3, 4], along: [0, 2]')) == "3"


@pytest.mark.parametrize(
    "settings, said",
    [
        ("matrix: {}", "one of the three"),
        ("answer: [[1, 2], [3]]", "different lengths"),
        ("answer: [[1, 2]], at: [1]", "`at` belongs to"),
        ('jacobian_of: ["x"], wrt: [z]', "wrt names z"),
        ('hessian_of: "x^2", at: [1, 2, 3]', "at has 3 numbers"),
        ('derivative_of: "x*y", at: [1, 2]', "say wrt"),
        ('derivative_of: "x*y", at: [1, 2], along: [1]', "at has 1 numbers"),
        ("answer: 2, form: tidy", "none of: simplified"),
        ("lines: [a]", "2 to 10 fit"),
        ("lines: [a, a]", "all lines are the same"),
        ("lines: [a, b], distractors: [b]", "it would belong"),
        ("lines: [a, b], distractors: [{text: b, say: No.}]", "it would belong"),
        ("lines: [a, b], distractors: [c, {text: c, say: No.}]", "stands here twice"),
        ("lines: [a, b], distractors: [{say: No.}]", "'text' is missing"),
        ("lines: [a, b], distractors: [{text: c, says: No.}]", "distractors[1].says: unknown name 'says'"),
        ("lines: [a, b, c], also: A B", "does not have each of the lines once"),
        ("lines: [a, b, c], distractors: [d], also: A B D", "does not have each of the lines once"),
        ("lines: [a, b, c], also: [A C Z]", "There is no line 'Z' here"),
        ("lines: [a, b, c], also: [A B C]", "stands here twice, or is that of `lines`"),
        ("lines: [a, b, c], also: [A C B, a c b]", "stands here twice"),
    ],
)
def test_a_teacher_is_told_what_is_wrong(settings: str, said: str) -> None:
    assert said in faults(settings)


def test_the_echo_shows_what_was_read() -> None:
    assert understood(asked(HESSIAN), "2x, 0; 0, x^2") == "[[2x, 0], [0, x²]]"
    order = ask_order("abc")
    assert understood(order, "B, a") == "b a"


# Order


def ask_order(lines: str, distractors: str = "", identity: str = "q", wrong: tuple[Wrong, ...] = ()) -> Question:
    return replace(ask(Order(tuple(lines), tuple(map(Distractor, distractors))), wrong=wrong), id=identity)


def typed(question: Question, letters: str) -> str:
    """The author's letters as the learner's."""
    assert isinstance(question.about, Order)
    return as_shown(question.about, question.id, letters)


FIVE = asked(
    "lines: ['p = X @ t', 'e = p - y', 'g = X.T @ e / m', 't = t - r*g', return t], distractors: ['t = t + r*g'], "
    "wrong: [{value: A B C E D, say: The return is last.}]"
)


@pytest.mark.parametrize(
    "letters, outcome, mistake, said",
    [
        ("A B C D E", Outcome.RIGHT, None, "Right"),
        ("A B C E D", Outcome.MISTAKE, "author", "The return is last."),
        ("A B C F E", Outcome.MISTAKE, "distractor", "(t = t + r*g) does not belong"),
        ("B A C D E", Outcome.MISTAKE, "two-swapped", "does not come first"),
        ("A D C B E", Outcome.MISTAKE, "two-swapped", "The first line is right"),
        ("E D C B A", Outcome.MISTAKE, "reversed", "backwards"),
        ("A B C D", Outcome.MISTAKE, "lines-missing", "a line is missing"),
        ("A B D E C", Outcome.WRONG, None, "The first 2 lines are right"),
    ],
)
def test_an_order_is_judged_by_its_first_wrong_place(
    letters: str, outcome: Outcome, mistake: str | None, said: str
) -> None:
    verdict = grade(FIVE, typed(FIVE, letters))
    assert (verdict.outcome, verdict.mistake) == (outcome, mistake)
    assert said in verdict.message


REASONED = asked(
    "lines: [one, two, three, four], also: [A C B D, b a c d], "
    "distractors: [{text: five, say: Five is too many.}, six, {text: seven, say: So is seven.}]"
)


@pytest.mark.parametrize(
    "letters, said",
    [
        ("A B E D", "(five) does not belong here. Five is too many."),
        ("A B C D E", "(five) does not belong here. Five is too many."),
        ("A F C D", "(six) does not belong here. Leave it out."),
        ("G B E D", "So is seven. Line"),
    ],
)
def test_a_line_that_does_not_belong_gives_its_own_reason(letters: str, said: str) -> None:
    verdict = grade(REASONED, typed(REASONED, letters))
    assert (verdict.outcome, verdict.mistake) == (Outcome.MISTAKE, "distractor")
    assert said in verdict.message


def test_a_sequence_that_the_author_lists_is_told_before_a_line_s_own_reason() -> None:
    question = replace(REASONED, wrong=(Wrong(typed(REASONED, "A B E D"), "All of it."),))
    assert grade(question, typed(question, "A B E D")).message == "All of it."


@pytest.mark.parametrize(
    "letters, right, said",
    [
        ("A B C D", True, "Right"),
        ("A C B D", True, "Right"),
        ("B A C D", True, "Right"),
        ("C A B D", False, "does not come first"),
        ("A C D B", False, "The first 2 lines are right"),
        ("B A D C", False, "The first 2 lines are right"),
        ("D B C A", False, "backwards"),
        ("D C A B", False, "backwards"),
        ("A C", False, "So far it is right, but 2 lines are missing."),
    ],
)
def test_further_right_orders_are_right_and_the_nearest_is_spoken_of(letters: str, right: bool, said: str) -> None:
    verdict = grade(REASONED, typed(REASONED, letters))
    assert verdict.right == right and said in verdict.message


def test_no_right_order_is_shown() -> None:
    for identity in string.ascii_lowercase:
        about = replace(Order(("a", "b", "c")), others=((0, 2, 1), (1, 0, 2)))
        assert tuple(text for _, text in lettered(about, identity)) not in about.orders


@pytest.mark.parametrize("text", ["{0}{1}{2}", "{0}, {1}, {2}", "{0}) {1}) {2}).", "{0} -> {1} -> {2}", "{0}>{1}>{2}"])
def test_letters_are_read_however_they_are_separated(text: str) -> None:
    question = ask_order("abc")
    letters = own_answer(question).split()
    assert grade(question, text.format(*letters)).right
    assert grade(question, text.format(*letters).upper()).right


@pytest.mark.parametrize("text", ["a b z", "a a b", "1 2 3", "()", "a", "a b"])
def test_what_names_no_order_costs_nothing(text: str) -> None:
    assert grade(ask_order("abc"), text).outcome is Outcome.UNREADABLE


def test_lines_may_be_named_by_their_text_and_indentation_counts() -> None:
    lines = ("for k in range(9):", "    t = step(t)", "    return t")
    question = ask(Order(lines, (Distractor("return t"),)))
    assert grade(question, "\n".join(lines)).right
    assert grade(question, "\n".join((*lines[:2], "return t"))).mistake == "distractor"


def test_lines_that_read_alike_may_change_places() -> None:
    question = ask(Order(("a", "b", "a")))
    first, second, third = own_answer(question).split()
    assert grade(question, f"{first} {second} {third}").right
    assert grade(question, f"{third} {second} {first}").right


@given(st.integers(2, 9), st.integers(0, 3), st.text(string.ascii_lowercase, min_size=1, max_size=8))
@settings(max_examples=25, deadline=None)
def test_the_order_shown_is_always_the_same_and_never_the_right_one(lines: int, more: int, identity: str) -> None:
    letters = string.ascii_uppercase
    question = ask_order(letters[:lines], letters[lines : lines + more], identity)
    about = question.about
    assert isinstance(about, Order)
    assert lettered(about, identity) == shown_lines(question) == lettered(about, identity)
    assert sorted(shuffled(about, identity)) == list(range(lines + more))
    assert [text for _, text in shown_lines(question)][:lines] != list(about.lines)
    assert grade(question, own_answer(question)).right
    assert grade(question, typed(question, " ".join(letters[:lines]))).right
    assert not grade(question, " ".join(string.ascii_lowercase[:lines])).right


def test_other_kinds_show_no_lines() -> None:
    assert shown_lines(ask(Number(parse_number("1")))) == ()
    assert shown_lines(ask(Vector((parse_number("1"),)))) == ()
    assert shown_lines(ask(Matrix(((parse_number("1"),),)))) == ()


EVERY_SETTING = """\
format: 1
id: a
title: T
symbols: [x, y, u, v, t]
steps:
  - ask: {id: a, question: Q, matrix: [[1, "x"], [0, 2]]}
  - ask: {id: b, question: Q, matrix: {answer: [[0.5]], tol: 0.1}}
  - ask: {id: c, question: Q, jacobian_of: ["x*y", "x"], wrt: [y, x], at: {x: 1, y: 2}}
  - ask: {id: d, question: Q, hessian_of: "x^2*y", wrong: {value: [[1, 2], [3, 4]], say: No.}}
  - ask: {id: e, question: Q, order: [one, two], hints: [First the first.]}
  - ask: {id: f, question: Q, lines: [one, two], distractors: [three], wrong: {value: B A, say: No.}}
  - ask: {id: k, question: Q, lines: [one, two], distractors: {text: three, say: No.}}
  - ask: {id: l, question: Q, order: {lines: [one, two, six], distractors: [{text: four}, five], also: [B A C]}}
  - ask: {id: g, question: Q, gradient_of: "u*v", through: {u: "x + y", v: "x"}, form: expanded}
  - ask: {id: h, question: Q, number: {derivative_of: "u^2", through: {u: "t^2"}, at: 1}}
  - ask: {id: i, question: Q, derivative_of: "x*y", at: [1, 2], along: [3, 4], form: exact}
  - ask: {id: j, question: Q, expression: {derivative_of: "x^2*y", wrt: [x, y], form: single fraction}}
"""


def test_every_setting_loads_is_valid_and_is_answered_by_its_own_answer() -> None:
    found = read_lesson(parse_yaml(EVERY_SETTING), Path("lesson.yaml"))
    assert isinstance(found, Lesson), found
    jsonschema.Draft202012Validator(schema()).validate(yaml.safe_load(EVERY_SETTING))
    assert all(grade(question, own_answer(question)).right for question in found.questions)
