"""The command line: opens the tutor, its lab or its review; lists, checks, derives, carries what was kept without one.

Where there is no terminal, or one that can show no screen, the same tutor speaks in lines of text (`tutor.plain`).
Exit codes: 0 fine, 1 findings, 2 misuse, 130 stopped with ctrl+c, 141 where the reader of a pipe has gone, which is no
fault and is not told. Whatever else goes wrong outside is a sentence on stderr, never a traceback. Only what the
command needs is imported: the screens when the tutor opens, SymPy when lessons are checked.
"""

from __future__ import annotations

import codecs
import errno
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tutor.lessons_cli import COMMANDS, folder_of, lesson_file
from tutor.messages import languages_of, speak, tr
from tutor.places import REVIEW, shipped_lessons
from tutor.printable import FINDINGS, FINE, MISUSE, STOPPED, UNHEARD, Misuse, printable, say
from tutor.start import start
from tutor.terminal import Switches, Terminal

if TYPE_CHECKING:
    import argparse

    from tutor.lab.setup import Setup

LOOK_UP = ("glossary", "find")
UNWRITABLE = frozenset({errno.ENOSPC, errno.EIO, errno.EBADF, errno.EFBIG})


def run(arguments: Sequence[str]) -> int:
    """Carries out one command line and gives its exit code."""
    _spell_what_cannot_be_shown()
    speak(languages_of(os.environ))
    try:
        if sys.stdout is None:
            raise Misuse(tr("there is nowhere to write to: standard output is closed"))
        try:
            code = _dispatch(arguments)
        except SystemExit as done:  # --help and --version, which argparse ends so
            code = FINE if done.code is None else int(done.code)
        sys.stdout.flush()
        return code
    except Misuse as misuse:
        return _complain(str(misuse))
    except BrokenPipeError:  # `| head -1` has read what it wanted
        _nothing_more()
        return UNHEARD
    except OSError as problem:
        if problem.errno not in UNWRITABLE:
            raise
        return _complain(tr("the output cannot be written: {strerror}", strerror=problem.strerror), quiet_output=True)
    except KeyboardInterrupt:
        return STOPPED


def _spell_what_cannot_be_shown() -> None:
    """Where the output has no character for a sign, the sign is spelled in ASCII, and nothing fails.

    Python writes UTF-8 whatever the locale says; a terminal that reads something else gets ASCII, which all read.
    """
    codecs.register_error("spelled", _spelled)
    ascii = Terminal.of().ascii
    for stream in (sys.stdout, sys.stderr):
        if stream is not None and hasattr(stream, "reconfigure"):
            encoding = "ascii" if ascii and stream.isatty() else None
            stream.reconfigure(encoding=encoding, errors="spelled")


def _spelled(fault: UnicodeError) -> tuple[str, int]:
    from tutor.ascii import plain

    assert isinstance(fault, UnicodeEncodeError)
    return plain(fault.object[fault.start : fault.end]), fault.end


def _complain(what: str, *, quiet_output: bool = False) -> int:
    if quiet_output:
        _nothing_more()
    if sys.stderr is not None:
        try:
            print(f"calc-tutor: {printable(what)}", file=sys.stderr, flush=True)
        except OSError:  # nobody can be told: the exit code alone says it
            os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    return MISUSE


def _nothing_more() -> None:
    """Nothing is written from here on, or Python would try to write the rest once more at the end, and fail aloud."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


def _dispatch(arguments: Sequence[str]) -> int:
    given = _understood(arguments)
    roots = [shipped_lessons(), *(folder_of(name) for name in given.folders)]
    if given.lab is not None:
        return _lab(given, given.lab, roots)
    if given.own is not None:
        return _own(given.own, roots, given.home)
    first, rest = (given.words[0], given.words[1:]) if given.words else (None, ())
    if first in ("check", "grade"):
        from tutor import lessons_cli

        if first == "check":
            return lessons_cli.check(rest, roots)
        return lessons_cli.grade(rest, given.question, given.answer, roots)
    if given.question is not None or given.answer is not None:
        raise Misuse(tr("--question and --answer belong to `calc-tutor grade LESSON`"))
    if first in LOOK_UP:
        from tutor import lessons_cli

        ascii = (given.look is not None and given.look.ascii) or (sys.stdout.isatty() and Terminal.of().ascii)
        return lessons_cli.look_up(str(first), rest, roots, ascii=ascii)
    if rest:
        what = (
            tr("'{first}' takes nothing after it", first=first)
            if first in COMMANDS
            else tr("one lesson can be opened at a time")
        )
        raise Misuse(tr("{what}; '{rest}' is too much", what=what, rest=rest[0]))
    if first in ("list", "schema"):
        from tutor import lessons_cli

        return lessons_cli.list_lessons(roots) if first == "list" else lessons_cli.print_schema()
    by_name = first is not None and first != REVIEW
    return _start(given, lesson_file(str(first), roots) if by_name else first, roots)


class Given(NamedTuple):
    """What stands on the command line."""

    words: Sequence[str] = ()
    folders: Sequence[str] = ()
    question: str | None = None
    answer: str | None = None
    home: str | None = None
    plain: bool = False  # in lines of text, whatever the terminal can show
    look: argparse.Namespace | None = None  # --ascii and its kin
    lab: Setup | None = None
    own: argparse.Namespace | None = None  # a command with options of its own


def _understood(arguments: Sequence[str]) -> Given:
    """The command line read; `calc-tutor` alone needs no parser, which takes time to load."""
    if not arguments:
        return Given()
    from tutor.arguments import help_for, parse

    try:
        options = parse(arguments)
        if options.command == "lab":
            from tutor.lab.command import setup_of

            setup = setup_of(options)
            return Given((), options.lessons, home=options.home, plain=options.plain, look=options, lab=setup)
        if options.command:
            return Given(folders=options.lessons, home=options.home, own=options)
        words = options.what, options.lessons, options.question, options.answer
        return Given(*words, options.home, options.plain, options)
    except ValueError as fault:
        raise Misuse(
            tr("{fault}; `{help_for}` shows what there is", fault=fault, help_for=help_for(arguments))
        ) from None


def _derive(options: argparse.Namespace) -> int:
    """A derivative, rule by rule, on standard output."""
    from tutor.derive_cli import Misused, NotWorkedOut, run

    if len(options.function) != 1:
        raise Misuse(
            tr('derive takes one function, in quotes if it has spaces: calc-tutor derive "x^2 sin(y)" --wrt x')
        )
    try:
        for each in run(
            options.function[0],
            options.wrt,
            as_latex=options.latex,
            ascii=options.ascii or (sys.stdout.isatty() and Terminal.of().ascii),
        ):
            say(each)
    except Misused as why:
        raise Misuse(str(why)) from None
    except NotWorkedOut as why:
        _complain(str(why))
        return FINDINGS
    return FINE


def _own(options: argparse.Namespace, roots: list[Path], home: str | None) -> int:
    """A command that has options of its own."""
    if options.command == "derive":
        return _derive(options)
    if options.command == "serve":
        return _serve(options, roots, home)
    return _kept(options, roots, home)


def _serve(options: argparse.Namespace, roots: list[Path], home: str | None) -> int:
    """The tutor for browsers, until it is stopped."""
    from tutor.serve import run

    return run(options.host, options.port, roots, _home(home), options.most, say, _complain)


def _kept(options: argparse.Namespace, roots: list[Path], home: str | None) -> int:
    """What was kept: told of, carried elsewhere, merged, forgotten, brought back."""
    from tutor.progress_cli import run
    from tutor.progress_here import CannotDo, Misused

    try:
        return run(options, _home(home), roots, sys.stdout, say, _complain)
    except Misused as why:
        raise Misuse(
            tr("{why}; `calc-tutor {command} --help` shows what there is", why=why, command=options.command)
        ) from None
    except CannotDo as why:
        _complain(str(why))
        return FINDINGS


def _lab(given: Given, setup: Setup, roots: list[Path]) -> int:
    """Opens the lab on what stands on the command line; what cannot be is told before any screen."""
    from tutor.lab.command import trouble_with

    wrong = trouble_with(setup)
    if wrong:
        raise Misuse(wrong)
    return _start(given, setup, roots)


def _start(given: Given, opening: Path | Setup | str | None, roots: list[Path]) -> int:
    """The tutor itself, as the command line wants it shown."""
    look = given.look
    switches = Switches() if look is None else Switches(ascii=look.ascii, mouse=look.mouse, fps=look.fps)
    return start(opening, roots, _home(given.home), switches, plain=given.plain)


def _home(given: str | None) -> Path | None:
    """The folder for what is kept; None for the system's own."""
    kept = given or os.environ.get("CALC_TUTOR_HOME")
    return Path(kept) if kept else None
