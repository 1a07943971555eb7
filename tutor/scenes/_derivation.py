"""The work behind the scene `derive`, done where SymPy may be imported; its values can be sent between processes."""

from __future__ import annotations

from dataclasses import dataclass

from tutor.rules import RULES, rule_for, rule_names_for
from tutor.rules.derivation import TIDY, steps
from tutor.tree import Node


@dataclass(frozen=True, slots=True)
class RuleLine:
    """One rule carried out. `menu` holds the rule names to choose from; none where there is nothing to choose."""

    rule: str
    formula: str
    target: Node
    whole: Node  # the line after it; may hold Deriv
    note: str
    menu: tuple[tuple[str, str], ...]  # (name, formula)


@dataclass(frozen=True, slots=True)
class Worked:
    """A derivative with respect to one symbol, rule by rule, and what SymPy prints of f and of the derivative."""

    wrt: str
    lines: tuple[RuleLine, ...]
    printed_f: str
    printed: str


def derivation(f: Node, wrts: tuple[str, ...]) -> tuple[Worked, ...]:
    """For each of `wrts` the derivation of f. Imports SymPy; raises its CannotDo, or TooLong, with a sentence."""
    from tutor.symbolic import derivative_printed, printed

    printed_f = printed(f)
    return tuple(Worked(wrt, _lines(f, wrt), printed_f, derivative_printed(f, wrt)) for wrt in wrts)


def _lines(f: Node, wrt: str) -> tuple[RuleLine, ...]:
    return tuple(
        RuleLine(
            step.rule.name,
            step.rule.formula,
            step.target,
            step.whole,
            step.note,
            () if step.rule.id == TIDY.id else _menu(step.target, wrt),
        )
        for step in steps(f, wrt)
    )


def _menu(target: Node, wrt: str) -> tuple[tuple[str, str], ...]:
    right = rule_for(target, wrt)
    formulas = {rule.name: rule.formula for rule in RULES} | {right.name: right.formula}
    return tuple((name, formulas[name]) for name in rule_names_for(target, wrt))
