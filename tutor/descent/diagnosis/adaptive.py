"""Methods that divide by the size of the slope: their steps stay as long as the rate, however near the minimum is."""

from __future__ import annotations

import numpy as np

from tutor.descent.diagnosis.evidence import Evidence
from tutor.descent.diagnosis.figures import short
from tutor.descent.diagnosis.finding import Finding, Kind
from tutor.descent.diagnosis.trends import Trend, crossing
from tutor.descent.methods import Adam, AdamW, RMSProp

AS_LONG = (0.2, 2.0)  # of the rate: a step that is as long as it says
SETTLED = 100  # steps, after which Adam's corrections for the start are nearly 1


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
        f"theta wobbles: each step goes {short(longest[-1] * seen.rate, 3)} to and fro, about the rate "
        f"α = {short(seen.rate)}, since {seen.method.title} divides the slope by its own size",
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
        f"{seen.trend.value}: the mean of squares has faded, so Adam's own rates reach {short(float(rates.max()), 2)}, "
        f"{short(steepest / limit, 3)} times what is stable on this loss",
    )
