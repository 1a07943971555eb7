"""Sameness: equal in value on the domain of the question, decided with a reason, whatever the form."""

from __future__ import annotations

from fractions import Fraction

import pytest
import sympy
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from trees import trees

from tutor.expression import parse
from tutor.sameness import Answer, same
from tutor.symbolic import CannotDo, from_sympy, to_sympy
from tutor.tree import Add, Mul, Neg, Node, Num

SAME, DIFFERENT, UNDECIDED = Answer
NAMES = ("x", "y", "a", "n")

TABLE = [
    # the right answer, the learner's, the verdict
    ("1/3", "2/6", SAME),
    ("1/3", "0.333", DIFFERENT),
    ("1/3", "0.3333333333333333333333333333", DIFFERENT),
    ("x", "sqrt(x^2)", DIFFERENT),
    ("|x|", "sqrt(x^2)", SAME),
    ("sqrt(x^2)", "x", DIFFERENT),
    ("ln(x^2)", "2 ln(x)", DIFFERENT),
    ("2 ln(x)", "ln(x^2)", SAME),
    ("ln(x) + ln(y)", "ln(x y)", SAME),
    ("ln(x y)", "ln(x) + ln(y)", DIFFERENT),
    ("(a-x)^6000", "(x-a)^6000", SAME),
    ("(a-x)^6001", "(x-a)^6001", DIFFERENT),
    ("(a-x)^6000 e^x", "(x-a)^6000 e^x", SAME),
    ("1", "sin(x)^2 + cos(x)^2", SAME),
    ("0", "sin(x)^2 + cos(x)^2 - 1", SAME),
    ("2x", "2x + sin(x)^2 + cos(x)^2 - 1", SAME),
    ("tan(x)", "sin(x)/cos(x)", SAME),
    ("sin(2x)", "2 sin(x) cos(x)", SAME),
    ("asin(x)", "pi/2 - acos(x)", SAME),
    ("atan(x) + atan(1/x)", "pi/2", DIFFERENT),
    ("sqrt(6)", "sqrt(2) sqrt(3)", SAME),
    ("sqrt(6)", "2.449489742783178", DIFFERENT),
    ("e", "2.718281828459045", DIFFERENT),
    ("x + 1", "(x^2 - 1)/(x - 1)", SAME),
    ("sign(x)", "x/|x|", SAME),
    ("relu(x)", "(x + |x|)/2", SAME),
    ("relu(x)", "max(0, x)", SAME),
    ("max(x, y)", "(x + y + |x - y|)/2", SAME),
    ("min(x, y)", "max(x, y)", DIFFERENT),
    ("|sin(x)|", "sqrt(1 - cos(x)^2)", SAME),
    ("sigmoid(x)", "1/(1 + e^(-x))", SAME),
    ("sigmoid(x)(1 - sigmoid(x))", "e^(-x)/(1 + e^(-x))^2", SAME),
    ("(e^x - e^(-x))/(e^x + e^(-x))", "tanh(x)", SAME),
    ("x^x (ln(x) + 1)", "e^(x ln(x)) (1 + ln(x))", SAME),
    ("1/(2 sqrt(x))", "x^(-1/2)/2", SAME),
    ("(x^2)^(1/3)", "x^(2/3)", SAME),  # the real root
    ("(x^2)^(1/4)", "x^(1/2)", DIFFERENT),
    ("(-1)^n", "cos(pi n)", SAME),  # about whole numbers
    ("(-1)^n", "(-1)^(n+1)", DIFFERENT),
    ("e^(e^(e^x))", "exp(exp(exp(x)))", SAME),
    ("e^(x^2)", "e^(x^2) + 0.0001", DIFFERENT),
    ("x^1000", "x^1000 + 1", DIFFERENT),
    ("9^999", "9^999 + 1", DIFFERENT),
    ("sqrt(0.001 - (x-7)^2)", "sqrt(0.001 - (7-x)^2)", SAME),  # a domain too narrow to meet
    ("relu(2x - 3)^(-1) + 1/sqrt(4 - x^2)", "1/relu(2x - 3) + (4 - x^2)^(-1/2)", SAME),
    # somebody aims at the comparison
    ("2x", "2x + e^(-5000)", DIFFERENT),
    ("2x", "2x + 10^(-60) sin(x)", DIFFERENT),
    ("2x", "2x + relu(0.000001 - |x - 3|)", DIFFERENT),
    ("2x", "2x + relu(x - 1000000)", DIFFERENT),
    ("2x", "2x + sin(1000 pi x)", DIFFERENT),
    ("2x", "2x + cos(e^(-28)) - 1", DIFFERENT),
    ("2x", "2x cos(e^(-50))", DIFFERENT),
    ("2x", "2x step(x)/step(x)", DIFFERENT),
    ("2x", "2x + 170141183460469231731687303715884105727", DIFFERENT),
    ("2x", "2x + 2^521 - 1", DIFFERENT),
    ("2x", "2x + ln(x) - ln(x)", DIFFERENT),
    ("2x", "2x/(x-x)", DIFFERENT),
    # nothing to compare
    ("sqrt(-1 - x^2)", "x", UNDECIDED),
    ("1/0", "1", UNDECIDED),
]


@pytest.mark.parametrize("right, theirs, expected", TABLE)
def test_table(right: str, theirs: str, expected: Answer) -> None:
    found = same(parse(right, NAMES), parse(theirs, NAMES))
    assert found.answer is expected, found.reason
    assert found.reason


def test_the_domain_of_the_question_counts() -> None:
    over_x, over_size = parse("1/x", NAMES), parse("1/abs(x)", NAMES)
    assert same(over_x, over_size).answer is DIFFERENT
    assert same(over_x, over_size, domain=parse("ln(x)", NAMES)).answer is SAME
    assert same(over_x, over_size, domain=[parse("ln(-x)", NAMES)]).answer is DIFFERENT


def test_undefined_is_told_apart() -> None:
    found = same(parse("x", NAMES), parse("e^(ln x)", NAMES))
    assert found.undefined and "no value" in found.reason
    assert not same(parse("x", NAMES), parse("2x", NAMES)).undefined


REWRITES = [sympy.expand, sympy.factor, sympy.together, sympy.cancel, sympy.simplify]
SMOOTH = ("exp", "sin", "cos", "sqrt", "log", "sigmoid", "tanh")
FUNCTIONS = trees(symbols=("x", "y"), depth=3, functions=SMOOTH)


@given(FUNCTIONS, st.sampled_from(REWRITES[:-1]))
@settings(max_examples=25, deadline=None)
def test_any_rewritten_form_is_the_same(node: Node, rewrite) -> None:  # type: ignore[no-untyped-def]
    assume(_modest(node) and _alive(node))
    try:
        other = from_sympy(rewrite(to_sympy(node)))
    except CannotDo:
        return
    # SymPy's forms can have a smaller or a larger domain: what counts is that they are never told different in value
    found = same(node, other)
    assert found.answer is SAME or found.undefined or found.answer is UNDECIDED, found.reason


@given(FUNCTIONS)
@settings(max_examples=25, deadline=None)
def test_more_by_one_twice_and_negated_are_never_the_same(node: Node) -> None:
    assume(_modest(node) and _alive(node))
    one, two = Num(Fraction(1)), Num(Fraction(2))
    assert same(node, node)
    assert same(node, Neg(Neg(node)))
    assert not same(node, Add((node, one)))
    nothing = same(node, Num(Fraction(0)))
    if not nothing:
        assert not same(node, Mul((two, node)))
        assert not same(node, Neg(node))


@given(FUNCTIONS, FUNCTIONS)
@settings(max_examples=25, deadline=None)
def test_any_pair_is_decided_alike_each_time_and_without_an_exception(one: Node, other: Node) -> None:
    assert same(one, other) == same(one, other)


def _modest(node: Node) -> bool:
    return sum(1 for _ in node.walk()) <= 25


def _alive(node: Node) -> bool:
    """Is it real somewhere? Else there is nothing to compare."""
    return same(node, Add((node, Num(Fraction(0))))).answer is SAME
