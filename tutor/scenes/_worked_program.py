"""A worked example as a Python program: the numbers of the pass, computed, and its lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.expression import Unreadable, parse
from tutor.scenes._python import code, math_needs, program, python_names
from tutor.tree import Node

if TYPE_CHECKING:
    from tutor.scenes._worked_state import WorkedScene


def worked_program(scene: WorkedScene) -> str:
    """Prints each computed number, then the lines that stand there with their reasons."""
    made = scene.settings.passes[scene.place]
    trees = _trees([*made.given, *((name, source) for name, source, _ in made.computed)])
    own = python_names(trees)
    values = [f"{own[name]} = {code(tree, own)}" for name, tree in trees.items()]
    told = [f'print("{own[name]} =", {own[name]})' for name, _, _ in made.computed if name in trees]
    lines = [f"print({_line(each.number, each.text, each.why)!r})" for each in scene.rows(ascii=True) if not each.blank]
    return program(math_needs(trees.values()), values, told, lines)


def _trees(written: list[tuple[str, str]]) -> dict[str, Node]:
    """The values that are numbers, each in the names before it."""
    trees: dict[str, Node] = {}
    for name, source in written:
        try:
            trees[name] = parse(source, tuple(trees))
        except Unreadable:  # it is made of the lesson's symbols: no number
            continue
    return trees


def _line(number: int, text: str, why: str) -> str:
    return f"{number}  {text}" + (f"   ({why})" if why else "")
