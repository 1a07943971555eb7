"""What the program says can be said in another language: all of it is collected, and a translation is what is shown."""

import ast
import gettext
import string
from collections.abc import Iterator
from contextvars import copy_context
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from tests import messages
from tests.foreign import reading, spoken
from tutor.messages import DOMAIN, N_, languages_of, plural, speak, tr
from tutor.ui.screens.lesson import LessonScreen

MARKS = {"tr": 1, "N_": 1, "plural": 3}


def calls() -> Iterator[tuple[str, ast.Call]]:
    """Every place that marks a message."""
    for file in sorted(messages.PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MARKS:
                yield f"{file.name}:{node.lineno}", node


def asked_for(template: str) -> set[str]:
    """The values that a message names."""
    return {name.split(".")[0].split("[")[0] for _, name, _, _ in string.Formatter().parse(template) if name}


def test_the_catalogue_for_translators_has_all_that_is_said() -> None:
    said, kept = set(messages.ids(messages.collected())), set(messages.ids(messages.known()))
    assert said == kept, "python -m tests.messages writes it anew"


def test_a_message_is_given_the_values_that_it_names() -> None:
    for place, call in calls():
        name = call.func.id  # type: ignore[attr-defined]
        texts = call.args[1:] if name == "plural" else call.args[:1]
        given = {each.arg for each in call.keywords} | ({"count"} if name == "plural" else set())
        for text in texts:
            if isinstance(text, ast.Constant) and None in given:  # some are handed on together
                assert given - {None, "count"} <= asked_for(text.value), place
            elif isinstance(text, ast.Constant) and call.keywords:
                assert asked_for(text.value) == given or name == "plural", place
            elif name != "tr":
                assert isinstance(text, ast.Constant), f"{place}: nothing can collect this"
        assert not any(isinstance(text, ast.JoinedStr) for text in texts), place


@pytest.mark.parametrize(
    ("environment", "languages"),
    [
        ({"LANG": "de_AT.UTF-8"}, ["de_AT.UTF-8"]),
        ({"LANG": "de_AT.UTF-8", "LANGUAGE": "fr:de:en:it"}, ["fr", "de"]),
        ({"LANG": "C", "LANGUAGE": "de"}, []),
        ({"LANG": "de_DE.UTF-8", "LC_ALL": "C.UTF-8"}, []),
        ({"LANG": "en_US.UTF-8"}, []),
        ({}, []),
    ],
)
def test_the_environment_says_which_language(environment: dict[str, str], languages: list[str]) -> None:
    assert languages_of(environment) == languages


def translated(folder: Path, texts: dict[str | tuple[str, str], str | tuple[str, ...]], language: str = "de") -> None:
    """Writes a translation."""
    catalogue = Catalog(locale=language)
    for one, other in texts.items():
        catalogue.add(one, other)
    (folder / language / "LC_MESSAGES").mkdir(parents=True)
    with (folder / language / "LC_MESSAGES" / f"{DOMAIN}.mo").open("wb") as file:
        write_mo(file, catalogue)


def test_a_translation_is_said_and_a_bad_one_is_not(tmp_path: Path) -> None:
    translated(
        tmp_path,
        {
            "step {k} of {n}": "Schritt {k} von {n}",
            "bad {k}": "schlecht {j}",
            "back": "zurück",
            ("{count} lesson", "{count} lessons"): ("{count} Lektion", "{count} Lektionen"),
        },
    )

    def said() -> tuple[str, ...]:
        speak(["de_CH.UTF-8"], tmp_path)
        counted = (plural(count, "{count} lesson", "{count} lessons") for count in (0, 1, 2))
        return tr("step {k} of {n}", k=2, n=3), tr("bad {k}", k=1), tr(N_("back")), tr("{not} there"), *counted

    in_german = copy_context().run(said)
    assert in_german == ("Schritt 2 von 3", "bad 1", "zurück", "{not} there", "0 Lektionen", "1 Lektion", "2 Lektionen")
    assert tr("step {k} of {n}", k=2, n=3) == "step 2 of 3"  # whoever else is at work here speaks their own


MAGIC = b"\xde\x12\x04\x95"


def test_what_is_no_translation_is_english(tmp_path: Path) -> None:
    def said(language: str) -> tuple[str, ...]:
        speak([language], tmp_path)
        return tr("step {k} of {n}", k=2, n=3), tr("back"), plural(2, "{count} lesson", "{count} lessons")

    english = ("step 2 of 3", "back", "2 lessons")
    for language in ("de", "../..", "\0", "x" * 5000):
        assert copy_context().run(said, language) == english
    file = tmp_path / "de" / "LC_MESSAGES" / f"{DOMAIN}.mo"
    file.parent.mkdir(parents=True)
    good = tmp_path / "good"
    translated(good, {"back": "zurück", ("{count} lesson", "{count} lessons"): ("{count} Lektion", "{count[0]}")})
    whole = (good / "de" / "LC_MESSAGES" / f"{DOMAIN}.mo").read_bytes()
    broken = [b"", b"no catalogue at all", MAGIC, whole[:20], whole[:-40]]
    broken += [whole.replace(b"charset=utf-8", b"charset=foo-8"), whole.replace(b"(n != 1)", b"n / 0000")]
    for held in broken:
        file.write_bytes(held)
        gettext._translations.clear()  # it keeps what it has read
        assert {*copy_context().run(said, "de")} <= {*english, "zurück"}, held[:40]


KEYS = [  # of each step of the lesson, to whatever they lead; `=` answers
    ("enter", "enter", "ctrl+g", "=2", "=5 cos(5x^3)", "ctrl+o", "escape"),
    ("enter", "enter", "2"),
    ("space", "end", "question_mark", "escape"),
    ("right",),
    (
        *("=[0.81, 1.65]", "ctrl+r", "escape", "tab"),
        *("space", "space", "plus", "f", "escape", "m", "enter", "t", "v", "a"),
        *("g", "escape", "w", "escape", "c", "escape"),
    ),
    ("right", "d"),
    ("left",),
    ("right",),
    ("space", "space"),
    ("right",),
]


@pytest.mark.asyncio(loop_scope="session")
async def test_whatever_can_be_read_is_a_message(tmp_path: Path) -> None:
    with spoken(tmp_path / "language"):
        async with reading(tmp_path, (80, 24)) as me:
            me.read()
            await me.look("question_mark", "escape", "x", "escape", "ctrl+p", "escape")
            for key in ("g", "slash"):
                await me.look(key, "question_mark", "escape")
                await me.until(lambda: me.app.screen.found, "what there is")
                await me.look("down", "z", "z", "escape", "escape")
            await me.look("p")
            await me.until(lambda: me.app.screen.past is not None, "what was done")
            await me.look("end", "slash", "escape", "escape", "r")
            await me.look("l", "down", "question_mark", "escape", "escape", "enter")
            await me.until(lambda: isinstance(me.app.screen, LessonScreen), "the lesson")
            for keys in KEYS:
                await me.until(lambda: me.screen.pane is not None and me.pane.scene is not None, "the scene")
                await me.look(*keys, "pagedown")
            await me.resize(40, 12)
            me.read()
        assert not me.found, "\n".join(f"{screen}, {word}: {line}" for (screen, word), line in me.found.items())
