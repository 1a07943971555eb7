"""What a word in a learner's text stands for: a declared symbol, a function, a constant, or several run together.

A declared symbol always wins. `θ₀`, `theta0` and `theta_0` are one name. A word that is nothing by itself may be
several (`xy`, `xsin`, `lnx`); a word that is nothing at all gets a sentence that names what there is.
"""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import Enum

from tutor.letters import key
from tutor.messages import tr
from tutor.tree import FUNCTIONS

ALIASES = {
    "ln": "log",
    "arcsin": "asin",
    "arccos": "acos",
    "arctan": "atan",
    "sgn": "sign",
    "heaviside": "step",
    **{name: name for name in FUNCTIONS},
}
_INSTEAD = {  # functions of other books and languages, and how to say them here
    "cot": "1/tan(x)",
    "ctg": "1/tan(x)",
    "sec": "1/cos(x)",
    "csc": "1/sin(x)",
    "cosec": "1/sin(x)",
    "tg": "tan(x)",
    "arctg": "atan(x)",
    "lg": "log(x)/log(10)",
    "log10": "log(x)/log(10)",
    "log2": "log(x)/log(2)",
    "cbrt": "x^(1/3)",
    "pow": "x^2",
    "square": "x^2",
    "sigma": "sigmoid(x)",
    "heavyside": "step(x)",
}
_DIGITS = "0123456789"
_LONGEST_SPLIT = 40
ENDLESS = ("infinity", "infinite", "inf", "infty", "oo")


class Meaning(Enum):
    SYMBOL = "symbol"
    CONSTANT = "constant"
    FUNCTION = "function"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a word: what it is, its proper name, how many characters it took, as it was written."""

    meaning: Meaning
    name: str
    written: str
    wrong_case: bool = False


class Names:
    """The names one text may use."""

    def __init__(self, symbols: Collection[str]) -> None:
        self.declared = tuple(symbols)
        self._by_key = {key(name): name for name in reversed(self.declared)}
        self._exact = frozenset(self.declared)
        self._lower = {name.lower(): name for name in reversed(self._by_key.values())}

    def pieces(self, word: str) -> list[Piece] | None:
        """What `word` is made of, or None. Its whole meaning first, then several run together, then case."""
        whole = self._lookup(word)
        if whole:
            return [whole]
        if word == "E" and "e" not in self._exact:
            return [Piece(Meaning.CONSTANT, "e", word)]
        if len(word) > _LONGEST_SPLIT or key(word).lower() in _INSTEAD:
            return None
        return (
            self._split(word, 0, None, False, set())
            or self._wrong_case(word)
            or self._split(word, 0, None, True, set())
        )

    def _lookup(self, word: str) -> Piece | None:
        if word in self._exact:
            return Piece(Meaning.SYMBOL, word, word)
        if key(word) in self._by_key:
            return Piece(Meaning.SYMBOL, self._by_key[key(word)], word)
        if word.lower() in ALIASES:
            return Piece(Meaning.FUNCTION, ALIASES[word.lower()], word)
        if word in ("pi", "π", "Pi", "PI", "e"):
            return Piece(Meaning.CONSTANT, "e" if word == "e" else "pi", word)
        return None

    def _wrong_case(self, word: str) -> list[Piece] | None:
        name = self._lower.get(key(word).lower()) or self._lower.get(word.lower())
        return [Piece(Meaning.SYMBOL, name, word, True)] if name else None

    def _split(
        self, word: str, at: int, before: Piece | None, any_case: bool, dead: set[tuple[int, bool]]
    ) -> list[Piece] | None:
        """Longest pieces first. `dead` remembers the places no split goes on from, which keeps this quick."""
        if at == len(word):
            return []
        after_function = before is not None and before.meaning is Meaning.FUNCTION
        if (at, after_function) in dead:
            return None
        for piece in self._candidates(word, at, after_function, any_case):
            rest = self._split(word, at + len(piece.written), piece, any_case, dead)
            if rest is not None:
                return [piece, *rest]
        dead.add((at, after_function))
        return None

    def _candidates(self, word: str, at: int, after_function: bool, any_case: bool) -> Iterator[Piece]:
        if after_function and word[at] in _DIGITS:  # sin2x
            end = at
            while end < len(word) and word[end] in _DIGITS:
                end += 1
            yield Piece(Meaning.NUMBER, word[at:end], word[at:end])
            return
        for end in range(len(word), at, -1):
            part = word[at:end]
            if (end < len(word) and word[end] == "_") or part[-1] == "_":
                continue
            found = self._lookup(part)
            if found is None and any_case:
                found = next(iter(self._wrong_case(part) or ()), None)
            # `e` only closes a word (`xe^x`): elsewhere `sine` would become sin(e), `ex` a product nobody meant.
            if found and found.meaning is Meaning.CONSTANT and found.name == "e":
                found = found if end == len(word) and not after_function else None
            if found and found.meaning is Meaning.FUNCTION and (after_function or len(part) < 2):
                found = None
            if found and not (end < len(word) and word[end].isdigit() and found.meaning is not Meaning.FUNCTION):
                yield found

    def unknown(self, word: str, before_bracket: bool) -> str:
        """The sentences for a word that means nothing here."""
        shown = word if len(word) <= 30 else word[:29] + "…"
        instead = _INSTEAD.get(key(word).lower())
        near = difflib.get_close_matches(word.lower()[:30], [*ALIASES, *self.declared], 1, 0.6)
        power = word.rstrip("0123456789")
        if word.lower() in ENDLESS:
            return tr("Infinity is no number that can be typed here. This has a finite answer: type a number.")
        if instead:
            return tr("There is no {shown} here. Write {instead} instead.", shown=shown, instead=instead)
        if near and (before_bracket or len(word) > 2):
            return tr(
                "'{shown}' is not known here. Did you mean {near}? {known}",
                shown=shown,
                near=near[0],
                known=self._known(),
            )
        if power != word and power and self.pieces(power):
            digits = word[len(power) :]
            return tr(
                "'{shown}' could mean two things. Write {power}^{digits} or {digits}*{power}.",
                shown=shown,
                power=power,
                digits=digits,
            )
        if word.startswith("e") and self.pieces(word[1:]):
            return tr("'{shown}' could mean two things. Write e^{word} or e*{word}.", shown=shown, word=word[1:])
        if before_bracket:
            return tr("There is no function {shown} here. {known}", shown=shown, known=self._known())
        return tr("'{shown}' is not known here. {known}", shown=shown, known=self._known())

    def _known(self) -> str:
        if not self.declared:
            return tr("This answer has no letters in it, only numbers.")
        if len(self.declared) == 1:
            return tr("The only letter here is {declared}.", declared=self.declared[0])
        shown = [*self.declared[:8], "more"] if len(self.declared) > 8 else list(self.declared)
        return tr("The names here are {shown} and {shown2}.", shown=", ".join(shown[:-1]), shown2=shown[-1])
