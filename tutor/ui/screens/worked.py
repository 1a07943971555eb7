"""The derivative that a question asks for, worked line by line: offered after three misses, not a bare answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from tutor.messages import N_, tr
from tutor.ui.closing import Modal
from tutor.ui.keybar import KeyBar
from tutor.worked import SECONDS, told
from tutor.worker import TaskFailed

if TYPE_CHECKING:
    from tutor.ui.app import TutorApp


class WorkedScreen(Modal[bool]):
    """Every rule, and what it made; gives True when the learner has looked and goes on."""

    help_title = N_("the worked derivation")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,escape,q", "close", N_("go on"), key_display="enter", tooltip=N_("back to the question")),
    ]

    def __init__(self, f: Any, wrts: tuple[str, ...]) -> None:
        super().__init__()
        self.f, self.wrts = f, wrts

    @property
    def tutor(self) -> TutorApp:
        return self.app  # type: ignore[return-value]

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="worked") as box:
            box.border_title = Content(tr("worked, rule by rule"))
            yield Static(tr("working it out ..."), id="worked-lines", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        self.query_one("#worked").focus()
        self.run_worker(self._work(), name="worked derivation")

    async def _work(self) -> None:
        try:
            works = await self.tutor.helper.ask("derivation", self.f, self.wrts, seconds=SECONDS)
        except TaskFailed as fault:
            self.query_one("#worked-lines", Static).update(
                Content(tr("This could not be worked out: {fault}", fault=fault))
            )
            return
        self.query_one("#worked-lines", Static).update(Content("\n").join(self._lines(works)))

    def _lines(self, works: Any) -> list[Content]:
        lines: list[Content] = []
        for work in told(self.f, works, ascii=self.tutor.terminal.ascii):
            lines.append(Content.styled(work.start, "bold"))
            for equation, rule in work.rules:
                lines += [Content(equation), Content.styled(f"    {rule}", "dim")]
            lines.append(Content(""))
        return lines

    def action_close(self) -> None:
        self.dismiss(True)
