"""The derivative that a question asks for, worked line by line: offered after three misses, not a bare answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from tutor.typeset import line, symbol
from tutor.ui.keybar import KeyBar
from tutor.worker import TaskFailed

if TYPE_CHECKING:
    from tutor.ui.app import TutorApp


class WorkedScreen(ModalScreen[bool]):
    """Every rule, and what it made; gives True when the learner has looked and goes on."""

    help_title = "the worked derivation"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,escape,q", "close", "go on", key_display="enter", tooltip="back to the question"),
    ]

    def __init__(self, f: Any, wrts: tuple[str, ...]) -> None:
        super().__init__()
        self.f, self.wrts = f, wrts

    @property
    def tutor(self) -> TutorApp:
        return self.app  # type: ignore[return-value]

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="worked") as box:
            box.border_title = Content("worked, rule by rule")
            yield Static("working it out ...", id="worked-lines", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        self.query_one("#worked").focus()
        self.run_worker(self._work(), name="worked derivation")

    async def _work(self) -> None:
        try:
            works = await self.tutor.helper.ask("derivation", self.f, self.wrts, seconds=10.0)
        except TaskFailed as fault:
            self.query_one("#worked-lines", Static).update(Content(f"This could not be worked out: {fault}"))
            return
        self.query_one("#worked-lines", Static).update(Content("\n").join(self._lines(works)))

    def _lines(self, works: Any) -> list[Content]:
        ascii_ = self.tutor.terminal.ascii
        partial = len(self.f.symbols()) > 1
        lines: list[Content] = []
        for work in works:
            name = symbol(work.wrt, ascii=ascii_)
            lines.append(Content.styled(f"{line(self.f, ascii=ascii_)}, with respect to {name}", "bold"))
            for rule in work.lines:
                lines.append(Content(f"= {line(rule.whole, ascii=ascii_, partial=partial)}"))
                lines.append(Content.styled(f"    {rule.rule}: {rule.note}", "dim"))
            lines.append(Content(""))
        return lines

    def action_close(self) -> None:
        self.dismiss(True)
