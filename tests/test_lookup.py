"""The glossary and the search of the lessons: what is found holds every word, and leads to where it stands."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.ascii import plain
from tutor.lesson.catalogue import load_catalogue
from tutor.library import Library
from tutor.lookup import (
    KINDS,
    LONGEST,
    MOST_OF_ONE,
    Entry,
    Passage,
    around,
    found,
    glossary,
    hits,
    in_order,
    listened,
    of_header,
    passages,
    words_of,
)
from tutor.misspelt import meant, nothing_found
from tutor.places import shipped_lessons

ONE = """format: 1
id: one
title: The slope
about: All about slope and height
goals: [read the slope off a graph]
skills: [slope-of-curve]
terms:
  - {term: slope, sign: "$f'(x)$", means: "How steep: $\\\\frac{\\\\partial f}{\\\\partial x}$."}
  - {term: learning rate, sign: "$\\\\alpha$", means: "How far a step goes."}
  - {term: "gradient [b]", sign: "$\\\\nabla f$", means: "*All* slopes at once."}
steps:
  - say: Hello.
  - say: "The slope of $x^2$ at $\\\\theta_0$ is **steep**."
    ask: {id: q1, question: "What is the slope?", derivative_of: "x^2"}
  - ask:
      id: q2
      question: Which is it?
      choices: [{text: the height, ok: true}, {text: the width, say: "No, the other."}]
"""
TWO = """format: 1
id: two
title: Another lesson
skills: [slope-of-curve]
terms:
  - {term: Learning rate, means: "How far a step goes."}
  - {term: slope, means: "Of a roof."}
  - {term: "$\\\\beta$", means: "The share that is kept."}
steps:
  - say: The Slope here too.
  - say: A second step.
"""


@pytest.fixture(scope="module")
def lessons(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("lookup")
    (folder / "course").mkdir()
    for name, text in (("1", ONE), ("2", TWO), ("3", "format: 1\nid: [")):
        (folder / "course" / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def terms(lessons: Path) -> tuple[Entry, ...]:
    return glossary(load_catalogue([lessons]))


@pytest.fixture(scope="module")
def told(lessons: Path) -> list[Passage]:
    """All passages of the two lessons, in the order of the road."""
    library, catalogue = Library(), load_catalogue([lessons])
    list(library.of(catalogue))
    for file in library.unread():
        library.put(file, *passages([file]))
    return list(library.passages())


def looked_up(terms: tuple[Entry, ...], typed: str) -> list[Entry]:
    return found([listened(each) for each in terms], words_of(typed))


# --- the glossary -----------------------------------------------------------------------------------------------------


def test_every_term_of_every_shipped_lesson_is_found_by_itself() -> None:
    catalogue = load_catalogue([shipped_lessons()])
    terms = glossary(catalogue)
    heard = [listened(each) for each in terms]
    assert len({each.lesson for each in terms}) > 2 and [each.key for each in terms] == sorted(e.key for e in terms)
    for entry in terms:
        for typed in (entry.term, plain(entry.term).upper(), f"  {entry.term}  "):
            same = found(heard, words_of(typed))
            assert entry in same and plain(same[0].term).casefold().startswith(plain(entry.term).casefold()), typed
        header = catalogue.find(entry.lesson)
        assert header is not None and header.title == entry.title
        assert entry.term.isprintable() and entry.sign.isprintable() and "$" not in entry.term + entry.sign


def test_a_term_stands_once_with_the_first_who_says_so_and_again_where_it_means_something_else(
    terms: tuple[Entry, ...],
) -> None:
    assert [(each.term, each.lesson) for each in terms] == [
        ("β", "two"),
        ("gradient [b]", "one"),
        ("learning rate", "one"),
        ("slope", "one"),
        ("slope", "two"),
    ]
    assert in_order([*terms, *terms]) == terms


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("alpha", "learning rate"),
        ("α", "learning rate"),
        ("nabla", "gradient [b]"),
        ("∇F", "gradient [b]"),
        ("beta", "β"),
        ("[", "gradient [b]"),
        ("ste far", "learning rate"),
        ("df/dx", "slope"),
        ("partial", None),  # the name of a sign is that of the term's own
        ("f'", "slope"),
        ("all slopes", "gradient [b]"),
        ("*", None),
        ("$", None),
        ("slope nowhere", None),
    ],
)
def test_a_term_is_found_by_its_sign_its_meaning_and_its_spelling(
    terms: tuple[Entry, ...], typed: str, first: str | None
) -> None:
    assert next((each.term for each in looked_up(terms, typed)), None) == first


def test_what_begins_so_comes_first_and_without_words_there_is_all(terms: tuple[Entry, ...]) -> None:
    assert [each.term for each in looked_up(terms, "s")] == ["slope", "slope", "β", "gradient [b]", "learning rate"]
    assert looked_up(terms, " ") == list(terms)


# --- passages ---------------------------------------------------------------------------------------------------------

ODD = ["[", "]", "\\", ".*", "(", "[b]", "[/]", "\x1b[2J", "\x00", "$", "", " ", "x" * 10_000, "\\" * 10_000, "é"]
PIECES = ["slope", "SLOPE", "of", "step", "2", "x^2", "theta_0", "θ₀", "all", "learn", "ing", "he", *ODD]


TYPED = st.lists(st.sampled_from(PIECES) | st.text(st.characters(exclude_characters="_"), max_size=4), max_size=4)


def text(each: Passage) -> str:
    """What a passage is searched in; a skill is found by its name in a lesson too."""
    return each.line if each.kind != "skill" else f"{each.line}\n{each.line.replace(' ', '-')}"


@settings(max_examples=25)
@given(typed=TYPED.map(" ".join))
def test_what_is_found_holds_every_word_and_nothing_that_does_is_left_out(
    typed: str, told: list[Passage], terms: tuple[Entry, ...]
) -> None:
    words = words_of(typed)
    assert sum(map(len, words)) <= LONGEST and all(each.isprintable() for each in words)

    def holds(text: str) -> bool:
        both = (text + "\n" + plain(text)).casefold().replace("theta_0", "theta0")
        return all(word in both for word in words)

    if words:
        assert hits(told, words) == [each for kind in KINDS for each in told if each.kind == kind and holds(text(each))]
        for entry in looked_up(terms, typed):
            assert holds("\n".join((entry.term, entry.sign, entry.means, "∂", "nabla partial"))), (typed, entry)
    for each in hits(told, words):
        line = around(each.line, words)
        assert line.removeprefix("... ") in each.line and line.isprintable()


def test_what_tells_most_comes_first_and_then_the_order_of_the_road(told: list[Passage]) -> None:
    assert [(each.kind, each.lesson, each.step) for each in hits(told, ("slope",))] == [
        ("title", "one", None),
        ("term", "one", None),
        ("term", "one", None),
        ("term", "two", None),
        ("skill", "one", None),
        ("skill", "two", None),
        ("about", "one", None),
        ("goal", "one", None),
        ("question", "one", 1),
        ("words", "one", 1),
        ("words", "two", 0),
    ]
    assert hits(told[::-1], ("slope",))[0].kind == "title"
    assert [KINDS.index(each.kind) for each in told] == sorted(KINDS.index(each.kind) for each in told)
    assert [each.lesson for each in hits(told, ())] == ["one", "two"], "without words, the titles"
    assert [each.step for each in hits(told, words_of("the width"))] == [2], "choices are found"
    assert [each.kind for each in hits(told, words_of("slope-of"))] == ["skill", "skill"]


def test_formulas_are_found_as_they_are_shown_and_as_they_are_typed(told: list[Passage]) -> None:
    for typed in ("x²", "x^2", "θ₀", "theta_0", "theta0", "theta_", "steep."):
        assert ("words", 1) in [(each.kind, each.step) for each in hits(told, words_of(typed))], typed
    assert not hits(told, words_of("\\theta")) and not hits(told, words_of("**")) and not hits(told, words_of("$"))


def test_a_library_keeps_no_more_than_its_bound_and_reads_again_what_has_changed(tmp_path: Path) -> None:
    (tmp_path / "course").mkdir()
    files = [tmp_path / "course" / f"{i}.yaml" for i in range(3)]
    for i, file in enumerate(files):
        say = "word " * (MOST_OF_ONE // 4 if i == 0 else 2)
        file.write_text(ONE.replace("id: one", f"id: l{i}").replace("Hello.", say), encoding="utf-8")
    library, catalogue = Library(most=MOST_OF_ONE), load_catalogue([tmp_path])
    assert [len(list(library.of(catalogue))) for _ in range(2)] == [3, 0], "a header is looked at once"
    assert library.unread() == files
    for file in files:
        library.put(file, *passages([file]))
    assert not library.unread() and library.cut == 2
    known = list(library.passages())
    assert {each.lesson for each in known if each.kind == "words"} == {"l0"}
    assert max(len(each.text) for each in known) <= MOST_OF_ONE + 4
    assert {each.lesson for each in known if each.kind == "term"} == {"l0", "l1", "l2"}
    os.utime(files[1], ns=(1, 1))
    assert library.unread() == files[1:2]
    files[2].unlink()
    assert library.unread() == files[1:] and passages(files[2:]) == ((),)
    library.put(files[2], ())
    assert library.unread() == files[1:2], "what cannot be read is not tried for ever"
    assert [each.kind for each in of_header(catalogue.lessons()[0])] == ["title", "about", "goal", "skill"]


def test_what_was_meant_is_a_word_there_is_and_only_where_one_is_missing() -> None:
    known = ("gradient descent", "hessian\nhessian", "chain rule: the slope", "momentum")
    assert meant(("gradiant", "desent"), known) == "gradient descent"
    assert meant(("hesian",), known) == "hessian" and meant(("momentum", "chian"), known) == "momentum chain"
    for words in (("gradient", "chain"), ("grad",), ("zzzz",), ("x",), ("",), (), ("gradiant", "zzzz"), ("q" * 500,)):
        assert meant(words, known) == "", words
    assert meant(("gradiant",), ()) == "" and "Did you mean" not in nothing_found(("zzzz",), known)
    for i, word in enumerate(names := [f"{a}{b}{a}{b}x" for a in "abcdefgh" for b in "ijklmnop"]):
        said = meant((word[1:],), names)
        assert said == "" or said in names, i
