"""The two planes of a map as pictures: the square with its grid, and the image of both with what the Jacobian predicts.

Corners are named a to d in both planes, so that a square that is turned over is seen to be.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tutor.drawing.picture import Picture, Role, Series, Stroke

if TYPE_CHECKING:
    from numpy.typing import NDArray

FINE = 41  # points of each line that is drawn
MANY_CELLS = (22, 14)  # columns and rows of a plane: in less the square is parted into four; in ASCII it is not parted
MARGIN = 0.12  # of what is drawn, around it
WIDEST = 1.8  # times what is drawn that a plane may show
FRAME = (7, 2)  # columns and rows that the axes take
Line = tuple[str, "NDArray[Any]", Role, Stroke]
Limits = tuple[float, float] | None


def inputs(scene: Any, size: tuple[int, int], x_name: str, ascii: bool) -> Picture:
    """The square around the point."""
    place = scene.place
    around = scene.square(2) + place
    lines: list[Line] = [("square", around, Role.LINE, Stroke.SOLID)]
    lines += [("grid", each + place, Role.AXIS, Stroke.SOLID) for each in scene.lines(_cells(size, ascii), 2)]
    return _plane(size, lines, around[:-1], place, x_name, ascii)


def outputs(scene: Any, size: tuple[int, int], x_name: str, ascii: bool) -> Picture:
    """The square's image, and the parallelogram that the Jacobian makes of the square."""
    lines: list[Line] = [("by J", scene.predicted(scene.square(2)), Role.SECOND, Stroke.DASHED)]
    grid = scene.lines(_cells(size, ascii), FINE)
    lines += [("grid", scene.mapped(each), Role.AXIS, Stroke.SOLID) for each in grid]
    lines.append(("image", scene.mapped(scene.square(FINE)), Role.LINE, Stroke.SOLID))
    corners = scene.mapped(scene.square(2)[:-1])
    return _plane(size, lines, corners, tuple(map(float, scene.image)), x_name, ascii)


def _cells(size: tuple[int, int], ascii: bool) -> int:
    """Parts of the square along a side."""
    if ascii:
        return 1
    return 4 if size[0] >= MANY_CELLS[0] and size[1] >= MANY_CELLS[1] else 2


def _plane(
    size: tuple[int, int],
    lines: list[Line],
    corners: NDArray[Any],
    middle: tuple[float, ...],
    x_name: str,
    ascii: bool,
) -> Picture:
    series = [Series(name, line[:, 0], line[:, 1], stroke, role, " ") for name, line, role, stroke in lines]
    for letter, (x, y) in zip("abcd", corners.tolist(), strict=True):
        series.append(Series(letter, [x], [y], Stroke.POINTS, Role.POINT, letter))
    mark = "o" if ascii else "●"
    series.append(Series("point", [middle[0]], [middle[1]], Stroke.POINTS, Role.CURSOR, mark))
    x, y = _window([line for _, line, _, _ in lines], size[0] - FRAME[0], size[1] - FRAME[1])
    return Picture(tuple(series), x=x, y=y, x_name=x_name)


def _window(lines: list[NDArray[Any]], columns: int, rows: int) -> tuple[Limits, Limits]:
    """Limits around the lines, wider where it makes the scale even, a cell being twice as high as it is wide; but not
    so wide that little is left of what is drawn."""
    ends = []
    for axis in (0, 1):
        numbers = [float(each) for line in lines for each in line[:, axis] if abs(float(each)) < float("inf")]
        if not numbers:
            return None, None
        low, high = min(numbers), max(numbers)
        room = (high - low) * MARGIN or abs(high) * MARGIN or 1.0
        ends.append((low - room, high + room))
    (left, right), (low, high) = ends
    columns, rows = max(columns, 1), max(rows, 1)
    cell = max((right - left) / columns, (high - low) / (2 * rows))
    return _widened(ends[0], cell * columns), _widened(ends[1], 2 * cell * rows)


def _widened(limits: tuple[float, float], span: float) -> tuple[float, float]:
    low, high = limits
    middle, half = (low + high) / 2, min(span, WIDEST * (high - low)) / 2
    return middle - half, middle + half
