"""Which question exercises what: made of the lessons as they are today, so that a lesson rewritten changes nothing
that was answered, only what can be asked again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from tutor.lesson.model import Lesson

FEW_LINES = 3  # of an order: with so few, one guess in six is right


class Item(NamedTuple):
    """A question that review can ask again."""

    lesson: str
    question: str
    skills: tuple[str, ...]  # what it exercises: its own skill, else its lesson's, else the lesson itself
    guessable: bool  # right by chance often enough to ask for one more in a row
    graded: bool  # False for a prediction, which is held against what happens and not against what is known
    step: int  # where in the lesson it stands
    placement: bool = False  # tells whether the lesson can be passed over
    alone: bool = False  # can be asked without the words and the scene of its step

    @property
    def key(self) -> tuple[str, str]:
        return self.lesson, self.question


class Skills:
    """Every question of some lessons, by lesson and question id, and by what it exercises."""

    def __init__(self, items: Iterable[Item]) -> None:
        self.items: Mapping[tuple[str, str], Item] = {item.key: item for item in items}
        by_skill: dict[str, list[Item]] = {}
        by_lesson: dict[str, list[Item]] = {}
        for item in self.items.values():
            if item.graded:
                by_lesson.setdefault(item.lesson, []).append(item)
                for skill in item.skills:
                    by_skill.setdefault(skill, []).append(item)
        self._by_skill = {skill: tuple(found) for skill, found in by_skill.items()}
        self._by_lesson = {lesson: tuple(found) for lesson, found in by_lesson.items()}

    @classmethod
    def of(cls, lessons: Iterable[Lesson]) -> Skills:
        """Of these lessons; loading them with `variants=1` is enough."""
        return cls(item for lesson in lessons for item in items_of(lesson))

    @property
    def names(self) -> tuple[str, ...]:
        """Every skill that a graded question exercises, in the order of the lessons."""
        return tuple(self._by_skill)

    def find(self, lesson: str, question: str) -> Item | None:
        return self.items.get((lesson, question))

    def exercising(self, skill: str) -> tuple[Item, ...]:
        """The graded items of a skill."""
        return self._by_skill.get(skill, ())

    def standing_alone(self, lesson: str) -> tuple[Item, ...]:
        """The graded items of a lesson that can be asked without it, the one for the placement first; all of them where
        the lesson marks none."""
        found = self.in_lesson(lesson)
        marked = tuple(item for item in found if item.alone)
        return tuple(sorted(marked or found, key=lambda item: not item.placement))

    def in_lesson(self, lesson: str) -> tuple[Item, ...]:
        """The graded items of a lesson, in its order."""
        return self._by_lesson.get(lesson, ())


def items_of(lesson: Lesson) -> Iterable[Item]:
    """The questions of one lesson, in its order."""
    header = lesson.header
    for place, step in enumerate(lesson.steps):
        ask = step.ask
        if ask is not None:
            skills = (ask.skill,) if ask.skill else header.skills or (header.id,)
            told = (is_guessable(ask.about), not ask.before, place, ask.placement, ask.alone)
            yield Item(header.id, ask.id, tuple(skills), *told)


def is_guessable(about: object) -> bool:
    """A choice is, and so is an order of few lines with nothing among them that does not belong."""
    if hasattr(about, "choices"):
        return True
    lines = getattr(about, "lines", None)
    return lines is not None and len(lines) <= FEW_LINES and not getattr(about, "distractors", ())
