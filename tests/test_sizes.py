"""At the sizes people have, nothing that must be seen is cut off: every step of every lesson, standing, asked, answered."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pytest
from textual.content import Content
from textual.widgets import Static

from tests.apps import LESSONS, Learner, flat, sitting, worker
from tests.playing import wrong_answer
from tutor.lesson.questions import Question
from tutor.ui.chart import Lines
from tutor.worker import Worker

pytestmark = pytest.mark.asyncio(loop_scope="session")
__all__ = ["worker"]
SIZES = [(80, 24), (120, 40)]


@dataclass
class Inspection:
    """What is cut off, step by step."""

    me: Learner
    faults: list[str] = field(default_factory=list)

    def fault(self, when: str, what: str) -> None:
        place = f"step {self.me.position + 1}, {when}: {what}"
        self.faults.append(f"{place}\n{self.me.text()}")

    def look(self, when: str) -> None:
        self.words(when)
        self.keys(when)
        if self.me.screen.pane is not None:
            self.scene(when)

    def words(self, when: str) -> None:
        words = self.me.screen.query_one("#words")
        if words.display and words.max_scroll_y > 0 and not (words.can_focus and words.border_subtitle):
            self.fault(when, "the words do not fit, and nothing says that they scroll")
        if words.display and words.max_scroll_x > 0:
            self.fault(when, "the words are wider than their pane")
        self.told("#next", when)

    def keys(self, when: str) -> None:
        """At most six keys, and all of them to be read."""
        keys = self.me.footer()
        if len(keys) > 6 or len("   ".join(keys)) > self.me.app.size.width - 2:
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
                if box.is_on_screen and title and len(title) > box.region.width - 6:
                    self.fault(when, f"{title!r} is cut off on its border of {box.region.width} cells")
        for rows in pane.query(Lines):
            widest = max((sum(len(text) for text, _ in row) for row in rows.rows), default=0)
            if widest > rows.size.width or len(rows.rows) > rows.size.height:
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
        me = self.me
        await me.to_question()
        line = "#choices" if me.ask.is_choice else "#answer"
        self.look("at the question")
        self.seen("#question", "at the question")
        self.seen(line, "at the question")
        if me.ask.is_choice and me.ask.query_one(line).max_scroll_y > 0:
            self.fault("at the question", "some choices are hidden")
        await me.answer("1" if question.before else wrong_answer(question))
        self.look("answered")
        self.told("#feedback", "answered")
        if question.before:
            await me.press("enter")
            self.told("#feedback", "revealed")
            return
        self.seen(line, "answered")
        for number in range(len(question.hints)):
            await me.press("ctrl+g")
            self.last_hint(f"hint {number + 1}")
            self.seen(line, f"hint {number + 1}")

    def last_hint(self, when: str) -> None:
        last = flat(plain(self.me.ask.query_one("#hints", Static)).split("\n")[-1])
        if not self.me.shown("#hints").endswith(last):
            self.fault(when, f"{last!r} cannot be read whole")


def plain(widget: Static) -> str:
    content = widget.content
    return content.plain if isinstance(content, Content) else str(content)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("file", LESSONS, ids=lambda file: file.stem)
async def test_nothing_that_must_be_seen_is_cut_off(file: Path, size: tuple[int, int], worker: Worker) -> None:
    async with sitting(worker, size=size, opening=file) as me:
        inspection = Inspection(me)
        for step in me.screen.lesson.steps:
            await me.scene_ready()
            inspection.look("standing")
            if step.ask is not None:
                await inspection.asked(step.ask)
            await me.press("pagedown")
        assert me.in_catalogue
        assert not inspection.faults, "\n\n".join(inspection.faults)
