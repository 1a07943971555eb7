"""Settings that a person fills in on a screen or a command line: each a line of text, or one of a few choices."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Field:
    """One setting: what it is called, what stands in it, and what may."""

    name: str
    title: str
    value: str = ""
    choices: tuple[str, ...] = ()  # where it is one of these
    about: str = ""  # one line: what it means, and an example


class FieldFault(ValueError):
    """What stands in a field cannot be; the message says why and what would do."""

    def __init__(self, field: str, what: str) -> None:
        super().__init__(what)
        self.field = field
