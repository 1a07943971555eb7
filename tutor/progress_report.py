"""How far a learner is, without a screen: as lines of text, as values for JSON, as rows for a table.

The figures are those of the progress screen (`tutor.progress.review`); nothing here is computed twice.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from typing import Any

from tutor.lesson.model import Catalogue, Header
from tutor.mathtext import render_words
from tutor.messages import plural, tr
from tutor.progress.history import Answered
from tutor.progress.review import LessonFigure, MistakeFigure, Past, SkillFigure, coming, first_sentence, named, when
from tutor.progress.reviewing.words import besides, missed, slip
from tutor.review import past_of, reached
from tutor.session import Session

BAR = 20  # characters of a bar
MISTAKES = 10  # of which the text tells; the other forms tell of all
COLUMNS = ("kind", "name", "part_of", "right", "of", "finished", "strength", "mastered", "due", "times", "last")


@dataclass(frozen=True, slots=True)
class Report:
    """One learner at one moment. `zone`: where the clock on the wall stands."""

    catalogue: Catalogue
    past: Past
    session: Session
    zone: tzinfo

    @classmethod
    def of(
        cls,
        catalogue: Catalogue,
        history: Sequence[Answered],
        session: Session,
        now: datetime,
        zone: tzinfo | None = None,
    ) -> Report:
        """Reads every lesson's file, some milliseconds each. Without `zone` it is this machine's."""
        everything = [header.id for header in catalogue.lessons()]
        past = past_of(catalogue, history, now, besides=everything)
        return cls(catalogue, past, session, zone or now.astimezone().tzinfo or UTC)

    # --- figures ------------------------------------------------------------------------------------------------------

    @property
    def headline(self) -> str | None:
        return self.past.headline(self.zone, self._reached)

    @property
    def _reached(self) -> dict[str, int]:
        return reached(self.session, (header.id for header in self.catalogue.lessons()))

    def _lessons(self) -> Iterator[tuple[str, str, LessonFigure, bool]]:
        """Course, title, figures, and whether it was finished; in the order of the catalogue."""
        figures = {each.lesson: each for each in self.past.lesson_figures()}
        titles = {header.id: header.title for header in self.catalogue.lessons()}
        for course in self.catalogue.courses:
            for lesson in (header.id for header in course.own if isinstance(header, Header)):
                finished = self.session.started(lesson) and self.session.lesson(lesson).finished
                yield course.title, titles[lesson], figures.get(lesson, LessonFigure(lesson, 0, 0, 0)), finished

    def _skills(self) -> list[SkillFigure]:
        """Those that were asked."""
        return [each for each in self.past.skill_figures() if each.due is not None]

    # --- text ---------------------------------------------------------------------------------------------------------

    def lines(self) -> Iterator[str]:
        """For a person, or a pipe; no colour, and nothing that ASCII lacks but in what the learner wrote."""
        count = len(self.past.history)
        so_far = plural(count, "{count:,} answer so far.", "{count:,} answers so far.")
        yield f"{so_far} {self._due()}".rstrip()
        course = None
        for title, lesson, figure, finished in self._lessons():
            if title != course:
                yield from ("", title)
                course = title
            bar = _bar(figure.right, figure.questions) if figure.questions else _bar(finished, 1)
            yield f"  {bar}  {self._state(figure, finished):<12}  {lesson}"
        if skills := self._skills():
            yield from ("", tr("Skills"))
            yield from (f"  {self._skill(each)}" for each in skills)
        if mistakes := self.past.mistake_figures()[:MISTAKES]:
            yield from ("", tr("Your most frequent mistakes"))
            for each in mistakes:
                yield from (f"  {line}" for line in self._mistake(each))

    def _due(self) -> str:
        if self.headline:
            return tr("{headline}: `calc-tutor review` asks them.", headline=self.headline)
        following = self.past.next_due()
        return (
            tr("Nothing is due; the next is {when}.", when=coming(following, self.past.now, self.zone))
            if following
            else ""
        )

    def _state(self, figure: LessonFigure, finished: bool) -> str:
        """A lesson without questions of its own, as a checkpoint is, was gone through or not: nothing is counted."""
        if not figure.questions:
            begun = self.session.started(figure.lesson)
            return tr("done") if finished else tr("begun") if begun else tr("not begun")
        if finished:
            return tr("{right} of {questions} done", right=figure.right, questions=figure.questions)
        return tr("{right} of {questions}", right=figure.right, questions=figure.questions)

    @property
    def _missed(self) -> frozenset[str]:
        return missed(self.past.tries)

    def _skill(self, each: SkillFigure) -> str:
        in_row = tr("{right} of {needed} in a row", right=each.mastery.right_in_row, needed=each.mastery.needed)
        state = tr("mastered") if each.mastery.mastered else in_row
        due = coming(each.due, self.past.now, self.zone) if each.due is not None else ""
        strength = each.mastery.strength
        told = f"{round(100 * strength)}%"
        if each.skill in self._missed:  # asked a moment ago, it is in the head, and yet it is not known
            strength, told = 0.0, tr("missed")
        return f"{_bar(strength, 1)}  {told:>6}  {state:<15}  {tr('asked {when}', when=due):<17}  {named(each.skill)}"

    def _mistake(self, each: MistakeFigure) -> Iterator[str]:
        times = plural(each.times, "once", "{count} times")
        last = when(each.last.answered_at, self.past.now, self.zone)
        told = first_sentence(besides(each.mistake, each.last))
        made, skill = slip(each.mistake, each.last), named(each.skill)
        yield tr("{slip} ({skill}): {times}, last {when}", slip=made, skill=skill, times=times, when=last)
        yield f"    {_cut(_plainly(each.last.text))}    {told}".rstrip()

    # --- for machines -------------------------------------------------------------------------------------------------

    def as_json(self) -> dict[str, Any]:
        """Values that JSON has; moments in UTC."""
        return {
            "now": _moment(self.past.now),
            "answers": len(self.past.history),
            "due": {"headline": self.headline, "topics": len(self.past.due(self.zone, self._reached))},
            "lessons": [
                {**figure._asdict(), "course": course, "title": title, "finished": finished}
                for course, title, figure, finished in self._lessons()
            ],
            "skills": [
                {"skill": each.skill, **each.mastery._asdict(), "due": _moment(each.due)} for each in self._skills()
            ],
            "mistakes": [
                {
                    "mistake": each.mistake,
                    "skill": each.skill,
                    "times": each.times,
                    "due": _moment(each.due),
                    "last": {
                        "lesson": each.last.lesson,
                        "question": each.last.question,
                        "answer": each.last.text,
                        "message": each.last.message,
                        "at": _moment(each.last.answered_at),
                    },
                }
                for each in self.past.mistake_figures()
            ],
            "days": {day.isoformat(): count for day, count in self.past.heat(self.zone) if count},
        }

    def rows(self) -> Iterator[Sequence[str | int | None]]:
        """A table of all three, a kind in the first column; the first row names the columns."""
        yield COLUMNS
        for course, _, figure, finished in self._lessons():
            yield "lesson", figure.lesson, course, figure.right, figure.questions, int(finished), *[None] * 5
        for each in self._skills():
            how, due = each.mastery, _moment(each.due)
            strength, mastered = f"{how.strength:.3f}", int(how.mastered)
            yield "skill", each.skill, None, how.right_in_row, how.needed, None, strength, mastered, due, None, None
        for made in self.past.mistake_figures():
            yield "mistake", made.mistake, made.skill, *[None] * 5, _moment(made.due), made.times, made.last.text


def _bar(part: float, whole: float) -> str:
    """`[#####...............]`; full only where all of it is done."""
    filled = int(BAR * part / whole) if whole else 0
    return f"[{'#' * min(BAR, filled)}{'.' * (BAR - min(BAR, filled))}]"


def _cut(text: str, most: int = 40) -> str:
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 3] + "..."


def _plainly(text: str) -> str:
    """An answer as it was given; the formulas of a choice in plain letters."""
    return " ".join(render_words(text, ascii=True).replace("`", "").split()) if "$" in text else text


def _moment(moment: datetime | None) -> str | None:
    return moment.astimezone(UTC).isoformat(timespec="seconds") if moment is not None else None
