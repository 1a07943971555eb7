"""The pace of a descent: how many steps a tick takes, and where all runs stand together.

Runs keep level by steps; or by evaluations, the gradients of single examples that their steps have looked at: then a
step of the scene is what the dearest run takes for one of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tutor.descent.player import Player, State
from tutor.scenes._descend_align import ALIGNMENTS, EVALUATIONS, STEPS, at_once, dearest, evaluations_at, k_at, unit
from tutor.scenes._descend_runs import Runs
from tutor.scenes._descend_time import Goal, go_all, never, read_goal
from tutor.scenes._gears import GEARS as GEARS
from tutor.scenes._gears import Geared
from tutor.scenes._numbers import nice_rates

if TYPE_CHECKING:
    from tutor.scenes.descend import Settings

FULL_SPEED = 4000  # steps a tick, where the screen does not say
RATES = (1e-12, 1e12)


class Pace(Runs, Geared):
    """The part of a DescendScene that moves."""

    settings: Settings
    gear: int
    align: str

    @property
    def k(self) -> int:
        """How many steps have been taken, by the run that took most; by evaluations, by the one whose steps are
        dearest."""
        if self.align == EVALUATIONS:
            return -(-max(evaluations_at(player, player.k) for player in self.players) // unit(self.players))
        return max(player.k for player in self.players)

    @property
    def finished(self) -> bool:
        """No run can go on."""
        return all(player.state.final for player in self.players)

    @property
    def progress(self) -> float:
        """The part of the steps that is taken, 0 to 1, by the run that is furthest behind."""
        return min(player.progress for player in self.players)

    # taking steps

    def advance(self, n: int) -> bool:
        """Every run takes at most n steps, none past the next pause; False where none could move."""
        k = self.k
        until = min([k + n, *(pause for pause in self.settings.pause_at if pause > k)])
        return self._advance(until, n)

    def _advance(self, until: int, n: int) -> bool:
        if self.align == EVALUATIONS:
            n = at_once(self.players, n)
            until = min(until, self.k + n)
        moved = False
        for player in self.players:
            before = player.k
            target, pace = self._target(player, until), n
            if self.align == EVALUATIONS:
                pace = max(1, self._target(player, self.k + n) - self._target(player, self.k))
            # a run whose end was undone by a new rate is behind the others: it comes up at twice their pace
            player.step(max(0, min(target - before, 2 * pace)))
            moved |= player.k != before
        return moved

    def _target(self, player: Player, until: int) -> int:
        """The step of a run that belongs to a step of the scene."""
        if self.align == STEPS:
            return until
        return k_at(player, until * unit(self.players), player.budget)

    def tick(self, most: int = FULL_SPEED) -> bool:
        """What one tick of the screen's timer does while it plays: a gear's worth of steps, `most` at full speed.

        Stops playing at a pause and at the end. False where nothing moved.
        """
        if not self.playing:
            return False
        moved = self.advance(self.steps_a_frame or most)
        if self.finished or not moved or self.k in self.settings.pause_at:
            self.playing = False
        return moved

    def toggle_play(self) -> bool:
        """Play or pause; says whether it plays now. At the end there is nothing to play."""
        self.playing = not self.playing and not self.finished
        return self.playing

    def step(self, n: int = 1) -> bool:
        """Pauses, and takes n steps; pauses of the lesson do not hold a key."""
        self.playing = False
        return self._advance(self.k + n, n)

    def back(self, n: int = 1) -> bool:
        """Pauses, and goes n steps back, exactly; False at the start."""
        self.playing = False
        target = max(0, self.k - n)
        moved = False
        for player, k in zip(self.players, [self._target(each, target) for each in self.players], strict=True):
            if player.k > k:
                player.back(player.k - k)
                moved = True
        return moved

    def to_start(self) -> bool:
        """Back to k = 0; False where it stands there."""
        return self.back(self.k)

    def to_end(self, batch: int = FULL_SPEED) -> Iterator[float]:
        """Runs to the end, `batch` steps at a time; yields the progress after each, so that keys are answered."""
        self.playing = False
        while not self.finished and self._advance(self.k + self._piece(batch), self._piece(batch)):
            yield self.progress

    def _piece(self, batch: int) -> int:
        """`batch` steps, or all there are where any of them is had at once."""
        return self.settings.steps if all(player.at_once for player in self.players) else batch

    def seek(self, text: str) -> Iterator[float]:
        """Goes where it is told: `5000`, `loss < 0.1` (of the run in focus), `start`, `end`; yields the part that is
        done. ValueError, with a sentence, at once for what names no place, and at the end for a loss that was never
        so low: the runs then stand at their last step."""
        goal = read_goal(text, self.settings.steps)
        self.playing = False
        return self._seek_loss(goal) if goal.k is None else self._go(goal.k)

    def _go(self, k: int) -> Iterator[float]:
        return go_all(self.players, [self._target(player, k) for player in self.players])

    def _seek_loss(self, goal: Goal) -> Iterator[float]:
        player, below = self.player, goal.below
        assert below is not None
        found = player.first_below(below)
        while found is None and not player.state.final:
            self._advance(self.k + self._piece(FULL_SPEED), self._piece(FULL_SPEED))
            yield min(0.99, self.progress)
            found = player.first_below(below)
        if found is None:
            raise ValueError(never(player, below, self.label(self.focus)))
        at = evaluations_at(player, found) // unit(self.players) if self.align == EVALUATIONS else found
        targets = [found if each is player else self._target(each, at) for each in self.players]
        yield from go_all(self.players, targets)

    # how fast, how far, side by side how

    def toggle_align(self) -> str:
        """By steps, or by the gradients of single examples that were looked at; says which. The runs come up to the
        one that is furthest."""
        self.align = next(each for each in ALIGNMENTS if each != self.align)
        if self.align == EVALUATIONS:
            self._even_budgets()
        self._advance(self.k, FULL_SPEED)
        return self.align

    def _even_budgets(self) -> None:
        """Cheap steps are many: so that every run may look at as many examples as the dearest does."""
        most = self.settings.steps * dearest(self.players)
        for player in self.players:
            player.budget = max(player.budget, k_at(player, most, most))
            if player.state is State.FINISHED and player.k < player.budget:
                player.back(0)

    def faster(self) -> bool:
        return self.shift(1)

    def slower(self) -> bool:
        return self.shift(-1)

    def rate_up(self) -> float:
        """The next nice rate above, for the run in focus, from where it stands."""
        above = [rate for rate in nice_rates(self.player.rate) if rate > self.player.rate * 1.0001]
        return self.set_rate(min([RATES[1], *above]))

    def rate_down(self) -> float:
        """The next nice rate below."""
        below = [rate for rate in nice_rates(self.player.rate) if rate < self.player.rate * 0.9999]
        return self.set_rate(max([RATES[0], *below]))

    def set_rate(self, rate: float) -> float:
        """A rate for the run in focus from here on. ValueError, with a sentence, unless it is finite and above 0."""
        self.player.set_rate(rate)
        return self.player.rate
