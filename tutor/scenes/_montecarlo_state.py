"""What is true of an estimate by drawing: the rolls so far, how far each is off, and how far it is expected to be."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tutor.messages import tr
from tutor.numeric import value
from tutor.scenes._montecarlo_law import spread_of
from tutor.scenes._montecarlo_program import montecarlo_program
from tutor.scenes._montecarlo_roll import MOST, Roll
from tutor.scenes._montecarlo_words import montecarlo_sentence, montecarlo_table
from tutor.scenes._numbers import shown
from tutor.scenes._scene import CannotShow, Request

if TYPE_CHECKING:
    from tutor.scenes.montecarlo import Settings

MOST_ROLLS = 100
STRIDES = (None, 1, 10, 100, 1000, 10_000, 100_000)  # None: to the next n of the lesson
WRONG = 2e-3  # standard deviations that the truth may be off the integral


def request(settings: Settings) -> Request | None:
    """None: no SymPy is needed."""
    return None


def scene(settings: Settings, found: object) -> MonteCarloScene:
    return MonteCarloScene(settings)


class MonteCarloScene:
    """An estimate on the screen: the last of `rolls` is being drawn. Raises CannotShow where it has no spread."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.spread = spread_of(settings.estimate, settings.name, settings.law)
        self.truth = self.spread.mean if settings.truth is None else value(settings.truth)
        self._stride = 0
        self.rolls = [self._roll(settings.seed)]

    def _roll(self, seed: int) -> Roll:
        made = self.settings
        return Roll(seed, made.estimate, made.name, made.law, made.n)

    # what the learner does; what may take long comes as pieces, each saying how much is done

    def draw(self, more: int | None = None) -> Iterator[float]:
        """Draws `more`; without it, as many as the stride says. Nothing once there are MOST."""
        return self.roll.drawing(self._goal(self.stride) if more is None else self.n + more)

    def draw_to(self, n: int) -> Iterator[float]:
        return self.roll.drawing(n)

    def _goal(self, stride: int | None) -> int:
        if stride is not None:
            return min(self.n + stride, MOST)
        return next((each for each in self.settings.n if each > self.n), self.n)

    @property
    def at_end(self) -> bool:
        """Would `draw` do nothing?"""
        return self._goal(self.stride) == self.n

    @property
    def stride(self) -> int | None:
        """How many are drawn next; None: as many as it takes to the next n of the lesson."""
        return STRIDES[self._stride]

    def change_stride(self, by: int) -> bool:
        """Larger or smaller; False at either end."""
        place = self._stride + by
        if not 0 <= place < len(STRIDES):
            return False
        self._stride = place
        return True

    def another(self) -> Iterator[float] | None:
        """Another roll: the next seed, drawn as far as the last one was. None where there are too many."""
        if len(self.rolls) >= MOST_ROLLS:
            return None
        n = self.n
        self.rolls.append(self._roll(self.roll.seed + 1))
        return self.roll.drawing(n)

    def reset(self) -> None:
        """Nothing is drawn, and the first seed comes first again."""
        self.rolls = [self._roll(self.settings.seed)]

    # where it stands

    @property
    def roll(self) -> Roll:
        """The one that is being drawn."""
        return self.rolls[-1]

    @property
    def n(self) -> int:
        return self.roll.n

    @property
    def off(self) -> float:
        """The error: the estimate less the truth; nan before the first draw."""
        return self.roll.mean - self.truth

    def inside(self, n: int) -> tuple[int, int]:
        """How many of the rolls are no farther off at n than predicted, and how many there are."""
        found = [mean for each in self.rolls if (mean := each.at(n)) is not None]
        return sum(abs(mean - self.truth) <= self.spread.error(n) for mean in found), len(found)

    def rows(self) -> list[tuple[int, float]]:
        """n and the estimate there: the stops of the lesson so far, and where it stands."""
        ns = sorted({*(n for n in self.settings.n if n <= self.n), *([self.n] if self.n else [])})
        return [(n, mean) for n in ns if (mean := self.roll.at(n)) is not None]

    # in words

    def sentence(self, ascii: bool = False) -> str:
        """`100 draws: the mean of u² is 0.306652, off by −0.0267; predicted: ±0.0298, so it is inside`"""
        return montecarlo_sentence(self, ascii)

    def table(self, ascii: bool = False) -> list[list[str]]:
        """n, estimate, error and predicted error; headings first."""
        return montecarlo_table(self, ascii)

    def program(self) -> str:
        """NumPy's draws of this seed, and the table that is shown."""
        return montecarlo_program(self)


def prove(settings: Settings, found: object) -> tuple[str, ...]:
    """A sentence for what has no mean or no spread, and for a truth that is not the integral."""
    try:
        made = MonteCarloScene(settings)
    except CannotShow as fault:
        return (str(fault),)
    if not abs(made.truth - made.spread.mean) <= WRONG * made.spread.sd:
        said, mean = shown(made.truth), shown(made.spread.mean, digits=6)
        return (tr("the truth is said to be {truth}, and the integral gives {mean}", truth=said, mean=mean),)
    return ()
