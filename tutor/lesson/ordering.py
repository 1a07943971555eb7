"""Lines to be put in order: what a teacher writes, in which order they are shown, and by which letters they are meant.

The lines are shown lettered a, b, c ... in an order that is shuffled by the question's id alone: the same on every
screen and in the process that judges, and never the right one. A teacher, who sees the lesson's file, letters them as
they stand there: A is the first of `lines`, and the distractors follow them.
"""

from __future__ import annotations

import random
import re
import string
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from tutor.expression import Unreadable
from tutor.lesson import yamlnodes as y
from tutor.lesson.kinds import At, Bad, ListOf, Struct, Text, setting
from tutor.messages import N_, plural, tr

ONE = Text(most=200)
LINE = N_("Line {letter} ({text})")  # how a line of the screen is called, by its letter
TWICE = N_("Line {letter} stands here twice. Each is used once.")
MOST = 12  # lines, distractors among them
_BETWEEN = re.compile(r"[\s,;>.)(\]\[/|→–—-]+")


@dataclass(frozen=True, slots=True)
class Distractor:
    """A line that belongs nowhere, and what is told to whoever picks it."""

    SHORT: ClassVar = "text"

    text: str = setting(ONE, N_("the line"))
    say: str = setting(Text(most=600), N_("why it does not belong: told to whoever picks it"), "")


@dataclass(frozen=True, slots=True)
class Order:
    """Lines to be put in order; the learner types their letters."""

    lines: tuple[str, ...] = setting(ListOf(ONE, least=2, most=10), N_("the lines, in the right order"))
    distractors: tuple[Distractor, ...] = setting(
        ListOf(Struct(Distractor), most=6, or_one=True),
        N_("lines that look right and belong nowhere: a text, or {text, say} with what is told to whoever picks it"),
        (),
    )
    also: tuple[str, ...] = setting(
        ListOf(ONE, most=6, or_one=True), N_("other right orders, by letters (A is the first of lines): [B A C]"), ()
    )
    others: tuple[tuple[int, ...], ...] = ()  # the places of the lines in each of `also`, once read

    @property
    def texts(self) -> tuple[str, ...]:
        """All lines as they stand in the file."""
        return (*self.lines, *(each.text for each in self.distractors))

    @property
    def orders(self) -> tuple[tuple[str, ...], ...]:
        """The lines in each order that is right, as they are compared; the first is that of `lines`."""
        places = (tuple(range(len(self.lines))), *self.others)
        return tuple(tuple(plain(self.lines[place]) for place in each) for each in places)

    def checked(self, node: y.YamlNode, at: At) -> Order | Bad:
        if len(self.texts) > MOST:
            return at.fault(
                node,
                plural(
                    len(self.texts),
                    "there is {count} line with the distractors; {most} at most fit here",
                    "there are {count} lines with the distractors; {most} at most fit here",
                    most=MOST,
                ),
            )
        if len(set(map(plain, self.lines))) == 1:
            return at.fault(node, tr("all lines are the same: any order of them is right"))
        known = set(map(plain, self.lines))
        strange = [plain(each.text) for each in self.distractors]
        if any(text in known for text in strange):
            return at.inside("distractors").fault(
                _under("distractors", node), tr("a distractor is one of the lines: it would belong")
            )
        if len(set(strange)) < len(strange):
            return at.inside("distractors").fault(
                _under("distractors", node), tr("a distractor stands here twice; remove one")
            )
        return self._with_others(_under("also", node), at.inside("also"))

    def _with_others(self, node: y.YamlNode, at: At) -> Order | Bad:
        """The same with the orders of `also`, each of which has every line once and is right in no other way."""
        others: list[tuple[int, ...]] = []
        for text in self.also:
            try:
                places = places_meant(self, text, range(len(self.texts)))
            except Unreadable as fault:
                return at.fault(node, fault.what)
            if sorted(places) != list(range(len(self.lines))):
                return at.fault(node, tr("the order {order} does not have each of the lines once", order=text))
            others.append(places)
        made = replace(self, others=tuple(others))
        if len(set(made.orders)) < len(made.orders):
            return at.fault(node, tr("an order stands here twice, or is that of `lines`; remove one"))
        return made


def _under(name: str, node: y.YamlNode) -> y.YamlNode:
    """The node of one setting, for the place of its fault."""
    found = node.get(name) if isinstance(node, y.Mapping) else None
    return found if found is not None else node


def shuffled(about: Order, identity: str) -> tuple[int, ...]:
    """Which line of the file stands first, second ... on the screen."""
    places = list(range(len(about.texts)))
    source = random.Random(identity)
    for _ in range(20):  # two lines of which one is right by chance half the time
        source.shuffle(places)
        if tuple(plain(about.texts[place]) for place in places)[: len(about.lines)] not in about.orders:
            break
    return tuple(places)


def lettered(about: Order, identity: str) -> tuple[tuple[str, str], ...]:
    """The lines as they are shown: letter and text."""
    return tuple(zip(string.ascii_lowercase, (about.texts[place] for place in shuffled(about, identity)), strict=False))


def places_meant(about: Order, text: str, order: Sequence[int]) -> tuple[int, ...]:
    """Which lines of the file `text` names, by letters of `order` or by the lines themselves, one each.

    Raises Unreadable for a letter that no line has, one that stands twice, and what is neither.
    """
    typed = [each for each in text.split("\n") if each.strip()]
    for read in (plain, lambda line: plain(line).strip()):
        whole, known = [read(each) for each in typed], [read(each) for each in about.texts]
        if whole and all(each in known for each in whole):
            return tuple(known.index(each) for each in whole)
    return tuple(order[place] for place in _letters(text, len(order)))


def _letters(text: str, count: int) -> list[int]:
    last = string.ascii_lowercase[count - 1]
    found: list[int] = []
    for place, char in enumerate(text):
        if _BETWEEN.fullmatch(char):
            continue
        index = string.ascii_lowercase.find(char.lower()) if char.isascii() else -1
        if not 0 <= index < count:
            what = tr(
                "There is no line '{letter}' here. Type the letters a to {last} in order, such as: b a c.",
                letter=char,
                last=last,
            )
            raise Unreadable(what, place, place + 1, text)
        if index in found:
            raise Unreadable(tr(TWICE, letter=char.lower()), place, place + 1, text)
        found.append(index)
    if not found:
        raise Unreadable(
            tr("There is no letter here. Type the letters a to {last} in order.", last=last), 0, len(text), text
        )
    return found


def as_shown(about: Order, identity: str, text: str) -> str:
    """A teacher's letters as those on the screen; what cannot be read is left as it is, to be told when it is read."""
    try:
        meant = places_meant(about, text, range(len(about.texts)))
    except Unreadable:
        return text
    order = shuffled(about, identity)
    return " ".join(string.ascii_lowercase[order.index(place)] for place in meant)


def as_written(about: Order, identity: str, message: str) -> str:
    """A message about lines on the screen (`Line c`) as one about those of the file (`Line A`)."""
    order = shuffled(about, identity)
    names = {
        letter: string.ascii_uppercase[place] for letter, place in zip(string.ascii_lowercase, order, strict=False)
    }
    said = {template.partition("{letter}")[0] for template in (tr(LINE), tr(TWICE))} - {""}
    if not said:  # a language that names a line otherwise: its letters are left as they are
        return message
    line = rf"\b({'|'.join(map(re.escape, sorted(said)))})([a-l])\b"
    return re.sub(line, lambda found: found[1] + names.get(found[2], found[2]), message)


def plain(text: str) -> str:
    """A line as it is compared: spaces within it do not count, its indentation does."""
    return " " * (len(text) - len(text.lstrip())) + " ".join(text.split())
