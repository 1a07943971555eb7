"""What stands on a dial: its directions in order, each with its number as soon as that may be known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tutor.scenes._dial_ways import Way, at_degrees

if TYPE_CHECKING:
    from tutor.scenes._dial_state import DialScene


@dataclass(frozen=True, slots=True)
class Reading:
    """One direction of the dial. `value` is None as long as u was never turned there and nothing was shown."""

    way: Way
    value: float | None
    here: bool
    marked: bool
    top: bool  # the gradient's direction, or that of greatest curvature, once shown


def readings(dial: DialScene) -> list[Reading]:
    """By angle: every step, where u points and was, the mark, and once it is shown where the quantity is greatest,
    least and 0."""
    tops, others = _extremes(dial)
    ways = [at_degrees(angle) for angle in range(0, 360, dial.settings.step_deg)]
    for way in (dial.way, *dial.seen, *([dial.marked] if dial.marked else []), *tops, *others):
        if not any(way.is_at(each) for each in ways):
            ways.append(way)
    return [
        Reading(
            way,
            dial.at(way) if dial.shown or dial.was_seen(way) else None,
            way.is_at(dial.way),
            dial.marked is not None and way.is_at(dial.marked),
            any(way.is_at(each) for each in tops),
        )
        for way in sorted(ways, key=lambda each: each.degrees)
    ]


def _extremes(dial: DialScene) -> tuple[list[Way], list[Way]]:
    """Where the quantity is greatest, and where it is least or 0; nowhere as long as it is not shown. A curvature is
    the same along u and -u."""
    end = dial.extremes
    if end is None or not dial.shown:
        return [], []
    if not dial.bends:
        return [end.top], [end.bottom, *end.level]
    tops, bottoms = ([way, at_degrees(way.degrees + 180)] for way in (end.top, end.bottom))
    return tops, [*bottoms, *end.level]
