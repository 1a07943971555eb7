"""'The same in Python': every program is run as a learner would run it, and its output held against the scene."""

import json
import math
import re
import subprocess
import sys

import pytest
import sympy
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.scene_making import DATA, scene
from tests.trees import trees
from tutor.lesson.losses import DataSet
from tutor.numeric import value
from tutor.scenes._numbers import as_float
from tutor.scenes._python import Dialect, code, math_needs, python_names
from tutor.symbolic import CannotDo, to_sympy

RUNNER = """
import contextlib, io, json, runpy, sys
told = []
for path in sys.argv[1:]:
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        runpy.run_path(path, run_name="__main__")
    told.append(out.getvalue())
print(json.dumps(told))
"""
FLOAT = re.compile(r"-?\d+(?:\.\d*)?(?:e[+-]?\d+)?")


def moved(name, spec, *keys, symbols=("x", "y")):
    """A scene after some keys: a method's name, or (name, arguments ...)."""
    made = scene(name, spec, symbols)
    for key in keys:
        method, *arguments = (key,) if isinstance(key, str) else key
        getattr(made, method)(*arguments)
    return made


SEED = "{loss: {data: seed}, start: [0.1, 0.1], rate: 0.1}"
CUBIC = "f: x^3 - 5x + 7, x: [-4.5, 3], tangent: 2, secant: [1, 0.1, 0.001], chord: [-1, 2]"
# name -> (settings, keys, symbols)
TABLES = {
    "secants": ("{vars: {h: [1, 0.1, 0.001]}, columns: ['((1 + h)^2 - 1)/h', exp(h)], reveal: all}",),
    "two": ("{vars: {lambda: [1, 1/3], x: [2, sqrt(2)]}, columns: [lambda*x, sigmoid(x)], reveal: all}",),
    "gap": ("{vars: {x: [1, 0, 2]}, columns: [log(x)/x], reveal: all}",),
}
PLOTS = {
    "cubic": (f"{{{CUBIC}}}", ["shrink", ("move", -7)]),
    "second": (f"{{{CUBIC}, show: [f, derivative, second]}}", [("move", 5)]),
    "roots": ("{f: sqrt(x^2 + 1)/3 + log(x + 9), tangent: 1.5, secant: [-0.5]}",),
    "corners": ("{f: 'relu(x) + abs(x) + min(x, 1)', tangent: 0, show: [f, df, second]}",),
    "constant": ("{f: 5, tangent: 1, secant: [1]}",),
    "pole": ("{f: 1/x, tangent: 0, secant: {h: [1], at: 1}}",),
}
SURFACES = {
    "saddle": ("{f: x^2 + 3y^2 - 4x y, cursor: [1, 2]}", [("move", 3, -2)]),
    "data": ("{loss: {data: seed}, cursor: [0.1, 0.1]}", [("move", 1, 1)]),
    "names": ("{f: exp(-f^2) theta/3, cursor: [1, 2]}", [], ("f", "theta")),
    "chances data": (
        "{loss: {data: {X: [[1, 1], [1, 2], [1, 4], [1, 6]], y: [0, 1, 0, 1]}, model: logistic}, cursor: [0.5, 1]}",
        [("move", 2, 1)],
    ),
    "classes data": (
        "{loss: {data: {X: [[1], [2], [4]], y: [0, 1, 1]}, model: softmax}, cursor: [0.5, 1]}",
        [("move", 2, 1)],
    ),
}
DESCENTS = {
    "start": (SEED,),
    "seed": (SEED, [("step", 1000)]),
    "rates": (SEED, [("step", 7), "rate_up", ("step", 30), "rate_down", "rate_down", ("step", 5), ("back", 2)]),
    "diverged": ("{loss: {data: seed}, rate: 0.6, steps: 5000}", [("step", 5000)]),
    "race": (
        "{loss: {data: wide}, runs: [{rate: 0.01}, {rate: 0.05, start: [1, 2, 3]}]}",
        ["focus_next", ("step", 200)],
    ),
    "saddle": ("{f: x^2 + 3y^2 - 4x y, start: [1, 2], rate: 0.1, steps: 100}", [("step", 60)]),
    "one variable": ("{f: (x - 3)^2, start: 0, rate: 0.1}", [("step", 25)]),
    "banana": (
        "{f: (1 - x)^2 + 100(y - x^2)^2, start: [-1.2, 1], rate: 0.001, steps: 5000}",
        [("step", 3000), "rate_up", ("step", 1000)],
    ),
    "functions": (
        "{f: log(1 + exp(x)) + sigmoid(y) + x^4/3 + sqrt(y^2 + 0.1)/7, start: [2, -1], rate: 0.3}",
        [("step", 400)],
    ),
    "names": (
        "{f: (lambda - 1)^2 + (f - theta)^2, start: [3, 2, 1], rate: 0.1}",
        [("step", 40)],
        ("lambda", "f", "theta"),
    ),
}
HOURS = "{name: hours, X: [[1, 0.5], [1, 1], [1, 1.5], [1, 2], [1, 2.5], [1, 3]], y: [0, 0, 1, 0, 1, 1]}"
FLOWERS = "{name: flowers, X: [[1, 1, 3], [1, 2, 1], [1, 4, 2], [1, 3, 5], [1, 0, 2]], y: [0, 1, 2, 2, 0]}"
GOALS = {
    "squares": "loss: {data: wide}, rate: 0.01, steps: 90",
    "banana": "f: rosenbrock, start: [-1.2, 1], rate: 0.001, steps: 90",
    "chances": f"loss: {{data: {HOURS}, model: logistic}}, rate: 0.1, steps: 90",
    "classes": f"loss: {{data: {FLOWERS}, model: softmax}}, rate: 0.1, steps: 90, batch: 2",
}
LENGTHY = " + ".join(f"(x - {i} y)^2/(1 + {i} exp(-x y))" for i in range(1, 7))  # long work for the rules
ADAMW = "{adamw: {beta1: 0.8, decay: 0.1}}"
DESCENTS |= {
    f"{method} {name}": (f"{{{goal}, method: {method}}}", [("step", 40)])
    for name, goal in GOALS.items()
    for method in ("gd", "newton", "momentum", "nesterov", "adagrad", "rmsprop", "adam", ADAMW)
    if (method, name) not in (("gd", "squares"), ("newton", "classes"))  # a loop of its own; no one inverse
}
DESCENTS |= {
    "newton on functions": (f"{DESCENTS['functions'][0][:-1]}, method: newton}}", [("step", 21)]),
    "newton by differences": (f"{{f: {LENGTHY}, start: [0.4, 0.7], rate: 0.1, method: newton}}", [("step", 21)]),
    "newton on names": (
        "{f: (lambda - 1)^4 + (f - theta)^2 + theta^4, start: [3, 2, 1], method: newton, rate: 0.5}",
        [("step", 21)],
        ("lambda", "f", "theta"),
    ),
}
DESCENTS |= {
    f"batches {order}": (f"{{{GOALS['squares']}, batch: 3, order: {order}, method: {{momentum: 0.5}}}}", [("step", 61)])
    for order in ("cyclic", "{stride: 7}", "{shuffled: 3}", "[1, 5, 2, 2]")
}
DESCENTS |= {
    f"schedule {schedule}": (f"{{{GOALS['banana']}, schedule: {schedule}}}", [("step", 61)])
    for schedule in (
        "{inverse: 0.01}", "{exponential: 0.99}", "{halve: 10}", "{cosine: {steps: 50, warm_up: 7, end: 0.1}}",
        "{warm_up: 50}", "sigmoid(-k/30) + exp(-k) - 0.2",
    )
}  # fmt: skip
LONG = "{loss: {data: seed}, start: [0.1, 0.1], rate: 0.1, steps: 1000000}"
DESCENTS |= {
    "at once": (LONG, [("step", 1500)]),
    "at once, swinging": (LONG.replace("rate: 0.1", "rate: 0.3606"), [("step", 300_001)]),
    "forked": (
        LONG,
        [
            ("step", 30),
            ("fork", {"method": "adam", "rate": "0.05"}),
            ("step", 70),
            ("fork", {"start": "1, 2", "batch": "2", "order": "shuffled"}),
            ("step", 50),
            ("back", 3),
            ("fork", {"batch": "all", "schedule": "1/(1 + k/100)"}),
            ("step", 50),
        ],
    ),
    "leaps and loops": (
        LONG,
        [("step", 1100), ("fork", {"rate": "0.3"}), ("step", 40), ("fork", {"rate": "0.02"}), ("step", 1300)],
    ),
    "through sums": ("{loss: {data: many}, rate: 0.01}", [("step", 500)]),
    "through sums, a method": (
        "{loss: {data: many}, rate: 0.01, method: adam}",
        [("step", 50), ("fork", {"batch": "16"}), ("step", 9)],
    ),
}
DATA["many"] = DataSet(  # more numbers than descent looks at one by one
    "many", tuple((1.0, i % 97 / 10) for i in range(2100)), tuple(i % 97 / 5 - i % 3 for i in range(2100))
)
DERIVATIVES = {
    "x^3 - 5x + 7": "Function:  x**3 - 5*x + 7\nDerivative:  3*x**2 - 5\n",
    "x^2 + 3y^2 - 4x y": "Gradients:\nGrad X: 2*x - 4*y\nGrad Y: -4*x + 6*y\n",
    **dict.fromkeys(
        ["x/10 + 1/3", "x^2 exp(x)", "1/(1 + exp(-x))", "sigmoid(2x)", "sqrt(x^2 + 1)/log(x)", "x^x", "2^-3 x",
         "abs(x) + relu(3x) + max(x, 2)", "(x^2)^(1/2)", "atan(x)/x + pi", "7"]
    ),
}  # fmt: skip
KINDS = {
    "table": TABLES,
    "plot": PLOTS,
    "surface": SURFACES,
    "descend": DESCENTS,
    "derive": {f: (f"{{f: '{f}', wrt: [{'x, y' if 'y' in f else 'x'}]}}",) for f in DERIVATIVES},
}


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """(kind, name) -> the scene, and what its program printed; one Python runs them all."""
    folder = tmp_path_factory.mktemp("programs")
    scenes = {}
    for kind, specs in KINDS.items():
        for name, (spec, *more) in specs.items():
            keys, symbols = more[0] if more else [], more[1] if len(more) > 1 else ("x", "y")
            scenes[kind, name] = moved(kind, spec, *keys, symbols=symbols)
    paths = [folder / f"p{place}.py" for place in range(len(scenes))]
    for path, made in zip(paths, scenes.values(), strict=True):
        path.write_text(made.program(), encoding="utf-8")
    done = subprocess.run([sys.executable, "-c", RUNNER, *map(str, paths)], capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    return {key: (scenes[key], text) for key, text in zip(scenes, json.loads(done.stdout), strict=True)}


def after(label, text):
    """The numbers on the line that begins with `label`."""
    line = next(line for line in text.splitlines() if line.startswith(label))
    return [float(each) for each in FLOAT.findall(line.removeprefix(label))]


@pytest.mark.parametrize("name", TABLES)
def test_tables(told, name):
    table, text = told["table", name]
    rows = [row for row in table.rows(ascii=True) if "no value" not in row]
    for row, line in zip(rows, text.splitlines(), strict=True):
        assert [float(cell) for cell in line.split()] == pytest.approx([float(cell) for cell in row], rel=1e-6)


@pytest.mark.parametrize("name", PLOTS)
def test_plots(told, name):
    plot, text = told["plot", name]
    expected = {"f(a) =": plot.height, "df(a) =": plot.slope, "d2f(a) =": plot.at(plot.position, 2)}
    expected |= {"secant slope:": plot.secant_slope, "chord slope:": plot.chord_slope}
    finite = {label: as_float(number) for label, number in expected.items() if math.isfinite(as_float(number))}
    assert finite
    for label, number in finite.items():
        assert after(label, text) == [pytest.approx(number, rel=1e-9, abs=1e-9)]
    assert not [label for label in expected.keys() - finite.keys() if label in text]


@pytest.mark.parametrize("name", SURFACES)
def test_surfaces(told, name):
    surface, text = told["surface", name]
    assert after("J =" if "data" in name else "f =", text) == [pytest.approx(as_float(surface.height))]
    assert after("gradient =", text) == pytest.approx([as_float(each) for each in surface.gradient], rel=1e-6, abs=1e-8)
    assert after("length =", text) == [pytest.approx(surface.length)]


@pytest.mark.parametrize("name", DESCENTS)
def test_descents_reach_the_theta_on_the_screen_digit_by_digit(told, name):
    descent, text = told["descend", name]
    label = "in full:" if "in full:" in text else "theta:"
    assert f"{label} {descent.player.theta.tolist()}" in text.splitlines()
    assert name == "start" or descent.player.k > 20
    if label == "theta:":
        assert after("f:", text) == [pytest.approx(descent.player.loss, rel=1e-12)]


def test_the_seeds_own_output(told):
    assert told["descend", "seed"][1].splitlines()[0] == "Optimized Parameters:  [1.166663   0.75000161]"


@pytest.mark.parametrize("f", DERIVATIVES)
def test_derivatives_print_what_sympy_prints(told, f):
    derive, text = told["derive", f]
    work = derive.works[0]
    assert text == (DERIVATIVES[f] or f"Function:  {work.printed_f}\nDerivative:  {work.printed}\n")


def test_a_program_runs_as_a_file_of_its_own(tmp_path):
    file = tmp_path / "seed.py"
    file.write_text(moved("descend", SEED, ("step", 1000)).program(), encoding="utf-8")
    done = subprocess.run([sys.executable, "-W", "error", str(file)], capture_output=True, text=True, timeout=60)
    assert (done.stdout.splitlines()[0], done.stderr) == ("Optimized Parameters:  [1.166663   0.75000161]", "")


def test_names_are_pythons_own_and_different():
    names = python_names(["lambda", "x", "print", "theta_0", "θ", "e", "sin", "x2", "lambda_", "np"], ("np",))
    assert names["x"] == "x" and names["lambda"] == "lambda_" and names["print"] == "print_" and names["np"] == "np_"
    assert len(set(names.values())) == len(names) and all(name.isidentifier() for name in names.values())


# The oracles: Python and SymPy themselves, on source that the tutor made from a random tree.


@given(trees(depth=3), st.floats(-3, 3), st.floats(0.1, 3))
@settings(max_examples=25, deadline=None)
def test_the_source_has_the_value_of_the_tree_bit_by_bit(tree, x, y):
    expected = value(tree, x=x, y=y)
    assume(math.isfinite(expected))
    names = python_names(["x", "y"])
    space = {"np": __import__("numpy")}
    exec("\n".join(math_needs([tree])), space)
    try:
        reached = eval(code(tree, names, exact=True), space, {"x": x, "y": y})
    except (ZeroDivisionError, OverflowError, ValueError, TypeError):
        assume(False)  # where a part of it is infinite or complex on the way, Python stops
    assume(not isinstance(reached, complex))
    assert reached == expected


@given(trees(depth=2, functions=("exp", "log", "sqrt", "sin", "atan", "abs", "relu", "max", "step")))
@settings(max_examples=25, deadline=None)
def test_the_source_is_the_same_expression_in_sympy(tree):
    try:
        expected = to_sympy(tree)
    except CannotDo:
        assume(False)
    names = {"x": "x", "y": "y"}
    symbols = {name: sympy.Symbol(name, real=True) for name in names}
    made = eval(code(tree, names, Dialect.SYMPY), {"sp": sympy}, symbols)
    assert made == expected or sympy.simplify(made - expected) == 0
    assert not made.atoms(sympy.Float)
