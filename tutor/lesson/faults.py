"""What is wrong in a lesson's text, and the word that was probably meant. Light: headers are read with it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from tutor.lesson.yamlnodes import Place, Scalar, describe
from tutor.messages import tr


class Fault(NamedTuple):
    """One thing wrong in a lesson. `path` is like `ask.next.rate`; `what` says what is wrong and what would do."""

    place: Place
    path: str
    what: str


def close_to(word: str, known: Iterable[str]) -> str:
    """` (did you mean 'x'?)` where a known word is close, else an empty string."""
    import difflib  # only when something is wrong

    words = list(known)
    begun = [
        each for each in words if min(len(each), len(word)) >= 3 and (each.startswith(word) or word.startswith(each))
    ]
    begun = [each for each in words if each.casefold() == word.casefold()] or begun
    close = difflib.get_close_matches(word[:100], words, n=1, cutoff=0.6) or begun
    return tr(" (did you mean '{close}'?)", close=close[0]) if close else ""


def unknown_name(key: Scalar, known: Iterable[str]) -> str:
    """What is wrong with a name that is none of the known ones."""
    names = list(known)
    return tr(
        "unknown name {written}{meant}; known: {known}",
        written=describe(key),
        meant=close_to(key.text, names),
        known=", ".join(names),
    )
