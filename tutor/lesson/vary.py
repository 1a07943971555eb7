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
TEXTS = frozenset({"say", "question", "hints", "text", "heading", "label", "choices", "why", "lines", "distractors"})
NAMES = frozenset({"id", "skill", "vary", "kind", "data"})
_RANGE = re.compile(r"\s*(-?\d{1,9})\s*\.\.\s*(-?\d{1,9})\s*")
_HOLE = re.compile(r"\{([A-Za-z]\w*)\}")
_ARGUMENT = re.compile(r"\\[A-Za-z]+(?:\{[^{}]*\})*$")  # behind it the next braces are a LaTeX command's
# An accent or a style is put on letters: `\hat{y}` is a name, and `\hat{{y}}` has the hole.
_ON_LETTERS = re.compile(
    r"\\(?:(?:wide)?(?:hat|tilde)|bar|d?dot|vec|(?:over|under)line|math(?:bf|rm|it|sf|cal|frak|tt|scr|bb)"
    r"|boldsymbol|pmb|bm|text(?:bf|it|rm|sf|tt)?|operatorname)$"
)

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
            fill = _fill_text if text else fill_expression
            full = fill(node.text, choice)
            return node if full == node.text else node._replace(text=full, inline=False, block=0)
        case y.Sequence():
            return y.Sequence(tuple(filled(item, choice, text=text) for item in node.items), node.place)
        case y.Mapping():
            pairs = tuple(
                (key, value if key.text in NAMES else filled(value, choice, text=is_text(key.text, value, text)))
                for key, value in node.pairs
            )
            return y.Mapping(pairs, node.place)


def is_text(name: str, value: y.YamlNode, text: bool) -> bool:
    """Is what stands under this name for people? `show` names a scene, or is a line of a worked example."""
    return text or name in TEXTS or (name == "show" and isinstance(value, y.Scalar))


def fill_expression(source: str, choice: Choice) -> str:
    def put(hole: re.Match[str]) -> str:
        value = choice.get(hole[1])
        return hole[0] if value is None else beside(source[: hole.start()], value, source[hole.end() :])

    return _HOLE.sub(put, source)


def beside(before: str, value: str, after: str) -> str:
    """The value between what stands before and after it in an expression: bracketed where it could join with them."""
    last, following = before.rstrip()[-1:], after[:1]
    alone = not before.strip() and not after.strip()
    joins = last.isalnum() or (last in ")}" and last != "") or following.isdigit()
    plain = re.fullmatch(r"\d+(\.\d+)?|[A-Za-z]\w*", value)
    return value if alone or (plain and not joins) else f"({value})"


def _fill_text(source: str, choice: Choice) -> str:
    def put(hole: re.Match[str]) -> str:
        value, before = choice.get(hole[1]), source[: hole.start()]
        return hole[0] if value is None or on_letters(before) else beside_text(before, value)

    return _HOLE.sub(put, source)


def on_letters(before: str) -> bool:
    """Does an accent or a style stand before the brace, which is put on letters, so that they are no hole?"""
    return _ON_LETTERS.search(before) is not None


def beside_text(before: str, value: str) -> str:
    """The value as a person writes it behind these words: braced as an exponent, bracketed behind a sign."""
    line = before.rpartition("\n")[2].rstrip()
    if line.endswith(("^", "_")) or _ARGUMENT.search(before):
        return f"{{{value}}}"  # the braces group an exponent, an index, or what a LaTeX command takes
    after_sign = bool(line.strip("+-*/− ")) and (line[-1] in "+-*/−·×" or line.endswith((r"\cdot", r"\times")))
    return f"({value})" if value.startswith("-") and after_sign else value
