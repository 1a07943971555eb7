"""What stands under the answer line while one types: what was understood, or where and why it cannot be read."""

from __future__ import annotations

from rich.cells import cell_len
from textual.content import Content

from tutor.expression import Unreadable
from tutor.lesson.questions import Question
from tutor.understood import understood

INDENT = 2  # where the text of the answer line begins
APART = "   "  # between an answer and how a slip in it was read


def echo(question: Question, text: str, width: int, *, ascii: bool = False) -> Content:
    """The answer as it was read, or a mark at the place and why not; in `width` cells, where it can be."""
    if not text.strip():
        return Content("")
    try:
        shown = understood(question, text, ascii=ascii, apart=APART)
    except Unreadable as fault:
        place = INDENT + cell_len(text[: fault.start])
        if place + 2 + len(fault.what) <= width:
            return Content.styled(f"{' ' * place}^ {fault.what}", "italic")
        mark = f"{' ' * place}^\n" if place < width else ""
        return Content.styled(mark + fault.what, "italic")
    return Content("") if shown == text.strip() else Content.styled(f"{' ' * (INDENT - 2)}= {shown}", "dim")
