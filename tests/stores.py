"""What the tests of the store share: little lessons, a still clock, and saving as a screen saves."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest

from tutor.lesson.model import Header, Lesson, Step
from tutor.progress import opening
from tutor.progress.store import Store, open_store
from tutor.session import Session


def without_sync() -> pytest.MonkeyPatch:
    """Until it is undone, files are not forced to the disk: for tests that open hundreds and pull no plug."""
    patch = pytest.MonkeyPatch()
    patch.setattr(opening, "SETTINGS", ("synchronous = OFF", *opening.SETTINGS[1:]))
    return patch


def now() -> datetime:
    return datetime(2026, 1, 2, 3, 4, 5, 6, tzinfo=UTC)


def lesson_of(identity: str, *questions: str | None) -> Lesson:
    """A lesson whose steps ask these questions; None for a step that only says something."""
    steps = [Step(say="...", ask=SimpleNamespace(id=each, before=False) if each else None) for each in questions]
    return Lesson(Header(Path("x.yaml"), identity, identity, "course"), tuple(steps))


LESSONS = {name: lesson_of(name, None, "a", None, "b", None) for name in ("one", "two")}


@contextmanager
def saved(home: Path, clock=now, **more) -> Iterator[Store]:
    store = open_store(home, clock, **more)
    try:
        yield store
    finally:
        store.close()


def here(store: Store, session: Session, lesson: str) -> None:
    state = session.lesson(lesson)
    store.save_position(lesson, state.position, state.furthest, state.finished, now(), LESSONS[lesson])


def answered(store: Store, session: Session, lesson: str, question: str, text, verdict) -> None:
    state = session.lesson(lesson).question(question)
    store.save_answer(lesson, question, text, verdict, state.hints, state.variant)


def kept(store: Store, session: Session, lesson: str, question: str) -> None:
    state = session.lesson(lesson).question(question)
    store.save_question(lesson, question, state.draft, state.hints, state.revealed, state.worked, state.variant)


def states(session: Session) -> dict:
    """All that a session knows, to compare two."""
    return session._lessons
