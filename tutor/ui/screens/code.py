"""`c`: the same in Python. `w` writes it to a file that the learner names."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Input, Static

from tutor.messages import N_, tr
from tutor.takeaway import CannotWrite, destination, write
from tutor.ui.closing import Modal
from tutor.ui.keybar import KeyBar

if TYPE_CHECKING:
    from tutor.ui.app import TutorApp


class CodeScreen(Modal[None]):
    """A program that does what the scene shows; any Python with NumPy and SymPy runs it."""

    help_title = N_("the same in Python")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("w", "write", N_("write to a file"), tooltip=N_("write the program to a file that you name")),
        Binding("escape,c,q", "close", N_("close"), key_display="esc", tooltip=N_("back to the scene")),
    ]

    def __init__(self, program: str, name: str) -> None:
        super().__init__()
        self.program, self.suggested = program, f"{name}.py"

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="code") as box:
            box.border_title = Content(tr("the same in Python"))
            yield Static(Content(self.program), id="program", expand=False)
        line = Input(self.suggested, id="file", max_length=300, compact=True, placeholder=tr("a file name"))
        line.cursor_blink = False
        line.display = False
        yield line
        yield Static(id="written")
        yield KeyBar()

    @property
    def tutor(self) -> TutorApp:
        return self.app  # type: ignore[return-value]

    def on_mount(self) -> None:
        self.query_one("#code").focus()
        self._replace: Path | None = None

    def action_write(self) -> None:
        if self.tutor.visited:
            self.tutor.hand_over(self.suggested, self.program)
            self._say(tr("Your browser has {file} now. Run it with: python {file}", file=self.suggested))
            return
        line = self.query_one("#file", Input)
        line.display = True
        line.focus()
        self._say(tr("Name the file, then enter; escape leaves it."))

    def action_close(self) -> None:
        line = self.query_one("#file", Input)
        if line.display:
            line.display = False
            self.query_one("#code").focus()
            self._say("")
        else:
            self.dismiss()

    @on(Input.Submitted, "#file")
    def file_named(self, event: Input.Submitted) -> None:
        event.stop()
        try:
            file = destination(self.tutor.folder, event.value)
            if file.exists() and self._replace != file:
                self._replace = file
                said = tr("{file} is already there. Enter again replaces it; another name keeps it.", file=file.name)
                self._say(said)
                return
            for _ in write(file, [self.program], replace=self._replace == file):
                pass  # it is short
        except CannotWrite as fault:
            self._say(str(fault))
            return
        self.query_one("#file", Input).display = False
        self.query_one("#code").focus()
        self._say(tr("Written to {path}. Run it with: python {file}", path=file.absolute(), file=file))

    def _say(self, text: str) -> None:
        self.query_one("#written", Static).update(Content(text))
