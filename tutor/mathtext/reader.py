"""Formulas in plain notation, with scripts and brackets, -> a box of characters.

`tutor.mathtext.latex` adds the commands. Made to accept anything: what is not understood is shown as the letters it was
written with, without backslashes and braces; nesting beyond a bound is shown flat.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from dataclasses import dataclass, field

from tutor import letters
from tutor.mathtext.commands import PLAIN_SIGNS, SIGNS, TYPED, Role, Sign
from tutor.mathtext.layout import Atom, compose, lift, limits, lower, only_hold_together
from tutor.typeset.boxes import Box, beside, bracketed, row

_DEEPEST = 12  # groups within groups
_TOKEN = re.compile(
    r"\\(?P<cmd>[A-Za-z]+\*?|.)|(?P<num>[0-9]+(?:\.[0-9]+)?|\.[0-9]+)|(?P<word>[^\W\d_]+)|(?P<space>\s+)|(?P<char>.)",
    re.DOTALL,
)
_OPENS, _CLOSES = "([", ")]"


@dataclass(frozen=True, slots=True)
class Token:
    kind: str  # cmd, num, word, space, char
    text: str


def tokens(source: str) -> list[Token]:
    return [Token(found.lastgroup or "char", found[found.lastgroup or 0]) for found in _TOKEN.finditer(source)]


@dataclass(slots=True)
class PlainReader:
    tokens: list[Token]
    ascii: bool
    stack: bool
    at: int = 0
    depth: int = 0
    partner: dict[int, int] = field(default_factory=dict)  # opening bracket -> its closing one

    def __post_init__(self) -> None:
        """Pairs the round and square brackets, within braces and cells only."""
        waiting: list[list[int]] = [[]]
        for index, token in enumerate(self.tokens):
            if token == Token("char", "{"):
                waiting.append([])
            elif token == Token("char", "}"):
                waiting = waiting[:-1] or [[]]
            elif token.text in ("&", "\\", "begin", "end"):
                waiting[-1] = []
            elif token.kind == "char" and token.text in _OPENS:
                waiting[-1].append(index)
            elif token.kind == "char" and token.text in _CLOSES and waiting[-1]:
                self.partner[waiting[-1].pop()] = index

    def sequence(self, until: int | None = None, cell: bool = False) -> Box:
        """Atoms up to index `until`, a closing brace, a row's end, or (in a `cell`) `&` and `\\end`."""
        atoms: list[Atom] = []
        spaced, gap = False, 0
        self.depth += 1
        while self.at < len(self.tokens) and self.at != until:
            token = self.tokens[self.at]
            if token == Token("char", "}") or token == Token("cmd", "\\"):
                break
            if cell and (token == Token("char", "&") or token == Token("cmd", "end")):
                break
            if token.kind == "space" or token == Token("char", "&"):
                self.at += 1
                spaced = True
                continue
            atom = self._scripted()
            if atom is None:
                continue
            if atom.role is Role.SPACE:
                spaced, gap = True, max(gap, len(atom.box.text))
                continue
            atom.spaced, spaced, atom.gap, gap = spaced, False, gap, 0
            atoms.append(atom)
        self.depth -= 1
        return compose(atoms, self.ascii, self.stack)

    # -- one atom with its scripts

    def _scripted(self) -> Atom | None:
        atom = self._atom()
        if atom is None:
            return None
        low = high = None
        while self.at < len(self.tokens):
            mark = self._script_mark()
            if mark == "_" and low is None:
                low = self._script()
            elif mark == "^" and high is None:
                high = self._script()
            else:
                break
        if low is None and high is None:
            return atom
        long = bool(low) and len(low or "") > 1 and not (low or "").isdigit()
        if (atom.role is Role.BIG and high is not None) or (atom.role in (Role.BIG, Role.WORD) and long):
            return limits(atom, low, high, self.ascii, self.stack)
        box = atom.box if low is None else lower(atom.box, low, self.ascii)
        return Atom(box if high is None else lift(box, high, self.ascii, self.stack), atom.role)

    def _script_mark(self) -> str:
        """`^`, `_` or nothing; `**` is `^`. Blanks before a mark do not count, a second prime is one."""
        at = self.at
        while at < len(self.tokens) and self.tokens[at].kind == "space":
            at += 1
        pair = [each.text for each in self.tokens[at : at + 2]]
        if pair[:1] == ["^"] or pair[:1] == ["_"]:
            self.at = at + 1
            return pair[0]
        if pair == ["*", "*"]:
            self.at = at + 2
            return "^"
        return ""

    def _script(self) -> str:
        """The script as one line, without blanks around its signs. Round brackets around it are dropped."""
        while self.at < len(self.tokens) and self.tokens[self.at].kind == "space":
            self.at += 1
        if self.at >= len(self.tokens):
            return ""
        sign = ""
        if self.tokens[self.at].text in ("-", "−", "+") and self.at + 1 < len(self.tokens):
            sign = self.tokens[self.at].text.replace("-", "-" if self.ascii else "−")
            self.at += 1
        flat, self.stack = self.stack, False
        atom = self._atom() if self.tokens[self.at].text not in ("}", "\\", "&") else None
        self.stack = flat
        round_ = atom is not None and atom.box.text.startswith("(")
        text = ((atom.inner if round_ else None) or atom.box).text if atom else ""
        return sign + re.sub(r" ?([+−=·]|-(?!>)) ?", r"\1", text)

    def _atom(self) -> Atom | None:
        token = self.tokens[self.at]
        self.at += 1
        if self.depth > _DEEPEST:
            return Atom(row(self._clean(token.text))) if token.text not in "{}^_&" else None
        if token.kind == "cmd":
            return self._command(token.text)
        if token.kind == "num":
            return Atom(row(token.text), number=True)
        if token.kind == "word":
            return self._word(token.text)
        return self._char(token.text)

    def _command(self, name: str) -> Atom | None:
        """A LaTeX command; here only its name."""
        return Atom(row(self._clean(name)))

    # -- plain notation

    def _word(self, word: str) -> Atom:
        following = self.tokens[self.at].text if self.at < len(self.tokens) else ""
        if word == "sqrt" and self.at in self.partner:
            inner = self._group(self.at + 1, self.partner[self.at])
            return self._root(inner)
        if word == "sum" and following == "_":
            return self._sign(SIGNS["sum"])
        if word in ("oo", "infinity"):
            return self._sign(SIGNS["infty"])
        if word in letters.GREEK or word == "nabla":
            return self._greek(word)
        number = self.tokens[self.at] if self.at < len(self.tokens) else None
        if number and number.kind == "num" and number.text.isdigit():  # x1, theta0 go by `letters.symbol`
            self.at += 1
            return Atom(row(letters.symbol(word + number.text, self.ascii)))
        return Atom(row(self._clean(word)))

    def _greek(self, word: str) -> Atom:
        if word == "nabla":
            return self._sign(SIGNS["nabla"])
        atom = self._sign(SIGNS[word])
        number = self.tokens[self.at] if self.at < len(self.tokens) else None
        if number and number.kind == "num" and number.text.isdigit():
            self.at += 1
            return Atom(lower(atom.box, number.text, self.ascii))
        return atom

    def _char(self, char: str) -> Atom | None:
        if char == "{":
            return self._braced()
        if char in _OPENS and self.at - 1 in self.partner:
            close = self.partner[self.at - 1]
            inner = self._group(self.at, close)
            end = self.tokens[close].text
            box = bracketed(inner, self.ascii, char, end)
            return Atom(box, inner=inner, needless=only_hold_together(char, end, inner))
        sign = self._plain_sign(char)
        if sign:
            if sign[2] is Role.DOT and self._juxtaposes():
                return None
            return self._sign(sign)
        if char in "^_{}&":
            return None
        return Atom(row(self._clean(char)))

    def _plain_sign(self, char: str) -> Sign | None:
        if char in TYPED:
            return TYPED[char]
        close = itertools.takewhile(lambda each: each.kind == "char", self.tokens[self.at - 1 : self.at + 2])
        coming = "".join(each.text for each in close)
        for written, sign in PLAIN_SIGNS:
            if coming.startswith(written) and not (written == "<-" and self._is_less_than_minus()):
                self.at += len(written) - 1
                return sign
        return None

    def _is_less_than_minus(self) -> bool:
        """`x<-1` compares; `x <- x - 1` assigns."""
        around = [
            each.kind for each in (self.tokens[self.at - 2 : self.at - 1] + self.tokens[self.at + 1 : self.at + 2])
        ]
        return self.at >= 2 and len(around) == 2 and around[0] != "space" and around[1] == "num"

    def _juxtaposes(self) -> bool:
        """`3*x` is shown as 3x: a number before the star, a letter behind it, no second star."""
        before, after = self.tokens[self.at - 2 : self.at - 1], self.tokens[self.at : self.at + 1]
        if self.ascii or not before or not after or self.at < 2:
            return False
        return before[0].kind == "num" and (after[0].kind == "word" or after[0].text in _OPENS)

    def _group(self, start: int, close: int) -> Box:
        """What stands between brackets; the reader then stands behind the closing one."""
        self.at = start
        box = self.sequence(until=close)
        while self.at < close:  # a row's end inside brackets
            self.at += 1
            box = beside(box, row(" "), self.sequence(until=close))
        self.at = close + 1
        return box

    def _braced(self) -> Atom:
        box = self.sequence()
        while self.at < len(self.tokens) and self.tokens[self.at].text != "}":
            self.at += 1
            box = beside(box, row(" "), self.sequence())
        self.at += 1
        return Atom(box)

    def _root(self, inner: Box, degree: str = "") -> Atom:
        if self.ascii:
            return Atom(beside(row("sqrt" if not degree else f"root{degree}"), bracketed(inner, True)))
        simple = not inner.tall and re.fullmatch(r"[0-9]+|\w[₀-₉ᵢⱼₖₙ]*", inner.text)
        index = {"": "√", "3": "∛", "4": "∜"}.get(degree) or (letters.raised(degree) or f"{degree}-") + "√"
        return Atom(beside(row(index), inner if simple else bracketed(inner, False)))

    # -- characters

    def _sign(self, sign: Sign) -> Atom:
        shown, plain, role = sign
        return Atom(row(plain if self.ascii else shown), role)

    def _clean(self, text: str) -> str:
        text = letters.visible(text).replace("\\", "")
        if not self.ascii:
            return text
        spelled = "".join(letters.SPELLED.get(each, each) for each in text)
        plain = unicodedata.normalize("NFKD", spelled)
        return plain.encode("ascii", "ignore").decode() or "?" * bool(text)
