"""`calc-tutor export`, `import` and `gather`: what was kept, as documents to be carried, merged, and made a table."""

from __future__ import annotations

import glob
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TextIO

from tutor.progress import gathering, transfer
from tutor.progress.kept import Kept, Learner
from tutor.progress.store import BEFORE_IMPORT, open_store
from tutor.progress.trouble import NotChanged
from tutor.progress_here import FINDINGS, FINE, CannotDo, Misused, Say, amount, counted, now, store_at, table
from tutor.takeaway import CannotWrite, destination, write


def export(home: Path | None, goal: str, name: str | None, out: TextIO, say: Say) -> None:
    """Writes everything as one document to the file `goal`, or to `out` where that is "-"."""
    if not goal.strip():
        raise Misused("export takes a file, such as me.json, or - for standard output")
    with store_at(home) as store:
        kept = store.kept()
        if kept is None or kept.empty:
            raise CannotDo("nothing is kept yet, so there is nothing to export")
        if name is not None:
            given = _named(name)
            kept = replace(kept, learner=Learner(kept.learner.id, given))
            if store.file is not None:
                store.rename(given)
    text = transfer.written(kept, now())
    if goal == "-":
        out.write(text)
        return
    try:
        path = destination(Path.cwd(), goal)
        for _ in write(path, [text], replace=_is_export(path)):
            pass
    except CannotWrite as why:
        raise CannotDo(str(why)) from None
    say(f"{goal}: {amount(kept)}, of {kept.learner.called}. `calc-tutor import {goal}` takes it in elsewhere.")


def _named(name: str) -> str | None:
    """A name as it is kept; none where it is empty."""
    shown = " ".join("".join(c if c.isprintable() else " " for c in name).split())
    if len(shown) > transfer.LONGEST_NAME:
        raise Misused(f"a name has {transfer.LONGEST_NAME} letters at most")
    return shown or None


def _is_export(path: Path) -> bool:
    """Whether an earlier export stands there, which a later one may take the place of."""
    try:
        with path.open("rb") as source:
            return transfer.FORMAT.encode("ascii") in source.read(200)
    except OSError:
        return False


def bring_in(home: Path | None, source: str, say: Say) -> None:
    """Merges the document in the file `source`, or on standard input where that is "-", into what is kept here."""
    if not source.strip():
        raise Misused("import takes a file, such as me.json, or - for standard input")
    other = _read(source)
    store = open_store(home, now)
    try:
        if store.trouble or store.file is None:
            raise CannotDo(f"nothing was imported. {store.trouble}")
        before, after = store.bring_in(other)
        copy = store.file.with_name(BEFORE_IMPORT)
    except NotChanged as why:
        raise CannotDo(str(why)) from None
    finally:
        store.close()
    if before == after:
        say(f"{source}: all of it ({amount(other)}) was here already; nothing was changed.")
        return
    new = len(after.answers) - len(before.answers)
    say(f"{source}: {counted(new, 'answer')} came in, {counted(len(other.answers) - new, 'answer')} were here already.")
    if other.learner.id != before.learner.id and not before.empty:
        say(f"It is by another learner, {other.learner.called}, than {before.learner.called}: both are one now.")
    if not before.empty:
        say(f"What was kept before is also in {copy}.")


def _read(source: str) -> Kept:
    try:
        if source == "-":
            if sys.stdin is None:
                raise Misused("standard input is closed")
            return transfer.parsed(transfer.read_bounded(sys.stdin.buffer))
        return transfer.read(Path(source))
    except transfer.NotAnExport as why:
        raise CannotDo(f"{source}: {why}") from None
    except (OSError, ValueError) as fault:
        raise CannotDo(f"{source} cannot be read: {getattr(fault, 'strerror', None) or fault}") from None


def gather(sources: Sequence[str], out: TextIO, complain: Say) -> int:
    """Writes one table of many documents as CSV; those that cannot be taken are told of and left out."""
    if not sources:
        raise Misused("gather takes the exports of one learner or more: calc-tutor gather *.json --csv")
    code, exports = FINE, []
    for source in (found for each in sources for found in _matching(each)):
        try:
            exports.append(_read(source))
        except CannotDo as why:
            complain(str(why))
            code = FINDINGS
    table([gathering.HEADING, *gathering.gathered(exports)], out)
    return code


def _matching(source: str) -> list[str]:
    """The files that a pattern stands for, where the shell has left it as it is; a name stands for itself."""
    return sorted(glob.glob(source)) or [source] if "*" in source else [source]
