"""The known mistakes of the gradient and of the step along it, whatever the method; gradient descent has them all."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from tutor.descent.methods.base import GradientDescent, Memory
from tutor.descent.methods.mistake import (
    Case,
    Mistake,
    Moment,
    Update,
    in_several,
    with_place,
    with_rate,
    with_slope,
    without_memory,
)
from tutor.descent.methods.newton import Newton
from tutor.descent.problem import LeastSquares, Vector
from tutor.descent.problems.logistic import Logistic
from tutor.messages import N_


def _on_data(case: Case) -> bool:
    return case.on_data


def _on_function(case: Case) -> bool:
    return not case.on_data


def _on_squares(case: Case) -> bool:
    return isinstance(case.problem, LeastSquares)


def _on_columns(case: Case) -> bool:
    return isinstance(case.problem, (LeastSquares, Logistic))


def _on_rows(case: Case) -> bool:
    return _on_columns(case) and hasattr(case.problem, "gradient_on")  # all of X is at hand, not a sample of it


def _on_chances(case: Case) -> bool:
    return isinstance(case.problem, Logistic)


def _descends(case: Case) -> bool:
    return isinstance(case.method, GradientDescent)


def _not_newton(case: Case) -> bool:
    return not isinstance(case.method, Newton)


def _both(one: Callable[[Case], bool], other: Callable[[Case], bool]) -> Callable[[Case], bool]:
    return lambda case: one(case) and other(case)


def _mean_error(now: Moment, theta: Vector) -> Vector:
    """What the gradient on data becomes without X^T: the mean error in every place."""
    problem = now.problem
    errors = problem.predictions(theta) - problem.y if isinstance(problem, Logistic) else problem.errors(theta)
    return np.full_like(theta, errors[now.rows].mean())


def _chances(now: Moment, theta: Vector, weigh: Callable[[Vector, Vector], Vector]) -> Vector:
    """The gradient of a logistic regression with other errors: `weigh(z, y)` for each example."""
    X, y = now.problem.X[now.rows], now.problem.y[now.rows]
    return np.asarray(X.T.dot(weigh(X.dot(theta), y)) / len(y))


def _sigmoid(z: Vector) -> Vector:
    return np.asarray(1 / (1 + np.exp(-z)))


def _squared(z: Vector, y: Vector) -> Vector:
    p = _sigmoid(z)
    return (p - y) * p * (1 - p)


def _unit(gradient: Vector) -> Vector:
    return np.asarray(gradient / np.linalg.norm(gradient))


def _one_by_one(order: Callable[[int], Iterator[int]]) -> Update:
    """Each component moved with the slope at a theta whose earlier components have already moved."""

    def update(right: GradientDescent, now: Moment) -> tuple[Vector, Memory]:
        theta = now.theta.copy()
        for place in order(len(theta)):
            theta[place] -= now.rate * now.loss.gradient(theta)[place]
        return theta, now.memory

    return update


def _uphill(now: Moment, change: Vector) -> Vector:
    return now.theta - change


def _piled_up(right: GradientDescent, now: Moment) -> tuple[Vector, Memory]:
    pile = now.memory[0] + now.gradient
    return now.theta - now.rate * pile, (pile,)


SLOPES: tuple[Mistake, ...] = (
    Mistake(
        "uphill",
        N_(
            "This step climbs. The gradient points to where the loss grows: look at the sign of the update, and "
            "at errors taken as y - prediction, which turn the gradient round."
        ),
        with_place(_uphill),
        _both(_on_data, _not_newton),
    ),
    Mistake(
        "uphill",
        N_("This step climbs. The gradient points to where f grows: look at the sign of the update."),
        with_place(_uphill),
        _both(_on_function, _not_newton),
    ),
    Mistake(
        "no mean",
        N_("The errors were summed over the examples, and J is a mean: something is missing from the gradient."),
        with_slope(lambda now, theta, slope: now.examples * slope),
        _both(_on_data, _not_newton),
    ),
    Mistake(
        "2/m",
        N_(
            "The step is twice as long as it should be. That is the gradient of the mean of squares; J has a 1/2 "
            "before it, and the 2 of the square meets that."
        ),
        with_slope(lambda now, theta, slope: 2 * slope),
        _both(_on_squares, _not_newton),
    ),
    Mistake(
        "1/(2m)",
        N_(
            "The step is half as long as it should be. Differentiating the square brings down a factor, which "
            "meets the 1/2 of J."
        ),
        with_slope(lambda now, theta, slope: slope / 2),
        _both(_on_squares, _not_newton),
    ),
    Mistake(
        "half the gradient",
        N_(
            "The step is half as long as it should be: a factor is missing from the slope. What does the power "
            "bring down?"
        ),
        with_slope(lambda now, theta, slope: slope / 2),
        _both(_on_function, _not_newton),
    ),
    Mistake(
        "twice the gradient",
        N_("The step is twice as long as it should be: the slope has a factor too many."),
        with_slope(lambda now, theta, slope: 2 * slope),
        _both(_on_function, _not_newton),
    ),
    Mistake(
        "per feature",
        N_("The sum was divided by the number of features. The mean in J is over the examples: count the rows."),
        with_slope(lambda now, theta, slope: slope * now.examples / len(theta)),
        _both(_on_columns, _not_newton),
    ),
    Mistake(
        "X left out",
        N_("Every theta got the mean error. Each theta's slope weighs the errors with its own column of X."),
        with_slope(lambda now, theta, slope: _mean_error(now, theta)),
        _both(_on_rows, _not_newton),
    ),
    Mistake(
        "sigmoid left out",
        N_("The errors were taken of X theta itself. The prediction is its sigmoid, a chance between the two labels."),
        with_slope(lambda now, theta, slope: _chances(now, theta, lambda z, y: z - y)),
        _both(_on_chances, _not_newton),
    ),
    Mistake(
        "sigmoid' kept",
        N_("The errors were multiplied by the slope of the sigmoid. In the cross-entropy that factor cancels."),
        with_slope(lambda now, theta, slope: _chances(now, theta, _squared)),
        _both(_on_chances, _not_newton),
    ),
    Mistake(
        "one after the other",
        N_(
            "The first component was moved, and the slope of the next was taken at the moved place. All slopes "
            "belong to the same theta."
        ),
        _one_by_one(lambda n: iter(range(n))),
        _both(_descends, in_several),
    ),
    Mistake(
        "last one first",
        N_(
            "The last component was moved, and the slope of the one before was taken at the moved place. All "
            "slopes belong to the same theta."
        ),
        _one_by_one(lambda n: reversed(range(n))),
        _both(_descends, in_several),
    ),
    Mistake(
        "no rate",
        N_("The whole gradient was taken as the step. How much of it does the rate allow?"),
        with_rate(lambda now: 1.0),
        _descends,
    ),
    Mistake(
        "rate twice",
        N_("The step is too short: the rate was multiplied in twice."),
        with_rate(lambda now: now.rate * now.rate),
    ),
    Mistake(
        "unit gradient",
        N_("The gradient was made one long before the step. Its length counts: where it is steep, the step is long."),
        with_slope(lambda now, theta, slope: _unit(slope)),
        _descends,
    ),
    Mistake(
        "loss for gradient",
        N_("The step was made with the height of the loss. What says which way is down is its slope."),
        without_memory(lambda right, now: now.theta - now.rate * now.problem.loss(now.theta)),
        _descends,
    ),
    Mistake(
        "only the change",
        N_("That is the change alone. The step starts from where theta is."),
        with_place(lambda now, change: change),
    ),
    Mistake(
        "gradient for theta",
        N_("That is the gradient, which says where to go. The question is where theta stands after the step."),
        without_memory(lambda right, now: now.gradient),
    ),
    Mistake(
        "first gradient again",
        N_("Every step used the gradient of the start. After a step the slope is another: take it where theta now is."),
        with_slope(lambda now, theta, slope: now.loss.gradient(now.start)),
        _not_newton,
    ),
    Mistake(
        "start again",
        N_("The last step was taken from the start. A step begins where the one before it ended."),
        with_place(lambda now, change: now.start + change),
    ),
    Mistake(
        "gradients piled up",
        N_("Each step added up the gradients so far. A step uses the gradient of its own place only."),
        _piled_up,
        _descends,
        begin=lambda right, theta: (np.zeros_like(theta),),
    ),
)
