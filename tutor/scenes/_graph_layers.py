"""Where the nodes of a graph stand when it is drawn from left to right, and where its wires turn.

Nodes stand in layers, each behind all that it is made of, inputs just before their first use. A wire that passes a
layer has a place of its own there, shared by all that start at the same node. Between two layers every wire that
changes its row turns on a track; tracks are ordered so that no two wires lie on each other, and cross as seldom as can
be found quickly. Rows and layers only: how wide a node is does not matter here. Small graphs; None where none is found.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import permutations

from tutor.scenes._graph_build import Graph

MOST_TRIED = 40  # arrangements
MOST_ORDERED = 4  # wires between two layers whose tracks are tried in every order
CROSSING, BEND, TRACK = 12, 3, 4  # what each costs, beside a row of wire, which costs 1


@dataclass(frozen=True, slots=True)
class Item:
    """What takes a place in a layer: a node, or the wire of a node that passes through."""

    node: int
    layer: int
    passing: bool = False


@dataclass(slots=True)
class Wire:
    """A wire from one layer to the next: the row it leaves, the rows it comes to, the track it turns on (None: straight
    on), and which edges go over it to each row."""

    node: int
    leaves: int
    comes: list[int] = field(default_factory=list)
    track: int | None = None

    @property
    def straight(self) -> bool:
        return self.comes == [self.leaves]

    @property
    def span(self) -> tuple[int, int]:
        rows = (self.leaves, *self.comes)
        return min(rows), max(rows)


@dataclass(frozen=True, slots=True)
class Arranged:
    """Layers from left to right; the row of each item; the wires from each layer to the next; how many rows."""

    layers: tuple[tuple[Item, ...], ...]
    rows: Mapping[Item, int]
    wires: tuple[tuple[Wire, ...], ...]
    height: int
    cost: int


def layer_count(graph: Graph) -> int:
    """How many layers the graph has, before any of it is arranged."""
    return 1 + max(_layers(graph))


def arrange(graph: Graph, heights: Sequence[int], most: int) -> Arranged | None:
    """The graph in at most so many rows, node i taking `heights[i]` of them; None where it cannot be drawn."""
    plan = _Plan(graph, heights, most)
    if any(sum(map(plan.height, layer)) > most for layer in plan.first):
        return None
    best = plan.arranged(plan.first)
    tried = 1
    better = True
    while better and tried < MOST_TRIED:
        better = False
        for layers in _swapped(best.layers if best else plan.first):
            found = plan.arranged(layers)
            tried += 1
            if found and (best is None or found.cost < best.cost):
                best, better = found, True
                break
            if tried >= MOST_TRIED:
                break
    return best


def _swapped(layers: Sequence[tuple[Item, ...]]) -> Iterator[tuple[tuple[Item, ...], ...]]:
    """The same with two neighbours of one layer changed over."""
    for at, layer in enumerate(layers):
        for i in range(len(layer) - 1):
            swapped = (*layer[:i], layer[i + 1], layer[i], *layer[i + 2 :])
            yield (*layers[:at], swapped, *layers[at + 1 :])


class _Plan:
    """What does not change from one arrangement to the next."""

    def __init__(self, graph: Graph, heights: Sequence[int], most: int) -> None:
        self.graph, self.heights, self.most = graph, heights, most
        self.layer_of = _layers(graph)
        count = max(self.layer_of) + 1
        made: list[list[Item]] = [[] for _ in range(count)]
        for node, layer in enumerate(self.layer_of):
            made[layer].append(Item(node, layer))
        for node, layer in enumerate(self.layer_of):
            last = max((self.layer_of[edge.target] for edge in graph.out_of(node)), default=layer)
            for between in range(layer + 1, last):
                made[between].append(Item(node, between, passing=True))
        self.first = tuple(map(tuple, made))

    def height(self, item: Item) -> int:
        return 1 if item.passing else self.heights[item.node]

    def arranged(self, layers: tuple[tuple[Item, ...], ...]) -> Arranged | None:
        rows: dict[Item, int] = {}
        for layer in layers:
            if not self._place(layer, rows):
                return None
        wires = []
        cost = 0
        for at in range(len(layers) - 1):
            between = self._wires(layers, at, rows)
            price = _tracked(between)
            if price is None:
                return None
            cost += price
            wires.append(tuple(between))
        height = max(rows[item] + self.height(item) for layer in layers for item in layer)
        return Arranged(layers, rows, tuple(wires), height, cost)

    def _place(self, layer: Sequence[Item], rows: dict[Item, int]) -> bool:
        """Gives each item of a layer a row, as near as can be to what it is made of; False where there is no room."""
        sizes = [self.height(item) for item in layer]
        gap = 1 if sum(sizes) + len(sizes) - 1 <= self.most else 0
        if sum(sizes) + gap * (len(sizes) - 1) > self.most:
            return False
        free = 0
        for item, size in zip(layer, sizes, strict=True):
            wished = self._wished(item, rows)
            rows[item] = max(free, wished if wished is not None else free)
            free = rows[item] + size + gap
        last = self.most
        for item, size in zip(reversed(layer), reversed(sizes), strict=True):
            rows[item] = min(rows[item], last - size)
            last = rows[item] - gap
        return True

    def _wished(self, item: Item, rows: Mapping[Item, int]) -> int | None:
        """The row where one of its wires, the middle one, goes straight on."""
        if item.passing:
            return rows[self._before(item.node, item.layer)]
        wished = sorted(
            rows[self._before(edge.source, item.layer)] - port for port, edge in enumerate(self.graph.into(item.node))
        )
        return max(0, wished[(len(wished) - 1) // 2]) if wished else None

    def _before(self, node: int, layer: int) -> Item:
        """What carries the value of `node` into this layer."""
        return Item(node, layer - 1, passing=self.layer_of[node] < layer - 1)

    def _wires(self, layers: Sequence[Sequence[Item]], at: int, rows: Mapping[Item, int]) -> list[Wire]:
        wires = {item: Wire(item.node, rows[item]) for item in layers[at]}
        for item in layers[at + 1]:
            if item.passing:
                wires[self._before(item.node, at + 1)].comes.append(rows[item])
            else:
                for port, edge in enumerate(self.graph.into(item.node)):
                    wires[self._before(edge.source, at + 1)].comes.append(rows[item] + port)
        return [wire for wire in wires.values() if wire.comes]


def _layers(graph: Graph) -> list[int]:
    """The layer of each node: behind all that it is made of; inputs just before their first use."""
    layers = [0] * len(graph.vertices)
    for i in graph.inner:
        layers[i] = 1 + max(layers[edge.source] for edge in graph.into(i))
    for i in graph.inputs:
        layers[i] = min(layers[edge.target] for edge in graph.out_of(i)) - 1
    return layers


def _tracked(wires: Sequence[Wire]) -> int | None:
    """Gives each wire that turns its track, and returns the cost; None where two would lie on each other."""
    turning = [wire for wire in wires if not wire.straight]
    best: tuple[int, tuple[Wire, ...]] | None = None
    for order in permutations(turning) if len(turning) <= MOST_ORDERED else _sensible(turning):
        place = {id(wire): i for i, wire in enumerate(order)}
        if not all(_apart(one, other, place) for one in turning for other in turning if one is not other):
            continue
        cost = CROSSING * _crossings(wires, order, place)
        if best is None or cost < best[0]:
            best = cost, order
    if best is None:
        return None
    for i, wire in enumerate(best[1]):
        beside = [other.track for other in best[1][:i] if other.track is not None and _meet(wire, other)]
        wire.track = 1 + max(beside, default=-1)
    length = sum(wire.span[1] - wire.span[0] for wire in turning)
    tracks = 1 + max((wire.track for wire in turning if wire.track is not None), default=-1)
    return best[0] + length + BEND * len(turning) + TRACK * tracks


def _meet(one: Wire, other: Wire) -> bool:
    """Would they touch on one track, or must they turn one before the other?"""
    (low, high), (from_, to) = one.span, other.span
    return low <= to and from_ <= high


def _sensible(turning: Sequence[Wire]) -> Iterator[tuple[Wire, ...]]:
    """A few orders: those that go up first from above, those that go down first from below, and the other way round."""
    down = sorted((w for w in turning if max(w.comes) > w.leaves), key=lambda w: -w.leaves)
    up = sorted((w for w in turning if max(w.comes) <= w.leaves), key=lambda w: w.leaves)
    yield (*up, *down)
    yield (*down, *up)
    yield tuple(sorted(turning, key=lambda w: w.leaves))
    yield tuple(sorted(turning, key=lambda w: -w.leaves))


def _apart(one: Wire, other: Wire, place: Mapping[int, int]) -> bool:
    """A wire that leaves where another comes in must have turned before the other has."""
    return one.leaves not in other.comes or place[id(one)] < place[id(other)]


def _crossings(wires: Sequence[Wire], order: Sequence[Wire], place: Mapping[int, int]) -> int:
    count = 0
    for wire in order:
        low, high = wire.span
        for other in wires:
            if other is wire:
                continue
            if other.straight:
                count += low < other.leaves < high
                continue
            before = place[id(wire)] < place[id(other)]
            count += low < other.leaves < high if before else sum(low < row < high for row in other.comes)
    return count
