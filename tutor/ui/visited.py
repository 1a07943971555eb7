"""The tutor for one visitor who comes through a browser: a process of its own, started by `tutor.serve`.

A visitor is a stranger. Nothing that is typed names a file of this machine: the lab reads no tables, what is taken home
is downloaded by the browser, a broken lesson and a file that cannot be written are told of without their places, and a
fault of our own is told to whoever runs the server, on standard error.
"""

from __future__ import annotations

import gc
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rich.text import Text
from textual.driver import Driver

from tutor.lesson.model import Catalogue
from tutor.messages import N_, languages_of, speak, tr
from tutor.terminal import Terminal
from tutor.ui.app import TutorApp
from tutor.ui.driver import listening
from tutor.ui.running import run_as
from tutor.ui.web_driver import VisitDriver
from tutor.worker import Worker

NOT_KEPT = N_("What you do now cannot be kept here. Tell whoever runs this server.")
MEMORY, FILE = 3 << 30, 64 << 20  # bytes of address space, most of it never used; of one file
FAULT = "the tutor of a visitor met a fault of its own and had to stop"  # for whoever runs the server, not marked


class VisitedApp(TutorApp):
    """One visitor's tutor."""

    visited = True
    about_the_lab = N_("descend on a function of your own")

    def __init__(self, catalogue: Catalogue, worker: Worker, **more: Any) -> None:
        super().__init__(catalogue, worker, **more)
        self.keeping.instead = tr(NOT_KEPT)

    def get_driver_class(self) -> type[Driver]:
        return listening(VisitDriver, self.wire)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return action != "suspend_process" and super().check_action(action, parameters)

    def _fatal_error(self) -> None:
        """The visitor's page says that the tutor has stopped; why is for whoever runs the server."""
        self.panic(Text(f"{FAULT}:\n{traceback.format_exc()}"))


def _bounded() -> None:
    """No visitor, the helper process included, takes more of this machine than the bounds above."""
    try:
        import resource
    except ImportError:  # Windows has no such bounds
        return
    for what, most in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_FSIZE, FILE), (resource.RLIMIT_CORE, 0)):
        hard = resource.getrlimit(what)[1]
        least = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (least, least))


def main(arguments: Sequence[str]) -> int:
    """HOME WIDTH HEIGHT and the folders with lessons: runs the tutor over standard input and output."""
    _bounded()
    gc.disable()  # as the command line does: until everything is loaded
    speak(languages_of())  # the visitor's, as the browser told it
    home, width, height, *folders = arguments
    terminal = Terminal.of()._replace(remote=True)
    size = int(width), int(height)
    return run_as(VisitedApp, Worker(), [Path(each) for each in folders], None, Path(home), terminal, size[1], size)
