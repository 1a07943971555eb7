"""A plot in words: its curves with their values at round places, how high they come, the tangent, the secant."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from math import ceil, floor

from tutor.messages import N_, tr
from tutor.numeric import value
from tutor.scenes._acts import (
    Act,
    Deed,
    Mistyped,
    Page,
    columns,
    numbers,
    perform,
    possible,
    whole,
    written,
)
from tutor.scenes._numbers import as_float, fraction, nice_step, shown
from tutor.scenes._plot_shapes import shapes
from tutor.scenes._plot_state import PANEL_NAMES, PlotScene
from tutor.scenes._typed_keys import Keys
from tutor.typeset import line, symbol

PARTS, MOST_PARTS = 6, 60  # of the width, at whose ends values are told


def told(scene: PlotScene, ascii: bool = False, width: int = 80) -> tuple[str, ...]:
    """The curves, the sentence, their values, and where they are high, low or broken."""
    page = Page(ascii, width)
    low, high = (shown(fraction(end), ascii) for end in scene.settings.x)
    lead = [
        tr(
            "A plot for {name} from {low} to {high}: {curves}.",
            name=_name(scene, ascii),
            low=low,
            high=high,
            curves=", ".join(_formulas(scene, ascii)),
        )
    ]
    if scene.has_tangent or scene.has_secant or scene.settings.chord:
        lead += _where(scene, page)
    return written([*lead, *_values(scene, page, PARTS), *shapes(scene, ascii)], page)


def acts(scene: PlotScene) -> tuple[Act, ...]:
    return possible(DEEDS, scene)


def act(scene: PlotScene, words: Sequence[str], ascii: bool = False, width: int = 80) -> Iterator[str]:
    return perform(DEEDS, scene, words, Page(ascii, width), KEYS)


# --- in words ---------------------------------------------------------------------------------------------------------


def _name(scene: PlotScene, ascii: bool) -> str:
    return symbol(scene.settings.variable, ascii=ascii)


def _formulas(scene: PlotScene, ascii: bool) -> list[str]:
    """`f = x²`, `f′ = 2x`, then the curves beside f."""
    own = [f"{PANEL_NAMES[panel]} = {line(scene.orders[panel], ascii=ascii)}" for panel in scene.panels]
    return [*own, *(tr("beside it {curve}", curve=line(node, ascii=ascii)) for node in scene.settings.extra)]


def _where(scene: PlotScene, page: Page) -> list[str]:
    """The sentence, and the tangent as an equation."""
    tangent = scene.tangent_line(page.ascii) if scene.has_tangent else None
    return [
        f"{scene.sentence(page.ascii)}.",
        *([tr("The tangent there: {tangent}.", tangent=tangent)] if tangent else []),
    ]


def _values(scene: PlotScene, page: Page, parts: int) -> list[str]:
    """The values of every curve at round places, about one more than `parts`."""
    (low, high), name = scene.settings.x, scene.settings.variable
    step = fraction(nice_step(high - low, parts))
    rows = []
    for i in range(ceil(fraction(low) / step), floor(fraction(high) / step) + 1):
        x: Fraction = i * step
        found = [scene.at(x, panel) for panel in scene.panels]
        found += [value(node, **{name: as_float(x)}) for node in scene.settings.extra]
        rows.append([shown(each, page.ascii) for each in (x, *found)])
    heads = [_name(scene, page.ascii), *(PANEL_NAMES[panel] for panel in scene.panels)]
    return columns([*heads, *(line(node, ascii=page.ascii) for node in scene.settings.extra)], rows, page)


# --- what can be typed ------------------------------------------------------------------------------------------------


def _at(scene: PlotScene, words: Sequence[str], page: Page) -> Iterable[str]:
    (x,) = numbers(words, 1)
    low, high = scene.settings.x
    if not low <= x <= high:
        raise Mistyped(tr("the plot goes from {low:g} to {high:g}", low=low, high=high))
    scene.move(round((fraction(x) - scene.position) / _one_move(scene)))
    beside = [] if scene.position == fraction(x) else [tr("That is the nearest place: the tangent moves in steps.")]
    return [*_where(scene, page), *beside]


def _one_move(scene: PlotScene) -> Fraction:
    """How far one move goes: found by moving, and moved back."""
    before = scene.position
    way = 1 if scene.move(1) else -1
    if way < 0 and not scene.move(-1):
        return Fraction(1)
    step = abs(scene.position - before)
    scene.move(-way)
    return step


def _right(scene: PlotScene, words: Sequence[str], page: Page) -> Iterable[str]:
    return _moved(scene, whole(words), page)


def _left(scene: PlotScene, words: Sequence[str], page: Page) -> Iterable[str]:
    return _moved(scene, -whole(words), page)


def _moved(scene: PlotScene, steps: int, page: Page) -> list[str]:
    edge = [] if scene.move(steps) else [tr("The tangent stands at the end of the plot.")]
    return [*edge, *_where(scene, page)]


def _closer(scene: PlotScene, words: Sequence[str], page: Page) -> Iterable[str]:
    moved = [scene.shrink() for _ in range(whole(words, most=100))]
    return [*([] if moved[0] else [tr("That is the smallest h of this scene.")]), f"{scene.sentence(page.ascii)}."]


def _wider(scene: PlotScene, words: Sequence[str], page: Page) -> Iterable[str]:
    moved = [scene.widen() for _ in range(whole(words, most=100))]
    return [*([] if moved[0] else [tr("That is the largest h of this scene.")]), f"{scene.sentence(page.ascii)}."]


def _secants(scene: PlotScene, words: Sequence[str], page: Page) -> Iterable[str]:
    """Every run with its slope, the one that was looked at staying it; or the N-th of them, the widest 1."""
    runs = len(scene.settings.secant.h) if scene.settings.secant else 1
    wished = whole(words, default=None, most=runs) if words else None
    place = _to_widest(scene)
    rows = []
    for i in range(runs):
        rows.append([str(i + 1), shown(scene.run, page.ascii), shown(scene.secant_slope, page.ascii)])
        scene.shrink()
    _to_widest(scene)
    for _ in range(place if wished is None else wished - 1):
        scene.shrink()
    if wished is not None:
        return [f"{scene.sentence(page.ascii)}."]
    tangent = scene.has_tangent and scene.anchor == scene.position
    slope = [tr("The slope of the tangent: {slope}.", slope=shown(scene.slope, page.ascii))] if tangent else []
    return [*columns(["", "h", tr("secant slope")], rows, page), *slope]


def _to_widest(scene: PlotScene) -> int:
    """Goes back to the first run; how many that were."""
    moves = 0
    while scene.widen():
        moves += 1
    return moves


def _values_told(scene: PlotScene, words: Sequence[str], page: Page) -> Iterable[str]:
    parts = whole(words, default=2 * PARTS, least=2, most=MOST_PARTS)
    return [*_values(scene, page, parts), *shapes(scene, page.ascii)]


def _tangent(scene: PlotScene) -> bool:
    return scene.has_tangent


def _secant(scene: PlotScene) -> bool:
    return scene.has_secant


DEEDS = (
    Deed("at X", N_("put the tangent at X"), _at, _tangent),
    Deed("right [N]", N_("move the tangent one step to the right, or N"), _right, _tangent),
    Deed("left [N]", N_("move the tangent one step to the left, or N"), _left, _tangent),
    Deed(
        "closer [N]",
        N_("the secant's next, smaller run h, or N runs on (the key space)"),
        _closer,
        _secant,
        ("shrink", "space", "down"),
    ),
    Deed("wider [N]", N_("the run h before, or N runs back (up)"), _wider, _secant, ("widen", "up")),
    Deed("secants [N]", N_("every run h with its slope, or the N-th alone"), _secants, _secant, ("secant",)),
    Deed("values [N]", N_("the heights of the curves at about N places"), _values_told, also=("table", "curves")),
)
KEYS: Keys = {
    "shift+left": "left 10",
    "shift+right": "right 10",
    "backspace": "wider",
}
