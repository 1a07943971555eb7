"""A dial in words: where u points, what was read off all round, and what can be typed to turn it."""

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
    numbers,
    perform,
    possible,
    spread,
    whole,
    written,
)
from tutor.scenes._dial_state import DialScene
from tutor.scenes._dial_words import pair
from tutor.scenes._problem import shown_names
from tutor.scenes._typed_keys import Keys
from tutor.typeset import line

MOST_ROWS = 24  # of the table, told of their own accord


def told(scene: DialScene, ascii: bool = False, width: int = 80) -> tuple[str, ...]:
    """Of what the dial is, the sentence, and what has been read off."""
    page = Page(ascii, width)
    names = ", ".join(shown_names(scene.settings.names, ascii))
    said = {"f": line(scene.settings.f, ascii=ascii), "names": names, "place": pair(scene.settings.at, ascii)}
    lead = (
        tr("A dial of the curvature of f = {f} at ({names}) = {place}, in every direction u.", **said)
        if scene.bends
        else tr("A dial of the slope of f = {f} at ({names}) = {place}, in every direction u.", **said)
    )
    return written([lead, _sentence(scene, page), *table_lines(scene, page)], page)


def acts(scene: DialScene) -> tuple[Act, ...]:
    return possible(DEEDS, scene)


def act(scene: DialScene, words: Sequence[str], ascii: bool = False, width: int = 80) -> Iterator[str]:
    return perform(DEEDS, scene, words, Page(ascii, width), KEYS)


def table_lines(scene: DialScene, page: Page, most: int = MOST_ROWS) -> list[str]:
    """What was read off, by the angle; the column of u goes first where there is no room."""
    rows = scene.table(page.ascii)
    what = tr("curvature") if scene.bends else tr("slope")
    return columns([tr("angle"), "u", what], [rows[place] for place in spread(len(rows), most)], page, spare=(1,))


def _sentence(scene: DialScene, page: Page) -> str:
    return f"{scene.sentence(page.ascii)}."


# --- what can be typed ------------------------------------------------------------------------------------------------


def _turns(way: int, fine: bool) -> Callable[[DialScene, Sequence[str], Page], Iterable[str]]:
    def turn(scene: DialScene, words: Sequence[str], page: Page) -> Iterable[str]:
        steps = whole(words, most=360)
        for _ in range(steps):
            scene.turn(way, fine)  # one after the other, so that all of them are seen
        return [_sentence(scene, page)]

    return turn


def _at(scene: DialScene, words: Sequence[str], page: Page) -> Iterable[str]:
    if len(words) < 2 and "," not in "".join(words):
        if not words:
            raise Mistyped(tr("a number is missing"))
        scene.turn_to(number(words[0].removesuffix("°").rpartition("=")[2]))
    else:
        x, y = numbers(words, 2)
        if not (x or y):
            raise Mistyped(tr("(0, 0) points nowhere"))
        scene.point_along(x, y)
    return [_sentence(scene, page)]


def _direction(scene: DialScene, words: Sequence[str], page: Page) -> Iterable[str]:
    nothing_more(words)
    scene.next_direction()
    return [_sentence(scene, page)]


def _mark(scene: DialScene, words: Sequence[str], page: Page) -> Iterable[str]:
    nothing_more(words)
    scene.mark()
    return [_sentence(scene, page)]


def _show(scene: DialScene, words: Sequence[str], page: Page) -> Iterable[str]:
    nothing_more(words)
    if not scene.show():
        raise CannotAct(tr("First turn u to where you believe the number is greatest, and type mark."))
    return [_sentence(scene, page), *table_lines(scene, page)]


def _around(scene: DialScene, words: Sequence[str], page: Page) -> Iterable[str]:
    nothing_more(words)
    for _ in range(360 // scene.settings.step_deg):
        scene.turn(1)
    return table_lines(scene, page, most=360)


DEEDS = (
    Deed("right [N]", N_("turn u by one step, or N: its angle grows"), _turns(1, False), also=("turn",)),
    Deed("left [N]", N_("turn u back by one step, or N"), _turns(-1, False)),
    Deed("more [N]", N_("turn u by one degree, or N"), _turns(1, True)),
    Deed("less [N]", N_("turn u back by one degree, or N"), _turns(-1, True)),
    Deed("at X", N_("turn u to X degrees; with two numbers, along that vector"), _at, also=("along", "to")),
    Deed(
        "direction",
        N_("turn u along the next direction that the lesson names"),
        _direction,
        where=lambda scene: bool(scene.settings.directions),
    ),
    Deed(
        "mark",
        N_("say that the number is greatest where u points now"),
        _mark,
        where=lambda scene: not scene.shown,
        also=("m",),
    ),
    Deed(
        "gradient",
        N_("see where the number is greatest, once you have marked a direction"),
        _show,
        where=lambda scene: not scene.bends,
        also=("g", "show"),
    ),
    Deed(
        "greatest",
        N_("see the greatest and the least curvature, once you have marked a direction"),
        _show,
        where=lambda scene: bool(scene.bends),
    ),
    Deed("around", N_("turn u all the way round: the number at every step"), _around, also=("table",)),
)
KEYS: Keys = {
    "down": "right",
    "up": "left",
    "shift+right": "more",
    "shift+left": "less",
    "n": "direction",
    **dict.fromkeys(("g", "show"), "greatest"),  # of curvatures; of slopes they are names of the deed `gradient`
}
