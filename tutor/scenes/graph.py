"""The scene `graph`: a computation graph: values forward, gradients back, nudges, dual numbers, paths."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import chain

from tutor.lesson import yamlnodes as y
from tutor.lesson.kinds import At, Bad, Exact, Expression, ListOf, MapOf, OneOf, Quantity, Text, Truth, setting
from tutor.messages import N_, tr
from tutor.rules.derivation import TooLong
from tutor.scenes._graph_build import build
from tutor.scenes._graph_proof import prove
from tutor.scenes._graph_state import LARGEST_NUDGE, SMALLEST_NUDGE, GraphScene, request, scene
from tutor.scenes._graph_told import act, acts, told
from tutor.tree import FUNCTIONS, Node

__all__ = ["MODES", "GraphScene", "Settings", "act", "acts", "prove", "request", "scene", "told"]

MODES = ("forward", "backward", "nudge", "dual", "paths")
MOST_INPUTS, MOST_NODES, MOST_PATHS = 8, 24, 40
NAME = Text(most=10, pattern=r"[A-Za-z][A-Za-z0-9_]*", like=N_("a node's name is a letter or a short name, such as q"))


@dataclass(frozen=True, slots=True)
class Settings:
    """A computation graph: inputs with values, and nodes, each made of those before it; the last is the result."""

    inputs: dict[str, Node] = setting(
        MapOf(Exact(), NAME, most=MOST_INPUTS), N_("each input and its value: {x: -2, y: 5}")
    )
    nodes: dict[str, Node] = setting(
        MapOf(Expression(), NAME, most=MOST_NODES),
        N_("each node and what it is made of, in order: {q: x + y, f: q*z}; the last is the result"),
    )
    mode: tuple[str, ...] = setting(
        ListOf(OneOf(MODES), most=len(MODES), or_one=True),
        N_("what is shown: forward, backward, nudge, dual, paths; of several the key m shows the next"),
        ("backward",),
    )
    nudge: float = setting(Quantity(above=0), N_("how far an input is nudged"), 0.001)
    wrt: str | None = setting(NAME, N_("the input that is nudged or followed; the first where it is left out"), None)
    accumulate: bool = setting(
        Truth(), N_("gradients that meet are added (+=); false: they overwrite each other (=)"), True
    )
    split: bool = setting(Truth(), N_("true: a formula of several operations becomes a node an operation"), False)

    @classmethod
    def names_below(cls, node: y.Mapping) -> tuple[str, ...]:
        """The inputs and the nodes, which the nodes may use beside the lesson's symbols."""
        maps = [node.get(name) for name in ("inputs", "nodes")]
        return tuple(chain.from_iterable(each.keys() for each in maps if isinstance(each, y.Mapping)))

    def checked(self, node: y.YamlNode, at: At) -> Settings | Bad:
        fault = self._names_fault() or self._use_fault() or self._size_fault()
        if fault:
            return at.fault(node, fault)
        return replace(self, mode=tuple(dict.fromkeys(self.mode)))

    def _names_fault(self) -> str:
        if not (self.inputs and self.nodes):
            return tr("a graph needs inputs and nodes: {inputs: {x: 3}, nodes: {f: x*x + x}}")
        twice = sorted(self.inputs.keys() & self.nodes.keys())
        if twice:
            return tr("{name} is an input and a node; give one of them another name", name=twice[0])
        functions = sorted((self.inputs.keys() | self.nodes.keys()) & FUNCTIONS.keys())
        if functions:
            return tr("{name} is a function; give the node another name", name=functions[0])
        if self.wrt is not None and self.wrt not in self.inputs:
            return tr(
                "wrt is {name}, which is none of the inputs: {inputs}", name=self.wrt, inputs=", ".join(self.inputs)
            )
        return ""

    def _use_fault(self) -> str:
        known = list(self.inputs)
        used: set[str] = set()
        for name, formula in self.nodes.items():
            unknown = sorted(formula.symbols() - set(known))
            if unknown:
                return tr(
                    "{name} uses {unknown}, which is not known there; before it stand: {known}",
                    name=name,
                    unknown=unknown[0],
                    known=", ".join(known),
                )
            if not formula.symbols():
                return tr("{name} is a number; numbers stand in the inputs, or within a formula", name=name)
            used |= formula.symbols()
            known.append(name)
        unused = [name for name in known[:-1] if name not in used]
        if unused:
            return tr(
                "{name} leads nowhere: no node after it uses it, and the last, {last}, is the result",
                name=unused[0],
                last=known[-1],
            )
        return ""

    def _size_fault(self) -> str:
        if not SMALLEST_NUDGE <= self.nudge <= LARGEST_NUDGE:
            return tr("the nudge may be {least:g} to {most:g}", least=float(SMALLEST_NUDGE), most=float(LARGEST_NUDGE))
        try:
            graph = build(tuple(self.inputs), self.nodes, self.split)
        except TooLong as fault:
            return str(fault)
        if len(graph.inner) > MOST_NODES:
            return tr(
                "that makes {count} nodes; {most} at most can be followed", count=len(graph.inner), most=MOST_NODES
            )
        ways = max(map(graph.count_paths, graph.inputs))
        if "paths" in self.mode and ways > MOST_PATHS:
            return tr("there are {count} paths; {most} at most can be followed", count=ways, most=MOST_PATHS)
        return ""
