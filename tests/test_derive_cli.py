"""`calc-tutor derive`: what it prints is the derivative, can be read back, and comes in time."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from tests.derivable import POINTS, agreeing, same_value
from tests.trees import trees
from tutor import cli, derive_cli
from tutor.derive_cli import Misused, NotWorkedOut, run
from tutor.expression import Unreadable, parse, to_text
from tutor.lab.names import read_function
from tutor.mathtext import math_line
from tutor.numeric import scalar
from tutor.symbolic import CannotDo, derivative
from tutor.tree import Deriv, Node
from tutor.typeset.latex import latex, latex_name

SOME = settings(max_examples=35, deadline=None)


def told(text: str, *wrts: str, **more: bool) -> list[str]:
    return list(run(text, wrts, **more))


@SOME
@given(trees(depth=2), st.booleans())
def test_every_finished_line_is_the_derivative_that_sympy_finds(tree: Node, ascii: bool) -> None:
    try:
        lines = told(to_text(tree), "x", ascii=ascii)
        right = derivative(tree, "x")
    except (Misused, NotWorkedOut, CannotDo):
        assume(False)
    finished = [line.partition("= ")[2] for line in lines if line.startswith(("   = ", "df/dx", "∂f/∂x"))]
    finished += [line.partition(": ")[2] for line in lines if line.startswith("simplified")]
    finished = [each for each in finished if "/dx [" not in each and "/∂x [" not in each]
    assert finished
    for each in finished:
        assert not same_value(parse(each, ("x", "y")), right)[1], (each, to_text(tree))
    if ascii:
        assert "\n".join(lines).isascii()


@settings(max_examples=25, deadline=None)
@given(trees(symbols=("x", "theta0"), depth=3))
@example(parse("2*(1/3)*x", ("x",)))
@example(parse("x*(-2)", ("x",)))
@example(parse("(-x)^2*3", ("x",)))
@example(parse("-(-x)", ("x",)))
@example(parse("(x^2)^3", ("x",)))
@example(parse("2*3", ("x",)))
@example(parse("x*2.5e-30", ("x",)))
@example(parse("sin(x)^2*e^x*2", ("x",)))
def test_latex_reads_back_as_the_same_value(tree: Node) -> None:
    shown = latex(tree)
    assert re.fullmatch(r"[A-Za-z0-9\\{}()\[\]|^_+\-*/., ]*", shown)
    assert shown.count("{") == shown.count("}") and shown.count(r"\left") == shown.count(r"\right")
    back = parse(math_line(shown), ("x", "theta0"))
    here, there = scalar(tree, ("x", "theta0")), scalar(back, ("x", "theta0"))
    for point in POINTS:
        a, b = here(point), there(point)
        assert (a != a and b != b) or a == b or agreeing(a, b), (shown, math_line(shown))


@pytest.mark.parametrize(
    ("name", "shown"),
    [("x", "x"), ("theta0", r"\theta_{0}"), ("theta_1", r"\theta_{1}"), ("x12", "x_{12}"), ("w_ab", "w_{ab}"),
     ("lambda", r"\lambda"), ("omicron", r"\mathrm{o}"), ("Alpha", r"\mathrm{A}"), ("ab", r"\mathit{ab}")],
)  # fmt: skip
def test_names_in_latex(name: str, shown: str) -> None:
    assert latex_name(name) == shown


def test_a_derivation_as_text() -> None:
    assert told("x^2 sin(y)", "x", "y") == [
        "f = x²·sin(y)",
        "",
        "∂/∂x [x²·sin(y)]",
        "1. constant multiple rule: (c f)′ = c f′",
        "   on x²·sin(y): the factor sin(y) stays (y is a constant here), and x² is differentiated",
        "   = sin(y)·∂/∂x [x²]",
        "2. power rule: (xⁿ)′ = n xⁿ⁻¹",
        "   on x²: bring the 2 down, lower the exponent by 1 to 1",
        "   = sin(y)·2x",
        "3. tidy up: 0 + a = a, 1·a = a, a + a = 2a",
        "   drop zeros and ones, multiply the numbers, gather like terms",
        "   = 2x·sin(y)",
        "",
        "∂f/∂x = 2x·sin(y)",
        "",
        "∂/∂y [2x·sin(y)]",
        "1. constant multiple rule: (c f)′ = c f′",
        "   on 2x·sin(y): the factor 2x stays (x is a constant here), and sin(y) is differentiated",
        "   = 2x·∂/∂y [sin(y)]",
        "2. sine rule: (sin x)′ = cos x",
        "   on sin(y): it becomes cos(y)",
        "   = 2x·cos(y)",
        "",
        "∂²f/∂y∂x = 2x·cos(y)",
    ]
    shown = "\n".join(told("x^(n+1)*e^-x", "x", ascii=True))
    assert shown.isascii() and "(x^n)' = n x^(n-1)" in shown
    assert (
        told("x^3 y", "x", "x", "y")[-1] == "∂³f/∂y∂x² = 6x"
        and told("x^3", "x", "x", ascii=True)[-1] == "d^2f/dx^2 = 6*x"
    )


def test_a_derivation_as_latex() -> None:
    assert told("x^2 + 3x", as_latex=True) == [
        r"\begin{align*}",
        r"  \frac{d}{d x}\left[x^{2} + 3 x\right] &= \frac{d}{d x}\left[x^{2}\right] + \frac{d}{d x}\left[3 x\right]"
        r" && \text{sum rule} \\",
        r"  &= 2 x + \frac{d}{d x}\left[3 x\right] && \text{power rule} \\",
        r"  &= 2 x + 3 && \text{constant multiple rule}",
        r"\end{align*}",
    ]
    assert latex(Deriv(parse("x", ("x",)), "x"), partial=True) == r"\frac{\partial}{\partial x}\left[x\right]"


@pytest.mark.parametrize(
    ("text", "wrts", "words"),
    [
        ("x^2 y", (), "has 2 letters; say which one: --wrt x"),
        ("3", (), "has no letter; say by --wrt x"),
        ("x^2", ("z",), "there is no letter 'z' in 'x^2'; it has: x"),
        ("x^2 +", ("x",), "cannot be read at character 5: Something is missing after '+'"),
        ("", ("x",), "There is nothing here yet"),
        ("x", ("x",) * 7, "stands there 7 times"),
        ("a+b+c+d+f+g+h", ("a",), "At most 6 may move"),
        ("(1/0) x", ("x",), "has no value anywhere: it divides by 0"),
        ("__import__('os')", ("x",), "cannot be read"),
    ],
)
def test_what_cannot_be_derived_is_told(text: str, wrts: tuple[str, ...], words: str) -> None:
    with pytest.raises(Misused, match=re.escape(words)):
        told(text, *wrts)


def test_what_takes_too_long_is_told_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(NotWorkedOut, match="take a smaller part"):
        told("*".join(f"sin(x+{i})" for i in range(90)))

    def for_ever(*_: object) -> None:
        while True:
            time.sleep(0.01)

    monkeypatch.setattr(derive_cli, "SECONDS", 0.05)
    monkeypatch.setattr(derive_cli, "steps", for_ever)
    with pytest.raises(NotWorkedOut, match="takes too long"):
        told("x^2")
    monkeypatch.undo()
    monkeypatch.setattr(derive_cli, "SIMPLER_SECONDS", 0.05)
    monkeypatch.setattr("tutor.symbolic.simplified", for_ever)
    assert told("x^2")[-1] == "df/dx = 2x"


def test_the_command_prints_and_says_by_its_exit_code(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["derive", "-x^2", "--ascii"]) == 0
    assert "df/dx = -2*x\n" in capsys.readouterr().out
    assert cli.run(["derive", "x y", "--wrt", "y", "--latex"]) == 0
    assert capsys.readouterr().out.startswith("\\begin{align*}\n")
    assert cli.run(["derive", "*".join(f"sin(x+{i})" for i in range(90))]) == 1
    printed = capsys.readouterr()
    assert not printed.out and printed.err.startswith("calc-tutor: ") and printed.err.count("\n") == 1
    for arguments in (
        ["derive"],
        ["derive", "x", "y"],
        ["derive", "x y"],
        ["derive", "x", "--what"],
        ["derive", "\x1b[2J"],
    ):
        assert cli.run(arguments) == 2
        printed = capsys.readouterr()
        assert not printed.out and printed.err.count("\n") == 1 and printed.err[:-1].isprintable()


# the letters of a function that nobody declared

LETTERS = {
    "x^4 - 3x^2 + y^2": "x y", "xsin(y)": "x y", "sinx": "x", "cosxy": "x y", "xyz": "x y z", "2xy": "x y",
    "theta0^2 + theta_1": "theta0 theta1", "θ₀² + θ₁": "theta0 theta1", "w_ab^2 + b": "b w_ab", "2e3x": "x",
    "xe^x": "x", "y = x^2": "x", "f(x, y) = x^2 + y": "x y", "pi x": "x", "lambda*x": "lambda x", "max(x, y)": "x y",
    "x10 + x2 + x1": "x1 x2 x10", "x²y": "x y", "αβ": "alpha beta", "x1x2": "x1 x2", "e^(-x)": "x", "|x|": "x", "3": "",
}  # fmt: skip


def test_letters_are_found() -> None:
    for text, names in LETTERS.items():
        assert " ".join(read_function(text)[1]) == names, text
    for text in ("sine", "foo", "velocity", "rosenbrok", "tag", "x.real", "x!", "", "x=y=z"):
        with pytest.raises(Unreadable) as fault:
            read_function(text)
        assert "This answer" not in str(fault.value)


@SOME
@given(trees(symbols=("x", "y", "theta0", "w"), depth=3))
def test_what_is_written_with_letters_is_read_with_them(tree: Node) -> None:
    node, names = read_function(to_text(tree))
    assert node == tree and set(names) == tree.symbols()
