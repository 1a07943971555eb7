"""The catalogue: every course and lesson in some folders, from the lessons' headers alone.

A folder below a root is a course; lessons directly in a root form a course named after it. A broken lesson shows as
broken and hides no other. A `course.yaml` may give a course its title, a line about it and the order of its lessons.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from tutor.lesson.faults import Fault, close_to
from tutor.lesson.header import broken, read_header
from tutor.lesson.model import Broken, Catalogue, Course, FileFault, Header
from tutor.lesson.parse import Parsed, parse_head, read_text
from tutor.lesson.yamlnodes import Mapping, Place, Scalar, Sequence, describe

SUFFIXES = (".yaml", ".yml")
COURSE_FILES = ("course.yaml", "course.yml")
MAX_FILES = 10_000  # of one folder
COURSE_KEYS = {
    "title": "what the catalogue shows",
    "about": "one line about it",
    "lessons": "ids, in the order to take",
}
START = Place(1, 1)


def load_catalogue(folders: Iterable[Path]) -> Catalogue:
    """Courses in the order of the roots, and in each root by folder name; never raises for what the folders hold."""
    courses: list[Course] = []
    faults: list[FileFault] = []
    taken: dict[str, Header] = {}
    visited: set[str] = set()
    for root in folders:
        for folder in _course_folders(root, faults):
            real = os.path.realpath(folder)
            if real not in visited:  # a root named twice, or a link back to it, adds nothing
                visited.add(real)
                course = _course(folder, faults, taken)
                courses += [course] if course.lessons else []
    return Catalogue(tuple(courses), tuple(faults))


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
        known = {"FileNotFoundError": "there is no such folder", "NotADirectoryError": "this is a file, not a folder"}
        what = known.get(type(problem).__name__) or f"the folder cannot be read: {problem.strerror}"
        faults.append(FileFault(folder, START, "", what))
        return []
    if len(entries) > MAX_FILES:
        what = f"the folder holds {len(entries):,} files; the first {MAX_FILES:,} are looked at"
        faults.append(FileFault(folder, START, "", what))
    return entries[:MAX_FILES]


def _course_folders(root: Path, faults: list[FileFault]) -> list[Path]:
    """The root itself and the folders directly below it; nothing deeper, so that no loop of links can be followed."""
    entries = _entries(root, faults)
    return [root, *(entry for entry in entries if entry.is_dir())] if entries else []


def _course(folder: Path, faults: list[FileFault], taken: dict[str, Header]) -> Course:
    lessons: list[Header | Broken] = []
    for file in lesson_files(folder, faults):
        lesson = read_header(file)
        if isinstance(lesson, Header):
            first = taken.setdefault(lesson.id, lesson)
            if first is not lesson:
                what = f"'{lesson.id}' is the id of another lesson too: {first.file}; change one of them"
                lesson = broken(file, (), (Fault(START, "id", what),), lesson.title)
        lessons.append(lesson)
    title, about, order = _described(folder, faults) if lessons else ("", "", ())
    ordered = _ordered(lessons, order, folder, faults)
    return Course(folder, Path(os.path.abspath(folder)).name, title or _title_of(folder), about, tuple(ordered))


def _title_of(folder: Path) -> str:
    return Path(os.path.abspath(folder)).name.replace("-", " ").replace("_", " ").capitalize() or "Lessons"


def _described(folder: Path, faults: list[FileFault]) -> tuple[str, str, tuple[str, ...]]:
    """Title, about and order of `course.yaml`, empty where they are not given or cannot be read."""
    file = next((folder / name for name in COURSE_FILES if (folder / name).is_file()), None)
    if file is None:
        return "", "", ()
    text = read_text(file)
    parsed = text if isinstance(text, Parsed) else parse_head(text)
    told: list[Fault] = list(parsed.faults)
    found: dict[str, str] = {}
    order: tuple[str, ...] = ()
    if isinstance(parsed.node, Mapping):
        for key, value in parsed.node.pairs:
            where = key.text[:40]
            if key.text == "lessons" and isinstance(value, Sequence):
                order = tuple(item.text for item in value.items if isinstance(item, Scalar))
            elif key.text in ("title", "about") and isinstance(value, Scalar) and not value.missing:
                found[key.text] = " ".join(value.text.split())[:200]
            elif key.text in COURSE_KEYS:
                told.append(Fault(value.place, where, f"{describe(value)} stands here; it takes {COURSE_KEYS[where]}"))
            else:
                known = f"{close_to(key.text, COURSE_KEYS)}; known: {', '.join(COURSE_KEYS)}"
                told.append(Fault(key.place, where, f"unknown name {describe(key)}{known}"))
    elif not told:
        told.append(Fault(START, "", "a course's file has names with values: title, about, lessons"))
    faults.extend(FileFault(file, each.place, each.path, each.what) for each in told)
    return found.get("title", ""), found.get("about", ""), order


def _ordered(
    lessons: list[Header | Broken], order: tuple[str, ...], folder: Path, faults: list[FileFault]
) -> list[Header | Broken]:
    """As `course.yaml` orders them; what it does not name stays behind, by file name."""
    if not order:
        return lessons
    by_id = {lesson.id: lesson for lesson in lessons if isinstance(lesson, Header)}
    unread = any(isinstance(lesson, Broken) for lesson in lessons)
    for identity in order:
        if identity not in by_id and not unread:
            what = f"there is no lesson '{identity[:64]}' in this folder{close_to(identity, by_id)}"
            faults.append(FileFault(folder / COURSE_FILES[0], START, "lessons", what))
    first = [by_id[identity] for identity in dict.fromkeys(order) if identity in by_id]
    return [*first, *(lesson for lesson in lessons if not any(lesson is each for each in first))]
