"""What may be printed on somebody's terminal, and where a sentence goes when something cannot be done."""

from __future__ import annotations

from pathlib import Path

FINE, FINDINGS, MISUSE, STOPPED, UNHEARD = 0, 1, 2, 130, 141  # exit codes; 128 and a signal's number


class Misuse(Exception):
    """The command cannot be carried out as it was given; the message says why and what to do."""


def printable(text: str) -> str:
    """One line that is safe to print: nothing in it moves a cursor or changes a colour."""
    return "".join(c if c.isprintable() else " " for c in text)


def say(text: str) -> None:
    """Prints one line."""
    print(printable(text))


def is_there(name: str) -> bool:
    """Is this the name of a file or folder? No text is too odd or too long to be asked."""
    try:
        return bool(name) and Path(name).exists()
    except (OSError, ValueError):  # a name that is too long, a folder that may not be entered
        return False
