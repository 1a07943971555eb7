"""What was understood of an answer while it is typed: cheap enough for every key."""

from __future__ import annotations

from rich.cells import cell_len
from textual.content import Content

from tutor import typeset
from tutor.expression import Unreadable, read, read_number, read_vector
from tutor.expression.matrix import read_matrix
from tutor.lesson.ordering import places_meant, shuffled
from tutor.lesson.questions import Choice, Formula, Matrix, Number, Order, Question, shown_lines


def understood(question: Question, text: str, *, ascii: bool = False) -> str:
    """The answer in terminal mathematics, and how a slip in it was read; raises `Unreadable` with the place."""
    match question.about:
        case Choice():
            return text
        case Number():
            reading = read_number(text)
        case Formula():
            reading = read(text, question.symbols)
        case Matrix():
            rows = read_matrix(text, question.symbols)
            shown = ", ".join(typeset.vector_line(row, ascii=ascii) for row in rows.rows)
            return _remarked(f"[{shown}]", rows.remarks)
        case Order() as about:
            order = shuffled(about, question.id)
            letters = [letter for letter, _ in shown_lines(question)]
            return " ".join(letters[order.index(place)] for place in places_meant(about, text, order))
        case _:
            several = read_vector(text, question.symbols)
            return _remarked(typeset.vector_line(several.nodes, ascii=ascii), several.remarks)
    return _remarked(typeset.line(reading.node, ascii=ascii), reading.remarks)


def _remarked(shown: str, remarks: tuple[str, ...]) -> str:
    return "   ".join([shown, *(f"({remark})" for remark in remarks)])


INDENT = 2  # where the text of the answer line begins


def echo(question: Question, text: str, width: int, *, ascii: bool = False) -> Content:
    """What stands under the line while one types: the answer as it was read, or a mark at the place and why not."""
    if not text.strip():
        return Content("")
    try:
        shown = understood(question, text, ascii=ascii)
    except Unreadable as fault:
        place = INDENT + cell_len(text[: fault.start])
        if place + 2 + len(fault.what) <= width:
            return Content.styled(f"{' ' * place}^ {fault.what}", "italic")
        mark = f"{' ' * place}^\n" if place < width else ""
        return Content.styled(mark + fault.what, "italic")
    return Content("") if shown == text.strip() else Content.styled(f"{' ' * (INDENT - 2)}= {shown}", "dim")
