"""What the helper process can do, by name; `check` and the plain tutor call the same functions directly.

Importing this module imports SymPy, which is why no screen does.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from tutor import scenes, symbolic
from tutor.expression import parse
from tutor.grading import grade
from tutor.lesson.load import load_lesson
from tutor.lesson.model import Broken
from tutor.lesson.questions import Formula, Question
from tutor.lookup import passages
from tutor.scenes.derive import derivation
from tutor.symbolic.integral import area_under
from tutor.tree import Node


def broken(files: Sequence[Path]) -> tuple[Broken, ...]:
    """Those of the lesson files that cannot be used, each with every fault."""
    return tuple(lesson for lesson in map(load_lesson, files) if isinstance(lesson, Broken))


def derivatives(f: Node, wrt: str, order: int) -> tuple[Node, ...]:
    """f′, f″ ... up to `order`."""
    return tuple(symbolic.derivative(f, wrt, n) for n in range(1, order + 1))


def jacobian(outputs: Sequence[Node], names: Sequence[str]) -> tuple[tuple[Node, ...], ...]:
    """A row for each output, its partial derivatives in the order of `names`."""
    return tuple(symbolic.gradient(each, names) for each in outputs)


def warm_up() -> None:
    """Does once what every session does: the first answer is judged sooner, and what it loads is shared with forks."""
    for name in scenes.names():
        scenes.module(name)
    slope = Formula(derivative_of=parse("x^2 sin(x)", ("x",)), wrt="x")
    question = Question("warm", "What is the derivative?", slope, ("x",))
    for text in ("2x cos(x)", "2x sin(x) + x^2 cos(x)"):
        grade(question, text)


TASKS: dict[str, Callable[..., Any]] = {
    "derivatives": derivatives,
    "gradient": symbolic.gradient,
    "hessian": symbolic.hessian,
    "jacobian": jacobian,
    "area": area_under,
    "printed": symbolic.printed,
    "derivation": derivation,
    "grade": grade,
    "broken": broken,
    "passages": passages,
    "sleep": time.sleep,  # for the tests of what happens to a task that takes too long
}
