"""Where random numbers come from, and what is true of an expression in them: its mean and its spread, by integrals.

The integrals are sums over many short pieces, eight points of Gauss in each: exact for polynomials, and close for what
jumps. What a finer grid does not confirm has no finite value and is refused.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from tutor.messages import N_, tr
from tutor.numeric import function
from tutor.scenes._sampling import Array
from tutor.scenes._scene import CannotShow
from tutor.tree import Node
from tutor.typeset import line

LAWS = {"uniform": N_("uniform between 0 and 1"), "normal": N_("normal, with mean 0 and variance 1")}
METHODS = {"uniform": "random_sample", "normal": "standard_normal"}  # of NumPy's RandomState
GRIDS = ((512, 9.0), (2048, 12.0))  # pieces, and how far a normal variable is followed to each side
POINTS = 8  # in each piece
AGREE = 1e-2  # relative: how far apart the two grids may be


@dataclass(frozen=True, slots=True)
class Spread:
    """The mean of the expression, and its standard deviation: that of one draw."""

    mean: float
    sd: float

    def error(self, n: int) -> float:
        """The standard error of a mean of n draws, sd/sqrt(n): about two of three means are no farther off."""
        return self.sd / math.sqrt(n)


def draws(seed: int, law: str) -> Any:
    """`draw(k)`: the next k numbers of the stream of this seed, (k,); the same however they are asked for."""
    return getattr(np.random.RandomState(seed), METHODS[law])


def spread_of(estimate: Node, name: str, law: str) -> Spread:
    """E[f] and sqrt(E[(f - E[f])^2]). CannotShow where there is none, or where f is the same for every draw."""
    coarse, fine = (_integrated(estimate, name, law, *grid) for grid in GRIDS)
    what = line(estimate)
    if not (math.isfinite(fine.mean) and math.isfinite(fine.sd)):
        raise CannotShow(tr("{estimate} has no value for some {name}", estimate=what, name=name))
    if fine.sd <= 1e-12 * abs(fine.mean):
        raise CannotShow(tr("{estimate} is the same for every {name}", estimate=what, name=name))
    apart = max(abs(coarse.mean - fine.mean), abs(coarse.sd - fine.sd))
    if apart > AGREE * fine.sd:
        raise CannotShow(tr("{estimate} has no finite mean or no finite variance", estimate=what))
    return fine


def _integrated(estimate: Node, name: str, law: str, pieces: int, reach: float) -> Spread:
    low, high = (0.0, 1.0) if law == "uniform" else (-reach, reach)
    nodes, shares = np.polynomial.legendre.leggauss(POINTS)
    half = (high - low) / pieces / 2
    middles = low + half * (2 * np.arange(pieces) + 1)
    at: Array = (middles[:, np.newaxis] + half * nodes).ravel()
    weights = np.tile(half * shares, pieces)
    if law == "normal":
        weights = weights * np.exp(-at * at / 2) / math.sqrt(2 * math.pi)
    with np.errstate(all="ignore"):
        values = np.asarray(function(estimate, (name,))(at))
        mean = float(np.dot(weights, values))
        return Spread(mean, math.sqrt(float(np.dot(weights, np.square(values - mean)))))
