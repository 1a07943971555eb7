"""A map whose land stays is drawn from what was kept of it; it looks as if it had been drawn anew."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.drawing.canvas import Window, new_figure
from tutor.drawing.land import LEVEL_LAND, _even_levels, contour_levels
from tutor.drawing.picture import Marks, Spot, Terrain
from tutor.drawing.terrain import Mapper, draw_map

FIGURE, OTHER = new_figure(), new_figure()
place = st.floats(-3, 3)
LANDS = [np.add.outer(np.arange(6.0) ** 2, np.arange(8.0)), np.random.RandomState(1).normal(size=(5, 5))]


frames = st.tuples(st.integers(0, 1), st.booleans(), st.booleans(), place, place, st.integers(0, 1))


@settings(max_examples=8)
@given(st.lists(frames, min_size=2, max_size=6), st.sampled_from([Marks.BRAILLE, Marks.ASCII]), st.booleans())
def test_what_was_kept_is_what_would_be_drawn(
    shown: list[tuple[int, bool, bool, float, float, int]], marks: Marks, given_: bool
) -> None:
    mapper, path = Mapper(), ([0.0], [0.0])
    for which, contours, even, x, y, wider in [*shown, (1 - shown[-1][0], *shown[-1][1:])]:
        path = ([*path[0], x], [*path[1], y])
        heights = (lambda *_, which=which: LANDS[which]) if given_ else LANDS[which]
        limits = (-2.0, 2.0 + wider)
        land = Terrain(heights, limits, (-2, 2), contours=contours, even=even, path=path, spots=(Spot(x, y),))
        assert mapper.draw(land, 44, 15, marks, FIGURE) == draw_map(land, 44, 15, marks, OTHER)


@given(st.lists(st.tuples(st.floats(), st.floats()), max_size=6))
def test_the_cells_of_points_are_those_of_each(points: list[tuple[float, float]]) -> None:
    window = Window((-1, 3), (0, 1), 9, 4, (2, 4))
    one_by_one = [window.cell(x, y) for x, y in points]
    assert window.cells([x for x, _ in points], [y for _, y in points]) == [each for each in one_by_one if each]


@given(
    st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=60),
    st.sampled_from([1e-150, 1e-6, 1.0, 1e9, 1e303]),
    st.integers(4, 12),
)
def test_contours_rise_and_those_at_equal_steps_are_few_and_leave_no_land_without(
    land: list[float], scale: float, most: int
) -> None:
    with np.errstate(all="ignore"):
        heights = np.array([*land, np.nan]) * scale
    levels, seen = contour_levels(heights, 6, most), heights[np.isfinite(heights)]
    assert all(a < b for a, b in pairwise(levels)) and all(np.isfinite(levels))
    even = _even_levels(seen, most) if len(seen) and seen.min() < seen.max() else ()
    if even:
        assert levels == even and len(levels) <= most and seen.min() <= levels[0] and levels[-1] <= seen.max()
        assert np.allclose(np.diff(levels), (levels[-1] - levels[0]) / max(1, len(levels) - 1))
        assert all(((low < seen) & (seen < high)).mean() <= LEVEL_LAND for low, high in pairwise(levels))


def test_a_bowl_has_the_contours_of_a_hiking_map_and_a_ravine_those_that_show_it() -> None:
    x, y = np.meshgrid(np.linspace(-3, 3, 61), np.linspace(-3, 3, 61))
    assert contour_levels(x**2 + 3 * y**2 - 4 * x * y, 6, 8) == (0, 10, 20, 30, 40, 50, 60, 70)
    assert contour_levels(x - 2 * y, 6, 8) == (-7.5, -5, -2.5, 0, 2.5, 5, 7.5)
    heights = (1 - x) ** 2 + 100 * (y - x**2) ** 2  # up to 14,416, and half of it below 1,000
    ravine = contour_levels(heights, 6, 8)
    assert len(set(np.diff(ravine))) > 1 and 0.1 < (heights < ravine[0]).mean() < 0.25
    assert contour_levels(np.zeros((3, 3)), 6, 8) == () == contour_levels(np.full((2, 2), np.nan), 6, 8)
