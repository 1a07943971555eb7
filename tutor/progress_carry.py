"""`calc-tutor export`, `import` and `gather`: what was kept, as documents to be carried, merged, and made a table."""

from __future__ import annotations

import glob
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TextIO

from tutor.messages import plural, tr
from tutor.progress import gathering, transfer
from tutor.progress.kept import Kept, Learner
from tutor.progress.store import BEFORE_IMPORT, open_store
from tutor.progress.trouble import NotChanged
from tutor.progress_here import FINDINGS, FINE, CannotDo, Misused, Say, amount, answers, now, store_at, table
from tutor.takeaway import CannotWrite, destination, write


def export(home: Path | None, goal: str, name: str | None, out: TextIO, say: Say) -> None:
    """Writes everything as one document to the file `goal`, or to `out` where that is "-"."""
    if not goal.strip():
        raise Misused(tr("export takes a file, such as me.json, or - for standard output"))
    with store_at(home) as store:
        kept = store.kept()
        if kept is None or kept.empty:
            raise CannotDo(tr("nothing is kept yet, so there is nothing to export"))
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
    say(
        tr(
            "{goal}: {amount}, of {called}. `calc-tutor import {goal}` takes it in elsewhere.",
            goal=goal,
            amount=amount(kept),
            called=kept.learner.called,
        )
    )


def _named(name: str) -> str | None:
    """A name as it is kept; none where it is empty."""
    shown = " ".join("".join(c if c.isprintable() else " " for c in name).split())
    if len(shown) > transfer.LONGEST_NAME:
        raise Misused(tr("a name has {most} letters at most", most=transfer.LONGEST_NAME))
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
        raise Misused(tr("import takes a file, such as me.json, or - for standard input"))
    other = _read(source)
    store = open_store(home, now)
    try:
        if store.trouble or store.file is None:
            raise CannotDo(tr("nothing was imported. {trouble}", trouble=store.trouble))
        before, after = store.bring_in(other)
        copy = store.file.with_name(BEFORE_IMPORT)
    except NotChanged as why:
        raise CannotDo(str(why)) from None
    finally:
        store.close()
    if before == after:
        say(
            tr(
                "{source}: all of it ({amount}) was here already; nothing was changed.",
                source=source,
                amount=amount(other),
            )
        )
        return
    new = len(after.answers) - len(before.answers)
    known = len(other.answers) - new
    say(
        plural(
            known,
            "{source}: {answers} came in, {count:,} answer were here already.",
            "{source}: {answers} came in, {count:,} answers were here already.",
            source=source,
            answers=answers(new),
        )
    )
    if other.learner.id != before.learner.id and not before.empty:
        say(
            tr(
                "It is by another learner, {theirs}, than {yours}: both are one now.",
                theirs=other.learner.called,
                yours=before.learner.called,
            )
        )
    if not before.empty:
        say(tr("What was kept before is also in {copy}.", copy=copy))


def _read(source: str) -> Kept:
    try:
        if source == "-":
            if sys.stdin is None:
                raise Misused(tr("standard input is closed"))
            return transfer.parsed(transfer.read_bounded(sys.stdin.buffer))
        return transfer.read(Path(source))
    except transfer.NotAnExport as why:
        raise CannotDo(f"{source}: {why}") from None
    except (OSError, ValueError) as fault:
        raise CannotDo(
            tr("{source} cannot be read: {why}", source=source, why=getattr(fault, "strerror", None) or fault)
        ) from None


def gather(sources: Sequence[str], out: TextIO, complain: Say) -> int:
    """Writes one table of many documents as CSV; those that cannot be taken are told of and left out."""
    if not sources:
        raise Misused(tr("gather takes the exports of one learner or more: calc-tutor gather *.json --csv"))
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
