"""Every answer you gave and what you were told, the latest first; what is typed narrows them down."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import TYPE_CHECKING

from textual.content import Content

from tutor.ascii import plain
from tutor.lookup import PAUSE, stands
from tutor.messages import N_, plural, tr
from tutor.outcomes import head, reason
from tutor.phrases import one_line
from tutor.printable import printable
from tutor.progress.records import Origin
from tutor.ui.screens.searching import SearchingScreen, cut
from tutor.verdict import Outcome

if TYPE_CHECKING:
    from tutor.drawing.picture import Row
    from tutor.progress.history import Answered
    from tutor.progress.review import Past

MARKS = {Outcome.RIGHT: ("✓", "v"), Outcome.FORM: ("~", "~"), Outcome.UNREADABLE: ("?", "?")}
ROLES = {Outcome.RIGHT: "list--good", Outcome.FORM: "list--warn"}
WHERE = {
    Origin.LESSON: N_("{when} in the lesson"),
    Origin.REVIEW: N_("{when} in a review"),
    Origin.CHECKPOINT: N_("{when} in a checkpoint"),
    Origin.PLACEMENT: N_("{when} on the way to where to begin"),
}


class HistoryScreen(SearchingScreen):
    invitation = N_("type to search: cube, not yet ...")
    opens = False
    help_text = N_(
        "Every word that you type must be somewhere in the lesson's title, the question, your answer or what you were "
        "told; `right`, `not yet` and dates such as 2026-11-23 are found too."
    )

    def __init__(self, past: Past) -> None:
        super().__init__()
        self.answers = past.history[::-1]
        self._haystacks: list[str] | None = None
        self.titles: dict[str, str] = {}

    def on_mount(self) -> None:
        self.titles = {header.id: header.title for header in self.tutor.catalogue.lessons()}
        self.run_worker(self._read_all(), name="read the answers")

    async def _read_all(self) -> None:
        """What is searched in, made once, beside the keys; what was typed meanwhile is then looked for."""
        self._haystacks = await asyncio.to_thread(self._lowered)
        self.look(keeps=not self.words)

    def _lowered(self) -> list[str]:
        return [self._haystack(each) for each in self.answers]

    def _haystack(self, answer: Answered) -> str:
        title = self.titles.get(answer.lesson, "")
        given = (answer.text, self._shown(answer.text))
        said = (title, answer.lesson, answer.question, *given, head(answer.outcome), answer.message)
        return "\n".join((*said, answer.mistake or "", self._day(answer), answer.origin.value)).casefold()

    def _day(self, answer: Answered) -> str:
        return f"{answer.answered_at.astimezone(self.tutor.looking_back.zone):%Y-%m-%d %H:%M}"

    # --- searching --------------------------------------------------------------------------------------------------

    def hunt(self, words: tuple[str, ...]) -> Iterator[list[Answered]]:
        if not words or self._haystacks is None:
            yield list(self.answers)
            return
        for start in range(0, len(self.answers), PAUSE):
            some = range(start, min(start + PAUSE, len(self.answers)))
            yield [self.answers[i] for i in some if stands(words, self._haystacks[i])]

    def headline(self) -> tuple[str, str]:
        count, of = len(self.found), len(self.answers)
        if count < of:
            return tr("every answer you gave"), tr("{found} of {count}", found=count, count=of)
        return tr("every answer you gave"), plural(of, "{count} answer", "{count} answers")

    def nothing(self) -> str:
        if not self.answers:
            return tr("You have not answered anything yet: it all starts in a lesson.")
        return tr("Nothing that you answered has all these words in it.")

    # --- what is shown ----------------------------------------------------------------------------------------------

    def _shown(self, text: str) -> str:
        text = one_line(text, ascii=self.tutor.terminal.ascii) if "$" in text else text
        text = printable(" ".join(text.split()))
        return plain(text) if self.tutor.terminal.ascii else text

    def line(self, found: Answered, width: int) -> Row:
        mark = MARKS.get(found.outcome, ("✗", "x"))[self.ascii]
        title = self._shown(self.titles.get(found.lesson, found.lesson))
        room = max(10, (width - 20) // 2)
        return (
            (f"{mark} ", ROLES.get(found.outcome, "list--warn")),
            (f"{self._day(found)}  ", "list--faint"),
            (f"{cut(title, room - 2)}  ", ""),
            (cut(self._shown(found.text), max(0, width - 20 - room)), ""),
        )

    def told(self, found: Answered) -> Content:
        title = self._shown(self.titles.get(found.lesson, found.lesson))
        said = self._shown(reason(found.outcome, found.message))
        hints = plural(found.hints, "; {count} hint open", "; {count} hints open") if found.hints else ""
        took = tr("; it took {seconds} s", seconds=found.seconds) if found.seconds is not None else ""
        place = f"{title}, {self._shown(found.question)}"
        more = tr(WHERE[found.origin], when=self._day(found))
        return Content.assemble(
            (f"{place}\n", "bold"),
            tr("you answered: {answer}", answer=self._shown(found.text)) + "\n",
            (f"{head(found.outcome)} ", "bold"),
            f"{said}\n",
            (f"{more}{hints}{took}", "dim"),
        )
