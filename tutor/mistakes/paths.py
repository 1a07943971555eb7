"""The chain rule over several paths: f of functions that change themselves, and what goes wrong between them."""

from __future__ import annotations

from collections.abc import Iterator

from tutor.messages import tr
from tutor.mistakes.asked import Along, Slope
from tutor.mistakes.fields import Layout, Together, dot, laid, negated, put, total
from tutor.mistakes.whole import slope
from tutor.rules.shape import EVERYDAY, RARE, SEEN
from tutor.tree import Add, Mul, Neg, Node
from tutor.typeset import symbol


def along(asked: Along) -> Layout:
    inner = dict(zip(asked.names, asked.inner, strict=True))
    outers = [put(slope(asked.f, (name,)), inner) for name in asked.names]
    table = [[slope(each, (name,)) for each in asked.inner] for name in asked.wrt]  # a row for each of wrt
    rights = tuple(dot(outers, row) for row in table)
    composed = put(asked.f, inner)
    slopes = [Slope(composed, (name,), asked.wrt, asked.at, asked.tol) for name in asked.wrt]
    together = _along_together(asked, outers, table)
    return laid(asked, composed, asked.wrt, rights, slopes, together)


def _along_together(asked: Along, outers: list[Node], table: list[list[Node]]) -> Iterator[Together]:
    for kept, name in enumerate(asked.names):
        say = tr(
            "Only the path through {symbol} was followed; the other inner functions change as well.",
            symbol=symbol(name),
        )
        yield Together("one-path-only", say, tuple(Mul((outers[kept], row[kept])) for row in table), EVERYDAY, "paths")
    if len(asked.names) > 2:
        for lost, name in enumerate(asked.names):
            rest = [i for i in range(len(asked.names)) if i != lost]
            trees = tuple(dot([outers[i] for i in rest], [row[i] for i in rest]) for row in table)
            yield Together(
                "path-forgotten",
                tr("The path through {symbol} was forgotten.", symbol=symbol(name)),
                trees,
                EVERYDAY,
                "paths",
            )
    say = tr("The outer derivatives were added without the inner ones: each is multiplied by the speed of its path.")
    yield Together("inner-derivatives-missing", say, (total(outers),) * len(table), EVERYDAY, "inner")
    say = tr("Only the inner derivatives were taken; each is multiplied by the outer one.")
    yield Together("outer-derivatives-missing", say, tuple(total(row) for row in table), SEEN, "inner")
    if len(asked.names) > 1:
        say = tr("The inner derivatives were paired with the wrong outer ones.")
        yield Together("paths-crossed", say, tuple(dot(outers, row[::-1]) for row in table), EVERYDAY)
        say = tr("The paths were subtracted; they are added up.")
        minus = tuple(Add((Mul((outers[0], row[0])), Neg(dot(outers[1:], row[1:])))) for row in table)
        yield Together("paths-subtracted", say, minus, SEEN, "sign")
        say = tr("The paths were multiplied; they are added up.")
        multiplied = tuple(Mul(tuple(Mul(pair) for pair in zip(outers, row, strict=True))) for row in table)
        yield Together("paths-multiplied", say, multiplied, RARE)
    if len(table) == len(asked.names) > 1:
        turned = [list(column) for column in zip(*table, strict=True)]
        say = tr("The table of inner derivatives was taken the other way round, rows for columns.")
        yield Together("transposed", say, tuple(dot(outers, row) for row in turned), EVERYDAY)
    if len(table) > 1:
        for j, name in enumerate(asked.names):
            rows = [[table[-1 - i][k] if k == j else each for k, each in enumerate(row)] for i, row in enumerate(table)]
            say = tr("The derivatives of {symbol} were swapped.", symbol=symbol(name))
            yield Together("inner-derivatives-swapped", say, tuple(dot(outers, row) for row in rows), EVERYDAY)
    inner = dict(zip(asked.names, asked.inner, strict=True))
    say = tr("That is the value of the function, not its derivative.")
    yield Together("function-handed-back", say, (put(asked.f, inner),) * len(table), EVERYDAY)
    trees = tuple(dot(outers, row) for row in table)
    if len(table) > 1:
        yield Together(
            "components-swapped", tr("The components stand in the wrong order."), trees[::-1], EVERYDAY, "order"
        )
        yield Together("components-summed", tr("The components were added up; keep them apart."), (total(trees),))
    yield Together("negated", tr("Every sign is the other way round."), negated(trees), EVERYDAY, "sign")
