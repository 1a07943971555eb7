"""The pane of `map`: a square among the inputs, its image among the outputs with the parallelogram that the Jacobian
predicts, and the Jacobian in numbers. A map that is not from a plane to a plane is its Jacobian alone.
"""

from __future__ import annotations

from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical

from tutor.drawing.picture import Picture, Role, Row
from tutor.messages import N_, tr
from tutor.typeset import line, symbol
from tutor.ui.chart import Chart
from tutor.ui.panes.base import ScenePane
from tutor.ui.panes.borders import Box, that_fits
from tutor.ui.panes.descend_theta import StepRows
from tutor.ui.panes.map_planes import inputs, outputs

NARROW = 60  # columns in which frames have no room for air
ROOMY = 76  # columns in which the Jacobian has room beside both planes
TALL = 17  # rows in which it has room under them
FRAME = 2  # rows of a frame


class Pane(ScenePane):
    DEFAULT_CSS = """
    #map-all { layout: horizontal; height: 1fr; }
    #map-all.-upright { layout: vertical; }
    #map-all #planes { width: 1fr; height: 1fr; }
    #map-all .pane { width: 1fr; height: 100%; }
    #map-all #map-jacobian { width: 36; height: 100%; }
    #map-all.-upright #map-jacobian { width: 100%; }
    #map-all.-alone #map-jacobian { width: 100%; }
    #map-all.-narrow .pane { padding: 0; }
    """
    help_title = N_("the map")
    invitation = N_("press the arrow keys")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "left", "move(0, -1)", N_("move"), key_display="arrows", tooltip=N_("move the point left; lower the input")
        ),
        Binding("right", "move(0, 1)", "", show=False, tooltip=N_("move the point right; raise the input")),
        Binding("up", "move(1, 1)", "", show=False, tooltip=N_("move the point up; choose the input before")),
        Binding("down", "move(1, -1)", "", show=False, tooltip=N_("move the point down; choose the next input")),
        Binding(
            "minus,underscore", "resize(-1)", N_("square"), key_display="- +", tooltip=N_("halve the square's side")
        ),
        Binding("plus,equals_sign", "resize(1)", "", show=False, tooltip=N_("double the square's side")),
        Binding("j", "jacobian", N_("Jacobian"), tooltip=N_("the Jacobian in place of the planes, and back")),
    ]

    def __init__(self, settings: Any, *, locked: bool = False) -> None:
        super().__init__(settings, locked=locked)
        self._large = False  # the Jacobian, where there is no room for it beside the planes
        self._note = ""  # until the next key

    def picture(self) -> ComposeResult:
        with Vertical(id="map-all"):
            if self.settings.plane:
                with Horizontal(id="planes"):
                    for name in ("inputs", "outputs"):
                        with Box(classes="pane", id=f"map-{name}"):
                            yield Chart()
            with Box(classes="pane", id="map-jacobian"):
                yield StepRows()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "resize" and not self.settings.plane:
            return False
        if action == "jacobian" and not self._cramped:
            return False
        return super().check_action(action, parameters)

    @property
    def _cramped(self) -> bool:
        """Is there room for the planes or for the Jacobian, not for both?"""
        return self.settings.plane and self.size.width < ROOMY and self.size.height < TALL

    def fit(self) -> None:
        super().fit()
        whole, jacobian = self.query_one("#map-all"), self.query_one("#map-jacobian")
        upright = self.size.height >= TALL
        alone = not self.settings.plane or (self._cramped and self._large)
        whole.update_classes({"-narrow": self.size.width < NARROW, "-upright": upright, "-alone": alone})
        jacobian.display = alone or not self._cramped
        jacobian.styles.height = len(self.settings.outputs) + 1 + FRAME if upright and not alone else "100%"
        if self.settings.plane:
            self.query_one("#planes").display = not alone
        self.refresh_bindings()

    # --- painting -----------------------------------------------------------------------------------------------------

    def paint(self) -> None:
        if self.settings.plane and self.query_one("#planes").display:
            self._inputs()
            self._outputs()
        elif self.settings.plane:
            for chart in self.query(Chart):
                chart.show(None)
        if self.query_one("#map-jacobian").display:
            self._jacobian()
        else:
            self.query_one("#map-jacobian StepRows", StepRows).set_rows(())

    def _inputs(self) -> None:
        box, chart = self.query_one("#map-inputs", Box), self.query_one("#map-inputs Chart", Chart)
        names = [symbol(name, ascii=self.ascii) for name in self.settings.names]
        both = f"({', '.join(names)})"
        titles = tr("a square of inputs {names}", names=both), tr("inputs {names}", names=both), tr("inputs")
        box.tell(title=that_fits(box, *titles))
        chart.show(inputs(self.scene, chart.size, names[0], self.ascii))

    def _outputs(self) -> None:
        box, chart = self.query_one("#map-outputs", Box), self.query_one("#map-outputs Chart", Chart)
        both = f"({', '.join(line(each, ascii=self.ascii) for each in self.settings.outputs)})"
        box.tell(title=that_fits(box, tr("its image {outputs}", outputs=both), both, tr("its image")))
        if self.locked or not self.scene.stands:
            box.tell(subtitle="")
            chart.show(Picture(x=(-1.0, 1.0), y=(-1.0, 1.0)))
            return
        sign = "*" if self.ascii else tr("dashed")
        box.tell(subtitle=that_fits(box, tr("{sign}: what J predicts", sign=sign), tr("{sign}: by J", sign=sign), ""))
        chart.show(outputs(self.scene, chart.size, symbol("f1", ascii=self.ascii), self.ascii))

    def _jacobian(self) -> None:
        from tutor.scenes._map_words import jacobian_lines

        box, rows = self.query_one("#map-jacobian", Box), self.query_one("#map-jacobian StepRows", StepRows)
        box.tell(title=that_fits(box, tr("the Jacobian J, a row for each output"), tr("the Jacobian J"), "J"))
        chosen = symbol(self.settings.names[self.scene.chosen], ascii=self.ascii)
        keys = tr("{keys} change {name}", keys="<- ->" if self.ascii else "← →", name=chosen)
        box.tell(subtitle="" if self.locked or self.settings.plane else that_fits(box, keys, chosen))
        if self.locked or not self.scene.stands:
            rows.set_rows(())
            return
        width, height = rows.size
        shown: list[Row] = [((text, Role.PLAIN.value),) for text in jacobian_lines(self.scene, self.ascii, width)]
        spare = height - len(shown) - 1
        rows.set_rows([*shown, (), *self._numbers()[:spare]] if spare > 1 else shown[:height])

    def _numbers(self) -> list[Row]:
        """Where the point stands and its image; of a plane the determinant and the areas."""
        table = self.scene.table(self.ascii)
        ends = len(self.settings.names) + len(self.settings.outputs)
        slopes = len(self.settings.names) * len(self.settings.outputs)
        kept = [*table[:ends], *table[ends + slopes :]]
        size = max(len(name) for name, _ in kept)
        return [((f"{name.rjust(size)}  ", Role.AXIS.value), (number, Role.PLAIN.value)) for name, number in kept]

    # --- what the learner wants ---------------------------------------------------------------------------------------

    def action_move(self, axis: int, steps: int) -> None:
        if self.settings.plane:
            moved = self.scene.move(axis, steps)
        elif axis == 1:
            self.scene.choose(-steps)
            moved = True
        else:
            moved = self.scene.move(self.scene.chosen, steps)
        self._moved(moved, tr("The point goes no farther."))

    def action_resize(self, by: int) -> None:
        self._moved(self.scene.resize(by), tr("That is the last size of the square."))

    def action_jacobian(self) -> None:
        self._large = not self._large
        self.fit()
        self.repaint()
        self._repaint_laid_out()

    def _moved(self, moved: bool, otherwise: str) -> None:
        self._note = "" if moved else otherwise
        self.repaint()

    def say(self, text: str) -> None:
        """The scene's sentence; before it, why a key did nothing."""
        super().say(f"{self._note} {text}" if self._note else text)
