"""An expression: right when it means the same as the right one, however it is written."""

from __future__ import annotations

from functools import lru_cache
from itertools import groupby

from tutor.expression import read as read_expression
from tutor.expression import to_text
from tutor.grading import remarks
from tutor.grading.explained import explained
from tutor.grading.form import in_form, right_in
from tutor.grading.given import TRY_AGAIN, Given, Judge
from tutor.lesson.questions import Formula, Question
from tutor.letters import symbol
from tutor.messages import N_, tr
from tutor.mistakes import Along, Slope
from tutor.sameness import Answer, Sameness, same
from tutor.symbolic import CannotDo, derivative
from tutor.tree import Node
from tutor.typeset import line
from tutor.verdict import Verdict

ORDINALS = (
    N_("function itself"),
    N_("first derivative"),
    N_("second derivative"),
    N_("third derivative"),
    N_("fourth derivative"),
)
CANNOT_TELL = N_("This could be read, but not compared with the right answer. Write it in a simpler form.")


def read(question: Question, text: str) -> Given:
    reading = read_expression(text, question.symbols)
    return Given(text, line(reading.node), (reading.node,), remarks=reading.remarks)


@lru_cache(maxsize=512)
def truth(about: Formula) -> Node:
    """The right expression; raises CannotDo where SymPy has no derivative."""
    if about.answer is not None:
        return about.answer
    found = about.function
    assert found is not None
    for wrt, times in groupby(about.turns):
        found = derivative(found, wrt, len(list(times)))
    return found


def right(question: Question, given: Given) -> Verdict | None:
    found = compared(question, given)
    if found.answer is Answer.UNDECIDED:
        return given.uncounted(tr(CANNOT_TELL))
    return right_in(_about(question).form, given) if found else None


def compared(question: Question, given: Given) -> Sameness:
    about = _about(question)
    return same(truth(about), given.nodes[0], domain=about.function)


def nearness(question: Question, given: Given, wrong: Given) -> float | None:
    return 0.0 if same(wrong.nodes[0], given.nodes[0], domain=_about(question).function) else None


def engine(question: Question, given: Given) -> Verdict | None:
    """The known mistakes of the rules, where the answer is a derivative."""
    about = _about(question)
    if about.derivative_of is None:
        return None
    if about.through:
        outer, inner = zip(*about.through, strict=True)
        return explained(Along(about.derivative_of, outer, inner, about.turns), given)
    return explained(Slope(about.derivative_of, about.turns), given)


def remark(question: Question, given: Given) -> Verdict:
    about = _about(question)
    (theirs,) = given.nodes
    facts = _of_the_whole(about, theirs)
    found = remarks.relation(truth(about), theirs, about.function)
    if found and (not facts or found[0]):
        facts.append(found)
    if facts:
        names = {name for name, _ in facts if name}
        message = " Or: ".join(said for _, said in facts)
        return given.mistaken(names.pop(), message) if len(names) == 1 else given.wrong(message)
    partly = remarks.partly(truth(about), theirs, compared(question, given), about.function)
    return given.wrong(partly or tr("Not this. {try_again}", try_again=tr(TRY_AGAIN)))


def _of_the_whole(about: Formula, theirs: Node) -> list[remarks.Fact]:
    """What was done to the whole function in place of what was asked; several when they cannot be told apart."""
    f, wrt = about.function, about.wrt
    if f is None or wrt is None or len(set(about.turns)) > 1:
        return []
    asked = tr(ORDINALS[about.order])
    facts: list[remarks.Fact] = []
    if same(f, theirs):
        facts.append(
            ("function-handed-back", tr("That is the function itself. The {asked} is asked for.", asked=asked))
        )
    for order in range(1, len(ORDINALS)):
        if order != about.order and abs(order - about.order) < 3 and _is(f, wrt, order, theirs):
            facts.append(
                (
                    "differentiated-again" if order > about.order else "stopped-too-early",
                    tr("That is the {given}. The {asked} is asked for.", given=tr(ORDINALS[order]), asked=asked),
                )
            )
            break
    for other in sorted(f.symbols() - {wrt}):
        if _is(f, other, about.order, theirs):
            shown = tr("with respect to {symbol}", symbol=symbol(other))
            facts.append(
                (
                    "other-variable",
                    tr(
                        "That is the derivative {shown}; asked is the one for {symbol}.",
                        shown=shown,
                        symbol=symbol(wrt),
                    ),
                )
            )
            break
    if remarks.integrated(f, wrt, theirs):
        facts.append(("integrated", tr("That was integrated: differentiate it, and the function comes back.")))
    return facts


@lru_cache(maxsize=2048)
def _derivative(f: Node, wrt: str, order: int) -> Node | None:
    try:
        return derivative(f, wrt, order)
    except CannotDo:
        return None


def _is(f: Node, wrt: str, order: int, theirs: Node) -> bool:
    other = _derivative(f, wrt, order)
    # a constant such as 0 is met by chance: it is no sign of another derivative
    return other is not None and bool(other.symbols()) and bool(same(other, theirs, domain=f))


def own(question: Question) -> str:
    about = _about(question)
    return to_text(in_form(about.form, truth(about)) if about.form else truth(about))


def _about(question: Question) -> Formula:
    assert isinstance(question.about, Formula)
    return question.about


JUDGE = Judge(read, right, nearness, remark, own, engine)
