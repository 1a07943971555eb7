"""One question in lines: what is asked, what came of an answer, the hints that are open.

What counts as an attempt, when a hint opens by itself and when a worked derivation is offered is as on the screens
(`tutor.ui.ask`): an answer that cannot be read costs nothing, a prediction is taken once, the third miss earns the
derivation. Feedback begins with the verdict.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tutor.ascii import plain
from tutor.decimal_comma import with_points
from tutor.lesson.questions import Choice, Formula, Number, Question, Vector, shown_lines
from tutor.messages import N_, tr
from tutor.plain.console import LONGEST, Console
from tutor.plain.helper import Stopped
from tutor.plain.meant import chosen, fault_in, options, understood
from tutor.plain.prose import one_line, prose
from tutor.plain.tutoring import Tutor
from tutor.session import QuestionState
from tutor.verdict import Outcome, Verdict
from tutor.worker import TaskFailed, TookTooLong

MISSES = 3  # wrong answers after which the worked derivation is offered
EXAMPLES = {
    "Number": N_("Type a number, such as 0.5 or 1/2."),
    "Formula": N_("Type an expression, such as 2x + 1."),
    "Vector": N_("Type a vector, such as [1, 2]."),
    "Matrix": N_("Type a matrix, such as [[1, 2], [3, 4]] or 1, 2; 3, 4."),
    "Next": N_("Type theta, such as [0.5, 1.5]."),
    "Order": N_("Type the letters in order, such as b a c."),
    "Choice": N_("Type the number of a choice."),
}
TOO_LONG = N_("This took too long to judge and costs you nothing. Try a simpler way to write it.")
WORD = {
    Outcome.RIGHT: N_("Right."),
    Outcome.MISTAKE: N_("Not yet:"),
    Outcome.WRONG: N_("Not yet:"),
    Outcome.FORM: N_("Right value, another form is asked:"),
    Outcome.UNREADABLE: N_("I cannot read this:"),
}
BEGINNINGS = (
    N_("Right."),
    N_("Not yet."),
    N_("Right value, another form is asked."),
    N_("I cannot read this."),
    N_("Not this."),
)


@dataclass(frozen=True, slots=True)
class Asking:
    """A question with its state; everything that lasts is in the state."""

    tutor: Tutor
    question: Question
    state: QuestionState

    @property
    def console(self) -> Console:
        return self.tutor.console

    @property
    def waiting_to_reveal(self) -> bool:
        """A prediction was made and has not yet been held against what happens."""
        return self.question.before and bool(self.state.attempts) and not self.state.revealed

    @property
    def done(self) -> bool:
        return self.state.revealed if self.question.before else self.state.right or self.state.worked

    @property
    def open(self) -> bool:
        """Does it wait for an answer?"""
        return not (self.done or self.waiting_to_reveal)

    @property
    def is_choice(self) -> bool:
        return isinstance(self.question.about, Choice)

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

    # --- what is asked ----------------------------------------------------------------------------------------------

    def tell(self) -> None:
        """The question, its choices or lines, and what is known of it already."""
        console = self.console
        word = tr("Predict:") if self.question.before else tr("Question:")
        gap = " " if _is_words(self.question.question) else "\n\n"
        console.lines(prose(f"{word}{gap}{self.question.question}", console.width, ascii=console.ascii))
        for number, option in enumerate(options(self.question), 1):
            console.say(one_line(option.text, ascii=console.ascii), lead=f"{number}. ")
        for letter, text in shown_lines(self.question):
            console.lines([f"{letter}.  {one_code(text, ascii=console.ascii)}"])
        for number in range(self.state.hints):
            self._say_hint(number)
        last = self.state.last
        if last is not None:
            self.say_prediction() if self.waiting_to_reveal else self.say_verdict(last)
        elif self.state.draft and not self.is_choice:
            console.say(tr("Half typed before: {draft}", draft=self.state.draft))

    def way(self) -> str:
        """How to answer."""
        return tr(EXAMPLES[type(self.question.about).__name__])

    # --- an answer --------------------------------------------------------------------------------------------------

    def judge(self, typed: str) -> tuple[str, Verdict] | None:
        """What was handed in, and the verdict on it, which is also said; None where nothing was judged."""
        text: str | None = typed
        if self.is_choice:
            text = chosen(self.question, typed)
        if text is None:
            self.console.say(
                tr("There is no such choice; type a number from 1 to {count}.", count=len(options(self.question)))
            )
            return None
        if len(text) > LONGEST:
            self.console.say(
                tr(
                    "What was typed has {length} characters; an answer has at most {most}.",
                    length=len(text),
                    most=LONGEST,
                )
            )
            return None
        verdict = self._verdict(text)
        return (text, verdict) if verdict is not None else None

    def _verdict(self, text: str) -> Verdict | None:
        try:
            verdict: Verdict = self.tutor.work("grade", self.question, self.meant(text))
        except TookTooLong:
            self.console.say(tr(TOO_LONG))
        except TaskFailed as fault:
            self.console.say(tr("This could not be judged: {fault}. It costs you nothing.", fault=fault))
        except Stopped:
            self.console.say(tr("Stopped: this was not judged, and costs you nothing."))
        else:
            return verdict
        return None

    def meant(self, text: str) -> str:
        """A number as it is written where the learner is."""
        return with_points(text) if self.tutor.decimal_comma and isinstance(self.question.about, Number) else text

    # --- what is said -----------------------------------------------------------------------------------------------

    def say_verdict(self, verdict: Verdict, typed: str | None = None) -> None:
        """The verdict's word, why, and (for what was just `typed`) how it was read."""
        said = verdict.message
        if verdict.outcome is Outcome.UNREADABLE:
            said = (fault_in(self.question, self.meant(typed)) if typed is not None else None) or said.split("\n")[0]
            said += " " + tr("This costs you nothing.")
        for beginning in BEGINNINGS:
            said = said.removeprefix(beginning).removeprefix(tr(beginning)).strip()
        said = one_line(said, ascii=self.console.ascii)
        word = tr(WORD[verdict.outcome])
        if self.question.before and self.state.attempts and verdict.outcome is not Outcome.UNREADABLE:
            predicted = one_line(self.state.attempts[-1].text, ascii=self.console.ascii)
            so, other = (
                N_("You predicted: {predicted}. It went so."),
                N_("You predicted: {predicted}. It went otherwise."),
            )
            word = tr(so if verdict.right else other, predicted=predicted)
        self.console.say(f"{word} {said}" if said else f"{word.removesuffix(':').removesuffix('.')}.")
        self._say_how_it_was_read(verdict, typed)
        if self.derivation is not None:
            self.console.say(tr("worked: see this one worked, rule by rule."))

    def _say_how_it_was_read(self, verdict: Verdict, typed: str | None) -> None:
        if typed is None or verdict.outcome is Outcome.UNREADABLE or self.is_choice:
            return
        if fault_in(self.question, self.meant(typed)) is None:
            shown = understood(self.question, self.meant(typed), ascii=self.console.ascii)
            if "".join(plain(shown).split()) != "".join(plain(typed).split()):
                self.console.say(tr("Read as: {shown}", shown=shown))

    def say_prediction(self) -> None:
        predicted = one_line(self.state.attempts[-1].text, ascii=self.console.ascii)
        self.console.say(tr("Your prediction: {predicted}.", predicted=predicted))

    def open_hint(self) -> bool:
        """The next hint; False where none was left."""
        hints = self.question.hints
        if not hints:
            self.console.say(tr("There is no hint for this one."))
        elif self.state.hints < len(hints):
            self.state.hints += 1
            self._say_hint(self.state.hints - 1)
            return True
        else:
            self.console.say(tr("That was the last hint."))
        return False

    def _say_hint(self, number: int) -> None:
        hints = self.question.hints
        if number < len(hints):
            self.console.say(
                tr(
                    "Hint {number} of {count}: {hint}",
                    number=number + 1,
                    count=len(hints),
                    hint=one_line(hints[number], ascii=self.console.ascii),
                )
            )


def one_code(text: str, *, ascii: bool) -> str:
    """A line that is to be put in order, its indent kept: it is often code."""
    return " " * (len(text) - len(text.lstrip())) + one_line(text, ascii=ascii)


def _is_words(markdown: str) -> bool:
    """Does it begin with a sentence, and not with a list, a table, code or a formula of its own?"""
    start = markdown.lstrip()
    return start[:1].isalpha() or (start[:1] in "$'\"(" and start[:2] != "$$")
