"""`calc-tutor progress`, `export`, `import`, `gather`, `forget` and `undo`: what was kept, without a screen.

What cannot be done is a sentence, and what was kept is then as it was.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TextIO

from tutor.messages import N_, tr
from tutor.progress.changes import Done, What
from tutor.progress.kept import Kept
from tutor.progress.store import BEFORE_IMPORT, Store
from tutor.progress_carry import bring_in, export, gather
from tutor.progress_here import FINDINGS, FINE, CannotDo, Misused, Say, amount, answers, now, store_at, table

EVERYTHING = "everything"
FOR_GOOD = N_("Forget {what} ({amount}) for good?")
COPIES = ("progress.v*.db*", f"{BEFORE_IMPORT}*")  # also one that a kill cut short


def run(
    options: argparse.Namespace,
    home: Path | None,
    roots: Sequence[Path],
    out: TextIO,
    say: Say,
    complain: Say,
) -> int:
    """Carries out one of these commands; gives the exit code. Raises Misused and CannotDo.

    `roots`: where the lessons are. `out` takes documents and tables, `say` a line to the learner.
    """
    if options.words and options.command in ("progress", "undo"):
        raise Misused(
            tr(
                "{command} takes nothing after it; '{words}' is too much",
                command=options.command,
                words=options.words[0],
            )
        )
    if options.command == "progress":
        return progress(home, roots, options.json, options.csv, out, say)
    if options.command == "export":
        export(home, _one(options, N_("a file, or - for standard output")), options.name, out, say)
    elif options.command == "import":
        bring_in(home, _one(options, N_("a file, or - for standard input")), say)
    elif options.command == "gather":
        return gather(options.words, out, complain)
    elif options.command == "forget":
        what = _one(options, N_("a lesson's id, or everything"))
        if not options.yes and not may_ask():
            raise Misused(tr("forget asks first, and there is no terminal to ask on; --yes forgets without asking"))
        return forget(home, what, None if options.yes else yes, options.for_good, say)
    elif options.command == "undo":
        return undo(home, say)
    return FINE


def _one(options: argparse.Namespace, what: str) -> str:
    words: Sequence[str] = options.words
    if len(words) != 1:
        if not words:
            raise Misused(tr("{command} takes {what}", command=options.command, what=tr(what)))
        too_much = N_("{command} takes {what}; '{word}' is too much")
        raise Misused(tr(too_much, command=options.command, what=tr(what), word=words[1]))
    return words[0]


# --- telling ----------------------------------------------------------------------------------------------------------


def progress(home: Path | None, roots: Sequence[Path], as_json: bool, as_csv: bool, out: TextIO, say: Say) -> int:
    """How far the learner is: as text, as an object of JSON, or as a table."""
    from tutor.lesson.catalogue import load_catalogue  # late, with what it brings: the other commands need none of it
    from tutor.progress_report import Report

    with store_at(home) as store:
        history, session, trouble = store.history(), store.load(), store.trouble
    report = Report.of(load_catalogue(roots), history, session, now())
    if as_json:
        json.dump(report.as_json(), out, ensure_ascii=True, indent=1)
        out.write("\n")
    elif as_csv:
        table(report.rows(), out)
    else:
        for line in report.lines():
            say(line)
    if trouble:
        raise CannotDo(trouble)
    return FINE


# --- giving up, and bringing back -------------------------------------------------------------------------------------


def forget(home: Path | None, what: str, ask: Callable[[str], bool] | None, for_good: bool, say: Say) -> int:
    """Forgets a lesson or everything, once `ask` (None: nobody is to be asked) has said yes."""
    with store_at(home, to_change=True) as store:
        kept = store.kept()
        if kept is None:
            raise CannotDo(tr("what is kept cannot be read; nothing was changed"))
        lesson = None if what == EVERYTHING else what
        gone = kept if lesson is None else kept.of_lesson(lesson)
        copies = _copies(store) if for_good and lesson is None else []
        if gone.empty and not copies and not (for_good and store.undoable()):
            say(tr("Nothing is kept of {lesson}.", lesson=lesson) if lesson else tr("Nothing is kept."))
            return FINE if lesson is None else FINDINGS
        if ask is not None and not ask(_question(gone, what, for_good)):
            say(tr("Nothing was changed."))
            return FINDINGS
        store.forget(lesson, for_good=for_good)
        for each in copies:
            each.unlink(missing_ok=True)
    say(
        tr("Forgotten: {amount}.", amount=amount(gone))
        if for_good
        else tr("Forgotten: {amount}. `calc-tutor undo` brings it back.", amount=amount(gone))
    )
    return FINE


def _question(gone: Kept, what: str, for_good: bool) -> str:
    asked = N_("Forget {what} ({amount})?")
    if for_good:
        copies = what == EVERYTHING
        asked = N_("Forget {what} ({amount}) for good, with every copy beside it?") if copies else FOR_GOOD
    return f"{tr(asked, what=what, amount=amount(gone))} [y/N] "


def _copies(store: Store) -> list[Path]:
    """The copies that calc-tutor itself put beside the file."""
    folder = store.file.parent if store.file is not None else None
    return sorted(each for pattern in COPIES for each in folder.glob(pattern)) if folder else []


def undo(home: Path | None, say: Say) -> int:
    """Brings back what was skipped or forgotten last."""
    with store_at(home, to_change=True) as store:
        done = store.undo()
    if done is None:
        say(tr("There is nothing to bring back."))
        return FINDINGS
    say(told(done))
    return FINE


def told(done: Done) -> str:
    """What was brought back, in a sentence."""
    if done.what is What.SKIP and done.more:
        return tr("{lesson} and what was skipped with it are no longer skipped.", lesson=done.lesson)
    if done.what is What.SKIP:
        return tr("{lesson} is no longer skipped.", lesson=done.lesson)
    return tr("Brought back: {what}, {answers}.", what=done.lesson or EVERYTHING, answers=answers(done.answers))


def yes(question: str) -> bool:
    """Asks on the terminal; anything but a yes is a no."""
    sys.stderr.write(question)
    sys.stderr.flush()
    try:
        return sys.stdin.readline().strip().casefold() in ("y", "yes")
    except (OSError, ValueError):
        return False


def may_ask() -> bool:
    return sys.stdin is not None and sys.stdin.isatty() and sys.stderr is not None
