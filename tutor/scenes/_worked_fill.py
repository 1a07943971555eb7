"""The lines of a worked example with the numbers of each pass in their holes.

`{a}` is a value that the example of the pass gives, or a number that is computed from such; both stand as a person
writes them. Other braces stay as they are: they are LaTeX's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, NamedTuple

from tutor.lesson import yamlnodes as y
from tutor.lesson.amounts import Amount, Digits, amount_of, written
from tutor.lesson.kinds import BAD, At, Bad, read_expression
from tutor.lesson.vary import beside_text, on_letters
from tutor.messages import N_, tr
from tutor.scenes._worked_holes import ARGUMENT, HOLE, tell_unfilled

if TYPE_CHECKING:
    from tutor.scenes.worked import Distractor, Line, Settings


class Held(NamedTuple):
    """What stands in a hole: in a sentence, and between dollar signs."""

    plain: str
    formula: str


@dataclass(frozen=True, slots=True)
class Pass:
    """One time through the example: its lines, which of them are left out (from 0), and the numbers it is about."""

    lines: tuple[Line, ...]
    blanks: frozenset[int] = frozenset()
    distractors: tuple[Distractor, ...] = ()
    given: tuple[tuple[str, str], ...] = ()  # name and expression, of the example
    computed: tuple[tuple[str, str, float], ...] = ()  # name, expression, value

    def clashes(self) -> Iterator[str]:
        """What makes a question of this pass one that cannot be asked."""
        whys = {line.why for line in self.lines}
        for each in self.distractors:
            if each.why in whys:
                yield tr("the distractor {why} is the reason of a line", why=repr(each.why[:60]))
        for place in sorted(self.blanks):
            line = self.lines[place]
            said = {"line": place + 1}
            if any(each.show == line.show for each in line.instead):
                yield tr("a wrong line of line {line} is the line itself", **said)
            if not line.instead and len(whys - {"", line.why}) + len(self.distractors) == 0:
                yield tr("the reason of line {line} is the only one there is; add distractors", **said)


def filled_passes(made: Settings, node: y.YamlNode, at: At) -> tuple[Pass, ...] | Bad:
    """One for the whole example and one for each of `fade`; BAD after the faults of numbers and names are told."""
    count = 1 + len(made.fade)
    examples: list[dict[str, tuple[str, ...]]] = list(made.examples) or [{}]
    examples = examples * count if len(examples) == 1 else examples
    known = {*examples[0], *(made.numbers or ())}
    if known and tell_unfilled(node, known, at):
        return BAD
    passes = []
    used: set[str] = set()
    for place, example in enumerate(examples):
        held = _held(made, example, node, at)
        if isinstance(held, Bad):
            return BAD
        filler = _Filler(held[0], used)
        lines = tuple(filler.line(line) for line in made.lines)
        distractors = tuple(
            replace(each, why=filler.fill(each.why), say=filler.fill(each.say)) for each in made.distractors
        )
        blanks = frozenset(number - 1 for number in made.fade[place - 1]) if place else frozenset()
        given = tuple((name, _one(value)) for name, value in example.items())
        passes.append(Pass(lines, blanks, distractors, given, held[1]))
    unused = sorted({*(name for name in examples[0] if not _needed(name, made)), *(made.numbers or ())} - used)
    if unused:
        where = "numbers" if unused[0] in (made.numbers or ()) else "examples"
        return at.inside(where).fault(_part(node, where), tr("no line uses {{{name}}}; remove it", name=unused[0]))
    return tuple(passes)


def _needed(name: str, made: Settings) -> bool:
    """Is a number computed from it?"""
    return any(name in re.findall(r"[A-Za-z_]\w*", each) for each in (made.numbers or {}).values())


def _one(value: tuple[str, ...]) -> str:
    return value[0]


Computed = tuple[tuple[str, str, float], ...]


def _held(
    made: Settings, example: Mapping[str, tuple[str, ...]], node: y.YamlNode, at: At
) -> tuple[dict[str, Held], Computed] | Bad:
    """What stands in each hole of a pass, and its computed numbers."""
    held: dict[str, Held] = {}
    amounts: dict[str, Amount] = {}
    computed = []
    for name, value in example.items():
        if len(value) != 1:
            return at.inside("examples").fault(
                _part(node, "examples"), tr("{name} has one value in each example", name=name)
            )
        held[name] = Held(value[0], value[0])
        tree = read_expression(_text(value[0], node), at.inside("examples"), at.symbols, N_("a number"))
        amount = None if isinstance(tree, Bad) or tree.symbols() else amount_of(tree, {})
        if amount is not None:
            amounts[name] = amount
    for name, source in (made.numbers or {}).items():
        where, spot = at.inside("numbers").inside(name), _part(node, "numbers", name)
        inside, colon, after = source.partition(":")
        digits = Digits.read(after.strip()) if colon else None
        if colon and digits is None:
            return where.fault(spot, tr("behind the colon stand digits: 4, e3 or frac"))
        tree = read_expression(_text(inside, spot), where, tuple(amounts), N_("an expression in the pass's numbers"))
        if isinstance(tree, Bad):
            return BAD
        found = amount_of(tree, amounts)
        texts = [None if found is None else written(found, digits, formula=formula) for formula in (False, True)]
        if found is None or texts[0] is None or texts[1] is None:
            return where.fault(spot, tr("{written} has no such value", written=repr(inside.strip()[:60])))
        amounts[name], held[name] = found, Held(texts[0], texts[1])
        computed.append((name, inside.strip(), float(found.value)))
    return held, tuple(computed)


def _part(node: y.YamlNode, *names: str) -> y.YamlNode:
    """What is written under these names, one in the other: there a fault stands."""
    for name in names:
        below = node.get(name) if isinstance(node, y.Mapping) else None
        node = node if below is None else below
    return node


def _text(text: str, node: y.YamlNode) -> y.Scalar:
    return y.Scalar(text, node.place)


@dataclass(frozen=True, slots=True)
class _Filler:
    """Fills holes, and notes in `used` which there were."""

    held: Mapping[str, Held]
    used: set[str]

    def line(self, line: Line) -> Line:
        wrong: Any = (replace(each, show=self.fill(each.show), say=self.fill(each.say)) for each in line.instead)
        return replace(line, show=self.fill(line.show), why=self.fill(line.why), instead=tuple(wrong))

    def fill(self, text: str) -> str:
        def put(hole: re.Match[str]) -> str:
            held, before = self.held.get(hole[1]), text[: hole.start()]
            if held is None or on_letters(before):
                return hole[0]
            self.used.add(hole[1])
            if before.count("$") % 2 and ARGUMENT.search(before):
                return f"{{{held.formula}}}"
            value = held.formula if before.count("$") % 2 else held.plain
            times = before.rstrip().endswith((r"\cdot", r"\times"))
            return f"({value})" if times and value.startswith("-") else beside_text(before, value)

        return HOLE.sub(put, text)
