"""How a descent stands, as a value of JSON, and a descent that stands so again.

Theta at k depends on the start and the legs of a run alone (see `tutor.descent.player`), so these are what is kept, and
k: no theta, but one that was put by hand. A run that is taken up walks its way once more and has the same bits there.
That is done in bounded pieces, as every walk is; where there is a closed form, at once.

What was kept may come from a lesson that has changed since, or from a damaged file: it is read with the readers of
lessons, and what does not fit to the settings is not taken up at all.
"""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from tutor.descent.batches import Batches, check_batches
from tutor.descent.legs import Leg
from tutor.descent.player import Player, State
from tutor.descent.schedules import Schedule, Written
from tutor.lesson.losses import Loss
from tutor.lesson.methods import METHOD, ORDER, SCHEDULE, method_named, method_yaml, order_yaml, schedule_yaml
from tutor.messages import N_, tr
from tutor.scenes._descend_align import ALIGNMENTS, dearest
from tutor.scenes._descend_kept_values import few, letter_of, number, read, whole
from tutor.scenes._descend_making import mistaken_method
from tutor.scenes._descend_pace import GEARS
from tutor.scenes._descend_planes import choices
from tutor.scenes._descend_runs import LETTERS, Live
from tutor.scenes._descend_tell import mistake_in, right_method
from tutor.scenes._descend_time import go_all
from tutor.scenes._descend_yaml import block

if TYPE_CHECKING:
    from tutor.scenes._descend_state import DescendScene
    from tutor.scenes.descend import Settings

MOST_LEGS = 2_000  # of a run
UNREADABLE = N_("how this descent stood cannot be read; it begins anew.")
_PRINTS: WeakKeyDictionary[DescendScene, str] = WeakKeyDictionary()


class NotTakenUp(ValueError):
    """What was kept is not of this descent, or makes no sense."""


def kept(scene: DescendScene, moving: bool = False) -> dict[str, Any]:
    """All that `take_up` needs: numbers, texts, lists and names only.

    `moving`: the runs are taking steps just now, perhaps in another thread. They are then not yet level, and will be
    brought level where they are taken up.
    """
    return {
        "of": _print_of(scene),
        "runs": [_run(live, scene) for live in scene._live],
        "focus": scene.focus,
        "gear": scene.gear,
        "align": scene.align,
        "log": bool(scene.log),
        "plane": scene._choice,
        "moving": moving,
    }


def take_up(scene: DescendScene, state: Any) -> Iterator[float]:
    """Makes a fresh scene stand as the one that `state` was made of; yields the part of the way that is done.

    Whoever stops asking leaves the scene as it was. NotTakenUp, a ValueError, at once or on the way, likewise.
    """
    if not isinstance(state, dict) or state.get("of") != _print_of(scene):
        raise NotTakenUp(tr("the descent of this step is another one now; it begins anew."))
    try:
        runs = [_begun(each, scene) for each in few(state["runs"], len(LETTERS))]
        letters = [way[0].letter for way in runs]
        after = {
            "focus": whole(state["focus"], len(runs) - 1),
            "gear": whole(state["gear"], len(GEARS) - 1),
            "align": ALIGNMENTS[ALIGNMENTS.index(state["align"])],
            "log": bool(state["log"]),
            "_choice": whole(state["plane"], max(0, len(choices(scene.problem)) - 1)),
        }
    except (KeyError, IndexError, TypeError, ValueError, OverflowError) as fault:
        raise NotTakenUp(tr(UNREADABLE)) from fault
    if not runs or letters != sorted(set(letters)):
        raise NotTakenUp(tr(UNREADABLE))
    return _walk(scene, runs, after, state.get("moving") is True)


def fingerprint(settings: Settings) -> str:
    """The same for the same settings and data, another one for others."""
    said = hashlib.sha256(block(settings).encode("utf-8"))
    if isinstance(settings.loss, Loss):
        data = settings.loss.data
        for row in (data.y, *data.X[:1], *data.X[-1:]):
            said.update(array("d", row).tobytes())
    return said.hexdigest()[:32]


def _print_of(scene: DescendScene) -> str:
    """Worked out once: a scene's settings never change, and it is asked for often."""
    found = _PRINTS.get(scene)
    if found is None:
        found = _PRINTS[scene] = fingerprint(scene.settings)
    return found


# --- what is kept of a run --------------------------------------------------------------------------------------------


def _run(live: Live, scene: DescendScene) -> dict[str, Any]:
    base = replace(live.run, label=None, mistake=None)
    alike = [replace(each, label=None, mistake=None) == base for each in scene.settings.runs]
    return {
        "letter": live.letter,
        "of": alike.index(True) if True in alike else 0,
        "label": live.run.label is not None,
        "mistake": live.run.mistake,
        "mistaken": live.mistake,
        "forked": list(live.forked) if live.forked else None,
        "legs": [_leg(leg) for leg in live.player.legs],
        "k": live.player.k,
        "ended": live.player.state in (State.CONVERGED, State.DIVERGED),
        "budget": live.player.budget,
    }


def _leg(leg: Leg) -> dict[str, Any]:
    batches = leg.batches
    return {
        "k": leg.k,
        "rate": leg.rate,
        "method": method_yaml(method_named(right_method(leg.method))),
        "mistake": mistake_in(leg.method),
        "schedule": {"written": leg.schedule.written}
        if isinstance(leg.schedule, Written)
        else schedule_yaml(leg.schedule),
        "batch": None if batches is None else [batches.size, order_yaml(batches)],
        "theta": None if leg.theta is None else leg.theta.tolist(),
    }


# --- and a run made of it ---------------------------------------------------------------------------------------------

Way = tuple[Live, tuple[Leg, ...], int, bool]  # a run at its start, the legs it has yet to get, where it stood; ended?


def _begun(state: Any, scene: DescendScene) -> Way:
    """ValueError, KeyError or TypeError for what makes no sense."""
    settings, problem = scene.settings, scene.problem
    letter, mistake, mistaken = state["letter"], state["mistake"], state["mistaken"]
    if letter not in tuple(LETTERS) or not all(each is None or isinstance(each, str) for each in (mistake, mistaken)):
        raise ValueError(letter)
    base = settings.runs[whole(state["of"], len(settings.runs) - 1)]
    run = replace(base, label=base.label if state["label"] else None, mistake=mistake)
    made = replace(scene._made(letter, run), mistake=mistaken)
    legs = [_leg_of(each, scene) for each in few(state["legs"], MOST_LEGS)]
    most = max(settings.steps, settings.steps * dearest([made.player]))
    budget = min(max(settings.steps, whole(state["budget"], most * 1000)), most * 1000)
    if [leg.k for leg in legs] != sorted({leg.k for leg in legs}) or legs[0].k != 0 or legs[-1].k > budget:
        raise ValueError("legs")
    forked = state["forked"]
    origin = (letter_of(forked[0]), whole(forked[1], budget)) if forked is not None else None
    k, ended = whole(state["k"], budget), bool(state["ended"])
    if _alike(legs, made.player.legs):
        made.player.budget = budget
        return replace(made, forked=origin), (), k, ended
    first = legs[0]
    start = made.player.theta if first.theta is None else first.theta
    player = Player(
        problem, start, first.rate, budget, method=first.method, schedule=first.schedule, batches=first.batches
    )
    if first.theta is not None:
        player.change(theta=first.theta)
    return replace(made, player=player, forked=origin), tuple(legs[1:]), k, ended


def _alike(legs: list[Leg], others: tuple[Leg, ...]) -> bool:
    """Are these the legs that the settings give?"""
    return len(legs) == len(others) and all(
        one.k == other.k
        and one.steps_as(other)
        and (one.theta is None) == (other.theta is None)
        and (one.theta is None or other.theta is None or one.theta.tolist() == other.theta.tolist())
        for one, other in zip(legs, others, strict=True)
    )


def _leg_of(state: Any, scene: DescendScene) -> Leg:
    import numpy as np

    said = state["schedule"]
    schedule: Schedule = read(SCHEDULE, said["written"] if isinstance(said, dict) and "written" in said else said)
    batches: Batches | None = None
    if state["batch"] is not None:
        size, order = state["batch"]
        batches = replace(read(ORDER, order), size=whole(size, 10**9))
    check_batches(scene.problem, batches)
    method = read(METHOD, state["method"]).make()
    if state["mistake"] is not None:
        method = mistaken_method(state["mistake"], method, scene.problem, schedule, batches)
    theta = state["theta"]
    if theta is not None:
        theta = np.array([number(each) for each in few(theta, len(scene.settings.names))])
        if len(theta) != len(scene.settings.names):
            raise ValueError("theta")
    return Leg(whole(state["k"], 10**18), number(state["rate"]), method, schedule, batches, theta)


def _walk(scene: DescendScene, runs: list[Way], after: dict[str, Any], level: bool) -> Iterator[float]:
    share = 1 / len(runs)
    for place, (live, legs, k, ended) in enumerate(runs):
        player = live.player
        for leg in legs:
            for _ in player.go(leg.k):
                yield share * (place + player.k / max(1, legs[-1].k, k))
            if player.k != leg.k:
                raise NotTakenUp(tr("the descent no longer comes to where it was changed; it begins anew."))
            try:
                player.change(
                    rate=leg.rate, method=leg.method, schedule=leg.schedule, batches=leg.batches, theta=leg.theta
                )
            except ValueError as fault:
                raise NotTakenUp(tr(UNREADABLE)) from fault
        for done in player.go(k):
            yield share * (place + done)
        if ended:  # that it can go no further shows only in going on
            player.step()
    scene._set([way[0] for way in runs])
    for name, value in after.items():
        setattr(scene, name, value)
    if level:
        yield from go_all(scene.players, [max(each.k, scene._target(each, scene.k)) for each in scene.players])
