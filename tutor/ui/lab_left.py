"""The lab's descent that was left, so that the way back leads to it: its runs, where they stood, its file as it was.

It lives as long as the app does, and the set-up it is of says whether it is the one that is asked for again.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tutor.lab.setup import ORDERS, Setup
from tutor.messages import N_

if TYPE_CHECKING:
    from tutor.lab.csvhead import Head
    from tutor.ui.preparing import Prepared

GO_ON = N_("Enter goes on with that descent; another setting starts a new one.")


@dataclass(frozen=True, slots=True, eq=False)
class Left:
    """A descent that was shown, and its file as it was then: (when it was written, its size)."""

    prepared: Prepared
    written: tuple[int, int] | None

    @classmethod
    def of(cls, prepared: Prepared) -> Left:
        return cls(prepared, _written(prepared.setup))

    def is_for(self, setup: Setup, head: Head | None) -> bool:
        """Is it the descent of this set-up, and is the file still what it was? `head`, where the file was looked at:
        the form then names the columns that were chosen for the learner."""
        own = self.prepared.setup
        if self.written != _written(setup):
            return False
        if _as_in_form(setup) == _as_in_form(own):
            return True
        table = self.prepared.table
        if table is None or head is None or setup.source != own.source:
            return False
        target = setup.target or head.target_for(setup.model)
        features = setup.features or ", ".join(head.features_for(target))
        read = replace(own, target=table.target, features=", ".join(table.features))
        return _as_in_form(replace(setup, target=target, features=features)) == _as_in_form(read)


def _as_in_form(setup: Setup) -> Setup:
    return replace(setup, order=setup.order or ORDERS[0])


def _written(setup: Setup) -> tuple[int, int] | None:
    try:
        found = setup.path.stat() if setup.is_file else None
    except OSError:
        return None
    return found and (found.st_mtime_ns, found.st_size)
