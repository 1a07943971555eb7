"""Which examples each step looks at: all of them, or a batch, in an order that any k gives again.

NumPy is imported only when rows are asked for: a lesson's settings are read without it.
"""

from __future__ import annotations

import enum
import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from tutor.messages import tr

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from tutor.descent.methods.base import Sight
    from tutor.descent.problem import OnExamples, Problem, Vector

Rows: TypeAlias = "slice | NDArray[np.intp]"


BLOCK = 4096  # examples that are shuffled at once, so that seeding costs little


class Order(enum.Enum):
    CYCLIC = "cyclic"  # as the data stand, round and round
    STRIDED = "strided"  # every `stride`-th example, round and round
    SHUFFLED = "shuffled"  # all of them in an order drawn anew in each pass
    GIVEN = "given"  # as the lesson lists them, round and round


@dataclass(frozen=True, slots=True)
class Batches:
    """Batches of `size` examples. At the end of a pass what is left over makes a smaller batch.

    Shuffled passes are drawn by blocks of about BLOCK examples, one pass at least: block b sorts the keys
    `RandomState([seed, b]).random_sample((passes, m))`. That stream is frozen (NEP 19), so an order is the same with
    every NumPy, and any pass is drawn without those before its block. The last block is kept.
    """

    size: int
    order: Order = Order.CYCLIC
    stride: int = 1  # for STRIDED: example k is stride * k mod m
    given: tuple[int, ...] = ()  # for GIVEN: examples counted from 0
    seed: int = 0  # for SHUFFLED
    _drawn: dict[tuple[int, int], tuple[NDArray[np.intp], ...]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def check(self, m: int) -> None:
        """ValueError, in a sentence, where such batches cannot be made of m examples."""
        if not (self.size == int(self.size) and self.size >= 1):
            raise ValueError(tr("a batch must have at least 1 example, and {size} were asked for.", size=self.size))
        if self.order is Order.GIVEN:
            self._check_given(m)
        elif self.size > m:
            raise ValueError(tr("a batch of {size} is more than the {m} examples there are.", size=self.size, m=m))
        if self.order is Order.STRIDED and (self.stride < 1 or math.gcd(self.stride, m) != 1):
            raise ValueError(
                tr(
                    "a stride of {stride} does not reach each of the {m} examples; it needs to be a number "
                    "from 1 that shares no divisor with {m}.",
                    stride=self.stride,
                    m=m,
                )
            )
        if self.order is Order.SHUFFLED and not 0 <= self.seed < 2**32:
            raise ValueError(tr("a seed is a whole number from 0 to below 2^32, and {seed} is not.", seed=self.seed))

    def _check_given(self, m: int) -> None:
        if not self.given:
            raise ValueError(tr("the order lists no example."))
        if self.size > len(self.given):
            raise ValueError(
                tr(
                    "a batch of {size} is more than the {count} examples that are listed.",
                    size=self.size,
                    count=len(self.given),
                )
            )
        wrong = [each for each in self.given if not 0 <= each < m]
        if wrong:
            raise ValueError(
                tr(
                    "there is no example {wrong}: the {m} examples are counted from 0 to {last}.",
                    wrong=wrong[0],
                    m=m,
                    last=m - 1,
                )
            )

    def a_pass(self, m: int) -> int:
        """How many examples one pass looks at, of m."""
        return len(self.given) if self.order is Order.GIVEN else m

    def steps_a_pass(self, m: int) -> int:
        return -(-self.a_pass(m) // self.size)

    def seen(self, k: int, m: int) -> int:
        """How many examples the first k steps look at, of m, each counted as often as it is looked at."""
        passes, rest = divmod(k, self.steps_a_pass(m))
        return passes * self.a_pass(m) + min(rest * self.size, self.a_pass(m))

    def rows(self, k: int, m: int) -> Rows:
        """The examples of the step from k, of m examples."""
        passes, place = divmod(k, self.steps_a_pass(m))
        first = place * self.size
        if self.order is Order.CYCLIC:
            return slice(first, min(first + self.size, m))
        return self._order_of(passes, m)[first : first + self.size]

    def _order_of(self, number: int, m: int) -> NDArray[np.intp]:
        """The examples in the order of that pass."""
        block, place = divmod(number, max(1, BLOCK // m)) if self.order is Order.SHUFFLED else (0, 0)
        drawn = self._drawn.get((block, m))
        if drawn is None:
            drawn = self._draw(block, m)
            self._drawn.clear()
            self._drawn[block, m] = drawn
        return drawn[place]

    def _draw(self, block: int, m: int) -> tuple[NDArray[np.intp], ...]:
        import numpy as np

        match self.order:
            case Order.SHUFFLED:
                keys = np.random.RandomState([self.seed, block]).random_sample((max(1, BLOCK // m), m))
                return tuple(keys.argsort(axis=1, kind="stable"))
            case Order.GIVEN:
                return (np.array(self.given, dtype=np.intp),)
        return (self.stride * np.arange(m, dtype=np.intp) % m,)


@dataclass(frozen=True, slots=True)
class Batch:
    """The loss as the step from k sees it: its slope over the examples of that step.

    The curvature is that of all examples: a batch's own often cannot be inverted.
    """

    problem: OnExamples
    batches: Batches
    k: int

    def gradient(self, theta: Vector) -> Vector:
        return self.problem.gradient_on(theta, self.rows)

    def curvature(self, theta: Vector) -> Vector:
        return self.problem.curvature(theta)

    @property
    def rows(self) -> Rows:
        return self.batches.rows(self.k, self.problem.m)

    @property
    def size(self) -> int:
        """How many examples of them."""
        return self.batches.seen(self.k + 1, self.problem.m) - self.batches.seen(self.k, self.problem.m)


def sight(problem: Problem, batches: Batches | None, k: int) -> Sight:
    """The loss as the step from k sees it."""
    if batches is None:
        return problem
    return Batch(problem, batches, k)  # type: ignore[arg-type]  # `check` has been asked: it is on examples


def check_batches(problem: Problem, batches: Batches | None) -> None:
    """ValueError, in a sentence, where steps on this problem cannot look at such batches."""
    if batches is None:
        return
    m = getattr(problem, "m", None)
    if m is None or not hasattr(problem, "gradient_on"):
        raise ValueError(tr("there are no single examples here to take in batches: leave the batch out."))
    batches.check(m)
