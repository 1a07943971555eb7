"""A worked example in words: its lines with their reasons, the menu where one is left out, and what can be typed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from tutor.messages import N_, tr
from tutor.scenes._acts import (
    Act,
    CannotAct,
    Deed,
    Mistyped,
    Page,
    nothing_more,
    perform,
    possible,
    said,
    whole,
    written,
)
from tutor.scenes._typed_keys import Keys
from tutor.scenes._worked_state import WorkedScene
from tutor.scenes._worked_words import question, stopped

MOST = 100  # lines that one command shows


def told(scene: WorkedScene, ascii: bool = False, width: int = 80) -> tuple[str, ...]:
    """Which pass it is, the sentence, the lines that stand there, and the menu."""
    page = Page(ascii, width)
    passes = len(scene.settings.passes)
    lead = tr("A worked example, pass {place} of {count}.", place=scene.place + 1, count=passes)
    if passes == 1 or scene.whole:
        lead = tr("A worked example.")
    return written([lead, stopped(scene.sentence(ascii)), *_lines(scene, page), *_ahead(scene, page)], page)


def acts(scene: WorkedScene) -> tuple[Act, ...]:
    return possible(DEEDS, scene)


def act(scene: WorkedScene, words: Sequence[str], ascii: bool = False, width: int = 80) -> Iterator[str]:
    return perform(DEEDS, scene, words, Page(ascii, width), KEYS)


def _lines(scene: WorkedScene, page: Page, since: int = 0) -> list[str]:
    """`3. f'(x) = 2x   (the power rule)`; a line that is left out says so."""
    found = []
    for each in scene.rows(page.ascii)[since:]:
        if each.blank:
            found.append(tr("{number}. (left out)", number=each.number))
        else:
            found.append(f"{each.number}. {each.text}" + (f"   ({each.why})" if each.why else ""))
    return found


def _ahead(scene: WorkedScene, page: Page) -> list[str]:
    """The menu, or what comes next."""
    if scene.waiting:
        menu = [
            f"  {i} {entry.shown(page.ascii)}" + (f"  {tr('(tried)')}" if i - 1 in scene.tried else "")
            for i, entry in enumerate(scene.menu, 1)
        ]
        return [question(scene, page.ascii), *menu, tr("Type why and its number; skip shows the line.")]
    if scene.complete:
        return [tr("Done.")]
    return [tr("Done. Next: the next pass.")] if scene.done else []


# --- what can be typed ------------------------------------------------------------------------------------------------


def _step(scene: WorkedScene, words: Sequence[str], page: Page) -> Iterable[str]:
    for _ in range(whole(words, most=MOST)):
        if scene.waiting:
            yield tr("Name the line first, or type skip.")
            break
        before, place = scene.shown, scene.place
        if not scene.next():
            break
        if scene.place != place:
            yield tr("Pass {place} of {count}.", place=scene.place + 1, count=len(scene.settings.passes))
            before = 0
        yield from _lines(scene, page, before)
    yield from _ahead(scene, page)


def _undo(scene: WorkedScene, words: Sequence[str], page: Page) -> Iterable[str]:
    for _ in range(whole(words, most=MOST)):
        scene.back()
    return [*_lines(scene, page, scene.shown - 1), *_ahead(scene, page)]


def _why(scene: WorkedScene, words: Sequence[str], page: Page) -> Iterable[str]:
    if not words:
        return _ahead(scene, page) if scene.waiting else [_nothing_left_out()]
    if not scene.waiting:
        raise CannotAct(_nothing_left_out())
    choice = _choice([entry.shown(page.ascii) for entry in scene.menu], " ".join(words))
    before = scene.shown
    right, remark = scene.name(choice, page.ascii)
    return [remark, *_lines(scene, page, before), *_ahead(scene, page)] if right else [remark]


def _choice(menu: Sequence[str], text: str) -> int:
    """Which entry is meant: by its number, its words, or a beginning of them that no other has. Raises Mistyped."""
    if text.isascii() and text.isdigit() and len(text) < 3 and 1 <= int(text) <= len(menu):
        return int(text) - 1
    names, typed = [each.lower().strip() for each in menu], text.lower()
    meant = [i for i, name in enumerate(names) if name.startswith(typed)]
    if typed in names:
        return names.index(typed)
    if len(meant) != 1:
        raise Mistyped(tr("{typed} is none of the entries 1 to {count}", typed=said(text), count=len(menu)))
    return meant[0]


def _skip(scene: WorkedScene, words: Sequence[str], page: Page) -> Iterable[str]:
    nothing_more(words)
    before = scene.shown
    if not scene.skip():
        return [_nothing_left_out()]
    return [*_lines(scene, page, before), *_ahead(scene, page)]


def _all(scene: WorkedScene, words: Sequence[str], page: Page) -> Iterable[str]:
    nothing_more(words)
    scene.all()
    return [*_lines(scene, page), *_ahead(scene, page)]


def _restart(scene: WorkedScene, words: Sequence[str], page: Page) -> Iterable[str]:
    nothing_more(words)
    scene.restart()
    return [*_lines(scene, page), *_ahead(scene, page)]


def _nothing_left_out() -> str:
    return tr("No line is left out here; step goes on.")


def _fades(scene: WorkedScene) -> bool:
    return len(scene.settings.passes) > 1


DEEDS = (
    Deed("step [N]", N_("the next line, or the next pass (the key space)"), _step, also=("next", "space", "right")),
    Deed("undo [N]", N_("one line back, or N (left)"), _undo, also=("back", "left")),
    Deed("why [NAME]", N_("name the line that is left out, or type its number; why alone says which"), _why, _fades),
    Deed("skip", N_("show the line that is left out, unnamed (the key s)"), _skip, _fades, also=("s",)),
    Deed("all", N_("the rest of this pass (end)"), _all, also=("end",)),
    Deed("restart", N_("from the first pass again (home)"), _restart, also=("home",)),
)
KEYS: Keys = {
    "down": "step",
    "up": "undo",
    **{str(i): f"why {i}" for i in range(1, 10)},  # of the menu
}
