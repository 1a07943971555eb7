"""The scene `descend`: runs that are played, wound back, raced, and what is drawn of them."""

import re
from contextlib import suppress

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.scene_making import NO_NUMBER, proof, says_only_numbers, scene
from tests.trees import trees
from tutor.descent.player import State
from tutor.descent.problem import differenced
from tutor.fields import FieldFault
from tutor.scenes import descend as module
from tutor.scenes._problem import problem_of
from tutor.scenes._scene import CannotShow
from tutor.symbolic import CannotDo
from tutor.tasks import TASKS

SEED = "{loss: {data: seed}, start: [0.1, 0.1], rate: 0.1, pause_at: [1, 10, 100]}"
RACE = (
    "{loss: {data: seed}, start: [0.1, 0.1], runs: [{rate: 0.01}, {rate: 0.1, label: α of the seed}, {rate: 6/17}, "
    "{rate: 0.36}, {rate: 0.37}]}"
)
SADDLE = "{f: x^2 + 3y^2 - 4x y, start: [1, 2], rate: 0.1, steps: 200}"
FOUR = "{f: x^4 - 4x^2 + 0.5x - 1, rate: 0.02, runs: [{start: -2}, {start: -0.5}, {start: 0.5}, {start: 2}]}"
LABELS = (
    "{f: x^2 + 10y^2, start: [10, 1], runs: [{rate: 0.02, label: a patient one it seems}, "
    "{rate: 0.11, label: one too sure of itself}]}"
)
ONE = "{f: x^3 - 5x + 7, start: [2], rate: 0.1}"
NOISY = (
    "{loss: {data: {X: [[1, 3], [1, 1], [1, 2], [1, 5]], y: [0, 1, 1, 0]}, model: logistic}, rate: 3, batch: 3, "
    "align: evaluations, steps: 90, runs: [{}, {method: newton, batch: all}, {mistake: uphill}]}"
)
KEYS = (
    "step", "back", "to_start", "reset", "faster", "slower", "rate_up", "rate_down", "toggle_log", "toggle_play",
    "tick", "focus_next", "jump", "end", "fork", "drop", "toggle_align", "next_plane",
)  # fmt: skip


def press(descent, key):
    if key == "jump":
        descent.step(37)
    elif key == "end":
        for _ in descent.to_end(50):
            pass
    elif key == "fork":
        with suppress(FieldFault):
            descent.fork({"rate": str(descent.player.rate / 3), "method": "adam" if descent.k % 2 else "momentum"})
    else:
        getattr(descent, key)()


def test_newton_is_at_the_bottom_of_a_parabola_after_one_step():
    descent = scene("descend", "{f: x^2 + 10y^2, method: newton, start: [10, 1], rate: 1, steps: 5}")
    descent.step()
    assert descent.player.theta.tolist() == [0, 0]
    assert dict(descent.curvature_rows())["steepest λmax"] == "20"


@settings(max_examples=25, deadline=None)
@given(trees(("x", "y"), 5), st.floats(0.2, 2), st.floats(0.2, 2))
def test_the_hessian_is_what_differences_of_the_slopes_come_to(f, x, y):
    with suppress(CannotDo):
        problem = problem_of(f, ("x", "y"), TASKS["gradient"](f, ("x", "y")))
        with np.errstate(all="ignore"):
            exact, near = problem.curvature(np.array([x, y])), differenced(problem.gradient, np.array([x, y]))
            further = differenced(problem.gradient, np.array([x, y]) * (1 + 1e-7))
        assert np.array_equal(exact, exact.T, equal_nan=True)
        assume(np.isfinite([exact, near, further]).all() and np.allclose(near, further, rtol=1e-4, atol=1e-4))
        np.testing.assert_allclose(exact, near, rtol=1e-3, atol=1e-3 * (1 + np.abs(exact).max()))


def check_what_is_drawn(descent):
    says_only_numbers(descent)
    assert all(len(row) == len(descent.headings()) for row in descent.rows())
    for curve in descent.losses():
        assert len(curve.ks) == len(curve.losses) and np.isfinite(curve.losses).all()
        assert not descent.uses_log or (curve.losses > 0).all()
    for k, rate in descent.rate_marks():
        assert k <= descent.losses()[descent.focus].ks[-1] and rate > 0
    fit = descent.fit()
    assert fit is None or all(np.isfinite(each).all() for each in (fit.xs, fit.ys, fit.line_xs, fit.line_ys))
    assert descent.race_table() and all(len(row) == len(descent.race_table()[0]) for row in descent.race_table())
    assert len(descent.letters) == len(descent.players) == len(set(descent.letters)) and descent.leader()
    if len(descent.settings.names) <= 2:
        window = descent.window()
        assert all(low < high and np.isfinite([low, high]).all() for low, high in window)
        for path in descent.paths():
            assert np.isfinite(path.thetas).all()
            for (low, high), places in zip(window, path.points.T, strict=True):
                assert (low <= places).all() and (places <= high).all()
    if "surface" in descent.panels:
        assert descent.heights(7, 5).shape == (5, 7) and not np.isinf(descent.heights(7, 5)).any()


def test_the_seed_to_its_end():
    descent = scene("descend", SEED)
    assert descent.panels == ("theta", "loss", "fit")
    for _ in descent.to_end(90):
        assert 0 < descent.progress <= 1
    assert descent.k == 1000 and descent.finished
    assert descent.player.theta.tolist() == [1.1666630024779183, 0.7500016118829195]
    assert descent.rows(2, digits=7)[-1][:3] == ["1000", "1.166663", "0.7500016"]
    assert descent.headings() == ["k", "θ₀", "θ₁", "∂J/∂θ₀", "∂J/∂θ₁", "J"]
    assert descent.headings(ascii=True)[3] == "dJ/dtheta0"
    assert scene("descend", ONE).headings() == ["k", "x", "f′(x)", "f"]
    assert scene("descend", ONE).headings(ascii=True) == ["k", "x", "f'(x)", "f"]
    line = descent.fit()
    assert line.line_ys == pytest.approx(1.1666630024779183 + 0.7500016118829195 * line.line_xs)


@pytest.mark.parametrize("gear", range(len(module.GEARS)))
def test_playing_never_passes_a_pause(gear):
    descent = scene("descend", SEED)
    for _ in range(gear):
        descent.faster()
    stops = []
    while descent.toggle_play():
        while descent.tick():
            pass
        stops.append(descent.k)
    assert stops == [1, 10, 100, 1000]
    assert not descent.playing and descent.gear == gear


def test_a_key_steps_past_a_pause():
    descent = scene("descend", SEED)
    descent.step(5)
    assert descent.k == 5
    descent.toggle_play()
    descent.step()
    assert descent.k == 6 and not descent.playing


def test_a_race_is_stepped_together_and_told():
    race = scene("descend", RACE)
    race.step(10)
    assert [player.k for player in race.players] == [10] * 5
    assert [player.loss for player in race.players] == pytest.approx([0.9666, 0.03104, 1.243, 2.746, 8.071], rel=1e-3)
    assert race.sentence().endswith("lowest: B, α of the seed, with 0.03104")
    assert [curve.label for curve in race.losses()] == [
        "α = 0.01",
        "α of the seed",
        "α = 0.3529",
        "α = 0.36",
        "α = 0.37",
    ]
    assert race.sentence(ascii=True).endswith("lowest: B, alpha of the seed, with 0.03104")
    race.focus_next()
    race.focus_next(-2)
    assert race.focus == 4 and race.sentence().startswith("α = 0.37: ")
    race.back(4)
    assert [player.k for player in race.players] == [6] * 5


def test_a_run_that_ended_stays_where_it_ended_while_the_others_go_on():
    race = scene("descend", "{loss: {data: seed}, start: [0.1, 0.1], runs: [{rate: 1}, {rate: 0.1}]}")
    race.step(900)
    assert race.players[0].state is State.DIVERGED and race.players[0].k < 900 and race.players[1].k == 900
    fell = race.players[0].k
    race.back(900 - fell)
    assert [player.k for player in race.players] == [fell, fell]
    race.back()
    assert race.players[0].state is State.RUNNING
    race.step(500)
    check_what_is_drawn(race)
    race.focus = 0
    for _ in range(20):
        race.rate_down()
    race.step(400)
    assert race.players[0].k > fell  # its end was undone, it comes up


def test_rates_go_through_nice_numbers():
    descent = scene("descend", SEED)
    assert [descent.rate_up() for _ in range(6)] == [0.125, 0.16, 0.2, 0.25, 0.32, 0.4]
    assert [descent.rate_down() for _ in range(7)][-1] == 0.08
    odd = scene("descend", "{loss: {data: seed}, rate: 6/17}")
    assert (odd.rate_up(), odd.rate_down(), odd.rate_down()) == (0.4, 0.32, 0.25)
    descent.step(3)
    descent.rate_up()
    assert descent.rate_marks() == [(0, 0.08), (3, 0.1)]


def test_a_loss_of_zero_or_less_has_no_logarithm():
    saddle = scene("descend", SADDLE)
    assert saddle.toggle_log()
    saddle.step(1)
    assert not saddle.uses_log and "the scale is linear" in saddle.sentence()
    saddle.back()
    assert saddle.uses_log and "linear" not in saddle.sentence()


def test_a_race_tells_of_the_scale_only_who_asked_for_it():
    race = scene("descend", FOUR)
    race.step(10)
    assert not race.uses_log and "scale" not in race.sentence()
    assert not race.toggle_log() and race.sentence().endswith("the scale is linear")
    assert not race.toggle_log() and "scale" not in race.sentence()


@pytest.mark.parametrize("spec", [RACE, FOUR, NOISY, LABELS])
def test_what_a_race_says_has_two_lines_and_ends_where_it_stands(spec):
    race = scene("descend", spec)
    for k in (0, 1, 3, 10, 60, 900):
        race.step(k)
        for _ in race.players:
            race.focus_next()
            for said in (race.sentence(), race.sentence(ascii=True)):
                assert len(said) <= 156 and said.startswith(race.label(race.focus, said.isascii())[:4])
                assert re.search("; (lowest: [A-F].* with [-−0-9.e+]+|all runs (are level|diverged))$", said), said


def test_the_panes_there_are():
    assert scene("descend", SADDLE).panels == ("theta", "loss", "surface")
    one = scene("descend", "{f: (x - 3)^2, start: 0, rate: 0.1}")
    assert one.panels == ("theta", "loss", "curve")
    one.step(10)
    xs, ys = one.steps_on_curve()
    assert ys == pytest.approx((xs - 3) ** 2) and one.player.theta[0] == pytest.approx(2.677877, abs=1e-6)
    assert scene("descend", "{loss: {data: seed}, panels: [surface, loss]}").panels == ("surface", "loss")
    wide = scene("descend", "{loss: {data: wide}, rate: 0.05, panels: [theta, fit, surface]}")
    assert wide.panels == ("theta", "fit", "surface")
    assert wide.fit().x_name == "target"


def test_the_next_step_is_where_it_then_stands():
    descent = scene("descend", SADDLE)
    here, there = descent.next_step()
    descent.step()
    assert (here.tolist(), there.tolist()) == ([1.0, 2.0], descent.player.theta.tolist())


def test_check_finds_what_cannot_run():
    assert "no finite value at the start" in proof("descend", "{f: log(x), start: 0}")[0]
    assert "nothing to fit" in proof("descend", "{f: x^2, start: 1, panels: [theta, fit]}")[0]
    assert "one run" in proof("descend", "{loss: {data: seed}, panels: [race]}")[0]
    assert "no known mistake 'upwards'" in proof("descend", "{loss: {data: seed}, runs: [{mistake: upwards}]}")[0]
    assert "report names step 50" in proof("descend", "{f: x^2, start: 1, steps: 20, report: 50}")[0]
    assert "step 50" in proof("descend", "{f: x^2, start: 1, steps: 20, pause_at: 50}")[0]
    assert "first step" in proof("descend", "{f: sqrt(x), start: 0.01, rate: 10}")[0]
    for fine in (SEED, RACE, SADDLE, "{f: x^2, start: 1, rate: 1000}", "{loss: {data: wide}, panels: [surface]}"):
        assert proof("descend", fine) == ()


def test_a_start_without_a_loss_is_refused_with_a_sentence():
    with pytest.raises(CannotShow, match="start"):
        scene("descend", "{f: log(x), start: 0}")


@pytest.mark.parametrize("spec", [SEED, RACE, SADDLE, NOISY, "{f: (x - 3)^2, start: 0, rate: 1, steps: 300}"])
@given(keys=st.lists(st.sampled_from(KEYS), max_size=14))
@settings(max_examples=15, deadline=None)
def test_any_keys_leave_a_descent_that_can_be_told_and_drawn(spec, keys):
    descent = scene("descend", spec)
    for key in keys:
        press(descent, key)
    check_what_is_drawn(descent)


@given(trees(depth=2), st.sampled_from([0.01, 0.1, 1.0]), st.lists(st.sampled_from(KEYS), max_size=8))
@settings(max_examples=25, deadline=None)
def test_any_function_leaves_a_descent_that_can_be_told_and_drawn(tree, rate, keys):
    names = tuple(name for name in ("x", "y") if name in tree.symbols())
    assume(names)
    run = module.Run(rate, (0.7, -0.4)[: len(names)], None)
    made = module.Settings(f=tree, rate=rate, steps=60, runs=(run,), names=names)
    try:
        descent = module.scene(made, TASKS["gradient"](tree, names))
    except CannotDo:
        assume(False)
    except CannotShow as fault:
        assert str(fault).endswith(".") and not NO_NUMBER.search(str(fault))
        return
    for key in keys:
        press(descent, key)
    check_what_is_drawn(descent)


def test_runs_are_told_apart_by_no_more_than_they_differ_in():
    def labels(runs: str) -> list[str]:
        race = scene("descend", f"{{f: x^2 + y^2, start: [1, 2], rate: 0.1, runs: [{runs}]}}")
        return [race.label(place, ascii=True) for place in range(len(race.players))]

    assert labels("0.1, 0.2") == ["rate = 0.1", "rate = 0.2"]
    assert labels("0.1, {rate: 0.2, start: [3, 3]}") == ["rate = 0.1", "rate = 0.2"]
    assert labels("0.1, 0.2, {rate: 0.1, start: [3, 3]}") == ["rate = 0.1", "rate = 0.2", "rate = 0.1 from (3, 3)"]
    assert labels("0.1, {start: [3, 3]}") == ["from (1, 2)", "from (3, 3)"]
