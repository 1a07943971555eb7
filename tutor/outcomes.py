"""What is said of an outcome, on the screens and in lines: the head of a verdict, and its reason without that head.

Who judges says `Right. Well seen.` in one message; who shows it sets the head apart, and says it once. Both take the
head from here, so it is the same in every language.
"""

from __future__ import annotations

from tutor.messages import N_, tr
from tutor.verdict import Outcome, Verdict

HEADS = {
    Outcome.RIGHT: N_("Right."),
    Outcome.MISTAKE: N_("Not yet."),
    Outcome.FORM: N_("Right value, another form is asked."),
    Outcome.WRONG: N_("Not yet."),
    Outcome.UNREADABLE: N_("I cannot read this."),
}
NOT_THIS = N_("Not this. {try_again}")  # how a reason begins that says no more than the head does
TOO_LONG = N_("This took too long to judge and costs you nothing. Try a simpler way to write it.")
NO_HINT = N_("There is no hint for this one.")
LAST_HINT = N_("That was the last hint.")
ANOTHER = N_("Now one like it: other numbers, the same rules.")


def head(outcome: Outcome) -> str:
    """`Right.`, `Not yet.`: a sentence."""
    return tr(HEADS[outcome])


def reason(outcome: Outcome, message: str) -> str:
    """What a verdict says beside its head; it may have been kept in English, and be said in another language now."""
    said = message
    for beginning in (HEADS[outcome], head(outcome)):
        said = said.removeprefix(beginning).strip()
    for template in (NOT_THIS, tr(NOT_THIS)):
        said = said.removeprefix(template.partition("{")[0])
    return said


def how_it_went(verdict: Verdict, predicted: str) -> str:
    """What stands in place of the head where something was predicted; `predicted` on one line."""
    if verdict.right:
        return tr("You predicted: {predicted}. It went so.", predicted=predicted)
    return tr("You predicted: {predicted}. It went otherwise.", predicted=predicted)


def not_judged(fault: Exception) -> str:
    return tr("This could not be judged: {fault}. It costs you nothing.", fault=fault)
