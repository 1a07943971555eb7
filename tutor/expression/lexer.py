"""A learner's text -> tokens, each with its place in the text as typed.

What people paste is met half-way: typographic minus and times signs, raised and lowered digits, Greek letters,
full-width characters. Each character is folded to one character, so a place in the folded text is the same place
in the typed one. Raises `Unreadable` for what can be no part of an expression.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from fractions import Fraction

from tutor.expression.names import Meaning, Names
from tutor.expression.unreadable import Unreadable
from tutor.letters import FROM_SUBSCRIPT, LOWERED_FROM, SPELLED, is_letter
from tutor.messages import tr

MAX_DIGITS = 40
MAX_EXPONENT = 308  # of ten, in a number: what a float can hold

_FOLD = {
    **dict.fromkeys("−–—‒‐‑﹣", "-"),
    **dict.fromkeys("·×⋅∙•✕✖∗⋆", "*"),
    **dict.fromkeys("÷∕⁄", "/"),
    **dict.fromkeys("’‘′ʹ´‵", "'"),
    **dict.fromkeys("\t\n\r\u00a0\u200b\u2060\u2061\u2062\u2063\ufeff", " "),
    "″": "'",
    "∣": "|",
}
_NUMBER = re.compile(r"(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_BEFORE_PERCENT = re.compile(r"(?<![\w.,])(?<![eE][+-])([0-9]{1,12}(?:[.,][0-9]{1,12})?) *\Z", re.ASCII)
_DIGITS = "0123456789"
_CLOSES = {"(": ")", "[": "]", "{": "}"}


class Kind(Enum):
    NUMBER = "number"
    SYMBOL = "symbol"
    CONSTANT = "constant"
    FUNCTION = "function"
    ROOT = "√"
    OPERATOR = "operator"  # + - * / ^
    OPEN = "open"
    CLOSE = "close"
    RAISE = "raise"  # raised characters are read as a bracketed exponent between these two
    LOWER = "lower"
    BAR = "|"
    COMMA = ","
    END = "end"


@dataclass(frozen=True, slots=True)
class Token:
    kind: Kind
    text: str
    start: int
    end: int
    value: Fraction | None = None


def fold(text: str) -> str:
    """`text` with each character as the plain one it stands for; always as long as `text`."""
    return text if text.isascii() and text.isprintable() else "".join(map(_fold_char, text))


def _fold_char(char: str) -> str:
    if char in _FOLD:
        return _FOLD[char]
    if char.isascii() or char in LOWERED_FROM or char in FROM_SUBSCRIPT or char in SPELLED:
        return char
    if char.isspace():
        return " "
    plain = unicodedata.normalize("NFKC", char)
    if len(plain) == 1 and plain != char:
        return _FOLD.get(plain, plain)
    return char


@dataclass(slots=True)
class Lexer:
    """Reads `plain` (the folded `text`) from `at` on; collects remarks on what was read kindly."""

    text: str
    plain: str
    names: Names
    remarks: list[str]
    decimal_comma: bool = False

    def tokens(self, at: int, end: int) -> list[Token]:
        """The tokens of [at, end), closed by an END token."""
        found: list[Token] = []
        depth = 0
        while at < end:
            char = self.plain[at]
            if char == " ":
                at += 1
                continue
            depth += (char in "([{") - (char in ")]}")
            new = self._next(char, at, end, depth)
            found += new
            at = new[-1].end
        found.append(Token(Kind.END, "", end, end))
        return found

    def fail(self, what: str, start: int, end: int) -> Unreadable:
        return Unreadable(what, start, end, self.text)

    def _next(self, char: str, at: int, end: int, depth: int) -> list[Token]:
        if char in _DIGITS or (char == "." and at + 1 < end and self.plain[at + 1] in _DIGITS):
            return [self._number(at, end, self.decimal_comma and depth == 0)]
        if is_letter(char):
            return self._word(at, end)
        if char in LOWERED_FROM:
            return self._raised(at, end)
        if self.plain.startswith("**", at) and at + 1 < end:
            return [Token(Kind.OPERATOR, "^", at, at + 2)]
        kind = {"√": Kind.ROOT, "|": Kind.BAR, ",": Kind.COMMA}.get(char)
        if char in "+-*/^":
            kind = Kind.OPERATOR
        elif char in _CLOSES:
            kind = Kind.OPEN
        elif char in _CLOSES.values():
            kind = Kind.CLOSE
        if kind is None:
            raise self.fail(_percent(self.plain[:at]) if char == "%" else _strange(char), at, at + 1)
        return [Token(kind, char, at, at + 1)]

    def _number(self, at: int, end: int, comma: bool) -> Token:
        found = _NUMBER.match(self.plain, at, end)
        assert found is not None  # the caller saw a digit
        written, stop = found[0], found.end()
        tail = re.compile(r",([0-9]+)").match(self.plain, stop, end) if comma and written.isdigit() else None
        if tail:
            written, stop = self._with_comma(written, tail)
        if self.plain[stop : min(end, stop + 1)] == ".":
            raise self.fail(tr("A number has one decimal point. Write it with one."), at, stop + 1)
        return Token(Kind.NUMBER, written, at, stop, self._value(written, at, stop))

    def _with_comma(self, whole: str, tail: re.Match[str]) -> tuple[str, int]:
        """`0,5` as many countries write it. `1,000` could be a thousand: that one is asked about."""
        if len(tail[1]) == 3 and whole.strip("0"):
            what = tr(
                "{whole},{tail} could mean two things. Write {whole}{tail} or {whole}.{tail}.",
                whole=whole,
                tail=tail[1],
            )
            raise self.fail(what, tail.start() - len(whole), tail.end())
        self.remarks.append(
            tr(
                "{whole},{tail} was read as {whole}.{tail}: the decimal sign here is a point.",
                whole=whole,
                tail=tail[1],
            )
        )
        return f"{whole}.{tail[1]}", tail.end()

    def _value(self, written: str, at: int, stop: int) -> Fraction:
        mantissa, _, exponent = written.lower().partition("e")
        digits = mantissa.replace(".", "")
        if len(digits) > MAX_DIGITS:
            raise self.fail(
                tr(
                    "This number has {count} digits; {most} are the most. Shorten it.",
                    count=len(digits),
                    most=MAX_DIGITS,
                ),
                at,
                stop,
            )
        too_far = len(exponent.lstrip("+-0")) > 3
        if not too_far and digits.strip("0"):
            point = len(mantissa.partition(".")[0])
            size = point - (len(digits) - len(digits.lstrip("0"))) - 1 + int(exponent or "0")
            too_far = abs(size) > MAX_EXPONENT or abs(int(exponent or "0")) > MAX_EXPONENT
        if too_far:
            what = tr("This number is beyond 1e{most} or below 1e-{most}. Write one nearer to 1.", most=MAX_EXPONENT)
            raise self.fail(what, at, stop)
        return Fraction(written)

    def _word(self, at: int, end: int) -> list[Token]:
        stop = at
        while stop < end and self._in_word(self.plain[stop]):
            stop += 1
        word = self.plain[at:stop]
        pieces = self.names.pieces(word)
        if pieces is None:
            before_bracket = self.plain[stop:end].lstrip().startswith("(")
            raise self.fail(self.names.unknown(word, before_bracket), at, stop)
        found = []
        for piece in pieces:
            if piece.wrong_case:
                self.remarks.append(tr("{written} was read as {name}.", written=piece.written, name=piece.name))
            stop = at + len(piece.written)
            value = self._value(piece.name, at, stop) if piece.meaning is Meaning.NUMBER else None
            found.append(Token(Kind(piece.meaning.value), piece.name, at, stop, value))
            at = stop
        return found

    @staticmethod
    def _in_word(char: str) -> bool:
        return is_letter(char) or char == "_" or char in FROM_SUBSCRIPT or char in _DIGITS

    def _raised(self, at: int, end: int) -> list[Token]:
        stop = at
        while stop < end and self.plain[stop] in LOWERED_FROM:
            stop += 1
        inner = "".join(LOWERED_FROM.get(each, each) for each in self.plain[at:stop])
        plain = self.plain[:at] + inner + self.plain[stop:]
        tokens = Lexer(self.text, plain, self.names, self.remarks).tokens(at, stop)[:-1]
        return [Token(Kind.RAISE, "^", at, at), *tokens, Token(Kind.LOWER, self.plain[at:stop], stop, stop)]


def _percent(before: str) -> str:
    """The sentence for a percent sign, with the number that stands before it as it is due."""
    found = _BEFORE_PERCENT.search(before)
    written = found[1] if found else "5"
    value = Decimal(written.replace(",", ".")) / 100
    return tr(
        "There is no percent sign here. Write {number} for {percent} %.",
        number=f"{value.normalize():f}",
        percent=written,
    )


def _strange(char: str) -> str:
    """The sentence for a character that is no part of any expression."""
    if char == "'":
        return tr("A prime (') is for reading, not for typing. Write the derivative itself.")
    if char == "=":
        return tr("There is an equals sign here. Type only the expression, without '='.")
    if char == "\\":
        return tr("Write it in plain letters, such as sqrt(x) or theta; no backslash is needed.")
    if char == "!":
        return tr("There is no factorial here. Write the product out, or its value.")
    if char in ("∞", "∂", "∇", "∑", "∫"):
        return tr("'{char}' cannot be typed here. Write an expression of numbers, letters and functions.", char=char)
    if char in FROM_SUBSCRIPT or char == "_":
        return tr(
            "'{char}' belongs to a name and stands alone here. Write it after its letter, or take it out.", char=char
        )
    if char == ".":
        return tr("There is a point without digits here. Write a number such as 0.5, or * for a product.")
    if char == ";":
        return tr("There is a semicolon here. Separate components with a comma.")
    if unicodedata.category(char) == "No":
        return tr("Write '{char}' as a fraction, such as 1/2.", char=char)
    if unicodedata.category(char)[0] == "C" or unicodedata.combining(char):
        return tr("There is a character here that cannot be seen (U+{ord:04X}). Delete it.", ord=ord(char))
    return tr(
        "'{char}' has no meaning in an expression. Take it out, or write what you mean with + - * / ^.", char=char
    )
