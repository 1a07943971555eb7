"""What a sentence calls that which goes down and that which moves: the loss and theta, or f and its one variable.

A formula of one variable is f of x wherever it is drawn, typed and taught; there is one line to go along, so no
direction is named, and what bends is f″. Elsewhere it is the loss over theta, along directions, with eigenvalues λ.
"""

from __future__ import annotations

from dataclasses import dataclass

from tutor.descent.problem import Function, Problem
from tutor.messages import tr


@dataclass(frozen=True, slots=True)
class Named:
    loss: str  # as it stands before its number
    the_loss: str  # as it stands in a sentence
    theta: str
    alone: bool  # is it a formula of one variable?


def named(problem: Problem) -> Named:
    """The words for this problem, in the learner's language."""
    if isinstance(problem, Function) and len(problem.names) == 1:
        return Named("f", "f", problem.names[0], alone=True)
    return Named(tr("loss"), tr("the loss"), "theta", alone=False)
