"""What is to be asked again today: topics whose time has come, and where each can be asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta, tzinfo
from typing import NamedTuple

from tutor.progress.reviewing.cards import Remembered, Topic, askable
from tutor.progress.reviewing.skills import Item, Skills
from tutor.progress.reviewing.timeline import within

NIGHT = timedelta(hours=4)  # a learner's day ends so long after midnight

Reached = Mapping[str, int]  # lesson id -> the furthest step one has been at


class Due(NamedTuple):
    """A topic to ask, and the questions that may ask it; at least one."""

    card: Remembered
    items: tuple[Item, ...]

    @property
    def topic(self) -> Topic:
        return self.card.topic


def due_today(
    cards: Iterable[Remembered],
    skills: Skills,
    met: frozenset[tuple[str, str]],
    reached: Reached,
    now: datetime,
    zone: tzinfo,
) -> tuple[Due, ...]:
    """What is due before the learner's day ends, nearest to forgotten first.

    Only questions that the learner has `met` (answered before), or that stand no further than was `reached` in their
    lesson, are asked; a topic that no such question asks is left out.
    """
    found = []
    for card in cards:
        if day(card.due, zone) <= day(now, zone):
            items = tuple(item for item in askable(card, skills) if is_reached(item, met, reached))
            if items:
                found.append(Due(card, items))
    return tuple(sorted(found, key=_urgency))


def is_reached(item: Item, met: frozenset[tuple[str, str]], reached: Reached) -> bool:
    return item.key in met or item.step <= reached.get(item.lesson, -1)


def _urgency(due: Due) -> tuple[float, datetime, bool, str, str]:
    """The least likely to be remembered, the longest overdue; a mistake before its skill. Then by name."""
    card = due.card
    return card.strength, card.due, card.topic.mistake is None, card.topic.skill, card.topic.mistake or ""


def day(moment: datetime, zone: tzinfo) -> int:
    """The learner's day as a number: it ends at four in the morning, by the clock on the wall."""
    return on_the_wall(moment, zone).toordinal()


def on_the_wall(moment: datetime, zone: tzinfo) -> datetime:
    """What the clock on the wall says, put back by as much as the day lasts after midnight."""
    return within(moment).astimezone(zone).replace(tzinfo=None) - NIGHT
