"""What the answers add up to, for the progress screen and the command line: bounded work, whatever the history."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta, tzinfo
from statistics import median
from typing import NamedTuple

from tutor.progress.history import Answered
from tutor.progress.reviewing.cards import Remembered, Topic
from tutor.progress.reviewing.due import day
from tutor.progress.reviewing.mastery import Mastery
from tutor.progress.reviewing.skills import Skills
from tutor.progress.reviewing.tries import Result, Try
from tutor.verdict import Outcome

WEEKS = 26
USUAL = 50.0  # seconds that an answer takes, until five tell better
ENOUGH, RECENT = 5, 200  # tries that an estimate needs; and looks at
QUICKEST, SLOWEST = 10.0, 300.0


class LessonFigure(NamedTuple):
    """A lesson's graded questions: how many there are, were tried, and were got right in the end."""

    lesson: str
    questions: int
    tried: int
    right: int


class SkillFigure(NamedTuple):
    """How a skill stands, and when it is due; `due` None where it was never asked."""

    skill: str
    mastery: Mastery
    due: datetime | None


class MistakeFigure(NamedTuple):
    """A mistake of the learner's own: how often, and its last example."""

    mistake: str
    skill: str
    times: int
    last: Answered
    due: datetime


def lesson_figures(tries: Iterable[Try], skills: Skills) -> tuple[LessonFigure, ...]:
    """Of every lesson, in the order in which the lessons were given."""
    tried: dict[str, set[str]] = {}
    right: dict[str, set[str]] = {}
    for one in tries:
        tried.setdefault(one.item.lesson, set()).add(one.item.question)
        if one.result is not Result.AGAIN:
            right.setdefault(one.item.lesson, set()).add(one.item.question)
    lessons = dict.fromkeys(item.lesson for item in skills.items.values())
    return tuple(
        LessonFigure(each, len(skills.in_lesson(each)), len(tried.get(each, ())), len(right.get(each, ())))
        for each in lessons
    )


def skill_figures(
    cards: Mapping[Topic, Remembered], mastery: Mapping[str, Mastery], skills: Skills
) -> tuple[SkillFigure, ...]:
    """Every skill, the weakest first; those never asked last, in the order of the lessons."""
    found = []
    for skill in skills.names:
        card = cards.get(Topic(skill))
        found.append(SkillFigure(skill, mastery.get(skill, Mastery()), card.due if card is not None else None))
    return tuple(sorted(found, key=lambda each: (each.due is None, each.mastery.strength)))


def mistake_figures(cards: Mapping[Topic, Remembered]) -> tuple[MistakeFigure, ...]:
    """Every mistake, the most frequent first; of equal ones the latest."""
    found = [
        MistakeFigure(card.topic.mistake, card.topic.skill, card.times, card.last, card.due)
        for card in cards.values()
        if card.topic.mistake is not None and card.last is not None
    ]
    return tuple(sorted(found, key=lambda each: (-each.times, -each.last.answered_at.timestamp(), each[:2])))


def heat(history: Iterable[Answered], now: datetime, zone: tzinfo, weeks: int = WEEKS) -> tuple[tuple[date, int], ...]:
    """Answers a day of the last `weeks` weeks, today's among them: whole weeks from a Monday on, ending on a Sunday."""
    today = date.fromordinal(day(now, zone))
    first = today - timedelta(days=today.weekday() + 7 * (weeks - 1))
    counts = [0] * (7 * weeks)
    for answer in history:
        if answer.outcome is not Outcome.UNREADABLE:
            place = day(answer.answered_at, zone) - first.toordinal()
            if 0 <= place < len(counts):
                counts[place] += 1
    return tuple((first + timedelta(days=place), count) for place, count in enumerate(counts))


def seconds_each(tries: Sequence[Try]) -> float:
    """How long a question takes this learner: the median of the last ones, within bounds."""
    known = [one.seconds for one in tries if one.seconds is not None][-RECENT:]
    return min(max(float(median(known)), QUICKEST), SLOWEST) if len(known) >= ENOUGH else USUAL


def minutes(count: int, seconds: float) -> int:
    """How long so many questions take, in whole minutes; at least one where there is any."""
    return max(1, round(count * seconds / 60)) if count else 0
