"""The pane of `net`: the network with its numbers, its loss, and what it makes of every input, while it trains.

The steps are taken in small pieces between two keys, as those of a descent are (`played`).
"""

from __future__ import annotations

from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Vertical
from textual.widget import Widget

from tutor.messages import N_, tr
from tutor.ui.chart import Chart, HeatMap
from tutor.ui.panes.borders import Box, that_fits
from tutor.ui.panes.descend_theta import StepRows
from tutor.ui.panes.net_views import draw
from tutor.ui.panes.played import PlayedPane

ROOMY = 76  # columns in which the net and the charts have room beside each other


class Pane(PlayedPane):
    DEFAULT_CSS = """
    #net-panels { layout: horizontal; height: 1fr; }
    #net-panels .pane { height: 1fr; }
    #net-panels #net-net { width: 44; height: 100%; }
    #net-panels #net-charts { width: 1fr; height: 100%; }
    #net-panels #net-charts .pane { width: 1fr; height: 1fr; }
    #net-panels.-upright { layout: vertical; }
    #net-panels.-upright #net-net { width: 100%; height: 3fr; }
    #net-panels.-upright #net-charts { width: 100%; height: 2fr; layout: horizontal; }
    #net-panels.-upright #net-charts .pane { height: 100%; }
    #net-panels.-zoomed #net-net, #net-panels.-zoomed #net-charts { width: 100%; height: 100%; }
    """
    help_title = N_("the network")
    invitation = N_("press space")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "play", N_("play/pause"), tooltip=N_("play, or pause")),
        Binding("right", "step", N_("step"), key_display="← →", tooltip=N_("one step")),
        Binding("left", "back", "", show=False, tooltip=N_("one step back, exactly")),
        Binding("up,full_stop", "gear(1)", N_("speed"), key_display="↑ ↓", tooltip=N_("faster, up to full speed")),
        Binding("down,comma", "gear(-1)", "", show=False, tooltip=N_("slower")),
        Binding("plus,equals_sign", "rate(1)", "", show=False, tooltip=N_("a higher rate from here on")),
        Binding("minus,underscore", "rate(-1)", "", show=False, tooltip=N_("a lower rate from here on")),
        Binding("n", "row(1)", "", show=False, tooltip=N_("the next row: its way through the net is shown")),
        Binding("p", "row(-1)", "", show=False, tooltip=N_("the row before")),
        Binding("b", "slopes", N_("backward"), tooltip=N_("the gradient of each weight, or the weights")),
        Binding("home", "to_start", "", show=False, tooltip=N_("back to the start")),
        Binding("end", "to_end", "", show=False, tooltip=N_("to the end (space stops on the way)")),
        Binding("r", "reset", "", show=False, tooltip=N_("reset: first weights, first rate")),
        Binding("l", "log", "", show=False, tooltip=N_("the loss linear or logarithmic")),
        Binding("z", "zoom", "", show=False, tooltip=N_("one pane large, the next, all again")),
        Binding("w", "take", "", show=False, tooltip=N_("take it home: the program, the trace, a chart as a file")),
    ]

    def __init__(self, settings: Any, *, locked: bool = False) -> None:
        super().__init__(settings, locked=locked)
        self._views: dict[str, tuple[Box, Any]] = {}
        self._zoomed = 0

    def picture(self) -> ComposeResult:
        yield Container(id="net-panels")

    def started(self) -> None:
        made: dict[str, Widget] = {"net": StepRows(), "loss": Chart(), "map": HeatMap(), "curve": Chart()}
        for name in self.scene.panels:
            self._views[name] = (Box(made[name], classes="pane", id=f"net-{name}"), made[name])
        first, *charts = (box for box, _ in self._views.values())
        self.query_one("#net-panels", Container).mount(first, Vertical(*charts, id="net-charts"))
        super().started()
        self.call_after_refresh(self.repaint)

    # --- painting -----------------------------------------------------------------------------------------------------

    def repaint(self, *parts: str) -> None:
        """Paints these parts, or all, one in a turn of the event loop."""
        if self.scene is not None and self.stands:
            self._painter.want(*parts)

    def _parts(self) -> tuple[str, ...]:
        return (*(name for name, (box, _) in self._views.items() if box.display), "sentence")

    def _paint_part(self, part: str) -> None:
        if not self.stands:
            return
        if part == "sentence":
            self.say_what_is_shown()
            return
        box, drawing = self._views[part]
        draw(part, self.scene, box, drawing, ascii=self.ascii)
        if part == "net":
            gear = self.scene.gear_name.replace("x", "x" if self.ascii else "×")
            pace = tr("playing {gear}", gear=gear) if self._runner.going else tr("paused {gear}", gear=gear)
            right = self.scene.right_words
            box.tell(subtitle=that_fits(box, *([f"{right}, {pace}"] if right else []), pace))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Of one row there is no next."""
        if action == "row" and self.scene is not None and self.scene.network.m < 2:
            return False
        return super().check_action(action, parameters)

    def fit(self) -> None:
        super().fit()
        self.query_one("#net-panels").set_class(self.size.width < ROOMY, "-upright")

    # --- playing ------------------------------------------------------------------------------------------------------

    def action_play(self) -> None:
        self._toggle_play()
        self.repaint()

    # --- what the learner wants ---------------------------------------------------------------------------------------

    def action_step(self) -> None:
        self._halt()
        self._runner.do(self.scene.step)

    def action_back(self) -> None:
        self._halt()
        self._runner.do(self.scene.back)

    def action_to_start(self) -> None:
        self._halt()
        self._runner.do(self.scene.to_start)

    def action_to_end(self) -> None:
        self._halt()
        self._runner.start(self.scene.to_end())
        self.repaint()

    def action_reset(self) -> None:
        self._halt()
        self._runner.do(self.scene.reset)

    def action_rate(self, by: int) -> None:
        self._runner.do(lambda: self.scene.change_rate(by))

    def action_gear(self, by: int) -> None:
        self.scene.shift(by)
        self.repaint("net")

    def action_row(self, by: int) -> None:
        self._runner.do(lambda: self.scene.next_row(by))

    def action_slopes(self) -> None:
        self._runner.do(self.scene.toggle_slopes)

    def action_log(self) -> None:
        self._runner.do(self.scene.toggle_log)

    def action_take(self) -> None:
        from tutor.ui.screens.take import take_home

        take_home(self.tutor, self, getattr(self.screen, "name_to_take", "net"))

    def action_zoom(self) -> None:
        names = list(self._views)
        self._zoomed = (self._zoomed + 1) % (len(names) + 1)
        for place, name in enumerate(names, 1):
            self._views[name][0].display = self._zoomed in (0, place)
        self.query_one("#net-charts").display = self._zoomed != 1
        self.query_one("#net-panels").set_class(self._zoomed > 0, "-zoomed")
        self.call_after_refresh(self.repaint)
