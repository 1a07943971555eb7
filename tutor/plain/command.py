"""`calc-tutor --plain`: the tutor in lines, from the first to the last. The door of this package."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING

from tutor.lesson.catalogue import load_catalogue
from tutor.lesson.load import load_lesson
from tutor.lesson.model import Broken, Course, Header, Lesson
from tutor.messages import tr
from tutor.places import REVIEW
from tutor.plain.catalogue import CatalogueTalk
from tutor.plain.console import Console, Gone
from tutor.plain.helper import Helper
from tutor.plain.keeping import Kept
from tutor.plain.lesson import LessonTalk
from tutor.plain.sitting import SittingTalk, open_placement, open_review
from tutor.plain.tutoring import Tutor, Way
from tutor.plain.typed import Word
from tutor.printable import FINDINGS, FINE, MISUSE, STOPPED
from tutor.wall_clock import LocalZone

if TYPE_CHECKING:
    from tutor.lab.setup import Setup


def run(
    roots: Sequence[Path],
    opening: Path | Setup | str | None,
    home: Path | None,
    *,
    read: Callable[[str], str | None],
    write: Callable[[str], object],
    ascii: bool = False,
    width: int = 80,
    interactive: bool = False,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
    zone: tzinfo | None = None,
    decimal_comma: bool = False,
    leaving: Callable[[], bool] = lambda: False,
    helper: Helper | None = None,
) -> int:
    """Runs the tutor until the input ends or the learner leaves; gives the exit code: 0 fine, 1 where `opening` is a
    broken lesson, 2 a lab that cannot be, 130 stopped with ctrl+c.

    `opening`: a lesson's file, a set-up of the lab, REVIEW, or None for the catalogue. `read` gives a line without its
    end, None after the last; it is handed the prompt to write, empty unless `interactive`. `write` takes whole lines
    with their ends, as a stream's `write` does. `leaving`: has the tutor been told to end (a signal), so that ctrl+c
    means that? `helper`: one that is shared, and not closed here.
    """
    console = Console(read, write, ascii, width, interactive)
    own = helper if helper is not None else Helper()
    catalogue = load_catalogue(roots)
    kept = Kept(home, catalogue, now, zone or LocalZone())
    talk = _Talk(Tutor(console, own, kept, catalogue, decimal_comma, leaving), own)
    code = FINE
    try:
        code = talk.through(opening)
    except Gone:
        talk.say_goodbye()
    except KeyboardInterrupt:
        code = STOPPED
        talk.say_goodbye()
    finally:
        lost = kept.close()
        if helper is None:
            own.close()
        if lost is not None:
            with suppress(OSError):  # whoever read is gone
                console.say(lost)
    return code


class _Talk:
    """From one thing to the next: the catalogue, lessons, the review."""

    def __init__(self, tutor: Tutor, helper: Helper) -> None:
        self.tutor, self.console, self.helper = tutor, tutor.console, helper
        self.list = CatalogueTalk(tutor)
        self._in: LessonTalk | SittingTalk | None = None  # what one is in

    def through(self, opening: Path | Setup | str | None) -> int:
        """All that is typed; gives the exit code. Raises Gone at the end of the input."""
        self.list.once = opening is not None and not self.console.interactive
        if isinstance(opening, Path):
            lesson = load_lesson(opening)
            if isinstance(lesson, Broken):
                self.list.tell_broken(lesson)
                return FINDINGS
            way = self._lesson(lesson)
        elif opening == REVIEW:
            way = self._review()
            if way is Way.NEXT and self.list.once:
                way = Way.QUIT
        elif opening is not None and not isinstance(opening, str):
            found = self._lab(opening)
            if found is None:
                return MISUSE
            way = found
        else:
            way = Way.LIST
        while way is not Way.QUIT:
            if way is Way.REVIEW:
                way = self._review()
            elif way is Way.BEGIN:
                way = self._place()
            elif way is Way.LAB:
                way = self._own_lab()
            else:
                if way is Way.LIST:
                    self.list.tell()
                way = self._choose()
        self.say_goodbye()
        return FINE

    def _choose(self) -> Way:
        """What is chosen in the catalogue, gone through."""
        chosen = self.list.choose()
        if isinstance(chosen, Word):
            return {Word.QUIT: Way.QUIT, Word.LAB: Way.LAB, Word.BEGIN: Way.BEGIN}.get(chosen, Way.REVIEW)
        lesson = load_lesson(chosen.file) if isinstance(chosen, Header) else chosen
        if isinstance(lesson, Broken):
            self.list.tell_broken(lesson)
            return Way.NEXT
        return self._lesson(lesson)

    def _lesson(self, lesson: Lesson) -> Way:
        if self.console.interactive:
            self.helper.warm()
        courses = {each: course.title for course in self.tutor.catalogue.courses for each in _ids(course)}
        self._in = LessonTalk(self.tutor, lesson, courses.get(lesson.header.id, lesson.header.course))
        way = self._in.through()
        if way is Way.NEXT:
            self._in = None
            self.console.lines([""])
            self.list.say_done(lesson.header)
        elif way is not Way.QUIT:
            self._in = None
        return way

    def _review(self) -> Way:
        found = open_review(self.tutor)
        if isinstance(found, str):
            self.console.say(found)
            self.list.say_where_to_go_on()
            return Way.NEXT
        self._in = found
        way = found.through()
        if way is not Way.QUIT:
            self._in = None
        if way is Way.NEXT:
            self.list.say_where_to_go_on()
        return way

    def _place(self) -> Way:
        """Where to begin; what comes before counts as done once the learner begins there."""
        found = open_placement(self.tutor)
        if isinstance(found, str):
            self.console.say(found)
            return Way.NEXT
        self._in = found
        way, placed = found.through(), found.sitting.placed
        if way is not Way.QUIT:
            self._in = None
        if way is not Way.NEXT or placed.begin is None or not found.begins:
            return Way.LIST if way is Way.NEXT else way
        trouble = self.tutor.kept.pass_over([header.id for header in placed.passed]) if placed.passed else None
        if trouble is not None:
            self.console.say(trouble)
        lesson = load_lesson(placed.begin.header.file)
        return self._lesson(lesson) if isinstance(lesson, Lesson) else Way.LIST

    def _lab(self, setup: Setup, *, asks: bool = False) -> Way | None:
        from tutor.plain.lab import LabTalk

        return LabTalk(self.tutor, setup, asks=asks).through()

    def _own_lab(self) -> Way:
        """The lab, on what was typed behind its name or is typed next."""
        from tutor.lab.setup import Setup

        source, self.list.source = self.list.source, ""
        return self._lab(Setup(source), asks=True) or Way.LIST

    def say_goodbye(self) -> None:
        """The last line: where one stood, and that it is kept."""
        store = self.tutor.kept.store
        where = self._in.where if self._in is not None else ""
        if not store.flush() or store.file is None:
            kept = store.trouble or tr("What you did here is not kept.")
        elif self._in is None:
            kept = tr("All that you did is kept.")
        else:
            kept = self._in.on_leaving
        self.console.lines([""])
        self.console.say(tr("You leave {where} {kept}", where=where, kept=kept) if where else kept)


def _ids(course: Course) -> list[str]:
    return [each.id for each in course.own if isinstance(each, Header)]
