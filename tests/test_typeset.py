"""Shown mathematics: that it is never ambiguous, fits its rows, and is ASCII where it must be."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.trees import trees
from tutor import typeset
from tutor.expression import parse
from tutor.letters import cells
from tutor.tree import Add, Call, Const, Deriv, Div, Mul, Neg, Node, Num, Pow, Sym

NAMES = ("x", "y", "n", "a", "theta0", "alpha", "w_ab")
names = st.sampled_from([("x", "y"), ("x", "n"), ("theta0", "alpha"), ("e1", "x"), ("w_ab", "x")])
values = {
    "x": 1.3,
    "y": -0.7,
    "n": 3.0,
    "theta0": 0.6,
    "alpha": 1.1,
    "e1": 2.1,
    "w_ab": 0.4,
    "pi": math.pi,
    "e": math.e,
}


def value(node: Node) -> float | complex | None:
    """Functions stand for odd sums of their arguments: what is held here is which arguments they got."""
    below = [value(child) for child in node.children()]
    if None in below:
        return None
    try:
        match node:
            case Num(value=number):
                return float(number)
            case Const(name=name) | Sym(name=name):
                return values[name]
            case Neg():
                return -below[0]
            case Add():
                return sum(below)
            case Mul():
                return math.prod(below)
            case Div():
                return below[0] / below[1]
            case Pow():
                return below[0] ** below[1]
            case Call(name="exp"):
                return math.e ** below[0]
            case Call(name=name):
                return len(name) + sum((k + 0.3) * each for k, each in enumerate(below))
    except (ZeroDivisionError, OverflowError):
        return None
    raise AssertionError(node)


def same(a: float | complex | None, b: float | complex | None) -> bool:
    return (a is None or b is None) or a == b or abs(a - b) <= 1e-9 * max(abs(a), abs(b)) or abs(a) > 1e300 or a != a


@settings(max_examples=25, deadline=None)
@given(st.data(), names, st.booleans())
def test_what_is_shown_reads_back_with_the_same_value(data: st.DataObject, symbols: tuple, ascii: bool) -> None:
    node = data.draw(trees(symbols=symbols, depth=4))
    shown = typeset.line(node, ascii=ascii)
    if len(shown) <= 1000:
        assert same(value(parse(shown, symbols)), value(node)), shown


@settings(max_examples=25, deadline=None)
@given(trees(symbols=("x", "theta0"), depth=4), st.booleans(), st.one_of(st.none(), st.integers(5, 80)))
def test_rows_are_of_one_width_and_fit(node: Node, ascii: bool, width: int | None) -> None:
    for rows in (
        typeset.block(node, ascii=ascii, width=width),
        typeset.vector([node, Sym("x")], ascii=ascii, width=width),
        typeset.block(Deriv(node, "theta0"), ascii=ascii, width=width, partial=True),
    ):
        assert len({cells(each) for each in rows}) == 1
        assert len(rows) == 1 or width is None or cells(rows[0]) <= width
        assert not ascii or all(each.isascii() for each in rows)
        assert all(each.isprintable() for each in rows)
    assert not ascii or typeset.line(node, ascii=True).isascii()


LINES = [
    ("3x**2-5", "3x² − 5", "3*x^2 - 5"),
    ("-4x+6y", "−4x + 6y", "-4*x + 6*y"),
    ("(-4)*x", "−4x", "-4*x"),
    ("x + (-4)x", "x − 4x", "x - 4*x"),
    ("(x+1)^2", "(x + 1)²", "(x + 1)^2"),
    ("(x+1)(x-1)", "(x + 1)(x − 1)", "(x + 1)*(x - 1)"),
    ("e^x", "eˣ", "e^x"),
    ("exp(-x)", "e⁻ˣ", "exp(-x)"),
    ("exp(x y)", "exp(xy)", "exp(x*y)"),
    ("e^(xy)", "e^(xy)", "e^(x*y)"),
    ("x^(n-1)", "xⁿ⁻¹", "x^(n - 1)"),
    ("x^(1/2)", "x^(1/2)", "x^(1/2)"),
    ("x^a", "x^a", "x^a"),
    ("sqrt(x)", "√x", "sqrt(x)"),
    ("sqrt(x+1)", "√(x + 1)", "sqrt(x + 1)"),
    ("sqrt(x)^2", "(√x)²", "sqrt(x)^2"),
    ("1/(2sqrt(x))", "1/(2√x)", "1/(2*sqrt(x))"),
    ("2x sin(x)", "2x·sin(x)", "2*x*sin(x)"),
    ("sin(x)^2", "sin²(x)", "sin(x)^2"),
    ("2*3", "2·3", "2*3"),
    ("log(x)", "ln(x)", "ln(x)"),
    ("atan(x)", "arctan(x)", "arctan(x)"),
    ("abs(x)", "|x|", "|x|"),
    ("abs(abs(x) - 1)", "abs(|x| − 1)", "abs(|x| - 1)"),
    ("theta0 - alpha*2", "θ₀ − α·2", "theta0 - alpha*2"),
    ("x(x+1)", "x·(x + 1)", "x*(x + 1)"),
    ("x^2y^3", "x²y³", "x^2*y^3"),
    ("x - (y - 2)", "x − (y − 2)", "x - (y - 2)"),
    ("-(x + y)", "−(x + y)", "-(x + y)"),
    ("x/2*y", "(x/2)·y", "(x/2)*y"),
    ("w_ab x", "w_ab·x", "w_ab*x"),
    ("0.1x", "0.1x", "0.1*x"),
    ("2pi", "2π", "2*pi"),
]


@pytest.mark.parametrize(("text", "shown", "plain"), LINES)
def test_one_line(text: str, shown: str, plain: str) -> None:
    node = parse(text, NAMES)
    assert typeset.line(node) == shown
    assert typeset.line(node, ascii=True) == plain


BLOCKS = [
    ("1/(2sqrt(x))", [" 1 ", "───", "2√x"]),
    ("theta0 + alpha/2", ["     α", "θ₀ + ─", "     2"]),
    ("((x+1)/(x-1))^2", ["⎛x + 1⎞²", "⎜─────⎟ ", "⎝x − 1⎠ "]),
    ("1/(1+1/x)", ["   1   ", "───────", "     1 ", " 1 + ─ ", "     x "]),
    ("-(1/2)", ["  1", "− ─", "  2"]),
    ("exp(-x^2/2)", [" −x²/2", "e     "]),
    ("x^a", [" a", "x "]),
    ("3x^2 - 5", ["3x² − 5"]),
]


@pytest.mark.parametrize(("text", "rows"), BLOCKS)
def test_stacked(text: str, rows: list[str]) -> None:
    node = parse(text, NAMES)
    assert typeset.block(node) == rows
    assert typeset.block(node, width=4) == (rows if len(rows[0]) <= 4 and len(rows) > 1 else [typeset.line(node)])


def test_derivatives_not_carried_out() -> None:
    node = Deriv(parse("x^3", ("x",)), "x")
    assert typeset.line(node) == "d/dx [x³]"
    assert typeset.line(node, partial=True) == "∂/∂x [x³]"
    assert typeset.line(node, ascii=True, partial=True) == "d/dx [x^3]"
    assert typeset.line(Mul((Num(Fraction(2)), node))) == "2·d/dx [x³]"
    assert typeset.line(Pow(node, Num(Fraction(2)))) == "(d/dx [x³])²"
    assert typeset.block(node) == ["d      ", "── [x³]", "dx     "]


def test_vectors() -> None:
    nodes = parse_all("2x - 3y", "2x")
    assert typeset.vector_line(nodes) == "[2x − 3y, 2x]"
    assert typeset.vector(nodes) == ["⎡ 2x − 3y ⎤", "⎣   2x    ⎦"]
    assert typeset.vector(nodes, ascii=True, width=6) == ["[2*x - 3*y, 2*x]"]


def parse_all(*texts: str) -> list[Node]:
    return [parse(text, NAMES) for text in texts]


@pytest.mark.parametrize(
    "text",
    ["^".join("x" * 55), "exp(" * 55 + "x" + ")" * 55, "x*(" * 55 + "x" + ")" * 55, "1/(" * 55 + "x" + ")" * 55,
     "sqrt(" * 55 + "x" + ")" * 55, "|" * 30 + "x" + "|" * 30, "-(" * 55 + "x" + ")" * 55],
    ids=lambda text: text[:6],
)  # fmt: skip
def test_deep_towers_are_shown_at_once(text: str) -> None:
    node = parse(text, ("x",))
    for ascii in (False, True):
        assert "x" in typeset.line(node, ascii=ascii)
        assert len({cells(each) for each in typeset.block(node, ascii=ascii)}) == 1


def test_numbers_that_the_parser_cannot_make() -> None:
    third = Num(Fraction(1, 3))
    assert typeset.line(Mul((third, Sym("x")))) == "(1/3)·x"
    assert typeset.line(Pow(third, Num(Fraction(2)))) == "(1/3)²"
    assert typeset.line(Add((Sym("x"), Num(Fraction(-2))))) == "x − 2"
    assert typeset.line(Mul((Num(Fraction(-2)), Sym("x")))) == "−2x"
    assert typeset.line(Pow(Sym("x"), Num(Fraction(-1)))) == "x⁻¹"
    assert typeset.line(Num(Fraction("-1e-30"))) == "−1e-30"


@pytest.mark.parametrize(
    ("name", "shown", "plain"),
    [("theta0", "θ₀", "theta0"), ("theta_0", "θ₀", "theta_0"), ("alpha", "α", "alpha"), ("x1", "x₁", "x1"),
     ("x12", "x₁₂", "x12"), ("w_ab", "w_ab", "w_ab"), ("x_i", "xᵢ", "x_i"), ("lambda_", "λ", "lambda_"),
     ("Delta", "Δ", "Delta"), ("xy", "xy", "xy"), ("θ₀", "θ₀", "theta0"), ("x1_old", "x1_old", "x1_old")],
)  # fmt: skip
def test_symbols(name: str, shown: str, plain: str) -> None:
    assert typeset.symbol(name) == shown
    assert typeset.symbol(name, ascii=True) == plain
