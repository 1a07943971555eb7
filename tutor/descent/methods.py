"""One update of theta: the right one, and the ones that learners make of it, side by side.

A mistake is a rule, not a list of wrong numbers: it works on any problem, start and rate, and it could run
beside the right update. `explain` says which mistakes give the theta that somebody answered; it stays silent
rather than accuse wrongly.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import cast

import numpy as np
from numpy.typing import ArrayLike

from tutor.descent.problem import LeastSquares, Problem, Vector, checked_rate, starting_point

Method = Callable[[Vector, Vector, float], Vector]  # theta, gradient there, rate -> the next theta
Update = Callable[[Problem, Vector, float, Vector], Vector]  # problem, theta, rate, start -> a wrong next one
Loop = Callable[[Problem, Vector, float, int], Vector]  # problem, start, rate, steps -> a wrong last one


def gradient_descent(theta: Vector, gradient: Vector, rate: float) -> Vector:
    """One step against the gradient: theta - rate * gradient, as a new array."""
    return theta - rate * gradient


METHODS: dict[str, Method] = {"gd": gradient_descent}


def next_theta(problem: Problem, theta: ArrayLike, rate: float, steps: int = 1, method: str = "gd") -> Vector:
    """Theta after `steps` updates; not finite when the run leaves the range of numbers on the way.

    ValueError for a theta or a rate that cannot be, KeyError for an unknown method.
    """
    update, here = METHODS[method], starting_point(problem, theta)
    rate = checked_rate(rate)
    with np.errstate(all="ignore"):
        for _ in range(steps):
            here = update(here, problem.gradient(here), rate)
    return here


def _anywhere(problem: Problem) -> bool:
    return True


def _on_data(problem: Problem) -> bool:
    return isinstance(problem, LeastSquares)


def _on_function(problem: Problem) -> bool:
    return not isinstance(problem, LeastSquares)


@dataclass(frozen=True, slots=True)
class Mistake:
    """A wrong update, made at every step."""

    name: str
    say: str  # to the learner: what went wrong, without the right answer
    update: Update
    applies: Callable[[Problem], bool] = _anywhere

    def result(self, problem: Problem, start: Vector, rate: float, steps: int) -> Vector:
        theta = start
        for _ in range(steps):
            theta = self.update(problem, theta, rate, start)
        return theta


@dataclass(frozen=True, slots=True)
class LoopMistake:
    """Right updates in a wrong loop."""

    name: str
    say: str
    result: Loop
    applies: Callable[[Problem], bool] = _anywhere


def explain(
    problem: Problem, start: ArrayLike, rate: float, answer: ArrayLike, tol: float, steps: int = 1
) -> tuple[Mistake | LoopMistake, ...]:
    """The mistakes whose theta after `steps` is the answer, each component within `tol` (absolute).

    Empty when the answer is right, when no known mistake gives it, or when it has another shape than theta.
    Several when they cannot be told apart on this problem.
    """
    theta, rate = starting_point(problem, start), checked_rate(rate)
    given = np.atleast_1d(np.array(answer, dtype=np.float64))
    right = next_theta(problem, theta, rate, steps)
    if given.shape != right.shape or _same(given, right, tol):
        return ()
    with np.errstate(all="ignore"):
        return tuple(
            mistake
            for mistake in EVERY_MISTAKE
            if mistake.applies(problem) and _same(given, mistake.result(problem, theta, rate, steps), tol)
        )


def _same(one: Vector, other: Vector, tol: float) -> bool:
    return bool(np.all(np.abs(one - other) <= tol))  # False where either is nan or inf


def _one_by_one(problem: Problem, theta: Vector, rate: float, places: Iterator[int]) -> Vector:
    """Each component moved with the slope at a theta whose earlier components have already moved."""
    theta = theta.copy()
    for place in places:
        theta[place] -= rate * problem.gradient(theta)[place]
    return theta


def _mean_error(problem: Problem, theta: Vector) -> Vector:
    """What the gradient on data becomes without X^T: the mean error in every place."""
    return np.full_like(theta, cast(LeastSquares, problem).errors(theta).mean())


def _examples(problem: Problem) -> int:
    return cast(LeastSquares, problem).m


def _unit(gradient: Vector) -> Vector:
    return cast(Vector, gradient / np.linalg.norm(gradient))


def _sign_lost_at_the_end(problem: Problem, start: Vector, rate: float, steps: int) -> Vector:
    theta = next_theta(problem, start, rate, steps - 1)
    return theta + rate * problem.gradient(theta)


def _gradients_piled_up(problem: Problem, start: Vector, rate: float, steps: int) -> Vector:
    theta, pile = start, np.zeros_like(start)
    for _ in range(steps):
        pile = pile + problem.gradient(theta)
        theta = theta - rate * pile
    return theta


# Below: the problem j, theta t, the rate (alpha) a, the start s. The right update is t - a * j.gradient(t).
MISTAKES: tuple[Mistake, ...] = (
    Mistake(
        "uphill",
        "This step climbs. The gradient points to where the loss grows: look at the sign of the update, and "
        "at errors taken as y - prediction, which turn the gradient round.",
        lambda j, t, a, s: t + a * j.gradient(t),
        _on_data,
    ),
    Mistake(
        "uphill",
        "This step climbs. The gradient points to where f grows: look at the sign of the update.",
        lambda j, t, a, s: t + a * j.gradient(t),
        _on_function,
    ),
    Mistake(
        "no mean",
        "The errors were summed over the examples, and J is a mean: something is missing from the gradient.",
        lambda j, t, a, s: t - a * _examples(j) * j.gradient(t),
        _on_data,
    ),
    Mistake(
        "2/m",
        "The step is twice as long as it should be. That is the gradient of the mean of squares; J has a 1/2 "
        "before it, and the 2 of the square meets that.",
        lambda j, t, a, s: t - a * 2 * j.gradient(t),
        _on_data,
    ),
    Mistake(
        "1/(2m)",
        "The step is half as long as it should be. Differentiating the square brings down a factor, which "
        "meets the 1/2 of J.",
        lambda j, t, a, s: t - a * j.gradient(t) / 2,
        _on_data,
    ),
    Mistake(
        "half the gradient",
        "The step is half as long as it should be: a factor is missing from the slope. What does the power bring down?",
        lambda j, t, a, s: t - a * j.gradient(t) / 2,
        _on_function,
    ),
    Mistake(
        "twice the gradient",
        "The step is twice as long as it should be: the slope has a factor too many.",
        lambda j, t, a, s: t - a * 2 * j.gradient(t),
        _on_function,
    ),
    Mistake(
        "per feature",
        "The sum was divided by the number of features. The mean in J is over the examples: count the rows.",
        lambda j, t, a, s: t - a * j.gradient(t) * _examples(j) / len(t),
        _on_data,
    ),
    Mistake(
        "X left out",
        "Every theta got the mean error. Each theta's slope weighs the errors with its own column of X.",
        lambda j, t, a, s: t - a * _mean_error(j, t),
        _on_data,
    ),
    Mistake(
        "one after the other",
        "The first component was moved, and the slope of the next was taken at the moved place. All slopes "
        "belong to the same theta.",
        lambda j, t, a, s: _one_by_one(j, t, a, iter(range(len(t)))),
    ),
    Mistake(
        "last one first",
        "The last component was moved, and the slope of the one before was taken at the moved place. All "
        "slopes belong to the same theta.",
        lambda j, t, a, s: _one_by_one(j, t, a, reversed(range(len(t)))),
    ),
    Mistake(
        "no rate",
        "The whole gradient was taken as the step. How much of it does the rate allow?",
        lambda j, t, a, s: t - j.gradient(t),
    ),
    Mistake(
        "rate twice",
        "The step is too short: the rate was multiplied in twice.",
        lambda j, t, a, s: t - a * a * j.gradient(t),
    ),
    Mistake(
        "unit gradient",
        "The gradient was made one long before the step. Its length counts: where it is steep, the step is long.",
        lambda j, t, a, s: t - a * _unit(j.gradient(t)),
    ),
    Mistake(
        "loss for gradient",
        "The step was made with the height of the loss. What says which way is down is its slope.",
        lambda j, t, a, s: t - a * j.loss(t),
    ),
    Mistake(
        "only the change",
        "That is the change alone. The step starts from where theta is.",
        lambda j, t, a, s: -a * j.gradient(t),
    ),
    Mistake(
        "gradient for theta",
        "That is the gradient, which says where to go. The question is where theta stands after the step.",
        lambda j, t, a, s: j.gradient(t),
    ),
    Mistake(
        "first gradient again",
        "Every step used the gradient of the start. After a step the slope is another: take it where theta now is.",
        lambda j, t, a, s: t - a * j.gradient(s),
    ),
    Mistake(
        "start again",
        "The last step was taken from the start. A step begins where the one before it ended.",
        lambda j, t, a, s: s - a * j.gradient(t),
    ),
)

LOOP_MISTAKES: tuple[LoopMistake, ...] = (
    LoopMistake(
        "one step short",
        "That is where theta stands one step before. Count the steps again.",
        lambda j, s, a, n: next_theta(j, s, a, n - 1),
    ),
    LoopMistake(
        "one step too far",
        "That is where theta stands one step later. Count the steps again.",
        lambda j, s, a, n: next_theta(j, s, a, n + 1),
    ),
    LoopMistake(
        "uphill at the end",
        "All is well until the last step, which climbs. Look at its sign.",
        _sign_lost_at_the_end,
    ),
    LoopMistake(
        "gradients piled up",
        "Each step added up the gradients so far. A step uses the gradient of its own place only.",
        _gradients_piled_up,
    ),
)

EVERY_MISTAKE: tuple[Mistake | LoopMistake, ...] = (*MISTAKES, *LOOP_MISTAKES)
