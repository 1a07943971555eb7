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
from tutor.messages import N_, tr
from tutor.ui.keybar import KeyBar
from tutor.ui.narrow import NarrowScreen
from tutor.ui.panes.base import ScenePane
from tutor.ui.scene_host import SceneHost

if TYPE_CHECKING:
    from tutor.ui.app import TutorApp

INVITATION = N_("ctrl+r: watch it run beside the right one.")


class BesideScreen(NarrowScreen[None]):
    """Two runs from the question's start: the right one, and the learner's."""

    CSS_PATH = Path(__file__).parent.parent / "lesson.tcss"
    help_title = N_("your update beside the right one")
    help_text = N_(
        "Both runs have the same start and the same rate (alpha); only the update differs. n: whose steps are shown."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("c", "code", "", show=False, tooltip=N_("the same in Python")),
        Binding("escape,enter", "leave", N_("back"), key_display="esc", tooltip=N_("back to the question")),
    ]

    def __init__(self, settings: Any, name: str) -> None:
        super().__init__()
        self.settings, self.name_to_take = settings, name
        self.host = SceneHost()

    @property
    def tutor(self) -> TutorApp:
        return self.app  # type: ignore[return-value]

    def compose(self) -> ComposeResult:
        wrong = self.settings.runs[-1].label or tr("your update")
        said = tr('A: the right update. B: yours, "{wrong}". Both start alike.', wrong=wrong)
        yield Static(Content(said), id="crumb")
        yield Container(id="scene")
        yield Static(Content(tr("space plays both, right takes a step; escape: back to the question")), id="next")
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
        self.dismiss()

    def on_screen_suspend(self) -> None:
        self.query_one(ScenePane).pause()
