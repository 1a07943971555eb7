"""The language of expressions: what reads, what does not and where, and that nothing typed can hang it."""

from __future__ import annotations

import ast
import math
import operator
import pickle
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.trees import trees
from tutor import expression
from tutor.expression import Unreadable, parse, parse_number, parse_vector, read, read_number, read_vector, to_text
from tutor.tree import FUNCTIONS, Add, Call, Const, Deriv, Div, Mul, Neg, Node, Num, Pow, Sym

XY = ("x", "y")
x, y, e = Sym("x"), Sym("y"), Const("e")


def num(text: str | int) -> Num:
    return Num(Fraction(text))


def place(text: str, symbols: tuple[str, ...] = XY) -> tuple[str, str]:
    """The sentence, and the part of the text under the caret."""
    with pytest.raises(Unreadable) as caught:
        parse(text, symbols)
    return caught.value.what, text[caught.value.start : caught.value.end]


# -- properties


@settings(max_examples=25, deadline=None)
@given(trees(depth=4))
def test_what_is_written_reads_back_as_the_same_tree(node: Node) -> None:
    text = to_text(node)
    if len(text) <= expression.MAX_LENGTH and sum(1 for _ in node.walk()) <= expression.MAX_NODES:
        assert parse(text, XY) == node


@settings(max_examples=25, deadline=None)
@given(trees(depth=3, functions=("exp", "sin", "sqrt", "log", "abs", "max")), st.floats(-2, 2), st.floats(-2, 2))
def test_python_gives_the_written_text_the_value_of_the_tree(node: Node, at_x: float, at_y: float) -> None:
    env = {"x": at_x, "y": at_y, "pi": math.pi, "e": math.e}
    assert same(by_tree(node, env), by_python(to_text(node), env))


ALPHABET = "xy0123456789.+-*/^()[]{}|,=' eE√²³⁻₀θπ·−sincoexplgqrtmaxabs_@!½∞\t\x00\u202e"
typed = st.one_of(st.text(alphabet=ALPHABET, max_size=60), st.text(max_size=40))


@settings(max_examples=50, deadline=None)
@given(typed)
def test_any_text_is_a_tree_or_a_sentence_with_a_place(text: str) -> None:
    for reader in (lambda: parse(text, XY), lambda: parse_vector(text, XY), lambda: parse_number(text)):
        try:
            reader()
        except Unreadable as fault:
            assert 0 <= fault.start <= fault.end <= len(text)
            assert fault.what.endswith(".") and fault.what.isprintable()
            first, second = fault.caret().split("\n")
            assert first.isprintable() and second.strip(" ^") == "" and "^" in second


@settings(max_examples=25, deadline=None)
@given(trees(depth=3))
def test_every_node_knows_where_it_was_typed(node: Node) -> None:
    text = to_text(node)
    tree = parse(text, XY)
    for each in tree.walk():
        assert each.span is not None
        start, end = each.span
        assert parse(text[start:end], XY) == each


# -- what reads

READS = [
    ("2x", Mul((num(2), x))),
    ("3(x+1)", Mul((num(3), Add((x, num(1)))))),
    ("x y", Mul((x, y))),
    ("xy", Mul((x, y))),
    ("x(x+1)", Mul((x, Add((x, num(1)))))),
    ("(x)(y)", Mul((x, y))),
    ("2 sin(x)", Mul((num(2), Call("sin", (x,))))),
    ("-x^2", Neg(Pow(x, num(2)))),
    ("-2x", Neg(Mul((num(2), x)))),
    ("2^-x", Pow(num(2), Neg(x))),
    ("2^3^x", Pow(num(2), Pow(num(3), x))),
    ("x**2", Pow(x, num(2))),
    ("1/2x", Mul((Div(num(1), num(2)), x))),
    ("x/y/2", Div(Div(x, y), num(2))),
    ("x - -y", Add((x, Neg(Neg(y))))),
    ("+x", x),
    ("x*-y", Mul((x, Neg(y)))),
    (".5", num("0.5")),
    ("5.", num(5)),
    ("1e-6", num("1e-6")),
    ("1.5E3", num(1500)),
    ("2e^x", Mul((num(2), Pow(e, x)))),
    ("E^x", Pow(e, x)),
    ("xe^x", Mul((x, Pow(e, x)))),
    ("pi", Const("pi")),
    ("ln(x)", Call("log", (x,))),
    ("arctan(x)", Call("atan", (x,))),
    ("Abs(x)", Call("abs", (x,))),
    ("Max(0, x)", Call("max", (num(0), x))),
    ("Heaviside(x)", Call("step", (x,))),
    ("|x|", Call("abs", (x,))),
    ("|x|y|x|", Mul((Call("abs", (x,)), y, Call("abs", (x,))))),
    ("||x| - 1|", Call("abs", (Add((Call("abs", (x,)), Neg(num(1)))),))),
    ("2|x|", Mul((num(2), Call("abs", (x,))))),
    ("x²y⁻¹", Mul((Pow(x, num(2)), Pow(y, Neg(num(1)))))),
    ("eˣ", Pow(e, x)),
    ("√x", Call("sqrt", (x,))),
    ("√(x+1)y", Mul((Call("sqrt", (Add((x, num(1))),)), y))),
    ("√2x", Mul((Call("sqrt", (num(2),)), x))),
    ("2·x − 3÷y", Add((Mul((num(2), x)), Neg(Div(num(3), y))))),
    ("２ｘ＋１", Add((Mul((num(2), x)), num(1)))),
    ("2π", Mul((num(2), Const("pi")))),
    ("sin²(x)", Pow(Call("sin", (x,)), num(2))),
    ("sin(x)²", Pow(Call("sin", (x,)), num(2))),
]


@pytest.mark.parametrize(("text", "tree"), READS)
def test_reads_without_a_remark(text: str, tree: Node) -> None:
    found = read(text, XY)
    assert found.node == tree
    if text != "1/2x":
        assert found.remarks == ()


@pytest.mark.parametrize(
    ("declared", "typed_as"),
    [("theta0", "θ₀"), ("theta_0", "θ₀"), ("theta0", "theta_0"), ("theta_0", "theta0"), ("θ", "theta"), ("alpha", "α"),
     ("lambda_", "λ"), ("x1", "x₁"), ("x2", "x2"), ("epsilon", "ϵ")],
)  # fmt: skip
def test_one_name_has_many_spellings(declared: str, typed_as: str) -> None:
    assert parse(typed_as, (declared,)) == Sym(declared)
    assert parse(f"2{typed_as}", (declared,)) == Mul((num(2), Sym(declared)))


def test_a_declared_name_wins() -> None:
    assert parse("e", ("e",)) == Sym("e")
    assert parse("pi", ("pi",)) == Sym("pi")
    assert parse("xy", ("x", "y", "xy")) == Sym("xy")
    assert parse("X", ("x", "X")) == Sym("X")
    assert parse("f(x)", ("f", "x")) == Mul((Sym("f"), x))


SLIPS = [
    ("sin x", "sin(x)", "sin x was read as sin(x)."),
    ("sin 2x + 1", "sin(2*x) + 1", "sin 2x was read as sin(2x)."),
    ("sin x cos x", "sin(x)*cos(x)", "sin x was read as sin(x)."),
    ("sin^2(x)", "sin(x)**2", "sin^2(x) was read as (sin(x))^2."),
    ("ln|x|", "log(abs(x))", "ln |x| was read as ln(|x|)."),
    ("lnx", "log(x)", "ln x was read as ln(x)."),
    ("y = 2x", "2*x", "'y =' was left out: only the right side counts."),
    ("f'(x) = 2x", "2*x", "'f'(x) =' was left out: only the right side counts."),
    ("f(x) = 2x", "2*x", "'f(x) =' was left out: only the right side counts."),
    ("df/dx = 2x", "2*x", "'df/dx =' was left out: only the right side counts."),
    ("dy/dx=2x", "2*x", "'dy/dx =' was left out: only the right side counts."),
    ("d/dx (x^2) = 2x", "2*x", "'d/dx (x^2) =' was left out: only the right side counts."),
    ("∂f/∂x = 2x", "2*x", "'∂f/∂x =' was left out: only the right side counts."),
    ("X + 1", "x + 1", "X was read as x."),
    ("1/2x", "1/2*x", "1/2x was read as (1/2)*x. Put brackets if you meant otherwise."),
    ("e^2x", "e**2*x", "e^2x was read as (e^2)*x. Put brackets if you meant otherwise."),
]


@pytest.mark.parametrize(("text", "means", "remark"), SLIPS)
def test_close_slips_are_read_and_remarked(text: str, means: str, remark: str) -> None:
    found = read(text, XY)
    assert to_text(found.node) == means
    assert remark in found.remarks


# -- what does not read, and where

FAULTS = [
    ("", "nothing here yet", ""),
    ("   ", "nothing here yet", ""),
    ("x + ", "missing after '+'", "+"),
    ("* x", "missing before '*'", "*"),
    ("x * / y", "nothing between '*' and '/'", "* /"),
    ("2 3", "Two numbers", "2 3"),
    ("x 2", "cannot follow", "x 2"),
    ("x2", "x^2 or 2*x", "x2"),
    ("3..4", "one decimal point", "3.."),
    ("1.2.3", "one decimal point", "1.2."),
    ("x @ y", "'@'", "@"),
    ("(x + 1", "never closed", "("),
    ("x + 1)", "never opened", ")"),
    ("(x]", "Write ')'", "]"),
    ("()", "nothing between these brackets", "()"),
    ("|x + 1", "bar is never closed", "|"),
    ("(|x)", "bar is never closed", "|"),
    ("sin", "sin(x), with brackets", "sin"),
    ("sin()", "needs a value", "sin()"),
    ("sin(x, y)", "takes one value, and 2 are given", "sin(x, y)"),
    ("max(x)", "takes 2 to 6 values, and 1 is given", "max(x)"),
    ("max x", "in brackets", "max"),
    ("sin^-1(x)", "asin(x) or 1/sin(x)", "sin^-1"),
    ("sin⁻¹(x)", "asin(x) or 1/sin(x)", "sin⁻¹"),
    ("sin x(x+1)", "Where does", "("),
    ("sine(x)", "Did you mean sin?", "sine"),
    ("sqr(x)", "Did you mean sqrt?", "sqr"),
    ("lg(x)", "log(x)/log(10)", "lg"),
    ("log10(x)", "log(x)/log(10)", "log10"),
    ("cot(x)", "1/tan(x)", "cot"),
    ("f(x)", "no function f here", "f"),
    ("z + 1", "The names here are x and y", "z"),
    ("ex", "e^x or e*x", "ex"),
    ("x'", "prime", "'"),
    ("x^2 = 4", "equals sign", "="),
    ("y = ", "nothing after", "="),
    ("y = x = 2", "equals sign", "="),
    ("x, y", "comma", ","),
    ("(x, y)", "comma", ","),
    ("0,5", "decimal sign is a point", ","),
    ("√", "root needs a value", "√"),
    ("√x²", "√(x^2) or (√x)^2", "√x"),
    ("x²^3", "(x^2)^3 or x^(2^3)", "^"),
    ("½x", "fraction", "½"),
    ("50%", "Write 0.5 for 50 %.", "%"),
    ("100 %", "Write 1 for 100 %.", "%"),
    ("x + 2.50%", "Write 0.025 for 2.50 %.", "%"),
    ("x%", "Write 0.05 for 5 %.", "%"),
    ("1e-3%", "Write 0.05 for 5 %.", "%"),
    ("21 1/3", "Write it as (21 + 1/3).", "21 1"),
    ("2 x + 1 1/2", "Write it as (1 + 1/2).", "1 1"),
    ("21 4/3", "Two numbers stand side by side", "21 4"),
    ("21 1/x", "Two numbers stand side by side", "21 1"),
    ("x!", "factorial", "!"),
    ("\\frac{1}{2}", "backslash", "\\"),
    ("x\x00y", "cannot be seen", "\x00"),
    ("1e309", "beyond 1e308", "1e309"),
    ("1e99999999", "beyond 1e308", "1e99999999"),
    ("9^9^9^9", "beyond 10,000", "9^9"),
    ("2^100000", "beyond 10,000", "100000"),
    ("x^(10^9)", "beyond 10,000", "10^9"),
    ("exp(exp(20))", "beyond 10,000", "exp(20)"),
    ("(9^9999)^9999", "more than 4,000 digits", "9^9999"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "says", "where"), FAULTS)
def test_what_cannot_be_read_says_what_and_where(text: str, says: str, where: str) -> None:
    what, under = place(text)
    assert says in what
    assert under == where


def test_a_name_is_missed_where_there_are_none() -> None:
    assert "no letters" in place("x", ())[0]
    assert "only letter here is t" in place("x", ("t",))[0]


def test_large_but_honest_powers_are_read() -> None:
    assert to_text(parse("(a-x)^6000", ("a", "x"))) == "(a - x)**6000"
    assert parse("2^10000", ()) == Pow(num(2), num(10000))


DEEP = 400
BOMBS = [
    "(" * DEEP + "x" + ")" * DEEP, "-" * 900 + "x", "^".join("x" * DEEP), "|" * DEEP + "x" + "|" * DEEP,
    "sin " * 200 + "x", "sin(" * 200 + "x" + ")" * 200, "√" * DEEP + "x", "/".join("x" * DEEP),
    "+".join("x" * 500), "x" * 1000, "xy" * 400, "9" * 900, "²" * 900, "x" + "⁽" * 400 + "²", "[" * 999, "2^" * 400,
    "-(" * 300, "x " * 500, "a" * 1001, "(" * 10_000, "sinx" * 200, "1" * 10_000, "xe" * 20 + "z", "x" * 39 + "q",
]  # fmt: skip


@pytest.mark.parametrize("text", BOMBS, ids=lambda text: f"{text[:6]}-{len(text)}")
def test_bounds_come_before_the_stack_does(text: str) -> None:
    with pytest.raises(Unreadable) as caught:
        parse(text, XY)
    assert 0 <= caught.value.start <= caught.value.end <= len(text)
    assert len(caught.value.what) < 200


def test_sixty_brackets_are_fine() -> None:
    assert parse("(" * 60 + "x" + ")" * 60, XY) == x


# -- vectors and numbers


@pytest.mark.parametrize(
    "text", ["[2x, y]", "(2x, y)", "2x, y", "{2x; y}", " [ 2x , y ] ", "grad f = [2x, y]", "∇f(x,y) = (2x, y)"]
)
def test_a_vector_is_written_in_many_ways(text: str) -> None:
    assert parse_vector(text, XY) == (Mul((num(2), x)), y)


def test_vectors_of_one_and_of_bracketed_components() -> None:
    assert parse_vector("[x]", XY) == (x,)
    assert parse_vector("x", XY) == (x,)
    assert parse_vector("(x + 1), (y)", XY) == (Add((x, num(1))), y)
    assert parse_vector("(x)(y)", XY) == (Mul((x, y)),)
    assert parse_vector("[max(x, y), 1]", XY) == (Call("max", (x, y)), num(1))


def test_numpys_printed_vector_is_read() -> None:
    found = read_vector("[1.166663 0.75000161]", ())
    assert found.nodes == (num("1.166663"), num("0.75000161"))
    assert found.remarks
    assert parse_vector("[1 -2]", ()) == (num(1), Neg(num(2)))
    assert parse_vector("[1 - 2]", ()) == (Add((num(1), Neg(num(2)))),)


@pytest.mark.parametrize(
    ("text", "where"), [("[x,]", ","), ("[,x]", ","), ("[]", "]"), ("[x, y", "["), ("x,", ","), ("[x, y)", ")")]
)
def test_broken_vectors_say_where(text: str, where: str) -> None:
    with pytest.raises(Unreadable) as caught:
        parse_vector(text, XY)
    assert text[caught.value.start : caught.value.end] == where


def test_numbers() -> None:
    assert parse_number("6/17") == Div(num(6), num(17))
    assert parse_number("x = -3") == Neg(num(3))
    assert parse_number("0,5") == num("0.5")
    assert "0.5" in read_number("0,5").remarks[0]
    assert parse_number("max(1,2)") == Call("max", (num(1), num(2)))
    with pytest.raises(Unreadable, match=r"1000 or 1\.000"):
        parse_number("1,000")


# -- the caret


def test_the_caret_stands_under_the_place() -> None:
    with pytest.raises(Unreadable) as caught:
        parse("２x + @ y", XY)
    assert caught.value.caret() == "２x + @ y\n      ^"


def test_a_long_text_is_shown_around_the_caret() -> None:
    with pytest.raises(Unreadable) as caught:
        parse("x + " * 50 + "@" + " + x" * 50, XY)
    shown, marks = caught.value.caret().split("\n")
    assert len(shown) <= 76 and shown[marks.index("^")] == "@"


def test_the_fault_survives_a_process_boundary() -> None:
    with pytest.raises(Unreadable) as caught:
        parse("x +", XY)
    back = pickle.loads(pickle.dumps(caught.value))
    assert (back.what, back.start, back.end, back.caret()) == (
        caught.value.what, caught.value.start, caught.value.end, caught.value.caret()
    )  # fmt: skip


def test_trees_from_elsewhere_have_a_text_of_the_same_value() -> None:
    assert to_text(Num(Fraction(-2))) == "-2"
    assert to_text(Pow(Num(Fraction(-1, 3)), num(2))) == "(-1/3)**2"
    assert to_text(Deriv(Pow(x, num(2)), "x")) == "d/dx(x**2)"


# -- two independent evaluations


def same(a: float | None, b: float | None) -> bool:
    if a is None or b is None:
        return a is b
    return a == b or math.isclose(a, b, rel_tol=1e-9, abs_tol=1e-9)


OPERATORS = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv,
    ast.Pow: operator.pow,
}  # fmt: skip
CALLS = {"exp": math.exp, "sin": math.sin, "sqrt": math.sqrt, "log": math.log, "abs": abs, "max": max}
UNDEFINED = (ZeroDivisionError, OverflowError, ValueError, TypeError)


def by_python(text: str, env: dict[str, float]) -> float | None:
    """Python's own grammar reads `text`; its tree is walked here, never evaluated by Python."""

    def value(node: ast.expr) -> float:
        match node:
            case ast.Constant(value=number):
                return float(number)
            case ast.Name(id=name):
                return env[name]
            case ast.UnaryOp(operand=operand):
                return -value(operand)
            case ast.BinOp(left=left, op=op, right=right):
                return OPERATORS[type(op)](value(left), value(right))
            case ast.Call(func=ast.Name(id=name), args=args):
                return CALLS[name](*map(value, args))
        raise AssertionError(ast.dump(node))

    try:
        return value(ast.parse(text, mode="eval").body)
    except UNDEFINED:
        return None


def by_tree(node: Node, env: dict[str, float]) -> float | None:
    def value(node: Node) -> float:
        below = [value(child) for child in node.children()]
        match node:
            case Num(value=number):
                return float(number)
            case Const(name=name) | Sym(name=name):
                return env[name]
            case Neg():
                return -below[0]
            case Add():
                total = below[0]
                for each in below[1:]:
                    total = total + each
                return total
            case Mul():
                return math.prod(below[1:], start=below[0])
            case Div():
                return below[0] / below[1]
            case Pow():
                return below[0] ** below[1]
            case Call(name=name):
                return CALLS[name](*below)
        raise AssertionError(node)

    try:
        return value(node)
    except UNDEFINED:
        return None


def test_every_function_can_be_typed() -> None:
    for name, (least, _) in FUNCTIONS.items():
        arguments = ("x", "y")[:least]
        assert parse(f"{name}({', '.join(arguments)})", XY) == Call(name, tuple(map(Sym, arguments)))


@pytest.mark.parametrize("typed", ["infinity", "Infinite", "oo", "2*inf"])
def test_infinity_is_answered_in_a_sentence_of_its_own(typed: str) -> None:
    with pytest.raises(Unreadable, match="Infinity is no number"):
        parse(typed, ("x",))


@given(st.integers(0, 999), st.integers(1, 40), st.integers(1, 40), st.booleans())
@settings(max_examples=25, deadline=None)
def test_a_mixed_number_is_a_sum_never_a_product(whole: int, top: int, more: int, negative: bool) -> None:
    fraction = f"{top}/{top + more}"
    reading = read_number(f"{'-' if negative else ''}{whole} {fraction}")
    inner = reading.node.arg if isinstance(reading.node, Neg) else reading.node
    assert isinstance(reading.node, Neg) is negative
    assert inner == Add((num(whole), Div(num(top), num(top + more))))
    assert f"{whole} + {fraction}" in reading.remarks[0]


@pytest.mark.parametrize("text", ["21 4/3", "21 1/3 x", "21 1/0", "2.5 1/3", "21 1/3 + 1", "21 1*3", "1 2 3/4"])
def test_what_is_no_mixed_number_is_not_read_as_one(text: str) -> None:
    with pytest.raises(Unreadable):
        read_number(text)
