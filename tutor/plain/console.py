"""Lines in, lines out: all that is known of whoever reads.

Every line that is written is printable, has no space at its end, is ASCII where that is asked for, and is wrapped to
the width where it is prose. Every line that is read costs one line: what is typed is never asked for twice.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from tutor.ascii import plain
from tutor.letters import cells
from tutor.printable import printable

LEAST = 20  # columns; what is narrower is wrapped as if it were so wide
LONGEST = 1_000  # characters of a line that is typed; the bound of the parser
KEPT = "\ue000"  # a space at which no line may break
SEQUENCE = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|O[ -~]|[ -~])?")  # what a key sends that edits nothing here
MINUS = str.maketrans({"−": "-"})  # the one that every screen reader says


class Gone(Exception):
    """There is nothing more to read, or whoever typed it wants to leave."""


@dataclass(frozen=True, slots=True)
class Console:
    """`read` gives a line without its end, None after the last, and writes the prompt it is handed; `write` takes whole
    lines with their ends. `interactive`: somebody types; else the prompt and what was read are written as one line,
    so that a log reads well."""

    read: Callable[[str], str | None]
    write: Callable[[str], object]
    ascii: bool = False
    width: int = 80
    interactive: bool = False

    def say(self, text: str = "", *, lead: str = "", hang: str | None = None) -> None:
        """Prose, wrapped; `lead` stands before its first line, `hang` (as many spaces, if left out) before others."""
        self.lines(wrapped(self._spelled(text), max(LEAST, self.width), lead, hang))

    def lines(self, lines: Iterable[str]) -> None:
        """Lines as they are, each as soon as it comes."""
        for line in lines:
            self.write(self._spelled(printable(line)).rstrip() + "\n")

    def ask(self, prompt: str) -> str:
        """The next line, its spaces put in order; Gone where there is none."""
        typed = self.read(f"{prompt}> " if self.interactive else "")
        if typed is None:
            raise Gone
        text = " ".join(printable(SEQUENCE.sub("", typed)).split())
        if not self.interactive:
            self.say(f"{prompt}> {text[:LONGEST]}{' ...' if len(text) > LONGEST else ''}", hang="  ")
        return text

    def _spelled(self, text: str) -> str:
        text = text.translate(MINUS)
        return plain(text.replace(KEPT, " ")) if self.ascii else text


def wrapped(text: str, width: int, lead: str = "", hang: str | None = None) -> Iterator[str]:
    """Words laid out in lines of at most so many cells; a word that is longer is cut."""
    after = " " * cells(lead) if hang is None else hang
    line, empty = lead, True
    for word in text.split():
        while word:
            room = width - cells(line) - (0 if empty else 1)
            if cells(word) <= room:
                line, word, empty = line + ("" if empty else " ") + word, "", False
            elif not empty:
                yield line
                line, empty = after, True
            else:
                part = _fitting(word, max(1, room))
                yield line + part
                line, word = after, word[len(part) :]
    if not empty or not text.strip():
        yield line


def _fitting(word: str, room: int) -> str:
    """As much of a word as fits, one character at least; nothing that combines is parted from its letter."""
    for end in range(len(word), 1, -1):
        if cells(word[:end]) <= room:
            return word[:end]
    return word[:1]
