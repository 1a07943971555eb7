"""Mastery and review, folded from the log of answers: the door of `reviewing`.

    past = Past(store.history(), Skills.of(lessons), now)     # some tenths of a second for 20,000 answers: keep it
    past.due(zone)  past.plan(zone)  past.headline(zone)      # what to ask today; "7 due, about 6 minutes"
    past.mastery  past.cards  past.lesson_figures() ...       # for the progress screen

Pure: the same answers, lessons and moment give the same, on any machine; nothing is kept but the answers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, tzinfo
from functools import cached_property

from tutor.messages import plural
from tutor.progress.history import Answered
from tutor.progress.reviewing import cards, figures, mixing, tries
from tutor.progress.reviewing.cards import Remembered, Topic
from tutor.progress.reviewing.due import Due, Reached, due_today
from tutor.progress.reviewing.figures import WEEKS, LessonFigure, MistakeFigure, SkillFigure
from tutor.progress.reviewing.mastery import Mastery, rows
from tutor.progress.reviewing.mixing import Picked, fresh_variant
from tutor.progress.reviewing.skills import Item, Skills
from tutor.progress.reviewing.timeline import timeline
from tutor.progress.reviewing.tries import Result, Try
from tutor.progress.reviewing.words import coming, first_sentence, named, told_of, when, why

__all__ = [
    "Due", "Item", "LessonFigure", "Mastery", "MistakeFigure", "Past", "Picked", "Reached", "Remembered", "Result",
    "SkillFigure", "Skills", "Topic", "Try", "coming", "due", "first_sentence", "fresh_variant", "mastery", "minutes",
    "named", "pick", "told_of", "when", "why",
]  # fmt: skip

SITTING = 20  # questions of one sitting at most


class Past:
    """A learner's answers, folded once; everything else is read off."""

    def __init__(self, history: Sequence[Answered], skills: Skills, now: datetime) -> None:
        self.history, self.skills = history, skills
        times, self.now = timeline([answer.answered_at for answer in history], now)
        self.tries: tuple[Try, ...] = tries.tries(history, times, skills)

    @cached_property
    def cards(self) -> dict[Topic, Remembered]:
        """What was asked about, and how well each is remembered now."""
        return cards.remembered(self.tries, self.skills, self.now)

    @cached_property
    def mastery(self) -> dict[str, Mastery]:
        """How each skill stands that was tried."""
        return {
            skill: row._replace(strength=self.cards[Topic(skill)].strength) for skill, row in rows(self.tries).items()
        }

    @cached_property
    def met(self) -> frozenset[tuple[str, str]]:
        """The questions that were answered before."""
        return frozenset(one.item.key for one in self.tries)

    @cached_property
    def _asked(self) -> dict[tuple[str, str], int]:
        return {one.item.key: place for place, one in enumerate(self.tries)}

    def due(self, zone: tzinfo = UTC, reached: Reached | None = None) -> tuple[Due, ...]:
        """What is due on the learner's day, nearest to forgotten first. `reached`: how far each lesson was taken."""
        return due_today(self.cards.values(), self.skills, self.met, reached or {}, self.now, zone)

    def plan(self, zone: tzinfo = UTC, reached: Reached | None = None, most: int = SITTING) -> tuple[Picked, ...]:
        """The questions of a sitting: what is due, mixed, each asking as much of it as it can."""
        return mixing.pick(self.due(zone, reached), most, self._asked)

    def checkpoint(
        self, lessons: Sequence[str], most: int, without: Iterable[tuple[str, str]] = ()
    ) -> tuple[Picked, ...]:
        """`most` questions of these lessons, or all there are: those that stand alone (of a lesson that marks none,
        any), no two neighbours of one lesson, the least remembered first, those of skills never asked before them, and
        no question of `without`. Among those that are remembered alike every lesson has its turn, with the question
        first that tells most."""
        left_out, turns = set(without), Counter[tuple[str, tuple[float, int]]]()
        found: list[tuple[tuple[float, int], int, Picked]] = []
        for each in dict.fromkeys(lessons):
            for item in self.skills.standing_alone(each):
                if item.key not in left_out:
                    picked = Picked(item)
                    rank = self._rank(picked)
                    turns[each, rank] += 1
                    found.append((rank, turns[each, rank], picked))
        return mixing.mixed([picked for *_, picked in sorted(found, key=lambda one: one[:2])], most)

    def _rank(self, picked: Picked) -> tuple[float, int]:
        known = [self.cards[Topic(skill)].strength for skill in picked.item.skills if Topic(skill) in self.cards]
        return min(known, default=0.0), self._asked.get(picked.item.key, -1)

    def variant(self, item: Item, count: int) -> int:
        """Which of a question's `count` variants to ask: one not seen yet, else the one seen longest ago."""
        return fresh_variant([one.variant for one in self.tries if one.item.key == item.key], count)

    @cached_property
    def seconds_each(self) -> float:
        """How long a question takes this learner."""
        return figures.seconds_each(self.tries)

    def headline(self, zone: tzinfo = UTC, reached: Reached | None = None) -> str | None:
        """`7 due, about 6 minutes`; None where nothing is due."""
        count = len(mixing.serving(self.due(zone, reached), self._asked))
        if not count:
            return None
        about = figures.minutes(count, self.seconds_each)
        due = plural(count, "{count} due", "{count} due")
        return plural(about, "{due}, about {count} minute", "{due}, about {count} minutes", due=due)

    def next_due(self) -> datetime | None:
        """When the first thing is due that is not due yet."""
        return min((card.due for card in self.cards.values() if card.due > self.now), default=None)

    def lesson_figures(self) -> tuple[LessonFigure, ...]:
        return figures.lesson_figures(self.tries, self.skills)

    def skill_figures(self) -> tuple[SkillFigure, ...]:
        return figures.skill_figures(self.cards, self.mastery, self.skills)

    def mistake_figures(self) -> tuple[MistakeFigure, ...]:
        return figures.mistake_figures(self.cards)

    def heat(self, zone: tzinfo = UTC, weeks: int = WEEKS) -> tuple[tuple[date, int], ...]:
        return figures.heat(self.history, self.now, zone, weeks)


def mastery(history: Sequence[Answered], skills: Skills, now: datetime) -> dict[str, Mastery]:
    """How each skill stands that was tried."""
    return Past(history, skills, now).mastery


def due(history: Sequence[Answered], skills: Skills, now: datetime, zone: tzinfo = UTC) -> tuple[Due, ...]:
    """What is due on the learner's day, nearest to forgotten first, among questions that were answered before."""
    return Past(history, skills, now).due(zone)


def pick(dues: Iterable[Due], most: int = SITTING) -> tuple[Picked, ...]:
    """The questions that ask what is due, no two neighbours from one lesson wherever that can be."""
    return mixing.pick(dues, most, {})


def minutes(plan: Sequence[Picked], seconds: float = figures.USUAL) -> int:
    """How long a sitting takes, at so many seconds a question."""
    return figures.minutes(len(plan), seconds)
