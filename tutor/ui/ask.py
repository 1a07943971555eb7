"""A question on the screen: where the learner types or chooses, what was understood, and what came of it.

Feedback stands under the input and stays until the next answer. What is typed is read at once, on every key; only
Enter hands it in, and an answer that cannot be read costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static

from tutor.decimal_comma import with_points
from tutor.lesson.questions import Choice, Formula, Number, Question, Vector
from tutor.session import QuestionState
from tutor.ui import feedback
from tutor.ui.answers import LONGEST, AnswerLine, Choices, Lines
from tutor.ui.menu import Menu
from tutor.ui.understood import echo
from tutor.ui.words import Words
from tutor.verdict import Outcome, Verdict
from tutor.worker import TaskFailed, TookTooLong

if TYPE_CHECKING:
    from tutor.ui.app import TutorApp

MISSES = 3  # wrong answers after which the worked derivation is offered


class AskPanel(Vertical):
    """One question with its state; everything that lasts is in the state."""

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
        self._echo_lines = 0

    @property
    def tutor(self) -> TutorApp:
        return self.app  # type: ignore[return-value]

    @property
    def ascii(self) -> bool:
        return self.tutor.terminal.ascii

    @property
    def is_choice(self) -> bool:
        return isinstance(self.question.about, Choice)

    @property
    def waiting_to_reveal(self) -> bool:
        """A prediction was made and has not yet been held against what happens."""
        return self.question.before and bool(self.state.attempts) and not self.state.revealed

    @property
    def done(self) -> bool:
        return self.state.revealed if self.question.before else self.state.right or self.state.worked

    @property
    def derivation(self) -> tuple[Any, tuple[str, ...]] | None:
        """What can be shown worked: the function and the symbols, once three misses have earned it."""
        about = self.question.about
        if self.done or self.state.misses < MISSES:
            return None
        if isinstance(about, Formula) and about.function is not None:
            return about.function, tuple(dict.fromkeys(about.turns))
        if isinstance(about, Vector) and about.gradient_of is not None and about.through is None:
            return about.gradient_of, about.names
        return None

    def compose(self) -> ComposeResult:
        yield Static(Words(self.question.question, ascii=self.ascii), id="question")
        if self.is_choice:
            yield Choices(self.question, ascii=self.ascii)
        else:
            yield Lines(self.question, ascii=self.ascii)
            yield AnswerLine(self.question, self.state.draft)
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
        self._feedback(Content(f"What was pasted has {event.length} characters; an answer has at most {LONGEST}."))

    # --- handing in ---------------------------------------------------------------------------------------------

    @on(Input.Submitted, "#answer")
    def answer_handed_in(self, event: Input.Submitted) -> None:
        event.stop()
        self._hand_in(event.value.strip())

    @on(Menu.Chosen, "#choices")
    def choice_made(self, event: Menu.Chosen) -> None:
        event.stop()
        self._hand_in(self.query_one(Choices).text(event.index))

    @on(Menu.Lit, "#choices")
    def choice_lit(self, event: Menu.Lit) -> None:
        event.menu.scroll_visible(animate=False)

    @on(Choices.NoneLit)
    def nothing_chosen(self) -> None:
        self._hand_in("")

    def _hand_in(self, text: str) -> None:
        """Enter: judges what is there; once the question is done, goes on."""
        if self.done or self.waiting_to_reveal:
            self.post_message(self.Moved())
        elif not text:
            self._feedback(
                Content("Choose one first: up and down, or its number." if self.is_choice else feedback.EMPTY)
            )
        else:
            self._judging += 1
            self.run_worker(self._judge(text, self._judging), name="judge", group="judge", exclusive=True)

    async def _judge(self, text: str, number: int) -> None:
        self._feedback(Content.styled("judging ...", "dim"))
        try:
            verdict: Verdict = await self.tutor.helper.ask("grade", self.question, self._meant(text))
        except TookTooLong:
            self._feedback(Content(feedback.TOO_LONG))
            return
        except TaskFailed as fault:
            self._feedback(Content(f"This could not be judged: {fault}. It costs you nothing."))
            return
        if number == self._judging:  # else another answer was handed in meanwhile
            self._judged(text, verdict)

    def _meant(self, text: str) -> str:
        """A number as it is written where the learner is."""
        comma = self.tutor.terminal.decimal_comma and isinstance(self.question.about, Number)
        return with_points(text) if comma else text

    def _judged(self, text: str, verdict: Verdict) -> None:
        self.tutor.session.judged(self.state, text, verdict)
        if self.waiting_to_reveal and verdict.outcome is not Outcome.UNREADABLE:
            self._show_prediction()
        else:
            self._show(verdict)
        if self.state.unexplained >= 2 and self.state.hints == 0:
            self.action_hint()
        self.post_message(self.Judged(self.question, self.state, text, verdict))
        self.screen.refresh_bindings()

    def reveal(self) -> None:
        """Holds the prediction against what happened."""
        self.state.revealed = True
        self.post_message(self.Changed(self.question, self.state))
        if self.state.last is not None:
            self._show(self.state.last)

    # --- what is said -------------------------------------------------------------------------------------------

    def _feedback(self, content: Content, role: str = "") -> None:
        shown = self.query_one("#feedback", Static)
        shown.display = bool(content.plain)
        shown.set_classes(f"-{role}" if role else "")
        shown.update(content)
        self._to_the_end()

    def announce(self, text: str) -> None:
        """A word from the lesson, where feedback stands."""
        self._feedback(Content(text))

    def _show(self, verdict: Verdict) -> None:
        predicted = self.state.attempts[-1].text if self.question.before and self.state.attempts else None
        offer = self.derivation is not None
        self._feedback(feedback.on_verdict(verdict, predicted, offer=offer, ascii=self.ascii), feedback.role(verdict))

    def _show_prediction(self) -> None:
        self._feedback(feedback.on_prediction(self.state.attempts[-1].text, ascii=self.ascii))

    def action_hint(self) -> None:
        """Opens the next hint; there is no counter, and the last one shows the working."""
        if not self.question.hints:
            self._show_hints("There is no hint for this one.")
        elif self.tutor.session.hint(self.state, len(self.question.hints)):
            self.post_message(self.Changed(self.question, self.state))
            self._show_hints()
        else:
            self._show_hints("That was the last hint.")

    def _show_hints(self, more: str = "") -> None:
        shown = self.query_one("#hints", Static)
        lines = feedback.hints(self.question.hints[: self.state.hints], more, ascii=self.ascii)
        shown.display = bool(lines.plain)
        shown.update(lines)
        self._to_the_end()

    def _to_the_end(self) -> None:
        """What was said last is in view, once it has been laid out."""
        last = [each for each in self.query("#feedback, #hints") if each.display]
        if last:
            self.call_after_refresh(self.call_after_refresh, last[-1].scroll_visible, animate=False)
