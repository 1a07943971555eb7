"""Heights seen from above, drawn as rows of characters: shades, contour lines, a path, arrows and marked
places.

A shade is a character *and* a colour, so the map reads without colours; the higher, the denser. Like
`raster.draw`, `draw_map` gives exactly the rows and cells it was asked for, whatever the numbers. What is
not finite is left blank.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from tutor.drawing import axes
from tutor.drawing.canvas import Canvas, Window, draw_lines
from tutor.drawing.picture import Arrow, Marks, Role, Row, Spot, Stroke, Terrain
from tutor.drawing.raster import frame, signs, too_small
from tutor.drawing.strokes import Floats

SHADES = " ·:░▒▓"
ASCII_SHADES = " .:-=+*#%@"
HEADS = "→↗↑↖←↙↓↘"
ASCII_HEADS = ">/^\\</v\\"
BRAILLE = (
    (0x40, 0x80),
    (0x04, 0x20),
    (0x02, 0x10),
    (0x01, 0x08),
)  # the dot of each row from below, left and right
BLOCKS = " ▖▗▄▘▌▚▙▝▞▐▟▀▛▜█"


def draw_map(terrain: Terrain, width: int, height: int, marks: Marks, figure: Any) -> list[Row]:
    """The map as `height` rows of `width` cells; `figure` is a plotext figure nobody else draws with."""
    small = too_small(width, height)
    if small is not None:
        return small
    x, y = axes.shown_limits(*terrain.x), axes.shown_limits(*terrain.y)
    canvas, window, left = frame(x, y, width, height, marks, x_name=terrain.x_name)
    if terrain.y_name and len(terrain.y_name) < left - 1:
        canvas.write(left - 1 - len(terrain.y_name), 0, terrain.y_name, Role.AXIS)
    heights = np.asarray(terrain.heights, float)
    if heights.ndim == 2 and min(heights.shape) > 1:
        _land(canvas, window, left, terrain, heights, marks)
    _path(canvas, window, left, terrain, marks, figure)
    for spot in terrain.spots:
        _spot(canvas, window, left, spot, marks)
    if marks.ascii:
        canvas.only_ascii()
    return canvas.to_rows()


def shade_count(marks: Marks) -> int:
    return len(ASCII_SHADES if marks.ascii else SHADES)


def resample(heights: Floats, rows: int, columns: int) -> Floats:
    """Heights at `rows` x `columns` even places over the same land, straight lines between (nearest beside a
    hole)."""
    down = np.linspace(0, heights.shape[0] - 1, rows)
    across = np.linspace(0, heights.shape[1] - 1, columns)
    i, j = (
        np.minimum(down.astype(int), heights.shape[0] - 2),
        np.minimum(across.astype(int), heights.shape[1] - 2),
    )
    v, u = (down - i)[:, None], across - j
    a, b = heights[i][:, j], heights[i][:, j + 1]
    c, d = heights[i + 1][:, j], heights[i + 1][:, j + 1]
    with np.errstate(all="ignore"):
        smooth = (a * (1 - u) + b * u) * (1 - v) + (c * (1 - u) + d * u) * v
    nearest = heights[np.rint(down).astype(int)][:, np.rint(across).astype(int)]
    return np.asarray(np.where(np.isfinite(smooth), smooth, nearest), float)


def default_levels(heights: Floats, shades: int) -> tuple[float, ...]:
    """Heights between the shades so that each shade covers an equal area; rising, none twice."""
    seen = heights[np.isfinite(heights)]
    if not len(seen) or seen.min() == seen.max():
        return ()
    return tuple(np.unique(np.quantile(seen, np.linspace(0, 1, shades + 1)[1:-1])).tolist())


def _land(canvas: Canvas, window: Window, left: int, terrain: Terrain, heights: Floats, marks: Marks) -> None:
    """Shades by the height in the middle of each cell; contours by the heights of its dots.

    ASCII has no dots to draw a line with: there every second shade is left blank instead, and its edges are
    the lines.
    """
    count = shade_count(marks)
    few = min(count, max(3, window.rows // 2)) if terrain.contours else count
    levels = terrain.levels if terrain.levels is not None else default_levels(heights, few)
    cells = resample(heights, window.rows, window.columns)
    shades = np.searchsorted(levels, cells, side="right") * (count - 1) // max(len(levels), 1)
    odd = np.searchsorted(levels, cells, side="right") % 2 == 1
    shown = np.isfinite(cells) & (terrain.shade | odd)
    if terrain.shade or (terrain.contours and marks.ascii):
        ramp = ASCII_SHADES if marks.ascii else SHADES
        for row, column in zip(*np.nonzero(shown), strict=True):
            shade = int(shades[row, column])
            role = f"heat--{shade * 5 // (count - 1)}"
            canvas.put(left + int(column), window.rows - 1 - int(row), ramp[shade], role)
    if terrain.contours and not marks.ascii:
        _contours(canvas, window, left, resample(heights, window.height, window.width), levels, marks)


def _contours(canvas: Canvas, window: Window, left: int, dots: Floats, levels: tuple[float, ...], marks: Marks) -> None:
    """Lights a dot where the band differs from the dot to its right or above: a line one dot wide."""
    bands = np.where(np.isfinite(dots), np.searchsorted(levels, dots, side="right"), -1)
    lit = np.zeros(bands.shape, bool)
    for here, there, edge in (
        (bands[:, :-1], bands[:, 1:], lit[:, :-1]),
        (bands[:-1], bands[1:], lit[:-1]),
    ):
        edge |= (here != there) & (here >= 0) & (there >= 0)
    across, down = window.dots
    for row in range(window.rows):
        for column in range(window.columns):
            block = lit[row * down : (row + 1) * down, column * across : (column + 1) * across]
            if block.any():
                _over(canvas, left + column, window.rows - 1 - row, _dot_mark(block, marks), Role.CONTOUR)


def _dot_mark(block: Any, marks: Marks) -> str:
    if marks is Marks.BRAILLE:
        return chr(0x2800 + sum(BRAILLE[i][j] for i in range(4) for j in range(2) if block[i, j]))
    return BLOCKS[sum(1 << (2 * i + j) for i in range(2) for j in range(2) if block[i, j])]


def _over(canvas: Canvas, column: int, row: int, mark: str, role: str) -> None:
    """Puts a mark and keeps the colour of the land under it."""
    if 0 <= column < canvas.columns and 0 <= row < canvas.rows:
        land = canvas.roles[row][column].split(" ")[0]
        canvas.put(column, row, mark, f"{land} {role}" if land.startswith("heat--") else str(role))


def _path(canvas: Canvas, window: Window, left: int, terrain: Terrain, marks: Marks, figure: Any) -> None:
    sheet = Canvas(window.columns, window.rows)
    lines: list[tuple[Any, Any, Stroke, str, str]] = []
    if terrain.path is not None:
        lines.append((*terrain.path, Stroke.SOLID, Role.PATH, "o"))
    for arrow in terrain.arrows:
        xs, ys = zip(arrow.start, arrow.end, strict=True)
        lines.append((xs, ys, Stroke.SOLID, str(arrow.role), "'"))
    draw_lines(sheet, figure, window, lines, marks)
    for row in range(window.rows):
        for column in range(window.columns):
            if not sheet.blank(column, row):
                _over(canvas, left + column, row, sheet.marks[row][column], sheet.roles[row][column])
    for arrow in terrain.arrows:
        _head(canvas, window, left, arrow, marks)


def _head(canvas: Canvas, window: Window, left: int, arrow: Arrow, marks: Marks) -> None:
    """The head, turned as the arrow is *on the screen* (a cell is about twice as high as wide)."""
    (x0, x1), (y0, y1) = (ends.tolist() for ends in window.to_dots(*zip(arrow.start, arrow.end, strict=True)))
    cell = window.cell(*arrow.end)
    across, up = (x1 - x0) / window.dots[0], 2 * (y1 - y0) / window.dots[1]
    if cell is None or not math.isfinite(across + up) or across == up == 0:
        return
    heads = ASCII_HEADS if marks.ascii else HEADS
    turn = round(math.atan2(up, across) / (math.pi / 4)) % 8
    _over(canvas, left + cell[0], cell[1], heads[turn], str(arrow.role))


def _spot(canvas: Canvas, window: Window, left: int, spot: Spot, marks: Marks) -> None:
    cell = window.cell(spot.x, spot.y)
    if cell is None:
        return
    column, row = cell
    if spot.cross:
        sign = signs(marks)
        for beside, above, mark in (
            (-1, 0, sign.level),
            (1, 0, sign.level),
            (0, -1, sign.upright),
            (0, 1, sign.upright),
        ):
            if 0 <= column + beside < window.columns and 0 <= row + above < window.rows:
                _over(canvas, left + column + beside, row + above, mark, str(spot.role))
    _over(canvas, left + column, row, (spot.ascii if marks.ascii else spot.mark)[:1], str(spot.role))
