"""A lesson's Markdown as it is read aloud: paragraphs, lists with dashes, code indented, a table row by row.

Formulas stand on one line, however they are written; marks that only change the look are left out. The parser is the
one that Rich reads Markdown with, so that the screen and these lines understand a lesson alike.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from tutor.ascii import spell
from tutor.letters import cells
from tutor.mathtext import FORMULA, render_words
from tutor.plain.console import KEPT, LEAST, wrapped

if TYPE_CHECKING:
    from markdown_it.token import Token

CODE = "    "  # before each line of code
SHORT = 32  # cells of a formula in which no line is broken
CLOSE = ("item", "row")  # parts of one kind between which no empty line stands


def prose(markdown: str, width: int, *, ascii: bool) -> Iterator[str]:
    """The lines of some Markdown, an empty one between two parts."""
    from markdown_it import MarkdownIt

    # the width of 0 has a display formula written on one line
    tokens = MarkdownIt("commonmark").enable("table").parse(render_words(markdown, ascii=ascii, width=0))
    if ascii:
        spell(tokens)
    before = ""
    for part in _Reader(tokens, max(LEAST, width)).parts():
        if before and not (part.kind == before and before in CLOSE):
            yield ""
        yield from (line.replace(KEPT, " ").rstrip() for line in part.lines)
        before = part.kind


class Part(NamedTuple):
    """Some lines that belong together; `kind`: words, item, row or code."""

    kind: str
    lines: tuple[str, ...]


class _Reader:
    """Goes through the tokens once, in order."""

    def __init__(self, tokens: Sequence[Token], width: int) -> None:
        self.tokens, self.width = tokens, width
        self._leads: list[str] = []  # one a list item or quotation: its mark, until that is written, then spaces
        self._numbers: list[int | None] = []  # one a list: the number of its next item; None for dashes
        self._heads: list[str] | None = None  # of the table one is in
        self._cells: list[str] = []

    def parts(self) -> Iterator[Part]:
        for place, token in enumerate(self.tokens):
            if token.type in ("fence", "code_block"):
                yield Part("code", tuple(self._code(token)))
            elif token.type == "inline" and self.tokens[place - 1].type in ("th_open", "td_open"):
                self._cells.append(" ".join(_words(token).split()))
            elif token.type == "inline":
                yield Part("item" if self._numbers else "words", tuple(self._paragraph(_words(token))))
            elif token.type == "tr_close" and self._heads is not None:
                yield Part("row", tuple(self._row(self._heads)))
            else:
                self._mark(token)

    def _mark(self, token: Token) -> None:
        """What only changes where one is."""
        match token.type:
            case "bullet_list_open":
                self._numbers.append(None)
            case "ordered_list_open":
                start = token.attrGet("start")
                self._numbers.append(1 if start is None else int(start))
            case "bullet_list_close" | "ordered_list_close":
                self._numbers.pop()
            case "list_item_open":
                number = self._numbers[-1]
                self._leads.append("- " if number is None else f"{number}. ")
                self._numbers[-1] = None if number is None else number + 1
            case "blockquote_open":
                self._leads.append("  ")
            case "list_item_close" | "blockquote_close":
                self._leads.pop()
            case "thead_close":
                self._heads, self._cells = self._cells, []
            case "table_close":
                self._heads = None

    def _lead(self) -> str:
        """What stands before the next line; a mark stands there once."""
        whole = "".join(self._leads)
        self._leads = [" " * len(lead) for lead in self._leads]
        return whole

    def _paragraph(self, text: str) -> Iterator[str]:
        for line in text.split("\n"):
            lead = self._lead()
            yield from wrapped(line, max(self.width, cells(lead) + LEAST), lead)

    def _code(self, token: Token) -> Iterator[str]:
        for line in token.content.rstrip("\n").split("\n"):
            lead = self._lead() + CODE
            if token.info == FORMULA:
                yield from wrapped(line, max(self.width, cells(lead) + LEAST), lead)
            else:
                yield lead + line

    def _row(self, heads: Sequence[str]) -> Iterator[str]:
        """`- step: 0; loss: 2.948`: each cell after the name of its column."""
        row, self._cells = self._cells, []
        named = [f"{head}: {cell}" if head else cell for head, cell in zip(heads, row, strict=False) if cell]
        lead = self._lead() + "- "
        yield from wrapped("; ".join(named), max(self.width, cells(lead) + LEAST), lead)


def _words(token: Token) -> str:
    """What is read of some inline Markdown; a line break that is meant stays one. A formula is not broken in a line."""
    said: list[str] = []
    target = ""
    for each in token.children or ():
        if each.type == "code_inline":
            short = cells(each.content) <= SHORT
            said.append(each.content.replace(" ", KEPT) if short else each.content)
        elif each.type == "softbreak":
            said.append(" ")
        elif each.type == "hardbreak":
            said.append("\n")
        elif each.type == "link_open":
            target = "" if each.markup == "autolink" else str(each.attrGet("href") or "")
        elif each.type == "link_close":
            said.append(f" ({target})" if target else "")
        else:
            said.append(each.content)
    return "".join(said)
