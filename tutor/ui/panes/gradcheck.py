"""The pane of `gradcheck`: how far differences are off, as a table and against h; the arrow keys change h."""

from __future__ import annotations

from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal

from tutor.drawing.picture import Mark, Picture, Role, Row, Series, Stroke
from tutor.messages import N_, tr
from tutor.ui.chart import Chart
from tutor.ui.panes.base import ScenePane
from tutor.ui.panes.borders import Box, that_fits
from tutor.ui.panes.descend_theta import StepRows

STYLE = {"forward": (Role.LINE, Stroke.SOLID, "F"), "central": (Role.SECOND, Stroke.DASHED, "C")}
ROOMY = 76  # columns in which the table and the chart have room beside each other
LEAST_ROWS = 6  # of the table, beside the details


class Pane(ScenePane):
    DEFAULT_CSS = """
    #gradcheck { height: 1fr; }
    #gradcheck .pane { width: 1fr; height: 100%; }
    #gradcheck.-upright { layout: vertical; }
    #gradcheck.-upright .pane { width: 100%; height: 1fr; }
    """
    help_title = N_("the gradient check")
    invitation = N_("press the left arrow")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,space", "shrink", N_("smaller h"), key_display="←", tooltip=N_("the next smaller h")),
        Binding("right", "widen", N_("larger h"), key_display="→", tooltip=N_("the h before")),
        Binding(
            "up", "component(-1)", N_("variable"), key_display="↑ ↓", tooltip=N_("the slope along another variable")
        ),
        Binding("down", "component(1)", "", show=False, tooltip=N_("the slope along the next variable")),
        Binding("w", "take", "", show=False, tooltip=N_("take it home: the program, the chart as a file")),
    ]

    def __init__(self, settings: Any, *, locked: bool = False) -> None:
        super().__init__(settings, locked=locked)
        self._note = ""  # until the next key

    def picture(self) -> ComposeResult:
        with Horizontal(id="gradcheck"):
            with Box(classes="pane", id="gradcheck-table"):
                yield StepRows()
            with Box(classes="pane", id="gradcheck-errors"):
                yield Chart()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "component" and len(self.settings.names) < 2:
            return False
        return super().check_action(action, parameters)

    def fit(self) -> None:
        super().fit()
        self.query_one("#gradcheck").set_class(self.size.width < ROOMY, "-upright")

    def paint(self) -> None:
        self._table()
        self._chart()

    def _table(self) -> None:
        box, lines = self.query_one("#gradcheck-table", Box), self.query_one("#gradcheck-table StepRows", StepRows)
        width, height = lines.size
        box.tell(
            title=that_fits(box, tr("differences of {f}, and how far off", f=self.scene.letter), tr("differences"))
        )
        box.tell(subtitle=tr("{k} of {n}", k=self.scene.place + 1, n=len(self.scene.hs)))
        if self.locked or height < 1:
            lines.set_rows(())
            return
        cells = next(
            (
                each
                for each in (self.scene.table(self.ascii, values) for values in (True, False))
                if _wide(each) <= width
            ),
            self.scene.table(self.ascii, False),
        )
        below = self.scene.details(self.ascii)
        room = min(len(cells), max(LEAST_ROWS, height - len(below) - 1))
        rows = _rows(cells, self.scene.place, min(room, height), self.ascii)
        lines.set_rows([*rows, *(((text, Role.AXIS.value),) for text in ["", *below][: height - len(rows)])])

    def _chart(self) -> None:
        box, chart = self.query_one("#gradcheck-errors", Box), self.query_one("#gradcheck-errors Chart", Chart)
        log = "log10 h" if self.ascii else "log₁₀ h"
        box.tell(
            title=that_fits(box, tr("error against {h}, log scale", h=log), tr("error against {h}", h=log), tr("error"))
        )
        box.tell(subtitle=that_fits(box, tr("F forward  C central"), "F, C") if len(self.settings.formulas) > 1 else "")
        if self.locked:
            chart.show(Picture(x=(-16.0, 0.0), y=(1e-12, 1.0), log=True, x_name=log))
            return
        series: list[Series] = []
        for formula in self.settings.formulas:
            xs, ys = self.scene.curve(formula)
            role, stroke, letter = STYLE[formula]
            series.append(Series(formula, xs, ys, stroke, role, letter))
            here = len(xs) - 1 - self.scene.place
            mark = "o" if self.ascii else "●"
            series.append(Series("now", xs[here : here + 1], ys[here : here + 1], Stroke.POINTS, Role.POINT, mark))
        xs = self.scene.curve(self.settings.formulas[0])[0]
        limits = (float(xs[0]), float(xs[-1])) if len(xs) > 1 else None
        now = Mark(float(xs[len(xs) - 1 - self.scene.place]))
        chart.show(Picture(tuple(series), x=limits, log=True, marks=(now,), x_name=log))

    def action_shrink(self) -> None:
        self._moved(self.scene.shrink(), tr("That is the smallest h of this scene."))

    def action_widen(self) -> None:
        self._moved(self.scene.widen(), tr("That is the largest h of this scene."))

    def action_component(self, by: int) -> None:
        self._moved(self.scene.next_component(by), "")

    def action_take(self) -> None:
        from tutor.ui.screens.take import take_home

        take_home(self.tutor, self, getattr(self.screen, "name_to_take", "gradcheck"))

    def _moved(self, moved: bool, otherwise: str) -> None:
        self._note = "" if moved else otherwise
        self.repaint()

    def say(self, text: str) -> None:
        """The scene's sentence; before it, why a key did nothing."""
        super().say(f"{self._note} {text}" if self._note else text)


def _wide(cells: list[list[str]]) -> int:
    return sum(max(map(len, column)) for column in zip(*cells, strict=True)) + 2 * len(cells[0])


def _rows(cells: list[list[str]], place: int, room: int, ascii: bool) -> list[Row]:
    """The heading, and so many rows around the one at `place`, which has a mark before it."""
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    count = max(1, room - 1)
    first = max(0, min(place - count // 2, len(cells) - 1 - count))

    def row(each: list[str], mark: str, role: Any) -> Row:
        text = "  ".join(cell.rjust(width) for cell, width in zip(each, widths, strict=True))
        return ((f"{mark} {text}", role.value),)

    shown = [
        row(each, (">" if ascii else "▸") if i == place else " ", Role.POINT if i == place else Role.PLAIN)
        for i, each in enumerate(cells[1:])
    ]
    return [row(cells[0], " ", Role.AXIS), *shown[first : first + count]][:room]
