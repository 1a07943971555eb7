"""What each pane of a descent draws: the rows of theta, the loss, the fit, the path over the surface."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget

from tutor.drawing.picture import Arrow, Mark, Picture, Role, Row, Series, Spot, Stroke, Terrain
from tutor.typeset import symbol
from tutor.ui.chart import Chart, HeatMap, Lines

PANEL_WIDGETS: dict[str, Callable[[], Widget]] = {
    "theta": Lines,
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

    box: Vertical
    drawing: Any


def draw(name: str, scene: Any, view: View, *, ascii: bool, locked: bool) -> None:
    """Paints one pane of the scene."""
    views = {"theta": _theta, "loss": _loss, "fit": _fit, "surface": _surface, "curve": _curve}
    views[name](scene, view.box, view.drawing, ascii, locked)


def _style(place: int) -> dict[str, Any]:
    return {"role": ROLES[place % len(ROLES)], "stroke": STROKES[place % len(STROKES)]}


def _theta(scene: Any, box: Vertical, drawing: Any, ascii: bool, locked: bool) -> None:
    """Of one run its last steps; of a race first where each run stands, then the steps of the one in focus."""
    width, height = drawing.size
    rate = _number(scene.player.rate, ascii)
    title = f"rate {rate}" if ascii else f"α = {rate}"
    box.border_title = Content(f"{len(scene.players)} runs (n: the next)" if scene.race else title)
    if height < 1:
        return
    standings = _standings(scene, width, ascii) if scene.race else []
    drawing.set_rows([*standings, *_steps(scene, width, height - len(standings), ascii)])


def _standings(scene: Any, width: int, ascii: bool) -> list[Row]:
    """One row a run: its letter, its name, its theta and its loss; a mark stands before the run in focus."""
    names = [symbol(name, ascii=ascii) for name in scene.settings.names]
    rows = [["", "run", *names, scene.letter]]
    for place, player in enumerate(scene.players):
        numbers = [_number(value, ascii) for value in [*player.theta.tolist(), player.loss]]
        mark = (">" if ascii else "▸") if place == scene.focus else " "
        rows.append([mark + chr(ord("A") + place), scene.label(place, ascii)[:14], *numbers])
    columns = list(range(len(rows[0])))
    while len(columns) > 3 and sum(max(len(row[c]) for row in rows) + 1 for c in columns) > width + 1:
        columns.pop(-2)
    widths = [max(_least(1) if c > 1 else 1, *(len(row[c]) for row in rows)) for c in columns]
    table = [
        _row([row[c] for c in columns], widths, " ", heading=i == 0, last=i - 1 == scene.focus)
        for i, row in enumerate(rows)
    ]
    return [*table, ()]


def _steps(scene: Any, width: int, height: int, ascii: bool) -> list[Row]:
    """The last steps of the run in focus, in so many rows; the newest last."""
    if height < 2:
        return []
    headings = scene.headings(ascii)
    rows = scene.rows(height - 1, ascii, digits=4)
    columns, below = _that_fit(headings, rows, width, ascii)
    room = max(1, height - 1 - len(below))
    table = [[each[c] for c in columns] for each in [headings, *rows[-room:]]]
    widths = [max(_least(place), *(len(row[i]) for row in table)) for i, place in enumerate(columns)]
    gap = "  " if sum(widths) + 2 * (len(widths) - 1) <= width else " "
    return [
        *(_row(row, widths, gap, heading=i == 0, last=i == len(table) - 1) for i, row in enumerate(table)),
        *([()] * (room + 1 - len(table))),
        *(((text, Role.AXIS.value),) for text in below),
    ]


def _least(place: int) -> int:
    """Columns keep their width while numbers change, so that rows stand still."""
    return 4 if place == 0 else 6


def _that_fit(headings: list[str], rows: list[list[str]], width: int, ascii: bool) -> tuple[list[int], list[str]]:
    """Which columns fit: all; else without the slopes, which then stand below; else the first thetas and the loss."""
    needs = [max(_least(i), *(len(row[i]) for row in [headings, *rows])) + 1 for i in range(len(headings))]
    count, loss = (len(headings) - 2) // 2, len(headings) - 1
    if sum(needs) <= width + 1:
        return list(range(len(headings))), []
    thetas = list(range(1, count + 1))
    while len(thetas) > 1 and needs[0] + needs[loss] + sum(needs[i] for i in thetas) > width + 1:
        thetas.pop()
    slopes = ", ".join(rows[-1][i] for i in range(count + 1, 2 * count + 1))
    below = [f"{'grad' if ascii else '∇'}{headings[loss]} ({slopes})"[: max(1, width)]]
    return [0, *thetas, loss], below if len(thetas) == count else [f"{count - len(thetas)} more theta", *below]


def _row(cells: list[str], widths: list[int], gap: str, *, heading: bool, last: bool) -> Row:
    text = gap.join(cell.rjust(width) for cell, width in zip(cells, widths, strict=True))
    role = Role.AXIS if heading else Role.PATH if last else Role.PLAIN
    return ((text, role.value),)


def _number(value: float, ascii: bool) -> str:
    from tutor.descent.words import number

    return number(value, 4) if ascii else number(value, 4).replace("-", "−")


def _loss(scene: Any, box: Vertical, drawing: Any, ascii: bool, locked: bool) -> None:
    curves = scene.losses(ascii)
    series = [
        Series(each.label, each.ks, each.losses, mark=chr(ord("A") + i) if scene.race else " ", **_style(i))
        for i, each in enumerate(curves)
    ]
    here = curves[scene.focus]
    series.append(Series("now", here.ks[-1:], here.losses[-1:], Stroke.POINTS, Role.POINT, "o" if ascii else "●"))
    rate = "rate " if ascii else "α="
    marks = tuple(Mark(float(k), f"{rate}{_number(new, ascii)}") for k, new in scene.rate_marks())
    box.border_title = Content(f"{scene.letter}{', log scale' if scene.uses_log else ''}")
    box.border_subtitle = Content(f"k = {scene.player.k}  {scene.letter} = {_number(scene.player.loss, ascii)}")
    far = _round_up(max(float(each.ks[-1]) for each in curves))
    drawing.show(Picture(tuple(series), x=(0.0, far), log=scene.uses_log, marks=marks, x_name="k"))


def _round_up(k: float) -> float:
    """The end of the axis of steps: 10, 20, 50, 100 ..., so that it moves seldom."""
    far = 10.0
    while far < k:
        far *= 2.5 if str(far).startswith("2") else 2
    return far


def _fit(scene: Any, box: Vertical, drawing: Any, ascii: bool, locked: bool) -> None:
    fit = scene.fit()
    box.border_title = Content("fit: data and line" if fit.x_name != "target" else "target and prediction")
    series = (
        Series("line", fit.line_xs, fit.line_ys, mark=" "),
        Series("data", fit.xs, fit.ys, Stroke.POINTS, Role.POINT, "o" if ascii else "●"),
    )
    drawing.show(Picture(series, x_name=symbol(fit.x_name, ascii=ascii)))


def _curve(scene: Any, box: Vertical, drawing: Any, ascii: bool, locked: bool) -> None:
    curve = scene.curve()
    xs, ys = scene.steps_on_curve()
    series = [
        Series("f", curve.xs, curve.ys, mark=" "),
        Series("steps", xs, ys, Stroke.POINTS, Role.PATH, "." if ascii else "·"),
        Series("now", xs[-1:], ys[-1:], Stroke.POINTS, Role.POINT, "o" if ascii else "●"),
    ]
    box.border_title = Content("f and the steps on it")
    drawing.show(Picture(tuple(series), x_name=symbol(scene.settings.names[0], ascii=ascii)))


def _surface(scene: Any, box: Vertical, drawing: Any, ascii: bool, locked: bool) -> None:
    x, y = scene.window()
    paths = scene.paths()
    path = paths[scene.focus].thetas
    marks = [chr(ord("A") + i) if scene.race else ("@" if ascii else "●") for i in range(len(paths))]
    spots = [Spot(*map(float, each.thetas[-1]), mark=mark, ascii=mark) for each, mark in zip(paths, marks, strict=True)]
    step = None if locked else scene.next_step()
    arrows = (Arrow(tuple(map(float, step[0])), tuple(map(float, step[1]))),) if step is not None else ()
    names = [symbol(name, ascii=ascii) for name in scene.settings.names]
    box.border_title = Content(f"{scene.letter} over {names[0]}, {names[1]}")
    box.border_subtitle = Content("arrow: the next step" if arrows else "")
    terrain = Terrain(
        scene.heights(121, 81),
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
