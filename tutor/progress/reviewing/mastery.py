"""What a learner masters: right again and again, without a hint. It suggests what to do next and locks nothing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from tutor.progress.reviewing.tries import Result, Try

NEEDED = 3
NEEDED_WHERE_GUESSED = 4


class Mastery(NamedTuple):
    """How one skill stands. `needed` in a row make it mastered: one more where the last ones could be guessed."""

    right_in_row: int = 0
    needed: int = NEEDED
    mastered: bool = False
    strength: float = 0.0  # the chance of remembering it now, 0 to 1; 0 where it was never asked
    tries: int = 0


def rows(tries: Iterable[Try]) -> dict[str, Mastery]:
    """Of every skill that was tried, without its strength."""
    streaks: dict[str, list[bool]] = {}  # for each right try in a row, whether it could be guessed
    counts: dict[str, int] = {}
    for one in tries:
        for skill in one.item.skills:
            counts[skill] = counts.get(skill, 0) + 1
            streak = streaks.setdefault(skill, [])
            if one.result is Result.RIGHT:
                streak.append(one.item.guessable)
            else:
                streak.clear()
    return {skill: _mastery(streak, counts[skill]) for skill, streak in streaks.items()}


def _mastery(streak: list[bool], tries: int) -> Mastery:
    needed = NEEDED_WHERE_GUESSED if any(streak[-NEEDED:]) else NEEDED
    return Mastery(len(streak), needed, len(streak) >= needed, 0.0, tries)
