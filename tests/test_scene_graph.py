"""The scene `graph`: its gradients against other roads to them, its drawing read back, its words and its keys."""

import contextlib
import io
import re
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.apps import flat, sitting, worker, written
from tests.scene_making import NO_NUMBER, proof, says_only_numbers, scene
from tests.scene_making import settings as settings_of
from tests.trees import trees
from tutor import scenes
from tutor.expression.totext import to_text
from tutor.letters import cells
from tutor.numeric import scalar
from tutor.scenes._graph_drawing import Ink
from tutor.scenes._graph_picture import _operation, drawn
from tutor.scenes._graph_rows import label, name_of, said
from tutor.scenes._numbers import as_float
from tutor.symbolic import gradient
from tutor.tree import FUNCTIONS, Add, Call, Div, Mul, Neg, Node, Pow, Sym
from tutor.ui.panes.graph_views import rows_of
from tutor.worker import Worker

__all__ = ["worker"]

GRAPH = scenes.module("graph")
XYZ = "{inputs: {x: -2, y: 5, z: -4}, nodes: {q: x + y, f: q*z}, mode: [backward, forward, nudge, dual, paths]}"
NEURON = (
    "{inputs: {w0: 2, x0: -1, w1: -3, x1: -2, w2: -3}, "
    "nodes: {p0: w0*x0, p1: w1*x1, s: p0 + p1 + w2, f: sigmoid(s)}, mode: [backward, dual]}"
)
CHAIN = "{inputs: {x: 0}, nodes: {u: 3x + 1, y: u^5}, mode: nudge}"
PATHS = "{inputs: {t: 0}, nodes: {x: 1 + 2t, y: 2 - t, f: x^2 + 3y^2 - 4x*y}, mode: paths}"
CUBIC = "{inputs: {x: 2}, nodes: {f: x*x*x - 5*x + 7}, split: true, mode: [dual, backward]}"
FORK = "{inputs: {x: 3}, nodes: {f: x*x + x}, split: true, accumulate: false}"
MICROGRAD = (
    "{inputs: {a: -4, b: 2}, nodes: {c1: a + b, d1: a*b + b^3, c2: c1 + c1 + 1, c3: 1 + c2 + c2 - a, "
    "d2: d1 + d1*2 + relu(b + a), d3: d2 + 3d2 + relu(b - a), e: c3 - d3, f: e^2, g: f/2 + 10/f}}"
)
CORNERS = (
    "{inputs: {x: 1, y: 2}, nodes: {m: 'max(x, y, 2)', r: relu(x - y), a: abs(x), n: 'min(m, a)', f: m*n + r - x}}"
)
ALL = (XYZ, NEURON, CHAIN, PATHS, CUBIC, FORK, MICROGRAD, CORNERS)


def finished(text: str):
    made = scene("graph", text)
    made.finish()
    return made


def gradients(made) -> dict[str, float]:
    found = made.gradients(every=True, accumulate=True)
    return {made.graph.vertices[i].name: as_float(found[i]) for i in made.graph.inputs}


# --- the numbers of the lessons ---------------------------------------------------------------------------------------


def test_a_product_and_a_sum_at_the_values_of_cs231n():
    made = finished(XYZ)
    assert [row[1:] for row in made.table()] == [
        ["value", "gradient"], ["−2", "−4"], ["5", "−4"], ["−4", "3"], ["3", "−4"], ["−12", "1"]
    ]  # fmt: skip
    assert made.sentence().endswith("df/dx = −4, df/dy = −4, df/dz = 3")


def test_a_sigmoid_neuron():
    made = scene("graph", NEURON)
    assert made.values["s"] == 1 and round(as_float(made.values["f"]), 6) == 0.731059
    found = {name: round(each, 6) for name, each in gradients(made).items()}
    assert found == {"w0": -0.196612, "x0": 0.393224, "w1": -0.393224, "x1": -0.589836, "w2": 0.196612}


def test_a_nudge_travels_and_its_ratio_closes_on_the_slope():
    made = finished(CHAIN)
    assert made.moved()[1:] == [Fraction(3, 1000), Fraction(1003, 1000) ** 5 - 1]
    assert made.table()[-1] == ["y = u⁵", "1", "0.01509027", "15.09027"]
    assert "5.03009 times du" in made.sentence() and made.sentence().endswith("is 15")
    ratios = []
    while made.scale(-1):
        ratios.append(as_float(made.moved()[-1]) / as_float(made.nudge))
    assert ratios == sorted(ratios, reverse=True) and abs(ratios[-1] - 15) < 1e-4


def test_two_paths_are_multiplied_and_added():
    made = finished(PATHS)
    assert [row[-1] for row in made.table()[1:]] == ["−12", "−8", "−20"]
    assert made.sentence().endswith("df/dt = −12 − 8 = −20")


def test_dual_numbers_carry_value_and_derivative():
    made = finished(CUBIC)
    assert [row[1] for row in made.table()[1:]] == ["2 + 1ε", "4 + 4ε", "8 + 12ε", "−10 − 5ε", "5 + 7ε"]


def test_without_adding_up_the_last_part_alone_is_left():
    made = finished(FORK)
    assert as_float(made.gradients()[0]) == 3 and made.wrong() == [0]
    assert made.sentence().endswith("Wrong: df/dx is 7, not 3, the last of 3 parts")
    made.toggle()
    assert as_float(made.gradients()[0]) == 7 and not made.wrong()
    assert made.sentence().endswith("Done: df/dx = 7")


def test_the_example_of_micrograds_readme():
    made = scene("graph", MICROGRAD)
    assert round(as_float(made.values["g"]), 4) == 24.7041
    assert {name: round(each, 4) for name, each in gradients(made).items()} == {"a": 138.8338, "b": 645.5773}


# --- other roads to the same gradients --------------------------------------------------------------------------------

SMOOTH = ("exp", "log", "sqrt", "sin", "cos", "tanh", "sigmoid")
ANY = (*SMOOTH, "abs", "relu", "max", "min")


@st.composite
def graphs(draw, functions=SMOOTH, most=4):
    """(inputs, nodes): every node uses names before it, and the last all that was not used."""
    names = [*"xyz"[: draw(st.integers(1, 3))]]
    inputs = {name: draw(st.sampled_from(("-2", "-1/2", "0.3", "1", "1.7", "3"))) for name in names}
    nodes: dict[str, Node] = {}
    for i in range(draw(st.integers(1, most))):
        formula = draw(trees(tuple(names), 2, functions, (Fraction(1), Fraction(2), Fraction(1, 2)), ()))
        if formula.symbols():
            nodes[f"n{i}"] = formula
            names.append(f"n{i}")
    used = frozenset().union(*(formula.symbols() for formula in nodes.values()))
    left = [Sym(name) for name in names if name not in used]
    nodes["out"] = Add((*left, left[0])) if len(left) == 1 else Mul(tuple(left))
    return inputs, nodes


def settings_for(inputs, nodes, **more: str) -> str:
    """As it stands in a lesson."""
    written = ", ".join(f'{name}: "{to_text(formula)}"' for name, formula in nodes.items())
    values = ", ".join(f'{name}: "{number}"' for name, number in inputs.items())
    return "{" + f"inputs: {{{values}}}, nodes: {{{written}}}" + "".join(f", {k}: {v}" for k, v in more.items()) + "}"


def made_of(inputs, nodes, **more: str):
    try:
        return scene("graph", settings_for(inputs, nodes, **more))
    except scenes.module("_scene").CannotShow:
        assume(False)


def whole(nodes) -> Node:
    """One formula of the inputs alone: every node put in where its name stood."""
    known: dict[str, Node] = {}

    def filled(node: Node) -> Node:
        below = [filled(child) for child in node.children()]
        match node:
            case Sym(name):
                return known.get(name, node)
            case Add():
                return Add(tuple(below))
            case Mul():
                return Mul(tuple(below))
            case Neg():
                return Neg(*below)
            case Div():
                return Div(*below)
            case Pow():
                return Pow(*below)
            case Call(name):
                return Call(name, tuple(below))
        return node

    for name, formula in nodes.items():
        known[name] = filled(formula)
    return known[name]


@given(graphs())
@settings(max_examples=20, deadline=None)
def test_gradients_are_those_of_central_differences(graph):
    made = made_of(*graph)
    assume(all(abs(as_float(each)) < 1e3 for each in (*made.values.values(), *made.slopes)))
    names = list(made.start)
    f, at = scalar(whole(graph[1]), names), [as_float(each) for each in made.start.values()]
    for i, (name, found) in enumerate(gradients(made).items()):
        estimates = []
        for h in (1e-4, 5e-5):
            up, down = (f([x + sign * h * (j == i) for j, x in enumerate(at)]) for sign in (1, -1))
            estimates.append((up - down) / (2 * h))
        assume(abs(estimates[0] - estimates[1]) < 1e-4 * max(1, abs(found)))  # else it bends too much to be estimated
        assert estimates[1] == pytest.approx(found, rel=1e-3, abs=1e-3), name


@given(graphs(ANY, 3))
@settings(max_examples=8, deadline=None)
def test_gradients_are_those_that_sympy_finds(graph):
    made = made_of(*graph, split="true")
    names = list(made.start)
    at = [as_float(each) for each in made.start.values()]
    tree = whole(graph[1])
    corners = [each for each in tree.walk() if isinstance(each, Call) and each.name in ("abs", "relu", "max", "min")]
    for corner in corners:  # where two arguments meet there is no one slope
        args = [scalar(arg, names)(at) for arg in corner.args] + ([0.0] if len(corner.args) == 1 else [])
        assume(all(abs(a - b) > 1e-6 for i, a in enumerate(args) for b in args[:i]))
    try:
        slopes = gradient(tree, names)
    except Exception as fault:  # SymPy's own refusals are tested where it is used
        assert type(fault).__module__.startswith("tutor.symbolic")
        assume(False)
    expected = [scalar(slope, names)(at) for slope in slopes]
    assert list(gradients(made).values()) == pytest.approx(expected, rel=1e-6, abs=1e-9)


@given(graphs(ANY, 5))
@settings(max_examples=20, deadline=None)
def test_forward_backward_split_or_not_and_all_paths_agree(graph):
    made, split = made_of(*graph), made_of(*graph, split="true")
    assume(all(abs(as_float(each)) < 1e6 for each in (*made.values.values(), *made.slopes, *split.slopes)))
    back = gradients(made)
    assert list(gradients(split).values()) == pytest.approx(list(back.values()), rel=1e-9, abs=1e-6)
    for name, found in back.items():
        made.wrt = name
        assert as_float(made.duals()[-1]) == pytest.approx(found, rel=1e-9, abs=1e-6)
        if made.graph.count_paths(made.place_of(name)) < 60:
            assert len(made.ways()) == made.graph.count_paths(made.place_of(name))
            assert sum(as_float(made.along(way)) for way in made.ways()) == pytest.approx(found, rel=1e-9, abs=1e-6)


ONE_OPERATION = [f"{name}(x)" for name, (most, _) in FUNCTIONS.items() if most == 1]
ONE_OPERATION += ["x/y", "y/x", "x^3", "x^y", "y^x", "e^x", "2^x", "x^(-1)", "-x", "2x", "x - y", "y - x", "x*y*x"]


@pytest.mark.parametrize("text", ONE_OPERATION)
def test_the_local_slope_of_each_operation_is_that_of_a_difference(text):
    made = scene("graph", f"{{inputs: {{x: 0.3, y: 1.7}}, nodes: {{n: '{text}', f: n + x + y}}}}")
    formula = made.settings.nodes["n"]
    f = scalar(formula, ["x", "y"])
    slopes = {
        "x": (f([0.3 + 1e-6, 1.7]) - f([0.3 - 1e-6, 1.7])) / 2e-6,
        "y": (f([0.3, 1.7 + 1e-6]) - f([0.3, 1.7 - 1e-6])) / 2e-6,
    }
    for name, slope in slopes.items():
        assert gradients(made)[name] == pytest.approx(slope + 1, rel=1e-6, abs=1e-6)


def test_max_min_and_relu_let_all_pass_or_nothing():
    made = scene(
        "graph", "{inputs: {x: 1, y: 2}, nodes: {m: 'max(x, y)', n: 'min(x, y)', r: relu(x - y), f: m + 3n + r}}"
    )
    assert gradients(made) == {"x": 3, "y": 1}
    assert gradients(scene("graph", "{inputs: {x: 2, y: 2}, nodes: {m: 'max(x, y)'}}")) == {"x": 1, "y": 0}
    made = finished("{inputs: {x: -1}, nodes: {f: relu(x)}}")
    assert "relu is shut, 0 arrives" in made.sentence()


# --- the same in Python -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ALL)
def test_the_program_prints_the_numbers_of_the_scene_in_every_mode(text):
    made = scene("graph", text)
    for _ in made.settings.mode:
        made.finish()
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            exec(compile(made.program(), "program", "exec"), {})
        printed = re.findall(r"(?<![\w.])-?\d+(?:\.\d+)?(?:e[-+]?\d+)?", out.getvalue().replace("+ -", "-"))
        told = {abs(float(each)) for each in printed}
        shown = [row[1:] for row in made.table(ascii=True)[1:]][len(made.graph.inputs) if made.mode != "paths" else 0 :]
        last = made.table(ascii=True)[1 : 1 + len(made.graph.inputs)] if made.mode == "backward" else []
        wanted = [cell for row in shown for cell in (row[-1:] if made.mode == "paths" else row[:1] + row[2:])]
        wanted = [cell for row in shown for cell in row[:1]] if made.mode == "backward" else wanted
        numbers = [n for cell in [*wanted, *(row[2] for row in last)] for n in re.findall(r"\d[\d.]*(?:e-?\d+)?", cell)]
        for number in numbers:
            assert any(abs(float(number) - each) <= 2e-6 * max(1, each) for each in told), (number, made.mode, told)
        made.turn()


# --- the drawing, read back -------------------------------------------------------------------------------------------


def wires(rows: list[str], names: list[str]) -> set[tuple[str, str, int]]:
    """(from, to, port) for every wire of a drawing, followed with the eye: under an upright stroke straight on."""
    cards = {}
    for y, row in enumerate(rows):
        for found in re.finditer(r"[ ▸]([A-Za-z]\w*[₀-₉]*)(?= = )", row):
            cards.setdefault(found[1], (y, found.start()))
    assert set(names) <= cards.keys(), (names, cards)
    found = set()
    for name in names:
        y, x = cards[name]
        text = re.match(r".(\S+( [^─│┐┘┌└├┤┬┴┼╢ ]\S*)*)", rows[y][x:])
        x += text.end()
        while x < len(rows[y]) and rows[y][x] == " ":
            x += 1
        if x < len(rows[y]) and rows[y][x] not in "║╢":
            found |= {(name, *end) for end in follow(rows, y, x, 0, 1, cards)}
    return found


def follow(rows, y, x, dy, dx, cards):
    ways = {
        "─": "LR", "│": "UD", "┐": "LD", "┘": "LU", "┌": "RD", "└": "RU",
        "├": "UDR", "┤": "UDL", "┬": "LRD", "┴": "LRU", "┼": "UDLR",
    }  # fmt: skip
    step = {"U": (-1, 0), "D": (1, 0), "L": (0, -1), "R": (0, 1)}
    mark = rows[y][x]
    if mark == "╢":
        to, port = next((n, y - top) for n, (top, left) in cards.items() if left == x + 1 and top <= y and all(
            rows[i][x] in "║╢" for i in range(top, y + 1)) and not any(
            other != n and l2 == left and top < t2 <= y for other, (t2, l2) in cards.items()))  # fmt: skip
        return {(to, port)}
    back = {v: k for k, v in step.items()}[(-dy, -dx)]
    if mark == "│" and dx:
        return follow(rows, y, x + dx, dy, dx, cards)  # under it
    assert mark in ways and back in ways[mark], (mark, (y, x), rows)
    ends = set()
    for way in ways[mark]:
        if way != back:
            ends |= follow(rows, y + step[way][0], x + step[way][1], *step[way], cards)
    return ends


def text_of(made, width, height, ascii=False) -> list[str] | None:
    rows = drawn(made, width, height, ascii)
    return None if rows is None else ["".join("─" if ink is Ink.SLOPE else char for char, ink in row) for row in rows]


def edges(made, ascii=False) -> set[tuple[str, str, int]]:
    return {
        (name_of(made, edge.source, ascii), name_of(made, edge.target, ascii), port)
        for target in made.graph.inner
        for port, edge in enumerate(made.graph.into(target))
    }


@given(graphs(ANY, 4), st.booleans())
@settings(max_examples=30, deadline=None)
def test_a_drawing_read_with_the_eye_is_the_graph(graph, split):
    made = made_of(*graph, split="true" if split else "false")
    made.finish()
    rows = text_of(made, 200, 40)
    assume(rows is not None)
    assert all(len(row) == len(rows[0]) <= 200 for row in rows) and len(rows) <= 40
    names = [vertex for vertex, _, _ in edges(made)] + [to for _, to, _ in edges(made)]
    assert wires(rows, list(dict.fromkeys(names))) == edges(made)


@pytest.mark.parametrize(
    "order", ["a: x*y*z, b: y*x, c: a*b*x, d: b*a*z", "a: z/x, b: x*z*y, c: y*a*b, d: x^b, e: a - z"]
)
def test_wires_that_cross_can_be_told_apart(order):
    last = order.rpartition(", ")[2][0]
    used = " + ".join(name for name in "abcde"[: order.count(":")])
    made = finished(f"{{inputs: {{x: 1, y: 2, z: 3}}, nodes: {{{order}, f: {used} + x + y + {last}}}}}")
    rows = text_of(made, 300, 60)
    assert rows and any("│─" in row or "─│" in row for row in rows)
    assert wires(rows, [*"xyzf", *used.split(" + ")]) == edges(made)


@pytest.mark.parametrize("text", [XYZ, CHAIN, PATHS, CUBIC, FORK])
@pytest.mark.parametrize("ascii", [False, True])
def test_small_graphs_are_drawn_in_forty_columns_and_stand_still_while_they_fill(text, ascii):
    made = scene("graph", text)
    for _ in made.settings.mode:
        made.restart()
        frames = []
        while True:
            rows = drawn(made, 40, 11, ascii)
            if rows is None:
                assert ascii and text == CUBIC and made.mode == "dual"  # "+12 eps" is long: there it is a list
                break
            assert len(rows) <= 11 and len(rows[0]) <= 40
            frames.append(
                [(y, x) for y, row in enumerate(rows) for x, (_, ink) in enumerate(row) if ink in (Ink.WIRE, Ink.SLOPE)]
            )
            assert not ascii or all(char.isascii() for row in rows for char, _ in row)
            marks = sum(ink is Ink.HERE and char in "▸>" for row in rows for char, ink in row)
            assert marks == len(made.marked) and (marks == 1 or made.mode == "paths")
            if not made.next():
                break
        assert all(frame == frames[0] for frame in frames)
        made.turn()


@pytest.mark.parametrize("text", ALL)
@pytest.mark.parametrize("size", [(76, 16), (40, 11), (30, 30), (24, 6)])
def test_before_a_prediction_the_machines_stand_there_without_a_number(text, size):
    """The same drawing, and only what a reader of the formulas knows: it does not move when the values come."""
    made = scene("graph", text)
    for _ in made.settings.mode:
        width, height = size
        bare = ["".join(part for part, _ in row) for row in rows_of(made, width, height, False, bare=True)]
        assert bare and len(bare) <= height and all(cells(row) <= width for row in bare)
        places = range(len(made.graph.vertices))
        headings = {*(label(made, i) for i in places), *(_operation(made, i, False) for i in places)}
        left = " ".join(bare)
        for heading in sorted(headings, key=len, reverse=True):
            left = re.sub(rf"(?<!\S){re.escape(heading)}(?!\S)", "", left)
        assert "…" in left or not re.search(r"[\w=?:▸←×]", left), left
        names = [name_of(made, i) for i in places]
        if len(bare) >= len(names):
            assert all(re.search(rf"(?<!\w){name}(?!\w)", " ".join(bare)) for name in names)
        whole, told = (drawn(made, width, height, False, bare=each) for each in (False, True))
        assert (whole is None) == (told is None)
        upright = [
            [(y, x) for y, row in enumerate(rows or ()) for x, (char, _) in enumerate(row) if char in "║╢"]
            for rows in (whole, told)
        ]
        assert upright[0] == upright[1] or made.mode == "paths"
        made.turn()


# --- keys and words ---------------------------------------------------------------------------------------------------

KEYS = ["next", "back", "finish", "restart", "turn", "toggle", "scale+", "scale-", "choose+", "choose-", "turn_input"]


@given(st.sampled_from(ALL), st.lists(st.sampled_from(KEYS), max_size=15))
@settings(max_examples=25, deadline=None)
def test_any_keys_leave_a_graph_that_can_be_told(text, keys):
    made = scene("graph", text)
    for key in keys:
        name, by = key.rstrip("+-"), {"+": (1,), "-": (-1,)}.get(key[-1], ())
        before = made.place
        told = getattr(made, name)(*by)
        assert 0 <= made.place <= made.total
        if name in ("next", "back"):
            assert told == (made.place != before)
        if name == "finish":
            assert made.complete
    says_only_numbers(made)
    for ascii, width in ((False, 80), (True, 24)):
        for line in GRAPH.told(made, ascii, width):
            assert cells(line) <= width and line.isprintable() and not NO_NUMBER.search(line), line
            assert line.isascii() or not ascii


@pytest.mark.parametrize("text", ALL)
def test_every_act_that_is_offered_can_be_done(text):
    made = scene("graph", text)
    for _ in made.settings.mode:
        for act in GRAPH.acts(made):
            if act.usage in {each.usage for each in GRAPH.acts(made)}:  # another mode offers others
                assert act.say and list(GRAPH.act(made, [act.name], True, 40))
    with pytest.raises(scenes.module("_acts").CannotAct, match="is none of"):
        list(GRAPH.act(made, ["node", "nobody"]))


def test_every_step_is_said_with_its_upstream_and_its_local_slope():
    made = scene("graph", XYZ)
    told = []
    while made.next():
        told.append(made.sentence())
    assert told[:4] == ["q = x + y = −2 + 5 = 3", "f = q·z = 3·(−4) = −12", "the way back begins: df/df = 1",
                        "f back to q: a product swaps, so q gets z = −4 times 1: −4"]  # fmt: skip
    assert made.look("f")
    assert made.sentence() == "f = q·z: a product swaps: each gets the other; df/dq = z = −4, df/dz = q = 3"


# --- what a teacher may write -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "said_"),
    [
        ("{inputs: {x: 1}, nodes: {f: y^2, g: f + x}}", "f uses y, which is not known there; before it stand: x"),
        ("{inputs: {x: 1}, nodes: {x: x^2}}", "x is an input and a node"),
        ("{inputs: {x: 1, y: 2}, nodes: {f: x^2}}", "y leads nowhere"),
        ("{inputs: {x: 1}, nodes: {g: x^2, f: x + 1}}", "g leads nowhere"),
        ("{inputs: {x: 1}, nodes: {exp: x^2}}", "exp is a function"),
        ("{inputs: {x: 1}, nodes: {c: 2, f: c*x}}", "c is a number"),
        ("{inputs: {x: 1}, nodes: {f: x^2}, wrt: y}", "wrt is y, which is none of the inputs: x"),
        ("{inputs: {x: 1}, nodes: {f: x^2}, mode: sideways}", "none of: forward, backward"),
        ("{inputs: {x: 1}, nodes: {f: x^2}, nudge: 1e-9}", "the nudge may be 1e-06 to 10"),
        ("{inputs: {}, nodes: {}}", "a graph needs inputs and nodes"),
        ("{inputs: {x: 1}, nodes: {" + ", ".join(f"n{i}: n{i - 1}*n{i - 1}" if i else "n0: x*x" for i in range(8))
         + "}, mode: paths}", "256 paths"),
    ],
)  # fmt: skip
def test_what_cannot_be_a_graph_is_told(text, said_):
    with pytest.raises(AssertionError) as told:
        settings_of("graph", text)
    assert said_ in str(told.value)


def test_what_has_no_value_is_found_by_check():
    assert proof("graph", XYZ) == ()
    assert proof("graph", "{inputs: {x: -1}, nodes: {u: log(x), f: u^2}}") == ("u has no value at these inputs",)
    assert proof("graph", "{inputs: {x: 0}, nodes: {f: sqrt(x)}}") == ("f has no slope along x at these inputs",)


def test_numbers_are_short():
    assert [said(each) for each in (Fraction(1, 3), Fraction(3, 1000), 0.7310585786300049)] == [
        "0.3333333", "0.003", "0.7310586"
    ]  # fmt: skip


# --- on the screen ----------------------------------------------------------------------------------------------------

LESSON = f"""\
format: 1
id: a-graph
title: A graph
steps:
  - say: Values go forward, gradients come back.
    show:
      graph: {XYZ}
  - show:
      graph: {MICROGRAD}
  - show:
      graph: {FORK}
    ask: {{id: lost, question: What is left?, answer: 3, before: true}}
"""


@pytest.mark.asyncio(loop_scope="session")
async def test_a_learner_walks_forward_back_and_looks_around(worker: Worker, tmp_path: Path) -> None:
    async with sitting(worker, tmp_path, opening=written(tmp_path, LESSON)) as me:
        assert "the inputs: x = −2, y = 5, z = −4" in flat(me.picture())
        await me.press(*["space"] * 4)
        assert "f back to q: a product swaps, so q gets z = −4 times 1: −4" in flat(me.picture())
        assert "← −4" in me.picture() and "4 of 7" in me.picture()
        await me.press("right")
        assert "f = q·z: a product swaps" in flat(me.picture())
        await me.press("backspace", "space", "space", "space", "space", "space")
        assert "That was the last step." in flat(me.picture()) and "7 of 7, m: forward" in me.picture()
        await me.press("m", "m", "end", "down")
        assert "dx = 0.0001" in me.picture() and "The slope df/dx is −4" in flat(me.picture())
        await me.press("i")
        assert "dy = 0.001" in me.picture()
        for size in ((60, 18), (120, 40), (80, 24)):
            await me.resize(*size)
            assert "q = x + y" in me.picture() and "f = q" in me.picture(), (size, me.text())
        await me.press("pagedown", "end")
        assert "138.8338" in me.picture() and "645.5773" in me.picture(), me.text()
        await me.press("pagedown")
        assert "Make your prediction first" in flat(me.picture()) and "x·x" in me.picture()
        assert " = 3" not in me.picture() and "?" not in me.picture()
        await me.answer("3")
        await me.press("end")
        assert "Wrong: df/dx is 7, not 3" in flat(me.picture()), me.text()
