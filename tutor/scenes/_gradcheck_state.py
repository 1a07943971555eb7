"""What is true of a gradient check: every difference, how far it is off, and which of its two errors rules.

A difference is off by what its formula leaves out (truncation) and by rounding. For f both are known: the difference
is also worked out exactly, and what the float is off from that is rounding. So it is never guessed which one rules.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from tutor.descent.gradcheck import FORMULAS, along, relative_error
from tutor.descent.problem import LeastSquares, Problem
from tutor.messages import tr
from tutor.numeric import value
from tutor.scenes._gradcheck_corner import crosses_corner
from tutor.scenes._gradcheck_estimate import Estimate, Ruler
from tutor.scenes._gradcheck_exact import EXACTLY, exactly
from tutor.scenes._gradcheck_program import gradcheck_program
from tutor.scenes._gradcheck_words import details, gradcheck_sentence, gradcheck_table
from tutor.scenes._numbers import as_float
from tutor.scenes._problem import Array, gradient_request, problem_of, shown_names
from tutor.scenes._scene import CannotShow, Request
from tutor.tree import Node

if TYPE_CHECKING:
    from tutor.scenes.gradcheck import Settings


def request(settings: Settings) -> Request | None:
    """The gradient of f; none for data."""
    return gradient_request(settings.goal, settings.names)


def scene(settings: Settings, found: tuple[Node, ...] | None) -> GradcheckScene:
    return GradcheckScene(settings, found)


class GradcheckScene:
    """A gradient check on the screen: one h and one component are looked at."""

    def __init__(self, settings: Settings, found: tuple[Node, ...] | None) -> None:
        self.settings = settings
        self.gradient_trees = found
        self.hs = settings.values
        self._h, self.component = 0, 0
        self._found: dict[int, tuple[tuple[Estimate, ...], ...]] = {}
        self._across: dict[tuple[int, str, float], bool] = {}  # (component, formula, h)
        try:
            self.problem: Problem = problem_of(settings.goal, settings.names, found)
            self.theta = np.array(settings.at, dtype=np.float64)
            with np.errstate(all="ignore"):
                height, slopes = self.problem.look(self.theta)
        except ValueError as fault:
            raise CannotShow(str(fault)) from fault
        if not (math.isfinite(height) and np.isfinite(slopes).all()):
            raise CannotShow(tr("f or its slope has no value at this point"))
        self.height, self._slopes = height, slopes.tolist()

    # what the keys do

    def shrink(self) -> bool:
        """The next smaller h; False at the last."""
        return self._choose(self._h + 1)

    def widen(self) -> bool:
        """The next larger h; False at the first."""
        return self._choose(self._h - 1)

    def _choose(self, place: int) -> bool:
        if not 0 <= place < len(self.hs):
            return False
        self._h = place
        return True

    def next_component(self, by: int = 1) -> bool:
        """The slope along the next variable; False where there is one only."""
        before, self.component = self.component, (self.component + by) % len(self.settings.names)
        return self.component != before

    # where it stands

    @property
    def h(self) -> float:
        return self.hs[self._h]

    @property
    def place(self) -> int:
        """Which h it is, the largest 0."""
        return self._h

    @property
    def slope(self) -> Fraction | float:
        """The slope that differences are held against: the claimed one, else the true one, exact where it can be."""
        if self.settings.claim:
            claimed = self.settings.claim[self.component]
            exact = exactly(claimed, self._point)
            return (
                value(claimed, **dict(zip(self.settings.names, self.settings.at, strict=True)))
                if exact is None
                else exact
            )
        return self._true_slope

    @property
    def _true_slope(self) -> Fraction | float:
        exact = self._exact_slopes[self.component]
        return self._slopes[self.component] if exact is None else exact

    @cached_property
    def _exact_slopes(self) -> list[Fraction | None]:
        return [exactly(each, self._point) for each in self.gradient_trees or ()] or [None] * len(self._slopes)

    @property
    def _point(self) -> dict[str, Fraction]:
        return {name: Fraction(at) for name, at in zip(self.settings.names, self.settings.at, strict=True)}

    def estimates(self, formula: str) -> tuple[Estimate, ...]:
        """One for each h, the largest first, along the variable that is looked at."""
        if self.component not in self._found:
            self._found[self.component] = tuple(
                tuple(self._estimate(each, h) for h in self.hs) for each in self.settings.formulas
            )
        return self._found[self.component][self.settings.formulas.index(formula)]

    def here(self) -> tuple[Estimate, ...]:
        """One for each formula, at the h that is looked at."""
        return tuple(self.estimates(each)[self._h] for each in self.settings.formulas)

    def best(self, formula: str) -> Estimate | None:
        """The one that is least off, the largest h of several; None where none has a value."""
        standing = [each for each in self.estimates(formula) if math.isfinite(each.error)]
        return min(standing, key=lambda each: each.error, default=None)

    def _estimate(self, formula: str, h: float) -> Estimate:
        x = self.settings.at[self.component]
        with np.errstate(all="ignore"):
            found = FORMULAS[formula](along(self._loss, self.theta, self.component), x, h)
        if not math.isfinite(found):
            return Estimate(formula, h, math.nan, math.nan, math.nan)
        slope, true = Fraction(self.slope), Fraction(self._true_slope)
        left_out = self._left_out(formula, h)
        rounded = None if left_out is None else as_float(Fraction(found) - true - left_out)
        error = abs(as_float(Fraction(found) - slope))
        relative = relative_error(as_float(slope), found) if error else 0.0
        truncation = None if left_out is None else as_float(left_out)
        return Estimate(formula, h, found, error, relative, truncation, rounded, as_float(true - slope))

    def _loss(self, theta: Array) -> float:
        """As the lesson writes it: through moments the rounding would be another."""
        if not isinstance(self.problem, LeastSquares):
            return self.problem.loss(theta)
        errors = self.problem.errors(theta)
        return float(errors.dot(errors)) / (2 * self.problem.m)

    def _left_out(self, formula: str, h: float) -> Fraction | None:
        """What the formula is off without rounding; None where that is not known."""
        goal = self.settings.goal
        if isinstance(self.problem, LeastSquares):  # a parabola along each theta
            bend = float(self.problem.hessian[self.component, self.component])
            return Fraction(bend) * Fraction(h) / 2 if formula == "forward" else Fraction(0)
        exact = self._exact_slopes[self.component]
        if exact is None or not isinstance(goal, Node):
            return None
        name, point = self.settings.names[self.component], self._point
        found = EXACTLY[formula](lambda at: exactly(goal, {**point, name: at}), point[name], Fraction(h))
        return None if found is None else found - exact

    def corner(self, formula: str) -> bool:
        """Does what the formula leaves out stay, however small h is? So it is where f has a corner."""
        sizes = [abs(each.truncation) for each in self.estimates(formula) if each.truncation is not None]
        return len(sizes) > 1 and self.hs[0] > 1000 * self.hs[-1] and min(sizes) > max(sizes) / 2

    def crosses_corner(self, each: Estimate) -> bool:
        """Is what this difference leaves out a corner of f that it reaches across? None is seen where it stands on
        one, and data have none."""
        key = self.component, each.formula, each.h
        if key not in self._across:
            self._across[key] = (
                isinstance(self.settings.goal, Node)
                and each.ruler in (Ruler.TRUNCATION, Ruler.BOTH)
                and not self.corner(each.formula)
                and crosses_corner(self.problem, self.theta, self.component, each)
            )
        return self._across[key]

    def parted(self, formula: str) -> bool:
        """Does truncation rule at every h above the best one, and rounding at every h below it?"""
        best, found = self.best(formula), self.estimates(formula)
        above = {each.ruler for each in found if best is not None and each.h > best.h}
        below = {each.ruler for each in found if best is not None and each.h < best.h}
        return above == {Ruler.TRUNCATION} and below == {Ruler.ROUNDING}

    @property
    def lost(self) -> bool:
        """Is x + h the same float as x, so that the difference is 0 whatever f is?"""
        x = self.settings.at[self.component]
        return x + self.h == x

    # what is drawn

    def curve(self, formula: str) -> tuple[Array, Array]:
        """log10 of each h, rising, and the errors, both (n,). An error of 0 stands at half the distance between
        floats at the slope: nearer nobody can tell. nan where there is none."""
        floor = max(math.ulp(as_float(self.slope)) / 2, 1e-300)
        found = [
            (math.log10(each.h), max(each.error, floor) if math.isfinite(each.error) else math.nan)
            for each in reversed(self.estimates(formula))
        ]
        return np.array([x for x, _ in found]), np.array([y for _, y in found])

    # in words

    @property
    def letter(self) -> str:
        """J for a loss on data, f for a function."""
        return "f" if isinstance(self.settings.goal, Node) else "J"

    def component_name(self, ascii: bool = False) -> str:
        return shown_names(self.settings.names, ascii)[self.component]

    def sentence(self, ascii: bool = False) -> str:
        """`h = 0.001: forward 7.006001, off by 0.006 (truncation); ... The slope is 7.`"""
        return gradcheck_sentence(self, ascii)

    def details(self, ascii: bool = False) -> list[str]:
        """A few lines on the h that is looked at: both errors of each formula, and where each is best."""
        return details(self, ascii)

    def table(self, ascii: bool = False, values: bool = True) -> list[list[str]]:
        """h, then of each formula its value and how far it is off; headings first. Without `values`, errors alone."""
        return gradcheck_table(self, ascii, values)

    def program(self) -> str:
        """Python: the differences of the table, in the same floats."""
        return gradcheck_program(self)


def prove(settings: Settings, found: Sequence[Node] | None) -> tuple[str, ...]:
    """A sentence for a point without a slope, and for a formula without a value at any h."""
    try:
        check = GradcheckScene(settings, tuple(found) if found is not None else None)
    except CannotShow as fault:
        return (str(fault),)
    return tuple(
        tr("the {formula} difference has no value at any h: f is not defined beside this point", formula=formula)
        for formula in settings.formulas
        if check.best(formula) is None
    )
