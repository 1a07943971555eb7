"""What the helper process can do, by name; `check` and the plain tutor call the same functions directly.

Importing this module imports SymPy, which is why no screen does.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from tutor import symbolic
from tutor.grading import grade
from tutor.lesson.load import load_lesson
from tutor.lesson.model import Broken
from tutor.scenes.derive import derivation
from tutor.tree import Node


def broken(files: Sequence[Path]) -> tuple[Broken, ...]:
    """Those of the lesson files that cannot be used, each with every fault."""
    return tuple(lesson for lesson in map(load_lesson, files) if isinstance(lesson, Broken))


def derivatives(f: Node, wrt: str, order: int) -> tuple[Node, ...]:
    """f′, f″ ... up to `order`."""
    return tuple(symbolic.derivative(f, wrt, n) for n in range(1, order + 1))


TASKS: dict[str, Callable[..., Any]] = {
    "derivatives": derivatives,
    "gradient": symbolic.gradient,
    "printed": symbolic.printed,
    "derivation": derivation,
    "grade": grade,
    "broken": broken,
    "sleep": time.sleep,  # for the tests of what happens to a task that takes too long
}
