"""The lessons in the command palette."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual.command import DiscoveryHit, Hit, Hits, Provider

if TYPE_CHECKING:
    from tutor.ui.app import TutorApp


class LessonCommands(Provider):
    """`open Slope at a point`: any lesson, from anywhere."""

    @property
    def _tutor(self) -> TutorApp:
        app = self.app
        return app  # type: ignore[return-value]

    async def discover(self) -> Hits:
        for header in self._tutor.catalogue.lessons():
            yield DiscoveryHit(f"open {header.title}", partial(self._tutor.open_lesson, header.file), help=header.about)

    async def search(self, query: str) -> Hits:
        matcher = self.matcher(query)
        for header in self._tutor.catalogue.lessons():
            name = f"open {header.title}"
            if (score := matcher.match(name)) > 0:
                yield Hit(
                    score, matcher.highlight(name), partial(self._tutor.open_lesson, header.file), help=header.about
                )
