"""What to say where nothing has the words that were looked for: what somebody may have meant who mistyped one."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Sequence
from itertools import islice

from tutor.messages import N_, tr

NOTHING = N_("Nothing has all these words; fewer or shorter words find more.")
WORD = re.compile(r"[^\W\d_]{4,30}")  # shorter ones are like too many others
MOST = 3_000  # words that are compared: some 10 ms
ALIKE = 0.75  # difflib's ratio


def nothing_found(words: Sequence[str], texts: Iterable[str]) -> str:
    """`texts`: the terms and titles there are, in small letters."""
    instead = meant(words, texts)
    return f"{tr(NOTHING)} {tr('Did you mean {words}?', words=instead)}" if instead else tr(NOTHING)


def meant(words: Sequence[str], texts: Iterable[str]) -> str:
    """The words, in the place of each that stands in no text the one most like it; empty where there is none, or all
    of them stand somewhere."""
    known = list(dict.fromkeys(islice((word for text in texts for word in WORD.findall(text)), 10 * MOST)))[:MOST]
    near = [word if any(word in each for each in known) else _nearest(word, known) for word in words]
    return " ".join(near) if all(near) and near != list(words) else ""


def _nearest(word: str, known: Sequence[str]) -> str:
    return next(iter(difflib.get_close_matches(word[:30], known, n=1, cutoff=ALIKE)), "")
