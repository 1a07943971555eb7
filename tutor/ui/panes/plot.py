"""The pane of `plot`: a curve, the tangent that the arrow keys move, secants that close on it, derivatives below."""

from __future__ import annotations

from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from tutor.drawing.picture import Guide, Picture, Role, Series, Stroke
from tutor.messages import N_, tr
from tutor.typeset import line, symbol
from tutor.ui.chart import Chart
from tutor.ui.panes.base import ScenePane
from tutor.ui.panes.borders import Box, that_fits

STYLE = {
    "curve": (Role.LINE, Stroke.SOLID),
    "extra": (Role.FOURTH, Stroke.DOTTED),
    "tangent": (Role.SECOND, Stroke.DASHED),
    "secant": (Role.THIRD, Stroke.DOTTED),
    "chord": (Role.THIRD, Stroke.DOTTED),
}
MARK = {"tangent": ("●", "o"), "secant": ("◆", "#"), "chord": ("◆", "#")}


class Pane(ScenePane):
    help_title = N_("the plot")
    invitation = N_("press the arrow keys")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "move(-1)", N_("tangent"), key_display="← →", tooltip=N_("move the tangent left")),
        Binding("right", "move(1)", "", show=False, tooltip=N_("move the tangent right")),
        Binding("shift+left", "move(-10)", "", show=False, tooltip=N_("move the tangent far left")),
        Binding("shift+right", "move(10)", "", show=False, tooltip=N_("move the tangent far right")),
        Binding(
            "space,down", "shrink", N_("shrink h"), key_display="space", tooltip=N_("the secant's next, smaller run h")
        ),
        Binding("up,backspace", "widen", N_("widen h"), key_display="↑", tooltip=N_("the run h before")),
    ]

    def __init__(self, settings: Any, *, locked: bool = False) -> None:
        super().__init__(settings, locked=locked)
        if settings.secant is not None:
            self.invitation = N_("press space")
        elif not settings.tangent:
            self.invitation = ""  # a picture to look at

    def picture(self) -> ComposeResult:
        for panel in self.settings_panels():
            with Box(classes="pane", id=f"panel-{panel}"):
                yield Chart()

    def settings_panels(self) -> tuple[int, ...]:
        from tutor.scenes._plot_state import PANELS

        return tuple(sorted({PANELS[name] for name in self.settings.show}))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "move" and not (self.settings.tangent):
            return False
        if action in ("shrink", "widen") and self.settings.secant is None:
            return False
        return super().check_action(action, parameters)

    def paint(self) -> None:
        for panel in self.scene.panels:
            box = self.query_one(f"#panel-{panel}", Box)
            box.tell(title=that_fits(box, *self._titles(panel)))
            box.tell(subtitle=that_fits(box, *self._tangents(panel)))
            self.query_one(f"#panel-{panel} Chart", Chart).show(self._picture(panel))

    def _titles(self, panel: int) -> tuple[str, ...]:
        prime = ("'" if self.ascii else "′") * panel
        formula = line(self.scene.orders[panel], ascii=self.ascii)
        left = f"f{prime}({symbol(self.settings.variable, ascii=self.ascii)})"
        return f"{left} = {formula}", left

    def _tangents(self, panel: int) -> tuple[str, ...]:
        if self.locked or panel or not self.settings.tangent:
            return ("",)
        found = self.scene.tangent_line(ascii=self.ascii)
        return (tr("tangent {line}", line=found), found, "") if found else ("",)

    def _picture(self, panel: int) -> Picture:
        left, right, low, high = self.scene.window(panel)
        curves = [c for c in self.scene.curves(panel) if not self.locked or c.role in ("curve", "extra")]
        series = [Series(c.name, c.xs, c.ys, STYLE[c.role][1], STYLE[c.role][0], mark=" ") for c in curves]
        for dot in [] if self.locked else self.scene.dots(panel):
            mark = MARK[dot.role][self.ascii]
            series.append(Series(dot.role, [dot.x], [dot.y], Stroke.POINTS, Role.POINT, mark))
        guides = (Guide(y=0.0),) if low < 0 < high else ()
        return Picture(tuple(series), (left, right), (low, high), guides=guides, x_name=self.settings.variable)

    def action_move(self, steps: int) -> None:
        self.scene.move(steps)
        self.repaint()

    def action_shrink(self) -> None:
        moved = self.scene.shrink()
        self.repaint()
        if not moved:
            self.say(f"{self.scene.sentence(ascii=self.ascii)}. {tr('That is the smallest h of this scene.')}")

    def action_widen(self) -> None:
        self.scene.widen()
        self.repaint()
