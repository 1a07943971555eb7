"""Your progress: lessons, skills, days and mistakes, one below the other; `/` searches every answer you gave."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from rich.cells import cell_len
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from tutor.messages import N_, tr
from tutor.ui.keybar import KeyBar
from tutor.ui.narrow import NarrowScreen
from tutor.ui.windowed import Scroll

if TYPE_CHECKING:
    from tutor.progress.review import Past
    from tutor.ui.app import TutorApp
    from tutor.ui.progress_lines import Section


class Page(Scroll):
    help_title = N_("your progress")


class ProgressScreen(NarrowScreen[Any]):
    CSS_PATH = Path(__file__).parent.parent / "progress.tcss"
    help_text = N_(
        "Strength is the chance that you remember a skill now: strong from 90 of 100, weak below 70; missed: your last "
        "answer was not right. Three right in a row without a hint (four where guessing is easy) make it mastered; "
        "that locks nothing."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "part(1)", N_("next part"), tooltip=N_("to the next part: lessons, skills, days, mistakes")),
        Binding("shift+tab", "part(-1)", "", show=False, tooltip=N_("to the part before")),
        Binding("slash", "search", N_("answers"), key_display="/", tooltip=N_("search every answer you gave")),
        Binding("escape,q,p", "leave", N_("back"), key_display="esc", tooltip=N_("back to the catalogue")),
        Binding("r", "app.open_review", N_("review"), tooltip=N_("be asked again what you are about to forget")),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.page = Page(id="progress")
        self.past: Past | None = None
        self.sections: tuple[Section, ...] = ()
        self._headline = ""
        self._width = 0

    @property
    def tutor(self) -> TutorApp:
        return self.app  # type: ignore[return-value]

    def compose(self) -> ComposeResult:
        yield Static(id="progress-title")
        yield self.page
        yield KeyBar()

    def on_mount(self) -> None:
        self.tutor.hold_keys(self)  # until there are lines to go through
        self.page.focus()
        self._say_title(tr("looking back ..."))
        self.run_worker(self._look_back(), name="look back", exclusive=True)

    async def _look_back(self) -> None:
        looking = self.tutor.looking_back
        self._headline = await looking.headline(self.tutor.session) or tr("nothing is due now")
        self.past = await looking.past()
        await self._write()

    async def _write(self) -> None:
        """All lines anew, for the width there is."""
        past, page = self.past, self.page
        if past is None or not page.size.width or not self.stands:
            return
        self._width = page.size.width
        tutor = self.tutor
        self.sections = await asyncio.to_thread(
            _sections, past, tutor.catalogue, tutor.session, tutor.looking_back.zone, self._width, tutor.terminal.ascii
        )
        rows = [row for section in self.sections for row in section.rows]
        page.fill(len(rows), lambda i: rows[i], top=page.top)
        self.tutor.let_keys_go(self)

    def _say_title(self, right: str) -> None:
        left = tr("your progress")
        gap = " " * max(2, self.size.width - 2 - cell_len(left) - cell_len(right))
        self.query_one("#progress-title", Static).update(Content.assemble((left, "bold"), gap, right), layout=False)

    @on(Page.Moved)
    def page_moved(self) -> None:
        if self.past is not None:
            more = self.page.more
            self._say_title(self._headline + (f"   {more}" if more else ""))

    def on_resize(self) -> None:
        self.call_after_refresh(self._fit)

    async def _fit(self) -> None:
        if self.is_attached and self.page.size.width != self._width:
            await self._write()

    def on_screen_resume(self) -> None:
        if self.past is not None:
            self.run_worker(self._look_back(), name="look back", exclusive=True)

    def action_part(self, by: int) -> None:
        """To the next title, or the one before."""
        page, starts, at = self.page, [], 0
        for section in self.sections:
            starts.append(at)
            at += len(section.rows)
        here = page.top
        if by > 0:
            page.move_to(next((start for start in starts if start > here), here))
        else:
            page.move_to(max((start for start in starts if start < here), default=0))

    def action_search(self) -> None:
        from tutor.ui.screens.history import HistoryScreen

        if self.past is not None:
            self.app.push_screen(HistoryScreen(self.past))

    def action_leave(self) -> None:
        self.dismiss()

    def on_unmount(self) -> None:
        self.tutor.forget_keys(self)


def _sections(past: Past, catalogue: Any, session: Any, zone: Any, width: int, ascii: bool) -> tuple[Section, ...]:
    from tutor.ui.progress_lines import sections

    return tuple(sections(past, catalogue, session, zone, width, ascii=ascii))
