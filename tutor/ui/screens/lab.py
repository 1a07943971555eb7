"""The lab's set-up: type a function or name a CSV file; enter starts the descent, and nothing else need be filled in.

What was typed stays: escape from the descent leads back to it, and it is there again when the lab is opened later.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from tutor.fields import FieldFault
from tutor.lab.setup import MODELS, FunctionSetup, Setup, fields
from tutor.messages import N_, tr
from tutor.printable import printable
from tutor.ui.form import Form
from tutor.ui.keybar import KeyBar
from tutor.ui.lab_left import GO_ON, Left
from tutor.ui.lab_words import csv_in, understood, with_place
from tutor.ui.narrow import NarrowScreen
from tutor.ui.preparing import Prepared, Preparing
from tutor.ui.quiet import QuietFocus

if TYPE_CHECKING:
    from textual.worker import Worker as Making

    from tutor.lab.csvhead import Head
    from tutor.ui.app import TutorApp

EXAMPLES = ("rosenbrock", "x^4 - 3x^2 + y^2")
HELP = N_("Type a function, or name a CSV file. All else may stay empty: enter starts.\nOr take")
HELP_VISITED = N_("Type a function. All else may stay empty: enter starts.\nOr take")
HELP_TEXT_VISITED = N_(
    "A function may have up to six letters.\nWhat is left empty the lab chooses, so that enter always starts something."
)
HELP_KEY = ("question_mark",)  # answered while a descent is made ready, which may take a while
BAR = 30  # cells
WIDE = 80  # columns in which the help takes two lines, whatever the file is called


class SetupForm(Form):
    """What is typed behind enter is for what enter opens, also before anybody has heard of the enter."""

    def hand_in(self) -> None:
        self.tutor.hold_keys(self.screen, but=HELP_KEY)
        super().hand_in()


class LabScreen(QuietFocus, NarrowScreen[None]):
    CSS_PATH = Path(__file__).parent.parent / "lab.tcss"
    help_title = N_("the lab's set-up")
    help_text = N_(
        "Letters go into the field. A function may have up to six letters; a file has a row a line.\n"
        "What is left empty the lab chooses, so that enter always starts something."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "example(0)", "", show=False, tooltip=N_("fill in a classic surface")),
        Binding("f3", "example(1)", "", show=False, tooltip=N_("fill in a function")),
        Binding("f4", "example(2)", "", show=False, tooltip=N_("fill in a CSV file of this folder")),
        Binding(
            "escape",
            "leave",
            N_("back"),
            key_display="esc",
            tooltip=N_("stops what is under way; back to the catalogue"),
        ),
    ]

    def __init__(self, setup: Setup | None = None, *, start: bool = False) -> None:
        super().__init__()
        self.setup = setup or Setup()
        self.head: Head | None = None
        self.said_line = Static(id="lab-said")
        self._start_at_once = start
        self._csv = self._said = ""
        self._chosen_for: Path | None = None  # the file whose columns the target and the features are
        self._making: Making[None] | None = None
        self._prepared: Prepared | None = None  # ready, and not yet shown

    @property
    def tutor(self) -> TutorApp:
        return self.app  # type: ignore[return-value]

    @property
    def busy(self) -> bool:
        """Is a descent being made ready?"""
        return self._making is not None and self._making.is_running

    def compose(self) -> ComposeResult:
        if self.tutor.visited:
            self.setup, self.help_text = FunctionSetup.of(self.setup), HELP_TEXT_VISITED
        yield Static(
            Content.assemble((tr("the descent lab"), "bold"), "  ", tr("a descent on a problem of your own")),
            id="lab-title",
        )
        yield Static(id="lab-help")
        yield self.said_line
        yield SetupForm(fields(self.setup), echo=self._echo, empty=tr("chosen for you"), id="lab-form")
        yield KeyBar()

    def on_mount(self) -> None:
        self.preparing = Preparing(self.tutor.helper)
        self._help()
        self.query_one(Form).focus()
        self.run_worker(self._look_around(), name="look for a CSV file")
        if self._start_at_once:
            self.tutor.lab_setup = self.setup
            self.start()
        else:
            self._look()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return self.setup.files or action != "example" or parameters != (2,)

    def _help(self) -> None:
        keys = [("F2", EXAMPLES[0]), ("F3", EXAMPLES[1]), *([("F4", self._csv)] if self._csv else [])]
        shown = [Content.assemble((key, "bold $accent"), f" {text}") for key, text in keys]
        line = Content(tr(HELP if self.setup.files else HELP_VISITED) + "  ")
        help_ = Content.assemble(line, Content("   ").join(shown))
        self.query_one("#lab-help", Static).update(help_, layout=self.size.width < WIDE)

    async def _look_around(self) -> None:
        """The name of a CSV file that is here, to be offered."""
        self._csv = await asyncio.to_thread(csv_in, self.tutor.folder) if self.setup.files else ""
        if self._csv and self.is_attached:
            self._help()

    # --- typing -------------------------------------------------------------------------------------------------

    @on(Form.Edited)
    async def edited(self, event: Form.Edited) -> None:
        event.stop()
        if event.name == "source" and self.head is not None:
            self._chosen_for = self.head.path
        self._take(event.values)
        if event.name == "source":
            self.head = None
            await event.form.refill(fields(self.setup))
            self._look()
        elif event.name in ("target", "model") and self.head is not None:
            await self._follow(event.name, event.form, self.head)

    def _take(self, values: dict[str, str]) -> None:
        self.setup = self.setup.filled(values)
        self.tutor.lab_setup = self.setup

    async def _follow(self, name: str, form: Form, head: Head) -> None:
        """The target that the lab chose follows the model, and its features the target; what was typed stays."""
        gone = {}
        if name == "model" and self.setup.target in {head.target_for(each) for each in MODELS}:
            gone["target"] = ""
        if self.setup.features in {"", *(", ".join(head.features_for(each)) for each in head.choices)}:
            gone["features"] = ""
        if gone:
            self.setup = self.setup.filled(gone)
            await form.refill(fields(self.setup, head))

    def _look(self) -> None:
        """The columns of the file, once there is one of that name."""
        if self.setup.is_file and self.setup.path.is_file():
            self.run_worker(self._show_columns(self.setup), name="look at the file", group="look", exclusive=True)
        else:
            self._say(tr(GO_ON) if self._stands else "")

    async def _show_columns(self, setup: Setup) -> None:
        try:
            head = await self.preparing.head(setup)
        except FieldFault:
            return  # said at enter: the name may be half typed
        if self.is_attached and self.setup.source == setup.source:
            self.head = head
            self._forget_other_columns(head)
            await self.query_one(Form).refill(fields(self.setup, head))
            if not self.busy:
                self._say(tr(GO_ON) if self._stands else printable(f"{setup.path.name}: {head.about}"))

    def _forget_other_columns(self, head: Head) -> None:
        """What was chosen among the columns of another file is no choice for this one."""
        if self._chosen_for not in (None, head.path) and self.setup.target not in head.names:
            self._take({"target": "", "features": ""})
        self._chosen_for = head.path

    def _echo(self, name: str, text: str) -> str:
        """A function as it was read, or the place where it cannot be."""
        if name != "source" or not text.strip() or replace(self.setup, source=text).is_file:
            return ""
        return understood(text, self.size.width - 24, ascii=self.tutor.terminal.ascii)

    async def action_example(self, place: int) -> None:
        texts = (*EXAMPLES, self._csv)
        if texts[place]:
            form = self.query_one(Form)
            self._take({**{name: "" for name in form.values if name in ("start", "rate", "target", "features")},
                        "source": texts[place]})  # fmt: skip
            self.head = None
            form.put("source", texts[place])
            await form.refill(fields(self.setup))
            form.focus_field("source")
            self._look()

    # --- starting -------------------------------------------------------------------------------------------------

    @on(Form.Done)
    def done(self, event: Form.Done) -> None:
        event.stop()
        if not self.busy:
            self._take(event.values)
            self.start()

    def start(self) -> None:
        """Makes the descent ready, beside the keys, and opens it."""
        if not self.setup.source.strip():
            self.tutor.forget_keys(self)
            self.query_one(Form).fault("source", tr("Type a function such as x^2 + y^2, or press F2 for an example."))
            return
        if self._stands and self.tutor.lab_left is not None:
            self._prepared = self.tutor.lab_left.prepared
            self._open()
            return
        self.tutor.hold_keys(self, but=HELP_KEY)
        self._making = self.run_worker(
            self._prepare(self.setup), name="make the descent", group="start", exclusive=True
        )

    async def _prepare(self, setup: Setup) -> None:
        form = self.query_one(Form)
        try:
            prepared = await self.preparing.prepare(setup, self._progress)
        except FieldFault as fault:
            self._say("")
            if self.setup.is_file and self.head is None:
                await self._show_columns(self.setup)
            self.tutor.forget_keys(self)
            form.fault(fault.field, with_place(fault))
            return
        self._say("")
        self._prepared = prepared
        self._open()

    def _open(self) -> None:
        """The descent that is ready, unless help or something else stands over the set-up: then after that."""
        from tutor.ui.screens.lab_run import LabRunScreen

        prepared = self._prepared
        if prepared is not None and self.on_top:
            self._prepared = None
            self.tutor.lab_left = Left.of(prepared)
            screen = LabRunScreen(prepared)
            self.tutor.hold_keys(screen)
            self.app.push_screen(screen, self._came_back)

    def _came_back(self, _: None) -> None:
        self._say(tr(GO_ON))

    @property
    def _stands(self) -> bool:
        """Is there a descent already, of just this set-up?"""
        return self.tutor.lab_left is not None and self.tutor.lab_left.is_for(self.setup, self.head)

    def _progress(self, what: str, done: float | None) -> None:
        if done is None:
            self._say(what)
            return
        full = round(BAR * done)
        filled, open_ = ("#", ".") if self.tutor.terminal.ascii else ("█", "░")
        self._say(f"{what}  {filled * full}{open_ * (BAR - full)} {done:4.0%}   {tr('escape stops')}")

    def action_leave(self) -> None:
        if self._making is not None and self.busy:
            self._making.cancel()
            self._making = None
            self._say(tr("Stopped. Enter starts it again."))
        else:
            self.dismiss()

    def on_screen_resume(self) -> None:
        self._open()

    def on_unmount(self) -> None:
        self.tutor.forget_keys(self)

    def _say(self, text: str) -> None:
        """One line and no more of the screen is painted again, and only where it says something else."""
        if self.is_attached and text != self._said:
            self._said = text
            self.said_line.update(Content(text), layout=False)
