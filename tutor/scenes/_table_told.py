"""A table in words: the last row as a sentence, then the rows that are revealed; what can be typed to reveal more."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from tutor.messages import N_, tr
from tutor.scenes._acts import Act, Deed, Page, columns, nothing_more, perform, possible, whole, written
from tutor.scenes._table_state import TableScene
from tutor.scenes._typed_keys import Keys


def told(scene: TableScene, ascii: bool = False, width: int = 80) -> tuple[str, ...]:
    """How much of it is shown, the last row as a sentence, and the rows."""
    page = Page(ascii, width)
    lead = tr("A table, {shown} of {total} rows shown.", shown=scene.revealed, total=scene.total)
    if not scene.revealed:
        return written(
            [tr("{lead} Its columns: {columns}.", lead=lead, columns=", ".join(scene.headings(ascii)))], page
        )
    return written([lead, f"{scene.sentence(ascii)}.", *_rows(scene, page)], page)


def acts(scene: TableScene) -> tuple[Act, ...]:
    return possible(DEEDS, scene)


def act(scene: TableScene, words: Sequence[str], ascii: bool = False, width: int = 80) -> Iterator[str]:
    return perform(DEEDS, scene, words, Page(ascii, width), KEYS)


def _rows(scene: TableScene, page: Page) -> list[str]:
    return columns(scene.headings(page.ascii), scene.rows(page.ascii), page)


def _next(scene: TableScene, words: Sequence[str], page: Page) -> Iterable[str]:
    for _ in range(min(whole(words), scene.total)):
        if scene.reveal_next():
            yield f"{scene.sentence(page.ascii)}."
    if scene.complete:
        yield tr("That is the last row.")


def _hide(scene: TableScene, words: Sequence[str], page: Page) -> Iterable[str]:
    for _ in range(min(whole(words), scene.total)):
        scene.hide_last()
    yield tr("{shown} of {total} rows are shown.", shown=scene.revealed, total=scene.total)


def _all(scene: TableScene, words: Sequence[str], page: Page) -> Iterable[str]:
    nothing_more(words)
    scene.reveal_all()
    return [tr("All {total} rows are shown.", total=scene.total), *_rows(scene, page)]


DEEDS = (
    Deed(
        "row [N]",
        N_("show the next row, or the next N (the key space)"),
        _next,
        also=("next", "step", "space", "right"),
    ),
    Deed("hide [N]", N_("hide the last row again, or the last N (left)"), _hide, also=("back", "undo", "left")),
    Deed("all", N_("show every row (end)"), _all, also=("end",)),
)
KEYS: Keys = {
    "down": "row",
    "up": "hide",
}
