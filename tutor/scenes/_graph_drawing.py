"""A computation graph drawn from left to right in text: nodes as a few lines each, wires between them.

A wire is drawn over one that it crosses; where it forks there is a joint. The layout is that of the finished graph, so
that nothing moves while values and gradients come in. Cells are pairs of a character and what it means.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from tutor.letters import cells
from tutor.scenes._graph_layers import Arranged, Item, Wire

UP, DOWN, LEFT, RIGHT = 1, 2, 4, 8
JOINTS = {
    LEFT | RIGHT: "─", UP | DOWN: "│", LEFT: "─", RIGHT: "─", UP: "│", DOWN: "│",
    LEFT | DOWN: "┐", LEFT | UP: "┘", RIGHT | DOWN: "┌", RIGHT | UP: "└",
    UP | DOWN | LEFT: "┤", UP | DOWN | RIGHT: "├", LEFT | RIGHT | DOWN: "┬", LEFT | RIGHT | UP: "┴",
    UP | DOWN | LEFT | RIGHT: "┼",
}  # fmt: skip


AIR = 4  # columns more between two layers, where there is room
BAR = -1  # the bar before a node belongs to no wire


class Ink(Enum):
    """What a cell of the drawing is."""

    BLANK = ""
    TEXT = "text"
    HERE = "here"  # of the node that is spoken of
    WIRE = "wire"
    SLOPE = "slope"  # the local slope, on the wire before the node


Cell = tuple[str, Ink]


@dataclass(frozen=True, slots=True)
class Card:
    """A node as it is drawn: its lines and the slopes on its wires now, and how wide both are in the end."""

    lines: tuple[str, ...]
    width: int
    slopes: tuple[str, ...]  # one for every wire that comes in; empty where none is shown
    slope_width: int = 0
    here: bool = False


def width_of(arranged: Arranged, cards: Sequence[Card]) -> int:
    """How many columns the drawing takes."""
    return sum(_widths(arranged, cards)) + sum(_gap(arranged, cards, at) for at in range(len(arranged.wires)))


def draw(arranged: Arranged, cards: Sequence[Card], ascii: bool, room: int) -> list[list[Cell]]:
    """The rows of the drawing. Of `room` columns, at least `width_of`, it takes some more to stand less close."""
    tight = width_of(arranged, cards)
    more = min(AIR, (room - tight) // max(1, len(arranged.wires)))
    grid = _Grid(arranged.height, tight + more * len(arranged.wires), ascii)
    widths = _widths(arranged, cards)
    left = 0
    for at, layer in enumerate(arranged.layers):
        for item in layer:
            grid.item(item, arranged.rows[item], left, widths[at] if at < len(widths) - 1 else 0, cards[item.node])
        left += widths[at]
        if at < len(arranged.wires):
            gap = _gap(arranged, cards, at) + more
            for wire in sorted(arranged.wires[at], key=lambda each: not each.straight):  # upright strokes on top
                grid.wire(wire, left, gap, more // 2)
            left += gap
    return grid.rows()


def _widths(arranged: Arranged, cards: Sequence[Card]) -> list[int]:
    """Of each layer: a blank behind the widest line, but for the last."""
    widest = [max([2, *(cards[i.node].width for i in layer if not i.passing)]) + 1 for layer in arranged.layers]
    return [*widest[:-1], widest[-1] - 1]


def _gap(arranged: Arranged, cards: Sequence[Card], at: int) -> int:
    """Columns behind a layer: one for each track, one before and one behind them, the slopes, the bar of the nodes."""
    tracks = 1 + max((wire.track for wire in arranged.wires[at] if wire.track is not None), default=-1)
    slopes = max((cards[i.node].slope_width for i in arranged.layers[at + 1] if not i.passing), default=0)
    return tracks + 3 + (slopes + 1 if slopes else 0)


class _Grid:
    """Characters, and strokes that become characters in the end."""

    def __init__(self, height: int, width: int, ascii: bool) -> None:
        self.ascii = ascii
        self.text: list[list[Cell]] = [[(" ", Ink.BLANK)] * width for _ in range(height)]
        self.slopes: dict[tuple[int, int], str] = {}
        self.strokes: dict[tuple[int, int], tuple[int, int]] = {}  # (row, column) -> (whose, which ways)

    def item(self, item: Item, row: int, left: int, width: int, card: Card) -> None:
        if item.passing:
            self.level(item.node, row, left - 1, left + width)
            return
        for i, line in enumerate(card.lines):
            for j, char in enumerate(line):
                self.text[row + i][left + j] = (char, Ink.HERE if card.here else Ink.TEXT)
        ports = len(card.slopes)
        for i in range(max(ports, len(card.lines)) if ports else 0):
            self.put(BAR, row + i, left - 1, UP | DOWN | (LEFT if i < ports else 0))
        for i, slope in enumerate(card.slopes):
            for j, char in enumerate(slope):
                self.slopes[row + i, left - 2 - len(slope) + j] = char
        self.level(item.node, row, left + cells(card.lines[0].rstrip()) + 1, left + width)

    def wire(self, wire: Wire, left: int, gap: int, lead: int) -> None:
        turn = left + gap - 2 if wire.track is None else left + 1 + lead + wire.track
        self.level(wire.node, wire.leaves, left, turn)
        low, high = wire.span
        for row in range(low, high + 1):
            ways = (UP if row > low else 0) | (DOWN if row < high else 0)
            ways |= LEFT if row == wire.leaves else 0
            ways |= RIGHT if row in wire.comes else 0
            self.put(wire.node, row, turn, ways)
        for row in wire.comes:
            self.level(wire.node, row, turn + 1, left + gap - 1)

    def level(self, whose: int, row: int, start: int, end: int) -> None:
        for column in range(start, end):
            self.put(whose, row, column, LEFT | RIGHT)

    def put(self, whose: int, row: int, column: int, ways: int) -> None:
        other, before = self.strokes.get((row, column), (whose, 0))
        if other != whose and ways == LEFT | RIGHT and before & (UP | DOWN):
            return  # it passes under the upright one
        self.strokes[row, column] = (whose, ways | before if other == whose else ways)

    def rows(self) -> list[list[Cell]]:
        for (row, column), (whose, ways) in self.strokes.items():
            mark = ("╢" if ways & LEFT else "║") if whose == BAR else JOINTS[ways]
            if self.ascii:
                mark = {"─": "-", "│": "|", "║": "|", "╢": "|"}.get(mark, "+")
            self.text[row][column] = (mark, Ink.WIRE)
        for (row, column), char in self.slopes.items():
            self.text[row][column] = (char, Ink.SLOPE)
        return self.text
