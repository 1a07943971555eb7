"""A map in words: the Jacobian as a table, how the area changes, and what can be typed to move the point."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from math import isfinite

from tutor.messages import N_, tr
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
    whole,
    written,
)
from tutor.scenes._dial_words import reading
from tutor.scenes._map_state import LARGEST, SMALLEST, MapScene
from tutor.scenes._map_words import entry, output_name, places
from tutor.scenes._numbers import as_float, shown
from tutor.scenes._problem import shown_names
from tutor.scenes._typed_keys import Keys
from tutor.typeset import line, symbol

FARTHEST = 1e6  # where a point may be put
ROWS = 8  # of the table of areas


def told(scene: MapScene, ascii: bool = False, width: int = 80) -> tuple[str, ...]:
    """The map, the sentence, and the Jacobian."""
    page = Page(ascii, width)
    names = ", ".join(shown_names(scene.settings.names, ascii))
    outputs = ", ".join(line(each, ascii=ascii) for each in scene.settings.outputs)
    lead = tr("A map from ({names}) to ({outputs}).", names=names, outputs=outputs)
    return written([lead, _sentence(scene, page), *jacobian_table(scene, page)], page)


def acts(scene: MapScene) -> tuple[Act, ...]:
    return possible(DEEDS, scene)


def act(scene: MapScene, words: Sequence[str], ascii: bool = False, width: int = 80) -> Iterator[str]:
    return perform(DEEDS, scene, words, Page(ascii, width), KEYS)


def _sentence(scene: MapScene, page: Page) -> str:
    return f"{scene.sentence(page.ascii)}."


def jacobian_table(scene: MapScene, page: Page) -> list[str]:
    """A row for each output: its slopes along every input, as numbers; before them what they are in general."""
    curl = "d" if page.ascii else "∂"
    heads = ["", *(f"{curl}/{curl}{symbol(name, page.ascii)}" for name in scene.settings.names), tr("value")]
    rows = [
        [output_name(scene, i, page.ascii), *(entry(each, page.ascii) for each in row), entry(height, page.ascii)]
        for i, (row, height) in enumerate(zip(scene.jacobian, scene.image, strict=True))
    ]
    return [tr("The Jacobian, a row for each output:"), *columns(heads, rows, page)]


def _formulas(scene: MapScene, words: Sequence[str], page: Page) -> Iterable[str]:
    nothing_more(words)
    curl = "d" if page.ascii else "∂"
    lines = []
    for i, row in enumerate(scene.trees):
        for name, tree in zip(scene.settings.names, row, strict=True):
            slope = f"{curl}{output_name(scene, i, page.ascii)}/{curl}{symbol(name, page.ascii)}"
            lines.append(f"{slope} = {line(tree, ascii=page.ascii)}")
    return [*lines, *jacobian_table(scene, page)]


# --- what can be typed ------------------------------------------------------------------------------------------------


def _moves(axis: int, way: int) -> Callable[[MapScene, Sequence[str], Page], Iterable[str]]:
    def move(scene: MapScene, words: Sequence[str], page: Page) -> Iterable[str]:
        moved = scene.move(axis if scene.plane else scene.chosen, way * whole(words))
        return [*([] if moved else [tr("The point goes no farther.")]), _sentence(scene, page)]

    return move


def _input(scene: MapScene, words: Sequence[str], page: Page) -> Iterable[str]:
    count = len(scene.settings.names)
    back = words and words[0].lower() == "back"
    if words and not back:
        scene.chosen = whole(words, most=count) - 1
    else:
        scene.choose(-1 if back else 1)
    name = symbol(scene.settings.names[scene.chosen], page.ascii)
    return [tr("right and left change {name} now.", name=name)]


def _at(scene: MapScene, words: Sequence[str], page: Page) -> Iterable[str]:
    if words:
        place = numbers(words, len(scene.settings.names))
        if max(map(abs, place)) > FARTHEST:
            raise Mistyped(tr("a number goes from {low:g} to {high:g}", low=-FARTHEST, high=FARTHEST))
        scene.put(tuple(place))
    return [_sentence(scene, page)]


def _sizes(way: int) -> Callable[[MapScene, Sequence[str], Page], Iterable[str]]:
    def resize(scene: MapScene, words: Sequence[str], page: Page) -> Iterable[str]:
        changed = scene.resize(way * whole(words, most=LARGEST - SMALLEST))
        return [*([] if changed else [tr("That is the last size of the square.")]), _sentence(scene, page)]

    return resize


def _areas(scene: MapScene, words: Sequence[str], page: Page) -> Iterable[str]:
    """The quotient of the areas from here on, the side halved each time; the square stays as it is."""
    nothing_more(words)
    rows, halved = [], 0
    for _ in range(ROWS):
        area = scene.area
        if isfinite(area):
            square = as_float(scene.side) ** 2
            rows.append([shown(scene.side, page.ascii), *(reading(each, page.ascii) for each in
                         (square, abs(area), abs(scene.factor)))])  # fmt: skip
        if not scene.resize(-1):
            break
        halved += 1
    scene.resize(halved)
    heads = [tr("side"), tr("square"), tr("image"), tr("quotient")]
    lead = tr("As the square shrinks, the quotient of the areas goes to |det J| = {det}:",
              det=entry(max(scene.det, -scene.det), page.ascii))  # fmt: skip
    return [lead, *columns(heads, rows, page, spare=(1, 2))] if rows else [_sentence(scene, page)]


def _corners(scene: MapScene, words: Sequence[str], page: Page) -> Iterable[str]:
    """Where the corners of the square go, and where the Jacobian says they go."""
    nothing_more(words)
    steps = scene.square(2)[:-1]
    images, predicted = scene.mapped(steps), scene.predicted(steps)
    rows = [
        [letter, *(places(tuple(map(float, each)), page.ascii) for each in row)]
        for letter, row in zip("abcd", zip(steps + scene.place, images, predicted, strict=True), strict=True)
    ]
    return columns([tr("corner"), tr("input"), tr("output"), tr("by J")], rows, page)


def _plane(scene: MapScene) -> bool:
    return scene.plane


def _in_plane(scene: MapScene) -> bool:
    return scene.plane and scene.stands


def _table(scene: MapScene) -> bool:
    return not scene.plane


DEEDS = (
    Deed("right [N]", N_("move the point one step along the first input, or the chosen one, or N"), _moves(0, 1)),
    Deed("left [N]", N_("move it back"), _moves(0, -1)),
    Deed("up [N]", N_("move the point one step along the second input, or N"), _moves(1, 1), where=_plane),
    Deed("down [N]", N_("move it back along the second input"), _moves(1, -1), where=_plane),
    Deed("input [N]", N_("choose the next input for right and left, or the Nth"), _input, where=_table),
    Deed("at [X ...]", N_("put the point there, a number for each input"), _at),
    Deed("smaller [N]", N_("halve the side of the square, or N times"), _sizes(-1), where=_plane),
    Deed("larger [N]", N_("double the side of the square, or N times"), _sizes(1), where=_plane),
    Deed("areas", N_("the areas of square and image as the square shrinks"), _areas, where=_in_plane),
    Deed("corners", N_("where the corners go, and where the Jacobian says they go"), _corners, where=_in_plane),
    Deed("jacobian", N_("the partial derivatives, as formulas and as numbers"), _formulas, also=("slopes", "j")),
)
KEYS: Keys = {
    "+": "larger",
    "-": "smaller",
    "up": "input back",
    "down": "input",
}
