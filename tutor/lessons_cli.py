"""Commands about lessons that need no screen: list, check, grade, schema; and finding the file that was meant."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tutor.messages import plural, tr
from tutor.places import REVIEW
from tutor.printable import FINDINGS, FINE, Misuse, is_there, say

if TYPE_CHECKING:
    from tutor.lesson.model import FileFault

COMMANDS = (
    *(REVIEW, "list", "glossary", "find", "check", "grade", "schema", "lab", "derive", "serve"),
    *("progress", "export", "import", "gather", "forget", "undo"),
)


WIDTH = 80  # columns, where no terminal says how many it has


def folder_of(name: str) -> Path:
    """A folder of lessons, by its name on the command line."""
    if not is_there(name) or not Path(name).is_dir():
        raise Misuse(tr("--lessons {name}: there is no such folder", name=name))
    return Path(name)


def lesson_file(wanted: str, roots: list[Path]) -> Path:
    """The file of a lesson named by its path or its id."""
    path = Path(wanted)
    if path.suffix in (".yaml", ".yml") or os.sep in wanted or wanted.startswith("."):
        if not is_there(wanted):
            raise Misuse(tr("there is no file {wanted}", wanted=wanted))
        if path.is_dir():
            raise Misuse(
                tr("{wanted} is a folder; `calc-tutor --lessons {wanted}` opens the lessons in it", wanted=wanted)
            )
        return path
    from tutor.lesson.catalogue import find_lesson, load_catalogue

    quick = find_lesson(roots, wanted)
    if quick is not None:
        return quick
    from tutor.lesson.faults import close_to
    from tutor.lesson.model import Broken

    catalogue = load_catalogue(roots)
    files = [each.file for course in catalogue.courses for each in course.lessons if isinstance(each, Broken)]
    for file in files:
        if file.stem.lstrip("0123456789-_") == wanted or file.stem == wanted:
            return file  # broken, which will be told
    known = [header.id for header in catalogue.lessons()]
    meant = close_to(wanted, (*known, *COMMANDS)) or tr("; `calc-tutor list` shows those there are")
    raise Misuse(tr("there is no lesson '{wanted}'{meant}", wanted=wanted, meant=meant))


def faults_of(file: Path) -> tuple[FileFault, ...]:
    from tutor.lesson.load import load_lesson
    from tutor.lesson.model import Broken

    lesson = load_lesson(file)
    return lesson.faults if isinstance(lesson, Broken) else ()


def tell(faults: Iterable[FileFault]) -> None:
    for fault in faults:
        say(str(fault))


def list_lessons(roots: list[Path]) -> int:
    """Every course and lesson; a lesson that cannot be used with its first fault."""
    from tutor.lesson.catalogue import load_catalogue
    from tutor.lesson.load import load_lesson
    from tutor.lesson.model import Broken

    catalogue = load_catalogue(roots)
    findings = bool(catalogue.faults)
    if not catalogue.courses:
        say(tr("There are no lessons here."))
    for place, course in enumerate(catalogue.courses):
        if place:
            say("")
        say(course.title + (f": {course.about}" if course.about else ""))
        width = max((len(each.id) for each in course.lessons if not isinstance(each, Broken)), default=0)
        for each in course.lessons:
            whole = each if isinstance(each, Broken) else load_lesson(each.file)
            if isinstance(whole, Broken):
                findings = True
                say(tr("  broken: {title}: {faults}", title=whole.title, faults=whole.faults[0]))
            else:
                say(f"  {whole.header.id:<{width}}  {whole.header.title}")
    tell(catalogue.faults)
    return FINDINGS if findings else FINE


def look_up(command: str, words: Sequence[str], roots: list[Path], *, ascii: bool) -> int:
    """The glossary, or where some words stand in the lessons, as the tutor in lines tells it."""
    import shutil

    from tutor.lesson.catalogue import load_catalogue
    from tutor.library import Library
    from tutor.plain.console import Console
    from tutor.plain.looking import tell_glossary, tell_places

    typed = " ".join(words)
    if command == "find" and not typed.strip():
        raise Misuse(tr("find takes the words to look for: calc-tutor find chain rule"))
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else WIDTH
    console, catalogue = Console(lambda prompt: None, sys.stdout.write, ascii, width), load_catalogue(roots)
    if command == "find":
        there = tell_places(console, catalogue, Library(), typed)
    else:
        there = tell_glossary(console, catalogue, typed)
    return FINE if there else FINDINGS


def check(names: Sequence[str], roots: list[Path]) -> int:
    from tutor.lesson.checking import check_all

    for name in names:
        if not is_there(name):
            raise Misuse(tr("there is no file or folder {value}", value=name or repr(name)))
    paths = [Path(name) for name in names]
    lessons = findings = 0
    for lesson, faults in check_all(paths or roots, alone=bool(paths) and not any(p.is_dir() for p in paths)):
        lessons += lesson
        findings += len(faults)
        tell(faults)
        sys.stdout.flush()
    counted = plural(lessons, "1 lesson checked", "{count} lessons checked")
    found = plural(findings, "1 finding.", "{count} findings.") if findings else tr("nothing found.")
    say(f"{counted}: {found}")
    return FINDINGS if findings else FINE


def grade(rest: Sequence[str], question: str | None, answer: str | None, roots: list[Path]) -> int:
    """Judges answers without a screen: one, or those that come as JSON, a line each, on standard input."""
    from tutor.grade_cli import Misused, run
    from tutor.lesson.load import load_lesson
    from tutor.lesson.model import Broken

    if len(rest) != 1:
        raise Misuse(tr("grade takes one lesson, by its id or its file"))
    lesson = load_lesson(lesson_file(rest[0], roots))
    if isinstance(lesson, Broken):
        tell(lesson.faults)
        return FINDINGS
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(errors="replace")
    try:
        return run(lesson, question, answer, sys.stdin, sys.stdout)
    except Misused as why:
        raise Misuse(str(why)) from None


def print_schema() -> int:
    import json

    from tutor.lesson.schema import schema

    print(json.dumps(schema(), indent=2, ensure_ascii=True))
    return FINE
