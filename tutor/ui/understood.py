"""What was understood of an answer while it is typed: cheap enough for every key."""

from __future__ import annotations

from tutor import typeset
from tutor.expression import parse_number, parse_vector, read
from tutor.lesson.questions import Choice, Formula, Number, Question


def understood(question: Question, text: str, *, ascii: bool = False) -> str:
    """The answer in terminal mathematics; raises `tutor.expression.Unreadable` with the place."""
    match question.about:
        case Choice():
            return text
        case Number():
            return typeset.line(parse_number(text), ascii=ascii)
        case Formula():
            return typeset.line(read(text, question.symbols).node, ascii=ascii)
        case _:
            return typeset.vector_line(parse_vector(text, question.symbols), ascii=ascii)
