"""The tutor in lines on a program's own input and output: a terminal, a pipe, a file.

A terminal is read through the line editor that shells have, where that is at hand: its keys are known to whoever uses a
screen reader there, and it writes nothing but what it is typed. A terminal that can do nothing (TERM=dumb) is read as
its driver gives lines.
"""

from __future__ import annotations

import io
import os
import shutil
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from tutor.decimal_comma import has_decimal_comma
from tutor.plain.command import run

if TYPE_CHECKING:
    from tutor.lab.setup import Setup

WIDTH = 80  # columns, where no terminal says how many it has
MOST = 65_536  # characters of a line that are looked at
DUMB = ("", "dumb", "unknown")
EDITING = (  # what the editor would write of its own accord, and its lists of files
    "set enable-bracketed-paste off",
    "set enable-meta-key off",
    "set bell-style none",
    "set disable-completion on",
)


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
    edited = typing and stdout.isatty() and _has_editor(stdin, stdout, environment)

    def write(text: str) -> None:
        stdout.write(text)
        stdout.flush()  # whoever talks to it line by line waits for each

    def read(prompt: str) -> str | None:
        prompt = f"{prompt} " if prompt and not prompt.endswith(" ") else prompt
        if prompt and not edited:
            write(prompt)
        line = _edited(prompt) if edited else _line(stdin)
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


def _has_editor(stdin: TextIO | None, stdout: TextIO, environment: Mapping[str, str]) -> bool:
    """Loads the line editor, which knows the program's own input and output alone; False where there is none."""
    if stdin is not sys.stdin or stdout is not sys.stdout or environment.get("TERM", "") in DUMB:
        return False
    try:
        import readline
    except ImportError:  # a Python without it
        return False
    for setting in EDITING:
        readline.parse_and_bind(setting)
    return True


def _edited(prompt: str) -> str | None:
    """A line that was typed with the editor; None after the last."""
    try:
        return input(prompt)[:MOST]
    except EOFError:
        return None
