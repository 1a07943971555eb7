"""The way back through a computation graph: upstream times local, edge by edge, from the result to the inputs.

Where several gradients come to one node they are added, as `+=` does. Without that each wipes out the one before, as
`=` does in a program that forgot it, and what goes on from there is what then stands there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from tutor.scenes._graph_build import Edge, Graph
from tutor.scenes._graph_rules import Number, times, total
from tutor.scenes._numbers import as_float

NEAR = 1e-9  # relative


@dataclass(frozen=True, slots=True)
class Send:
    """One step of the way back: what came from above, times the local slope; what stood there, what stands there now.

    Without an edge it is the start: the result's own gradient is 1.
    """

    edge: Edge | None
    upstream: Number
    local: Number
    product: Number
    before: Number | None  # None: the first that arrives there
    after: Number


def way_back(graph: Graph, slopes: Sequence[Number], accumulate: bool = True) -> list[Send]:
    """Every step of the way back; `slopes` are the local slopes of the edges. A node's edges are walked when all that
    comes to it has come."""
    one = Fraction(1)
    arrived: dict[int, Number] = {graph.result: one}
    sends = [Send(None, one, one, one, None, one)]
    for edge, slope in zip(graph.edges, slopes, strict=True):
        upstream, before = arrived[edge.target], arrived.get(edge.source)
        product = times(upstream, slope)
        after = product if before is None or not accumulate else total((before, product))
        arrived[edge.source] = after
        sends.append(Send(edge, upstream, slope, product, before, after))
    return sends


def close(one: Number, other: Number) -> bool:
    """The same, but for rounding."""
    a, b = as_float(one), as_float(other)
    return abs(a - b) <= NEAR * max(1.0, abs(a), abs(b))
