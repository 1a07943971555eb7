"""Least squares on more rows than one wants to keep: its moments, and a few rows to draw."""

from __future__ import annotations

from functools import cached_property
from typing import NoReturn

from numpy.typing import ArrayLike

from tutor.descent.parabola import Moments as Moments
from tutor.descent.parabola import Parabola
from tutor.descent.problem import LeastSquares
from tutor.messages import tr


class Condensed(LeastSquares):
    """The line through all rows that were added to `moments`, of which X (k, n) and y (k,) are a sample.

    Loss, gradient and curvature are over all of them, to about 1e-13 of what the rows themselves would give; `errors`
    are those of the sample. There is no `gradient_on`: the rows are gone, so a step cannot look at a batch of them.
    ValueError where the sample does not fit, or no row was added.
    """

    def __init__(self, moments: Moments, X: ArrayLike, y: ArrayLike) -> None:
        self._rows = moments.m
        super().__init__(X, y)
        if moments.m < 1 or moments.features != self.X.shape[1]:
            raise ValueError(
                tr(
                    "the sample has {shape} columns; the {m} rows added up have {features}.",
                    shape=self.X.shape[1],
                    m=moments.m,
                    features=moments.features,
                )
            )
        self.through_moments = True
        self._parabola = moments.parabola()

    @property
    def m(self) -> int:
        """How many examples were added up."""
        return self._rows

    @cached_property
    def parabola(self) -> Parabola:
        return self._parabola

    @property
    def gradient_on(self) -> NoReturn:  # so that nobody takes it for a problem on examples
        raise AttributeError(tr("the rows are gone: there are only their sums."))
