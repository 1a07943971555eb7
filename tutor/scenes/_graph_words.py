"""A computation graph in words: what the last step did, as one would say it with a finger on the paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.messages import listed, tr
from tutor.scenes._graph_ledger import worked_out
from tutor.scenes._graph_rows import label, name_of, said, sum_text, written
from tutor.scenes._graph_rules import Rule, rule_of
from tutor.scenes._graph_words_forward import dual_words, nudge_words, path_words
from tutor.tree import Neg, Node, Num

if TYPE_CHECKING:
    from tutor.scenes._graph_back import Send
    from tutor.scenes._graph_build import Edge
    from tutor.scenes._graph_state import GraphScene

MOST_TOLD = 3  # gradients of inputs that a sentence holds


def graph_sentence(scene: GraphScene, ascii: bool) -> str:
    """What the last step did; of a node that is looked at, its local rule."""
    if scene.looking is not None:
        return _looked_at(scene, scene.looking, ascii)
    return {
        "forward": _forward,
        "backward": _backward,
        "nudge": nudge_words,
        "dual": dual_words,
        "paths": path_words,
    }[scene.mode](scene, ascii)


# --- a node by itself -------------------------------------------------------------------------------------------------


def _looked_at(scene: GraphScene, place: int, ascii: bool) -> str:
    vertex = scene.graph.vertices[place]
    name = name_of(scene, place, ascii)
    if vertex.formula is None:
        goes = list(dict.fromkeys(name_of(scene, edge.target, ascii) for edge in reversed(scene.graph.out_of(place))))
        return tr(
            "{name} is an input, {value}; it goes to {nodes}",
            name=name,
            value=said(scene.values[vertex.name], ascii),
            nodes=listed(goes),
        )
    slopes = [_slope_words(scene, edge, ascii) for edge in scene.graph.into(place)]
    return tr(
        "{node}: {rule}; {slopes}",
        node=label(scene, place, ascii),
        rule=tr(rule_of(vertex.formula).value),
        slopes=", ".join(dict.fromkeys(slopes)),
    )


def _slope_words(scene: GraphScene, edge: Edge, ascii: bool) -> str:
    """`df/dq = z = -4`."""
    top, bottom = name_of(scene, edge.target, ascii), name_of(scene, edge.source, ascii)
    return f"d{top}/d{bottom} = {slope_text(scene, edge, ascii)}"


def slope_text(scene: GraphScene, edge: Edge, ascii: bool) -> str:
    """`z = -4`: the local slope as a formula and in numbers; once where the two are the same."""
    number = said(scene.slopes[scene.graph.edges.index(edge)], ascii)
    if _is_number(edge.slope):
        return number
    return f"{written(edge.slope, ascii)} = {number}"


def _is_number(node: Node) -> bool:
    return isinstance(node, Num) or (isinstance(node, Neg) and isinstance(node.arg, Num))


# --- forward ----------------------------------------------------------------------------------------------------------


def _forward(scene: GraphScene, ascii: bool) -> str:
    done = scene.known
    if not done:
        inputs = [
            f"{name_of(scene, i, ascii)} = {said(scene.values[scene.graph.vertices[i].name], ascii)}"
            for i in scene.graph.inputs
        ]
        return tr("the inputs: {inputs}", inputs=", ".join(inputs))
    return worked_out(scene, scene.graph.inner[done - 1], ascii)


# --- backward ---------------------------------------------------------------------------------------------------------


def _backward(scene: GraphScene, ascii: bool) -> str:
    sends = scene.sends()
    if not sends:
        return _forward(scene, ascii)
    send = sends[-1]
    if send.edge is None:
        result = name_of(scene, scene.graph.result, ascii)
        return tr("the way back begins: d{result}/d{result} = 1", result=result)
    told = _way(scene, send.edge, ascii) if scene.wrong() else _sent(scene, send, ascii)
    told += _arrived(scene, send, ascii)
    return f"{told}. {_done(scene, ascii)}" if scene.complete else told


def _sent(scene: GraphScene, send: Send, ascii: bool) -> str:
    """What goes back over one edge: upstream times local."""
    edge = send.edge
    assert edge is not None
    formula = scene.graph.vertices[edge.target].formula
    assert formula is not None
    rule, way, to = rule_of(formula), _way(scene, edge, ascii), name_of(scene, edge.source, ascii)
    upstream, product = said(send.upstream, ascii), said(send.product, ascii)
    slope = slope_text(scene, edge, ascii)
    if rule is Rule.MINUS or (rule is Rule.DIFFERENCE and send.local == -1):
        return tr("{way}: the minus turns {upstream} into {product}", way=way, upstream=upstream, product=product)
    if rule in (Rule.SUM, Rule.DIFFERENCE):
        return tr("{way}: a sum hands on the {upstream}", way=way, upstream=upstream)
    if rule in (Rule.CHOICE, Rule.GATE):
        return _passed(way, rule, send, upstream)
    if rule is Rule.PRODUCT:
        return tr(
            "{way}: a product swaps, so {to} gets {slope} times {upstream}: {product}",
            way=way,
            to=to,
            slope=slope,
            upstream=upstream,
            product=product,
        )
    return tr(
        "{way}: {upstream} times the local slope {slope} is {product}",
        way=way,
        upstream=upstream,
        slope=slope,
        product=product,
    )


def _way(scene: GraphScene, edge: Edge, ascii: bool) -> str:
    """`f back to q`; where it uses q twice, for which of the two."""
    node, to = name_of(scene, edge.target, ascii), name_of(scene, edge.source, ascii)
    uses = [each for each in scene.graph.into(edge.target) if each.source == edge.source]
    if len(uses) == 1:
        return tr("{node} back to {to}", node=node, to=to)
    return tr(
        "{node} back to {to}, use {number} of {count}", node=node, to=to, number=1 + uses.index(edge), count=len(uses)
    )


def _passed(way: str, rule: Rule, send: Send, upstream: str) -> str:
    """What max, min and relu do: all of it, or nothing."""
    if rule is Rule.GATE:
        if send.local:
            return tr("{way}: relu is open, {upstream} passes", way=way, upstream=upstream)
        return tr("{way}: relu is shut, 0 arrives", way=way)
    if send.local:
        return tr("{way}: it won, so it gets all of the {upstream}", way=way, upstream=upstream)
    return tr("{way}: it lost, so it gets 0", way=way)


def _arrived(scene: GraphScene, send: Send, ascii: bool) -> str:
    """What becomes of what stood there."""
    if send.before is None or send.edge is None:
        return ""
    before, after = said(send.before, ascii), said(send.after, ascii)
    name = name_of(scene, send.edge.source, ascii)
    if not scene.accumulate:
        return tr("; = wipes out the {before} that {name} had", before=before, name=name)
    together = sum_text((send.before, send.product), ascii)
    return tr("; {name} adds it up: {sum} = {after}", name=name, sum=together, after=after)


def _done(scene: GraphScene, ascii: bool) -> str:
    """The gradients of the inputs; what is wrong with them, and why."""
    result = name_of(scene, scene.graph.result, ascii)
    here, wrong = scene.gradients(), scene.wrong()
    if wrong:
        i = wrong[0]
        right = said(scene.gradients(every=True, accumulate=True)[i], ascii)
        name, kept = name_of(scene, i, ascii), said(here[i], ascii)
        parts = len(scene.graph.out_of(i))
        if parts == 1:
            return tr(
                "Wrong: d{result}/d{name} is {right}, not {kept}: a part was lost on the way",
                result=result,
                name=name,
                right=right,
                kept=kept,
            )
        return tr(
            "Wrong: d{result}/d{name} is {right}, not {kept}, the last of {parts} parts",
            result=result,
            name=name,
            right=right,
            kept=kept,
            parts=parts,
        )
    inputs = scene.graph.inputs
    if len(inputs) > MOST_TOLD:
        return tr("Done: every input has its gradient")
    told = [f"d{result}/d{name_of(scene, i, ascii)} = {said(here[i], ascii)}" for i in inputs]
    return tr("Done: {gradients}", gradients=", ".join(told))
