"""Writing what is on the screen to a file that the learner names, without ever harming one that is there.

A file comes whole or not at all: it is written beside its place under a name of its own and moved there at the end, so
a full disk, a lost line or a change of mind leaves what was there as it was. Whatever cannot be is `CannotWrite`, whose
message says what happened, where, and what to do. Nothing here changes the working folder: it is handed in.
"""

from __future__ import annotations

import errno
import os
import re
import secrets
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from tutor.messages import N_, tr

LONGEST_NAME = 255  # bytes, on every file system in use
BLOCK = 1 << 18  # characters between two reports of progress
RESERVED = frozenset({"con", "prn", "aux", "nul", *(f"{port}{i}" for port in ("com", "lpt") for i in range(10))})
WHY = {
    errno.ENOSPC: N_("there is no space left on that disk"),
    errno.EDQUOT: N_("your share of that disk is used up"),
    errno.EACCES: N_("you may not write in that folder"),
    errno.EPERM: N_("you may not write in that folder"),
    errno.EROFS: N_("that disk can only be read"),
    errno.ENOENT: N_("there is no such folder"),
    errno.ENOTDIR: N_("part of that place is a file, not a folder"),
    errno.ENAMETOOLONG: N_("that name is too long"),
    errno.ELOOP: N_("that name is a link that leads to itself"),
    errno.EFBIG: N_("it is larger than that disk allows"),
    errno.EIO: N_("that disk does not answer"),
}


class CannotWrite(Exception):
    """Why there is no such file now; a sentence."""


@dataclass(frozen=True, slots=True)
class Offer:
    """Something that can be taken home: what it is, how its file ends, and its text in pieces, made when asked for."""

    title: str
    suffix: str  # ".py", "-trace.csv"
    pieces: Callable[[], Iterable[str]]
    then: str = ""  # what to do with the file, `{file}` standing for its name


def safe_name(text: str) -> str:
    """A name for a file made of what something is called: lower letters, digits and dashes, any system takes it."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    name = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].strip("-") or "descent"
    return f"{name}-1" if name in RESERVED else name


def file_name(typed: str) -> str:
    """The name alone of a file as it was typed, that any system takes; "" where nothing of it can be a name."""
    name = re.sub(r"[^A-Za-z0-9._-]+", "-", re.split(r"[/\\]", typed.strip())[-1]).strip("-.")[:100]
    return f"{name}-1" if name.partition(".")[0].lower() in RESERVED else name


def destination(folder: Path, typed: str) -> Path:
    """Where a file of this name goes: in `folder`, or where the name leads. Raises CannotWrite."""
    name = "".join(c for c in typed if c.isprintable()).strip()
    if not name:
        raise CannotWrite(tr("Name the file first: a name such as descent.py."))
    try:
        path = folder / Path(name).expanduser()
        long = len(os.fsencode(path.name))
        if long > LONGEST_NAME:
            raise CannotWrite(
                tr("The name has {bytes} bytes; a file's name has {most} at most.", bytes=long, most=LONGEST_NAME)
            )
        if name.endswith(("/", os.sep)) or path.is_dir():
            raise CannotWrite(tr("{name} is a folder; name a file inside it.", name=name))
        if not path.parent.is_dir():
            raise CannotWrite(tr("There is no folder {folder}; name a place that is there.", folder=path.parent))
        if path.exists() and not path.is_file():
            raise CannotWrite(tr("{name} is a device or a pipe, not a file; name another.", name=name))
    except UnicodeEncodeError:
        raise CannotWrite(tr("This system cannot write that name; use plain letters.")) from None
    except RuntimeError:
        raise CannotWrite(tr("It is not known where your home folder (~) is; write the place in full.")) from None
    except OSError as fault:
        raise _said(name, fault) from fault
    return path


def free_name(path: Path) -> Path:
    """`path`, or where it is taken the first of name-2, name-3 ... that is not."""
    free, number = path, 2
    while _taken(free):
        free = path.with_name(f"{path.stem}-{number if number < 1000 else secrets.token_hex(4)}{path.suffix}")
        number += 1
    return free


def _taken(path: Path) -> bool:
    try:
        return os.path.lexists(path)
    except (OSError, ValueError):
        return False  # what is wrong with it is said when it is written


def write(path: Path, pieces: Iterable[str], *, replace: bool = False) -> Iterator[int]:
    """Writes the file as UTF-8 and yields now and then how many characters are written.

    One that is there is replaced only if `replace`; closed before its end, it leaves nothing behind. CannotWrite says
    why there is none.
    """
    target = Path(os.path.realpath(path)) if replace else path  # a link stays a link
    part = target.with_name(f".{target.name[:40]}-{secrets.token_hex(4)}.part")
    try:
        try:
            yield from _fill(part, pieces)
            _keep_mode(part, target)
            _move(part, target, replace)
        finally:
            with suppress(OSError):
                part.unlink(missing_ok=True)
    except FileExistsError:
        raise CannotWrite(tr("{name} is already there; it was left as it is.", name=path.name)) from None
    except (OSError, UnicodeEncodeError) as fault:
        raise _said(str(path), fault) from fault


def _fill(part: Path, pieces: Iterable[str]) -> Iterator[int]:
    written = waiting = 0
    with part.open("x", encoding="utf-8", newline="\n") as out:
        for piece in pieces:
            out.write(piece)
            waiting += len(piece)
            if waiting >= BLOCK:
                written, waiting = written + waiting, 0
                yield written
        out.flush()
        os.fsync(out.fileno())  # a full disk says so here at the latest, before anything is moved
    yield written + waiting


def _keep_mode(part: Path, target: Path) -> None:
    """Who may read the file that is replaced may read the new one."""
    with suppress(OSError):
        os.chmod(part, target.stat().st_mode & 0o7777)


def _move(part: Path, target: Path, replace: bool) -> None:
    if replace:
        os.replace(part, target)
        return
    try:
        os.link(part, target)  # unlike a rename it never replaces, whoever was quicker
    except FileExistsError:
        raise
    except OSError:  # a file system without links
        if os.path.lexists(target):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST)) from None
        os.rename(part, target)


def _said(name: str, fault: OSError | UnicodeEncodeError) -> CannotWrite:
    if isinstance(fault, UnicodeEncodeError):
        return CannotWrite(
            tr("{name} was not written: its text cannot be put into a file. Take something else home.", name=name)
        )
    known = WHY.get(fault.errno or 0)
    why = tr(known) if known else fault.strerror or tr("the system said no")
    return CannotWrite(tr("{name} was not written: {why}. Name another place.", name=name, why=why))
