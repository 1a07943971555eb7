"""The rules: every line of a derivation is true, and its end is what SymPy and central differences say."""

from __future__ import annotations

import dataclasses
import math
import subprocess
import sys

import pytest
from hypothesis import given, settings

from tests.derivable import NAMES, agreeing, central_differences, same_value
from tests.trees import trees
from tutor.expression import parse, to_text
from tutor.numeric import scalar
from tutor.rules import BY_ID, RULES, rule_for, rule_names_for
from tutor.rules.derivation import MAX_STEPS, TooLong, derive, steps
from tutor.symbolic import CannotDo, derivative
from tutor.tidy import tidy
from tutor.tree import FUNCTIONS, Add, Call, Deriv, Mul, Neg, Node, Sym


def read(text: str) -> Node:
    return parse(text, {"x", "y", "z", "n"})


def carried_out(node: Node) -> Node:
    """The line with every Deriv that is left worked out by SymPy."""
    if isinstance(node, Deriv):
        return derivative(node.arg, node.wrt)
    changed = {}
    for each in dataclasses.fields(node):
        value = getattr(node, each.name)
        if isinstance(value, Node):
            changed[each.name] = carried_out(value)
        elif isinstance(value, tuple) and value and isinstance(value[0], Node):
            changed[each.name] = tuple(map(carried_out, value))
    return dataclasses.replace(node, **changed)


@settings(max_examples=25, deadline=None)
@given(trees())
def test_rules_sympy_and_central_differences_agree(node: Node) -> None:
    for place, wrt in enumerate(NAMES):
        result = derive(node, wrt).result
        slope = scalar(result, NAMES)
        for point, value in central_differences(node, place):
            assert not math.isfinite(slope(point)) or agreeing(slope(point), value, 1e-4)
        try:
            by_sympy = derivative(node, wrt)
        except CannotDo:
            continue
        assert same_value(result, by_sympy)[1] == ""


@settings(max_examples=25, deadline=None)
@given(trees())
def test_every_line_is_true(node: Node) -> None:
    shown = steps(node, "x")
    for step in shown:
        try:
            whole = carried_out(step.whole)
        except CannotDo:
            continue
        assert same_value(whole, shown[-1].whole)[1] == "", step.note


@settings(max_examples=25, deadline=None)
@given(trees())
def test_steps_and_derive_end_alike_and_tidying_changes_no_value(node: Node) -> None:
    last = steps(node, "x")[-1].whole
    assert same_value(last, derive(node, "x").result)[1] == ""
    assert not any(isinstance(each, Deriv) for each in last.walk())
    assert same_value(node, tidy(node))[1] == ""


@settings(max_examples=25, deadline=None)
@given(trees())
def test_a_menu_offers_the_right_rule_and_three_others_in_a_stable_order(node: Node) -> None:
    menu = rule_names_for(node, "x")
    assert rule_for(node, "x").name in menu and len(set(menu)) == 4
    order = [rule.name for rule in RULES]
    assert list(menu) == sorted(menu, key=order.index)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_function_alone_and_in_a_chain(name: str) -> None:
    least, _ = FUNCTIONS[name]
    for inside in ("x", "x/3 + 0.1", "x*y"):
        node = Call(name, (read(inside), read("y^2*x"))[:least])
        result = derive(node, "x").result
        assert same_value(result, derivative(node, "x"))[1] == ""
        slope = scalar(result, NAMES)
        found = [agreeing(slope(point), value, 1e-5) for point, value in central_differences(node, 0)]
        assert found and all(found)


@pytest.mark.parametrize(
    ("text", "wrt", "lines"),
    [
        (
            "x^3 - 5x + 7",
            "x",
            [
                "sum: d/dx(x**3) - d/dx(5*x) + d/dx(7)",
                "power: 3*x**2 - d/dx(5*x) + d/dx(7)",
                "constant-multiple: 3*x**2 - 5 + d/dx(7)",
                "constant: 3*x**2 - 5 + 0",
                "tidy: 3*x**2 - 5",
            ],
        ),
        (
            "x^2 - 4x y + 3y^2",
            "x",
            [
                "sum: d/dx(x**2) - d/dx(4*x*y) + d/dx(3*y**2)",
                "power: 2*x - d/dx(4*x*y) + d/dx(3*y**2)",
                "constant-multiple: 2*x - 4*y + d/dx(3*y**2)",
                "constant: 2*x - 4*y + 0",
                "tidy: 2*x - 4*y",
            ],
        ),
        ("sin(3x)", "x", ["chain: cos(3*x)*d/dx(3*x)", "constant-multiple: cos(3*x)*3", "tidy: 3*cos(3*x)"]),
        (
            "x^2*sin(x)",
            "x",
            [
                "product: d/dx(x**2)*sin(x) + x**2*d/dx(sin(x))",
                "power: 2*x*sin(x) + x**2*d/dx(sin(x))",
                "sin: 2*x*sin(x) + x**2*cos(x)",
            ],
        ),
        (
            "x^x",
            "x",
            [
                "logarithmic: x**x*d/dx(x*log(x))",
                "product: x**x*(d/dx(x)*log(x) + x*d/dx(log(x)))",
                "identity: x**x*(1*log(x) + x*d/dx(log(x)))",
                "log: x**x*(1*log(x) + x*(1/x))",
                "tidy: x**x*(log(x) + 1)",
            ],
        ),
        ("5x", "x", ["constant-multiple: 5"]),
        ("-x", "x", ["constant-multiple: -1"]),
        ("x/3", "x", ["constant-multiple: 1/3"]),
        ("3/x", "x", ["reciprocal: -3/x**2"]),
        ("1/x^3", "x", ["power: -3/x**4"]),
        ("x^(-2)", "x", ["power: -2*x**(-3)"]),
        ("x^0.5", "x", ["power: 0.5*x**(-0.5)"]),
        ("x^n", "x", ["power: n*x**(n - 1)"]),
        ("2^x", "x", ["exponential: 2**x*log(2)"]),
        ("e^x", "x", ["exponential: e**x"]),
        ("max(0, x)", "x", ["extreme: step(x)"]),
        ("y^2", "x", ["constant: 0"]),
        ("x", "x", ["identity: 1"]),
        ("step(x^2)", "x", ["flat: 0"]),
    ],
)
def test_the_lines_a_learner_sees(text: str, wrt: str, lines: list[str]) -> None:
    shown = steps(read(text), wrt)
    assert [f"{step.rule.id}: {to_text(step.whole)}" for step in shown] == lines


def test_the_note_says_what_was_done_to_what() -> None:
    first, power, multiple, constant, _ = steps(read("x^3 - 4x y + 3y^2"), "x")
    assert (to_text(power.target), to_text(power.result)) == ("x**3", "3*x**2")
    assert power.note == "the power rule on x³: bring the 3 down, lower the exponent by 1 to 2"
    assert "y is a constant here" in multiple.note and "y is a constant here" in constant.note
    assert first.note.startswith("the sum rule on ")


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("7", "constant"),
        ("x", "identity"),
        ("x + y", "sum"),
        ("2*x*y", "constant-multiple"),
        ("-sin(x)", "constant-multiple"),
        ("sin(x)/3", "constant-multiple"),
        ("x*sin(x)*y", "constant-multiple"),
        ("x*sin(x)", "product"),
        ("x/(x + 1)", "quotient"),
        ("y/(x + 1)", "reciprocal"),
        ("1/x^2", "power"),
        ("1/(2x)^2", "chain"),
        ("x^(1/2)", "power"),
        ("(x + 1)^2", "chain"),
        ("exp(x)", "exponential"),
        ("y^x", "exponential"),
        ("e^(2x)", "chain"),
        ("(x + 1)^x", "logarithmic"),
        ("atan(x)", "atan"),
        ("atan(x y)", "chain"),
        ("relu(x)", "relu"),
        ("sign(2x)", "flat"),
        ("min(x, y)", "extreme"),
    ],
)
def test_which_rule_it_is(text: str, rule: str) -> None:
    assert rule_for(read(text), "x") is BY_ID[rule]


@pytest.mark.parametrize(
    ("text", "tidied"),
    [
        ("0 - 4x + 0*y + 3*2*y", "-4*x + 6*y"),
        ("1*x + x*1", "2*x"),
        ("cos(3x)*3", "3*cos(3*x)"),
        ("x/x^2", "1/x"),
        ("-(-x)", "x"),
        ("x - x", "0"),
        ("2 - (x - 1)", "3 - x"),
        ("x*(1/(2*sqrt(x)))", "x/(2*sqrt(x))"),
        ("sqrt(x)^2", "x"),
        ("sqrt(-x)", "sqrt(-x)"),
        ("(4x)^0.5", "(4*x)**0.5"),
        ("0.1*2*x", "0.2*x"),
        ("x/0", "x/0"),
        ("x/sqrt(2)", "x/sqrt(2)"),
        ("2^9999", "2**9999"),
        ("x^1*x^0", "x"),
        ("exp(-x)*(-2x)", "-2*x*exp(-x)"),
        ("sin(x)*(-sin(x))", "-sin(x)**2"),
    ],
)
def test_tidying(text: str, tidied: str) -> None:
    assert to_text(tidy(read(text))) == tidied
    assert tidy(tidy(read(text))) == tidy(read(text))


def test_every_rule_is_told_apart() -> None:
    assert len({rule.name for rule in RULES}) == len({rule.id for rule in RULES}) == len(RULES)
    for rule in RULES:
        assert set(rule.near) <= BY_ID.keys() and rule.id not in rule.near and len(rule.near) == 3
        assert rule.why.endswith(".") and rule.formula


def test_a_derivation_is_a_tree_of_rules() -> None:
    whole = derive(read("x^2*sin(3x)"), "x")
    assert (whole.rule.id, [part.rule.id for part in whole.parts]) == ("product", ["power", "chain"])
    assert [part.rule.id for part in whole.parts[1].parts] == ["constant-multiple"]
    assert to_text(whole.result) == "2*x*sin(3*x) + 3*x**2*cos(3*x)"


def test_equal_arguments_of_max_keep_their_slope() -> None:
    result = scalar(derive(read("max(x, |x|)"), "x").result, ("x",))
    assert (result((2.0,)), result((-2.0,))) == (1.0, -1.0)


def test_a_large_expression_is_derived_and_a_larger_one_refused() -> None:
    terms = tuple(read(f"x^{n}*sin({n}x)") for n in range(2, 40))
    assert derive(Add(terms), "x").result
    with pytest.raises(TooLong, match=f"more than {MAX_STEPS} steps"):
        steps(Add(terms * 2), "x")
    with pytest.raises(TooLong, match="parts"):
        derive(Mul(tuple(read(f"x + {n}") for n in range(300))), "x")
    deep: Node = Sym("x")
    for _ in range(300):
        deep = Neg(deep)
    for work in (derive, steps):
        with pytest.raises(TooLong, match="deep"):
            work(deep, "x")


def test_a_derivative_inside_is_refused() -> None:
    with pytest.raises(ValueError, match="carried out first"):
        rule_for(Add((Sym("x"), Deriv(Sym("x"), "x"))), "x")


def test_the_rules_need_neither_sympy_nor_numpy() -> None:
    program = (
        "import sys, tutor.rules.derivation, tutor.numeric; print({'sympy', 'numpy', 'mpmath'} & sys.modules.keys())"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
