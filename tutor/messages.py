"""What the program says, in the learner's language.

Every sentence for people stands in the code as English, marked: `tr("step {k} of {n}", k=k, n=n)`. The marked ones are
collected in `tutor/locale/calc-tutor.pot` (`python -m tests.messages` writes it, a test holds it), and a translation is
a GNU gettext catalogue, `tutor/locale/LANGUAGE/LC_MESSAGES/calc-tutor.mo`. Where there is none, English is said.

The language belongs to one learner and not to the process: `speak` sets it for the task it is called in and for all
that this task starts. Lessons are in whatever language their authors wrote them in, and do not pass through here.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from contextvars import ContextVar
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gettext import NullTranslations

DOMAIN = "calc-tutor"
LOCALE = Path(__file__).parent / "locale"
_spoken: ContextVar[NullTranslations | None] = ContextVar("spoken", default=None)


def tr(message: str, /, **values: object) -> str:
    """The message in the learner's language, with `values` where it has their names in braces.

    The English one is said where a translation cannot be used: a value that is not there, a plural without a rule.
    """
    spoken = _spoken.get()
    if spoken is None or not message:  # under the empty message a catalogue keeps what it says of itself
        return message.format(**values) if values else message
    return _filled(lambda: spoken.gettext(message), message, values)


def plural(count: int, one: str, more: str, /, **values: object) -> str:
    """`one` or `more` of something, by the rules of the language; `{count}` stands for how many."""
    values["count"] = count
    english = one if count == 1 else more
    spoken = _spoken.get()
    if spoken is None:
        return english.format(**values)
    return _filled(lambda: spoken.ngettext(one, more, count), english, values)


def listed(words: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    if len(words) < 2:
        return "".join(words)
    return tr("{all_but_the_last} and {last}", all_but_the_last=", ".join(words[:-1]), last=words[-1])


def N_(message: str, /) -> str:
    """Marks a message that is kept in English, in a constant, and said later with `tr`."""
    return message


def _filled(translated: Callable[[], str], english: str, values: Mapping[str, object]) -> str:
    try:
        said = translated()
        return said.format(**values) if values else said
    except Exception:  # whatever a translator's file may hold: it is no reason to say nothing
        return english.format(**values) if values else english


def speak(languages: list[str] | None, folder: Path = LOCALE) -> None:
    """From now on, here: the first of these languages that there is a translation for; English for None."""
    _spoken.set(_translation(languages, folder) if languages and folder.is_dir() else None)


def _translation(languages: list[str], folder: Path) -> NullTranslations | None:
    from gettext import translation  # late: most speak English, and need not load it

    try:
        return translation(DOMAIN, str(folder), languages)
    except Exception:  # there is none, or it is no catalogue: gettext fails in many ways on a file that was cut off
        return None


def languages_of(environment: Mapping[str, str] = os.environ) -> list[str]:
    """The languages that the environment asks for before English, as gettext reads it: LANGUAGE, else LC_ALL,
    LC_MESSAGES, LANG."""
    named = (environment.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    locale = next((name for name in named if name), "C")
    if locale.split(".")[0] in ("C", "POSIX"):
        return []  # as gettext: whoever set this wants the program's own words, whatever LANGUAGE says
    wanted = [each for each in (environment.get("LANGUAGE") or locale).split(":") if each]
    return list(takewhile(lambda each: not each.startswith("en"), wanted))
