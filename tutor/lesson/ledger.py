"""All that was worked out for the numbers of a lesson: so that `check` can do it again, and so that it has an end.

Nobody waits more than about two seconds for the numbers of a lesson, whatever it holds; ordinary ones take some
milliseconds.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tutor.lesson.amounts import NoNumber
from tutor.messages import tr

MOST_WORK = 12_000_000  # multiplications and their like, at about 60 ns
EXPRESSION_WORK = 600  # of reading one and working it out


@dataclass(slots=True)
class Ledger:
    """`recipes` are the named numbers, `said` the expressions in the lesson's words: see `tutor.lesson.numbers`."""

    recipes: list[Any] = field(default_factory=list)
    said: list[Any] = field(default_factory=list)
    work: int = 0
    walked: dict[int, int] = field(default_factory=dict)  # how far each run was gone, by what it is

    @property
    def left(self) -> int:
        return max(0, MOST_WORK - self.work)

    def spend(self, work: int) -> None:
        """Before so much is done. NoNumber where it would be too much."""
        if work > self.left:
            raise NoNumber(tr("the numbers of this lesson take too long; take fewer, fewer steps, or less data"))
        self.work += work

    def walk(self, run: object, steps: int, each: int) -> None:
        """Before a run is gone to this step, at so much work a step: only what is new of the way counts."""
        before = self.walked.get(id(run), 0)
        self.spend(max(0, steps - before) * each)
        self.walked[id(run)] = max(before, steps)
