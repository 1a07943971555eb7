"""Methods that divide by the size of the slope, and Newton's: what their rates mean is another thing.

Steps that are divided by the slope's size stay as long as the rate, however near the minimum is. Newton's rate is a
part of the way to the bottom of a parabola: above 2 every step leads further off.
"""

from __future__ import annotations

import numpy as np

from tutor.descent.diagnosis.evidence import Evidence
from tutor.descent.diagnosis.figures import apart, between, short
from tutor.descent.diagnosis.finding import Finding, Kind
from tutor.descent.diagnosis.trends import Trend, crossing
from tutor.descent.methods import Adam, AdamW, Newton, RMSProp
from tutor.messages import tr

AS_LONG = (0.2, 2.0)  # of the rate: a step that is as long as it says
SETTLED = 100  # steps, after which Adam's corrections for the start are nearly 1
LIKE_PARABOLA = 0.02  # how far a slope may be from (1 - rate) times the one before, as part of that


def newton_too_far(seen: Evidence) -> Finding | None:
    """On a parabola Newton's step multiplies every error by 1 - rate, and so the slope. Of any other loss more is said
    only where the last step did just that, or where the loss rises."""
    if type(seen.method) is not Newton or not seen.full_batch or not seen.rate > 2:
        return None
    rate, bound = between(seen.rate, 2.0)
    grows = tr("{apart} times", apart=apart(seen.rate - 1, 1.0))
    if _as_on_parabola(seen):
        why = tr("the slope turned round and grew {grows} in the last step", grows=grows)
    elif seen.next or seen.trend is Trend.RISING:
        why = tr("even on a parabola Newton's error would grow {grows} a step", grows=grows)
    else:
        return None
    return Finding(Kind.NEWTON, tr("α = {rate} is above {bound}: {why}", rate=rate, bound=bound, why=why))


def _as_on_parabola(seen: Evidence) -> bool:
    if len(seen.steps) < 2 or not seen.steady_rate:
        return False
    before, after = (step.gradient for step in seen.steps[-2:])
    turned = (1 - seen.rate) * before
    rounding = 1e-11 * (1 + float(np.abs(seen.player.theta).max()))
    return rounding < float(np.linalg.norm(after - turned)) + float(np.linalg.norm(turned)) and bool(
        np.linalg.norm(after - turned) <= LIKE_PARABOLA * np.linalg.norm(turned)
    )


def decay_too_large(seen: Evidence) -> Finding | None:
    """AdamW multiplies theta by 1 - rate * decay before it does anything else: below -1 theta grows."""
    method = seen.method
    if type(method) is not AdamW or not seen.rate * method.decay > 2 or len(seen.steps) < 2:
        return None
    before, after = (float(np.linalg.norm(step.theta)) for step in seen.steps[-2:])
    if not after > before:
        return None
    product, bound = between(seen.rate * method.decay, 2.0)
    times = apart(seen.rate * method.decay - 1, 1.0)
    return Finding(
        Kind.DECAY,
        tr(
            "α·decay = {product} is above {bound}: the decay alone turns {theta} round, {times} times as long",
            theta=seen.named.theta,
            product=product,
            bound=bound,
            times=times,
        ),
    )


def wobble(seen: Evidence) -> Finding | None:
    """To and fro, each component by about the rate."""
    if type(seen.method) not in (RMSProp, Adam, AdamW) or not seen.full_batch or len(seen.moves) < 3:
        return None
    longest = [float(np.abs(move).max()) / seen.rate for move in seen.moves if seen.rate]
    if not longest or not all(AS_LONG[0] < each < AS_LONG[1] for each in longest):
        return None
    if not crossing([step.theta for step in seen.steps]):
        return None
    return Finding(
        Kind.WOBBLE,
        tr(
            "{theta} wobbles: each step goes {short} to and fro, about the rate α = {short2}, since "
            "{title} divides the slope by its own size",
            theta=seen.named.theta,
            short=short(longest[-1] * seen.rate, 3),
            short2=short(seen.rate),
            title=seen.method.title,
        ),
    )


def stale_mean(seen: Evidence) -> Finding | None:
    """Near the minimum the mean of squares fades, and what Adam makes of the rate passes what is stable.

    On a quadratic loss, with rates d for the components: where the largest eigenvalue of sqrt(d) H sqrt(d) is above
    2(1 + beta1)/(1 - beta1), an error grows (the heavy ball's limit, for a velocity that is a mean; Cohen et al. 2022).
    """
    method, bends = seen.method, seen.curvature
    if type(method) is not Adam or bends is None or not bends.everywhere or not seen.full_batch:
        return None
    memory = seen.player.memory
    if seen.trend not in (Trend.RISING, Trend.SWINGING) or float(memory[2][0]) < SETTLED:
        return None
    sizes = np.sqrt(memory[1] / (1 - method.beta2 ** float(memory[2][0])))
    rates = seen.rate / (sizes + method.epsilon)
    hessian = (bends.vectors * bends.eigenvalues) @ bends.vectors.T
    steepest = float(np.linalg.eigvalsh(np.sqrt(rates)[:, None] * hessian * np.sqrt(rates)).max())
    limit = 2 * (1 + method.beta1) / (1 - method.beta1)
    if steepest <= limit:
        return None
    return Finding(
        Kind.STALE_MEAN,
        tr(
            "{trend}: the mean of squares has faded, so Adam's own rates reach {short}, {short2} "
            "times what is stable on this loss",
            trend=tr(seen.trend.value),
            short=short(float(rates.max()), 2),
            short2=short(steepest / limit, 3),
        ),
    )
