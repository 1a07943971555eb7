"""What one app knows of its terminal: handed in, so that any number of apps can live in one process.

The environment is read once, at the start, and nowhere else; what stands on the command line goes before it.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from enum import Enum, auto
from typing import NamedTuple

from tutor.decimal_comma import has_decimal_comma

TRUE_COLOUR = ("truecolor", "24bit")
NO_COLOURS = ("vt100", "vt102", "vt220", "vt320", "ansi-m", "dumb", "xterm-mono")  # terminals that never had any
OLD = ("vt", "linux", "ansi", "cons", "sun", "wy", "dumb", "unknown")  # families that know little but ECMA-48
NO_BRAILLE = ("linux",)  # the console's font has 256 or 512 characters, and few of ours are among them
ERASING = ("xterm", "linux", "tmux", "rxvt", "alacritty", "foot")  # families that erase in the colour set (bce)


class Colours(Enum):
    """How a terminal can be told of a colour."""

    NONE = auto()  # bold, dim, underlined and reversed are left
    SIXTEEN = auto()  # the terminal's own palette, which the learner has chosen
    EIGHT_BIT = auto()
    TRUE = auto()

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> Colours:
        """As no-color.org, COLORTERM and TERM say. A name that says nothing stands for sixteen, which all have."""
        if environment.get("NO_COLOR"):
            return cls.NONE
        term = environment.get("TERM", "").strip().lower()
        if term in NO_COLOURS or term.startswith("vt"):
            return cls.NONE
        # the console rounds to its sixteen; GNU screen hands on the COLORTERM of the terminal outside, and is another
        inside = term in NO_BRAILLE or (term.startswith("screen") and not environment.get("TMUX"))
        if environment.get("COLORTERM", "").strip().lower() in TRUE_COLOUR and not inside:
            return cls.TRUE
        if term.endswith("-direct"):
            return cls.TRUE
        return cls.EIGHT_BIT if term.endswith(("-256color", "kitty")) else cls.SIXTEEN


class Switches(NamedTuple):
    """What the command line says of the terminal; None where it says nothing."""

    ascii: bool = False
    mouse: bool = True
    fps: float | None = None
    light: bool | None = None


AS_IT_IS = Switches()


class Terminal(NamedTuple):
    """`ascii`: nothing but ASCII may be drawn. `mouse`: clicks are asked for. `fps`: the frames a second that were
    asked for, None for as many as the line takes. `remote`: there is a line between the learner and this host.
    `light`: its background is light; None where nothing says so. `old`: it would show what is newer than itself.
    `relayed`: a multiplexer shows it somewhere else, and answers for the terminal there. `erases`: what is erased
    takes the background colour that is set."""

    ascii: bool = False
    colours: Colours = Colours.TRUE
    mouse: bool = True
    fps: float | None = None
    remote: bool = False
    light: bool | None = None
    old: bool = False
    relayed: bool = False
    erases: bool = False
    decimal_comma: bool = False  # where the learner is, 1,234 is 1.234

    @classmethod
    def of(cls, environment: Mapping[str, str] = os.environ, switches: Switches = AS_IT_IS) -> Terminal:
        """Read once, at the start."""
        return cls(
            ascii=switches.ascii or _only_ascii(environment),
            colours=Colours.of(environment),
            mouse=switches.mouse,
            fps=switches.fps,
            remote=_is_remote(environment),
            light=_is_light(environment) if switches.light is None else switches.light,
            old=(environment.get("TERM", "").strip().lower() or "unknown").startswith(OLD),
            relayed=_is_remote(environment) and any(environment.get(name) for name in ("TMUX", "STY", "ZELLIJ")),
            erases=environment.get("TERM", "").lower().partition("-")[0] in ERASING and not environment.get("STY"),
            decimal_comma=has_decimal_comma(environment),
        )


def _only_ascii(environment: Mapping[str, str]) -> bool:
    """The locale counts, not Python's own encoding, which is UTF-8 even under LANG=C. Where none is set, it is C."""
    names = ["LC_ALL", "LC_CTYPE", "LANG"]
    if environment.get("LC_CTYPE") == "C.UTF-8":  # Python's own doing under LANG=C
        names = ["LC_ALL", "LANG"]
    locale = next((environment[name] for name in names if environment.get(name)), "C")
    plain = not locale.partition("@")[0].lower().replace("-", "").endswith("utf8")
    return plain or environment.get("TERM", "").lower() in NO_BRAILLE


def _is_remote(environment: Mapping[str, str]) -> bool:
    """sshd says so itself; mosh's server is started by it, and keeps what it said."""
    return any(environment.get(name) for name in ("SSH_CONNECTION", "SSH_TTY", "SSH_CLIENT", "MOSH_KEY"))


def _is_light(environment: Mapping[str, str]) -> bool | None:
    """Some terminals tell their colours as `foreground;background`, numbers of the sixteen; 7 and 9 to 15 are light."""
    told = environment.get("COLORFGBG", "").rpartition(";")[2]
    return int(told) in (7, *range(9, 16)) if told.isascii() and told.isdigit() and len(told) < 3 else None
