"""From what is due to a screen that asks it: all of it read and folded beside the keys, before the screen opens."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from textual.content import Content

from tutor.lesson.model import Lesson

if TYPE_CHECKING:
    from tutor.lesson.checkpoint import Checkpoint
    from tutor.review import ReviewSitting
    from tutor.ui.app import TutorApp
    from tutor.ui.screens.review import ReviewScreen


async def review_screen(app: TutorApp) -> ReviewScreen | Content:
    """The screen of what is due, or what to say where nothing is."""
    from tutor.progress.review import coming
    from tutor.review import review
    from tutor.ui.screens.review import nothing_due

    looking = app.looking_back
    past = await looking.past()
    sitting = await asyncio.to_thread(review, past, looking.zone, looking.reached(app.session))
    if not sitting.plan:
        following = past.next_due()
        return nothing_due(coming(following, past.now, looking.zone) if following is not None else None)
    return await _screen(app, sitting, "Review")


async def checkpoint_screen(app: TutorApp, wanted: Checkpoint) -> ReviewScreen | Content:
    """The screen of a checkpoint, or what to say where its lessons have no questions. One that was left lately is
    gone on with; one that was gone through lately begins anew."""
    from tutor.review import checkpoint

    past = await app.looking_back.past(wanted.lessons)
    zone = app.looking_back.zone
    sitting = await asyncio.to_thread(checkpoint, past, wanted.lessons, wanted.items, zone)
    if not sitting.plan:
        sitting = await asyncio.to_thread(checkpoint, past, wanted.lessons, wanted.items, zone, afresh=True)
    if not sitting.plan:
        return Content("The lessons of this checkpoint have no questions to ask; pgdn goes on.")
    return await _screen(app, sitting, "Checkpoint")


async def _screen(app: TutorApp, sitting: ReviewSitting, title: str) -> ReviewScreen:
    from tutor.ui.screens.review import ReviewScreen

    lessons, drafts = await asyncio.to_thread(_material, app, sitting)
    return ReviewScreen(sitting, lessons, app.looking_back, title=title, drafts=drafts)


def _material(app: TutorApp, sitting: ReviewSitting) -> tuple[dict[str, Lesson], dict[int, Any]]:
    """The lessons that are asked about, and what was half typed in an earlier sitting."""
    from tutor.lesson.load import load_lesson
    from tutor.ui.screens.review import draft_name

    lessons: dict[str, Lesson] = {}
    for name in {picked.item.lesson for picked in sitting.plan}:
        header = app.catalogue.find(name)
        lesson = load_lesson(header.file) if header is not None else None
        if isinstance(lesson, Lesson):
            lessons[name] = lesson
    drafts: dict[int, Any] = {}
    for place, picked in enumerate(sitting.plan):
        kept = app.keeping.scene_kept(picked.item.lesson, draft_name(picked.item.question))
        if kept is not None:
            drafts[place] = kept
    return lessons, drafts
