"""What the panes draw of a descent: rows of numbers, loss curves, the paths over the surface.

All of it is bounded, however long the runs and however large the data, and everything in it is finite (heights and
curves may hold nan for 'nothing here'). The fit is in `_descend_fit`.

A run is told from the others by its `mark`, the letter A to F (where it is drawn), and by its `style`, 0 to 5 (which
line it has); both stay its own when others are dropped.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tutor.descent.words import number
from tutor.lesson.losses import Loss
from tutor.messages import tr
from tutor.scenes._descend_align import EVALUATIONS, evaluations_along, evaluations_at
from tutor.scenes._descend_traces import Traces
from tutor.scenes._problem import Array, shown_names

MOST_POINTS = 400  # of a path
LOOK_AHEAD = 12  # steps that the first window already has room for
HELD = 0.02  # of the window: how far the run in focus moves before a cut is taken anew while it plays


@dataclass(frozen=True, slots=True, eq=False)
class LossCurve:
    """The losses of a run: `ks` (steps, or gradients looked at where runs are aligned so) and losses, both (p,)."""

    label: str
    focused: bool
    ks: Array
    losses: Array
    mark: str = "A"
    style: int = 0


class Views(Traces):
    """The part of a DescendScene that is looked at."""

    log: bool
    align: str

    # theta

    def headings(self, ascii: bool = False) -> list[str]:
        """`k`, each theta, each slope, the loss."""
        names = shown_names(self.settings.names, ascii)
        return ["k", *names, *self._slopes_of(names, ascii), self.letter]

    def _slopes_of(self, names: Sequence[str], ascii: bool) -> list[str]:
        """`∂J/∂θ₀`; `f′(x)` of one variable, which has no partial slopes."""
        if len(names) == 1:
            prime = "'" if ascii else "′"
            return [f"{self.letter}{prime}({names[0]})"]
        curl = "d" if ascii else "∂"
        return [f"{curl}{self.letter}/{curl}{name}" for name in names]

    @property
    def letter(self) -> str:
        """J for a loss on data, f for a function."""
        return "J" if isinstance(self.settings.goal, Loss) else "f"

    def rows(self, n: int = 12, ascii: bool = False, digits: int = 5) -> list[list[str]]:
        """The last n steps of the run in focus, the newest last; cells as in `headings`."""
        rows = []
        for step in self.players[self.focus].recent(max(1, n)):
            values = [*step.theta.tolist(), *step.gradient.tolist(), step.loss]
            cells = [number(value, digits) for value in values]
            rows.append([str(step.k), *(cells if ascii else (cell.replace("-", "−") for cell in cells))])
        return rows

    def table(self, ascii: bool = False) -> list[list[str]]:
        return [self.headings(ascii), *self.rows(ascii=ascii)]

    # loss

    def losses(self, ascii: bool = False) -> list[LossCurve]:
        """One curve a run, in their order, not more than about 2,000 points each."""
        curves = []
        for place, live in enumerate(self._live):
            ks, _, losses = self._trace(place)
            label, focused = self.label(place, ascii), place == self.focus
            curves.append(LossCurve(label, focused, self._along(place, ks), losses, live.letter, self.styles[place]))
        return curves

    @property
    def x_name(self) -> str:
        """What runs along the axis of the losses."""
        return tr("examples") if self.align == EVALUATIONS else "k"

    def _along(self, place: int, ks: Array) -> Array:
        """Steps, or the gradients that they looked at."""
        if self.align != EVALUATIONS:
            return ks
        return evaluations_along(self.players[place], ks)

    @property
    def uses_log(self) -> bool:
        """Is the loss drawn on a logarithmic scale? Only where it is wished and every loss is above 0."""
        return self.log and all(bool((self._trace(place)[2] > 0).all()) for place in range(len(self.players)))

    def rate_marks(self) -> list[tuple[int, float]]:
        """(k, new rate) where the rate of the run in focus was changed, as far as it has come; k as in `losses`."""
        player = self.player
        changes = [(k, rate) for k, rate in player.rate_changes if k <= player.k]
        if self.align == EVALUATIONS:
            return [(evaluations_at(player, k), rate) for k, rate in changes]
        return changes
