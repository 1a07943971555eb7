"""The pane of `montecarlo`: the running mean against n within its predicted band, and the table of stops.

A long draw is taken in short pieces between the keys; space halts it.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal

from tutor.drawing.picture import Role, Row
from tutor.messages import N_, tr
from tutor.ui.chart import Chart
from tutor.ui.panes.base import ScenePane
from tutor.ui.panes.borders import Box, that_fits
from tutor.ui.panes.descend_theta import StepRows
from tutor.ui.panes.montecarlo_chart import errors, estimates

NARROW = 60  # columns in which frames have no room for air
ROOMY = 76  # columns in which the table and the chart have room beside each other
TALL = 19  # rows in which the table has room above the chart
TALLER = 30  # rows in which a few rolls have room there too
ROLLS = 6  # rows of these
TABLE = 42  # columns of the table beside the chart
FRAME = 2  # rows of a frame
ROWS = 4  # of the table beside the stops: the heading, where one stands between two stops, where the error comes from
SAID = 2.6  # rows of a sentence that are surely seen
AT_ONCE = 0.008  # seconds that are drawn before the keys come first again
BETWEEN = 0.01  # seconds, for them


class Pane(ScenePane):
    DEFAULT_CSS = """
    #montecarlo { height: 1fr; }
    #montecarlo .pane { width: 1fr; height: 100%; }
    #montecarlo.-upright { layout: vertical; }
    #montecarlo.-upright .pane { width: 100%; height: 1fr; }
    #montecarlo.-narrow .pane { padding: 0; }
    """
    help_title = N_("the estimate")
    invitation = N_("press space")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "space", "draw", N_("draw"), key_display="space", tooltip=N_("draw on, to the next n; while it draws: halt")
        ),
        Binding("up", "stride(1)", N_("how many"), key_display="↑ ↓", tooltip=N_("draw more at a time")),
        Binding("down", "stride(-1)", "", show=False, tooltip=N_("draw fewer at a time; at last: to the next n")),
        Binding("n", "roll", N_("new roll"), tooltip=N_("another roll: the next seed, drawn as far as this one")),
        Binding("t", "table", N_("table"), tooltip=N_("the table in place of the chart, and back")),
        Binding("l", "log", "", show=False, tooltip=N_("the size of the error on a log axis, and back")),
        Binding("r", "reset", "", show=False, tooltip=N_("begin anew with the first seed")),
    ]

    def __init__(self, settings: Any, *, locked: bool = False) -> None:
        super().__init__(settings, locked=locked)
        self._large = False  # the table, where there is no room for it beside the chart
        self._log = False
        self._note = ""  # until the next key
        self._way: Iterator[float] | None = None  # a draw that is under way

    def picture(self) -> ComposeResult:
        with Horizontal(id="montecarlo"):
            with Box(classes="pane", id="montecarlo-table"):
                yield StepRows()
            with Box(classes="pane", id="montecarlo-chart"):
                yield Chart()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "table" and not self._cramped:
            return False
        return super().check_action(action, parameters)

    @property
    def moving(self) -> bool:
        return self._way is not None

    @property
    def _cramped(self) -> bool:
        """Is there room for the table or for the chart, not for both?"""
        return self.size.width < ROOMY and self.size.height < TALL

    def fit(self) -> None:
        super().fit()
        whole, table = self.query_one("#montecarlo"), self.query_one("#montecarlo-table")
        upright = self.size.width < ROOMY
        whole.update_classes({"-upright": upright, "-narrow": self.size.width < NARROW})
        table.display = self._large or not self._cramped
        self.query_one("#montecarlo-chart").display = not (self._cramped and self._large)
        alone = upright and self._cramped
        table.styles.width = "100%" if upright else TABLE
        table.styles.height = "100%" if alone or not upright else self._rows_above
        self.refresh_bindings()

    @property
    def _rows_above(self) -> int:
        """Of the table over the chart."""
        return len(self.settings.n) + ROWS + FRAME + (ROLLS if self.size.height >= TALLER else 0)

    # --- painting -----------------------------------------------------------------------------------------------------

    def paint(self) -> None:
        if self.query_one("#montecarlo-table").display:
            self._table()
        else:
            self.query_one("#montecarlo-table StepRows", StepRows).set_rows(())
        if self.query_one("#montecarlo-chart").display:
            self._chart()
        else:
            self.query_one("#montecarlo-chart Chart", Chart).show(None)

    def _table(self) -> None:
        box, lines = self.query_one("#montecarlo-table", Box), self.query_one("#montecarlo-table StepRows", StepRows)
        box.tell(title=that_fits(box, tr("estimate and error after n draws"), tr("after n draws")))
        stride = self.scene.stride
        following = tr("space: to the next n") if stride is None else tr("space: {count} more", count=stride)
        following = tr("n: another roll") if self.scene.at_end else following
        box.tell(subtitle="" if self.locked else that_fits(box, following, ""))
        width, height = lines.size
        if self.locked or height < 1:
            lines.set_rows(())
            return
        from tutor.scenes._montecarlo_words import beside_table

        rows = _rows(self.scene.table(self.ascii), width, height)
        below = beside_table(self.scene, self.ascii, width, height - len(rows))
        lines.set_rows([*rows, *(((text, Role.AXIS.value),) for text in below)])

    def _chart(self) -> None:
        box, chart = self.query_one("#montecarlo-chart", Box), self.query_one("#montecarlo-chart Chart", Chart)
        log = "log10 n" if self.ascii else "log₁₀ n"
        titles: tuple[str, ...] = (
            (tr("size of the error against {n}, log scale", n=log), tr("size of the error"))
            if self._log
            else (tr("estimate against {n}, and truth ± sd/√n", n=log), tr("estimate against {n}", n=log))
        )
        if self.ascii:
            titles = tuple(each.replace("±", "+-").replace("√n", "sqrt(n)") for each in titles)
        box.tell(title=that_fits(box, *titles, tr("estimate")))
        seed = tr("seed {seed}", seed=self.scene.roll.seed)
        rolls = tr("{seed}, dotted: {count} before", seed=seed, count=len(self.scene.rolls) - 1)
        box.tell(subtitle=that_fits(box, *([rolls] if len(self.scene.rolls) > 1 else []), seed, ""))
        log_log = self._log and not self.locked
        chart.show(errors(self.scene, self.ascii) if log_log else estimates(self.scene, self.ascii, self.locked))

    # --- what the learner wants ---------------------------------------------------------------------------------------

    def action_draw(self) -> None:
        if self._way is not None:
            self._way = None
            self._done(tr("Halted; space draws on."))
        elif self.scene.at_end:
            last = tr("That was the last n; the key n rolls again.")
            self._done(last if self.scene.stride is None else tr("That is as many as can be drawn."))
        else:
            self._begin_draw(self.scene.draw())

    def action_stride(self, by: int) -> None:
        self.scene.change_stride(by)
        stride = self.scene.stride
        self._done(
            tr("Space draws to the next n of the lesson.")
            if stride is None
            else tr("Space draws {count} at a time.", count=stride)
        )

    def action_roll(self) -> None:
        pieces = self.scene.another()
        if pieces is None:
            self._done(tr("There are {count} rolls; the key r begins anew.", count=len(self.scene.rolls)))
        else:
            self._begin_draw(pieces)

    def action_table(self) -> None:
        self._large = not self._large
        self.fit()
        self.repaint()
        self._repaint_laid_out()

    def action_log(self) -> None:
        self._log = not self._log
        self._done()

    def action_reset(self) -> None:
        self._way = None
        self.scene.reset()
        self._done()

    def _begin_draw(self, pieces: Iterator[float]) -> None:
        self._note = ""
        self._way = pieces
        self._draw_on(pieces)

    def _draw_on(self, way: Iterator[float]) -> None:
        """Draws for a moment, and goes on after a moment for the keys; a draw that was halted is left."""
        if self._way is not way:
            return
        until = time.perf_counter() + AT_ONCE
        for _ in way:
            if time.perf_counter() > until:
                self.set_timer(BETWEEN, lambda: self._draw_on(way))
                break
        else:
            self._way = None
        self.repaint()

    def pause(self) -> None:
        self._way = None

    def _done(self, note: str = "") -> None:
        self._note = note
        self.repaint()

    def say(self, text: str) -> None:
        """The scene's sentence; before it what a key did, or that alone where there is no room for both."""
        both = f"{self._note} {text}" if self._note else text
        super().say(self._note if self._note and len(both) > SAID * self.size.width else both)


def _rows(cells: list[list[str]], width: int, height: int) -> list[Row]:
    """The heading and the last stops, numbers to the right, the newest marked; the prediction is left out where there
    is no room."""
    cells = next((each for each in (cells, [row[:3] for row in cells]) if _wide(each) <= width), [r[:2] for r in cells])
    sizes = [max(map(len, column)) for column in zip(*cells, strict=True)]
    head, *body = ["  ".join(map(str.rjust, row, sizes)) for row in cells]
    shown = body[-(height - 1) :] if height > 1 else []
    last = len(shown) - 1
    return [
        ((head, Role.AXIS.value),),
        *(((text, (Role.POINT if i == last else Role.PLAIN).value),) for i, text in enumerate(shown)),
    ]


def _wide(cells: list[list[str]]) -> int:
    return sum(max(map(len, column)) for column in zip(*cells, strict=True)) + 2 * (len(cells[0]) - 1)
