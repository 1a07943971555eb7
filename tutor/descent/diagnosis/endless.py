"""Classifiers: labels that can be told apart without a fault, where theta has no end, and ones that only guess yet."""

from __future__ import annotations

import math

import numpy as np

from tutor.descent.diagnosis.evidence import Evidence
from tutor.descent.diagnosis.figures import short
from tutor.descent.diagnosis.finding import Finding, Kind
from tutor.descent.methods import GradientDescent
from tutor.descent.problem import Problem, Vector
from tutor.descent.problems.logistic import Logistic
from tutor.descent.problems.network import Network
from tutor.descent.problems.softmax import Softmax
from tutor.messages import tr

ROUNDING = 1e-9  # of the largest score: a margin below it may be none
AT_MOST = 200_000  # numbers in X: more are not gone through at each frame
ALIKE = 0.1  # how far from 1/K an answer may be to count as a guess
NEAR_GUESSING = 0.005  # of ln K


def separable(seen: Evidence) -> Finding | None:
    """Theta itself is right about every example: with all scores doubled the loss is smaller, and so on for ever.

    That plain descent makes theta grow like ln k where scores are linear is Soudry et al. 2018.
    """
    scores = _scores(seen.problem, seen.player.theta)
    if scores is None:
        return None
    margins, reach = _margins(seen.problem, scores), _reach(seen.problem, seen.player.theta, scores)
    if not np.all(margins > ROUNDING * reach):
        return None
    length = short(float(np.linalg.norm(seen.player.theta)))
    linear = not isinstance(seen.problem, Network)
    if linear and type(seen.method) is GradientDescent and seen.full_batch and seen.steady_rate:
        text = tr("so no theta is best: |theta| = {length} and grows for ever, in the end like ln k", length=length)
    elif linear:
        text = tr("so no theta is best: |theta| = {length}, and twice that has a smaller loss", length=length)
    else:
        text = tr("so no theta is best: with a last layer twice as large the loss is smaller")
    return Finding(Kind.SEPARABLE, tr("every example is on its right side, {text}", text=text))


def guessing(seen: Evidence) -> Finding | None:
    """The loss is that of answering 1/K to everything, and so are the answers."""
    scores = _scores(seen.problem, seen.player.theta)
    if scores is None:
        return None
    classes = scores.shape[1]
    chances = np.exp(scores - scores.max(axis=1, keepdims=True))
    chances /= chances.sum(axis=1, keepdims=True)
    blind = math.log(classes)
    if abs(seen.player.loss - blind) > NEAR_GUESSING * blind or np.abs(chances - 1 / classes).max() > ALIKE:
        return None
    return Finding(
        Kind.GUESSING,
        tr(
            "near ln {classes} = {short}: every answer is still about 1/{classes}, whatever the example",
            classes=classes,
            short=short(blind),
        ),
    )


def _scores(problem: Problem, theta: Vector) -> Vector | None:
    """(m, K): what speaks for each class; a class without a score of its own has 0. None for no classifier."""
    if not isinstance(problem, Logistic | Softmax | Network) or problem.X.size > AT_MOST:
        return None
    if isinstance(problem, Softmax):
        return np.asarray(problem.X.dot(problem.unpack(theta)))
    if isinstance(problem, Logistic):
        z = problem.X.dot(theta)[:, np.newaxis]
    elif problem.judged_by == "cross-entropy":
        z = problem.forward(theta)[-1].z
    else:
        return None
    return z if z.shape[1] > 1 else np.hstack([np.zeros_like(z), z])


def _margins(problem: Problem, scores: Vector) -> Vector:
    """How far the score of each example's own class is ahead of the others, (m,)."""
    labels = np.asarray(problem.y, dtype=np.intp)  # type: ignore[attr-defined]
    every, others = np.arange(len(labels)), scores.copy()
    others[every, labels] = -np.inf
    return np.asarray(scores[every, labels] - others.max(axis=1))


def _reach(problem: Problem, theta: Vector, scores: Vector) -> float:
    """How large the terms of a score are, before they cancel."""
    if isinstance(problem, Logistic | Softmax):
        return float(np.abs(problem.X).max() * np.abs(theta).sum())
    return float(np.abs(scores).max())
