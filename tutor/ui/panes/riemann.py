"""The pane of `riemann`: strips under the curve, filled, what lies below the axis filled otherwise, and a table of the
sums by every rule."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType

from tutor.drawing.picture import Picture, Role, Row, Series
from tutor.messages import N_, tr
from tutor.typeset import line, symbol
from tutor.ui.chart import Chart
from tutor.ui.panes.borders import Box, that_fits
from tutor.ui.panes.chart_table import TABLE_KEY, ChartTablePane, table_lines


class AreaChart(Chart):
    """A chart of `Areas`."""

    def _draw_rows(self, width: int, height: int) -> list[Row]:
        from tutor.drawing.areas import draw_areas

        return draw_areas(self._subject, width, height, self.marks, self._figure)


class Pane(ChartTablePane):
    help_title = N_("the area")
    invitation = N_("press the arrow keys")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "multiply(1)", N_("strips"), key_display="↑ ↓", tooltip=N_("twice as many strips")),
        Binding("down", "multiply(-1)", "", show=False, tooltip=N_("half as many strips")),
        Binding("right", "turn(1)", N_("rule"), key_display="← →", tooltip=N_("the next rule for their heights")),
        Binding("left", "turn(-1)", "", show=False, tooltip=N_("the rule before")),
        Binding(
            "n,space", "number", N_("next n"), key_display="n", tooltip=N_("the next number of strips of the lesson")
        ),
        TABLE_KEY,
    ]

    def chart(self) -> Chart:
        return AreaChart()

    @property
    def table_rows(self) -> int:
        rules: tuple[str, ...] = self.settings.rules
        return len(rules) + 2 + bool(self.settings.antiderivative)  # headings, rules, limit, F

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "number" and len(self.settings.n) < 2:
            return False
        if action == "turn" and len(self.settings.rules) < 2:
            return False
        return super().check_action(action, parameters)

    # --- painting -----------------------------------------------------------------------------------------------------

    def paint_chart(self, box: Box) -> None:
        from tutor.scenes._riemann_words import NAMED, named

        f, name = named(self.scene, self.ascii), symbol(self.settings.variable, ascii=self.ascii)
        formula = line(self.scene.integrand, ascii=self.ascii)
        rule = "" if self.locked else f", {tr(NAMED[self.scene.rule])}, n = {self.scene.n}"
        ways = f"{f}({name}) = {formula}{rule}", f"{f} = {formula}{rule}", f"{f} = {formula}", f
        box.tell(title=that_fits(box, *ways))
        box.tell(subtitle=that_fits(box, *self._legend()))
        self.query_one("#chart-box AreaChart", AreaChart).show(self._picture())

    def _legend(self) -> tuple[str, ...]:
        """How the two fills count, where there are both."""
        from tutor.drawing.areas import fills

        if self.locked or not self.scene.sum().below:
            return ("",)
        above, below = fills(self.query_one("#chart-box AreaChart", AreaChart).marks)
        said = {"above": above, "below": below}
        return tr("{above} adds, {below} takes away", **said), tr("{below} takes away", below=below), ""

    def _picture(self) -> Picture:
        from tutor.drawing.areas import Areas

        scene, columns = self.scene, max(20, self.query_one("#chart-box Chart", Chart).size.width)
        strips = None if self.locked else scene.strips()
        xs, ys = scene.curve(columns)
        return Areas(
            (Series("f", xs, ys, role=Role.LINE),),
            scene.window,
            scene.heights,
            x_name=symbol(self.settings.variable, ascii=self.ascii),
            edges=() if strips is None else strips.edges,
            lefts=() if strips is None else strips.left,
            rights=() if strips is None else strips.right,
        )

    def table_titles(self) -> tuple[str, ...]:
        if self.locked:
            return (tr("sums"),)
        return (tr("sums with n = {n}", n=self.scene.n), f"n = {self.scene.n}")

    def rows_of_table(self, width: int, height: int) -> list[Row]:
        from tutor.scenes._riemann_words import antiderivative_line

        heads = [tr("rule"), tr("sum"), tr("error")]
        chosen = self.settings.rules.index(self.scene.rule)
        rows = table_lines([heads, *self.scene.table(ascii=self.ascii)], chosen, width, height, self.ascii)
        found = antiderivative_line(self.scene, self.ascii) if self.settings.antiderivative else None
        if found and len(rows) < height and len(found) + 2 <= width:
            rows.append(((f"  {found}", Role.AXIS.value),))
        return rows

    # --- what the learner wants ---------------------------------------------------------------------------------------

    def action_multiply(self, by: int) -> None:
        from tutor.scenes._riemann_sums import MOST

        self.moved(self.scene.multiply(by), tr("n goes from 1 to {most}.", most=MOST))

    def action_number(self) -> None:
        self.moved(self.scene.next_n())

    def action_turn(self, by: int) -> None:
        self.moved(self.scene.turn(by))
