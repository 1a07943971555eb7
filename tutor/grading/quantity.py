"""A number: given by the author, or computed as a derivative at a point, by one symbol or in a direction."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache

from tutor.expression import read_number, to_text
from tutor.grading.evaluated import evaluated
from tutor.grading.explained import explained
from tutor.grading.form import ANOTHER, in_form, right_in
from tutor.grading.given import TRY_AGAIN, Given, Judge
from tutor.grading.numbers import (
    NEAR,
    NO_VALUE,
    TOO_FEW,
    as_fraction,
    distance,
    is_decimal,
    near,
)
from tutor.grading.short import few_digits, shortened
from tutor.lesson.questions import Number, Question
from tutor.messages import tr
from tutor.mistakes import Along, Asked, Directional, Slope
from tutor.precise import constant
from tutor.sameness import same
from tutor.symbolic import derivative, gradient
from tutor.tree import Add, Call, Div, Mul, Neg, Node, Num, Pow
from tutor.typeset import line
from tutor.verdict import Outcome, Verdict

TWO = Num(Fraction(2))


def read(question: Question, text: str) -> Given:
    reading = read_number(text)
    return Given(text, line(reading.node), (reading.node,), remarks=reading.remarks)


@lru_cache(maxsize=512)
def truth(about: Number) -> Node:
    """The right number; raises CannotDo where SymPy has no derivative."""
    if about.answer is not None:
        return about.answer
    f, at = about.function, about.at
    assert f is not None and at is not None
    if about.along is None:
        assert about.wrt is not None
        return evaluated((derivative(f, about.wrt, about.order),), about.names, at)[0]
    products = tuple(Mul(pair) for pair in zip(gradient(f, about.names), about.along, strict=True))
    length = Call("sqrt", (_sum(tuple(Pow(each, TWO) for each in about.along)),))
    return evaluated((Div(_sum(products), length),), about.names, at)[0]


def _sum(terms: tuple[Node, ...]) -> Node:
    return terms[0] if len(terms) == 1 else Add(terms)


def right(question: Question, given: Given) -> Verdict | None:
    about = _about(question)
    (theirs,) = given.nodes
    if constant(theirs) is None:
        return given.uncounted(tr(NO_VALUE))
    if not near(truth(about), theirs, about.tol):
        return None
    if about.form == "exact" and not is_decimal(theirs) and not same(truth(about), theirs):
        said = tr("That is near enough, but it is not the very number: give it exactly, as a fraction or a root.")
        return given.verdict(Outcome.FORM, f"{tr(ANOTHER)} {said}")
    return right_in(about.form, given)


def nearness(question: Question, given: Given, wrong: Given) -> float | None:
    about = _about(question)
    return distance(truth(about), given.nodes[0], wrong.nodes[0], about.tol)


def engine(question: Question, given: Given) -> Verdict | None:
    """The known mistakes of the rules, where the number is computed; a rounded right one is not one of them."""
    about = _about(question)
    f = about.derivative_of
    if f is None or shortened(truth(about), given.nodes[0]):
        return None
    asked: Asked
    if about.through:
        assert about.wrt is not None and about.at is not None
        outer, inner = zip(*about.through, strict=True)
        by_wrt = (about.at[about.names.index(about.wrt)],) if len(about.names) == 1 else None
        if by_wrt is None:
            return None
        asked = Along(f, outer, inner, (about.wrt,), by_wrt, about.tol)
    elif about.along is not None:
        asked = Directional(f, about.names, about.along, about.at, about.tol)
    else:
        assert about.wrt is not None
        asked = Slope(f, (about.wrt,) * about.order, about.names, about.at, about.tol)
    return explained(asked, given)


def remark(question: Question, given: Given) -> Verdict:
    about = _about(question)
    (theirs,) = given.nodes
    short = shortened(truth(about), theirs)
    if short:
        return given.mistaken(TOO_FEW, few_digits(short, about.tol, about.form == "exact"))
    if near(Neg(truth(about)), theirs, about.tol):
        return given.mistaken("negated", tr("The size is right, the sign is not."))
    hints = " Or: ".join(guesses(truth(about), theirs)) or tr(TRY_AGAIN)
    return given.wrong(tr("Not this number. {hints}", hints=hints))


def guesses(right: Node, theirs: Node) -> list[str]:
    """What a wrong number may have to do with the right one. Guesses, so none of them is a named mistake."""
    one, other = constant(right), constant(theirs)
    if not one or not other:
        return []
    a, b = as_fraction(one), as_fraction(other)
    decimal = is_decimal(theirs) or is_decimal(right)

    def equal(expected: Fraction, given: Fraction = b) -> bool:
        return abs(expected - given) <= (NEAR if decimal else Fraction(1, 10**40)) * abs(given)

    fits = {
        tr("Is it the wrong way up?"): equal(1 / a),
        tr("Was a square root forgotten?"): a > 0 and equal(a * a),
        tr("Was a square forgotten, or a root taken that does not belong?"): equal(a, b * b),
        tr("Look at the decimal point."): any(equal(a * Fraction(10) ** shift) for shift in (-3, -2, -1, 1, 2, 3)),
        tr("It is off by a factor of 2."): equal(2 * a) or equal(a / 2),
    }
    return [said for said, holds in fits.items() if holds]


def own(question: Question) -> str:
    about = _about(question)
    return to_text(in_form(about.form, truth(about)) if about.form else truth(about))


def _about(question: Question) -> Number:
    assert isinstance(question.about, Number)
    return question.about


JUDGE = Judge(read, right, nearness, remark, own, engine)
