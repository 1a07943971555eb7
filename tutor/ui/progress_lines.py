"""What the progress screen says, line by line: words and marks, with colour only beside them.

Pure: from a `Past`, the session and the catalogue to rows of text. Every line fits into the width that is asked for,
and in ASCII nothing else is drawn.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta, tzinfo
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len, set_cell_size

from tutor.ascii import plain
from tutor.lesson.model import Catalogue, Header
from tutor.messages import N_, plural, tr
from tutor.phrases import one_line
from tutor.printable import printable
from tutor.progress.review import Past, coming, named, when
from tutor.progress.reviewing.due import day
from tutor.progress.reviewing.words import besides, missed, slip
from tutor.session import Session

if TYPE_CHECKING:
    from tutor.drawing.picture import Row
    from tutor.progress.review import LessonFigure, MistakeFigure, SkillFigure

TITLE, FAINT, GOOD, WARN = "list--title", "list--faint", "list--good", "list--warn"
DAYS = (N_("Mon"), "", N_("Wed"), "", N_("Fri"), "", N_("Sun"))
MONTHS = (
    *(N_("Jan"), N_("Feb"), N_("Mar"), N_("Apr"), N_("May"), N_("Jun")),
    *(N_("Jul"), N_("Aug"), N_("Sep"), N_("Oct"), N_("Nov"), N_("Dec")),
)
LEVELS = (1, 5, 10, 20)  # answers a day from which each level above the first counts
SHADES, ASCII_SHADES = "·░▒▓█", ".:+*#"
STRONG, FADING = 0.9, 0.7  # chances of remembering
MOST_MISTAKES = 12


class Section(NamedTuple):
    """A part of the screen: its title, which is the first of its rows."""

    title: str
    rows: tuple[Row, ...]


class Writer:
    """Writes the sections for one width."""

    def __init__(self, width: int, ascii: bool) -> None:
        self.width, self.ascii = max(40, width), ascii

    # --- pieces -----------------------------------------------------------------------------------------------------

    def text(self, words: str) -> str:
        """Text from a lesson or a learner, as this terminal may show it."""
        words = printable(" ".join(words.split()))
        return plain(words) if self.ascii else words

    def answer(self, words: str) -> str:
        """An answer that was given: the formulas of a choice as terminal mathematics."""
        return self.text(one_line(words, ascii=self.ascii) if "$" in words else words)

    def cut(self, words: str, room: int) -> str:
        """Exactly so many cells; what is left out is marked."""
        if cell_len(words) > room:
            dots = "..." if self.ascii else "…"
            words = set_cell_size(words, max(0, room - len(dots))) + dots
        return set_cell_size(words, max(0, room))

    def bar(self, part: float, cells: int) -> str:
        full = round(cells * max(0.0, min(1.0, part)))
        if 0 < part < 1:
            full = max(1, min(cells - 1, full))
        done, left = ("#", ".") if self.ascii else ("█", "░")
        return done * full + left * (cells - full)

    def section(self, title: str, rows: Iterable[Row], empty: str) -> Section:
        found = tuple(rows) or (((f"  {empty}", FAINT),),)
        return Section(title, (((title, TITLE),), *found, ()))

    # --- lessons ----------------------------------------------------------------------------------------------------

    def lessons(self, catalogue: Catalogue, session: Session, figures: Iterable[LessonFigure]) -> Section:
        known = {figure.lesson: figure for figure in figures}
        rows: list[Row] = []
        for course in catalogue.courses:
            headers = [each for each in course.own if isinstance(each, Header)]
            done = [each for each in headers if _finished(session, each)]
            part = len(done) / len(headers) if headers else 0.0
            words = tr("{done} of {count} lessons done", done=len(done), count=len(headers))
            rows.append(self._lesson(f"  {self.text(course.title)}", part, words, ""))
            rows += [self._of(each, session, known.get(each.id)) for each in headers]
        return self.section(tr("lessons"), rows, tr("no lessons here"))

    def _of(self, header: Header, session: Session, figure: LessonFigure | None) -> Row:
        done, started = _finished(session, header), session.started(header.id)
        mark = ("v" if self.ascii else "✓") if done else (">" if self.ascii else "›") if started else " "
        right, questions = (figure.right, figure.questions) if figure is not None else (0, 0)
        words = (
            tr("{right} of {count} questions right", right=right, count=questions)
            if questions
            else tr("done")
            if done
            else tr("begun")
            if started
            else tr("not begun")
        )
        part = right / questions if questions else float(done)
        role = GOOD if done else "" if started else FAINT
        return self._lesson(f"  {mark} {self.text(header.title)}", part, words, role)

    def _lesson(self, title: str, part: float, words: str, role: str) -> Row:
        cells = 10 if self.width < 90 else 20
        room = self.width - cells - 28
        return (
            (self.cut(title, room), role),
            (f" {self.bar(part, cells)} ", ""),
            (self.cut(words, 26), FAINT),
        )

    # --- skills -----------------------------------------------------------------------------------------------------

    def skills(self, figures: Iterable[SkillFigure], past: Past, zone: tzinfo) -> Section:
        known = missed(past.tries)
        rows = [self._skill(each, past, zone, each.skill in known) for each in figures if each.due is not None]
        return self.section(tr("skills"), rows, tr("none yet: they come with the first answers"))

    def _skill(self, figure: SkillFigure, past: Past, zone: tzinfo, missed: bool) -> Row:
        mastery = figure.mastery
        word, role = (tr("missed"), WARN) if missed else strength_word(mastery.strength)
        narrow = self.width < 76
        right, needed = min(mastery.right_in_row, mastery.needed), mastery.needed
        row = tr("{right} of {needed} in a row", right=right, needed=needed)
        told = tr("{right} of {needed}", right=right, needed=needed) if narrow else row
        due = tr("due {when}", when=coming(figure.due, past.now, zone)) if figure.due is not None else ""
        now = figure.due is not None and day(figure.due, zone) <= day(past.now, zone)
        cells, room = (11, self.width - 41) if narrow else (18, self.width - 48)
        return (
            (self.cut(f"  {self.text(named(figure.skill))}", room), ""),
            (f" {self.bar(0.0 if missed else mastery.strength, 5)} ", role),
            (set_cell_size(word, max(7, cell_len(word))), role),
            (self.cut(f"  {tr('mastered') if mastery.mastered else told}", cells), GOOD if mastery.mastered else ""),
            (self.cut(due, 16), WARN if now else FAINT),
        )

    # --- days -------------------------------------------------------------------------------------------------------

    def days(self, heat: Sequence[tuple[date, int]], today: date) -> Section:
        """Weeks side by side, Monday on top; darker is more. Words say what the picture does."""
        weeks = [heat[i : i + 7] for i in range(0, len(heat), 7)]
        weeks = weeks[-max(4, min(len(weeks), (self.width - 8) // 2)) :]
        rows: list[Row] = [((self._months(weeks), FAINT),)]
        for place, name in enumerate(DAYS):
            marks = [self.shade(week[place][1]) if week[place][0] <= today else " " for week in weeks]
            rows.append(((f"  {set_cell_size(tr(name), 4)} ", FAINT), (" ".join(marks), GOOD)))
        rows.append(((f"  {self._legend()}", FAINT),))
        rows.extend(((f"  {line}", ""),) for line in self._told(heat, today))
        return self.section(tr("days"), rows, "")

    def shade(self, count: int) -> str:
        level = sum(count >= least for least in LEVELS)
        return (ASCII_SHADES if self.ascii else SHADES)[level]

    def _legend(self) -> str:
        shades = ASCII_SHADES if self.ascii else SHADES
        words = [
            f"{shades[0]} {tr('none')}",
            *(f"{shade} {least}+" for shade, least in zip(shades[1:], LEVELS, strict=True)),
        ]
        return tr("answers a day: {levels}", levels="  ".join(words))

    def _months(self, weeks: Sequence[Sequence[tuple[date, int]]]) -> str:
        """A month's name above its first week."""
        line = ""
        for place, week in enumerate(weeks):
            first = next((each for each, _ in week if each.day == 1), None)
            column = 7 + 2 * place
            if first is not None and len(line) <= column:
                line = line.ljust(column) + tr(MONTHS[first.month - 1])
        return line

    def _told(self, heat: Sequence[tuple[date, int]], today: date) -> list[str]:
        """In one line, or in two where that is too long."""
        total, busy = sum(count for _, count in heat), sum(count > 0 for _, count in heat)
        answered = {each for each, count in heat if count}
        row, at = 0, today if today in answered else today - timedelta(days=1)
        while at in answered:
            row, at = row + 1, at - timedelta(days=1)
        today_count = dict(heat).get(today, 0)
        words = tr(
            "{answers} on {days} in {weeks} weeks; {today} today",
            answers=plural(total, "{count} answer", "{count} answers"),
            days=plural(busy, "{count} day", "{count} days"),
            weeks=len(heat) // 7,
            today=today_count,
        )
        if row < 2:
            return [words]
        told = [words, plural(row, "{count} day in a row", "{count} days in a row")]
        return ["; ".join(told)] if cell_len("; ".join(told)) <= self.width - 2 else told

    # --- mistakes ---------------------------------------------------------------------------------------------------

    def mistakes(self, figures: Sequence[MistakeFigure], past: Past, zone: tzinfo, titles: dict[str, str]) -> Section:
        rows: list[Row] = []
        for figure in figures[:MOST_MISTAKES]:
            last, words = figure.last, slip(figure.mistake, figure.last)
            rows.append(
                (
                    (self.cut(f"  {self.text(f'{words} ({named(figure.skill)})')}", self.width - 27) + " ", ""),
                    (self.cut(plural(figure.times, "once", "{count} times"), 10), ""),
                    (self.cut(tr("due {when}", when=coming(figure.due, past.now, zone)), 16), FAINT),
                )
            )
            title = self.text(titles.get(last.lesson, last.lesson))
            answered = tr(
                "{when} in {title} you answered: {answer}",
                when=when(last.answered_at, past.now, zone),
                title=title,
                answer=self.answer(last.text),
            )
            rows.append(((self.cut(f"    {answered}", self.width), FAINT),))
            if more := self.text(besides(figure.mistake, last)):
                rows.append(((self.cut(f"    {more}", self.width), FAINT),))
        return self.section(tr("your most frequent mistakes"), rows, tr("none that has a name; may it stay so"))


def strength_word(strength: float) -> tuple[str, str]:
    """How well something is remembered, in a word, and the role of its colour."""
    if strength >= STRONG:
        return tr("strong"), GOOD
    return (tr("fading"), WARN) if strength >= FADING else (tr("weak"), WARN)


def sections(
    past: Past, catalogue: Catalogue, session: Session, zone: tzinfo, width: int, *, ascii: bool
) -> Iterator[Section]:
    """All that the screen says, in its order."""
    writer = Writer(width, ascii)
    titles = {header.id: header.title for header in catalogue.lessons()}
    today = date.fromordinal(day(past.now, zone))
    yield writer.lessons(catalogue, session, past.lesson_figures())
    yield writer.skills(past.skill_figures(), past, zone)
    yield writer.days(past.heat(zone), today)
    yield writer.mistakes(past.mistake_figures(), past, zone, titles)


def _finished(session: Session, header: Header) -> bool:
    return session.started(header.id) and session.lesson(header.id).finished
