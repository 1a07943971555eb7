"""Schedules: what the rate is multiplied by at step k. A schedule is a value and answers any k at once.

With a rate that stays, noisy gradients keep theta hovering at a distance; a rate that shrinks brings it in, and one
that shrinks too soon stops it on the way (Robbins & Monro 1951: the rates must add up to infinity, their squares not).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import ClassVar

from tutor.messages import tr


@dataclass(frozen=True, slots=True)
class Schedule:
    """The rate of the step from k is the run's rate times `factor(k)`; this one never changes it."""

    name: ClassVar[str] = "constant"

    def factor(self, k: int) -> float:
        """A finite number of 0 or more, for k = 0, 1, ..."""
        return 1.0

    @property
    def text(self) -> str:
        """The factor as a formula in k, to be read."""
        return "1"


@dataclass(frozen=True, slots=True)
class Inverse(Schedule):
    """1/(1 + decay k): the 1/k kind."""

    name: ClassVar[str] = "inverse"
    decay: float = 0.01

    def __post_init__(self) -> None:
        if not 0 <= self.decay < math.inf:
            raise ValueError(tr("the decay must be a number of 0 or more, and {decay:g} is not.", decay=self.decay))

    def factor(self, k: int) -> float:
        return 1 / (1 + self.decay * k)

    @property
    def text(self) -> str:
        return f"1/(1 + {self.decay:.12g} k)"


@dataclass(frozen=True, slots=True)
class Exponential(Schedule):
    """base^k."""

    name: ClassVar[str] = "exponential"
    base: float = 0.999

    def __post_init__(self) -> None:
        if not 0 < self.base <= 1:
            raise ValueError(tr("the base must be above 0 and at most 1, and {base:g} is not.", base=self.base))

    def factor(self, k: int) -> float:
        return float(self.base**k)

    @property
    def text(self) -> str:
        return f"{self.base:.12g}^k"


@dataclass(frozen=True, slots=True)
class Halving(Schedule):
    """Halved at every `every`-th step: keep^(k // every), with keep = 1/2."""

    name: ClassVar[str] = "halve"
    every: int = 1000
    keep: float = 0.5

    def __post_init__(self) -> None:
        _steps("every", self.every, 1)
        if not 0 < self.keep <= 1:
            raise ValueError(tr("what is kept must be above 0 and at most 1, and {keep:g} is not.", keep=self.keep))

    def factor(self, k: int) -> float:
        return float(self.keep ** (k // self.every))

    @property
    def text(self) -> str:
        return f"{self.keep:.12g}^(k // {self.every})"


@dataclass(frozen=True, slots=True)
class Cosine(Schedule):
    """Along half a cosine from 1 down to `end`, which it reaches at k = steps and keeps (Loshchilov & Hutter 2017).

    A warm-up leads to it: (k + 1)/warm_up for the first `warm_up` steps, the cosine over those that are left.
    """

    name: ClassVar[str] = "cosine"
    steps: int = 1000
    warm_up: int = 0
    end: float = 0.0

    def __post_init__(self) -> None:
        _steps("steps", self.steps, 1)
        _steps("warm_up", self.warm_up, 0)
        if not self.warm_up < self.steps:
            raise ValueError(
                tr(
                    "a warm-up of {warm_up} steps must end before the {steps} steps do.",
                    warm_up=self.warm_up,
                    steps=self.steps,
                )
            )
        if not 0 <= self.end <= 1:
            raise ValueError(tr("the end must be from 0 to 1, and {end:g} is not.", end=self.end))

    def factor(self, k: int) -> float:
        if k < self.warm_up:
            return (k + 1) / self.warm_up
        gone = min((k - self.warm_up) / (self.steps - self.warm_up), 1.0)
        return self.end + (1 - self.end) * (1 + math.cos(math.pi * gone)) / 2

    @property
    def text(self) -> str:
        gone = f"(k - {self.warm_up})/{self.steps - self.warm_up}" if self.warm_up else f"k/{self.steps}"
        wave = f"(1 + cos(pi {gone}))/2"
        whole = f"{self.end:.12g} + {1 - self.end:.12g} {wave}" if self.end else wave
        return f"(k + 1)/{self.warm_up} for k < {self.warm_up}, then {whole}" if self.warm_up else whole


@dataclass(frozen=True, slots=True)
class Warmup(Schedule):
    """(k + 1)/steps for the first `steps` steps, then 1."""

    name: ClassVar[str] = "warm_up"
    steps: int = 100

    def __post_init__(self) -> None:
        _steps("steps", self.steps, 1)

    def factor(self, k: int) -> float:
        return min((k + 1) / self.steps, 1.0)

    @property
    def text(self) -> str:
        return f"min((k + 1)/{self.steps}, 1)"


@dataclass(frozen=True, slots=True)
class Written(Schedule):
    """An expression in k that somebody wrote; two with the same text are the same.

    `value` is made of the text elsewhere. Below 0 it counts as 0: no step climbs. Where it is nan or inf, the run
    leaves the range of numbers.
    """

    name: ClassVar[str] = "written"
    value: Callable[[int], float] = field(default=lambda k: 1.0, compare=False)
    written: str = "1"

    def factor(self, k: int) -> float:
        found = float(self.value(k))
        return 0.0 if -math.inf < found < 0 else found

    @property
    def text(self) -> str:
        return self.written


CONSTANT = Schedule()


def _steps(name: str, value: int, least: int) -> None:
    if not (value >= least and value == value // 1):
        raise ValueError(
            tr("{name} must be a whole number from {least}, and {value:g} is not.", name=name, least=least, value=value)
        )
