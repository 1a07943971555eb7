"""Hardly any progress: at a saddle or on a top, on a plateau, in a narrow valley, or by steps too small for the slope.

Whatever is said of a place without slope was looked up there: where the curvature leads, almost no slope must be left.
"""

from __future__ import annotations

import math

import numpy as np

from tutor.descent.curvature import Curvature, Nature
from tutor.descent.diagnosis.evidence import Evidence, newton_move
from tutor.descent.diagnosis.figures import apart, direction, short
from tutor.descent.diagnosis.finding import Finding, Kind
from tutor.descent.diagnosis.trends import Trend, trend_words
from tutor.descent.methods import GradientDescent, Momentum, Nesterov, Newton
from tutor.descent.problem import Vector
from tutor.messages import N_, tr

CLOSE = 0.05  # a slope this part of the first one, or a distance this part of 1 + |theta|: worth telling of
BETWEEN = 16  # places looked at on the way to lower ground: does the way there rise?
ROUNDING = 1e-13  # a part of the loss that rounding may have made
SLIGHT = 1e-2  # a slope over the length of theta that is this part of the loss: a plateau
PROBES = np.array([0.03, 0.1, 0.3, 1.0, 3.0])  # how far to look for lower ground, in lengths of theta
STAYS = 0.7  # of a bend, one of Newton's steps nearer to the flat place
SMALL = 1e-6  # a step this part of 1 + |theta|
CRAWL = 0.999  # a factor above it: more than 2,000 steps to a tenth of the error
HEADINGS = {Trend.FLAT: N_("flat to 4 digits"), Trend.FALLING: N_("still falling, but slowly")}
FAR_BELOW = 1e-2  # of the largest stable rate
WITH_FACTORS = (GradientDescent, Momentum, Nesterov)


def no_minimum(seen: Evidence) -> Finding | None:
    """Near a saddle, a maximum: nothing holds theta there but that the slope is small."""
    bends = seen.curvature
    if bends is None or not bends.bends_down or not seen.full_batch or (way := seen.flat_place) is None:
        return None
    far = float(np.linalg.norm(way))
    theta = float(np.linalg.norm(seen.player.theta))
    if far > CLOSE * (1 + theta) and seen.slope > CLOSE * float(np.linalg.norm(seen.first.gradient)):
        return None
    there = seen.bends(seen.player.theta + way)
    if there is None or there.nature not in (Nature.SADDLE, Nature.DOME) or not _stays(seen, way, there):
        return None
    kind, place = (Kind.SADDLE, tr("a saddle")) if there.nature is Nature.SADDLE else (Kind.MAXIMUM, tr("a maximum"))
    at = (
        tr("at {place}", place=place)
        if far <= 1e-7 * (1 + theta)
        else tr("about {short} from {place}", short=short(far, 3), place=place)
    )
    if type(seen.method) is Newton:
        at += tr("; Newton's method seeks any place without slope")
    return Finding(kind, f"{at}: {_way_down(seen, there)}")


def _stays(seen: Evidence, way: Vector, there: Curvature) -> bool:
    """Does the loss bend down at the flat place itself? Where it bends only as long as some slope is left, as beside
    the bottom of a curved valley, another of Newton's steps leaves little of it.
    """
    place = seen.player.theta + way
    nearer = seen.bends(place + newton_move(there, seen.problem.gradient(place)))
    return nearer is not None and nearer.bends_down and nearer.flattest < STAYS * there.flattest


def _way_down(seen: Evidence, there: Curvature) -> str:
    """Where the loss bends down most, and what becomes of an error along it."""
    vector = there.vectors[:, 0]
    if seen.named.alone:
        text = tr("f bends down there (f″ = {short})", short=short(there.flattest))
    else:
        text = tr(
            "along {direction} the loss bends down (λ = {short})",
            direction=direction(vector, seen.problem.names),
            short=short(there.flattest),
        )
    if type(seen.method) not in WITH_FACTORS:
        return text
    if not vector @ seen.player.gradient:
        return text + (
            tr(", but the slope here is exactly 0") if seen.named.alone else tr(", but the slope that way is exactly 0")
        )
    factor = abs(float(there.factors(seen.rate, seen.method)[0]))
    if factor <= 1:
        return text
    at_last = "" if type(seen.method) is GradientDescent else tr(" in the long run")
    grows = apart(factor, 1.0)
    if seen.named.alone:
        return tr(
            "{text}, the distance from it grows {apart} times a step{at_last}", text=text, apart=grows, at_last=at_last
        )
    return tr("{text}, an error there grows {apart} times a step{at_last}", text=text, apart=grows, at_last=at_last)


def runaway(seen: Evidence) -> Finding | None:
    """Down a slope that grows steeper by the factor that the curvature says."""
    bends = seen.curvature
    if bends is None or not bends.bends_down or type(seen.method) is not GradientDescent or not seen.full_batch:
        return None
    vector, factor = bends.vectors[:, 0], float(bends.factors(seen.rate)[0])
    measured = seen.ratio(vector)
    if measured is None or abs(measured - factor) > 0.02 * factor or factor <= 1.01 or seen.share(vector) < 0.7:
        return None
    trend, grew = trend_words(seen.player, seen.trend), apart(measured, 1.0)
    if seen.named.alone:
        text = tr(
            "{trend}: f bends down here (f″ = {short}), and the slope grew {apart} times in the last step",
            trend=trend,
            short=short(bends.flattest),
            apart=grew,
        )
        return Finding(Kind.RUNAWAY, text)
    text = tr(
        "{trend}: along {where} the loss bends down (λ = {short}), and the slope that way grew "
        "{apart} times in the last step",
        trend=trend,
        where=direction(vector, seen.problem.names),
        short=short(bends.flattest),
        apart=grew,
    )
    return Finding(Kind.RUNAWAY, text)


def plateau(seen: Evidence) -> Finding | None:
    """The loss is flat to four digits and has hardly a slope, and yet this is no minimum: it is lower further on.

    Lower ground beyond a rise is none of its own: a run does not get there, and where it settles may well be a minimum.
    """
    if seen.trend is not Trend.FLAT or not seen.full_batch or not slight(seen) or hasattr(seen.problem, "hessian"):
        return None
    step = float(np.linalg.norm(seen.moves[-1]))
    text = tr(
        "on a plateau: the slope is {short}, and a step moves {theta} by {short2}",
        theta=seen.named.theta,
        short=short(seen.slope, 3),
        short2=short(step, 3),
    )
    if (beyond := _lower_ground(seen)) is not None:
        distance, there = beyond
        if _rises_before(seen, distance):
            return _local_minimum(seen, distance, there)
        text += tr(
            "; no minimum: {short} further on {the_loss} is {short2}",
            short=short(distance, 3),
            the_loss=seen.named.the_loss,
            short2=short(there),
        )
        return Finding(Kind.PLATEAU, text)
    if seen.curvature is not None and seen.curvature.bends_down:
        if seen.named.alone:
            return Finding(Kind.PLATEAU, tr("{text}; no minimum: f bends down here", text=text))
        where = direction(seen.curvature.vectors[:, 0], seen.problem.names)
        return Finding(
            Kind.PLATEAU, tr("{text}; no minimum: along {where} the loss bends down", text=text, where=where)
        )
    return None


def _lower_ground(seen: Evidence) -> tuple[float, float] | None:
    """A distance straight down the slope, and the loss there, where that is clearly lower; None where none is found."""
    if not seen.slope or seen.large:
        return None
    loss = seen.player.loss
    for distance in PROBES * (1 + float(np.linalg.norm(seen.player.theta))):
        there = _loss_ahead(seen, distance)
        if there < loss - SLIGHT * abs(loss):
            return float(distance), there
    return None


def _loss_ahead(seen: Evidence, distance: float) -> float:
    """So far straight down the slope."""
    return seen.problem.loss(seen.player.theta - distance * seen.player.gradient / seen.slope)


def _rises_before(seen: Evidence, distance: float) -> bool:
    """Is the loss anywhere on the way there above what it is here, or no number at all?"""
    between = np.arange(1, BETWEEN) * distance / BETWEEN
    return not all(_loss_ahead(seen, part) <= seen.player.loss for part in between)


def _local_minimum(seen: Evidence, distance: float, lower: float) -> Finding | None:
    """Near a place without slope around which the loss bends up every way, though there is lower ground."""
    way = seen.flat_place
    there = seen.bends(seen.player.theta + way) if way is not None else None
    if way is None or there is None or there.nature is not Nature.BOWL:
        return None
    far = float(np.linalg.norm(way))
    length = 1 + float(np.linalg.norm(seen.player.theta))
    if far > CLOSE * length:
        return None
    return Finding(
        Kind.MINIMUM,
        tr(
            "{at}, not the lowest place: {short} further on, beyond a rise, {the_loss} is {short2}",
            the_loss=seen.named.the_loss,
            at=tr("at a local minimum")
            if far <= 1e-7 * length
            else tr("about {short} from a local minimum", short=short(far, 3)),
            short=short(distance, 3),
            short2=short(lower),
        ),
    )


def valley(seen: Evidence) -> Finding | None:
    """What is left to do is along one direction, which hardly bends."""
    bends = seen.curvature
    if seen.trend not in HEADINGS or bends is None or type(seen.method) is not GradientDescent:
        return None
    if not (seen.full_batch and seen.leg.steady and bends.nature in (Nature.BOWL, Nature.TROUGH)):
        return None
    if (way := seen.flat_place) is None:
        return None
    slow = int(np.argmax(np.abs(bends.eigenvalues) > bends.zero))
    vector, factor = bends.vectors[:, slow], float(bends.factors(seen.rate)[slow])
    # what the parabola that touches the loss here has below it, and what of that lies along the slow direction
    slope, ahead = seen.player.gradient, float(vector @ way)
    every, left = -float(slope @ way) / 2, -float(vector @ slope) * ahead / 2
    if not (left > 0.5 * every and 0.5 < factor < 1 and abs(ahead) > 0.7 * float(np.linalg.norm(way))):
        return None
    limit = bends.limit(seen.method)
    if seen.trend is Trend.FALLING and not (factor > CRAWL and left > SLIGHT * abs(seen.player.loss)):
        return None
    if limit is None or (seen.trend is Trend.FALLING and seen.rate < FAR_BELOW * limit):
        return None  # slow, but for its rate
    about = "" if bends.everywhere else tr("about ")
    if seen.named.alone:
        text = tr(
            "{heading}: a step leaves {about}{apart} of the way to the minimum, and f is {about}{short} above it",
            heading=tr(HEADINGS[seen.trend]),
            about=about,
            apart=apart(factor, 1.0),
            short=short(every, 3),
        )
        return Finding(Kind.VALLEY, text)
    where = direction(vector, seen.problem.names)
    return Finding(
        Kind.VALLEY,
        tr(
            "{heading}: a step leaves {about}{apart} of the error along {where}, with {about}{short} of loss to go",
            heading=tr(HEADINGS[seen.trend]),
            about=about,
            apart=apart(factor, 1.0),
            where=where,
            short=short(every, 3),
        ),
    )


def tiny_rate(seen: Evidence) -> Finding | None:
    """It is not the slope that is small."""
    step = float(np.linalg.norm(seen.moves[-1]))
    if seen.trend is not Trend.FLAT or not seen.full_batch or type(seen.method) is not GradientDescent:
        return None
    if step > SMALL * (1 + float(np.linalg.norm(seen.player.theta))) or slight(seen):
        return None
    limit = seen.curvature.limit(seen.method) if seen.curvature is not None else None
    if limit is not None and seen.rate > FAR_BELOW * limit:
        return None  # a larger one would help little
    return Finding(
        Kind.TINY_RATE,
        tr(
            "flat to 4 digits: a step moves {theta} by {short} only, though the slope is {short2}; "
            "α = {short3} is small",
            theta=seen.named.theta,
            short=short(step, 3),
            short2=short(seen.slope, 3),
            short3=short(seen.rate),
        ),
    )


def slight(seen: Evidence) -> bool:
    """Would going as far as theta is long change the loss by little, by the slope here?"""
    return _reach(seen) <= SLIGHT


def level(seen: Evidence) -> bool:
    """Would it change the loss by no more than rounding does? Then nothing is left of the slope."""
    return _reach(seen) <= ROUNDING


def _reach(seen: Evidence) -> float:
    """What going as far as theta is long would change the loss by, by the slope here: a part of the loss itself, or of
    what it has fallen by."""
    whole = max(abs(seen.player.loss), abs(seen.player.first_loss - seen.player.loss))
    change = seen.slope * (1 + float(np.linalg.norm(seen.player.theta)))
    return change / whole if whole else math.inf if change else 0.0
