"""Players from settings: what a lesson says of a run becomes a start and its legs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tutor.descent.batches import Batches
from tutor.descent.methods import Method, mistaken, mistakes_of
from tutor.descent.player import Player, State
from tutor.descent.problem import Problem
from tutor.descent.schedules import CONSTANT, Schedule
from tutor.lesson import yamlnodes as y
from tutor.lesson.kinds import At, Bad
from tutor.lesson.methods import MethodNamed
from tutor.messages import tr
from tutor.scenes._descend_tell import right_method

if TYPE_CHECKING:
    from tutor.lesson.faults import Fault
    from tutor.scenes.descend import Change, Run, Settings

SGD = MethodNamed("sgd")  # a method that says a batch
NOWHERE = y.Scalar("", y.Place(1, 1))


def player_of(problem: Problem, run: Run, settings: Settings) -> Player:
    """A run at its start; what is to change on its way lies ahead of it. ValueError where it cannot be."""
    method, batches = _how(run, settings)
    schedule = run.schedule or settings.schedule or CONSTANT
    player = Player(
        problem,
        run.start or settings.start or (0.0,) * len(settings.names),
        run.rate or settings.rate,
        settings.steps,
        method=method if run.mistake is None else mistaken_method(run.mistake, method, problem, schedule, batches),
        schedule=schedule,
        batches=batches,
    )
    for change in run.then:
        player.step(change.at - player.k)
        if player.k == change.at and player.state is not State.DIVERGED:
            player.change(**_changes(change, run, settings, player))
    player.to_start()
    return player


def mistaken_method(
    name: str, right: Method, problem: Problem, schedule: Schedule = CONSTANT, batches: Batches | None = None
) -> Method:
    """The method with that mistake in it. ValueError, in a sentence, where there is none of that name."""
    known = {each.name: each for each in mistakes_of(right, problem, schedule, batches)}
    if name not in known:
        names = ", ".join(known) or tr("none")
        raise ValueError(
            tr(
                "{method} has no known mistake '{mistake}' here; it has: {names}.",
                method=tr(right.title),
                mistake=name,
                names=names,
            )
        )
    return mistaken(known[name], right)


def _how(run: Run | Change, settings: Settings) -> tuple[Method, Batches | None]:
    faults: list[Fault] = []
    found = settings.how(run, NOWHERE, At(faults))
    if isinstance(found, Bad):
        raise ValueError(f"{faults[0].what}.")
    return found[0].make(), found[1]


def _changes(change: Change, run: Run, settings: Settings, player: Player) -> dict[str, Any]:
    """The keywords of `Player.change`: only what is said."""
    said: dict[str, Any] = {}
    if change.rate is not None:
        said["rate"] = change.rate
    if change.schedule is not None:
        said["schedule"] = change.schedule
    if change.theta is not None:
        said["theta"] = change.theta
    if change.method is not None or change.batch is not None or change.order is not None:
        method, batches = _how(change, settings)
        if change.method is not None:
            said["method"] = method
        if change.batch is not None or change.order is not None or change.method == SGD:
            said["batches"] = batches
    if change.mistake is not None:
        leg = player.leg
        right, course = said.get("method", right_method(leg.method)), said.get("schedule", leg.schedule)
        rows = said.get("batches", leg.batches)
        said["method"] = mistaken_method(change.mistake, right, player.problem, course, rows)
    return said
