"""Formulas as teachers write them, plain or LaTeX or both at once, -> a box of characters.

`read` accepts any text and never raises; a command that is not known is shown by its name.
"""

from __future__ import annotations

import re
import unicodedata

from tutor import letters
from tutor.mathtext.commands import ACCENTS, BLACKBOARD, ENVIRONMENTS, SIGNS, SILENT, TRANSPARENT, VERBAL
from tutor.mathtext.layout import Atom, grid, without_round
from tutor.mathtext.reader import PlainReader, Token, tokens
from tutor.typeset.boxes import Box, beside, bracketed, flush_left, fraction, row, stacked


def read(source: str, ascii: bool, stack: bool) -> Box:
    """The whole formula. Rows of a `\\\\` stand under one another when `stack`, else behind semicolons."""
    reader = Reader(tokens(source), ascii, stack)
    rows = [reader.sequence()]
    while reader.at < len(reader.tokens):
        broke = reader.tokens[reader.at] == Token("cmd", "\\")
        reader.at += 1  # a row's end, or a brace that closes nothing
        more = reader.sequence()
        if broke:
            rows.append(more)
        else:
            rows[-1] = beside(rows[-1], more)
    rows = [each for each in rows if each.tall or each.text] or [row("")]
    if len(rows) == 1:
        return rows[0]
    if not stack:
        return row("; ".join(each.text for each in rows))
    widest = max(each.width for each in rows)
    return stacked([flush_left(each, widest) for each in rows], 0)


class Reader(PlainReader):
    __slots__ = ()

    def _command(self, name: str) -> Atom | None:
        name = name.rstrip("*") or name
        if name in SIGNS:
            sign = SIGNS[name]
            return self._greek(name) if name in letters.GREEK else self._sign(sign)
        if name in SILENT:
            self._delimiter(name)
            return None
        if name in ("frac", "dfrac", "tfrac", "cfrac", "binom"):
            return self._frac(self._argument(), self._argument(), name == "binom")
        if name == "sqrt":
            return self._root_command()
        if name in TRANSPARENT:
            return Atom(self._argument())
        if name in VERBAL:
            return Atom(row(self._words()))
        if name in ACCENTS:
            return Atom(self._accented(self._argument(), name))
        if name == "mathbb":
            box = self._argument()
            return Atom(box if self.ascii else row(BLACKBOARD.get(box.text, box.text)))
        if name == "begin":
            return self._environment()
        if name == "end":
            self._words()
            return None
        return Atom(row(self._clean(name)))

    def _delimiter(self, name: str) -> None:
        """`\\left.` and `\\right.` are no delimiters at all; the others stand for themselves."""
        if name in ("left", "right") and self.at < len(self.tokens) and self.tokens[self.at].text == ".":
            self.at += 1

    def _argument(self) -> Box:
        """The group or the single token that follows a command."""
        while self.at < len(self.tokens) and self.tokens[self.at].kind == "space":
            self.at += 1
        if self.at >= len(self.tokens) or self.tokens[self.at].text in ("}", "&", "\\"):
            return row("")
        self.depth += 1
        box = self._argument_here()
        self.depth -= 1
        return box

    def _argument_here(self) -> Box:
        token = self.tokens[self.at]
        if token.kind in ("num", "word") and len(token.text) > 1 and token.text not in letters.GREEK:
            self.tokens[self.at] = Token(token.kind, token.text[1:])  # \frac12 takes one digit, as LaTeX does
            return row(self._clean(token.text[0]))
        atom = self._atom()
        return atom.box if atom else row("")

    def _words(self) -> str:
        """The raw text of the braces that follow."""
        if self.at >= len(self.tokens) or self.tokens[self.at].text != "{":
            return ""
        level, start = 0, self.at + 1
        while self.at < len(self.tokens):
            level += {"{": 1, "}": -1}.get(self.tokens[self.at].text, 0)
            self.at += 1
            if level == 0:
                break
        inside = self.tokens[start : self.at - 1]
        return " ".join(self._clean("".join(each.text for each in inside if each.text not in "{}$\\")).split())

    def _frac(self, top: Box, bottom: Box, binomial: bool) -> Atom:
        if binomial:
            inner = beside(top, row(" over "), bottom)
            return Atom(bracketed(inner, self.ascii), inner=inner)
        if not (top.text or bottom.text):
            return Atom(row(""))
        if self.stack:
            return Atom(fraction(top, bottom, self.ascii))
        above = top if re.fullmatch(r"[^ /]*", without_round(top.text)) else bracketed(top, self.ascii)
        single = re.fullmatch(r"[0-9.]+|[∂∇√]?[^\W\d]\w*[′'²³ⁿᵀ⁰-⁹ˣ]*|\(\)", without_round(bottom.text))
        called = re.fullmatch(r"[^\W\d]\w*\(\)", without_round(bottom.text))
        below = bottom if single or called else bracketed(bottom, self.ascii)
        return Atom(beside(above, row("/"), below))

    def _root_command(self) -> Atom:
        degree = ""
        if self.at < len(self.tokens) and self.tokens[self.at].text == "[" and self.at in self.partner:
            flat, self.stack = self.stack, False
            degree = self._group(self.at + 1, self.partner[self.at]).text
            self.stack = flat
        return self._root(self._argument(), degree)

    def _accented(self, box: Box, name: str) -> Box:
        if not self.ascii and len(box.text) == 1:
            composed = unicodedata.normalize("NFC", box.text + ACCENTS[name])
            if len(composed) == 1:
                return row(composed)
        return beside(box, row("-" + name.removeprefix("wide")))

    def _environment(self) -> Atom:
        name = self._words().rstrip("*")
        if name == "array":
            self._words()
        left, right = ENVIRONMENTS.get(name, ("", ""))
        rows: list[list[Box]] = [[]]
        while self.at < len(self.tokens):
            rows[-1].append(self.sequence(cell=True))
            token = self.tokens[self.at] if self.at < len(self.tokens) else Token("char", "}")
            self.at += 1
            if token.text == "end":
                self._words()
                break
            if token.text == "}":
                break
            if token.text == "\\":
                rows.append([])
        rows = [cells for cells in rows if any(cell.tall or cell.text for cell in cells)]
        if not rows:
            return Atom(row(left + right))
        matrix = name in ENVIRONMENTS and name != "cases"
        if self.stack:
            return Atom(bracketed(grid(rows, matrix), self.ascii, left, right))
        between = ", " if name in ENVIRONMENTS else " "
        inside = "; ".join(between.join(cell.text for cell in cells) for cells in rows)
        if name == "cases":
            right = "}"
        return Atom(row(f"{left or ('[' if matrix else '')}{inside}{right or (']' if matrix else '')}"))
