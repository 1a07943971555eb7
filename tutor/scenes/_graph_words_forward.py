"""What goes forward through a computation graph, in words: values, a nudge, dual numbers, and slopes along paths."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from tutor.messages import listed, plural, tr
from tutor.scenes._graph_rows import (
    dual,
    name_of,
    path_text,
    product_text,
    said,
    sum_text,
    written,
)
from tutor.scenes._graph_rules import over, total
from tutor.typeset import symbol

if TYPE_CHECKING:
    from tutor.scenes._graph_state import GraphScene

MOST_TOLD = 3  # products of paths that a sentence holds


# --- a nudge ----------------------------------------------------------------------------------------------------------


def nudge_words(scene: GraphScene, ascii: bool) -> str:
    """By how much the node that the nudge came to last moves, and how many times the nudge that is."""
    wrt, start = symbol(scene.wrt, ascii=ascii), scene.start[scene.wrt]
    if not scene.reached:
        return tr(
            "{name} moves from {before} to {after}: d{name} = {nudge}",
            name=wrt,
            before=said(start, ascii),
            after=said(total((start, scene.nudge)), ascii),
            nudge=said(scene.nudge, ascii),
        )
    moved, place = scene.moved(), scene.current
    name, by = name_of(scene, place, ascii), moved[place]
    if not by:
        return tr("{name} stands still: {start} does not come here", name=name, start=wrt)
    parents = {edge.source for edge in scene.graph.into(place) if moved[edge.source]}
    ratios = []
    if len(parents) == 1 and (parent := parents.pop()) != scene.place_of(scene.wrt):
        factor = said(over(by, moved[parent]), ascii)
        ratios.append(tr("{factor} times d{name}", factor=factor, name=name_of(scene, parent, ascii)))
    ratios.append(tr("{factor} times d{name}", factor=said(over(by, scene.nudge), ascii), name=wrt))
    told = tr("{name} moves by {amount}: {ratios}", name=name, amount=said(by, ascii), ratios=", ".join(ratios))
    if not scene.complete:
        return told
    slope = said(scene.duals()[place], ascii)
    return tr("{told}. The slope d{name}/d{wrt} is {slope}", told=told, name=name, wrt=wrt, slope=slope)


# --- dual numbers -----------------------------------------------------------------------------------------------------


def dual_words(scene: GraphScene, ascii: bool) -> str:
    """The value and the derivative of the node that the dual number came to last, and where the latter is from."""
    wrt, duals = symbol(scene.wrt, ascii=ascii), scene.duals()
    if not scene.reached:
        told = tr("{name} starts as {dual}", name=wrt, dual=dual(scene.start[scene.wrt], Fraction(1), ascii))
        others = [name_of(scene, i, ascii) for i in scene.graph.inputs if scene.graph.vertices[i].name != scene.wrt]
        return (
            tr("{told}; {others} without {eps}", told=told, others=listed(others), eps=_eps(ascii)) if others else told
        )
    place = scene.current
    vertex = scene.graph.vertices[place]
    assert vertex.formula is not None
    name, value = symbol(vertex.name, ascii=ascii), scene.values[vertex.name]
    parts = [(scene.slopes[i], duals[edge.source]) for i, edge in enumerate(scene.graph.edges) if edge.target == place]
    moving = [pair for pair in parts if pair[1]]
    worked = " + ".join(product_text(pair, ascii) for pair in moving) or "0"
    told = tr(
        "{name} = {formula}: value {value}, {eps} part {worked} = {part}",
        name=name,
        formula=written(vertex.formula, ascii),
        value=said(value, ascii),
        eps=_eps(ascii),
        worked=worked,
        part=said(duals[place], ascii),
    )
    if not scene.complete:
        return told
    part = said(duals[place], ascii)
    return tr("{told}. So d{name}/d{wrt} = {part}, and no h", told=told, name=name, wrt=wrt, part=part)


def _eps(ascii: bool) -> str:
    return "eps" if ascii else "ε"


# --- paths ------------------------------------------------------------------------------------------------------------


def path_words(scene: GraphScene, ascii: bool) -> str:
    """The last path, its slopes multiplied; at the end the sum of all."""
    ways = scene.ways()
    wrt, result = symbol(scene.wrt, ascii=ascii), name_of(scene, scene.graph.result, ascii)
    if not scene.place:
        return plural(
            len(ways),
            "{count} path leads from {wrt} to {result}: the slopes along it are multiplied",
            "{count} paths lead from {wrt} to {result}: multiply along each, then add",
            wrt=wrt,
            result=result,
        )
    way = ways[scene.place - 1]
    factors = [scene.slopes[edge] for edge in way]
    told = f"{path_text(scene, way, ascii)}: {product_text(factors, ascii)}"
    if len(factors) > 1:
        told += f" = {said(scene.along(way), ascii)}"
    if not scene.complete or len(ways) == 1:
        return told
    parts = [scene.along(each) for each in ways]
    together = sum_text(parts, ascii) if 1 < len(parts) <= MOST_TOLD else ""
    added = " = ".join(filter(None, (f"d{result}/d{wrt}", together, said(total(parts), ascii))))
    return tr("{told}. All paths: {sum}", told=told, sum=added)
