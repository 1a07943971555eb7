"""Momentum: a ball that rolls, in Polyak's form and in Nesterov's, which looks where it is about to be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np

from tutor.descent.methods.base import Memory, Method, Sight, share
from tutor.descent.methods.mistake import Mistake, Moment, Update, with_rate
from tutor.descent.problem import Vector
from tutor.messages import N_


@dataclass(frozen=True, slots=True)
class Momentum(Method):
    """v <- beta v + gradient; theta <- theta - rate v; v = 0 at first (the heavy ball, Polyak 1964).

    The velocity holds whole gradients, as in PyTorch, Distill ("Why momentum really works") and d2l: with a gradient
    that stays, steps grow to 1/(1 - beta) of the first. beta = 0 is gradient descent.
    """

    name: ClassVar[str] = "momentum"
    title: ClassVar[str] = N_("momentum")
    beta: float = 0.9  # how much of the velocity is kept from step to step

    def __post_init__(self) -> None:
        share("beta", self.beta)

    def begin(self, theta: Vector) -> Memory:
        return (np.zeros_like(theta),)

    def step(self, loss: Sight, theta: Vector, memory: Memory, rate: float, k: int) -> tuple[Vector, Memory]:
        velocity = self.beta * memory[0] + loss.gradient(theta)
        return theta - rate * velocity, (velocity,)


@dataclass(frozen=True, slots=True)
class Nesterov(Method):
    """v <- beta v + gradient at theta - rate beta v; theta <- theta - rate v (Nesterov 1983).

    Sutskever et al. 2013 wrote it so: the slope is taken where the velocity alone would lead. Their velocity is
    -rate times this one, which is the same run while the rate stays.
    """

    name: ClassVar[str] = "nesterov"
    title: ClassVar[str] = N_("Nesterov's momentum")
    beta: float = 0.9  # how much of the velocity is kept from step to step

    def __post_init__(self) -> None:
        share("beta", self.beta)

    def begin(self, theta: Vector) -> Memory:
        return (np.zeros_like(theta),)

    def step(self, loss: Sight, theta: Vector, memory: Memory, rate: float, k: int) -> tuple[Vector, Memory]:
        ahead = theta - rate * self.beta * memory[0]
        velocity = self.beta * memory[0] + loss.gradient(ahead)
        return theta - rate * velocity, (velocity,)


def _rolling(velocity: Callable[[float, Vector, Moment], Vector]) -> Update:
    """theta - rate v with a wrong v: `velocity(beta, the old v, the moment)`."""

    def update(right: Momentum | Nesterov, now: Moment) -> tuple[Vector, Memory]:
        wrong = velocity(right.beta, now.memory[0], now)
        return now.theta - now.rate * wrong, (wrong,)

    return update


def _looking(ahead: Callable[[float, Vector, Moment], Vector]) -> Update:
    """Nesterov's step with the slope taken elsewhere: `ahead(beta, the old v, the moment)` past theta."""
    return _rolling(lambda beta, v, now: beta * v + now.loss.gradient(now.theta + ahead(beta, v, now)))


def _old_velocity(right: Momentum | Nesterov, now: Moment) -> tuple[Vector, Memory]:
    return now.theta - now.rate * now.memory[0], right.step(now.loss, now.theta, now.memory, now.rate, now.k)[1]


def _exchanged(right: Momentum | Nesterov, now: Moment) -> tuple[Vector, Memory]:
    if not 0 <= now.rate < 1:
        return np.full_like(now.theta, np.nan), now.memory
    return replace(right, beta=now.rate).step(now.loss, now.theta, now.memory, right.beta, now.k)


# Below: beta, the old velocity v, the moment (now) of the step. The right velocity is beta * v + now.gradient.
_BOTH: tuple[Mistake, ...] = (
    Mistake(
        "velocity forgotten",
        N_(
            "That is plain gradient descent: the velocity was forgotten, or set back to zero. Part of it is kept "
            "from step "
            "to step."
        ),
        _rolling(lambda beta, v, now: now.gradient),
    ),
    Mistake(
        "new gradient left out",
        N_("The velocity only faded. In each step the new gradient is added to what is kept of it."),
        _rolling(lambda beta, v, now: beta * v if now.count else now.gradient),
        counted=True,
    ),
    Mistake(
        "averaged",
        N_("The velocity was made a mean: the gradient was multiplied by what beta leaves. Here it is added whole."),
        _rolling(lambda beta, v, now: beta * v + (1 - beta) * now.gradient),
    ),
    Mistake(
        "beta on the gradient",
        N_(
            "The factor beta stands on the wrong term: it says how much is kept of the old velocity, not of the "
            "gradient."
        ),
        _rolling(lambda beta, v, now: v + beta * now.gradient),
    ),
    Mistake(
        "beta on both",
        N_(
            "The factor beta was multiplied with the gradient as well. It says how much is kept of the old "
            "velocity only."
        ),
        _rolling(lambda beta, v, now: beta * (v + now.gradient)),
    ),
    Mistake(
        "beta left out",
        N_("All of the old velocity was kept. How much of it does beta leave?"),
        _rolling(lambda beta, v, now: v + now.gradient),
    ),
    Mistake(
        "velocity taken away",
        N_("The old velocity was taken from the gradient. It is added: the ball rolls on."),
        _rolling(lambda beta, v, now: now.gradient - beta * v),
    ),
    Mistake(
        "old velocity",
        N_("The step was made with the velocity of before. First comes the new velocity, then the step with it."),
        _old_velocity,
    ),
    Mistake(
        "rate and beta exchanged",
        N_(
            "The rate and beta have changed places. beta says what is kept of the velocity, the rate how long "
            "the step is."
        ),
        _exchanged,
    ),
    Mistake(
        "no rate",
        N_("The whole velocity was taken as the step. How much of it does the rate allow?"),
        with_rate(lambda now: 1.0),
    ),
)

MISTAKES: tuple[Mistake, ...] = (
    *_BOTH,
    Mistake(
        "looked ahead",
        N_("The slope was taken where the velocity would lead: that is Nesterov's way. Here it is that of theta."),
        _looking(lambda beta, v, now: -now.rate * beta * v),
    ),
)

NESTEROV_MISTAKES: tuple[Mistake, ...] = (
    Mistake(
        "not looked ahead",
        N_(
            "That is momentum without Nesterov's idea: the slope was taken at theta, not where the velocity would lead."
        ),
        _looking(lambda beta, v, now: np.zeros_like(v)),
    ),
    Mistake(
        "ahead without beta",
        N_("The slope was taken too far ahead: only what is kept of the velocity leads there, beta of it."),
        _looking(lambda beta, v, now: -now.rate * v),
    ),
    Mistake(
        "ahead without the rate",
        N_("The slope was taken too far ahead: the rate belongs to that look as it does to a step."),
        _looking(lambda beta, v, now: -beta * v),
    ),
    Mistake(
        "looked back",
        N_("The slope was taken behind theta. The look goes the way of the next step, which is against the velocity."),
        _looking(lambda beta, v, now: now.rate * beta * v),
    ),
    *_BOTH,
)
