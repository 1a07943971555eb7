"""What everything here is handed: who reads, who works things out, what is kept, which lessons there are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Any

from tutor.lesson.model import Catalogue
from tutor.library import Library
from tutor.messages import tr
from tutor.plain.console import Console, Gone
from tutor.plain.helper import Helper
from tutor.plain.keeping import Kept
from tutor.plain.typed import Word


class Way(Enum):
    """Where one goes from a step, a lesson, a review."""

    NEXT = auto()  # on: to the next step, or what comes after the last
    BACK = auto()  # to the step before
    LIST = auto()  # to the catalogue
    LAB = auto()  # to a descent of one's own
    REVIEW = auto()  # to what is due
    BEGIN = auto()  # to where to begin
    ANOTHER = auto()  # the same question with other numbers, after the derivation was looked at
    CHECKPOINT = auto()  # into the checkpoint of this step
    QUIT = auto()  # out of the tutor


@dataclass(frozen=True, slots=True)
class Tutor:
    """One learner at one pipe or keyboard."""

    console: Console
    helper: Helper
    kept: Kept
    catalogue: Catalogue
    decimal_comma: bool = False  # where the learner is, 1,234 is 1.234
    leaving: Callable[[], bool] = lambda: False  # was the tutor told to end, not only to stop what it does?
    library: Library = field(default_factory=Library)  # what was read for `find`
    _heard: set[str] = field(default_factory=set)  # what need not be said again

    def work(self, task: str, *args: Any, seconds: float = 2.0) -> Any:
        """The helper's answer, waited for; see `Helper.ask`."""
        from tutor.plain.helper import Stopped

        waiting = (lambda: self.console.say(tr("working ..."))) if self.console.interactive else None
        try:
            return self.helper.ask(task, *args, seconds=seconds, waiting=waiting)
        except Stopped:
            if self.leaving():
                raise Gone from None
            raise

    def look_up(self, word: Word, words: str) -> None:
        """The glossary, or where some words stand in the lessons."""
        from tutor.plain.looking import tell_glossary, tell_places

        if word is Word.GLOSSARY:
            tell_glossary(self.console, self.catalogue, words)
        elif words:
            tell_places(self.console, self.catalogue, self.library, words)
        else:
            self.console.say(tr("find takes the words to look for: find chain rule"))

    def ask(self, prompt: str) -> str:
        """The next line that is typed; what cannot be kept is said before."""
        news = self.kept.news()
        if news is not None:
            self.console.say(news)
        return self.console.ask(prompt)

    def advise(self, advice: str) -> None:
        """What can be typed, said once: who has heard it need not hear it at every step. `help` says it all again."""
        if advice and self.first_time(advice):
            self.console.say(advice)

    def first_time(self, what: str) -> bool:
        """Is this said for the first time in this sitting? From now on it was said."""
        new = what not in self._heard
        self._heard.add(what)
        return new
