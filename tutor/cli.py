"""The command line: opens the tutor, its lab or its review; lists, checks, derives, carries what was kept without one.

Exit codes: 0 fine, 1 findings, 2 misuse, 130 stopped with ctrl+c. Whatever goes wrong outside is a sentence on
stderr, never a traceback. Only what the command needs is imported: the screens when the tutor opens, SymPy when lessons
are checked.
"""

from __future__ import annotations

import errno
import gc
import io
import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tutor.places import shipped_lessons

if TYPE_CHECKING:
    import argparse

    from tutor.lab.setup import Setup
    from tutor.lesson.model import FileFault

FINE, FINDINGS, MISUSE, STOPPED = 0, 1, 2, 130
UNWRITABLE = frozenset({errno.ENOSPC, errno.EIO, errno.EBADF, errno.EFBIG})
REVIEW = "review"
COMMANDS = (
    *(REVIEW, "list", "check", "grade", "schema", "lab", "derive"),
    *("progress", "export", "import", "gather", "forget", "undo"),
)


class Misuse(Exception):
    """The command cannot be carried out as it was given; the message says why and what to do."""


def run(arguments: Sequence[str]) -> int:
    """Carries out one command line and gives its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if stream is not None and hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a terminal without Unicode shows '?', and nothing fails
    try:
        if sys.stdout is None:
            raise Misuse("there is nowhere to write to: standard output is closed")
        try:
            code = _dispatch(arguments)
        except SystemExit as done:  # --help and --version, which argparse ends so
            code = FINE if done.code is None else int(done.code)
        sys.stdout.flush()
        return code
    except Misuse as misuse:
        return _complain(str(misuse))
    except BrokenPipeError:
        return _complain("the reader closed the pipe before everything was written", quiet_output=True)
    except OSError as problem:
        if problem.errno not in UNWRITABLE:
            raise
        return _complain(f"the output cannot be written: {problem.strerror}", quiet_output=True)
    except KeyboardInterrupt:
        return STOPPED


def _complain(what: str, *, quiet_output: bool = False) -> int:
    if quiet_output:  # or Python would try to write the rest once more at the end, and fail aloud
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    if sys.stderr is not None:
        try:
            print(f"calc-tutor: {plain(what)}", file=sys.stderr, flush=True)
        except OSError:  # nobody can be told: the exit code alone says it
            os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    return MISUSE


def _dispatch(arguments: Sequence[str]) -> int:
    given = _understood(arguments)
    roots = [shipped_lessons(), *(_folder(name) for name in given.folders)]
    if given.lab is not None:
        return _lab(given.lab, roots, given.home)
    if given.derive is not None:
        return _derive(given.derive)
    if given.kept is not None:
        return _kept(given.kept, roots, given.home)
    first, rest = (given.words[0], given.words[1:]) if given.words else (None, ())
    if first == "check":
        return _check(rest, roots)
    if first == "grade":
        return _grade(rest, given, roots)
    if given.question is not None or given.answer is not None:
        raise Misuse("--question and --answer belong to `calc-tutor grade LESSON`")
    if rest:
        what = f"'{first}' takes nothing after it" if first in COMMANDS else "one lesson can be opened at a time"
        raise Misuse(f"{what}; '{rest[0]}' is too much")
    if first == "list":
        return _list(roots)
    if first == "schema":
        return _schema()
    if first == REVIEW:
        return _review(roots, given.home)
    return _open(first, roots, given.home)


def plain(text: str) -> str:
    """One line that is safe to print: nothing in it moves a cursor or changes a colour."""
    return "".join(c if c.isprintable() else " " for c in text)


def _say(text: str) -> None:
    print(plain(text))


def _is_there(name: str) -> bool:
    """Is this the name of a file or folder? No text is too odd or too long to be asked."""
    try:
        return bool(name) and Path(name).exists()
    except (OSError, ValueError):  # a name that is too long, a folder that may not be entered
        return False


class Given(NamedTuple):
    """What stands on the command line."""

    words: Sequence[str] = ()
    folders: Sequence[str] = ()
    question: str | None = None
    answer: str | None = None
    home: str | None = None
    lab: Setup | None = None
    derive: argparse.Namespace | None = None
    kept: argparse.Namespace | None = None


def _understood(arguments: Sequence[str]) -> Given:
    """The command line read; `calc-tutor` alone needs no parser, which takes time to load."""
    if not arguments:
        return Given()
    from tutor.arguments import help_for, parse

    try:
        options = parse(arguments)
        if options.command == "lab":
            from tutor.lab.command import setup_of

            return Given(folders=options.lessons, home=options.home, lab=setup_of(options))
        if options.command == "derive":
            return Given(folders=options.lessons, derive=options)
        if options.command:
            return Given(folders=options.lessons, home=options.home, kept=options)
        return Given(options.what, options.lessons, options.question, options.answer, options.home)
    except ValueError as fault:
        raise Misuse(f"{fault}; `{help_for(arguments)}` shows what there is") from None


def _folder(name: str) -> Path:
    folder = Path(name)
    if not _is_there(name) or not folder.is_dir():
        raise Misuse(f"--lessons {name}: there is no such folder")
    return folder


def _grade(rest: Sequence[str], given: Given, roots: list[Path]) -> int:
    """Judges answers without a screen: one, or those that come as JSON, a line each, on standard input."""
    from tutor.grade_cli import Misused, run
    from tutor.lesson.load import load_lesson
    from tutor.lesson.model import Broken

    if len(rest) != 1:
        raise Misuse("grade takes one lesson, by its id or its file")
    lesson = load_lesson(_lesson_file(rest[0], roots))
    if isinstance(lesson, Broken):
        _tell(lesson.faults)
        return FINDINGS
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(errors="replace")
    try:
        return run(lesson, given.question, given.answer, sys.stdin, sys.stdout)
    except Misused as why:
        raise Misuse(str(why)) from None


def _derive(options: argparse.Namespace) -> int:
    """A derivative, rule by rule, on standard output."""
    from tutor.derive_cli import Misused, NotWorkedOut, run

    if len(options.function) != 1:
        raise Misuse('derive takes one function, in quotes if it has spaces: calc-tutor derive "x^2 sin(y)" --wrt x')
    try:
        for each in run(options.function[0], options.wrt, as_latex=options.latex, ascii=options.ascii):
            _say(each)
    except Misused as why:
        raise Misuse(str(why)) from None
    except NotWorkedOut as why:
        _complain(str(why))
        return FINDINGS
    return FINE


def _lab(setup: Setup, roots: list[Path], home: str | None) -> int:
    """Opens the lab on what stands on the command line; what cannot be is told before any screen."""
    from tutor.lab.command import trouble_with

    wrong = trouble_with(setup)
    if wrong:
        raise Misuse(wrong)
    trouble = _screen_trouble()
    if trouble:
        raise Misuse(f"{trouble}; `calc-tutor derive` works without one")
    return _run_app(roots, setup, home)


def _kept(options: argparse.Namespace, roots: list[Path], home: str | None) -> int:
    """What was kept: told of, carried elsewhere, merged, forgotten, brought back."""
    from tutor.progress_cli import run
    from tutor.progress_here import CannotDo, Misused

    try:
        return run(options, _home(home), roots, sys.stdout, _say, _complain)
    except Misused as why:
        raise Misuse(f"{why}; `calc-tutor {options.command} --help` shows what there is") from None
    except CannotDo as why:
        _complain(str(why))
        return FINDINGS


def _home(given: str | None) -> Path | None:
    """The folder for what is kept; None for the system's own."""
    kept = given or os.environ.get("CALC_TUTOR_HOME")
    return Path(kept) if kept else None


def _review(roots: list[Path], home: str | None) -> int:
    """Opens the tutor on what is due."""
    trouble = _screen_trouble()
    if trouble:
        raise Misuse(f"{trouble}; `calc-tutor progress` tells what is due without one")
    return _run_app(roots, REVIEW, home)


def _open(wanted: str | None, roots: list[Path], home: str | None) -> int:
    """Opens the tutor, on a lesson where one is wanted. Without a terminal, a broken lesson is told of first."""
    trouble = _screen_trouble()
    if trouble:
        if wanted is not None and (faults := _faults_of(_lesson_file(wanted, roots))):
            _tell(faults)
            return FINDINGS
        raise Misuse(f"{trouble}; `calc-tutor list` works without one")
    return _run_app(roots, wanted, home)


def _run_app(roots: list[Path], wanted: Setup | str | None, home: str | None) -> int:
    """The screens, on the catalogue, on a lesson by its name, on the lab, or on REVIEW."""
    from tutor.ending import gently
    from tutor.worker import Worker

    worker = Worker()  # imports SymPy as soon as the first picture stands
    with gently() as told:
        try:
            by_name = isinstance(wanted, str) and wanted != REVIEW
            opening = _lesson_file(str(wanted), roots) if by_name else wanted
            gc.disable()  # until everything is loaded; importing makes nothing that could be collected
            from tutor.ui.app import run as run_app

            return run_app(worker, roots, opening, _home(home)) or told.code
        except KeyboardInterrupt:
            return told.code or STOPPED
        finally:
            worker.close()


def _screen_trouble() -> str | None:
    """Why no screen can be shown here, if none can."""
    if not (sys.stdin is not None and sys.stdin.isatty() and sys.stdout.isatty()):
        return "the tutor needs a terminal for its screen"
    if os.environ.get("TERM", "dumb") == "dumb":
        return "this terminal (TERM=dumb) cannot show a screen"
    return None


def _faults_of(file: Path) -> tuple[FileFault, ...]:
    from tutor.lesson.load import load_lesson
    from tutor.lesson.model import Broken

    lesson = load_lesson(file)
    return lesson.faults if isinstance(lesson, Broken) else ()


def _lesson_file(wanted: str, roots: list[Path]) -> Path:
    """The file of a lesson named by its path or its id."""
    path = Path(wanted)
    if path.suffix in (".yaml", ".yml") or os.sep in wanted or wanted.startswith("."):
        if not _is_there(wanted):
            raise Misuse(f"there is no file {wanted}")
        if path.is_dir():
            raise Misuse(f"{wanted} is a folder; `calc-tutor --lessons {wanted}` opens the lessons in it")
        return path
    from tutor.lesson.catalogue import load_catalogue
    from tutor.lesson.faults import close_to
    from tutor.lesson.model import Broken

    catalogue = load_catalogue(roots)
    found = catalogue.find(wanted)
    if found is not None:
        return found.file
    files = [each.file for course in catalogue.courses for each in course.lessons if isinstance(each, Broken)]
    for file in files:
        if file.stem.lstrip("0123456789-_") == wanted or file.stem == wanted:
            return file  # broken, which will be told
    known = [header.id for header in catalogue.lessons()]
    meant = close_to(wanted, (*known, *COMMANDS)) or "; `calc-tutor list` shows those there are"
    raise Misuse(f"there is no lesson '{wanted}'{meant}")


def _tell(faults: Iterable[FileFault]) -> None:
    for fault in faults:
        _say(str(fault))


def _list(roots: list[Path]) -> int:
    """Every course and lesson; a lesson that cannot be used with its first fault."""
    from tutor.lesson.catalogue import load_catalogue
    from tutor.lesson.load import load_lesson
    from tutor.lesson.model import Broken

    catalogue = load_catalogue(roots)
    findings = bool(catalogue.faults)
    if not catalogue.courses:
        _say("There are no lessons here.")
    for place, course in enumerate(catalogue.courses):
        if place:
            _say("")
        _say(course.title + (f": {course.about}" if course.about else ""))
        width = max((len(each.id) for each in course.lessons if not isinstance(each, Broken)), default=0)
        for each in course.lessons:
            whole = each if isinstance(each, Broken) else load_lesson(each.file)
            if isinstance(whole, Broken):
                findings = True
                _say(f"  broken: {whole.title}: {whole.faults[0]}")
            else:
                _say(f"  {whole.header.id:<{width}}  {whole.header.title}")
    _tell(catalogue.faults)
    return FINDINGS if findings else FINE


def _check(names: Sequence[str], roots: list[Path]) -> int:
    from tutor.lesson.checking import check_all

    for name in names:
        if not _is_there(name):
            raise Misuse(f"there is no file or folder {name or repr(name)}")
    paths = [Path(name) for name in names]
    lessons = findings = 0
    for lesson, faults in check_all(paths or roots, alone=bool(paths) and not any(p.is_dir() for p in paths)):
        lessons += lesson
        findings += len(faults)
        _tell(faults)
        sys.stdout.flush()
    counted = f"{lessons} lesson{'' if lessons == 1 else 's'} checked"
    _say(f"{counted}: " + (f"{findings} finding{'' if findings == 1 else 's'}." if findings else "nothing found."))
    return FINDINGS if findings else FINE


def _schema() -> int:
    import json

    from tutor.lesson.schema import schema

    print(json.dumps(schema(), indent=2, ensure_ascii=True))
    return FINE
