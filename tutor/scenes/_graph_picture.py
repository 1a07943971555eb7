"""A computation graph in so many columns and rows, drawn from left to right; where it is too big it is left to a list.

Every node is a card: its formula, its value, and what the mode adds: the gradient that came back to it, how far it
moved, its derivative part. Cards are as wide as they become in the end, and the layout is made once for a size.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tutor.letters import cells
from tutor.scenes._graph_drawing import Card, Cell, draw, width_of
from tutor.scenes._graph_layers import Arranged, arrange, layer_count
from tutor.scenes._graph_rows import label, name_of, said
from tutor.scenes._graph_rules import Number
from tutor.tree import Add, Call, Div, Mul, Neg, Pow

if TYPE_CHECKING:
    from tutor.scenes._graph_state import GraphScene

OPERATIONS = {Add: "+", Neg: "-", Mul: "*", Div: "/", Pow: "^"}
BRIEF = 4  # digits, where there is little room
MOST_KEPT = 40  # layouts: a window that is dragged to another size asks for many
LEAST_LAYER = 6  # columns that a layer takes at least: a name, a wire and a bar


@dataclass(frozen=True, slots=True)
class _Look:
    """How much is written: which nodes go without their formula, with how many digits, with slopes on the wires."""

    ascii: bool
    short: frozenset[int] = frozenset()
    digits: int | None = None
    slopes: bool = False


def drawn(scene: GraphScene, width: int, height: int, ascii: bool, bare: bool = False) -> list[list[Cell]] | None:
    """The rows of the drawing, or None where it does not fit: then the nodes are a list. `bare`: with the names and
    formulas alone, as before a prediction, each where it stands in the whole drawing.

    What fits is looked for once for a size and a mode, and kept with the scene.
    """
    key = (scene.mode, scene.wrt, scene.nudge, scene.accumulate, width, height, ascii)
    if key not in scene.layouts:
        if len(scene.layouts) >= MOST_KEPT:
            scene.layouts.clear()
        scene.layouts[key] = _fitted(scene, width, height, ascii)
    arranged, look = scene.layouts[key]
    return None if arranged is None else draw(arranged, _cards(scene, look, bare), ascii, width)


def _fitted(scene: GraphScene, width: int, height: int, ascii: bool) -> tuple[Arranged | None, _Look]:
    """A layout, and the most that can be written in it."""
    look = _Look(ascii)
    heights = [max(len(e), len(scene.graph.into(i))) for i, e in enumerate(_lines(scene, look, True))]
    if layer_count(scene.graph) * LEAST_LAYER > width:
        return None, look
    arranged = arrange(scene.graph, heights, height)
    looks = list(_looks(scene, look))
    if arranged is None or width_of(arranged, _cards(scene, looks[-1])) > width:
        return None, look
    fits = (each for each in looks if width_of(arranged, _cards(scene, each)) <= width)
    return arranged, next(fits)


def _looks(scene: GraphScene, look: _Look) -> Iterator[_Look]:
    """All that may be written, then less and less: no slopes, the longest formulas out, fewer digits."""
    if scene.mode in ("backward", "dual", "paths"):
        yield replace(look, slopes=True)
    longest = sorted(scene.graph.inner, key=lambda i: -cells(label(scene, i, look.ascii)))
    for digits in (None, BRIEF):
        for count in range(len(longest) + 1):
            yield replace(look, short=frozenset(longest[:count]), digits=digits)


def _cards(scene: GraphScene, look: _Look, bare: bool = False) -> list[Card]:
    now, full = (_lines(scene, look, every) for every in (False, True))
    slopes, widest = _slopes(scene, look)
    marked = scene.marked
    if bare:
        now, marked = (
            [(f" {_heading(scene, i, look)}", *[""] * (len(each) - 1)) for i, each in enumerate(now)],
            frozenset(),
        )
        slopes = [tuple("" for _ in each) for each in slopes]
    return [
        Card(lines, max(map(cells, (*lines, *most))), slopes[i], widest[i], i in marked)
        for i, (lines, most) in enumerate(zip(now, full, strict=True))
    ]


def _slopes(scene: GraphScene, look: _Look) -> tuple[list[tuple[str, ...]], list[int]]:
    """For every node the slopes on its wires, as far as they have been used, and how wide they are in the end."""
    used = {send.edge for send in scene.sends()} if scene.mode == "backward" else set()
    came = scene.graph.inner[: scene.reached]
    now, widest = [], []
    for i in range(len(scene.graph.vertices)):
        texts, shown = [], []
        for edge, slope in zip(scene.graph.edges, scene.slopes, strict=True):
            if edge.target == i:
                texts.append(f"{'*' if look.ascii else '×'}{said(slope, look.ascii, BRIEF)}" if look.slopes else "")
                seen = scene.mode == "paths" or edge in used or (scene.mode == "dual" and i in came)
                shown.append(texts[-1] if seen else "")
        now.append(tuple(shown))
        widest.append(max(map(cells, texts), default=0))
    return now, widest


def _lines(scene: GraphScene, look: _Look, every: bool) -> list[tuple[str, ...]]:
    """The lines of every card: `every` as in the end, else as far as is known."""
    marked = frozenset() if every else scene.marked
    inner, ascii = scene.graph.inner, look.ascii
    known = {*scene.graph.inputs, *(inner if every else inner[: scene.known])}
    extra = _extra(scene, look, every)
    cards = []
    for i, vertex in enumerate(scene.graph.vertices):
        mark = " " if i not in marked else ">" if ascii else "▸"
        value = said(scene.values[vertex.name], ascii, look.digits) if i in known else "?"
        name = _heading(scene, i, look)
        lines = [f"{name} = {value}"] if vertex.formula is None else [name, value]
        lines += [extra[i]] if scene.mode not in ("forward", "paths") else []
        cards.append((f"{mark}{lines[0]}", *(f" {line}" for line in lines[1:])))
    return cards


def _heading(scene: GraphScene, place: int, look: _Look) -> str:
    """The name of a node and what it is made of, as long as there is room for."""
    return _operation(scene, place, look.ascii) if place in look.short else label(scene, place, look.ascii)


def _operation(scene: GraphScene, place: int, ascii: bool) -> str:
    """`q: +`, where the formula is too long; of several operations what it is made of: `f(x, y)`."""
    formula = scene.graph.vertices[place].formula
    name = name_of(scene, place, ascii)
    if formula is None:
        return name
    if scene.graph.several(place):
        made_of = dict.fromkeys(name_of(scene, edge.source, ascii) for edge in scene.graph.into(place))
        return min(f"{name}({', '.join(made_of)})", label(scene, place, ascii), key=len)
    sign = formula.name if isinstance(formula, Call) else OPERATIONS.get(type(formula), "")
    return f"{name}: {sign if ascii else sign.replace('*', '×').replace('-', '−')}"


def _extra(scene: GraphScene, look: _Look, every: bool) -> list[str]:
    """What the mode adds to each node: `← −4`, `+0.003`, `+4ε`."""
    inner, ascii, digits = scene.graph.inner, look.ascii, look.digits
    came = {*scene.graph.inputs, *(inner if every else inner[: scene.reached])}
    count = range(len(scene.graph.vertices))
    match scene.mode:
        case "backward":
            gradients = scene.gradients(every)
            lead = "<- " if ascii else "← "
            return [f"{lead}{said(gradients[i], ascii, digits)}" if i in gradients else "" for i in count]
        case "nudge":
            moved = scene.moved()
            return [_signed(moved[i], ascii, digits) if i in came else "" for i in count]
        case "dual":
            return [
                f"{_signed(part, ascii, digits)}{' eps' if ascii else 'ε'}" if i in came else "?"
                for i, part in enumerate(scene.duals())
            ]
    return ["" for _ in count]


def _signed(number: Number, ascii: bool, digits: int | None) -> str:
    text = said(number, ascii, digits)
    return text if text[:1] in "-−" else f"+{text}"
