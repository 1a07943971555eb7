"""The chain rule, in its right form and with the known ways to get it wrong.

What can go wrong with the outside (the power rule on u^5, the derivative of ln u) goes wrong here as it does with
x itself inside, and the inside's derivative is multiplied in rightly; `both` are these where it is not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from tutor.messages import N_, tr
from tutor.rules.functions import EXPONENTIAL_MISTAKES, SLIPS, inside, is_exponential, outer
from tutor.rules.inside import CHAIN_MISTAKES, MISSING, holding, inside_of
from tutor.rules.powers import POWER_MISTAKES
from tutor.rules.shape import EVERYDAY, Both, Mistake, Rule, slope, times, ways
from tutor.tree import Call, Div, Node, Pow, Sym
from tutor.typeset import line

LONG = 24  # characters: a longer inside is not repeated in a sentence


def _chain(node: Node, wrt: str) -> Node:
    inner = inside(node, wrt)
    assert inner is not None
    return times(outer(node, wrt), slope(inner, wrt))


def _chain_note(node: Node, wrt: str) -> str:
    inner = inside(node, wrt)
    assert inner is not None
    shown = line(inner)
    named = shown if len(shown) <= LONG else tr("the inside")
    return tr(
        "differentiate the outside and keep {named} in it, then multiply by the derivative of {named}", named=named
    )


def _outside(of: Callable[[Node, str], bool], mistake: Mistake) -> tuple[Mistake, Both]:
    """A mistake made with the outside: the inside's derivative is multiplied in, or is not."""

    def alone(node: Node, wrt: str) -> Iterator[Node]:
        if of(node, wrt):
            yield from (way.form for way in ways(mistake, node, wrt))

    def multiplied(node: Node, wrt: str) -> Iterator[Node]:
        for form in alone(node, wrt):
            yield times(form, slope(inside_of(node, wrt), wrt))

    often = EVERYDAY if mistake.name == "power-base-lost" else mistake.common  # of u² only 2u′ is left
    passed_on = replace(mistake, forms=multiplied, common=often)
    return passed_on, Both(passed_on, MISSING, alone)


def _power(node: Node, wrt: str) -> bool:
    return isinstance(node, Pow | Div) and not is_exponential(node, wrt)


OUTSIDE = (
    *(_outside(_power, mistake) for mistake in POWER_MISTAKES),
    *(_outside(is_exponential, mistake) for mistake in EXPONENTIAL_MISTAKES),
    *(_outside(lambda node, wrt: isinstance(node, Call), mistake) for slips in SLIPS.values() for mistake in slips),
)


def _chain_formula(node: Node, wrt: str) -> str:
    """The rule as it reads for this outside: (ln(u))′ = (1/u)·u′."""
    letter = Sym("u")
    plain = holding(node, wrt, letter)
    return f"({line(plain)})′ = {line(times(outer(plain, 'u'), Sym('u′')))}"


CHAIN = Rule(
    id="chain",
    name=N_("chain rule"),
    formula="(f(u))′ = f′(u) u′",
    why=N_("The inside's speed is passed on, multiplied by the outside's slope."),
    applies=lambda node, wrt: inside(node, wrt) not in (None, Sym(wrt)),
    right=_chain,
    note=_chain_note,
    near=("product", "sum", "constant-multiple"),
    mistakes=(*CHAIN_MISTAKES, *(mistake for mistake, _ in OUTSIDE)),
    both=tuple(both for _, both in OUTSIDE),
    letters=lambda node, wrt: {"u": inside_of(node, wrt)},
    formula_for=_chain_formula,
)
