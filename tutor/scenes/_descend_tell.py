"""What a run is called where several stand side by side: no more than tells it from the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from typing import TYPE_CHECKING

from tutor.descent.batches import Batches, Order
from tutor.descent.legs import Leg
from tutor.descent.methods import Method
from tutor.descent.methods.mistake import Mistaken
from tutor.descent.schedules import CONSTANT, Schedule, Written
from tutor.messages import tr
from tutor.scenes._numbers import shown

if TYPE_CHECKING:
    from tutor.scenes._descend_runs import Live
    from tutor.scenes.descend import Settings


METHOD, RATE, START = 1, 2, 5  # places among the attributes of a run
LONGEST = 16  # characters of a schedule
SHORT = {"gd": "gd", "newton": "Newton", "nesterov": "Nesterov"}  # where the title is long


def told_apart(runs: Sequence[Live], settings: Settings, ascii: bool = False) -> list[str]:
    """A name for each run: its mistake, method, rate, batch, schedule and start, as far as these differ."""
    methods = _methods([right_method(_leg(each).method) for each in runs], ascii)
    own = [_attributes(each, method, ascii) for each, method in zip(runs, methods, strict=True)]
    chosen: list[int] = []
    for place in range(len(own[0])):
        if chosen and len({tuple(words[i] for i in chosen) for words in own}) == len(own):
            break
        if len({words[place] for words in own}) > 1:
            chosen.append(place)
    chosen = chosen or [RATE]
    named = []
    for words, each in zip(own, runs, strict=True):
        said = [words[i] for i in chosen if words[i]]
        if len(said) > 1 and START in chosen and each.run.start == settings.start:
            said.remove(words[START])  # where most runs begin
        named.append(" ".join(said) or words[METHOD] or words[RATE])
    return [
        name if named.count(name) == 1 else tr("{name}, run {letter}", name=name, letter=runs[i].letter)
        for i, name in enumerate(named)
    ]


def _attributes(live: Live, method: str, ascii: bool) -> tuple[str, ...]:
    """Mistake, method, rate, batch, schedule, start, fork: in the order in which they are told."""
    leg = _leg(live)
    start = ", ".join(shown(each, ascii, 4) for each in live.run.start or ())
    rate = shown(leg.rate, ascii, 4)
    return (
        f'"{live.mistake}"' if live.mistake else "",
        "" if live.mistake else method,
        tr("rate = {rate}", rate=rate) if ascii else f"α = {rate}",
        batch_words(leg.batches),
        schedule_words(leg.schedule),
        tr("from ({start})", start=start),
        tr("from {letter} at k = {k}", letter=live.forked[0], k=live.forked[1]) if live.forked else "",
    )


def _leg(live: Live) -> Leg:
    """How it steps; of a fork that stands before it began, how it will: its name stays the same."""
    player = live.player
    if live.forked is None or player.k >= live.forked[1]:
        return player.leg
    return next((leg for leg in player.legs if leg.k >= live.forked[1]), player.leg)


def _methods(methods: Sequence[Method], ascii: bool) -> list[str]:
    """`gd`, `Adam`; `momentum 0.5` where another one has other settings, or these are not the usual ones."""
    said = []
    for method in methods:
        alike = [each for each in methods if type(each) is type(method)]
        usual = type(method)()
        values = [
            shown(float(getattr(method, each.name)), ascii, 4)
            for each in fields(method)
            if len({getattr(other, each.name) for other in (*alike, usual)}) > 1
        ]
        said.append(" ".join([SHORT.get(method.name, tr(method.title)), *values]))
    return said


def method_words(method: Method) -> str:
    """`Adam, beta1 = 0.8`: the title, and the settings that are not the usual ones."""
    usual = type(method)()
    own = [
        f"{each.name} = {getattr(method, each.name)!r}"
        for each in fields(method)
        if getattr(method, each.name) != getattr(usual, each.name)
    ]
    return ", ".join([tr(method.title), *own])


def batch_words(batches: Batches | None) -> str:
    """`batch 8 shuffled`; empty for all examples."""
    if batches is None:
        return ""
    if batches.order is Order.CYCLIC:
        return tr("batch {size}", size=batches.size)
    return tr("batch {size} {order}", size=batches.size, order=batches.order.value)


def schedule_words(schedule: Schedule) -> str:
    """`inverse`, or the expression in k; empty for a constant rate."""
    if schedule == CONSTANT:
        return ""
    text = schedule.text if isinstance(schedule, Written) else schedule.name
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 3]}..."


def right_method(method: Method) -> Method:
    """The method itself, of one with a mistake in it."""
    return getattr(method, "right", method)


def mistake_in(method: Method) -> str | None:
    """The name of the mistake that a method makes; None for a right one."""
    return method.mistake.name if isinstance(method, Mistaken) else None
