"""The chain rule, in its right form and with the known ways to get it wrong.

What can go wrong with the outside (the power rule on u^5, the derivative of ln u) goes wrong here as it does with
x itself inside, and the inside's derivative is multiplied in rightly; `both` are these where it is not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from tutor.rules.functions import EXPONENTIAL_MISTAKES, SLIPS, inside, is_exponential, outer
from tutor.rules.powers import POWER_MISTAKES
from tutor.rules.shape import (
    EVERYDAY,
    LEFT,
    RARE,
    SEEN,
    Both,
    Forms,
    Mistake,
    Rule,
    depends,
    others,
    over,
    slope,
    times,
)
from tutor.tree import Add, Call, Div, Mul, Neg, Node, Pow, Sym
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
    named = shown if len(shown) <= LONG else "the inside"
    return f"differentiate the outside and keep {named} in it, then multiply by the derivative of {named}"


def _inside(node: Node, wrt: str) -> Node:
    inner = inside(node, wrt)
    assert inner is not None
    return inner


def _holding(node: Node, wrt: str, inner: Node) -> Node:
    """f(inner) for a node f(u)."""
    match node:
        case Call(name, _):
            return Call(name, (inner,))
        case Div(top, bottom):
            return Div(top, _holding(bottom, wrt, inner))
        case Pow(base, exponent) if depends(exponent, wrt):
            return Pow(base, inner)
    assert isinstance(node, Pow)
    return Pow(inner, node.exponent)


def _outer_with(node: Node, wrt: str, inner: Node) -> Node:
    """f'(inner) for a node f(u): taken with u standing for it, as the inner may itself be a derivative."""
    letter = Sym(wrt)
    return _put(outer(_holding(node, wrt, letter), wrt), letter, inner)


def _put(node: Node, letter: Sym, inner: Node) -> Node:
    match node:
        case Sym():
            return inner if node == letter else node
        case Neg(arg):
            return Neg(_put(arg, letter, inner))
        case Div(top, bottom):
            return Div(_put(top, letter, inner), _put(bottom, letter, inner))
        case Pow(base, exponent):
            return Pow(_put(base, letter, inner), _put(exponent, letter, inner))
        case Call(name, args):
            return Call(name, tuple(_put(arg, letter, inner) for arg in args))
        case Add(terms):
            return Add(tuple(_put(term, letter, inner) for term in terms))
        case Mul(factors):
            return Mul(tuple(_put(factor, letter, inner) for factor in factors))
    return node


ChainForm = Callable[[Node, Node, Node, str], Node]  # from f(u), u, u' and the variable


def _form(form: ChainForm) -> Forms:
    def forms(node: Node, wrt: str) -> Iterator[Node]:
        inner = _inside(node, wrt)
        yield form(node, inner, slope(inner, wrt), wrt)

    return forms


def _spread(node: Node, wrt: str) -> Iterator[Node]:
    """(a + b)^n as if it were a^n + b^n."""
    inner = _inside(node, wrt)
    rooted = isinstance(node, Call) and node.name == "sqrt"
    if not isinstance(inner, Add) or not (rooted or (isinstance(node, Pow) and node.base == inner)):
        return
    kept = tuple(
        Neg(_holding(node, wrt, term.arg)) if isinstance(term, Neg) else _holding(node, wrt, term)
        for term in inner.terms
    )
    yield slope(Add(kept), wrt)
    if not rooted and any(isinstance(term, Neg) for term in inner.terms):
        yield slope(Add(tuple(_holding(node, wrt, term) for term in inner.terms)), wrt)


def _other_inside(node: Node, wrt: str) -> Iterator[Node]:
    inner = _inside(node, wrt)
    for name in others(inner, wrt):
        yield times(outer(node, wrt), slope(inner, name))


MISSING = Mistake(
    "inner-derivative-missing",
    "The derivative of the inside is missing as a factor.",
    lambda node, wrt: (outer(node, wrt),),
    EVERYDAY,
    "inner",
)
CHAIN_MISTAKES = (
    MISSING,
    Mistake(
        "inside-differentiated-in-place",
        "The inside was differentiated where it stands; it stays there, and its derivative is a factor.",
        _form(lambda node, u, du, x: _outer_with(node, x, du)),
        EVERYDAY,
        "inner",
    ),
    Mistake(
        "inside-differentiated-in-place-too",
        "The factor is there, but the inside was changed as well; it stays as it is.",
        _form(lambda node, u, du, x: times(_outer_with(node, x, du), du)),
        EVERYDAY,
        "inner",
    ),
    Mistake(
        "outer-derivative-missing",
        "Only the inside was differentiated; the derivative of the outside is missing as a factor.",
        _form(lambda node, u, du, x: du),
        EVERYDAY,
        "inner",
    ),
    Mistake(
        "inside-lost",
        "The inside was replaced by {x}; in the derivative of the outside it stays.",
        _form(lambda node, u, du, x: times(_outer_with(node, x, Sym(x)), du)),
        EVERYDAY,
        "inner",
    ),
    Mistake(
        "outside-undifferentiated",
        "The inside was differentiated, and the outside copied; both are differentiated.",
        _form(lambda node, u, du, x: times(node, du)),
        EVERYDAY,
        "inner",
    ),
    Mistake(
        "power-of-a-sum-spread",
        "A power of a sum is not the sum of the powers: (a + b)² is not a² + b².",
        _spread,
        EVERYDAY,
        "power",
    ),
    Mistake(
        "function-of-the-derivative",
        "The outside was applied to the derivative of the inside, and the outside not differentiated.",
        _form(lambda node, u, du, x: _holding(node, x, du)),
        EVERYDAY,
        "inner",
    ),
    LEFT,
    Mistake(
        "inner-derivative-divided",
        "The derivative of the inside divides here, as when integrating; it is a factor.",
        _form(lambda node, u, du, x: over(outer(node, x), du)),
        SEEN,
        "inner",
    ),
    Mistake(
        "inside-in-place-of-its-derivative",
        "The inside itself was multiplied in, and not its derivative.",
        _form(lambda node, u, du, x: times(outer(node, x), u)),
        SEEN,
        "inner",
    ),
    Mistake(
        "inside-and-its-derivative-lost",
        "The inside was treated as if it were {x} alone.",
        _form(lambda node, u, du, x: _outer_with(node, x, Sym(x))),
        SEEN,
        "inner",
    ),
    Mistake(
        "inner-derivative-twice",
        "The derivative of the inside was multiplied in twice.",
        _form(lambda node, u, du, x: times(outer(node, x), du, du)),
        SEEN,
        "inner",
    ),
    Mistake(
        "inside-by-another-variable",
        "The inside was differentiated by another variable than {x}.",
        _other_inside,
        SEEN,
        "variables",
    ),
    Mistake(
        "inner-derivative-added",
        "The derivative of the inside was added; it is a factor.",
        _form(lambda node, u, du, x: Add((outer(node, x), du))),
        RARE,
        "inner",
    ),
    Mistake(
        "inner-sign-changed",
        "The sign of the inside's derivative is wrong.",
        _form(lambda node, u, du, x: Neg(times(outer(node, x), du))),
        RARE,
        "sign",
    ),
)


def _outside(of: Callable[[Node, str], bool], mistake: Mistake) -> tuple[Mistake, Both]:
    """A mistake made with the outside: the inside's derivative is multiplied in, or is not."""

    def alone(node: Node, wrt: str) -> Iterator[Node]:
        if of(node, wrt):
            yield from mistake.forms(node, wrt)

    def multiplied(node: Node, wrt: str) -> Iterator[Node]:
        for form in alone(node, wrt):
            yield times(form, slope(_inside(node, wrt), wrt))

    passed_on = replace(mistake, forms=multiplied)
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
    plain = _holding(node, wrt, letter)
    return f"({line(plain)})′ = {line(times(outer(plain, 'u'), Sym('u′')))}"


CHAIN = Rule(
    id="chain",
    name="chain rule",
    formula="(f(u))′ = f′(u) u′",
    why="The inside's speed is passed on, multiplied by the outside's slope.",
    applies=lambda node, wrt: inside(node, wrt) not in (None, Sym(wrt)),
    right=_chain,
    note=_chain_note,
    near=("product", "sum", "constant-multiple"),
    mistakes=(*CHAIN_MISTAKES, *(mistake for mistake, _ in OUTSIDE)),
    both=tuple(both for _, both in OUTSIDE),
    letters=lambda node, wrt: {"u": _inside(node, wrt)},
    formula_for=_chain_formula,
)
