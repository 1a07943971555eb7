"""The pane of `graph`: the nodes of a computation graph, left to right where there is room, and what flows in it."""

from __future__ import annotations

from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from tutor.messages import N_, tr
from tutor.ui.panes.base import ScenePane
from tutor.ui.panes.borders import Box, that_fits
from tutor.ui.panes.descend_theta import StepRows
from tutor.ui.panes.graph_views import rows_of

TITLES = {
    "forward": (N_("values forward"), N_("forward")),
    "backward": (N_("values forward, gradients back"), N_("forward, back")),
    "nudge": (N_("a nudge d{wrt} = {nudge}"), N_("a nudge")),
    "dual": (N_("dual numbers, value + derivative"), N_("dual numbers")),
    "paths": (N_("slopes along every path"), N_("paths")),
}
WIPING = (N_("gradients back with = (not +=)"), N_("back with ="))


class Pane(ScenePane):
    help_title = N_("the graph")
    invitation = N_("press space")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "space", "advance", N_("next"), key_display="space", tooltip=N_("the next node, or the next edge back")
        ),
        Binding("backspace", "retreat", "", show=False, tooltip=N_("take the last step back")),
        Binding(
            "right", "choose(1)", N_("node"), key_display="← →", tooltip=N_("look at the next node: its local rule")
        ),
        Binding("left", "choose(-1)", "", show=False, tooltip=N_("look at the node before")),
        Binding("up", "scale(1)", N_("nudge"), key_display="↑ ↓", tooltip=N_("a nudge ten times larger")),
        Binding("down", "scale(-1)", "", show=False, tooltip=N_("a nudge ten times smaller")),
        Binding("up", "choose(-1)", "", show=False, tooltip=N_("look at the node before")),
        Binding("down", "choose(1)", "", show=False, tooltip=N_("look at the next node")),
        Binding("m", "turn", N_("mode"), tooltip=N_("another way to look at the same graph")),
        Binding("a", "sum", N_("+= or ="), tooltip=N_("gradients that meet: added up, or overwriting each other")),
        Binding("i", "follow", "", show=False, tooltip=N_("follow another input")),
        Binding("end", "finish", "", show=False, tooltip=N_("every step at once")),
        Binding("home", "restart", "", show=False, tooltip=N_("from the beginning again")),
    ]

    def __init__(self, settings: Any, *, locked: bool = False) -> None:
        super().__init__(settings, locked=locked)
        self._note = ""  # until the next key

    def picture(self) -> ComposeResult:
        with Box(classes="pane"):
            yield StepRows()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "turn" and len(self.settings.mode) < 2:
            return False
        if self.scene is not None:
            if action == "sum" and self.scene.mode != "backward":
                return False
            if action == "scale" and self.scene.mode != "nudge":
                return False
            follows = self.scene.mode in ("nudge", "dual", "paths") and len(self.settings.inputs) > 1
            if action == "follow" and not follows:
                return False
        return super().check_action(action, parameters)

    def paint(self) -> None:
        box, lines = self.query_one(Box), self.query_one(StepRows)
        scene = self.scene
        nudge, wrt = scene.words_of_nudge(self.ascii)
        titles = WIPING if scene.mode == "backward" and not scene.accumulate else TITLES[scene.mode]
        box.tell(title=that_fits(box, *(tr(each, wrt=wrt, nudge=nudge) for each in titles)))
        place = tr("{k} of {n}", k=scene.place, n=scene.total)
        modes = self.settings.mode
        following = modes[(modes.index(scene.mode) + 1) % len(modes)]
        turns = f"{place}, m: {following}" if len(modes) > 1 else place
        follows = [tr("{place}, i: another input", place=turns)] if self.check_action("follow", ()) else []
        box.tell(subtitle=that_fits(box, *follows, turns, place))
        width, height = lines.size
        lines.set_rows(() if height < 1 else rows_of(scene, width, height, self.ascii, bare=self.locked))

    def action_advance(self) -> None:
        self._moved(self.scene.next(), tr("That was the last step."))

    def action_retreat(self) -> None:
        self._moved(self.scene.back(), tr("Nothing is done yet."))

    def action_choose(self, by: int) -> None:
        self.scene.choose(by)
        self._moved(True)

    def action_scale(self, by: int) -> None:
        least, most = tr("The nudge can be no smaller."), tr("The nudge can be no larger.")
        self._moved(self.scene.scale(by), least if by < 0 else most)

    def action_turn(self) -> None:
        self.scene.turn()
        self._moved(True)
        self.refresh_bindings()

    def action_sum(self) -> None:
        self.scene.toggle()
        self._moved(True)

    def action_follow(self) -> None:
        self.scene.turn_input()
        self._moved(True)

    def action_finish(self) -> None:
        self.scene.finish()
        self._moved(True)

    def action_restart(self) -> None:
        self.scene.restart()
        self._moved(True)

    def _moved(self, moved: bool, otherwise: str = "") -> None:
        self._note = "" if moved else otherwise
        self.repaint()

    def say(self, text: str) -> None:
        """The scene's sentence; before it, why a key did nothing."""
        super().say(f"{self._note} {text}" if self._note else text)
