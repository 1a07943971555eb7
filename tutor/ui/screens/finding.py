"""Which lessons of the catalogue are broken: found out by reading each whole, in the helper, before one is opened."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.screen import Screen

from tutor.lesson.model import Broken, Catalogue
from tutor.worker import TaskFailed, TookTooLong

if TYPE_CHECKING:
    from pathlib import Path

    from tutor.ui.app import TutorApp

    _Mixin = Screen[Any]
else:
    _Mixin = object

AT_ONCE = 1  # lessons that the helper reads before it can be asked for a verdict: one may take a fifth of a second


class Finding(_Mixin):
    """The part of the catalogue that looks; before `Screen` among the bases. `broken`: what was found, by file."""

    catalogue: Catalogue

    def __init__(self) -> None:
        super().__init__()
        self.broken: dict[str, Broken] = {}
        self.unread: list[Path] | None = None  # the lessons still to be read whole, once it is known which there are
        self._looking = False  # is that going on?

    @property
    def _tutor(self) -> TutorApp:
        return self.app  # type: ignore[return-value]

    def fill(self) -> None:
        """Lists every lesson anew."""
        raise NotImplementedError

    def look_for_broken(self) -> None:
        if not self._looking:
            self._looking = True
            self.run_worker(self._find_broken(), name="check the lessons")

    async def _find_broken(self) -> None:
        """Reads every lesson whole, beside the keys, so that a broken one shows before it is opened.

        A helper that fails ends it without a word: it goes on when the catalogue is next come back to.
        """
        try:
            await self._tutor.whole.wait()
            if self.unread is None:
                self.unread = [header.file for header in self.catalogue.lessons()]
            while self.unread:
                try:
                    found = await self._tutor.helper.ask("broken", self.unread[:AT_ONCE], seconds=60.0)
                except TookTooLong:
                    found = ()  # each is read again, and its faults shown, when it is opened
                except TaskFailed:
                    return
                del self.unread[:AT_ONCE]
                if found:
                    self.broken.update({str(each.file): each for each in found})
                    self.fill()
        finally:
            self._looking = False
