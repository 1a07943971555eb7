"""What is true of a Taylor scene: the derivatives where the polynomial is made, its value and its error at the probe.

P(x) = sum over k of f^(k)(a)/k! (x - a)^k. Places are exact; values too, where f is rational. The derivatives come
once, as expressions, so that the polynomial can be made at another point at once.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import accumulate
from math import ceil, factorial, floor, isfinite
from typing import TYPE_CHECKING

import numpy as np

from tutor.messages import tr
from tutor.numeric import value
from tutor.scenes._numbers import as_float, exact, fraction, nice_step, shown
from tutor.scenes._python import has_corners
from tutor.scenes._sampling import Array, height_window, sample
from tutor.scenes._scene import CannotShow, Request
from tutor.scenes._taylor_program import taylor_program
from tutor.scenes._taylor_words import polynomial_line, taylor_sentence, taylor_table
from tutor.tree import Node, Num

if TYPE_CHECKING:
    from tutor.scenes.taylor import Settings

PARTS = 40  # of the window: how far one key moves
FAR = 0.7  # of the height of f: what lies farther off is left out of the picture
HIT = 1e-12  # of the size of its terms: an error as small as that is rounding
Number = Fraction | float


def request(settings: Settings) -> Request:
    """f′, f″ ... up to the highest degree, and one beyond it where SymPy goes as far: is it 0, then P is f."""
    from tutor.scenes.taylor import MOST_DEGREE

    return Request("derivatives", (settings.curve, settings.variable, min(settings.degrees[-1] + 1, MOST_DEGREE)))


def scene(settings: Settings, found: tuple[Node, ...]) -> TaylorScene:
    return TaylorScene(settings, found)


class TaylorScene:
    """Taylor polynomials on the screen."""

    def __init__(self, settings: Settings, found: tuple[Node, ...]) -> None:
        self.settings = settings
        self.orders = (settings.curve, *found)
        self._low, self._high = (fraction(end) for end in settings.window)
        self._start = (fraction(settings.start[0]), fraction(settings.start[1]))  # about, probe
        self.step = fraction(nice_step(as_float(self._high - self._low), PARTS))
        self._moves = [0, 0]
        self._place = 0  # which of the degrees
        self._sampled: dict[int, tuple[Array, Array]] = {}
        derivatives = self._derivatives(self.about)
        if derivatives is None:
            place = shown(self.about)
            raise CannotShow(tr("f or one of its derivatives has no value at {place}", place=place))
        self.derivatives = derivatives  # at about: f, f′, f″ ... up to the highest degree
        self.seen = {self.degree}
        self.heights = settings.y or self._heights()

    # what the learner does

    def raise_degree(self, by: int) -> bool:
        """The next of the degrees, or the one before; False at the ends."""
        place = max(0, min(len(self.settings.degrees) - 1, self._place + by))
        moved = place != self._place
        self._place = place
        self.seen.add(self.degree)
        return moved

    def move(self, steps: int) -> bool:
        """Moves the probe; False at the end."""
        return self._shift(1, steps)

    def move_about(self, steps: int) -> bool:
        """Makes the polynomial at another point; False at the end, and where f has no such derivatives."""
        before = self._moves[0]
        if not self._shift(0, steps):
            return False
        derivatives = self._derivatives(self.about)
        if derivatives is None:
            self._moves[0] = before
            return False
        self.derivatives = derivatives
        return True

    def put(self, x: float) -> None:
        """Puts the probe there, from where it moves on."""
        self._start, self._moves[1] = (self._start[0], fraction(x)), 0

    def put_about(self, x: float) -> bool:
        """Makes the polynomial at x, from where it moves on; False, and nothing changed, where it cannot be."""
        derivatives = self._derivatives(fraction(x))
        if derivatives is None:
            return False
        self._start, self._moves[0] = (fraction(x), self._start[1]), 0
        self.derivatives = derivatives
        return True

    def _shift(self, which: int, steps: int) -> bool:
        before, start = self._moves[which], self._start[which]
        least, most = ceil((self._low - start) / self.step), floor((self._high - start) / self.step)
        self._moves[which] = max(least, min(most, before + steps))
        return self._moves[which] != before

    # where it stands

    @property
    def degree(self) -> int:
        return self.settings.degrees[self._place]

    @property
    def about(self) -> Fraction:
        return self._start[0] + self._moves[0] * self.step

    @property
    def probe(self) -> Fraction:
        return self._start[1] + self._moves[1] * self.step

    def _derivatives(self, at: Fraction) -> tuple[Number, ...] | None:
        """None where one of them has no value."""
        found = tuple(self._look(tree, at) for tree in self.orders[: self.settings.degrees[-1] + 1])
        return found if all(isfinite(as_float(each)) for each in found) else None

    def _look(self, tree: Node, at: Fraction) -> Number:
        name = self.settings.variable
        found = exact(tree, {name: at})
        return value(tree, **{name: as_float(at)}) if found is None else found

    @property
    def truth(self) -> Number:
        """f at the probe; nan or infinite where it has no value."""
        return self._look(self.settings.curve, self.probe)

    def value(self, degree: int | None = None) -> Number:
        """The polynomial at the probe: of the degree that is shown, or of another one."""
        return self._sums()[self.degree if degree is None else degree]

    def error(self, degree: int | None = None) -> Number:
        """What the polynomial has too much at the probe, below 0 too little: 0 where that is rounding. nan where f has
        no value there."""
        truth, near = self.truth, self.value(degree)
        if isinstance(truth, Fraction) and isinstance(near, Fraction):
            return near - truth
        apart = as_float(near) - as_float(truth)
        return 0.0 if abs(apart) <= HIT * max(1e-300, *(abs(as_float(each)) for each in self._terms())) else apart

    def _terms(self) -> list[Number]:
        """f^(k)(a)/k! (x - a)^k at the probe, for every k."""
        away = self.probe - self.about
        terms: list[Number] = []
        for k, slope in enumerate(self.derivatives):
            weight = away**k / factorial(k)
            terms.append(slope * weight if isinstance(slope, Fraction) else slope * as_float(weight))
        return terms

    def _sums(self) -> list[Number]:
        return list(accumulate(self._terms()))

    @property
    def whole(self) -> bool:
        """Is P the same as f everywhere: is the next derivative 0 at every place? Of |x| it is, save its corner."""
        beyond = self.orders[self.degree + 1 : self.degree + 2]
        flat = bool(beyond) and isinstance(beyond[0], Num) and not beyond[0].value
        return flat and not has_corners(self.settings.curve)

    # what is drawn

    def curve(self, columns: int = 80) -> tuple[Array, Array]:
        """f for a chart of so many columns: xs and ys, both (n,), nan where it breaks."""
        if columns not in self._sampled:
            self._sampled = {
                columns: sample(self.settings.curve, self.settings.variable, *self.settings.window, columns)
            }
        return self._sampled[columns]

    def polynomial(self, columns: int = 80) -> tuple[Array, Array]:
        """P of the degree that is shown: xs and ys, both (n,)."""
        xs = np.linspace(*self.settings.window, 2 * max(2, columns) + 1)
        weights = [as_float(slope) / factorial(k) for k, slope in enumerate(self.derivatives[: self.degree + 1])]
        with np.errstate(all="ignore"):
            heights = np.polyval(weights[::-1], xs - as_float(self.about))
        return xs, np.asarray(heights, dtype=np.float64)

    def _heights(self) -> tuple[float, float]:
        """From where to where heights are shown, the same for every degree: those of f, and where the probe stands at
        first those of the polynomials that are not far off."""
        low, high = height_window([self.curve()[1]])
        near = [as_float(self.value(degree)) for degree in self.settings.degrees]
        kept = [each for each in near if low - FAR * (high - low) <= each <= high + FAR * (high - low)]
        return height_window([np.array([low, high, *kept])]) if kept else (low, high)

    # in words

    def sentence(self, ascii: bool = False) -> str:
        """`degree 2, about x = 0: at x = 0.5 P = 1.625 and f = 1.648721: 0.02372 too low`."""
        return taylor_sentence(self, ascii)

    def formula(self, ascii: bool = False) -> str:
        """`1 + x + x²/2`."""
        return polynomial_line(self, ascii)

    def table(self, ascii: bool = False, every: bool = False) -> list[list[str]]:
        """Degree, value and error at the probe: for the degrees that were looked at, or for all of them."""
        return taylor_table(self, ascii, every)

    def program(self) -> str:
        """SymPy: every degree with its value and its error at the probe."""
        return taylor_program(self)


def prove(settings: Settings, found: tuple[Node, ...]) -> tuple[str, ...]:
    """A sentence where there is no polynomial, where f has no value at the probe, and where nothing can be drawn."""
    try:
        made = TaylorScene(settings, found)
    except CannotShow as fault:
        return (str(fault),)
    if not isfinite(as_float(made.truth)):
        return (tr("f has no value at the probe, {place}", place=shown(made.probe)),)
    if not np.isfinite(made.curve()[1]).any():
        return (tr("there is no finite height anywhere in x: there is nothing to draw"),)
    return ()
