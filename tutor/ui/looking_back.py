"""What the answers say about mastery and review, for the screens: folded in a thread, and again only after an answer.

Reading the log and the lessons and folding 20,000 answers takes some tenths of a second, so nothing here is ever called
where a key waits.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection
from datetime import datetime, timedelta, tzinfo
from typing import TYPE_CHECKING, NamedTuple

from tutor.lesson.model import Catalogue
from tutor.ui.keeping import Keeping

if TYPE_CHECKING:
    from tutor.progress.history import Answered
    from tutor.progress.review import Past
    from tutor.session import Session

STALE = timedelta(minutes=10)  # what is due changes with the hours only


class Seen(NamedTuple):
    """A fold, and what it was made of."""

    last: tuple[int, str]  # how many answers, and the uid of the last one
    besides: frozenset[str]
    at: datetime
    past: Past


class LookingBack:
    """One learner's past. `now` and `zone` are handed in: the clock, and where the day begins."""

    def __init__(self, catalogue: Catalogue, keeping: Keeping, now: Callable[[], datetime], zone: tzinfo) -> None:
        self.catalogue, self.keeping, self.now, self.zone = catalogue, keeping, now, zone
        self._seen: Seen | None = None
        self._folding = asyncio.Lock()

    async def past(self, besides: Collection[str] = ()) -> Past:
        """The past as it is now, with the lessons named `besides` those that were answered in."""
        await self.keeping.ready.wait()
        async with self._folding:
            return await asyncio.to_thread(self._fold, frozenset(besides))

    def _fold(self, besides: frozenset[str]) -> Past:
        from tutor.review import past_of

        history: tuple[Answered, ...] = self.keeping.store.history() if self.keeping.store is not None else ()
        last, now = (len(history), history[-1].uid if history else ""), self.now()
        seen = self._seen
        if seen is not None and seen.last == last and besides <= seen.besides and now - seen.at < STALE:
            return seen.past
        past = past_of(self.catalogue, history, now, besides=besides)
        self._seen = Seen(last, besides, now, past)
        return past

    def reached(self, session: Session) -> dict[str, int]:
        """The furthest step of each lesson that was started."""
        from tutor.review import reached

        return reached(session, [header.id for header in self.catalogue.lessons()])

    async def headline(self, session: Session) -> str | None:
        """`7 due, about 6 minutes`; None where nothing is due."""
        past = await self.past()
        return await asyncio.to_thread(past.headline, self.zone, self.reached(session))
