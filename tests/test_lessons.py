"""What every lesson that is shipped keeps to, read as YAML: its shape, its words, the room they have on the screen.

That its answers, wrong answers, numbers and scenes are true is `check`'s to prove, and `test_facts.py` works the facts
out again; here stands what a learner would miss.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tutor.places import shipped_lessons

FOLDER = shipped_lessons()
FILES = {file.stem: file for file in sorted(FOLDER.glob("*/[0-9]*.yaml"))}
TAUGHT = [stem for stem in FILES if not stem.startswith("00-")]  # the first look teaches nothing yet
COURSES = ("1-slopes", "2-gradients", "3-descent", "4-backprop", "5-stochastic")
LONGEST_CHOICE = 100  # characters: two lines


@functools.cache
def lesson(stem: str) -> dict[str, Any]:
    reader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the one in C is ten times as fast
    found: dict[str, Any] = yaml.load(FILES[stem].read_text(encoding="utf-8"), Loader=reader)
    return found


def steps(stem: str) -> list[dict[str, Any]]:
    return list(lesson(stem)["steps"])


def asks(stem: str) -> list[dict[str, Any]]:
    return [step["ask"] for step in steps(stem) if "ask" in step]


def choices(ask: dict[str, Any]) -> list[dict[str, Any]]:
    found = ask.get("choice", ask.get("choices", []))
    return list(found["choices"] if isinstance(found, dict) else found)


def words(node: Any, inside: bool = False) -> Iterator[str]:
    """Every text of a lesson that people read."""
    if isinstance(node, dict):
        for name, value in node.items():
            yield from words(value, inside or name in ("say", "question", "text", "hints", "why", "means"))
    elif isinstance(node, list):
        for value in node:
            yield from words(value, inside)
    elif inside:
        yield str(node)


def settings(node: Any, name: str = "") -> Iterator[str]:
    """Everything else in it: what the words may say because it was given."""
    if isinstance(node, dict):
        for key, value in node.items():
            if key not in ("say", "question", "text", "hints", "why", "means"):
                yield from settings(value, key)
    elif isinstance(node, list):
        for value in node:
            yield from settings(value, name)
    else:
        yield str(node)


# --- the road ---------------------------------------------------------------------------------------------------------


def test_the_road_has_twenty_six_lessons_and_a_checkpoint_behind_each_course() -> None:
    assert [stem[:2] for stem in FILES] == [f"{number:02}" for number in range(27)]
    assert {file.parent.name for file in FILES.values()} == set(COURSES)
    for course in COURSES:
        found = yaml.safe_load((FOLDER / course / "checkpoint.yaml").read_text("utf-8"))
        (mixed,) = (step["checkpoint"] for step in found["steps"] if "checkpoint" in step)
        own = [lesson(stem)["id"] for stem in TAUGHT if FILES[stem].parent.name == course]
        assert set(own) <= set(mixed["lessons"]) and mixed["items"] >= 6, course


def test_ids_of_lessons_and_questions_are_no_others() -> None:
    identities = [lesson(stem)["id"] for stem in FILES]
    assert len(set(identities)) == len(identities)
    questions = [(stem, ask["id"]) for stem in FILES for ask in asks(stem)]
    assert len(set(questions)) == len(questions)


@pytest.mark.parametrize("stem", TAUGHT)
def test_what_a_lesson_needs_comes_before_it(stem: str) -> None:
    before = {lesson(other)["id"] for other in FILES if other < stem}
    assert set(lesson(stem).get("needs", [])) <= before
    assert stem[:2] == "01" or lesson(stem).get("needs")


# --- its shape --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("stem", TAUGHT)
def test_a_prediction_comes_first_an_example_fades_and_a_reflection_comes_last(stem: str) -> None:
    found = lesson(stem)
    assert 12 <= found["minutes"] <= 20 and found["about"] and found["goals"]
    asked = asks(stem)
    assert asked[0].get("before"), "the first question is a prediction"
    assert choices(asked[-1]) and not asked[-1].get("before"), "the last is a choice, about why"
    worked = [step["show"]["worked"] for step in steps(stem) if "worked" in step.get("show", {})]
    assert worked and any(each.get("fade") for each in worked)
    scenes = {name for step in steps(stem) for name in step.get("show", {})} - {"worked"}
    assert scenes, "something to play with"
    assert sum(bool(ask.get("placement")) for ask in asked) == 1
    assert len(found.get("terms", [])) >= 2


LEANS = r"\b(here|this(?! order)|our|these (points|lines|data)|the (scene|picture|table|chart)|(shown|given) above)\b"


@pytest.mark.parametrize("stem", TAUGHT)
def test_enough_questions_stand_alone_and_do_not_lean_on_their_step(stem: str) -> None:
    """A checkpoint asks those, without what their lesson says and shows beside them."""
    alone = [ask for ask in asks(stem) if ask.get("alone") or ask.get("placement")]
    assert len(alone) >= 3 and not any(ask.get("before") for ask in alone)
    leaning = [ask["id"] for ask in alone if re.search(LEANS, ask["question"], re.IGNORECASE)]
    assert not leaning


@pytest.mark.parametrize("stem", FILES)
def test_skills_are_declared_and_each_is_asked(stem: str) -> None:
    assert {ask["skill"] for ask in asks(stem)} == set(lesson(stem)["skills"])


@pytest.mark.parametrize("stem", TAUGHT)
def test_questions_have_hints_and_their_numbers_vary_where_they_can(stem: str) -> None:
    graded = [(step, step["ask"]) for step in steps(stem) if "ask" in step and not step["ask"].get("before")]
    assert all(2 <= len(ask["hints"]) <= 3 for _, ask in graded if not choices(ask) or ask.get("hints"))
    counted = [(step, ask) for step, ask in graded if not choices(ask)]
    varied = [ask["id"] for step, ask in counted if "vary" in step or "vary" in ask]
    assert len(varied) * 2 >= len(counted), sorted({ask["id"] for _, ask in counted} - set(varied))


@pytest.mark.parametrize("stem", FILES)
def test_every_choice_gives_a_reason_and_none_depends_on_its_place(stem: str) -> None:
    """The right one says why, too; and as their order is shuffled, no words may speak of the first or the other."""
    for ask in asks(stem):
        for option in choices(ask):
            assert option.get("say"), option["text"]
            said = f"{option['text']} {option['say']}"
            assert not re.search(r"\b(first|second|last|next|other) (choice|answer)\b|\babove\b choice", said), said


# --- its words --------------------------------------------------------------------------------------------------------

SHRUGS = r"\b(clearly|obviously|trivially|of course|it is known|it can be shown|easy to see|needless to say)\b"


@pytest.mark.parametrize("stem", FILES)
def test_nothing_is_waved_away(stem: str) -> None:
    assert not [text for text in words(lesson(stem)) if re.search(SHRUGS, text, re.IGNORECASE)]


DIGITS = re.compile(r"(?<![\w.{=])\d+\.\d{2,}(?![\w])")
ROUND = 2  # significant digits of a number that may stand in the words as an example, such as 0.25


@pytest.mark.parametrize("stem", FILES)
def test_numbers_in_the_words_are_given_or_computed(stem: str) -> None:
    """A number of three digits or more behind a point, typed into the words, stands in the lesson as a setting too."""
    given = {number for text in settings(lesson(stem)) for number in re.findall(r"\d+\.\d+", text)}
    typed = {
        number
        for text in words(lesson(stem)["steps"])
        for number in DIGITS.findall(re.sub(r"\{=.*?\}|```.*?```|`[^`]*`", "", text, flags=re.DOTALL))
    }
    assert not {each for each in typed - given if len(each.replace(".", "").strip("0")) > ROUND}


@pytest.mark.parametrize("stem", FILES)
def test_words_beside_a_scene_name_a_key(stem: str) -> None:
    """What to press is said; before a prediction there is nothing to press yet, and the app says it after."""
    keys = r"\*\*(\w+ )*(space|number|left|right|up|down|arrow|arrows|enter|home|end|tab|[a-z+])( \w+)*\*\*"
    for number, step in enumerate(steps(stem), 1):
        if "show" in step and not step.get("ask", {}).get("before") and "worked" not in step["show"]:
            said = " ".join(step.get("say", "").split())
            assert re.search(keys, said, flags=re.IGNORECASE), f"step {number}: {said}"


@pytest.mark.parametrize("stem", FILES)
def test_the_words_fit_their_place(stem: str) -> None:
    """At 80x24: a few lines beside a scene, more above a question, a page alone."""
    for number, step in enumerate(steps(stem), 1):
        lines = step.get("say", "").rstrip().splitlines()
        most = (6 if "ask" in step else 8) if "show" in step else 14 if "ask" in step else 21
        assert len(lines) <= most, f"step {number} says {len(lines)} lines"
        for choice in choices(step.get("ask", {})):
            assert len(re.sub(r"\{=.*?\}", "0.1234", choice["text"])) <= LONGEST_CHOICE


def test_the_glossary_says_each_term_once() -> None:
    said: dict[str, str] = {}
    for stem in FILES:
        for term in lesson(stem).get("terms", []):
            name = term["term"].casefold()
            assert name not in said, f"{term['term']}: {said.get(name)} and {stem}"
            said[name] = stem
            assert len(term["means"]) <= 200
    assert Path(FOLDER).is_dir() and len(said) >= 60
