"""`/`: where some words stand in the lessons, in titles, terms, skills, questions and texts; enter goes there."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from rich.console import Group
from rich.text import Text
from textual.content import Content
from textual.visual import VisualType

from tutor.lookup import Passage, around, hunt
from tutor.messages import N_, plural, tr
from tutor.misspelt import nothing_found
from tutor.ui.screens.about import about_lesson
from tutor.ui.screens.glossary import READ_SO_FAR, SHOWN_EVERY
from tutor.ui.screens.searching import AT_ONCE, SearchingScreen, cut
from tutor.ui.words import Words
from tutor.worker import TaskFailed, TookTooLong

if TYPE_CHECKING:
    from tutor.drawing.picture import Row
    from tutor.lesson.model import Header
    from tutor.library import Library

FILES = 4  # lessons that the helper reads before it can be asked for a verdict
KIND = 9  # cells


class SearchScreen(SearchingScreen):
    """`library`: what was read of the lessons before, and is read on."""

    invitation = N_("type to search: chain rule, step size ...")
    help_title = N_("the search of the lessons")
    help_text = N_(
        "Every word that you type must stand in one title, term, skill, question or text of a lesson; formulas are "
        "found as they are shown, and as they are typed: x^2, theta0. enter opens the lesson at that step."
    )

    def __init__(self, library: Library) -> None:
        super().__init__()
        self.library = library
        self.titles: dict[str, str] = {}
        self._whole: Sequence[Passage] = ()  # what was looked through last,
        self._sought: tuple[str, ...] = ()  # and for which words
        self._stopped = False  # was the reading given up?
        self._unread = -1  # lessons that are still to be read; below 0 while nobody knows

    def on_mount(self) -> None:
        self.run_worker(self._read_all(), name="read the lessons")

    async def _read_all(self) -> None:
        """First what the catalogue knows, then, by the helper, the lessons themselves."""
        await self.tutor.whole.wait()
        self.titles = {header.id: header.title for header in self.tutor.catalogue.lessons()}
        since = time.perf_counter()
        for _ in self.library.of(self.tutor.catalogue):
            if time.perf_counter() - since > AT_ONCE:
                await asyncio.sleep(0)
                since = time.perf_counter()
        left = self.library.unread()
        self._unread = len(left)
        self.look(keeps=True)
        while left:
            files, left = left[:FILES], left[FILES:]
            try:
                found = await self.tutor.helper.ask("passages", files, seconds=60.0)
            except TookTooLong:
                found = ((),) * len(files)
            except TaskFailed:
                self._stopped = True  # it goes on when the search is opened again
                self.look(keeps=True)
                return
            for file, passages in zip(files, found, strict=True):
                self.library.put(file, passages)
            self._unread = len(left)
            if not left or time.perf_counter() - since > SHOWN_EVERY:
                self.look(keeps=True)
                since = time.perf_counter()

    # --- what is shown ----------------------------------------------------------------------------------------------

    def hunt(self, words: tuple[str, ...]) -> Iterator[list[Passage]]:
        passages = self.library.passages()
        within = self.found if passages is self._whole and _narrows(self._sought, words) else passages
        yield from hunt(within, words)
        self._whole, self._sought = passages, words

    def headline(self) -> tuple[str, str]:
        lessons = len(self.library.headers)
        if self._unread:
            read = lessons - self._unread if self._unread > 0 else 0
            return tr("search the lessons"), tr(READ_SO_FAR, read=read, count=lessons)
        if not self.words:
            return tr("search the lessons"), plural(lessons, "{count} lesson", "{count} lessons")
        told = plural(len(self.found), "found in {count} place", "found in {count} places")
        if self.library.cut:
            told += plural(
                self.library.cut, "; of {count} lesson the title alone", "; of {count} lessons the titles alone"
            )
        return tr("search the lessons"), told

    def nothing(self) -> str:
        if self._unread and not self._stopped:
            return ""
        return nothing_found(self.words, self.library.names())

    def line(self, found: Passage, width: int) -> Row:
        kind = cut(found.where, KIND - 1)
        title = self.shown(self.titles.get(found.lesson, found.lesson))
        if found.kind == "title":
            return (f"{kind} ", "list--faint"), (cut(title, width - KIND), "")
        room = max(12, (width - KIND) // 3)
        return (
            (f"{kind} ", "list--faint"),
            (f"{cut(title, room - 2)}  ", ""),
            (cut(around(self.shown(found.line), self.words), width - KIND - room), "list--faint"),
        )

    def told(self, found: Passage) -> VisualType:
        title = self.shown(self.titles.get(found.lesson, found.lesson))
        header = self.tutor.catalogue.find(found.lesson)
        if found.kind == "title" and header is not None:
            about = about_lesson(header, self.tutor.catalogue, self._done, ascii=self.ascii)
            return Content.assemble((title, "bold"), "\n", about)
        markdown = found.step is not None or found.kind == "term"
        return Group(
            Text.assemble((title, "bold"), (f"   {found.where}", "dim")),
            Words(found.text, ascii=self.ascii) if markdown else Text(self.shown(found.line)),
        )

    def _done(self, header: Header) -> bool:
        session = self.tutor.session
        return session.started(header.id) and session.lesson(header.id).finished

    def open(self, found: Passage) -> None:
        header = self.tutor.catalogue.find(found.lesson)
        if header is not None:
            self.open_lesson(header, found.step)


def _narrows(before: Sequence[str], words: Sequence[str]) -> bool:
    """Does what holds these words hold those before, too? So it is with each letter more."""
    return bool(before) and all(any(each in word for word in words) for each in before)
