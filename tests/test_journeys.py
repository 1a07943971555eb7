"""A learner's way through each shipped lesson, by the keys alone: every scene played, every question answered wrongly,
hinted at and answered rightly, every word of the author seen where it is needed."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.apps import LESSONS, Learner, flat, read, sitting, worker
from tests.playing import PLAYED, wrong_answer, wrong_words
from tests.test_sizes import Inspection
from tutor.grading import own_answer
from tutor.lesson.questions import Question
from tutor.phrases import one_line
from tutor.worker import Worker

asynchronous = pytest.mark.asyncio(loop_scope="session")
__all__ = ["worker"]


@dataclass
class Journey:
    """One learner in one lesson, what was seen on the way, and what was missing on the screen."""

    me: Learner
    folder: Path
    turn: int = 0
    seen: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    played: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.inspection = Inspection(self.me, self.missing)

    def look(self, when: str = "") -> None:
        """Reads the screen; `when` also inspects it."""
        self.seen.append(flat(self.me.text()))
        if when:
            self.inspection.look(when)

    async def expect(self, words: str, widget: str) -> None:
        """These words of the author must be readable now in this widget."""
        words = flat(one_line(words, ascii=False))
        if not await self.me.comes(lambda: words in self.me.shown(widget)):
            self.missing.append(f"step {self.me.position + 1}, {widget}: {words!r}\n{self.me.text()}")

    async def past(self, play: bool) -> None:
        """Every step looked at, every question answered of which the lesson says more than that it is right (the others
        are answered in lines, by test_plain); the scenes played, or touched only where they must."""
        me, steps = self.me, self.me.screen.lesson.steps
        for place, step in enumerate(steps):
            await self.stand(place, len(steps))
            show = step.show.name if play and step.show is not None else None
            if show is not None and (step.ask is None or not step.ask.before):
                await self.play(show)
            if step.ask is not None and me.ask.is_choice:
                await me.to_question()
                await me.answer(own_answer(step.ask), paste=True)
                if show is not None and step.ask.before:
                    await self.play(show)
                await me.burst(*["enter"] * step.ask.before)
                assert me.ask.done
                self.inspection.look("answered")
            await me.press("pagedown" if place + 1 < len(steps) else "enter")

    async def stand(self, place: int, steps: int) -> None:
        """At this step, its scene there."""
        await self.me.scene_ready()
        self.look("standing")
        assert self.me.position == place and f"step {place + 1}/{steps}" in self.seen[-1], self.me.text()

    async def through(self) -> None:
        me, steps = self.me, self.me.screen.lesson.steps
        for place, step in enumerate(steps):
            await self.stand(place, len(steps))
            if step.ask is not None and step.ask.before:
                await self.predict(step.ask)
            else:
                if step.show is not None:
                    await self.play(step.show.name)
                if step.ask is not None:
                    await self.solve(step.ask)
            await me.press("enter")

    async def play(self, name: str) -> None:
        assert self.me.pane.has_focus, self.me.text()
        await PLAYED[name](self.me, self.turn + self.played[name])
        self.played[name] += 1
        self.look("" if self.me.screen.ask and self.me.ask.waiting_to_reveal else "played")

    async def predict(self, question: Question) -> None:
        """A prediction locks the scene, is taken once, and is held against what happened."""
        me = self.me
        before = me.picture()
        await me.burst("tab", "space", "right", "shift+tab")
        assert me.pane.locked and me.picture() == before, me.text()
        await self.hint(question)
        await me.answer(wrong_answer(question))
        self.inspection.look("answered")
        assert not me.pane.locked and me.ask.waiting_to_reveal
        await self.play(me.screen.step.show.name)
        await me.press("enter")
        await self.expect(wrong_words(question), "#feedback")
        assert me.ask.done

    async def solve(self, question: Question) -> None:
        """Wrong first: the author says why. Then a hint, then right."""
        me = self.me
        await me.to_question()
        self.inspection.standing_at_question()
        await me.answer(wrong_answer(question))
        assert not me.ask.done
        await self.expect(wrong_words(question), "#feedback")
        self.inspection.look("answered")
        await self.inspection.feedback("answered")
        self.inspection.seen(self.inspection.line, "answered")
        await self.hint(question)
        await self.inspection.still_to_answer("after the hint")
        await me.answer(own_answer(question))
        assert me.ask.done
        await self.expect("Right.", "#feedback")
        self.look()

    async def hint(self, question: Question) -> None:
        await self.me.to_question()
        hints = question.hints[:1] if question.before else question.hints
        longest = 1 + max(range(len(hints)), key=lambda place: len(hints[place]))  # no other needs as many lines
        for last in dict.fromkeys((longest, len(hints))):
            await self.me.burst(*["ctrl+g"] * (last - self.me.ask.state.hints))
            await self.inspection.last_hint(f"hint {last}")
        await self.expect(f"hint: {question.hints[0]}", "#hints")

    async def written_program(self) -> str:
        """`c`, `w`, a file's name: what the scene's program prints when Python runs it."""
        me, file = self.me, self.folder / "program.py"
        await me.press("c", "w", "ctrl+u")
        await me.type(str(file))
        await me.press("enter")
        assert "Written to" in me.text(), me.text()
        await me.press("escape")
        return subprocess.run([sys.executable, str(file)], capture_output=True, text=True, check=True).stdout


# What must have been read on the screen somewhere on the way, by the lesson's id.
READ: dict[str, tuple[str, ...]] = {
    "first-look": ("k = 1000", "1.167", "0.7500", "gradient descent"),
    "slope-at-a-point": ("0.001 0.002001 2.001", "7.006001", "tangent y = 7x − 9", "5 of 5 rows"),
    "derivative-function": ("3x² − 5", "3*x**2 - 5", "Power"),
    "partial-derivatives": ("2x − 4y", "6y − 4x", "Grad Y: -4*x + 6*y"),
    "gradient-vector": ("(−6, 8)", "gradient (−6, 8), length 10", "5 → −216.6 in all 60 steps"),
    "linear-regression": ("2.948 → 0.006944 in all 1000 steps", "1.167", "0.7500", "[1.166663 0.75000161]"),
    "directional-derivative": ("120° 9.9282", "126.87"),
    "jacobian-chain": ("det J = 0·1 − 1·5 = −5", "sum −20"),
    "taylor-newton": ("1.648438", "0.0002838"),
    "backprop": ("−0.3932239",),
    "gradient-check": ("7.105427357601002e-14",),
    "integrals-expectation": ("the limit is 8/3 = 2.666667",),
    "sgd-minibatch": ("[0.5678 0.9774]",),
    "learning-rate": ("6/17", "diverge", "k = 1000"),
}


SLOWLY = ("00", "01", "06", "08", "09", "11", "18", "19", "21")  # each scene, and each kind of question
PLAYING = ("02", "07", "13", "15")  # what is to be READ comes of their scenes


def test_each_scene_and_each_kind_of_question_is_met_slowly() -> None:
    def met(files: Iterable[Path]) -> set[object]:
        steps = [step for file in files for step in read(file).steps]
        asked = {(type(step.ask.about), step.ask.before) for step in steps if step.ask is not None}
        return asked | {step.show.name for step in steps if step.show is not None}

    assert met(file for file in LESSONS if file.stem[:2] in SLOWLY) == met(LESSONS)


@asynchronous
@pytest.mark.parametrize("file", LESSONS, ids=lambda file: file.stem)
async def test_a_learner_walks_through_the_lesson(file: Path, worker: Worker, tmp_path: Path) -> None:
    """Some play every scene and err in every question, so that each kind of both is met; through the others they go
    as whoever knows it all."""
    async with sitting(worker, opening=file) as me:
        lesson, number = me.screen.lesson, file.stem[:2]
        journey = Journey(me, tmp_path, turn=LESSONS.index(file))
        await (journey.through() if number in SLOWLY else journey.past(play=number in PLAYING))
        assert me.in_catalogue
        assert f"✓ {lesson.header.title} (done)" in me.shown("#lessons").replace("▸ ", ""), me.text()
        unread = [words for words in READ.get(lesson.header.id, ()) if not any(words in text for text in journey.seen)]
        assert not unread, "\n".join([str(unread), *journey.seen])
        assert not journey.missing, "\n\n".join(journey.missing)


def at_scene(name: str) -> Callable[[Path], int]:
    return lambda file: next(i for i, step in enumerate(read(file).steps) if step.show and step.show.name == name)


@asynchronous
@pytest.mark.parametrize(
    ("stem", "scene", "prints"),
    [
        ("02-derivative-function", "derive", "3*x**2 - 5\n"),
        ("06-partials", "derive", "Grad X: 2*x - 4*y\nGrad Y: -4*x + 6*y\n"),
        ("13-linear-regression", "descend", "[1.166663   0.75000161]"),
    ],
)
async def test_the_programs_of_the_day_print_what_the_lesson_says(
    stem: str, scene: str, prints: str, worker: Worker, tmp_path: Path
) -> None:
    file = next(each for each in LESSONS if each.stem == stem)
    async with sitting(worker, opening=file) as me:
        for _ in range(at_scene(scene)(file)):
            await me.press("pagedown")
        await me.scene_ready()
        if scene == "descend":
            await me.answer("1")
            await me.press("end")
            await me.until(lambda: me.scene.finished and me.pane._sprint is None, "step 1000")
            assert "1000 1.167 0.7500" in flat(me.text()), me.text()
        printed = await Journey(me, tmp_path).written_program()
        assert prints in printed, printed
