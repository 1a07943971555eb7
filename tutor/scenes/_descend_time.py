"""The dial of time: where to, as a learner types it, and all runs going there together.

`5000` or `k = 5000`; `loss < 0.1`; `start`; `end`. Every walk is in bounded pieces, so that keys are answered
between them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tutor.descent.player import Player
from tutor.descent.words import number
from tutor.expression import Unreadable, parse_number
from tutor.messages import N_, tr
from tutor.numeric import value

PIECE = 2000  # steps between two looks at the keys
EXAMPLES = N_("5000, loss < 0.1, start or end")
_BELOW = re.compile(r"\s*(?:loss|[JjfL])\s*(?:<=?|below|under)\s*(.+)", re.IGNORECASE)
_STEP = re.compile(r"\s*(?:(?:k|step)\s*=?\s*)?(\d[\d_,.\s]*(?:e\d+)?)\s*", re.IGNORECASE)
WORDS = {"start": "start", "home": "start", "begin": "start", "beginning": "start", "end": "end", "last": "end"}


@dataclass(frozen=True, slots=True)
class Goal:
    """Where to: a step, or below a loss."""

    k: int | None = None
    below: float | None = None


def read_goal(text: str, steps: int) -> Goal:
    """What was typed, in a run of so many steps. ValueError, with a sentence, where it names no place."""
    word = text.strip().lower()
    if word in WORDS:
        return Goal(k=0 if WORDS[word] == "start" else steps)
    if found := _BELOW.fullmatch(text):
        return Goal(below=_number(found[1]))
    if found := _STEP.fullmatch(text):
        k = _whole(found[1])
        if k is not None and k <= steps:
            return Goal(k=k)
        if k is not None:
            raise ValueError(
                tr("step {k} is beyond the last one, {steps}: type a step from 0 to {steps}.", k=k, steps=steps)
            )
    raise ValueError(tr("type where to go: {examples}.", examples=tr(EXAMPLES)))


def _number(text: str) -> float:
    try:
        return value(parse_number(text))
    except Unreadable as fault:
        raise ValueError(
            tr("the loss to get below must be a number, as in loss < 0.1: {why}", why=fault.what)
        ) from fault


def _whole(text: str) -> int | None:
    digits = re.sub(r"[_,\s]", "", text)
    try:
        found = float(digits)
    except ValueError:
        return None
    return int(found) if found == found // 1 and found < 1e18 else None


def go_all(players: Sequence[Player], targets: Sequence[int], batch: int = PIECE) -> Iterator[float]:
    """Each player to its own step, in pieces; yields the part that is done, 0 to 1."""
    share = 1 / max(1, len(players))
    for place, (player, target) in enumerate(zip(players, targets, strict=True)):
        for done in player.go(target, batch):
            yield share * (place + done)


def never(player: Player, below: float, name: str) -> str:
    """The sentence for a loss that it never fell below."""
    losses = player.trace.points()[2]
    lowest = float(losses.min()) if len(losses) else player.loss
    return tr(
        "the loss of {name} never fell below {below} in {k} steps; its lowest was {lowest}.",
        name=name,
        below=number(below),
        k=player.k,
        lowest=number(lowest),
    )
