"""What each pane of a descent draws: the rows of theta, the loss, the fit, the path over the surface."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from textual.widget import Widget

from tutor.drawing.picture import Arrow, Guide, Mark, Picture, Role, Series, Spot, Stroke, Terrain
from tutor.typeset import symbol
from tutor.ui.chart import Chart, HeatMap
from tutor.ui.panes.borders import Box, that_fits
from tutor.ui.panes.descend_theta import DIGITS, StepRows, brief, draw_theta, number

PANEL_WIDGETS: dict[str, Callable[[], Widget]] = {
    "theta": StepRows,
    "loss": Chart,
    "fit": Chart,
    "surface": HeatMap,
    "curve": Chart,
}
ROLES = (Role.LINE, Role.SECOND, Role.THIRD, Role.FOURTH)
STROKES = (Stroke.SOLID, Stroke.DASHED, Stroke.DOTTED)


@dataclass(frozen=True, slots=True)
class View:
    """One pane of the scene: its border, and what draws in it."""

    box: Box
    drawing: Any


def draw(name: str, scene: Any, view: View, *, ascii: bool, locked: bool) -> None:
    """Paints one pane of the scene."""
    views = {"theta": draw_theta, "loss": _loss, "fit": _fit, "surface": _surface, "curve": _curve}
    views[name](scene, view.box, view.drawing, ascii, locked)


def _style(place: int) -> dict[str, Any]:
    return {"role": ROLES[place % len(ROLES)], "stroke": STROKES[place % len(STROKES)]}


def _loss(scene: Any, box: Box, drawing: Any, ascii: bool, locked: bool) -> None:
    curves = scene.losses(ascii)
    series = [
        Series(each.label, each.ks, each.losses, mark=chr(ord("A") + i) if scene.race else " ", **_style(i))
        for i, each in enumerate(curves)
    ]
    here, letter, log = curves[scene.focus], scene.letter, scene.uses_log
    series.append(Series("now", here.ks[-1:], here.losses[-1:], Stroke.POINTS, Role.POINT, "o" if ascii else "●"))
    changes = scene.rate_marks()
    marks = [Mark(float(k)) for k, _ in changes]
    if changes:
        marks[-1] = Mark(marks[-1].x, f"{'rate ' if ascii else 'α='}{brief(changes[-1][1], ascii)}")
    of = (f"{letter}, log scale", "l: linear") if log else (letter, "l: log scale")
    box.tell(title=that_fits(box, f"{of[0]} ({of[1]})", f"{letter} ({of[1].removesuffix(' scale')})", of[0], letter))
    box.tell(subtitle=that_fits(box, *_standing(scene.player, letter, ascii)))
    far = _round_up(max(float(each.ks[-1]) for each in curves))
    y = None if log else _from_zero(curves)
    drawing.show(Picture(tuple(series), x=(0.0, far), y=y, log=log, marks=tuple(marks), x_name="k"))


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


def _fit(scene: Any, box: Box, drawing: Any, ascii: bool, locked: bool) -> None:
    fit = scene.fit()
    words = ("fit: data and line", "data, line") if fit.x_name != "target" else ("target and prediction", "prediction")
    box.tell(title=that_fits(box, *words, "fit"))
    series = (
        Series("line", fit.line_xs, fit.line_ys, mark=" "),
        Series("data", fit.xs, fit.ys, Stroke.POINTS, Role.POINT, "o" if ascii else "●"),
    )
    x, y = _held(scene, fit)
    guides = (Guide(y=0.0),) if y[0] < 0 < y[1] else ()
    drawing.show(Picture(series, x, y, guides=guides, x_name=symbol(fit.x_name, ascii=ascii)))


def _held(scene: Any, fit: Any) -> tuple[tuple[float, float], tuple[float, float]]:
    """Limits that do not move while the line does: they hold the data, the first line and the best one.

    Only a line that has left them by more than their height is given room, ten times as much each time.
    """
    first = scene.paths()[scene.focus].thetas[0]
    thetas = [first, scene.problem.best_theta]
    if fit.x_name == "target":
        ends = [scene.problem.X.dot(first), fit.xs]
        x = y = min(map(min, ends)), max(map(max, ends))
        now = (*fit.ys, *x)
    else:
        x = float(fit.line_xs[0]), float(fit.line_xs[-1])
        lines = [theta[-1] * end + (theta[0] if len(theta) > 1 else 0.0) for theta in thetas for end in x]
        y = float(min(*lines, *fit.ys)), float(max(*lines, *fit.ys))
        now = fit.line_ys
    middle, reach = (y[0] + y[1]) / 2, (y[1] - y[0]) / 2
    away = max(abs(float(each) - middle) for each in now)
    if reach > 0 and away > 3 * reach:
        more = min(10.0 ** math.ceil(math.log10(away / reach)) * reach, 1e299)
        y = middle - more, middle + more
        x = y if fit.x_name == "target" else x
    return x, y


def _curve(scene: Any, box: Box, drawing: Any, ascii: bool, locked: bool) -> None:
    curve = scene.curve()
    xs, ys = scene.steps_on_curve()
    series = [
        Series("f", curve.xs, curve.ys, mark=" "),
        Series("steps", xs, ys, Stroke.POINTS, Role.PATH, "." if ascii else "·"),
        Series("now", xs[-1:], ys[-1:], Stroke.POINTS, Role.POINT, "o" if ascii else "●"),
    ]
    box.tell(title=that_fits(box, "f and the steps on it", "f and steps", "f"))
    drawing.show(Picture(tuple(series), x_name=symbol(scene.settings.names[0], ascii=ascii)))


def _surface(scene: Any, box: Box, drawing: Any, ascii: bool, locked: bool) -> None:
    x, y = scene.window()
    paths = scene.paths()
    path = paths[scene.focus].thetas
    marks = [chr(ord("A") + i) if scene.race else ("@" if ascii else "●") for i in range(len(paths))]
    spots = [
        Spot(float(each.thetas[-1][0]), float(each.thetas[-1][1]), mark=mark, ascii=mark)
        for each, mark in zip(paths, marks, strict=True)
    ]
    step = None if locked else scene.next_step()
    arrows = (Arrow(tuple(map(float, step[0])), tuple(map(float, step[1]))),) if step is not None else ()
    names = [symbol(name, ascii=ascii) for name in scene.settings.names]
    over = f"{names[0]}, {names[1]}"
    box.tell(title=that_fits(box, f"{scene.letter} over {over}", f"{scene.letter}({over})", over))
    told: tuple[str, ...] = ("arrow: the next step", "next step") if arrows else ("",)
    if arrows and not _holds(x, y, arrows[0].end):
        told = ("arrow: to the next step, off the map", "next step: off the map", "next: off the map")
    box.tell(subtitle=that_fits(box, *told, ""))
    terrain = Terrain(
        lambda *over: scene.heights(121, 81, over),
        x,
        y,
        contours=True,
        shade=True,
        path=(path[:, 0], path[:, 1]),
        arrows=arrows,
        spots=tuple(spots),
        x_name=names[0],
        y_name=names[1],
    )
    drawing.show(terrain)


def _holds(x: tuple[float, float], y: tuple[float, float], point: tuple[float, float]) -> bool:
    return x[0] <= point[0] <= x[1] and y[0] <= point[1] <= y[1]
