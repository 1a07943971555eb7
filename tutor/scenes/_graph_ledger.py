"""The steps through a computation graph, each a short line: what a pupil would have on the paper by now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.scenes._graph_rows import dual, in_numbers, label, name_of, product_text, said, sum_text
from tutor.scenes._graph_rules import over

if TYPE_CHECKING:
    from tutor.scenes._graph_back import Send
    from tutor.scenes._graph_state import GraphScene


def graph_ledger(scene: GraphScene, ascii: bool) -> list[str]:
    """A line a step that is done, in order; of paths none, since they have their table."""
    inner = scene.graph.inner
    match scene.mode:
        case "forward" | "backward":
            lines = [worked_out(scene, i, ascii) for i in inner[: scene.known]]
            return lines + [_sent(scene, send, ascii) for send in (scene.sends() if scene.mode == "backward" else [])]
        case "nudge":
            return [_moved(scene, i, ascii) for i in inner[: scene.reached]]
        case "dual":
            duals = scene.duals()
            return [
                f"{label(scene, i, ascii)} = {dual(scene.values[scene.graph.vertices[i].name], duals[i], ascii)}"
                for i in inner[: scene.reached]
            ]
    return []


def worked_out(scene: GraphScene, place: int, ascii: bool) -> str:
    """`q = x + y = -2 + 5 = 3`."""
    vertex = scene.graph.vertices[place]
    assert vertex.formula is not None
    steps = [in_numbers(scene, vertex.formula, ascii), said(scene.values[vertex.name], ascii)]
    return " = ".join([label(scene, place, ascii), *dict.fromkeys(steps)])


def _sent(scene: GraphScene, send: Send, ascii: bool) -> str:
    """`x <- q: 1*(-4) = -4`; where something stood there, what it is now."""
    result = name_of(scene, scene.graph.result, ascii)
    if send.edge is None:
        return f"{result}: d{result}/d{result} = 1"
    to, back = name_of(scene, send.edge.source, ascii), name_of(scene, send.edge.target, ascii)
    product = said(send.product, ascii)
    told = f"{to} {'<-' if ascii else '←'} {back}: {product_text((send.upstream, send.local), ascii)} = {product}"
    if send.before is None:
        return told
    if scene.accumulate:
        return f"{told}, {to} = {sum_text((send.before, send.product), ascii)} = {said(send.after, ascii)}"
    return f"{told}, {to} = {said(send.after, ascii)}"


def _moved(scene: GraphScene, place: int, ascii: bool) -> str:
    """`dy = 0.01509027 = 15.09027 dx`."""
    by, wrt = scene.moved()[place], scene.words_of_nudge(ascii)[1]
    ratio = said(over(by, scene.nudge), ascii)
    return f"d{name_of(scene, place, ascii)} = {said(by, ascii)} = {ratio} d{wrt}"
