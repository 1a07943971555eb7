"""Batches: the loss goes up and down from step to step, so only means over many steps are compared.

A constant rate leaves a floor that grows with it (Robbins & Monro 1951; Bottou, Curtis & Nocedal 2018, section 4). That
a run has come to it is said only when the means of the last two quarters are as alike as the noise allows, and, on a
quadratic loss, when the slowest direction has had the time to forget the start.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tutor.descent.diagnosis.evidence import Evidence
from tutor.descent.diagnosis.figures import short, steps
from tutor.descent.diagnosis.finding import Finding, Kind
from tutor.descent.diagnosis.trends import FLAT
from tutor.descent.methods import GradientDescent
from tutor.descent.problem import LeastSquares, Vector
from tutor.descent.schedules import CONSTANT
from tutor.messages import tr

ENOUGH = 16  # recorded losses in a quarter
FORGOTTEN = 0.02  # of the first error, along the slowest direction, half a run ago
ALIKE, UNLIKE = 0.3, 0.5  # of what the loss has above the lowest one seen
CHANCE = 3  # times what chance alone would part two means by
NOISE = 1e-10  # of the first loss: less than that is rounding


@dataclass(frozen=True, slots=True)
class Quarters:
    """The last quarter of a leg against the one before: means of the losses recorded (of a long run the least and the
    greatest of each stretch), how far chance alone would part them, and the lowest and the highest of the last one.
    """

    before: float
    last: float
    chance: float
    low: float
    high: float
    least: float  # of the whole run
    steps: int  # in a quarter

    @property
    def level(self) -> bool:
        return abs(self.before - self.last) <= min(CHANCE * self.chance, ALIKE * (self.last - self.least))

    @property
    def clear(self) -> bool:
        """Is it certain which of the two means is the lower?"""
        apart, above = abs(self.before - self.last), max(self.before, self.last) - self.least
        return apart > CHANCE * self.chance or apart > UNLIKE * above


def on_average(seen: Evidence) -> str:
    """What the loss does on average, in words; of the last step alone while there are too few."""
    quarters = quarters_of(seen)
    if quarters is None:
        before, after = seen.player.recent(2)[-2:]
        return tr("the last batch led down") if after.loss < before.loss else tr("the last batch did not lead down")
    if not quarters.clear:
        return tr("no clear way down or up from batch to batch")
    if abs(quarters.before - quarters.last) <= FLAT * abs(quarters.last):
        return tr("flat to 4 digits on average, while each batch moves theta")
    return f"{'falling' if quarters.last < quarters.before else 'rising'} on average, up and down with the batches"


def noise_floor(seen: Evidence) -> Finding | None:
    """The batches undo one another: the loss hovers."""
    quarters = quarters_of(seen)
    if quarters is None or seen.leg.schedule != CONSTANT or not quarters.level or not _forgotten(seen):
        return None
    if quarters.last - quarters.least <= NOISE * abs(seen.player.first_loss):
        return None
    batches = seen.leg.batches
    size = batches.size if batches is not None else 0
    text = tr(
        "hovers between {short} and {short2} for {steps}",
        short=short(quarters.low),
        short2=short(quarters.high),
        steps=steps(quarters.steps),
    )
    if isinstance(seen.problem, LeastSquares):
        far = float(np.linalg.norm(seen.player.theta - seen.problem.best_theta))
        text += tr(", {short} from the best theta", short=short(far))
    return Finding(Kind.NOISE_FLOOR, tr("{text}: batches of {size} pull different ways", text=text, size=size))


def quarters_of(seen: Evidence) -> Quarters | None:
    """From what the trace keeps of this leg."""
    ks, _, losses = seen.recorded
    begin, end = seen.leg.k, seen.player.k
    last = losses[ks > end - (end - begin) // 4]
    before = losses[(ks > end - (end - begin) // 2) & (ks <= end - (end - begin) // 4)]
    if min(len(last), len(before)) < ENOUGH:
        return None
    chance = _spread(before) + _spread(last)
    ends = float(last.min()), float(last.max())
    return Quarters(float(before.mean()), float(last.mean()), chance, *ends, float(losses.min()), (end - begin) // 4)


def _spread(losses: Vector) -> float:
    """How far chance moves the mean: from the means of eight stretches, since neighbours are alike."""
    means = [float(stretch.mean()) for stretch in np.array_split(losses, 8)]
    return float(np.std(means) / np.sqrt(len(means)))


def _forgotten(seen: Evidence) -> bool:
    """Has the slowest direction of a quadratic loss had the time to settle? True where that cannot be worked out."""
    bends = seen.curvature
    if bends is None or not bends.everywhere or type(seen.method) is not GradientDescent:
        return True
    needed = bends.steps_left(seen.rate, FORGOTTEN)
    return needed is not None and needed <= (seen.player.k - seen.leg.k) // 2
