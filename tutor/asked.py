"""A question and how it stands: what is still to be done with it, by the same rules on the screens and in lines.

An answer that cannot be read costs nothing, a prediction is taken once and then held against what happens, two wrong
answers that nothing explains open the first hint, three misses earn the worked derivation. Everything that lasts is in
the question's state; nothing here says or shows anything.
"""

from __future__ import annotations

from random import Random
from typing import Any

from tutor.lesson.questions import Choice, Formula, Next, Option, Question, Vector, shown_lines
from tutor.session import QuestionState
from tutor.verdict import Outcome

MISSES = 3  # wrong answers after which the worked derivation is offered
UNEXPLAINED = 2  # wrong answers in a row that nothing explained, after which the first hint opens by itself


class Asked:
    """To be mixed into whatever has a question and its state."""

    __slots__ = ()
    question: Question
    state: QuestionState

    @property
    def is_choice(self) -> bool:
        return isinstance(self.question.about, Choice)

    @property
    def waiting_to_reveal(self) -> bool:
        """A prediction was made and has not yet been held against what happened."""
        return self.question.before and bool(self.state.attempts) and not self.state.revealed

    @property
    def done(self) -> bool:
        return self.state.revealed if self.question.before else self.state.right or self.state.worked

    @property
    def unanswered(self) -> bool:
        """Does it wait for an answer?"""
        return not (self.done or self.waiting_to_reveal)

    def takes(self, letter: str) -> bool:
        """May an answer that is typed have this letter as a word of its own: a symbol, the name of a line?"""
        if self.is_choice:
            return False
        return letter in self.question.symbols or letter in dict(shown_lines(self.question))

    @property
    def wants_a_hint(self) -> bool:
        return self.state.unexplained >= UNEXPLAINED and self.state.hints == 0

    @property
    def predicted(self) -> str | None:
        """What was predicted, where this is a prediction that was made."""
        return self.state.attempts[-1].text if self.question.before and self.state.attempts else None

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

    @property
    def mistaken_update(self) -> Any:
        """The descent of the last answer's mistake beside the right update; None where there is none to show."""
        question, last = self.question, self.state.last
        if not isinstance(question.about, Next) or last is None or last.outcome is not Outcome.MISTAKE:
            return None
        if last.mistake is None or (question.before and not self.state.revealed):
            return None
        from tutor.scenes._descend_beside import beside  # late: it brings the scene's settings

        return beside(question, last.mistake)


def locks(question: Question | None, state: QuestionState | None) -> bool:
    """Does this question lock its scene, being a prediction that was not yet made?"""
    return question is not None and question.before and state is not None and not state.attempts


def options(question: Question) -> list[Option]:
    """The choices of a question in the order they are shown, so that the author's habits give nothing away; none for
    any other kind. The order is the same whenever this question is asked."""
    if not isinstance(question.about, Choice):
        return []
    found = list(question.about.choices)
    Random(question.id).shuffle(found)
    return found
