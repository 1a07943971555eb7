"""What the lab says beside its form: how a function was read, what is wrong and where, which file could be taken."""

from __future__ import annotations

import os
from pathlib import Path

from rich.cells import cell_len

from tutor.expression import Unreadable
from tutor.fields import FieldFault
from tutor.lab.names import read_function
from tutor.messages import tr
from tutor.typeset import line, symbol

LOOKED_THROUGH = 2_000  # entries of the folder, for a CSV file to offer


def understood(text: str, width: int, *, ascii: bool) -> str:
    """What a function was read as and the letters it is of, or a mark at the place where it cannot be read."""
    if text.strip().isidentifier() and len(text.strip()) > 3:
        return ""  # the name of a classic, or on the way to one
    try:
        node, names = read_function(text)
    except Unreadable as fault:
        return _marked(cell_len(text[: fault.start]), fault.what, width)
    of = ", ".join(symbol(name, ascii=ascii) for name in names)
    return f"= {line(node, ascii=ascii)}" + (f"   {tr('of {letters}', letters=of)}" if of else "")


def _marked(place: int, what: str, width: int) -> str:
    """A mark at the place and what is wrong on whichever side of it there is room: always one line, or the form would
    be laid out again at every key. What does not fit is said in full at enter."""
    if place + 2 + len(what) <= width:
        return f"{' ' * place}^ {what}"
    if len(what) < place < width:
        return f"{what:<{place}}^"
    room = width - place - 5
    if room > 8:
        return f"{' ' * place}^ {what[:room]}..."
    return f"{what[: place - 4]}... ^" if place < width else f"{what[: width - 3]}..."


def with_place(fault: FieldFault) -> str:
    """What is wrong as a sentence, under a mark at its place where it has one."""
    text = str(fault).strip()
    capital = text.split(" ", 1)[0] in ("a", "at", "it", "the", "there", "these", "this")  # and no column's name
    text = (text[:1].upper() if capital else text[:1]) + text[1:] + ("" if text.endswith((".", "!", "?")) else ".")
    caret = str(getattr(fault, "caret", "")).rstrip().splitlines()
    return f"{caret[-1]}\n{text}" if caret else text


def csv_in(folder: Path) -> str:
    """The first CSV file of the folder by name, "" where there is none or it cannot be looked into."""
    found: list[str] = []
    try:
        with os.scandir(folder) as entries:
            for _, entry in zip(range(LOOKED_THROUGH), entries, strict=False):
                if entry.name.lower().endswith(".csv") and entry.name.isprintable() and entry.is_file():
                    found.append(entry.name)
        name = min(found, key=lambda name: (len(name) > 40, name.casefold()), default="")
        return name if not name or folder.resolve() == Path.cwd() else str(folder / name)
    except OSError:
        return ""
