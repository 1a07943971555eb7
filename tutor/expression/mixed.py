"""Mixed numbers: `21 1/3` is 21 + 1/3 where a number is due, and is asked about anywhere else; never a product."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from tutor.expression.lexer import Kind, Token
from tutor.messages import tr
from tutor.tree import Add, Div, Neg, Node, Num


def mixed(tokens: Sequence[Token], at: int = 0) -> tuple[str, str] | None:
    """The whole number and the fraction below 1 that stand at `at` side by side, as they were typed."""
    four = tokens[at : at + 4]
    if [each.kind for each in four] != [Kind.NUMBER, Kind.NUMBER, Kind.OPERATOR, Kind.NUMBER]:
        return None
    whole, top, slash, bottom = four
    if slash.text != "/" or not all(each.text.isdigit() for each in (whole, top, bottom)):
        return None
    return (whole.text, f"{top.text}/{bottom.text}") if 0 < _value(top) < _value(bottom) else None


def mixed_number(tokens: Sequence[Token]) -> tuple[Node, str] | None:
    """The tree of a mixed number that is the whole answer, with a sign or none, and how it was read; else None."""
    negative = tokens[0].kind is Kind.OPERATOR and tokens[0].text == "-"
    start = int(negative)
    found = mixed(tokens, start)
    if found is None or len(tokens) != start + 5:
        return None
    whole, top, _, bottom = (_value(each) for each in tokens[start : start + 4])
    node: Node = Add((Num(whole), Div(Num(top), Num(bottom))))
    said, read = " ".join(found), " + ".join(found)
    said, read = (f"-{said}", f"-({read})") if negative else (said, read)
    return (Neg(node) if negative else node), tr("{written} was read as {read}.", written=said, read=read)


def _value(token: Token) -> Fraction:
    return token.value or Fraction(0)
