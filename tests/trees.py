"""Random expressions for property tests: every tree that the parser can make, and only those."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache

from hypothesis import strategies as st

from tutor.expression.sizes import check_powers
from tutor.expression.unreadable import Unreadable
from tutor.tree import FUNCTIONS, Add, Call, Const, Div, Mul, Neg, Node, Num, Pow, Sym

NUMBERS = tuple(map(Fraction, ("0", "1", "2", "3", "5", "10", "0.5", "0.25", "2.5", "0.1")))


def trees(
    symbols: tuple[str, ...] = ("x", "y"),
    depth: int = 3,
    functions: tuple[str, ...] = tuple(FUNCTIONS),
    numbers: tuple[Fraction, ...] = NUMBERS,
    constants: tuple[str, ...] = ("pi", "e"),
) -> st.SearchStrategy[Node]:
    """A tree at most `depth` operators deep. Exponents are bounded as the parser bounds them."""
    return _bounded(tuple(symbols), depth, tuple(functions), tuple(numbers), tuple(constants))


@lru_cache(maxsize=64)  # each made once, down to the arguments of a function: hypothesis looks through every new one
def _bounded(
    symbols: tuple[str, ...],
    depth: int,
    functions: tuple[str, ...],
    numbers: tuple[Fraction, ...],
    constants: tuple[str, ...],
) -> st.SearchStrategy[Node]:
    leaf = st.one_of(
        st.sampled_from(numbers).map(Num),
        *([st.sampled_from(symbols).map(Sym)] * 2 if symbols else []),
        *([st.sampled_from(constants).map(Const)] if constants else []),
    )
    return _tree(leaf, depth, functions).filter(_within_bounds)


def _tree(leaf: st.SearchStrategy[Node], depth: int, functions: tuple[str, ...]) -> st.SearchStrategy[Node]:
    if depth == 0:
        return leaf
    below = _tree(leaf, depth - 1, functions)
    several = st.lists(below, min_size=2, max_size=3).map(tuple)
    exponent = st.one_of(st.integers(0, 4).map(lambda n: Num(Fraction(n))), below)
    operators = [
        below.map(Neg),
        several.map(Add),
        several.map(Mul),
        st.builds(Div, below, below),
        st.builds(Pow, below, exponent),
    ]
    if functions:
        operators.append(st.sampled_from(functions).flatmap(lambda name: _call(name, below)))
    return st.one_of(leaf, *operators)


@lru_cache(maxsize=1024)
def _call(name: str, below: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    least, most = FUNCTIONS[name]
    arguments = st.lists(below, min_size=least, max_size=min(most, 3)).map(tuple)
    return arguments.map(lambda args: Call(name, args))


def _within_bounds(node: Node) -> bool:
    try:
        check_powers(node, "")
    except Unreadable:
        return False
    return True
