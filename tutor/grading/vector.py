"""A vector: each component judged, as a number where it is one and by meaning where it is an expression."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from tutor.decimal_comma import components
from tutor.expression import read_vector, to_text
from tutor.grading import remarks
from tutor.grading.evaluated import evaluated
from tutor.grading.explained import explained
from tutor.grading.form import in_form, right_in
from tutor.grading.given import TRY_AGAIN, Given, Judge
from tutor.grading.numbers import NO_VALUE, TOO_FEW, distance, near
from tutor.grading.short import Short, few_digits_at, only_short, shortest, told_short
from tutor.lesson.questions import Question, Vector
from tutor.messages import listed, plural, tr
from tutor.mistakes import Along, Gradient
from tutor.precise import constant
from tutor.sameness import Answer, Sameness, same
from tutor.symbolic import gradient
from tutor.tree import Add, Neg, Node
from tutor.typeset import vector_line
from tutor.verdict import Verdict

Judged = tuple[bool, ...]  # which components are right
LEAST_OFF = 1e-6  # of a length squared that is not 1
PLACES = ("first", "second", "third", "fourth", "fifth", "sixth")


def read(question: Question, text: str) -> Given:
    reading = read_vector(text, question.symbols)
    return Given(text, vector_line(reading.nodes), reading.nodes, remarks=reading.remarks)


@lru_cache(maxsize=512)
def truth(about: Vector) -> tuple[Node, ...]:
    """The right components; raises CannotDo where SymPy has no derivative."""
    if about.answer is not None:
        return about.answer
    return evaluated(formulas(about), about.names, about.at)


@lru_cache(maxsize=512)
def formulas(about: Vector) -> tuple[Node, ...]:
    """The gradient before any numbers are put in."""
    f = about.function
    assert f is not None
    return gradient(f, about.names)


def component(right: Node, theirs: Node, tol: float | None, domain: Node | None = None) -> Sameness:
    """Is one component right? A number by `near`, anything else by meaning."""
    if right.symbols() or theirs.symbols():
        return same(right, theirs, domain=domain)
    found = near(right, theirs, tol)
    return Sameness(Answer.SAME if found else Answer.DIFFERENT, "as numbers")


def judged(about: Vector, nodes: Sequence[Node]) -> tuple[Sameness, ...]:
    return tuple(
        component(one, other, about.tol, about.function) for one, other in zip(truth(about), nodes, strict=True)
    )


def right(question: Question, given: Given) -> Verdict | None:
    about = _about(question)
    if any(not node.symbols() and constant(node) is None for node in given.nodes):
        return given.uncounted(tr(NO_VALUE))
    if len(given.nodes) != len(truth(about)):
        return None
    found = judged(about, given.nodes)
    if any(each.answer is Answer.DIFFERENT for each in found):
        return None
    if all(found):
        return right_in(about.form, given)
    return given.uncounted(tr("This could be read, but not compared with the right answer. Write it more simply."))


def nearness(question: Question, given: Given, wrong: Given) -> float | None:
    """The sum of the distances of the numbers; any component that is not the author's makes it another answer."""
    about = _about(question)
    if len(given.nodes) != len(wrong.nodes):
        return None
    rights = truth(about) if len(truth(about)) == len(given.nodes) else wrong.nodes
    return distances(rights, given.nodes, wrong.nodes, about.tol)


def distances(rights: Sequence[Node], nodes: Sequence[Node], wrong: Sequence[Node], tol: float | None) -> float | None:
    """How far components are from an author's wrong ones in sum; None where one is another."""
    total = 0.0
    for one, theirs, meant in zip(rights, nodes, wrong, strict=True):
        if component(meant, theirs, None):
            continue
        if one.symbols() or theirs.symbols() or meant.symbols():
            return None
        far = distance(one, theirs, meant, tol)
        if far is None:
            return None
        total += far
    return total


def engine(question: Question, given: Given) -> Verdict | None:
    """The known mistakes of a gradient; a right vector with too few digits is not one."""
    about = _about(question)
    if about.gradient_of is None or not about.names:
        return None
    if len(given.nodes) == len(truth(about)) and only_short(judged(about, given.nodes), _shorts(about, given.nodes)):
        return None
    f, names, at, tol = about.gradient_of, about.names, about.at, about.tol
    if about.through:
        outer, inner = zip(*about.through, strict=True)
        return explained(Along(f, outer, inner, names, at, tol), given)
    return explained(Gradient(f, names, at, tol), given)


def _shorts(about: Vector, nodes: Sequence[Node]) -> tuple[Short | None, ...]:
    return shortest(truth(about), nodes, about.tol)


def by_name(shorts: Sequence[Short | None]) -> str:
    if len(shorts) > len(PLACES):
        return tr("some components")
    short = [tr(PLACES[place]) for place, each in enumerate(shorts) if each]
    return plural(len(short), "the {places} component", "the {places} components", places=listed(short))


def which_wrong(found: Sequence[bool], shorts: Sequence[Short | None], tol: float | None) -> str | None:
    """Which components are right, wrong, or too short, in words; None if that says nothing."""
    said = which([good or bool(short) for good, short in zip(found, shorts, strict=True)])
    return f"{said} {few_digits_at(by_name(shorts), shorts, tol)}" if said and any(shorts) else said


def remark(question: Question, given: Given) -> Verdict:
    about = _about(question)
    rights, nodes = truth(about), given.nodes
    if len(nodes) != len(rights):
        return _wrong_count(about, rights, given)
    found, shorts = [bool(each) for each in judged(about, nodes)], _shorts(about, nodes)
    if only_short(found, shorts):
        return given.mistaken(TOO_FEW, told_short(shorts, by_name(shorts), about.tol))
    facts = _of_the_whole(about, rights, nodes)
    if facts:
        name, said = facts[0]
        return given.mistaken(name, said) if name else given.wrong(said)
    return given.wrong(which_wrong(found, shorts, about.tol) or tr("Not this. {try_again}", try_again=tr(TRY_AGAIN)))


def _wrong_count(about: Vector, rights: Sequence[Node], given: Given) -> Verdict:
    alone = given.nodes[0] if len(given.nodes) == 1 and len(rights) > 1 else None
    if alone is not None and same(Add(tuple(rights)), alone):
        if about.gradient_of is not None:
            said = tr("The components were added up. A gradient keeps them apart: [a, b].")
            return given.mistaken("components-summed", said)
        if not any(same(each, alone) for each in rights):  # else one of them was given, and the others add up to 0
            said = tr("The components were added up; each is asked for: [a, b].")
            return given.mistaken("components-summed", said)
    said = counted(len(rights), len(given.nodes))
    if len(components(given.text, any_gap=True) or ()) == len(rights):
        return given.uncounted(f"{said} {tr('Decimals are written with a point here.')}")
    return given.wrong(said)


def counted(due: int, came: int) -> str:
    example = "[" + ", ".join("abcdefghijkl"[:due]) + "]"
    return plural(
        due,
        "{count} component is due, and this has {came}. Type them as {example}.",
        "{count} components are due, and this has {came}. Type them as {example}.",
        came=came,
        example=example,
    )


def _of_the_whole(about: Vector, rights: Sequence[Node], nodes: Sequence[Node]) -> list[remarks.Fact]:
    """What is true of all components together."""
    tol, f = about.tol, about.function

    def are(expected: Sequence[Node]) -> bool:
        return all(component(one, other, tol, f) for one, other in zip(expected, nodes, strict=True))

    numbers = not any(node.symbols() for node in (*rights, *nodes))
    swapped = len(rights) > 1 and are(tuple(reversed(rights)))
    negated = are([Neg(one) for one in rights])
    if swapped and negated:
        return [(None, tr("Either every component has the wrong sign, or they stand in the wrong order."))]
    if swapped:
        return [("components-swapped", tr("The components are right, and stand in the wrong order."))]
    if negated:
        return [("negated", tr("Every component has the wrong sign."))]
    if about.at is not None and any(node.symbols() for node in nodes) and are(formulas(about)):
        return [("not-evaluated", tr("The formulas are right. Now put in the numbers of the point."))]
    if f is not None and about.at is None and all(node == f for node in nodes):
        return [("function-handed-back", tr("That is the function itself. Each component is one of its derivatives."))]
    if numbers and _along(rights, nodes) and _is_direction(about, rights):
        return [(None, tr("The direction is right, the length is not."))]
    return []


def _is_direction(about: Vector, rights: Sequence[Node]) -> bool:
    """Is it an arrow, and no list of other numbers? A gradient is one, and so is what is 1 long."""
    if about.gradient_of is not None:
        return True
    return bool(abs(sum((constant(each) or 0) ** 2 for each in rights) - 1) < LEAST_OFF)


def _along(rights: Sequence[Node], nodes: Sequence[Node]) -> bool:
    """Do two vectors of numbers point the same way?"""
    pairs = [(constant(one), constant(two)) for one, two in zip(rights, nodes, strict=True)]
    if any(one is None or two is None or (one == 0) != (two == 0) for one, two in pairs):
        return False
    ratios = [two / one for one, two in pairs if one]
    return len(ratios) > 1 and ratios[0] > 0 and all(abs(r - ratios[0]) <= ratios[0] / 10**4 for r in ratios)


def which(found: Sequence[bool]) -> str | None:
    """Which components are right, in words; None if that says nothing."""
    if len(found) < 2 or not any(found) or len(found) > len(PLACES):
        return None
    good = [tr(PLACES[place]) for place, each in enumerate(found) if each]
    bad = [tr(PLACES[place]) for place, each in enumerate(found) if not each]
    right = plural(
        len(good), "The {places} component is right", "The {places} components are right", places=listed(good)
    )
    wrong = plural(len(bad), "the {places} component is not", "the {places} components are not", places=listed(bad))
    return f"{right}, {wrong}."


def own(question: Question) -> str:
    about = _about(question)
    parts = [in_form(about.form, node) if about.form else node for node in truth(about)]
    return "[" + ", ".join(map(to_text, parts)) + "]"


def _about(question: Question) -> Vector:
    assert isinstance(question.about, Vector)
    return question.about


JUDGE = Judge(read, right, nearness, remark, own, engine)
