"""A derivation as places at which one mistake can be made, each with what the whole answer then becomes.

Every right rule is linear in the derivatives that it leaves to be carried out. So the whole derivative is linear in
what any one place gives, and a mistake there changes it by `sensitivity * change`: no derivation is repeated,
and two mistakes at places side by side change it by the sum of both changes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

from tutor.mistakes.ground import Ground, Part, Values
from tutor.rules import Mistake, Rule, rule_for
from tutor.rules.chain import CHAIN
from tutor.rules.shape import LEFT, About, Both, replaced, ways
from tutor.tree import Deriv, Node

MAX_PLACES = 60
MAX_WAYS = 60  # mistakes at one place
BUDGET = 6_000  # nodes of all the forms that mistakes give

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
    within_chain: bool  # is it the inside of a chain?


@dataclass(frozen=True, slots=True)
class Made:
    """A mistake made at a place: what that place becomes, and its values there and for the whole."""

    mistake: Mistake
    place: Place
    node: Node  # the sub-expression that it is about: the place's, or one part of it
    form: Node
    part: Part
    values: Values
    whole: Values


class Working:
    """d/dwrt of a tree, rightly and with one mistake, at the points of a ground."""

    def __init__(self, ground: Ground, node: Node, wrt: str, parent: Working | None = None) -> None:
        self.ground, self.node, self.wrt = ground, node, wrt
        self._worked: dict[tuple[Node, str], Worked] = parent._worked if parent else {}
        self._parts: dict[Node, Part] = parent._parts if parent else {}
        self._budget = BUDGET
        self.right = self.worked(node, wrt).values
        self.places = self._all_places()
        self.made = self._all_made()

    def worked(self, node: Node, wrt: str) -> Worked:
        known = self._worked.get((node, wrt))
        if known is None:
            rule = rule_for(node, wrt)
            part = self.part(rule.right(node, wrt))
            known = Worked(rule, part, self.filled(part))
            self._worked[(node, wrt)] = known
        return known

    def part(self, form: Node) -> Part:
        known = self._parts.get(form)
        if known is None:
            known = self._parts[form] = self.ground.part(form)
        return known

    def filled(self, part: Part) -> Values:
        """The part's values with every derivative in it carried out rightly."""
        return self.ground.values(part, self.slots(part))

    def slots(self, part: Part) -> list[Values]:
        return [self.worked(slot.arg, slot.wrt).values for slot in part.slots]

    def _all_places(self) -> list[Place]:
        ones = (1.0,) * len(self.ground.at)
        found: list[Place] = []
        waiting: list[tuple[Path, Node, str, Values, bool]] = [((), self.node, self.wrt, ones, False)]
        while waiting and len(found) < MAX_PLACES:
            path, node, wrt, sensitivity, within = waiting.pop(0)
            worked = self.worked(node, wrt)
            found.append(Place(path, node, wrt, worked.rule, worked.values, sensitivity, within))
            for number, slot in enumerate(worked.part.slots):
                passed = self._sensitivity(worked.part, number)
                below = tuple(a * b for a, b in zip(sensitivity, passed, strict=True))
                waiting.append(((*path, number), slot.arg, slot.wrt, below, worked.rule is CHAIN))
        return found

    def _sensitivity(self, part: Part, number: int) -> Values:
        nothing = [(0.0,) * len(self.ground.at)] * len(part.slots)
        one = [(1.0,) * len(self.ground.at) if i == number else each for i, each in enumerate(nothing)]
        base, raised = self.ground.values(part, nothing), self.ground.values(part, one)
        return tuple(b - a for a, b in zip(base, raised, strict=True))

    def _all_made(self) -> list[Made]:
        """Every mistake at every place, the outermost places first, as far as the budget goes."""
        found: list[Made] = []
        for place in self.places:
            for mistake, way in islice(_ways_at(place), MAX_WAYS):
                made = self._made(mistake, place, way)
                found.append(made)
                self._budget -= made.part.size
                if self._budget < 0:
                    return found
        return found

    def _made(self, mistake: Mistake, place: Place, way: About) -> Made:
        part = self.part(way.form)
        values = self.filled(part)
        return Made(mistake, place, way.node, way.form, part, values, self.lifted(place, values))

    def lifted(self, place: Place, values: Values) -> Values:
        """The values of the whole, where the place has these."""
        if not place.path:
            return values
        rows = zip(self.right, place.sensitivity, values, place.values, strict=True)
        return tuple(whole + by * (wrong - right) for whole, by, wrong, right in rows)

    def both(self, place: Place) -> Iterator[tuple[Both, Node, Values]]:
        """Two mistakes at the same place: what it becomes, and the values of the whole."""
        for pair in place.rule.both:
            for way in ways(pair, place.node, place.wrt):
                yield pair, way.form, self.lifted(place, self.filled(self.part(way.form)))


def _ways_at(place: Place) -> Iterator[tuple[Mistake, About]]:
    for mistake in place.rule.mistakes:
        if mistake is LEFT and place.within_chain:
            continue  # the chain rule has a name of its own for that
        for way in ways(mistake, place.node, place.wrt):
            yield mistake, way


def built(node: Node, wrt: str, choice: Choice, path: Path = ()) -> Node:
    """The derivative as a tree, with the chosen forms in place of the right ones."""
    form = choice(path, node, wrt)
    if form is None:
        form = rule_for(node, wrt).right(node, wrt)
    numbers: dict[Deriv, Node] = {}
    for each in form.walk():
        if isinstance(each, Deriv) and each not in numbers:
            numbers[each] = built(each.arg, each.wrt, choice, (*path, len(numbers)))
    return replaced(form, lambda each: numbers.get(each) if isinstance(each, Deriv) else None)
