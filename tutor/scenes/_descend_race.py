"""Runs against each other: how far each has come, which stands lowest, and which was there first.

The distance is to the least loss where it is known: of a line through data, of a classic function, else of the lowest
theta that any of the runs has come to, and then it is said so.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tutor.descent.player import Player, State
from tutor.descent.words import number
from tutor.messages import listed, tr
from tutor.scenes._descend_align import evaluations_at, examples
from tutor.scenes._descend_runs import Runs
from tutor.scenes._descend_scout import Scouts
from tutor.scenes._problem import Array, minima_of

if TYPE_CHECKING:
    from tutor.scenes.descend import Settings


@dataclass(frozen=True, slots=True, eq=False)
class Best:
    """What distances are taken to: minima (p, n); `known` says that they are, else they are the best seen."""

    minima: Array
    known: bool

    def distance(self, theta: Array) -> float:
        with np.errstate(all="ignore"):
            return float(np.linalg.norm(self.minima - theta, axis=1).min())

    def nearest(self, theta: Array) -> Array:
        with np.errstate(all="ignore"):
            found: Array = self.minima[np.linalg.norm(self.minima - theta, axis=1).argmin()]
        return found

    def near(self, tolerance: float, theta: Array) -> float:
        """How near counts as there: a part of the length of the minimum that is nearest to theta, or of 1."""
        return tolerance * (float(np.linalg.norm(self.nearest(theta))) or 1.0)


class Race(Runs):
    """The part of a DescendScene that compares its runs."""

    settings: Settings

    def _race_begin(self) -> None:
        self._minima: Array | None = None
        self._asked = False
        self._scouts = Scouts()

    def best(self) -> Best:
        """What distances are taken to."""
        if not self._asked:  # not before somebody wants to know: it may be some work
            self._minima, self._asked = minima_of(self.settings.goal, self.problem, self.settings.names), True
        if self._minima is not None:
            return Best(self._minima, True)
        lowest = min(self._standing() or self.players, key=lambda player: player.loss)
        return Best(lowest.theta[np.newaxis], False)

    def race_table(self, ascii: bool = False) -> list[list[str]]:
        """A row a run under its headings: letter, name, loss, steps, the losses and the steps that the lesson wants
        compared, the distance, and what was looked at. The first columns are those to keep where there is no room."""
        best, report = self.best(), self.settings.report
        letter = "J" if self._on_data else "f"
        looked = examples(self.problem) > 1 and any(leg.batches for each in self.players for leg in each.legs)
        rows = [
            ["", tr("run"), letter, "k"]
            + [tr("{letter} at {k}", letter=letter, k=k) for k in report.at]
            + [tr("steps to {distance}", distance=_power(report.tolerance))] * best.known
            + [tr("distance") if best.known else tr("to the lowest")]
            + [tr("examples")] * looked
        ]
        for place, player in enumerate(self.players):
            row = [number(player.loss), str(player.k), *(self._loss_at(player, k) for k in report.at)]
            row += [self._steps_to(player, best)] if best.known else []
            row += [number(best.distance(player.theta)), *[str(evaluations_at(player, player.k))] * looked]
            cells = row if ascii else [cell.replace("-", "−") for cell in row]
            rows.append([self.letters[place], self.label(place, ascii), *cells])
        return rows

    def leader(self, ascii: bool = False) -> str:
        """Which run stands lowest, and which is next."""
        lowest, *others = self._by_loss()[:2] or (None,)
        words = self.lowest(ascii)
        if lowest is None or not others or self.players[others[0]].loss == self.players[lowest].loss:
            return words
        letter, loss = self.letters[others[0]], signed(self.players[others[0]].loss, ascii)
        return tr("{lowest}; next {letter} with {loss}", lowest=words, letter=letter, loss=loss)

    def _by_loss(self) -> list[int]:
        """The places of the runs that have not diverged, the lowest first."""
        standing = [place for place, player in enumerate(self.players) if player.state is not State.DIVERGED]
        return sorted(standing, key=lambda place: self.players[place].loss)

    def lowest(self, ascii: bool = False, *, named: bool = True) -> str:
        """Which run stands lowest, in a few words; not `named`, by its letter alone."""
        order = self._by_loss()
        if not order:
            return tr("all runs diverged") if self.race else tr("the run diverged")
        loss = self.players[order[0]].loss
        level = [place for place in order if self.players[place].loss == loss]
        if len(level) == len(self.players) and self.race:
            return tr("all runs are level")
        if len(level) > 1:
            letters = listed(sorted(self.letters[place] for place in level))
            return tr("lowest: {letters} with {loss}", letters=letters, loss=signed(loss, ascii))
        if not named:
            return tr("lowest: {letters} with {loss}", letters=self.letters[order[0]], loss=signed(loss, ascii))
        return tr(
            "lowest: {letter}, {name}, with {loss}",
            letter=self.letters[order[0]],
            name=self.label(order[0], ascii),
            loss=signed(loss, ascii),
        )

    @property
    def _on_data(self) -> bool:
        raise NotImplementedError

    def _standing(self) -> list[Player]:
        return [player for player in self.players if player.state is not State.DIVERGED]

    def _loss_at(self, player: Player, k: int) -> str:
        if player.k < k:
            return tr("diverged") if player.state is State.DIVERGED else ""
        return number(self._scouts.loss_at(player, k))

    def _steps_to(self, player: Player, best: Best) -> str:
        near = best.near(self.settings.report.tolerance, player.theta)
        found = self._scouts.first_within(player, best, near)
        if found.k is not None:
            return str(found.k)
        if not found.sure:
            return "..."
        return tr("never") if player.state.final else tr("not yet")


def signed(value: float, ascii: bool) -> str:
    """A number of four digits, with the minus of the typeset."""
    return number(value) if ascii else number(value).replace("-", "−")


def _power(tolerance: float) -> str:
    """1e-6, 0.001."""
    mantissa, mark, power = f"{tolerance:g}".partition("e")
    return f"{mantissa}e{int(power)}" if mark else mantissa
