"""The one small language of expressions: text -> syntax tree, and back.

Everything a learner or a teacher types goes through here; nothing is ever evaluated. Bounds on length, nesting,
size and constant powers come before any work that could be long, so that SymPy never meets a `9^9^9^9`. What
cannot be read raises `Unreadable` with a sentence and a place; close slips (`sin x`, `y = 2x`) are read, and
remarked.

Precedence is Python's, with implicit products equal to `*`: `1/2x` is `(1/2)*x`, `-x^2` is `-(x^2)`, `2^3^2` is
`2^(3^2)`. `2e3` is the number 2000, whatever is declared. Trees keep the written shape: see `tutor.tree`.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

from tutor.decimal_comma import components
from tutor.expression.cursor import MAX_DEPTH, MAX_NODES
from tutor.expression.lexer import Lexer, Token, fold
from tutor.expression.mixed import mixed_number
from tutor.expression.names import Names
from tutor.expression.parser import Parser
from tutor.expression.sizes import MAX_POWER, check_powers
from tutor.expression.totext import to_text
from tutor.expression.unreadable import Unreadable
from tutor.letters import visible
from tutor.messages import tr
from tutor.tree import Node

__all__ = [
    "MAX_COMPONENTS", "MAX_DEPTH", "MAX_LENGTH", "MAX_NODES", "MAX_POWER", "Reading", "Unreadable", "VectorReading",
    "parse", "parse_number", "parse_vector", "read", "read_number", "read_vector", "to_text",
]  # fmt: skip

MAX_LENGTH = 1000  # characters
MAX_COMPONENTS = 16

# What people write left of an equals sign before an answer: y, f(x), f'(x), dy/dx, d²f/dx², ∂f/∂x, ∇J, grad f.
_ANSWER_IS = re.compile(
    r"""\s*(?:
        (?:∇|grad\s|nabla\s)?\s*[^\W\d]\w*'*\s*(?:\([^()=]*\))?
      | [d∂]\s*(?:\^?[0-9²³]|\*\*[0-9])?\s*\w*\s*(?:\([^()=]*\))?\s*/\s*(?:[d∂]\s*\w+\s*(?:\^?[0-9²³]|\*\*[0-9])?\s*)+
        (?:\([^()=]*\)|\[[^\[\]=]*\])?
    )\s*\Z""",
    re.VERBOSE,
)
_NUMPY_VECTOR = re.compile(r"\s*\[\s*[+-]?[0-9.][0-9.eE+-]*(?:\s+[+-]?[0-9.][0-9.eE+-]*)+\s*\]\s*\Z")


@dataclass(frozen=True, slots=True)
class Reading:
    """A tree, and what was read kindly on the way to it (sentences for the learner)."""

    node: Node
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class VectorReading:
    """One tree a component, and the remarks."""

    nodes: tuple[Node, ...]
    remarks: tuple[str, ...] = ()


def parse(text: str, symbols: Collection[str]) -> Node:
    """The tree of `text` over the declared `symbols`; raises `Unreadable`."""
    return read(text, symbols).node


def parse_vector(text: str, symbols: Collection[str]) -> tuple[Node, ...]:
    """The components of `[a, b]`, `(a, b)` or `a, b`, one or more; raises `Unreadable`."""
    return read_vector(text, symbols).nodes


def parse_number(text: str) -> Node:
    """The tree of a number without symbols (`0.5`, `6/17`, `sqrt(5/3)`); raises `Unreadable`."""
    return read_number(text).node


def read(text: str, symbols: Collection[str]) -> Reading:
    """As `parse`, with the remarks."""
    return _known(text, tuple(symbols))


@lru_cache(maxsize=2048)
def _known(text: str, symbols: tuple[str, ...]) -> Reading:
    """Trees never change, and the variants of a lesson's step have most of theirs in common."""
    return _read_one(text, symbols, decimal_comma=False)


def read_number(text: str) -> Reading:
    """As `parse_number`, with the remarks; `0,5` is read as 0.5, and `21 1/3` as 21 + 1/3."""
    return _read_one(text, (), decimal_comma=True)


def read_vector(text: str, symbols: Collection[str]) -> VectorReading:
    """As `parse_vector`, with the remarks; NumPy's printed `[1.2 0.7]` is read too."""
    remarks: list[str] = []
    plain, start = _open(text, remarks)
    _require_points(text, plain, start)
    if _NUMPY_VECTOR.match(plain, start):
        plain = plain[:start] + re.sub(r"(?<=[0-9.]) (?=\s*[+-]?[0-9.])", ",", plain[start:])
        remarks.append(tr("The numbers were read as components; a comma between them is clearer."))
    plain = plain[:start] + plain[start:].replace(";", ",")
    tokens = Lexer(text, plain, Names(symbols), remarks).tokens(start, len(text))
    parser = Parser(text, tokens, remarks)
    nodes = tuple(parser.components(MAX_COMPONENTS))
    for node in nodes:
        check_powers(node, text)
    return VectorReading(nodes, _distinct(remarks))


def _require_points(text: str, plain: str, start: int) -> None:
    """`[-6,0; 8,5]` has two components or four: it is asked about."""
    parts = components(plain[start:])
    written = next((part for part in parts or () if "," in part), None)
    if written is not None:
        at = plain.index(written, start)
        what = tr(
            "{written} could be one number or two. Write decimals with a point, as {point}, and a comma between two "
            "components.",
            written=written,
            point=written.replace(",", "."),
        )
        raise Unreadable(what, at, at + len(written), text)


def _read_one(text: str, symbols: Collection[str], decimal_comma: bool) -> Reading:
    remarks: list[str] = []
    plain, start = _open(text, remarks)
    tokens: list[Token] = Lexer(text, plain, Names(symbols), remarks, decimal_comma).tokens(start, len(text))
    found = mixed_number(tokens) if decimal_comma else None
    if found is not None:
        return Reading(found[0], _distinct([*remarks, found[1]]))
    node = Parser(text, tokens, remarks).whole()
    check_powers(node, text)
    return Reading(node, _distinct(remarks))


def _distinct(remarks: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(map(visible, remarks)))


def _open(text: str, remarks: list[str]) -> tuple[str, int]:
    """The folded text, and where the expression starts in it: after `y =`, if that was typed."""
    if len(text) > MAX_LENGTH:
        what = tr(
            "This is {count:,} characters long; {most:,} are the most. Shorten it.",
            count=len(text),
            most=MAX_LENGTH,
        )
        raise Unreadable(what, MAX_LENGTH, len(text), text)
    plain = fold(text)
    if not plain.strip():
        raise Unreadable(tr("There is nothing here yet. Type an expression."), 0, 0, text)
    left, equals, right = plain.partition("=")
    if not equals:
        return plain, 0
    if right.strip() and "=" not in right and _ANSWER_IS.match(left):
        remarks.append(tr("'{strip} =' was left out: only the right side counts.", strip=text[: len(left)].strip()))
        return plain, len(left) + 1
    what = tr("There is an equals sign here. Type only the expression, without '='.")
    if not right.strip():
        what = tr("There is nothing after the equals sign. Type the expression.")
    raise Unreadable(what, len(left), len(left) + 1, text)
