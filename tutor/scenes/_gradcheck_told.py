"""A gradient check in words: the differences at one h, which of their errors rules, and the table over every h."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile
from math import log10

from tutor.messages import N_, listed, tr
from tutor.scenes._acts import (
    Act,
    Deed,
    Mistyped,
    Page,
    columns,
    nothing_more,
    numbers,
    perform,
    possible,
    said,
    spread,
    whole,
    written,
)
from tutor.scenes._gradcheck_state import GradcheckScene
from tutor.scenes._typed_keys import Keys

ROWS = 6  # of the table that `told` gives
MOST = 60  # values of h


def told(scene: GradcheckScene, ascii: bool = False, width: int = 80) -> tuple[str, ...]:
    """What is held against what, the sentence, and how far off a few of the h are."""
    page = Page(ascii, width)
    formulas = listed(scene.settings.formulas)
    name = scene.component_name(ascii)
    lead = tr(
        "A check of the slope of {letter} along {name} by {formulas} differences; h {place} of {count}.",
        letter=scene.letter,
        name=name,
        formulas=formulas,
        place=scene.place + 1,
        count=len(scene.hs),
    )
    return written([lead, f"{scene.sentence(ascii)}.", *_table(scene, page, ROWS)], page)


def acts(scene: GradcheckScene) -> tuple[Act, ...]:
    return possible(DEEDS, scene)


def act(scene: GradcheckScene, words: Sequence[str], ascii: bool = False, width: int = 80) -> Iterator[str]:
    return perform(DEEDS, scene, words, Page(ascii, width), KEYS)


def _table(scene: GradcheckScene, page: Page, most: int) -> list[str]:
    """A row for each h, or for some of them; the values are left out where there is no room."""
    heads, *rows = scene.table(page.ascii)
    shown_ = [rows[i] for i in spread(len(rows), most)]
    return columns(heads, shown_, page, spare=tuple(range(1, len(heads), 2)))


def _here(scene: GradcheckScene, page: Page, edge: str = "") -> list[str]:
    return [*([edge] if edge else []), f"{scene.sentence(page.ascii)}."]


def _h(scene: GradcheckScene, words: Sequence[str], page: Page) -> Iterable[str]:
    """The h of the list that is nearest, counted in powers of ten."""
    (wished,) = numbers(words, 1)
    if wished <= 0:
        raise Mistyped(tr("h is above 0"))
    place = min(range(len(scene.hs)), key=lambda i: abs(log10(scene.hs[i]) - log10(wished)))
    for _ in range(abs(place - scene.place)):
        scene.shrink() if place > scene.place else scene.widen()
    return _here(scene, page, "" if scene.h == wished else tr("That is the nearest h of this scene."))


def _smaller(scene: GradcheckScene, words: Sequence[str], page: Page) -> Iterable[str]:
    moved = [scene.shrink() for _ in range(whole(words, most=MOST))]
    return _here(scene, page, "" if moved[0] else tr("That is the smallest h of this scene."))


def _larger(scene: GradcheckScene, words: Sequence[str], page: Page) -> Iterable[str]:
    moved = [scene.widen() for _ in range(whole(words, most=MOST))]
    return _here(scene, page, "" if moved[0] else tr("That is the largest h of this scene."))


def _whole_table(scene: GradcheckScene, words: Sequence[str], page: Page) -> Iterable[str]:
    nothing_more(words)
    return _table(scene, page, MOST)


def _formula(scene: GradcheckScene, words: Sequence[str], page: Page) -> Iterable[str]:
    """Both errors at this h, and where each formula is best."""
    known = scene.settings.formulas
    if words and (len(words) > 1 or words[0].lower() not in known):
        raise Mistyped(tr("{typed} is none of {known}", typed=said(" ".join(words)), known=", ".join(known)))
    lines = scene.details(page.ascii)
    if not words:
        return lines
    begins = [i for i, text in enumerate(lines) if not text.startswith(" ")]
    first = begins[known.index(words[0].lower())]
    return [lines[first], *takewhile(lambda text: text.startswith(" "), lines[first + 1 :])]


def _variable(scene: GradcheckScene, words: Sequence[str], page: Page) -> Iterable[str]:
    names = scene.settings.names
    if not words or (words == ["back"] and "back" not in names):
        scene.next_component(-1 if words else 1)
    elif len(words) > 1 or words[0] not in names:
        raise Mistyped(tr("{typed} is none of {known}", typed=said(" ".join(words)), known=", ".join(names)))
    else:
        scene.next_component(names.index(words[0]) - scene.component)
    return _here(scene, page)


def _several(scene: GradcheckScene) -> bool:
    return len(scene.settings.names) > 1


DEEDS = (
    Deed("h NUMBER", N_("look at this h, as h 1e-4"), _h),
    Deed(
        "smaller [N]",
        N_("the next smaller h, or N on (the left arrow)"),
        _smaller,
        also=("shrink", "closer", "left", "space"),
    ),
    Deed("larger [N]", N_("the h before, or N back (the right arrow)"), _larger, also=("widen", "wider", "right")),
    Deed("formula [NAME]", N_("both errors at this h, of each formula or of one"), _formula, also=("details",)),
    Deed("table", N_("every h with its differences and how far they are off"), _whole_table),
    Deed("variable [NAME]", N_("the slope along the next variable, or along this one"), _variable, _several),
)
KEYS: Keys = {
    "down": "variable",
    "up": "variable back",
}
