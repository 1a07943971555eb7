"""What each pane of a network draws: the net and its outputs, the loss, the map or the curve of what it says."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tutor.drawing.picture import Guide, Mark, Picture, Role, Row, Series, Spot, Stroke, Terrain
from tutor.letters import visible
from tutor.messages import tr
from tutor.typeset import symbol
from tutor.ui.chart import Chart, HeatMap, Lines
from tutor.ui.panes.borders import Box, that_fits
from tutor.ui.panes.descend_theta import DIGITS, brief, number, rate_mark

MOST_SPOTS = 60  # rows marked on the map
LEAST_COLUMNS = 3  # of it: the row, its target, what the net says
LEAST_TABLE = 3  # rows of the table, its heading among them


def draw(name: str, scene: Any, box: Box, drawing: Any, *, ascii: bool) -> None:
    """Paints one pane of the scene."""
    views: dict[str, Callable[[Any, Box, Any, bool], None]] = {
        "net": _net,
        "loss": _loss,
        "map": _map,
        "curve": _curve,
    }
    views[name](scene, box, drawing, ascii)


def _loss(scene: Any, box: Box, drawing: Chart, ascii: bool) -> None:
    """The loss against k, from 0 up or on a log scale, with a mark where the rate was changed."""
    ks, losses = scene.losses()
    title = (
        (tr("{letter}, log scale (l: linear)", letter="J"), tr("{letter}, log scale", letter="J"))
        if scene.uses_log
        else (tr("{letter} (l: log scale)", letter="J"),)
    )
    box.tell(title=that_fits(box, *title, "J"))
    digits = [number(scene.player.loss, ascii, each) for each in DIGITS]
    box.tell(subtitle=that_fits(box, *(f"k = {scene.k}  J = {each}" for each in digits), f"k = {scene.k}"))
    series = (
        Series("J", ks, losses, mark=" "),
        Series("now", ks[-1:], losses[-1:], Stroke.POINTS, Role.POINT, "o" if ascii else "●"),
    )
    changes = scene.rate_marks()
    marks = [Mark(float(k)) for k, _ in changes]
    if changes:
        marks[-1] = Mark(marks[-1].x, rate_mark(changes[-1][1], ascii))
    far = 10.0
    while far < ks[-1]:  # so that the axis moves seldom
        far *= 2.5 if str(far).startswith("2") else 2
    y = None if scene.uses_log else (0.0, float(losses.max()))
    drawing.show(Picture(series, x=(0.0, far), y=y, log=scene.uses_log, marks=tuple(marks), x_name="k"))


def _net(scene: Any, box: Box, drawing: Lines, ascii: bool) -> None:
    """The net with the numbers of one row; below it what the net says of each row."""
    what = tr("gradients of J") if scene.slopes else tr("weights")  # over all rows, whichever is looked at
    rate = f"{tr('rate') if ascii else 'α'} = {brief(scene.player.rate, ascii)}"
    if scene.settings.method.name != "gd":
        rate = f"{scene.settings.method.name}, {rate}"
    row = tr("row {k}", k=scene.row + 1)
    more = [tr("{what}; {row} (n: next); {rate}", what=what, row=row, rate=rate)] * (scene.network.m > 1)
    box.tell(title=that_fits(box, *more, f"{what}; {row}; {rate}", f"{what}; {row}", what))
    width, height = drawing.size
    if height < 1:
        return
    cells = scene.outputs(ascii)
    table = min(len(cells) + 1, max(LEAST_TABLE + 1, height // 3))
    lines = scene.diagram(width, max(1, height - table), ascii)
    rows: list[Row] = [((line, Role.PLAIN.value),) for line in lines]
    left = height - len(rows) - 1
    if left >= LEAST_TABLE:
        rows += [(), *_outputs(cells, scene.row, left, width, ascii)]
    drawing.set_rows(rows)


def _outputs(cells: list[list[str]], here: int, room: int, width: int, ascii: bool) -> list[Row]:
    """The heading and so many rows around the one that is looked at, which has a mark before it; inputs go where there
    is no room for them."""
    while len(cells[0]) > LEAST_COLUMNS and _wide(cells) > width:
        cells = [[each[0], *each[2:]] for each in cells]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    gap = "  " if sum(widths) + 2 * len(widths) - 1 <= width else " "
    count = min(room - 1, len(cells) - 1)
    first = max(0, min(here - count // 2, len(cells) - 1 - count))

    def row(each: list[str], mark: str, role: Any) -> Row:
        text = gap.join(cell.rjust(size) for cell, size in zip(each, widths, strict=True))
        return ((f"{mark}{text}", role.value),)

    shown = [
        row(each, (">" if ascii else "▸") if i == here else " ", Role.POINT if i == here else Role.PLAIN)
        for i, each in enumerate(cells[1:])
    ]
    return [row(cells[0], " ", Role.AXIS), *shown[first : first + count]]


def _wide(cells: list[list[str]]) -> int:
    """Columns that a table takes, its marks and single gaps with it."""
    return sum(1 + max(map(len, column)) for column in zip(*cells, strict=True))


def _map(scene: Any, box: Box, drawing: HeatMap, ascii: bool) -> None:
    """What the net says over both inputs, with the rows as their targets; shaded where it says much."""
    x, y = scene.window()
    places, targets = scene.points()
    judged = scene.settings.loss == "cross-entropy"
    spots = [
        Spot(float(a), float(b), mark=_mark(target, judged, ascii), ascii=_mark(target, judged, True))
        for (a, b), target in list(zip(places.tolist(), targets.tolist(), strict=True))[:MOST_SPOTS]
    ]
    several = scene.settings.layers[-1] > 1
    levels = tuple(i + 0.5 for i in range(scene.settings.layers[-1] - 1)) if several else (0.1, 0.3, 0.5, 0.7, 0.9)
    title = (
        (tr("the likeliest class"), tr("class"))
        if several
        else (tr("p over both inputs"), "p")
        if judged
        else (tr("output"),)
    )
    box.tell(title=that_fits(box, *title))
    box.tell(subtitle=that_fits(box, tr("marks: targets") if judged else "", ""))
    names = [symbol(visible(each)[:10], ascii=ascii) for each in scene.settings.columns]
    drawing.show(
        Terrain(
            lambda *over: scene.heights(61, 41, over),
            x,
            y,
            levels=levels if judged else None,
            shade=True,
            contours=True,
            spots=tuple(spots),
            x_name=names[0],
            y_name=names[1],
        )
    )


def _mark(target: float, judged: bool, ascii: bool) -> str:
    return str(int(target))[-1] if judged else ("@" if ascii else "●")


def _curve(scene: Any, box: Box, drawing: Chart, ascii: bool) -> None:
    """For one input: what the net says, and the rows."""
    xs, ys = scene.curve()
    places, targets = scene.points()
    judged = scene.settings.loss == "cross-entropy"
    box.tell(
        title=that_fits(box, *((tr("p and the rows"), "p") if judged else (tr("output and the rows"), tr("output"))))
    )
    series = (
        Series("net", xs, ys, mark=" "),
        Series("rows", places[:, 0], targets, Stroke.POINTS, Role.POINT, "o" if ascii else "●"),
    )
    limits = (-0.05, 1.05) if judged else None
    guides = (Guide(y=0.5),) if judged else ()
    name = symbol(visible(scene.settings.columns[0])[:10], ascii=ascii)
    drawing.show(Picture(series, y=limits, guides=guides, x_name=name))
