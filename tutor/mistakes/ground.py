"""The points at which answers and mistakes are compared in floats, and trees worked out there.

Fast and rough: what agrees here is confirmed by `tutor.sameness` before anybody is told. The points depend on the
question alone, so whatever is computed of a question is kept for all its answers.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Any

from tutor import points
from tutor.numeric import scalar
from tutor.rules.shape import replaced
from tutor.tree import Deriv, Node, Sym

WANTED = 6  # points
ENOUGH = 3
TRIED = 90
LARGEST = 1e6
TIGHT = 1e-8
SMALL = 1e-5  # of the right value: what is smaller may be rounding
SLOT = "′"  # no parser reads it, so no symbol of a lesson has it

Values = tuple[float, ...]  # one a point
At = tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A tree whose derivatives stand as slots: `value(point + slots)` works it out."""

    slots: tuple[Deriv, ...]
    value: Callable[[Sequence[float]], float]
    size: int = 0  # nodes


@dataclass(frozen=True, slots=True)
class Ground:
    """Points, as values of `names` in order."""

    names: tuple[str, ...]
    at: tuple[At, ...]

    def part(self, form: Node) -> Part:
        slots: dict[Deriv, Sym] = {}
        plain = _slotted(form, slots)
        names = (*self.names, *(slot.name for slot in slots.values()))
        return Part(tuple(slots), scalar(plain, names), sum(1 for _ in plain.walk()))

    def values(self, part: Part, filled: Sequence[Values] = ()) -> Values:
        if not filled:
            return tuple(part.value(point) for point in self.at)
        return tuple(
            part.value((*point, *slots)) for point, slots in zip(self.at, zip(*filled, strict=True), strict=True)
        )

    def of(self, tree: Node) -> Values:
        """The values of a tree without derivatives; all nan if it has symbols that the points have not."""
        if not tree.symbols() <= set(self.names):
            return (math.nan,) * len(self.at)
        return self.values(Part((), scalar(tree, self.names)))

    def shifted(self, name: str, step: float) -> Ground:
        """The points moved by `step` times their size along one symbol."""
        place = self.names.index(name)
        moved = tuple((*at[:place], at[place] + step * size(at[place]), *at[place + 1 :]) for at in self.at)
        return Ground(self.names, moved)


def size(number: float) -> float:
    return max(abs(number), 0.1)


def _slotted(node: Node, slots: dict[Deriv, Sym]) -> Node:
    def slot(each: Node) -> Node | None:
        return slots.setdefault(each, Sym(f"{SLOT}{len(slots)}")) if isinstance(each, Deriv) else None

    return replaced(node, slot)


def ground(names: Iterable[str], trees: Sequence[Node]) -> Ground | None:
    """Points at which every tree has a value of ordinary size; None if too few are found."""
    return _ground(tuple(sorted(names)), tuple(trees))


@lru_cache(maxsize=256)
def _ground(names: tuple[str, ...], trees: tuple[Node, ...]) -> Ground | None:
    compiled = [scalar(tree, names) for tree in trees]
    rng: Any = random.Random(repr(trees))
    found: list[At] = []
    for point in islice(points.generic(names, rng), TRIED if names else 1):
        at = tuple(float(point[name]) for name in names)
        if all(ordinary(value(at)) for value in compiled):
            found.append(at)
        if len(found) == WANTED:
            break
    return Ground(names, tuple(found)) if len(found) >= ENOUGH or (found and not names) else None


def ordinary(number: float) -> bool:
    return math.isfinite(number) and abs(number) < LARGEST


def agree(ours: Values, theirs: Values, near: float = TIGHT, least: int = ENOUGH, scale: Values | None = None) -> bool:
    """Are the two the same wherever `theirs` has a value, at `least` points or more?"""
    met = 0
    for place, (one, other) in enumerate(zip(ours, theirs, strict=True)):
        if not ordinary(other):
            continue
        grain = max(abs(one), abs(other), abs(scale[place]) * SMALL if scale else 0.0)
        if not math.isfinite(one) or abs(one - other) > near * grain:
            return False
        met += 1
    return met >= least
