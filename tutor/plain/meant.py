"""What was meant by a line that was typed: a choice, an answer or a word; and why an answer cannot be read."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tutor.ascii import plain
from tutor.asked import options
from tutor.expression import Unreadable
from tutor.lesson.questions import Choice, Next, Number, Order, Question
from tutor.messages import tr
from tutor.phrases import one_line
from tutor.understood import understood

_NUMBER = re.compile(r"[0-9]*\.?[0-9]+|[0-9]+\.")
_APART = re.compile(r"(?<=[0-9.]) +(?=[0-9.])")
_TIMES = re.compile(r"(?<![0-9.])\*|\*(?![0-9.])")
_DECIMAL = re.compile(r"(?<=[0-9]),(?=[0-9])")


def chosen(question: Question, typed: str) -> str | None:
    """The choice that was meant, as its author wrote it: by its number, or by its words; None where there is none."""
    known = options(question)
    if typed.isascii() and typed.isdigit():
        place = int(typed[:9])
        return known[place - 1].text if 1 <= place <= len(known) else None
    wanted = _bare(typed)
    meant = [each.text for each in known if wanted in (_bare(each.text), *_shown(each.text))]
    return meant[0] if meant else None


def written_otherwise(typed: str, shown: str, question: Question) -> bool:
    """Does what was understood tell more than what was typed? Blanks, the signs of products, and how a number is
    written do not. `shown` in ASCII."""
    comma = isinstance(question.about, Number)
    return _compared(typed, comma=comma) != _compared(shown, comma=comma)


def _compared(text: str, *, comma: bool) -> str:
    """The text without what may be written in several ways."""
    bare = "".join(_APART.sub("_", plain(text).casefold()).split()).replace("**", "^")
    bare = _TIMES.sub("", bare)
    bare = _DECIMAL.sub(".", bare) if comma else bare
    bare = bare[1:-1] if bare[:1] == "[" and bare.find("]") == len(bare) - 1 else bare
    return _NUMBER.sub(lambda found: _tidied(found[0]), bare).removeprefix("+")


def _tidied(number: str) -> str:
    """`.50` as `0.5`, `2.0` as `2`."""
    whole, _, rest = number.partition(".")
    rest = rest.rstrip("0")
    return f"{whole.lstrip('0') or '0'}{f'.{rest}' if rest else ''}"


def _bare(text: str) -> str:
    return " ".join(text.split()).casefold()


def _shown(text: str) -> Sequence[str]:
    return [_bare(one_line(text, ascii=ascii)) for ascii in (False, True)]


def is_answer(question: Question, typed: str) -> bool:
    """May the name of a key be an answer? A letter may: a symbol, the letter of a line, a choice."""
    if isinstance(question.about, Choice):
        return chosen(question, typed) is not None
    if isinstance(question.about, Order):
        return len(typed) == 1
    letters = () if isinstance(question.about, Number | Next) else question.symbols
    return typed in letters or typed.lower() == "e" or not typed[:1].isalpha()


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
