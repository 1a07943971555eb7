"""Steps that have been made too small: by a schedule whose rates add up to little, or by AdaGrad's sum of squares.

"Too small to arrive" is proved or not said. On a quadratic loss the gradient of plain descent never grows while the
rate is at most 2/lambda_max, so the way still to go is at most what is left of the rates times the slope. With batches
of a least-squares problem no example's slope exceeds G + L T on a way of length T, with L the longest row squared.
"""

from __future__ import annotations

import numpy as np

from tutor.descent.diagnosis.evidence import Evidence
from tutor.descent.diagnosis.figures import at_most, short, steps
from tutor.descent.diagnosis.finding import Finding, Kind
from tutor.descent.diagnosis.stalls import slight
from tutor.descent.diagnosis.trends import Trend
from tutor.descent.legs import Leg
from tutor.descent.methods import AdaGrad, GradientDescent
from tutor.descent.problem import LeastSquares
from tutor.descent.schedules import Cosine, Exponential, Halving, Inverse
from tutor.messages import tr

FALLING = (Inverse, Exponential, Halving, Cosine)  # these never rise again, but for a warm-up
HALF = 0.5  # of the way: where the steps left reach no further, they do not arrive
AT_MOST = 200_000  # numbers in X: more are not gone through at each frame
ARRIVED = 1e-3  # of the distance at the start: nearer than that nothing is amiss
SHRUNK = 1e-2  # of the first


def scheduled(seen: Evidence) -> Finding | None:
    """The rates that are left cannot bring theta to the minimum; or all that is small in a step is its rate."""
    schedule, k, until = seen.leg.schedule, seen.player.k, seen.player.budget
    warm = getattr(schedule, "warm_up", 0)
    if type(schedule) not in FALLING or k < warm or seen.leg is not seen.player.legs[-1]:
        return None
    since = k if k < until else max(warm, (seen.leg.k + k) // 2)  # with no step left, of the second half of the leg
    left = rates_left(seen.leg, since, until)
    bound = _reach(seen, left)
    if bound is None:
        return _small_rate(seen)
    reach, far = bound
    if reach >= HALF * far or far <= ARRIVED * _far_at_first(seen):
        return None
    counted = steps(until - since)
    sum_of = (
        tr("the rates of the {steps}", steps=counted)
        if k < until
        else tr("the rates of the last {steps}", steps=counted)
    )
    if k == until:
        text = tr(
            "{sum_of} add up to at most {at_most}, and the minimum is {short} away",
            sum_of=sum_of,
            at_most=at_most(left),
            short=short(far),
        )
        return Finding(Kind.VANISHING, text)
    return Finding(
        Kind.VANISHING,
        tr(
            "{sum_of} left add up to {rest}: theta moves by at most {at_most} more, and the minimum is {short} away",
            sum_of=sum_of,
            rest=tr("at most {rate}", rate=at_most(left)) if left else 0,
            at_most=at_most(reach),
            short=short(far),
        ),
    )


def halted(seen: Evidence) -> Finding | None:
    """The schedule's rate was 0 in the last step: no method moves theta then."""
    if seen.rate != 0:
        return None
    return Finding(
        Kind.VANISHING,
        tr(
            "the schedule made α 0 at k = {value}, so {theta} stays where it is",
            value=seen.player.k - 1,
            theta=seen.named.theta,
        ),
    )


def rates_left(leg: Leg, k: int, until: int) -> float:
    """A little more than the rates of the steps k ... until - 1 add up to, if they do not rise: in about 100 looks."""
    total, here, width = 0.0, k, 1
    while here < until:
        count = min(width, until - here)
        total += count * leg.rate_at(here)
        here, width = here + count, 1 + (here + count - k) // 8
    return total


def adagrad(seen: Evidence) -> Finding | None:
    """The sum of squares has made the steps short, and the slope is still there."""
    if type(seen.method) is not AdaGrad or not seen.full_batch or slight(seen):
        return None
    step, first = float(np.abs(seen.moves[-1]).max()), seen.leg.rate_at(seen.leg.k)
    if step > SHRUNK * first or seen.slope < SHRUNK * float(np.linalg.norm(seen.first.gradient)):
        return None
    return Finding(
        Kind.VANISHING,
        tr(
            "AdaGrad's sum of squares only grows: a step now moves {theta} by {short}, at first by "
            "{short2}, though the slope is {short3}",
            theta=seen.named.theta,
            short=short(step, 3),
            short2=short(first),
            short3=short(seen.slope, 3),
        ),
    )


def _reach(seen: Evidence, left: float) -> tuple[float, float] | None:
    """How far theta can still move at most, and how far the minimum is; None where nothing is proved of it."""
    if type(seen.method) is not GradientDescent:
        return None
    bends = seen.curvature
    if bends is None or not bends.everywhere or seen.flat_place is None:
        return None
    far = float(np.linalg.norm(seen.flat_place))
    if seen.full_batch:
        stable = seen.leg.rate_at(seen.player.k) * bends.steepest <= 2
        return (left * seen.slope, far) if stable else None
    problem = seen.problem
    if not isinstance(problem, LeastSquares) or problem.X.size > AT_MOST:
        return None
    lengths = np.linalg.norm(problem.X, axis=1)
    steepest = float((np.abs(problem.errors(seen.player.theta)) * lengths).max())
    grows = left * float(lengths.max()) ** 2
    return (left * steepest / (1 - grows), far) if grows < 1 else None


def _far_at_first(seen: Evidence) -> float:
    """How far the minimum that is nearest now was at the start."""
    way = seen.flat_place
    return float(np.linalg.norm(seen.player.theta + way - seen.first.theta)) if way is not None else 0.0


def _small_rate(seen: Evidence) -> Finding | None:
    if not seen.full_batch or not seen.moves or seen.trend is not Trend.FLAT or slight(seen):
        return None
    now, first = seen.rate, seen.leg.rate
    if not 0 < now <= SHRUNK * first:
        return None
    step = float(np.linalg.norm(seen.moves[-1]))
    return Finding(
        Kind.VANISHING,
        tr(
            "the schedule has brought α from {short} down to {short2}: a step moves {theta} by "
            "{short3} only, though the slope is {short4}",
            theta=seen.named.theta,
            short=short(first),
            short2=short(now, 3),
            short3=short(step, 3),
            short4=short(seen.slope, 3),
        ),
    )
