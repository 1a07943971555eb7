"""The power rule, in its right form and with the known ways to get it wrong.

The mistakes are written for u^n with any u: the chain rule makes the same ones, and passes them on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from tutor.messages import N_, tr
from tutor.rules.shape import (
    EVERYDAY,
    LEFT,
    RARE,
    About,
    Forms,
    Mistake,
    Rule,
    depends,
    over,
    raised,
    shifted,
    times,
    whole_number,
)
from tutor.tidy import ONE, rational, tidy
from tutor.tree import Call, Div, Neg, Node, Pow, Sym
from tutor.typeset import line, symbol


def power_inside(node: Node, wrt: str) -> Node | None:
    """u when the node is u^n, or c/u^n, with n and c free of the variable and u not; else None."""
    match node:
        case Pow(base, exponent) if depends(base, wrt) and not depends(exponent, wrt):
            return base
        case Div(top, Pow() as bottom) if not depends(top, wrt):
            return power_inside(bottom, wrt)
    return None


def power_outer(node: Node) -> Node:
    """d/du of u^n, or of c/u^n, with n free of u."""
    if isinstance(node, Div):
        assert isinstance(node.bottom, Pow)
        base, exponent = node.bottom.base, node.bottom.exponent
        return Neg(over(tidy(times(node.top, exponent)), raised(base, shifted(exponent, +1))))
    assert isinstance(node, Pow)
    return times(node.exponent, raised(node.base, shifted(node.exponent, -1)))


def _parts(node: Node) -> tuple[Node, Node, Node]:
    """(c, u, n) of u^n, or of c/u^m with n = -m."""
    if isinstance(node, Div):
        assert isinstance(node.bottom, Pow)
        return node.top, node.bottom.base, tidy(Neg(node.bottom.exponent))
    assert isinstance(node, Pow)
    return ONE, node.base, node.exponent


def _to(factor: Callable[[Node], Node], shift: int) -> Forms:
    """c u^n taken to become c, times a factor made of n, times u^(n + shift)."""

    def forms(node: Node, wrt: str) -> Iterator[Node]:
        constant, base, exponent = _parts(node)
        yield times(constant, factor(exponent), raised(base, shifted(exponent, shift)))

    return forms


def _only_negative(forms: Forms) -> Forms:
    def checked(node: Node, wrt: str) -> Iterable[Node | About]:
        value = rational(_parts(node)[2])
        return forms(node, wrt) if value is not None and value < 0 else ()

    return checked


def _over_slope(node: Node, wrt: str) -> Iterator[Node]:
    constant, base, exponent = _parts(node)
    lifted = tidy(Neg(exponent))
    yield over(constant, times(lifted, raised(base, shifted(lifted, -1))))


def _power_lost(node: Node, wrt: str) -> Iterator[Node]:
    constant, base, exponent = _parts(node)
    if rational(exponent) != 2:
        yield times(constant, exponent, base)


def _new_sign_lost(node: Node, wrt: str) -> Iterator[Node]:
    constant, base, exponent = _parts(node)
    value = rational(exponent)
    if value is not None and value < 1:
        yield times(constant, exponent, raised(base, tidy(Neg(shifted(exponent, -1)))))


def _reciprocal_alone(node: Node, wrt: str) -> Iterator[Node]:
    if isinstance(node, Div):
        yield Neg(over(node.top, Pow(node.bottom, whole_number(2))))


def _as_logarithm(node: Node, wrt: str) -> Iterator[Node]:
    if isinstance(node, Div):
        yield times(node.top, Call("log", (node.bottom,)))


def _base_lost(node: Node, wrt: str) -> Iterator[Node]:
    constant, _, exponent = _parts(node)
    yield times(constant, exponent)


def _integrated(node: Node, wrt: str) -> Iterator[Node]:
    constant, base, exponent = _parts(node)
    if rational(exponent) != -1:
        more = shifted(exponent, 1)
        yield over(times(constant, raised(base, more)), more)


def _as_exponential(node: Node, wrt: str) -> Iterator[Node]:
    yield times(node, Call("log", (_parts(node)[1],)))


POWER_MISTAKES = (
    Mistake(
        "power-exponent-not-lowered",
        N_("The exponent was brought down, but not lowered by 1."),
        _to(lambda n: n, 0),
        EVERYDAY,
        "power",
    ),
    Mistake(
        "power-exponent-not-brought-down",
        N_("The exponent was lowered, but not brought down as a factor."),
        _to(lambda n: ONE, -1),
        EVERYDAY,
        "power",
    ),
    Mistake(
        "power-exponent-not-brought-down",
        N_("The exponent was lowered, and only its sign came down as a factor."),
        _only_negative(_to(lambda n: Neg(ONE), -1)),
        EVERYDAY,
        "power",
    ),
    Mistake(
        "power-sign-lost",
        N_("The minus sign of the exponent was lost when it came down."),
        _only_negative(_to(Neg, -1)),
        EVERYDAY,
        "sign",
    ),
    Mistake(
        "power-exponent-raised",
        N_("The exponent went up by 1; it goes down by 1 (from −1 to −2, from 1/2 to −1/2)."),
        _to(lambda n: n, +1),
        EVERYDAY,
        "power",
    ),
    Mistake(
        "reciprocal-of-the-derivative",
        N_("The power was differentiated and left under the bar: (1/g)′ is not 1/g′."),
        _only_negative(_over_slope),
        EVERYDAY,
        "quotient",
    ),
    Mistake(
        "power-multiplied-by-the-lowered-exponent",
        N_("The exponent was lowered before it came down: the factor is the old exponent."),
        lambda node, wrt: [times(_parts(node)[0], n := shifted(_parts(node)[2], -1), raised(_parts(node)[1], n))],
        family="power",
    ),
    Mistake(
        "power-new-exponent-sign-lost",
        N_("The minus sign of the lowered exponent was lost."),
        _new_sign_lost,
        family="power",
    ),
    Mistake(
        "inner-derivative-missing",
        N_("The quotient was taken as 1/g, but the derivative of g is missing as a factor."),
        _reciprocal_alone,
        family="inner",
    ),
    Mistake("reciprocal-as-logarithm", N_("This was integrated, as if it were 1/x."), _as_logarithm),
    Mistake("power-lost", N_("The exponent came down, and no power was left."), _power_lost, family="power"),
    Mistake(
        "power-divided-by-the-exponent",
        N_("The exponent divides here; it is multiplied in."),
        _to(lambda n: over(ONE, n), -1),
        family="power",
    ),
    Mistake("integrated-in-part", N_("This part was integrated, and had to be differentiated."), _integrated),
    Mistake(
        "power-as-exponential",
        N_("The exponential rule was used, but {x} stands in the base, not in the exponent."),
        _as_exponential,
        family="power",
    ),
    Mistake("power-base-lost", N_("The exponent came down, and the base was lost."), _base_lost, family="power"),
    Mistake(
        "power-sign-changed",
        N_("A minus sign came from nowhere."),
        _to(Neg, -1),
        RARE,
        "sign",
    ),
)


def _power_note(node: Node, wrt: str) -> str:
    if isinstance(node, Div):
        assert isinstance(node.bottom, Pow)
        down: Node = Neg(node.bottom.exponent)
        told = tr(
            "{line} is {symbol} to the power {down}: ",
            line=line(Div(ONE, node.bottom)),
            symbol=symbol(wrt),
            down=line(down),
        )
    else:
        assert isinstance(node, Pow)
        down, told = node.exponent, ""
    return tr(
        "{told}bring the {down} down, lower the exponent by 1 to {line}",
        told=told,
        down=line(down),
        line=line(shifted(down, -1)),
    )


POWER = Rule(
    id="power",
    name=N_("power rule"),
    formula="(xⁿ)′ = n xⁿ⁻¹",
    why=N_("Of the n factors x each changes once while n − 1 stand still."),
    applies=lambda node, wrt: power_inside(node, wrt) == Sym(wrt),
    right=lambda node, wrt: power_outer(node),
    note=_power_note,
    near=("exponential", "log", "constant-multiple"),
    mistakes=(*POWER_MISTAKES, LEFT),
    letters=lambda node, wrt: {"n": _parts(node)[2]},
)
