"""The app: a catalogue, lessons opened from it, and what all screens share."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import os
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from rich.text import Text
from textual.app import App, SystemCommand
from textual.binding import Binding, BindingType
from textual.events import Event, Key, Resize
from textual.reactive import Reactive
from textual.screen import Screen
from textual.theme import Theme

from tutor.lesson.model import Catalogue
from tutor.session import Session
from tutor.ui.commands import LessonCommands
from tutor.ui.driver import forgive_bytes
from tutor.ui.facts import Terminal
from tutor.ui.keeping import Keeping, Opener
from tutor.ui.looking_back import LookingBack
from tutor.ui.narrow import NarrowScreen
from tutor.ui.opening import Opening
from tutor.ui.screens.catalogue import CatalogueScreen
from tutor.ui.screens.help import HelpScreen
from tutor.ui.screens.small import LEAST_HEIGHT, LEAST_WIDTH, SmallScreen
from tutor.ui.themes import DARK, LIGHT
from tutor.wall_clock import LocalZone
from tutor.worker import Worker

if TYPE_CHECKING:
    from tutor.lab.setup import Setup
    from tutor.progress.store import Store
    from tutor.ui.lab_left import Left

REVIEW = "review"  # what to open, in place of a lesson's file
THEMES = {theme.name: theme for theme in (DARK, LIGHT)}


class TutorApp(Opening, App[int]):
    """One learner at one terminal. Everything it needs is handed in."""

    CSS_PATH = Path(__file__).with_name("tutor.tcss")
    TITLE = "calc-tutor"
    COMMANDS = App.COMMANDS | {LessonCommands}
    theme: Reactive[str] = Reactive(DARK.name)  # from the first moment: another one, set later, reads all styles again
    HORIZONTAL_BREAKPOINTS: ClassVar = [(110, "-wide")]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "question_mark", "help_here", "help", key_display="?", tooltip="what every key does here", priority=True
        ),
        Binding("ctrl+q", "quit", "quit", show=False, tooltip="leave the tutor", priority=True),
        Binding("ctrl+z", "suspend_process", "", show=False, tooltip="to the shell for a while; fg leads back"),
    ]

    def __init__(
        self,
        catalogue: Catalogue,
        worker: Worker,
        *,
        opening: Path | Setup | str | None = None,
        terminal: Terminal | None = None,
        session: Session | None = None,
        loaded: Callable[[], None] = lambda: None,
        opener: Opener | None = None,
        folder: Path | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        zone: tzinfo | None = None,
    ) -> None:
        super().__init__()
        self.catalogue = catalogue
        self.helper = worker
        self.opening = opening  # a lesson's file, a set-up of the lab, or REVIEW
        self.folder = folder or Path()  # where files go that the learner takes home, and are looked for
        self.lab_setup: Setup | None = None  # what was last typed in the lab
        self.lab_left: Left | None = None  # and the descent that it led to
        self.terminal = terminal or Terminal()
        self.session = session or Session()
        self.keeping = Keeping(opener, now)
        self.looking_back = LookingBack(catalogue, self.keeping, now, zone or LocalZone())
        self.leaving: Callable[[], None] = lambda: None  # keeps the scene that stands, also when no screen is left
        self.all_loaded = asyncio.Event()
        self.loaded = loaded  # called once, when all that lessons need is in memory
        for theme in THEMES.values():
            self.register_theme(theme)
        self.set_class(self.terminal.ascii, "-ascii")

    def get_theme(self, theme_name: str) -> Theme | None:
        """As Textual's, which asks before any theme can be registered."""
        return THEMES.get(theme_name) or super().get_theme(theme_name)

    def get_default_screen(self) -> CatalogueScreen:
        return CatalogueScreen(self.catalogue)

    def on_mount(self) -> None:
        if isinstance(self.opening, Path):
            self.open_lesson(self.opening)
        elif self.opening == REVIEW:
            self.open_review()
        elif self.opening is not None and not isinstance(self.opening, str):
            self.open_lab(self.opening)
        self.call_after_refresh(self._painted)

    def _painted(self) -> None:
        """The first picture stands: now load, beside the keys, what the first lesson will need."""
        self.run_worker(self._take_up(), name="take up")
        self.run_worker(self._load(), exit_on_error=False, name="load the rest")

    async def _load(self) -> None:
        try:
            await asyncio.to_thread(_load_the_rest)
        finally:
            self.all_loaded.set()
            self.loaded()

    async def on_event(self, event: Event) -> None:
        if isinstance(event, Key) and isinstance(self.screen, NarrowScreen):
            self.screen.key_came()
        await super().on_event(event)

    def on_resize(self, event: Resize) -> None:
        small = event.size.width < LEAST_WIDTH or event.size.height < LEAST_HEIGHT
        shown = isinstance(self.screen, SmallScreen)
        if small and not shown:
            self.push_screen(SmallScreen())
        elif shown and not small:
            self.pop_screen()

    def _fatal_error(self) -> None:
        """A fault of our own: a sentence on the terminal, the traceback in a file for whoever mends it."""
        report = Path(tempfile.gettempdir()) / f"calc-tutor-{os.getpid()}.txt"
        try:
            report.write_text(traceback.format_exc(), encoding="utf-8")
            where = f"What happened is written in {report}."
        except OSError as fault:
            where = f"A report could not be written ({fault.strerror})."
        self.panic(Text(f"calc-tutor met a fault of its own and had to stop. {where} Start it again to go on."))

    async def _take_up(self) -> None:
        """What was kept is taken up again, beside the keys; a trouble with it is said once."""
        session = await self.keeping.open()
        if session is not None:
            self.session = session
        catalogue = self.screen_stack[0]
        if isinstance(catalogue, CatalogueScreen):
            catalogue.taken_up(self.keeping.latest(), self.keeping.trouble)

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """What the command palette offers beside the lessons."""
        yield SystemCommand("lab", "descend on a function or a CSV file of your own", self.open_lab)
        yield SystemCommand("review", "be asked again what is about to be forgotten", self.open_review)
        yield SystemCommand(
            "progress", "lessons, skills, mistakes, and every answer you gave", self.action_open_progress
        )
        yield SystemCommand("light colours", "for a bright room", lambda: self.set_theme(LIGHT.name))
        yield SystemCommand("dark colours", "for the night", lambda: self.set_theme(DARK.name))
        yield SystemCommand("keys", "what every key does here", self.action_help_here)
        yield SystemCommand("quit", "leave the tutor", self.exit)

    def set_theme(self, name: str) -> None:
        self.theme = name

    def action_help_here(self) -> None:
        if isinstance(self.screen, HelpScreen):
            self.screen.dismiss()
        else:
            self.push_screen(HelpScreen.for_screen(self.screen))


def _load_the_rest() -> None:
    import plotext._figure
    import rich.markdown

    import tutor.lesson.load
    import tutor.scenes
    import tutor.ui.screens.lesson

    for name in tutor.scenes.names():
        tutor.scenes.module(name)
    del plotext, rich


def _collect_again() -> None:
    """What was loaded stays loaded: the collector need never look at it, which would cost a key 20 ms now and then."""
    gc.freeze()
    gc.enable()


def run(worker: Worker, lessons: Sequence[Path], opening: Path | Setup | str | None, home: Path | None) -> int:
    """Runs the tutor on this terminal until the learner leaves; gives the exit code. `opening`: a lesson's file, a
    set-up of the lab, or REVIEW."""
    from tutor.lesson.catalogue import load_catalogue

    forgive_bytes()

    def opener() -> Store:
        from tutor.progress.store import open_store

        return open_store(home, lambda: datetime.now(UTC))

    app = TutorApp(
        load_catalogue(lessons),
        worker,
        opening=opening,
        terminal=Terminal.of(),
        loaded=_collect_again,
        opener=opener,
    )
    try:
        return app.run() or 0
    finally:
        app.leaving()
        lost = app.keeping.close()
        worker.close()
        if lost is not None:
            with contextlib.suppress(OSError):  # a terminal that was hung up
                sys.stderr.write(f"calc-tutor: {lost}\n")
