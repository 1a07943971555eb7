"""The scene `surface`: the point, the gradient, the map and its slices."""

import math

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.scene_making import proof, says_only_numbers, scene
from tests.trees import trees
from tutor.numeric import value
from tutor.scenes import surface as module
from tutor.scenes._numbers import as_float
from tutor.symbolic import CannotDo
from tutor.tasks import TASKS

SADDLE = "{f: x^2 + 3y^2 - 4x y, cursor: [1, 2], show: [heat, contours, gradient, descent, slices, point]}"


def test_the_saddle_of_the_seed():
    surface = scene("surface", SADDLE)
    assert surface.sentence() == ("at (x, y) = (1, 2): f = 5, gradient (−6, 8), length 10, unit direction (−0.6, 0.8)")
    assert surface.sentence(ascii=True).isascii()
    up, down = np.array(surface.arrow()), np.array(surface.arrow(down=True))
    here = np.array(surface.cursor)
    assert (up - here) @ (-6, 8) > 0 and up - here == pytest.approx(here - down)
    across, along = surface.slices()
    assert (across.held, along.held) == ("y = 2", "x = 1") and (across.slope, along.slope) == (-6, 8)
    assert np.interp(1, across.xs, across.ys) == pytest.approx(5, abs=0.01)


def test_the_point_moves_on_a_clean_grid_within_the_map():
    surface = scene("surface", SADDLE)
    assert surface.move(-1, 1)
    assert surface.cursor == (0.8, 2.2)
    assert surface.move(-500, 500) and surface.cursor == (-3.0, 3.0)
    assert not surface.move(-1, 0)


def test_a_flat_place_has_no_direction():
    surface = scene("surface", "{f: x^2 + y^2, cursor: [0, 0]}")
    assert surface.direction is None and surface.arrow() is None
    assert "flat here" in surface.sentence()


def test_the_loss_of_data():
    surface = scene("surface", "{loss: {data: seed}, cursor: [0.1, 0.1]}")
    assert surface.sentence().startswith("at (θ₀, θ₁) = (0.1, 0.1): J = 2.948333, gradient (−2.366667, −5.166667)")
    xs, ys = np.linspace(-3, 3, 9), np.linspace(-3, 3, 7)
    grid = surface.heights(9, 7)
    for i, b in enumerate(ys):
        for j, a in enumerate(xs):
            assert grid[i, j] == pytest.approx(surface.problem.loss(np.array([a, b])), rel=1e-9)


def test_check_finds_what_cannot_be_drawn():
    assert "nothing to draw" in proof("surface", "{f: log(-x^2 - y^2 - 1)}")[0]
    assert "no height" in proof("surface", "{f: 1/(x y), cursor: [0, 1]}")[0]
    assert proof("surface", SADDLE) == ()


def random_surface(tree):
    made = module.Settings(f=tree, names=("x", "y"), cursor=(0.7, -0.4), x=(-2.0, 3.0), y=(-2.5, 2.0))
    try:
        found = TASKS["gradient"](tree, ("x", "y"))
    except CannotDo:
        assume(False)
    return module.scene(made, found)


@given(trees(depth=2), st.lists(st.tuples(st.integers(-3, 3), st.integers(-3, 3)), max_size=4))
@settings(max_examples=25, deadline=None)
def test_heights_agree_with_f_and_any_keys_leave_a_surface_that_can_be_told(tree, moves):
    surface = random_surface(tree)
    for move in moves:
        surface.move(*move)
    says_only_numbers(surface)
    grid = surface.heights(5, 4)
    for j, x in enumerate(np.linspace(-2, 3, 5)):
        for i, y in enumerate(np.linspace(-2.5, 2, 4)):
            height = value(tree, x=float(x), y=float(y))
            if abs(height) < 1e90:
                assert grid[i, j] == pytest.approx(height, rel=1e-9, abs=1e-9)
            else:
                assert np.isnan(grid[i, j]) or abs(height) < 1e101
    x, y = surface.cursor
    here = value(tree, x=x, y=y)
    assert as_float(surface.height) == pytest.approx(here, nan_ok=True) or not math.isfinite(here)
    for each in surface.slices(20):
        assert not np.isinf(each.ys).any()
