"""Logarithmic differentiation, for u^v where both change, and what is made of it by the rules for one of them."""

from __future__ import annotations

from collections.abc import Iterator

from tutor.messages import N_, tr
from tutor.rules.shape import EVERYDAY, LEFT, Mistake, Rule, depends, raised, shifted, slope, times
from tutor.tree import Call, Node, Pow, Sym
from tutor.typeset import symbol


def _both(node: Node, wrt: str) -> Node:
    assert isinstance(node, Pow)
    return times(node, slope(times(node.exponent, Call("log", (node.base,))), wrt))


def _exponent_falls(node: Node, wrt: str) -> Iterator[Node]:
    assert isinstance(node, Pow)
    falling = times(node.exponent, raised(node.base, shifted(node.exponent, -1)))
    yield falling
    if node.base != Sym(wrt):
        yield times(falling, slope(node.base, wrt))


def _base_stands_still(node: Node, wrt: str) -> Iterator[Node]:
    assert isinstance(node, Pow)
    yield times(node, Call("log", (node.base,)))
    if node.exponent != Sym(wrt):
        yield times(node, Call("log", (node.base,)), slope(node.exponent, wrt))


def _power_dropped(node: Node, wrt: str) -> Iterator[Node]:
    assert isinstance(node, Pow)
    yield slope(times(node.exponent, Call("log", (node.base,))), wrt)


LOGARITHMIC_MISTAKES = (
    Mistake(
        "power-rule-on-a-changing-exponent",
        N_("The power rule was used, but the exponent changes with {x} as well."),
        _exponent_falls,
        EVERYDAY,
        "exponential",
    ),
    Mistake(
        "exponential-rule-on-a-changing-base",
        N_("The exponential rule was used, but the base changes with {x} as well."),
        _base_stands_still,
        EVERYDAY,
        "exponential",
    ),
    Mistake(
        "logarithmic-power-dropped",
        N_("This is the derivative of exponent times ln of the base; the power itself stays as a factor."),
        _power_dropped,
        family="exponential",
    ),
    LEFT,
)

LOGARITHMIC = Rule(
    id="logarithmic",
    name=N_("logarithmic differentiation"),
    formula="(uᵛ)′ = uᵛ (v ln u)′",
    why=N_("uᵛ is e to the power v ln u, and that power changes both ways."),
    applies=lambda node, wrt: isinstance(node, Pow) and depends(node.base, wrt) and depends(node.exponent, wrt),
    right=_both,
    note=lambda node, wrt: tr(
        "{symbol} stands in the base and in the exponent: keep the power, and multiply by the "
        "derivative of exponent times ln of the base",
        symbol=symbol(wrt),
    ),
    near=("power", "exponential", "product"),
    mistakes=LOGARITHMIC_MISTAKES,
    letters=lambda node, wrt: dict(zip("uv", node.children(), strict=True)),
)
