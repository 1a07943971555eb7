"""What a method of descent is: one update of theta, with what it remembers from one step to the next.

A method is a value: its settings and nothing else. What it remembers (a velocity, a mean of squares) is handed in and
handed back, so any step can be taken again, from anywhere, and gives the same bits. It changes no array.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import ClassVar, Protocol

from tutor.descent.problem import Vector
from tutor.messages import N_, tr

Memory = tuple[Vector, ...]  # what a method carries from step to step; () for one that remembers nothing


class Sight(Protocol):
    """The loss as a step sees it: over all examples, or over the batch of that step."""

    def gradient(self, theta: Vector) -> Vector: ...

    def curvature(self, theta: Vector) -> Vector:
        """The Hessian (n, n) at theta."""


@dataclass(frozen=True, slots=True)
class Method:
    """One rule of update; its fields are its settings."""

    name: ClassVar[str]  # as in a lesson: "gd", "adam"
    title: ClassVar[str]  # in words: "gradient descent", "Adam"

    def begin(self, theta: Vector) -> Memory:
        """What is remembered before the first step."""
        return ()

    def step(self, loss: Sight, theta: Vector, memory: Memory, rate: float, k: int) -> tuple[Vector, Memory]:
        """Theta and memory after the step from k = 0, 1, ...; new arrays."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class GradientDescent(Method):
    """Against the gradient, as far as the rate says: theta - rate * gradient (Cauchy 1847)."""

    name: ClassVar[str] = "gd"
    title: ClassVar[str] = N_("gradient descent")

    def step(self, loss: Sight, theta: Vector, memory: Memory, rate: float, k: int) -> tuple[Vector, Memory]:
        return theta - rate * loss.gradient(theta), memory


PLAIN = GradientDescent()


def share(name: str, value: float) -> None:
    """ValueError unless `value` is from 0 to below 1: how much of something is kept from step to step."""
    if not 0 <= value < 1:
        raise ValueError(tr("{name} must be from 0 to below 1, and {value:g} is not.", name=name, value=value))


def above_zero(name: str, value: float) -> None:
    """ValueError unless `value` is a finite number above 0."""
    if not 0 < value < math.inf:
        raise ValueError(tr("{name} must be a number above 0, and {value:g} is not.", name=name, value=value))


def not_negative(name: str, value: float) -> None:
    """ValueError unless `value` is a finite number of 0 or more."""
    if not 0 <= value < math.inf:
        raise ValueError(tr("{name} must be a number of 0 or more, and {value:g} is not.", name=name, value=value))
