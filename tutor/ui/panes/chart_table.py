"""What panes with a chart and a small table share: both where there is room, else one in place of the other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical

from tutor.drawing.picture import Role, Row
from tutor.letters import cells
from tutor.messages import N_
from tutor.ui.chart import Chart
from tutor.ui.panes.base import ScenePane
from tutor.ui.panes.borders import Box, that_fits
from tutor.ui.panes.descend_theta import StepRows

NARROW = 60  # columns in which frames have no room for air
ROOMY = 76  # columns in which the table has room beside the chart
CHART_ROWS = 14  # of a chart with its frame and the sentence, above the table
FRAME = 2  # rows of a frame
TABLE_COLUMNS = 38
TABLE_KEY = Binding("t", "table", N_("table"), tooltip=N_("the table in place of the picture, and back"))


class ChartTablePane(ScenePane):
    """A subclass gives `chart()`, paints it in `paint_chart`, has its table in `rows_of_table` and TABLE_KEY among its
    keys."""

    DEFAULT_CSS = """
    #chart-table { layout: horizontal; height: 1fr; }
    #chart-table.-upright { layout: vertical; }
    #chart-table .pane { width: 1fr; height: 1fr; }
    #chart-table.-narrow .pane { padding: 0; }
    """

    def __init__(self, settings: Any, *, locked: bool = False) -> None:
        super().__init__(settings, locked=locked)
        self._large = False  # the table, where there is room for one alone
        self._note = ""  # why a key did nothing; until the next one

    def chart(self) -> Chart:
        """The widget of the picture."""
        return Chart()

    def picture(self) -> ComposeResult:
        with Vertical(id="chart-table"):
            with Box(classes="pane", id="chart-box"):
                yield self.chart()
            with Box(classes="pane", id="table-box"):
                yield StepRows()

    # --- room ---------------------------------------------------------------------------------------------------------

    @property
    def table_rows(self) -> int:
        """How many rows the table has at most, with its headings."""
        return 8

    @property
    def _upright(self) -> bool:
        return self.size.height >= CHART_ROWS + self.table_rows + FRAME

    @property
    def _cramped(self) -> bool:
        """Is there room for the picture or for the table, not for both?"""
        return not self._upright and self.size.width < ROOMY

    def fit(self) -> None:
        super().fit()
        whole, table = self.query_one("#chart-table"), self.query_one("#table-box")
        whole.update_classes({"-narrow": self.size.width < NARROW, "-upright": self._upright})
        self.query_one("#chart-box").display = not (self._cramped and self._large)
        table.display = not self._cramped or self._large
        table.styles.height = self.table_rows + FRAME if self._upright else "1fr"
        table.styles.width = "1fr" if self._upright or self._cramped else TABLE_COLUMNS
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "table" and not self._cramped:
            return False
        return super().check_action(action, parameters)

    # --- painting -----------------------------------------------------------------------------------------------------

    def paint(self) -> None:
        box, rows = self.query_one("#table-box", Box), self.query_one("#table-box StepRows", StepRows)
        box.tell(title=that_fits(box, *self.table_titles()))
        rows.set_rows(() if self.locked or not box.display else self.rows_of_table(*rows.size))
        if self.query_one("#chart-box").display:
            self.paint_chart(self.query_one("#chart-box", Box))
        else:
            self.query_one("#chart-box Chart", Chart).show(None)

    def paint_chart(self, box: Box) -> None:
        """Draws the picture, and says on its border what it is."""

    def table_titles(self) -> tuple[str, ...]:
        """What stands above the table, from the longest words to the shortest."""
        return ("",)

    def rows_of_table(self, width: int, height: int) -> list[Row]:
        """The table for so much room."""
        return []

    # --- what the learner wants ---------------------------------------------------------------------------------------

    def action_table(self) -> None:
        self._large = not self._large
        self.fit()
        self.repaint()
        self._repaint_laid_out()

    def moved(self, moved: bool, otherwise: str = "") -> None:
        """After a key: paints again, and says why nothing changed."""
        self._note = "" if moved else otherwise
        self.repaint()

    def say(self, text: str) -> None:
        """The scene's sentence; before it, why a key did nothing."""
        super().say(f"{self._note} {text}" if self._note else text)


def table_lines(table: Sequence[Sequence[str]], chosen: int, width: int, height: int, ascii: bool) -> list[Row]:
    """Headings and rows, numbers to the right; the row `chosen` has a mark before it, and is always among them."""
    sizes = [max(map(cells, column)) for column in zip(*table, strict=True)]
    gap = "  " if sum(sizes) + 2 * len(sizes) <= width else " "

    def row(each: Sequence[str], mark: str, role: Role) -> Row:
        text = gap.join(" " * (size - cells(cell)) + cell for cell, size in zip(each, sizes, strict=True))
        return ((f"{mark} {text}"[:width], role.value),)

    count = max(1, height - 1)
    first = max(0, min(chosen - count // 2, len(table) - 1 - count))
    body = [
        row(each, (">" if ascii else "▸") if i == chosen else " ", Role.POINT if i == chosen else Role.PLAIN)
        for i, each in enumerate(table[1:])
    ]
    return [row(table[0], " ", Role.AXIS), *body[first : first + count]][: max(0, height)]
