"""The tutor in lines on a program's own input and output: a terminal, a pipe, a file.

A terminal is read as its driver gives lines, without an editor of our own, which would move the cursor; a screen reader
hears what is written and nothing else.
"""

from __future__ import annotations

import io
import os
import shutil
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from tutor.decimal_comma import has_decimal_comma
from tutor.plain.command import run

if TYPE_CHECKING:
    from tutor.lab.setup import Setup

WIDTH = 80  # columns, where no terminal says how many it has
MOST = 65_536  # characters of a line that are looked at


def speak(
    roots: Sequence[Path],
    opening: Path | Setup | str | None,
    home: Path | None,
    stdin: TextIO | None,
    stdout: TextIO,
    *,
    ascii: bool = False,
    leaving: Callable[[], bool] = lambda: False,
    environment: Mapping[str, str] = os.environ,
) -> int:
    """Runs the tutor on these streams; gives its exit code. See `command.run` for `opening` and `leaving`."""
    if isinstance(stdin, io.TextIOWrapper):
        stdin.reconfigure(errors="replace")
    typing = stdin is not None and stdin.isatty()

    def write(text: str) -> None:
        stdout.write(text)
        stdout.flush()  # whoever talks to it line by line waits for each

    def read(prompt: str) -> str | None:
        if prompt:
            write(f"{prompt} " if not prompt.endswith(" ") else prompt)
        line = _line(stdin)
        if line is None and prompt:
            write("\n")  # the end was typed behind the prompt
        return line

    return run(
        roots,
        opening,
        home,
        read=read,
        write=write,
        ascii=ascii,
        width=shutil.get_terminal_size((WIDTH, 24)).columns if stdout.isatty() else WIDTH,
        interactive=typing,
        decimal_comma=has_decimal_comma(environment),
        leaving=leaving,
    )


def _line(stdin: TextIO | None) -> str | None:
    """The next line without its end, of an endless one its beginning; None after the last."""
    text = stdin.readline(MOST) if stdin is not None else ""
    if not text:
        return None
    rest = text
    while rest and not rest.endswith("\n") and len(rest) == MOST and stdin is not None:
        rest = stdin.readline(MOST)
    return text.rstrip("\r\n")
