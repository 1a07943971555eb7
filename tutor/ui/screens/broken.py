"""A lesson that cannot be opened: every reason, with its line."""

from __future__ import annotations

import shlex
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from tutor.lesson.model import Broken
from tutor.messages import N_, plural, tr
from tutor.ui.closing import Closing
from tutor.ui.keybar import KeyBar

NOT_HERE = N_("This lesson cannot be opened just now. Whoever runs this server can see why with `calc-tutor check`.")


class BrokenScreen(Closing, Screen[None]):
    """The faults of one file, for whoever can mend it."""

    help_title = N_("a lesson that cannot be opened")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter,q", "dismiss", N_("back"), key_display="esc", tooltip=N_("back to the catalogue")),
    ]

    def __init__(self, broken: Broken) -> None:
        super().__init__()
        self.broken = broken

    def compose(self) -> ComposeResult:
        faults = self.broken.faults
        with VerticalScroll(id="broken") as box:
            box.border_title = Content(tr("{title}: cannot be opened", title=self.broken.title))
            if self.app.visited:  # type: ignore[attr-defined]
                yield Static(Content(tr(NOT_HERE)))
                return
            yield Static(
                Content(
                    plural(
                        len(faults),
                        "This lesson has one fault. The other lessons are not touched by it. If the file is yours, "
                        "mend it and open it again; `calc-tutor check {file}` shows the same list.",
                        "This lesson has {count} faults. The other lessons are not touched by it. If the file is "
                        "yours, mend it and open it again; `calc-tutor check {file}` shows the same list.",
                        file=shlex.quote(str(self.broken.file)),
                    )
                    + "\n"
                )
            )
            for fault in faults[:50]:
                path = f"{fault.path}: " if fault.path else ""
                yield Static(
                    Content.assemble(
                        (tr("line {line}, column {column}", line=fault.place.line, column=fault.place.column), "bold"),
                        f"  {path}{fault.what}",
                    )
                )
        yield KeyBar()
