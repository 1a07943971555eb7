"""Steps that are too long: past the valley, from side to side, ever further out; and momentum, where that is no fault.

On a quadratic loss the error along an eigenvector is multiplied by 1 - rate*lambda at each step of plain descent. For
any other loss that is claimed only where the last step did just that.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from tutor.descent.curvature import Curvature, stable_span
from tutor.descent.diagnosis.evidence import Evidence
from tutor.descent.diagnosis.figures import apart, between, direction, short
from tutor.descent.diagnosis.finding import Finding, Kind
from tutor.descent.diagnosis.trends import Trend
from tutor.descent.methods import GradientDescent, Momentum, Nesterov
from tutor.descent.problem import Vector
from tutor.messages import tr

LIKE_THEORY = 0.02  # how far a factor that was measured may be from 1 - rate*lambda
LIMITS = {"gd": "2/λmax", "momentum": "2(1 + β)/λmax", "nesterov": "2(1 + β)/((1 + 2β)λmax)"}
# How far above a limit a rate must be, as part of it, so that it is no matter of rounding, or of differences.
EXACTLY, NEARLY = 1e-12, 1e-6
ALIKE = 0.05  # two ratios, as part of one
SHOWN = 1e-3  # a rise, as part of the loss: four digits show it, and no rounding makes it
UNCHANGED = 1e-6  # part of the curvature
MOSTLY, SEEN = 0.7, 0.3  # of a move


def blow_up(seen: Evidence) -> Finding | None:
    """The rate is above the limit of a quadratic loss, and there is an error for it to enlarge."""
    bends = seen.curvature
    if bends is None:
        return _above_known_limit(seen)
    limit = bends.limit(seen.method) if seen.full_batch else None
    if limit is None or not _above(seen.rate, limit, bends):
        return None
    vector = bends.vectors[:, -1]
    if not (_error_along(seen, bends, vector) and _as_theory_says(seen, bends)):
        return None
    factor = abs(float(bends.factors(seen.rate, seen.method)[-1]))
    rate, bound = between(seen.rate, limit)
    where, here = direction(vector, seen.problem.names), "" if bends.everywhere else " here"
    plain = type(seen.method) is GradientDescent
    grows = tr("grew") if seen.next else tr("grows")
    times = tr("{apart} times", apart=apart(factor, 1.0))
    if seen.named.alone:
        pace = _pace_alone(seen, times)
    elif plain and not bends.everywhere:
        pace = tr("the error along {where} grew {times} in the last step", where=where, times=times)
    elif not seen.steady_rate:
        pace = tr("at this rate the error along {where} {grows} {times} a step", where=where, grows=grows, times=times)
    else:
        pace = tr(
            "the error along {where} {grows} {times} a step{at_last}",
            where=where,
            grows=grows,
            times=times,
            at_last="" if plain else tr(" in the long run"),
        )
    why = tr(
        "α = {rate} is above {limits} = {bound}{here}: {pace}",
        rate=rate,
        limits=_limits(seen),
        bound=bound,
        here=here,
        pace=pace,
    )
    falling = not seen.next and seen.trend is Trend.FALLING
    return Finding(Kind.BLOW_UP, tr("still falling, but {why}", why=why) if falling else why)


def _pace_alone(seen: Evidence, times: str) -> str:
    """The same of f of one variable: what was measured is its slope, and there is one line to go along."""
    if type(seen.method) is GradientDescent:
        return tr("the slope grew {times} in the last step", times=times)
    at_last = tr(" in the long run") if seen.steady_rate else ""
    return tr("at this rate the slope grows {times} a step{at_last}", times=times, at_last=at_last)


def _limits(seen: Evidence) -> str:
    """How the largest stable rate of the method is written; of one variable the curvature is f″."""
    written = LIMITS[seen.method.name]
    return written.replace("λmax", "f″") if len(seen.first.theta) == 1 else written


def _above_known_limit(seen: Evidence) -> Finding | None:
    """For a least-squares problem of many parameters: the limit is known, its direction is not looked at.

    There plain descent makes the loss rise only where an error grows, which it does only above the limit.
    """
    limit = getattr(seen.problem, "largest_stable_rate", None)
    if limit is None or not (type(seen.method) is GradientDescent and seen.full_batch and seen.rate > limit):
        return None
    rate, bound = between(seen.rate, limit)
    return Finding(
        Kind.BLOW_UP,
        tr(
            "α = {rate} is above 2/λmax = {bound}: the error along the steepest direction grows", rate=rate, bound=bound
        ),
    )


def above_at_start(seen: Evidence) -> str | None:
    """Where a loss that is no parabola has thrown theta out: the limit where it began, if the rate was above that."""
    bends = seen.bends(seen.first.theta)
    limit = bends.limit(seen.method) if bends is not None else None
    if limit is None or not seen.rate > limit or not seen.full_batch:
        return None
    rate, bound = between(seen.rate, limit)
    return tr(
        "α = {rate} is above {limits} = {bound} at the start; try a smaller rate",
        rate=rate,
        limits=_limits(seen),
        bound=bound,
    )


def momentum_rise(seen: Evidence) -> Finding | None:
    """The loss went up because the velocity pointed uphill."""
    if type(seen.method) not in (Momentum, Nesterov) or not seen.full_batch or seen.trend is not Trend.RISING:
        return None
    if not (len(seen.steps) > 2 and _uphill(seen)):
        return None
    text = tr("rising: momentum carries {theta} uphill", theta=seen.named.theta)
    bends = seen.curvature
    limit = bends.limit(seen.method) if bends is not None else None
    if bends is not None and limit is not None and seen.rate < limit and seen.steady_rate:
        rate, bound = between(seen.rate, limit)
        name = _limits(seen)
        settles = tr(", so this is overshoot and settles") if bends.everywhere and seen.to_stay else tr(" here")
        text += tr(
            "; α = {rate} is below {name} = {bound}{settles}", rate=rate, name=name, bound=bound, settles=settles
        )
    return Finding(Kind.MOMENTUM_RISE, text)


def overshoot(seen: Evidence) -> Finding | None:
    """The last step went down at first and ended higher: there is a lowest place between."""
    if type(seen.method) is not GradientDescent or not seen.full_batch:
        return None
    before, after = seen.steps[-2:]
    if not (after.loss > before.loss and _uphill(seen) and float(seen.moves[-1] @ before.gradient) < 0):
        return None
    text = tr(
        "the last step went past the valley and up beyond it, from {short} to {short2}",
        short=short(before.loss),
        short2=short(after.loss),
    )
    bends = seen.curvature
    limit = bends.limit(seen.method) if bends is not None else None
    if bends is not None and limit is not None and seen.rate > limit and not bends.everywhere:
        rate, bound = between(seen.rate, limit)
        text += tr("; α = {rate} is above {limits} = {bound} here", rate=rate, limits=_limits(seen), bound=bound)
    return Finding(Kind.OVERSHOOT, text)


def leap(seen: Evidence) -> Finding | None:
    """The loss falls at both ends of a step and is higher behind it: nothing that falls all the way is so."""
    if not seen.full_batch:
        return None
    for before, after in reversed(list(pairwise(seen.steps))):
        move = after.theta - before.theta
        seen_to_rise = after.loss - before.loss > SHOWN * max(abs(before.loss), abs(after.loss))
        if seen_to_rise and max(float(move @ before.gradient), float(move @ after.gradient)) < 0:
            ends = tr("the last step") if after is seen.steps[-1] else tr("step {k}", k=after.k)
            rose = tr("from {short} to {short2}", short=short(before.loss), short2=short(after.loss))
            return Finding(
                Kind.LEAP,
                tr(
                    "{ends} leapt {rose} where {the_loss} falls at both ends: a hill or a break lies between",
                    the_loss=seen.named.the_loss,
                    ends=ends,
                    rose=rose,
                ),
            )
    return None


def oscillation(seen: Evidence) -> Finding | None:
    """Each step goes back along the line of the one before, for three steps at least."""
    if type(seen.method) is not GradientDescent or not seen.full_batch or len(seen.moves) < 3 or not seen.steady_rate:
        return None
    last, length = seen.moves[-1], float(np.linalg.norm(seen.moves[-1]))
    sizes = [float(move @ last) / length for move in seen.moves] if length else []
    if not _alternating(sizes) or not _in_line(seen, sizes):
        return _zigzag(seen)
    kept = abs(sizes[-1] / sizes[-2])
    if abs(kept - 1) < 1e-6:
        how = tr("each step is as long as the one before")
    elif kept < 1:
        earlier = abs(sizes[-2] / sizes[-3])
        which = tr("each") if earlier < 1 and abs(kept - earlier) < ALIKE * kept else tr("the last")
        how = tr("{which} step is {apart} of the one before", which=which, apart=apart(kept, 1.0))
    else:
        return None
    if seen.named.alone:
        line = tr("{theta} swings from side to side", theta=seen.named.theta)
    else:
        line = tr("theta swings from side to side along {where}", where=direction(last / length, seen.problem.names))
    return Finding(Kind.OSCILLATION, f"{_heading(seen)}{line}; {how}")


def _zigzag(seen: Evidence) -> Finding | None:
    """From side to side along the steepest direction, while theta goes on along another."""
    bends = seen.curvature
    if bends is None or len(seen.player.theta) < 2:
        return None
    vector = bends.vectors[:, -1]
    sizes = [float(move @ vector) for move in seen.moves]
    lengths = map(float, map(np.linalg.norm, seen.moves))
    if not _alternating(sizes) or any(abs(a) < SEEN * b for a, b in zip(sizes, lengths, strict=True)):
        return None
    kept = abs(sizes[-1] / sizes[-2])
    if kept > 1 + NEARLY or abs(kept - abs(sizes[-2] / sizes[-3])) > ALIKE * kept:
        return None
    how = (
        tr("goes back {apart} of the one before", apart=apart(kept, 1.0))
        if kept < 1 - NEARLY
        else tr("goes back all of the one before")
    )
    where = direction(vector, seen.problem.names)
    return Finding(
        Kind.OSCILLATION,
        tr("{heading}theta zigzags: along {where} each step {how}", heading=_heading(seen), where=where, how=how),
    )


def _alternating(sizes: list[float]) -> bool:
    return bool(sizes) and all(a * b < 0 for a, b in pairwise(sizes))


def _above(rate: float, limit: float, bends: Curvature) -> bool:
    return rate > limit * (1 + (EXACTLY if bends.everywhere else NEARLY))


def _heading(seen: Evidence) -> str:
    return {Trend.FALLING: tr("falling, but "), Trend.SWINGING: tr("up and down: ")}.get(seen.trend, "")


def _in_line(seen: Evidence, sizes: list[float]) -> bool:
    """Do all the moves run along the line of the last one, for the most part?"""
    lengths = map(float, map(np.linalg.norm, seen.moves))
    return all(abs(size) >= MOSTLY * length for size, length in zip(sizes, lengths, strict=True))


def _uphill(seen: Evidence) -> bool:
    """Did the last step end where going on in its direction climbs?"""
    return float(seen.moves[-1] @ seen.steps[-1].gradient) > 0


def _error_along(seen: Evidence, bends: Curvature, vector: Vector) -> bool:
    """Is there an error along the direction, beyond what rounding makes?"""
    size = abs(float(vector @ seen.player.gradient))
    return size > 1e-12 * bends.steepest * float(np.linalg.norm(seen.player.theta)) and size > 0


def _as_theory_says(seen: Evidence, bends: Curvature) -> bool:
    """Does the theory of a quadratic loss hold here? Without doubt on one; else as far as the last steps tell."""
    if bends.everywhere:
        return True
    if type(seen.method) is GradientDescent:
        factor = float(bends.factors(seen.rate)[-1])
        measured = seen.ratio(bends.vectors[:, -1])
        return measured is not None and abs(measured - factor) <= LIKE_THEORY * abs(factor)
    if seen.player.loss <= seen.player.first_loss:
        return False
    earlier = [seen.bends(seen.steps[0].theta), seen.bends(seen.first.theta)]
    return stable_span(seen.method) is not None and all(
        each is not None and np.abs(each.eigenvalues - bends.eigenvalues).max() <= UNCHANGED * bends.steepest
        for each in earlier
    )
