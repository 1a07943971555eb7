"""A place in a lesson that outlives the lesson being rewritten: a question's id, and how many steps after it.

Teachers move, add and drop steps between two starts. A step's number then means another step; its question's id does
not.
"""

from __future__ import annotations

from dataclasses import dataclass

from tutor.lesson.model import Lesson


@dataclass(frozen=True, slots=True)
class Anchor:
    """`after` steps behind the step that asks `question`; from the lesson's start where there is no question before."""

    question: str | None
    after: int


def anchor_of(lesson: Lesson, position: int) -> Anchor:
    """The anchor of a step: the nearest question at or before it."""
    position = max(0, min(position, len(lesson.steps) - 1))
    for back in range(position + 1):
        ask = lesson.steps[position - back].ask
        if ask is not None:
            return Anchor(ask.id, back)
    return Anchor(None, position)


def position_of(lesson: Lesson, anchor: Anchor, fallback: int) -> int:
    """Where the anchor is in the lesson as it is now; the nearest step to `fallback` where its question is gone.

    Never past a question that one stood before: a lesson that lost steps does not skip what was not reached.
    """
    last = len(lesson.steps) - 1
    asked = [(place, step.ask.id) for place, step in enumerate(lesson.steps) if step.ask is not None]
    start = 0 if anchor.question is None else next((place for place, name in asked if name == anchor.question), None)
    if start is None:
        return max(0, min(fallback, last))
    floor = start if anchor.question is not None else -1
    ahead = next((place for place, _ in asked if place > floor), last)
    return max(0, min(start + max(0, anchor.after), ahead, last))
