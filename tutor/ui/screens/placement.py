"""Where to begin: a few questions, and the lesson that they lead to. Enter opens it and counts those before it as done.

What is asked is `tutor.placement`'s. Nothing but the answers is kept before enter is pressed at the end.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from tutor.lesson.model import Step
from tutor.messages import N_, tr
from tutor.placement import Placement, placement, told
from tutor.sitting import AsAsked
from tutor.ui.screens.review import ReviewScreen

if TYPE_CHECKING:
    from tutor.ui.app import TutorApp


class PlacementScreen(ReviewScreen):
    """Dismissed with the sitting; `chosen` says whether the learner wants to begin where it leads."""

    sitting: Placement
    help_title = N_("where to begin")
    help_text = N_(
        "At most ten questions, each chosen by your answers so far. pgdn says that you do not know one: that tells as "
        "much as an answer. Nothing counts as done before you press enter at the end; escape leaves it all as it is."
    )

    def __init__(self, sitting: Placement, app: TutorApp) -> None:
        super().__init__(sitting, AsAsked(app.catalogue), app.looking_back, title=tr("Where to begin"))
        self.chosen = False

    async def _stand(self) -> None:
        self.place()
        current = self.sitting.current
        if current is not None:  # its lesson is read beside the keys
            await asyncio.to_thread(self.lessons.get, current.item.lesson)
        if self.stands:  # else it was left meanwhile
            await super()._stand()

    @property
    def on_words(self) -> str:
        if not self.over:
            return tr("enter: next question")
        return tr("enter: begin there") if self.sitting.placed.begin is not None else tr("enter: back")

    async def action_next_step(self) -> None:
        self.chosen = self.over
        await super().action_next_step()

    async def _end(self) -> None:
        self.over = True
        self._step = Step(say=self._summary(""))
        await self.show(self._step)

    def _summary(self, more: str) -> str:
        return "\n\n".join(told(self.sitting.placed, self.tutor.catalogue))


async def placement_screen(app: TutorApp) -> PlacementScreen | str:
    """The screen, or what to say where there is nothing to ask."""
    headers = app.catalogue.lessons()
    past = await app.looking_back.past([header.id for header in headers])
    done = [each.id for each in headers if app.session.started(each.id) and app.session.lesson(each.id).finished]
    found = await asyncio.to_thread(placement, app.catalogue, past, done, app.looking_back.zone)
    return found if isinstance(found, str) else PlacementScreen(found, app)
