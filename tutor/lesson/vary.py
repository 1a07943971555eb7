"""Variants of a step: `{a}` and `{n}` stand for the values that `vary` lists, in every expression and text of the step.

`vary: {a: [2, 3, 5], n: "3..6"}` makes every combination. They are put into the YAML nodes before a step is read, so
that every setting may vary and each variant is held to the same rules. In an expression a value is bracketed where it
could otherwise join with its neighbours (`{a}*x` with a = -2 is `(-2)*x`); in a text it stands as a person writes it.
"""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass

from tutor.lesson import yamlnodes as y
from tutor.lesson.kinds import BAD, At, Bad, Expression, ListOf, MapOf, OwnKind, Text, read_expression
from tutor.messages import N_, plural, tr

MAX_VARIANTS = 200
MAX_VALUES = 100
# Under these names stand texts for people, and names; under all others expressions and numbers.
TEXTS = frozenset({"say", "question", "hints", "text", "heading", "label", "choices", "why"})
NAMES = frozenset({"id", "skill", "vary", "kind", "data"})
_RANGE = re.compile(r"\s*(-?\d{1,9})\s*\.\.\s*(-?\d{1,9})\s*")
_HOLE = re.compile(r"\{([A-Za-z]\w*)\}")

Choice = dict[str, str]  # one value a name


def whole_numbers(node: y.YamlNode, at: At, most: int) -> range | Bad | None:
    """`3..6` as 3, 4, 5, 6; None where no range is written."""
    ends = _RANGE.fullmatch(node.text) if isinstance(node, y.Scalar) else None
    if ends is None:
        return None
    first, last = int(ends[1]), int(ends[2])
    if not first <= last < first + most:
        return at.fault(
            node,
            tr("{written} is no range: write low..high, {most} values at most", written=y.describe(node), most=most),
        )
    return range(first, last + 1)


def _read_values(node: y.YamlNode, at: At) -> tuple[str, ...] | Bad:
    """`[2, 3, 5]`, `"3..6"` or a single value; each is a number or an expression."""
    ranged = whole_numbers(node, at, MAX_VALUES)
    if ranged is not None:
        return ranged if isinstance(ranged, Bad) else tuple(map(str, ranged))
    items = node.items if isinstance(node, y.Sequence) else (node,)
    if not 1 <= len(items) <= MAX_VALUES:
        return at.fault(
            node,
            plural(
                len(items),
                "there are {count} values; 1 to {most} fit here",
                "there are {count} values; 1 to {most} fit here",
                most=MAX_VALUES,
            ),
        )
    for i, item in enumerate(items):
        if isinstance(read_expression(item, at.inside(i), at.symbols, N_("a number or an expression")), Bad):
            return BAD
    values = tuple(item.text.strip() for item in items if isinstance(item, y.Scalar))
    if len(set(values)) < len(values):
        return at.fault(node, tr("a value stands here twice; remove one"))
    return values


VALUES = OwnKind(
    _read_values,
    {"anyOf": [ListOf(Expression(), most=MAX_VALUES).schema(), Expression().schema()]},
)
VARY = MapOf(
    VALUES,
    Text(most=20, pattern=r"[A-Za-z]\w*", like=N_("what varies is a letter or a short name, such as a")),
    most=6,
)


@dataclass(frozen=True, slots=True)
class Variation:
    """The values of each name; `combinations` counts all, `choices` gives the first and a sample spread evenly."""

    values: Mapping[str, tuple[str, ...]]

    @property
    def combinations(self) -> int:
        return math.prod(len(each) for each in self.values.values())

    def choices(self, most: int = MAX_VARIANTS) -> list[Choice]:
        """At most `most` combinations, the first one first; the last name's value changes quickest."""
        total = self.combinations
        count = min(total, most)
        picked = sorted({k * total // count for k in range(count)})
        return [self._choice(index) for index in picked]

    def _choice(self, index: int) -> Choice:
        chosen: Choice = {}
        for name in reversed(tuple(self.values)):
            index, place = divmod(index, len(self.values[name]))
            chosen[name] = self.values[name][place]
        return {name: chosen[name] for name in self.values}


def named(choice: Choice) -> str:
    """`a = 3, n = 4`"""
    return ", ".join(f"{name} = {value}" for name, value in choice.items())


def names_in(node: y.YamlNode) -> frozenset[str]:
    """Every `{name}` that stands in the node's values."""
    match node:
        case y.Scalar():
            return frozenset(_HOLE.findall(node.text))
        case y.Sequence():
            return frozenset(itertools.chain.from_iterable(map(names_in, node.items)))
        case y.Mapping():
            below = (names_in(value) for key, value in node.pairs if key.text not in NAMES)
            return frozenset(itertools.chain.from_iterable(below))


def filled(node: y.YamlNode, choice: Choice, *, text: bool = False) -> y.YamlNode:
    """The node with each declared `{name}` replaced; other braces stay. `text`: for people, not an expression."""
    match node:
        case y.Scalar():
            fill = _fill_text if text else _fill_expression
            full = fill(node.text, choice)
            return node if full == node.text else node._replace(text=full, inline=False)
        case y.Sequence():
            return y.Sequence(tuple(filled(item, choice, text=text) for item in node.items), node.place)
        case y.Mapping():
            pairs = tuple(
                (key, value if key.text in NAMES else filled(value, choice, text=_is_text(key.text, text)))
                for key, value in node.pairs
            )
            return y.Mapping(pairs, node.place)


def _is_text(name: str, text: bool) -> bool:
    return name in TEXTS or text


def _fill_expression(source: str, choice: Choice) -> str:
    def put(hole: re.Match[str]) -> str:
        value = choice.get(hole[1])
        if value is None:
            return hole[0]
        before, after = source[: hole.start()].rstrip()[-1:], source[hole.end() : hole.end() + 1]
        alone = not source[: hole.start()].strip() and not source[hole.end() :].strip()
        joins = before.isalnum() or (before in ")}" and before != "") or after.isdigit()
        plain = re.fullmatch(r"\d+(\.\d+)?|[A-Za-z]\w*", value)
        return value if alone or (plain and not joins) else f"({value})"

    return _HOLE.sub(put, source)


def _fill_text(source: str, choice: Choice) -> str:
    def put(hole: re.Match[str]) -> str:
        value = choice.get(hole[1])
        if value is None:
            return hole[0]
        line = source[: hole.start()].rpartition("\n")[2].rstrip()
        if line.endswith(("^", "_")):
            return f"{{{value}}}"  # the braces group an exponent or an index
        after_sign = bool(line.strip("+-*/− ")) and line[-1] in "+-*/−·×"
        return f"({value})" if value.startswith("-") and after_sign else value

    return _HOLE.sub(put, source)
