"""Formulas in a lesson's words: whatever a teacher writes is shown, and never as raw LaTeX."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.letters import cells
from tutor.mathtext import MAX_FORMULA, math_block, math_line, render_words
from tutor.mathtext.commands import SIGNS
from tutor.phrases import one_line

PIECES = [
    "\\frac", "{", "}", "^", "_", "\\sqrt", "\\left(", "\\right)", "\\begin{bmatrix}", "\\end{bmatrix}", "&", "\\\\",
    "[", "]", "(", ")", "\\sum", "\\theta", "theta", "x", "12", " ", "+", "-", "*", "**", "/", "|", "\\hat",
    "\\text{a b}", "\\unknown", "'", "<-", "\\lim", "\\mathbb", "sqrt(", "\\", "$", "`", "\\begin{cases}",
    ",", "\\,", "é", "\n", "√",
]  # fmt: skip
written = st.one_of(st.lists(st.sampled_from(PIECES), max_size=40).map("".join), st.text(max_size=60))


@settings(max_examples=100, deadline=None)
@given(written, st.booleans(), st.one_of(st.none(), st.integers(4, 60)))
def test_any_formula_is_shown_in_rows_of_one_width(source: str, ascii: bool, width: int | None) -> None:
    shown = math_line(source, ascii)
    rows = math_block(source, ascii, width)
    assert shown.isprintable() and "\\" not in shown
    assert all(each.isprintable() for each in rows)
    assert len({cells(each) for each in rows}) == 1
    assert len(shown) <= 20 * len(source) + 20
    if ascii:
        assert shown.isascii() and all(each.isascii() for each in rows)
    else:
        assert not any("\\" in each for each in rows)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.one_of(written, st.sampled_from(["$", "$$", "\n", "\n\n", "```\n", "> ", "words "])), max_size=12))
def test_any_words_become_markdown(parts: list[str]) -> None:
    found = render_words("".join(parts))
    assert (
        all(each.isprintable() for each in found.replace("\xa0", " ").split("\n")) or not "".join(parts).isprintable()
    )
    if "".join(parts).isascii():
        assert render_words("".join(parts), ascii=True).isascii()


@pytest.mark.parametrize(
    "source",
    ["{" * 2000, "\\frac" * 400, "\\hat" * 500, "x^" * 1000, "(" * 1000 + ")" * 1000, "\\begin{bmatrix}" * 130,
     "\\sqrt{" * 300, "}" * 2000, "\\\\" * 1000, "a/" * 1000, "9" * 100_000, "\\left(" * 300, "{x_" * 600],
    ids=lambda text: text[:8],
)  # fmt: skip
def test_hostile_formulas_are_only_formulas(source: str) -> None:
    for ascii in (False, True):
        assert len(math_line(source, ascii)) <= 4 * MAX_FORMULA
        assert len(math_block(source, ascii)) <= MAX_FORMULA // 2
    assert render_words(f"a ${source}$ b")


LINES = [
    (r"x^2", "x²", "x^2"),
    (r"x^{n-1}", "xⁿ⁻¹", "x^(n-1)"),
    (r"x^10", "x¹⁰", "x^10"),
    (r"10^{-3}", "10⁻³", "10^(-3)"),
    (r"e^{-x^2/2}", "e^(−x²/2)", "e^(-x^2/2)"),
    (r"e^{x^2}", "e^(x²)", "e^(x^2)"),
    (r"2^{3^2}", "2^(3²)", "2^(3^2)"),
    (r"x_{a^2}", "x_(a²)", "x_(a^2)"),
    (r"e^{2x} + e^{xy}", "e²ˣ + e^(xy)", "e^(2x) + e^(xy)"),
    (r"e^{\theta_1} + e^z + a^{n_k}", "e^θ₁ + e^z + a^nₖ", "e^theta1 + e^z + a^n_k"),
    (r"\theta_0", "θ₀", "theta0"),
    (r"theta_0", "θ₀", "theta0"),
    (r"theta0 + theta1 x", "θ₀ + θ₁ x", "theta0 + theta1 x"),
    (r"\frac{1}{2m}", "1/(2m)", "1/(2m)"),
    (r"\frac{a+b}{c}", "(a + b)/c", "(a + b)/c"),
    (r"\frac12", "1/2", "1/2"),
    (r"\nabla J(\theta)", "∇J(θ)", "grad J(theta)"),
    (r"\partial f/\partial x", "∂f/∂x", "df/dx"),
    (r"\frac{\partial f}{\partial x}", "∂f/∂x", "df/dx"),
    (r"\sum_i e_i^2", "Σᵢ eᵢ²", "sum_i e_i^2"),
    (r"\sum_{i=1}^{m} y_i", "Σ(i=1…m) yᵢ", "sum(i=1...m) y_i"),
    (r"\sqrt{5/3}", "√(5/3)", "sqrt(5/3)"),
    (r"sqrt(x)", "√x", "sqrt(x)"),
    (r"\sqrt[3]{x}", "∛x", "root3(x)"),
    (r"\theta \leftarrow \theta - \alpha \nabla J", "θ ← θ − α ∇J", "theta <- theta - alpha grad J"),
    (r"theta <- theta - alpha*grad", "θ ← θ − α·grad", "theta <- theta - alpha*grad"),
    (r"x<-1", "x < −1", "x < -1"),
    (r"x -> 1.1", "x → 1.1", "x -> 1.1"),
    (r"x <= 3", "x ≤ 3", "x <= 3"),
    (r"a \cdot b \times c", "a·b × c", "a*b x c"),
    (r"\infty \in \pm 1, \ldots", "∞ ∈ ±1, …", "inf in +-1, ..."),
    (r"\mathbf{x}^T \vec{v}", "xᵀ v", "x^T v"),
    (r"X^T(X\theta - y)/m", "Xᵀ(Xθ − y)/m", "X^T(X theta - y)/m"),
    (r"\text{if } x > 0", "if x > 0", "if x > 0"),
    (r"\left( a \right)^2", "(a)²", "(a)^2"),
    (r"\begin{bmatrix} a & b \\ c & d \end{bmatrix}", "[a, b; c, d]", "[a, b; c, d]"),
    (r"f'(x) = 3*x**2 - 5", "f′(x) = 3x² − 5", "f'(x) = 3*x^2 - 5"),
    (r"f''(x)", "f″(x)", "f''(x)"),
    (r"\lambda_{max}", "λ_max", "lambda_max"),
    (r"\unknown{bar} \baz", "unknown bar baz", "unknown bar baz"),
    (r"\lim_{h \to 0} h", "lim(h → 0) h", "lim(h -> 0) h"),
    (r"\hat{y} = \bar{x}", "ŷ = x-bar", "y-hat = x-bar"),
    (r"\mathbb{R}^n", "ℝⁿ", "R^n"),
    (r"x_{k+1} = x_k - \eta f'(x_k)", "xₖ₊₁ = xₖ − η f′(xₖ)", "x_(k+1) = x_k - eta f'(x_k)"),
    (r"3*(x+1)", "3(x + 1)", "3*(x + 1)"),
    (r"a*b", "a·b", "a*b"),
    (r"\log_{10} x", "log₁₀ x", "log10 x"),
    (r"\{a, b\}", "{a, b}", "{a, b}"),
    ("θ₀ − α·∂J/∂θ₀", "θ₀ − α·∂J/∂θ₀", "theta0 - alpha*dJ/dtheta0"),
    (r"[0, 1)", "[0, 1)", "[0, 1)"),
    (r"a = b \quad \text{so} \qquad c \, d", "a = b   so      c d", "a = b   so      c d"),
    (r"\quad x^[2] + c_(1, 2)", "x^([2]) + c_(1, 2)", "x^([2]) + c_(1, 2)"),
    ("", "", ""),
]  # fmt: skip


@pytest.mark.parametrize(("source", "shown", "plain"), LINES)
def test_one_line(source: str, shown: str, plain: str) -> None:
    assert math_line(source) == shown
    assert math_line(source, ascii=True) == plain


BLOCKS = [
    (r"\frac{1}{2m} \sum_{i=1}^m y_i", ["1   m    ", "──  Σ  yᵢ", "2m i=1   "]),
    (r"\partial f/\partial x", ["∂f", "──", "∂x"]),
    (r"(f(x+h) - f(x))/h", ["f(x + h) − f(x)", "───────────────", "       h       "]),
    (r"\begin{bmatrix} a & b \\ c & d \end{bmatrix}", ["⎡ a  b ⎤", "⎣ c  d ⎦"]),
    (r"\left(\frac{a}{b}\right)^2", ["⎛a⎞²", "⎜─⎟ ", "⎝b⎠ "]),
    (r"a = 1 \\ b = 2", ["a = 1", "b = 2"]),
    (r"x^2 + 1", ["x² + 1"]),
    (r"[1, 1] / \sqrt{2}", ["[1, 1]", "──────", "  √2  "]),
    (r"(0, 1)/2", ["(0, 1)", "──────", "  2   "]),
    (r"f(x, y) (g(x, y) + 1)/2", ["        g(x, y) + 1", "f(x, y) ───────────", "             2     "]),
    (r"1/2 \quad so \quad \frac{a}{b}", ["1        a", "─   so   ─", "2        b"]),
]


@pytest.mark.parametrize(("source", "rows"), BLOCKS)
def test_stacked(source: str, rows: list[str]) -> None:
    assert math_block(source) == rows
    assert math_block(source, width=3)[0] == (rows[0] if len(rows) > 1 and cells(rows[0]) <= 3 else math_line(source))


def test_every_command_has_an_ascii_form() -> None:
    for shown, plain, _ in SIGNS.values():
        assert plain.isascii() and shown.isprintable() and plain.isprintable()


WORDS = [
    ("the slope $2x$ here", "the slope `2x` here"),
    ("it costs $5 or $6.", "it costs $5 or $6."),
    (r"it costs \$5, $x^2$", "it costs $5, `x²`"),
    ("a lone $ sign", "a lone $ sign"),
    ("`$x^2$` and ``a ` $y$``", "`$x^2$` and ``a ` $y$``"),
    ("```\n$x^2$\n```\n$x^2$", "```\n$x^2$\n```\n`x²`"),
    ("~~~py\n$x$\n~~~", "~~~py\n$x$\n~~~"),
    ("| a | $|x|$ |", r"| a | `\|x\|` |"),
    ("over $a\n+ b$ lines", "over `a + b` lines"),
    ("not $a\n\nb$ over paragraphs", "not $a\n\nb$ over paragraphs"),
    ("inline $$x^2$$ too", "inline `x²` too"),
    ("$$\\frac{1}{2}$$", "\n```text formula\n1\n─\n2\n```\n"),
    ("- item\n\n  $$x^2$$\nend", "- item\n\n  \n  ```text formula\n  x²\n  ```\n  \nend"),
    ("$$\nx^2\n$$", "\n```text formula\nx²\n```\n"),
    ("$$ never closed\n\n$x$", "$$ never closed\n\n`x`"),
    ("bell\x07 and \x1b[31m", "bell  and  [31m"),
    (r"\*not emphasis\*", r"\*not emphasis\*"),
]


@pytest.mark.parametrize(("words", "markdown"), WORDS)
def test_words(words: str, markdown: str) -> None:
    assert render_words(words) == markdown


def test_on_one_line_a_formula_that_stands_alone_is_a_formula_in_the_line() -> None:
    assert one_line("so\n$$\n\\frac{1}{2}\n$$\nfor $5 and $x^2$", ascii=False) == "so 1/2 for $5 and x²"


def test_words_in_ascii() -> None:
    assert render_words("step $\\theta_0 - \\alpha$\n\n$$\\frac{a}{b}$$", ascii=True) == (
        "step `theta0 - alpha`\n\n\n```text formula\n a\n---\n b\n```\n"
    )
