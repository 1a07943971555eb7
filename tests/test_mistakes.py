"""Wrong answers explained: what is named gives the answer's very value, and what is right is never explained."""

from __future__ import annotations

from typing import Any

import pytest
from answers import FOLDER, written
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.trees import trees
from tutor.expression import parse, parse_number, parse_vector
from tutor.mistakes import Asked, Explanation, Gradient, Slope, explain
from tutor.mistakes.search import CannotSearch, Search
from tutor.rules import BY_ID, FAMILIES, RULES
from tutor.sameness import same
from tutor.tree import Add, Div, Mul, Neg, Node
from tutor.typeset import line

DATA = written(FOLDER / "mistakes.yaml")
SYMBOLS = ("x", "y", "z", "w", "b", "t", "m", "a", "n", "k")
KNOWN = {mistake.name for rule in RULES for mistake in rule.mistakes}


def read(text: str) -> Node:
    return parse(text, SYMBOLS)


def slope(f: str, wrt: str = "x", names: str = "", at: tuple[str, ...] | None = None) -> Slope:
    return Slope(read(f), tuple(wrt.split()), tuple(names.split()), tuple(map(parse_number, at)) if at else None)


def asked(item: dict[str, Any]) -> Asked:
    f, at = read(item["f"]), tuple(parse_number(each) for each in item["at"]) if "at" in item else None
    if item.get("kind") == "gradient":
        return Gradient(f, tuple(item["wrt"]), at)
    return Slope(f, tuple(item["wrt"]), tuple(sorted(f.symbols() | set(item["wrt"]))), at)


def answer(item: dict[str, Any], text: str) -> Node | tuple[Node, ...]:
    return parse_vector(text, SYMBOLS) if item.get("kind") == "gradient" else read(text)


@pytest.mark.parametrize("part", ["exercises", "rules"])
def test_each_wrong_answer_is_named_or_passed_over_in_silence(part: str) -> None:
    found = [
        (
            f"{item['f']} by {' '.join(item['wrt'])}: {value}",
            name,
            getattr(explain(asked(item), answer(item, value)), "name", None),
        )
        for item in DATA[part]
        for value, name in item["wrong"]
    ]
    assert len(found) > 80 and not [each for each in found if each[1] != each[2]]


def test_nearly_all_wrong_answers_of_the_exercises_are_named() -> None:
    named = [name is not None for item in DATA["exercises"] for _, name in item["wrong"]]
    assert sum(named) >= 0.95 * len(named)


@pytest.mark.parametrize("item", DATA["exercises"], ids=lambda item: item["id"])
def test_the_right_answers_of_the_exercises_are_not_explained(item: dict[str, Any]) -> None:
    assert explain(asked(item), answer(item, item["answer"])) is None


# The rules themselves

# f with each rule at its root
TABLE = {
    "constant": ["7", "3*y^2"],
    "identity": ["x"],
    "sum": ["x^2 - 3x + 5", "sin(x) + ln(x)"],
    "constant-multiple": ["4x^3", "-x^2/3", "3x*y^2", "x/5", "-cos(x)"],
    "product": ["x^2*ln(x)", "x*sin(x)*exp(x)"],
    "power": ["x^5", "x^(-2)", "3/x^4", "x^(2/3)", "x^n"],
    "exponential": ["e^x", "2^x", "a^x"],
    "flat": ["step(x)"],
    "extreme": ["max(x^2, 3x)", "min(x, 2)"],
    "chain": [
        "(3x + 1)^5",
        "exp(-x^2)",
        "ln(x^2 + 1)",
        "sqrt(4 - x^2)",
        "cos(5x)",
        "2^(3x)",
        "atan(2x)",
        "1/(x + 2)^3",
    ],
    "logarithmic": ["x^x"],
    "reciprocal": ["3/x", "1/(1 + x^2)"],
    "quotient": ["sin(x)/x", "x/(x + 1)"],
    **{
        name: [f"{name}(x)"]
        for name in ("sin", "cos", "tan", "asin", "acos", "atan", "sinh", "cosh", "tanh", "sigmoid", "relu", "abs")
    },
    "log": ["ln(x)"],
    "sqrt": ["sqrt(x)"],
}


@pytest.mark.parametrize("rule, f", [(rule, f) for rule, fs in TABLE.items() for f in fs])
def test_every_mistake_of_a_rule_is_explained_as_itself_or_as_one_of_the_same_value(rule: str, f: str) -> None:
    question = Slope(read(f), ("x",))
    search = Search(question)
    assert search.workings[0].places[0].rule is BY_ID[rule]
    for candidate in search.singles:
        tree = candidate.tree()
        found = explain(question, tree)
        if found is None:
            continue
        assert not same(search.right_tree, tree), f"{candidate.names} is right, and was explained as {found.name}"
        assert set(found.names) & set(candidate.names) or same_value(search, found, tree)


@pytest.mark.parametrize("rule", TABLE)
def test_every_rule_has_mistakes_and_the_sentences_hold_no_placeholder(rule: str) -> None:
    names = [mistake.name for mistake in BY_ID[rule].mistakes]
    assert rule == "flat" or names
    for mistake in BY_ID[rule].mistakes:
        assert mistake.told().endswith(".") and "{" not in mistake.told().replace("{x}", "")
        assert not mistake.family or mistake.family in FAMILIES


def same_value(search: Search, found: Explanation, tree: Node) -> bool:
    """Does one of the named mistakes really give this tree's value?"""
    known = [each for each in (*search.singles, *search.throughout) if set(each.names) & set(found.names)]
    return "integrated" in found.names or any(same(each.tree(), tree) for each in known)


# Properties

FEW = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))


@FEW
@given(trees(depth=3), st.randoms(use_true_random=False))
def test_any_mistake_made_anywhere_is_named_as_one_that_gives_the_same(f: Node, rng: Any) -> None:
    question = Slope(f, ("x",), ("x", "y"))
    try:
        search = Search(question)
    except CannotSearch:
        return
    for candidate in rng.sample(search.singles, min(3, len(search.singles))):
        tree = candidate.tree()
        found = explain(question, tree)
        if found is not None:
            assert not same(search.right_tree, tree)
            assert set(found.names) & set(candidate.names) or same_value(search, found, tree)
            assert found.where_text == line(found.where) and found.say


@FEW
@given(trees(depth=3), st.sampled_from(["times one", "twice halved", "split", "negated twice"]))
def test_the_right_answer_however_written_is_no_mistake(f: Node, how: str) -> None:
    question = Slope(f, ("x",), ("x", "y"))
    try:
        right = Search(question).right_tree
    except CannotSearch:
        return
    one = Div(Add((read("x^2"), read("1"))), Add((read("x^2"), read("1"))))
    written = {
        "times one": Mul((right, one)),
        "twice halved": Div(Add((right, right)), read("2")),
        "split": Add((right, read("sin(x)"), Neg(read("sin(x)")))),
        "negated twice": Neg(Mul((read("-1"), right))),
    }[how]
    assert explain(question, written) is None


@FEW
@given(trees(depth=3), trees(depth=2), st.sampled_from(["x", "x x", "x y"]))
def test_any_two_trees_get_an_explanation_or_none(f: Node, theirs: Node, wrt: str) -> None:
    found = explain(Slope(f, tuple(wrt.split()), ("x", "y")), theirs)
    assert found is None or (found.say and found.where_text)
    again = explain(Slope(f, tuple(wrt.split()), ("x", "y")), theirs)
    assert found == again


# Words


@pytest.mark.parametrize(
    "f, wrong, where, words",
    [
        ("(3x + 1)^5", "5*(3x + 1)^4", "(3x + 1)⁵", ["inside is missing", "5u⁴·u′", "u = 3x + 1"]),
        ("x^3 - 5x + 7", "3x^2 + 2", "7", ["was kept", "c′ = 0"]),
        ("x^3 + 2x", "3x^3 + 2", "x³", ["not lowered", "(xⁿ)′ = n xⁿ⁻¹", "n = 3"]),
        ("sin(x)/x", "(x*cos(x) + sin(x))/x^2", "sin(x)/x", ["added", "(f′ g − f g′)/g²", "f = sin(x) and g = x"]),
        ("x^2*exp(x)", "2x*exp(x)", "x²·eˣ", ["product rule", "f = x² and g = eˣ"]),
        ("x*ln(x)", "1/x", "x·ln(x)", ["(f g)′ is not f′ g′"]),
        ("3x^2 + 5x*y", "6x + 5", "5xy", ["other variable", "c = 5y and f = x"]),
        ("2^x", "2^x", "2ˣ", ["function itself", "ln of the base is missing", "a = 2"]),
    ],
)
def test_the_sentence_shows_the_place_and_the_right_rule_there(
    f: str, wrong: str, where: str, words: list[str]
) -> None:
    found = explain(slope(f), read(wrong))
    assert found is not None and found.where_text == where
    for word in words:
        assert word in found.say


@pytest.mark.parametrize("item", DATA["exercises"], ids=lambda item: item["id"])
def test_no_sentence_gives_the_answer_away(item: dict[str, Any]) -> None:
    if item.get("kind") == "gradient" or "at" in item:
        return
    right = line(read(item["answer"]))
    if right in line(read(item["f"])):
        return
    for value, _ in item["wrong"]:
        found = explain(asked(item), answer(item, value))
        assert found is None or right not in found.say


def test_two_mistakes_at_once_are_both_named() -> None:
    found = explain(slope("cos(x^2)"), read("sin(x^2)"))
    assert found is not None and found.together
    assert found.names == ("cos-derivative-sign", "inner-derivative-missing")
    found = explain(slope("x^3 - 5x + 7"), read("3x^3 + 2"))
    assert found is not None and set(found.names) == {"power-exponent-not-lowered", "constant-kept"}


def test_what_fits_nothing_is_left_alone() -> None:
    for wrong in ("x^17", "3x^2 - 5.01", "sin(x)", "y", "41"):
        assert explain(slope("x^3 - 5x + 7"), read(wrong)) is None


def test_a_large_function_is_bounded_and_does_not_raise() -> None:
    f = " + ".join(f"sin({k}x)*exp({k}x)/(x + {k})" for k in range(1, 30))
    assert explain(slope(f), read("x")) is None
    deep = "sin(" * 50 + "x" + ")" * 50
    assert explain(slope(deep), read("x")) is None
