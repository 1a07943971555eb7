"""What stands behind the word of an act: whole numbers, numbers, names; each is read, or refused in a sentence.

Nothing that is typed is said back unbounded or unprintable, and nothing is run.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from math import isfinite

from tutor.expression import Unreadable, parse_number
from tutor.letters import visible
from tutor.messages import tr
from tutor.numeric import value

MOST = 10**12  # no count that is typed is taken for more
LONGEST_WORD = 40  # characters of a typed word that are said back
SIGNS = str.maketrans({"−": "-", "–": "-"})  # as they are copied from a screen
AROUND_EQUALS = re.compile(r"\s*=\s*")


class Mistyped(Exception):
    """What stands behind the name of an act is no number, too much or too little; the message says which."""


def said(word: str) -> str:
    """A word that was typed, as a sentence may hold it: printable, and not for ever long."""
    kept = visible(word[: LONGEST_WORD + 1])
    return f"'{kept}'" if len(kept) <= LONGEST_WORD else f"'{kept[:LONGEST_WORD]}...'"


def nothing_more(words: Sequence[str]) -> None:
    """Raises Mistyped where something stands behind an act that takes nothing."""
    if words:
        raise Mistyped(tr("{typed} is too much", typed=said(words[0])))


def whole(words: Sequence[str], default: int | None = 1, least: int = 1, most: int = MOST) -> int:
    """The whole number that stands alone in `words`; the default where there is none. Raises Mistyped."""
    if not words and default is not None:
        return default
    text = " ".join(words)
    digits = text.translate(SIGNS).removeprefix("+")
    if not (digits.removeprefix("-").isascii() and digits.removeprefix("-").isdigit()):
        raise Mistyped(tr("{typed} is no whole number", typed=said(text)) if words else tr("a number is missing"))
    if len(digits) > LONGEST_WORD or not least <= int(digits) <= most:
        raise Mistyped(
            tr("{typed} is out of reach, it may be {least} to {most}", typed=said(text), least=least, most=most)
        )
    return int(digits)


def number(text: str) -> float:
    """A finite number as it is typed: `0.1`, `-2`, `1e-3`, `pi/2`. Raises Mistyped."""
    try:
        found = value(parse_number(text))
    except Unreadable:
        found = float("nan")
    if not isfinite(found):
        raise Mistyped(tr("{typed} is no number", typed=said(text)))
    return found


def numbers(words: Sequence[str], count: int) -> list[float]:
    """So many numbers: `1 2`, `(1, 2)`, `x = 1, y = 2`. Raises Mistyped."""
    text = AROUND_EQUALS.sub("=", " ".join(words))
    if count == 1 or not words:
        parts = [text] if words else []
    else:
        mark = next((mark for mark in ";," if mark in text), None)
        parts = text.strip("()[]").split(mark)
    if len(parts) != count:
        raise Mistyped(tr("a number is missing") if len(parts) < count else tr("those are too many numbers"))
    return [number(part.rpartition("=")[2].strip()) for part in parts]


def begun(typed: str, names: Sequence[str]) -> list[int]:
    """The places of the names that are meant: the one that is typed whole, or but for its last word; else those in
    which what is typed begins at any word."""
    wanted, known = _bare(typed), [_bare(name) for name in names]
    for found in (known, [name.rpartition(" ")[0] for name in known]):
        if wanted and found.count(wanted) == 1:
            return [found.index(wanted)]
    return [i for i, name in enumerate(known) if wanted and f" {wanted}" in f" {name}"]


def _bare(text: str) -> str:
    return " ".join(text.lower().replace("-", " ").replace("'", "").split())
