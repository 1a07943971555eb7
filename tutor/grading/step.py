"""The next theta of a descent, computed by the method itself; its known mistakes are tried on a wrong one."""

from __future__ import annotations

import math
import re
from fractions import Fraction
from functools import lru_cache
from typing import Any

from tutor.descent.methods import Mistake, explain, next_theta
from tutor.descent.problem import Function, LeastSquares, Problem, Vector
from tutor.descent.problems.logistic import Logistic
from tutor.descent.problems.softmax import Softmax
from tutor.expression import read_vector
from tutor.grading.given import TRY_AGAIN, Given, Judge
from tutor.grading.numbers import NO_VALUE, TOO_FEW, distance, near
from tutor.grading.short import only_short, shortest, told_short
from tutor.grading.vector import by_name, counted, which_wrong
from tutor.lesson.losses import Loss
from tutor.lesson.questions import Next, Question
from tutor.messages import tr
from tutor.numeric import scalar
from tutor.precise import constant
from tutor.symbolic import gradient, hessian
from tutor.tidy import number
from tutor.tree import Node
from tutor.understood import components_line
from tutor.verdict import Verdict

DIGITS = 12


def read(question: Question, text: str) -> Given:
    reading = read_vector(text, ())
    return Given(text, components_line(question, reading.nodes), reading.nodes, remarks=reading.remarks)


@lru_cache(maxsize=128)
def problem(about: Next) -> Problem:
    """What goes down; raises CannotDo where f has no gradient, or no Hessian where the method needs one."""
    goal = about.goal
    if isinstance(goal, Loss):
        return _on_data(goal)
    names = about.names
    slopes = [scalar(slope, names) for slope in gradient(goal, names)]
    bends = hessian(goal, names) if about.method.name == "newton" else ()
    rows = [[scalar(bend, names) for bend in row] for row in bends]
    return Function(
        scalar(goal, names),
        lambda at: [slope(at) for slope in slopes],
        names,
        (lambda at: [[bend(at) for bend in row] for row in rows]) if rows else None,
    )


def _on_data(loss: Loss) -> Problem:
    X, y = loss.data.X, loss.data.y
    match loss.model:
        case "logistic":
            return Logistic(X, y)
        case "softmax":
            return Softmax(X, y, loss.classes)
    return LeastSquares(X, y)


def _next(about: Next, steps: int) -> Vector:
    return next_theta(problem(about), about.start, about.rate, steps, **_course(about))


def _course(about: Next) -> dict[str, Any]:
    """How the run goes, beside where it starts and its rate."""
    return {"method": about.method.make(), "schedule": about.schedule, "batches": about.batches}


@lru_cache(maxsize=512)
def truth(about: Next) -> tuple[Node, ...]:
    """The right theta as numbers; empty where the run leaves the range of numbers."""
    theta = _next(about, about.steps)
    if not all(map(math.isfinite, theta)):
        return ()
    return tuple(number(Fraction(float(each))) for each in theta)


def right(question: Question, given: Given) -> Verdict | None:
    about = _about(question)
    if any(constant(node) is None for node in given.nodes):
        return given.uncounted(tr(NO_VALUE))
    rights = truth(about)
    if not rights:
        return given.uncounted(tr("This run leaves the range of numbers, so it has no next theta to compare with."))
    if len(given.nodes) != len(rights):
        return None
    return given.right() if all(_judged(about, given)) else None


def _judged(about: Next, given: Given) -> list[bool]:
    return [near(one, two, about.tol) for one, two in zip(truth(about), given.nodes, strict=True)]


def nearness(question: Question, given: Given, wrong: Given) -> float | None:
    about = _about(question)
    rights = truth(about)
    if not len(given.nodes) == len(wrong.nodes) == len(rights):
        return None
    total = 0.0
    for one, two, meant in zip(rights, given.nodes, wrong.nodes, strict=True):
        far = 0.0 if near(meant, two, about.tol) else distance(one, two, meant, about.tol)
        if far is None:
            return None
        total += far
    return total


def engine(question: Question, given: Given) -> Verdict | None:
    """The known mistakes of the update that give this theta."""
    about = _about(question)
    theta = [_float(node) for node in given.nodes]
    if len(theta) != len(truth(about)) or not all(map(math.isfinite, theta)):
        return None
    found = explain(problem(about), about.start, about.rate, theta, about.tol, about.steps, **_course(about))
    if about.steps == 1:  # there is no loop to go wrong, except by going on
        found = tuple(each for each in found if isinstance(each, Mistake) or each.name == "one step too far")
    if not found:
        return None
    says = list(dict.fromkeys(tr(mistake.say) for mistake in found))
    if len(says) == 1:
        return given.mistaken(found[0].name.replace(" ", "-"), _named(about, says[0]))
    return given.wrong(tr("More than one slip gives this. ") + _named(about, " Or: ".join(says[:2])))


def _named(about: Next, said: str) -> str:
    """Of a function of one variable theta is called what it is there: x."""
    if about.sole is None or isinstance(about.goal, Loss):
        return said
    name = about.sole
    return re.sub(r"\btheta\b", lambda _: name, said)


def remark(question: Question, given: Given) -> Verdict:
    about = _about(question)
    rights, nodes = truth(about), given.nodes
    if len(nodes) != len(rights):
        one = tr("One number is due, and this has {came}.", came=len(nodes))
        return given.wrong(one if about.sole is not None else counted(len(rights), len(nodes)))
    found, shorts = _judged(about, given), shortest(rights, nodes, about.tol)
    if only_short(found, shorts):
        return given.mistaken(TOO_FEW, told_short(shorts, by_name(shorts), about.tol))
    if all(near(_number(one), two, None) for one, two in zip(about.start, nodes, strict=True)):
        before = tr("That is theta before the step. Where is it after?")
        return given.mistaken("start-handed-back", _named(about, before))
    if len(rights) > 1 and all(near(*pair, about.tol) for pair in zip(reversed(rights), nodes, strict=True)):
        return given.mistaken("components-swapped", tr("The numbers are right, and stand in the wrong order."))
    nothing_more = _named(about, tr("Not this theta. {try_again}", try_again=tr(TRY_AGAIN)))
    return given.wrong(which_wrong(found, shorts, about.tol) or nothing_more)


def _float(node: Node) -> float:
    found = constant(node)
    return math.nan if found is None else float(found)


def _number(each: float) -> Node:
    return number(Fraction(each))


def own(question: Question) -> str:
    about = _about(question)
    theta = _next(about, about.steps)
    parts = ", ".join(f"{float(each):.{DIGITS}g}" for each in theta)
    return parts if about.sole is not None else f"[{parts}]"


def _about(question: Question) -> Next:
    assert isinstance(question.about, Next)
    return question.about


JUDGE = Judge(read, right, nearness, remark, own, engine)
