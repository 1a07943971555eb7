"""The letters of a function that nobody declared: `x^4 - 3x^2 + y^2` is of x and y.

A lesson declares its symbols; in the lab and on the command line the text has to say itself which there are. Single
letters, Greek names and either with a number behind are letters; words of functions and of constants are not. What
a longer word would mean only by guessing is left to the reader of expressions, which says what is known.
"""

from __future__ import annotations

import re
from itertools import pairwise

from tutor.expression import MAX_LENGTH, Unreadable, read
from tutor.expression.lexer import fold
from tutor.expression.names import ALIASES
from tutor.letters import FROM_SUBSCRIPT, GREEK, LOWERED_FROM, SPELLED, is_letter, key
from tutor.messages import N_, plural, tr
from tutor.tree import Node

MOST_LETTERS = 6
LONGEST_PRODUCT = 3  # letters of a word that may be a product: `xyz` is, `velocity` is none
_CONSTANTS = frozenset({"e", "pi", "E", "π", "Pi", "PI"})
_GREEK = sorted((name for name in GREEK if name not in _CONSTANTS), key=len, reverse=True)
_FUNCTIONS = sorted(ALIASES, key=len, reverse=True)
_LOW = "".join(FROM_SUBSCRIPT)
_LETTER = rf"[^\W\d_{_LOW}{''.join(LOWERED_FROM)}]"
_WORD = re.compile(rf"{_LETTER}+(?:_?[0-9{_LOW}]+|_{_LETTER}+)?")
_NO_LETTERS = N_("This answer has no letters in it, only numbers.")
_LETTERS_ARE = N_("A letter is a single one such as x, or a Greek name such as theta.")


def read_function(text: str) -> tuple[Node, tuple[str, ...]]:
    """The tree of a function and its letters, in the order of the alphabet (x2 before x10). Raises `Unreadable`.

    At most six letters; a constant has none.
    """
    try:
        node = read(text, letters_in(text)).node
    except Unreadable as fault:
        raise Unreadable(fault.what.replace(tr(_NO_LETTERS), tr(_LETTERS_ARE)), fault.start, fault.end, text) from None
    names = tuple(sorted(node.symbols(), key=_alphabetical))
    if len(names) > MOST_LETTERS:
        what = plural(
            len(names),
            "This has {count} letter ({names}). At most {most} may move; put numbers in.",
            "This has {count} letters ({names}). At most {most} may move; put numbers in.",
            names=", ".join(names),
            most=MOST_LETTERS,
        )
        raise Unreadable(what, 0, len(text), text)
    return node, names


def letters_in(text: str) -> tuple[str, ...]:
    """The names that a text may mean as letters, in the order in which they stand."""
    found: dict[str, None] = {}
    for word in _WORD.findall(fold(text[:MAX_LENGTH])):
        for name in _letters_of(word):
            found.setdefault(name)
    return tuple(found)


def _letters_of(word: str) -> list[str]:
    stem = re.match(rf"{_LETTER}+", word)[0]  # type: ignore[index]
    if not all(map(is_letter, stem)) or stem.lower() in ALIASES or stem in _CONSTANTS - {"e"} or word == "e":
        return []
    if len(stem) == 1 or stem in GREEK:
        return [key(word)]
    if "_" in word:
        return [word]  # w_ab is one name
    return _product(stem)


def _product(word: str) -> list[str]:
    """The letters of `xy`, of `xsin`, of `cosxy`; none of a word that looks like none of these."""
    rest = word
    for name in (*_FUNCTIONS, *_GREEK):
        if name in rest and rest != name:
            rest = rest.replace(name, " ", 1)
    parts = rest.split()
    if any(len(part) > LONGEST_PRODUCT or len(set(part)) < len(part) for part in parts):
        return []
    if rest == word and len(word) == LONGEST_PRODUCT and word.isalpha() and not _apart(word):
        return []
    greek = [name for name in _GREEK if name in word]
    return [*greek, *(SPELLED.get(each, each) for part in parts for each in part if each not in _CONSTANTS)]


def _apart(word: str) -> bool:
    """May three letters be a product? `xyz` and `abc` follow one another in the alphabet, `foo` and `tag` do not."""
    return all(abs(ord(b) - ord(a)) == 1 for a, b in pairwise(word))


def _alphabetical(name: str) -> tuple[str, int, str]:
    stem, number = re.fullmatch(r"(.*?)_?(\d*)", key(name), re.DOTALL).groups()  # type: ignore[union-attr]
    return SPELLED.get(stem, stem), int(number or -1), name
