"""From what was typed in the lab to a descent that can be played, all of it beside the keys.

A file is read in a thread, piece by piece, and whoever waits may be cancelled at any time; what was read is kept, so
that another rate does not read it again. SymPy's part is asked of the helper process. Whatever cannot be is a
`FieldFault`, which names the field to mend.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tutor import scenes
from tutor.fields import FieldFault
from tutor.messages import tr
from tutor.scenes._scene import CannotShow
from tutor.worker import TaskFailed, Worker

if TYPE_CHECKING:
    from tutor.lab.csvhead import Head
    from tutor.lab.setup import Setup
    from tutor.lab.table import Table

SYMPY_SECONDS = 10.0
Tell = Callable[[str, float | None], None]  # what is being done, and the part of it that is done


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """A descent ready to be shown."""

    setup: Setup
    settings: Any
    scene: Any
    table: Table | None
    remarks: tuple[str, ...]  # what there is to say of the file


class Preparing:
    """The lab's workshop; one a screen."""

    def __init__(self, helper: Worker) -> None:
        self.helper = helper
        self._head: tuple[object, Head] | None = None  # (which file, as it was), what it begins with
        self._table: tuple[object, Table] | None = None

    async def head(self, setup: Setup) -> Head:
        """The first look at the file; FieldFault where it is no table."""
        key = await asyncio.to_thread(_as_it_is, setup.path)
        if self._head is None or self._head[0] != key or key is None:
            self._head = key, await asyncio.to_thread(_look, setup)
        return self._head[1]

    async def prepare(self, setup: Setup, tell: Tell) -> Prepared:
        """The descent, or FieldFault. Cancelled, it lets go of the file once the piece under way is read."""
        tell(tr("making the descent ready ..."), None)
        table = await self._read(setup, tell) if setup.is_file else None
        settings = await asyncio.to_thread(_settings, setup, table)
        module = await asyncio.to_thread(scenes.module, "descend")
        request, found = module.request(settings), None
        if request is not None:
            tell(tr("SymPy is working it out ..."), None)
            try:
                found = await self.helper.ask(request.task, *request.args, seconds=SYMPY_SECONDS)
            except TaskFailed as fault:
                raise FieldFault("source", tr("the gradient could not be worked out: {fault}", fault=fault)) from None
        try:
            scene = await asyncio.to_thread(module.scene, settings, found)
        except CannotShow as fault:
            raise FieldFault("source", str(fault)) from None
        remarks = await asyncio.to_thread(_remarks, setup, table) if table is not None else ()
        return Prepared(setup, settings, scene, table, remarks)

    async def _read(self, setup: Setup, tell: Tell) -> Table:
        """All rows, with progress; from memory where nothing changed that matters."""
        head = await self.head(setup)
        from tutor.lab.settings import parts_of, reading_of  # loaded by now, in the thread that looked at the file

        reading = await asyncio.to_thread(reading_of, setup, head)
        key = (self._head and self._head[0], reading.target, reading.features, setup.model)
        if self._table is not None and self._table[0] == key:
            return self._table[1]
        self._table = None
        parts = parts_of(reading)
        while (done := await asyncio.to_thread(next, parts, None)) is not None:
            tell(tr("reading {name}", name=setup.path.name), done)
        assert reading.table is not None
        self._table = key, reading.table
        return reading.table


def _look(setup: Setup) -> Head:
    from tutor.lab.settings import head_of

    return head_of(setup)


def _as_it_is(path: Path) -> object:
    """Which file this is, and its state; None where it cannot be told."""
    try:
        found = path.stat()
    except (OSError, ValueError):
        return None
    return str(path), found.st_mtime_ns, found.st_size


def _settings(setup: Setup, table: Table | None) -> Any:
    from tutor.lab.settings import settings_of

    return settings_of(setup, table)


def _remarks(setup: Setup, table: Table) -> tuple[str, ...]:
    from tutor.lab.dataset import remarks

    return remarks(setup, table)
