"""A learner's mistaken update beside the right one, from the question's own start: the settings of such a descent."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, cast

from tutor.descent.methods import mistakes_of
from tutor.descent.problem import Function, Problem
from tutor.lesson.losses import Loss
from tutor.lesson.questions import Next, Question
from tutor.messages import tr
from tutor.scenes._problem import problem_of

if TYPE_CHECKING:
    from tutor.scenes.descend import Settings

FEWEST = 100  # steps to be watched


def beside(question: Question, mistake: str) -> Settings | None:
    """For a `next` question and the name of a mistake (`no mean`, or `no-mean` as a verdict has it): the right run and
    the mistaken one. None where it is no update that can be made again and again, such as one step too few."""
    from tutor.scenes.descend import Run, Settings

    about = cast(Next, question.about)
    known = mistakes_of(about.method.make(), _problem(about), about.schedule, about.batches)
    name = next((each.name for each in known if _hyphened(each.name) == _hyphened(mistake)), None)
    if name is None:
        return None
    start, batches = tuple(about.start), about.batches
    runs = (Run(about.rate, start, tr("right")), Run(about.rate, start, _short(name), mistake=name))
    return Settings(
        loss=about.loss,
        f=about.f,
        method=about.method,
        start=start,
        rate=about.rate,
        steps=max(FEWEST, about.steps),
        schedule=about.schedule,
        batch=None if batches is None else batches.size,
        order=None if batches is None else replace(batches, size=1),
        runs=runs,
        names=about.names,
    )


def _problem(about: Next) -> Problem:
    """As much of the problem as a mistake asks for to know whether it can be made."""
    if isinstance(about.goal, Loss):
        return problem_of(about.goal, about.names, None)
    return Function(lambda theta: 0.0, lambda theta: [0.0 for _ in theta], about.names)


def _hyphened(name: str) -> str:
    return name.replace(" ", "-")


def _short(name: str, most: int = 24) -> str:
    """The name as a label has room for it."""
    return name if len(name) <= most else name[: most - 3] + "..."
