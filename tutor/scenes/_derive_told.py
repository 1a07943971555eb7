"""A derivation in words: each line with the rule that led to it, the part that comes next, and what can be typed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from tutor.messages import N_, tr
from tutor.scenes._acts import (
    Act,
    Deed,
    Mistyped,
    Page,
    begun,
    nothing_more,
    perform,
    possible,
    said,
    whole,
    written,
)
from tutor.scenes._derive_state import DeriveScene, Shown
from tutor.scenes._typed_keys import Keys
from tutor.typeset import symbol

MOST = 1000  # lines that one command carries out
LAST = 8  # lines that `told` gives


def told(scene: DeriveScene, ascii: bool = False, width: int = 80) -> tuple[str, ...]:
    """With respect to what, the sentence, the lines that stand there, and what comes next."""
    page = Page(ascii, width)
    wrt = symbol(scene.work.wrt, ascii=ascii)
    lead = tr(
        "A derivative with respect to {wrt}, {done} of {count} rules carried out.",
        wrt=wrt,
        done=scene.shown,
        count=len(scene.work.lines),
    )
    return written([lead, f"{scene.sentence(ascii)}.", *_lines(scene, page, LAST), *_ahead(scene, page)], page)


def acts(scene: DeriveScene) -> tuple[Act, ...]:
    return possible(DEEDS, scene)


def act(scene: DeriveScene, words: Sequence[str], ascii: bool = False, width: int = 80) -> Iterator[str]:
    return perform(DEEDS, scene, words, Page(ascii, width), KEYS)


def _lines(scene: DeriveScene, page: Page, most: int) -> list[str]:
    """The lines, the first of them what is asked; of a long derivation the last ones."""
    first, *later = scene.lines(page.ascii)
    left_out = max(0, len(later) - most)
    gap = [tr("... {count} lines left out", count=left_out)] if left_out else []
    return [first.math, *gap, *(_line(each) for each in later[left_out:])]


def _line(shown: Shown) -> str:
    return f"= {shown.math}   ({shown.rule})" if shown.rule else f"= {shown.math}"


def _ahead(scene: DeriveScene, page: Page) -> list[str]:
    """The part that the next rule is for, and the rules to choose from."""
    last = scene.lines(page.ascii)[-1]
    if scene.complete:
        return [tr("Done.")]
    if scene.done:
        after = scene.works[scene.place + 1].wrt
        return [tr("Done. Next: with respect to {wrt}.", wrt=symbol(after, ascii=page.ascii))]
    marked = last.math[slice(*last.mark)] if last.mark else ""
    part = tr("Next, underlined on a screen: {part}.", part=marked) if marked else tr("Next: tidy up.")
    if not scene.menu:
        return [part]
    menu = (f"  {i} {name}" for i, name in enumerate(scene.menu, 1))
    return [part, tr("Which rule? Type its number, or rule and its name:"), *menu]


def _next(scene: DeriveScene, words: Sequence[str], page: Page) -> Iterable[str]:
    for _ in range(whole(words, most=MOST)):
        if scene.waiting:
            yield tr("Name the rule first.")
            break
        if not scene.next():
            break
        yield f"{scene.sentence(page.ascii)}."
    yield from _ahead(scene, page)


def _back(scene: DeriveScene, words: Sequence[str], page: Page) -> Iterable[str]:
    for _ in range(whole(words, most=MOST)):
        scene.back()
    return [scene.lines(page.ascii)[-1].math, *_ahead(scene, page)]


def _all(scene: DeriveScene, words: Sequence[str], page: Page) -> Iterable[str]:
    nothing_more(words)
    scene.all()
    return [*_lines(scene, page, MOST), *_ahead(scene, page)]


def _rule(scene: DeriveScene, words: Sequence[str], page: Page) -> Iterable[str]:
    if not words:
        return _ahead(scene, page)
    _, remark = scene.name(_choice(scene.menu, " ".join(words)), ascii=page.ascii)
    now = scene.lines(page.ascii)[-1].math
    return [f"{remark[:1].upper()}{remark[1:]}", now, *_ahead(scene, page)]


def _choice(menu: tuple[str, ...], text: str) -> int:
    """Which entry is meant: by its number, its name, or the beginning of any of its words that no other has. Raises
    Mistyped."""
    if text.isascii() and text.isdigit() and len(text) < 3 and 1 <= int(text) <= len(menu):
        return int(text) - 1
    meant = begun(text.lower().removeprefix("the ").strip(), menu)
    if len(meant) == 1:
        return meant[0]
    known = ", ".join(f"{i + 1} {menu[i]}" for i in meant or range(len(menu)))
    if meant:
        raise Mistyped(tr("{typed} could be {known}", typed=said(text), known=known))
    raise Mistyped(tr("{typed} is none of {known}", typed=said(text), known=known))


def _asked(scene: DeriveScene) -> bool:
    return bool(scene.menu)


DEEDS = (
    Deed(
        "step [N]", N_("carry out the next rule, or the next N (the key space)"), _next, also=("next", "space", "right")
    ),
    Deed("undo [N]", N_("take the last rule back, or the last N (left)"), _back, also=("back", "left")),
    Deed("all", N_("carry out every rule (end)"), _all, also=("end",)),
    Deed("rule NAME", N_("name the next rule, or type its number; rule alone says which there are"), _rule, _asked),
)
KEYS: Keys = {
    "down": "step",
    "up": "undo",
    **{str(i): f"rule {i}" for i in range(1, 10)},  # of the menu
}
