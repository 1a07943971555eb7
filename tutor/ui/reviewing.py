"""From what is due to a screen that asks it: all of it read and folded beside the keys, before the screen opens."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from textual.content import Content

from tutor.kept_names import draft_name
from tutor.lesson.model import Lesson
from tutor.messages import tr
from tutor.progress.records import Origin
from tutor.sitting import checkpoint_of, lessons_of, nothing_due

if TYPE_CHECKING:
    from tutor.lesson.checkpoint import Checkpoint
    from tutor.review import ReviewSitting
    from tutor.ui.app import TutorApp
    from tutor.ui.screens.review import ReviewScreen


async def review_screen(app: TutorApp) -> ReviewScreen | Content:
    """The screen of what is due, or what to say where nothing is."""
    from tutor.review import review

    looking = app.looking_back
    past = await looking.past()
    sitting = await asyncio.to_thread(review, past, looking.zone, looking.reached(app.session))
    if not sitting.plan:
        return Content(nothing_due(past, looking.zone))
    return await _screen(app, sitting)


async def checkpoint_screen(app: TutorApp, wanted: Checkpoint) -> ReviewScreen | Content:
    """The screen of a checkpoint, or what to say where its lessons have no questions."""
    looking = app.looking_back
    sitting = await asyncio.to_thread(checkpoint_of, await looking.past(wanted.lessons), wanted, looking.zone)
    if sitting is None:
        return Content(tr("The lessons of this checkpoint have no questions to ask; pgdn goes on."))
    return await _screen(app, sitting)


async def _screen(app: TutorApp, sitting: ReviewSitting) -> ReviewScreen:
    from tutor.ui.screens.review import CheckpointScreen, ReviewScreen

    lessons, drafts = await asyncio.to_thread(_material, app, sitting)
    if sitting.origin is Origin.CHECKPOINT:
        return CheckpointScreen(sitting, lessons, app.looking_back, title=tr("Checkpoint"), drafts=drafts)
    return ReviewScreen(sitting, lessons, app.looking_back, title=tr("Review"), drafts=drafts)


def _material(app: TutorApp, sitting: ReviewSitting) -> tuple[dict[str, Lesson], dict[int, Any]]:
    """The lessons that are asked about, and what was half typed in an earlier sitting."""
    drafts: dict[int, Any] = {}
    for place, picked in enumerate(sitting.plan):
        kept = app.keeping.scene_kept(picked.item.lesson, draft_name(picked.item.question))
        if kept is not None:
            drafts[place] = kept
    return lessons_of(sitting, app.catalogue), drafts
