"""A matrix: each entry judged as a component of a vector is, and what was done to the whole of it recognised."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from tutor.expression import to_text
from tutor.expression.matrix import MatrixReading, read_matrix
from tutor.grading.evaluated import evaluated
from tutor.grading.explained import explained
from tutor.grading.given import TRY_AGAIN, Given, Judge
from tutor.grading.numbers import NO_VALUE, TOO_FEW
from tutor.grading.short import Short, few_digits_at, only_short, shortest, told_short
from tutor.grading.vector import component, distances
from tutor.lesson.questions import Matrix, Question
from tutor.messages import listed, tr
from tutor.mistakes import Hessian, Jacobian
from tutor.mistakes.vectors import PLACES
from tutor.precise import constant
from tutor.sameness import Answer, Sameness
from tutor.symbolic import derivative, gradient
from tutor.tree import Neg, Node
from tutor.typeset import vector_line
from tutor.verdict import Verdict

Rows = tuple[tuple[Node, ...], ...]
NAMED = 4  # entries that are told one by one


def read(question: Question, text: str) -> Given:
    reading = read_matrix(text, question.symbols)
    return Given(text, line(reading), reading.nodes, rows=len(reading.rows), remarks=reading.remarks)


def line(reading: MatrixReading, *, ascii: bool = False) -> str:
    """`[[2x, 0], [0, 2]]` in terminal mathematics."""
    return "[" + ", ".join(vector_line(row, ascii=ascii) for row in reading.rows) + "]"


@lru_cache(maxsize=512)
def truth(about: Matrix) -> Rows:
    """The right rows; raises CannotDo where SymPy has no derivative."""
    if about.answer is not None:
        return about.answer
    return tuple(evaluated(row, about.names, about.at) for row in formulas(about))


@lru_cache(maxsize=512)
def formulas(about: Matrix) -> Rows:
    """The matrix before any numbers are put in."""
    if about.jacobian_of is not None:
        return tuple(gradient(f, about.names) for f in about.jacobian_of)
    assert about.hessian_of is not None
    firsts = gradient(about.hessian_of, about.names)
    return tuple(tuple(derivative(first, name) for name in about.names) for first in firsts)


def _rows(given: Given) -> Rows:
    width = len(given.nodes) // given.rows
    return tuple(given.nodes[start : start + width] for start in range(0, len(given.nodes), width))


def _flat(rows: Rows) -> tuple[Node, ...]:
    return tuple(node for row in rows for node in row)


def _alike(rights: Rows, theirs: Rows) -> bool:
    return len(rights) == len(theirs) and len(rights[0]) == len(theirs[0])


def judged(about: Matrix, rights: Rows, theirs: Rows) -> tuple[Sameness, ...]:
    """Each entry, row after row, held against one of a matrix of the same shape."""
    width = len(rights[0])
    return tuple(
        component(one, other, about.tol, _function(about, place // width))
        for place, (one, other) in enumerate(zip(_flat(rights), _flat(theirs), strict=True))
    )


def _function(about: Matrix, row: int) -> Node | None:
    """Whose derivatives stand in a row: they are only asked where it is real."""
    if about.hessian_of is not None:
        return about.hessian_of
    return about.jacobian_of[row] if about.jacobian_of is not None and row < len(about.jacobian_of) else None


def right(question: Question, given: Given) -> Verdict | None:
    about = _about(question)
    if any(not node.symbols() and constant(node) is None for node in given.nodes):
        return given.uncounted(tr(NO_VALUE))
    rights = truth(about)
    if not _alike(rights, _rows(given)):
        return None
    found = judged(about, rights, _rows(given))
    if any(each.answer is Answer.DIFFERENT for each in found):
        return None
    if all(found):
        return given.right()
    return given.uncounted(tr("This could be read, but not compared with the right answer. Write it more simply."))


def nearness(question: Question, given: Given, wrong: Given) -> float | None:
    """The sum of the distances of the numbers; another shape, or another entry, is another answer."""
    about = _about(question)
    if given.rows != wrong.rows or len(given.nodes) != len(wrong.nodes):
        return None
    rights = _flat(truth(about)) if _alike(truth(about), _rows(given)) else wrong.nodes
    return distances(rights, given.nodes, wrong.nodes, about.tol)


def engine(question: Question, given: Given) -> Verdict | None:
    """What was done to the whole matrix, or what went wrong in its entries, where it is computed from functions."""
    about = _about(question)
    rights, theirs = truth(about), _rows(given)
    if _alike(rights, theirs) and only_short(judged(about, rights, theirs), _shorts(about, given)):
        return None
    turned = _turned(about, rights, theirs)
    if turned:
        return given.mistaken("transposed", turned)
    if about.answer is not None or not (_alike(rights, theirs) or 1 in (given.rows, len(theirs[0]))):
        return None
    at, tol = about.at, about.tol
    asked: Jacobian | Hessian
    if about.jacobian_of is not None:
        asked = Jacobian(about.jacobian_of, about.names, at, tol)
    else:
        assert about.hessian_of is not None
        asked = Hessian(about.hessian_of, about.names, at, tol)
    found = explained(asked, given)
    return found._replace(message=_by_entry(found.message, len(rights[0]))) if found else None


def _by_entry(message: str, width: int) -> str:
    """The engine counts components row after row; here they are entries."""

    def put(found: re.Match[str]) -> str:
        words = re.split(r", | and ", found[1])
        places = [PLACES.index(each) if each in PLACES else int(each.rstrip("th")) - 1 for each in words]
        named = [tr("row {row}, column {column}", row=place // width + 1, column=place % width + 1) for place in places]
        return "In " + "; ".join(named) + ":"

    return re.sub(r"In the ((?:\w+)(?:(?:, | and )\w+)*) components?:", put, message)


def _turned(about: Matrix, rights: Rows, theirs: Rows) -> str | None:
    """What to say where rows and columns are exchanged."""
    transposed: Rows = tuple(zip(*rights, strict=True))
    if not _alike(transposed, theirs) or not all(judged(about, transposed, theirs)):
        return None
    why = tr(": one row for each function, one column for each variable") if about.jacobian_of is not None else ""
    return tr("Rows and columns are exchanged{why}.", why=why)


def remark(question: Question, given: Given) -> Verdict:
    about = _about(question)
    rights, theirs = truth(about), _rows(given)
    if not _alike(rights, theirs):
        return given.wrong(_shape(rights, theirs))
    width = len(rights[0])
    found, shorts = [bool(each) for each in judged(about, rights, theirs)], _shorts(about, given)
    named = _named([not short for short in shorts], width)
    if only_short(found, shorts):
        return given.mistaken(TOO_FEW, told_short(shorts, named, about.tol))
    if all(judged(about, tuple(tuple(map(Neg, row)) for row in rights), theirs)):
        return given.mistaken("negated", tr("Every entry has the wrong sign."))
    as_formulas = about.at is not None and any(node.symbols() for node in given.nodes)
    if as_formulas and all(judged(about, formulas(about), theirs)):
        return given.mistaken("not-evaluated", tr("The formulas are right. Now put in the numbers of the point."))
    said = which([good or bool(short) for good, short in zip(found, shorts, strict=True)], width)
    if said and any(shorts):
        said = f"{said} {few_digits_at(named, shorts, about.tol)}"
    return given.wrong(said or tr("Not this. {try_again}", try_again=tr(TRY_AGAIN)))


def _shorts(about: Matrix, given: Given) -> tuple[Short | None, ...]:
    return shortest(_flat(truth(about)), given.nodes, about.tol)


def _shape(rights: Rows, theirs: Rows) -> str:
    due, came = (tr("{rows} by {columns}", rows=len(rows), columns=len(rows[0])) for rows in (rights, theirs))
    row = "[" + ", ".join("abcdefgh"[: len(rights[0])]) + "]"
    rows = "[" + ", ".join([row, "..."][: len(rights)]) + "]"
    return tr(
        "The matrix is {due} (rows by columns), and this is {came}. Type it as {rows}.", due=due, came=came, rows=rows
    )


def which(found: Sequence[bool], width: int) -> str | None:
    """Which entries are wrong, in words; None where all are, or there is only one."""
    if not any(found):
        return None
    bad = list(_places(found, width))
    if len(bad) > NAMED:
        return tr(
            "{wrong} of the {all} entries are not right; {right} are.",
            wrong=len(bad),
            all=len(found),
            right=len(found) - len(bad),
        )
    if len(bad) == 1:
        return tr("The entry in {bad} is not right; the others are.", bad=bad[0])
    return tr("The entries in {bad} are not right; the others are.", bad=listed(bad))


def _named(found: Sequence[bool], width: int) -> str:
    """The entries that are not found, by name; several where they are too many."""
    places = list(_places(found, width))
    return listed(places) if len(places) <= NAMED else tr("some entries")


def _places(found: Sequence[bool], width: int) -> Iterator[str]:
    for place, good in enumerate(found):
        if not good:
            yield tr("row {row}, column {column}", row=place // width + 1, column=place % width + 1)


def own(question: Question) -> str:
    rows = ("[" + ", ".join(map(to_text, row)) + "]" for row in truth(_about(question)))
    return "[" + ", ".join(rows) + "]"


def _about(question: Question) -> Matrix:
    assert isinstance(question.about, Matrix)
    return question.about


JUDGE = Judge(read, right, nearness, remark, own, engine)
