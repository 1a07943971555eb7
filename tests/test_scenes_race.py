"""Runs against each other: forks, alignment, the table of a race, the dial of time, and the step that saves them."""

from __future__ import annotations

import numpy as np
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import scene_making
from tests.scene_making import DATA, scene
from tutor.descent.batches import sight
from tutor.descent.methods import METHODS
from tutor.fields import FieldFault
from tutor.lesson.kinds import At, Struct
from tutor.scenes import descend as module
from tutor.scenes._descend_align import evaluations_along, evaluations_at, k_at
from tutor.scenes._descend_home import as_it_is

SEED = "{loss: {data: seed}, start: [0.1, 0.1], rate: 0.1, steps: 3000}"
WIDE = "{loss: {data: wide}, rate: 0.05, batch: 4, order: {shuffled: 2}, runs: [{}, {batch: all, method: adam}]}"
BANANA = "{f: rosenbrock, start: [-1.2, 1], rate: 0.001, schedule: {inverse: 0.01}}"
HOURS = "{name: hours, X: [[1, 0.5], [1, 1], [1, 1.5], [1, 2], [1, 2.5], [1, 3]], y: [0, 0, 1, 0, 1, 1]}"
SPECS = (SEED, WIDE, BANANA, f"{{loss: {{data: {HOURS}, model: logistic}}, rate: 1, method: nesterov}}")


def walked(problem, player):
    """Theta where the player stands, by a loop of our own over its legs."""
    theta = np.array(player.trace.points()[1][0])
    ends = [*(leg.k for leg in player.legs[1:]), player.k]
    method = memory = None
    for leg, end in zip(player.legs, ends, strict=True):
        if leg.k > player.k:
            break
        if leg.theta is not None:
            theta = leg.theta
        if leg.method != method or leg.theta is not None:
            method, memory = leg.method, leg.method.begin(theta)
        for k in range(leg.k, min(end, player.k)):
            seen = sight(problem, leg.batches, k)
            theta, memory = method.step(seen, theta, memory, leg.rate * leg.schedule.factor(k), k)
    return theta.tolist()


forks = st.fixed_dictionaries(
    {"rate": st.sampled_from(("0.01", "1/20", "0.003"))},
    optional={
        "method": st.sampled_from(tuple(each for each in METHODS if each != "newton")),
        "batch": st.sampled_from(("1", "2", "all")),
        "schedule": st.sampled_from(("1/(1 + 0.1k)", "cos(k/9)^2")),
        "start": st.just("ones"),
    },
)
orders = st.sampled_from(
    ({"batch": "2", "order": "shuffled"}, {"batch": "1", "order": "strided"}, {"order": "shuffled"})
)
keys = st.one_of(
    forks,
    forks,
    orders,
    st.sampled_from((("back", 7), ("drop",), ("focus_next",), ("rate_down",), ("toggle_align",), ("to_start",))),
)
moves = st.lists(st.tuples(st.integers(0, 30), keys), max_size=5)


def press(descent, key):
    if isinstance(key, dict):
        if "start" in key:
            key = key | {"start": ", ".join("1" for _ in descent.settings.names)}
        try:
            descent.fork(key)
        except FieldFault as fault:
            assert fault.field in {"rate", "batch", "order"} and str(fault)
    else:
        getattr(descent, key[0])(*key[1:])


@given(st.sampled_from(SPECS), moves)
@settings(max_examples=30, deadline=None)
def test_every_theta_is_that_of_its_legs_and_a_lesson_step_brings_them_back(spec, pressed):
    descent = scene("descend", spec)
    for steps, key in pressed:
        descent.step(steps)
        press(descent, key)
    descent.step(9)
    assert 1 <= len(descent.players) <= 6 and len(set(descent.letters)) == len(descent.letters)
    for player in descent.players:
        assert player.theta.tolist() == walked(descent.problem, player)
    (step,) = yaml.load(descent.lesson_step(), yaml.BaseLoader)
    node = scene_making._node(step["show"]["descend"])
    faults: list = []
    read = Struct(module.Settings).read(node, At(faults, symbols=("x", "y"), data=DATA))
    assert not faults and read == as_it_is(descent.settings, descent._live)
    again = module.scene(read, descent.gradient_trees)
    for player, other in zip(descent.players, again.players, strict=True):
        other.step(player.k)
        assert other.theta.tolist() == player.theta.tolist()


def test_a_fork_has_the_same_past_and_its_own_future():
    descent = scene("descend", SEED)
    descent.step(20)
    place = descent.fork({"rate": "0.3", "method": "gd"})
    assert place == descent.focus == 1 and descent.letters == ("A", "B") and descent.race
    assert descent.players[0].theta.tolist() == descent.players[1].theta.tolist()
    descent.step(5)
    assert descent.players[0].loss != descent.players[1].loss
    descent.back(5)
    assert descent.players[0].theta.tolist() == descent.players[1].theta.tolist()
    descent.back(10)
    assert {player.k for player in descent.players} == {10}
    descent.step(15)
    assert descent.players[1].rate == 0.3 and [descent.label(i) for i in (0, 1)] == ["α = 0.1", "α = 0.3"]
    descent.focus = 0
    descent.fork({"method": "adam", "tuning": "beta1=0.8"})
    assert descent.drop() and descent.letters == ("A", "B") and descent.focus == 1
    assert descent.drop() and not descent.drop()
    descent.fork({"rate": "1/5"})
    assert descent.letters == ("A", "B") and descent.styles == (0, 1)
    descent.reset()
    assert descent.letters == ("A",) and descent.k == 0


@pytest.mark.parametrize(
    ("given", "field", "said"),
    [
        ({"rate": "O.1"}, "rate", "did you mean 0.1"),
        ({"rate": "-1"}, "rate", "above 0"),
        ({"method": "adm"}, "method", "did you mean 'adam'"),
        ({"method": "adam", "tuning": "gamma=1"}, "tuning", "no setting 'gamma'; it has: beta1"),
        ({"method": "momentum", "tuning": "beta=1"}, "tuning", "below 1"),
        ({"batch": "4"}, "batch", "more than the 3 examples"),
        ({"order": "shuffled"}, "batch", "an order is of batches"),
        ({"schedule": "1/(1 + k"}, "schedule", "never closed"),
        ({"start": "1"}, "start", "2 numbers"),
        ({"start": "1, oops"}, "start", "not a number"),
        ({"rate": "0.1"}, "rate", "nothing is different"),
    ],
)
def test_what_cannot_be_forked_is_said_at_its_field(given, field, said):
    descent = scene("descend", SEED)
    with pytest.raises(FieldFault, match=said) as fault:
        descent.fork(given)
    assert fault.value.field == field and str(fault.value).endswith(".") and len(descent.players) == 1


def test_six_runs_fit():
    descent = scene("descend", SEED)
    for n in range(5):
        descent.fork({"rate": f"0.0{n + 1}"})
    with pytest.raises(FieldFault, match="6 runs already"):
        descent.fork({"rate": "0.5"})
    assert descent.letters == tuple("ABCDEF")


def test_the_table_of_a_race_has_the_steps_that_are_known():
    runs = ["{}", *(f"{{method: {{momentum: {beta}}}}}" for beta in (0.5, 0.8, 0.9, 0.95)), "{method: adam}"]
    race = scene("descend", f"{SEED[:-1]}, runs: [{', '.join(runs)}], report: {{at: [3, 20]}}}}")
    for _ in race.to_end():
        pass
    for _ in range(3):  # what is looked up behind the runs comes in pieces
        rows = race.race_table(ascii=True)
    table = [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]
    assert [row["steps to 1e-6"] for row in table] == ["1088", "528", "130", "242", "481", "245"]
    assert table[3]["J at 3"] == "1.922" and table[3]["J at 20"] == "0.3732"
    assert [row["run"] for row in table][::5] == ["gd", "Adam"]
    assert race.leader().startswith("lowest: ")


def test_a_race_by_evaluations_is_level_in_what_was_looked_at():
    race = scene("descend", f"{WIDE[:-1]}, align: evaluations, steps: 50}}")
    for press in (race.step, race.step, race.back, lambda: race.step(20), lambda: race.back(7), lambda: race.step(3)):
        press()
        assert race.players[0].evaluations == race.players[1].evaluations == 23 * race.k
        assert race.players[0].k == 6 * race.players[1].k
    assert race.x_name == "examples" and race.losses()[0].ks[-1] == race.losses()[1].ks[-1] == 23 * race.k
    assert "examples" in race.race_table()[0]
    for _ in race.to_end():
        pass
    assert [player.k for player in race.players] == [300, 50] and race.finished
    assert race.toggle_align() == "steps" and race.x_name == "k"


@given(st.sampled_from(SPECS), st.lists(forks, max_size=3), st.integers(0, 400))
@settings(max_examples=20, deadline=None)
def test_k_at_turns_evaluations_round(spec, changes, looked):
    descent = scene("descend", spec)
    for change in changes:
        descent.step(11)
        press(descent, change)
    descent.step(11)
    for player in descent.players:
        assert evaluations_at(player, player.k) == player.evaluations
        ks = np.arange(player.k + 1)
        assert evaluations_along(player, ks).tolist() == [evaluations_at(player, int(k)) for k in ks]
        k = k_at(player, looked, 500)
        assert evaluations_at(player, k) <= looked and (k == 500 or evaluations_at(player, k + 1) > looked)


def test_where_to_go_is_typed():
    descent = scene("descend", SEED)
    for text, k in (("250", 250), ("k = 1_000", 1000), ("start", 0), ("J<0.1", 3), ("end", 2246), ("loss < 1/2", 2)):
        shares = list(descent.seek(text))
        assert descent.k == k and all(0 <= each <= 1 for each in shares), text
    for text, said in (("soon", "type where to go"), ("3001", "beyond the last one"), ("loss < x", "must be a number")):
        with pytest.raises(ValueError, match=said):
            descent.seek(text)
    assert descent.k == 2
    with pytest.raises(ValueError, match="never fell below"):
        list(descent.seek("loss < 0.001"))
    assert descent.finished
