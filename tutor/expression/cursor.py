"""Where the parser stands in the tokens, and every bound it keeps: nesting, number of nodes, depth of the tree.

A text can neither overflow the stack nor grow a tree that later rooms choke on: the bounds are met first, and say so.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import NoReturn

from tutor.expression.lexer import Kind, Token
from tutor.expression.unreadable import Unreadable
from tutor.messages import N_, tr
from tutor.tree import Neg, Node

MAX_DEPTH = 60  # of brackets while reading, and of the tree that comes of it
MAX_NODES = 400

_PARTNER = {"(": ")", "[": "]", "{": "}", "|": "|"}
COMMA = N_("There is a comma here, where one value is asked for. A decimal sign is a point: 0.5.")


def _too_deep() -> str:
    return tr("This is nested more than {most} deep. Write it with fewer brackets.", most=MAX_DEPTH)


@dataclass(slots=True)
class Cursor:
    text: str
    tokens: list[Token]
    remarks: list[str]
    at: int = 0
    open: list[Token] = field(default_factory=list)  # brackets and bars not closed yet
    depth: int = 0
    nodes: int = 0

    @property
    def here(self) -> Token:
        return self.tokens[self.at]

    @property
    def last(self) -> Token:
        """The token taken last."""
        return self.tokens[self.at - 1]

    def take(self) -> Token:
        self.at += 1
        return self.tokens[self.at - 1]

    def sees(self, operators: str) -> bool:
        return self.here.kind is Kind.OPERATOR and self.here.text in operators

    def fail(self, what: str, first: Token, last: Token | None = None) -> NoReturn:
        raise Unreadable(what, first.start, (last or first).end, self.text)

    def make(self, node: Node, start: int) -> Node:
        """`node`, placed from `start` to the token taken last, and counted."""
        self.nodes += 1
        if self.nodes > MAX_NODES:
            what = tr("This has more than {most} parts. Shorten it.", most=MAX_NODES)
            raise Unreadable(what, start, self.last.end, self.text)
        return replace(node, span=(start, self.last.end))

    def deeper(self, token: Token) -> None:
        """One level of nesting more; whoever calls this takes it back with `depth -= 1`."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            self.fail(_too_deep(), token)

    def enter(self, bracket: Token) -> None:
        self.deeper(bracket)
        self.open.append(bracket)

    def leave(self) -> None:
        """Takes the partner of the bracket entered last, or says what stands there instead."""
        opened, token = self.open[-1], self.here
        partner = _PARTNER[opened.text]
        if token.kind in (Kind.CLOSE, Kind.BAR) and token.text == partner:
            self.take()
            self.open.pop()
            self.depth -= 1
        elif opened.kind is Kind.BAR and token.kind is not Kind.COMMA:
            self.fail(tr("This bar is never closed. Put | after the expression, or write abs(x)."), opened)
        elif token.kind is Kind.CLOSE:
            self.fail(
                tr(
                    "'{text}' is closed by '{text2}' here. Write '{partner}'.",
                    text=opened.text,
                    text2=token.text,
                    partner=partner,
                ),
                token,
            )
        elif token.kind is Kind.COMMA:
            self.fail(tr(COMMA), token)
        else:
            self.fail(
                tr("This '{text}' is never closed. Put '{partner}' where it ends.", text=opened.text, partner=partner),
                opened,
            )

    def signed(self, level: Callable[[], Node]) -> Node:
        """Signs, and what `level` reads after them. A loop: a thousand signs are no thousand frames."""
        signs: list[Token] = []
        while self.sees("+-"):
            sign = self.take()
            if sign.text == "-":
                signs.append(sign)
                if self.depth + len(signs) > MAX_DEPTH:
                    self.fail(_too_deep(), sign)
        node = level()
        for sign in reversed(signs):
            node = self.make(Neg(node), sign.start)
        return node

    def missing(self) -> NoReturn:
        """Says what is missing where an operand should stand."""
        token = self.here
        before = self.last if self.at else None
        if before and before.kind is Kind.OPERATOR:
            if token.kind is Kind.OPERATOR:
                what = tr(
                    "There is nothing between '{written}' and '{written2}'. Take one out.",
                    written=self._written(before),
                    written2=self._written(token),
                )
                self.fail(what, before, token)
            what = tr(
                "Something is missing after '{written}'. Write what follows, or delete it.",
                written=self._written(before),
            )
            self.fail(what, before)
        if before and before.kind is Kind.COMMA:
            self.fail(tr("A value is missing after this comma. Write it, or delete the comma."), before)
        if before and before.kind is Kind.ROOT:
            self.fail(tr("The root needs a value. Write √x or sqrt(x + 1)."), before)
        if before and before.kind is Kind.OPEN and token.kind is Kind.END:
            self.fail(tr("This '{text}' is never closed. Write what belongs in it.", text=before.text), before)
        if token.kind is Kind.CLOSE:
            self.fail(
                tr("This '{text}' closes a bracket that was never opened. Delete it, or open it.", text=token.text),
                token,
            )
        if token.kind is Kind.COMMA:
            self.fail(tr("A value is missing before this comma. Write it, or delete the comma."), token)
        if token.kind is Kind.OPERATOR:
            what = tr(
                "Something is missing before '{written}'. Write what belongs there.", written=self._written(token)
            )
            self.fail(what, token)
        self.fail(tr("Something is missing here. Write a number, a letter or a function."), token)

    def _written(self, token: Token) -> str:
        return self.text[token.start : token.end]

    def bound(self, root: Node) -> None:
        """Refuses a tree deeper than MAX_DEPTH (a long chain of `/` nests without brackets)."""
        level = [root]
        for _ in range(MAX_DEPTH):
            level = [child for node in level for child in node.children()]
            if not level:
                return
        start, end = level[0].span or (0, 0)
        raise Unreadable(_too_deep(), start, end, self.text)
