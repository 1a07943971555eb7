"""A question on the screen: where the learner types or chooses, what was understood, and what came of it.

Feedback stands under the input and stays until the next answer. What is typed is read at once, on every key; only
Enter hands it in, and an answer that cannot be read costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static

from tutor.expression import Unreadable
from tutor.lesson.questions import Choice, Formula, Question, Vector
from tutor.session import QuestionState
from tutor.ui.menu import Item, Menu
from tutor.ui.understood import understood
from tutor.ui.words import Words
from tutor.verdict import Outcome, Verdict
from tutor.worker import TaskFailed, TookTooLong

if TYPE_CHECKING:
    from tutor.ui.app import TutorApp

LONGEST = 1_000  # characters; the parser's own bound
MISSES = 3  # wrong answers after which the worked derivation is offered

WORD = {
    Outcome.RIGHT: ("Right.", "right"),
    Outcome.MISTAKE: ("Not yet.", "mistake"),
    Outcome.FORM: ("Right value, wrong form.", "mistake"),
    Outcome.WRONG: ("Not yet.", "mistake"),
    Outcome.UNREADABLE: ("I cannot read this.", "mistake"),
}


class AnswerLine(Input):
    """One line to type in. `?` is no part of any answer, so it keeps its meaning here too."""

    help_title = "the answer line"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", "hand in", key_display="enter", tooltip="hand it in; once it is right, go on"),
        Binding("tab", "screen.to_scene", "scene", tooltip="to the scene; tab again leads back"),
        Binding("ctrl+g", "screen.hint", "hint", key_display="^g", tooltip="open the next hint"),
        Binding("ctrl+o", "screen.worked", "worked", key_display="^o", tooltip="see this one worked, rule by rule"),
        Binding("ctrl+u", "clear_line", "", show=False, tooltip="empty the line"),
    ]

    def check_consume_key(self, key: str, character: str | None) -> bool:
        return key != "question_mark" and super().check_consume_key(key, character)

    def action_clear_line(self) -> None:
        self.value = ""


class Choices(Menu):
    """The texts to choose from; their numbers choose as well."""

    help_title = "the choices"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose", "choose", key_display="enter", tooltip="take the lit one; once it is right, go on"),
        Binding("tab", "screen.to_scene", "scene", tooltip="to the scene; tab again leads back"),
        Binding("ctrl+g,h", "screen.hint", "hint", key_display="h", tooltip="open the next hint"),
        Binding("pagedown", "screen.next_step", "", show=False, tooltip="the next step, answered or not"),
        Binding("pageup", "screen.previous_step", "", show=False, tooltip="the step before"),
        *(Binding(str(i), f"pick({i})", "", show=False, tooltip="choose by number") for i in range(1, 9)),
    ]

    def action_pick(self, number: int) -> None:
        if number <= len(self.items):
            self.light(number - 1)
            self.choose()


class AskPanel(Vertical):
    """One question with its state; everything that lasts is in the state."""

    class Judged(Message):
        """An answer was judged (not one that could not be read)."""

    class Moved(Message):
        """The learner is done with this question and wants to go on."""

    def __init__(self, question: Question, state: QuestionState) -> None:
        super().__init__(classes="ask")
        self.question, self.state = question, state
        self._judging = 0

    @property
    def tutor(self) -> TutorApp:
        return self.app  # type: ignore[return-value]

    @property
    def is_choice(self) -> bool:
        return isinstance(self.question.about, Choice)

    @property
    def waiting_to_reveal(self) -> bool:
        """A prediction was made and has not yet been held against what happens."""
        return self.question.before and bool(self.state.attempts) and not self.state.revealed

    @property
    def done(self) -> bool:
        return self.state.right or self.state.worked or (self.question.before and self.state.revealed)

    @property
    def derivation(self) -> tuple[Any, tuple[str, ...]] | None:
        """What can be shown worked: the function and the symbols, once three misses have earned it."""
        about = self.question.about
        if self.done or self.state.misses < MISSES:
            return None
        if isinstance(about, Formula) and about.derivative_of is not None and about.wrt is not None:
            return about.derivative_of, (about.wrt,)
        if isinstance(about, Vector) and about.gradient_of is not None:
            return about.gradient_of, about.names
        return None

    def compose(self) -> ComposeResult:
        ascii_ = self.tutor.terminal.ascii
        yield Static(Words(self.question.question, ascii=ascii_), id="question")
        if self.is_choice:
            choices = self.question.about.choices
            items = [Item(f"{i}  {plain_line(o.text, ascii_)}") for i, o in enumerate(choices, 1)]
            yield Choices(items, mark=">" if ascii_ else "▸", id="choices")
        else:
            line = AnswerLine(
                self.state.draft,
                id="answer",
                max_length=LONGEST,
                compact=True,
                placeholder=self._example(),
                select_on_focus=False,
            )
            line.cursor_blink = False  # a blinking cursor sends bytes for ever
            yield line
            yield Static(id="echo")
        yield Static(id="feedback")
        yield Static(id="hints")

    def _example(self) -> str:
        kind = type(self.question.about).__name__
        return {
            "Number": "a number, such as 0.5 or 1/2",
            "Formula": "an expression, such as 2x + 1",
            "Vector": "a vector, such as [1, 2]",
            "Next": "theta, such as [0.5, 1.5]",
        }.get(kind, "")

    def on_mount(self) -> None:
        self._show_hints()
        self.query_one("#feedback", Static).display = False
        last = self.state.last
        if last is not None:
            self._show_prediction() if self.waiting_to_reveal else self._show(last)
        if self.is_choice:
            self.query_one(Choices).light(self._chosen())

    def _chosen(self) -> int:
        texts = [option.text for option in self.question.about.choices]
        last = self.state.attempts[-1].text if self.state.attempts else ""
        return texts.index(last) if last in texts else 0

    def focus_input(self) -> None:
        self.query_one("#choices" if self.is_choice else "#answer").focus()

    # --- typing -------------------------------------------------------------------------------------------------

    @on(Input.Changed, "#answer")
    def answer_typed(self, event: Input.Changed) -> None:
        self.state.draft = event.value
        self.query_one("#echo", Static).update(self._echo(event.value))

    def _echo(self, text: str) -> Content:
        if not text.strip():
            return Content("")
        ascii_ = self.tutor.terminal.ascii
        try:
            return Content.styled(f"= {understood(self.question, text, ascii=ascii_)}", "dim")
        except Unreadable as fault:
            mark, room = " " * (fault.start + 2) + "^ ", max(10, self.size.width - 4)
            if len(mark) + len(fault.what) > room:
                mark = "  " if len(fault.what) + 2 > room - 8 else mark[: room - len(fault.what)]
                mark = mark.rstrip("^ ") + "^ " if "^" not in mark else mark
            return Content.styled(f"{mark}{fault.what}", "italic")

    # --- handing in ---------------------------------------------------------------------------------------------

    @on(Input.Submitted, "#answer")
    def answer_handed_in(self, event: Input.Submitted) -> None:
        event.stop()
        text = event.value.strip()
        if self._finished_with(text):
            self.post_message(self.Moved())
        else:
            self._judge(text)

    @on(Menu.Chosen, "#choices")
    def choice_made(self, event: Menu.Chosen) -> None:
        event.stop()
        text = self.question.about.choices[event.index].text
        if self._finished_with(text):
            self.post_message(self.Moved())
        else:
            self._judge(text)

    def _finished_with(self, text: str) -> bool:
        """Enter on what was already judged means 'go on'."""
        same = bool(self.state.attempts) and self.state.attempts[-1].text == text
        return (self.done or self.waiting_to_reveal) and (same or not text or self.question.before)

    def _judge(self, text: str) -> None:
        if not text:
            self._feedback(Content("Type an answer, then enter. ctrl+g opens a hint; pgdn leaves it for later."))
            return
        self._judging += 1
        self.run_worker(self._judged(text, self._judging), name="judge", group="judge", exclusive=True)

    async def _judged(self, text: str, number: int) -> None:
        self._feedback(Content.styled("judging ...", "dim"))
        try:
            verdict: Verdict = await self.tutor.helper.ask("grade", self.question, text)
        except TookTooLong:
            self._feedback(Content("This took too long to judge and costs you nothing. Try a simpler way to write it."))
            return
        except TaskFailed as fault:
            self._feedback(Content(f"This could not be judged: {fault}. It costs you nothing."))
            return
        if number != self._judging:
            return  # another answer was handed in meanwhile
        self.tutor.session.judged(self.state, text, verdict)
        if verdict.outcome is Outcome.UNREADABLE:
            self._show(verdict)
            return
        if self.waiting_to_reveal:
            self._show_prediction()
        else:
            self._show(verdict)
            if self.state.unexplained >= 2 and self.state.hints == 0:
                self.action_hint()
        self.post_message(self.Judged())
        self.screen.refresh_bindings()

    def reveal(self) -> None:
        """Holds the prediction against what happened."""
        self.state.revealed = True
        if self.state.last is not None:
            self._show(self.state.last)

    # --- what is said -------------------------------------------------------------------------------------------

    def _feedback(self, content: Content) -> None:
        feedback = self.query_one("#feedback", Static)
        feedback.display = bool(content.plain)
        feedback.update(content)
        self.call_after_refresh(self.scroll_end, animate=False)

    def _show(self, verdict: Verdict) -> None:
        word, role = WORD[verdict.outcome]
        if self.question.before and not verdict.right and verdict.outcome is not Outcome.UNREADABLE:
            word = f"You predicted: {self._predicted()}. It went otherwise."
        mark = {"right": "v" if self.tutor.terminal.ascii else "✓"}.get(role, "x" if self.tutor.terminal.ascii else "✗")
        feedback = self.query_one("#feedback", Static)
        feedback.set_classes(f"-{role}")
        said = verdict.message.removeprefix(word).strip()
        if verdict.outcome is Outcome.UNREADABLE:
            said = said.split("\n")[0]  # the place is shown under the line itself
        said = plain_line(said, self.tutor.terminal.ascii)
        if self.derivation is not None:
            said += " ctrl+o shows this one worked, rule by rule."
        self._feedback(Content.assemble((f"{mark} {word} ", "bold"), Content(said)))

    def _show_prediction(self) -> None:
        what = self._predicted()
        self.query_one("#feedback", Static).set_classes("")
        self._feedback(Content.assemble(("Your prediction: ", "bold"), Content(f"{what}. Now see what happens.")))

    def _predicted(self) -> str:
        return plain_line(self.state.attempts[-1].text, self.tutor.terminal.ascii)

    def action_hint(self) -> None:
        """Opens the next hint; there is no counter, and the last one shows the working."""
        if not self.question.hints:
            self._show_hints("There is no hint for this one.")
        elif self.tutor.session.hint(self.state, len(self.question.hints)):
            self._show_hints()
        else:
            self._show_hints("That was the last hint.")

    def _show_hints(self, more: str = "") -> None:
        ascii_ = self.tutor.terminal.ascii
        lines = [f"hint: {plain_line(hint, ascii_)}" for hint in self.question.hints[: self.state.hints]]
        hints = self.query_one("#hints", Static)
        hints.display = bool(lines or more)
        hints.update(Content("\n".join([*lines, *([more] if more else [])])))
        self.call_after_refresh(self.scroll_end, animate=False)


def plain_line(text: str, ascii: bool) -> str:
    """A short text of a lesson on one line: its formulas as terminal mathematics, its Markdown marks left out."""
    from tutor.mathtext import render_words

    return " ".join(render_words(text, ascii=ascii).replace("`", "").split())
