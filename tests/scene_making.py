"""Scenes for the tests, made as a lesson makes them: settings through the readers, SymPy's part through the tasks."""

from __future__ import annotations

import re
from typing import Any

import yaml

from tutor import scenes
from tutor.lesson import yamlnodes as y
from tutor.lesson.kinds import At, Struct
from tutor.lesson.losses import DataSet
from tutor.tasks import TASKS

SEED = DataSet("seed", ((1.0, 1.0), (1.0, 2.0), (1.0, 3.0)), (2.0, 2.5, 3.5))
WIDE = DataSet(
    "wide", tuple((1.0, i / 7, (i % 5) - 2.0) for i in range(23)), tuple(0.3 * i - (i % 5) for i in range(23))
)
DATA = {"seed": SEED, "wide": WIDE}
NO_NUMBER = re.compile(r"(?<![A-Za-z])(nan|-?inf|zoo|oo)(?![A-Za-z])", re.IGNORECASE)


def settings(name: str, text: str, symbols: tuple[str, ...] = ("x", "y")) -> Any:
    """`text` is what stands under `show: {name: ...}`, on one line."""
    node = _node(yaml.load(text, Loader=yaml.BaseLoader))
    faults: list[Any] = []
    kind = scenes.module(name).Settings
    more = kind.names_below(node) if hasattr(kind, "names_below") else ()
    read = Struct(kind).read(node, At(faults, symbols=(*symbols, *more), data=DATA))
    assert not faults, faults
    return read


def found(name: str, made: Any) -> Any:
    """What the worker would answer to the scene's request."""
    request = scenes.module(name).request(made)
    return None if request is None else TASKS[request.task](*request.args)


def scene(name: str, text: str, symbols: tuple[str, ...] = ("x", "y")) -> Any:
    made = settings(name, text, symbols)
    return scenes.module(name).scene(made, found(name, made))


def proof(name: str, text: str, symbols: tuple[str, ...] = ("x", "y")) -> tuple[str, ...]:
    made = settings(name, text, symbols)
    return scenes.module(name).prove(made, found(name, made))


def says_only_numbers(standing: Any) -> None:
    """Sentence, table and program can be had, in ASCII too, and hold neither nan nor infinity."""
    for ascii in (False, True):
        words = standing.sentence(ascii=ascii) + "".join(cell for row in standing.table(ascii=ascii) for cell in row)
        assert not NO_NUMBER.search(words), words
        assert not ascii or words.isascii(), words
    program = standing.program()
    compile(program, "program", "exec")
    assert not NO_NUMBER.search(program), program


def _node(value: Any) -> y.YamlNode:
    place = y.Place(1, 1)
    if isinstance(value, dict):
        return y.Mapping(tuple((y.Scalar(key, place), _node(item)) for key, item in value.items()), place)
    if isinstance(value, list):
        return y.Sequence(tuple(map(_node, value)), place)
    return y.Scalar(str(value), place)
