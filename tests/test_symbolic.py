"""SymPy behind our tree: derivatives against central differences, printed forms, the way back, the bounds."""

from __future__ import annotations

import ast
import inspect
import math
from fractions import Fraction

import pytest
from hypothesis import assume, given, settings

from tests.derivable import NAMES, agreeing, central_differences, same_value
from tests.trees import trees
from tutor import symbolic
from tutor.expression import parse, to_text
from tutor.numeric import scalar
from tutor.symbolic import (
    ALL_KEPT,
    CannotDo,
    NotReal,
    TooBig,
    derivative,
    derivative_printed,
    factored,
    from_sympy,
    gradient,
    hessian,
    kept,
    printed,
    simplified,
    to_sympy,
)
from tutor.symbolic import back as symbolic_tree
from tutor.tree import FUNCTIONS, Call, Deriv, Mul, Neg, Node, Num, Pow, Sym


def read(text: str) -> Node:
    return parse(text, {"x", "y", "n", "beta", "S"})


@pytest.mark.parametrize(
    ("text", "wrt", "expected"),
    [
        ("x^3 - 5x + 7", "x", "3*x**2 - 5"),
        ("x^2 - 4x y + 3y^2", "x", "2*x - 4*y"),
        ("x^2 - 4x y + 3y^2", "y", "-4*x + 6*y"),
        ("sigmoid(x)", "x", "exp(-x)/(1 + exp(-x))**2"),
        ("sqrt(x)", "x", "1/(2*sqrt(x))"),
        ("|x|", "x", "sign(x)"),
    ],
)
def test_the_printed_derivative_is_what_a_program_prints(text: str, wrt: str, expected: str) -> None:
    assert derivative_printed(read(text), wrt) == expected


def test_the_printed_expression_is_what_a_program_prints() -> None:
    assert printed(read("3y^2 - 4x y + x^2")) == "x**2 - 4*x*y + 3*y**2"
    assert printed(read("relu(x)")) == "Max(0, x)"
    assert derivative_printed(read("x^5"), "x", 3) == "60*x**2"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x^3 - 5x + 7", "3*x**2 - 5"),
        ("1/x", "-1/x**2"),
        ("sqrt(x)", "1/(2*sqrt(x))"),
        ("exp(-x^2/2)", "-x*exp(-x**2/2)"),
        ("0.1x^2", "0.2*x"),
        ("x^2/10", "x/5"),
        ("tan(x)", "tan(x)**2 + 1"),
        ("acos(x)", "-1/sqrt(1 - x**2)"),
        ("sigmoid(x)", "sigmoid(x)*(1 - sigmoid(x))"),
        ("relu(x)", "step(x)"),
        ("max(0, x)", "step(x)"),
        ("min(x, 1)", "step(1 - x)"),
        ("|x^2 - 1|", "2*x*sign(x**2 - 1)"),
        ("step(x) + sign(x)", "0"),
        ("x^n", "n*x**n/x"),
        ("beta*x + S", "beta"),
    ],
)
def test_derivatives_come_back_in_plain_shapes(text: str, expected: str) -> None:
    assert to_text(derivative(read(text), "x")) == to_text(read(expected))


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_function_has_its_derivative(name: str) -> None:
    least, _ = FUNCTIONS[name]
    inside = read("x/3 + 0.1")
    node = Call(name, (inside, read("y*x"))[:least])
    slope = scalar(derivative(node, "x"), NAMES)
    found = [agreeing(slope(point), value, 1e-5) for point, value in central_differences(node, 0)]
    assert len(found) >= 2 and all(found)


@settings(max_examples=25, deadline=None)
@given(trees())
def test_there_and_back_is_the_same_value(node: Node) -> None:
    for keep in (frozenset[str](), ALL_KEPT):
        try:
            back = from_sympy(to_sympy(node, keep))
        except CannotDo as fault:
            assert str(fault).endswith(".")
            continue
        assert same_value(node, back)[1] == ""


@settings(max_examples=25, deadline=None)
@given(trees())
def test_the_derivative_agrees_with_central_differences(node: Node) -> None:
    try:
        slopes = [scalar(each, NAMES) for each in gradient(node, NAMES)]
    except CannotDo:
        assume(False)
    for place, slope in enumerate(slopes):
        for point, value in central_differences(node, place):
            assert not math.isfinite(slope(point)) or agreeing(slope(point), value, 1e-4)


def test_the_oracle_itself_notices_a_wrong_sign() -> None:
    assert same_value(read("sin(x)"), read("-sin(x)"))[1]
    assert same_value(read("sin(2x)"), read("2sin(x)*cos(x)")) == (5, "")


def test_gradient_and_hessian() -> None:
    node = read("x^2 - 4x y + 3y^2")
    assert [to_text(each) for each in gradient(node, ("x", "y"))] == ["2*x - 4*y", "-4*x + 6*y"]
    rows = hessian(node, ("x", "y"))
    assert [[to_text(entry) for entry in row] for row in rows] == [["2", "-4"], ["-4", "6"]]


def test_equal_arguments_of_max_keep_their_slope() -> None:
    node = read("max(x, |x|)")
    assert agreeing(scalar(derivative(node, "x"), ("x",))((2.0,)), 1.0)
    assert agreeing(scalar(derivative(node, "x"), ("x",))((-2.0,)), -1.0)


def test_simplified_and_factored() -> None:
    assert to_text(simplified(read("sin(x)^2 + cos(x)^2"))) == "1"
    assert to_text(factored(read("x^2 - 2x y + y^2"))) == "(x - y)**2"
    assert to_text(simplified(read("sigmoid(x) - sigmoid(x) + relu(x)"))) == "relu(x)"


@pytest.mark.parametrize("text", ["9^3000", "(2x)^6000", "(sqrt(2)*3)^4000", "exp(9000*log(2))", "1/9^3000"])
def test_numbers_that_would_fill_the_screen_are_refused(text: str) -> None:
    with pytest.raises(TooBig, match="digits"):
        printed(read(text))


def test_powers_in_disguise_are_refused_before_they_are_worked_out() -> None:
    """The parser lets none of these through; a lesson's variants and derivatives might."""
    many, two = Num(Fraction(9 * 10**8)), Num(Fraction(2))
    for node in (Pow(two, many), Call("exp", (Mul((many, Call("log", (two,)))),)), Pow(Pow(two, two), many)):
        with pytest.raises(TooBig, match="digits"):
            to_sympy(node)


def test_more_bounds() -> None:
    assert derivative_printed(read("(x + 1)^6000"), "x") == "6000*(x + 1)**5999"
    with pytest.raises(TooBig, match="multiply out"):
        simplified(read("(x + 1)^6000"))
    with pytest.raises(TooBig, match="order"):
        derivative(read("x"), "x", 99)
    deep: Node = Sym("x")
    for _ in range(5000):
        deep = Neg(deep)
    with pytest.raises(TooBig, match="deep"):
        to_sympy(deep)
    with pytest.raises(CannotDo, match="carried out"):
        to_sympy(Deriv(Sym("x"), "x"))


@pytest.mark.parametrize("text", ["1/0", "log(0)", "sqrt(-1)", "max(sqrt(-1), x)", "0/0 + x", "asin(2)*log(-2)"])
def test_what_has_no_real_value_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(NotReal) as caught:
        from_sympy(to_sympy(read(text)))
    assert str(caught.value).endswith(".")


def test_where_sympy_gives_up_there_is_a_sentence() -> None:
    with pytest.raises(CannotDo, match="SymPy cannot work this out"):
        derivative_printed(read("max(x, acos(e)/(y - e*y)/cosh(x))"), "x")


@pytest.mark.parametrize("name", ["E", "I", "S", "N", "beta", "gamma", "lambda", "zeta", "pi2", "Q"])
def test_a_symbol_of_any_name_is_a_plain_symbol(name: str) -> None:
    assert printed(Sym(name)) == name
    assert derivative(Sym(name), name) == read("1")
    assert from_sympy(to_sympy(Sym(name))) == Sym(name)


@pytest.mark.parametrize("module", [symbolic, symbolic_tree, kept])
def test_no_text_reaches_a_reader_of_sympy(module) -> None:
    tree = ast.parse(inspect.getsource(module))
    named = {each.attr for each in ast.walk(tree) if isinstance(each, ast.Attribute)}
    named |= {each.id for each in ast.walk(tree) if isinstance(each, ast.Name)}
    assert not named & {"sympify", "S", "parse_expr", "lambdify", "eval", "exec", "symbols"}
