"""What a lesson may say of a descent: faults where it is read, classics by name; and known mistakes, run for real."""

from __future__ import annotations

import pytest
import yaml

from tests import scene_making
from tests.scene_making import DATA, proof, says_only_numbers, scene
from tests.test_scenes_race import SEED, SPECS
from tutor.descent.methods import METHODS
from tutor.lesson.kinds import At, Struct
from tutor.lesson.questions import KINDS, Question
from tutor.scenes import descend as module


def test_a_known_mistake_runs_beside_the_right_update():
    descent = scene("descend", SEED)
    descent.step(4)
    known = dict(descent.mistakes())
    assert {"uphill", "no mean"} <= known.keys()
    place = descent.run_mistake("uphill")
    assert descent.players[place].k == 4 and descent.players[place].loss > descent.players[0].loss
    assert descent.label(place) == '"uphill"' and not descent.mistakes()
    assert "after 4 steps: A (right)" in descent.sentence() and 'B ("uphill")' in descent.sentence()
    says_only_numbers(descent)
    with pytest.raises(ValueError, match="no known mistake"):
        descent.run_mistake("no such")


@pytest.mark.parametrize("method", sorted(METHODS))
def test_every_mistake_that_is_offered_can_run(method):
    for goal in ("loss: {data: wide}, batch: 4, rate: 0.01", "f: beale, start: [1, 1]"):
        descent = scene("descend", f"{{{goal}, method: {method}}}")
        for name, say in descent.mistakes():
            descent.run_mistake(name)
            descent.step(3)
            assert say and descent.player.state is not None and descent.sentence()
            descent.drop()
            descent.focus = 0
            descent.to_start()


def next_question(**given):
    at = At([], symbols=("x", "y"), data=DATA)
    about = KINDS["next"].read(scene_making._node(given), at)
    assert not at.faults
    return Question(id="q", question="?", about=about, symbols=("x", "y"))


def test_a_wrong_answer_to_a_next_question_runs_beside_the_right_one():
    question = next_question(loss={"data": "seed"}, start=["0.1", "0.1"], rate="0.1", steps="2")
    descent = module.scene(module.beside(question, "no-mean"), None)
    descent.step()
    assert descent.label(0) == "right" and descent.label(1) == "no mean"
    assert descent.players[0].theta.tolist() == pytest.approx([0.3366667, 0.6166667])
    assert "(0.3367, 0.6167)" in descent.sentence() and "(0.8100, 1.650)" in descent.sentence()
    assert module.beside(question, "one-step-short") is None
    noisy = next_question(loss={"data": "wide"}, start=["0", "0", "0"], rate="0.1", method="sgd", order={"stride": "7"})
    runs = module.scene(module.beside(noisy, "uphill"), None).players
    assert [player.leg.batches.stride for player in runs] == [7, 7] and runs[0].leg.batches.size == 1
    made = module.beside(next_question(f="x^2 + y^4", start=["1", "1"], rate="0.1", method="adam"), "uphill")
    assert module.scene(made, scene_making.found("descend", made)).players[1].leg.method.right.name == "adam"


@pytest.mark.parametrize(
    ("spec", "said"),
    [
        ("{f: x^2, start: 1, batch: 2}", "a batch is of examples"),
        ("{loss: {data: seed}, order: shuffled}", "an order is of batches"),
        ("{loss: {data: seed}, batch: 9}", "more than the 3 examples"),
        ("{loss: {data: seed}, method: {adam: {beta: 1}}}", "beta"),
        ("{loss: {data: seed}, runs: [{then: [{at: 9, rate: 1}, {at: 3, rate: 2}]}]}", "stand in order"),
        ("{loss: {data: seed}, runs: [{start: [1, 2, 3]}]}", "3 numbers for 2 parameters"),
        ("{loss: {data: seed, model: logistic}}", "0 or 1; that of row 1 is 2"),
        ("{f: rosenbroke, start: [1, 2]}", "did you mean 'rosenbrock'"),
    ],
)
def test_what_cannot_be_is_told_where_the_lesson_is_read(spec, said):
    faults: list = []
    node = scene_making._node(yaml.load(spec, yaml.BaseLoader))
    Struct(module.Settings).read(node, At(faults, symbols=("x", "y"), data=DATA))
    assert len(faults) == 1 and said in faults[0].what


def test_a_classic_has_its_name_its_symbols_and_its_minima():
    faults: list = []
    node = scene_making._node({"f": "Himmelblau", "start": ["1", "1"], "rate": "0.01"})
    read = Struct(module.Settings).read(node, At(faults))
    assert not faults and read.names == ("x", "y")
    descent = module.scene(read, scene_making.found("descend", read))
    for _ in descent.to_end():
        pass
    assert descent.player.theta.tolist() == pytest.approx([3, 2])
    row = dict(zip(*descent.race_table(ascii=True), strict=True))
    assert float(row["distance"]) < 1e-9 and int(row["steps to 1e-6"]) < 200
    unknown = scene("descend", "{f: x^2 + x y + y^4, start: [1, 1], runs: [0.1, 0.01]}")
    unknown.step(50)
    assert unknown.race_table()[0][-1] == "to the lowest" and unknown.race_table()[1][-1] == "0"


def test_what_the_scene_has_is_proved():
    for fine in (*SPECS, "{f: beale, start: [1, 1.5], method: newton, rate: 0.5, panels: [curvature, surface]}"):
        assert proof("descend", fine) == ()
