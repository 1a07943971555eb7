"""What was read of an answer, and how the verdicts on it are worded: shared by every kind of question."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tutor.lesson.questions import Question, Wrong
from tutor.letters import visible
from tutor.messages import N_, tr
from tutor.tree import Node
from tutor.verdict import Outcome, Verdict

AUTHOR = "author"  # the name of a mistake that the lesson's author explains
TRY_AGAIN = N_("Check each step, or open a hint.")


@dataclass(frozen=True, slots=True)
class Given:
    """An answer as it was read: its text, its trees or the lines it names, and remarks.

    `nodes` holds one tree a component, a matrix row by row in `rows` rows; `place` a choice's place among the options,
    `picks` those of the lines of an order.
    """

    text: str
    understood: str
    nodes: tuple[Node, ...] = ()
    place: int = -1
    rows: int = 1
    picks: tuple[int, ...] = ()
    remarks: tuple[str, ...] = ()

    def verdict(self, outcome: Outcome, message: str, mistake: str | None = None, where: str | None = None) -> Verdict:
        """A verdict on this answer, with what was read kindly said after it."""
        return Verdict(outcome, clean(" ".join((message, *self.remarks))), mistake, where, self.understood)

    def right(self) -> Verdict:
        return self.verdict(Outcome.RIGHT, tr("Right."))

    def mistaken(self, name: str, message: str) -> Verdict:
        return self.verdict(Outcome.MISTAKE, message, name)

    def wrong(self, message: str) -> Verdict:
        return self.verdict(Outcome.WRONG, message)

    def uncounted(self, message: str) -> Verdict:
        """It was read, but there is nothing to judge; that costs nothing."""
        return self.verdict(Outcome.UNREADABLE, message)


Explain = Callable[[Any, Given], Verdict | None]  # a question and an answer -> what is wrong, if that is known


@dataclass(frozen=True, slots=True)
class Judge:
    """How one kind of question is judged. All but `own` get the question and what was read.

    `right`: RIGHT, or a verdict that ends the matter, or None. `nearness`: how far the answer is from a wrong value
    of the author's, None if it is another. `engine`: the mistake that the rules themselves explain. `remark`: what
    is true of an answer that nothing explains, else an honest no. `own`: the right answer, typed.
    """

    read: Callable[[Question, str], Given]
    right: Explain
    nearness: Callable[[Question, Given, Given], float | None]
    remark: Callable[[Question, Given], Verdict]
    own: Callable[[Question], str]
    engine: Explain | None = None


def clean(text: str) -> str:
    """Text for a screen: no control characters, whatever an answer or a lesson held."""
    return "\n".join(visible(each) for each in text.split("\n")).strip()


def nearest(entries: list[tuple[float, Wrong]]) -> Wrong | None:
    """The author's entry that the answer is nearest to; the first of several."""
    return min(entries, key=lambda each: each[0])[1] if entries else None
