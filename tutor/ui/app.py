"""The app: a catalogue, lessons opened from it, and what all screens share."""

from __future__ import annotations

import asyncio
import io
import os
import tempfile
import traceback
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from rich.text import Text
from textual.app import App, SystemCommand
from textual.binding import Binding, BindingType
from textual.events import Event, Key, Resize
from textual.geometry import Size
from textual.reactive import Reactive
from textual.screen import Screen

from tutor.lesson.model import Catalogue
from tutor.look import Look
from tutor.messages import N_, tr
from tutor.places import REVIEW
from tutor.session import Session
from tutor.terminal import Terminal
from tutor.ui.collecting import Collector
from tutor.ui.commands import LessonCommands
from tutor.ui.dress import Dressed
from tutor.ui.in_turn import InTurn
from tutor.ui.keeping import Keeping, Opener
from tutor.ui.looking_back import LookingBack
from tutor.ui.narrow import NarrowScreen, narrowed
from tutor.ui.opening import Opening
from tutor.ui.screens.catalogue import CatalogueScreen
from tutor.ui.screens.small import LEAST_HEIGHT, LEAST_WIDTH, SmallScreen
from tutor.ui.spoken import spoken
from tutor.ui.themes import DARK
from tutor.ui.wired import Wired
from tutor.wall_clock import LocalZone
from tutor.worker import Worker

if TYPE_CHECKING:
    from tutor.lab.setup import Setup
    from tutor.lesson.catalogue import Reading
    from tutor.ui.lab_left import Left

AFTER_STORM = 0.1  # seconds after which a new size has found its layout


class TutorApp(Opening, Dressed, Wired, InTurn, App[int]):
    """One learner at one terminal. Everything it needs is handed in."""

    visited = False  # by a stranger through a browser: no file of this machine is named, read or written
    about_the_lab = N_("descend on a function or a CSV file of your own")
    CSS_PATH = Path(__file__).with_name("tutor.tcss")
    TITLE = "calc-tutor"
    COMMANDS = App.COMMANDS | {LessonCommands}
    theme: Reactive[str] = Reactive(DARK.name)  # from the first moment: another one, set later, reads all styles again
    HORIZONTAL_BREAKPOINTS = [(110, "-wide")]  # noqa: RUF012 - Textual declares it as no ClassVar
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "question_mark",
            "help_here",
            N_("help"),
            key_display="?",
            tooltip=N_("what every key does here"),
            priority=True,
        ),
        Binding("ctrl+q", "quit", N_("quit"), show=False, tooltip=N_("leave the tutor"), priority=True),
        Binding(
            "ctrl+l",
            "paint_again",
            "",
            show=False,
            tooltip=N_("paint the screen again, if something wrote on it"),
            priority=True,
        ),
        Binding(
            "ctrl+p",
            "command_palette",
            "",
            show=False,
            tooltip=N_("find a lesson or a command by its name"),
            priority=True,
        ),
        Binding("ctrl+z", "suspend_process", "", show=False, tooltip=N_("to the shell for a while; fg leads back")),
    ]

    def __init__(
        self,
        catalogue: Catalogue,
        worker: Worker,
        *,
        rest: Reading | None = None,
        opening: Path | Setup | str | None = None,
        terminal: Terminal | None = None,
        session: Session | None = None,
        loaded: Callable[[], None] = lambda: None,
        opener: Opener | None = None,
        folder: Path | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        zone: tzinfo | None = None,
        look: Look | None = None,
    ) -> None:
        self.terminal = terminal or Terminal()
        self.wire = self.wire_to(self.terminal)
        super().__init__(driver_class=spoken(self.get_driver_class(), self.terminal))
        if self.terminal.remote:
            self.animation_level = "none"
        self.catalogue, self.rest = catalogue, rest  # `rest` goes on where the catalogue ends
        self.whole = asyncio.Event()  # set once no more lessons come
        self.helper = worker
        self.opening = opening  # a lesson's file, a set-up of the lab, or REVIEW
        self.folder = folder or Path()  # where files go that the learner takes home, and are looked for
        self.lab_setup: Setup | None = None  # what was last typed in the lab
        self.lab_left: Left | None = None  # and the descent that it led to
        self.session = session or Session()
        self.keeping = Keeping(opener, now)
        self.looking_back = LookingBack(catalogue, self.keeping, now, zone or LocalZone())
        self.leaving: Callable[[], None] = lambda: None  # keeps the scene that stands, also when no screen is left
        self.sized: Size | None = None  # as the terminal told last
        self.all_loaded = asyncio.Event()
        self.collector = Collector()
        self.loaded = loaded  # called once, when all that lessons need is in memory
        self.look = look  # where it is kept whether light or dark was chosen
        self.set_class(self.terminal.ascii, "-ascii")
        self.dress()

    def get_default_screen(self) -> CatalogueScreen:
        screen = CatalogueScreen(self.catalogue)
        narrowed(screen, self.wire)
        return screen

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
            await self.read_styles("lesson.tcss", "lab.tcss", "progress.tcss")
        finally:
            self.all_loaded.set()
            self.loaded()

    async def on_event(self, event: Event) -> None:
        if isinstance(event, Key):
            if not self.screen_stack:  # the tutor is being left
                return
            if isinstance(self.screen, NarrowScreen):
                self.screen.key_came()
            self.collector.key_came()
        elif isinstance(event, Resize):
            self.forget_what_stands()
        await super().on_event(event)

    def on_resize(self, event: Resize) -> None:
        if event.size == self.sized:  # away and back before it was told: the terminal has cut off what stood there
            self.action_paint_again()
        elif self.sized is not None:
            self.set_timer(AFTER_STORM, self._paint_what_was_lost)
        self.sized = event.size
        small = event.size.width < LEAST_WIDTH or event.size.height < LEAST_HEIGHT
        shown = isinstance(self.screen, SmallScreen)
        if small and not shown:
            self.push_screen(SmallScreen())
        elif shown and not small:
            self.pop_screen()

    def _paint_what_was_lost(self) -> None:
        """There and back in a moment: Textual finds the size it knows, and the terminal has cut off what stood."""
        if self.screen_stack and not self.wire.shown.known:
            self.screen.refresh()

    def action_help_quit(self) -> None:
        """ctrl+c, which ends other programs: here one says which key does, once, however often it is pressed."""
        self.clear_notifications()
        self.notify(tr("ctrl+q leaves the tutor; nothing you did is lost."), markup=False)

    def _fatal_error(self) -> None:
        """A fault of our own: a sentence on the terminal, the traceback in a file for whoever mends it."""
        report = Path(tempfile.gettempdir()) / f"calc-tutor-{os.getpid()}.txt"
        try:
            report.write_text(traceback.format_exc(), encoding="utf-8")
            where = tr("What happened is written in {report}.", report=report)
        except OSError as fault:
            where = tr("A report could not be written ({fault}).", fault=fault.strerror)
        said = tr("calc-tutor met a fault of its own and had to stop. {where} Start it again to go on.", where=where)
        self.panic(Text(said))

    async def _take_up(self) -> None:
        """What was kept is taken up again, beside the keys; a trouble with it is said once."""
        await self.read_styles("over.tcss")
        await self.read_on()
        session = await self.keeping.open()
        if session is not None:
            self.session = session
        catalogue = self.screen_stack[0]
        if isinstance(catalogue, CatalogueScreen):
            catalogue.taken_up(self.keeping.latest(), self.keeping.trouble)

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """What the command palette offers beside the lessons."""
        yield SystemCommand(tr("lab"), tr(self.about_the_lab), self.open_lab)
        yield SystemCommand(tr("review"), tr("be asked again what is about to be forgotten"), self.open_review)
        yield SystemCommand(
            tr("progress"), tr("lessons, skills, mistakes, and every answer you gave"), self.action_open_progress
        )
        yield SystemCommand(tr("where to begin"), tr("some questions find it out"), self.open_placement)
        yield SystemCommand(
            tr("glossary"), tr("every term and symbol, and the lesson that introduces it"), self.action_open_glossary
        )
        yield SystemCommand(tr("search"), tr("where some words stand in the lessons"), self.action_open_search)
        yield SystemCommand(tr("light colours"), tr("for a bright room"), lambda: self.wear(light=True))
        yield SystemCommand(tr("dark colours"), tr("for the night"), lambda: self.wear(light=False))
        yield SystemCommand(tr("keys"), tr("what every key does here"), self.action_help_here)
        yield SystemCommand(tr("quit"), tr("leave the tutor"), self.exit)

    def hand_over(self, name: str, text: str) -> None:
        """A visitor's browser downloads the text as a file of that name."""
        self.deliver_text(io.StringIO(text), save_directory=Path(), save_filename=name)

    def action_help_here(self) -> None:
        from tutor.ui.screens.help import HelpScreen  # late: the first picture needs none of it

        if isinstance(self.screen, HelpScreen):
            self.screen.dismiss()
        else:
            screen = HelpScreen.for_screen(self.screen)
            if not self.holds_keys:  # for something else
                self.hold_keys(screen)  # until it is known how far its lines go
            self.push_screen(screen)


def _load_the_rest() -> None:
    import plotext._figure
    import rich.markdown

    import tutor.lesson.load
    import tutor.scenes
    import tutor.ui.screens.help
    import tutor.ui.screens.lesson
    import tutor.ui.screens.sure

    for name in tutor.scenes.names():
        tutor.scenes.module(name)
    del plotext, rich
