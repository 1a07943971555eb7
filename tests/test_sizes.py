"""Nothing that must be seen is cut off, and where only ASCII may be drawn nothing else is: in a large window, step by
step, and in the smallest there may be. At 80x24 the learner's journeys (test_journeys) make the same inspection on
their way."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pytest
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from tests.apps import LESSONS, Learner, flat, sitting, worker, written
from tests.playing import wrong_answer
from tutor.grading import own_answer
from tutor.lesson.questions import Question
from tutor.ui.answers import Choices
from tutor.ui.chart import Lines
from tutor.worker import Worker

pytestmark = pytest.mark.asyncio(loop_scope="session")
__all__ = ["worker"]
ROOMY = (120, 40)
LEAST = (60, 18)
EACH_KIND = [file for file in LESSONS if file.stem[:2] in ("06", "15")]  # surface, derive, descend, a race

FIRST = [file for file in LESSONS if file.stem[:2] in ("00", "01")]  # descend, plot, table; all three parts at once


@dataclass
class Inspection:
    """What is cut off, step by step."""

    me: Learner
    faults: list[str] = field(default_factory=list)

    def fault(self, when: str, what: str) -> None:
        place = f"step {self.me.position + 1}, {when}: {what}"
        self.faults.append(f"{place}\n{self.me.text()}")

    def look(self, when: str) -> None:
        if self.me.app.terminal.ascii and not self.me.text().isascii():
            self.fault(when, "a character beyond ASCII")
        self.words(when)
        self.keys(when)
        if self.me.screen.pane is not None:
            self.scene(when)

    def words(self, when: str) -> None:
        words = self.me.screen.query_one("#words")
        marked = words.can_focus and "more" in self.me.shown("#words-more")
        if words.display and words.max_scroll_y > 0 and not marked:
            self.fault(when, "the words do not fit, and nothing says that they scroll")
        if words.display and words.max_scroll_x > 0:
            self.fault(when, "the words are wider than their pane")
        self.told("#next", when)

    def keys(self, when: str) -> None:
        """At most six keys, and all of them to be read."""
        keys = self.me.footer()
        if len(keys) > 6 or len("  ".join(keys)) > self.me.app.size.width - 2:
            self.fault(when, f"too many keys in the footer: {keys}")
        if not any("help" in key for key in keys):
            self.fault(when, f"the footer does not say that ? helps: {keys}")

    def scene(self, when: str) -> None:
        pane = self.me.pane
        self.told(pane._sentence, when)
        if "too small" in self.me.picture():
            self.fault(when, "a chart has no room")
        for box in pane.query(".pane"):
            for title in (box.border_title, box.border_subtitle):
                if on_screen(box) and title and flat(title) not in flat(self.me.picture()):
                    self.fault(when, f"{title!r} is cut off on its border of {box.region.width} cells")
        for rows in pane.query(Lines):
            widest = max((sum(len(text) for text, _ in row) for row in rows.rows), default=0)
            below = [row for row in rows.rows[rows.size.height :] if "".join(text for text, _ in row).strip()]
            if widest > rows.size.width or (below and rows.size.height):
                self.fault(when, f"{rows}: rows of {widest} cells, {len(rows.rows)} of them, in {rows.size}")
        for rows in pane.query(".rows"):
            widest = max((len(line) for line in plain(rows).split("\n")), default=0)
            if widest > rows.size.width:
                self.fault(when, f"{rows}: a row of {widest} cells in {rows.size.width}")

    def told(self, widget: Static | str, when: str) -> None:
        """All the text of a widget can be read."""
        found = self.me.screen.query_one(widget, Static) if isinstance(widget, str) else widget
        if found.display and flat(plain(found)) != self.me.shown(found):
            self.fault(when, f"{found} shows {self.me.shown(found)!r} of {plain(found)!r}")

    def seen(self, widget: str, when: str) -> None:
        if not self.me.whole(widget):
            self.fault(when, f"{widget} cannot be seen whole")

    async def asked(self, question: Question) -> None:
        """In front of the question; a prediction is made, to see its scene too."""
        await self.me.to_question()
        self.standing_at_question()
        if question.before:
            await self.me.answer(wrong_answer(question))
            self.look("answered")
            await self.feedback("answered")
            await self.me.press("enter")
            await self.feedback("revealed")

    def standing_at_question(self) -> None:
        self.look("at the question")
        self.seen("#question", "at the question")
        self.seen(self.line, "at the question")

    @property
    def line(self) -> str:
        return "#choices" if self.me.ask.is_choice else "#answer"

    async def feedback(self, when: str) -> None:
        if not await self.me.comes(
            lambda: self.me.shown("#feedback") == flat(plain(self.me.ask.query_one("#feedback")))
        ):
            self.told("#feedback", when)

    async def verdict(self, when: str) -> None:
        """What was said to an answer is in view, from its beginning: its mark and its words."""
        said = flat(plain(self.me.ask.query_one("#feedback", Static)))
        begins = " ".join(said.split()[:6])
        if not await self.me.comes(lambda: self.me.shown("#feedback").startswith(begins)):
            self.fault(when, f"{begins!r} is out of sight")

    async def choices(self, when: str) -> None:
        """Each can be read once it is lit."""
        if self.me.ask.is_choice:
            for _ in self.me.ask.query_one("#choices", Choices).items:
                await self.still_to_answer(when)

    async def round(self, when: str) -> None:
        """Tab goes round all there is, and what has the focus has room."""
        me, first = self.me, self.me.app.screen.focused
        await me.press("tab")
        while me.app.screen.focused is not first:
            await me.scene_ready()
            self.look(f"{when}, after tab")
            await me.press("tab")

    async def last_hint(self, when: str) -> None:
        last = flat(plain(self.me.ask.query_one("#hints", Static)).split("\n")[-1])
        if not await self.me.comes(lambda: self.me.shown("#hints").endswith(last)):
            self.fault(when, f"{last!r} cannot be read whole")

    async def still_to_answer(self, when: str) -> None:
        """The next key brings the place where one answers back into sight."""
        me = self.me
        if me.ask.is_choice:
            await me.press("down")
            choices = me.ask.query_one("#choices", Choices)
            lit = flat(choices.items[choices.lit or 0].text)
            if not await me.comes(lambda: lit in me.shown(choices)):
                self.fault(when, f"the lit choice {lit!r} is out of sight")
        else:
            await me.burst("home", "0")
            if not await me.comes(lambda: me.whole("#answer")):
                self.fault(when, "the line one types in is out of sight")


def on_screen(widget: Widget) -> bool:
    return bool(widget.is_on_screen and widget.region.area)


def plain(widget: Static) -> str:
    content = widget.content
    return content.plain if isinstance(content, Content) else str(content)


@pytest.mark.parametrize("file", EACH_KIND, ids=lambda file: file.stem)
async def test_a_large_window_in_ascii_cuts_nothing_off(file: Path, worker: Worker) -> None:
    async with sitting(worker, size=ROOMY, opening=file, ascii=True) as me:
        inspection = Inspection(me)
        await me.press("question_mark")
        assert me.text().isascii(), me.text()
        await me.press("escape")
        for step in me.screen.lesson.steps:
            await me.scene_ready()
            inspection.look("standing")
            if step.ask is not None:
                await inspection.asked(step.ask)
            if step.ask is not None and step.ask.before:
                await me.press("right")
                inspection.look("played")
            await me.press("pagedown")
        assert me.in_catalogue and me.text().isascii(), me.text()
        assert not inspection.faults, "\n\n".join(inspection.faults)


@pytest.mark.parametrize("file", FIRST, ids=lambda file: file.stem)
async def test_in_the_smallest_window_words_scene_and_question_take_turns(file: Path, worker: Worker) -> None:
    async with sitting(worker, size=LEAST, opening=file) as me:
        inspection = Inspection(me)
        for step in me.screen.lesson.steps[:7]:
            await me.scene_ready()
            inspection.look("standing")
            if step.ask is not None:
                await answered_in_little_room(inspection, step.ask)
            await me.press("enter")
        assert not inspection.faults, "\n\n".join(inspection.faults)


async def answered_in_little_room(inspection: Inspection, question: Question) -> None:
    """Wrong, with all hints, then right: what was said last is in view each time."""
    me = inspection.me
    await me.to_question()
    await inspection.round("at the question")
    inspection.standing_at_question()
    await inspection.choices("at the question")
    for answer in [wrong_answer(question), *([] if question.before else [own_answer(question)])]:
        await me.answer(answer)
        inspection.look(f"{answer} answered")
        await inspection.verdict(f"{answer} answered")
        if not me.ask.done and not question.before:
            await me.burst(*["ctrl+g"] * len(question.hints))
            await inspection.last_hint("all hints open")
            await inspection.still_to_answer("all hints open")
    if question.before:
        await me.press("enter")
        await inspection.feedback("revealed")
    await inspection.round("done")


LONG = """format: 1
id: long-hints
title: Long hints
steps:
  - ask:
      id: much
      question: Which one?
      choice:
        - {text: "this one", ok: true, say: "So it is."}
        - {text: "that one", say: "No, the other one."}
      hints:
""" + "".join(
    f'        - "Hint {i}: {"look at both of them with care, and then again, " * 7}end {i}"\n' for i in (1, 2, 3)
)


async def test_a_verdict_is_seen_before_the_hints_below_it(worker: Worker, tmp_path: Path) -> None:
    async with sitting(worker, size=LEAST, opening=written(tmp_path, LONG)) as me:
        inspection = Inspection(me)
        await me.burst("ctrl+g", "ctrl+g", "ctrl+g")
        await inspection.last_hint("all hints open")
        for answer in ("that one", "this one"):
            await me.answer(answer)
            await inspection.verdict(answer)
        assert "▾ more" in me.text()
        await me.press(*["down"] * 30)
        assert "end 3" in me.text() and "▴ more" in me.text(), me.text()
        await me.press(*["up"] * 30)
        assert "Which one?" in me.text(), me.text()
        assert not inspection.faults, "\n\n".join(inspection.faults)
