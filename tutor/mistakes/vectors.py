"""A wrong vector or matrix explained: by what was done to all components together, or by what went wrong in some."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from tutor.messages import N_, listed, plural, tr
from tutor.mistakes.asked import Candidate, Explanation, Slipped, already
from tutor.mistakes.fields import Layout
from tutor.mistakes.ground import Ground, agree, ground, ordinary
from tutor.mistakes.search import NEAR_NUMBER, CannotSearch, Search
from tutor.mistakes.wording import explanation
from tutor.numeric import value
from tutor.rules import rule_for
from tutor.sameness import same
from tutor.tree import Node

PLACES = (
    N_("first"),
    N_("second"),
    N_("third"),
    N_("fourth"),
    N_("fifth"),
    N_("sixth"),
    N_("seventh"),
    N_("eighth"),
    N_("ninth"),
)


class Components:
    """The mistakes of one question with several components. Raises CannotSearch."""

    def __init__(self, laid: Layout, searches: Callable[[int], Search | None]) -> None:
        self.laid, self.searches = laid, searches
        names = {*laid.names, *(name for each in laid.rights for name in each.symbols())}
        found = self._point() if laid.at is not None else ground(names, laid.rights)
        if found is None:
            raise CannotSearch
        self.ground: Ground = found

    def _point(self) -> Ground | None:
        at = self.laid.at
        assert at is not None
        if len(at) != len(self.laid.names) or any(each.symbols() for each in at):
            return None
        return Ground(self.laid.names, (tuple(value(each) for each in at),))

    def agrees(self, ours: Node, theirs: Node) -> bool:
        """In floats, and as formulas then exactly."""
        if not theirs.symbols() <= set(self.ground.names):
            return False
        one, other = self.ground.of(ours), self.ground.of(theirs)
        if self.laid.at is not None:
            if not ordinary(one[0]) or not ordinary(other[0]):
                return False
            return abs(one[0] - other[0]) <= (self.laid.tol or NEAR_NUMBER * max(abs(one[0]), 1e-9))
        return agree(one, other, least=min(3, len(one))) and bool(same(ours, theirs))

    def explain(self, answer: Sequence[Node]) -> Explanation | None:
        rights = self.laid.rights
        correct = [self.agrees(*pair) for pair in zip(rights, answer, strict=False)]
        if len(answer) == len(rights) and all(correct):
            return None
        found = explanation(self._together(answer))
        if found is not None or len(answer) != len(rights):
            return found
        return self._single([place for place, right in enumerate(correct) if not right], answer)

    def _together(self, answer: Sequence[Node]) -> list[Candidate]:
        """The mistakes made with all components that give this answer."""
        laid = self.laid
        rule = rule_for(laid.f, laid.wrt)
        found: list[Candidate] = []
        for each in laid.together:
            trees = each.trees
            if len(trees) != len(answer) or not all(map(self.agrees, trees, answer)):
                continue
            if len(trees) == len(laid.rights) and all(map(self.agrees, laid.rights, trees)):
                continue
            slip = Slipped(each.name, each.say, laid.f, rule, laid.wrt, each.common, each.family, whole=True)
            found.append(Candidate((slip,), (), already(trees[0])))
        return found

    def _single(self, wrong: list[int], answer: Sequence[Node]) -> Explanation | None:
        """The components one by one: the mistake that explains every wrong one, or else the first that is explained."""
        matched = [self._matching(place, answer[place]) for place in wrong]
        shared = set.intersection(*({each.names for each in found} for found in matched)) if all(matched) else set()
        if shared:
            told = explanation([each for each in matched[0] if each.names in shared], self.laid.at is not None)
            return _placed(told, wrong, len(answer))
        each_told = (
            (explanation(found, self.laid.at is not None), place) for found, place in zip(matched, wrong, strict=True)
        )
        if len(wrong) > 1 and self.laid.at is not None:
            return None  # numbers are met by chance too easily
        known = [(each, place) for each, place in each_told if each is not None]
        if not known:
            return None
        first = _placed(known[0][0], [known[0][1]], len(answer))
        if first is None or len(known) == 1:
            return first
        names = tuple(dict.fromkeys(name for each, _ in known for name in each.names))
        says = [_placed(each, [place], len(answer)) for each, place in known]
        say = " ".join(each.say for each in says[:3] if each is not None)
        return replace(
            first, name="+".join(dict.fromkeys(each.name for each, _ in known)), names=names, together=True, say=say
        )

    def _matching(self, place: int, answer: Node) -> list[Candidate]:
        search = self.searches(place)
        return search.matching(answer) if search is not None else []


def _placed(told: Explanation | None, places: list[int], of: int) -> Explanation | None:
    if told is None or of == 1 or len(places) == of:
        return told
    words = [tr(PLACES[place]) if place < len(PLACES) else tr("{place}th", place=place + 1) for place in places]
    said = plural(
        len(words),
        "In the {places} component: {what}",
        "In the {places} components: {what}",
        places=listed(words),
        what=told.say,
    )
    return replace(told, say=said)
