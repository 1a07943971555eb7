"""The differentiation rules, in the order in which they are tried, and what a learner is asked about them.

For every node and variable exactly one rule is the one to use (`rule_for`): the first of `RULES` that applies.
All of it works on our own tree; SymPy is only the oracle in the tests.
"""

from __future__ import annotations

from tutor.messages import tr
from tutor.rules.algebra import CONSTANT, IDENTITY, SUM
from tutor.rules.chain import CHAIN
from tutor.rules.functions import FUNCTIONS
from tutor.rules.logarithmic import LOGARITHMIC
from tutor.rules.multiples import CONSTANT_MULTIPLE
from tutor.rules.powers import POWER
from tutor.rules.products import PRODUCT
from tutor.rules.quotients import QUOTIENT, RECIPROCAL
from tutor.rules.shape import FAMILIES, Both, Form, Mistake, Rule, holds
from tutor.tree import Deriv, Node

__all__ = ["BY_ID", "FAMILIES", "RULES", "Both", "Form", "Mistake", "Rule", "rule_for", "rule_names_for"]

# The order decides: c/x^n is a power before it is a reciprocal, and a reciprocal before it is a quotient.
RULES: tuple[Rule, ...] = (
    CONSTANT,
    IDENTITY,
    SUM,
    CONSTANT_MULTIPLE,
    PRODUCT,
    POWER,
    *FUNCTIONS,
    CHAIN,
    LOGARITHMIC,
    RECIPROCAL,
    QUOTIENT,
)
BY_ID: dict[str, Rule] = {rule.id: rule for rule in RULES}


def rule_for(node: Node, wrt: str) -> Rule:
    """The rule for d/dwrt of the node. ValueError if the node holds a derivative not yet carried out."""
    if not holds(node, lambda each: isinstance(each, Deriv)):
        for rule in RULES:
            if rule.applies(node, wrt):
                return rule
    raise ValueError(tr("A derivative stands inside; it is carried out first."))


def rule_names_for(node: Node, wrt: str) -> tuple[str, ...]:
    """Four rule names for a menu, always in the order of `RULES`: the right one and three it is taken for."""
    right = rule_for(node, wrt)
    offered = {right.id, *right.near}
    return tuple(rule.name for rule in RULES if rule.id in offered)
