"""The land of a map: its heights at places, shades, contour lines, and the heights written on these."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from tutor.drawing import axes
from tutor.drawing.canvas import Canvas, Window
from tutor.drawing.picture import Marks, Role, Terrain
from tutor.drawing.strokes import Floats

LEVEL_LAND = 0.6  # share of the land that may lie between two contours at equal steps of height
Cell = tuple[int, int]  # column, and row from the top, of the window
SHADES = " ·:░▒▓"
ASCII_SHADES = " .:-=+*#%@"
BRAILLE = (
    (0x40, 0x80),
    (0x04, 0x20),
    (0x02, 0x10),
    (0x01, 0x08),
)  # the dot of each row from below, left and right
BLOCKS = " ▖▗▄▘▌▚▙▝▞▐▟▀▛▜█"


def shade_count(marks: Marks) -> int:
    return len(ASCII_SHADES if marks.ascii else SHADES)


def resample(heights: Floats, x: axes.Limits, y: axes.Limits, xs: Floats, ys: Floats) -> Floats:
    """(len(ys), len(xs)) heights at places, between those given evenly over `x` and `y`: straight lines between,
    nearest beside a hole, nan outside."""
    across, down = _positions(x, xs, heights.shape[1]), _positions(y, ys, heights.shape[0])
    near_j, near_i = (np.nan_to_num(np.rint(each)).astype(int) for each in (across, down))
    i = np.clip(np.nan_to_num(down).astype(int), 0, heights.shape[0] - 2)
    j = np.clip(np.nan_to_num(across).astype(int), 0, heights.shape[1] - 2)
    v, u = (down - i)[:, None], across - j
    a, b = heights[i][:, j], heights[i][:, j + 1]
    c, d = heights[i + 1][:, j], heights[i + 1][:, j + 1]
    with np.errstate(all="ignore"):
        smooth = (a * (1 - u) + b * u) * (1 - v) + (c * (1 - u) + d * u) * v
    nearest = heights[near_i][:, near_j] + 0 * (u + v)  # nan stays nan outside
    return np.asarray(np.where(np.isfinite(smooth), smooth, nearest), float)


def _positions(limits: axes.Limits, places: Floats, count: int) -> Floats:
    """Where places fall among `count` rows or columns over `limits`; nan outside."""
    low, high = axes.shown_limits(*limits)
    at = (places - low) / (high - low) * (count - 1)
    return np.where((at >= -1e-6) & (at <= count - 1 + 1e-6), np.clip(at, 0, count - 1), np.nan)


def shade_levels(heights: Floats, shades: int) -> tuple[float, ...]:
    """Heights between the shades so that each shade covers an equal area; rising, none twice."""
    seen = heights[np.isfinite(heights)]
    if not len(seen) or seen.min() == seen.max():
        return ()
    return tuple(np.unique(np.quantile(seen, np.linspace(0, 1, shades + 1)[1:-1])).tolist())


def contour_levels(heights: Floats, shades: int, most: int) -> tuple[float, ...]:
    """At equal steps of height, as on a hiking map, so that contours crowd where the land is steep; at `most` so many.
    Where that would leave much of the land without any, as in a narrow valley between high walls, at equal areas,
    rounded to as few digits as keep them apart: they are to be written on the map."""
    seen = heights[np.isfinite(heights)]
    even = _even_levels(seen, most) if len(seen) and seen.min() < seen.max() else ()
    return even or tuple(sorted(set(_rounded(list(shade_levels(heights, shades))))))


def _even_levels(seen: Floats, most: int) -> tuple[float, ...]:
    """Multiples of 1, 2, 2.5 or 5 times a power of ten; none where too much land lies between two of them."""
    low, high = float(seen.min()), float(seen.max())
    power = 10.0 ** math.floor(math.log10((high - low) / most)) if math.isfinite(high - low) else math.inf
    for step in (power, 2 * power, 2.5 * power, 5 * power, 10 * power):
        first, last = math.floor(low / step) + 1, math.ceil(high / step) - 1
        if step > 0 and last - first < most:
            levels = step * np.arange(first, last + 1)
            shares = np.bincount(np.searchsorted(levels, seen, side="right")) / len(seen)
            return tuple(levels.tolist()) if len(levels) and shares.max() <= LEVEL_LAND else ()
    return ()


def _rounded(levels: list[float]) -> list[float]:
    """Each to the fewest digits that move it by less than a third of the way to its neighbours."""
    found = []
    for i, level in enumerate(levels):
        gaps = [abs(level - levels[j]) for j in (i - 1, i + 1) if 0 <= j < len(levels)]
        room = min(gaps, default=abs(level)) / 3
        power = math.floor(math.log10(room)) if room > 1e-300 else -300
        choices = (round(level / m / 10.0**power) * m * 10.0**power for m in (10.0, 5.0, 2.0, 1.0))
        found.append(next((each for each in choices if abs(each - level) <= room), level))
    return found


def shade(canvas: Canvas, left: int, terrain: Terrain, cells: Floats, levels: tuple[float, ...], marks: Marks) -> None:
    """Shades by the height in the middle of each cell.

    ASCII has no dots to draw a line with: there every second shade is left blank instead, and its edges are
    the lines.
    """
    count, bands = shade_count(marks), np.searchsorted(levels, cells, side="right")
    lines = max(len(levels), 1)
    shades = (2 * bands * (count - 1) + lines) // (2 * lines)
    ramp = ASCII_SHADES if marks.ascii else " " * count if terrain.contours else SHADES
    shown = np.isfinite(cells) & (terrain.shade | (terrain.contours & marks.ascii & (bands % 2 == 1)))
    for row, column in zip(*np.nonzero(shown), strict=True):
        shade = int(shades[row, column])
        role = f"heat--{shade * 5 // (count - 1)}"
        canvas.put(left + int(column), len(cells) - 1 - int(row), ramp[shade], role)


def contours(canvas: Canvas, window: Window, left: int, dots: Floats, levels: tuple[float, ...], marks: Marks) -> None:
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
                over(canvas, left + column, window.rows - 1 - row, _dot_mark(block, marks), Role.CONTOUR)


def _dot_mark(block: Any, marks: Marks) -> str:
    if marks is Marks.BRAILLE:
        return chr(0x2800 + sum(BRAILLE[i][j] for i in range(4) for j in range(2) if block[i, j]))
    return BLOCKS[sum(1 << (2 * i + j) for i in range(2) for j in range(2) if block[i, j])]


def write_heights(
    canvas: Canvas, left: int, cells: Floats, levels: tuple[float, ...], busy: set[Cell], marks: Marks
) -> None:
    """Writes on each contour how high it is, once, near the middle of the map, where no cell is `busy`."""
    rows, columns = cells.shape
    bands = np.where(np.isfinite(cells), np.searchsorted(levels, cells, side="right"), -1)
    for i, level in enumerate(levels):
        words = axes.short(level, marks.ascii)
        lower, upper = np.minimum(bands[:, :-1], bands[:, 1:]), np.maximum(bands[:, :-1], bands[:, 1:])
        places = [(column, rows - 1 - row) for row, column in np.argwhere((lower == i) & (upper == i + 1)).tolist()]
        for column, row in sorted(places, key=lambda at: abs(2 * at[1] - rows) + abs(2 * at[0] - columns) / 2):
            start = column + 1 - (len(words) + 1) // 2
            wanted = {(at, row) for at in range(start - 1, start + len(words) + 1)}
            if start < 1 or start + len(words) >= columns or wanted & busy:
                continue
            for at, word in enumerate(words, start):
                over(canvas, left + at, row, word, Role.MARK)
            busy = busy | {(at, near) for at, _ in wanted for near in (row - 1, row, row + 1)}
            break


def over(canvas: Canvas, column: int, row: int, mark: str, role: str) -> None:
    """Puts a mark and keeps the colour of the land under it."""
    if 0 <= column < canvas.columns and 0 <= row < canvas.rows:
        land = canvas.roles[row][column].split(" ")[0]
        canvas.put(column, row, mark, f"{land} {role}" if land.startswith("heat--") else str(role))
