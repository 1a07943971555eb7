"""What is said to an answer: a mark and a word, and then why. The mark and the word stand beside every colour."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from tutor import outcomes
from tutor.messages import N_, tr
from tutor.phrases import one_line
from tutor.verdict import Outcome, Verdict

EMPTY = N_("Type an answer, then enter. ctrl+g opens a hint; pgdn leaves it for later.")
NONE_LIT = N_("Choose one first: up and down, or its number.")
UNREAD = N_("This costs you nothing: mend it where the mark stands.")


def role(verdict: Verdict) -> str:
    """Which colour the verdict has: right, form, or mistake."""
    return {Outcome.RIGHT: "right", Outcome.FORM: "form"}.get(verdict.outcome, "mistake")


def on_verdict(verdict: Verdict, predicted: str | None, *, offer: bool, ascii: bool) -> Content:
    """The whole feedback. `predicted` is what was predicted, for a prediction; `offer`: the worked derivation waits."""
    word, said = outcomes.head(verdict.outcome), outcomes.reason(verdict.outcome, verdict.message)
    if verdict.outcome is Outcome.UNREADABLE:
        said = tr(UNREAD) if "\n" in said else said  # the place is shown under the line itself
    elif predicted is not None:
        word = outcomes.how_it_went(verdict, one_line(predicted, ascii=ascii))
    said = one_line(said, ascii=ascii)
    if offer:
        said += " " + tr("ctrl+o shows this one worked, rule by rule.")
    mark = {Outcome.RIGHT: "v" if ascii else "✓", Outcome.FORM: "~"}.get(verdict.outcome, "x" if ascii else "✗")
    return Content.assemble((f"{mark} {word} ", "bold"), Content(said))


def with_more(said: object, more: str) -> Content:
    """What was said, and a sentence after it."""
    return Content.assemble(said if isinstance(said, Content) else "", f" {more}")


def on_prediction(text: str, *, ascii: bool) -> Content:
    return Content.assemble((tr("Your prediction:") + " ", "bold"), Content(f"{one_line(text, ascii=ascii)}."))


def hints(opened: Sequence[str], more: str, *, ascii: bool) -> Content:
    lines = [tr("hint: {hint}", hint=one_line(hint, ascii=ascii)) for hint in opened]
    return Content("\n".join([*lines, *([more] if more else [])]))
