"""Mistakes made with the whole function, not with one rule: integrated, handed back, another variable or order."""

from __future__ import annotations

import math
from collections.abc import Iterator

from tutor.messages import N_, tr
from tutor.mistakes.asked import Candidate, Slipped, already
from tutor.mistakes.ground import Ground, Values, agree
from tutor.rules import rule_for
from tutor.rules.derivation import TooLong, derive
from tutor.rules.shape import EVERYDAY, RARE, SEEN
from tutor.tidy import ONE
from tutor.tree import Add, Div, Mul, Neg, Node
from tutor.typeset import symbol

ORDINALS = (
    N_("function itself"),
    N_("first derivative"),
    N_("second derivative"),
    N_("third derivative"),
    N_("fourth derivative"),
)
LONGEST = 120  # nodes
Row = tuple[str, str, Node, int, str]  # name, say, tree, common, family


def slope(f: Node, wrt: tuple[str, ...]) -> Node:
    """The derivative by each in turn, tidy. Raises TooLong."""
    for name in wrt:
        f = derive(f, name).result
    return f


def candidates(f: Node, wrt: tuple[str, ...], ground: Ground) -> list[Candidate]:
    """What each whole-answer mistake gives."""
    rule = rule_for(f, wrt[0])
    return [
        Candidate((Slipped(name, say, f, rule, wrt[0], common, family, whole=True),), ground.of(tree), already(tree))
        for name, say, tree, common, family in _rows(f, wrt)
    ]


def _rows(f: Node, wrt: tuple[str, ...]) -> Iterator[Row]:
    right = slope(f, wrt)
    asked = tr(ORDINALS[len(wrt)]) if len(wrt) < len(ORDINALS) else tr("derivative")
    yield (
        "function-handed-back",
        tr("That is the function itself. The {asked} is asked for.", asked=asked),
        f,
        EVERYDAY,
        "undifferentiated",
    )
    yield "negated", tr("Every sign is the other way round."), Neg(right), EVERYDAY, "sign"
    if len(set(wrt)) > 1:
        yield from _mixed(f, wrt)
    elif len(wrt) > 1:
        yield from _orders(f, wrt, right)
    else:
        yield from _other_partials(f, wrt[0])
        again = slope(right, wrt) if _readable(right) else ONE
        if again.symbols():
            say = tr("That is the second derivative. The first one is asked for.")
            yield "differentiated-again", say, again, SEEN, ""
    if right.symbols():
        say = tr("That is 1 over what is asked for.")
        yield "derivative-turned-over", say, Div(ONE, right), RARE, ""


def _readable(node: Node) -> bool:
    """Is it short enough that somebody may have differentiated it once more?"""
    return sum(1 for _ in node.walk()) <= LONGEST


def _orders(f: Node, wrt: tuple[str, ...], right: Node) -> Iterator[Row]:
    name = wrt[0]
    first = slope(f, (name,))
    for order in range(1, len(wrt)):
        lower = slope(f, (name,) * order)
        say = tr(
            "That is the {given}. The {asked} is asked for: differentiate it again.",
            given=tr(ORDINALS[order]),
            asked=tr(ORDINALS[min(len(wrt), 4)]),
        )
        yield "stopped-too-early", say, lower, EVERYDAY, ""
    say = tr("The first derivative was multiplied with itself; the second derivative is its own derivative.")
    yield "first-derivative-squared", say, Mul((first,) * len(wrt)), EVERYDAY, ""
    say = tr("The function was multiplied with its derivative.")
    yield "times-the-function", say, Mul((f, first)), RARE, ""
    further = slope(right, (name,)) if _readable(right) else ONE
    if further.symbols():
        yield "differentiated-again", tr("That goes one derivative too far."), further, SEEN, ""
    for other in sorted(f.symbols() - {name}):
        say = tr("It was differentiated by {symbol}; asked is {symbol2}.", symbol=symbol(other), symbol2=symbol(name))
        yield "other-variable", say, slope(f, (other,) * len(wrt)), EVERYDAY, "variables"
        say = tr(
            "It was differentiated by {symbol} as well; asked is {symbol2} each time.",
            symbol=symbol(other),
            symbol2=symbol(name),
        )
        yield "mixed-in-place-of-pure", say, slope(f, (*wrt[1:], other)), EVERYDAY, "variables"


def _other_partials(f: Node, name: str) -> Iterator[Row]:
    right = slope(f, (name,))
    others = sorted(f.symbols() - {name})
    for other in others:
        say = tr(
            "That is the derivative by {symbol}; asked is the one by {symbol2}.",
            symbol=symbol(other),
            symbol2=symbol(name),
        )
        yield "other-variable", say, slope(f, (other,)), EVERYDAY, "variables"
    if others:
        say = tr(
            "The derivatives by all variables were added; asked is the one by {symbol} alone.", symbol=symbol(name)
        )
        total = Add((right, *(slope(f, (other,)) for other in others)))
        yield "sum-of-the-partials", say, total, EVERYDAY, "variables"
        yield (
            "product-of-the-partials",
            tr("The partial derivatives were multiplied."),
            Mul(total.terms),
            RARE,
            "variables",
        )


def _mixed(f: Node, wrt: tuple[str, ...]) -> Iterator[Row]:
    names = list(dict.fromkeys(wrt))
    for name in names:
        say = tr("It was differentiated by {symbol} each time; each variable has its turn.", symbol=symbol(name))
        yield "pure-in-place-of-mixed", say, slope(f, (name,) * len(wrt)), EVERYDAY, "variables"
        say = tr(
            "It was differentiated by {symbol} alone; it is differentiated again, by the other variable.",
            symbol=symbol(name),
        )
        yield "stopped-too-early", say, slope(f, (name,)), EVERYDAY, ""
    firsts = [slope(f, (name,)) for name in wrt]
    say = tr("The first derivatives were multiplied; one of them is differentiated again.")
    yield "product-of-the-partials", say, Mul(tuple(firsts)), EVERYDAY, "variables"
    yield (
        "sum-of-the-partials",
        tr("The first derivatives were added; one is differentiated again."),
        Add(tuple(firsts)),
        SEEN,
        "",
    )
    pure = Add(tuple(slope(f, (name,) * len(wrt)) for name in names))
    yield "sum-of-the-pure", tr("The pure second derivatives were added; the mixed one is asked for."), pure, SEEN, ""


def integrated(f: Node, wrt: tuple[str, ...], ground: Ground, answer: Node, theirs: Values) -> Candidate | None:
    """Is the answer an antiderivative of f, whatever its constant?"""
    name = wrt[0]
    if len(set(wrt)) > 1 or name not in answer.symbols() or sum(1 for _ in answer.walk()) > 150:
        return None
    try:
        back = slope(answer, (name,))
    except (TooLong, ValueError):
        return None
    heights = ground.of(f)
    known = tuple(here if math.isfinite(there) else math.nan for here, there in zip(heights, theirs, strict=True))
    if not agree(ground.of(back), known):
        return None
    say = tr("That was integrated: differentiate it, and the function comes back.")
    slipped = Slipped("integrated", say, f, rule_for(f, name), name, EVERYDAY, whole=True)
    return Candidate((slipped,), theirs, already(answer))
