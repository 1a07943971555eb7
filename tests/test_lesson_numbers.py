"""Numbers in a lesson's words: they say what independent arithmetic says, and where they should; `check` can tell.

The oracles here are fractions, decimals and plain loops; no module of the tutor takes part in them.
"""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.lesson import ledger, running
from tutor.lesson.amounts import LARGEST, Amount, Digits, in_full, written
from tutor.lesson.check import check
from tutor.lesson.header import PASSED
from tutor.lesson.load import load_lesson, read_lesson
from tutor.lesson.model import Broken, Lesson, Step
from tutor.lesson.parse import parse_yaml
from tutor.lesson.plainly import read_plainly
from tutor.lesson.proving import unproved

HERE = Path(__file__).parent / "lessons"
HEAD = "format: 1\nid: a\ntitle: T\nsymbols: [x, y]\ndata: {points: {X: [[1, 1], [1, 2], [1, 3]], y: [2, 2.5, 3.5]}}\n"
X, Y = np.array([[1.0, 1], [1, 2], [1, 3]]), np.array([2, 2.5, 3.5])
fractions = st.fractions(min_value=-(10**6), max_value=10**6, max_denominator=10**6)


def said(words: str, numbers: str = "{}", *, vary: str = "") -> list[str]:
    """What a step says, variant by variant, with these named numbers."""
    text = f"{HEAD}numbers: {numbers}\nsteps:\n  - say: |\n" + "".join(f"      {each}\n" for each in words.split("\n"))
    lesson = read_lesson(parse_yaml(text + (f"    vary: {vary}\n" if vary else "")), Path("a.yaml"))
    assert isinstance(lesson, Lesson), "\n".join(map(str, lesson.faults))
    assert not list(unproved(lesson)), list(map(str, unproved(lesson)))
    (step,) = lesson.steps
    return [str(each.say).removesuffix("\n") for each in (step, *step.variants)]


# ------------------------------------------------------------------ how a number is written


@settings(max_examples=12)
@given(value=fractions, count=st.integers(0, 12))
def test_decimals_are_rounded_as_a_learner_rounds(value: Fraction, count: int) -> None:
    with localcontext() as context:
        context.prec = 60
        exact = Decimal(value.numerator) / Decimal(value.denominator)
        wanted = exact.quantize(Decimal(1).scaleb(-count), ROUND_HALF_UP)
    shown = written(Amount(value), Digits(decimals=count))
    assert shown is not None and shown == format(abs(wanted) if wanted == 0 else wanted, "f")


@settings(max_examples=12)
@given(value=fractions, count=st.integers(1, 12))
def test_significant_digits_are_as_many_and_as_near(value: Fraction, count: int) -> None:
    plain = written(Amount(value), Digits(significant=count))
    formula = written(Amount(value), Digits(significant=count), formula=True)
    assert plain is not None and formula is not None
    if not value:
        assert plain == formula == "0"
        return
    mantissa, power = plain.split("e")
    assert len(mantissa.lstrip("-").replace(".", "")) == count and 1 <= abs(float(mantissa)) < 10
    assert abs(Fraction(mantissa) - value / Fraction(10) ** int(power)) <= Fraction(1, 2 * 10 ** (count - 1))
    again = formula.replace("10^", "1 \\times 10^") if formula.lstrip("-").startswith("10^") else formula
    assert again.split(" \\times 10^") == [mantissa, f"{{{power}}}"]


@settings(max_examples=12)
@given(value=fractions)
def test_without_digits_a_number_is_whole_or_has_six_at_most(value: Fraction) -> None:
    shown = written(Amount(value), None)
    assert shown is not None
    if value.denominator == 1:
        assert shown == str(value)
        return
    assert abs(Fraction(shown) - value) <= abs(value) / 200_000
    mantissa = shown.partition("e")[0].lstrip("-").replace(".", "").lstrip("0")
    assert len(mantissa) <= 6 or (len(mantissa) <= 7 and not shown.rstrip("0").endswith("."))
    assert not (("." in shown and "e" not in shown) and shown.endswith("0"))


@settings(max_examples=12)
@given(value=fractions, exact=st.booleans())
def test_a_fraction_and_a_setting_keep_all_of_the_number(value: Fraction, exact: bool) -> None:
    small = value.limit_denominator(9_999)
    amount = Amount(small) if exact else Amount(Fraction(float(small)), exact=False)
    shown, formula = (written(amount, Digits(fraction=True), formula=each) for each in (False, True))
    assert shown is not None and Fraction(shown) == small
    read = re.fullmatch(r"(-?)\\frac\{(\d+)\}\{(\d+)\}", str(formula))
    assert formula == shown if small.denominator == 1 else read and Fraction(f"{read[1]}{read[2]}/{read[3]}") == small
    kept = Fraction(in_full(amount))
    assert kept == small if exact else float(kept) == float(small)


def test_no_number_is_written_longer_than_it_can_be_read() -> None:
    huge = Amount(Fraction(10) ** 300 + 1)
    assert written(huge, Digits(decimals=4)) == "1e300" == written(huge, None)
    assert written(huge, Digits(fraction=True)) is None
    assert written(Amount(Fraction(LARGEST - 1)), None) == str(LARGEST - 1)


@pytest.mark.parametrize("text", ["", "-1", "4.5", "e", "e0", "e99", "99", "fraction", "four"])
def test_what_says_no_digits_is_told(text: str) -> None:
    assert Digits.read(text) is None


# ------------------------------------------------------------------ where it stands


def test_a_lesson_that_uses_all_of_it_says_what_it_should() -> None:
    lesson = load_lesson(HERE / "good" / "numbers.yaml")
    assert isinstance(lesson, Lesson)
    first, varied = lesson.steps
    for wanted in (
        "The best is 1.2910; as $x^* = 1.2910$ it is lower than 2.69669.",
        "Slopes: 7, 3, 10.8, 15, (-6, 8), [[3, 2], [1, 6]], -4.",
        "The limit is 0.3606, the condition 46.145; (8.4721, -0.4721).",
        r"$\theta = (0.336667, 0.616667)$, so $\theta_0 = \frac{101}{300}$, in words 101/300.",
        r"J falls to 0.031044, then 2.73e-3, in a formula $J = 2.73 \times 10^{-3}$.",
        "after 1088 steps, and below 0.05 after 4. Adam: (0.299420, 0.299404),\nthen 0.423193.",
        "One by one it ends 0.1041 away.",
        "Areas 0.385 and 1. Signs: $3 + (-6)$, and $2^{10}$, and -1e-6.",
        "`{= best}` is code, and ``{= `best` }`` too:\n\n```\n{= best\n```",
    ):
        assert wanted in str(first.say)
    asks = [each.ask for each in (first, *first.variants)]
    assert [each.wrong[0].value for each in asks if each] == ["4", "9", "25"]
    assert asks[-1] and asks[-1].hints == ("5 squared is 25, and 1 more: 25 + 1",)
    assert [each.say for each in (varied, *varied.variants)] == [
        "Twice 4 is 8; best is still 1.3.", "Twice 8 is 16; best is still 1.3."
    ]  # fmt: skip
    assert [each.show.settings.columns[0].heading for each in (varied, *varied.variants) if each.show] == [
        "times 16.0", "times 64.0"
    ]  # fmt: skip


@settings(max_examples=20)
@given(st.text(alphabet="ab {}=$`:^\n0", max_size=60))
def test_a_text_without_numbers_is_the_same_text(text: str) -> None:
    if "{=" in text or not text.strip():
        return
    read = read_lesson(parse_yaml(f"{HEAD}steps: [{{say: {_quoted(text)}}}]"), Path("a.yaml"))
    assert isinstance(read, Lesson) and read.steps[0].say == text


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("`{= 1}` {= 1}", "`{= 1}` 1"),
        ("``{= 1} ` {= 1}`` {= 1}", "``{= 1} ` {= 1}`` 1"),
        ("a ` b {= 1}", "a ` b 1"),
        ("~~~\n{= 1}\n~~~\n{= 1}", "~~~\n{= 1}\n~~~\n1"),
        ("$x + {= -2}$ - {= -2}, {= -2}", "$x + (-2)$ - (-2), -2"),
        ("$x^{= 12}$ $x_{= 12}$", "$x^{12}$ $x_{12}$"),
        (r"$2 \cdot {= -3}$, $2 \times {= 3}$", r"$2 \cdot (-3)$, $2 \times 3$"),
        (r"$\overset{=}{x}$ is {= 1}", r"$\overset{=}{x}$ is 1"),
        ("5 \\$ {= 1/2 : frac} $y = {= 1/2 : frac}$", "5 \\$ 1/2 $y = \\frac{1}{2}$"),
        ("5 $ or {= 1/2 : frac} $, and $ {= 1/2 : frac} $", "5 $ or 1/2 $, and $ 1/2 $"),
        ("${= 1/2 : frac}$, {= 1/2 : frac}", "$\\frac{1}{2}$, 1/2"),
        ("$${= 1/2 : frac}$$ {= 1/2 : frac}", "$$\\frac{1}{2}$$ 1/2"),
        ("$a$ {= 1/2:frac} ` $ ` {= 1/2 : frac}", "$a$ 1/2 ` $ ` 1/2"),
    ],
)
def test_code_stays_and_a_formula_is_told_from_words(words: str, wanted: str) -> None:
    assert said(words) == [wanted]


@settings(max_examples=12)
@given(a=st.integers(-20, 20), b=st.integers(1, 20))
def test_a_hole_inside_is_filled_as_in_an_expression(a: int, b: int) -> None:
    (first, second) = said("{= {a}^2/{b} : frac} {= 2{a}} {a}", vary=f"{{a: [{a}, {a + 1}], b: {b}}}")
    for told, value in ((first, a), (second, a + 1)):
        assert told == f"{Fraction(value**2, b)} {2 * value} {value}"


# ------------------------------------------------------------------ what it is


@settings(max_examples=12)
@given(names=st.lists(fractions.filter(lambda each: abs(each) < 999), min_size=2, max_size=4), n=st.integers(0, 3))
def test_an_expression_in_named_numbers_is_fraction_arithmetic(names: list[Fraction], n: int) -> None:
    listed = ", ".join(f'"{each}"' for each in names)
    numbers = f'{{v: [{listed}], one: "{names[0]}", two: "v[1]^2 - one", M: [[1, "two"], [3, 4]]}}'
    last = len(names) - 1
    shown = said(f"{{= v[{last}]*two - 3M[1][0] + M[0][1]^{n} : 6}}", numbers)
    two = names[1] ** 2 - names[0]
    value = names[-1] * two - 9 + two**n
    assert shown == [written(Amount(value), Digits(decimals=6))]


@settings(max_examples=12)
@given(a=st.lists(st.integers(-9, 9), min_size=3, max_size=3), x=fractions.filter(lambda each: abs(each) < 100))
def test_derivatives_of_a_cubic_are_its_closed_form(a: list[int], x: Fraction) -> None:
    f = f"{a[0]}*x^3 + {a[1]}*x^2*y + {a[2]}*x".replace("+ -", "- ")
    numbers = (
        f'{{s: {{number: {{derivative_of: "{f}", wrt: x, order: 2, at: ["{x}", 2]}}}}, '
        f'g: {{vector: {{gradient_of: "{f}", wrt: [x, y], at: ["{x}", 2]}}}}, '
        f'H: {{matrix: {{hessian_of: "{f}", wrt: [x, y], at: ["{x}", 2]}}}}}}'
    )
    second = 6 * a[0] * x + 4 * a[1]
    slope = 3 * a[0] * x**2 + 4 * a[1] * x + a[2]
    if a[0] == a[1] == a[2] == 0:
        return
    shown = said("{= s - H[0][0]} {= s : frac} {= g[0] : frac} {= g[1] : 9}", numbers)
    assert shown == [
        f"0 {written(Amount(second), Digits(fraction=True))} {written(Amount(slope), Digits(fraction=True))} "
        f"{written(Amount(a[1] * x**2), Digits(decimals=9))}"
    ]


def test_a_descent_is_the_plain_loop() -> None:
    theta, wanted = np.array([0.1, 0.1]), []
    for k in range(101):
        error = X @ theta - Y
        gradient = X.T @ error / 3
        if k in (0, 7, 100):
            distance = float(np.linalg.norm(theta - [7 / 6, 3 / 4]))
            wanted += [error @ error / 6, *theta, *gradient, distance, k]
        theta = theta - 0.2 * gradient
    parts = ("loss", "theta[0]", "theta[1]", "gradient[0]", "gradient[1]", "distance", "step")
    words = " ".join(f"{{= run[{k}].{part} : 9}}" for k in (0, 7, 100) for part in parts)
    shown = said(words, "{run: {descend: {loss: {data: points}, start: [0.1, 0.1], rate: 0.2}}}")
    assert shown == [" ".join(f"{each:.9f}" for each in wanted)]


def test_eigenvalues_and_sums_are_their_closed_forms() -> None:
    numbers = (
        "{lam: {eigenvalues_of: [[2, -4], [-4, 6]]}, up: {eigenvalues_of: [[1, 5], [0, 3]]}, k: 3, "
        'geo: {sum_of: "0.1*0.99^i", over: {i: "0..999"}}, cubes: {sum_of: "k n^3", over: {n: "-3..10"}}}'
    )
    assert said("{= lam[0] - 4 - sqrt(20) : 12} {= lam[1] : 9} {= up}", numbers) == [
        f"0.000000000000 {4 - 20**0.5:.9f} (3, 1)"
    ]
    assert said("{= geo : 6} {= cubes}", numbers) == [f"{10 - 10 * 0.99**1000:.6f} {3 * (55**2 - 36)}"]


def test_reading_numbers_loads_neither_sympy_nor_mpmath() -> None:
    program = (
        "import sys; from pathlib import Path; from tutor.lesson.load import load_lesson;"
        f"load_lesson(Path({str(HERE / 'good' / 'numbers.yaml')!r})).steps[0];"
        "print(*(m for m in ('mpmath', 'sympy', 'plotext', 'textual') if m in sys.modules))"
    )
    root = Path(__file__).parent.parent
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=root, check=True)
    assert found.stdout.strip() == ""


# ------------------------------------------------------------------ check


def test_check_tells_of_each_number_that_does_not_come_out_again() -> None:
    file = HERE / "good" / "numbers.yaml"
    lesson = load_lesson(file)
    assert isinstance(lesson, Lesson) and not list(unproved(lesson))
    book = lesson.numbers.ledger  # type: ignore[union-attr]
    for place, recipe in enumerate(book.recipes):
        if recipe.name in ("slope", "bend", "uphill", "chain", "g", "H", "J", "lam"):
            book.recipes[place] = replace(recipe, value=_off(recipe.value))
    wanted = {f"numbers.{name}" for name in ("slope", "bend", "uphill", "chain", "g", "H", "J", "lam")}
    assert {fault.path for fault in unproved(lesson)} == wanted
    book.recipes.clear()
    shown = [each for each in book.said if each.shown is not None]
    assert len(shown) > 30
    for each in shown:
        before, digit, after = re.fullmatch(r"(.*)(\d)(.*)", str(each.shown)).groups()  # type: ignore[union-attr]
        book.said[:] = [replace(each, shown=f"{before}{(int(digit) + 5) % 10}{after}")]
        assert len(list(unproved(lesson))) == 1, each


def _off(value: object) -> object:
    """The same value, a millionth off in its last number."""
    if isinstance(value, Amount):
        return replace(value, value=value.value + Fraction(1, 100_000))
    assert isinstance(value, tuple)
    return (*value[:-1], _off(value[-1]))


def test_check_tells_of_a_run_that_is_elsewhere_and_of_digits_that_are_lost() -> None:
    text = HEAD + (
        "numbers: {run: {descend: {loss: {data: points}, start: [0.1, 0.3], rate: 0.1}, step: 9}}\n"
        'steps: [{say: "{= sin(pi)} {= sin(pi) : 6} {= (1 + 1e-17*pi) - 1}"}]'
    )
    lesson = read_lesson(parse_yaml(text), HERE / "good" / "numbers.yaml")
    assert isinstance(lesson, Lesson)
    told = [fault.what.partition(", which is ")[0] for fault in unproved(lesson)]
    assert told == [fault.what.partition(", which is ")[0] for fault in check(lesson)]
    assert told == ["1.22465e-16 stands for sin(pi)", "0 stands for (1 + 1e-17*pi) - 1"]
    course = lesson.numbers.values["run"].course  # type: ignore[union-attr]
    stand = course.stands()[9]
    course._stands[9] = replace(stand, loss=replace(stand.loss, value=stand.loss.value * 2))
    try:
        assert any("the loop is elsewhere" in str(fault) for fault in unproved(lesson))
    finally:
        running._course.cache_clear()


def test_a_fault_of_a_variant_says_which_and_where() -> None:
    text = HEAD + (
        "steps:\n  - vary: {a: [1, 3]}\n    say: |\n      Take {a}.\n\n      Then {= 1/({a} - 3) : 2} remains.\n"
    )
    broken = read_lesson(parse_yaml(text), Path("a.yaml"))
    assert isinstance(broken, Broken)
    (fault,) = broken.faults
    assert (fault.place.line, fault.place.column) == (11, 14)
    assert "no finite value" in fault.what and fault.what.endswith("(where a = 3)")


def test_an_expression_longer_than_anybody_writes_is_told() -> None:
    broken = read_lesson(parse_yaml(f'{HEAD}steps: [{{say: "{{= {"1 + " * 80}1}}"}}]'), Path("a.yaml"))
    assert isinstance(broken, Broken) and "300 at most" in broken.faults[0].what


def test_the_catalogue_passes_the_numbers_over_without_yaml() -> None:
    head = (HERE / "good" / "numbers.yaml").read_text("utf-8").partition("steps:")[0]
    plain = read_plainly(head, passing=PASSED)
    assert plain is not None and plain.keys()[-2:] == ("data", "numbers")
    assert read_plainly(head, passing=("data",)) is None


def test_steps_without_numbers_are_read_as_before() -> None:
    lesson = read_lesson(parse_yaml(f"{HEAD}steps: [{{say: hello}}]"), Path("a.yaml"))
    assert isinstance(lesson, Lesson) and lesson.steps == (Step("hello", place=lesson.steps[0].place),)


@pytest.mark.parametrize(
    ("numbers", "why"),
    [
        ('{s: {sum_of: "1e308*i", over: {i: "1..300"}}}', "no finite value"),
        ('{s: {sum_of: "0*i + 1e308", over: {i: "1..300"}}}', "leaves the range of numbers"),
        ('{s: {number: {derivative_of: "x*y", at: [1, 1], along: [0, 0]}}}', "the direction has no length"),
        ('{a: "9^64", b: "a^64"}', "no finite value"),
        ("{l: {eigenvalues_of: [[1e308, 1e308], [1e308, 1e308]]}}", "no finite value"),
        ('{r: {descend: {f: "5", rate: 1}}}', "a function of one symbol at least"),
        ('{r: {descend: {f: "log(x)", start: 1, rate: 1}}}', "after step 0"),
        ("{f: {vector: [1, x]}}", "x has no value here"),
        ('{f: {number: {derivative_of: "sqrt(x)", at: 0}}}', "no finite value"),
    ],
)
def test_what_leaves_the_numbers_is_a_fault_and_nothing_is_raised(numbers: str, why: str) -> None:
    broken = read_lesson(parse_yaml(f"{HEAD}numbers: {numbers}\nsteps: [{{say: x}}]"), Path("a.yaml"))
    assert isinstance(broken, Broken) and len(broken.faults) == 1 and why in broken.faults[0].what


def test_the_numbers_of_a_lesson_take_so_much_work_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    run = "{r: {descend: {loss: {data: points}, rate: 0.1, method: adam}, step: 50}}"
    text = f'{HEAD}numbers: {run}\nsteps: [{{say: "{{= r[50].loss}} {{= r[60].loss}}"}}]'
    lesson = read_lesson(parse_yaml(text), Path("a.yaml"))
    assert isinstance(lesson, Lesson)
    spent = lesson.numbers.ledger.work  # type: ignore[union-attr]
    for most, enough in ((spent, True), (spent - 1, False)):
        monkeypatch.setattr(ledger, "MOST_WORK", most)
        again = read_lesson(parse_yaml(text), Path("a.yaml"))
        assert isinstance(again, Lesson) is enough
    assert isinstance(again, Broken) and "take too long" in again.faults[0].what
