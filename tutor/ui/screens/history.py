"""Every answer you gave and what you were told, the latest first; what is typed narrows them down."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from rich.cells import cell_len, set_cell_size
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Input, Static

from tutor.ascii import plain
from tutor.messages import N_, plural, tr
from tutor.outcomes import head, reason
from tutor.phrases import one_line
from tutor.printable import printable
from tutor.progress.records import Origin
from tutor.ui.keybar import KeyBar
from tutor.ui.narrow import NarrowScreen
from tutor.ui.windowed import Chooser, Scroll
from tutor.verdict import Outcome

if TYPE_CHECKING:
    from tutor.drawing.picture import Row
    from tutor.progress.history import Answered
    from tutor.progress.review import Past
    from tutor.ui.app import TutorApp

MARKS = {Outcome.RIGHT: ("✓", "v"), Outcome.FORM: ("~", "~"), Outcome.UNREADABLE: ("?", "?")}
ROLES = {Outcome.RIGHT: "list--good", Outcome.FORM: "list--warn"}
LONGEST = 200  # characters of a search


class Answers(Chooser):
    help_title = N_("your answers")


WHERE = {
    Origin.LESSON: N_("{when} in the lesson"),
    Origin.REVIEW: N_("{when} in a review"),
    Origin.CHECKPOINT: N_("{when} in a checkpoint"),
    Origin.PLACEMENT: N_("{when} on the way to where to begin"),
}


class SearchLine(Input):
    """What to look for. Arrows move in the answers all the while; `?` keeps its meaning."""

    help_title = N_("the search")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "screen.move(1)", N_("scroll"), key_display="↑ ↓", tooltip=N_("the answer below")),
        Binding("up", "screen.move(-1)", "", show=False, tooltip=N_("the answer above")),
        Binding("pagedown", "screen.page(1)", "", show=False, tooltip=N_("a screenful down")),
        Binding("pageup", "screen.page(-1)", "", show=False, tooltip=N_("a screenful up")),
        Binding("ctrl+u", "clear", "", show=False, tooltip=N_("empty the search")),
    ]

    def __init__(self) -> None:
        super().__init__(
            id="search", compact=True, max_length=LONGEST, placeholder=tr("type to search: cube, not yet ...")
        )
        self.cursor_blink = False  # a blinking cursor sends bytes for ever

    def check_consume_key(self, key: str, character: str | None) -> bool:
        return key != "question_mark" and super().check_consume_key(key, character)

    def action_clear(self) -> None:
        self.value = ""


class Told(VerticalScroll):
    """All that is to be said of one answer; tab leads here where it does not fit."""

    help_title = N_("what you were told")

    def on_resize(self) -> None:
        self.call_after_refresh(self.overflow)

    def overflow(self) -> None:
        """Says where more of it is, and can be reached where there is more."""
        self.can_focus = self.max_scroll_y > 0
        self.border_subtitle = Content(tr("more below: tab leads here") if self.can_focus else "")

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "scroll_up", "", show=False, tooltip=N_("scroll up")),
        Binding("down", "scroll_down", "", show=False, tooltip=N_("scroll down")),
    ]


class HistoryScreen(NarrowScreen[Any]):
    CSS_PATH = Path(__file__).parent.parent / "progress.tcss"
    help_text = N_(
        "Every word that you type must be somewhere in the lesson's title, the question, your answer or what you were "
        "told; `right`, `not yet` and dates such as 2026-11-23 are found too."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", N_("back"), key_display="esc", tooltip=N_("back to your progress")),
    ]

    def __init__(self, past: Past) -> None:
        super().__init__()
        self.answers = past.history[::-1]
        self.found: Sequence[int] = range(len(self.answers))
        self._haystacks: list[str] | None = None

    @property
    def tutor(self) -> TutorApp:
        return self.app  # type: ignore[return-value]

    def compose(self) -> ComposeResult:
        yield Static(id="progress-title")
        yield SearchLine()
        yield Answers(id="answers", mark=">" if self.tutor.terminal.ascii else "▸")
        with Told(id="told"):
            yield Static(id="told-text")
        yield KeyBar()

    def on_mount(self) -> None:
        self.titles = {header.id: header.title for header in self.tutor.catalogue.lessons()}
        self.query_one(SearchLine).focus()
        self._list()
        self.run_worker(self._read_all(), name="read the answers")

    async def _read_all(self) -> None:
        """What is searched in, made once, beside the keys; what was typed meanwhile is then looked for."""
        self._haystacks = await asyncio.to_thread(self._lowered)
        self._search(self.query_one(SearchLine).value)

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

    @on(Input.Changed, "#search")
    def typed(self, event: Input.Changed) -> None:
        event.stop()
        self._search(event.value)

    def _search(self, text: str) -> None:
        words, haystacks = text.casefold().split(), self._haystacks
        if haystacks is None:
            return
        self.found = (
            [i for i, each in enumerate(haystacks) if all(word in each for word in words)]
            if words
            else range(len(self.answers))
        )
        self._list()

    def _list(self) -> None:
        self.query_one(Answers).fill(len(self.found), self._line)
        count, of = len(self.found), len(self.answers)
        told = (
            tr("{found} of {count}", found=count, count=of)
            if count < of
            else plural(of, "{count} answer", "{count} answers")
        )
        title = Content.assemble((tr("every answer you gave"), "bold"), f"   {told}")
        self.query_one("#progress-title", Static).update(title, layout=False)

    # --- what is shown ----------------------------------------------------------------------------------------------

    def _shown(self, text: str) -> str:
        text = one_line(text, ascii=self.tutor.terminal.ascii) if "$" in text else text
        text = printable(" ".join(text.split()))
        return plain(text) if self.tutor.terminal.ascii else text

    def _line(self, place: int) -> Row:
        answer = self.answers[self.found[place]]
        mark = MARKS.get(answer.outcome, ("✗", "x"))[self.tutor.terminal.ascii]
        width = max(20, self.query_one(Answers).size.width - 2)
        title = self._shown(self.titles.get(answer.lesson, answer.lesson))
        room = max(10, (width - 20) // 2)
        return (
            (f"{mark} ", ROLES.get(answer.outcome, "list--warn")),
            (f"{self._day(answer)}  ", "list--faint"),
            (f"{_cut(title, room - 2)}  ", ""),
            (_cut(self._shown(answer.text), max(0, width - 20 - room)), ""),
        )

    @on(Scroll.Moved)
    def lit(self) -> None:
        self.query_one("#told-text", Static).update(self._told())
        told = self.query_one(Told)
        told.scroll_home(animate=False)
        told.call_after_refresh(told.overflow)

    def _told(self) -> Content:
        """All there is to say of the lit answer."""
        answers = self.query_one(Answers)
        if not self.answers:
            return Content(tr("You have not answered anything yet: it all starts in a lesson."))
        if not self.found:
            return Content(tr("Nothing that you answered has all these words in it."))
        answer = self.answers[self.found[answers.lit]]
        title = self._shown(self.titles.get(answer.lesson, answer.lesson))
        said = self._shown(reason(answer.outcome, answer.message))
        hints = plural(answer.hints, "; {count} hint open", "; {count} hints open") if answer.hints else ""
        took = tr("; it took {seconds} s", seconds=answer.seconds) if answer.seconds is not None else ""
        place = f"{title}, {self._shown(answer.question)}"
        more = tr(WHERE[answer.origin], when=self._day(answer))
        return Content.assemble(
            (f"{place}\n", "bold"),
            tr("you answered: {answer}", answer=self._shown(answer.text)) + "\n",
            (f"{head(answer.outcome)} ", "bold"),
            f"{said}\n",
            (f"{more}{hints}{took}", "dim"),
        )

    # --- keys -------------------------------------------------------------------------------------------------------

    def action_move(self, by: int) -> None:
        self.query_one(Answers).action_move(by)

    def action_page(self, by: int) -> None:
        self.query_one(Answers).action_page(by)

    def action_leave(self) -> None:
        line = self.query_one(SearchLine)
        if line.value:
            line.value = ""
        else:
            self.app.pop_screen()


def _cut(words: str, room: int) -> str:
    """Exactly so many cells."""
    words = words if cell_len(words) <= room else set_cell_size(words, max(0, room - 3)) + "..."
    return set_cell_size(words, max(0, room))
