"""A learner at the tutor without a screen, for tests: lines go in as from a pipe, and what came out is judged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.stores import saved
from tutor.asked import options
from tutor.lesson.model import Lesson
from tutor.lesson.questions import Choice, Question
from tutor.places import shipped_lessons
from tutor.plain.command import run
from tutor.plain.helper import Helper
from tutor.progress.store import Store

NOW = datetime(2026, 3, 6, 12, tzinfo=UTC)


class Patient(Helper):
    """No task is killed because this machine is busy."""

    def ask(self, task: str, *args: Any, seconds: float = 2.0, **more: Any) -> Any:
        return super().ask(task, *args, seconds=60.0, **more)


@pytest.fixture(scope="module")
def helper() -> Iterator[Helper]:
    """One helper process for all talks of a module: it takes a second to warm up."""
    made = Patient()
    yield made
    made.close()


@dataclass(frozen=True)
class Talk:
    """What came of some lines."""

    code: int
    lines: tuple[str, ...]
    read: int  # how many lines were taken

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    @property
    def tail(self) -> str:
        """The end of it."""
        return "\n".join(self.lines[-30:])

    @property
    def flat(self) -> str:
        """All words, however they were wrapped."""
        return " ".join(self.text.split())


def talk(
    helper: Any,
    home: Path,
    typed: Sequence[str],
    opening: Any = None,
    *,
    roots: Sequence[Path] = (),
    now: datetime = NOW,
    **more: Any,
) -> Talk:
    """Types these lines, and leaves at their end as a pipe does."""
    written: list[str] = []
    left = iter(typed)
    code = run(
        roots or [shipped_lessons()],
        opening,
        home,
        read=lambda prompt: next(left, None),
        write=written.append,
        now=lambda: now,
        zone=UTC,
        helper=helper,
        **more,
    )
    assert all(each.endswith("\n") and each.count("\n") == 1 for each in written)
    return Talk(code, tuple(each[:-1] for each in written), len(typed) - len(list(left)))


def typed_for(question: Question, answer: str) -> str:
    """An answer as a learner types it here: a choice by the number that it is shown with."""
    if not isinstance(question.about, Choice):
        return answer
    wanted = question.about.choices[int(answer) - 1]
    return str(1 + options(question).index(wanted))


def through(lesson: Lesson, answers: dict[str, Sequence[str]]) -> Iterator[str]:
    """The lines that take a lesson from its start to its end, with these answers to each question."""
    for step in lesson.steps:
        if step.ask is not None:
            yield from (typed_for(step.ask, each) for each in answers[step.ask.id])
            if step.ask.before:
                yield ""  # how it fared
        yield ""


@contextmanager
def kept(home: Path) -> Iterator[Store]:
    with saved(home, lambda: NOW) as store:
        yield store
