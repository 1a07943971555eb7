"""What was understood of an answer: read again from what was typed, light enough for every key."""

from __future__ import annotations

from collections.abc import Sequence

from tutor import typeset
from tutor.decimal_comma import components, with_points
from tutor.expression import read, read_number, read_vector
from tutor.expression.matrix import read_matrix
from tutor.lesson.ordering import places_meant, shuffled
from tutor.lesson.questions import Choice, Formula, Matrix, Next, Number, Order, Question, Vector, shown_lines
from tutor.tree import Node, Sym


def as_meant(question: Question, typed: str, *, decimal_comma: bool) -> str:
    """What was typed, its numbers as they are written where the learner is (`tutor.decimal_comma`)."""
    if decimal_comma and (isinstance(question.about, Number) or sole(question) is not None):
        return with_points(typed)
    parts = components(typed) if decimal_comma and isinstance(question.about, Vector | Next) else None
    return f"[{', '.join(map(with_points, parts))}]" if parts else typed


def sole(question: Question, *, ascii: bool = False) -> str | None:
    """The one parameter whose next value is asked for, as it is shown; None for any other question."""
    name = question.about.sole if isinstance(question.about, Next) else None
    return None if name is None else typeset.line(Sym(name), ascii=ascii)


def components_line(question: Question, nodes: Sequence[Node], *, ascii: bool = False) -> str:
    """Components as they were read: `[1, 2]`; the bare number where one parameter's next value is asked for."""
    if len(nodes) == 1 and sole(question) is not None:
        return typeset.line(nodes[0], ascii=ascii)
    return typeset.vector_line(nodes, ascii=ascii)


def understood(question: Question, text: str, *, ascii: bool = False, apart: str = " ") -> str:
    """The answer in terminal mathematics, and `apart` from it how a slip in it was read.

    Raises `Unreadable` with the place.
    """
    remarks: tuple[str, ...] = ()
    match question.about:
        case Choice():
            shown = text
        case Number():
            number = read_number(text)
            shown, remarks = typeset.line(number.node, ascii=ascii), number.remarks
        case Formula():
            formula = read(text, question.symbols)
            shown, remarks = typeset.line(formula.node, ascii=ascii), formula.remarks
        case Matrix():
            matrix = read_matrix(text, question.symbols)
            rows = (typeset.vector_line(row, ascii=ascii) for row in matrix.rows)
            shown, remarks = f"[{', '.join(rows)}]", matrix.remarks
        case Order() as about:
            order = shuffled(about, question.id)
            letters = [letter for letter, _ in shown_lines(question)]
            shown = " ".join(letters[order.index(place)] for place in places_meant(about, text, order))
        case _:
            several = read_vector(text, question.symbols)
            shown, remarks = components_line(question, several.nodes, ascii=ascii), several.remarks
    return apart.join([shown, *(f"({remark})" for remark in remarks)])
