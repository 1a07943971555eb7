"""`g`: every term and symbol of the lessons, what it means, and the lesson that introduces it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.console import Group
from rich.text import Text

from tutor.lookup import Entry, entries_of, found, in_order, listened
from tutor.messages import N_, plural, tr
from tutor.misspelt import nothing_found
from tutor.ui.screens.searching import SearchingScreen, cut
from tutor.ui.words import Words

if TYPE_CHECKING:
    from tutor.drawing.picture import Row
    from tutor.lookup import Heard

SHOWN_EVERY = 0.4  # seconds between two looks at what there is, while it is read
READ_SO_FAR = N_("looked through {read} of {count} lessons")
SIGN = 14  # cells, at least


class GlossaryScreen(SearchingScreen):
    invitation = N_("type to search: slope, nabla ...")
    help_title = N_("the glossary")
    help_text = N_(
        "Every word that you type must stand in the term, its sign or its meaning; a sign is found by its name too: "
        "alpha, nabla. enter opens the lesson that introduces the lit term."
    )

    def __init__(self) -> None:
        super().__init__()
        self.terms: tuple[Heard, ...] = ()
        self._read, self._settled = 0, False

    @property
    def settled(self) -> bool:
        return self._settled

    def on_mount(self) -> None:
        self.run_worker(self._read_all(), name="read the terms")

    async def _read_all(self) -> None:
        """Reads the lessons' headers beside the keys; what there is shows as soon as it is there."""
        await self.tutor.whole.wait()
        known: list[Entry] = []
        lessons, shown = self.tutor.catalogue.lessons(), time.perf_counter()
        for self._read, header in enumerate(lessons, 1):
            known.extend(entries_of(header))
            await asyncio.sleep(0)
            if time.perf_counter() - shown > SHOWN_EVERY:
                await self._take(known)
                shown = time.perf_counter()
        self._read, self._settled = len(lessons), True
        await self._take(known)

    async def _take(self, known: list[Entry]) -> None:
        before = {each.entry: each for each in self.terms}
        made = []
        for entry in in_order(known):
            made.append(before.get(entry) or listened(entry))
            if len(made) % 10 == 0:
                await asyncio.sleep(0)
        self.terms = tuple(made)
        self.look(keeps=True)

    # --- what is shown ----------------------------------------------------------------------------------------------

    def hunt(self, words: tuple[str, ...]) -> Iterator[list[Entry]]:
        yield found(self.terms, words)

    def headline(self) -> tuple[str, str]:
        count, of, lessons = len(self.found), len(self.terms), len(self.tutor.catalogue.lessons())
        if self._read < lessons:
            counted = tr(READ_SO_FAR, read=self._read, count=lessons)
        elif count < of:
            counted = tr("{found} of {count}", found=count, count=of)
        else:
            counted = plural(of, "{count} term", "{count} terms")
        return tr("glossary"), counted

    def nothing(self) -> str:
        if self._read < len(self.tutor.catalogue.lessons()):
            return ""
        if self.terms:
            return nothing_found(self.words, (each.term for each in self.terms))
        return tr("No lesson here says which terms it introduces.")

    def line(self, found: Entry, width: int) -> Row:
        sign = max(SIGN, width // 5)
        term = max(12, (width - sign) * 6 // 11)
        return (
            (cut(self.shown(found.term), term - 2) + "  ", ""),
            (cut(self.shown(found.sign), sign - 2) + "  ", ""),
            (cut(self.shown(found.title), width - sign - term), "list--faint"),
        )

    def told(self, found: Entry) -> Group:
        sign = f"   {self.shown(found.sign)}" if found.sign else ""
        where = tr("introduced in: {lesson}", lesson=self.shown(found.title))
        return Group(
            Text.assemble((self.shown(found.term), "bold"), sign),
            Words(found.means, ascii=self.ascii),
            Text(where, style="dim"),
        )

    def open(self, found: Entry) -> None:
        header = self.tutor.catalogue.find(found.lesson)
        if header is not None:
            self.open_lesson(header)
