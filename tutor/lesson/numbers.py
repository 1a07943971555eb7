"""What may be said with the numbers that a lesson names: `run[10].loss`, `2/lam[0]`, `sqrt(g[0]^2 + g[1]^2)`.

`Numbers` reads an expression of our one small language in which these names stand, with their indices, and gives its
value. What was worked out is written into a ledger, so that `tutor.lesson.proving` can do it again.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from tutor.expression import Unreadable, parse
from tutor.expression.names import ALIASES
from tutor.lesson import reckoning
from tutor.lesson import yamlnodes as y
from tutor.lesson.amounts import Amount, Digits, NoNumber
from tutor.lesson.kinds import BAD, At, Bad, close_to
from tutor.lesson.ledger import EXPRESSION_WORK, Ledger
from tutor.lesson.reckoning import TERM_WORK, Value
from tutor.lesson.running import PARTS, Run, unknown_best
from tutor.messages import tr
from tutor.tree import Node

LONGEST = 300  # characters of an expression
_TOKEN = re.compile(
    r"(?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)"
    r"|(?P<name>[^\W\d_]\w*)(?P<path>(?:\[\d{1,9}\]|\.[A-Za-z]\w*)*)"
)
_STEP = re.compile(r"\[(\d+)\]|\.(\w+)")
CONSTANTS = ("pi", "π", "Pi", "PI", "e", "E")


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a named number is worked out: what was read, and the value."""

    name: str
    made_of: Any  # a Node, an About, a Run, or the rows of a matrix
    value: Value
    place: y.Place


@dataclass(frozen=True, slots=True)
class Said:
    """An expression that was worked out, and what the lesson's words say in its place; nothing of a named one."""

    source: str
    value: Value
    numbers: Numbers
    place: y.Place
    path: str
    digits: Digits | None = None
    shown: str | None = None
    over: Over | None = None


class Over(NamedTuple):
    """What a sum goes through."""

    letter: str
    places: range


class Formula(NamedTuple):
    """An expression whose symbols are amounts."""

    tree: Node
    amounts: dict[str, Amount]


@dataclass(frozen=True, slots=True)
class Numbers:
    """The named numbers that may be used at one place of a lesson; the ledger is one for all of its places.

    `values` maps a name to its value, or to BAD where its fault was told.
    """

    values: Mapping[str, Value | Bad] = field(default_factory=dict)
    ledger: Ledger = field(default_factory=Ledger, compare=False, repr=False)

    def value(self, source: str) -> Value | Bad:
        """What an expression in these names comes to; BAD where a name's own fault was told.

        `Unreadable` with its place in `source`, or `NoNumber`, where it comes to nothing.
        """
        found = self.understood(source)
        return reckoning.number_at(*found) if isinstance(found, Formula) else found

    def understood(self, source: str, index: str = "") -> Formula | Value | Bad:
        """The expression as a tree with the amounts of its names; the value itself where it is one name alone.

        `index` is a symbol that stays one.
        """
        if len(source) > LONGEST:
            what = tr("it has {count} characters; {most} at most make a number", count=len(source), most=LONGEST)
            raise NoNumber(what)
        used: dict[str, Amount] = {}
        plain = list(source)
        for found in _TOKEN.finditer(source):
            if found["name"] in (None, index) or (found["name"] not in self.values and is_taken(found["name"])):
                continue
            value = self._reached(found, source)
            if isinstance(value, Bad):
                return BAD
            if found[0] == source.strip() and not index:
                return value
            if not isinstance(value, Amount):
                raise Unreadable(_not_one(found[0], value), found.start(), found.end(), source)
            symbol = re.sub(r"\W", "_", found[0])  # as long as what it stands for, so that places stay
            plain[found.start() : found.end()] = symbol
            used[symbol] = value
        return Formula(parse("".join(plain), (*used, *filter(None, [index]))), used)

    def _reached(self, found: re.Match[str], source: str) -> Value | Bad:
        """The value that a name with its indices stands for."""
        name = found["name"]
        if name not in self.values:
            known = ", ".join(self.values) or tr("none; name them under numbers:")
            what = tr(
                "there is no number '{name}'{meant}; known: {known}",
                name=name[:40],
                meant=close_to(name, self.values),
                known=known,
            )
            raise Unreadable(what, found.start(), found.end("name"), source)
        value = self.values[name]
        try:
            for each in _STEP.finditer(found["path"]):
                value = self._part(value, each) if not isinstance(value, Bad) else value
            return _looked_at(value)
        except NoNumber as fault:
            raise Unreadable(
                tr("{written}: {why}", written=found[0], why=fault), found.start(), found.end(), source
            ) from fault

    def _part(self, value: Value, step: re.Match[str]) -> Value:
        """One step into a value: `[2]`, or `.loss`."""
        index, name = (None if step[1] is None else int(step[1])), step[2]
        match value:
            case Run() if index is not None:
                return replace(value, step=index)
            case Run() if name in PARTS:
                found = getattr(value.stand(value.step, self.ledger), name)
                if found is None:
                    raise NoNumber(unknown_best())
                return found
            case Run():
                raise NoNumber(tr("a run has no {name}; it has: {known}", name=name, known=", ".join(PARTS)))
            case tuple() if index is not None and index < len(value):
                return value[index]
            case tuple() if index is not None:
                raise NoNumber(
                    tr("there is no [{index}]: the first is [0], the last [{last}]", index=index, last=len(value) - 1)
                )
        what = f"[{index}]" if index is not None else f".{name}"
        raise NoNumber(tr("{kind} has no {what}", kind=reckoning.described(value), what=what))


def is_taken(word: str) -> bool:
    """Is it a function or a constant?"""
    return word in CONSTANTS or word.lower() in ALIASES


def _looked_at(value: Value) -> Value:
    if isinstance(value, Run):
        known = ", ".join(f".{each}" for each in PARTS)
        raise NoNumber(tr("a run is no number; say which: {known}", known=known))
    return value


def _not_one(written: str, value: Value) -> str:
    return tr("{written} is {kind}; say which, as {written}[0]", written=written, kind=reckoning.described(value))


def evaluated(node: y.Scalar, source: str, offset: int, at: At, over: Over | None = None) -> Value | Bad:
    """The value of an expression that stands `offset` characters into the node, or BAD with the fault told there.

    `over`: it is summed over the whole numbers that its index goes through.
    """
    numbers: Numbers = at.numbers
    try:
        numbers.ledger.spend(EXPRESSION_WORK if over is None else TERM_WORK * len(over.places))
        if over is None:
            return numbers.value(source)
        found = numbers.understood(source, over.letter)
        return reckoning.total(*found, over.letter, over.places) if isinstance(found, Formula) else found
    except Unreadable as fault:
        why, offset = fault.what, offset + fault.start
    except NoNumber as fault:
        why = str(fault)
    return at.fault(node, tr("{written}: {why}", written=repr(source.strip()[:60]), why=why), offset=offset)
