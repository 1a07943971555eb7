"""A derivative worked out rule by rule: as a tree for the program, as lines for the learner.

`derive` gives the whole derivation at once; `steps` one rule a step, outermost first and left to right, each
with the line as it then stands, and a last step that tidies up. Every line has the same value as the first.
Both are bounded and raise `TooLong`, with a sentence, instead of filling memory or the screen.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from tutor.messages import N_, tr
from tutor.rules import Rule, rule_for
from tutor.tidy import Tidier, has_decimals, tidy
from tutor.tree import Add, Call, Deriv, Div, Mul, Neg, Node, Pow
from tutor.typeset import line

MAX_DEPTH = 150
MAX_NODES = 2_000  # of an expression, and of a line of the presentation
MAX_RESULT = 20_000  # nodes of a derivative that nobody reads line by line
MAX_STEPS = 200


class TooLong(Exception):
    """The derivation would be too long; the message is a sentence for the learner."""


@dataclass(frozen=True, slots=True)
class Derivation:
    """d/dwrt of `node` by `rule`: `form` is the rule's right form, `parts` carry out its Derivs in order."""

    rule: Rule
    node: Node
    wrt: str
    form: Node
    parts: tuple[Derivation, ...]
    result: Node  # tidy, without Deriv


@dataclass(frozen=True, slots=True)
class RuleStep:
    """One line of the presentation."""

    rule: Rule
    target: Node  # the sub-expression that was differentiated
    result: Node  # what its derivative became; may hold Deriv
    whole: Node  # the whole line after this step; may hold Deriv
    note: str  # what was done, a sentence's inside: no capital, no full stop


TIDY = Rule(
    id="tidy",
    name=N_("tidy up"),
    formula="0 + a = a, 1·a = a, a + a = 2a",
    why=N_("Zeros and ones say nothing, and like terms belong together."),
    applies=lambda node, wrt: True,
    right=lambda node, wrt: tidy(node),
    note=lambda node, wrt: tr("drop zeros and ones, multiply the numbers, gather like terms"),
    near=(),
)


def derive(node: Node, wrt: str) -> Derivation:
    """The derivation of d/dwrt of the node. TooLong beyond the bounds of this module."""
    _require_small(node)
    return _Deriving(wrt, Tidier(has_decimals(node))).derivation(node)


def steps(node: Node, wrt: str) -> tuple[RuleStep, ...]:
    """One step a rule, from the line d/dwrt[node] to the tidy derivative. TooLong beyond the bounds.

    The last step's `whole` is the derivative. A `tidy up` step ends the list only where something is to tidy.
    """
    _require_small(node)
    whole: Node = Deriv(node, wrt)
    done: list[RuleStep] = []
    while (pending := _first(whole)) is not None:
        if len(done) == MAX_STEPS:
            raise TooLong(tr("This takes more than {most} steps; take a smaller part of it.", most=MAX_STEPS))
        target = pending.arg
        rule = rule_for(target, wrt)
        result = rule.right(target, wrt)
        whole = _filled(whole, iter((result,)))
        _require_at_most(whole, MAX_NODES, tr("A line here"))
        note = tr(
            "{rule} on {part}: {what}", rule=_with_article(rule.name), part=line(target), what=rule.note(target, wrt)
        )
        done.append(RuleStep(rule, target, result, whole, note))
    tidied = tidy(whole)
    if tidied != whole:
        done.append(RuleStep(TIDY, whole, tidied, tidied, TIDY.note(whole, wrt)))
    return tuple(done)


class _Deriving:
    """One derivation under way; it knows how much it has made."""

    def __init__(self, wrt: str, tidier: Tidier) -> None:
        self._wrt = wrt
        self._tidier = tidier
        self._made = 0

    def derivation(self, node: Node) -> Derivation:
        self._made += 1
        if self._made > MAX_NODES:
            raise TooLong(tr("This takes more than {most} rules; take a smaller part of it.", most=MAX_NODES))
        rule = rule_for(node, self._wrt)
        form = rule.right(node, self._wrt)
        _require_at_most(form, MAX_RESULT, tr("The derivative"))
        parts = tuple(self.derivation(each.arg) for each in form.walk() if isinstance(each, Deriv))
        filled = _filled(form, iter([part.result for part in parts]))
        _require_at_most(filled, MAX_RESULT, tr("The derivative"))
        return Derivation(rule, node, self._wrt, form, parts, self._tidier.tidy(filled))


def _with_article(name: str) -> str:
    return tr("the {name}", name=tr(name)) if name.endswith("rule") else tr(name)


def _first(whole: Node) -> Deriv | None:
    return next((each for each in whole.walk() if isinstance(each, Deriv)), None)


def _filled(node: Node, results: Iterator[Node]) -> Node:
    """The tree with its Derivs replaced, left to right, by as many results as there are.

    A sum that lands in a sum, or a product in a product, is opened, as one writes it.
    """
    match node:
        case Deriv():
            return next(results, node)
        case Neg(arg):
            return Neg(_filled(arg, results))
        case Add(terms):
            return Add(_opened(Add, terms, results))
        case Mul(factors):
            return Mul(_opened(Mul, factors, results))
        case Div(top, bottom):
            return Div(_filled(top, results), _filled(bottom, results))
        case Pow(base, exponent):
            return Pow(_filled(base, results), _filled(exponent, results))
        case Call(name, args):
            return Call(name, tuple(_filled(arg, results) for arg in args))
    return node


def _opened(kind: type[Add] | type[Mul], below: tuple[Node, ...], results: Iterator[Node]) -> tuple[Node, ...]:
    parts: list[Node] = []
    for each in below:
        done = _filled(each, results)
        parts.extend(done.children() if isinstance(done, kind) and done != each else (done,))
    return tuple(parts)


def _require_at_most(node: Node, most: int, what: str) -> None:
    if not _within(node, most):
        raise TooLong(tr("{what} has more than {most} parts; take a smaller part of it.", what=what, most=most))


def _require_small(node: Node) -> None:
    _require_at_most(node, MAX_NODES, "This")
    if not _within(node, MAX_NODES, MAX_DEPTH):
        raise TooLong(tr("This is more than {most} levels deep; take a smaller part of it.", most=MAX_DEPTH))


def _within(node: Node, most: int, deepest: float = math.inf) -> bool:
    """Has the tree at most that many nodes, and levels? No recursion, and no work past the bound."""
    size = 0
    waiting = [(node, 1)]
    while waiting:
        each, depth = waiting.pop()
        size += 1
        if size > most or depth > deepest:
            return False
        waiting.extend((child, depth + 1) for child in each.children())
    return True
