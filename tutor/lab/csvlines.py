"""The lines of a table from the wild: whatever is in the file, bounded text comes out, or a sentence says why not.

Bytes are decoded as the file's start suggests (UTF-8, UTF-16 with or without its mark, else Windows' Latin letters);
a character that is none becomes a question mark in a box, never an exception. CR, LF and CRLF all end a line. No more
than a piece of the file is ever in memory, and a line that never ends is refused.
"""

from __future__ import annotations

import codecs
import io
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from tutor.messages import N_, tr

HEAD_BYTES = 65_536  # what is looked at before anything is decided
PIECE = 1 << 18  # characters read at a time: a few milliseconds of work
LONGEST_LINE = 1_000_000  # characters
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_OTHERS = (  # how files begin that are often taken for tables
    (b"\x1f\x8b", N_("it is compressed (gzip): unpack it first")),
    (b"BZh", N_("it is compressed (bzip2): unpack it first")),
    (b"\xfd7zXZ\x00", N_("it is compressed (xz): unpack it first")),
    (b"PK\x03\x04", N_("it is a workbook or an archive (zip): save the sheet as CSV, or unpack it first")),
    (b"\xd0\xcf\x11\xe0", N_("it is an Excel workbook: save the sheet as CSV")),
    (b"PAR1", N_("it is a Parquet file: save the table as CSV")),
    (b"SQLite format 3\x00", N_("it is an SQLite database: save the table as CSV")),
    (b"%PDF", N_("it is a PDF: save the table as CSV")),
    (b"\x89PNG", N_("it is a picture")),
    (b"\x93NUMPY", N_("it is a NumPy array: numpy.savetxt writes it as text")),
)


class Unusable(Exception):
    """The file cannot be used as a table; the message says what is wrong and what would do."""


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """The regular file for reading; raises Unusable where it cannot be read."""
    name = path.name or str(path)
    name = name if len(name) <= 80 else f"{name[:77]}..."
    try:
        found = path.stat()
        if stat.S_ISDIR(found.st_mode):
            raise Unusable(tr("{name} is a folder; name a file in it", name=name))
        if not stat.S_ISREG(found.st_mode):
            raise Unusable(tr("{name} is no regular file, but a pipe or a device; save it as a file first", name=name))
        stream = path.open("rb")
    except FileNotFoundError:
        raise Unusable(tr("there is no file {name}", name=name)) from None
    except (OSError, ValueError, RuntimeError) as problem:  # ValueError: a name with a character of value 0
        raise _unreadable(name, problem) from None
    with stream:
        try:
            yield stream
        except OSError as problem:
            raise _unreadable(name, problem) from None


def _unreadable(name: str, problem: Exception) -> Unusable:
    return Unusable(tr("{name} cannot be read: {why}", name=name, why=getattr(problem, "strerror", None) or problem))


def encoding_of(start: bytes, name: str) -> str:
    """The encoding that the start of a file suggests; raises Unusable where it is no text."""
    if not start:
        raise Unusable(tr("{name} is empty", name=name))
    for mark, what in _OTHERS:
        if start.startswith(mark):
            raise Unusable(tr("{name} is not text: {what}", name=name, what=tr(what)))
    for mark, encoding in _MARKS:
        if start.startswith(mark):
            return encoding
    if b"\0" in start:
        return _without_mark(start, name)
    try:
        codecs.getincrementaldecoder("utf-8")().decode(start)
        return "utf-8"
    except UnicodeDecodeError:
        return "cp1252"


def _without_mark(start: bytes, name: str) -> str:
    """UTF-16 of mostly Latin letters has a zero in every other byte."""
    pairs = max(1, len(start) // 2)
    low, high = start[0::2].count(0) / pairs, start[1::2].count(0) / pairs
    if max(low, high) > 0.6 and min(low, high) < 0.1:
        return "utf-16-le" if high > low else "utf-16-be"
    raise Unusable(tr("{name} is not text: it has bytes of value 0; save the table as CSV", name=name))


def pieces(stream: BinaryIO, encoding: str, name: str) -> Iterator[tuple[list[str], int]]:
    """Whole lines, some at a time, each with how many bytes have been read by then. Raises Unusable."""
    text = io.TextIOWrapper(stream, encoding=encoding, errors="replace", newline=None)
    rest, line = "", 1
    try:
        while piece := text.read(PIECE):
            lines = (rest + piece).split("\n")
            rest = lines.pop()
            line += len(lines)
            if len(rest) > LONGEST_LINE or any(len(each) > LONGEST_LINE for each in lines):
                what = tr(
                    "{name} has a line of more than {most:,} characters near line {line:,}; "
                    "a table has a line for each row",
                    name=name,
                    most=LONGEST_LINE,
                    line=line,
                )
                raise Unusable(what)
            yield lines, stream.tell()
        if rest:
            yield [rest], stream.tell()
    except (OSError, UnicodeError) as problem:  # a disk that fails half-way, half of a UTF-32 character
        raise _unreadable(name, problem) from None
    finally:
        text.detach()


def size_of(stream: BinaryIO) -> int:
    """How many bytes the file has."""
    return os.fstat(stream.fileno()).st_size
