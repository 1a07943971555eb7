"""What a scene is in words: lines to be read aloud, and what can be typed to move it.

A scene's module gives `told`, `acts` and `act` beside its state (see `_scene.SceneModule`). Its part of the work is
a tuple of `Deed`s, one for each thing that the keys of its pane do; what they have in common is here: finding the
deed, reading numbers, small tables, wrapping. Every line is printable, without trailing spaces and no wider than asked;
what cannot be done raises CannotAct with a sentence that says what can be typed, and has changed nothing.
Nothing is computed here, and nothing heavy imported.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, NamedTuple

from tutor.ascii import plain
from tutor.letters import cells, visible
from tutor.messages import tr
from tutor.scenes._acts_typed import MOST, Mistyped, begun, nothing_more, number, numbers, said, whole
from tutor.scenes._typed_keys import NOTHING, ONLY_LOOKS, Keys, key_of, typed_for

__all__ = [
    "MOST",
    "Act",
    "CannotAct",
    "Deed",
    "Mistyped",
    "Page",
    "begun",
    "columns",
    "laid_out",
    "nothing_more",
    "number",
    "numbers",
    "on_the_way",
    "perform",
    "possible",
    "said",
    "some",
    "spread",
    "whole",
    "written",
]  # fmt: skip

GAP = "  "  # between two columns
NO_KEYS: Keys = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Act:
    """Something that can be typed now: its word, how it is written (`step [N]`), and what it does."""

    name: str
    usage: str
    say: str


class CannotAct(Exception):
    """What was typed cannot be done; the message is a sentence for people that says what can be typed."""


class Page(NamedTuple):
    """How lines are to be written: in ASCII alone, and how many columns wide."""

    ascii: bool = False
    width: int = 80


def _always(scene: Any) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Deed:
    """One act of a scene: `does(scene, words, page)` gives its lines, `words` being what stood behind the name.

    `where` says whether it can be typed as the scene stands; `also` are other words for the same. `does` raises
    Mistyped or CannotAct before anything is changed.
    """

    usage: str
    say: str
    does: Callable[[Any, Sequence[str], Page], Iterable[str]]
    where: Callable[[Any], bool] = _always
    also: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return self.usage.partition(" ")[0]


def possible(deeds: Iterable[Deed], scene: Any) -> tuple[Act, ...]:
    """The acts that can be typed now."""
    return tuple(Act(deed.name, deed.usage, tr(deed.say)) for deed in deeds if deed.where(scene))


def perform(deeds: Sequence[Deed], scene: Any, words: Sequence[str], page: Page, keys: Keys = NO_KEYS) -> Iterator[str]:
    """Does what is typed, and yields the lines to be read as they come. Raises CannotAct before the first of them.
    `keys`: those of its pane that no deed is called by (see `_typed_keys`)."""
    try:
        typed, *rest = _without_keys(deeds, scene, [word for word in words if word.strip()], keys) or [""]
        deed = _meant(deeds, scene, typed)
        for line in deed.does(scene, rest, page):
            yield from laid_out((line,), page)
    except Mistyped as fault:
        raise CannotAct(_printed(tr("{fault}: type {usage}", fault=fault, usage=deed.usage), page)) from fault
    except CannotAct as fault:
        raise CannotAct(_printed(str(fault), page)) from fault


def _without_keys(deeds: Sequence[Deed], scene: Any, words: list[str], keys: Keys) -> list[str]:
    """The words, or what is typed for the key that they name. Raises CannotAct for one that does nothing here."""
    name = key_of(words)
    for known, typed in ((name, [name]), (words[0].lower() if words else "", words)):
        if any(known in (each.name, *each.also) and each.where(scene) for each in deeds):
            return typed
    found = typed_for(words, keys)
    if found is None:
        return words
    if found == NOTHING.split():
        raise CannotAct(tr(ONLY_LOOKS, key=name))
    return found


def _meant(deeds: Sequence[Deed], scene: Any, typed: str) -> Deed:
    """The deed of this name, if it can be done now. Raises CannotAct."""
    name = typed.lower()
    deed = next((each for each in deeds if name in (each.name, *each.also)), None)
    if deed is not None and deed.where(scene):
        return deed
    why = (
        tr("{typed} is not known here", typed=said(typed))
        if deed is None
        else tr("{act} cannot be done as this stands", act=name)
    )
    known = ", ".join(each.usage for each in deeds if each.where(scene))
    raise CannotAct(
        tr("{why}; this can be typed: {known}", why=why, known=known)
        if typed
        else tr("this can be typed: {known}", known=known)
    )


def _printed(text: str, page: Page) -> str:
    return plain(text) if page.ascii else text


# --- what is written --------------------------------------------------------------------------------------------------


def laid_out(lines: Iterable[str], page: Page) -> Iterator[str]:
    """The lines as they are printed: no wider than the page, in ASCII where asked. What is indented stays so."""
    for text in lines:
        made = visible(text).rstrip()
        made = plain(made) if page.ascii else made
        if cells(made) <= page.width:
            yield made
        else:
            yield from _wrapped(made, max(2, page.width))


def _wrapped(text: str, width: int) -> Iterator[str]:
    """Broken at blanks, and within a word only where it is wider than the page."""
    lead = " " * min(len(text) - len(text.lstrip()), width // 2)
    line = lead
    for word in text.split():
        joined = f"{line} {word}" if line.strip() else lead + word
        if cells(joined) <= width:
            line = joined
            continue
        if line.strip():
            yield line
        line = lead
        for char in word:
            if cells(line + char) > width:
                yield line
                line = lead
            line += char
    yield line


def written(lines: Iterable[str], page: Page) -> tuple[str, ...]:
    """The lines of `told`."""
    return tuple(laid_out(lines, page))


def columns(heads: Sequence[str], rows: Iterable[Sequence[str]], page: Page, spare: Sequence[int] = ()) -> list[str]:
    """A small table: a line of headings, and a line for each row, columns two spaces apart and numbers to the right.

    Where the page is too narrow the columns `spare` are left out, the first of them first; where that is not enough
    each row is a line in words: `k 3, loss 0.151`. No lines where there are no rows.
    """
    table = [[plain(cell) if page.ascii else cell for cell in row] for row in (heads, *rows)]
    if len(table) < 2:
        return []
    spare = list(spare)
    while (wide := _wide(table)) > page.width and spare:
        gone = spare.pop(0)
        table = [[cell for place, cell in enumerate(row) if place != gone] for row in table]
        spare = [place - (place > gone) for place in spare]
    if wide > page.width:
        top, *body = table
        return [", ".join(f"{head} {cell}".strip() for head, cell in zip(top, row, strict=True)) for row in body]
    sides = [any(map(_is_number, column[1:])) for column in zip(*table, strict=True)]
    sizes = [max(map(cells, column)) for column in zip(*table, strict=True)]
    return [GAP.join(map(_padded, row, sizes, sides)).rstrip() for row in table]


def _wide(table: Sequence[Sequence[str]]) -> int:
    sizes = [max(map(cells, column)) for column in zip(*table, strict=True)]
    return sum(sizes) + len(GAP) * (len(sizes) - 1)


def _padded(cell: str, size: int, right: bool) -> str:
    blanks = " " * (size - cells(cell))
    return blanks + cell if right else cell + blanks


def _is_number(cell: str) -> bool:
    return cell[:1].isdigit() or (cell[:1] in ("-", "−", ".") and cell[1:2].isdigit())


def spread(count: int, most: int) -> list[int]:
    """At most `most` of the places 0 to count - 1, the first and the last among them, evenly apart."""
    if count <= most:
        return list(range(count))
    return sorted({round(i * (count - 1) / (most - 1)) for i in range(most)})


def some(cells_: Sequence[str], most: int = 8) -> str:
    """`2.948, 0.614, 0.151 ... 0.0097`: at most so many, the last of them last."""
    if len(cells_) <= most:
        return ", ".join(cells_)
    return f"{', '.join(cells_[: most - 1])} ... {cells_[-1]}"


def on_the_way(pieces: Iterator[float], few: int = 50) -> Iterator[str]:
    """Takes pieces of a long way, each saying how much of it is done, 0 to 1. Once it takes more than a few of them
    every tenth of the way is told, and before the first tenth every doubling of the work: a log stays short."""
    told = 0
    for count, done in enumerate(pieces, 1):
        part = int(done * 10) * 10 or (int(done * 100) if count >= few and count & (count - 1) == 0 else 0)
        if count >= few and told < part < 100:
            told = part
            yield tr("... {percent} % of the way", percent=part)
