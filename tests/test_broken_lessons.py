"""The catalogue reads every lesson whole with the helper process: whatever becomes of that, it goes on by itself."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

import pytest

from tests.apps import sitting
from tutor.lesson.load import load_lesson
from tutor.lesson.model import Broken
from tutor.worker import TaskFailed, TookTooLong, Worker

pytestmark = pytest.mark.asyncio(loop_scope="session")
GOOD = "format: 1\nid: l{i}\ntitle: Lesson {i}\nsteps:\n  - say: Hello.\n"
BAD = "format: 1\nid: l{i}\ntitle: Lesson {i}\nsteps:\n  - sya: Hello.\n"


class Failing:
    """A helper that fails, and is too slow, and works, as it is told."""

    def __init__(self, *outcomes: type[TaskFailed] | None) -> None:
        self.outcomes, self.asked = list(outcomes), 0

    async def ask(self, task: str, files: Sequence[Path] = (), **_: Any) -> tuple[Broken, ...]:
        if task != "broken":
            raise TaskFailed("no")
        self.asked += 1
        outcome = self.outcomes.pop(0) if self.outcomes else None
        if outcome is not None:
            raise outcome("no")
        return tuple(each for each in map(load_lesson, files) if isinstance(each, Broken))

    def wake(self) -> None:
        pass


async def test_a_helper_that_fails_is_asked_again_when_the_catalogue_is_next_looked_at(tmp_path: Path) -> None:
    (tmp_path / "course").mkdir()
    for i in range(10):  # a task each
        text = BAD if i in (1, 9) else GOOD
        (tmp_path / "course" / f"{i}.yaml").write_text(text.format(i=i), encoding="utf-8")
    helper = Failing(TaskFailed, None, TaskFailed, TookTooLong)
    async with sitting(cast(Worker, helper), tmp_path) as learner:
        await learner.until(lambda: helper.asked == 1, "the first task, which fails")
        assert "broken" not in learner.text()
        await learner.press("question_mark", "escape")
        await learner.until(lambda: helper.asked == 3, "the next, and one that fails")
        assert "broken" not in learner.text()
        await learner.press("question_mark", "escape")
        await learner.until(lambda: "Lesson 9  (broken)" in learner.text(), "the last; what took too long is left out")
        assert helper.asked == 12 and learner.text().count("(broken)") == 1
        await learner.press("question_mark", "escape", "question_mark", "escape")
        assert helper.asked == 12
