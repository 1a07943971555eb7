"""Skipping a lesson, resetting it, and undoing the last of these: asked first, done beside the keys, told of."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from textual.content import Content
from textual.screen import Screen

from tutor.lesson.model import Header
from tutor.messages import N_, plural, tr

if TYPE_CHECKING:
    from tutor.progress.changes import Done
    from tutor.progress.store import Store
    from tutor.ui.app import TutorApp

    Change = Callable[[Store], Done | None]
    _Mixin = Screen[Any]
else:
    _Mixin = object

# What is said of it where something was done, and where nothing was to do.
SKIPPED = (N_("Skipped: {title}. u undoes it."), N_("{title} is done already."))
PASSED = (N_("What comes before {title} counts as done. u takes that back."), N_("{title} is next."))
RESET = (N_("Reset: {title}. u undoes it."), N_("There is nothing to reset: you did nothing in {title} yet."))
UNDONE = (N_("Brought back: {title}."), N_("There is nothing to undo."))


class Changing(_Mixin):
    """The part of the catalogue that changes what is kept; it stands before `Screen` among the bases."""

    if TYPE_CHECKING:  # the catalogue's own

        @property
        def tutor(self) -> TutorApp: ...
        def say(self, words: Content) -> None: ...
        def fill(self) -> None: ...
        def look_back(self) -> None: ...
        def lit_lesson(self) -> Header | None: ...
        def light(self, lesson: Header) -> None: ...
        def light_after(self, done: Header) -> Header | None: ...

    def action_skip(self) -> None:
        lesson = self._changeable()
        if lesson is not None:
            text = tr("{title} will count as done; what you did in it stays as it is. u undoes it.", title=lesson.title)
            self._change_if_sure(tr("skip this lesson?"), text, lambda store: store.skip(lesson.id), SKIPPED, lesson)

    def pass_over(self, lessons: Sequence[Header], begin: Header) -> None:
        """Counts what was shown to be known as done, and opens the lesson to begin with."""
        self.run_worker(self._pass_over(lessons, begin), name="pass over what is known")

    async def _pass_over(self, lessons: Sequence[Header], begin: Header) -> None:
        if lessons and self.tutor.keeping.store is not None:
            names = [lesson.id for lesson in lessons]
            await self._change(lambda store: store.skip(*names), PASSED, begin)
        self.light(begin)
        self.tutor.open_lesson(begin.file)

    def action_reset(self) -> None:
        lesson = self._changeable()
        if lesson is not None and not self.tutor.session.started(lesson.id):
            self.say(Content(tr(RESET[1], title=lesson.title)))
        elif lesson is not None:
            text = tr(
                "Your answers, hints and descents in {title} will be taken away. u undoes it.", title=lesson.title
            )
            self._change_if_sure(tr("reset this lesson?"), text, lambda store: store.forget(lesson.id), RESET, lesson)

    def action_undo(self) -> None:
        self.run_worker(self._change(lambda store: store.undo(), UNDONE, None), name="undo")

    def _changeable(self) -> Header | None:
        """The lesson that is lit, where anything is kept; else it is said that nothing is."""
        if self.tutor.keeping.store is None:
            self.say(Content(tr("Nothing is kept here, so there is nothing to skip or to reset.")))
            return None
        return self.lit_lesson()

    def _change_if_sure(self, title: str, text: str, change: Change, words: tuple[str, str], lesson: Header) -> None:
        from tutor.ui.screens.sure import SureScreen  # late: the first picture needs none of it

        def sure(yes: bool | None) -> None:
            if yes:
                self.run_worker(self._change(change, words, lesson), name="change what is kept")

        self.app.push_screen(SureScreen(title, text), sure)

    async def _change(self, change: Change, words: tuple[str, str], lesson: Header | None) -> None:
        """Changes what is kept, takes it up anew, and says what came of it: `words` for done and for nothing to do."""
        from tutor.progress.trouble import NotChanged

        store = self.tutor.keeping.store
        if store is None:
            self.say(Content(tr("Nothing is kept here, so there is nothing to undo.")))
            return
        try:
            done = await asyncio.to_thread(change, store)
        except NotChanged as why:
            self.say(Content(self.tutor.keeping.instead or str(why)))
            return
        before, self.tutor.session = self.tutor.session, await asyncio.to_thread(store.load)
        self.tutor.session.asks = before.asks
        if lesson is None and done is not None and done.lesson is not None:
            lesson = self.tutor.catalogue.find(done.lesson)
        title = lesson.title if lesson is not None else tr("everything")
        if words is UNDONE and done is not None and done.more:
            title = plural(done.more, "{title} and {count} more", "{title} and {count} more", title=title)
        if words is SKIPPED and lesson is not None:
            self.light_after(lesson)
        else:
            self.fill()
            if words is UNDONE and lesson is not None:
                self.light(lesson)
        self.say(Content(tr(words[done is None], title=title)))
        self.look_back()
