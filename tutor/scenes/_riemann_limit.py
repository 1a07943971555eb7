"""What the sums come to: the integral, exactly where an antiderivative says it, and by numbers alone otherwise.

F(b) - F(a) is believed only where it agrees with the numbers: over a pole, or where F itself jumps, it is not the
area. The numbers are an adaptive Gauss quadrature (Golub and Welsch 1969 give its points; NumPy has them): a panel is
halved until its halves say what it says. Where that does not end, as at 1/x about 0, there is no limit to be named.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from tutor.numeric import value
from tutor.scenes._numbers import as_float, exact, fraction
from tutor.scenes._riemann_sums import ROUNDING, Curve
from tutor.scenes._sampling import Array
from tutor.tree import Node

POINTS = 12  # of a panel
ROUNDS = 100  # of halving: as many as 1/sqrt(x) takes at 0
MOST_PANELS = 60_000  # in all rounds together: about a tenth of a second
RIM = 1e-7  # of half a panel: so near to its ends the curve is looked at too
CLOSE = 1e-10  # of the area without its sign: how sure the numbers are
AGREE = 1e-8
CUTS = np.array([0.0, 0.2183, 0.4871, 0.7329, 1.0])  # uneven: what cancels about a middle is not to cancel at once
Number = Fraction | float


@dataclass(frozen=True, slots=True)
class Limit:
    """The integral; `ends` are F(a) and F(b) where it was had from them. nan: there is none, or none is known."""

    value: Number
    ends: tuple[Number, Number] | None = None

    @property
    def known(self) -> bool:
        return math.isfinite(as_float(self.value))


NOWHERE = Limit(math.nan)


def limit_of(curve: Curve, interval: tuple[float, float], F: Node | None, name: str) -> Limit:
    """The integral of `curve`; F is an antiderivative of it in the symbol `name`, or None."""
    by_numbers = quadrature(curve, *interval)
    if by_numbers is None:
        return NOWHERE
    found, size = by_numbers
    if F is None:
        return Limit(found)
    first, last = (_at(F, fraction(end), name) for end in interval)
    if isinstance(first, Fraction) and isinstance(last, Fraction):
        change: Number = last - first
    else:
        change = _plain(as_float(last) - as_float(first), abs(as_float(last)) + abs(as_float(first)))
    if abs(as_float(change) - found) <= AGREE * size + ROUNDING * abs(as_float(first)):
        return Limit(change, (first, last))
    return Limit(found)


def _at(F: Node, place: Fraction, name: str) -> Number:
    found = exact(F, {name: place})
    return value(F, **{name: as_float(place)}) if found is None else found


def _plain(number: float, size: float) -> float:
    return 0.0 if abs(number) <= ROUNDING * size else number


def quadrature(curve: Curve, low: float, high: float) -> tuple[float, float] | None:
    """The integral from low to high, and that of its size |curve|; None where the halving finds no end, and where there
    are places without a value."""
    look = _panels(curve)
    edges = low + (high - low) * CUTS
    starts, ends = edges[:-1], edges[1:]
    sums, sizes, _ = look(starts, ends)
    done, done_size, looked = 0.0, 0.0, 0
    for _ in range(ROUNDS):
        total_size = done_size + float(sizes.sum())
        if not math.isfinite(total_size):
            return None
        middles = (starts + ends) / 2
        first, second = look(starts, middles), look(middles, ends)
        halves, half_sizes, unseen = (one + other for one, other in zip(first, second, strict=True))
        apart = np.abs(sums - halves) + np.abs(sizes - half_sizes) + unseen
        share = np.maximum(total_size * (ends - starts) / (high - low), sizes)  # of the area, or of the panel's own
        settled = apart <= CLOSE / 100 * share
        if apart.sum() <= CLOSE / 10 * total_size:
            settled[:] = True
        done += math.fsum(halves[settled].tolist())
        done_size += math.fsum(half_sizes[settled].tolist())
        if settled.all():
            return _plain(done, done_size), done_size
        left = ~settled
        starts, ends = np.concatenate((starts[left], middles[left])), np.concatenate((middles[left], ends[left]))
        sums, sizes = (np.concatenate((first[i][left], second[i][left])) for i in (0, 1))
        looked += len(starts)
        if looked > MOST_PANELS:
            return None
    return None


def _panels(curve: Curve) -> Callable[[Array, Array], tuple[Array, Array, Array]]:
    """Over panels from `starts` to `ends` the Gauss sums of the curve and of its size, and how much may lie unseen
    between the outermost points and the ends: as far as the curve at the very ends is not what the points foretell."""
    places, weights = np.polynomial.legendre.leggauss(POINTS)
    rims = np.array([-1 + RIM, 1 - RIM])
    legendre = np.polynomial.legendre.legvander
    foretell = np.linalg.solve(legendre(places, POINTS - 1).T, legendre(rims, POINTS - 1).T)  # (points, 2)
    every, gap = np.concatenate((places, rims)), 1 - float(places[-1])

    def look(starts: Array, ends: Array) -> tuple[Array, Array, Array]:
        half = (ends - starts)[:, np.newaxis] / 2
        found = curve((starts[:, np.newaxis] + half) + half * every)
        heights, at_rims = found[:, :POINTS], found[:, POINTS:]
        with np.errstate(all="ignore"):
            unseen = (half * gap * np.abs(at_rims - heights @ foretell)).sum(axis=1)
            return (half * weights * heights).sum(axis=1), (half * weights * np.abs(heights)).sum(axis=1), unseen

    return look
