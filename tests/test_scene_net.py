"""The scene `net`: a small network in training, what is shown of it, and the same in NumPy."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import textwrap
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.apps import sitting, worker, written
from tests.playing import there_and_back
from tests.scene_making import DATA, proof, says_only_numbers, scene
from tests.scene_making import settings as net_settings
from tutor.lesson.losses import DataSet
from tutor.letters import cells

__all__ = ["worker"]  # a fixture

DATA |= {
    "xor": DataSet("xor", ((0.0, 0.0), (0.0, 1.0), (1.0, 0.0), (1.0, 1.0)), (0.0, 1.0, 1.0, 0.0)),
    "one row": DataSet("one row", ((1.0, 2.0),), (1.0,)),
    "hours": DataSet(
        "hours", tuple((1.0, h) for h in (0.5, 1, 1.5, 2, 2.5, 3)), (0.0, 0.0, 1.0, 0.0, 1.0, 1.0), ("1", "hours")
    ),
    "classes": DataSet(
        "classes", tuple((i / 3, (i % 4) - 1.5, i % 3 * 1.0) for i in range(9)), tuple(i % 3 * 1.0 for i in range(9))
    ),
}
XOR = (
    "{layers: [2, 2, 1], data: xor, loss: cross-entropy, rate: 0.5, "
    "init: {W1: [[0.5, -0.4], [-0.3, 0.6]], W2: [0.2, -0.5]}}"
)
RELU = (
    "{layers: [2, 2, 1], data: one row, activation: relu, rate: 0.1, "
    "init: {W1: [[0.1, 0.2], [0.3, -0.4]], W2: [[0.5, -0.6]], b2: 0.1}}"
)
HOURS = "{layers: [1, 1], data: hours, rate: 1, loss: cross-entropy, init: {all: 0}}"
CLASSES = "{layers: [3, 5, 4, 3], data: classes, activation: sigmoid, loss: cross-entropy, rate: 1, init: 3}"
DEEP = "{layers: [3, 5, 4, 1], data: classes, activation: relu, loss: mse, rate: 0.05, init: 3}"
ADAM = XOR.replace("rate: 0.5", "rate: 0.05, method: adam")
EVERY = (XOR, RELU, HOURS, CLASSES, DEEP, ADAM)


def test_xor_is_learnt_as_the_lesson_says():
    net = scene("net", XOR)
    losses = {0: 0.696688, 10: 0.693311, 50: 0.681556, 100: 0.585364, 200: 0.10465, 2000: 0.003386}
    for k, loss in losses.items():
        net.advance(k - net.k)
        assert net.player.loss == pytest.approx(loss, abs=6e-7)
    assert net.finished and net.right == 4 and net.panels == ("net", "loss", "map")
    assert [row[-1] for row in net.outputs()] == ["", "right", "right", "right", "right"]
    corners = net.heights(2, 2, ((0.0, 1.0), (0.0, 1.0)))
    assert (corners > 0.5).tolist() == [[False, True], [True, False]]
    theta = net.player.theta
    assert net.back(1700) and net.k == 300 and net.advance(1700)
    assert np.array_equal(net.player.theta, theta)
    rows = "".join(net.trace_csv()).splitlines()
    assert (
        rows[0].startswith('k,"w1[0,0]"') and rows[1].endswith(",0.6966878318894746") and rows[-1].startswith("2000,")
    )
    assert net.to_start() and net.k == 0 and not net.back()


def test_the_hand_worked_network_forward_and_backward():
    net = scene("net", RELU)
    drawn = net.diagram(60, 12)
    assert drawn == [
        "x₀ 1 ×0.100 ┐",
        "x₁ 2 ×0.200 ┼ h₀ 0.500 × 0.500 ┐",
        "b         0 ┘                  │",
        "x₀ 1 × 0.300 ┐                 ├ ŷ 0.350",
        "x₁ 2 ×−0.400 ┼ h₁ 0    ×−0.600 ┤",
        "b          0 ┘                 │",
        "b                        0.100 ┘",
    ]
    assert net.toggle_slopes()
    assert "x₀ 1 ∂−0.325 ┐" in net.diagram(60, 12) and "∂−0.650" in "".join(net.diagram(60, 12)).replace(" ", "∂")
    assert (
        net.diagram(40, 5)[1:3] == ["h₀ 0.500 ∂ x₀ −0.325, x₁ −0.650, b", "   −0.325"] or len(net.diagram(40, 5)) <= 5
    )
    net.step()
    assert net.player.loss == pytest.approx(0.108072, abs=1e-6)
    assert net.outputs()[1] == ["1", "1", "2", "1", "0.5351"]


def test_logistic_regression_is_a_network_without_hidden_layers():
    net = scene("net", HOURS)
    assert net.settings.inputs == tuple((h,) for h in (0.5, 1, 1.5, 2, 2.5, 3)) and net.panels[-1] == "curve"
    assert net.right == 0  # every chance is one half
    net.advance(1000)
    assert net.player.loss == pytest.approx(0.412998, abs=1e-6) and net.right == 4
    xs, ys = net.curve()
    assert float(np.interp(1.75, xs, ys)) == pytest.approx(0.5, abs=1e-3)


@settings(max_examples=25)
@given(
    st.sampled_from(EVERY),
    st.integers(1, 70),
    st.integers(1, 25),
    st.sampled_from([0, 1, 40]),
    st.booleans(),
    st.booleans(),
)
def test_the_drawing_stays_within_its_place(spec, width, height, steps, slopes, ascii):
    net = scene("net", spec)
    net.advance(steps)
    if slopes:
        net.toggle_slopes()
    lines = net.diagram(width, height, ascii)
    assert len(lines) <= height
    if width >= 24:
        assert max(map(cells, lines)) <= width
    assert not ascii or all(line.isascii() for line in lines)
    says_only_numbers(net)


def test_a_small_net_stays_drawn_while_it_learns():
    net = scene("net", XOR)
    while not net.finished:
        assert net.diagram(40, 8)[1].endswith("┐") and "p" in "".join(net.diagram(40, 8)[3:5]), net.diagram(40, 8)
        net.advance(40)


def test_every_weight_can_be_read_in_the_drawing():
    for spec in (XOR, RELU, HOURS):
        net = scene("net", spec)
        net.advance(7)
        told = re.findall(r"[×∂ ](−?\d[\d.]*(?:e−?\d+)?) *[┐┼┤┘┬]", "\n".join(net.diagram(70, 20)))
        shown = [float(each.replace("−", "-")) for each in told]
        weights = []
        for W, b in net.network.unpack(net.player.theta):
            for row, bias in zip(W, b, strict=True):
                weights += [*row, bias]
        assert sorted(shown) == pytest.approx(sorted(weights), rel=6e-3, abs=1e-12)


@pytest.mark.parametrize("init", ["{all: 0}", "{all: 0.5}", "{W1: [[0.5, -0.4], [-0.3, 0.6]], W2: [0.2, -0.5]}"])
@pytest.mark.parametrize("loss", ["cross-entropy", "mse"])
def test_what_is_said_takes_two_lines_of_a_small_screen(init, loss):
    """A third line would take a row from each pane, and the chart of the loss has none to give."""
    net = scene("net", f"{{layers: [2, 2, 1], data: xor, loss: {loss}, rate: 0.5, steps: 400, init: {init}}}")
    for n in (0, 1, 1, 8, 40, 150, 200):
        net.step(n)
        for ascii in (False, True):
            assert len(textwrap.wrap(net.sentence(ascii), 76)) <= 2, net.sentence()
    if init == "{all: 0}" and loss == "cross-entropy":
        assert "the gradient is zero" in net.sentence() and "every answer is still about 1/2" in net.sentence()


def test_the_program_prints_the_same_digits(tmp_path):
    nets, files = [], []
    for place, spec in enumerate(EVERY):
        net = scene("net", spec)
        net.step(3)
        net.change_rate(1)
        net.step(40)
        net.back(2)
        net.change_rate(-1)
        net.step(9)
        nets.append(net)
        files.append(tmp_path / f"net{place}.py")
        files[-1].write_text(net.program(), encoding="utf-8")
    runner = (
        "import contextlib, io, json, runpy, sys\ntold = []\n"
        "for path in sys.argv[1:]:\n    out = io.StringIO()\n"
        "    with contextlib.redirect_stdout(out):\n        runpy.run_path(path)\n    told.append(out.getvalue())\n"
        "print(json.dumps(told))"
    )
    run = subprocess.run([sys.executable, "-c", runner, *map(str, files)], capture_output=True, text=True, timeout=60)
    assert run.returncode == 0 and not run.stderr, run.stderr
    for net, text in zip(nets, json.loads(run.stdout), strict=True):
        told = [float(each) for line in text.splitlines() for each in re.findall(r"-?\d[\d.]*(?:e[-+]?\d+)?", line[3:])]
        assert told == [net.player.loss, *net.player.theta.tolist()]


def test_first_weights_are_written_or_drawn():
    assert net_settings("net", CLASSES).start == net_settings("net", CLASSES).start
    assert net_settings("net", CLASSES).start != net_settings("net", CLASSES.replace("init: 3", "init: 4")).start
    all_alike = net_settings("net", XOR.replace("{W1: [[0.5, -0.4], [-0.3, 0.6]], W2: [0.2, -0.5]}", "{all: 0.5}"))
    assert all_alike.start == (0.5, 0.5, 0.5, 0.5, 0, 0, 0.5, 0.5, 0)
    start, layers = net_settings("net", DEEP).start, (3, 5, 4, 1)
    for inputs, units in pairwise(layers):
        weights, start = start[: inputs * units], start[inputs * units :]
        assert max(map(abs, weights)) <= (6 / inputs) ** 0.5 and len(set(weights)) == len(weights)
        assert start[:units] == (0.0,) * units
        start = start[units:]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("{layers: [3, 2, 1], data: xor}", "the first layer has 3 units for the 2 columns of X"),
        ("{layers: [2, 2, 2], data: xor}", "y must have 2 for each of the 4 rows"),
        ("{layers: [2, 90, 90, 1], data: xor}", "500 are the most"),
        ("{layers: [3, 2], data: classes, loss: cross-entropy}", "a label must be 0 or 1; the one of row 3 is 2"),
        ("{layers: [2, 2, 1], data: xor, init: {W1: [[1, 2], [3, 4]]}}", "init names no W2: 1 rows of 2"),
        ("{layers: [2, 2, 1], data: xor, init: {W1: [1, 2, 3, 4], W2: [1, 2]}}", "W1 must be 2 rows of 2"),
        ("{layers: [2, 2, 1], data: xor, init: {W1: 3, W2: [1, 2]}}", "it is the one number 3"),
        ("{layers: [2, 2, 1], data: xor, init: {W9: 3, all: 1}}", "init has no 'W9'"),
        ("{layers: [2, 2, 1], data: xor, method: newton}", "the method newton is not for a net"),
        ("{layers: [2, 2, 1], data: xor, activation: swish}", "none of: tanh, relu, sigmoid"),
    ],
)
def test_what_cannot_be_is_told_where_it_is_written(text, fault):
    with pytest.raises(AssertionError, match=re.escape(fault)):
        net_settings("net", text)


def test_proofs():
    assert [proof("net", spec) for spec in EVERY] == [()] * len(EVERY)
    assert proof("net", RELU.replace("0.1,", "1e300,", 1)) == (
        "the network cannot take its first step: the rate is far too large",
    )


LESSON = """
format: 1
id: nets
title: Nets
course: course
skills: [nets]
goals: ["Train one."]
symbols: [x]
data:
  xor: {X: [[0, 0], [0, 1], [1, 0], [1, 1]], y: [0, 1, 1, 0]}
  hours: {X: [[0.5], [1], [1.5], [2], [2.5], [3]], y: [0, 0, 1, 0, 1, 1], bias: true}
  alone: {X: [[2]], y: [1]}
steps:
  - say: Two hidden units part the corners.
    show: {net: {layers: [2, 2, 1], data: xor, loss: cross-entropy, rate: 0.5,
                 init: {W1: [[0.5, -0.4], [-0.3, 0.6]], W2: [0.2, -0.5]}}}
  - say: One line is a curve here.
    show: {net: {layers: [1, 1], data: hours, loss: cross-entropy, rate: 1, steps: 300, init: {all: 0}}}
  - say: Shrink h.
    show: {gradcheck: {loss: {data: hours}, at: [2, 0.5]}}
  - say: There is no next row.
    show: {net: {layers: [1, 1], data: alone, rate: 0.1, init: {all: 0}}}
"""


@pytest.mark.asyncio(loop_scope="session")
async def test_a_learner_trains_a_net_and_checks_a_gradient(worker, tmp_path):
    async with sitting(worker, opening=written(tmp_path, LESSON)) as me:
        all_there = (
            "row 1 (n: next)",
            "2 of 4 right, paused ×1",
            "x₀ 0 × 0.500 ┐",
            "k = 0 ",
            "p over both inputs",
            "no step taken yet",
        )
        await me.until(lambda: all(words in me.text() for words in all_there), "the net")
        first = me.picture()
        await me.press("right")
        await me.until(lambda: "k = 1 " in me.text() and "in 1 step" in me.text(), "a step")
        await me.press("left")
        await me.until(lambda: me.picture() == first, "the step undone, to the letter")
        keys = {
            "b": "gradients of J; row 1",
            "n": "row 2",
            "p": "row 1",
            "l": "log scale (l: linear)",
            "plus": "α = 0.63",
        }
        for key, said in (keys | {"minus": "α = 0.5", "up": "paused ×2"}).items():
            await me.press(key)
            await me.until(lambda said=said: said in me.text(), f"{key}: {said}")
        await me.burst(*"zzzz")  # each pane alone, then all again
        await me.until(lambda: "gradients of J; row 1" in me.text() and "p over both" in me.text(), "all panes")
        await me.press("end")
        await me.until(lambda: me.scene.finished and me.pane._runner.way is None, "the end")
        await me.until(lambda: "4 of 4 right" in me.text() and "J = 0.003" in me.text(), "the trained net")
        await me.press("home", "up", "up", "space")
        await me.until(lambda: me.scene.k > 20, "some steps")
        await me.press("space")
        await me.until(lambda: me.pane._runner.way is None, "the pause")
        await me.press("pagedown")
        await me.until(lambda: me.screen.pane is not None and "p and the rows" in me.text(), "the second net")
        await me.press("end")
        await me.until(lambda: "4 of 6 right" in me.text(), "four of six")
        await me.press("pagedown")
        await me.until(lambda: "error against" in me.text() and me.scene is not None, "the check")
        await there_and_back(me, "left", "right")
        await there_and_back(me, "down", "up")
        await me.burst(*["left"] * 15)
        await me.until(lambda: "θ₀ + h is 2 itself" in me.text(), "the smallest h")
        await me.press("left")
        await me.until(lambda: "That is the smallest h" in me.text(), "the end of the list")
        await me.press("pagedown")
        await me.until(lambda: "weights; row 1; α = 0.1" in me.text(), "the net of one row")
        assert not me.pane.check_action("row", (1,))
