"""When each thing is to be asked again: FSRS (Ye, Su and Cao 2022; the `fsrs` package) over skills and mistakes.

No card is kept anywhere: each is what the package makes of the tries, with its own parameters, without fuzz and
without learning steps (review is a matter of days here), at a retention of 0.9. Right is Good, with a hint is Hard,
anything else Again. There is no Easy: how quickly somebody answers says more about the line and the keyboard.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from tutor.progress.history import Answered
from tutor.progress.reviewing.skills import Item, Skills
from tutor.progress.reviewing.tries import ANOTHER_TIME, Result, Try

if TYPE_CHECKING:
    from fsrs import Card, Scheduler

RETENTION = 0.9
# A review so much before its time counts as at its time: the package counts whole days of 24 hours, and who learns at
# nine one day and at eight the next has slept on it.
EARLY = timedelta(hours=16)


class Topic(NamedTuple):
    """What a card is about: a skill, or (with `mistake`) the learner's own mistake at it."""

    skill: str
    mistake: str | None = None


class Remembered(NamedTuple):
    """A topic's card today. `places`: the questions where the mistake happened; `last`: the answer that had it."""

    topic: Topic
    due: datetime
    strength: float  # the chance of remembering it now, 0 to 1
    reviewed: datetime  # when it was asked last
    reviews: int
    stability: float  # days until that chance is 0.9
    places: tuple[tuple[str, str], ...] = ()
    last: Answered | None = None
    times: int = 0  # how often the mistake was made


class _Slip:
    """A mistake's reviews while the tries are gone through."""

    def __init__(self) -> None:
        self.reviews: list[tuple[datetime, Result]] = []
        self.places: dict[tuple[str, str], None] = {}
        self.last: Answered | None = None
        self.times = 0


def scheduler() -> Scheduler:
    """The package's scheduler, as it is used here."""
    from fsrs import Scheduler  # late: a start of the tutor has no need of it

    return Scheduler(desired_retention=RETENTION, learning_steps=(), relearning_steps=(), enable_fuzzing=False)


def remembered(tries: Iterable[Try], skills: Skills, now: datetime) -> dict[Topic, Remembered]:
    """Every topic that was asked about so far."""
    of_skills, slips = _sorted_out(tries, skills)
    plan = scheduler()
    found: dict[Topic, Remembered] = {}
    for skill, reviews in of_skills.items():
        found[Topic(skill)] = _told(Topic(skill), reviews, plan, now)
    for topic, slip in slips.items():
        told = _told(topic, slip.reviews, plan, now)
        found[topic] = told._replace(places=tuple(slip.places), last=slip.last, times=slip.times)
    return found


def _sorted_out(
    tries: Iterable[Try], skills: Skills
) -> tuple[dict[str, list[tuple[datetime, Result]]], dict[Topic, _Slip]]:
    """The reviews of each skill, and of each mistake from its first occurrence on.

    Where a mistake was made it can be made again, so any answer there is a review of it, unless it comes so soon after
    that it tells nothing of what will be remembered.
    """
    of_skills: dict[str, list[tuple[datetime, Result]]] = {}
    slips: dict[Topic, _Slip] = {}
    possible: dict[tuple[str, str], dict[Topic, None]] = {}
    for one in tries:
        for skill in one.item.skills:
            of_skills.setdefault(skill, []).append((one.at, one.result))
        made = {Topic(one.item.skills[0], name): answer for name, answer in one.slips}
        for topic, answer in made.items():
            slip = slips.setdefault(topic, _Slip())
            slip.reviews.append((one.at, Result.AGAIN))
            slip.last, slip.times = answer, slip.times + 1
            slip.places[one.item.key] = None
            possible.setdefault(one.item.key, {})[topic] = None
        for topic in possible.get(one.item.key, ()):
            if topic not in made and one.at - slips[topic].reviews[-1][0] >= ANOTHER_TIME:
                slips[topic].reviews.append((one.at, one.result))
    return of_skills, slips


def _told(topic: Topic, reviews: list[tuple[datetime, Result]], plan: Scheduler, now: datetime) -> Remembered:
    card = card_after(reviews, plan)
    strength = plan.get_card_retrievability(card, now)
    assert card.last_review is not None and card.stability is not None
    return Remembered(topic, card.due, strength, card.last_review, len(reviews), card.stability)


def card_after(reviews: Iterable[tuple[datetime, Result]], plan: Scheduler) -> Card:
    """The package's card after these reviews, in the order of time; at least one."""
    from fsrs import Card

    ratings = _ratings()
    card: Card | None = None
    for at, result in reviews:
        if card is None:
            card = Card(card_id=1, due=at)  # an id of our own: the package would wait a millisecond for one
        elif card.last_review is not None and at < card.due:
            at = card.due if card.due - at <= EARLY else max(at, card.last_review)
        card, _ = plan.review_card(card, ratings[result], at)
    assert card is not None
    return card


def _ratings() -> Mapping[Result, Any]:
    from fsrs import Rating

    return {Result.RIGHT: Rating.Good, Result.HINTED: Rating.Hard, Result.AGAIN: Rating.Again}


def askable(card: Remembered, skills: Skills) -> tuple[Item, ...]:
    """Where a topic can be asked: a mistake where it was made, a skill wherever it is exercised."""
    if card.topic.mistake is None:
        return skills.exercising(card.topic.skill)
    return tuple(skills.items[place] for place in card.places if place in skills.items)
