"""What becomes of an answer. Light, because the screens hold verdicts and the worker makes them."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple


class Outcome(Enum):
    RIGHT = "right"
    MISTAKE = "mistake"  # wrong, and we know how
    FORM = "form"  # right value, not in the form that was asked for
    WRONG = "wrong"
    UNREADABLE = "unreadable"  # costs nothing


class Verdict(NamedTuple):
    """`message` is plain text for the learner; `mistake` a mistake's stable name; `where` the sub-expression."""

    outcome: Outcome
    message: str
    mistake: str | None = None
    where: str | None = None
    understood: str | None = None  # the answer as it was read, in terminal mathematics

    @property
    def right(self) -> bool:
        return self.outcome is Outcome.RIGHT
