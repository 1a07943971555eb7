"""A learner's mistaken update, run beside the right one, in a screen of its own: escape comes back, nothing is lost."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.content import Content
from textual.widgets import Static

from tutor.lesson.model import Scene
from tutor.lesson.questions import Next, Question
from tutor.session import QuestionState
from tutor.ui.keybar import KeyBar
from tutor.ui.narrow import NarrowScreen
from tutor.ui.panes.base import ScenePane
from tutor.ui.scene_host import SceneHost
from tutor.verdict import Outcome

if TYPE_CHECKING:
    from tutor.ui.app import TutorApp

INVITATION = "ctrl+r: watch it run beside the right one."


def settings_beside(question: Question, state: QuestionState) -> Any:
    """The descent that shows the last answer's mistake beside the right update; None where there is none to show."""
    last = state.last
    if not isinstance(question.about, Next) or last is None or last.outcome is not Outcome.MISTAKE:
        return None
    if last.mistake is None or (question.before and not state.revealed):
        return None
    from tutor.scenes._descend_beside import beside

    return beside(question, last.mistake)


class BesideScreen(NarrowScreen[None]):
    """Two runs from the question's start: the right one, and the learner's."""

    CSS_PATH = Path(__file__).parent.parent / "lesson.tcss"
    help_title = "your update beside the right one"
    help_text = (
        "Both runs have the same start and the same rate (alpha); only the update differs. n: whose steps are shown."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("c", "code", "", show=False, tooltip="the same in Python"),
        Binding("escape,enter", "leave", "back", key_display="esc", tooltip="back to the question"),
    ]

    def __init__(self, settings: Any, name: str) -> None:
        super().__init__()
        self.settings, self.name_to_take = settings, name
        self.host = SceneHost()

    @property
    def tutor(self) -> TutorApp:
        return self.app  # type: ignore[return-value]

    def compose(self) -> ComposeResult:
        wrong = self.settings.runs[-1].label or "your update"
        said = f'A: the right update. B: yours, "{wrong}". Both start alike.'
        yield Static(Content(said), id="crumb")
        yield Container(id="scene")
        yield Static(Content("space plays both, right takes a step; escape: back to the question"), id="next")
        yield KeyBar()

    async def on_mount(self) -> None:
        spec = Scene("descend", self.settings)
        await self.host.enter(self, self.query_one("#scene", Container), 0, spec, locked=False)
        self.query_one(ScenePane).focus()

    def action_code(self) -> None:
        from tutor.ui.screens.code import CodeScreen

        pane = self.query_one(ScenePane)
        if pane.scene is not None:
            pane.pause()
            self.app.push_screen(CodeScreen(pane.scene.program(), self.name_to_take))

    def action_leave(self) -> None:
        self.host.leave()
        self.app.pop_screen()

    def on_screen_suspend(self) -> None:
        self.query_one(ScenePane).pause()
