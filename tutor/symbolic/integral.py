"""An antiderivative through SymPy: by the rules one learns, which end, or none at all.

SymPy's whole `integrate` may think for minutes and answer with functions that no lesson has; its table and its rules
(`manualintegrate`) answer at once. What it gives is held against the function before anybody is shown it: see
`tutor.scenes._riemann_limit`.
"""

from __future__ import annotations

import sympy
from sympy.integrals.manualintegrate import manualintegrate

from tutor.symbolic import GIVING_UP, CannotDo, derivative, from_sympy, symbol, to_sympy
from tutor.symbolic.back import has_decimals
from tutor.tree import Node

MOST_NODES = 60  # of a function whose antiderivative is looked for
MOST_ANSWER = 200  # and of one that is worth showing


def antiderivative(f: Node, wrt: str) -> Node | None:
    """F with F′ = f, where SymPy's rules find one in the functions of the lessons; else None."""
    if sum(1 for _ in f.walk()) > MOST_NODES:
        return None
    try:
        found = manualintegrate(to_sympy(f), symbol(wrt))
        if found.has(sympy.Integral, sympy.Piecewise):
            return None
        made = from_sympy(found, decimals=has_decimals(f))
    except (CannotDo, RecursionError, AttributeError, TypeError, *GIVING_UP):  # it has no answer, in its many ways
        return None
    return made if sum(1 for _ in made.walk()) <= MOST_ANSWER else None


def area_under(f: Node, wrt: str, slope: bool) -> tuple[Node, Node | None]:
    """What the area is under, and an antiderivative of it: f and F; or, for `slope`, f′ and f."""
    return (derivative(f, wrt), f) if slope else (f, antiderivative(f, wrt))
