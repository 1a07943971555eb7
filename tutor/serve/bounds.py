"""What a page may send to the tutor, and how much of it. Anybody can write to a socket: nothing is believed.

A message is JSON, as textual-serve's page sends it: ["stdin", text], ["resize", {"width": w, "height": h}],
["focus"], ["blur"], ["ping", text].
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass

from tutor.printable import printable

LONGEST = 256 * 1024  # bytes of one message: a paste of several thousand lines
WIDEST, HIGHEST = 500, 200  # cells
_REPORTS = re.compile(rb"(?:\x1b\[(?:[?<]?[\d;]*(?:\$y|[RM])|[IO]))*")  # a click ends with m as well
BURST, STEADY = 256 * 1024, 16 * 1024  # bytes at once, and a second: far more than hands and a mouse can


LINE = 400  # characters


def line(text: str) -> str:
    """A line for whoever runs the server, whatever a stranger brought about: bounded, and safe to print."""
    return printable(text if len(text) <= LINE else text[: LINE - 4] + " ...")


class NotUnderstood(Exception):
    """The message is none that the page sends."""


@dataclass(frozen=True, slots=True)
class Typed:
    """Keys, the mouse, and what the terminal in the page answers by itself."""

    data: bytes

    @property
    def is_report(self) -> bool:
        """Is it nothing but answers, and the mouse moving?"""
        return _REPORTS.fullmatch(self.data) is not None


@dataclass(frozen=True, slots=True)
class Sized:
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Focus:
    """The page got the keyboard, or lost it."""

    here: bool


@dataclass(frozen=True, slots=True)
class Ping:
    text: str


Message = Typed | Sized | Focus | Ping


def read(text: str) -> Message:
    """One message of a page; NotUnderstood for anything else."""
    try:
        told = json.loads(text)
    except (ValueError, RecursionError):
        raise NotUnderstood from None
    match told:
        case ["stdin", str(typed)]:
            return Typed(typed.encode("utf-8", "replace"))
        case ["resize", {"width": width, "height": height}]:
            return sized(width, height)
        case ["focus", *_]:
            return Focus(True)
        case ["blur", *_]:
            return Focus(False)
        case ["ping", str(text)] if len(text) <= 40:
            return Ping(text)
    raise NotUnderstood


def sized(width: object, height: object) -> Sized:
    """A size of a terminal, brought within what one may have. NotUnderstood where these are no whole numbers."""
    for each in (width, height):
        if not isinstance(each, int) or isinstance(each, bool):
            raise NotUnderstood
    assert isinstance(width, int) and isinstance(height, int)
    return Sized(min(max(width, 1), WIDEST), min(max(height, 1), HIGHEST))


def size_asked_for(width: str, height: str) -> Sized:
    """The size in the address of the websocket; 80x24 where it is none."""
    digits = all(each.isascii() and each.isdigit() and len(each) < 6 for each in (width, height))
    return sized(int(width), int(height)) if digits else Sized(80, 24)


class Allowance:
    """So many bytes a second, some of them at once. `clock` in seconds."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._left, self._at = float(BURST), clock()

    def take(self, count: int) -> float:
        """Takes them; how many seconds to wait before the next are looked at."""
        now = self._clock()
        self._left = min(BURST, self._left + (now - self._at) * STEADY) - count
        self._at = now
        return max(0.0, -self._left / STEADY)
