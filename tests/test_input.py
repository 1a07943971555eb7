"""What reaches the answer line from a clipboard: pastes of any size."""

import pytest
from textual.events import Paste

from tests.apps import Learner, sitting, worker, written  # noqa: F401 - worker is a fixture
from tutor.ui.answers import LONGEST, AnswerLine

pytestmark = pytest.mark.asyncio(loop_scope="session")

LESSON = """
format: 1
id: paste
title: Paste
symbols: [x]
steps:
  - ask: {id: a, question: What is d/dx x^2?, expression: {derivative_of: "x^2"}}
"""


async def pasted(learner: Learner, text: str) -> str:
    line = learner.app.screen.query_one(AnswerLine)
    line.post_message(Paste(text))
    await learner.pilot.pause()
    return line.value


async def test_a_paste_is_one_line_without_control_characters(worker, tmp_path):  # noqa: F811
    async with sitting(worker, opening=written(tmp_path, LESSON)) as learner:
        assert await pasted(learner, "2*x\n + \x1b[31m1") == "2*x +  [31m1"


async def test_a_paste_that_does_not_fit_is_told_of(worker, tmp_path):  # noqa: F811
    async with sitting(worker, opening=written(tmp_path, LESSON)) as learner:
        assert await pasted(learner, "x" * 10_000) == ""
        await learner.until(lambda: "10000 characters" in learner.text(), "the sentence")
        assert str(LONGEST) in learner.text()
