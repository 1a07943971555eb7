"""What a descent gives to take home: its trace as CSV, and the set-up as a step of a lesson, in YAML."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from tutor.descent.legs import Leg
from tutor.descent.player import Player
from tutor.descent.schedules import CONSTANT
from tutor.lesson.methods import method_named
from tutor.scenes._descend_tell import mistake_in, right_method
from tutor.scenes._descend_yaml import block

LATEST = 100_000  # as the readers have it: a run is walked to its changes before it is shown

if TYPE_CHECKING:
    from tutor.scenes._descend_runs import Live
    from tutor.scenes.descend import Change, Run, Settings


def trace_csv(player: Player, names: Sequence[str]) -> Iterator[str]:
    """A heading, then k, each theta and the loss of every step that the trace has kept, as floats that read back."""
    yield ",".join(["k", *(f'"{name}"' if "," in name else name for name in names), "loss"]) + "\n"
    ks, thetas, losses = player.trace.points()
    for k, theta, loss in zip(ks.tolist(), thetas.tolist(), losses.tolist(), strict=True):
        yield ",".join([str(k), *map(repr, theta), repr(loss)]) + "\n"


def lesson_step(settings: Settings, runs: Sequence[Live]) -> str:
    """A step that shows this descent: the settings, with the runs as they are now."""
    return _left_out(runs) + block(as_it_is(settings, runs))


def as_it_is(settings: Settings, runs: Sequence[Live]) -> Settings:
    """The settings of the runs as they stand, with all that was changed on the way."""
    return replace(settings, runs=tuple(_run(live, settings) for live in runs))


def _left_out(runs: Sequence[Live]) -> str:
    """A remark, where a change came too late to stand in a lesson."""
    late = [live.letter for live in runs if live.player.legs[-1].k > LATEST]
    return f"# Run {', '.join(late)} was changed after step {LATEST}: that is left out.\n" if late else ""


def _run(live: Live, settings: Settings) -> Run:
    legs = live.player.legs
    if legs == live.begun:
        return live.run
    first = legs[0]
    method = method_named(right_method(first.method))
    batch, order = _batch(first, settings)
    return replace(
        live.run,
        rate=first.rate,
        start=live.run.start if first.theta is None else tuple(first.theta.tolist()),
        method=None if method == settings.method else method,
        schedule=None if first.schedule == (settings.schedule or CONSTANT) else first.schedule,
        batch=batch,
        order=order,
        mistake=mistake_in(first.method),
        then=tuple(_change(leg, before, settings) for before, leg in pairwise(legs) if leg.k <= LATEST),
    )


def _change(leg: Leg, before: Leg, settings: Settings) -> Change:
    from tutor.scenes.descend import Change

    batch, order = (None, None) if leg.batches == before.batches else _batch(leg, settings, said=True)
    return Change(
        leg.k,
        None if leg.rate == before.rate else leg.rate,
        None if leg.method == before.method else method_named(right_method(leg.method)),
        None if leg.schedule == before.schedule else leg.schedule,
        batch,
        order,
        None if leg.theta is None else tuple(leg.theta.tolist()),
        None if leg.method == before.method else mistake_in(leg.method),
    )


def _batch(leg: Leg, settings: Settings, said: bool = False) -> tuple[int | None, Any]:
    """The batch and the order as settings say them; `said`: also where the scene's own would do."""
    own = settings.batch or settings.order or settings.method.name == "sgd"
    if leg.batches is None:
        return (0 if own or said else None), None
    return leg.batches.size, replace(leg.batches, size=1)
