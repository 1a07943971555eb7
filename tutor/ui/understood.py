"""What was understood of an answer while it is typed: cheap enough for every key."""

from __future__ import annotations

from tutor import typeset
from tutor.expression import read, read_number, read_vector
from tutor.lesson.questions import Choice, Formula, Number, Question


def understood(question: Question, text: str, *, ascii: bool = False) -> str:
    """The answer in terminal mathematics, and how a slip in it was read; raises `Unreadable` with the place."""
    match question.about:
        case Choice():
            return text
        case Number():
            reading = read_number(text)
            shown = typeset.line(reading.node, ascii=ascii)
        case Formula():
            reading = read(text, question.symbols)
            shown = typeset.line(reading.node, ascii=ascii)
        case _:
            reading = read_vector(text, question.symbols)
            shown = typeset.vector_line(reading.nodes, ascii=ascii)
    return "   ".join([shown, *(f"({remark})" for remark in reading.remarks)])
