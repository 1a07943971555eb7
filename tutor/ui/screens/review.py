"""A review sitting on the screen: one question after the other, each in its lesson's own look, and a line saying why.

What is asked, and in which order, is `tutor.review`'s; each answer is saved the moment it is judged, with its origin.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.binding import Binding, BindingType

from tutor.kept_names import draft_name
from tutor.lesson.model import Lesson, Step
from tutor.messages import N_, tr
from tutor.phrases import sentence
from tutor.progress.review import Result, named
from tutor.review import ReviewSitting, result_of
from tutor.session import QuestionState
from tutor.sitting import half_done, next_step, take_up, title_of, what_follows
from tutor.ui.ask import AskPanel
from tutor.ui.screens.step import StepScreen
from tutor.ui.words import Words

if TYPE_CHECKING:
    from tutor.ui.looking_back import LookingBack

NOTHING = Step(say="")
MARKS = {  # in Unicode, in ASCII, and what stands behind them
    Result.RIGHT: ("✓", "v", N_("{lesson}: {skill}")),
    Result.HINTED: ("~", "~", N_("{lesson}: {skill}, with a hint")),
    Result.AGAIN: ("✗", "x", N_("{lesson}: {skill}, again")),
}
STILL = N_("Still {headline}: r in the catalogue goes on with them.")


class ReviewScreen(StepScreen):
    """`lessons` holds every lesson that the sitting asks about; `drafts` what was typed and not handed in, by place."""

    help_title = N_("the review")
    help_text = N_(
        "These are questions you had before, in other numbers where there are any: what you are about to forget, and "
        "your own mistakes.\nEvery answer is kept as you give it; escape leaves the rest for another time."
    )

    def __init__(
        self,
        sitting: ReviewSitting,
        lessons: Mapping[str, Lesson],
        looking_back: LookingBack,
        *,
        title: str,
        drafts: Mapping[int, Mapping[str, Any]] | None = None,
    ) -> None:
        super().__init__()
        self.sitting, self.lessons, self.looking_back = sitting, lessons, looking_back
        self.title_, self.drafts = title, drafts or {}
        self.origin = sitting.origin.value
        self.over = False
        self._step = NOTHING

    @property
    def step(self) -> Step:
        return self._step

    @property
    def position(self) -> int:
        return self.sitting.place

    @property
    def asked(self) -> QuestionState | None:
        return self.sitting.state if self.sitting.current is not None else None

    @property
    def lesson_id(self) -> str:
        current = self.sitting.current
        return current.item.lesson if current is not None else "review"

    @property
    def where(self) -> tuple[str, str, str]:
        current = self.sitting.current
        lesson = self.lessons.get(current.item.lesson) if current is not None else None
        if lesson is None:
            return "", self.title_, tr("done")
        if not self.sitting.names_lesson:
            return "", self.title_, self.sitting.crumb
        return self.title_, lesson.header.title, self.sitting.crumb

    @property
    def on_words(self) -> str:
        if self.over:
            return tr("enter: back")
        last = self.sitting.place + 1 == len(self.sitting.plan)
        return tr("enter: how it went") if last else tr("enter: next question")

    @property
    def above(self) -> str:
        """Why it is asked."""
        return "" if self.over else sentence(next(iter(self.sitting.why), ""))

    def _focus_first(self) -> None:
        """The question: here it is what one has come for."""
        if self.ask is not None:
            self.ask.focus_input()
        else:
            self.set_focus(None)

    # --- question after question ------------------------------------------------------------------------------------

    async def on_mount(self) -> None:
        await self._stand()

    async def _stand(self) -> None:
        """At the question that is next, passing those that a lesson no longer asks; else at the end."""
        step = next_step(self.sitting, self.lessons)
        if step is None:
            await self._end()
            return
        take_up(self.sitting, self.drafts.get(self.sitting.place))
        self._step = step
        self.tutor.keeping.asked()
        await self.show(step)

    async def action_next_step(self) -> None:
        if self.over:
            self.dismiss(self.sitting)
        else:
            self.sitting.go_on()
            await self._stand()

    def action_leave(self) -> None:
        self.host.leave()
        self.dismiss(self.sitting)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "page" and (parameters == (-1,) or self.over):
            return False
        return super().check_action(action, parameters)

    @on(AskPanel.Changed)
    def question_changed(self, event: AskPanel.Changed) -> None:
        """Half an answer is kept beside the lesson's own state of the question, which a review does not touch."""
        self.tutor.keeping.scene(self.lesson_id, draft_name(event.question.id), half_done(self.sitting, event.state))

    # --- the end ----------------------------------------------------------------------------------------------------

    async def _end(self) -> None:
        self.over = True
        self._step = Step(say=self._summary(""))
        await self.show(self._step)
        self.run_worker(self._tell_next(), name="when next")

    def _summary(self, more: str) -> str:
        """What came of it, question by question."""
        ascii_ = self.tutor.terminal.ascii
        lines = [f"**{sentence(self.sitting.summary())}**", ""]
        for picked, state in zip(self.sitting.plan, self.sitting.states, strict=True):
            result = result_of(state)
            if result is not None:
                mark, plain_mark, word = MARKS[result]
                shown = tr(word, lesson=title_of(picked, self.lessons), skill=named(picked.item.skills[0]))
                lines.append(f"{plain_mark if ascii_ else mark} {shown}  ")
        return "\n".join([*lines, "", more])

    async def _tell_next(self) -> None:
        """When something is due again, once the answers just given are counted."""
        looking = self.looking_back
        past, reached = await looking.past(), looking.reached(self.tutor.session)
        more = await asyncio.to_thread(what_follows, past, looking.zone, reached, STILL)
        if more and self.stands:
            self.words_pane.show(Words(self._summary(more), ascii=self.tutor.terminal.ascii))


class CheckpointScreen(ReviewScreen):
    """The same over a lesson, to which escape leads back."""

    help_title = N_("the checkpoint")
    help_text = N_(
        "A checkpoint asks questions of several lessons, mixed and without their words: which rule or tool is meant is "
        "yours to find. Those you had before come in other numbers where there are any.\nEvery answer is kept as you "
        "give it; escape leads back to the lesson, and enter there goes on with what is left."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", N_("back"), show=False, tooltip=N_("back to the lesson that the checkpoint is in")),
    ]
