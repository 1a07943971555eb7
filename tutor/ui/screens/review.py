"""A review sitting on the screen: one question after the other, each in its lesson's own look, and a line saying why.

What is asked, and in which order, is `tutor.review`'s; each answer is saved the moment it is judged, with its origin.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from textual import on
from textual.content import Content
from textual.widgets import Static

from tutor.lesson.model import Lesson, Step
from tutor.progress.review import Result, coming, named
from tutor.review import ReviewSitting, result_of
from tutor.session import QuestionState
from tutor.ui.ask import AskPanel
from tutor.ui.screens.step import StepScreen
from tutor.ui.words import Words

if TYPE_CHECKING:
    from tutor.ui.looking_back import LookingBack

NOTHING = Step(say="")
MARKS = {Result.RIGHT: ("✓", "v", ""), Result.HINTED: ("~", "~", ", with a hint"), Result.AGAIN: ("✗", "x", ", again")}


def draft_name(question: str) -> str:
    """What a half-typed answer of a review is called where it is kept."""
    return f"review:{question}"


class ReviewScreen(StepScreen):
    """`lessons` holds every lesson that the sitting asks about; `drafts` what was typed and not handed in, by place."""

    help_title = "the review"
    help_text = (
        "These are questions you had before, in other numbers where there are any: what you are about to forget, and "
        "your own mistakes.\nEvery answer is kept as you give it; escape leaves the rest for another time."
    )

    def __init__(
        self,
        sitting: ReviewSitting,
        lessons: Mapping[str, Lesson],
        looking_back: LookingBack,
        *,
        title: str = "Review",
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
            return "", self.title_, "done"
        return self.title_, lesson.header.title, self.sitting.crumb

    @property
    def on_words(self) -> str:
        if self.over:
            return "enter: back"
        last = self.sitting.place + 1 == len(self.sitting.plan)
        return "enter: how it went" if last else "enter: next question"

    @property
    def above(self) -> str:
        """Why it is asked."""
        reason = next(iter(self.sitting.why), "")
        return sentence(reason) if reason and not self.over else ""

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
        while (current := self.sitting.current) is not None:
            lesson = self.lessons.get(current.item.lesson)
            step = self.sitting.step(lesson) if lesson is not None else None
            if step is not None:
                self._take_up()
                self._step = step
                self.tutor.keeping.asked()
                await self.show(step)
                return
            self.sitting.go_on()
        await self._end()

    @property
    def _times(self) -> int:
        """How often the question that stands there was put before this sitting."""
        current = self.sitting.current
        return sum(current is not None and one.item.key == current.item.key for one in self.sitting.past.tries)

    def _take_up(self) -> None:
        """What was typed here the last time, and not handed in; only of the very same question, and not where it was
        answered since: then it is asked anew, with its hints closed."""
        kept, state = self.drafts.get(self.sitting.place), self.sitting.state
        same = kept is not None and (kept.get("variant"), kept.get("times")) == (state.variant, self._times)
        if kept is not None and same and not state.attempts:
            draft, hints = kept.get("draft"), kept.get("hints")
            state.draft = draft if isinstance(draft, str) else ""
            state.hints = hints if isinstance(hints, int) and not isinstance(hints, bool) and hints > 0 else 0

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
        state = event.state
        done = state.right
        kept = {
            "variant": state.variant,
            "times": self._times,
            "draft": "" if done else state.draft,
            "hints": 0 if done else state.hints,
        }
        self.tutor.keeping.scene(self.lesson_id, draft_name(event.question.id), kept)

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
                lesson = self.lessons.get(picked.item.lesson)
                title = lesson.header.title if lesson is not None else picked.item.lesson
                lines.append(f"{plain_mark if ascii_ else mark} {title}: {named(picked.item.skills[0])}{word}  ")
        return "\n".join([*lines, "", more])

    async def _tell_next(self) -> None:
        """When something is due again, once the answers just given are counted."""
        headline = await self.looking_back.headline(self.tutor.session)
        past = await self.looking_back.past()
        following = past.next_due()
        if headline is not None:
            more = f"Still {headline}: r in the catalogue goes on with them."
        elif following is not None:
            more = f"The next question is due {coming(following, past.now, self.looking_back.zone)}."
        else:
            return
        if self.is_attached:
            words = Words(self._summary(more), ascii=self.tutor.terminal.ascii)
            for line in self.query("#words-text").results(Static):  # none where the screen has been left meanwhile
                line.update(words)


def sentence(words: str) -> str:
    """A few words as a sentence."""
    return words[:1].upper() + words[1:] + ("" if words.endswith((".", "!", "?", "…")) else ".")


def nothing_due(following: str | None) -> Content:
    """What is said where there is nothing to review."""
    if following is None:
        return Content("Nothing to review yet: what you answer comes back here some days later.")
    return Content(f"Nothing is due now; the next question is due {following}.")
