"""A map whose land stays is drawn from what was kept of it; it looks as if it had been drawn anew."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.drawing.canvas import Window, new_figure
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
