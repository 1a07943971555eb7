"""What a step costs, so that runs can be put side by side fairly: by steps, or by example gradients looked at.

A step of a full batch looks at all m examples, a step of a batch at as many as it holds, and a function has one.
`evaluations_at` says how many a run has looked at after k steps; `k_at` turns that round.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from tutor.descent.batches import Batches
from tutor.descent.legs import Leg
from tutor.descent.player import Player
from tutor.scenes._problem import Array

STEPS, EVALUATIONS = "steps", "evaluations"
ALIGNMENTS = (STEPS, EVALUATIONS)
FEW = 2_000  # steps that a key may cost a run
MANY = 20_000  # steps that a tick may


def examples(problem: Any) -> int:
    """How many gradients a full step looks at: m for data, 1 for a function."""
    return int(getattr(problem, "m", 1))


def dearest(players: Sequence[Player]) -> int:
    """The most that a step of any of these runs looks at."""
    return max(_costs(players))


def unit(players: Sequence[Player]) -> int:
    """What a step of all of them is worth by evaluations: the dearest step, as long as no run takes more than FEW for
    it."""
    costs = _costs(players)
    return min(max(costs), FEW * min(costs))


def at_once(players: Sequence[Player], n: int) -> int:
    """As many such steps, of n, as cost no run more than MANY of its own; one at least."""
    return max(1, min(n, MANY * min(_costs(players)) // unit(players)))


def _costs(players: Sequence[Player]) -> list[int]:
    return [_dearest(leg.batches, examples(player.problem)) for player in players for leg in player.legs]


def evaluations_at(player: Player, k: int) -> int:
    """The example gradients that the first k steps look at."""
    m, total = examples(player.problem), 0
    for leg, end in _stretches(player.legs, k):
        total += _looked_at(leg.batches, end, m) - _looked_at(leg.batches, leg.k, m)
    return total


def evaluations_along(player: Player, ks: Array) -> Array:
    """The same for many ks that the player has come to, (p,)."""
    m = examples(player.problem)
    found = np.zeros(len(ks))
    for leg, end in _stretches(player.legs, player.k):
        batches, here = leg.batches, np.clip(ks, leg.k, end)
        if batches is None:
            found += (here - leg.k) * m
            continue
        passes, rest = np.divmod(here, batches.steps_a_pass(m))
        whole = batches.a_pass(m)
        found += passes * whole + np.minimum(rest * batches.size, whole) - batches.seen(leg.k, m)
    return found


def k_at(player: Player, evaluations: int, most: int) -> int:
    """The last k, not above `most`, whose steps have looked at no more than that."""
    low, high = 0, most  # evaluations_at grows with k
    while low < high:
        middle = (low + high + 1) // 2
        if evaluations_at(player, middle) <= evaluations:
            low = middle
        else:
            high = middle - 1
    return low


def _stretches(legs: Sequence[Leg], k: int) -> list[tuple[Leg, int]]:
    """Each leg that the first k steps have, and where it ends."""
    ends = [*(leg.k for leg in legs[1:]), k]
    return [(leg, min(end, k)) for leg, end in zip(legs, ends, strict=True) if leg.k < k]


def _dearest(batches: Batches | None, m: int) -> int:
    return m if batches is None else min(batches.size, batches.a_pass(m))


def _looked_at(batches: Batches | None, k: int, m: int) -> int:
    """By the steps 0 to k - 1 of a run that has always stepped like this."""
    return k * m if batches is None else batches.seen(k, m)
