"""The tutor in lines: every lesson from a pipe, the same judgements and the same store as on the screens."""

from __future__ import annotations

import asyncio
import importlib
import io
import re
import signal
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console

from tests.apps import LESSONS, flat, read, seated, worker, written
from tests.little_lessons import EVERY_SCENE, HEAD, SEED, lesson
from tests.plain_talks import NOW, helper, kept, talk, through, typed_for
from tests.playing import wrong_answer, wrong_words
from tests.stores import states, without_sync
from tests.test_review_screen import THEN, begun
from tutor import scenes
from tutor.asked import options
from tutor.grading import own_answer
from tutor.lesson.catalogue import load_catalogue
from tutor.lesson.questions import Choice
from tutor.letters import cells
from tutor.phrases import one_line
from tutor.plain.console import LONGEST, wrapped
from tutor.plain.helper import Helper, Stopped
from tutor.plain.prose import prose
from tutor.plain.streams import speak
from tutor.plain.typed import GOES_ON, KEYS, OTHERS, Word
from tutor.progress.history import Answered
from tutor.progress.store import Store, open_store
from tutor.scenes._typed_keys import key_of
from tutor.ui.answers import Choices
from tutor.ui.app import TutorApp
from tutor.ui.words import Words
from tutor.worker import TaskFailed, TookTooLong, Worker

__all__ = ["helper", "worker"]
WIDTHS = (40, 60, 80)


@pytest.fixture(autouse=True, scope="module")
def quick_disk():
    patch = without_sync()
    yield
    patch.undo()


# --- lessons from a pipe ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("place", range(len(LESSONS)), ids=[file.stem for file in LESSONS])
def test_a_lesson_is_taken_from_a_pipe_wrongly_and_then_rightly(helper: Helper, tmp_path: Path, place: int):
    lesson_, width, ascii_ = read(LESSONS[place]), WIDTHS[place % 3], bool(place % 2)
    answers = {
        each.id: [wrong_answer(each)] if each.before else [wrong_answer(each), own_answer(each)]
        for each in lesson_.questions
    }
    script = list(through(lesson_, answers))
    told = talk(helper, tmp_path, script, LESSONS[place], width=width, ascii=ascii_)
    assert told.code == 0 and told.read == len(script), told.tail
    assert f"Done: {lesson_.header.title}." in told.flat, told.tail
    for line in told.lines:
        assert line.isprintable() and line == line.rstrip() and (line.isascii() or not ascii_), repr(line)
        assert cells(line) <= width or line.startswith("    "), line  # a line of code is left as it is
        assert "−" not in line  # one kind of minus, the one that every screen reader says
    for question in lesson_.questions:
        assert flat(one_line(wrong_words(question), ascii=ascii_)).rstrip(".") in told.flat, question.id
    with kept(tmp_path) as store:
        state = store.load().lesson(lesson_.header.id)
        assert state.finished and state.furthest == len(lesson_.steps) - 1
        assert all(state.questions[each.id].right or each.before for each in lesson_.questions)
        assert {answer.origin for answer in store.history()} == {"lesson"}
        assert all(answer.seconds is not None for answer in store.history())


def log(store: Store) -> list[Answered]:
    """The answers, but for what no two learners have alike."""
    return [each._replace(uid="", answered_at=NOW, seconds=None) for each in store.history()]


MIXED = (
    HEAD
    + SEED
    + """\
steps:
  - say: Hello.
  - show: {descend: {loss: {data: seed, model: linear}, start: [0.1, 0.1], rate: 0.1, steps: 10}}
    ask:
      id: guess
      question: Does the loss fall?
      before: true
      choices: [{text: yes it does, ok: true}, {text: no, say: It does.}]
  - ask: {id: slope, question: "What is the derivative of $x^2$?", derivative_of: "x^2", hints: ["The power rule."]}
  - ask: {id: left, question: "And of $x^3$?", derivative_of: "x^3"}
  - say: The end.
"""
)


@pytest.mark.asyncio(loop_scope="session")
async def test_the_same_is_kept_as_on_the_screen(helper: Helper, worker: Worker, tmp_path: Path):
    file = lesson(tmp_path, MIXED)
    question = read(file).questions[0]
    homes = tmp_path / "plain", tmp_path / "screen"
    script = ["", typed_for(question, "2"), "", "", "2/(", "x", "hint", "2x", "", "next"]
    app = TutorApp(
        load_catalogue([file.parent]), worker, opening=file, opener=lambda: open_store(homes[1], lambda: NOW)
    )
    async with seated(app) as me:
        await me.until(lambda: app.keeping.ready.is_set() and "step 1/5" in me.text(), "the lesson")
        await me.press("enter")
        await me.scene_ready()
        await me.answer("2")
        await me.press("enter", "enter")
        await me.replace("2/(")
        await me.press("enter")
        await me.until(lambda: "I cannot read this." in me.text(), "the verdict")
        await me.answer("x")
        await me.press("ctrl+g")
        await me.answer("2x")
        await me.press("enter", "pagedown")
        assert "The end." in me.text()
    app.leaving()
    app.keeping.close()
    # in a thread, where no loop runs, as at a command line
    told = await asyncio.to_thread(talk, helper, homes[0], script, file, roots=[file.parent])
    assert "A lesson of mine, step 5 of 5. All that you did is kept; the next start goes on there." in told.flat
    with kept(homes[0]) as here, kept(homes[1]) as there:
        assert states(here.load()) == states(there.load())
        same = [
            [each._replace(uid="", answered_at=NOW, seconds=None) for each in store.history()]
            for store in (here, there)
        ]
        assert same[0] == same[1] and len(same[0]) == 4
        assert here.latest() == there.latest() == "mine"


def test_the_end_of_the_input_is_left_where_it_stood(helper: Helper, tmp_path: Path):
    file, home = lesson(tmp_path, MIXED), tmp_path / "home"
    guess = typed_for(read(file).questions[0], "1")
    first = talk(helper, home, ["", "step 3", guess, "step 3"], file, roots=[file.parent])
    assert "Make your prediction first" in first.flat and "Your prediction: yes it does." in first.flat
    assert first.flat.endswith("the next start goes on there.")
    second = talk(helper, home, ["", "help"], file, roots=[file.parent])
    assert "step 2 of 5" in second.text and any(line.startswith("step 3: ") for line in second.lines)
    assert "You predicted: yes it does. It went so." in second.flat
    listed = talk(helper, home, [], roots=[file.parent])
    assert "An empty line goes on with A lesson of mine, step 2." in listed.flat


def test_a_lesson_that_changed_is_taken_up_at_its_question(helper: Helper, tmp_path: Path):
    home, file = tmp_path / "home", lesson(tmp_path, MIXED)
    talk(helper, home, ["next", "next", "next"], file, roots=[file.parent])
    file = lesson(tmp_path, MIXED.replace("  - say: Hello.\n", ""))
    told = talk(helper, home, ["x + 17", "x + 19", "back", "x + 17", "x + 19"], file, roots=[file.parent])
    assert "step 3 of 4" in told.flat and "And of x³?" in told.flat
    assert told.flat.count("There is no hint for this one.") == 1  # two misses that nothing explains ask for one
    assert told.flat.index("Hint 1 of 1: The power rule.") > told.flat.rindex("answer> x + 19")


def test_choices_have_the_numbers_that_they_have_on_the_screen():
    for question in (each for file in LESSONS for each in read(file).questions if isinstance(each.about, Choice)):
        assert options(question) == Choices(question, ascii=False).options


def test_three_misses_earn_the_derivation_and_then_another(helper: Helper, tmp_path: Path):
    vary = """\
steps:
  - vary: {a: [2, 3]}
    ask: {id: one, question: "What is the derivative of $x^{a}$?", derivative_of: "x^{a}"}
  - say: The end.
"""
    file, home = lesson(tmp_path, HEAD + vary), tmp_path / "home"
    told = talk(helper, home, ["worked", "x", "7", "8", "worked", "3x^2", "", ""], file, roots=[file.parent])
    assert "There is nothing to be shown worked here" in told.flat
    assert told.flat.index("worked: see this one worked") > told.flat.index("answer> 8")
    assert (
        "d/dx [x²]\n= 2x\n    the power rule on x²: " in told.text and told.text.count("power rule") == 2
    )  # and the verdict
    assert "Now one like it: other numbers" in told.flat and "answer> 3x^2 Right." in told.flat
    with kept(home) as store:
        state = store.load().lesson("mine")
        assert state.finished and state.questions["one"].variant == 1 and len(state.questions["one"].past[0]) == 3


def test_what_is_typed_is_an_answer_or_an_act_and_says_so(helper: Helper, tmp_path: Path):
    steps = """\
steps:
  - show: {descend: {loss: {data: seed, model: linear}, start: [0.1, 0.1], rate: 0.1, steps: 10}}
    ask: {id: one, question: "1 + 1?", answer: 2}
"""
    file, home = lesson(tmp_path, HEAD + SEED + steps), tmp_path / "home"
    typed = ["step 2", ": step", "", "back", "code", ": fly", "hint", "2 +", "3", "again", "2", "5", "scene", ""]
    told = talk(helper, home, typed, file, roots=[file.parent])
    assert "There is no step before this one." in told.flat and "There is no hint for this one." in told.flat
    assert "import numpy" in told.text and "'fly' is not known here" in told.flat.lower()
    assert "I cannot read this:" in told.flat and "character 3, from '+' on" in told.flat
    assert told.flat.count("Not yet:") == 2  # once more where the step is said again
    with kept(home) as store:
        assert [(each.text, each.outcome.value) for each in store.history()] == [
            ("2 +", "unreadable"),
            ("3", "wrong"),
            ("2", "right"),
        ]
        assert store.load().lesson("mine").finished


KEYED = (
    HEAD.replace("symbols: [x]", "symbols: [c, h]")
    + SEED
    + """\
steps:
  - say: Press **space**.
    show: {descend: {loss: {data: seed, model: linear}, start: [0.1, 0.1], rate: 0.1, steps: 10}}
  - ask: {id: one, question: "1/2 + 2?", answer: 2.5, hints: [First., Second.]}
  - ask: {id: letter, question: "What is the derivative of $c^2 + h$ by c?", derivative_of: "c^2 + h", wrt: c}
  - ask: {id: place, question: "Where?", vector: [-6, 8.5]}
  - ask: {id: pick, question: "Which?", choices: [{text: the home, ok: true}, {text: the end, say: No.}]}
"""
)


def test_the_keys_that_lessons_name_are_understood_as_words(helper: Helper, tmp_path: Path):
    file, home = lesson(tmp_path, KEYED), tmp_path / "home"
    typed = ["right arrow", "home", "space", "c", "tab", "enter", "h", "space", "esc", "mine", "pgdn", "c", "h", "2c"]
    told = talk(helper, home, [*typed, "page up", "?", "exit"], file, roots=[file.parent])
    flat_ = told.flat
    assert told.code == 0 and told.read == len(typed) + 3, told.tail
    said = "Keys that a lesson names can be typed as words, such as space, right or escape; list leads back"
    assert flat_.count(said) == 2  # once, and in help
    for before, after in (
        ("go on> right arrow", "step 1: "),
        ("go on> home", "step 0: "),
        ("go on> space", "step 10: "),
        ("go on> c", "import numpy"),
        ("go on> tab", "Step 10 of at most 10."),
        ("go on> enter", "step 2 of 5."),
        ("answer> h", "Hint 1 of 2: First."),
        ("answer> space", "The key space does nothing here."),
        ("answer> esc", "calc-tutor: the calculus"),
        ("answer> pgdn", "step 3 of 5."),
        ("answer> c", "Not yet:"),  # in this question it is a letter
        ("answer> h", "Not yet:"),
        ("go on> page up", "step 2 of 5."),
        ("answer> ?", "Commands:"),
    ):
        place = flat_.index(before)
        assert after in flat_[place : place + 450], (before, flat_[place : place + 450])
        flat_ = flat_[place + len(before) :]


def test_every_key_that_a_shipped_lesson_names_is_one(helper: Helper):
    named = {
        each.lower().removeprefix("press ")
        for file in LESSONS
        for each in re.findall(r"\*\*([a-zA-Z?]+(?: arrow)?)\*\*", file.read_text("utf-8"))
    }
    keys = {*KEYS, *OTHERS, GOES_ON, "?"}
    assert {"space", "escape", "c", "right arrow"} <= named
    assert {each for each in named if key_of([each]) in keys} >= {"space", "left", "right arrow", "end", "escape", "c"}
    words = {"gradient", "number", "slope", "step"}  # what stands out for another reason
    own = {key for name in scenes.names() for key in keys_of(name)}  # test_scenes_told: each can be typed
    assert {each for each in named if key_of([each]) not in keys} - own <= words


def keys_of(name: str) -> set[str]:
    """The letters that are keys in the pane of a scene."""
    pane = importlib.import_module(f"tutor.ui.panes.{name}").Pane
    return {key for binding in vars(pane)["BINDINGS"] for key in binding.key.split(",") if len(key) == 1}


def test_what_was_answered_and_read_is_said_once_and_no_more(helper: Helper, tmp_path: Path):
    file, home = lesson(tmp_path, KEYED), tmp_path / "home"
    typed = ["", "hint", "7", "", "", "", "back", "next", "again", "2,5", "back", "", ".25e1", "quit"]
    told = talk(helper, home, typed, file, roots=[file.parent])
    assert told.flat.count("Hint 1 of 2: First.") == 2 and told.flat.count("1 hint is open; again reads it.") == 2
    assert told.flat.count("Your last answer: 7") == 2 and told.flat.count("Your last answer: 2,5") == 1
    assert told.flat.count("The question waits for an answer; next leaves it for later.") == 2
    assert told.flat.count("2,5 was read as 2.5") == 2 and "Read as" not in told.flat  # when it is judged, and again
    other = talk(helper, tmp_path / "other", ["", "5/2.0", "next", "1/2c", "quit"], file, roots=[file.parent])
    assert other.flat.count("Read as") == 1 and "Read as: (1/2)·c" in other.flat


def test_what_was_typed_is_read_back_within_the_width(helper: Helper, tmp_path: Path):
    file = lesson(tmp_path, HEAD + "steps: [{ask: {id: a, question: Now?, answer: 2}}]")
    answer = " + ".join(str(i) for i in range(40)) + " + " + "1" * 70
    told = talk(helper, tmp_path / "home", [answer], file, width=60, roots=[file.parent])
    assert all(cells(line) <= 60 for line in told.lines)
    assert "".join(f"answer> {answer}".split()) in "".join(told.flat.split())


def test_one_number_is_asked_for_where_theta_is_one(helper: Helper, tmp_path: Path):
    file = lesson(tmp_path, HEAD + 'steps: [{ask: {id: a, question: Now?, next: {f: "x^2", start: [1], rate: 0.25}}}]')
    told = talk(helper, tmp_path / "home", ["2/4"], file, roots=[file.parent])
    assert "Type x, such as 0.5." in told.flat and "Right. Read as: 2/4" not in told.flat and "Right." in told.flat
    other = talk(helper, tmp_path / "other", ["[ 1 - 0.5 ]"], file, roots=[file.parent])
    assert "Right." in other.flat and "[" not in other.flat.split("Right.")[1]


@pytest.mark.parametrize("typed", ["[-6,0; 8,5]", "-6,0 8,5"])
def test_components_with_a_decimal_comma_are_asked_about_or_read_where_it_is_used(
    helper: Helper, tmp_path: Path, typed: str
):
    file = lesson(tmp_path, KEYED)
    script = ["next", "next", "next", typed, "-6,0, 8,5", "[-6, 8.5]", "the home"]
    told = talk(helper, tmp_path / "home", script, file, roots=[file.parent])
    assert "I cannot read this: -6,0 could be one number or two. Write decimals with a point, as -6.0," in told.flat
    assert "Decimals are written with a point here. This costs you nothing." in told.flat
    there = talk(helper, tmp_path / "there", script[:4], file, roots=[file.parent], decimal_comma=True)
    assert "Right." in there.flat and "costs you nothing" not in there.flat
    with kept(tmp_path / "home") as store:
        assert [each.outcome.value for each in store.history()] == ["unreadable", "unreadable", "right"]


def test_a_script_that_goes_on_wrongly_is_told_once_how_to_leave_the_question(helper: Helper, tmp_path: Path):
    file, home = lesson(tmp_path, KEYED), tmp_path / "home"
    told = talk(helper, home, ["next", *map(str, range(10, 20)), "next", "next", "next", "the home", ""], file)
    assert told.flat.count("6 answers to this question were not right, and the next lines are answers to it too") == 1
    assert "answer> the home Right." in told.flat and "Done: A lesson of mine." in told.flat


# --- review, checkpoints, the catalogue -------------------------------------------------------------------------------


def test_what_is_due_is_asked_from_a_pipe(helper: Helper, tmp_path: Path):
    home, roots = begun(tmp_path), [tmp_path / "course"]
    late = {"roots": roots, "now": THEN + timedelta(days=3)}
    listed = talk(helper, home, ["progress"], **late)
    assert "2 due, about" in listed.flat and "1 due" in listed.flat and "Cubes" in listed.flat
    told = talk(helper, home, ["2cos(2x)", "", "hint", "next", "quit"], "review", **late)
    assert "you forgot the inner derivative on Tuesday." in told.flat.replace("You", "you")
    assert "Review: 1 right, 1 left for another time." in told.flat, told.text
    with kept(home) as store:
        assert [(each.text, each.origin) for each in store.history()][2:] == [("2cos(2x)", "review")]
        assert not store.load().lesson("chains").question("sine").right  # the lesson's own state is not touched
        assert store.scene("cubes", "review:cube")["hints"] == 1
    again = talk(helper, home, ["3x^2", "", "1", ""], "review", **late)
    assert "Hint 1 of 1" in again.flat and "Review: 1 with a hint." in again.flat, again.text
    assert again.read == 2  # what a script types behind the review is for nobody
    none = talk(helper, home, ["2", ""], "review", **late)
    assert "Nothing is due now; the next question is due" in none.flat and none.read == 0


def test_a_checkpoint_is_gone_through_in_its_lesson(helper: Helper, tmp_path: Path):
    home, roots = begun(tmp_path), [tmp_path / "course"]
    told = talk(helper, home, ["next", "", "3x^2", "", "", ""], roots[0] / "2-chains.yaml", roots=roots)
    assert "Checkpoint. Up to 3 questions, mixed, from: Cubes." in told.flat
    assert "Checkpoint, 1 of 1." in told.flat and "The checkpoint is done: 1 right." in told.flat, told.text
    assert "Done: Chains. Next: cubes; type that to open it." in told.flat
    with kept(home) as store:
        assert store.history()[-1].origin == "checkpoint"


def test_a_broken_lesson_says_why_and_hides_no_other(helper: Helper, tmp_path: Path):
    good = lesson(tmp_path, MIXED)
    bad = written(tmp_path, HEAD.replace("mine", "bad") + "steps:\n  - shout: x\n", "z-bad.yaml")
    told = talk(helper, tmp_path / "home", ["1"], bad, roots=[good.parent])
    assert told.code == 1 and told.read == 0 and "line 6, column 5" in told.text, told.text
    told = talk(helper, tmp_path / "home", ["2", "9", "nothing", "mine", "list", "1", "quit", "1"], roots=[good.parent])
    assert told.code == 0 and told.read == 7 and "cannot be opened" in told.text
    assert "There is no lesson 9" in told.flat and "There is no lesson 'nothing'" in told.flat
    assert told.text.count("A lesson of mine, step 1 of 5.") == 3  # opened twice, and left there


def test_the_lab_takes_a_function(helper: Helper, tmp_path: Path):
    from tutor.lab.setup import Setup

    assert talk(helper, tmp_path, ["1"], Setup("no.csv")).code == 2
    told = talk(helper, tmp_path, ["step 2", "fly", "code", "quit"], Setup("x^2 + 3y^2", rate="0.1", start="1,1"))
    assert told.code == 0 and "loss" in told.text and "'fly' is not known here" in told.flat and "import" in told.text
    asked = ["lab", "2x(", "x^2", "step", "escape", "lab y^2 + x^2", "end", "lab", "", "p", "r", "q", "1"]
    told = talk(helper, tmp_path, asked, roots=[tmp_path / "none"])
    assert told.code == 0 and told.read == len(asked) - 1 and "The lab: x^2." in told.flat, told.tail
    assert "This '(' is never closed." in told.flat and "The lab: y^2 + x^2." in told.flat
    assert "function or file> p" not in told.flat and "0 answers so far." in told.flat
    assert talk(helper, tmp_path, ["x^2", "quit"], Setup()).flat.startswith("The lab descends on a function or on a")


# --- whatever is typed ------------------------------------------------------------------------------------------------

TYPED = st.one_of(
    st.sampled_from(
        ["", *(word.value for word in Word if word is not Word.QUIT), "?", ":", "1", "2", "2x", "b a", "[1, 2]"]
    ),
    st.sampled_from(["step", "step 3", ": all", "all", "at 1.5", "jump 5", "rule 1", "play", "undo", "mine", "theta"]),
    st.text(max_size=12),
)


@settings(max_examples=12, deadline=None)
@given(typed=st.lists(TYPED, max_size=30), width=st.integers(1, 90), ascii_=st.booleans())
def test_nothing_that_is_typed_breaks_it(helper: Helper, tmp_path_factory, typed: list[str], width: int, ascii_: bool):
    folder = tmp_path_factory.mktemp("typed")
    file = lesson(folder, EVERY_SCENE)
    told = talk(helper, folder / "home", typed, file, roots=[file.parent], width=width, ascii=ascii_)
    assert told.code == 0 and told.read == len(typed)
    for line in told.lines:
        assert line.isprintable() and line == line.rstrip() and (line.isascii() or not ascii_), repr(line)


class Slow:
    """A helper that does what it is told to."""

    def __init__(self, raised: Exception) -> None:
        self.raised, self.asked = raised, 0

    def ask(self, task: str, *args, **more):
        self.asked += 1
        raise self.raised


@pytest.mark.parametrize(
    ("raised", "said"),
    [
        (TookTooLong("this took longer"), "This took too long to judge and costs you nothing."),
        (TaskFailed("the helper process ended"), "This could not be judged: the helper process ended."),
        (Stopped(), "Stopped: this was not judged"),
    ],
)
def test_a_judge_that_fails_costs_nothing(tmp_path: Path, raised: Exception, said: str):
    file = lesson(tmp_path, MIXED)
    told = talk(Slow(raised), tmp_path / "home", ["next", "next", "2x", "next"], file, roots=[file.parent])
    assert told.code == 0 and said in told.flat and "step 4 of 5" in told.text
    with kept(tmp_path / "home") as store:
        assert store.history() == ()


def test_a_scene_that_cannot_be_worked_out_is_not_tried_at_every_line(tmp_path: Path):
    file, slow = lesson(tmp_path, EVERY_SCENE), Slow(TookTooLong("this took longer than 10 seconds"))
    typed = ["next", "next", "all", "step", "help", "", "back", "scene"]
    told = talk(slow, tmp_path / "home", typed, file, roots=[file.parent])
    failed = "This scene could not be worked out: this took longer than 10 seconds."
    assert told.flat.count(failed) == 7 and slow.asked == 4, told.text  # three scenes, and one that was asked for


def test_a_hang_is_killed_ctrl_c_stops_and_the_next_one_is_answered(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("tutor.plain.helper.PATIENCE", 0.01)
    made, waited = Helper(), []
    try:
        made.warm()
        with pytest.raises(TookTooLong):
            made.ask("sleep", 30, seconds=0.05, waiting=lambda: waited.append("hang"))
        made._loop.call_later(0.05, signal.raise_signal, signal.SIGINT)
        with pytest.raises(Stopped):
            made.ask("sleep", 30, seconds=30)
        assert made.ask("broken", ()) == () and waited == ["hang"]
    finally:
        made.close()


def test_ctrl_c_stops_what_is_under_way_or_leaves(tmp_path: Path):
    class Pressed(Slow):
        def ask(self, task: str, *args, **more):
            raise KeyboardInterrupt

    file = lesson(tmp_path, MIXED)
    told = talk(Pressed(Stopped()), tmp_path / "home", ["next", "next", "2x"], file, roots=[file.parent])
    assert told.code == 130 and "step 3 of 5. All that you did is kept" in told.flat
    told = talk(Slow(Stopped()), tmp_path / "home", ["2x", "2x"], file, roots=[file.parent], leaving=lambda: True)
    assert told.code == 0 and told.read == 1


class Terminal(io.StringIO):
    """Somebody who types."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("stdin", [io.StringIO, Terminal])
def test_the_prompt_stands_before_what_is_typed_in_a_log_too(tmp_path: Path, stdin: type[io.StringIO]):
    out, long = io.StringIO(), "x" * 70_000
    code = speak([LESSONS[0].parent], None, tmp_path, stdin(f"9\r\n{long}\n8"), out, environment={})
    lines = out.getvalue().split("\n")
    prompts = [line.removeprefix("lesson> ") for line in lines if line.startswith("lesson>")]
    assert code == 0 and len(prompts) == (3 if stdin is io.StringIO else 4)  # who types sees one more, and ends there
    if stdin is io.StringIO:
        assert (prompts[0], prompts[2]) == ("9", "8")
        assert f"lesson>{'x' * LONGEST}...There" in "".join(out.getvalue().split())  # wrapped, as all is
    assert out.getvalue().count("There is no lesson") == 3 and out.getvalue().endswith("All that you did is kept.\n")
    assert speak([LESSONS[0].parent], None, tmp_path, None, io.StringIO()) == 0


@pytest.mark.parametrize(("term", "edits"), [("xterm", True), ("dumb", False)])
def test_a_terminal_is_read_with_the_editor_of_shells_and_a_dumb_one_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, term: str, edits: bool
):
    """What the arrow keys send is no part of what was typed where nothing edits it."""
    asked, out = [], Terminal()
    monkeypatch.setattr("builtins.input", lambda prompt: asked.append(prompt) or "x\x1b[D9\x1bOA")
    monkeypatch.setattr("sys.stdin", Terminal("x\x1b[D9\x1bOA\nq\n"))
    monkeypatch.setattr("sys.stdout", out)
    stop = iter([False, True])
    monkeypatch.setattr("tutor.plain.catalogue.CatalogueTalk._meant", lambda self, typed: said(typed))

    def said(typed: str) -> None:
        asked.append(typed)
        if edits and next(stop):
            raise KeyboardInterrupt

    code = speak([LESSONS[0].parent], None, tmp_path, sys.stdin, out, environment={"TERM": term})
    assert asked == (["lesson> ", "x9", "lesson> ", "x9"] if edits else ["x9"]) and code == (130 if edits else 0)
    assert out.getvalue().count("lesson> ") == (0 if edits else 2)


# --- how lines are written --------------------------------------------------------------------------------------------


@given(text=st.text(), width=st.integers(2, 60), lead=st.sampled_from(["", "- ", "12. "]))
def test_wrapping_keeps_every_word_and_the_width(text: str, width: int, lead: str):
    lines = list(wrapped(text, width + cells(lead), lead))
    assert "".join(" ".join(lines).removeprefix(lead).split()) == "".join(text.split())
    assert all(cells(line) <= width + cells(lead) for line in lines)
    assert lines[0].startswith(lead) and lines


@settings(max_examples=60)
@given(text=st.text(alphabet=st.sampled_from("ab $*_`#->|1.\n\\xθ中("), max_size=80), width=st.integers(1, 60))
def test_no_markdown_breaks_the_reading(text: str, width: int):
    for line in prose(text, width, ascii=False):
        assert "\n" not in line and line == line.rstrip() and "\ue000" not in line


def test_markdown_is_read_as_it_is_meant():
    said = """\
A *word*, $x^2$ and `a_1*b`.

$$\\frac{x + 1}{2}$$

1. first
2. second
   - within

| step | $J$ |
|------|-----|
| 0    | 2.9 |

```python
for x in y:
    z
```

```text
    k   J
  0    a long line of the author that is wider than the width it is read at
```
"""
    assert list(prose(said, 60, ascii=False)) == [
        "A word, x² and a_1*b.",
        "",
        "    (x + 1)/2",
        "",
        "1. first",
        "2. second",
        "   - within",
        "",
        "- step: 0; J: 2.9",
        "",
        "    for x in y:",
        "        z",
        "",
        "        k   J",
        "      0    a long line of the author that is wider than the width it is read at",
    ]


def test_what_is_longer_in_ascii_is_spelled_before_it_is_wrapped_and_its_stars_are_no_marks():
    said = "x " * 37 + "m² m² 2·3·4"
    assert list(prose(said, 78, ascii=True)) == ["x " * 37 + "m^2", "m^2 2*3*4"]
    console = Console(width=78, file=io.StringIO())
    console.print(Words(said, ascii=True))
    assert flat(console.file.getvalue()) == "x " * 37 + "m^2 m^2 2*3*4"
