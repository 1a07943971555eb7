"""The engine's word on a wrong answer, as a verdict: which known mistake of the rules gives it, and where."""

from __future__ import annotations

from tutor.grading.given import Given
from tutor.mistakes import Asked, explain
from tutor.verdict import Outcome, Verdict


def explained(asked: Asked, given: Given) -> Verdict | None:
    """None where no known mistake of `asked` gives the answer. Bounded, and always the same for the same answer."""
    found = explain(asked, given.nodes)
    if found is None:
        return None
    return given.verdict(Outcome.MISTAKE, found.say, found.name, found.where_text)
