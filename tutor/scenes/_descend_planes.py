"""Over which two directions the loss is drawn: a pair of parameters, or the steepest and the flattest direction.

With more than two parameters a surface is a cut: theta = centre + u*first + w*second, both directions one long and at
right angles. A path over it is projected exactly, u = first . (theta - centre); only where the other parameters stand
at the centre too does it lie in the cut.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from tutor.descent.curvature import Curvature
from tutor.descent.problem import Problem
from tutor.messages import tr
from tutor.scenes._numbers import shown
from tutor.scenes._problem import Array, shown_names

MOST_PAIRS = 15
MOST_FOR_DIRECTIONS = 60  # parameters: beyond it a Hessian is no work for a key
EIGEN = "eigen"
Pair = tuple[int, int]


@dataclass(frozen=True, slots=True, eq=False)
class Plane:
    """A cut through the space of theta: centre (n,), basis (n, 2) with columns one long and at right angles."""

    key: object  # two planes with one key are the same cut
    title: str
    axes: tuple[str, str]
    centre: Array
    basis: Array

    def points(self, thetas: Array) -> Array:
        """Where thetas (p, n) stand in it, (p, 2)."""
        with np.errstate(all="ignore"):
            found: Array = (thetas - self.centre) @ self.basis
        return found

    def thetas(self, points: Array) -> Array:
        """The thetas (p, n) of places in it, (p, 2)."""
        found: Array = self.centre + points @ self.basis.T
        return found


def choices(problem: Problem) -> tuple[Pair | str, ...]:
    """What can be chosen: pairs of parameters, then the two extreme directions of the curvature."""
    count = len(problem.names)
    if count < 2:
        return ()
    pairs = list(combinations(range(count), 2))
    if len(pairs) > MOST_PAIRS:
        pairs = [(place, place + 1) for place in range(min(count - 1, MOST_PAIRS))]
    return (*pairs, EIGEN) if count <= MOST_FOR_DIRECTIONS else tuple(pairs)


def pair_plane(names: Sequence[str], pair: Pair, held: Array) -> Plane:
    """Two parameters; the others stay as they are in `held`."""
    first, second = (shown_names(names)[place] for place in pair)
    centre, basis = held.copy(), np.zeros((len(names), 2))
    for column, place in enumerate(pair):
        centre[place] = 0.0
        basis[place, column] = 1.0
    return Plane((pair, centre.tobytes()), f"{first}, {second}", (first, second), centre, basis)


def eigen_plane(problem: Problem, centre: Array) -> Plane:
    """Through `centre`: where the slope changes most and least. ValueError where the curvature has no value."""
    curvature = Curvature.of(problem, centre)
    values, vectors = curvature.eigenvalues, curvature.vectors
    ends = ((float(values[-1]), tr("steepest")), (float(values[0]), tr("flattest")))
    names = [tr("bends down") if value < -curvature.zero else name for value, name in ends]
    axes = [f"{name} (λ = {shown(value, digits=3)})" for name, (value, _) in zip(names, ends, strict=True)]
    basis = np.column_stack([vectors[:, -1], vectors[:, 0]])
    return Plane((EIGEN, centre.tobytes()), ", ".join(names), (axes[0], axes[1]), centre, basis)
