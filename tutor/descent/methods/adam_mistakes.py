"""The known mistakes of Adam and AdamW: `adam.py` with one thing wrong at a time."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from tutor.descent.methods.adam import Adam, AdamW
from tutor.descent.methods.base import Memory
from tutor.descent.methods.mistake import Mistake, Moment, Update, with_rate, without_memory
from tutor.descent.problem import Vector
from tutor.messages import N_


def _led(direction: Callable[[Adam, Vector, Vector, float, Vector], Vector]) -> Update:
    """The right means, and a wrong direction: `direction(the method, m, v, t, the gradient)`."""

    def update(right: Adam, now: Moment) -> tuple[Vector, Memory]:
        gradient = now.gradient
        m, v, t = right.means(gradient, now.memory)
        return right.moved(now.theta, now.rate, direction(right, m, v, float(t[0]), gradient)), (m, v, t)

    return update


def _averaged(means: Callable[[Adam, Vector, Vector, Vector], tuple[Vector, Vector]]) -> Update:
    """The right direction of wrong means: `means(the method, the old m, the old v, the gradient)`."""

    def update(right: Adam, now: Moment) -> tuple[Vector, Memory]:
        m, v = means(right, now.memory[0], now.memory[1], now.gradient)
        t = now.memory[2] + 1
        return right.moved(now.theta, now.rate, right.direction(m, v, float(t[0]))), (m, v, t)

    return update


def _right_m(own: Adam, m: Vector, g: Vector) -> Vector:
    return own.beta1 * m + (1 - own.beta1) * g


def _right_v(own: Adam, v: Vector, g: Vector) -> Vector:
    return own.beta2 * v + (1 - own.beta2) * g * g


def _hats(own: Adam, m: Vector, v: Vector, t: float) -> tuple[Vector, Vector]:
    return m / (1 - own.beta1**t), v / (1 - own.beta2**t)


def _root(v: Vector) -> Vector:
    return np.asarray(np.sqrt(v))


def _no_root(own: Adam, m: Vector, v: Vector, t: float, g: Vector) -> Vector:
    m_hat, v_hat = _hats(own, m, v, t)
    return m_hat / (v_hat + own.epsilon)


def _inside(own: Adam, m: Vector, v: Vector, t: float, g: Vector) -> Vector:
    m_hat, v_hat = _hats(own, m, v, t)
    return m_hat / _root(v_hat + own.epsilon)


def _upside_down(own: Adam, m: Vector, v: Vector, t: float, g: Vector) -> Vector:
    m_hat, v_hat = _hats(own, m, v, t)
    return _root(v_hat) / (m_hat + own.epsilon)


def _no_mean(own: Adam, m: Vector, v: Vector, t: float, g: Vector) -> Vector:
    return own.direction(g * (1 - own.beta1**t), v, t)


def _of_m(own: Adam, m: Vector, v: Vector, g: Vector) -> tuple[Vector, Vector]:
    m = _right_m(own, m, g)
    return m, _right_v(own, v, m)


MISTAKES: tuple[Mistake, ...] = (
    Mistake(
        "plain gradient step",
        N_("That is plain gradient descent. Adam moves along the mean of the gradients, divided by their size."),
        without_memory(lambda right, now: now.theta - now.rate * now.gradient),
    ),
    Mistake(
        "no bias correction",
        N_("The bias correction was left out. Both means began at zero and are too small at first."),
        _led(lambda own, m, v, t, g: m / (_root(v) + own.epsilon)),
    ),
    Mistake(
        "only m corrected",
        N_("Only the mean of the gradients was corrected. That of the squares began at zero as well."),
        _led(lambda own, m, v, t, g: m / (1 - own.beta1**t) / (_root(v) + own.epsilon)),
    ),
    Mistake(
        "only v corrected",
        N_("Only the mean of the squares was corrected. That of the gradients began at zero as well."),
        _led(lambda own, m, v, t, g: m / (_root(v / (1 - own.beta2**t)) + own.epsilon)),
    ),
    Mistake(
        "t stays",
        N_("The bias was corrected as in the first step. The exponent t grows with each step."),
        _led(lambda own, m, v, t, g: own.direction(m, v, 1.0)),
    ),
    Mistake(
        "t one ahead",
        N_("The exponent t runs one ahead: in the first step the betas are not raised to any power yet."),
        _led(lambda own, m, v, t, g: own.direction(m, v, t + 1)),
    ),
    Mistake(
        "t from zero",
        N_(
            "The exponent t was counted from zero, so the first correction divides by zero. The first step has t = one."
        ),
        _led(lambda own, m, v, t, g: own.direction(m, v, t - 1)),
    ),
    Mistake(
        "root forgotten",
        N_("The root was forgotten: v holds squares, and the step is divided by a size, not by a square."),
        _led(_no_root),
    ),
    Mistake(
        "epsilon inside the root",
        N_("The epsilon was added inside the root. In this method it stands beside it."),
        _led(_inside),
    ),
    Mistake(
        "upside down",
        N_("The fraction stands upside down: the mean of the gradients belongs above the root."),
        _led(_upside_down),
    ),
    Mistake(
        "gradient for m",
        N_("The last gradient stands where its mean belongs. Adam moves along the mean, as momentum does."),
        _led(_no_mean),
    ),
    Mistake(
        "v of m",
        N_("The mean was squared. v is the mean of the squares of the gradients themselves."),
        _averaged(_of_m),
    ),
    Mistake(
        "not squared",
        N_("The mean v was made of the gradients themselves. It is one of their squares: no sign can cancel another."),
        _averaged(lambda own, m, v, g: (_right_m(own, m, g), own.beta2 * v + (1 - own.beta2) * g)),
    ),
    Mistake(
        "betas exchanged",
        N_("The two betas have changed places: the first is of the gradients, the second of their squares."),
        _averaged(lambda own, m, v, g: (own.beta2 * m + (1 - own.beta2) * g, own.beta1 * v + (1 - own.beta1) * g * g)),
    ),
    Mistake(
        "betas on the wrong terms",
        N_("The betas stand on the wrong terms: they say how much is kept of the old means."),
        _averaged(lambda own, m, v, g: ((1 - own.beta1) * m + own.beta1 * g, (1 - own.beta2) * v + own.beta2 * g * g)),
    ),
    Mistake(
        "gradients added whole",
        N_("The new gradient and its square were added whole. In a mean they count for what its beta leaves."),
        _averaged(lambda own, m, v, g: (own.beta1 * m + g, own.beta2 * v + g * g)),
    ),
    Mistake(
        "no rate",
        N_("Adam's whole direction was taken as the step. How much of it does the rate allow?"),
        with_rate(lambda now: 1.0),
    ),
)


def _decay_in_gradient(right: AdamW, now: Moment) -> tuple[Vector, Memory]:
    m, v, t = right.means(now.gradient + right.decay * now.theta, now.memory)
    return now.theta - now.rate * right.direction(m, v, float(t[0])), (m, v, t)


def _decaying(decay: Callable[[AdamW, Moment], Vector]) -> Update:
    """Adam's own step, and a wrong decay: what is taken away beside it."""

    def update(right: AdamW, now: Moment) -> tuple[Vector, Memory]:
        m, v, t = right.means(now.gradient, now.memory)
        step = now.rate * right.direction(m, v, float(t[0]))
        return now.theta - step - decay(right, now), (m, v, t)

    return update


DECAY_MISTAKES: tuple[Mistake, ...] = (
    Mistake(
        "decay in the gradient",
        N_(
            "The decay was added to the gradient, where the root divides it: that is Adam with a penalty. In "
            "AdamW theta "
            "shrinks beside Adam's step."
        ),
        _decay_in_gradient,
    ),
    Mistake(
        "decay left out",
        N_("That is Adam. AdamW also takes part of theta away."),
        _decaying(lambda own, now: np.zeros_like(now.theta)),
    ),
    Mistake(
        "decay without the rate",
        N_("The decay was taken whole. The rate is multiplied with it as with the rest of the step."),
        _decaying(lambda own, now: own.decay * now.theta),
    ),
    Mistake(
        "decay added",
        N_("The decay was added. It takes part of theta away."),
        _decaying(lambda own, now: -now.rate * own.decay * now.theta),
    ),
    *MISTAKES,
)
