"""AdaGrad and RMSProp: each component has a rate of its own, the smaller the steeper it has been."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from tutor.descent.methods.base import Memory, Method, Sight, above_zero, share
from tutor.descent.methods.mistake import Mistake, Moment, Update, without_memory
from tutor.descent.problem import Vector
from tutor.messages import N_


@dataclass(frozen=True, slots=True)
class AdaGrad(Method):
    """s <- s + gradient^2; theta <- theta - rate * gradient/(sqrt(s) + epsilon); s = 0 at first.

    Duchi, Hazan & Singer 2011, the diagonal form; component by component. The sum only grows, so steps only shrink.
    epsilon stands beside the root, as in the paper (their delta), and keeps 0/0 away; `inside` puts it under the root,
    as d2l and Keras do.
    """

    name: ClassVar[str] = "adagrad"
    title: ClassVar[str] = "AdaGrad"
    epsilon: float = 1e-10
    inside: bool = False  # sqrt(s + epsilon) in place of sqrt(s) + epsilon

    def __post_init__(self) -> None:
        above_zero("epsilon", self.epsilon)

    def begin(self, theta: Vector) -> Memory:
        return (np.zeros_like(theta),)

    def step(self, loss: Sight, theta: Vector, memory: Memory, rate: float, k: int) -> tuple[Vector, Memory]:
        gradient = loss.gradient(theta)
        squares = memory[0] + gradient * gradient
        return theta - rate * gradient / self.size(squares), (squares,)

    def size(self, squares: Vector) -> Vector:
        """What the gradient is divided by, (n,)."""
        return _size(squares, self.epsilon, self.inside)


@dataclass(frozen=True, slots=True)
class RMSProp(Method):
    """s <- rho s + (1 - rho) gradient^2; theta <- theta - rate * gradient/(sqrt(s) + epsilon); s = 0 at first.

    Tieleman & Hinton 2012, lecture 6e; component by component. The mean forgets, so steps do not die as AdaGrad's do.
    rho is their 0.9, PyTorch's is 0.99. epsilon stands beside the root, as in PyTorch; `inside` puts it under the root,
    as d2l and Keras do.
    """

    name: ClassVar[str] = "rmsprop"
    title: ClassVar[str] = "RMSProp"
    rho: float = 0.9  # how much of the mean of squares is kept from step to step
    epsilon: float = 1e-8
    inside: bool = False  # sqrt(s + epsilon) in place of sqrt(s) + epsilon

    def __post_init__(self) -> None:
        share("rho", self.rho)
        above_zero("epsilon", self.epsilon)

    def begin(self, theta: Vector) -> Memory:
        return (np.zeros_like(theta),)

    def step(self, loss: Sight, theta: Vector, memory: Memory, rate: float, k: int) -> tuple[Vector, Memory]:
        gradient = loss.gradient(theta)
        squares = self.rho * memory[0] + (1 - self.rho) * gradient * gradient
        return theta - rate * gradient / self.size(squares), (squares,)

    def size(self, squares: Vector) -> Vector:
        """What the gradient is divided by, (n,)."""
        return _size(squares, self.epsilon, self.inside)


def _size(squares: Vector, epsilon: float, inside: bool) -> Vector:
    return np.asarray(np.sqrt(squares + epsilon) if inside else np.sqrt(squares) + epsilon)


def _scaled(size: Callable[[float, Vector], Vector]) -> Update:
    """The right s, and theta - rate * gradient/`size(epsilon, s)`."""

    def update(right: AdaGrad | RMSProp, now: Moment) -> tuple[Vector, Memory]:
        memory = right.step(now.loss, now.theta, now.memory, now.rate, now.k)[1]
        return now.theta - now.rate * now.gradient / size(right.epsilon, memory[0]), memory

    return update


def _kept(squares: Callable[[Any, Vector, Vector, Moment], Vector]) -> Update:
    """The right step with a wrong s: `squares(the method, the old s, the gradient, the moment)`."""

    def update(right: AdaGrad | RMSProp, now: Moment) -> tuple[Vector, Memory]:
        gradient = now.gradient
        s = squares(right, now.memory[0], gradient, now)
        return now.theta - now.rate * gradient / right.size(s), (s,)

    return update


def _before(right: AdaGrad | RMSProp, now: Moment) -> tuple[Vector, Memory]:
    """The step made with the s of before; the first with its own, where there is none."""
    theta, memory = right.step(now.loss, now.theta, now.memory, now.rate, now.k)
    if now.count:
        theta = now.theta - now.rate * now.gradient / right.size(now.memory[0])
    return theta, memory


def _corrected(right: RMSProp, now: Moment) -> tuple[Vector, Memory]:
    memory = right.step(now.loss, now.theta, now.memory, now.rate, now.k)[1]
    size = right.size(memory[0] / (1 - right.rho ** (now.count + 1)))
    return now.theta - now.rate * now.gradient / size, memory


# Below: s as it should be after the step, its new gradient g, epsilon (small). The right size is sqrt(s) + small.
_BOTH: tuple[Mistake, ...] = (
    Mistake(
        "not divided",
        N_("That is plain gradient descent. Here each component is divided by how large its gradient has been."),
        without_memory(lambda right, now: now.theta - now.rate * now.gradient),
    ),
    Mistake(
        "root forgotten",
        N_("The root was forgotten: s holds squares, and the gradient is divided by a size, not by a square."),
        _scaled(lambda small, s: s + small),
    ),
    Mistake(
        "epsilon inside the root",
        N_("The epsilon was added inside the root. In this method it stands beside it."),
        _scaled(lambda small, s: np.asarray(np.sqrt(s + small))),
        lambda case: not getattr(case.method, "inside", False),
    ),
    Mistake(
        "one size for all",
        N_("All components were divided by the length of the whole gradient. Each has a size of its own."),
        _scaled(lambda small, s: np.full_like(s, np.sqrt(s.sum()) + small)),
    ),
    Mistake(
        "divided by the squares of before",
        N_(
            "The step was divided by the squares of before. First the new gradient's square joins them, then comes the "
            "step."
        ),
        _before,
        counted=True,
    ),
)

ADAGRAD_MISTAKES: tuple[Mistake, ...] = (
    *_BOTH,
    Mistake(
        "not squared",
        N_("The gradients themselves were summed. Their squares are, so that no sign can cancel another."),
        _kept(lambda right, s, g, now: s + g),
    ),
    Mistake(
        "mean for sum",
        N_("The mean of the squares was taken. AdaGrad divides by the root of their sum, which only grows."),
        _kept(lambda right, s, g, now: (s * now.count + g * g) / (now.count + 1)),
        counted=True,
    ),
    Mistake(
        "last square only",
        N_("Only the last gradient was squared: the sum of all squares so far belongs under the root."),
        _kept(lambda right, s, g, now: g * g),
    ),
)

RMSPROP_MISTAKES: tuple[Mistake, ...] = (
    *_BOTH,
    Mistake(
        "not squared",
        N_(
            "The mean was taken of the gradients themselves. It is of their squares, so that no sign can cancel "
            "another."
        ),
        _kept(lambda right, s, g, now: right.rho * s + (1 - right.rho) * g),
    ),
    Mistake(
        "sum for mean",
        N_("The squares were summed, which is AdaGrad. RMSProp keeps a mean of them that forgets."),
        _kept(lambda right, s, g, now: s + g * g),
    ),
    Mistake(
        "square added whole",
        N_("The new square was added whole. In a mean it counts for what rho leaves."),
        _kept(lambda right, s, g, now: right.rho * s + g * g),
    ),
    Mistake(
        "rho on the wrong term",
        N_("The factor rho stands on the wrong term: it says how much is kept of the old mean."),
        _kept(lambda right, s, g, now: (1 - right.rho) * s + right.rho * g * g),
    ),
    Mistake(
        "bias corrected",
        N_("The mean was corrected for having begun at zero. Adam does that; RMSProp takes the mean as it is."),
        _corrected,
        counted=True,
    ),
    Mistake(
        "last square only",
        N_("Only the last gradient was squared: a mean of the squares so far belongs under the root."),
        _kept(lambda right, s, g, now: g * g),
    ),
)
