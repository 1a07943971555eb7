"""How a loss bends where theta stands, and what follows from it for the rate: limits, factors, steps still needed.

On a quadratic loss all of it is exact and holds everywhere: along an eigenvector of the Hessian the error is multiplied
by the same factor at every step (Goh, "Why Momentum Really Works", Distill 2017; Polyak 1964 for the best rates). On
any other loss it describes the neighbourhood of theta only, and `everywhere` says so. A rate is called stable only
where there is no direction in which the loss bends down.
"""

from __future__ import annotations

import enum
import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tutor.descent.diagnosis.figures import MANY_NAMED, between, direction, short, spelt
from tutor.descent.methods import GradientDescent, Method, Momentum, Nesterov
from tutor.descent.player import Player
from tutor.descent.problem import Problem, Vector
from tutor.messages import N_, tr

LARGEST_N = 400  # beyond it the eigenvalues take seconds
# Below these an eigenvalue is not told from 0: part of the largest one where the Hessian is exact; where it may come
# from differences of the gradient, part of the gradient, and a size below which the differences say nothing.
EXACT, PART, OF_GRADIENT, SIZE = 4 * float(np.finfo(np.float64).eps), 1e-9, 1e-10, 1e-7
GD = GradientDescent()
MANY_STEPS = 10**9
SMALL = 1e-6  # of the present error


class Nature(enum.Enum):
    """How the loss bends, whether or not the slope is zero here."""

    BOWL = N_("up in every direction")
    TROUGH = N_("up, and flat in some directions")
    FLAT = N_("not at all")
    SADDLE = N_("up in some directions and down in others")
    DOME = N_("down in every direction")
    SHOULDER = N_("down, and flat in some directions")


@dataclass(frozen=True, slots=True, eq=False)
class Curvature:
    """Eigenvalues (n,) of the Hessian, the smallest first, and their directions, the columns of vectors (n, n)."""

    eigenvalues: Vector
    vectors: Vector
    everywhere: bool  # is it the same at every theta?
    zero: float  # an eigenvalue of at most this size is not told from 0

    @classmethod
    def of(cls, problem: Problem, theta: Vector) -> Curvature:
        """At theta. ValueError, with a sentence, for more than 400 parameters or where the Hessian is not finite."""
        n = len(theta)
        if n > LARGEST_N:
            raise ValueError(
                tr(
                    "the curvature is worked out for up to {largest_n} parameters, and there are {n}.",
                    largest_n=LARGEST_N,
                    n=n,
                )
            )
        with np.errstate(all="ignore"):
            hessian = np.asarray(problem.curvature(theta), dtype=np.float64)
            everywhere = hasattr(problem, "hessian")
            slope = 0.0 if everywhere else float(np.linalg.norm(problem.gradient(theta))) / max(1.0, *np.abs(theta))
        if not np.isfinite(hessian).all():
            raise ValueError(tr("the curvature has no finite value here."))
        values, vectors = np.linalg.eigh((hessian + hessian.T) / 2)
        largest = float(np.abs(values).max())
        zero = n * EXACT * largest if everywhere else PART * largest + OF_GRADIENT * slope + SIZE
        return cls(values, vectors, everywhere, zero)

    @property
    def steepest(self) -> float:
        """lambda_max."""
        return float(self.eigenvalues[-1])

    @property
    def flattest(self) -> float:
        """lambda_min, the lowest with its sign: below 0 where the loss bends down."""
        return float(self.eigenvalues[0])

    @property
    def nature(self) -> Nature:
        up, down = bool(self.steepest > self.zero), bool(self.flattest < -self.zero)
        if up and down:
            return Nature.SADDLE
        level = bool((np.abs(self.eigenvalues) <= self.zero).any())
        if up:
            return Nature.TROUGH if level else Nature.BOWL
        if down:
            return Nature.SHOULDER if level else Nature.DOME
        return Nature.FLAT

    @property
    def bends_down(self) -> bool:
        return self.flattest < -self.zero

    @property
    def condition(self) -> float | None:
        """lambda_max/lambda_min of a bowl; inf where it is flat in some direction, None where it bends down."""
        if self.bends_down or self.nature is Nature.FLAT:
            return None
        return self.steepest / self.flattest if self.flattest > self.zero else math.inf

    @property
    def largest_stable_rate(self) -> float | None:
        """2/lambda_max: with more, plain gradient descent makes the error along the steepest direction grow."""
        return self.limit(GD)

    @property
    def best_rate(self) -> float | None:
        """2/(lambda_min + lambda_max), where the slowest direction of plain descent is the fastest it can be.

        Flat directions do not count, since nothing moves along them. None where the loss bends down.
        """
        bent = self._bent
        return None if bent is None else 2 / float(bent[0] + bent[-1])

    @property
    def best_momentum(self) -> tuple[float, float] | None:
        """The rate and beta of the heavy ball whose slowest direction is the fastest (Polyak 1964)."""
        if (bent := self._bent) is None:
            return None
        low, high = math.sqrt(bent[0]), math.sqrt(bent[-1])
        return (2 / (low + high)) ** 2, ((high - low) / (high + low)) ** 2

    def limit(self, method: Method) -> float | None:
        """The largest stable rate of gd, momentum or nesterov; None for other methods and where the loss bends down."""
        span = stable_span(method)
        if span is None or self.nature not in (Nature.BOWL, Nature.TROUGH):
            return None
        return span / self.steepest

    def factors(self, rate: float, method: Method = GD) -> Vector:
        """What the error along each direction is multiplied by at a step, (n,), in the order of the eigenvalues.

        For plain descent 1 - rate*lambda with its sign: below 0 the error changes side. With momentum the size of the
        larger root, which is the factor in the long run. ValueError for a method without such factors.
        """
        bends = rate * np.where(np.abs(self.eigenvalues) > self.zero, self.eigenvalues, 0.0)
        if type(method) is GradientDescent:
            return 1 - bends
        if type(method) is Momentum:  # z^2 - (1 + beta - a) z + beta = 0
            half, product = (1 + method.beta - bends) / 2, np.full_like(bends, method.beta)
        elif type(method) is Nesterov:  # z^2 - (1 + beta)(1 - a) z + beta (1 - a) = 0
            half, product = (1 + method.beta) * (1 - bends) / 2, method.beta * (1 - bends)
        else:
            raise ValueError(tr("{title} has no factor for each direction.", title=method.title))
        half, size = np.abs(half), np.sqrt(np.abs(product))
        # the root of half^2 - product, without squares that a huge rate would make too large
        apart = np.where(product < 0, np.hypot(half, size), np.sqrt(np.maximum(half - size, 0)) * np.sqrt(half + size))
        return np.where((product > 0) & (half < size), size, half + apart)

    def steps_left(self, rate: float, to: float = SMALL, method: Method = GD) -> int | None:
        """How many steps the slowest direction needs until `to` of the present error is left; None for never.

        Flat directions do not count. Where a step may overshoot, with momentum, it is the long run's rule.
        """
        sizes = np.abs(self.factors(rate, method))[np.abs(self.eigenvalues) > self.zero]
        if not len(sizes) or not sizes.max() < 1 - EXACT:  # nan is never
            return None
        slowest = float(sizes.max())
        return 1 if slowest == 0 else max(1, math.ceil(math.log(to) / math.log(slowest) - 1e-9))

    @property
    def _bent(self) -> Vector | None:
        """The eigenvalues above 0, where none is below."""
        if self.nature not in (Nature.BOWL, Nature.TROUGH):
            return None
        return self.eigenvalues[self.eigenvalues > self.zero]


def stable_span(method: Method) -> float | None:
    """The largest rate*lambda under which an error shrinks: 2 for gd, 2(1 + beta) for the heavy ball, and
    2(1 + beta)/(1 + 2 beta) for Nesterov's look ahead; there the larger root reaches -1. None for other methods.
    """
    if type(method) is Nesterov:
        return 2 * (1 + method.beta) / (1 + 2 * method.beta)
    if type(method) is Momentum:
        return 2 * (1 + method.beta)
    return 2.0 if type(method) is GradientDescent else None


def readout(player: Player, ascii: bool = False) -> list[tuple[str, str]]:
    """What a pane shows of the curvature where the run stands: (what, how much), 36 columns at most with a gap of 1.

    `ascii`: no characters beyond ASCII. One row with the reason where there is nothing to show.
    """
    try:
        bends = Curvature.of(player.problem, player.theta)
    except (ValueError, np.linalg.LinAlgError):
        why = tr("too many parameters") if len(player.theta) > LARGEST_N else tr("no value here")
        return [("curvature", why)]
    with np.errstate(all="ignore"):  # a rate of 1e300 has factors beyond all numbers
        rows = [
            (tr("curvature"), tr("the same everywhere") if bends.everywhere else tr("here; elsewhere another")),
            *_directions(bends, player.problem.names),
            *_rates(bends, player),
            *_pace(bends, player),
        ]
    return [(spelt(what), spelt(much)) if ascii else (what, much) for what, much in rows]


def _directions(bends: Curvature, names: Sequence[str]) -> list[tuple[str, str]]:
    steepest, flattest = (
        short(value, 5) if abs(value) > bends.zero else "0" for value in (bends.steepest, bends.flattest)
    )
    if len(bends.eigenvalues) == 1:
        return [("λ", steepest)]
    rows = [(tr("steepest λmax"), steepest), ("  " + tr("along"), _named(bends, -1, names))]
    rows += [(tr("flattest λmin"), flattest), ("  " + tr("along"), _named(bends, 0, names))]
    if bends.condition is not None:
        rows.append(("λmax/λmin", short(bends.condition, 5)))
    return rows if not bends.bends_down else [*rows, (tr("it bends"), tr(_SHAPES[bends.nature]))]


def _named(bends: Curvature, place: int, names: Sequence[str]) -> str:
    """A direction in the columns of a pane: for many parameters, those that take the largest parts in it."""
    vector = bends.vectors[:, place]
    text = direction(vector, names)
    if text != MANY_NAMED:
        return text
    second, first = np.argsort(np.abs(vector))[-2:]
    if abs(vector[second]) < abs(vector[first]) / 3:
        return tr("mostly {names}", names=names[first])[:20]
    sign = "+" if vector[first] * vector[second] > 0 else "-"
    return f" {sign} ".join(names[each] for each in sorted((first, second)))[:20]


def _rates(bends: Curvature, player: Player) -> list[tuple[str, str]]:
    """The limits of the rate, and on which side of them the run's own is; for steps that look at all examples."""
    method, rate = player.leg.method, player.rate
    limit = bends.limit(method)
    rows: list[tuple[str, str]] = []
    if player.leg.batches is not None:
        return rows
    if limit is not None:
        own, bound = short(rate, 5), short(limit, 5)
        if own == bound and rate != limit:
            own, bound = between(rate, limit)
        side = tr("above") if rate > limit else tr("below") if rate < limit else tr("at")
        rows += [
            (tr("largest stable α"), bound),
            (tr("α now"), tr("{own}, {side} it", own=own, side=side) if math.isfinite(rate) else tr("no number")),
        ]
    if type(method) is GradientDescent and bends.best_rate is not None:
        rows.append((tr("best constant α"), short(bends.best_rate, 5)))
    if type(method) is Momentum and bends.best_momentum is not None:
        best, beta = bends.best_momentum
        rows.append(("best α, β", f"{short(best)}, {short(beta)}"))
    return rows


def _pace(bends: Curvature, player: Player) -> list[tuple[str, str]]:
    """What a step leaves of the error, and how long the slowest direction takes."""
    method = player.leg.method
    if stable_span(method) is None or player.leg.batches is not None or not math.isfinite(player.rate):
        return []
    factors = bends.factors(player.rate, method)
    rows = [(tr("error a step"), "")] if len(factors) > 1 else []
    names = ("  " + tr("steepest"), "  " + tr("flattest")) if len(factors) > 1 else (tr("error a step"),)
    rows += [(name, f"× {short(float(factors[place]), 5)}") for name, place in zip(names, (-1, 0), strict=False)]
    left = bends.steps_left(player.rate, SMALL, method)
    if not bends.bends_down:
        rows.append(
            (
                tr("steps to error × 1e-6"),
                tr("never") if left is None else str(left) if left < MANY_STEPS else short(left),
            )
        )
    return rows


_SHAPES = {
    Nature.SADDLE: N_("up and down: saddle"),
    Nature.DOME: N_("down: like a maximum"),
    Nature.SHOULDER: N_("down, and flat"),
}
