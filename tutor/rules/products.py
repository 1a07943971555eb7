"""The product rule, in its right form and with the known ways to get it wrong."""

from __future__ import annotations

from collections.abc import Iterator

from tutor.messages import N_, tr
from tutor.rules.shape import EVERYDAY, LEFT, RARE, SEEN, Mistake, Rule, depends, minus, slope, times
from tutor.tree import Add, Mul, Node


def _product(node: Node, wrt: str) -> Node:
    assert isinstance(node, Mul)
    factors = node.factors
    return Add(
        tuple(
            times(*factors[:place], slope(factor, wrt), *factors[place + 1 :]) for place, factor in enumerate(factors)
        )
    )


def _product_terms(node: Node, wrt: str) -> list[list[Node]]:
    """The factors of each term of f' g + f g'."""
    factors = node.children()
    return [[slope(f, wrt) if i == place else f for i, f in enumerate(factors)] for place in range(len(factors))]


def _of_slopes(node: Node, wrt: str) -> Iterator[Node]:
    yield times(*(slope(factor, wrt) for factor in node.children()))


def _terms_missing(node: Node, wrt: str) -> Iterator[Node]:
    terms = [times(*each) for each in _product_terms(node, wrt)]
    yield from terms
    if len(terms) > 2:
        for place in range(len(terms)):
            yield Add(tuple(terms[:place] + terms[place + 1 :]))


def _product_minus(node: Node, wrt: str) -> Iterator[Node]:
    terms = [times(*each) for each in _product_terms(node, wrt)]
    if len(terms) == 2:
        yield minus(*terms)
        yield minus(terms[1], terms[0])


def _factor_lost(node: Node, wrt: str) -> Iterator[Node]:
    """One factor left out of one term; of two factors, also a term that is only the other factor, copied."""
    factors, terms = node.children(), _product_terms(node, wrt)
    whole = [times(*each) for each in terms]
    for place, term in enumerate(terms):
        for left_out in range(len(term)):
            short = times(*term[:left_out], *term[left_out + 1 :])
            yield Add((*whole[:place], short, *whole[place + 1 :]))
    if len(factors) == 2:
        yield Add((whole[0], factors[1]))
        yield Add((factors[0], whole[1]))


def _slopes_added(node: Node, wrt: str) -> Iterator[Node]:
    yield Add(tuple(slope(factor, wrt) for factor in node.children()))


def _own_slopes(node: Node, wrt: str) -> Iterator[Node]:
    yield Add(tuple(times(factor, slope(factor, wrt)) for factor in node.children()))


def _slopes_and_factors(node: Node, wrt: str) -> Iterator[Node]:
    yield Add((times(*(slope(factor, wrt) for factor in node.children())), node))


PRODUCT_MISTAKES = (
    Mistake(
        "product-of-derivatives",
        N_("The derivatives of the factors were multiplied: (f g)′ is not f′ g′."),
        _of_slopes,
        EVERYDAY,
        "product",
    ),
    Mistake(
        "product-one-term",
        N_("Only part of the product rule was used: each factor has its turn at being differentiated."),
        _terms_missing,
        EVERYDAY,
        "product",
    ),
    Mistake(
        "product-minus", N_("The terms of a product's derivative were subtracted."), _product_minus, EVERYDAY, "product"
    ),
    Mistake(
        "product-factor-lost",
        N_("A factor is missing from one term: the factor that is not differentiated stays."),
        _factor_lost,
        EVERYDAY,
        "product",
    ),
    LEFT,
    Mistake(
        "product-derivatives-added", N_("The derivatives of the factors were added."), _slopes_added, SEEN, "product"
    ),
    Mistake(
        "product-own-derivatives",
        N_("Each factor was multiplied with its own derivative: f′ belongs to g, and g′ to f."),
        _own_slopes,
        SEEN,
        "product",
    ),
    Mistake(
        "product-both-or-none", N_("Both factors were differentiated at once."), _slopes_and_factors, RARE, "product"
    ),
)

PRODUCT = Rule(
    id="product",
    name=N_("product rule"),
    formula="(f g)′ = f′ g + f g′",
    why=N_("Each factor changes in turn while the others stand still."),
    applies=lambda node, wrt: isinstance(node, Mul) and all(depends(f, wrt) for f in node.factors),
    right=_product,
    note=lambda node, wrt: tr("one factor is differentiated at a time, the others stay, and the results add up"),
    near=("sum", "constant-multiple", "chain"),
    mistakes=PRODUCT_MISTAKES,
    letters=lambda node, wrt: dict(zip("fgh", node.children(), strict=False)),
    formula_for=lambda node, wrt: (
        "(f g h)′ = f′ g h + f g′ h + f g h′" if len(node.children()) == 3 else "(f g)′ = f′ g + f g′"
    ),
)
