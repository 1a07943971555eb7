"""Why a wrong answer is wrong: the known mistakes of the rules, applied to *this* function until one gives the answer.

`explain(asked, answer)` tries one mistake at one place of the derivation, then one mistake made throughout, then two;
and what is done to a whole answer (integrated, negated, components swapped). It names a mistake only where the
mistake gives the very value of the answer and another one than the right value; where several do, it says what they
share; and where nothing fits, it is silent. It never raises for any two trees, is bounded, and always says the
same of the same answer. What a question's mistakes give is kept, so further answers to it cost little.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from tutor.mistakes.asked import Along, Asked, Directional, Explanation, Gradient, Hessian, Jacobian, Slope
from tutor.mistakes.fields import Many
from tutor.mistakes.layouts import layout
from tutor.mistakes.search import CannotSearch, Search
from tutor.mistakes.vectors import Components
from tutor.mistakes.wording import explanation
from tutor.rules.derivation import TooLong
from tutor.tree import Node

__all__ = ["Along", "Asked", "Directional", "Explanation", "Gradient", "Hessian", "Jacobian", "Slope", "explain"]

MAX_NODES = 400  # of an answer


def explain(asked: Asked, answer: Node | Sequence[Node]) -> Explanation | None:
    """What went wrong in a wrong answer, or None if no known mistake gives it.

    A vector's components, and a matrix row by row, are a sequence; a single number or formula may stand alone.
    """
    given = (answer,) if isinstance(answer, Node) else tuple(answer)
    if not given or sum(1 for each in given for _ in each.walk()) > MAX_NODES:
        return None
    try:
        if isinstance(asked, Slope):
            search = _search(asked)
            if search is None or len(given) != 1:
                return None
            return explanation(search.matching(given[0]), search.is_number)
        components = _components(asked)
        return components.explain(given) if components else None
    except (RecursionError, OverflowError):
        return None


@lru_cache(maxsize=64)
def _search(asked: Slope) -> Search | None:
    try:
        return Search(asked)
    except CannotSearch:
        return None


@lru_cache(maxsize=64)
def _components(asked: Many) -> Components | None:
    try:
        laid = layout(asked)
        return Components(laid, lambda place: _search(slope) if (slope := laid.slopes[place]) else None)
    except (CannotSearch, TooLong, ValueError):
        return None
