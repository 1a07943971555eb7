"""What goes wrong with the inside of a chain: its derivative left out, put in its place, or the inside itself lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeGuard

from tutor.messages import N_
from tutor.rules.algebra import split_constant
from tutor.rules.functions import inside, outer
from tutor.rules.shape import EVERYDAY, LEFT, RARE, SEEN, Forms, Mistake, depends, others, over, replaced, slope, times
from tutor.tidy import rational
from tutor.tree import Add, Call, Div, Neg, Node, Pow, Sym


def inside_of(node: Node, wrt: str) -> Node:
    """The u of a node that is known to be f(u)."""
    inner = inside(node, wrt)
    assert inner is not None
    return inner


def holding(node: Node, wrt: str, inner: Node) -> Node:
    """f(inner) for a node f(u)."""
    match node:
        case Call(name, _):
            return Call(name, (inner,))
        case Div(top, bottom):
            return Div(top, holding(bottom, wrt, inner))
        case Pow(base, exponent) if depends(exponent, wrt):
            return Pow(base, inner)
    assert isinstance(node, Pow)
    return Pow(inner, node.exponent)


def outer_with(node: Node, wrt: str, inner: Node) -> Node:
    """f'(inner) for a node f(u): taken with u standing for it, as the inner may itself be a derivative."""
    letter = Sym(wrt)
    taken = outer(holding(node, wrt, letter), wrt)
    return replaced(taken, lambda each: inner if each == letter else None)


ChainForm = Callable[[Node, Node, Node, str], Node]  # from f(u), u, u' and the variable


def _form(form: ChainForm) -> Forms:
    def forms(node: Node, wrt: str) -> Iterator[Node]:
        inner = inside_of(node, wrt)
        yield form(node, inner, slope(inner, wrt), wrt)

    return forms


def _spread(node: Node, wrt: str) -> Iterator[Node]:
    """(a + b)^n as if it were a^n + b^n."""
    inner = inside_of(node, wrt)
    rooted = isinstance(node, Call) and node.name == "sqrt"
    if not isinstance(inner, Add) or not (rooted or (isinstance(node, Pow) and node.base == inner)):
        return
    kept = tuple(
        Neg(holding(node, wrt, term.arg)) if isinstance(term, Neg) else holding(node, wrt, term) for term in inner.terms
    )
    yield slope(Add(kept), wrt)
    if rooted:  # the root of a square taken as one takes it by hand
        yield slope(
            Add(tuple(term.base if _is_square(term) else holding(node, wrt, term) for term in inner.terms)), wrt
        )
    if not rooted and any(isinstance(term, Neg) for term in inner.terms):
        yield slope(Add(tuple(holding(node, wrt, term) for term in inner.terms)), wrt)


def _is_square(node: Node) -> TypeGuard[Pow]:
    return isinstance(node, Pow) and rational(node.exponent) == 2


def _sign_inside(node: Node, wrt: str) -> Iterator[Node]:
    """f'(u) u' with a sign inside u lost, or changed, where it is copied."""
    inner = inside_of(node, wrt)
    if isinstance(inner, Add):
        for place, term in enumerate(inner.terms):
            turned = term.arg if isinstance(term, Neg) else Neg(term)
            changed = Add((*inner.terms[:place], turned, *inner.terms[place + 1 :]))
            yield times(outer_with(node, wrt, changed), slope(inner, wrt))
    elif isinstance(inner, Neg):
        yield times(outer_with(node, wrt, inner.arg), slope(inner, wrt))


def _factor_outside_the_power(node: Node, wrt: str) -> Iterator[Node]:
    """f'(u) with (c v)^n in it written c v^n."""
    inner = inside_of(node, wrt)
    split = split_constant(inner, wrt)
    if split is None:
        return
    factor, rest = split

    def spread(each: Node) -> Node | None:
        return times(factor, Pow(rest, each.exponent)) if isinstance(each, Pow) and each.base == inner else None

    whole = outer(node, wrt)
    changed = replaced(whole, spread)
    if changed != whole:
        yield times(changed, slope(inner, wrt))


def _other_inside(node: Node, wrt: str) -> Iterator[Node]:
    inner = inside_of(node, wrt)
    for name in others(inner, wrt):
        yield times(outer(node, wrt), slope(inner, name))


MISSING = Mistake(
    "inner-derivative-missing",
    N_("The derivative of the inside is missing as a factor."),
    lambda node, wrt: (outer(node, wrt),),
    EVERYDAY,
    "inner",
)
CHAIN_MISTAKES = (
    MISSING,
    Mistake(
        "inside-differentiated-in-place",
        N_("The inside was differentiated where it stands; it stays there, and its derivative is a factor."),
        _form(lambda node, u, du, x: outer_with(node, x, du)),
        EVERYDAY,
        "inner",
    ),
    Mistake(
        "inside-differentiated-in-place-too",
        N_("The factor is there, but the inside was changed as well; it stays as it is."),
        _form(lambda node, u, du, x: times(outer_with(node, x, du), du)),
        EVERYDAY,
        "inner",
    ),
    Mistake(
        "outer-derivative-missing",
        N_("Only the inside was differentiated; the derivative of the outside is missing as a factor."),
        _form(lambda node, u, du, x: du),
        EVERYDAY,
        "inner",
    ),
    Mistake(
        "inside-lost",
        N_("The inside was replaced by {x}; in the derivative of the outside it stays."),
        _form(lambda node, u, du, x: times(outer_with(node, x, Sym(x)), du)),
        EVERYDAY,
        "inner",
    ),
    Mistake(
        "outside-undifferentiated",
        N_("The inside was differentiated, and the outside copied; both are differentiated."),
        _form(lambda node, u, du, x: times(node, du)),
        EVERYDAY,
        "inner",
    ),
    Mistake(
        "power-of-a-sum-spread",
        N_("A power of a sum is not the sum of the powers: (a + b)² is not a² + b²."),
        _spread,
        EVERYDAY,
        "power",
    ),
    Mistake(
        "function-of-the-derivative",
        N_("The outside was applied to the derivative of the inside, and the outside not differentiated."),
        _form(lambda node, u, du, x: holding(node, x, du)),
        EVERYDAY,
        "inner",
    ),
    LEFT,
    Mistake(
        "inner-derivative-divided",
        N_("The derivative of the inside divides here, as when integrating; it is a factor."),
        _form(lambda node, u, du, x: over(outer(node, x), du)),
        SEEN,
        "inner",
    ),
    Mistake(
        "inside-in-place-of-its-derivative",
        N_("The inside itself was multiplied in, and not its derivative."),
        _form(lambda node, u, du, x: times(outer(node, x), u)),
        SEEN,
        "inner",
    ),
    Mistake(
        "inside-and-its-derivative-lost",
        N_("The inside was treated as if it were {x} alone."),
        _form(lambda node, u, du, x: outer_with(node, x, Sym(x))),
        SEEN,
        "inner",
    ),
    Mistake(
        "inner-derivative-twice",
        N_("The derivative of the inside was multiplied in twice."),
        _form(lambda node, u, du, x: times(outer(node, x), du, du)),
        SEEN,
        "inner",
    ),
    Mistake(
        "inside-sign-changed",
        N_("A sign of the inside was lost or changed when it was copied."),
        _sign_inside,
        SEEN,
        "sign",
    ),
    Mistake(
        "power-misses-a-factor",
        N_("The power belongs to the whole inside, its number too: (2x)² is 4x²."),
        _factor_outside_the_power,
        SEEN,
        "power",
    ),
    Mistake(
        "inside-by-another-variable",
        N_("The inside was differentiated by another variable than {x}."),
        _other_inside,
        SEEN,
        "variables",
    ),
    Mistake(
        "inner-derivative-added",
        N_("The derivative of the inside was added; it is a factor."),
        _form(lambda node, u, du, x: Add((outer(node, x), du))),
        RARE,
        "inner",
    ),
    Mistake(
        "inner-sign-changed",
        N_("The sign of the inside's derivative is wrong."),
        _form(lambda node, u, du, x: Neg(times(outer(node, x), du))),
        RARE,
        "sign",
    ),
)
