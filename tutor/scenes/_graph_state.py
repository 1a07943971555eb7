"""What is true of a computation graph: what stands in it so far, in each of its modes, and the next step of it.

forward: the values, node by node. backward: then the gradients, edge by edge, each upstream times local, added up where
several come together, or, with `accumulate` off, overwriting each other as `=` does in a program that forgot `+=`.
nudge: one input is moved a little and everything is worked out again. dual: every node carries its value and its
derivative, a + b eps. paths: the slopes along every way from an input to the result, multiplied, and added up.
"""

from __future__ import annotations

from fractions import Fraction
from math import isfinite
from typing import TYPE_CHECKING, Any

from tutor.scenes._graph_back import Send, close, way_back
from tutor.scenes._graph_build import Graph, build
from tutor.scenes._graph_ledger import graph_ledger
from tutor.scenes._graph_program import graph_program
from tutor.scenes._graph_rows import graph_table, said
from tutor.scenes._graph_rules import Number, number_of, times, total
from tutor.scenes._graph_words import graph_sentence
from tutor.scenes._numbers import as_float, fraction
from tutor.scenes._scene import CannotShow, Request
from tutor.typeset import symbol

if TYPE_CHECKING:
    from tutor.scenes.graph import Settings

SMALLEST_NUDGE, LARGEST_NUDGE = Fraction(1, 10**6), Fraction(10)


def request(settings: Settings) -> Request | None:
    """Nothing must be worked out before: the local slopes are our own."""
    return None


def scene(settings: Settings, found: None = None) -> GraphScene:
    """The graph as it stands at first. Raises CannotShow where a node has no value, or no slope."""
    return GraphScene(settings, found)


class GraphScene:
    """A computation graph on the screen."""

    def __init__(self, settings: Settings, found: None = None) -> None:
        self.settings = settings
        self.graph: Graph = build(tuple(settings.inputs), settings.nodes, settings.split)
        self.start = {name: number_of(node, {}) for name, node in settings.inputs.items()}
        self.values = self.graph.values(self.start)
        self.slopes = self.graph.slopes(self.values)
        if gap := self.graph.gap(self.values, self.slopes):
            raise CannotShow(gap)
        self.accumulate = settings.accumulate
        self.wrt = settings.wrt or next(iter(settings.inputs))
        self.nudge = fraction(settings.nudge)
        self.looking: int | None = None  # the node that is looked at
        self.layouts: dict[tuple[Any, ...], Any] = {}  # of whoever draws it, by mode and size
        self._mode = 0
        self._done = dict.fromkeys(("forward", "backward", "nudge", "dual", "paths"), 0)

    # what the keys do

    def next(self) -> bool:
        """The next step; False where all is done."""
        self.looking = None
        if self.place == self.total:
            return False
        self._go(self.place + 1)
        return True

    def back(self) -> bool:
        """Takes the last step back; False at the start."""
        self.looking = None
        if self.place == 0:
            return False
        self._go(self.place - 1)
        return True

    def finish(self) -> None:
        """Every step at once."""
        self.looking = None
        self._go(self.total)

    def restart(self) -> None:
        """As it was at first, in this mode."""
        self.looking = None
        self._go(0)

    def turn(self, by: int = 1) -> bool:
        """The next mode; False where there is one alone."""
        self.looking = None
        self._mode = (self._mode + by) % len(self.settings.mode)
        return len(self.settings.mode) > 1

    def toggle(self) -> None:
        """Adds up at forks, or overwrites."""
        self.looking = None
        self.accumulate = not self.accumulate

    def choose(self, by: int) -> int:
        """Looks at a node so many further on, or back; from the one that was worked out last. Returns it."""
        here = self.looking if self.looking is not None else self.current
        nodes = len(self.graph.vertices)
        self.looking = max(0, min(nodes - 1, here + by))
        return self.looking

    def look(self, name: str) -> bool:
        """Looks at the node of this name; False where there is none."""
        places = [i for i, vertex in enumerate(self.graph.vertices) if vertex.name == name]
        self.looking = places[0] if places else self.looking
        return bool(places)

    def scale(self, by: int) -> bool:
        """A nudge ten times smaller (-1) or larger (1); False at the end, and where a node would have no value."""
        before = self.nudge
        self.nudge = self.nudge * 10 if by > 0 else self.nudge / 10
        inside = SMALLEST_NUDGE <= self.nudge <= LARGEST_NUDGE
        if not (inside and all(isfinite(as_float(each)) for each in self.moved())):
            self.nudge = before
            return False
        self.looking = None
        return True

    def turn_input(self, by: int = 1) -> bool:
        """Another input is followed; False where there is one alone."""
        self.looking = None
        names = list(self.settings.inputs)
        self.wrt = names[(names.index(self.wrt) + by) % len(names)]
        self.nudge = fraction(self.settings.nudge)
        self._done.update(nudge=0, dual=0, paths=0)
        return len(names) > 1

    def _go(self, place: int) -> None:
        if self.mode == "backward":
            inner = len(self.graph.inner)
            self._done["forward"], self._done["backward"] = min(place, inner), max(0, place - inner)
        else:
            self._done[self.mode] = place

    # where it stands

    @property
    def mode(self) -> str:
        """forward, backward, nudge, dual or paths."""
        return self.settings.mode[self._mode]

    @property
    def place(self) -> int:
        """How many steps are done in this mode."""
        if self.mode == "backward":
            return self._done["forward"] + self._done["backward"]
        return self._done[self.mode]

    @property
    def total(self) -> int:
        """How many steps there are in this mode."""
        inner = len(self.graph.inner)
        match self.mode:
            case "backward":
                return inner + 1 + len(self.graph.edges)
            case "paths":
                return len(self.ways())
        return inner

    @property
    def complete(self) -> bool:
        """Is every step of this mode done?"""
        return self.place == self.total

    @property
    def known(self) -> int:
        """How many of the inner nodes have a value on the screen."""
        return self._done["forward"] if self.mode in ("forward", "backward") else len(self.graph.inner)

    @property
    def reached(self) -> int:
        """How many of the inner nodes the nudge, or the dual number, has come through."""
        return self._done[self.mode] if self.mode in ("nudge", "dual") else 0

    @property
    def current(self) -> int:
        """The node that the last step was at: where gradients arrive, on the way back."""
        inner = self.graph.inner
        if self.mode == "backward" and self._done["backward"]:
            edge = self.sends()[-1].edge
            return edge.source if edge else self.graph.result
        if self.mode == "paths":
            return self.place_of(self.wrt)
        done = self._done["forward"] if self.mode == "backward" else self._done[self.mode]
        if done:
            return inner[done - 1]
        return self.graph.inputs[-1] if self.mode in ("forward", "backward") else self.place_of(self.wrt)

    @property
    def marked(self) -> frozenset[int]:
        """The nodes that are spoken of: the one that is looked at, those on the path, or where the last step was."""
        if self.looking is not None:
            return frozenset((self.looking,))
        if self.mode == "paths" and self.place:
            way = self.ways()[self.place - 1]
            return frozenset((self.place_of(self.wrt), *(self.graph.edges[i].target for i in way)))
        return frozenset((self.current,))

    def place_of(self, name: str) -> int:
        """Which node has this name."""
        return next(i for i, vertex in enumerate(self.graph.vertices) if vertex.name == name)

    # the way back

    def sends(self, every: bool = False, accumulate: bool | None = None) -> list[Send]:
        """The steps of the way back that are done, or all of them."""
        sends = way_back(self.graph, self.slopes, self.accumulate if accumulate is None else accumulate)
        return sends if every else sends[: self._done["backward"]]

    def gradients(self, every: bool = False, accumulate: bool | None = None) -> dict[int, Number]:
        """What stands as gradient at each node that one has come to: those on the screen, or all of them."""
        found: dict[int, Number] = {}
        for send in self.sends(every, accumulate):
            found[self.graph.result if send.edge is None else send.edge.source] = send.after
        return found

    def wrong(self) -> list[int]:
        """The inputs whose gradient is not the right one, once the way back is done."""
        right, here = self.gradients(True, True), self.gradients()
        return [i for i in self.graph.inputs if i in here and self.complete and not close(here[i], right[i])]

    # the way forward

    def moved(self) -> list[Number]:
        """By how much each node moves when the input that is followed is nudged."""
        after = self.graph.values({**self.start, self.wrt: total((self.start[self.wrt], self.nudge))})
        return [total((after[v.name], times(Fraction(-1), self.values[v.name]))) for v in self.graph.vertices]

    def duals(self) -> list[Number]:
        """The derivative part of each node, for the input that is followed."""
        found = self.graph.forward(self.slopes, self.wrt)
        return [found[vertex.name] for vertex in self.graph.vertices]

    def ways(self) -> list[tuple[int, ...]]:
        """Every path from the input that is followed to the result, as numbers of edges."""
        return list(self.graph.paths(self.place_of(self.wrt)))

    def along(self, way: tuple[int, ...]) -> Number:
        """The product of the slopes along a path."""
        product: Number = Fraction(1)
        for edge in way:
            product = times(product, self.slopes[edge])
        return product

    # in words

    def sentence(self, ascii: bool = False) -> str:
        """`back to q: the product swaps, so z = -4 times the 1 at f is -4`."""
        return graph_sentence(self, ascii)

    def table(self, ascii: bool = False) -> list[list[str]]:
        """The headings, and a row a node: its formula, its value, and what the mode adds to it, as far as shown."""
        return graph_table(self, ascii)

    def ledger(self, ascii: bool = False) -> list[str]:
        """A short line for every step that is done, in order."""
        return graph_ledger(self, ascii)

    def words_of_nudge(self, ascii: bool = False) -> tuple[str, str]:
        """The nudge, and the name of the input that is nudged or followed."""
        return said(self.nudge, ascii), symbol(self.wrt, ascii=ascii)

    def program(self) -> str:
        """Straight lines of Python that work out the same numbers, in the mode that stands."""
        return graph_program(self)
