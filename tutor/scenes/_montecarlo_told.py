"""An estimate by drawing in words: what is averaged, how far it is off at each n, and what can be typed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from tutor.messages import N_, tr
from tutor.scenes._acts import (
    Act,
    CannotAct,
    Deed,
    Page,
    columns,
    nothing_more,
    on_the_way,
    perform,
    possible,
    spread,
    whole,
    written,
)
from tutor.scenes._montecarlo_roll import MOST
from tutor.scenes._montecarlo_state import MonteCarloScene
from tutor.scenes._montecarlo_words import averaged, rolls_table
from tutor.scenes._typed_keys import NOTHING, Keys

MOST_ROWS = 24


def told(scene: MonteCarloScene, ascii: bool = False, width: int = 80) -> tuple[str, ...]:
    """What is averaged, the sentence, and the table so far."""
    page = Page(ascii, width)
    lead = tr("An estimate: the mean of {what} over random draws.", what=averaged(scene, ascii))
    return written([lead, f"{scene.sentence(ascii)}.", *_table(scene, page)], page)


def acts(scene: MonteCarloScene) -> tuple[Act, ...]:
    return possible(DEEDS, scene)


def act(scene: MonteCarloScene, words: Sequence[str], ascii: bool = False, width: int = 80) -> Iterator[str]:
    return perform(DEEDS, scene, words, Page(ascii, width), KEYS)


def _table(scene: MonteCarloScene, page: Page) -> list[str]:
    heads, *rows = scene.table(page.ascii)
    return columns(heads, rows, page)


def _now(scene: MonteCarloScene, page: Page) -> str:
    return f"{scene.sentence(page.ascii)}."


# --- what can be typed ------------------------------------------------------------------------------------------------


def _draw(scene: MonteCarloScene, words: Sequence[str], page: Page) -> Iterable[str]:
    more = whole(words, default=None, most=MOST) if words else None
    if scene.n == MOST:
        raise CannotAct(tr("{most} draws are the most; reset begins anew", most=MOST))
    if more is None and scene.at_end:
        raise CannotAct(
            tr("That was the last n of this scene: draw 1000 draws that many more, roll takes another seed")
        )
    return _told_on_the_way(scene, scene.draw(more), page)


def _to(scene: MonteCarloScene, words: Sequence[str], page: Page) -> Iterable[str]:
    n = whole(words, default=None, most=MOST)
    if n < scene.n:
        raise CannotAct(tr("{n} are drawn already; reset begins anew", n=scene.n))
    return _told_on_the_way(scene, scene.draw_to(n), page)


def _roll(scene: MonteCarloScene, words: Sequence[str], page: Page) -> Iterable[str]:
    nothing_more(words)
    pieces = scene.another()
    if pieces is None:
        raise CannotAct(tr("There are {count} rolls; reset begins anew", count=len(scene.rolls)))
    return _told_on_the_way(scene, pieces, page, tr("Seed {seed}.", seed=scene.roll.seed))


def _told_on_the_way(scene: MonteCarloScene, pieces: Iterator[float], page: Page, lead: str = "") -> Iterator[str]:
    """Begins with what costs nothing, so that a fault is told before anything is changed."""
    yield from on_the_way(pieces)
    yield f"{lead} {_now(scene, page)}".strip()


def _rolls(scene: MonteCarloScene, words: Sequence[str], page: Page) -> Iterable[str]:
    nothing_more(words)
    heads, *rows = rolls_table(scene, page.ascii)
    return [_now(scene, page), *columns(heads, [rows[i] for i in spread(len(rows), MOST_ROWS)], page)]


def _whole_table(scene: MonteCarloScene, words: Sequence[str], page: Page) -> Iterable[str]:
    nothing_more(words)
    return _table(scene, page) or [_now(scene, page)]


def _reset(scene: MonteCarloScene, words: Sequence[str], page: Page) -> Iterable[str]:
    nothing_more(words)
    scene.reset()
    return [_now(scene, page)]


DEEDS = (
    Deed("draw [N]", N_("draw to the next n of the lesson, or N more (the key space)"), _draw, also=("space", "more")),
    Deed("to N", N_("draw until there are N in all"), _to),
    Deed("roll", N_("another roll: the next seed, drawn as far as this one (the key n)"), _roll, also=("n", "another")),
    Deed("rolls", N_("each roll so far, with its estimate and its error"), _rolls, also=("seeds",)),
    Deed("table", N_("each n so far with its estimate, its error and the predicted error"), _whole_table),
    Deed("reset", N_("begin anew with the first seed (the key r)"), _reset, also=("r",)),
)
KEYS: Keys = {
    "up": NOTHING,
    "down": NOTHING,
    "t": "table",
    "l": NOTHING,
}
