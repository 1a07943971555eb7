"""What reaches the answer line and how it answers: pastes of any size, what cannot be read, keys over other screens."""

import pytest
from textual.events import Paste

from tests.apps import Learner, sitting, worker, written  # noqa: F401 - worker is a fixture
from tutor.ui.answers import LONGEST, AnswerLine, Choices
from tutor.ui.ask import AskPanel
from tutor.ui.keybar import KeyBar

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


TWO = """format: 1
id: two
title: Two
symbols: [x]
steps:
  - ask: {id: one, question: What now?, answer: 1}
  - ask: {id: two, question: And now?, answer: 2}
"""


async def test_a_verdict_that_comes_while_the_next_step_is_placed_leaves_that_alone(worker, tmp_path, monkeypatch):  # noqa: F811
    """The step is put there by the app's task, the verdict is told by the screen's: either may come first."""
    async with sitting(worker, opening=written(tmp_path, TWO)) as me:
        await me.press("1", "enter")
        await me.until(lambda: me.screen.ask.done, "the verdict")
        ask = me.screen.ask
        verdict = AskPanel.Judged(ask.question, ask.state, "1", ask.state.last)
        compose, late = AskPanel.compose, []

        def composed(panel):
            late.append(me.screen.answer_judged(verdict))
            yield from compose(panel)

        monkeypatch.setattr(AskPanel, "compose", composed)
        await me.press("enter")
        assert late and me.screen.ask.question.id == "two" and "And now?" in me.text()


async def test_what_is_typed_while_a_lesson_opens_is_for_the_lesson(worker, tmp_path):  # noqa: F811
    """And does nothing in the catalogue, where q would end the tutor; escape calls the lesson off."""
    file = written(tmp_path, TWO)
    async with sitting(worker, tmp_path) as me:
        await me.until(me.app.all_loaded.is_set, "all that lessons need")
        me.app.open_lesson(file)
        await me.burst("q", "1", "escape")
        assert me.in_catalogue and not me.app._exit
        await me.until(lambda: not me.app.workers, "nobody who opens a lesson")
        assert me.in_catalogue
        me.app.open_lesson(file)
        await me.burst("1", "enter", "pagedown", "2")
        await me.until(lambda: not me.in_catalogue and me.position == 1, "the second step")
        await me.until(lambda: me.line().value == "2", "what was typed")
        await me.press("escape")
        assert me.in_catalogue, me.text()


PREDICTED = """format: 1
id: predicted
title: Predicted
symbols: [x]
steps:
  - say: Some words.
    show: {plot: {f: "x^2", x: [-1, 1], tangent: {at: 0.5, step: 0.1}}}
    ask:
      id: guess
      before: true
      question: Which way?
      choice:
        - {text: upwards, ok: true}
        - {text: downwards, say: Not so.}
        - {text: sideways, say: Not so either.}
"""


async def test_what_was_not_chosen_makes_room_for_the_scene_once_it_is_told_how_it_went(worker, tmp_path):  # noqa: F811
    async with sitting(worker, opening=written(tmp_path, PREDICTED)) as me:
        before = me.place(me.pane).height
        await me.answer("downwards")
        asked = [word for word in ("upwards", "downwards", "sideways") if word in me.shown("#choices")]
        assert asked == ["downwards"] and me.place(me.pane).height > before
        await me.press("enter")
        assert me.ask.done and "upwards (so it went)" in me.shown("#choices"), me.text()
        assert "sideways" not in me.shown("#choices")
        await me.resize(120, 40)
        assert await me.comes(lambda: "sideways" in me.shown("#choices") and "so it went" not in me.text()), me.text()
        await me.resize(80, 24)
        assert await me.comes(lambda: "sideways" not in me.shown("#choices")) and "downwards" in me.shown("#choices")


async def test_that_an_answer_cannot_be_read_is_said_until_it_is_mended(worker, tmp_path):  # noqa: F811
    file = written(tmp_path, TWO)
    async with sitting(worker, opening=file) as me:
        await me.to_question()
        await me.type("2 +")
        await me.press("enter")
        await me.until(lambda: "I cannot read this" in me.text(), "that it cannot be read")
        await me.press("ctrl+u")
        assert "I cannot read this" not in me.text()
        await me.answer("7")
        await me.until(lambda: "Not yet" in me.text() or "✗" in me.text(), "a verdict")
        said = me.shown("#feedback")
        await me.type("1")
        assert me.shown("#feedback") == said, "a wrong answer stays in view while the next one is typed"


async def test_what_stands_below_help_says_nothing_of_other_keys_and_ctrl_c_once_how_to_leave(worker, tmp_path):  # noqa: F811
    file = written(tmp_path, TWO)
    async with sitting(worker, opening=file) as me:
        await me.to_question()
        bar = me.app.screen.query_one(KeyBar)
        before = bar._shown
        await me.press("question_mark")
        assert "keys:" in me.text() and bar._shown == before
        await me.press("escape")
        assert bar._shown == before and before in me.lines()[-1]
        await me.press("ctrl+c", "ctrl+c", "ctrl+c")
        assert ["ctrl+q leaves" in each.message for each in me.app._notifications] == [True]


CHOICE = """format: 1
id: choice
title: Choice
symbols: [x]
steps:
  - say: Look.
    show: {plot: {f: "x^2", x: [-2, 3]}}
    ask:
      id: one
      question: What then?
      before: true
      choice: [{text: up, ok: true, say: Yes.}, {text: down, say: No.}, {text: level, say: No.}]
      hints: [Look.]
"""


async def test_a_choice_is_the_one_that_stood_there_when_it_was_taken(worker, tmp_path):  # noqa: F811
    """The others may be folded away before it is heard."""
    async with sitting(worker, opening=written(tmp_path, CHOICE)) as me:
        choices = me.app.screen.query_one(Choices)
        choices.light(2)
        taken = choices.text(choices.items[2])
        choices.choose()
        choices.fold(True)
        assert len(choices.items) == 1
        await me.until(lambda: me.ask.state.attempts, "the prediction")
        assert {each.text for each in me.ask.state.attempts} == {taken}
