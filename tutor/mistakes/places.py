"""A derivation as places at which one mistake can be made, each with what the whole answer then becomes.

Every right rule is linear in the derivatives that it leaves to be carried out. So the whole derivative is linear in
what any one place gives, and a mistake there changes it by `sensitivity * change`: no derivation is repeated,
and two mistakes at places side by side change it by the sum of both changes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tutor.mistakes.ground import Ground, Part, Values
from tutor.rules import Mistake, Rule, rule_for
from tutor.rules.shape import Both
from tutor.tree import Add, Call, Deriv, Div, Mul, Neg, Node, Pow

MAX_PLACES = 60
MAX_MADE = 1_500  # mistakes of one derivation

Path = tuple[int, ...]  # from the whole: which of the derivatives that a rule leaves, and so on
Choice = Callable[[Path, Node, str], Node | None]  # what a place becomes, if not what is right


@dataclass(frozen=True, slots=True)
class Worked:
    """One derivative carried out rightly."""

    rule: Rule
    part: Part
    values: Values


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the derivation a rule is used."""

    path: Path
    node: Node
    wrt: str
    rule: Rule
    values: Values  # of this derivative
    sensitivity: Values  # change of the whole for a change of this


@dataclass(frozen=True, slots=True)
class Made:
    """A mistake made at a place: what that place becomes, and its values there and for the whole."""

    mistake: Mistake
    place: Place
    form: Node
    part: Part
    values: Values
    whole: Values


class Working:
    """d/dwrt of a tree, rightly and with one mistake, at the points of a ground."""

    def __init__(self, ground: Ground, node: Node, wrt: str) -> None:
        self.ground, self.node, self.wrt = ground, node, wrt
        self._worked: dict[tuple[Node, str], Worked] = {}
        self.right = self.worked(node, wrt).values
        self.places = self._all_places()
        self.made = self._all_made()

    def worked(self, node: Node, wrt: str) -> Worked:
        known = self._worked.get((node, wrt))
        if known is None:
            rule = rule_for(node, wrt)
            part = self.ground.part(rule.right(node, wrt))
            known = Worked(rule, part, self.filled(part))
            self._worked[(node, wrt)] = known
        return known

    def filled(self, part: Part) -> Values:
        """The part's values with every derivative in it carried out rightly."""
        return self.ground.values(part, self.slots(part))

    def slots(self, part: Part) -> list[Values]:
        return [self.worked(slot.arg, slot.wrt).values for slot in part.slots]

    def _all_places(self) -> list[Place]:
        ones = (1.0,) * len(self.ground.at)
        found: list[Place] = []
        waiting: list[tuple[Path, Node, str, Values]] = [((), self.node, self.wrt, ones)]
        while waiting and len(found) < MAX_PLACES:
            path, node, wrt, sensitivity = waiting.pop(0)
            worked = self.worked(node, wrt)
            found.append(Place(path, node, wrt, worked.rule, worked.values, sensitivity))
            for number, slot in enumerate(worked.part.slots):
                passed = self._sensitivity(worked.part, number)
                below = tuple(a * b for a, b in zip(sensitivity, passed, strict=True))
                waiting.append(((*path, number), slot.arg, slot.wrt, below))
        return found

    def _sensitivity(self, part: Part, number: int) -> Values:
        nothing = [(0.0,) * len(self.ground.at)] * len(part.slots)
        one = [(1.0,) * len(self.ground.at) if i == number else each for i, each in enumerate(nothing)]
        base, raised = self.ground.values(part, nothing), self.ground.values(part, one)
        return tuple(b - a for a, b in zip(base, raised, strict=True))

    def _all_made(self) -> list[Made]:
        found: list[Made] = []
        for place in self.places:
            for mistake in place.rule.mistakes:
                for form in mistake.forms(place.node, place.wrt):
                    if len(found) < MAX_MADE:
                        found.append(self._made(mistake, place, form))
        return found

    def _made(self, mistake: Mistake, place: Place, form: Node) -> Made:
        part = self.ground.part(form)
        values = self.filled(part)
        return Made(mistake, place, form, part, values, self.lifted(place, values))

    def lifted(self, place: Place, values: Values) -> Values:
        """The values of the whole, where the place has these."""
        if not place.path:
            return values
        rows = zip(self.right, place.sensitivity, values, place.values, strict=True)
        return tuple(whole + by * (wrong - right) for whole, by, wrong, right in rows)

    def both(self, place: Place) -> Iterator[tuple[Both, Node, Values]]:
        """Two mistakes at the same place: what it becomes, and the values of the whole."""
        for pair in place.rule.both:
            for form in pair.forms(place.node, place.wrt):
                yield pair, form, self.lifted(place, self.filled(self.ground.part(form)))


def built(node: Node, wrt: str, choice: Choice, path: Path = ()) -> Node:
    """The derivative as a tree, with the chosen forms in place of the right ones."""
    form = choice(path, node, wrt)
    if form is None:
        form = rule_for(node, wrt).right(node, wrt)
    numbers: dict[Deriv, Node] = {}
    for each in form.walk():
        if isinstance(each, Deriv) and each not in numbers:
            numbers[each] = built(each.arg, each.wrt, choice, (*path, len(numbers)))
    return carried_out(form, numbers)


def carried_out(node: Node, results: dict[Deriv, Node]) -> Node:
    match node:
        case Deriv():
            return results[node]
        case Neg(arg):
            return Neg(carried_out(arg, results))
        case Add(terms):
            return Add(tuple(carried_out(term, results) for term in terms))
        case Mul(factors):
            return Mul(tuple(carried_out(factor, results) for factor in factors))
        case Div(top, bottom):
            return Div(carried_out(top, results), carried_out(bottom, results))
        case Pow(base, exponent):
            return Pow(carried_out(base, results), carried_out(exponent, results))
        case Call(name, args):
            return Call(name, tuple(carried_out(arg, results) for arg in args))
    return node
