"""Every scene in words: what is told is true, fits, can be read aloud; all that its keys do can be typed."""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.scene_making import NO_NUMBER, found, scene
from tests.scene_making import settings as settings_of
from tests.test_scene_montecarlo import LESSON_21
from tests.test_scene_taylor import CUBIC, EXP
from tests.test_scene_worked import CODE, SLOPE
from tutor import scenes
from tutor.descent.words import number
from tutor.lesson.load import load_lesson
from tutor.letters import cells
from tutor.plain.typed import KEYS, word_of
from tutor.scenes._acts import CannotAct, on_the_way
from tutor.scenes._numbers import shown
from tutor.scenes._plot_shapes import turns

ROOT = Path(__file__).parent.parent
LESSONS = sorted([*ROOT.glob("lessons/*/[0-9]*.yaml"), *ROOT.glob("tests/lessons/good/*.yaml")])

FEW = "{X: [[1, 1, 0], [1, 2, 1], [1, 3, -1], [1, 4, 0.5]], y: [0, 0, 1, 1]}"
THREE = "{X: [[1, 1, 0], [1, 2, 1], [1, 3, -1], [1, 4, 0.5]], y: [0, 1, 2, 1]}"
FLAT = "{X: [[1, 1], [1, 2], [1, 3], [1, 4]], y: [0, 1, 2, 1]}"
XOR = "{X: [[0, 0], [0, 1], [1, 0], [1, 1]], y: [0, 1, 1, 0]}"
RACE = "{f: rosenbrock, start: [-1, 1], steps: 300, runs: [{rate: 0.001}, {method: adam, rate: 0.05}, {rate: 0.1}]}"
OWN = [
    ("taylor", EXP),
    ("taylor", CUBIC),
    ("riemann", "{f: x^2, interval: [0, 2], n: [4, 10, 100]}"),
    ("montecarlo", LESSON_21),
    ("worked", SLOPE),
    ("worked", CODE),
    ("graph", "{inputs: {x: -2, y: 5, z: -4}, nodes: {q: x + y, f: q*z}, mode: [backward, nudge, dual, paths]}"),
    ("graph", "{inputs: {x: 3}, nodes: {f: x*x + x}, split: true, accumulate: false}"),
    ("graph", "{inputs: {x: 0, y: 1}, nodes: {u: 3x + y, f: u^5}, mode: [nudge, paths]}"),
    ("dial", "{f: x^2 + 3y^2 - 4x y, at: [1, 2], step_deg: 30, directions: [[3, 4]]}"),
    ("dial", "{f: sin(x) y, at: [1, 2], quantity: curvature}"),
    ("map", "{outputs: [x^2*y, 5*x + sin(y)], at: [1, 0]}"),
    ("map", "{outputs: [x*y, log(x), y], at: [1, 2]}"),
    ("table", "{vars: {h: [1, 0, -1]}, columns: [1/h, log(h)], reveal: 0}"),
    ("table", "{vars: {h: [1, 2]}, columns: {斜率和很长的名字: h, пример: h^2}, reveal: all}"),
    ("plot", "{f: 1/x, x: [-2, 2], tangent: 1, secant: true, chord: [-1, 2], show: [f, df, second], extra: [tan(x)]}"),
    ("plot", "{f: log(x), x: [-3, -1]}"),
    ("derive", "{f: x^2*sin(x)*exp(3x), ask_rule: true}"),
    ("derive", "{f: x^2 + 3*x*y, wrt: [x, y]}"),
    ("surface", "{f: log(x)/y, x: [-1, 1], y: [-1, 1], show: [gradient, descent, slices]}"),
    ("surface", "{loss: {data: seed}, cursor: [0.5, 0.25]}"),
    ("gradcheck", "{f: abs(x), at: 0.25}"),
    ("gradcheck", "{loss: {data: wide}, at: [1, 2, 3], formulas: central}"),
    ("net", f"{{layers: [2, 2, 1], loss: cross-entropy, data: {XOR}, rate: 0.5, steps: 90}}"),
    ("net", "{layers: [1, 20, 1], data: {X: [[0], [1], [2]], y: [0, 1, 4]}, rate: 0.1, steps: 60}"),
    ("net", f"{{layers: [2, 3, 3], loss: cross-entropy, data: {XOR.replace('1, 0]', '2, 0]')}, steps: 20}}"),
    ("descend", RACE),
    ("descend", "{f: x^4 - 3x, start: [0.5], rate: 0.9, steps: 100}"),
    ("descend", "{loss: {data: seed}, rate: 3, steps: 2000}"),  # diverges
    ("descend", "{loss: {data: wide}, steps: 60, batch: 4, order: shuffled, schedule: {inverse: 0.01}, rate: 0.01}"),
    ("descend", f"{{loss: {{data: {FEW}, model: logistic}}, steps: 30, pause_at: [3, 7]}}"),
    ("descend", f"{{loss: {{data: {FLAT.replace('2, 1]', '1, 1]')}, model: logistic}}, steps: 30, method: newton}}"),
    ("descend", f"{{loss: {{data: {THREE}, model: softmax}}, steps: 30}}"),
    ("descend", f"{{loss: {{data: {FLAT}, model: softmax}}, steps: 30, method: {{momentum: 0.8}}}}"),
]
OWN += [  # where 0.5, degree 1, 50 draws and step 5 are not possible
    ("taylor", "{f: log(x), about: 3, degrees: [2, 4], x: [2, 5]}"),
    ("montecarlo", LESSON_21.replace("n: [", "n: [60, ")),
    ("plot", "{f: x^2, x: [3, 4], tangent: 3.5}"),
    ("surface", "{f: x^2 + y^2, x: [2, 3], y: [-5, -4]}"),
    ("net", f"{{layers: [2, 2, 1], loss: cross-entropy, data: {XOR}, steps: 2}}"),
    ("descend", "{f: (x - 3)^2, start: [0], rate: 0.1, steps: 3}"),
    ("gradcheck", "{f: sin(x), at: 1, h: [0.5, 0.25]}"),
]
EXAMPLES: dict[str, Callable[[Any], str]] = {  # an argument for each act, possible where the scene stands
    "to N": lambda standing: str(standing.n + 50),
    "degree N": lambda standing: str(standing.settings.degrees[0]),
    "about X": lambda standing: str(standing.settings.start[0]),
    "at X": lambda standing: str(middle(window_of(standing))),
    "at X Y": lambda standing: f"({', '.join(str(middle(each)) for each in standing.windows)})",
    "rate R": lambda standing: "0.02",
    "h NUMBER": lambda standing: str(float(standing.hs[0])),
    "rule NAME": lambda standing: "1",
    "jump TO": lambda standing: str(min(5, standing.settings.steps)),
    "fork NAME=VALUE ...": lambda standing: "rate=0.01 method=momentum beta=0.8",
}


def middle(ends: tuple[float, float]) -> float:
    """A place between them that can be typed in a few digits."""
    return float(f"{(float(ends[0]) + float(ends[1])) / 2:.3g}")


def window_of(standing: Any) -> tuple[float, float]:
    """Where x may be; a dial turns by any degrees."""
    made = standing.settings
    window: tuple[float, float] = getattr(made, "window", None) or getattr(made, "x", None) or (0, 90)
    return window


def told(name: str, standing: Any, ascii: bool = False, width: int = 80) -> tuple[str, ...]:
    return scenes.module(name).told(standing, ascii, width)


def do(name: str, standing: Any, text: str, ascii: bool = False, width: int = 80) -> list[str]:
    return list(scenes.module(name).act(standing, text.split(), ascii, width))


@cache
def worked(name: str, text: str) -> tuple[Any, Any]:
    made = settings_of(name, text)
    return made, found(name, made)


def every_scene(file: Path | None) -> Iterator[tuple[str, Any, Any]]:
    """(name, settings, found) of the scenes of a lesson, or of those made here."""
    if file is None:
        yield from ((name, *worked(name, text)) for name, text in OWN)
        return
    for step in load_lesson(file).steps:
        shows = getattr(step, "show", None)
        if shows is not None:
            yield shows.name, shows.settings, found(shows.name, shows.settings)


def can_be_read(lines: Any, ascii: bool, width: int) -> None:
    for line in lines:
        assert line.isprintable() and line == line.rstrip(), repr(line)
        assert cells(line) <= width, (width, line)
        assert not NO_NUMBER.search(line), line
        assert not ascii or line.isascii(), line


@pytest.mark.parametrize("file", [None, *LESSONS], ids=lambda file: "own" if file is None else file.stem)
def test_every_scene_is_told_in_lines_that_can_be_read_and_every_act_listed_can_be_done(file):
    for name, made, answer in every_scene(file):
        module = scenes.module(name)
        for ascii, width in ((False, 80), (True, 24)):
            standing = module.scene(made, answer)
            lines = told(name, standing, ascii, width)
            can_be_read(lines, ascii, width)
            sentence = standing.sentence(ascii=ascii)
            assert sentence.replace(" ", "") in "".join(lines).replace(" ", "") or (
                name in ("plot", "table") and sentence.split(" ")[0] not in ("at", "row", "secant", "chord")
            )
            every = {act.usage: act for act in module.acts(standing)}
            assert len({act.name for act in every.values()}) == len(every) > 0
            for usage, act in every.items():
                assert act.say and act.name == usage.split()[0]
                if usage in {each.usage for each in module.acts(standing)}:  # drop may have ended the race
                    typed = f"{act.name} {EXAMPLES[usage](standing) if usage in EXAMPLES else ''}"
                    can_be_read(do(name, standing, typed, ascii, width), ascii, width)
            can_be_read(told(name, standing, ascii, width), ascii, width)


def test_no_word_of_a_scene_is_one_that_the_plain_tutor_keeps_for_itself():
    for name, made, answer in every_scene(None):
        module = scenes.module(name)
        assert not [act.name for act in module.acts(module.scene(made, answer)) if word_of(act.name)]


def test_the_names_of_the_keys_that_a_lesson_mentions_do_what_the_keys_do():
    for name, made, answer in every_scene(None):
        typed, named = (scenes.module(name).scene(made, answer) for _ in range(2))
        words = {"table": "row", "derive": "step", "gradcheck": "smaller", "net": "play", "descend": "play"}
        if name in words:
            assert do(name, typed, words[name]) == do(name, named, "space")


# What is typed for what a key does; None: it changes only how the screen looks or how fast it moves.
TYPED_FOR = {
    "table": {"reveal": "row", "hide": "hide", "reveal_all": "all"},
    "plot": {"move": "right", "shrink": "closer", "widen": "wider"},
    "derive": {"advance": "step", "retreat": "undo", "all": "all", "name": "rule"},
    "surface": {"move": "right"},
    "montecarlo": {
        **{"draw": "draw", "stride": None, "roll": "roll", "reset": "reset", "table": "table", "log": None},
    },
    "taylor": {"degree": "up", "move": "right", "about": "shift", "shift": "shift", "table": "table"},
    "riemann": {"multiply": "more", "turn": "right", "number": "n", "table": "table"},
    "worked": {
        **{"advance": "step", "retreat": "undo", "skip": "skip", "all": "all", "restart": "restart", "name": "why"},
    },
    "graph": {
        **{"advance": "step", "retreat": "undo", "choose": "node", "scale": "larger", "turn": "mode", "sum": "sum"},
        **{"follow": "follow", "finish": "all", "restart": "begin"},
    },
    "dial": {"turn": "right", "fine": "more", "direction": "direction", "mark": "mark", "show": "gradient"},
    "map": {"move": "right", "resize": "smaller", "jacobian": None},
    "gradcheck": {"shrink": "smaller", "widen": "larger", "component": "variable", "take": None},
    "net": {
        "play": "play", "step": "step", "back": "undo", "gear": None, "rate": "rate", "row": "example",
        "slopes": "gradients", "to_start": "jump", "to_end": "jump", "reset": "reset", "log": None, "zoom": None,
        "take": None,
    },
    "descend": {
        "play": "play", "step": "step", "back": "undo", "gear": None, "rate": "rate", "fork": "fork", "run": "run",
        "drop": "drop", "mistake": "mistake", "go_to": "jump", "to_start": "jump", "to_end": "jump", "reset": "reset",
        "race": "runs", "align": "align", "curvature": "curvature", "plane": "plane", "log": None, "zoom": None,
        "take": None, "halt": None,
    },
}  # fmt: skip


@pytest.mark.parametrize("name", TYPED_FOR)
def test_whatever_a_key_of_its_pane_does_can_be_typed(name):
    pane = importlib.import_module(f"tutor.ui.panes.{name}").Pane
    actions = {binding.action.partition("(")[0] for binding in vars(pane)["BINDINGS"]}
    assert actions == set(TYPED_FOR[name])
    module = scenes.module(name)
    offered = {act.name for own, text in OWN if own == name for act in module.acts(module.scene(*worked(name, text)))}
    assert {word for word in TYPED_FOR[name].values() if word} <= offered


NAMED = {"full_stop": ".", "comma": ",", "plus": "+", "equals_sign": "=", "minus": "-", "underscore": "_"}


@pytest.mark.parametrize("name", TYPED_FOR)
def test_the_name_of_every_key_of_its_pane_is_understood(name):
    module = scenes.module(name)
    bound = [
        (NAMED.get(key, key), binding.action.partition("(")[0])
        for binding in vars(importlib.import_module(f"tutor.ui.panes.{name}").Pane)["BINDINGS"]
        for key in binding.key.split(",")
    ]
    made = [module.scene(*worked(own, text)) for own, text in OWN if own == name]
    for key, action in bound:
        if key in KEYS:  # those of every step
            continue
        said = []
        for standing in made:
            try:
                can_be_read(do(name, standing, key), False, 80)
            except CannotAct as fault:
                said.append(str(fault))
        known = TYPED_FOR[name][action] is not None
        assert not known or not any("is not known here" in each for each in said), (key, said)
        assert known or all("changes only how a screen looks" in each for each in said) or key == "j", (key, said)


def test_the_names_of_keys_do_what_the_keys_do():
    for keys, words in (
        (["right", "Right arrow", "the right key", "→"], "step"),
        (["end"], "jump end"),
        (["end", "home"], "reset"),
        (["+"], "rate up"),
        (["minus"], "rate down"),
    ):
        for key in keys[:-1] if words == "reset" else keys:
            named, typed = (scene("descend", "{loss: {data: seed}, rate: 0.1}") for _ in range(2))
            do("descend", named, key)
            if words == "reset":
                do("descend", named, keys[-1])
            do("descend", typed, words)
            assert named.k == typed.k and named.player.rate == typed.player.rate and keys
    plot = scene("plot", "{f: x^2, tangent: 0}")
    do("plot", plot, "shift+right")
    assert plot.position == 10 * plot._step


def test_a_rule_and_a_mistake_are_chosen_by_number_or_by_any_of_their_words():
    first = scene("derive", "{f: x^3 - 5x + 7, ask_rule: true}")
    menu = list(first.menu)
    do("derive", first, str(1 + menu.index("sum rule")))
    assert first.shown == 1
    do("derive", first, "rule power")
    do("derive", first, "rule multiple" if "constant multiple rule" in first.menu else "rule sum")
    while "constant rule" not in first.menu and not first.done:
        first.next()
    if first.menu:  # `constant` begins two of them, and is one of them but for its last word
        assert "yes, the constant rule" in " ".join(do("derive", first, "rule constant")).lower()
    with pytest.raises(CannotAct, match=r"'r' could be 1 .*, 2 "):
        do("derive", scene("derive", "{f: x^2, ask_rule: true}"), "rule r")
    known = dict(scene("descend", "{loss: {data: seed}, rate: 0.1}").mistakes())
    for place, name in enumerate(known, 1):
        for typed in (str(place), name):
            standing = scene("descend", "{loss: {data: seed}, rate: 0.1}")
            lines = do("descend", standing, f"mistake {typed}", width=999)
            assert standing._live[1].mistake == name and any(known[name] in line for line in lines)
    listed = do("descend", standing := scene("descend", "{loss: {data: seed}, rate: 0.1}"), "mistakes")
    assert [line.split()[0] for line in listed[1 : 1 + len(known)]] == [str(i) for i in range(1, 1 + len(known))]
    with pytest.raises(CannotAct, match=r"'gradient' could be \d+ .+, \d+ "):
        do("descend", standing, "mistake gradient")
    assert not standing.race


def test_what_was_said_of_a_descent_is_not_said_again_until_it_changes():
    standing = scene("descend", "{loss: {data: seed}, start: [0.1, 0.1], rate: 0.1, steps: 300}")
    assert "still falling" in " ".join(do("descend", standing, "step"))
    assert "still falling" not in " ".join(do("descend", standing, "step"))
    do("descend", standing, "end")
    for word in ("step", "play", "step 5"):
        assert do("descend", standing, word)[0] == "Already at the end, at step 300."
    assert len(do("descend", standing, "undo")) == 2  # where it stands, and no reason
    net = scene("net", "{layers: [1, 1, 1], data: {X: [[0], [1]], y: [0, 1]}, rate: 0.1, steps: 5}")
    do("net", net, "end")
    assert do("net", net, "step")[0] == do("net", net, "space")[0] == "Already at the end, at step 5."


@pytest.mark.parametrize(
    ("how", "seen"),
    [
        ("method: momentum, rate: 0.2", {"rising at the last step, lower than at the start.", "still falling."}),
        ("rate: 0.4", {"rising."}),
    ],
)
def test_the_word_on_the_last_steps_fits_the_whole_way(how, seen):
    standing = scene("descend", f"{{loss: {{data: seed}}, start: [0.1, 0.1], steps: 60, {how}}}")
    for _ in range(20):
        do("descend", standing, "step")
        player, (line,) = standing.player, do("descend", standing, "loss", width=300)
        before = player.recent(2)[0].loss
        lower = player.loss < player.first_loss
        said = line.rpartition("; ")[2]
        seen = seen - {said}
        if said.startswith("rising"):
            assert player.loss > before and ("lower than at the start" in said) == lower
        elif "falling" in said:
            assert player.loss < before and ("higher than at the start" in said) != lower
    assert not seen


@given(st.integers(1, 40), st.floats(1.1, 9), st.floats(1.1, 9))
@settings(max_examples=12, deadline=None)
def test_a_turn_is_where_the_slope_is_zero_however_wide_the_picture_is(b, left, right):
    root = (b / 3) ** 0.5
    for extra in ("", ", tangent: 0"):  # without and with a slope to look along
        made = f"{{f: x^3 - {b}*x, x: [{-left * root}, {right * root}]{extra}}}"
        top, bottom = turns(scene("plot", made), 0)
        assert (top.top, bottom.top) == (True, False)
        assert shown(top.x, True, 4) == shown(-root, True, 4) and shown(bottom.x, True, 4) == shown(root, True, 4)
        assert bottom.y == pytest.approx(root**3 - b * root, rel=1e-4)


NAMES = st.sampled_from([act for name, text in OWN for act in ["", *re.findall(r"[a-z]+", text)]])
WORDS = st.lists(
    st.one_of(
        st.text(max_size=8),
        st.sampled_from(["-1", "0", "1e999", "nan", "1e", "99999999999999999999", "9" * 500, "A", "x", "=", "up"]),
        NAMES,
    ),
    max_size=3,
)  # fmt: skip


@given(st.sampled_from(OWN), st.data())
@settings(max_examples=50, deadline=None)
def test_nonsense_is_refused_in_a_sentence_and_changes_nothing(own, data):
    name, text = own
    module = scenes.module(name)
    standing = module.scene(*worked(name, text))
    names = [act.name for act in module.acts(standing)]
    typed = [*data.draw(st.sampled_from([[each] for each in ["", "foo", *names]])), *data.draw(WORDS)]
    before, ascii = told(name, standing), data.draw(st.booleans())
    lines = module.act(standing, typed, ascii, 60)
    try:
        can_be_read(lines, ascii, 60)
    except CannotAct as fault:
        assert str(fault).isprintable() and (str(fault).isascii() or not ascii)
        assert told(name, standing) == before


# --- what is told is true ---------------------------------------------------------------------------------------------


def test_a_descent_tells_the_numbers_of_its_run_and_stands_where_the_keys_would_have_brought_it():
    text = "{loss: {data: seed}, start: [0.1, 0.1], rate: 0.1, pause_at: [10]}"
    typed, keyed = scene("descend", text), scene("descend", text)
    lines = do("descend", typed, "play")
    assert typed.k == 10 and any("The lesson stops here, at k = 10" in line for line in lines)
    keyed.step(10)
    theta0, theta1, loss = (
        number(each).replace("-", "−") for each in (*keyed.player.theta.tolist(), keyed.player.loss)
    )
    assert f"step 10: θ₀ {theta0}, θ₁ {theta1}, J {loss}." in lines
    do("descend", typed, "step 1000000000000")
    keyed.step(990)
    assert np.array_equal(typed.player.theta, keyed.player.theta) and typed.k == 1000
    ks, _, losses = typed.player.trace.points()
    (line,) = (" ".join(do("descend", typed, "loss", width=200)),)
    steps = [int(each) for each in re.search(r"steps ([\d, ]+)", line)[1].split(", ")]
    assert steps[0] == 0 and steps[-1] == 1000 and len(steps) == 6
    for k, value in zip(steps, re.search(r"J (.+) at", line)[1].split(", "), strict=True):
        assert value == number(float(losses[list(ks).index(k)]))
    assert line.endswith("flat to 4 digits, theta still moves.")
    do("descend", typed, "back 997")
    keyed.back(997)
    assert typed.k == 3 and np.array_equal(typed.player.theta, keyed.player.theta)
    do("descend", typed, "jump loss < 0.1")
    assert typed.player.loss < 0.1 and typed.player.first_below(0.1) == typed.k
    (refused,) = [line for line in do("descend", typed, "jump loss < 1e-9", width=200) if "never fell" in line]
    assert number(float(losses.min())) in refused


def test_the_fit_in_words_is_the_model_at_its_examples():
    standing = scene("descend", "{loss: {data: seed}, start: [0.1, 0.1], rate: 0.1}")
    standing.step(1000)
    lines = do("descend", standing, "fit", ascii=True)
    assert lines[0] == "The line: y = 1.167 + 0.75*x."  # least squares of the seed: 7/6 and 3/4
    errors = 7 / 6 + 0.75 * np.array([1, 2, 3]) - [2, 2.5, 3.5]
    assert "Worst: example 2" in lines[1] and lines[1].endswith("off by 0.1667.") and abs(errors).argmax() == 1
    rows = [line.split() for line in lines[-3:]]
    assert [row[:3] for row in rows] == [["1", "1", "2"], ["2", "2", "2.5"], ["3", "3", "3.5"]]
    assert np.allclose([float(row[-1]) for row in rows], errors, atol=1e-4)
    chance = scene("descend", f"{{loss: {{data: {FEW}, model: logistic}}, steps: 200}}")
    chance.step(200)
    said = [float(line.split()[-1]) for line in do("descend", chance, "fit")[-4:]]
    expected = chance.problem.predictions(chance.player.theta)
    assert np.allclose(said, expected, atol=1e-4) and "4 of 4 right" in "".join(do("descend", chance, "fit"))


def test_runs_are_forked_raced_focused_and_dropped_by_their_words():
    standing = scene("descend", "{loss: {data: seed}, start: [0.1, 0.1], rate: 0.1}")
    do("descend", standing, "step 5")
    do("descend", standing, "fork method=adam beta1=0.8 rate=0.05")
    leg = standing.player.leg
    assert (standing.letters, leg.rate, leg.method.name, leg.method.beta1) == (("A", "B"), 0.05, "adam", 0.8)
    do("descend", standing, "run a")
    do("descend", standing, "mistake no-mean")
    assert [each.mistake for each in standing._live] == [None, None, "no mean"] and standing.focus == 2
    lines = do("descend", standing, "runs", ascii=True)
    assert [line.split()[0] for line in lines[1:4]] == ["A", "B", "C"]
    for place, line in enumerate(lines[1:4]):
        assert number(standing.players[place].loss) in line.split()
    for word in ("drop", "drop"):
        do("descend", standing, word)
    assert not standing.race
    with pytest.raises(CannotAct, match="drop cannot be done as this stands; this can be typed: step"):
        do("descend", standing, "drop")
    for _ in range(5):
        do("descend", standing, "fork rate=0.3")
        do("descend", standing, "rate down")
    with pytest.raises(CannotAct, match="There are 6 runs"):
        do("descend", standing, "fork rate=0.1")


@given(st.integers(-30, 30), st.integers(-30, 30))
@settings(max_examples=20, deadline=None)
def test_a_point_is_put_where_it_is_said(i, j):
    made = scenes.module("surface").scene(*worked("surface", "{f: x^2 + 3*y^2 - 4*x*y}"))
    x, y = i / 10, j / 10  # half of these lie on the grid of 0.2
    first = do("surface", made, ("at {} {}", "at ({}, {})", "at x = {}, y = {}")[i % 3].format(x, y))
    assert abs(made.cursor[0] - x) <= 0.1001 and abs(made.cursor[1] - y) <= 0.1001
    assert ("nearest" in " ".join(first)) == (i % 2 != 0 or j % 2 != 0)
    height = made.cursor[0] ** 2 + 3 * made.cursor[1] ** 2 - 4 * made.cursor[0] * made.cursor[1]
    assert float(made.height) == pytest.approx(height) and f"f = {shown(made.height)}" in first[0]


def test_heights_slices_and_values_are_those_of_the_function():
    made = scene("surface", "{f: x^2 + 3*y^2 - 4*x*y, cursor: [1, 2], show: [slices]}")
    lines = do("surface", made, "heights", ascii=True)
    xs = [float(each) for each in lines[1].split()[1:]]
    for line in lines[2:7]:
        y, *heights = map(float, line.split())
        assert heights == pytest.approx([x * x + 3 * y * y - 4 * x * y for x in xs], rel=1e-3)
    assert float(lines[2].split()[0]) > float(lines[6].split()[0])  # as on a map, high values above
    lowest = re.search(r"lowest is (\S+), at x = (\S+), y = (\S+)\.", lines[7])
    assert (float(lowest[1]), float(lowest[2]), float(lowest[3])) == (-2.25, -3.0, -1.5)
    cut = do("surface", made, "slices", ascii=True)
    assert cut[0] == "The slice where y = 2; at x = 1 its slope is -6:"
    assert [tuple(map(float, line.split())) for line in cut[2:9]] == [(x, x * x + 12 - 8 * x) for x in range(-3, 4)]
    plot = scene("plot", "{f: x^3 - 5*x + 7, x: [-2.5, 3], tangent: 2, secant: [1, 0.1, 0.001]}")
    for line in do("plot", plot, "values", ascii=True)[1:12]:
        x, y = map(float, line.split())
        assert y == pytest.approx(x**3 - 5 * x + 7, abs=1e-9)
    turns = next(line for line in told("plot", plot, ascii=True, width=200) if "turns" in line)
    top, bottom = (float(re.search(rf"a {word} at x = (\S+),", turns)[1]) for word in ("top", "bottom"))
    assert (top, bottom) == (-1.291, 1.291)  # the roots of 5/3
    do("plot", plot, "at 1/2 + 1,5")
    assert plot.position == 2
    do("plot", plot, "at x = -1.3")
    assert float(plot.position) == -1.3 and plot.run == 1
    slopes = [float(line.split()[2]) for line in do("plot", plot, "secants", ascii=True)[1:4]]
    assert do("plot", plot, "secants 2", ascii=True)[0].endswith(f"h = 0.1: {slopes[1]:g}.") and float(plot.run) == 0.1
    do("plot", plot, "wider")
    assert slopes == pytest.approx([3 * 1.69 - 5 - 3 * 1.3 * h + h * h for h in (1, 0.1, 0.001)]) and plot.run == 1


def test_differences_weights_rules_and_rows_are_those_of_the_scene():
    check = scene("gradcheck", "{f: x^3 - 5*x + 7, at: 2}")
    (line,) = [" ".join(do("gradcheck", check, "h 1e-3", ascii=True, width=300))]
    assert check.h == 0.001 and f"{check.sentence(ascii=True)}." == line
    table = do("gradcheck", check, "table", ascii=True)
    assert [row.split() for row in table[1:]] == check.table(ascii=True)[1:]
    net = scene("net", f"{{layers: [2, 2, 1], loss: cross-entropy, data: {XOR}, init: {{all: 0.5}}, steps: 50}}")
    do("net", net, "example 3")
    rows = [row.split() for row in do("net", net, "weights", ascii=True)]
    hidden = np.tanh(0.5)  # the biases are 0
    assert rows[0] == ["Example", "3:", "x0", "=", "1,", "x1", "=", "0,", "target", "1."]
    assert rows[3] == ["h0", "0.5000", "0.5000", "0", number(hidden)]
    assert rows[-1][-1] == number(1 / (1 + np.exp(-hidden)))
    derive = scene("derive", "{f: x^3, ask_rule: true}")
    assert "Name the rule first." in do("derive", derive, "step 9") and derive.shown == 0
    assert do("derive", derive, "rule power")[0].startswith("Yes, the power rule") and derive.done
    rows_ = scene("table", "{vars: {h: [1, 0.5, 0.1]}, columns: {slope: h + 2}}")
    assert do("table", rows_, "row 9", ascii=True)[-2:] == [
        "row 3 of 3: h = 0.1, slope = 2.1.",
        "That is the last row.",
    ]
    assert [line.split() for line in told("table", rows_, ascii=True)[2:]] == rows_.table(ascii=True)


def test_a_long_way_tells_every_tenth_and_a_short_one_nothing():
    assert list(on_the_way(iter([0.3, 0.9, 1.0]))) == []
    tenths = list(on_the_way(i / 1000 for i in range(1001)))
    assert [int(line.split()[1]) for line in tenths] == [6, *range(10, 100, 10)]
    assert len(list(on_the_way(i / 10**5 for i in range(10**4)))) == 4  # 1024, 2048, 4096, 8192 pieces: 1 to 8 %
