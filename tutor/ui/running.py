"""Running the app on a terminal until the learner leaves, and what is said and closed then."""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from tutor.look import Look
from tutor.terminal import AS_IT_IS, Switches, Terminal
from tutor.ui.app import TutorApp
from tutor.worker import Worker

if TYPE_CHECKING:
    from tutor.lab.setup import Setup
    from tutor.progress.store import Store

FRAME = 4  # lines of the catalogue that show no lesson: its title, its border, the keys


def run(
    worker: Worker,
    lessons: Sequence[Path],
    opening: Path | Setup | str | None,
    home: Path | None,
    switches: Switches = AS_IT_IS,
) -> int:
    """Runs the tutor on this terminal until the learner leaves; gives the exit code. `opening`: a lesson's file, a
    set-up of the lab, or REVIEW."""
    for name in ("COLUMNS", "LINES"):  # of whatever started us, and believed before the terminal: never the size here
        os.environ.pop(name, None)
    terminal = Terminal.of(switches=switches)
    return run_as(TutorApp, worker, lessons, opening, home, terminal, shutil.get_terminal_size().lines)


def run_as(
    kind: type[TutorApp],
    worker: Worker,
    lessons: Sequence[Path],
    opening: Path | Setup | str | None,
    home: Path | None,
    terminal: Terminal,
    lines: int,
    size: tuple[int, int] | None = None,
) -> int:
    """The same for an app of any kind, on a terminal of so many `lines`; `size` where it cannot be asked for."""
    from tutor.lesson.catalogue import Reading

    reading = Reading(lessons)
    reading.read(lines=lines - FRAME)

    def opener() -> Store:
        from tutor.progress.store import open_store

        return open_store(home, lambda: datetime.now(UTC))

    app = kind(
        reading.catalogue,
        worker,
        rest=reading,
        opening=opening,
        terminal=terminal,
        opener=opener,
        look=Look(home),
    )
    app.loaded = app.collector.begin
    try:
        return app.run(mouse=terminal.mouse, size=size) or 0
    finally:
        app.leaving()
        lost = app.keeping.close()
        worker.close()
        if lost is not None:
            with contextlib.suppress(OSError):  # a terminal that was hung up
                sys.stderr.write(f"calc-tutor: {lost}\n")
