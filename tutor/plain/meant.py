"""What was understood of an answer, as it is read back: light enough for every line that is typed.

The screens say the same while one types (`tutor.ui.understood`).
"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from tutor import typeset
from tutor.expression import Unreadable, read, read_number, read_vector
from tutor.expression.matrix import read_matrix
from tutor.lesson.ordering import places_meant, shuffled
from tutor.lesson.questions import Choice, Formula, Matrix, Number, Option, Order, Question, shown_lines
from tutor.messages import tr
from tutor.plain.prose import one_line


def options(question: Question) -> list[Option]:
    """The choices of a question in the order they are shown, here and on the screens; none for any other kind."""
    if not isinstance(question.about, Choice):
        return []
    found = list(question.about.choices)
    Random(question.id).shuffle(found)  # the same order whenever this question is asked
    return found


def chosen(question: Question, typed: str) -> str | None:
    """The choice that was meant, as its author wrote it: by its number, or by its words; None where there is none."""
    known = options(question)
    if typed.isascii() and typed.isdigit():
        place = int(typed[:9])
        return known[place - 1].text if 1 <= place <= len(known) else None
    wanted = _bare(typed)
    meant = [each.text for each in known if wanted in (_bare(each.text), *_shown(each.text))]
    return meant[0] if meant else None


def _bare(text: str) -> str:
    return " ".join(text.split()).casefold()


def _shown(text: str) -> Sequence[str]:
    return [_bare(one_line(text, ascii=ascii)) for ascii in (False, True)]


def understood(question: Question, text: str, *, ascii: bool = False) -> str:
    """The answer in terminal mathematics, and how a slip in it was read; raises Unreadable with the place."""
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


def _remarked(shown: str, remarks: Sequence[str]) -> str:
    return " ".join([shown, *(f"({remark})" for remark in remarks)])


def is_word(question: Question, typed: str) -> bool:
    """Does it begin with a word, and not with a product of the question's symbols or with a choice?

    Whether it can be read does not tell: in an answer of numbers, words beside them are passed over.
    """
    first = typed.split()[0]
    if not first.isalpha() or len(first) < 2 or first in question.symbols or set(first) <= {*question.symbols, "e"}:
        return False
    return not isinstance(question.about, Choice) or chosen(question, typed) is None


def fault_in(question: Question, typed: str) -> str | None:
    """Why an answer cannot be read, and where, in words that need no mark under the line; None where it can be."""
    try:
        understood(question, typed)
    except Unreadable as fault:
        if isinstance(question.about, Order) or not fault.text.strip():
            return fault.what
        rest = fault.text[fault.start : fault.start + 12]
        what = fault.what if fault.what.endswith((".", "!", "?")) else f"{fault.what}."
        if not rest.strip():
            return tr("{what} The place: character {place}, at the end.", what=what, place=fault.start + 1)
        return tr("{what} The place: character {place}, from '{rest}' on.", what=what, place=fault.start + 1, rest=rest)
    return None
