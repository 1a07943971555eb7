"""The pane of `surface`: the heights from above, a point that the arrow keys move, the gradient there, both slices."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from tutor.drawing.picture import Arrow, Picture, Role, Series, Spot, Stroke, Terrain
from tutor.messages import N_, tr
from tutor.typeset import symbol
from tutor.ui.chart import Chart, HeatMap
from tutor.ui.panes.base import SHORT, ScenePane
from tutor.ui.panes.borders import Box, that_fits

MORE = 2.2  # times the width of the land asked for that a map may show, to be large


class Pane(ScenePane):
    help_title = N_("the surface")
    invitation = N_("press the arrow keys")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "move(-1, 0)", N_("move the point"), key_display="arrows", tooltip=N_("move the point left")),
        Binding("right", "move(1, 0)", "", show=False, tooltip=N_("move the point right")),
        Binding("up", "move(0, 1)", "", show=False, tooltip=N_("move the point up")),
        Binding("down", "move(0, -1)", "", show=False, tooltip=N_("move the point down")),
        Binding("shift+left", "move(-5, 0)", "", show=False, tooltip=N_("move the point far left")),
        Binding("shift+right", "move(5, 0)", "", show=False, tooltip=N_("move the point far right")),
        Binding("shift+up", "move(0, 5)", "", show=False, tooltip=N_("move the point far up")),
        Binding("shift+down", "move(0, -5)", "", show=False, tooltip=N_("move the point far down")),
    ]

    def picture(self) -> ComposeResult:
        with Horizontal():
            with Box(classes="pane", id="map"):
                yield HeatMap()
            if "slices" in self.settings.show:
                with Vertical(id="slices"):
                    for axis in (0, 1):
                        with Box(classes="pane", id=f"slice-{axis}"):
                            yield Chart()
            else:
                with Box(classes="pane", id="numbers"):
                    yield Static(classes="rows")

    def paint(self) -> None:
        box = self.query_one("#map", Box)
        first, second = (symbol(name, ascii=self.ascii) for name in self.settings.names)
        box.tell(
            title=that_fits(
                box, tr("heights over {x} and {y}", x=first, y=second), tr("over {x}, {y}", x=first, y=second)
            )
        )
        box.tell(subtitle=that_fits(box, *self._legend()))
        self.query_one(HeatMap).show(self._terrain())
        if "slices" in self.settings.show:
            for axis, cut in enumerate(self.scene.slices(ascii=self.ascii)):
                self._slice(axis, cut)
        else:
            self._numbers()

    def fit(self) -> None:
        """The map is as wide as it needs for an even scale, a cell being twice as high as it is wide; up to 60 % of the
        width it shows more land than it was asked for, where it would be small."""
        super().fit()
        (left, right), (low, high) = self.settings.x, self.settings.y
        rows = max(1, self.size.height - 6)
        natural = 2 * rows * min(4.0, max(0.25, (right - left) / (high - low)))
        share = 0.38 if self.size.height < SHORT and "slices" in self.settings.show else 0.6
        self.query_one("#map").styles.width = max(28, min(int(MORE * natural) + 9, int(self.size.width * share)))

    def _numbers(self) -> None:
        box = self.query_one("#numbers", Box)
        box.tell(title=tr("at the point"))
        rows = [] if self.locked else self.scene.table(ascii=self.ascii)
        width = max((len(name) for name, _ in rows), default=0)
        lines = [Content.assemble((name.rjust(width), "dim"), f"  {value}") for name, value in rows]
        self.query_one("#numbers .rows", Static).update(Content("\n").join(lines))

    def _legend(self) -> tuple[str, ...]:
        """What the picture needs to be read, in ever shorter words: the arrow, or which shade is high."""
        shown = [] if self.locked else [each for each in ("gradient", "descent") if each in self.settings.show]
        shade = tr("shaded is high") if self._contours and not self.ascii else tr("dense is high")
        return {
            (): (shade,),
            ("gradient",): (tr("arrow: the gradient, uphill"), tr("arrow: uphill"), tr("uphill")),
            ("descent",): (tr("arrow: downhill"), tr("downhill")),
        }.get(tuple(shown), (tr("arrows: uphill and downhill"), tr("up and downhill")))

    @property
    def _contours(self) -> bool:
        return "contours" in self.settings.show

    def _terrain(self) -> Terrain:
        show, here = self.settings.show, self.scene.cursor
        arrows = []
        for which, down in (("gradient", False), ("descent", True)):
            end = self.scene.arrow(down) if which in show and not self.locked else None
            if end is not None:
                arrows.append(Arrow(here, end))
        first, second = (symbol(name, ascii=self.ascii) for name in self.settings.names)
        return Terrain(
            lambda *over: self.scene.heights(121, 81, over),
            self.settings.x,
            self.settings.y,
            contours=self._contours,
            arrows=tuple(arrows),
            spots=(Spot(here[0], here[1], cross="slices" in show),),
            x_name=first,
            y_name=second,
            even=True,
        )

    def _slice(self, axis: int, cut: object) -> None:
        box = self.query_one(f"#slice-{axis}", Box)
        name = symbol(cut.name, ascii=self.ascii)  # type: ignore[attr-defined]
        held = cut.held  # type: ignore[attr-defined]
        box.tell(title=that_fits(box, tr("slice where {held}", held=held), tr("where {held}", held=held), held))
        xs, ys, at = cut.xs, cut.ys, cut.at  # type: ignore[attr-defined]
        series = [Series("slice", xs, ys, mark=" ")]
        if not self.locked:
            low, high = float(xs[0]), float(xs[-1])
            height = self.scene.height
            slope = cut.slope  # type: ignore[attr-defined]
            line = [float(height) + slope * (end - at) for end in (low, high)]
            series.append(Series("tangent", [low, high], line, Stroke.DASHED, Role.SECOND, mark=" "))
            series.append(Series("here", [at], [float(height)], Stroke.POINTS, Role.POINT, "o" if self.ascii else "●"))
        self.query_one(f"#slice-{axis} Chart", Chart).show(Picture(tuple(series), y=_extent(ys), x_name=name))

    def action_move(self, right: int, up: int) -> None:
        self.scene.move(right, up)
        self.repaint()


def _extent(ys: object) -> tuple[float, float] | None:
    """The least and greatest finite value, so that a steep tangent does not shrink the curve."""
    finite = [float(y) for y in ys if float("-inf") < float(y) < float("inf")]  # type: ignore[attr-defined]
    return (min(finite), max(finite)) if finite and min(finite) < max(finite) else None
