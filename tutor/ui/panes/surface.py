"""The pane of `surface`: the heights from above, a point that the arrow keys move, the gradient there, both slices."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.events import Resize
from textual.widgets import Static

from tutor.drawing.picture import Arrow, Picture, Role, Series, Spot, Stroke, Terrain
from tutor.typeset import symbol
from tutor.ui.chart import Chart, HeatMap
from tutor.ui.panes.base import ScenePane


class Pane(ScenePane):
    help_title = "the surface"
    invitation = "press the arrow keys"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "move(-1, 0)", "move the point", key_display="arrows", tooltip="move the point left"),
        Binding("right", "move(1, 0)", "", show=False, tooltip="move the point right"),
        Binding("up", "move(0, 1)", "", show=False, tooltip="move the point up"),
        Binding("down", "move(0, -1)", "", show=False, tooltip="move the point down"),
        Binding("shift+left", "move(-5, 0)", "", show=False, tooltip="move the point far left"),
        Binding("shift+right", "move(5, 0)", "", show=False, tooltip="move the point far right"),
        Binding("shift+up", "move(0, 5)", "", show=False, tooltip="move the point far up"),
        Binding("shift+down", "move(0, -5)", "", show=False, tooltip="move the point far down"),
    ]

    def picture(self) -> ComposeResult:
        with Horizontal():
            with Vertical(classes="pane", id="map"):
                yield HeatMap()
            if "slices" in self.settings.show:
                with Vertical(id="slices"):
                    for axis in (0, 1):
                        with Vertical(classes="pane", id=f"slice-{axis}"):
                            yield Chart()
            else:
                with Vertical(classes="pane", id="numbers"):
                    yield Static(classes="rows")

    def paint(self) -> None:
        box = self.query_one("#map", Vertical)
        first, second = (symbol(name, ascii=self.ascii) for name in self.settings.names)
        box.border_title = Content(f"heights over {first} and {second}")
        box.border_subtitle = Content(self._legend())
        self.query_one(HeatMap).show(self._terrain())
        if "slices" in self.settings.show:
            for axis, cut in enumerate(self.scene.slices(ascii=self.ascii)):
                self._slice(axis, cut)
        else:
            self._numbers()

    def on_resize(self, event: Resize) -> None:
        """The map is kept from being stretched: a terminal's cell is about twice as high as it is wide."""
        super().on_resize(event)
        (left, right), (low, high) = self.settings.x, self.settings.y
        rows = max(1, event.size.height - 6)
        natural = int(2.2 * rows * min(4.0, max(0.25, (right - left) / (high - low)))) + 10
        share = 0.38 if self.has_class("-short") else 0.6
        most = event.size.width * (share if "slices" in self.settings.show else 0.66)
        self.query_one("#map").styles.width = max(28, min(natural, int(most)))

    def _numbers(self) -> None:
        box = self.query_one("#numbers", Vertical)
        box.border_title = Content("at the point")
        rows = [] if self.locked else self.scene.table(ascii=self.ascii)
        width = max((len(name) for name, _ in rows), default=0)
        lines = [Content.assemble((name.rjust(width), "dim"), f"  {value}") for name, value in rows]
        self.query_one("#numbers .rows", Static).update(Content("\n").join(lines))

    def _legend(self) -> str:
        shown = [] if self.locked else [each for each in ("gradient", "descent") if each in self.settings.show]
        names = {"gradient": "arrow: gradient, uphill", "descent": "arrow: downhill"}
        return "; ".join(names[each] for each in shown) or ("dense is high" if self.ascii else "bright is high")

    def _terrain(self) -> Terrain:
        show, here = self.settings.show, self.scene.cursor
        arrows = []
        for which, down in (("gradient", False), ("descent", True)):
            end = self.scene.arrow(down) if which in show and not self.locked else None
            if end is not None:
                arrows.append(Arrow(here, end))
        first, second = (symbol(name, ascii=self.ascii) for name in self.settings.names)
        return Terrain(
            self.scene.heights(121, 81),
            self.settings.x,
            self.settings.y,
            shade="heat" in show or "contours" not in show,
            contours="contours" in show,
            arrows=tuple(arrows),
            spots=(Spot(here[0], here[1], cross="slices" in show),),
            x_name=first,
            y_name=second,
        )

    def _slice(self, axis: int, cut: object) -> None:
        box = self.query_one(f"#slice-{axis}", Vertical)
        name = symbol(cut.name, ascii=self.ascii)  # type: ignore[attr-defined]
        box.border_title = Content(f"slice where {cut.held}")  # type: ignore[attr-defined]
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
