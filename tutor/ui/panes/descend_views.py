"""What each pane of a descent draws: the rows of theta, the loss, the fit, the path over the surface."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from textual.widget import Widget

from tutor.drawing.picture import Mark, Picture, Role, Series, Stroke
from tutor.messages import tr
from tutor.typeset import symbol
from tutor.ui.chart import Chart, HeatMap
from tutor.ui.panes.borders import Box, that_fits
from tutor.ui.panes.descend_fit import _fit, _held, fit_widget
from tutor.ui.panes.descend_map import _surface
from tutor.ui.panes.descend_readout import draw_curvature, draw_race
from tutor.ui.panes.descend_theta import DIGITS, StepRows, draw_theta, number, rate_mark

__all__ = ["View", "_fit", "_held", "_loss", "_surface", "draw", "widget_for"]

PANEL_WIDGETS: dict[str, Callable[[], Widget]] = {
    "theta": StepRows,
    "loss": Chart,
    "surface": HeatMap,
    "curve": Chart,
    "race": StepRows,
    "curvature": StepRows,
}
ROLES = (Role.LINE, Role.SECOND, Role.THIRD, Role.FOURTH)
STROKES = (Stroke.SOLID, Stroke.DASHED, Stroke.DOTTED)


@dataclass(frozen=True, slots=True)
class View:
    """One pane of the scene: its border, and what draws in it."""

    box: Box
    drawing: Any


def widget_for(name: str, scene: Any) -> Widget:
    """What draws this pane of this scene."""
    return fit_widget(scene) if name == "fit" else PANEL_WIDGETS[name]()


def draw(name: str, scene: Any, view: View, *, ascii: bool, locked: bool) -> None:
    """Paints one pane of the scene."""
    views = {
        "theta": draw_theta,
        "loss": _loss,
        "fit": _fit,
        "surface": _surface,
        "curve": _curve,
        "race": draw_race,
        "curvature": draw_curvature,
    }
    views[name](scene, view.box, view.drawing, ascii, locked)


def _style(style: int) -> dict[str, Any]:
    return {"role": ROLES[style % len(ROLES)], "stroke": STROKES[style % len(STROKES)]}


def _loss(scene: Any, box: Box, drawing: Any, ascii: bool, locked: bool) -> None:
    curves = scene.losses(ascii)
    series = []
    for each in curves:
        own = _style(each.style)
        series.append(Series(each.label, each.ks, each.losses, mark=each.mark if scene.race else " ", **own))
        series += _letters_along(each, own["role"]) if scene.race and each.style >= len(STROKES) else []
    here, letter, log = curves[scene.focus], scene.letter, scene.uses_log
    series.append(Series("now", here.ks[-1:], here.losses[-1:], Stroke.POINTS, Role.POINT, "o" if ascii else "●"))
    changes = scene.rate_marks()
    marks = [Mark(float(k)) for k, _ in changes]
    if changes:
        marks[-1] = Mark(marks[-1].x, rate_mark(changes[-1][1], ascii))
    box.tell(title=that_fits(box, *loss_titles(letter, log=log)))
    box.tell(subtitle=that_fits(box, *_standing(scene.player, letter, ascii)))
    far = _round_up(max(float(each.ks[-1]) for each in curves))
    y = None if log else _from_zero(curves)
    drawing.show(Picture(tuple(series), x=(0.0, far), y=y, log=log, marks=tuple(marks), x_name=scene.x_name))


def loss_titles(letter: str, *, log: bool) -> tuple[str, ...]:
    """What stands above a chart of the loss, shorter and shorter: its letter, its scale, the key for the other one."""
    if log:
        return (
            tr("{letter}, log scale (l: linear)", letter=letter),
            tr("{letter} (l: linear)", letter=letter),
            tr("{letter}, log scale", letter=letter),
            letter,
        )
    return tr("{letter} (l: log scale)", letter=letter), tr("{letter} (l: log)", letter=letter), letter


def _letters_along(curve: Any, role: Role) -> list[Series]:
    """There are three strokes for six lines: from the fourth on a line carries its letter on its way too."""
    ks, far = curve.ks, float(curve.ks[-1])
    places = sorted({int(ks.searchsorted(share * far)) for share in (0.25, 0.5, 0.75)})
    return [Series(curve.label, ks[places], curve.losses[places], Stroke.POINTS, role, curve.mark)]


def _standing(player: Any, letter: str, ascii: bool) -> list[str]:
    """`k = 1000  J = 0.009678`, and shorter: closer, then with fewer digits, at last k alone."""
    digits = [number(player.loss, ascii, each) for each in DIGITS]
    close = [f"k = {player.k} {letter}={each}" for each in digits]
    return [f"k = {player.k}  {letter} = {digits[0]}", *close, f"k = {player.k}"]


def _from_zero(curves: list[Any]) -> tuple[float, float] | None:
    """The axis of losses that are all positive: from 0, and up in rare steps where they grow past the first."""
    low, high = min(each.losses.min() for each in curves), max(each.losses.max() for each in curves)
    first = max(float(each.losses[0]) for each in curves)
    if low < 0:
        return None
    return 0.0, float(high) if high <= first else _doubled(first, float(high))


def _doubled(first: float, high: float) -> float:
    """The first of `first`, twice, four times ... it that reaches `high`; `high` itself where that has no end."""
    steps = math.ceil(math.log2(high / first)) if first > 0 and math.isfinite(high / first) else None
    return high if steps is None or steps > 900 else min(first * 2.0**steps, 1e300)


def _round_up(k: float) -> float:
    """The end of the axis of steps: 10, 20, 50, 100 ..., so that it moves seldom."""
    far = 10.0
    while far < k:
        far *= 2.5 if str(far).startswith("2") else 2
    return far


def _curve(scene: Any, box: Box, drawing: Any, ascii: bool, locked: bool) -> None:
    curve = scene.curve()
    xs, ys = scene.steps_on_curve()
    series = [
        Series("f", curve.xs, curve.ys, mark=" "),
        Series("steps", xs, ys, Stroke.POINTS, Role.PATH, "." if ascii else "·"),
        Series("now", xs[-1:], ys[-1:], Stroke.POINTS, Role.POINT, "o" if ascii else "●"),
    ]
    box.tell(title=that_fits(box, tr("f and the steps on it"), tr("f and steps"), "f"))
    drawing.show(Picture(tuple(series), x_name=symbol(scene.settings.names[0], ascii=ascii)))
