"""The lessons in the command palette: of a thousand those that fit best, and no key waits while they are looked for."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING

from textual.command import DiscoveryHit, Hit, Hits, Provider

if TYPE_CHECKING:
    from tutor.ui.app import TutorApp


MOST = 40  # lessons that are offered: nobody reads further, and the palette makes all it is given
AT_ONCE = 50  # lessons that are compared between two looks at the keys


class LessonCommands(Provider):
    """`open Slope at a point`: any lesson, from anywhere."""

    @property
    def _tutor(self) -> TutorApp:
        app = self.app
        return app  # type: ignore[return-value]

    async def discover(self) -> Hits:
        for header in self._tutor.catalogue.lessons()[:MOST]:
            yield DiscoveryHit(f"open {header.title}", partial(self._tutor.open_lesson, header.file), help=header.about)

    async def search(self, query: str) -> Hits:
        matcher = self.matcher(query)
        found = []
        for i, header in enumerate(self._tutor.catalogue.lessons()):
            if i % AT_ONCE == 0:
                await asyncio.sleep(0)
            if (score := matcher.match(f"open {header.title}")) > 0:
                found.append((score, header))
        found.sort(key=lambda each: -each[0])
        for score, header in found[:MOST]:
            name = matcher.highlight(f"open {header.title}")
            yield Hit(score, name, partial(self._tutor.open_lesson, header.file), help=header.about)
