"""What a lesson is once it has been read: frozen values, no YAML left in them.

NamedTuples, because the catalogue loads them before its first picture: a dataclass takes seven times as long to define.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from tutor.lesson.yamlnodes import Place
from tutor.messages import N_

ID = r"[a-z0-9]+(?:[-_.][a-z0-9]+)*"  # how ids of lessons, questions and skills look
ID_LIKE = N_("an id is small letters and digits with single hyphens or dots between, such as 'first-step'")


class FileFault(NamedTuple):
    """One thing wrong in a file, as it is told: `file:line:column: path: what`."""

    file: Path
    place: Place
    path: str
    what: str

    def __str__(self) -> str:
        path = f"{self.path}: " if self.path else ""
        return f"{self.file}:{self.place.line}:{self.place.column}: {path}{self.what}"


class Header(NamedTuple):
    """What stands above `steps:`; all that the catalogue needs."""

    file: Path
    id: str
    title: str
    course: str  # the folder's name
    goals: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    symbols: tuple[str, ...] = ("x", "y")
    minutes: int | None = None
    about: str = ""


class Scene(NamedTuple):
    """What `show` names: the scene's name, and its own Settings (see `tutor.scenes`)."""

    name: str
    settings: Any


class Step(NamedTuple):
    """One step of a lesson; each slot may be empty, not all of them, unless it is a checkpoint.

    `variants` holds the step as it reads for each choice of `vary` beyond the first, a bounded sample.
    """

    say: str | None = None
    show: Scene | None = None
    ask: Any | None = None  # a tutor.lesson.questions.Question; Any, so that the catalogue does not load the questions
    place: Place = Place(1, 1)
    variants: tuple[Step, ...] = ()
    checkpoint: Any | None = None  # a tutor.lesson.checkpoint.Checkpoint: it stands in place of show and ask


class Lesson(NamedTuple):
    header: Header
    steps: tuple[Step, ...]
    data: Mapping[str, Any] = {}  # never written to
    numbers: Any | None = None  # the tutor.lesson.numbers.Numbers that its words say
    terms: tuple[Any, ...] = ()  # tutor.lesson.terms.Term: what it introduces

    @property
    def questions(self) -> tuple[Any, ...]:
        return tuple(step.ask for step in self.steps if step.ask is not None)


class Broken(NamedTuple):
    """A lesson that cannot be used, and every reason."""

    file: Path
    faults: tuple[FileFault, ...]
    title: str  # its own, where the header could be read, else the file's name


class Course(NamedTuple):
    """One folder of lessons, in the order of their file names; or a `path`, through lessons of other courses too."""

    folder: Path
    id: str
    title: str
    about: str = ""
    lessons: tuple[Header | Broken, ...] = ()
    path: bool = False

    @property
    def own(self) -> tuple[Header | Broken, ...]:
        """The lessons that lie in its folder; a path leads through others too."""
        return tuple(each for each in self.lessons if each.file.parent == self.folder) if self.path else self.lessons

    def row(self, lesson: Header | Broken) -> str:
        """What a lesson's line in a list is known by: its file, and on a path through other folders the path's name."""
        elsewhere = self.path and lesson.file.parent != self.folder
        return f"{self.id}: {lesson.file}" if elsewhere else str(lesson.file)


class Catalogue(NamedTuple):
    courses: tuple[Course, ...] = ()
    faults: tuple[FileFault, ...] = ()  # of whole folders: missing, unreadable, two lessons with one id

    def lessons(self) -> tuple[Header, ...]:
        """Every lesson once, where it stands first."""
        headers = (each for course in self.courses for each in course.lessons if isinstance(each, Header))
        return tuple({each.id: each for each in headers}.values())

    def find(self, identity: str) -> Header | None:
        return next((header for header in self.lessons() if header.id == identity), None)
