"""What is true of a Riemann scene: how many strips there are, by which rule, their sum, and what it comes to."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING

import numpy as np

from tutor.messages import tr
from tutor.numeric import function
from tutor.scenes._numbers import as_float, shown
from tutor.scenes._riemann_limit import CLOSE, limit_of
from tutor.scenes._riemann_program import riemann_program
from tutor.scenes._riemann_sums import MOST, ROUNDING, Strips, Sum, added, strips
from tutor.scenes._riemann_words import riemann_sentence, riemann_table
from tutor.scenes._sampling import Array, height_window, sample
from tutor.scenes._scene import Request
from tutor.tree import Node

if TYPE_CHECKING:
    from tutor.scenes.riemann import Settings

BESIDE = 0.06  # of the interval: so much of the curve is shown on either side


def request(settings: Settings) -> Request:
    """The function whose area it is, and an antiderivative of it or None."""
    return Request("area", (settings.f, settings.variable, settings.slope))


def scene(settings: Settings, found: tuple[Node, Node | None]) -> RiemannScene:
    return RiemannScene(settings, found)


class RiemannScene:
    """Rectangles on the screen."""

    def __init__(self, settings: Settings, found: tuple[Node, Node | None]) -> None:
        self.settings = settings
        self.integrand, self.F = found
        self._curve = function(self.integrand, (settings.variable,))
        self.n = settings.n[0]
        self._rule = 0
        self._sums: dict[tuple[str, int], Sum] = {}
        self._sampled: dict[int, tuple[Array, Array]] = {}
        self.limit = limit_of(self._look, settings.interval, self.F, settings.variable)

    def _look(self, xs: Array) -> Array:
        return np.asarray(self._curve(xs), dtype=np.float64)

    # what the learner does

    def multiply(self, by: int) -> bool:
        """Doubles n so many times, or halves it; False where it stays."""
        before = self.n
        for _ in range(abs(by)):
            self.n = min(MOST, self.n * 2) if by > 0 else max(1, self.n // 2)
        return self.n != before

    def choose(self, n: int) -> None:
        """So many strips, 1 to MOST."""
        self.n = max(1, min(MOST, n))

    def next_n(self) -> bool:
        """The next of the lesson's numbers, the first after the last; False where that is the number there is."""
        before, own = self.n, self.settings.n
        self.n = own[(own.index(self.n) + 1) % len(own)] if self.n in own else own[0]
        return self.n != before

    def turn(self, by: int) -> bool:
        """The next rule, or the one before; False where there is but one."""
        self._rule = (self._rule + by) % len(self.settings.rules)
        return len(self.settings.rules) > 1

    def follow(self, rule: str) -> None:
        """One of the scene's rules by its name."""
        self._rule = self.settings.rules.index(rule)

    # where it stands

    @property
    def rule(self) -> str:
        return self.settings.rules[self._rule]

    @property
    def width(self) -> float:
        low, high = self.settings.interval
        return (high - low) / self.n

    def sum(self, rule: str | None = None, n: int | None = None) -> Sum:
        """By the rule that is shown and for n strips, or by another, or for another number."""
        key = (rule or self.rule, n or self.n)
        if key not in self._sums:
            self._sums[key] = added(self.strips(*key))
        return self._sums[key]

    def error(self, rule: str | None = None, n: int | None = None) -> float:
        """What the sum has too much, below 0 too little; 0 where that is rounding, nan where either is not known."""
        found = self.sum(rule, n)
        apart = found.value - as_float(self.limit.value)
        sure = CLOSE if self.limit.ends is None else ROUNDING * 10  # how well the limit is known
        return 0.0 if abs(apart) <= sure * found.size else apart

    # what is drawn

    def strips(self, rule: str | None = None, n: int | None = None) -> Strips:
        return strips(self._look, *self.settings.interval, n or self.n, rule or self.rule)

    @property
    def window(self) -> tuple[float, float]:
        low, high = self.settings.interval
        room = (high - low) * BESIDE
        return low - room, high + room

    def curve(self, columns: int = 80) -> tuple[Array, Array]:
        """The function for a chart of so many columns: xs and ys, both (n,), nan where it breaks."""
        if columns not in self._sampled:
            self._sampled = {columns: sample(self.integrand, self.settings.variable, *self.window, columns)}
        return self._sampled[columns]

    @property
    def heights(self) -> tuple[float, float]:
        """From where to where heights are shown, the axis among them; the same for every n and every rule."""
        low, high = height_window([self.curve()[1]])
        return min(low, 0.0), max(high, 0.0)

    # in words

    def sentence(self, ascii: bool = False) -> str:
        """`4 rectangles 0.5 wide, as high as f at their left ends: 1.75, 0.9167 below the limit 8/3 = 2.666667`."""
        return riemann_sentence(self, ascii)

    def table(self, ascii: bool = False) -> list[list[str]]:
        """Rule, sum and size of the error for n strips; then the limit."""
        return riemann_table(self, ascii)

    def program(self) -> str:
        """Plain Python: the sums by every rule, and the limit where an antiderivative says it."""
        return riemann_program(self)


def prove(settings: Settings, found: tuple[Node, Node | None]) -> tuple[str, ...]:
    """A sentence for every sum of the lesson that has no value, and where no limit is known."""
    made = RiemannScene(settings, found)
    faults = [
        tr("the {rule} sum with n = {n} has no value: f has none at one of its places", rule=rule, n=n)
        for rule in settings.rules
        for n in settings.n
        if not isfinite(made.sum(rule, n).value)
    ]
    if not made.limit.known:
        low, high = (shown(end) for end in settings.interval)
        faults.append(tr("no limit is known for the area from {low} to {high}", low=low, high=high))
    elif settings.antiderivative and made.limit.ends is None:
        faults.append(tr("no antiderivative of this function is known; leave antiderivative out"))
    return tuple(faults)
