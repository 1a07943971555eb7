"""Opens the tutor: on a screen, or in lines of text where no screen can be shown or none is wanted."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from tutor.messages import tr
from tutor.printable import STOPPED, printable
from tutor.terminal import Switches, Terminal

if TYPE_CHECKING:
    from tutor.ending import Told
    from tutor.lab.setup import Setup

Opening = Path | str | None  # a lesson's file, REVIEW, or the catalogue; the lab's Setup too


def start(opening: Opening | Setup, roots: list[Path], home: Path | None, switches: Switches, *, plain: bool) -> int:
    """Runs the tutor until the learner leaves; gives the exit code. `plain`: in lines, whatever could be shown."""
    from tutor.ending import gently

    _fill_gaps()
    with gently() as told:
        if plain or not _screen():
            return _in_lines(opening, roots, home, switches, told, asked_for=plain)
        return _on_a_screen(opening, roots, home, switches, told)


def _on_a_screen(opening: Opening | Setup, roots: list[Path], home: Path | None, switches: Switches, told: Told) -> int:
    from tutor.quick import quicken

    quicken()  # before asyncio is imported
    from tutor.worker import Worker
    from tutor.worker_link import QUIET, meeting_place

    for name, value in QUIET.items():
        os.environ.setdefault(name, value)
    worker = Worker(meeting=meeting_place)  # imports SymPy as soon as the first picture stands
    try:
        from tutor.ui.running import run

        return run(worker, roots, opening, home, switches) or told.code
    except KeyboardInterrupt:
        return told.code or STOPPED
    finally:
        worker.close()


def _in_lines(
    opening: Opening | Setup, roots: list[Path], home: Path | None, switches: Switches, told: Told, *, asked_for: bool
) -> int:
    from tutor.plain.streams import speak

    if not asked_for and sys.stderr is not None:
        print(printable(_why()), file=sys.stderr)
    ascii = switches.ascii or Terminal.of().ascii
    leaving: Callable[[], bool] = lambda: told.signal is not None  # noqa: E731 - a question, asked of what was told
    code = speak(roots, opening, home, sys.stdin, sys.stdout, ascii=ascii, leaving=leaving)
    return told.code or code  # a signal asks to be told of, however orderly the end


def _why() -> str:
    """Why no screen is shown, to whoever did not ask for lines."""
    if not sys.stdout.isatty():
        return tr("The output is no terminal, so this is the tutor in lines of text, as with --plain.")
    if sys.stdin is None or not sys.stdin.isatty():
        return tr("The input is no terminal, so this is the tutor in lines of text, as with --plain.")
    return tr(
        "This terminal (TERM={term}) cannot show a screen, so this is the tutor in lines of text; "
        "`TERM=xterm calc-tutor` tries the screen all the same.",
        term=os.environ.get("TERM", ""),
    )


def _fill_gaps() -> None:
    """Where a stream was closed (`2>&-`), what is opened next, the learner's store too, would take its number, and be
    written to by whoever thinks it that stream."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # takes the lowest number that is free
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - until the end


def _screen() -> bool:
    """Can a screen be shown here? The standard error may lead where it wants: nothing of the screen goes there."""
    if not (sys.stdin is not None and sys.stdin.isatty() and sys.stdout.isatty()):
        return False
    return os.environ.get("TERM", "") not in ("", "dumb", "unknown")
