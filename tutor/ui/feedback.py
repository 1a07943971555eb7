"""What is said to an answer: a mark and a word, and then why. The mark and the word stand beside every colour."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from tutor.ui.plain_line import plain_line
from tutor.verdict import Outcome, Verdict

EMPTY = "Type an answer, then enter. ctrl+g opens a hint; pgdn leaves it for later."
NONE_LIT = "Choose one first: up and down, or its number."
TOO_LONG = "This took too long to judge and costs you nothing. Try a simpler way to write it."
UNREAD = "This costs you nothing: mend it where the mark stands."
WORD = {
    Outcome.RIGHT: "Right.",
    Outcome.MISTAKE: "Not yet.",
    Outcome.FORM: "Right value, another form is asked.",
    Outcome.WRONG: "Not yet.",
    Outcome.UNREADABLE: "I cannot read this.",
}


def role(verdict: Verdict) -> str:
    """Which colour the verdict has: right, form, or mistake."""
    return {Outcome.RIGHT: "right", Outcome.FORM: "form"}.get(verdict.outcome, "mistake")


def on_verdict(verdict: Verdict, predicted: str | None, *, offer: bool, ascii: bool) -> Content:
    """The whole feedback. `predicted` is what was predicted, for a prediction; `offer`: the worked derivation waits."""
    word = WORD[verdict.outcome]
    said = verdict.message
    if verdict.outcome is Outcome.UNREADABLE:
        said = UNREAD if "\n" in said else said  # the place is shown under the line itself
    elif predicted is not None:
        predicted = plain_line(predicted, ascii)
        word = f"You predicted: {predicted}. {'It went so.' if verdict.right else 'It went otherwise.'}"
    said = plain_line(said.removeprefix(WORD[verdict.outcome]).strip(), ascii).removeprefix("Not this. ")
    if offer:
        said += " ctrl+o shows this one worked, rule by rule."
    mark = {Outcome.RIGHT: "v" if ascii else "✓", Outcome.FORM: "~"}.get(verdict.outcome, "x" if ascii else "✗")
    return Content.assemble((f"{mark} {word} ", "bold"), Content(said))


def with_more(said: object, more: str) -> Content:
    """What was said, and a sentence after it."""
    return Content.assemble(said if isinstance(said, Content) else "", f" {more}")


def on_prediction(text: str, *, ascii: bool) -> Content:
    return Content.assemble(("Your prediction: ", "bold"), Content(f"{plain_line(text, ascii)}."))


def hints(opened: Sequence[str], more: str, *, ascii: bool) -> Content:
    lines = [f"hint: {plain_line(hint, ascii)}" for hint in opened]
    return Content("\n".join([*lines, *([more] if more else [])]))
