"""What is kept between two starts, for the tutor without a screen: the same store, and what it says of the past.

One thing is done after the other here, so what is read is waited for; writing never is.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import datetime, tzinfo
from pathlib import Path

from tutor.lesson.model import Catalogue
from tutor.messages import tr
from tutor.phrases import sentence
from tutor.progress.review import Past
from tutor.progress.store import Store, open_store
from tutor.progress.trouble import NotChanged
from tutor.review import past_of, reached
from tutor.saving import Saving


class Kept(Saving):
    """One learner's store, and the session as it was left."""

    store: Store

    def __init__(self, home: Path | None, catalogue: Catalogue, now: Callable[[], datetime], zone: tzinfo) -> None:
        super().__init__(now)
        self.catalogue, self.zone = catalogue, zone
        self.store = open_store(home, now)
        self.session = self.store.load()
        self._file = self.store.file  # where it could be kept when it was opened
        self._told: str | None = None  # the trouble that was told of

    # --- looking back -----------------------------------------------------------------------------------------------

    def past(self, besides: Collection[str] = ()) -> Past:
        """What the answers say, with the lessons named `besides` those that were answered in."""
        return past_of(self.catalogue, self.store.history(), self.now(), besides=besides)

    @property
    def reached(self) -> dict[str, int]:
        """The furthest step of each lesson that was started."""
        return reached(self.session, [header.id for header in self.catalogue.lessons()])

    def finished(self, lesson: str) -> bool:
        return self.session.started(lesson) and self.session.lesson(lesson).finished

    def pass_over(self, lessons: Sequence[str]) -> str | None:
        """Counts lessons as done; where that cannot be kept, a sentence on why."""
        try:
            self.store.skip(*lessons)
        except NotChanged as why:
            return str(why)
        self.session = self.store.load()
        return None

    # --- trouble ----------------------------------------------------------------------------------------------------

    def news(self) -> str | None:
        """Something cannot be kept, or all of it is kept again: a sentence, once."""
        trouble = self.store.trouble
        if trouble == self._told:
            return None
        self._told = trouble
        return trouble if trouble is not None else tr("All that you did is kept again.")

    def close(self) -> str | None:
        """Gives the file free; that something is not kept, in a sentence, unless that was known from the start."""
        if self.store.close() or self._file is None:
            return None
        return sentence(tr("what you did last could not be written to {file}, and is not kept", file=self._file))
