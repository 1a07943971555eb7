"""The candidates for a wrong derivative: every answer that one mistake gives, then a mistake made throughout, then two.

`Search(asked)` works out once what a question's mistakes give; `matching(answer)` are the candidates that have the
value of the answer, of the first of these tiers in which there are any. All of it is in a fixed order, and bounded
by counts, not by a clock, so that an answer always gets the same explanation.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property

from tutor.mistakes import pairs, whole
from tutor.mistakes.asked import Candidate, Slope, already
from tutor.mistakes.ground import TIGHT, Ground, Values, agree, ground, ordinary, size
from tutor.mistakes.places import Choice, Made, Path, Working, built
from tutor.numeric import value
from tutor.rules import rule_for
from tutor.rules.algebra import NOT_LOWERED
from tutor.rules.derivation import TooLong
from tutor.rules.shape import EVERYDAY, LEFT, RARE, SEEN, ways
from tutor.sameness import same
from tutor.tree import Node

MAX_CONFIRMED = 8  # candidates looked at exactly
MAX_NODES = 250
BUDGET = 3_000  # nodes of all trees with a mistake made throughout
MAX_DEPTH = 25  # of a mistake made throughout
STEP = 2e-4  # of central differences, which only say what is worth a closer look
ROUGH = 1e-5
NEAR_NUMBER = 1e-6


class CannotSearch(Exception):
    """There is nothing to compare: no derivative, too large, or no points at which it has values."""


class Search:
    """The mistakes of one question about a derivative. Raises CannotSearch."""

    def __init__(self, asked: Slope) -> None:
        self.asked = asked
        names = {*asked.f.symbols(), *asked.wrt, *asked.names}
        if sum(1 for _ in asked.f.walk()) > MAX_NODES:
            raise CannotSearch
        try:
            self.bases = [whole.slope(asked.f, asked.wrt[:done]) for done in range(len(asked.wrt))]
            self.right_tree = whole.slope(asked.f, asked.wrt)
        except (TooLong, ValueError, RecursionError) as fault:
            raise CannotSearch from fault
        if sum(1 for _ in self.right_tree.walk()) > 4 * MAX_NODES:
            raise CannotSearch
        found = self._point() if asked.at is not None else ground(names, (*self.bases, self.right_tree))
        if found is None:
            raise CannotSearch
        self.ground = found
        self.right = self.ground.of(self.right_tree)
        if not all(map(ordinary, self.right)):
            raise CannotSearch

    def _point(self) -> Ground | None:
        assert self.asked.at is not None
        if len(self.asked.at) != len(self.asked.names) or any(each.symbols() for each in self.asked.at):
            return None
        return Ground(self.asked.names, (tuple(value(each) for each in self.asked.at),))

    @property
    def is_number(self) -> bool:
        return self.asked.at is not None

    def agrees(self, ours: Values, theirs: Values, near: float = TIGHT) -> bool:
        if self.is_number:
            allowed = self.asked.tol or NEAR_NUMBER * max(abs(ours[0]), 1e-9)
            return math.isfinite(ours[0]) and abs(ours[0] - theirs[0]) <= max(allowed, near * abs(ours[0]))
        return agree(ours, theirs, near, scale=self.right)

    # -- candidates

    @cached_property
    def workings(self) -> list[Working]:
        """One for each differentiation; all but the last are differentiated again."""
        return [Working(self.ground, base, name) for base, name in zip(self.bases, self.asked.wrt, strict=True)]

    @cached_property
    def singles(self) -> list[Candidate]:
        last = self.workings[-1]
        found = [self._single(last, len(self.bases) - 1, made, made.whole) for made in last.made if _counts(made)]
        for stage in range(len(self.bases) - 1):
            found += self._early(stage)
        return whole.candidates(self.asked.f, self.asked.wrt, self.ground) + found

    def _single(self, working: Working, stage: int, made: Made, values: Values) -> Candidate:
        def choose(path: Path, node: Node, wrt: str) -> Node | None:
            return made.form if path == made.place.path else None

        return Candidate((pairs.of(made),), values, lambda: self.finished(working, stage, choose))

    def finished(self, working: Working, stage: int, choose: Choice) -> Node:
        """The answer's tree: one differentiation with its mistakes, the later ones right."""
        return whole.slope(built(working.node, working.wrt, choose), self.asked.wrt[stage + 1 :])

    def _early(self, stage: int) -> Iterator[Candidate]:
        """Mistakes in a differentiation that another one follows, by central differences of what they gave."""
        left = self.asked.wrt[stage + 1 :]
        if len(left) > 1:
            return
        (name,) = left
        above, below = (
            Working(self.ground.shifted(name, side * STEP), self.bases[stage], self.asked.wrt[stage])
            for side in (1, -1)
        )
        place = self.ground.names.index(name)
        for up, down in zip(above.made, below.made, strict=True):
            if _counts(up):
                values = tuple(
                    (high - low) / (2 * STEP * size(at[place]))
                    for high, low, at in zip(up.whole, down.whole, self.ground.at, strict=True)
                )
                yield self._single(above, stage, up, values)

    @cached_property
    def throughout(self) -> list[Candidate]:
        """The same mistake made wherever its rule is used, in every differentiation."""
        names: dict[str, list[Made]] = {}
        for working in self.workings:
            for made in working.made:
                if made.mistake is not LEFT and made.mistake.common <= SEEN:
                    names.setdefault(made.mistake.name, []).append(made)
        found: list[Candidate] = []
        left = BUDGET
        for name, mades in sorted(names.items(), key=lambda item: item[1][0].mistake.common):
            if len({made.place.path for made in mades}) < 2 and len(self.workings) == 1:
                continue
            several = len({made.place.path for made in mades}) < len(mades) or name == NOT_LOWERED.name
            for variant in (0, -1) if several else (0,):
                tree = self._everywhere(name, variant) if left > 0 else None
                if tree is not None:
                    left -= sum(1 for _ in tree.walk())
                    found.append(Candidate((pairs.of(mades[0]),), self.ground.of(tree), already(tree)))
        return found

    def _everywhere(self, name: str, variant: int) -> Node | None:
        def choose(path: Path, node: Node, by: str) -> Node | None:
            if by != wrt or len(path) > MAX_DEPTH:  # what a mistake hands to another variable is done rightly
                return None
            for mistake in rule_for(node, by).mistakes:
                if mistake.name == name and (variant or mistake.common < RARE):
                    forms = [way.form for way in ways(mistake, node, by)]
                    return forms[variant] if forms else None
            return None

        tree, wrt = self.asked.f, ""
        try:
            for wrt in self.asked.wrt:
                tree = built(tree, wrt, choose)
                if sum(1 for _ in tree.walk()) > 4 * MAX_NODES:
                    return None
        except (ValueError, RecursionError):
            return None
        return tree

    # -- matching

    def matching(self, answer: Node) -> list[Candidate]:
        """The candidates with the answer's value; none when the answer is right, or nothing explains it."""
        theirs = self.ground.of(answer)
        if sum(map(ordinary, theirs)) < (1 if self.is_number else 3) or self.agrees(self.right, theirs):
            return []
        found = [*self._one(answer, theirs)]
        if not found or min(each.common for each in found) > EVERYDAY:
            found += self._all(answer, theirs)
        return found or [*self._two(answer, theirs)]

    def _one(self, answer: Node, theirs: Values) -> Iterator[Candidate]:
        if not self.is_number:
            back = whole.integrated(self.asked.f, self.asked.wrt, self.ground, answer, theirs)
            if back is not None:
                yield back
        yield from self._confirmed(answer, theirs, self.singles)

    def _all(self, answer: Node, theirs: Values) -> Iterator[Candidate]:
        return self._confirmed(answer, theirs, self.throughout)

    def _two(self, answer: Node, theirs: Values) -> Iterator[Candidate]:
        if self.is_number or _constant(theirs):
            return iter(())  # two mistakes give nearly any number
        working, stage = self.workings[-1], len(self.bases) - 1

        def finish(choose: Choice) -> Callable[[], Node]:
            return lambda: self.finished(working, stage, choose)

        mades = [made for made in working.made if _counts(made) and made.mistake.common <= SEEN]
        return self._confirmed(answer, theirs, pairs.candidates(working, mades, theirs, finish))

    def _confirmed(self, answer: Node, theirs: Values, candidates: Iterable[Candidate]) -> Iterator[Candidate]:
        met = 0
        for each in candidates:
            rough = ROUGH if len(self.bases) > 1 else TIGHT
            if not self.agrees(each.values, theirs, rough) or self.agrees(self.right, each.values):
                continue
            if met == MAX_CONFIRMED:
                return
            met += 1
            if self.is_number or self._same(each, answer):
                yield each

    def _same(self, candidate: Candidate, answer: Node) -> bool:
        try:
            return bool(same(candidate.tree(), answer))
        except (TooLong, ValueError, RecursionError):
            return False


def _constant(values: Values) -> bool:
    known = [each for each in values if ordinary(each)]
    return max(known) - min(known) <= TIGHT * max(map(abs, known))


def _counts(made: Made) -> bool:
    """Copying the whole function is a mistake of another name."""
    return bool(made.place.path) or made.mistake.name != LEFT.name
