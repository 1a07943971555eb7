"""The loss seen from above, with the path of every run, the gradient's way down and the step that comes next."""

from __future__ import annotations

from typing import Any

from tutor.drawing.picture import Arrow, Role, Spot, Terrain
from tutor.messages import tr
from tutor.typeset import symbol
from tutor.ui.panes.borders import Box, that_fits

DASHES = ((1, 0), (2, 1), (1, 1))  # drawn and left out, in parts of the map: solid, dashed, dotted, as in the chart
PARTS = 36  # that a dash is of the map's height or width
NEAR = 0.12  # of the map: how long the arrow downhill is


def _surface(scene: Any, box: Box, drawing: Any, ascii: bool, locked: bool) -> None:
    x, y = scene.window()
    paths = scene.paths()
    focus = paths[scene.focus]
    step = None if locked else scene.next_points()
    arrows = [Arrow(_place(step[0]), _place(step[1]))] if step is not None else []
    down = None if locked else _downhill(scene, x, y, step)
    names = [symbol(name, ascii=ascii) for name in scene.plane_axes]
    over = f"{names[0]}, {names[1]}"
    plain = tr("{letter} over {axes}", letter=scene.letter, axes=over)
    more = tr("{letter} over {axes} (p: others)", letter=scene.letter, axes=over)
    keys = (more,) if len(scene.settings.names) > 1 else ()
    box.tell(title=that_fits(box, *keys, plain, f"{scene.letter}({over})", over, scene.letter))
    told: tuple[str, ...] = (tr("arrow: the next step"), tr("next step")) if arrows else ("",)
    if arrows and not _holds(x, y, arrows[0].end):
        told = (tr("arrow: to the next step, off the map"), tr("next step: off the map"), tr("next: off the map"))
    elif down is not None:
        told = (tr("arrows: the next step; faint: downhill"), *told)
    box.tell(subtitle=that_fits(box, *told, ""))
    spots = [_spot(each, each.mark if scene.race else "●", scene.race) for each in paths if each is not focus]
    spots.append(_spot(focus, focus.mark if scene.race else "●", scene.race))
    drawing.show(
        Terrain(
            lambda *over: scene.heights(121, 81, over),
            x,
            y,
            contours=True,
            shade=True,
            path=_together(paths, x, y),
            arrows=tuple([*([down] if down else []), *arrows]),
            spots=tuple(spots),
            x_name=names[0],
            y_name=names[1] if len(names[1]) < 6 else "",
        )
    )


def _place(point: Any) -> tuple[float, float]:
    return float(point[0]), float(point[1])


def _spot(path: Any, mark: str, race: bool) -> Spot:
    at = path.points[-1]
    return Spot(float(at[0]), float(at[1]), mark=mark, ascii=mark if race else "@")


def _downhill(scene: Any, x: tuple[float, float], y: tuple[float, float], step: Any) -> Arrow | None:
    """Against the gradient, where the next step goes elsewhere: a momentum, a batch, a mistake."""
    found = scene.downhill()
    if found is None:
        return None
    here, way = found
    if step is not None:
        moved = step[1] - step[0]
        length = float((moved**2).sum()) ** 0.5
        if length > 0 and float(moved @ way) / length > 0.999:  # it goes the same way
            return None
    reach = NEAR * min(x[1] - x[0], y[1] - y[0])
    return Arrow(_place(here), _place(here + reach * way), Role.CONTOUR)


def _together(paths: list[Any], x: tuple[float, float], y: tuple[float, float]) -> tuple[Any, Any]:
    """All paths as one line that is interrupted between them, and within them as their styles want."""
    import numpy as np

    gap = np.full((1, 2), np.nan)
    parts = [piece for each in paths for piece in (_dashed(each.points, each.style, x, y), gap)]
    whole = np.concatenate(parts[:-1])
    return whole[:, 0], whole[:, 1]


def _dashed(points: Any, style: int, x: tuple[float, float], y: tuple[float, float]) -> Any:
    """The path with nan where its style leaves it out; as long as a dash is, whatever the steps."""
    import numpy as np

    drawn, left_out = DASHES[style % len(DASHES)]
    span = np.array([x[1] - x[0], y[1] - y[0]])
    if not left_out or len(points) < 2 or not (np.isfinite(span).all() and (span > 0).all()):
        return points
    lengths = np.sqrt((np.diff(points / span, axis=0) ** 2).sum(axis=1)) * PARTS
    along = np.concatenate(([0.0], np.cumsum(lengths)))
    if not np.isfinite(along[-1]) or not 1 < along[-1] < 5000:
        return points
    at = np.linspace(0.0, along[-1], int(along[-1] * 6) + 2)
    laid = np.column_stack([np.interp(at, along, points[:, i]) for i in (0, 1)])
    laid[at % (drawn + left_out) >= drawn] = np.nan
    return laid


def _holds(x: tuple[float, float], y: tuple[float, float], point: tuple[float, float]) -> bool:
    return x[0] <= point[0] <= x[1] and y[0] <= point[1] <= y[1]
