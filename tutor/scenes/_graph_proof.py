"""A computation graph proved for `check`: the ways forward, back and along the paths agree, and with a difference."""

from __future__ import annotations

from fractions import Fraction
from math import isfinite
from typing import TYPE_CHECKING

from tutor.messages import tr
from tutor.scenes._graph_back import close
from tutor.scenes._graph_state import GraphScene
from tutor.scenes._numbers import as_float, shown
from tutor.scenes._scene import CannotShow

if TYPE_CHECKING:
    from tutor.scenes.graph import Settings


def prove(settings: Settings, found: None = None) -> tuple[str, ...]:
    """Goes every step of every mode; a sentence where the ways forward, back and along the paths do not agree."""
    try:
        made = GraphScene(settings, found)
    except CannotShow as fault:
        return (str(fault),)
    faults = []
    gradients = made.gradients(every=True, accumulate=True)
    for i in made.graph.inputs:
        name = made.graph.vertices[i].name
        forward = made.graph.forward(made.slopes, name)[made.graph.vertices[-1].name]
        if not close(forward, gradients.get(i, Fraction(0))):
            faults.append(
                tr(
                    "the slope along {name} is {forward} going forward and {back} going back",
                    name=name,
                    forward=shown(forward),
                    back=shown(gradients.get(i, Fraction(0))),
                )
            )
    for i in made.graph.inputs if "nudge" in settings.mode else ():
        made.wrt = made.graph.vertices[i].name
        if not all(isfinite(as_float(each)) for each in made.moved()):
            faults.append(tr("after {name} is nudged there is a node without a value", name=made.wrt))
    return tuple(faults)
