"""The catalogue: every course and lesson in some folders, from the lessons' headers alone.

A folder below a root is a course; lessons directly in a root form a course named after it. A broken lesson shows as
broken and hides no other. A `course.yaml` may give a course its title, a line about it and the order of its lessons, or
make it a path through the lessons of others (see `tutor.lesson.course`): it then stands behind these, so that it costs
no reading of its own.

A `Reading` reads it in pieces: the first picture shows a screenful of lessons, and the rest of a thousand is read when
that stands. What was read stays where it is; more comes behind it. No copy of the headers is kept anywhere: it would
have to be held against every file again, which takes as long as reading a screenful of them.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from tutor.lesson.course import COURSE_FILES, Described, described, one_way
from tutor.lesson.faults import Fault
from tutor.lesson.header import broken, mentions, read_header
from tutor.lesson.model import Broken, Catalogue, Course, FileFault, Header
from tutor.lesson.yamlnodes import Place
from tutor.messages import plural, tr

SUFFIXES = (".yaml", ".yml")
MAX_FILES = 10_000  # of one folder
START = Place(1, 1)


def load_catalogue(folders: Iterable[Path]) -> Catalogue:
    """Courses in the order of the roots, and in each root by folder name; never raises for what the folders hold."""
    reading = Reading(folders)
    reading.read()
    return reading.catalogue


def find_lesson(folders: Iterable[Path], identity: str) -> Path | None:
    """The file of the lesson with this id, the first of several, as `Catalogue.find` gives it; None where no header
    spells it so. Quick with a thousand lessons: of each a beginning is searched, and only what has the id is read."""
    faults: list[FileFault] = []
    for root in folders:
        for folder in _course_folders(root, faults):
            for file in lesson_files(folder, faults):
                header = read_header(file) if mentions(file, identity) else None
                if isinstance(header, Header) and header.id == identity:
                    return file
    return None


class Reading:
    """A catalogue that is being read: `catalogue` is what there is of it so far, `done` says that this is all."""

    def __init__(self, folders: Iterable[Path]) -> None:
        self.done = False
        self._courses: list[Course] = []
        self._faults: list[FileFault] = []
        self._taken: dict[str, Header] = {}  # the first lesson of each id
        self._visited: set[str] = set()
        self._broken = False  # was a lesson broken, whose id nobody knows?
        self._begun: list[Header | Broken] = []  # of the course that is being read, if these come first in it
        self._course = Course(Path(), "", "")  # that course, without its lessons
        self._files = self._read(tuple(folders))

    @property
    def catalogue(self) -> Catalogue:
        """What was read so far; no lesson in it moves later."""
        begun = [self._course._replace(lessons=tuple(self._begun))] if self._begun else []
        return Catalogue((*self._courses, *begun), tuple(self._faults))

    def read(self, *, lines: int | None = None, seconds: float | None = None) -> None:
        """Reads on until so many lines can be shown, or for about `seconds`; without either, all that is left."""
        end = time.perf_counter() + seconds if seconds is not None else None
        while lines is None or lines > self._lines():
            if next(self._files, None) is None:
                self.done = True
                return
            if end is not None and time.perf_counter() >= end:
                return

    def _lines(self) -> int:
        """A course takes one, and each of its lessons."""
        begun = 1 + len(self._begun) if self._begun else 0
        return begun + sum(1 + len(course.lessons) for course in self._courses)

    def _read(self, roots: tuple[Path, ...]) -> Iterator[Path]:
        """Reads everything, and stops after each lesson."""
        for root in roots:
            paths: list[tuple[Course, Described, list[Header | Broken]]] = []
            for folder in _course_folders(root, self._faults):
                real = os.path.realpath(folder)
                if real in self._visited:  # a root named twice, or a link back to it, adds nothing
                    continue
                self._visited.add(real)
                files = lesson_files(folder, self._faults)
                told = described(folder, self._faults)
                title = told.title or _title_of(folder)
                course = Course(folder, Path(os.path.abspath(folder)).name, title, told.about, path=bool(told.path))
                lessons: list[Header | Broken] = []
                if not told.ids:  # else nobody knows before the last one which comes first
                    self._course, self._begun = course, lessons
                for file in files:
                    lessons.append(self._read_lesson(file))
                    yield file
                self._begun = []
                if told.path:
                    paths.append((course, told, lessons))
                else:
                    self._add(course, told, lessons, sure=not any(isinstance(each, Broken) for each in lessons))
            for course, told, lessons in paths:  # beside a root that is a path itself may lie what it names
                self._add(course, told, lessons, sure=course.folder != root and not self._broken)

    def _add(self, course: Course, told: Described, own: list[Header | Broken], *, sure: bool) -> None:
        """The course with its lessons in order, if it has any; `sure`: whether an id that is not known can be told."""
        known = self._taken if told.path else {each.id: each for each in own if isinstance(each, Header)}
        lessons = one_way(told, known, own, self._faults if sure else None)
        if lessons:
            self._courses.append(course._replace(lessons=lessons))

    def _read_lesson(self, file: Path) -> Header | Broken:
        lesson = read_header(file)
        if isinstance(lesson, Broken):
            self._broken = True
            return lesson
        first = self._taken.setdefault(lesson.id, lesson)
        if first is lesson:
            return lesson
        what = tr("'{id}' is the id of another lesson too: {first}; change one of them", id=lesson.id, first=first.file)
        return broken(file, (), (Fault(START, "id", what),), lesson.title)


def lesson_files(folder: Path, faults: list[FileFault]) -> list[Path]:
    """The lesson files directly in a folder, by name: *.yaml and *.yml, neither hidden nor `course.yaml`."""
    return [
        entry
        for entry in _entries(folder, faults)
        if entry.suffix in SUFFIXES and entry.name not in COURSE_FILES and not entry.is_dir()
    ]


def _entries(folder: Path, faults: list[FileFault]) -> list[Path]:
    try:
        entries = sorted(entry for entry in folder.iterdir() if not entry.name.startswith("."))
    except OSError as problem:
        if isinstance(problem, FileNotFoundError):
            what = tr("there is no such folder")
        elif isinstance(problem, NotADirectoryError):
            what = tr("this is a file, not a folder")
        else:
            what = tr("the folder cannot be read: {why}", why=problem.strerror)
        faults.append(FileFault(folder, START, "", what))
        return []
    if len(entries) > MAX_FILES:
        what = plural(
            len(entries),
            "the folder holds {count:,} file; the first {most:,} are looked at",
            "the folder holds {count:,} files; the first {most:,} are looked at",
            most=MAX_FILES,
        )
        faults.append(FileFault(folder, START, "", what))
    return entries[:MAX_FILES]


def _course_folders(root: Path, faults: list[FileFault]) -> list[Path]:
    """The root itself and the folders directly below it; nothing deeper, so that no loop of links can be followed."""
    entries = _entries(root, faults)
    return [root, *(entry for entry in entries if entry.is_dir())] if entries else []


def _title_of(folder: Path) -> str:
    return Path(os.path.abspath(folder)).name.replace("-", " ").replace("_", " ").capitalize() or tr("Lessons")
