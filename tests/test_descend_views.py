"""What the panes of a descent say: limits that stand, the next step in numbers, words that fit their borders."""

from __future__ import annotations

import re

import numpy as np
import pytest

from tests.scene_making import scene
from tutor.ui.panes.borders import FRAME, that_fits
from tutor.ui.panes.descend_theta import brief, draw_theta
from tutor.ui.panes.descend_views import _fit, _held, _loss, _surface

SEED = "{loss: {data: seed}, start: [0.1, 0.1], rate: 0.1}"
WIDE = "{loss: {data: wide}, start: [0.1, 0.1, 0], rate: 0.01}"
WILD = "{loss: {data: seed}, start: [0.1, 0.1], rate: 0.6}"
RACE = "{loss: {data: seed}, start: [0.1, 0.1], runs: [{rate: 0.01}, {rate: 0.1}, {rate: 0.37}]}"
SADDLE = "{f: x^2 + 3y^2 - 4x y, start: [1, 2], rate: 0.1, steps: 200}"


class Box:
    """A border of so many cells, and the drawing in it, which keeps what it was given."""

    def __init__(self, width: int = 40, height: int = 10) -> None:
        self.outer_size = type("Size", (), {"width": width})()
        self.size = (width - 4, height)
        self.border_title = self.border_subtitle = ""
        self.picture = self.rows = None

    def tell(self, title: str | None = None, subtitle: str | None = None) -> None:
        self.border_title = self.border_title if title is None else title
        self.border_subtitle = self.border_subtitle if subtitle is None else subtitle

    def show(self, picture: object) -> None:
        self.picture = picture

    def set_rows(self, rows: list) -> None:
        self.rows = ["".join(text for text, _ in row) for row in rows]


def drawn(view, descent, width: int = 40, height: int = 10, ascii: bool = False, locked: bool = False) -> Box:
    box = Box(width, height)
    view(descent, box, box, ascii, locked)
    return box


@pytest.mark.parametrize("text", [SEED, WIDE])
def test_the_axes_of_the_fit_stand_still_while_the_line_moves(text: str) -> None:
    descent, seen = scene("descend", text), set()
    for _ in range(300):
        picture = drawn(_fit, descent).picture
        seen.add((picture.x, picture.y))
        assert picture.y[0] <= min(descent.fit().ys) or text is WIDE
        descent.step()
    assert len(seen) == 1


def test_a_line_that_runs_away_moves_the_axes_seldom_and_is_never_lost() -> None:
    descent, seen = scene("descend", WILD), []
    while not descent.finished:
        _, y = _held(descent, descent.fit())
        seen.append(y)
        reach = (y[1] - y[0]) / 2
        assert all(abs(each - sum(y) / 2) <= 3.01 * reach for each in descent.fit().line_ys)
        descent.step()
    assert len(set(seen)) < len(seen) / 2  # each step more than doubles it
    descent.to_start()
    assert _held(descent, descent.fit())[1] == seen[0]


def test_losses_are_drawn_from_zero_and_a_rising_loss_moves_the_axis_seldom() -> None:
    falling, rising, below = (scene("descend", text) for text in (SEED, WILD, SADDLE))
    tops = set()
    for _ in range(60):
        picture = drawn(_loss, falling).picture
        assert picture.y == (0.0, pytest.approx(falling.losses()[0].losses[0]))
        tops.add(drawn(_loss, rising).picture.y[1])
        for each in (falling, rising, below):
            each.step()
    assert 5 < len(tops) < 70
    assert drawn(_loss, below).picture.y is None  # f falls below 0


def test_a_race_begins_on_a_log_scale_and_the_border_says_how_to_leave_it() -> None:
    race, single = scene("descend", RACE), scene("descend", SEED)
    assert race.uses_log and drawn(_loss, race).picture.log
    assert drawn(_loss, race).border_title == "J, log scale (l: linear)"
    assert str(drawn(_loss, single, 24).border_title) == "J (l: log scale)"
    assert str(drawn(_loss, race, 24).border_title) == "J (l: linear)"


def test_only_the_last_change_of_the_rate_has_words_and_they_are_the_rate() -> None:
    descent = scene("descend", SEED)
    for _ in range(4):
        descent.step(3)
        descent.rate_up()
    marks = drawn(_loss, descent).picture.marks
    assert [mark.label for mark in marks] == ["", "", "", f"α={brief(descent.player.rate, False)}"]


NUMBER = r"\(?(−?[\d.]+(?:e[-−+]?\d+)?)\)?"


@pytest.mark.parametrize("ascii", [False, True])
@pytest.mark.parametrize(("width", "height"), [(60, 12), (46, 12), (32, 12), (32, 5)])
def test_the_next_step_in_numbers_is_the_next_step(width: int, height: int, ascii: bool) -> None:
    descent = scene("descend", SEED)
    for _ in range(40):
        rows = drawn(draw_theta, descent, width, height, ascii).rows
        text = "".join("".join(rows).replace("-", "−").split()).replace("<−", "←").replace("*", "·")
        found = re.findall(rf"←{NUMBER}−{NUMBER}·{NUMBER}={NUMBER}", text)
        assert len(rows) == height and all(len(row) <= width - 4 for row in rows)
        if not (ascii and width == 32 and height == 5):  # theta0 is a long name
            assert len(found) == 2, rows
        here, ahead = descent.next_step()
        for i, numbers in enumerate(found):
            theta, rate, slope, new = (float(each.replace("−", "-")) for each in numbers)
            assert theta == pytest.approx(here[i], rel=0.06) and new == pytest.approx(ahead[i], rel=0.06)
            assert rate == 0.1 and slope == pytest.approx(descent.player.gradient[i], rel=0.06)
        descent.step()


def test_newtons_update_is_never_rate_times_slope_however_small_its_steps_become() -> None:
    descent = scene("descend", "{f: x^3 - 5x + 7, method: newton, start: [-2], rate: 1, steps: 8}")
    for _ in range(6):
        theta, new = (float(each[0]) for each in descent.next_step())
        line = next(row for row in drawn(draw_theta, descent, 60).rows if "←" in row)
        assert "·" not in line and brief(abs(new - theta), False) in line, line
        descent.step()


def test_where_the_slope_of_one_variable_stands_below_it_has_its_name() -> None:
    descent = scene("descend", "{f: x^3 - 5x + 7, start: [2], rate: 0.1, steps: 8}")
    descent.step(8)
    rows = drawn(draw_theta, descent, 24, 6).rows
    assert rows[-1].startswith("f′(x) = ") and "f′(x)" not in rows[0], rows


def test_a_locked_or_finished_descent_shows_no_next_step() -> None:
    descent = scene("descend", "{loss: {data: seed}, start: [0.1, 0.1], rate: 0.1, steps: 3}")
    assert "←" not in "".join(drawn(draw_theta, descent, locked=True).rows)
    assert "←" in "".join(drawn(draw_theta, descent).rows)
    descent.step(3)
    assert "←" not in "".join(drawn(draw_theta, descent).rows)


def test_no_theta_is_left_out_while_it_diverges() -> None:
    descent = scene("descend", WILD)
    while not descent.finished:
        rows = drawn(draw_theta, descent, 32, 8).rows
        assert "θ₁" in rows[0] and "more theta" not in "".join(rows)
        assert all(len(row) <= 28 for row in rows)
        descent.step(7)


def test_words_on_a_border_are_never_cut() -> None:
    for view in (_loss, _fit, draw_theta):
        for text in (SEED, RACE):
            descent = scene("descend", text)
            descent.step(1234)
            for width in range(22, 60, 3):
                box = drawn(view, descent, width)
                assert len(str(box.border_title)) <= width - FRAME
                assert len(str(box.border_subtitle)) <= width - FRAME
    saddle = scene("descend", SADDLE)
    for _ in range(30):
        assert len(str(drawn(_surface, saddle, 24).border_subtitle)) <= 18
        saddle.step()
    assert str(that_fits(Box(20), "much too long for it", "short")) == "short"


HOURS = "{name: hours, X: [[1, 0.5], [1, 1], [1, 1.5], [1, 2], [1, 2.5], [1, 3]], y: [0, 0, 1, 0, 1, 1]}"
MARKS = (
    "{name: marks, X: [[1, 1, 3], [1, 2, 1], [1, 4, 2], [1, 3, 5], [1, 0, 2]], y: [0, 1, 1, 1, 0], "
    "columns: [one, sleep, tea]}"
)
CUTS = (
    "{loss: {data: seed}, start: [0.1, 0.1]}",
    "{loss: {data: wide}, rate: 0.01, method: adam}",
    f"{{loss: {{data: {HOURS}, model: logistic}}, rate: 1}}",
    f"{{loss: {{data: {MARKS}, model: logistic}}, rate: 1}}",
    f"{{loss: {{data: {MARKS}, model: softmax}}, rate: 1}}",
    "{f: x^2 + x y + 3 y^2 + cos(z), start: [1, 2, 0.5], rate: 0.05}",
)


@pytest.mark.parametrize("spec", CUTS)
def test_over_every_plane_the_heights_are_losses_and_the_paths_are_projected(spec: str) -> None:
    descent = scene("descend", spec, ("x", "y", "z"))
    descent.step(9)
    seen = set()
    while descent.plane not in seen:
        seen.add(descent.plane)
        plane, heights, (us, ws) = descent._plane(), descent.heights(5, 4), descent.window()
        assert np.allclose(plane.basis.T @ plane.basis, np.eye(2)) and len(descent.plane_axes) == 2
        grid = [(u, w) for w in np.linspace(*ws, 4) for u in np.linspace(*us, 5)]
        losses = [descent.problem.loss(theta) for theta in plane.thetas(np.array(grid))]
        assert heights.ravel() == pytest.approx(losses, rel=1e-9, abs=1e-12)
        (path,) = descent.paths()
        off = (path.thetas - plane.thetas(path.points)) @ plane.basis  # what is left is at right angles to the cut
        assert np.abs(off).max() < 1e-9
        here, there = descent.next_points()
        assert here.tolist() == path.points[-1].tolist()
        descent.step()
        assert descent.paths()[0].points[-1] == pytest.approx(there)
        descent.back()
        descent.next_plane()
    count = len(descent.settings.names)
    assert len(seen) == count * (count - 1) // 2 + 1


def test_the_steepest_and_the_flattest_direction_of_the_seed() -> None:
    descent = scene("descend", SEED)
    descent.next_plane()
    assert descent.plane_axes == ("steepest (λ = 5.55)", "flattest (λ = 0.12)")
    for _ in descent.to_end():
        pass
    assert np.abs(descent.paths()[0].points[-1]).max() < 0.01  # the best theta is the middle
    saddle = scene("descend", SADDLE)
    assert saddle.next_plane() == "steepest, bends down"
    rough = scene("descend", "{f: abs(x)^1.5 + abs(y)^1.5, start: [0, 1]}")  # no curvature where x is 0
    assert rough.next_plane() == "x, y" or np.isfinite(rough._plane().basis).all()
    bent = scene("descend", "{f: himmelblau, start: [-1, -1], rate: 0.001}")
    assert [tuple(map(round, ends)) for ends in bent.window()] == [(-5, 5), (-5, 5)]
    bent.next_plane()
    assert bent._plane().centre == pytest.approx([-3.779310, -3.283186], abs=1e-6)


def test_a_fit_for_every_model() -> None:
    chance = scene("descend", CUTS[2])
    for _ in chance.to_end():
        pass
    fit = chance.fit()
    assert (fit.kind, fit.y, set(fit.labels)) == ("line", (0.0, 1.0), {0.0, 1.0})
    middle = fit.line_xs[np.abs(fit.line_ys - 0.5).argmin()]
    assert middle == pytest.approx(1.75, abs=0.02) and (np.diff(fit.line_ys) > 0).all()
    border = scene("descend", CUTS[3])
    border.step(500)
    fit, theta = border.fit(), border.player.theta
    assert (fit.kind, fit.x_name, fit.y_name) == ("border", "sleep", "tea") and len(fit.line_xs) == 2
    assert theta[0] + theta[1] * fit.line_xs + theta[2] * fit.line_ys == pytest.approx(0, abs=1e-9)
    for (low, high), ends in ((fit.x, fit.line_xs), (fit.y, fit.line_ys)):
        assert (low <= ends).all() and (ends <= high).all()
    classes = scene("descend", CUTS[4])
    classes.step(500)
    fit = classes.fit()
    assert fit.kind == "classes" and set(fit.regions.ravel()) == {0, 1} and fit.regions.shape == (41, 61)
    assert scene("descend", CUTS[1]).fit().kind == "targets"
    table = scene("descend", f"{{loss: {{data: {HOURS}, model: softmax}}, rate: 1}}")
    table.step(100)
    assert table.fit().kind == "table" and table.fit().rows[1:] == (("0", "2", "1"), ("1", "1", "2"))


def test_a_trace_as_csv_reads_back_to_the_last_digit() -> None:
    descent = scene("descend", SEED)
    descent.step(40)
    lines = "".join(descent.trace_csv()).splitlines()
    assert lines[0] == "k,theta0,theta1,loss" and len(lines) == 42
    ks, thetas, losses = descent.player.trace.points()
    for line, k, theta, loss in zip(lines[1:], ks, thetas, losses, strict=True):
        assert [float(each) for each in line.split(",")] == [k, *theta, loss]
