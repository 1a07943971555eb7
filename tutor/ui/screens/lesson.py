"""A lesson, step by step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.content import Content

from tutor.kept_names import scene_name
from tutor.lesson.model import Lesson, Step
from tutor.messages import N_, tr
from tutor.outcomes import ANOTHER
from tutor.session import LessonState, QuestionState
from tutor.sitting import waits, with_checkpoint
from tutor.ui.ask import AskPanel
from tutor.ui.screens.step import StepScreen

if TYPE_CHECKING:
    from tutor.review import ReviewSitting
    from tutor.ui.scene_keeping import SceneKeeper

LOOK = 0.5  # seconds between two looks at whether the scene is to be kept


class LessonScreen(StepScreen):
    help_title = N_("the lesson")
    help_text = N_(
        "enter is always 'go on', escape always 'back'. Nothing you type is lost when you leave and come back."
    )

    def __init__(
        self, lesson: Lesson, course: str, keeper: SceneKeeper | None = None, *, at: int | None = None
    ) -> None:
        super().__init__(keeper)
        self.lesson, self.course, self._at = lesson, course, at  # `at`: the step to open it at, if not where it stood
        self._passed: dict[int, ReviewSitting] = {}  # the checkpoints gone through here, by the step they stand at

    @property
    def state(self) -> LessonState:
        return self.tutor.session.lesson(self.lesson.header.id)

    @property
    def position(self) -> int:
        return self.state.position

    @property
    def step(self) -> Step:
        return self.tutor.session.step(self.lesson)

    @property
    def asked(self) -> QuestionState | None:
        return self.tutor.session.asked(self.lesson)

    @property
    def lesson_id(self) -> str:
        return self.lesson.header.id

    @property
    def where(self) -> tuple[str, str, str]:
        return (
            self.course,
            self.lesson.header.title,
            tr("step {place}/{count}", place=self.position + 1, count=len(self.lesson.steps)),
        )

    @property
    def on_words(self) -> str:
        if self._waits:
            begun = self._passed.get(self.position) is not None
            enter = tr("enter: go on with the checkpoint") if begun else tr("enter: begin the checkpoint")
            return f"{enter}{' - ' if self.tutor.terminal.ascii else ' · '}{tr('pgdn: not now')}"
        last = self.position + 1 == len(self.lesson.steps)
        return tr("enter: finish the lesson") if last else tr("enter: next step")

    @property
    def _waits(self) -> bool:
        """Does a checkpoint stand here that was not gone through yet?"""
        return waits(self.lesson.steps[self.position], self._passed.get(self.position))

    @property
    def scene_name(self) -> str:
        return scene_name(self.lesson, self.position, self.tutor.session.variant(self.lesson, self.position))

    async def on_mount(self) -> None:
        self.tutor.keeping.settle(self.tutor.session, self.lesson)
        await self._stand_at(self.tutor.session.begins_at(self.lesson) if self._at is None else self._at)
        if self.tutor.keeping.trouble is not None:  # who comes here straight has not been told
            self.say_worry(self.tutor.keeping.trouble)
        self.set_interval(LOOK, self.host.look)

    def on_unmount(self) -> None:
        self.host.keep()

    async def go_to(self, position: int) -> None:
        """To another step of it; at the one where it stands nothing begins anew."""
        if position != self.position:
            await self._stand_at(position)

    async def _stand_at(self, position: int) -> None:
        self.host.leave()  # while it is still known which scene it was
        self.tutor.session.go(self.lesson, position)
        self.tutor.keeping.position(self.tutor.session, self.lesson)
        await self.show(with_checkpoint(self.step, self._passed.get(position), self.tutor.catalogue))

    async def action_next_step(self) -> None:
        if self.state.position + 1 >= len(self.lesson.steps):
            self.tutor.session.go(self.lesson, len(self.lesson.steps))
            self.tutor.keeping.position(self.tutor.session, self.lesson)
            self.host.leave()
            self.tutor.lesson_finished(self.lesson.header)
            return
        await self._stand_at(self.state.position + 1)

    async def action_previous_step(self) -> None:
        if self.state.position > 0:
            await self._stand_at(self.state.position - 1)

    # --- checkpoints ------------------------------------------------------------------------------------------------

    async def action_go_on(self) -> None:
        if self._waits:
            self.run_worker(self._open_checkpoint(), name="open the checkpoint", group="open", exclusive=True)
        else:
            await super().action_go_on()

    async def _open_checkpoint(self) -> None:
        """The questions of a checkpoint, over the lesson; the lesson goes on where it stood."""
        from tutor.ui.reviewing import checkpoint_screen

        position, wanted = self.position, self.lesson.steps[self.position].checkpoint
        assert wanted is not None
        found = await checkpoint_screen(self.tutor, wanted)
        if not self.on_top or self.position != position:
            return
        if isinstance(found, Content):
            self.next_line.update(found)
            return

        async def gone_through(sitting: ReviewSitting | None) -> None:
            if sitting is not None and sitting.results:
                self._passed[position] = sitting
                await self._stand_at(position)

        await self.tutor.push_steps(found, gone_through)

    async def after_worked(self, ask: AskPanel) -> None:
        """Another one of the same kind, where there is one."""
        if self.lesson.steps[self.position].variants:
            self.tutor.session.sibling(ask.state)
            self.tutor.keeping.question(self.lesson_id, ask.question.id, ask.state)
            self.host.forget(self.position)
            await self._stand_at(self.position)
            if self.ask is not None:
                self.ask.announce(tr(ANOTHER))

    @on(AskPanel.Changed)
    def question_changed(self, event: AskPanel.Changed) -> None:
        self.tutor.keeping.question(self.lesson_id, event.question.id, event.state)
