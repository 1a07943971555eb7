"""One question in lines: what is asked, what came of an answer, the hints that are open.

What counts, when a hint opens by itself and when a worked derivation is offered is `tutor.asked`'s, as on the screens.
Feedback begins with the verdict.
"""

from __future__ import annotations

from dataclasses import dataclass

from tutor import outcomes
from tutor.ascii import plain
from tutor.asked import Asked, options
from tutor.lesson.questions import Question, shown_lines
from tutor.messages import N_, plural, tr
from tutor.phrases import one_code, one_line
from tutor.plain.console import LONGEST, Console
from tutor.plain.helper import Stopped
from tutor.plain.meant import chosen, fault_in, written_otherwise
from tutor.plain.prose import prose
from tutor.plain.tutoring import Tutor
from tutor.session import QuestionState
from tutor.understood import as_meant, sole, understood
from tutor.verdict import Outcome, Verdict
from tutor.worker import TaskFailed, TookTooLong

EXAMPLES = {
    "Number": N_("Type a number, such as 0.5 or 1/2."),
    "Formula": N_("Type an expression, such as 2x + 1."),
    "Vector": N_("Type a vector, such as [1, 2]."),
    "Matrix": N_("Type a matrix, such as [[1, 2], [3, 4]] or 1, 2; 3, 4."),
    "Next": N_("Type theta, such as [0.5, 1.5]."),
    "Order": N_("Type the letters in order, such as b a c."),
    "Choice": N_("Type the number of a choice, or its words."),
}
SHORT = {  # a head that goes on with its reason; those that are left out stay a sentence
    Outcome.MISTAKE: N_("Not yet:"),
    Outcome.WRONG: N_("Not yet:"),
    Outcome.FORM: N_("Right value, another form is asked:"),
    Outcome.UNREADABLE: N_("I cannot read this:"),
}


@dataclass(frozen=True, slots=True)
class Asking(Asked):
    """A question with its state; everything that lasts is in the state."""

    tutor: Tutor
    question: Question
    state: QuestionState

    @property
    def console(self) -> Console:
        return self.tutor.console

    # --- what is asked ----------------------------------------------------------------------------------------------

    def tell(self, *, anew: bool = True) -> None:
        """The question, its choices or lines, and what is known of it already: hints that were not read yet, or all of
        them `anew`, the last answer and what came of it."""
        console = self.console
        word = tr("Predict:") if self.question.before else tr("Question:")
        gap = " " if _is_words(self.question.question) else "\n\n"
        console.lines(prose(f"{word}{gap}{self.question.question}", console.width, ascii=console.ascii))
        for number, option in enumerate(options(self.question), 1):
            console.say(one_line(option.text, ascii=console.ascii), lead=f"{number}. ")
        for letter, text in shown_lines(self.question):
            console.lines([f"{letter}.  {one_code(text, ascii=console.ascii)}"])
        self._tell_hints(anew)
        last = self.state.last
        if last is not None and self.waiting_to_reveal:
            self.say_prediction()
        elif last is not None:
            if self.predicted is None:
                answer = one_line(self.state.attempts[-1].text, ascii=console.ascii)
                console.say(tr("Your last answer: {answer}", answer=answer))
            self.say_verdict(last)
        elif self.state.draft and not self.is_choice:
            console.say(tr("Half typed before: {draft}", draft=self.state.draft))

    def way(self) -> str:
        """How to answer."""
        if (name := sole(self.question, ascii=self.console.ascii)) is not None:
            return tr("Type {name}, such as 0.5.", name=name)
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
            self.console.say(tr(outcomes.TOO_LONG))
        except TaskFailed as fault:
            self.console.say(outcomes.not_judged(fault))
        except Stopped:
            self.console.say(tr("Stopped: this was not judged, and costs you nothing."))
        else:
            return verdict
        return None

    def meant(self, text: str) -> str:
        return as_meant(self.question, text, decimal_comma=self.tutor.decimal_comma)

    # --- what is said -----------------------------------------------------------------------------------------------

    def say_verdict(self, verdict: Verdict, typed: str | None = None) -> None:
        """The verdict's word, why, and (for what was just `typed`) how it was read."""
        said = outcomes.reason(verdict.outcome, verdict.message)
        if verdict.outcome is Outcome.UNREADABLE:
            said = (fault_in(self.question, self.meant(typed)) if typed is not None else None) or said.split("\n")[0]
            said += " " + tr("This costs you nothing.")
        said = one_line(said, ascii=self.console.ascii)
        word = outcomes.head(verdict.outcome)
        if self.predicted is not None and verdict.outcome is not Outcome.UNREADABLE:
            word = outcomes.how_it_went(verdict, one_line(self.predicted, ascii=self.console.ascii))
        elif said and verdict.outcome in SHORT:
            word = tr(SHORT[verdict.outcome])
        self.console.say(f"{word} {said}")
        self._say_how_it_was_read(verdict, typed)
        if self.derivation is not None:
            self.console.say(tr("worked: see this one worked, rule by rule."))

    def _say_how_it_was_read(self, verdict: Verdict, typed: str | None) -> None:
        if typed is None or verdict.outcome is Outcome.UNREADABLE or self.is_choice:
            return
        if fault_in(self.question, self.meant(typed)) is None:
            shown = understood(self.question, self.meant(typed), ascii=self.console.ascii, apart="\n").split("\n")[0]
            if written_otherwise(typed, plain(shown), self.question):
                self.console.say(tr("Read as: {shown}", shown=shown))

    def say_prediction(self) -> None:
        predicted = one_line(self.state.attempts[-1].text, ascii=self.console.ascii)
        self.console.say(tr("Your prediction: {predicted}.", predicted=predicted))

    def open_hint(self) -> bool:
        """The next hint; False where none was left."""
        hints = self.question.hints
        if not hints:
            self.console.say(tr(outcomes.NO_HINT))
        elif self.tutor.kept.session.hint(self.state, len(hints)):
            self._tell_hints(anew=False, last=True)
            return True
        else:
            self.console.say(tr(outcomes.LAST_HINT))
        return False

    def _tell_hints(self, anew: bool, last: bool = False) -> None:
        """The hints that are open, or the `last` of them; how many were read before, where they are not read `anew`."""
        known = 0
        for number in range(self.state.hints - 1 if last else 0, self.state.hints):
            first = self.tutor.first_time(f"{self.question.id} {number} {self.question.hints[number : number + 1]}")
            if first or anew:
                self._say_hint(number)
            known += not (first or anew)
        if known and not last:
            self.console.say(
                plural(
                    known,
                    "{count} hint is open; again reads it.",
                    "{count} hints are open; again reads them.",
                )
            )

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


def _is_words(markdown: str) -> bool:
    """Does it begin with a sentence, and not with a list, a table, code or a formula of its own?"""
    start = markdown.lstrip()
    return start[:1].isalpha() or (start[:1] in "$'\"(" and start[:2] != "$$")
