"""A surface in words: where the point stands, the gradient there, and the heights on a small grid."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction
from math import isfinite

import numpy as np

from tutor.messages import N_, listed, tr
from tutor.scenes._acts import (
    Act,
    Deed,
    Mistyped,
    Page,
    columns,
    nothing_more,
    numbers,
    perform,
    possible,
    whole,
    written,
)
from tutor.scenes._numbers import fraction, shown
from tutor.scenes._problem import shown_names
from tutor.scenes._surface_state import Slice, SurfaceScene
from tutor.scenes._typed_keys import Keys
from tutor.tree import Node
from tutor.typeset import line, symbol

GRID = (5, 5)  # columns and rows of heights
HALF = 3  # of the places of a slice, beside the middle
DIGITS, BRIEF = 4, 3  # of heights, and of places that are read off the grid


def told(scene: SurfaceScene, ascii: bool = False, width: int = 80) -> tuple[str, ...]:
    """Over what it stands, the sentence, and the heights from above."""
    page = Page(ascii, width)
    names = shown_names(scene.settings.names, ascii)
    ends = [[shown(fraction(end), ascii) for end in window] for window in scene.windows]
    over = listed(
        [
            tr("{name} from {low} to {high}", name=name, low=low, high=high)
            for name, (low, high) in zip(names, ends, strict=True)
        ]
    )
    goal = scene.settings.goal
    lead = (
        tr("A surface, {f}, over {window}.", f=f"f = {line(goal, ascii=ascii)}", window=over)
        if isinstance(goal, Node)
        else tr("A surface, the loss J, over {window}.", window=over)
    )
    return written([lead, f"{scene.sentence(ascii)}.", *grid_lines(scene, page)], page)


def acts(scene: SurfaceScene) -> tuple[Act, ...]:
    return possible(DEEDS, scene)


def act(scene: SurfaceScene, words: Sequence[str], ascii: bool = False, width: int = 80) -> Iterator[str]:
    return perform(DEEDS, scene, words, Page(ascii, width), KEYS)


def grid_lines(scene: SurfaceScene, page: Page) -> list[str]:
    """The heights on a grid, high values of the second variable above, and where they are least."""
    return height_table(scene.heights(*GRID), scene.windows, shown_names(scene.settings.names, page.ascii), page)


def height_table(
    heights: np.ndarray, windows: Sequence[tuple[float, float]], names: Sequence[str], page: Page
) -> list[str]:
    """A table of heights (rows, columns), the rows from the low end of the second variable as they are made, told from
    the high end; then the least and the greatest of them."""
    tall, wide = heights.shape
    xs, ys = (np.linspace(*window, count) for window, count in zip(windows, (wide, tall), strict=True))
    at_x, at_y = ([shown(float(each), page.ascii, BRIEF) for each in axis] for axis in (xs, ys))
    rows = [
        [at_y[row], *(shown(float(each), page.ascii, DIGITS) for each in heights[row])] for row in reversed(range(tall))
    ]
    across, up = names
    lines = [
        tr("Heights, {across} across and {up} down the side:", across=across, up=up),
        *columns([up, *at_x], rows, page),
    ]
    if not np.isfinite(heights).any():
        return [tr("There is no height anywhere here.")]
    for lowest, pick in ((True, np.nanargmin), (False, np.nanargmax)):
        row, column = np.unravel_index(int(pick(heights)), heights.shape)
        height = shown(float(heights[row, column]), page.ascii, DIGITS)
        place = f"{across} = {at_x[column]}, {up} = {at_y[row]}"
        lines.append(
            tr("Of these the lowest is {height}, at {place}.", height=height, place=place)
            if lowest
            else tr("Of these the highest is {height}, at {place}.", height=height, place=place)
        )
    return lines


# --- what can be typed ------------------------------------------------------------------------------------------------


def _at(scene: SurfaceScene, words: Sequence[str], page: Page) -> Iterable[str]:
    place = numbers(words, 2)
    for name, value, (low, high) in zip(scene.settings.names, place, scene.windows, strict=True):
        if not low <= value <= high:
            raise Mistyped(
                tr("{name} goes from {low:g} to {high:g}", name=symbol(name, ascii=True), low=low, high=high)
            )
    moves = [
        round((fraction(value) - here) / _one_move(scene, axis))
        for axis, (value, here) in enumerate(zip(place, scene.exact_cursor, strict=True))
    ]
    scene.move(*moves)
    there = scene.exact_cursor == tuple(map(fraction, place))
    return [
        f"{scene.sentence(page.ascii)}.",
        *([] if there else [tr("That is the nearest place of the grid it moves on.")]),
    ]


def _one_move(scene: SurfaceScene, axis: int) -> Fraction:
    """How far one move along this variable goes: found by moving, and moved back."""
    before = scene.exact_cursor[axis]
    for way in (1, -1):
        if scene.move(*_along(axis, way)):
            step = abs(scene.exact_cursor[axis] - before)
            scene.move(*_along(axis, -way))
            return step
    return Fraction(1)


def _along(axis: int, steps: int) -> tuple[int, int]:
    return (steps, 0) if axis == 0 else (0, steps)


def _moves(axis: int, way: int) -> Callable[[SurfaceScene, Sequence[str], Page], Iterable[str]]:
    def move(scene: SurfaceScene, words: Sequence[str], page: Page) -> Iterable[str]:
        moved = scene.move(*_along(axis, way * whole(words)))
        return [*([] if moved else [tr("The point stands at the edge of the map.")]), f"{scene.sentence(page.ascii)}."]

    return move


def _gradient(scene: SurfaceScene, words: Sequence[str], page: Page) -> Iterable[str]:
    nothing_more(words)
    lines = columns(["", tr("here")], scene.table(page.ascii), page)
    names = shown_names(scene.settings.names, page.ascii)
    drawn = [("gradient", N_("Uphill: {ways}."), False), ("descent", N_("Downhill: {ways}."), True)]
    for word, down in ((word, down) for arrow, word, down in drawn if arrow in scene.settings.show):
        end = scene.arrow(down)
        if end is not None:
            ways = [_way(name, to - at) for name, at, to in zip(names, scene.cursor, end, strict=True) if to != at]
            lines.append(tr(word, ways=listed(ways)))
    return lines


def _way(name: str, change: float) -> str:
    return tr("{name} grows", name=name) if change > 0 else tr("{name} falls", name=name)


def _slices(scene: SurfaceScene, words: Sequence[str], page: Page) -> Iterable[str]:
    nothing_more(words)
    return [each for cut in scene.slices(HALF, page.ascii) for each in _slice(cut, page)]


def _slice(cut: Slice, page: Page) -> list[str]:
    """Its heights at a few places; the slope where the point stands."""
    rows = [
        [shown(float(x), page.ascii, BRIEF), shown(float(height), page.ascii, DIGITS)]
        for x, height in zip(cut.xs, cut.ys, strict=True)
    ]
    name = symbol(cut.name, ascii=page.ascii)
    at, slope = (shown(each, page.ascii) for each in (cut.at, cut.slope))
    lead = (
        tr(
            "The slice where {held}; at {name} = {at} its slope is {slope}:",
            held=cut.held,
            name=name,
            at=at,
            slope=slope,
        )
        if isfinite(cut.slope)
        else tr("The slice where {held}:", held=cut.held)
    )
    return [lead, *columns([name, tr("height")], rows, page)]


def _heights(scene: SurfaceScene, words: Sequence[str], page: Page) -> Iterable[str]:
    nothing_more(words)
    return grid_lines(scene, page)


DEEDS = (
    Deed("at X Y", N_("put the point there"), _at),
    Deed("right [N]", N_("move the point one step of the grid along the first variable, or N"), _moves(0, 1)),
    Deed("left [N]", N_("move it back along the first variable"), _moves(0, -1)),
    Deed("up [N]", N_("move it along the second variable"), _moves(1, 1)),
    Deed("down [N]", N_("move it back along the second variable"), _moves(1, -1)),
    Deed("gradient", N_("the height and the slopes at the point"), _gradient, also=("slopes", "here")),
    Deed("slices", N_("the surface cut along each variable, through the point"), _slices, also=("slice",)),
    Deed("heights", N_("the heights on a small grid"), _heights, also=("map",)),
)
KEYS: Keys = {
    "shift+left": "left 5",
    "shift+right": "right 5",
    "shift+up": "up 5",
    "shift+down": "down 5",
}
