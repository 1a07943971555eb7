"""A question on the screen: where the learner types or chooses, what was understood, and what came of it.

Feedback stands under the input and stays until the next answer. What is typed is read at once, on every key; only
Enter hands it in, and an answer that cannot be read costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static

from tutor import outcomes
from tutor.asked import Asked
from tutor.lesson.questions import Question
from tutor.messages import N_, tr
from tutor.session import QuestionState
from tutor.ui import feedback
from tutor.ui.answers import LONGEST, AnswerLine, Choices, Lines
from tutor.ui.menu import Menu
from tutor.ui.understood import echo
from tutor.ui.words import Words
from tutor.understood import as_meant
from tutor.verdict import Outcome, Verdict
from tutor.worker import TaskFailed, TookTooLong

if TYPE_CHECKING:
    from tutor.ui.app import TutorApp


class AskPanel(Asked, Vertical):
    """One question with its state; everything that lasts is in the state."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "scroll_up", "", show=False, tooltip=N_("what stands further up, where it does not fit")),
        Binding("down", "scroll_down", "", show=False, tooltip=N_("what stands further down")),
    ]

    class Changed(Message):
        """The question's state is another one: a draft, a hint, a revealed prediction."""

        def __init__(self, question: Question, state: QuestionState) -> None:
            super().__init__()
            self.question, self.state = question, state

    class Judged(Changed):
        """An answer was judged (not one that could not be read)."""

        def __init__(self, question: Question, state: QuestionState, text: str, verdict: Verdict) -> None:
            super().__init__(question, state)
            self.text, self.verdict = text, verdict

    class Moved(Message):
        """The learner is done with this question and wants to go on."""

    def __init__(self, question: Question, state: QuestionState) -> None:
        super().__init__(classes="ask")
        self.question, self.state = question, state
        self._judging = 0
        self._unread: str | None = None  # what could not be read, while it is said so
        self._matters = "#feedback"  # what was said last: this, or the hints
        self._echo_lines = 0

    @property
    def tutor(self) -> TutorApp:
        return self.app  # type: ignore[return-value]

    @property
    def ascii(self) -> bool:
        return self.tutor.terminal.ascii

    def compose(self) -> ComposeResult:
        yield Static(Words(self.question.question, ascii=self.ascii), id="question")
        if self.is_choice:
            yield Choices(self.question, ascii=self.ascii)
        else:
            yield Lines(self.question, ascii=self.ascii)
            yield AnswerLine(self.question, self.state.draft, ascii=self.ascii)
            yield Static(id="echo")
        yield Static(id="feedback")
        yield Static(id="hints")

    def on_mount(self) -> None:
        self._show_hints()
        self._feedback(Content(""))
        last = self.state.last
        if last is not None:
            self._show_prediction() if self.waiting_to_reveal else self._show(last)
        if self.is_choice and self.state.attempts:
            self.query_one(Choices).light_text(self.state.attempts[-1].text)

    def on_descendant_focus(self) -> None:
        """Whoever judges is there by the time that something is typed."""
        self.tutor.helper.wake()

    def focus_input(self, typed: str = "") -> None:
        """To the input; what was typed elsewhere is not lost."""
        found = self.query_one("#choices" if self.is_choice else "#answer")
        self.screen.set_focus(found)  # now: `focus()` waits its turn, and keys that are under way would go elsewhere
        if typed and isinstance(found, AnswerLine):
            found.insert_text_at_cursor(typed)
        elif typed.isdecimal() and isinstance(found, Choices):
            found.action_pick(int(typed))

    # --- typing -------------------------------------------------------------------------------------------------

    @on(Input.Changed, "#answer")
    def answer_typed(self, event: Input.Changed) -> None:
        self.state.draft = event.value
        if self._unread not in (None, event.value.strip()):  # it is being mended, and its mark stands under it
            self._feedback(Content(""))
        self.post_message(self.Changed(self.question, self.state))
        event.input.scroll_visible(animate=False)
        width = max(10, self.size.width - 4)
        shown = echo(self.question, self._meant(event.value), width, ascii=self.ascii)
        line = self.query_one("#echo", Static)
        lines = max(1, len(shown.wrap(line.content_size.width or width)))
        line.update(shown, layout=lines != self._echo_lines)  # a layout takes longer than all the rest that a key does
        self._echo_lines = lines

    @on(AnswerLine.TooLong)
    def paste_too_long(self, event: AnswerLine.TooLong) -> None:
        self._feedback(
            Content(
                tr(
                    "What was pasted has {length} characters; an answer has at most {most}.",
                    length=event.length,
                    most=LONGEST,
                )
            )
        )

    # --- handing in ---------------------------------------------------------------------------------------------

    @on(Input.Submitted, "#answer")
    def answer_handed_in(self, event: Input.Submitted) -> None:
        event.stop()
        self._hand_in(event.value.strip())

    @on(Menu.Chosen, "#choices")
    def choice_made(self, event: Menu.Chosen) -> None:
        event.stop()
        self._hand_in(self.query_one(Choices).text(event.item))

    @on(Menu.Lit, "#choices")
    def choice_lit(self, event: Menu.Lit) -> None:
        event.menu.scroll_visible(animate=False, immediate=True)
        self.scroll_to_region(self.query_one(Choices).lit_region(), animate=False, immediate=True)

    @on(Choices.NoneLit)
    def nothing_chosen(self) -> None:
        self._hand_in("")

    def _hand_in(self, text: str) -> None:
        """Enter: judges what is there; once the question is done, goes on."""
        if self.done or self.waiting_to_reveal:
            self.post_message(self.Moved())
        elif not text:
            self._feedback(Content(tr(feedback.NONE_LIT if self.is_choice else feedback.EMPTY)))
        else:
            self._judging += 1
            self.run_worker(self._judge(text, self._judging), name="judge", group="judge", exclusive=True)

    async def _judge(self, text: str, number: int) -> None:
        self._feedback(Content.styled(tr("judging ..."), "dim"))
        try:
            verdict: Verdict = await self.tutor.helper.ask("grade", self.question, self._meant(text))
        except TookTooLong:
            self._feedback(Content(tr(outcomes.TOO_LONG)))
            return
        except TaskFailed as fault:
            self._feedback(Content(outcomes.not_judged(fault)))
            return
        if number == self._judging and self.is_attached:  # else another was handed in meanwhile, or the step left
            self._judged(text, verdict)

    def _meant(self, text: str) -> str:
        return as_meant(self.question, text, decimal_comma=self.tutor.terminal.decimal_comma)

    def _judged(self, text: str, verdict: Verdict) -> None:
        self.tutor.session.judged(self.state, text, verdict)
        unread = verdict.outcome is Outcome.UNREADABLE
        if self.waiting_to_reveal and not unread:
            self._show_prediction()
        else:
            self._show(verdict)
        self._unread = text if unread else None
        if self.wants_a_hint:
            self.action_hint()
            self._bring_to_view("#feedback")  # the verdict comes before the hint
        self.post_message(self.Judged(self.question, self.state, text, verdict))
        self.screen.refresh_bindings()

    def fold(self, folded: bool) -> None:
        """Where there is little room, the choice that was taken stands for all as soon as no other can be."""
        for choices in self.query(Choices):
            choices.fold(folded and (self.done or self.waiting_to_reveal), told=self.done)

    def reveal(self) -> None:
        """Holds the prediction against what happened."""
        self.state.revealed = True
        self.post_message(self.Changed(self.question, self.state))
        if self.state.last is not None:
            self._show(self.state.last)

    # --- what is said -------------------------------------------------------------------------------------------

    def _feedback(self, content: Content, role: str = "") -> None:
        self._unread = None
        for shown in self.query("#feedback").results(Static):  # none where the step is left before the verdict comes
            shown.display = bool(content.plain)
            shown.set_classes(f"-{role}" if role else "")
            shown.update(content)
        self._bring_to_view("#feedback")

    def announce(self, text: str) -> None:
        """A word from the lesson, where feedback stands."""
        self._feedback(Content(text))

    def _show(self, verdict: Verdict) -> None:
        offer = self.derivation is not None
        said = feedback.on_verdict(verdict, self.predicted, offer=offer, ascii=self.ascii)
        self._feedback(said, feedback.role(verdict))

    def _show_prediction(self) -> None:
        self._feedback(feedback.on_prediction(self.state.attempts[-1].text, ascii=self.ascii))

    def action_hint(self) -> None:
        """Opens the next hint; there is no counter, and the last one shows the working."""
        if not self.question.hints:
            self._show_hints(tr(outcomes.NO_HINT))
        elif self.tutor.session.hint(self.state, len(self.question.hints)):
            self.post_message(self.Changed(self.question, self.state))
            self._show_hints()
        else:
            self._show_hints(tr(outcomes.LAST_HINT))

    def _show_hints(self, more: str = "") -> None:
        lines = feedback.hints(self.question.hints[: self.state.hints], more, ascii=self.ascii)
        for shown in self.query("#hints").results(Static):
            shown.display = bool(lines.plain)
            shown.update(lines)
        self._bring_to_view("#hints")

    def _bring_to_view(self, matters: str) -> None:
        """What was said last is in view, once it has been laid out: a verdict from its beginning, whatever is below."""
        self._matters = matters
        self.call_after_refresh(self.call_after_refresh, self._look_at_what_matters)

    def _look_at_what_matters(self) -> None:
        places = ("#feedback", "#hints") if self._matters == "#hints" else ("#hints", "#feedback")
        said = [each for place in places for each in self.query(place) if each.display]
        for each in said:  # the last one has its way
            each.scroll_visible(animate=False, immediate=True)
        if self._matters == "#hints" and said:
            self.scroll_end(animate=False, immediate=True)  # the last of them, however many there are
        if not said and not self.has_focus_within:
            self.scroll_home(animate=False, immediate=True)
        self.mark_more()

    def on_resize(self) -> None:
        """It has less room now, or more: what matters stays in view."""
        if not self.has_focus_within:
            self._bring_to_view(self._matters)
        self.call_after_refresh(self.mark_more)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        self.mark_more()

    def mark_more(self) -> None:
        """A mark on the border where there is more than can be seen."""
        up, down = ("^", "v") if self.ascii else ("▴", "▾")
        marks = (up if self.scroll_y > 0 else "") + (down if self.scroll_y < self.max_scroll_y else "")
        told = f"{marks} {tr('more')}" if marks else ""
        if str(self.border_title or "") != told:
            self.border_title = Content(told)

    def lines_that_matter(self) -> int:
        """How many lines what was said to the last answer takes, or else the question."""
        said = self.query_one("#feedback", Static)
        if not said.display or not isinstance(said.content, Content):
            return self.query_one("#question").size.height
        return len(said.content.wrap(max(1, self.scrollable_content_region.width or self.screen.size.width - 4)))
