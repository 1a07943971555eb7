"""A Taylor scene in words: f, the polynomial, the table of its degrees, and what can be typed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from tutor.messages import N_, tr
from tutor.scenes._acts import (
    Act,
    CannotAct,
    Deed,
    Mistyped,
    Page,
    columns,
    nothing_more,
    number,
    perform,
    possible,
    whole,
    written,
)
from tutor.scenes._numbers import shown
from tutor.scenes._taylor_state import TaylorScene
from tutor.scenes._taylor_words import where
from tutor.scenes._typed_keys import Keys
from tutor.typeset import line, symbol

FARTHEST = 1_000  # steps at a time


def told(scene: TaylorScene, ascii: bool = False, width: int = 80) -> tuple[str, ...]:
    """What f is, the polynomial, the sentence, and the degrees that were looked at."""
    page = Page(ascii, width)
    f = line(scene.settings.f, ascii=ascii)
    lead = (
        tr("Taylor polynomials of f = {f} along {where}.", f=f, where=where(scene, ascii))
        if scene.settings.plane
        else tr("Taylor polynomials of f = {f}.", f=f)
    )
    return written([lead, *_stands(scene, page), *table_lines(scene, page)], page)


def acts(scene: TaylorScene) -> tuple[Act, ...]:
    return possible(DEEDS, scene)


def act(scene: TaylorScene, words: Sequence[str], ascii: bool = False, width: int = 80) -> Iterator[str]:
    return perform(DEEDS, scene, words, Page(ascii, width), KEYS)


def _stands(scene: TaylorScene, page: Page) -> list[str]:
    name = symbol(scene.settings.variable, ascii=page.ascii)
    return [f"P({name}) = {scene.formula(page.ascii)}", f"{scene.sentence(page.ascii)}."]


def table_lines(scene: TaylorScene, page: Page, every: bool = False) -> list[str]:
    return columns([tr("degree"), "P", tr("error")], scene.table(page.ascii, every), page)


# --- what can be typed ------------------------------------------------------------------------------------------------


def _raises(way: int) -> Callable[[TaylorScene, Sequence[str], Page], Iterable[str]]:
    def change(scene: TaylorScene, words: Sequence[str], page: Page) -> Iterable[str]:
        steps = whole(words, most=20)
        moved = [scene.raise_degree(way) for _ in range(steps)]  # one after the other, so that all of them are seen
        edge = [] if moved[0] else [tr("This scene has no degree beyond that.")]
        return [*edge, *_stands(scene, page)]

    return change


def _degree(scene: TaylorScene, words: Sequence[str], page: Page) -> Iterable[str]:
    degrees = scene.settings.degrees
    wished = whole(words, default=None, least=degrees[0], most=degrees[-1])
    if wished not in degrees:
        raise Mistyped(tr("the degrees here are {degrees}", degrees=", ".join(map(str, degrees))))
    scene.raise_degree(degrees.index(wished) - degrees.index(scene.degree))
    return _stands(scene, page)


def _moves(way: int) -> Callable[[TaylorScene, Sequence[str], Page], Iterable[str]]:
    def move(scene: TaylorScene, words: Sequence[str], page: Page) -> Iterable[str]:
        edge = [] if scene.move(way * whole(words)) else [tr("The probe goes no farther.")]
        return [*edge, *_stands(scene, page)]

    return move


def _place(scene: TaylorScene, words: Sequence[str]) -> float:
    """The one number that was typed, within the picture."""
    if not words:
        raise Mistyped(tr("a number is missing"))
    x = number(" ".join(words).rpartition("=")[2].strip())
    low, high = scene.settings.window
    if not low <= x <= high:
        raise Mistyped(tr("the picture goes from {low} to {high}", low=shown(low, True), high=shown(high, True)))
    return x


def _probe(scene: TaylorScene, words: Sequence[str], page: Page) -> Iterable[str]:
    scene.put(_place(scene, words))
    return _stands(scene, page)


def _about(scene: TaylorScene, words: Sequence[str], page: Page) -> Iterable[str]:
    x = _place(scene, words)
    if not scene.put_about(x):
        raise CannotAct(tr("The polynomial cannot be made at {x}: f or a derivative has no value.", x=shown(x, True)))
    return _stands(scene, page)


def _shift(scene: TaylorScene, words: Sequence[str], page: Page) -> Iterable[str]:
    moved = scene.move_about(whole(words, least=-FARTHEST, most=FARTHEST))
    edge = [] if moved else [tr("The polynomial cannot be made farther on.")]
    return [*edge, *_stands(scene, page)]


def _table(scene: TaylorScene, words: Sequence[str], page: Page) -> Iterable[str]:
    nothing_more(words)
    scene.seen.update(scene.settings.degrees)
    return table_lines(scene, page)


DEEDS = (
    Deed("up [N]", N_("the next degree, or N degrees on"), _raises(1), also=("next", "space")),
    Deed("down [N]", N_("the degree before, or N degrees back"), _raises(-1), also=("back",)),
    Deed("degree N", N_("the polynomial of degree N"), _degree),
    Deed("right [N]", N_("move the probe one step to the right, or N"), _moves(1)),
    Deed("left [N]", N_("move the probe one step to the left, or N"), _moves(-1)),
    Deed("at X", N_("put the probe at X"), _probe, also=("probe",)),
    Deed("about X", N_("make the polynomial at X"), _about),
    Deed("shift [N]", N_("make it one step farther right, or N; left, where N is negative"), _shift),
    Deed("table", N_("every degree with its value and its error at the probe"), _table, also=("degrees",)),
)
KEYS: Keys = {
    "backspace": "down",
    "shift+right": "right 10",
    "shift+left": "left 10",
    "more": "shift 1",
    "less": "shift -1",
    "t": "table",
}
