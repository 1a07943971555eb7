"""Looking back along a run without moving it: the loss at a step, and the first step that was near enough.

A scout is a copy of the run that walks its way again, a bounded piece at each look, and remembers what it has found as
long as the run is the same up to there.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol
from weakref import WeakKeyDictionary

from tutor.descent.legs import Leg
from tutor.descent.player import Player
from tutor.scenes._problem import Array

PIECE = 2000  # steps that one look may walk


class Target(Protocol):
    def distance(self, theta: Array) -> float: ...


@dataclass(frozen=True, slots=True)
class Found:
    """The first step that was within, if there was one; `sure`: has the whole way been looked at?"""

    k: int | None
    sure: bool


@dataclass(slots=True, eq=False)
class _Walk:
    legs: tuple[Leg, ...]
    near: float
    scout: Player
    seen: int = -1  # the last step that was looked at
    found: int | None = None


class Scouts:
    """What has been looked up of each run, by its player."""

    def __init__(self) -> None:
        self._losses: WeakKeyDictionary[Player, dict[int, tuple[tuple[Leg, ...], float]]] = WeakKeyDictionary()
        self._walks: WeakKeyDictionary[Player, _Walk] = WeakKeyDictionary()

    def loss_at(self, player: Player, k: int) -> float:
        """The loss after k steps, which the player has taken."""
        way = legs_up_to(player, k)
        known = self._losses.setdefault(player, {})
        kept = known.get(k)
        if kept is None or kept[0] != way:
            kept = known[k] = way, _loss_at(player, k)
        return kept[1]

    def first_within(self, player: Player, best: Target, near: float) -> Found:
        """The first step whose theta is so near; looks at a bounded piece of the way at each call."""
        walk = self._walks.get(player)
        way = tuple(player.legs)
        if walk is None or walk.near != near or not _same_so_far(walk, way, player.k):
            scout = player.fork()
            walk = self._walks[player] = _Walk(way, near, scout)
            for _ in scout.go(0):
                pass
        walk.legs = way
        if walk.found is None:
            _look_on(walk, player, best, near)
        if walk.found is not None and walk.found <= player.k:
            return Found(walk.found, True)
        return Found(None, walk.found is not None or walk.seen >= player.k)


def legs_up_to(player: Player, k: int) -> tuple[Leg, ...]:
    """The legs that the first k steps have."""
    return tuple(leg for leg in player.legs if leg.k < k or leg.k == 0)


def _same_so_far(walk: _Walk, way: tuple[Leg, ...], k: int) -> bool:
    """Has nothing changed on the way that was looked at?"""
    seen = max(walk.seen, 0)
    return tuple(leg for leg in walk.legs if leg.k <= seen) == tuple(leg for leg in way if leg.k <= seen)


def _loss_at(player: Player, k: int) -> float:
    if k == player.k:
        return player.loss
    ks, _, losses = player.trace.points()
    place = int(ks.searchsorted(k))
    if place < len(ks) and ks[place] == k:
        return float(losses[place])
    scout = player.fork()
    for _ in scout.go(k):
        pass
    return scout.loss


def _look_on(walk: _Walk, player: Player, best: Target, near: float) -> None:
    """Walks on, step by step where it must, and halving the way where any step is had at once."""
    scout = walk.scout
    if tuple(scout.legs) != walk.legs:
        walk.scout = scout = player.fork()
        for _ in scout.go(max(walk.seen, 0)):
            pass
    if walk.seen < 0:
        walk.seen = 0
        if best.distance(scout.theta) <= near:
            walk.found = 0
            return
    for _ in range(PIECE):
        if walk.seen >= player.k:
            return
        if scout.at_once:
            _leap(walk, min(player.k, _leg_end(scout)), best, near)
            if walk.found is not None:
                return
            continue
        scout.step()
        walk.seen += 1
        if best.distance(scout.theta) <= near:
            walk.found = walk.seen
            return


def _leg_end(player: Player) -> int:
    """Where the leg of the next step ends, or the run's budget."""
    return next((leg.k for leg in player.legs if leg.k > player.k), player.budget)


def _leap(walk: _Walk, last: int, best: Target, near: float) -> None:
    """From where the scout stands to `last`, any step of which is had at once.

    There the distance is a sum of powers: it falls to one valley, and then grows. So its lowest place is found by
    halving, and the first step that is near enough by halving once more.
    """

    def distance(k: int) -> float:
        for _ in walk.scout.go(k):
            pass
        return best.distance(walk.scout.theta)

    low = first_where(walk.seen, last, lambda k: not distance(k + 1) < distance(k)) if walk.seen < last else last
    if distance(low) <= near:
        walk.found = first_where(walk.seen, low, lambda k: distance(k) <= near)
    walk.seen = last
    distance(last)


def first_where(low: int, high: int, so: Callable[[int], bool]) -> int:
    """The first k in low..high from which on it is so; `high` where it is not so before."""
    while low < high:
        middle = (low + high) // 2
        if so(middle):
            high = middle
        else:
            low = middle + 1
    return low
