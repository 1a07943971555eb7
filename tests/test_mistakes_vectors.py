"""Gradients, directional slopes, paths, Hessians and Jacobians: what was done to the components is named."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.trees import trees
from tutor.expression import parse, parse_number, parse_vector
from tutor.mistakes import Along, Asked, Directional, Gradient, Hessian, Jacobian, Slope, explain
from tutor.mistakes.layouts import layout
from tutor.rules.derivation import TooLong
from tutor.tree import Neg, Node

SYMBOLS = ("x", "y", "z", "u", "v", "t")


def read(text: str) -> Node:
    return parse(text, SYMBOLS)


def numbers(text: str) -> tuple[Node, ...]:
    return tuple(parse_number(each) for each in text.split())


SADDLE = read("x^2 + 3y^2 - 4x*y")
XY = ("x", "y")
SLOPE_THERE = Directional(SADDLE, XY, numbers("3 4"), numbers("1 2"))
PATHS = Along(SADDLE, XY, (read("t^2"), read("3t")), ("t",), numbers("1"))
INNER = Along(read("u^2 + v"), ("u", "v"), (read("x + y"), read("x*y")), XY, numbers("2 3"))
TABLE = Jacobian((read("x^2*y"), read("5x + sin(y)")), XY)
TABLE_THERE = Jacobian(TABLE.fs, XY, numbers("2 0"))

CASES: list[tuple[Asked, str, str | None]] = [
    (Gradient(read("x^2*y"), XY), "[x^2, 2x*y]", "components-swapped"),
    (Gradient(read("x^2*y"), XY), "2x*y + x^2", "components-summed"),
    (Gradient(read("x^2*y"), XY), "[-2x*y, -x^2]", "negated"),
    (Gradient(read("x^2*y"), XY), "[2x, x^2]", "other-variable-dropped"),
    (Gradient(read("x^2*y"), XY), "[2x, 1]", "other-variable-dropped"),
    (Gradient(read("x^2*y"), XY), "[2x*y, 0]", "mixed-term-lost"),
    (Gradient(read("x^2*y"), XY), "[2x*y, 2x*y]", "same-partial-in-all-places"),
    (Gradient(read("x^2*y"), XY), "[2x*y/sqrt(4x^2*y^2 + x^4), x^2/sqrt(4x^2*y^2 + x^4)]", "normalised"),
    (Gradient(read("x^2*y"), XY), "[x*y, x^2]", "power-exponent-not-brought-down"),
    (Gradient(read("x^2*y"), XY), "[17, 3]", None),
    (Gradient(SADDLE, XY, numbers("1 2")), "[8, -6]", "components-swapped"),
    (Gradient(SADDLE, XY, numbers("1 2")), "[-0.6, 0.8]", "normalised"),
    (Gradient(SADDLE, XY, numbers("1 2")), "[0.6, -0.8]", "negated-and-normalised"),
    (SLOPE_THERE, "14", "direction-not-normalised"),
    (SLOPE_THERE, "10", "steepest-slope-instead"),
    (SLOPE_THERE, "0.28", "gradient-normalised"),
    (SLOPE_THERE, "-6", "partial-instead"),
    (SLOPE_THERE, "[-6, 8]", "gradient-instead"),
    (SLOPE_THERE, "[-3.6, 6.4]", "vector-in-place-of-a-number"),
    (SLOPE_THERE, "-2.8", "negated"),
    (SLOPE_THERE, "0.123", None),
    (PATHS, "-20", "one-path-only"),
    (PATHS, "42", "one-path-only"),
    (PATHS, "4", "inner-derivatives-missing"),
    (PATHS, "16", "function-handed-back"),
    (PATHS, "-2", "paths-crossed"),
    (INNER, "[10, 10]", "one-path-only"),
    (INNER, "[3, 2]", "one-path-only"),
    (INNER, "[11, 11]", "inner-derivatives-missing"),
    (Hessian(SADDLE, XY), "[2, 0, 0, 6]", "mixed-entries-lost"),
    (Hessian(SADDLE, XY), "[2, -2, -2, 6]", "mixed-entries-halved"),
    (Hessian(SADDLE, XY), "[2, -8, -8, 6]", "mixed-entries-doubled"),
    (Hessian(SADDLE, XY), "[2, -4, -4, 3]", "diagonal-not-doubled"),
    (Hessian(SADDLE, XY), "[1, -4, -4, 3]", "diagonal-not-doubled"),
    (Hessian(SADDLE, XY), "[2x - 4y, 6y - 4x]", "gradient-instead"),
    (Hessian(read("x^3*y + y^2"), XY), "[6x*y, 3x^2, 3x^2, 2y]", "left-undifferentiated"),
    (TABLE, "[2x*y, 5, x^2, cos(y)]", "transposed"),
    (TABLE, "[2x, x^2, 5, cos(y)]", "other-variable-dropped"),
    (TABLE, "[2x*y, x^2, 5, -cos(y)]", "sin-derivative-sign"),
    (TABLE_THERE, "[0, 5, 4, 1]", "transposed"),
    (TABLE_THERE, "[5, 1, 0, 4]", "rows-swapped"),
]


@pytest.mark.parametrize("asked, wrong, name", CASES)
def test_what_was_done_to_the_components_is_named(asked: Asked, wrong: str, name: str | None) -> None:
    found = explain(asked, parse_vector(wrong, SYMBOLS))
    assert (found.name if found else None) == name


@pytest.mark.parametrize(
    "asked, right",
    [
        (Gradient(SADDLE, XY), "[2x - 4y, 6y - 4x]"),
        (Gradient(SADDLE, XY, numbers("1 2")), "[-6, 8]"),
        (Gradient(SADDLE, XY, numbers("2 1")), "[0, -2]"),
        (SLOPE_THERE, "2.8"),
        (PATHS, "22"),
        (INNER, "[13, 12]"),
        (Hessian(SADDLE, XY), "[2, -4, -4, 6]"),
        (TABLE_THERE, "[0, 4, 5, 1]"),
    ],
)
def test_what_is_right_is_not_explained(asked: Asked, right: str) -> None:
    assert explain(asked, parse_vector(right, SYMBOLS)) is None


def test_one_wrong_component_is_pointed_at() -> None:
    found = explain(Gradient(read("x^2*y + y^3"), XY), parse_vector("[2x*y, x^2 + 3y^3]", SYMBOLS))
    assert found is not None and found.where_text == "y³"
    assert found.say.startswith("In the second component: The exponent was brought down, but not lowered")


def test_two_components_with_a_mistake_each_name_both() -> None:
    found = explain(Gradient(read("x^2*y + y^3"), XY), parse_vector("[2x, x^2 + 3y^3]", SYMBOLS))
    assert found is not None and found.together
    assert found.names == ("other-variable-dropped", "power-exponent-not-lowered")


@pytest.mark.parametrize("wrong", ["[1]", "[1, 2, 3]", "[1, 2, 3, 4, 5]"])
def test_another_number_of_components_is_no_error(wrong: str) -> None:
    for asked in (Gradient(SADDLE, XY), Hessian(SADDLE, XY), TABLE, SLOPE_THERE, PATHS, Slope(SADDLE, ("x",))):
        found = explain(asked, parse_vector(wrong, SYMBOLS))
        assert found is None or found.say


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(trees(depth=2), trees(depth=2), trees(depth=2), st.sampled_from([Gradient, Hessian]))
def test_any_trees_are_explained_or_not_and_the_right_ones_never(f: Node, one: Node, two: Node, kind: type) -> None:
    asked = kind(f, XY)
    explain(asked, (one, two) if kind is Gradient else (one, two, two, one))
    try:
        rights = layout(asked).rights
    except (TooLong, ValueError):
        return
    assert explain(asked, rights) is None
    assert explain(asked, tuple(Neg(Neg(each)) for each in rights)) is None
