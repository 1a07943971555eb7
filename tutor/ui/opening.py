"""What the app opens over the catalogue, and how it comes back: lessons, the lab, the review, the progress.

Whatever has to be read first is read beside the keys; what stands over the catalogue closes when the next one opens.
"""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual.content import Content
from textual.screen import Screen

from tutor.lesson.model import Broken, Catalogue, Header, Lesson
from tutor.messages import tr
from tutor.ui.commands import Palette
from tutor.ui.screens.catalogue import CatalogueScreen

if TYPE_CHECKING:
    from collections.abc import Callable

    from tutor.lab.setup import Setup
    from tutor.lesson.catalogue import Reading
    from tutor.library import Library
    from tutor.session import Session
    from tutor.ui.app import TutorApp
    from tutor.ui.in_turn import InTurn
    from tutor.ui.keeping import Keeping
    from tutor.ui.looking_back import LookingBack
    from tutor.ui.scene_keeping import SceneKeeper
    from tutor.ui.screens.step import StepScreen
    from tutor.ui.screens.waiting import WaitingScreen

    _Mixin = InTurn
else:
    _Mixin = object


STYLES = Path(__file__).parent
AT_ONCE = 0.001  # seconds of reading lessons between two looks at the keys; a key takes some eight to be seen through


class Opening(_Mixin):
    """The part of the app that opens screens; it stands before `App` among the bases."""

    catalogue: Catalogue
    rest: Reading | None
    whole: asyncio.Event
    looking_back: LookingBack
    keeping: Keeping
    session: Session
    lab_setup: Setup | None
    leaving: Callable[[], None]
    library: Library | None = None  # what was read for the search
    _awaited: object | None = None  # the lesson or review that was asked for last, until it stands

    async def read_styles(self, *names: str) -> None:
        """Reads style sheets ahead: Textual would read all of them anew when a screen first asks for one."""
        for name in names:
            self.stylesheet.read(STYLES / name)
            self.stylesheet.parse()
            await asyncio.sleep(0)

    async def read_on(self) -> None:
        """Reads the lessons that the first picture did not need, beside the keys; `whole` says when they are there."""
        if self.rest is not None:
            while not self.rest.done:
                self.rest.read(seconds=AT_ONCE)
                await asyncio.sleep(0)
            if self.rest.catalogue != self.catalogue:
                self.catalogue = self.looking_back.catalogue = self.rest.catalogue
                screen = self.screen_stack[0]
                if isinstance(screen, CatalogueScreen):
                    screen.grown(self.catalogue)
        self.whole.set()

    def action_command_palette(self) -> None:
        if not isinstance(self.screen, Palette):
            self.push_screen(Palette())

    def open_lesson(self, file: Path, step: int | None = None) -> None:
        """Opens a lesson in a screen of its own, where it was left or at a step, counted from 0; a broken one shows its
        faults."""
        self.run_worker(
            self._open_lesson(file, step, self._await()), name=f"open {file.name}", group="open", exclusive=True
        )

    def _await(self) -> object:
        """Something is on its way, and keys are for it: in the catalogue they would do something else."""
        self._awaited = awaited = object()
        self.hold_keys(awaited, self._not_wanted)
        return awaited

    def _not_wanted(self) -> None:
        self._awaited = None

    def _still_wanted(self, awaited: object) -> bool:
        """It is there. Is it still wanted?"""
        if self._awaited is not awaited:
            return False
        self._awaited = None
        return True

    async def _open_lesson(self, file: Path, step: int | None, awaited: object) -> None:
        from tutor.lesson.load import load_lesson

        self._tutor.helper.wake()
        lesson = await asyncio.to_thread(load_lesson, file)
        await self.keeping.ready.wait()
        keeper = await self._keeper(lesson) if isinstance(lesson, Lesson) else None
        if not await self._standing() or not self._still_wanted(awaited):
            return
        self.to_catalogue()
        if isinstance(self.screen, CatalogueScreen):
            self.screen.entered(lesson if isinstance(lesson, Broken) else lesson.header)
        if isinstance(lesson, Broken):
            from tutor.ui.screens.broken import BrokenScreen

            await self.push_screen(BrokenScreen(lesson))
            self.let_keys_go(awaited)
            return
        from tutor.ui.screens.lesson import LessonScreen

        known = {
            header.id: course.title
            for course in self.catalogue.courses
            for header in course.own
            if isinstance(header, Header)
        }
        course = known.get(lesson.header.id, lesson.header.course)
        await self.push_steps(LessonScreen(lesson, course, keeper, at=step))

    async def push_steps(self, screen: StepScreen, back: Callable[[Any], Any] | None = None) -> None:
        """Keys are held for its first step from now on."""
        self.hold_keys(screen)
        await self.push_screen(screen, back)

    async def _keeper(self, lesson: Lesson) -> SceneKeeper:
        """Who keeps the lesson's descents, with what was kept of them before."""
        from tutor.ui.scene_keeping import SceneKeeper, states_of

        identity = lesson.header.id
        self.leaving()
        states = await asyncio.to_thread(states_of, self.keeping, self.session, lesson)
        keeper = SceneKeeper(states, lambda name, state: self.keeping.scene(identity, name, state))
        self.leaving = keeper.keep
        return keeper

    def open_lab(self, setup: Setup | None = None) -> None:
        """Opens the lab: on what is handed in, which then starts, or on what was last typed there."""
        from tutor.ui.screens.lab import LabScreen

        self.to_catalogue()
        self.push_screen(LabScreen(setup or self.lab_setup, start=setup is not None and bool(setup.source.strip())))

    def action_open_lab(self) -> None:
        self.open_lab()

    def open_review(self) -> None:
        """Opens what is due, or says that nothing is."""
        self.run_worker(self._open_review(self._await()), name="open the review", group="open", exclusive=True)

    async def _open_review(self, awaited: object) -> None:
        from tutor.ui.reviewing import review_screen

        found = await review_screen(self._tutor)
        if not await self._standing() or not self._still_wanted(awaited):
            return
        self.to_catalogue()
        if isinstance(found, Screen):
            await self.push_steps(found)
        elif isinstance(self.screen, CatalogueScreen):
            trouble = self.keeping.trouble  # it stands in the same line, and is not to be lost
            self.screen.say(Content(f"{found} {trouble}") if trouble is not None else found)
        self.forget_keys(awaited)

    def action_open_review(self) -> None:
        self.open_review()

    def open_placement(self) -> None:
        """Asks where to begin, or says that there is nothing to ask. The lessons are read first, which takes a second
        or two: keys that are typed meanwhile are for the first question."""
        from tutor.ui.screens.waiting import WaitingScreen

        self._awaited = None
        self.to_catalogue()
        waiting = WaitingScreen(tr("The first question is being looked for. (escape: back)"))
        self.hold_keys(waiting)
        self.push_screen(waiting)
        self.run_worker(self._open_placement(waiting), name="where to begin", group="open", exclusive=True)

    async def _open_placement(self, waiting: WaitingScreen) -> None:
        await self._tutor.all_loaded.wait()
        from tutor.ui.screens.placement import placement_screen

        await self._tutor.whole.wait()
        found = await placement_screen(self._tutor)
        if not await self._standing() or not waiting.stands:
            return
        self.to_catalogue()
        if isinstance(found, str):
            if isinstance(self.screen, CatalogueScreen):
                self.screen.say(Content(found))
            self.forget_keys(waiting)
            return

        def placed(_: object) -> None:
            begin = found.sitting.placed.begin
            if found.chosen and begin is not None and isinstance(self.screen, CatalogueScreen):
                self.screen.pass_over(found.sitting.placed.passed, begin.header)

        await self.push_steps(found, placed)

    def action_open_placement(self) -> None:
        self.open_placement()

    def action_open_glossary(self) -> None:
        """Over what stands there: one looks a word up, and goes on."""
        from tutor.ui.screens.glossary import GlossaryScreen

        self._look_up(GlossaryScreen())

    def action_open_search(self) -> None:
        from tutor.library import Library
        from tutor.ui.screens.search import SearchScreen

        self.library = self.library or Library()
        self._look_up(SearchScreen(self.library))

    def _look_up(self, screen: Screen[Any]) -> None:
        """One of these screens at a time stands over the others."""
        from tutor.ui.screens.searching import SearchingScreen

        while isinstance(self.screen, SearchingScreen):
            self.pop_screen()
        self.push_screen(screen)

    async def action_open_progress(self) -> None:
        from tutor.ui.screens.progress import ProgressScreen

        self.to_catalogue()
        await self.push_screen(ProgressScreen())

    def lesson_finished(self, header: Header) -> None:
        """Back in the catalogue, on the lesson after this one."""
        self.to_catalogue()
        if isinstance(self.screen, CatalogueScreen):
            self.screen.after(header)

    async def _standing(self) -> bool:
        """Waits for a screen that is just being opened, by a key that came meanwhile: to close it before it stands
        would break it. False where the tutor is being left: no screen is there any more."""
        while self.screen_stack and not self.screen.is_mounted:
            await asyncio.sleep(0)
        return bool(self.screen_stack)

    def to_catalogue(self) -> None:
        """Closes whatever stands over the catalogue."""
        while len(self.screen_stack) > 1:
            self.pop_screen()

    @property
    def _tutor(self) -> TutorApp:
        return self  # type: ignore[return-value]
