"""An answer judged: `grade(question, text)` gives a verdict for any text at all, and raises nothing.

In this order: what cannot be read costs nothing and is shown its place; the right answer is right, whatever else it
might also be; then what the author wrote of wrong answers; then the mistakes that the rules themselves explain (a
kind's `engine`); then what is true by computation; and when nothing is known, an honest no. No message shows
the right answer. What is computed of a question is kept, so that many answers to one question cost little.

A right value in another form than the question asks for is `Outcome.FORM`, which costs nothing.
`own_answer(question)` is the right answer as a learner would type it; `check` grades every question with it.
"""

from __future__ import annotations

from functools import lru_cache

from tutor.expression.unreadable import Unreadable
from tutor.grading import choice, formula, matrix, order, quantity, step, vector
from tutor.grading.given import AUTHOR, Given, Judge, clean, nearest
from tutor.lesson.questions import Choice, Formula, Matrix, Next, Number, Order, Question, Vector
from tutor.messages import tr
from tutor.symbolic import CannotDo
from tutor.verdict import Outcome, Verdict

JUDGES: dict[type, Judge] = {
    Choice: choice.JUDGE,
    Number: quantity.JUDGE,
    Formula: formula.JUDGE,
    Vector: vector.JUDGE,
    Matrix: matrix.JUDGE,
    Next: step.JUDGE,
    Order: order.JUDGE,
}


def grade(question: Question, text: str) -> Verdict:
    """The verdict on what was typed."""
    if not text.strip():
        return Verdict(Outcome.UNREADABLE, tr("Nothing is typed yet. Type an answer."))
    judge = JUDGES[type(question.about)]
    try:
        given = judge.read(question, text)
    except Unreadable as fault:
        place = "" if isinstance(question.about, Choice | Order) else f"\n{fault.caret()}"
        return Verdict(Outcome.UNREADABLE, clean(fault.what) + place)
    try:
        return _judged(judge, question, given)
    except CannotDo as fault:
        return given.uncounted(tr("This question cannot be judged: {fault}", fault=fault))


def own_answer(question: Question) -> str:
    """The right answer as it would be typed: an expression, a number, `[a, b]`, `[[a, b], [c, d]]`, the
    number of the right choice, the letters of the lines as they are shown.

    Raises `CannotDo` where the question asks for a derivative that SymPy does not have.
    """
    return JUDGES[type(question.about)].own(question)


def _judged(judge: Judge, question: Question, given: Given) -> Verdict:
    return (
        judge.right(question, given)
        or _by_author(judge, question, given)
        or (judge.engine(question, given) if judge.engine else None)
        or judge.remark(question, given)
    )


def _by_author(judge: Judge, question: Question, given: Given) -> Verdict | None:
    """What the author says of this wrong answer; of several entries that fit, the nearest."""
    fitting = []
    for place, entry in enumerate(question.wrong):
        meant = _read_wrong(question, place)
        near = judge.nearness(question, given, meant) if meant else None
        if near is not None:
            fitting.append((near, entry))
    found = nearest(fitting)
    return given.mistaken(_named(judge, question, given), found.say) if found else None


def _named(judge: Judge, question: Question, given: Given) -> str:
    """What the author's mistake is called: of a step of descent as its update is, so that it can be watched."""
    known = judge.engine(question, given) if judge.engine and isinstance(question.about, Next) else None
    return (known and known.mistake) or AUTHOR


@lru_cache(maxsize=2048)
def _read_wrong(question: Question, place: int) -> Given | None:
    """An author's wrong answer, read as a learner's would be; None if it cannot be: `check` reports that."""
    try:
        return JUDGES[type(question.about)].read(question, question.wrong[place].value)
    except Unreadable:
        return None
