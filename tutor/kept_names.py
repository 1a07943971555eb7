"""What a scene and a half-typed answer are called where they are kept, so that the screens and the lines take up what
the other left."""

from __future__ import annotations

from tutor.lesson.model import Lesson
from tutor.progress.anchor import anchor_of

KEPT = "descend"  # the scene whose state outlives its step


def scene_name(lesson: Lesson, position: int, variant: int) -> str:
    """What the scene of a step is called: by its question, so that a step that moves finds it."""
    anchor = anchor_of(lesson, position)
    return f"{anchor.question or ''}+{anchor.after}" + (f"~{variant}" if variant else "")


def draft_name(question: str) -> str:
    """What a half-typed answer of a review is called."""
    return f"review:{question}"
