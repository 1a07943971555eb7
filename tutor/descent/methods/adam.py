"""Adam, momentum divided by the size of the gradient; and AdamW, which shrinks theta beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from tutor.descent.methods.base import Memory, Method, Sight, above_zero, not_negative, share
from tutor.descent.problem import Vector


@dataclass(frozen=True, slots=True)
class Adam(Method):
    """Kingma & Ba 2015, algorithm 1; component by component, m = v = 0 at first and t = 1, 2, ...:

        m <- beta1 m + (1 - beta1) gradient           v <- beta2 v + (1 - beta2) gradient^2
        theta <- theta - rate * m/(1 - beta1^t) / (sqrt(v/(1 - beta2^t)) + epsilon)

    The two divisions correct means that began at 0. epsilon stands beside the root. t is remembered with m and v: it
    counts the steps of this method, wherever in a run it takes over.
    """

    name: ClassVar[str] = "adam"
    title: ClassVar[str] = "Adam"
    beta1: float = 0.9  # how much of the mean of gradients is kept from step to step
    beta2: float = 0.999  # and of the mean of their squares
    epsilon: float = 1e-8

    def __post_init__(self) -> None:
        share("beta1", self.beta1)
        share("beta2", self.beta2)
        above_zero("epsilon", self.epsilon)

    def begin(self, theta: Vector) -> Memory:
        return np.zeros_like(theta), np.zeros_like(theta), np.zeros(1)

    def step(self, loss: Sight, theta: Vector, memory: Memory, rate: float, k: int) -> tuple[Vector, Memory]:
        m, v, t = self.means(loss.gradient(theta), memory)
        return self.moved(theta, rate, self.direction(m, v, float(t[0]))), (m, v, t)

    def means(self, gradient: Vector, memory: Memory) -> tuple[Vector, Vector, Vector]:
        """m and v with this gradient in them, and t."""
        m, v, t = memory
        m = self.beta1 * m + (1 - self.beta1) * gradient
        v = self.beta2 * v + (1 - self.beta2) * gradient * gradient
        return m, v, t + 1

    def direction(self, m: Vector, v: Vector, t: float) -> Vector:
        """What the rate is multiplied with, (n,)."""
        m_hat = m / (1 - self.beta1**t)
        v_hat = v / (1 - self.beta2**t)
        return np.asarray(m_hat / (np.sqrt(v_hat) + self.epsilon))

    def moved(self, theta: Vector, rate: float, direction: Vector) -> Vector:
        return theta - rate * direction


@dataclass(frozen=True, slots=True)
class AdamW(Adam):
    """Adam's step, and theta less rate * decay of itself (Loshchilov & Hutter 2019, decoupled weight decay).

    The decay is no part of the gradient, so the root does not divide it. It is multiplied by the rate, as in PyTorch,
    and takes the theta from before the step.
    """

    name: ClassVar[str] = "adamw"
    title: ClassVar[str] = "AdamW"
    decay: float = 0.01  # how much of theta a step at rate 1 takes away

    def __post_init__(self) -> None:
        Adam.__post_init__(self)
        not_negative("decay", self.decay)

    def moved(self, theta: Vector, rate: float, direction: Vector) -> Vector:
        return theta - rate * (direction + self.decay * theta)
