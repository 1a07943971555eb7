"""The pane of `taylor`: f and its polynomial, the error at the probe drawn as a gap between them, and a table of the
degrees that were looked at."""

from __future__ import annotations

from math import isfinite
from typing import Any, ClassVar

from textual.binding import Binding, BindingType

from tutor.drawing.picture import Guide, Picture, Role, Row, Series, Stroke
from tutor.messages import N_, tr
from tutor.typeset import line, symbol
from tutor.ui.chart import Chart
from tutor.ui.panes.borders import Box, that_fits
from tutor.ui.panes.chart_table import TABLE_KEY, ChartTablePane, table_lines

ABOUT, TRUTH, NEAR = ("○", "a"), ("●", "f"), ("◆", "P")  # the marks of the points, and in ASCII
HIDDEN = "·"
ROOM_FOR_KEYS = 66  # columns of a window whose footer tells all the keys; the last of them works in any


class Pane(ChartTablePane):
    help_title = N_("the Taylor polynomials")
    invitation = N_("press the arrow keys")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,space", "degree(1)", N_("degree"), key_display="↑ ↓", tooltip=N_("the next degree")),
        Binding("down,backspace", "degree(-1)", "", show=False, tooltip=N_("the degree before")),
        Binding("left", "move(-1)", N_("probe"), key_display="← →", tooltip=N_("move the probe left")),
        Binding("right", "move(1)", "", show=False, tooltip=N_("move the probe right")),
        Binding("shift+left", "move(-10)", "", show=False, tooltip=N_("move the probe far left")),
        Binding("shift+right", "move(10)", "", show=False, tooltip=N_("move the probe far right")),
        Binding("comma", "about(-1)", N_("about"), key_display=", .", tooltip=N_("make the polynomial farther left")),
        Binding("comma", "shift(-1)", "", show=False, tooltip=N_("make the polynomial farther left")),
        Binding("full_stop", "shift(1)", "", show=False, tooltip=N_("make the polynomial farther right")),
        TABLE_KEY,
    ]

    @property
    def table_rows(self) -> int:
        return len(self.settings.degrees) + 2  # headings, and f

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "about" and self.app.size.width < ROOM_FOR_KEYS:
            return False
        return super().check_action(action, parameters)

    # --- painting -----------------------------------------------------------------------------------------------------

    def paint_chart(self, box: Box) -> None:
        box.tell(title=that_fits(box, *self._titles()))
        box.tell(subtitle="" if self.locked else that_fits(box, *self._formulas()))
        self.query_one("#chart-box Chart", Chart).show(self._picture())

    def _titles(self) -> tuple[str, ...]:
        from tutor.scenes._taylor_words import where

        f = line(self.settings.f, ascii=self.ascii)
        if self.settings.plane:
            along = where(self.scene, self.ascii)
            return tr("f = {f} along {where}", f=f, where=along), tr("f along {where}", where=along), f"f = {f}", "f"
        name = symbol(self.settings.variable, ascii=self.ascii)
        return f"f({name}) = {f}", f"f = {f}", "f"

    def _formulas(self) -> tuple[str, ...]:
        formula = self.scene.formula(ascii=self.ascii)
        dashed = "o" if self.ascii else tr("dashed")
        return tr("{sign}: P = {formula}", sign=dashed, formula=formula), f"P = {formula}", tr("{sign}: P", sign=dashed)

    def _picture(self) -> Picture:
        scene, columns = self.scene, max(20, self.query_one("#chart-box Chart", Chart).size.width)
        low, high = scene.heights
        xs, ys = scene.curve(columns)
        series = [Series("f", xs, ys, Stroke.SOLID, Role.LINE, mark=" ")]
        if not self.locked:
            xs, ys = scene.polynomial(columns)
            series.append(Series("P", xs, ys, Stroke.DASHED, Role.SECOND, mark=" "))
            series += self._gap()
        guides = (Guide(y=0.0),) if low < 0 < high else ()
        return Picture(tuple(series), scene.settings.window, (low, high), guides=guides, x_name=self._x_name)

    @property
    def _x_name(self) -> str:
        return symbol(self.settings.variable, ascii=self.ascii)

    def _gap(self) -> list[Series]:
        """The point that the polynomial is made at, and at the probe the points of f and of P with the gap between."""
        scene, x = self.scene, float(self.scene.probe)
        truth, near = float(scene.truth), float(scene.value())
        dots = [(ABOUT, float(scene.about), float(scene.derivatives[0])), (NEAR, x, near), (TRUTH, x, truth)]
        found = [
            Series("", [at], [height], Stroke.POINTS, Role.POINT, mark[self.ascii])
            for mark, at, height in dots
            if isfinite(height)
        ]
        if isfinite(truth) and scene.error():
            found.insert(0, Series("gap", [x, x], [truth, near], Stroke.SOLID, Role.THIRD, mark=" "))
        return found

    def table_titles(self) -> tuple[str, ...]:
        if self.locked:
            return (tr("degrees"),)
        place = f"{self._x_name} = {self._shown(self.scene.probe)}"
        return (tr("at the probe, {place}", place=place), tr("at {place}", place=place), tr("degrees"))

    def _shown(self, number: Any) -> str:
        from tutor.scenes._numbers import shown

        return shown(number, self.ascii)

    def rows_of_table(self, width: int, height: int) -> list[Row]:
        """Every degree, those that were not looked at without their numbers, and f."""
        hidden = "." if self.ascii else HIDDEN
        every = self.scene.table(ascii=self.ascii, every=True)
        rows = [
            row if int(row[0]) in self.scene.seen else [row[0], *(hidden.rjust(len(cell)) for cell in row[1:])]
            for row in every
        ]  # as wide as the numbers will be: columns stand still
        rows.append(["f", self._shown(self.scene.truth), ""])
        chosen = self.settings.degrees.index(self.scene.degree)
        return table_lines([[tr("degree"), "P", tr("error")], *rows], chosen, width, height, self.ascii)

    # --- what the learner wants ---------------------------------------------------------------------------------------

    def action_degree(self, by: int) -> None:
        edge = tr("That is the highest degree here.") if by > 0 else tr("That is the lowest degree here.")
        self.moved(self.scene.raise_degree(by), edge)

    def action_move(self, steps: int) -> None:
        self.moved(self.scene.move(steps), tr("The probe goes no farther."))

    def action_about(self, steps: int) -> None:
        """The same key, told in the footer."""
        self.action_shift(steps)

    def action_shift(self, steps: int) -> None:
        self.moved(self.scene.move_about(steps), tr("The polynomial cannot be made farther on."))
