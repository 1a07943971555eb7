"""What can be found out about a run: the kinds, each with the sentence that says it of this run."""

from __future__ import annotations

import enum
from dataclasses import dataclass


class Kind(enum.Enum):
    OVERSHOOT = "overshoot"  # a step past the lowest place of its line, to a higher loss
    OSCILLATION = "oscillation"  # each step undoes the one before
    BLOW_UP = "blow-up"  # the rate is above the limit, and the error grows
    MOMENTUM_RISE = "momentum rise"  # carried uphill, and no divergence
    SADDLE = "saddle"  # a stationary place from which there is a way down
    MAXIMUM = "maximum"
    RUNAWAY = "runaway"  # the loss bends down, and theta runs that way
    SEPARABLE = "separable"  # no theta is best
    GUESSING = "guessing"  # a classifier that still answers the same to everything
    PLATEAU = "plateau"  # hardly a slope, and no minimum is in sight
    MINIMUM = "local minimum"  # the run settles, though there is lower ground beyond a rise
    VALLEY = "valley"  # all that is left to do is along a direction that hardly bends
    VANISHING = "vanishing step"  # a schedule or a sum of squares made the steps too small
    TINY_RATE = "tiny rate"  # a good slope, and steps that are too small for it
    NOISE_FLOOR = "noise floor"  # batches that undo one another
    WOBBLE = "wobble"  # steps as long as the rate, however small the slope
    LEAP = "leap"  # the loss rose in a step though it falls at both ends of it
    NEWTON = "Newton too far"  # a rate above 2, where even a parabola is left
    DECAY = "decay"  # the decay alone enlarges theta
    STALE_MEAN = "stale mean"  # Adam's mean of squares has forgotten how steep it is


@dataclass(frozen=True, slots=True)
class Finding:
    """`text` goes on after a semicolon: no capital, no full stop, and nothing in it that is not true of the run."""

    kind: Kind
    text: str
