"""The pane of `dial`: the map with u turned by the arrow keys, and beside it a bar for every direction.

Bars appear where u was turned to; the rest of them, and the gradient on the map, once the learner has marked where it
must be and asks for it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal

from tutor.drawing.picture import Arrow, Role, Spot, Terrain
from tutor.messages import N_, tr
from tutor.typeset import symbol
from tutor.ui.chart import HeatMap
from tutor.ui.panes.base import ScenePane
from tutor.ui.panes.borders import Box, that_fits
from tutor.ui.panes.descend_theta import StepRows
from tutor.ui.panes.dial_bars import dial_rows

NARROW = 60  # columns in which frames have no room for air
TALL = 30  # rows in which the map stands above the bars: beside them it would be too tall for an even scale
ROOMY = 76  # columns in which the map may be the larger part
SHARE, NARROW_SHARE = 0.56, 0.5  # of the width: the map's
MORE = 1.6  # times the width of the land asked for that the map may show, to be large
STRETCH = 2.2  # times the land of a map that is widened to an even scale by the drawing itself
AXES = (7, 2)  # columns and rows that the axes take
TO_GRADIENT, TO_LETTER = 1.3, 1.55  # times the length of u: where the gradient ends, and where its letter stands
Limits = tuple[float, float]


class Pane(ScenePane):
    DEFAULT_CSS = """
    #dial { height: 1fr; }
    #dial .pane { height: 100%; width: 1fr; }
    #dial.-narrow .pane { padding: 0; }
    #dial.-upright { layout: vertical; }
    #dial.-upright .pane { height: 1fr; }
    """
    help_title = N_("the dial")
    invitation = N_("press the arrow keys")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right,down", "turn(1)", N_("turn u"), key_display="← →", tooltip=N_("turn u on by one step")),
        Binding("left,up", "turn(-1)", "", show=False, tooltip=N_("turn u back by one step")),
        Binding("shift+right,full_stop", "fine(1)", "", show=False, tooltip=N_("turn u on by one degree")),
        Binding("shift+left,comma", "fine(-1)", "", show=False, tooltip=N_("turn u back by one degree")),
        Binding("n", "direction", N_("direction"), tooltip=N_("turn u along the next direction of the lesson")),
        Binding("m", "mark", N_("mark"), tooltip=N_("mark: here it is greatest, you believe")),
        Binding("g", "show", N_("gradient"), tooltip=N_("show where it is greatest, and how far off the mark is")),
        Binding(
            "g",
            "show(True)",
            N_("greatest, least"),
            tooltip=N_("show the greatest and the least curvature, and how far off the mark is"),
        ),
    ]

    def __init__(self, settings: Any, *, locked: bool = False) -> None:
        super().__init__(settings, locked=locked)
        self._note = ""  # until the next key

    def picture(self) -> ComposeResult:
        with Horizontal(id="dial"):
            with Box(classes="pane", id="dial-map"):
                yield HeatMap()
            with Box(classes="pane", id="dial-bars"):
                yield StepRows()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "direction" and not self.settings.directions:
            return False
        if action == "show" and bool(parameters) != (self.settings.quantity == "curvature"):
            return False  # the key g has its other name here
        if action in ("mark", "show") and self.scene is not None and self.scene.shown:
            return False
        return super().check_action(action, parameters)

    def fit(self) -> None:
        """The map takes what an even scale can use, a cell being twice as high as it is wide."""
        super().fit()
        whole, box = self.query_one("#dial"), self.query_one("#dial-map")
        upright = self.size.height >= TALL
        whole.update_classes({"-narrow": self.size.width < NARROW, "-upright": upright})
        if upright:
            box.styles.width = "100%"
            return
        (left, right), (low, high) = self.settings.x, self.settings.y
        natural = 2 * max(1, self.size.height - 6) * min(4.0, max(0.25, (right - left) / (high - low)))
        most = int(self.size.width * (SHARE if self.size.width >= ROOMY else NARROW_SHARE))
        box.styles.width = max(20, min(int(MORE * natural) + 9, most))

    # --- painting -----------------------------------------------------------------------------------------------------

    def paint(self) -> None:
        box = self.query_one("#dial-map", Box)
        x, y = self._names()
        box.tell(title=that_fits(box, tr("f over {x} and {y}, and u", x=x, y=y), tr("over {x}, {y}", x=x, y=y), "u"))
        box.tell(subtitle=that_fits(box, *self._legend()))
        self.query_one(HeatMap).show(self._terrain())
        box = self.query_one("#dial-bars", Box)
        titles = (
            (tr("curvature in each direction"), tr("curvature along u"), tr("curvature"))
            if self.scene.bends
            else (tr("slope in each direction"), tr("slope along u"), tr("slope"))
        )
        box.tell(title=that_fits(box, *titles))
        box.tell(subtitle=that_fits(box, *self._seen()))
        rows = self.query_one("#dial-bars StepRows", StepRows)
        rows.set_rows(() if self.locked else dial_rows(self.scene, *rows.size, self.ascii))

    def _names(self) -> tuple[str, str]:
        x, y = (symbol(name, ascii=self.ascii) for name in self.settings.names)
        return x, y

    def _legend(self) -> tuple[str, ...]:
        """What the letters on the map are."""
        letters = []
        if self.scene.marked is not None:
            letters.append(tr("m: your mark"))
        if self._top is not None:
            letters.append(tr("g: bends most") if self.scene.bends else tr("g: gradient"))
        return ("",) if self.locked else (", ".join(letters), "")

    def _seen(self) -> tuple[str, ...]:
        """How many of the directions were looked at, as long as it is up to the learner to look."""
        if self.locked or self.scene.shown:
            return ("",)
        readings = self.scene.readings()
        seen = sum(each.value is not None for each in readings)
        return tr("{seen} of {all} seen", seen=seen, all=len(readings)), f"{seen}/{len(readings)}", ""

    @property
    def _top(self) -> Any:
        """Where the number is greatest, once it may be seen; else None."""
        end = self.scene.extremes
        return end.top if self.scene.shown and end is not None and not self.locked else None

    def _terrain(self) -> Terrain:
        scene, at, top = self.scene, self.settings.at, self._top
        arrows, spots = [], [Spot(*at)]
        if top is not None:
            arrows.append(Arrow(at, scene.end(top, TO_GRADIENT), Role.PATH))
            spots.append(_letter("g", scene.end(top, TO_LETTER), Role.PATH))
        if not self.locked:
            if scene.marked is not None:
                spots.append(_letter("m", scene.end(scene.marked, TO_GRADIENT), Role.MARK))
            arrows.append(Arrow(at, scene.end(scene.way)))
        x_name, y_name = self._names()
        x, y = _land(self.settings.x, self.settings.y, *self.query_one(HeatMap).size)
        return Terrain(
            lambda *over: scene.heights(121, 81, over),
            x,
            y,
            contours=True,
            arrows=tuple(arrows),
            spots=tuple(spots),
            x_name=x_name,
            y_name=y_name,
            even=True,
        )

    # --- what the learner wants ---------------------------------------------------------------------------------------

    def action_turn(self, steps: int) -> None:
        self._do(lambda: self.scene.turn(steps))

    def action_fine(self, degrees: int) -> None:
        self._do(lambda: self.scene.turn(degrees, fine=True))

    def action_direction(self) -> None:
        self._do(self.scene.next_direction)

    def action_mark(self) -> None:
        self._do(self.scene.mark)

    def action_show(self, of_curvature: bool = False) -> None:
        """The same key by another name: of slopes it shows the gradient, of curvatures the greatest and the least."""
        first = (
            tr("First turn u to where you believe it bends up most, and mark it: m.")
            if of_curvature
            else tr("First turn u to where you believe it climbs most steeply, and mark it: m.")
        )
        self._note = "" if self.scene.show() else first
        self.repaint()
        self.refresh_bindings()

    def _do(self, move: Callable[[], object]) -> None:
        move()
        self._note = ""
        self.repaint()

    def say(self, text: str) -> None:
        """The scene's sentence; before it, why a key did nothing."""
        super().say(f"{self._note} {text}" if self._note else text)


def _letter(mark: str, place: tuple[float, float], role: Role) -> Spot:
    return Spot(*place, mark=mark, ascii=mark, role=role)


def _land(x: Limits, y: Limits, width: int, height: int) -> tuple[Limits, Limits]:
    """As much more land as an even scale needs, where the room has another shape: an angle is seen as it is."""
    columns, rows = max(1, width - AXES[0]), max(1, height - AXES[1])
    cell = max(2 * (x[1] - x[0]) / columns, (y[1] - y[0]) / rows)
    return _widened(x, cell * columns / 2 / STRETCH), _widened(y, cell * rows / STRETCH)


def _widened(limits: Limits, span: float) -> Limits:
    low, high = limits
    more = max(0.0, span - (high - low)) / 2
    return low - more, high + more
